//! Plain words of YAML, as JSON. They are read as YAML 1.1 reads them: see
//! [`crate::yaml`].

/// The JSON value of a plain word.
pub fn scalar(text: &str, tag: Option<&str>) -> String {
    if tag == Some("str") || tag == Some("binary") || tag == Some("timestamp") {
        return quoted(text);
    }
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return "null".to_owned(),
        "true" | "True" | "TRUE" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" => {
            return "true".to_owned();
        }
        "false" | "False" | "FALSE" | "no" | "No" | "NO" | "off" | "Off" | "OFF" => {
            return "false".to_owned();
        }
        _ => {}
    }
    number(text).unwrap_or_else(|| quoted(text))
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A number as JSON writes it; none for other words.
fn number(text: &str) -> Option<String> {
    let (sign, digits) = match text.strip_prefix(['-', '+']) {
        Some(rest) => (if text.starts_with('-') { "-" } else { "" }, rest),
        None => ("", text),
    };
    if !digits.starts_with(|first: char| first.is_ascii_digit() || first == '.') {
        return None;
    }
    let integer = |digits: &str, radix: u32| {
        u64::from_str_radix(digits, radix)
            .ok()
            .map(|number| format!("{sign}{number}"))
    };
    if let Some(hex) = digits.strip_prefix("0x") {
        return integer(hex, 16);
    }
    if let Some(octal) = digits.strip_prefix("0o") {
        return integer(octal, 8);
    }
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
    if plain && digits.len() > 1 && digits.starts_with('0') {
        // An account number that starts with a zero and has an 8 or a 9 is a string.
        return integer(digits, 8);
    }
    if plain {
        // All digits are kept.
        return Some(format!("{sign}{digits}"));
    }
    let decimal = digits
        .bytes()
        .all(|byte| byte.is_ascii_digit() || b".eE+-".contains(&byte));
    let value: f64 = digits.parse().ok().filter(|_| decimal)?;
    value
        .is_finite()
        .then(|| serde_json::Number::from_f64(value))
        .flatten()
        .map(|value| format!("{sign}{value}"))
}
