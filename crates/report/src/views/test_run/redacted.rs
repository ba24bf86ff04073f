//! Redacted failures: an example in a test can be a real resource, so its secrets are withheld
//! as they are in findings.

use std::collections::BTreeSet;

use onus_core::secret::{Member, Needles, Place, WITHHELD, shapes, without_secrets};
use onus_policy::engine::Value;
use onus_policy::probe::{Binding, Comparison};
use onus_policy::testing::Failure;

/// A failure without texts under keys that name secrets, and without the same texts
/// where they stand elsewhere.
pub(crate) fn withheld(failure: &Failure) -> Failure {
    let shown = || failure.bindings.iter().chain(&failure.parts);
    let mut secrets = Secrets::default();
    for binding in shown() {
        if let Some(value) = &binding.value {
            secrets.collect(&names(&binding.text, value), value);
        }
    }
    let sides = failure
        .comparison
        .iter()
        .flat_map(|c| [&c.expected, &c.got]);
    for value in sides.chain(&failure.value) {
        secrets.collect(&[], value);
    }
    // A value that is compared with a secret is one too.
    if let Some(Comparison { expected, got }) = &failure.comparison
        && let (Some(expected), Some(got)) = (expected.as_str(), got.as_str())
        && (secrets.texts.contains(expected) || secrets.texts.contains(got))
    {
        secrets.add(expected);
        secrets.add(got);
    }
    let bindings = |list: &[Binding]| {
        list.iter()
            .map(|binding| Binding {
                span: binding.span.clone(),
                text: without_secrets(&binding.text),
                value: binding.value.as_ref().map(|value| secrets.scrub(value)),
            })
            .collect()
    };
    Failure {
        bindings: bindings(&failure.bindings),
        parts: bindings(&failure.parts),
        comparison: failure.comparison.as_ref().map(|sides| Comparison {
            expected: secrets.scrub(&sides.expected),
            got: secrets.scrub(&sides.got),
        }),
        value: failure.value.as_ref().map(|value| secrets.scrub(value)),
        ..failure.clone()
    }
}

/// The names in an expression that say what its value is: a variable, what is read of
/// `input`, or the last one of whatever leads to a text, with the one before where the
/// last is no more than `value`. What rules are called says
/// nothing of the messages that they collect: there are policies about passwords.
fn names<'t>(text: &'t str, value: &Value) -> Vec<&'t str> {
    let mut words: Vec<&str> = text
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-')
        .filter(|word| !word.is_empty())
        .collect();
    let reads_input = text.contains("input.") || text.contains("input[");
    if words.len() == 1 || reads_input {
        return words;
    }
    if value.as_str().is_none() && !value.is_array() {
        return Vec::new();
    }
    let last = words
        .iter()
        .rposition(|word| Member::of(word) != Member::Value && word.parse::<usize>().is_err());
    words.split_off(last.unwrap_or_default())
}

/// The texts that must not be shown.
#[derive(Default)]
struct Secrets {
    /// Each of them, as it is.
    texts: BTreeSet<String>,
    needles: Needles,
}

impl Secrets {
    fn collect(&mut self, names: &[&str], value: &Value) {
        let place = names
            .iter()
            .fold(Place::default(), |place, name| place.member(name));
        value.each_secret(place, &mut |secret| self.add(secret));
        value.each_text(&mut |text| {
            for range in shapes(text) {
                self.add(text.get(range).unwrap_or_default());
            }
        });
    }

    fn add(&mut self, secret: &str) {
        self.texts.insert(secret.to_owned());
        self.needles.add(secret);
    }

    fn scrub(&self, value: &Value) -> Value {
        value.with_texts(&|text| {
            if self.texts.contains(text) {
                return WITHHELD.to_owned();
            }
            self.needles.scrub(text)
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::views::test_run::redacted::names;
    use onus_policy::engine::Value;

    #[test]
    fn names_say_what_a_value_is() {
        let value = |json: &str| Value::parse(json).unwrap().value;
        let (text, object) = (value("\"t\""), value("{}"));
        assert_eq!(names("password", &object), ["password"]);
        let read = names("f(input.properties[\"adminPassword\"])", &object);
        assert!(read.contains(&"adminPassword"));
        assert_eq!(names("machine.admin_password", &text), ["admin_password"]);
        assert_eq!(names("machine.secret.value", &text), ["secret", "value"]);
        assert!(names("login.password_policy", &object).is_empty());
        assert!(names("password_policy.deny", &text).contains(&"deny"));
    }
}
