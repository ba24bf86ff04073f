//! The JSON type of a value, with its name for people.

use std::fmt;

use super::Value;

/// The JSON type of a value; a Rego set counts as an array.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ValueKind {
    /// `null`, or no value.
    Null,
    /// `true` or `false`.
    Boolean,
    /// A number.
    Number,
    /// A string.
    String,
    /// An array or a set.
    Array,
    /// An object.
    Object,
}

impl Value {
    /// The JSON type.
    pub fn kind(&self) -> ValueKind {
        match &self.0 {
            regorus::Value::Bool(_) => ValueKind::Boolean,
            regorus::Value::Number(_) => ValueKind::Number,
            regorus::Value::String(_) => ValueKind::String,
            regorus::Value::Array(_) | regorus::Value::Set(_) => ValueKind::Array,
            regorus::Value::Object(_) => ValueKind::Object,
            _ => ValueKind::Null,
        }
    }
}

/// With its article: `an array`.
impl fmt::Display for ValueKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "null",
            Self::Boolean => "a boolean",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Array => "an array",
            Self::Object => "an object",
        })
    }
}
