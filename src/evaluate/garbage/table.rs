//! The mutants that are right, each with the reason.

use std::collections::{BTreeMap, BTreeSet};

use super::Change;

const FILE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/src/evaluate/garbage/right.tsv"
);

/// `right.tsv`: a control, a place with `*` for each index, the changes that leave it
/// allowed or not asked (`absent` for both `removed` and `null`), and why. Where a place may be absent, whatever encloses it may
/// be absent or lack it too.
pub struct Table(BTreeMap<String, BTreeMap<String, BTreeSet<Change>>>);

impl Table {
    /// Reads it.
    pub fn read() -> Self {
        let mut table: BTreeMap<String, BTreeMap<String, BTreeSet<Change>>> = BTreeMap::new();
        let text = std::fs::read_to_string(FILE).unwrap();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let columns: Vec<&str> = line.split('\t').collect();
            let [control, place, changes, reason] = columns.as_slice() else {
                panic!("not four columns: {line}");
            };
            assert!(reason.len() > 10, "no reason: {line}");
            assert!(!place.ends_with('/'), "no place: {line}");
            let changes: BTreeSet<Change> = changes
                .split(' ')
                .flat_map(|word| match word {
                    "absent" => vec![Change::Removed, Change::Null],
                    word => {
                        let known = Change::ALL.into_iter().find(|change| change.word() == word);
                        vec![known.unwrap_or_else(|| panic!("no change: {line}"))]
                    }
                })
                .collect();
            let places = table.entry((*control).to_owned()).or_default();
            let before = places.insert((*place).to_owned(), changes);
            assert!(before.is_none(), "twice: {line}");
        }
        Self(table)
    }

    /// The controls that it names.
    pub fn controls(&self) -> impl Iterator<Item = &String> {
        self.0.keys()
    }

    /// Whether a change of a place is right.
    pub fn says_right(&self, control: &str, place: &str, change: Change) -> bool {
        let Some(places) = self.0.get(control) else {
            return false;
        };
        let below = format!("{place}/");
        let is_above = || {
            places.iter().any(|(other, changes)| {
                other.starts_with(&below) && changes.contains(&Change::Removed)
            })
        };
        places
            .get(place)
            .is_some_and(|changes| changes.contains(&change))
            || (change.leaves_nothing() && is_above())
    }
}
