//! Table of the correct mutants, each with its reason.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use super::Change;

/// Mutants that are right, each with its reason.
pub const RIGHT: &str = "right.tsv";

/// Mutants that nobody has reviewed yet: known gaps, or right. The reviewer of a line moves it to
/// `right.tsv`, or makes the control deny the mutant.
pub const OPEN: &str = "open.tsv";

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/garbage/");

/// A table of mutants: a control, a place with `*` for each index, the changes that leave it
/// allowed or not asked (`absent` for both `removed` and `null`), and why. Where a place may be absent, whatever encloses it may
/// be absent or lack it too.
pub struct Table {
    rows: BTreeMap<String, BTreeMap<String, BTreeSet<Change>>>,
    used: Mutex<BTreeSet<(String, String, Change)>>,
}

impl Table {
    /// Reads the table in this file.
    pub fn read(file: &str) -> Self {
        let mut table: BTreeMap<String, BTreeMap<String, BTreeSet<Change>>> = BTreeMap::new();
        let text = std::fs::read_to_string(format!("{FOLDER}{file}")).unwrap();
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
        Self {
            rows: table,
            used: Mutex::default(),
        }
    }

    /// What is in the table, and no mutant has needed.
    pub fn unused(&self) -> Vec<String> {
        let used = self.used.lock().unwrap();
        let mut unused = Vec::new();
        for (control, places) in &self.rows {
            for (place, changes) in places {
                let is_used =
                    |change: &Change| used.contains(&(control.clone(), place.clone(), *change));
                // Both are written as one.
                let is_absent = |change: &Change| {
                    matches!(change, Change::Removed | Change::Null)
                        && [Change::Removed, Change::Null].iter().any(is_used)
                };
                for change in changes {
                    if !is_used(change) && !is_absent(change) {
                        unused.push(format!("{control}\t{place}\t{}", change.word()));
                    }
                }
            }
        }
        unused
    }

    /// The controls that it names.
    pub fn controls(&self) -> impl Iterator<Item = &String> {
        self.rows.keys()
    }

    /// Whether a change of a place is right.
    pub fn says_right(&self, control: &str, place: &str, change: Change) -> bool {
        let Some(places) = self.rows.get(control) else {
            return false;
        };
        let below = format!("{place}/");
        let is_right = |other: &str, changes: &BTreeSet<Change>| {
            if other == place {
                return changes.contains(&change);
            }
            change.leaves_nothing()
                && other.starts_with(&below)
                && changes.contains(&Change::Removed)
        };
        let right: Vec<&String> = places
            .iter()
            .filter(|(other, changes)| is_right(other, changes))
            .map(|(other, _)| other)
            .collect();
        let used = right.iter().map(|other| match *other == place {
            true => (control.to_owned(), place.to_owned(), change),
            false => (control.to_owned(), (*other).clone(), Change::Removed),
        });
        self.used.lock().unwrap().extend(used);
        !right.is_empty()
    }
}
