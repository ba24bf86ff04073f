//! Base64, hexadecimal and JSON strings.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use regorus::Value;

use super::bounds::{self, Failure};
use super::call::Call;
use super::number;

const STANDARD: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const URL: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// `base64.decode(text)`.
pub fn base64_decode(call: Call<'_>) -> Result<Value, Failure> {
    decoded(call, from_base64(call.text(0)?, STANDARD))
}

/// `base64.is_valid(text)`: false for what is no string.
pub fn base64_is_valid(call: Call<'_>) -> Result<Value, Failure> {
    Ok(Value::from(match call.argument(0)? {
        Value::String(text) => from_base64(text, STANDARD).is_some(),
        _ => false,
    }))
}

/// `base64url.decode(text)`: with or without padding.
pub fn base64url_decode(call: Call<'_>) -> Result<Value, Failure> {
    let text = call.text(0)?;
    let padding = match text.len() % 4 {
        _ if text.ends_with('=') => "",
        0 => "",
        2 => "==",
        3 => "=",
        _ => return decoded(call, None),
    };
    decoded(call, from_base64(&format!("{text}{padding}"), URL))
}

/// `hex.decode(text)`.
pub fn hex_decode(call: Call<'_>) -> Result<Value, Failure> {
    let text = call.text(0)?.as_bytes();
    let digit = |byte: u8| {
        char::from(byte)
            .to_digit(16)
            .and_then(|d| u8::try_from(d).ok())
    };
    let bytes = (text.len() % 2 == 0)
        .then(|| {
            text.chunks(2)
                .map(|pair| match pair {
                    [high, low] => Some(digit(*high)? * 16 + digit(*low)?),
                    _ => None,
                })
                .collect()
        })
        .flatten();
    decoded(call, bytes)
}

/// OPA keeps bytes that are no text as they are; the engine's strings cannot.
fn decoded(call: Call<'_>, bytes: Option<Vec<u8>>) -> Result<Value, Failure> {
    let bytes = bytes.ok_or_else(|| call.fails("the text is not encoded in this way"))?;
    String::from_utf8(bytes)
        .map(Value::from)
        .map_err(|_| call.fails("the decoded bytes are not UTF-8 text"))
}

/// Padded Base64, as Go reads it: line breaks are skipped, and the bits that no byte uses
/// do not matter.
fn from_base64(text: &str, alphabet: &[u8; 64]) -> Option<Vec<u8>> {
    let digits: Vec<u8> = text
        .bytes()
        .filter(|byte| !matches!(byte, b'\r' | b'\n'))
        .collect();
    if !digits.len().is_multiple_of(4) {
        return None;
    }
    let padding = digits
        .iter()
        .rev()
        .take_while(|byte| **byte == b'=')
        .count();
    let digits = digits.get(..digits.len() - padding)?;
    if padding > 2 {
        return None;
    }
    let mut values = [None; 256];
    for (value, byte) in (0_u32..).zip(alphabet) {
        *values.get_mut(usize::from(*byte))? = Some(value);
    }
    let mut bytes = Vec::with_capacity(digits.len() / 4 * 3);
    let (mut buffer, mut bits) = (0_u32, 0_u32);
    for digit in digits {
        let value = values.get(usize::from(*digit)).copied().flatten()?;
        buffer = (buffer << 6 | value) & 0xFFFF;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(buffer >> bits & 0xFF).ok()?);
        }
    }
    Some(bytes)
}

/// Bounds encodings that make two bytes of one at most.
pub fn doubled(call: Call<'_>) -> Result<(), Failure> {
    bounds::text(call.name, call.text(0)?.len().saturating_mul(2))
}

/// `json.marshal(value)`.
pub fn marshal(call: Call<'_>) -> Result<Value, Failure> {
    let value = call.argument(0)?;
    bounds::deep(call.name, value)?;
    let mut writer = Writer {
        call,
        made: String::new(),
        layout: None,
    };
    writer.value(value, 0)?;
    call.made(writer.made)
}

/// `json.marshal_with_options(value, {"pretty": .., "indent": .., "prefix": ..})`.
pub fn marshal_with_options(call: Call<'_>) -> Result<Value, Failure> {
    let value = call.argument(0)?;
    bounds::deep(call.name, value)?;
    let mut pretty = None;
    let (mut indent, mut prefix) = ("\t", "");
    let mut has_layout = false;
    for (key, option) in call.fields(1)? {
        let Value::String(key) = key else {
            return Err(call.fails("an option's name must be a string"));
        };
        match (&**key, option) {
            ("pretty", Value::Bool(option)) => pretty = Some(*option),
            ("indent", Value::String(option)) => (indent, has_layout) = (option, true),
            ("prefix", Value::String(option)) => (prefix, has_layout) = (option, true),
            _ => {
                return Err(call.fails(
                    "the options are `pretty` (a boolean), `indent` and `prefix` (strings)",
                ));
            }
        }
    }
    let pretty = pretty.unwrap_or(has_layout);
    let mut writer = Writer {
        call,
        made: if pretty {
            prefix.to_owned()
        } else {
            String::new()
        },
        layout: pretty.then_some((prefix, indent)),
    };
    writer.value(value, 0)?;
    call.made(writer.made)
}

/// Writes JSON as Go does: keys sorted as strings, `<`, `>` and `&` escaped.
struct Writer<'a> {
    call: Call<'a>,
    made: String,
    /// The prefix of each line, and what each level is indented by.
    layout: Option<(&'a str, &'a str)>,
}

impl Writer<'_> {
    fn value(&mut self, value: &Value, level: usize) -> Result<(), Failure> {
        bounds::text(self.call.name, self.made.len())?;
        match value {
            Value::Null | Value::Undefined => self.made.push_str("null"),
            Value::Bool(truth) => self.made.push_str(if *truth { "true" } else { "false" }),
            Value::Number(_) => self.made.push_str(&number::spelled(self.call, value)?),
            Value::String(text) => self.text(text),
            Value::Array(items) => self.list(items.iter(), items.is_empty(), level)?,
            Value::Set(items) => self.list(items.iter_sorted(), items.is_empty(), level)?,
            Value::Object(fields) => {
                let mut sorted = BTreeMap::new();
                for (key, value) in fields.iter_sorted() {
                    let key = match key {
                        Value::String(key) => key.to_string(),
                        other => {
                            let mut inner = Writer {
                                call: self.call,
                                made: String::new(),
                                layout: None,
                            };
                            inner.value(other, 0)?;
                            inner.made
                        }
                    };
                    if sorted.insert(key, value).is_some() {
                        return Err(self.call.fails("two keys of an object are the same string"));
                    }
                }
                self.made.push('{');
                let is_empty = sorted.is_empty();
                for (index, (key, value)) in sorted.into_iter().enumerate() {
                    if index > 0 {
                        self.made.push(',');
                    }
                    self.line(level + 1);
                    self.text(&key);
                    self.made.push(':');
                    if self.layout.is_some() {
                        self.made.push(' ');
                    }
                    self.value(value, level + 1)?;
                }
                if !is_empty {
                    self.line(level);
                }
                self.made.push('}');
            }
        }
        Ok(())
    }

    fn list<'v>(
        &mut self,
        items: impl Iterator<Item = &'v Value>,
        is_empty: bool,
        level: usize,
    ) -> Result<(), Failure> {
        self.made.push('[');
        for (index, item) in items.enumerate() {
            if index > 0 {
                self.made.push(',');
            }
            self.line(level + 1);
            self.value(item, level + 1)?;
        }
        if !is_empty {
            self.line(level);
        }
        self.made.push(']');
        Ok(())
    }

    fn line(&mut self, level: usize) {
        if let Some((prefix, indent)) = self.layout {
            self.made.push('\n');
            self.made.push_str(prefix);
            for _ in 0..level {
                self.made.push_str(indent);
            }
        }
    }

    fn text(&mut self, text: &str) {
        self.made.push('"');
        for character in text.chars() {
            match character {
                '"' => self.made.push_str("\\\""),
                '\\' => self.made.push_str("\\\\"),
                '\n' => self.made.push_str("\\n"),
                '\r' => self.made.push_str("\\r"),
                '\t' => self.made.push_str("\\t"),
                '\u{8}' => self.made.push_str("\\b"),
                '\u{c}' => self.made.push_str("\\f"),
                '\0'..='\u{1f}' | '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                    let _ = write!(self.made, "\\u{:04x}", u32::from(character));
                }
                _ => self.made.push(character),
            }
        }
        self.made.push('"');
    }
}

/// `json.unmarshal(text)`.
pub fn unmarshal(call: Call<'_>) -> Result<Value, Failure> {
    let text = call.text(0)?;
    bounds::text(call.name, text.len())?;
    bounds::count(call.name, text.len().saturating_mul(16))?;
    let parsed = super::super::Value::parse(text)
        .map_err(|error| call.fails(format!("the text is not JSON: {error}")))?;
    if !parsed.rounded.is_empty() {
        return Err(call.fails("the text has a number beyond 64 bits, which would lose digits"));
    }
    bounds::spelled(parsed.spelling);
    Ok(parsed.value.0)
}

/// `json.is_valid(text)`: false for what is no string.
pub fn is_valid(call: Call<'_>) -> Result<Value, Failure> {
    let Value::String(text) = call.argument(0)? else {
        return Ok(Value::from(false));
    };
    match serde_json::from_str::<serde::de::IgnoredAny>(text) {
        Ok(_) => Ok(Value::from(true)),
        Err(error) if error.to_string().starts_with("recursion limit") => {
            Err(call.fails("the text is nested too deeply"))
        }
        Err(_) => Ok(Value::from(false)),
    }
}
