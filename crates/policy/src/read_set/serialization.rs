//! The serialization of read-sets in the catalogue's index.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::engine::Key;
use crate::read_set::provenance::Path;
use crate::read_set::{Depth, ReadSet};

/// As it is written: the depth (0 to 3) and the keys of each part, and what is compared.
#[derive(Serialize, Deserialize)]
struct Written(
    Vec<(u8, Vec<WrittenKey>)>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")] Vec<Vec<Vec<WrittenKey>>>,
);

/// A string, 0 for an element, or null for any key.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum WrittenKey {
    Name(String),
    Element(u8),
    Any(()),
}

fn number_of(depth: Depth) -> u8 {
    match depth {
        Depth::Presence => 0,
        Depth::Shape => 1,
        Depth::Whole => 2,
        Depth::Compared => 3,
    }
}

fn written(path: &Path) -> Vec<WrittenKey> {
    path.iter()
        .map(|key| match key {
            Key::Name(name) => WrittenKey::Name(name.clone()),
            Key::Element => WrittenKey::Element(0),
            Key::Any => WrittenKey::Any(()),
        })
        .collect()
}

fn path_of(keys: Vec<WrittenKey>) -> Path {
    keys.into_iter()
        .map(|key| match key {
            WrittenKey::Name(name) => Key::Name(name),
            WrittenKey::Element(_) => Key::Element,
            WrittenKey::Any(()) => Key::Any,
        })
        .collect()
}

impl Serialize for ReadSet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Written(
            self.reads
                .iter()
                .map(|(path, depth)| (number_of(*depth), written(path)))
                .collect(),
            self.compared
                .iter()
                .map(|paths| paths.iter().map(written).collect())
                .collect(),
        )
        .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for ReadSet {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Written(reads, compared) = Written::deserialize(deserializer)?;
        let mut set = Self::default();
        for (depth, keys) in reads {
            let depth = match depth {
                0 => Depth::Presence,
                1 => Depth::Shape,
                3 => Depth::Compared,
                _ => Depth::Whole,
            };
            set.add(path_of(keys), depth);
        }
        let paths = |paths: Vec<_>| paths.into_iter().map(path_of).collect();
        set.compared = compared.into_iter().map(paths).collect();
        Ok(set)
    }
}
