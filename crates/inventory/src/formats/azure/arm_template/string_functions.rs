//! String functions of ARM templates.

use crate::formats::azure::arm_template::value::Value;

/// The length limit of results.
const LONGEST: usize = 64 * 1024;

/// The number of UTF-16 units of a string, as Azure counts.
pub fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

/// `first`, `last`, `take` and `skip` of a string, for strings in which every character
/// is one unit.
pub fn part_of(function: &str, text: &str, number: usize) -> Option<Value> {
    if !text.is_ascii() || (text.is_empty() && matches!(function, "first" | "last")) {
        return None;
    }
    let at = match function {
        "last" => text.len().saturating_sub(number),
        _ => number.min(text.len()),
    };
    let (head, tail) = text.split_at_checked(at)?;
    let kept = if matches!(function, "first" | "take") {
        head
    } else {
        tail
    };
    Some(Value::Text(kept.to_owned()))
}

/// `substring(text, start, length)`.
pub fn substring(text: &str, bounds: &[Value]) -> Option<Value> {
    let bound = |value: &Value| usize::try_from(value.as_integer()?).ok();
    let (start, end) = match bounds {
        [start] => (bound(start)?, text.len()),
        [start, length] => (bound(start)?, bound(start)?.checked_add(bound(length)?)?),
        _ => return None,
    };
    let part = text.is_ascii().then(|| text.get(start..end)).flatten()?;
    Some(Value::Text(part.to_owned()))
}

/// `startsWith` and `endsWith`: the case of letters does not count.
pub fn tests(function: &str, text: &str, part: &str) -> Option<Value> {
    let (text, part) = (text.to_lowercase(), part.to_lowercase());
    Some(Value::Bool(if function == "startswith" {
        text.starts_with(&part)
    } else {
        text.ends_with(&part)
    }))
}

/// `replace(text, old, new)`.
pub fn replace(text: &str, old: &str, new: &str) -> Option<Value> {
    if old.is_empty() {
        return None;
    }
    let times = text.matches(old).count();
    let longest = text.len().checked_add(times.checked_mul(new.len())?)?;
    (longest <= LONGEST).then(|| Value::Text(text.replace(old, new)))
}

/// `split(text, delimiter)`, with one delimiter or an array of them.
pub fn split(text: &str, delimiter: &Value) -> Option<Value> {
    let delimiters: Vec<&str> = match delimiter {
        Value::Text(delimiter) => vec![delimiter],
        Value::Array(all) => all.iter().map(Value::as_text).collect::<Option<_>>()?,
        _ => return None,
    };
    if delimiters.is_empty() || delimiters.contains(&"") {
        return None;
    }
    let mut parts = Vec::new();
    let mut rest = text;
    loop {
        let next = delimiters
            .iter()
            .filter_map(|delimiter| Some((rest.find(delimiter)?, delimiter.len())))
            .min_by_key(|(at, _)| *at);
        let Some((at, length)) = next else {
            break;
        };
        parts.push(Value::Text(rest.get(..at)?.to_owned()));
        rest = rest.get(at + length..)?;
    }
    parts.push(Value::Text(rest.to_owned()));
    Some(Value::Array(parts))
}

/// `join(items, delimiter)`.
pub fn join(items: &[Value], delimiter: &str) -> Option<Value> {
    let texts: Vec<String> = items.iter().map(Value::written).collect::<Option<_>>()?;
    let longest = texts
        .iter()
        .map(|text| text.len() + delimiter.len())
        .sum::<usize>();
    (longest <= LONGEST).then(|| Value::Text(texts.join(delimiter)))
}

/// Replaces `{0}`, `{1}`, ...; none for formats such as `{0:D3}`.
pub fn format(pattern: &str, values: &[Value]) -> Option<Value> {
    let mut text = String::new();
    let mut rest = pattern;
    while let Some(at) = rest.find(['{', '}']) {
        let (head, tail) = rest.split_at_checked(at)?;
        text.push_str(head);
        let brace = tail.get(..1)?;
        rest = tail.get(1..)?;
        if let Some(after) = rest.strip_prefix(brace) {
            text.push_str(brace);
            rest = after;
            continue;
        }
        let (index, after) = rest.split_once('}').filter(|_| brace == "{")?;
        text.push_str(&values.get(index.parse::<usize>().ok()?)?.written()?);
        if text.len() > LONGEST {
            return None;
        }
        rest = after;
    }
    text.push_str(rest);
    (text.len() <= LONGEST).then_some(Value::Text(text))
}
