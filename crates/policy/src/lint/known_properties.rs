//! Known properties of resource types: a bundled list, and the properties in inventories.
//!
//! The list is text: one type per line, and below it its properties, indented by one tab per
//! level, without the items of arrays. A property without others below it may have any value,
//! and so may one with `*` below it. One with `?` after its name is a boolean.

#[cfg(test)]
mod spelling_table_tests;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::io::Read as _;
use std::ops::Range;
use std::sync::OnceLock;

use crate::engine::Value;

const BUNDLED: &[u8] = include_bytes!("properties.gz");

/// What the list lacks, in the same form.
const MORE: &str = include_str!("properties_more.txt");

/// Stands for names that a source cut off.
const REST: &str = "*";

/// Stands behind the names of truth values.
const TRUTH: char = '?';

/// The list.
#[derive(Debug)]
pub struct Known {
    /// Read when somebody asks.
    lists: OnceLock<Vec<List>>,
    /// What inventories show.
    seen: BTreeMap<String, Tree>,
}

#[derive(Debug, Default)]
struct List {
    text: String,
    /// The place of each type's properties in the text, by its name in lower case.
    types: BTreeMap<String, Range<usize>>,
}

/// Properties with those below them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tree {
    children: BTreeMap<String, Tree>,
    /// Whether it may hold what is not listed.
    open: bool,
    /// Whether it holds true or false, as far as is known.
    is_truth: bool,
}

/// A name that no type has.
#[derive(Debug, PartialEq, Eq)]
pub struct Unknown<'k> {
    /// Which key of the path.
    pub at: usize,
    /// The name that was probably intended.
    pub near: Option<Near<'k>>,
}

/// A name that was probably intended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Near<'k> {
    /// Only upper and lower case differ.
    Case(&'k str),
    /// It is spelled alike.
    Spelling(&'k str),
}

impl Known {
    /// The bundled list.
    pub fn bundled() -> Self {
        Self {
            lists: OnceLock::new(),
            seen: BTreeMap::new(),
        }
    }

    fn lists(&self) -> &[List] {
        self.lists.get_or_init(|| {
            let mut text = String::new();
            // A damaged list would know nothing, and a test would fail.
            let _ = flate2::read::GzDecoder::new(BUNDLED).read_to_string(&mut text);
            let more: String = MORE
                .split_inclusive('\n')
                .filter(|line| !line.starts_with('#'))
                .collect();
            vec![List::of(text), List::of(more)]
        })
    }

    /// Whether an inventory has added anything.
    pub fn has_learned(&self) -> bool {
        !self.seen.is_empty()
    }

    /// Adds what a resource of an inventory shows.
    pub fn add(&mut self, kind: &str, properties: &Value) {
        self.seen
            .entry(kind.to_lowercase())
            .or_default()
            .absorb(properties);
    }

    /// What is known of some types together; none when one of them is not known at
    /// all, since it may have anything.
    pub fn tree<'t>(&self, kinds: impl IntoIterator<Item = &'t str>) -> Option<Tree> {
        let mut all: Option<Tree> = None;
        for kind in kinds {
            let tree = self.tree_of(&kind.to_lowercase())?;
            match &mut all {
                Some(all) => all.join(&tree),
                None => all = Some(tree),
            }
        }
        all
    }

    fn tree_of(&self, kind: &str) -> Option<Tree> {
        let listed = self.lists().iter().filter_map(|list| list.tree(kind));
        listed
            .chain(self.seen.get(kind).cloned())
            .reduce(|mut all, tree| {
                all.join(&tree);
                all
            })
    }
}

impl List {
    fn of(text: String) -> Self {
        let mut types: BTreeMap<String, Range<usize>> = BTreeMap::new();
        let mut open: Option<(String, usize)> = None;
        let mut offset = 0;
        for line in text.split_inclusive('\n') {
            if !line.starts_with('\t') {
                if let Some((kind, start)) = open.take() {
                    types.insert(kind, start..offset);
                }
                open = Some((line.trim_end().to_lowercase(), offset + line.len()));
            }
            offset += line.len();
        }
        if let Some((kind, start)) = open {
            types.insert(kind, start..offset);
        }
        Self { text, types }
    }

    fn tree(&self, kind: &str) -> Option<Tree> {
        let lines = self.text.get(self.types.get(kind)?.clone())?;
        Some(Tree::read(lines))
    }
}

impl Tree {
    fn read(lines: &str) -> Self {
        let mut root = Self::default();
        let mut path: Vec<&str> = Vec::new();
        for line in lines.lines() {
            let name = line.trim_start_matches('\t');
            let depth = line.len() - name.len();
            path.truncate(depth.saturating_sub(1));
            let plain = name.trim_end_matches(TRUTH);
            path.push(plain);
            let mut tree = &mut root;
            for part in &path {
                tree = tree.children.entry((*part).to_owned()).or_default();
            }
            tree.is_truth = plain != name;
        }
        root.open_leaves();
        root
    }

    fn open_leaves(&mut self) {
        self.open = self.children.is_empty() || self.children.remove(REST).is_some();
        for child in self.children.values_mut() {
            child.open_leaves();
        }
    }

    fn join(&mut self, other: &Self) {
        self.open |= other.open;
        for (name, tree) in &other.children {
            match self.children.get_mut(name) {
                Some(known) => {
                    known.is_truth &= tree.is_truth;
                    known.join(tree);
                }
                None => {
                    self.children.insert(name.clone(), tree.clone());
                }
            }
        }
    }

    fn absorb(&mut self, value: &Value) {
        for (key, value) in value.entries() {
            let fresh = || Self {
                is_truth: true,
                ..Self::default()
            };
            let child = self
                .children
                .entry(key.as_ref().to_owned())
                .or_insert_with(fresh);
            child.is_truth &= value.as_bool().is_some();
            child.absorb(&value);
        }
        for item in value.items() {
            self.absorb(&item);
        }
        if !value.is_object() && !value.is_array() {
            self.open = true;
        }
    }

    /// The first name of a path that is not known; none when all are, or when they
    /// stand below something that may hold anything. A step without a name is any item
    /// of an array, or any value of an object.
    pub fn unknown<'k>(&'k self, path: &[Option<&str>]) -> Option<Unknown<'k>> {
        let mut trees = vec![self];
        for (at, step) in path.iter().enumerate() {
            let is_open = trees.iter().any(|tree| tree.open);
            let Some(name) = step else {
                let values: Vec<&Self> = trees
                    .iter()
                    .flat_map(|tree| tree.children.values())
                    .filter(|tree| !tree.children.is_empty())
                    .collect();
                trees.extend(values);
                continue;
            };
            let next: Vec<&Self> = trees
                .iter()
                .filter_map(|tree| tree.children.get(*name))
                .collect();
            if next.is_empty() {
                return match is_open {
                    true => None,
                    false => Some(Unknown {
                        at,
                        near: trees.first().and_then(|tree| tree.near(name)),
                    }),
                };
            }
            trees = next;
        }
        None
    }

    /// Whether the value at a path is known to be a boolean.
    pub fn is_truth(&self, path: &[Option<&str>]) -> bool {
        let mut tree = self;
        for step in path {
            // An item of an array has the place of the array; a value of an object
            // could be anything, and is not found.
            let Some(name) = step else { continue };
            match tree.children.get(*name) {
                Some(child) => tree = child,
                None => return false,
            }
        }
        path.last().is_some_and(Option::is_some) && tree.is_truth
    }

    /// The child that a name is probably a misspelling of.
    fn near(&self, name: &str) -> Option<Near<'_>> {
        let names = || self.children.keys().map(String::as_str);
        let case = names().find(|known| known.eq_ignore_ascii_case(name));
        // A name of another tool's in place of this one's is no help.
        let alike = names().filter(|known| known.contains('_') == name.contains('_'));
        case.map(Near::Case)
            .or_else(|| onus_core::suggest::nearest(name, alike).map(Near::Spelling))
    }
}
