//! The parts of `input` that a rule may read, as a set, and what an expression may
//! stand for.

use std::collections::BTreeSet;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::engine::Key;
use crate::pointer::Pointer;

/// The parts of `input` that a rule may read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadSet(BTreeSet<Read>);

/// One part of `input`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Read {
    path: Path,
    /// Whether everything below the path is read too, or only its kind and size.
    whole: bool,
}

/// A part of `input` that an answer depends on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Watched {
    /// All of the value.
    Value(Pointer),
    /// Of an object its keys, of an array its length; all of anything else.
    Shape(Pointer),
}

type Path = Vec<Key>;

/// Written as a list of keys, null for any, after whether all below is read.
impl Serialize for Read {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let keys: Vec<Option<&str>> = self
            .path
            .iter()
            .map(|key| match key {
                Key::Name(name) => Some(name.as_str()),
                Key::Any => None,
            })
            .collect();
        (self.whole, keys).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Read {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (whole, keys) = <(bool, Vec<Option<String>>)>::deserialize(deserializer)?;
        let path = keys
            .into_iter()
            .map(|key| key.map_or(Key::Any, Key::Name))
            .collect();
        Ok(Self { path, whole })
    }
}

impl ReadSet {
    /// Whether a value that is not known at `unknown` can change what the rule
    /// sees: it lies at, below or above something that the rule reads.
    pub fn touches(&self, unknown: &Pointer) -> bool {
        self.0.iter().any(|read| {
            let mut unknown_keys = unknown.segments();
            let mut path = read.path.iter();
            loop {
                match (path.next(), unknown_keys.next()) {
                    (Some(Key::Name(name)), Some(segment)) if name != segment => return false,
                    (Some(_), Some(_)) => {}
                    // The unknown value encloses what is read.
                    (_, None) => return true,
                    // What is read encloses the unknown value.
                    (None, Some(_)) => return read.whole,
                }
            }
        })
    }

    /// Whether the rule may look at anything below the top-level key `key`.
    pub fn reads_key(&self, key: &str) -> bool {
        self.0.iter().any(|read| match read.path.first() {
            None => read.whole,
            Some(Key::Any) => true,
            Some(Key::Name(name)) => name == key,
        })
    }

    /// Whether the rule names the top-level key `key`: one that only goes through all
    /// of `input` does not.
    pub fn names_key(&self, key: &str) -> bool {
        let first = |read: &Read| matches!(read.path.first(), Some(Key::Name(name)) if name == key);
        self.0.iter().any(first)
    }

    /// The constant start of each path, as pointers, sorted: what the rule looks
    /// at, for people.
    pub fn pointers(&self) -> Vec<Pointer> {
        let mut pointers: Vec<Pointer> = self
            .0
            .iter()
            .map(|read| {
                read.path
                    .iter()
                    .map_while(|key| match key {
                        Key::Name(name) => Some(name.clone()),
                        Key::Any => None,
                    })
                    .collect()
            })
            .collect();
        pointers.sort();
        pointers.dedup();
        pointers
    }

    /// The paths that a rule may read, each with whether everything below it is read
    /// too, or only its type and size.
    pub fn paths(&self) -> impl Iterator<Item = (&[Key], bool)> {
        let reads = self.0.iter();
        reads.map(|read| (read.path.as_slice(), read.whole))
    }

    /// What has to be equal in two inputs for the rule to give the same answer,
    /// without what lies within something else.
    pub fn watched(&self) -> Vec<Watched> {
        let mut values: BTreeSet<Pointer> = BTreeSet::new();
        let mut shapes: BTreeSet<Pointer> = BTreeSet::new();
        for read in &self.0 {
            let named = read.path.iter().map_while(|key| match key {
                Key::Name(name) => Some(name.clone()),
                Key::Any => None,
            });
            let pointer: Pointer = named.collect();
            if read.whole || pointer.segments().count() < read.path.len() {
                values.insert(pointer);
            } else {
                shapes.insert(pointer);
            }
        }
        // Sorted, so a part comes right after what encloses it.
        let mut roots: Vec<Pointer> = Vec::new();
        for pointer in values {
            if roots
                .last()
                .is_none_or(|root| pointer.strip(root).is_none())
            {
                roots.push(pointer);
            }
        }
        shapes.retain(|pointer| roots.iter().all(|root| pointer.strip(root).is_none()));
        roots
            .into_iter()
            .map(Watched::Value)
            .chain(shapes.into_iter().map(Watched::Shape))
            .collect()
    }

    /// Both sets.
    pub fn extend(&mut self, other: &Self) {
        self.0.extend(other.0.iter().cloned());
    }
}

/// What an expression may stand for: places in `input`, and something that was
/// put together of such places (an array, an object, a set, a rule with keys).
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Places {
    direct: BTreeSet<Path>,
    members: Option<Box<Self>>,
}

impl Places {
    /// The whole of `input`.
    pub fn input() -> Self {
        Self {
            direct: BTreeSet::from([Path::new()]),
            members: None,
        }
    }

    /// The places in `input` that it may be.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        self.direct.iter()
    }

    /// Either of two values.
    pub fn join(&mut self, other: Self) {
        self.direct.extend(other.direct);
        match (&mut self.members, other.members) {
            (Some(mine), Some(theirs)) => mine.join(*theirs),
            (mine @ None, theirs) => *mine = theirs,
            (Some(_), None) => {}
        }
    }

    /// The places of a member; of something that was put together it may be any
    /// part.
    pub fn at(&self, key: &Key) -> Self {
        let direct = self
            .direct
            .iter()
            .map(|path| {
                let mut path = path.clone();
                path.push(key.clone());
                path
            })
            .collect();
        let mut places = Self {
            direct,
            members: None,
        };
        if let Some(members) = &self.members {
            places.join(members.as_ref().clone());
        }
        places
    }

    /// Something that holds this as a member.
    pub fn wrapped(self) -> Self {
        Self {
            direct: BTreeSet::new(),
            members: (self != Self::default()).then(|| Box::new(self)),
        }
    }
}

impl ReadSet {
    /// Counts all of a value as read.
    pub(super) fn force(&mut self, places: &Places) {
        for path in &places.direct {
            self.0.insert(Read {
                path: path.clone(),
                whole: true,
            });
        }
        self.force_members(places);
    }

    /// Counts what a value was put together of as read.
    pub(super) fn force_members(&mut self, places: &Places) {
        if let Some(members) = &places.members {
            self.force(members);
        }
    }

    /// Counts only the kind and size of a value as read; of something that was put
    /// together, its parts are not looked at.
    pub(super) fn touch(&mut self, places: &Places) {
        for path in &places.direct {
            self.0.insert(Read {
                path: path.clone(),
                whole: false,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_through_everything_names_nothing() {
        let reads = |json: &str| -> ReadSet { serde_json::from_str(json).unwrap() };
        let named = reads(r#"[[false, ["layers", null, "denied"]]]"#);
        assert!(named.names_key("layers") && named.reads_key("layers"));
        assert!(!named.names_key("raw") && !named.reads_key("raw"));
        for all in [r#"[[true, []]]"#, r#"[[true, [null]]]"#] {
            let all = reads(all);
            assert!(
                !all.names_key("layers") && all.reads_key("layers"),
                "{all:?}"
            );
        }
    }
}
