//! Digits: numbers of a JSON document that the engine can't represent exactly, which are
//! decimals with more digits than a 64-bit float has, and `-0.0`.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use onus_core::json_pointer::Pointer;

use super::builtins::{Spelling, is_respelled, keeps};

/// Every decimal with so many digits is kept.
const KEPT_DIGITS: usize = 15;

/// The places of such numbers. The text is one JSON document.
pub fn unkept(json: &str) -> Vec<Pointer> {
    let mut found = Vec::new();
    if may_have(json)
        && let Ok(document) = serde_json::from_str::<&RawValue>(json)
    {
        collect(document, &mut Vec::new(), &mut found);
    }
    found
}

/// How the decimals of a JSON document are written.
pub fn spelling(json: &str) -> Spelling {
    match numbers(json).any(is_respelled) {
        true => Spelling::Lost,
        false => Spelling::Usual,
    }
}

/// Whether there can be a number that is not kept: few documents have one, and this is all
/// that is looked at in the others.
fn may_have(json: &str) -> bool {
    numbers(json).any(|number| {
        let mut digits = number.bytes().filter(u8::is_ascii_digit);
        digits.clone().count() > KEPT_DIGITS
            || number.starts_with('-') && digits.all(|digit| digit == b'0')
    })
}

/// The numbers of a JSON document, as they are written.
fn numbers(json: &str) -> impl Iterator<Item = &str> {
    let is_part = |byte: &u8| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E');
    let mut at = 0;
    std::iter::from_fn(move || {
        let bytes = json.as_bytes();
        loop {
            let byte = bytes.get(at)?;
            let start = at;
            at += 1;
            match byte {
                b'"' => at += string(bytes.get(at..)?),
                b'-' | b'0'..=b'9' => {
                    at += bytes
                        .get(at..)?
                        .iter()
                        .take_while(|byte| is_part(byte))
                        .count();
                    return json.get(start..at);
                }
                _ => {}
            }
        }
    })
}

/// The length of the rest of a string, with its closing quote.
fn string(rest: &[u8]) -> usize {
    let mut length = 0;
    loop {
        match rest.get(length) {
            None => return rest.len(),
            Some(b'"') => return length + 1,
            Some(b'\\') => length += 2,
            Some(_) => length += 1,
        }
    }
}

fn collect(value: &RawValue, path: &mut Vec<String>, found: &mut Vec<Pointer>) {
    let text = value.get();
    if text.starts_with('{') {
        let fields: BTreeMap<String, &RawValue> = serde_json::from_str(text).unwrap_or_default();
        for (key, value) in fields {
            path.push(key);
            collect(value, path, found);
            path.pop();
        }
    } else if text.starts_with('[') {
        let items: Vec<&RawValue> = serde_json::from_str(text).unwrap_or_default();
        for (index, item) in items.into_iter().enumerate() {
            path.push(index.to_string());
            collect(item, path, found);
            path.pop();
        }
    } else if is_unkept(text) {
        found.push(path.iter().cloned().collect());
    }
}

fn is_unkept(text: &str) -> bool {
    let is_number = text.starts_with(|c: char| c == '-' || c.is_ascii_digit());
    let is_zero = || text.parse::<f64>().is_ok_and(|number| number == 0.0);
    is_number
        && (text.starts_with('-') && is_zero() || text.contains(['.', 'e', 'E']) && !keeps(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_that_print_differently_are_known() {
        for json in [
            "1.50",
            "[1, 2e3]",
            r#"{"a": "x\\\"", "b": [0.10]}"#,
            "1E-7",
            "2.00",
        ] {
            assert_eq!(spelling(json), Spelling::Lost, "{json}");
        }
        for json in [
            "1.5",
            "[1.0, -2.25, 100, 0]",
            r#"{"1.50": "a 1.50 \" 1e5"}"#,
            "\"1.50",
        ] {
            assert_eq!(spelling(json), Spelling::Usual, "{json}");
        }
    }

    #[test]
    fn long_decimals_and_negative_zero_are_not_kept() {
        let places =
            |json: &str| -> Vec<String> { unkept(json).iter().map(ToString::to_string).collect() };
        for json in [
            r#"{"a": 0.30000000000000004, "b": [1.50, 1e5, -1.5, 123456789012345678]}"#,
            r#"{"a": "0.123456789012345678901", "b\"": "-0.0", "c": 0, "d": -10}"#,
            "0.1",
            "-7",
        ] {
            assert!(places(json).is_empty(), "{json}");
        }
        assert_eq!(
            places(r#"{"a": [1, {"b/c": 0.1234567890123456789}], "d": -0.0, "e": -0}"#),
            ["/a/1/b~1c", "/d", "/e"]
        );
        assert_eq!(places("-0.0"), [""]);
    }
}
