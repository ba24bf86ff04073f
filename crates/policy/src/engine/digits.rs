//! Digits: numbers of a JSON document that the engine can't represent exactly, which are
//! decimals with more digits than a 64-bit float has, and `-0.0`.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use onus_core::json_pointer::Pointer;

use super::builtins::keeps;

/// Every decimal with so many digits is kept.
const KEPT_DIGITS: usize = 15;

/// The places of such numbers. The text is one JSON document.
pub fn unkept(json: &str) -> Vec<Pointer> {
    let mut found = Vec::new();
    if may_have(json.as_bytes())
        && let Ok(document) = serde_json::from_str::<&RawValue>(json)
    {
        collect(document, &mut Vec::new(), &mut found);
    }
    found
}

/// Whether there can be such a number: few documents have one, and this is all that the
/// others are asked.
fn may_have(json: &[u8]) -> bool {
    let mut bytes = json.iter();
    let (mut digits, mut is_negative, mut is_zero) = (0, false, true);
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => {
                while let Some(byte) = bytes.next() {
                    match byte {
                        b'"' => break,
                        b'\\' => drop(bytes.next()),
                        _ => {}
                    }
                }
            }
            b'0'..=b'9' => {
                digits += 1;
                is_zero &= *byte == b'0';
                continue;
            }
            b'.' => continue,
            b'-' if digits == 0 => is_negative = true,
            _ => {}
        }
        if digits > KEPT_DIGITS || digits > 0 && is_negative && is_zero {
            return true;
        }
        if *byte != b'-' || digits > 0 {
            is_negative = false;
        }
        (digits, is_zero) = (0, true);
    }
    digits > KEPT_DIGITS || is_negative
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
