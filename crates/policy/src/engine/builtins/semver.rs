//! `semver.*`, as strict as OPA: three numbers of 63 bits, and perhaps a `v` before them.

use std::cmp::Ordering;

use regorus::Value;

use super::bounds::Failure;
use super::call::Call;

struct Version<'t> {
    numbers: [i64; 3],
    /// The identifiers of a pre-release; none for a release.
    before: Vec<&'t str>,
}

impl<'t> Version<'t> {
    fn parse(text: &'t str) -> Option<Self> {
        let text = text.strip_prefix('v').unwrap_or(text);
        let text = match text.split_once('+') {
            Some((text, metadata)) => identifiers(metadata).map(|_| text)?,
            None => text,
        };
        let (text, before) = match text.split_once('-') {
            Some((text, before)) => {
                let before = identifiers(before)?;
                let padded = |id: &&str| id.len() > 1 && id.starts_with('0') && is_number(id);
                if before.iter().any(padded) {
                    return None;
                }
                (text, before)
            }
            None => (text, Vec::new()),
        };
        let numbers = text
            .split('.')
            .map(|number| {
                let plain = is_number(number) && (number == "0" || !number.starts_with('0'));
                plain.then(|| number.parse().ok()).flatten()
            })
            .collect::<Option<Vec<i64>>>()?;
        Some(Self {
            numbers: numbers.try_into().ok()?,
            before,
        })
    }

    fn compare(&self, other: &Self) -> Ordering {
        let releases =
            |one: &Self, other: &Self| match (one.before.is_empty(), other.before.is_empty()) {
                (true, false) => Ordering::Greater,
                (false, true) => Ordering::Less,
                _ => Ordering::Equal,
            };
        let identifiers = self.before.iter().zip(&other.before);
        self.numbers
            .cmp(&other.numbers)
            .then_with(|| releases(self, other))
            .then_with(|| {
                identifiers
                    .map(|(one, other)| identifier(one, other))
                    .find(|order| order.is_ne())
                    .unwrap_or(Ordering::Equal)
            })
            .then_with(|| self.before.len().cmp(&other.before.len()))
    }
}

/// Numbers before words, numbers by value.
fn identifier(one: &str, other: &str) -> Ordering {
    match (is_number(one), is_number(other)) {
        (true, true) => one.len().cmp(&other.len()).then_with(|| one.cmp(other)),
        (true, false) => Ordering::Less,
        (false, true) => Ordering::Greater,
        (false, false) => one.cmp(other),
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn identifiers(text: &str) -> Option<Vec<&str>> {
    let is_identifier =
        |id: &str| !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let identifiers: Vec<&str> = text.split('.').collect();
    identifiers
        .iter()
        .all(|id| is_identifier(id))
        .then_some(identifiers)
}

/// `semver.compare(one, other)`: -1, 0 or 1.
pub fn compare(call: Call<'_>) -> Result<Value, Failure> {
    let version = |index| {
        let text = call.text(index)?;
        Version::parse(text).ok_or_else(|| {
            let shown: String = text.chars().take(50).collect();
            call.fails(format!("`{shown}` is not a semantic version"))
        })
    };
    Ok(Value::from(match version(0)?.compare(&version(1)?) {
        Ordering::Less => -1_i64,
        Ordering::Equal => 0,
        Ordering::Greater => 1,
    }))
}

/// `semver.is_valid(text)`: false for what is no string.
pub fn is_valid(call: Call<'_>) -> Result<Value, Failure> {
    Ok(Value::from(match call.argument(0)? {
        Value::String(text) => Version::parse(text).is_some(),
        _ => false,
    }))
}
