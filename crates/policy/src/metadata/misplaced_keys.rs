//! Misspelled or misplaced keys of METADATA. An unknown key by itself is no error, since other
//! tools have keys of their own in blocks.

use std::ops::Range;

use serde_json::Value as Json;

use crate::metadata::block::Block;
use crate::metadata::value_shapes::{custom_keys, keys};

/// A misspelled or misplaced key.
#[derive(Debug, PartialEq, Eq)]
pub struct MisplacedKey {
    /// The key as it is written, with its parents.
    pub name: String,
    /// What is wrong with it.
    pub fault: Fault,
    /// Its place, as bytes of the policy.
    pub range: Range<usize>,
}

/// What is wrong with a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// It is misspelled.
    Misspelled,
    /// It is in the wrong place.
    Misplaced,
}

impl Block {
    /// The key that probably is a misspelling of a missing one, such as
    /// `custom.severity`.
    pub fn misplaced(&self, key: &str) -> Option<MisplacedKey> {
        misplaced_keys(self)
            .into_iter()
            .find(|(meant, _)| meant == key)
            .map(|(_, misplaced)| misplaced)
    }
}

/// All keys of a block that are probably misspelled or misplaced, with the intended ones.
pub fn misplaced_keys(block: &Block) -> Vec<(String, MisplacedKey)> {
    let Some(Json::Object(top)) = block.value() else {
        return Vec::new();
    };
    let custom = top.get("custom").and_then(Json::as_object);
    let names = |map: &serde_json::Map<String, Json>| map.keys().cloned().collect::<Vec<_>>();
    let top = names(&top);
    let custom = custom.map(names).unwrap_or_default();
    let mut found = Vec::new();
    let mut add = |meant: String, path: &[&str], fault| {
        let misplaced = MisplacedKey {
            name: path.join("."),
            fault,
            range: block.name_of(path),
        };
        found.push((meant, misplaced));
    };
    // `scope` and the like are OPA's, and `title` is never meant to be `custom.id`.
    for name in top.iter().filter(|name| keys().all(|key| key != *name)) {
        if custom_keys().any(|key| key == name) {
            if !custom.contains(name) {
                add(format!("custom.{name}"), &[name], Fault::Misplaced);
            }
        } else if let Some(key) = meant(name, keys(), &top) {
            add(key.to_owned(), &[name], Fault::Misspelled);
        }
    }
    for name in custom
        .iter()
        .filter(|name| custom_keys().all(|key| key != *name))
    {
        if ["title", "description", "related_resources"].contains(&name.as_str()) {
            if !top.contains(name) {
                add(name.clone(), &["custom", name], Fault::Misplaced);
            }
        } else if let Some(key) = meant(name, custom_keys(), &custom) {
            add(
                format!("custom.{key}"),
                &["custom", name],
                Fault::Misspelled,
            );
        }
    }
    found
}

/// The key that a name was meant to be: not one that is there too, and no short one,
/// which is like many other words.
fn meant<'k>(name: &str, keys: impl Iterator<Item = &'k str>, there: &[String]) -> Option<&'k str> {
    let free = keys.filter(|key| key.len() > 3 && there.iter().all(|name| name != key));
    onus_core::suggest::nearest(name, free)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metadata::blocks;

    fn misplaced(yaml: &str) -> Vec<(String, String, Fault)> {
        let text: String = std::iter::once("METADATA")
            .chain(yaml.lines())
            .map(|line| format!("# {line}\n"))
            .collect();
        let found = misplaced_keys(&blocks(&text)[0]);
        found
            .into_iter()
            .map(|(key, misplaced)| {
                (
                    key,
                    text.get(misplaced.range).unwrap().to_owned(),
                    misplaced.fault,
                )
            })
            .collect()
    }

    #[test]
    fn keys_are_misspelled_or_misplaced() {
        let found =
            misplaced("titel: T\nseverity: high\ncustom:\n  laier: data\n  description: D\n");
        let expected = [
            ("custom.severity", "severity", Fault::Misplaced),
            ("title", "titel", Fault::Misspelled),
            ("description", "description", Fault::Misplaced),
            ("custom.layer", "laier", Fault::Misspelled),
        ];
        let mut sorted = found;
        sorted.sort();
        let mut expected = expected.map(|(key, at, fault)| (key.to_owned(), at.to_owned(), fault));
        expected.sort();
        assert_eq!(sorted, expected);
    }

    #[test]
    fn keys_of_other_tools_are_let_be() {
        let found = misplaced(
            "title: T\nscope: package\nauthors: [me]\ncustom:\n  severity: high\n  severities: [1]\n  cid: 3\n  owner: me\n  tags: [a]\n",
        );
        assert_eq!(found, []);
    }
}
