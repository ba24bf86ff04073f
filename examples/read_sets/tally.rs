//! What is counted.

use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};

/// What was found.
#[derive(Debug, Default, Clone)]
pub struct Tally {
    /// Module sets that were accepted.
    pub modules: usize,
    /// Of those, the ones with a text of their own.
    pub distinct: Texts,
    /// Module sets that the engine or the checks refuse.
    pub refused: usize,
    /// Evaluations that were compared.
    pub cases: usize,
    /// Rules with a read-set that is not all of the input.
    pub precise: usize,
    /// Rules.
    pub rules: usize,
    /// Evaluations that gave a value, and not an error or nothing.
    pub defined: usize,
    /// Evaluations that failed.
    pub failed: usize,
    /// Why module sets were refused.
    pub reasons: BTreeMap<String, usize>,
    /// Module sets with a difference.
    pub differences: usize,
}

/// Digests of texts, of which the number is printed.
#[derive(Default, Clone)]
pub struct Texts(pub HashSet<u64>);

impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.len())
    }
}

/// One line.
impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} module sets accepted, {:?} of them distinct, {} cases, {} differences",
            self.modules, self.distinct, self.cases, self.differences
        )
    }
}

impl Tally {
    /// Counts a module set that was accepted.
    pub fn accept(&mut self, texts: &[&str]) {
        self.modules += 1;
        let mut digest = DefaultHasher::new();
        texts.hash(&mut digest);
        self.distinct.0.insert(digest.finish());
    }

    /// Counts a module set that was refused.
    pub fn refuse(&mut self, message: &str) {
        self.refused += 1;
        *self.reasons.entry(kind_of(message)).or_default() += 1;
    }
}

/// A message without what differs from case to case: names, places and circles.
fn kind_of(message: &str) -> String {
    let line = message.lines().next().unwrap_or_default();
    let line = line.split("circle:").next().unwrap_or_default();
    let is_place = |start: &str| start.contains(".rego:");
    let said = match line.split_once(": ") {
        Some((place, said)) if is_place(place) => said,
        _ => line,
    };
    said.split('`').step_by(2).collect::<Vec<_>>().join("_")
}
