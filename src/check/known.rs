//! Which properties a resource type is known to have: a bundled list, and what
//! inventories show.
//!
//! The list is text: a type a line, and below it its properties, one tab deeper a
//! level, without the items of arrays. A property without others below it may hold
//! anything, and so may one with `*` below it.

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
    /// Where each type's properties stand in the text, by its name in lower case.
    types: BTreeMap<String, Range<usize>>,
}

/// Properties with those below them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tree {
    children: BTreeMap<String, Tree>,
    /// Whether it may hold what is not listed.
    open: bool,
}

/// A name that no type has.
#[derive(Debug, PartialEq, Eq)]
pub struct Unknown<'k> {
    /// Which key of the path.
    pub at: usize,
    /// The name that was probably meant.
    pub near: Option<Near<'k>>,
}

/// A name that was probably meant.
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
            path.push(name);
            let mut tree = &mut root;
            for part in &path {
                tree = tree.children.entry((*part).to_owned()).or_default();
            }
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
            self.children.entry(name.clone()).or_default().join(tree);
        }
    }

    fn absorb(&mut self, value: &Value) {
        for (key, value) in value.entries() {
            self.children
                .entry(key.as_ref().to_owned())
                .or_default()
                .absorb(&value);
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

    /// The child that a name was probably meant to be.
    fn near(&self, name: &str) -> Option<Near<'_>> {
        let names = || self.children.keys().map(String::as_str);
        let case = names().find(|known| known.eq_ignore_ascii_case(name));
        // A name of another tool's in place of this one's is no help.
        let alike = names().filter(|known| known.contains('_') == name.contains('_'));
        case.map(Near::Case)
            .or_else(|| crate::nearest(name, alike).map(Near::Spelling))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::io::Write as _;

    fn known(text: &str) -> Known {
        Known {
            lists: OnceLock::from(vec![List::of(text.to_owned())]),
            seen: BTreeMap::new(),
        }
    }

    #[test]
    fn names_are_known_unknown_or_open() {
        let known = known("A/b\n\tone\n\t\ttwo\n\t\tTwice\n\tfree\nC\n\tx\nCut\n\t*\n\tb\n");
        assert_eq!(known.tree(["cut"]).unwrap().unknown(&[Some("c")]), None);
        let tree = known.tree(["a/B"]).unwrap();
        assert_eq!(tree.unknown(&[Some("one"), Some("two")]), None);
        assert_eq!(tree.unknown(&[Some("free"), Some("anything")]), None);
        let case = tree.unknown(&[Some("one"), Some("twice")]).unwrap();
        assert_eq!((case.at, case.near), (1, Some(Near::Case("Twice"))));
        let near = tree.unknown(&[Some("onne")]).unwrap();
        assert_eq!(near.near, Some(Near::Spelling("one")));
        assert!(known.tree(["a/b", "z"]).is_none());
        assert_eq!(
            known.tree(["a/b", "c"]).unwrap().unknown(&[Some("x")]),
            None
        );
    }

    #[test]
    fn a_step_without_a_name_is_an_item_or_a_value() {
        let known = known("A\n\trules\n\t\taction\n\tnamed\n\t\tblob\n\t\t\tenabled\n");
        let tree = known.tree(["a"]).unwrap();
        assert_eq!(tree.unknown(&[Some("rules"), None, Some("action")]), None);
        assert_eq!(tree.unknown(&[Some("named"), None, Some("enabled")]), None);
        let near = tree.unknown(&[Some("rules"), None, Some("acton")]).unwrap();
        assert_eq!((near.at, near.near), (2, Some(Near::Spelling("action"))));
    }

    #[test]
    fn inventories_add_what_they_show() {
        let mut known = known("A\n\tone\n");
        let value = Value::parse(r#"{"new": [{"inner": 1}]}"#).unwrap().value;
        known.add("a", &value);
        let tree = known.tree(["A"]).unwrap();
        assert_eq!(tree.unknown(&[Some("new"), Some("inner")]), None);
        assert!(tree.unknown(&[Some("newer")]).is_some());
    }

    /// A type of which only the addition is known would have no other properties.
    #[test]
    fn what_is_added_is_added_to_something() {
        let known = Known::bundled();
        for kind in known.lists()[1].types.keys() {
            assert!(known.lists()[0].types.contains_key(kind), "{kind}");
        }
    }

    #[test]
    fn the_bundled_list_is_there() {
        let tree = Known::bundled()
            .tree(["Microsoft.Storage/storageAccounts"])
            .unwrap();
        assert_eq!(tree.unknown(&[Some("minimumTlsVersion")]), None);
        assert_eq!(
            tree.unknown(&[Some("minimumTlsVersoin")]).unwrap().near,
            Some(Near::Spelling("minimumTlsVersion"))
        );
    }

    /// `ONUS_PROPERTIES=FOLDER cargo test --lib known_properties` makes the list anew
    /// from tables of type, path and kind (tab-separated, `*.tsv`), one file a
    /// source; without a folder there is nothing to compare with.
    #[test]
    fn known_properties_are_current() {
        let Some(folder) = std::env::var_os("ONUS_PROPERTIES") else {
            return;
        };
        let mut lines: BTreeSet<Vec<String>> = BTreeSet::new();
        for file in std::fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            let source = path.file_stem().unwrap().to_str().unwrap().to_owned();
            if path.extension().is_none_or(|extension| extension != "tsv") {
                continue;
            }
            // Of records that hold more than `input.properties`, what that is.
            let root = match source.as_str() {
                "azure" => Some("properties."),
                "aws-config" => Some("configuration."),
                _ => None,
            };
            // Where a source stops listing a type.
            let most = if source == "gcp" { 400 } else { 250 };
            let table = std::fs::read_to_string(&path).unwrap();
            let kind_of = |row: &str| row.split('\t').next().unwrap().to_owned();
            let mut rows: BTreeMap<String, usize> = BTreeMap::new();
            for row in table.lines() {
                *rows.entry(kind_of(row)).or_default() += 1;
            }
            for row in table.lines() {
                if source != "azure" && rows[&kind_of(row)] == most {
                    lines.insert(vec![kind_of(row), REST.to_owned()]);
                }
                let mut cells = row.split('\t');
                let (kind, path) = (cells.next().unwrap(), cells.next().unwrap_or_default());
                let path = match root {
                    Some(root) => path.strip_prefix(root),
                    None => Some(path),
                };
                let Some(path) = path.filter(|path| !path.is_empty()) else {
                    continue;
                };
                let path = path.replace("[*]", "").replace("[]", "");
                let names: Vec<String> = std::iter::once(kind)
                    .chain(path.split('.'))
                    .map(str::to_owned)
                    .collect();
                for length in 1..=names.len() {
                    lines.insert(names[..length].to_vec());
                }
            }
        }
        let text: String = lines
            .iter()
            .map(|names| {
                format!(
                    "{}{}\n",
                    "\t".repeat(names.len() - 1),
                    names.last().unwrap()
                )
            })
            .collect();
        if text != Known::bundled().lists()[0].text {
            let path = format!("{}/src/check/properties.gz", env!("CARGO_MANIFEST_DIR"));
            let file = std::fs::File::create(path).unwrap();
            let mut encoder = flate2::write::GzEncoder::new(file, flate2::Compression::best());
            encoder.write_all(text.as_bytes()).unwrap();
            encoder.finish().unwrap();
            panic!("src/check/properties.gz was out of date and has been made anew");
        }
    }
}
