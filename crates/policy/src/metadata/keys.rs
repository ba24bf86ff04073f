//! Keys of a block that are not strings. YAML allows numbers, booleans, lists and mappings as
//! keys, METADATA does not.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{Location, Spanned};

/// The first key that is not a string.
#[derive(Debug, Clone, Copy)]
pub struct OddKey {
    /// What it is, in words.
    pub kind: &'static str,
    /// Where it is.
    pub location: Location,
}

/// Finds the first key of a YAML text that is not a string; none when there is no such key,
/// or the text is not YAML.
pub fn odd_key(yaml: &str) -> Option<OddKey> {
    serde_saphyr::from_str::<Node>(yaml).ok()?.odd
}

/// What is looked at of a value.
struct Node {
    /// What it is, unless it is a string.
    kind: Option<&'static str>,
    odd: Option<OddKey>,
}

impl Node {
    fn other<E>(kind: &'static str) -> Result<Self, E> {
        Ok(Self {
            kind: Some(kind),
            odd: None,
        })
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Look)
    }
}

struct Look;

impl<'de> Visitor<'de> for Look {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<Node, E> {
        Ok(Node {
            kind: None,
            odd: None,
        })
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Node, E> {
        Node::other("a boolean")
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Node, E> {
        Node::other("a number")
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Node, E> {
        Node::other("a number")
    }

    fn visit_i128<E: Error>(self, _: i128) -> Result<Node, E> {
        Node::other("a number")
    }

    fn visit_u128<E: Error>(self, _: u128) -> Result<Node, E> {
        Node::other("a number")
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Node, E> {
        Node::other("a number")
    }

    fn visit_unit<E: Error>(self) -> Result<Node, E> {
        Node::other("null")
    }

    fn visit_none<E: Error>(self) -> Result<Node, E> {
        Node::other("null")
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        Node::deserialize(deserializer)
    }

    fn visit_bytes<E: Error>(self, _: &[u8]) -> Result<Node, E> {
        Node::other("bytes")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let mut odd = None;
        while let Some(item) = items.next_element::<Node>()? {
            odd = odd.or(item.odd);
        }
        Ok(Node {
            kind: Some("a list"),
            odd,
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Node, A::Error> {
        let mut odd: Option<OddKey> = None;
        while let Some(key) = members.next_key::<Spanned<Node>>()? {
            odd = odd.or_else(|| {
                let kind = key.value.kind?;
                Some(OddKey {
                    kind,
                    location: key.referenced,
                })
            });
            let value = members.next_value::<Node>()?;
            odd = odd.or(value.odd);
        }
        Ok(Node {
            kind: Some("a mapping"),
            odd,
        })
    }
}
