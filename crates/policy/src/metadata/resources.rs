//! The resources that a package is for: globs over types, or the inventory as one.

use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// The word for the inventory as one.
pub const INVENTORY: &str = "inventory";

/// What a package is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resources {
    /// Each resource of the types that one of these globs matches.
    Types(Vec<String>),
    /// The inventory as one: the policy sees counts and names, and no single resource.
    Inventory,
}

impl Resources {
    /// Whether nothing is named.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Types(globs) if globs.is_empty())
    }
}

impl Default for Resources {
    fn default() -> Self {
        Self::Types(Vec::new())
    }
}

impl<'de> Deserialize<'de> for Resources {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(WordOrGlobs)
    }
}

struct WordOrGlobs;

impl<'de> Visitor<'de> for WordOrGlobs {
    type Value = Resources;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a list of globs over types, or the word `{INVENTORY}`")
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<Resources, E> {
        if word == INVENTORY {
            Ok(Resources::Inventory)
        } else {
            Err(E::invalid_value(serde::de::Unexpected::Str(word), &self))
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Resources, A::Error> {
        let mut globs = Vec::new();
        while let Some(glob) = items.next_element::<String>()? {
            globs.push(glob);
        }
        Ok(Resources::Types(globs))
    }
}

impl JsonSchema for Resources {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Resources".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "anyOf": [
                {"type": "array", "items": {"type": "string"}},
                {"const": INVENTORY},
            ],
        })
    }
}
