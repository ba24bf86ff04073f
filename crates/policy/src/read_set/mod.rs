//! Read-sets: the parts of `input` that a rule may read.

pub(crate) mod expected_types;
pub mod infer;
pub(crate) mod projection;
pub(crate) mod provenance;
mod serialization;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use crate::engine::{Key, Value};
use onus_core::json_pointer::Pointer;

use crate::names::symbol_table::written_path;
use crate::read_set::provenance::{Path, Places, Provenance};

/// The parts of `input` that a rule may read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadSet {
    reads: BTreeMap<Path, Depth>,
    /// Outputs of one rule, which the engine compares with each other when there is
    /// more than one: then all of each is read.
    compared: BTreeSet<BTreeSet<Path>>,
}

/// How much of a part of `input` is read; each reads what the ones before it do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Depth {
    /// Whether it is there, and its type.
    Presence,
    /// Of an object its keys, of an array its length, and all of anything else.
    Shape,
    /// Everything below it, to compare it with what else a set holds or a rule gives:
    /// the policy itself does not look at it.
    Compared,
    /// Everything below it.
    Whole,
}

/// A part of `input` that an answer depends on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Watched {
    /// All of the value.
    Value(Pointer),
    /// Of an object its keys, of an array its length; all of anything else.
    Shape(Pointer),
    /// Whether it is there, and its type.
    Presence(Pointer),
    /// All of what is there at these paths, where that is more than one value.
    Several(BTreeSet<Path>),
}

impl ReadSet {
    /// Whether a value that is not known at `unknown` can change what the rule sees: it
    /// lies at or above something that the rule reads, below something that it reads
    /// all of, or whether it is there decides about a key or a length that it reads.
    /// `input` is the document, or those parts of it in which something can be unknown.
    pub fn touches(&self, unknown: &Pointer, input: &Value) -> bool {
        self.reads
            .iter()
            .any(|(path, depth)| reaches(path, *depth, unknown, input))
            || self.compared.iter().any(|paths| {
                let is_read = |depth| {
                    paths
                        .iter()
                        .any(|path| reaches(path, depth, unknown, input))
                };
                // Where it is not known how many values there are, all count as read.
                // So it is where the part that it lies in is none of what is looked through.
                let is_elsewhere = unknown
                    .segments()
                    .next()
                    .is_none_or(|root| input.get(root).is_none());
                is_read(Depth::Presence)
                    || (is_read(Depth::Whole) && (is_elsewhere || several(paths, input)))
            })
    }

    /// Whether the rule may look at anything below the top-level key `key`.
    pub fn reads_key(&self, key: &str) -> bool {
        self.reads.iter().any(|(path, depth)| match path.first() {
            None => *depth > Depth::Presence,
            Some(Key::Any | Key::Element) => true,
            Some(Key::Name(name)) => name == key,
        })
    }

    /// Whether the rule names the top-level key `key`: one that only goes through all
    /// of `input` does not.
    pub fn names_key(&self, key: &str) -> bool {
        let first = |path: &Path| matches!(path.first(), Some(Key::Name(name)) if name == key);
        self.reads.keys().any(first)
    }

    /// The top-level keys that the rule names.
    pub fn named_keys(&self) -> BTreeSet<&str> {
        self.reads
            .keys()
            .filter_map(|path| match path.first() {
                Some(Key::Name(name)) => Some(name.as_str()),
                _ => None,
            })
            .collect()
    }

    /// The constant start of each path, as pointers, sorted: what the rule looks
    /// at, for people. That something is there is no more than the way to a part that is
    /// read.
    pub fn pointers(&self) -> Vec<Pointer> {
        let is_way = |path: &Path| {
            self.reads
                .keys()
                .any(|other| other.len() > path.len() && other.starts_with(path))
        };
        let mut pointers: Vec<Pointer> = self
            .reads
            .iter()
            .filter(|(path, depth)| **depth > Depth::Presence || !is_way(path))
            .map(|(path, _)| constant(path))
            .collect();
        pointers.sort();
        pointers.dedup();
        pointers
    }

    /// The paths that a rule may read, each with whether everything below it is read
    /// too, or only its type and size.
    pub fn paths(&self) -> impl Iterator<Item = (&[Key], bool)> {
        let reads = self.reads.iter();
        reads.map(|(path, depth)| (path.as_slice(), *depth == Depth::Whole))
    }

    /// What has to be equal in two inputs for the rule to give the same answer,
    /// without what lies within something else.
    pub fn watched(&self) -> Vec<Watched> {
        let mut values: BTreeSet<Pointer> = BTreeSet::new();
        let mut parts: BTreeMap<Pointer, Depth> = BTreeMap::new();
        for (path, depth) in &self.reads {
            let pointer = constant(path);
            let is_constant = path.len() == pointer.segments().count();
            match depth {
                Depth::Compared | Depth::Whole => {
                    values.insert(pointer);
                }
                Depth::Presence | Depth::Shape if is_constant => {
                    let known = parts.entry(pointer).or_insert(*depth);
                    *known = (*known).max(*depth);
                }
                // The keys of what encloses it say nothing of a member's type.
                Depth::Presence | Depth::Shape => {
                    values.insert(pointer);
                }
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
        let within = |pointer: &Pointer| roots.iter().any(|root| pointer.strip(root).is_some());
        parts.retain(|pointer, _| !within(pointer));
        let several = self
            .compared
            .iter()
            .filter(|paths| !paths.iter().all(|path| within(&constant(path))))
            .cloned()
            .map(Watched::Several)
            .collect::<Vec<_>>();
        let parts = parts.into_iter().map(|(pointer, depth)| match depth {
            Depth::Presence => Watched::Presence(pointer),
            Depth::Shape | Depth::Compared | Depth::Whole => Watched::Shape(pointer),
        });
        let mut watched: Vec<Watched> = parts.chain(several).collect();
        watched.extend(roots.into_iter().map(Watched::Value));
        watched.sort();
        watched
    }

    /// Both sets.
    pub fn extend(&mut self, other: &Self) {
        for (path, depth) in &other.reads {
            self.add(path.clone(), *depth);
        }
        self.compared.extend(other.compared.iter().cloned());
    }

    /// The same set without what lies within something that is read as a whole, for people:
    /// what is read within it says which types a policy expects.
    fn pruned(&self) -> Self {
        let is_within = |path: &Path| {
            (0..path.len()).any(|length| {
                let start = path.get(..length).unwrap_or_default();
                self.reads.get(start) >= Some(&Depth::Compared)
            })
        };
        let is_read =
            |path: &Path| is_within(path) || self.reads.get(path) >= Some(&Depth::Compared);
        Self {
            reads: self
                .reads
                .iter()
                .filter(|(path, _)| !is_within(path))
                .map(|(path, depth)| (path.clone(), *depth))
                .collect(),
            compared: self
                .compared
                .iter()
                .filter(|paths| !paths.iter().all(is_read))
                .cloned()
                .collect(),
        }
    }

    /// Counts everything as read: the answer to whatever is not understood.
    pub(crate) fn everything(&mut self) {
        self.add(Path::new(), Depth::Whole);
    }

    /// Counts all of a value as read.
    pub(crate) fn force(&mut self, value: &Provenance) {
        self.read_to(value, Depth::Whole);
    }

    /// Counts all of a value as read, because the engine compares it with others.
    pub(crate) fn force_compared(&mut self, value: &Provenance) {
        self.read_to(value, Depth::Compared);
    }

    fn read_to(&mut self, value: &Provenance, depth: Depth) {
        match value {
            Provenance::Determined => {}
            Provenance::Places(places) => {
                self.add_all(places, depth);
                for part in places.parts() {
                    self.read_to(part, depth);
                }
            }
            Provenance::Anything => self.everything(),
        }
    }

    /// Counts what a value was put together of as read, in all of its parts.
    pub(crate) fn force_parts(&mut self, value: &Provenance) {
        match value {
            Provenance::Determined => {}
            Provenance::Places(places) => {
                for part in places.parts() {
                    self.force(part);
                }
            }
            Provenance::Anything => self.everything(),
        }
    }

    /// Counts the members of sets that were put together as read: what a set holds, and
    /// in which order, depends on all of them.
    pub(crate) fn force_sets(&mut self, value: &Provenance) {
        match value {
            Provenance::Determined => {}
            Provenance::Places(places) => {
                if let Some(members) = places.of_set() {
                    self.force_compared(members);
                }
            }
            Provenance::Anything => self.everything(),
        }
    }

    /// Counts the keys or the length of a value as read; of something that was put
    /// together, they are known.
    pub(crate) fn touch(&mut self, value: &Provenance) {
        match value {
            Provenance::Determined => {}
            Provenance::Places(places) => self.add_all(places, Depth::Shape),
            Provenance::Anything => self.everything(),
        }
    }

    /// Counts as read whether a value is there, and its type; something that was put together is
    /// there when its parts are.
    pub(crate) fn notice(&mut self, value: &Provenance) {
        match value {
            Provenance::Determined => {}
            Provenance::Places(places) => self.add_all(places, Depth::Presence),
            Provenance::Anything => self.everything(),
        }
    }

    /// Counts values as compared with each other, where more than one of them is there.
    pub(crate) fn compare(&mut self, places: BTreeSet<Path>) {
        self.compared.insert(places);
    }

    fn add_all(&mut self, places: &Places, depth: Depth) {
        for path in places.paths() {
            self.add(path.clone(), depth);
        }
    }

    fn add(&mut self, path: Path, depth: Depth) {
        // The document itself is always there, and an object.
        if path.is_empty() && depth == Depth::Presence {
            return;
        }
        let known = self.reads.entry(path).or_insert(depth);
        *known = (*known).max(depth);
    }
}

/// A line for each part, as in `docs/read-sets.md`.
impl std::fmt::Display for ReadSet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let reference = |path: &Path| {
            path.iter().fold("input".to_owned(), |text, key| match key {
                Key::Name(name) => written_path(&text, std::iter::once(name.as_str())),
                Key::Any | Key::Element => text + "[_]",
            })
        };
        let pruned = self.pruned();
        let mut lines: Vec<String> = pruned
            .reads
            .iter()
            .map(|(path, depth)| {
                let what = match depth {
                    Depth::Presence => "type",
                    Depth::Shape => "keys",
                    Depth::Compared | Depth::Whole => "all",
                };
                format!("{what} of {}", reference(path))
            })
            .collect();
        lines.extend(pruned.compared.iter().map(|paths| {
            let all: Vec<String> = paths.iter().map(reference).collect();
            format!("all of {} if several", all.join(", "))
        }));
        lines.sort();
        // An element, and any key, of one value.
        lines.dedup();
        f.write_str(&lines.join("\n"))
    }
}

/// The constant start of a path.
fn constant(path: &Path) -> Pointer {
    path.iter()
        .map_while(|key| match key {
            Key::Name(name) => Some(name.clone()),
            Key::Any | Key::Element => None,
        })
        .collect()
}

/// Whether a value that is not known at a pointer can change what is read at a path.
fn reaches(path: &Path, depth: Depth, unknown: &Pointer, input: &Value) -> bool {
    let same = path
        .iter()
        .zip(unknown.segments())
        .all(|(key, segment)| match key {
            Key::Name(name) => name == segment,
            Key::Any | Key::Element => true,
        });
    if !same {
        return false;
    }
    // What encloses the unknown value may itself be missing without it.
    let is_missing = |length: usize| {
        let enclosing: Pointer = unknown.segments().take(length).map(str::to_owned).collect();
        unknown.segments().count() <= length || input.at(&enclosing).is_none()
    };
    match depth {
        Depth::Presence => is_missing(path.len()),
        Depth::Shape => is_missing(path.len() + 1),
        Depth::Compared | Depth::Whole => true,
    }
}

/// Whether more than one value is there at some paths.
fn several(paths: &BTreeSet<Path>, input: &Value) -> bool {
    paths
        .iter()
        .map(|path| at_path(input, path).len())
        .sum::<usize>()
        > 1
}

/// The values that are there at a path.
pub fn at_path(value: &Value, path: &[Key]) -> Vec<Value> {
    match path.split_first() {
        None => vec![value.clone()],
        Some((Key::Name(name), rest)) => value
            .get(name)
            .map_or_else(Vec::new, |member| at_path(&member, rest)),
        Some((Key::Any | Key::Element, rest)) => {
            let mut members = value.items();
            members.extend(value.entries().into_iter().map(|(_, member)| member));
            members
                .iter()
                .flat_map(|member| at_path(member, rest))
                .collect()
        }
    }
}
