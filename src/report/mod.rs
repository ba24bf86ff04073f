//! What a run says: one file a format, all behind one trait. Reports know
//! nothing of inventories or of Rego; they get decisions.

mod basis;
mod clean;
mod frame;
mod json;
mod matrix;
mod ndjson;
mod pretty;
mod problems;
mod summary;
mod who;

use std::io;

pub use clean::clean;
pub use json::Json;
pub use ndjson::Ndjson;
pub use pretty::{Detail, Pretty};
pub use problems::write_problems;
pub use summary::Summary;
pub use who::{WhoPretty, write_editions};

use crate::decision::{Decision, Party};
use crate::evaluate::{Editions, Evaluation};
use crate::vocabulary::PartyKind;

/// A finished run, as reports see it.
#[derive(Debug)]
pub struct Run<'r> {
    /// What came out, with waivers marked.
    pub evaluation: &'r Evaluation,
    /// The policies that it was decided with.
    pub policy_set: PolicySetInfo<'r>,
    /// Which decisions to show; the summary and the exit code count all.
    pub filter: Filter,
}

/// The policies of a run, so that a report can be traced to them.
#[derive(Debug, Clone)]
pub struct PolicySetInfo<'r> {
    /// sha256 over all policies that took part.
    pub digest: &'r str,
    /// The edition that spoke for each provider.
    pub editions: &'r Editions,
    /// Number of controls.
    pub controls: usize,
}

/// Which decisions to show.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Only decisions whose accountable party is one of these; empty shows all.
    pub parties: Vec<PartyFilter>,
}

/// A side of the boundary, or somebody by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PartyFilter {
    /// Everybody of this side.
    Kind(PartyKind),
    /// The party of this name, whatever the case.
    Name(String),
}

impl PartyFilter {
    /// Reads `customer`, `provider`, `third_party`, or a name.
    pub fn parse(text: &str) -> Self {
        text.parse()
            .map_or_else(|_| Self::Name(text.to_owned()), Self::Kind)
    }

    fn matches(&self, party: &Party) -> bool {
        match self {
            Self::Kind(kind) => party.kind == *kind,
            Self::Name(name) => party
                .name
                .as_ref()
                .is_some_and(|known| known.eq_ignore_ascii_case(name)),
        }
    }
}

impl Filter {
    /// Whether a decision is shown. One that nobody is accountable for is shown
    /// when nothing is filtered.
    pub fn shows(&self, decision: &Decision) -> bool {
        self.parties.is_empty()
            || decision
                .responsible
                .accountable()
                .is_some_and(|party| self.parties.iter().any(|filter| filter.matches(party)))
    }
}

impl Run<'_> {
    /// The decisions to show, in order.
    pub fn shown(&self) -> impl Iterator<Item = &Decision> {
        self.evaluation
            .decisions
            .iter()
            .filter(|decision| self.filter.shows(decision))
    }
}

/// One output format.
pub trait Report {
    /// Whether the text holds styles that a file or a pipe must not get.
    fn styled(&self) -> bool {
        false
    }

    /// Writes the whole report.
    ///
    /// # Errors
    /// The output can't be written.
    fn write(&self, run: &Run<'_>, out: &mut dyn io::Write) -> io::Result<()>;
}
