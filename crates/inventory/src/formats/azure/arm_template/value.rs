//! Values of the expressions in ARM templates: JSON with parts that are only known when
//! the template is deployed.

use serde_json::value::RawValue;

use crate::json::outline::{Members, items};

/// The value of an expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Only known when the template is deployed, or not evaluated by onus.
    Unknown(Secrecy),
    /// Only known when the template is deployed, but the same wherever the same symbol
    /// is: see `symbol`.
    Symbol(String),
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as it was written.
    Number(String),
    /// A string.
    Text(String),
    /// An array.
    Array(Vec<Value>),
    /// An object. Its members keep their order.
    Object(Vec<(String, Value)>),
}

/// Whether an unknown value may be printed when it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Secrecy {
    /// The value may be printed.
    Open,
    /// The value depends on a secure parameter.
    Secret,
}

/// An unknown value that is not secret.
pub const UNKNOWN: Value = Value::Unknown(Secrecy::Open);
/// An unknown value that must never be printed.
pub const SECRET: Value = Value::Unknown(Secrecy::Secret);

/// Values nested deeper than this are not evaluated.
pub const DEEPEST: usize = 100;

/// The values of what a template's JSON text can contain.
pub trait Parts {
    /// The value of a string.
    fn string(&mut self, text: &str) -> Value;

    /// The members that the loops in the value of `copy` make; none where it is no loop.
    fn looped(&mut self, copy: &RawValue) -> Option<Vec<(String, Value)>>;
}

/// Text in which nothing is an expression.
struct Literal;

impl Parts for Literal {
    fn string(&mut self, text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    fn looped(&mut self, _copy: &RawValue) -> Option<Vec<(String, Value)>> {
        None
    }
}

impl Value {
    /// A JSON text in which nothing is an expression.
    pub fn literal(text: &str) -> Self {
        built(text, 0, &mut Literal)
    }

    /// A JSON text of a template.
    pub fn part(part: &RawValue, parts: &mut dyn Parts) -> Self {
        built(part.get(), 0, parts)
    }

    /// An integer.
    pub fn integer(value: i64) -> Self {
        Self::Number(value.to_string())
    }

    /// The value, if it is an integer.
    pub fn as_integer(&self) -> Option<i64> {
        match self {
            Self::Number(text) => text.parse().ok(),
            _ => None,
        }
    }

    /// Whether it is a value that only the deployment knows, with a name.
    pub fn is_symbol(&self) -> bool {
        matches!(self, Self::Symbol(_))
    }

    /// The value, if it is a string.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The text of a string or of an integer, as `concat` and `format` write it.
    pub fn written(&self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.clone()),
            Self::Number(_) => self.as_integer().map(|number| number.to_string()),
            _ => None,
        }
    }

    /// Whether all of it is known.
    pub fn is_known(&self) -> bool {
        match self {
            Self::Unknown(_) | Self::Symbol(_) => false,
            Self::Array(items) => items.iter().all(Self::is_known),
            Self::Object(members) => members.iter().all(|(_, value)| value.is_known()),
            _ => true,
        }
    }

    /// Whether any part depends on a secure parameter.
    pub fn has_secret(&self) -> bool {
        match self {
            Self::Unknown(secrecy) => *secrecy == Secrecy::Secret,
            Self::Array(items) => items.iter().any(Self::has_secret),
            Self::Object(members) => members.iter().any(|(_, value)| value.has_secret()),
            _ => false,
        }
    }

    /// The same value as unknown, secret if any part is.
    pub fn hidden(&self) -> Self {
        if self.has_secret() { SECRET } else { UNKNOWN }
    }

    /// Whether it is the id that a resource of the template has, with a name that is not
    /// known.
    pub fn is_id(&self) -> bool {
        matches!(self, Self::Symbol(text) if text.starts_with("/template/"))
    }

    /// A measure of its memory.
    pub fn size(&self) -> usize {
        const EACH: usize = 16;
        EACH + match self {
            Self::Text(text) | Self::Number(text) | Self::Symbol(text) => text.len(),
            Self::Array(items) => items.iter().map(Self::size).sum(),
            Self::Object(members) => members
                .iter()
                .map(|(key, value)| key.len() + value.size())
                .sum(),
            _ => 0,
        }
    }

    /// A member of an object, whatever the case of its key; none unless it certainly
    /// exists.
    pub fn member(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Object(members) => members
                .iter()
                .find(|(name, _)| name.eq_ignore_ascii_case(key))
                .map(|(_, value)| value),
            _ => None,
        }
    }

    /// Whether two values are equal; none when that is unknown.
    pub fn is_same(&self, other: &Self) -> Option<bool> {
        match (self, other) {
            (Self::Unknown(_), _) | (_, Self::Unknown(_)) => None,
            (Self::Symbol(one), Self::Symbol(two)) => (one == two).then_some(true),
            (Self::Symbol(_), _) | (_, Self::Symbol(_)) => None,
            (Self::Array(one), Self::Array(two)) => {
                if one.len() != two.len() {
                    return Some(false);
                }
                all(one.iter().zip(two).map(|(one, two)| one.is_same(two)))
            }
            (Self::Object(one), Self::Object(two)) => {
                if one.len() != two.len() {
                    return Some(false);
                }
                all(one.iter().map(|(key, value)| {
                    match two.iter().find(|(name, _)| name == key) {
                        Some((_, other)) => value.is_same(other),
                        // Whether the case of keys counts here is not documented.
                        None if other.member(key).is_some() => None,
                        None => Some(false),
                    }
                }))
            }
            (Self::Number(one), Self::Number(two)) if one != two => {
                let both = (self.as_integer(), other.as_integer());
                matches!(both, (Some(_), Some(_))).then_some(false)
            }
            (one, two) => Some(one == two),
        }
    }

    /// The value as JSON; none when a part is unknown.
    pub fn as_json(&self) -> Option<serde_json::Value> {
        let mut text = String::new();
        self.write(&mut text, &mut |_, _| String::new());
        self.is_known()
            .then(|| serde_json::from_str(&text).ok())
            .flatten()
    }

    /// The JSON text; `unknown` writes the text for unknown parts.
    pub fn write(&self, text: &mut String, unknown: &mut Unwritten<'_>) {
        self.write_at(text, &mut Vec::new(), unknown);
    }

    fn write_at(&self, text: &mut String, path: &mut Vec<String>, unknown: &mut Unwritten<'_>) {
        let quoted = |text: &str| serde_json::Value::from(text).to_string();
        match self {
            Self::Unknown(secrecy) => text.push_str(&unknown(path, *secrecy)),
            // The id of a resource whose name is unknown.
            Self::Symbol(id) if self.is_id() => text.push_str(&quoted(id)),
            Self::Symbol(_) => text.push_str(&unknown(path, Secrecy::Open)),
            Self::Null => text.push_str("null"),
            Self::Bool(value) => text.push_str(if *value { "true" } else { "false" }),
            Self::Number(number) => text.push_str(number),
            Self::Text(value) => text.push_str(&quoted(value)),
            Self::Array(items) => {
                text.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        text.push(',');
                    }
                    path.push(index.to_string());
                    item.write_at(text, path, unknown);
                    path.pop();
                }
                text.push(']');
            }
            Self::Object(members) => {
                text.push('{');
                for (index, (key, value)) in members.iter().enumerate() {
                    if index > 0 {
                        text.push(',');
                    }
                    text.push_str(&quoted(key));
                    text.push(':');
                    path.push(key.clone());
                    value.write_at(text, path, unknown);
                    path.pop();
                }
                text.push('}');
            }
        }
    }
}

/// Writes the text for an unknown part of a value, from its path.
pub type Unwritten<'w> = dyn FnMut(&[String], Secrecy) -> String + 'w;

/// Whether all are true; none when that depends on an unknown one.
pub fn all(answers: impl IntoIterator<Item = Option<bool>>) -> Option<bool> {
    let mut known = Some(true);
    for answer in answers {
        match answer {
            Some(true) => {}
            Some(false) => return Some(false),
            None => known = None,
        }
    }
    known
}

fn built(text: &str, depth: usize, parts: &mut dyn Parts) -> Value {
    if depth > DEEPEST {
        return UNKNOWN;
    }
    let text = text.trim();
    match text.as_bytes().first() {
        Some(b'n') => Value::Null,
        Some(b't') => Value::Bool(true),
        Some(b'f') => Value::Bool(false),
        Some(b'"') => {
            serde_json::from_str::<String>(text).map_or(UNKNOWN, |text| parts.string(&text))
        }
        Some(b'[') => items(text).map_or(UNKNOWN, |items| {
            Value::Array(
                items
                    .iter()
                    .map(|item| built(item.get(), depth + 1, parts))
                    .collect(),
            )
        }),
        Some(b'{') => {
            Members::parse(text).map_or(UNKNOWN, |members| object(&members, depth, parts))
        }
        Some(_) => Value::Number(text.to_owned()),
        None => UNKNOWN,
    }
}

fn object(members: &Members<'_>, depth: usize, parts: &mut dyn Parts) -> Value {
    let mut made = Vec::new();
    // A key that is an expression makes a member of another name; so does a loop that is not
    // understood.
    let mut is_open = false;
    for (key, part) in members.iter() {
        if key.eq_ignore_ascii_case("copy")
            && let Some(looped) = parts.looped(part)
        {
            is_open |= looped.iter().any(|(name, _)| members.has(name));
            made.extend(looped);
            continue;
        }
        is_open |= key.eq_ignore_ascii_case("copy")
            || parts.string(key).as_text().is_none_or(|text| text != key);
        made.push((key.to_owned(), built(part.get(), depth + 1, parts)));
    }
    let value = Value::Object(made);
    if is_open { value.hidden() } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_become_values_and_texts() {
        let text = r#"{"a":[1,-2.50,true,null,"[x]"],"é":{"b":"\"q\""},"copy2":1e400}"#;
        let value = Value::literal(text);
        let mut written = String::new();
        value.write(&mut written, &mut |_, _| "0".to_owned());
        assert_eq!(written, text);
        assert!(value.is_known() && !value.has_secret());
        assert!(value.member("É").is_none());
        assert!(value.member("A").is_some());
        assert_eq!(Value::literal("{\"copy\": []}"), UNKNOWN);
        assert_eq!(Value::literal("{\"a\": 1, \"a\": 2}"), UNKNOWN);
        let deep = format!("{}{}", "[".repeat(5000), "]".repeat(5000));
        assert!(!Value::literal(&deep).is_known());
    }

    #[test]
    fn equality_depends_on_known_parts() {
        let same = |one: &str, two: &str| Value::literal(one).is_same(&Value::literal(two));
        assert_eq!(same("1", "1"), Some(true));
        assert_eq!(same("1", "\"1\""), Some(false));
        assert_eq!(same("1.0", "1"), None);
        assert_eq!(same("[1, 2]", "[1, 3]"), Some(false));
        assert_eq!(
            same(r#"{"a": 1, "b": 2}"#, r#"{"b": 2, "a": 1}"#),
            Some(true)
        );
        assert_eq!(same(r#"{"a": 1}"#, r#"{"A": 1}"#), None);
        assert_eq!(same(r#"{"a": 1}"#, r#"{"b": 1}"#), Some(false));
        assert_eq!(UNKNOWN.is_same(&Value::Null), None);
    }
}
