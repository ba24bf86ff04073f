//! The result of a snapshot check, for programs.

pub(crate) mod export;
pub(crate) mod json;

use std::collections::HashMap;

use crate::snapshot::field_escape::{BETWEEN, escaped};
use crate::snapshot::render::{decision, heading};
use crate::snapshot::{Line, Snapshot};

pub use crate::snapshot::check_result::export::write_checked_export;
pub use crate::snapshot::check_result::json::{write_checked_json, write_checked_ndjson};

/// What a check has found.
#[derive(Debug, Default)]
pub struct Checked<'s> {
    /// By inventory.
    pub inventories: Vec<CheckedInventory<'s>>,
    /// Snapshots that belong to none of them, when they were asked for.
    pub unreferenced: Vec<String>,
}

/// An inventory and its snapshot.
#[derive(Debug)]
pub struct CheckedInventory<'s> {
    /// The inventory, as it was named.
    pub inventory: &'s str,
    /// The file of its snapshot.
    pub file: String,
    /// The text of the snapshot.
    pub text: Option<String>,
    /// What was recorded.
    pub before: Option<&'s Snapshot>,
    /// What is decided.
    pub after: &'s Snapshot,
}

impl CheckedInventory<'_> {
    /// Whether there were resources, and there is none any more.
    pub fn has_vanished(&self) -> bool {
        let were = self
            .before
            .is_some_and(|before| before.header.resources > 0);
        were && self.after.header.resources == 0
    }
}

/// The line numbers in the text of a snapshot.
pub(crate) struct Lines<'t> {
    /// Of each control and of each of its decisions, which are empty for the control.
    numbers: HashMap<(&'t str, &'t str), usize>,
}

impl<'t> Lines<'t> {
    pub(crate) fn of(text: &'t str) -> Self {
        let mut numbers = HashMap::new();
        let mut section = "";
        for (index, line) in text.lines().enumerate() {
            let line = line.trim_end();
            match line.strip_prefix("  ") {
                Some(decision) => {
                    numbers.entry((section, decision)).or_insert(index + 1);
                }
                None => {
                    section = line.split_once(BETWEEN).map_or("", |(id, _)| id);
                    numbers.entry((section, "")).or_insert(index + 1);
                }
            }
        }
        Self { numbers }
    }

    /// Where a decision was recorded, or else its control; the first line of the file
    /// for what is new.
    pub(crate) fn number(&self, control: &str, label: &str, line: Option<&Line>) -> usize {
        let control = heading(control);
        let recorded = line.map(|line| decision(line, &escaped(label)));
        let at = |decision: &str| self.numbers.get(&(control.as_str(), decision)).copied();
        recorded
            .and_then(|recorded| at(&recorded))
            .or_else(|| at(""))
            .unwrap_or(1)
    }
}
