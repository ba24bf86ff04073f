//! Values: JSON as the engine holds it, parsed straight from text.
//!
//! Parsing through `serde_json::Value` costs two and a half times the memory and a second
//! pass. So the parser here builds the engine's values, and notes what a policy must not rely
//! on: duplicate keys, and numbers that lose digits.

mod access;
mod parse;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use serde::de::DeserializeSeed as _;

use onus_core::json_pointer::Pointer;
use onus_core::secret::{Node, Place, Tree, collect, each_text, follow};

use super::EngineError;
use crate::engine::builtins::Spelling;
use crate::engine::value::parse::{Notes, Seed};

/// A JSON value, a Rego set, or a policy's result. Cheap to clone.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Value(pub(crate) regorus::Value);

/// A parsed document with what was noted while reading it.
#[derive(Debug)]
pub struct Parsed {
    /// The value; of a duplicate key, the last one.
    pub value: Value,
    /// Duplicate keys of objects.
    pub duplicates: Vec<Pointer>,
    /// Whole numbers beyond 64 bits, which were rounded.
    pub rounded: Vec<Pointer>,
    /// Decimals with more digits than are kept, and `-0.0`, which becomes 0.
    pub unkept: Vec<Pointer>,
    /// How its decimals are written.
    pub spelling: Spelling,
}

/// A document that policies see, as `input` or in `data`.
#[derive(Debug, Clone)]
pub struct JsonDocument {
    /// The document.
    pub value: Value,
    /// How its decimals are written.
    pub spelling: Spelling,
}

impl From<Value> for JsonDocument {
    /// A document that was not read from text.
    fn from(value: Value) -> Self {
        Self {
            value,
            spelling: Spelling::Usual,
        }
    }
}

impl From<Parsed> for JsonDocument {
    fn from(parsed: Parsed) -> Self {
        Self {
            value: parsed.value,
            spelling: parsed.spelling,
        }
    }
}

impl Parsed {
    /// The places of values that a policy must not rely on.
    pub fn unreliable(&self) -> impl Iterator<Item = &Pointer> {
        [&self.duplicates, &self.rounded, &self.unkept]
            .into_iter()
            .flatten()
    }
}

impl Value {
    /// Parses one JSON document.
    ///
    /// # Errors
    /// The text is not JSON, or is nested deeper than 128 levels.
    pub fn parse(json: &str) -> Result<Parsed, serde_json::Error> {
        let mut notes = Notes::default();
        let mut deserializer = serde_json::Deserializer::from_str(json);
        let value = Seed { notes: &mut notes }.deserialize(&mut deserializer)?;
        deserializer.end()?;
        Ok(Parsed {
            value: Self(value),
            duplicates: notes.duplicates,
            rounded: notes.rounded,
            unkept: super::digits::unkept(json),
            spelling: super::digits::spelling(json),
        })
    }

    /// An object.
    pub fn object<K: AsRef<str>>(entries: impl IntoIterator<Item = (K, Self)>) -> Self {
        let map: BTreeMap<regorus::Value, regorus::Value> = entries
            .into_iter()
            .map(|(key, value)| (regorus::Value::from(key.as_ref()), value.0))
            .collect();
        Self(regorus::Value::from(map))
    }

    /// An array.
    pub fn array(items: impl IntoIterator<Item = Self>) -> Self {
        Self(regorus::Value::from(
            items.into_iter().map(|item| item.0).collect::<Vec<_>>(),
        ))
    }

    /// A string.
    pub fn text(text: &str) -> Self {
        Self(regorus::Value::from(text))
    }

    /// JSON null.
    pub fn null() -> Self {
        Self(regorus::Value::Null)
    }

    /// The value of an object's key.
    pub fn get(&self, key: &str) -> Option<Self> {
        let regorus::Value::Object(object) = &self.0 else {
            return None;
        };
        object
            .get(&regorus::Value::from(key))
            .map(|value| Self(value.clone()))
    }

    /// The value that a pointer leads to from here.
    pub fn at(&self, pointer: &Pointer) -> Option<Self> {
        pointer
            .segments()
            .try_fold(self.clone(), |value, segment| match &value.0 {
                regorus::Value::Array(items) => {
                    let index: usize = segment.parse().ok()?;
                    items.get(index).map(|item| Self(item.clone()))
                }
                _ => value.get(segment),
            })
    }

    /// The value behind the keys of a pointer, where objects alone have keys: a policy
    /// that reads `x.0` finds nothing in an array.
    pub fn member(&self, pointer: &Pointer) -> Option<Self> {
        pointer
            .segments()
            .try_fold(self.clone(), |value, segment| value.get(segment))
    }

    /// A number for the value: the same for equal values, in every thread and run of
    /// this program.
    pub fn digest(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        hash(&self.0, &mut hasher);
        hasher.finish()
    }

    /// The text of a string.
    pub fn as_str(&self) -> Option<&str> {
        match &self.0 {
            regorus::Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The truth value of a boolean.
    pub fn as_bool(&self) -> Option<bool> {
        match self.0 {
            regorus::Value::Bool(truth) => Some(truth),
            _ => None,
        }
    }

    /// The members of an array or of a set, in order; none for anything else.
    pub fn items(&self) -> Vec<Self> {
        match &self.0 {
            regorus::Value::Array(items) => items.iter().cloned().map(Self).collect(),
            regorus::Value::Set(items) => items.iter().cloned().map(Self).collect(),
            _ => Vec::new(),
        }
    }

    /// Whether this is an array or a set.
    pub fn is_list(&self) -> bool {
        matches!(self.0, regorus::Value::Array(_) | regorus::Value::Set(_))
    }

    /// The keys of an object, in order, whatever they are.
    pub fn keys(&self) -> Option<Vec<Self>> {
        match &self.0 {
            regorus::Value::Object(object) => {
                Some(object.iter().map(|(key, _)| Self(key.clone())).collect())
            }
            _ => None,
        }
    }

    /// Whether this is an array.
    pub fn is_array(&self) -> bool {
        matches!(self.0, regorus::Value::Array(_))
    }

    /// Whether this is an object.
    pub fn is_object(&self) -> bool {
        matches!(self.0, regorus::Value::Object(_))
    }

    /// The members of an object whose keys are strings, in the order of the keys.
    pub fn entries(&self) -> Vec<(Arc<str>, Self)> {
        let regorus::Value::Object(object) = &self.0 else {
            return Vec::new();
        };
        object
            .iter()
            .filter_map(|(key, value)| match key {
                regorus::Value::String(key) => Some((Arc::clone(key), Self(value.clone()))),
                _ => None,
            })
            .collect()
    }

    /// Visits all strings.
    pub fn each_text(&self, visit: &mut dyn FnMut(&str)) {
        each_text(Inner(&self.0), visit);
    }

    /// Visits the strings and numbers that are secrets by the keys above them and the
    /// names next to them; the value itself is in `place`.
    pub fn each_secret(&self, place: Place, visit: &mut dyn FnMut(&str)) {
        collect(Inner(&self.0), place, visit);
    }

    /// What the way to a pointer's value says about it, and the value.
    pub fn place_of(&self, pointer: &Pointer) -> Option<(Place, Self)> {
        let (place, Inner(value)) = follow(Inner(&self.0), pointer.segments())?;
        Some((place, Self(value.clone())))
    }

    /// The same value with other texts; keys stay as they are.
    #[must_use]
    pub fn with_texts(&self, other: &dyn Fn(&str) -> String) -> Self {
        let inner = |value: &regorus::Value| Self(value.clone()).with_texts(other).0;
        Self(match &self.0 {
            regorus::Value::String(text) => regorus::Value::from(other(text)),
            regorus::Value::Array(items) => {
                regorus::Value::from(items.iter().map(inner).collect::<Vec<_>>())
            }
            regorus::Value::Set(items) => {
                regorus::Value::from(items.iter().map(inner).collect::<BTreeSet<_>>())
            }
            regorus::Value::Object(fields) => regorus::Value::from(
                fields
                    .iter()
                    .map(|(key, value)| (key.clone(), inner(value)))
                    .collect::<BTreeMap<_, _>>(),
            ),
            plain => plain.clone(),
        })
    }

    /// The same value as JSON; a set becomes an array.
    pub fn to_json(&self) -> serde_json::Value {
        serde_json::to_value(&self.0).unwrap_or(serde_json::Value::Null)
    }
}

fn hash(value: &regorus::Value, hasher: &mut DefaultHasher) {
    match value {
        regorus::Value::Null => 0_u8.hash(hasher),
        regorus::Value::Bool(truth) => (1_u8, truth).hash(hasher),
        // Equal numbers can be held in different ways, but are written alike.
        regorus::Value::Number(number) => (2_u8, number.format_decimal()).hash(hasher),
        regorus::Value::String(text) => (3_u8, text.as_ref()).hash(hasher),
        regorus::Value::Array(items) => {
            (4_u8, items.len()).hash(hasher);
            items.iter().for_each(|item| hash(item, hasher));
        }
        regorus::Value::Set(items) => {
            (5_u8, items.len()).hash(hasher);
            items.iter().for_each(|item| hash(item, hasher));
        }
        regorus::Value::Object(fields) => {
            (6_u8, fields.len()).hash(hasher);
            for (key, field) in fields.iter() {
                hash(key, hasher);
                hash(field, hasher);
            }
        }
        regorus::Value::Undefined => 7_u8.hash(hasher),
    }
}

/// The most values that the result of an evaluation may have, arrays and objects
/// themselves included.
pub(crate) const MOST_VALUES: usize = 1_000_000;

/// The most levels that it may have; documents have 128.
pub(crate) const MOST_LEVELS: usize = 256;

/// And the most bytes of strings.
pub(crate) const MOST_BYTES: usize = 256 << 20;

impl Value {
    /// The same value, if it is not too large to be looked at. The engine's values share
    /// their parts, so that a few lines can make one that has more than any memory has
    /// room for when it is written out: `b := [a, a]`, `c := [b, b]`, and so on.
    pub(crate) fn within_bounds(self) -> Result<Self, EngineError> {
        let mut values = 0;
        let mut bytes = 0;
        let mut open = vec![(&self.0, 0)];
        while let Some((value, level)) = open.pop() {
            values += 1;
            let inner = |value| (value, level + 1);
            match value {
                regorus::Value::String(text) => bytes += text.len(),
                regorus::Value::Array(items) => open.extend(items.iter().map(inner)),
                regorus::Value::Set(items) => open.extend(items.iter().map(inner)),
                regorus::Value::Object(fields) => {
                    let parts = fields.iter().flat_map(|(key, value)| [key, value]);
                    open.extend(parts.map(inner));
                }
                _ => {}
            }
            let many = values + open.len() > MOST_VALUES;
            if many || bytes > MOST_BYTES || level > MOST_LEVELS {
                return Err(EngineError::TooLarge);
            }
        }
        Ok(self)
    }
}

impl From<&serde_json::Value> for Value {
    // Not by the engine's own conversion, which gives "undefined" when it meets the limit
    // on memory.
    fn from(json: &serde_json::Value) -> Self {
        Self(match json {
            serde_json::Value::Null => regorus::Value::Null,
            serde_json::Value::Bool(truth) => regorus::Value::Bool(*truth),
            serde_json::Value::Number(number) => {
                match (number.as_u64(), number.as_i64(), number.as_f64()) {
                    (Some(number), _, _) => regorus::Value::from(number),
                    (_, Some(number), _) => regorus::Value::from(number),
                    (_, _, number) => regorus::Value::from(number.unwrap_or_default()),
                }
            }
            serde_json::Value::String(text) => regorus::Value::from(text.as_str()),
            serde_json::Value::Array(items) => return Self::array(items.iter().map(Self::from)),
            serde_json::Value::Object(fields) => {
                return Self::object(fields.iter().map(|(key, value)| (key, Self::from(value))));
            }
        })
    }
}

impl From<&toml::Value> for Value {
    fn from(value: &toml::Value) -> Self {
        Self(match value {
            toml::Value::String(text) => regorus::Value::from(text.as_str()),
            toml::Value::Integer(number) => regorus::Value::from(*number),
            toml::Value::Float(number) => regorus::Value::from(*number),
            toml::Value::Boolean(truth) => regorus::Value::from(*truth),
            toml::Value::Datetime(time) => regorus::Value::from(time.to_string()),
            toml::Value::Array(items) => return Self::array(items.iter().map(Self::from)),
            toml::Value::Table(table) => {
                return Self::object(table.iter().map(|(key, value)| (key, Self::from(value))));
            }
        })
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A number that arithmetic has made can be larger than JSON takes, and a failure
        // to print ends in a panic.
        match serde_json::to_string(&self.0) {
            Ok(text) => f.write_str(&text),
            Err(_) => f.write_str("<a value that is too large for JSON>"),
        }
    }
}

/// The engine's value, as a [`Tree`].
#[derive(Clone, Copy)]
struct Inner<'t>(&'t regorus::Value);

impl<'t> Tree<'t> for Inner<'t> {
    fn node(self) -> Node<'t, Self> {
        use regorus::Value as V;
        match self.0 {
            V::String(text) => Node::Text(text),
            V::Number(_) => Node::Number,
            V::Array(items) => Node::List(items.iter().map(Self).collect()),
            V::Set(items) => Node::List(items.iter().map(Self).collect()),
            V::Object(fields) => Node::Object(
                fields
                    .iter()
                    .filter_map(|(key, value)| match key {
                        V::String(key) => Some((key.as_ref(), Self(value))),
                        _ => None,
                    })
                    .collect(),
            ),
            _ => Node::Plain,
        }
    }

    fn written(self) -> String {
        self.0.to_string()
    }
}
