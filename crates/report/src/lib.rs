//! What a run says: one file a format, all behind one trait. Reports know
//! nothing of inventories or of Rego; they get decisions, piece after piece, and
//! keep none of them.

#![deny(clippy::print_stdout, clippy::print_stderr)]

pub(crate) mod code_frame;
pub(crate) mod diagnostics;
pub(crate) mod formats;
#[cfg(test)]
mod hostile_text_tests;
pub mod layers;
pub(crate) mod markdown_escape;
pub(crate) mod not_assessed;
pub(crate) mod relative_path;
pub(crate) mod results;
pub(crate) mod sanitize;
pub mod snapshot;
pub(crate) mod summary;
pub(crate) mod views;

use std::collections::HashMap;
use std::io;
use std::sync::Arc;

use serde::Serialize;

pub use crate::diagnostics::{write_problem, write_problems};
pub use crate::formats::json::Json;
pub use crate::formats::ndjson::Ndjson;
pub use crate::formats::pretty::Pretty;
pub use crate::formats::{Command, ExportFormat, Exported, Setting, Time};
pub use crate::results::lint::write_findings_export;
pub use crate::sanitize::clean;
pub(crate) use crate::sanitize::wrap;
pub use crate::views::control_pages::{BadTemplate, INDEX, PAGE, Pages, Template, file_name};
pub use crate::views::controls::{
    write_controls_json, write_controls_markdown, write_controls_pretty,
};
pub use crate::views::explanation::{ExplainedPretty, explanation_schema, write_explained_json};
pub use crate::views::lint::{CheckJson, write_findings, write_findings_ndjson};
pub use crate::views::responsibility::{WhoPretty, write_editions};
pub use crate::views::test_run::{
    TestRun, TestsPretty, write_coverage_html, write_lcov, write_tests_export, write_tests_json,
    write_tests_ndjson, write_tests_pretty,
};
pub use crate::views::trace::write_trace;
pub use summary::{LookedAt, Summary};

use onus_core::decision::{Decision, Party};
use onus_core::diagnostic::Diagnostic;
use onus_core::document::Document;
use onus_core::vocabulary::PartyKind;
use onus_evaluate::{Editions, Gaps};

/// What is known of a run when all its decisions have been taken.
#[derive(Debug)]
pub struct Run<'r> {
    /// The counts of all decisions, whatever is shown.
    pub summary: Summary,
    /// What was not assessed.
    pub gaps: &'r Gaps,
    /// What could not be read, and what the user should know.
    pub problems: &'r [Diagnostic],
    /// The policies that it was decided with.
    pub policy_set: PolicySetInfo<'r>,
}

/// The policies of a run, so that a report can be traced to them.
#[derive(Debug, Clone, Serialize)]
pub struct PolicySetInfo<'r> {
    /// sha256 over all policies that took part.
    pub digest: &'r str,
    /// The edition that spoke for each provider.
    pub editions: &'r Editions,
    /// Number of controls.
    pub controls: usize,
}

/// How much to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// Counts only.
    Quiet,
    /// Denials.
    Normal,
    /// Also what is allowed and what was not assessed, by name.
    Verbose,
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

    /// The word that it was read from, whatever the case of a side.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Kind(kind) => kind.as_str(),
            Self::Name(name) => name,
        }
    }

    /// Whether a party is meant.
    pub fn matches(&self, party: &Party) -> bool {
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

    /// Those of some decisions that are shown, in their order.
    fn shown<'d>(&self, decisions: &'d [Decision]) -> impl Iterator<Item = &'d Decision> {
        decisions.iter().filter(|decision| self.shows(decision))
    }
}

/// One output format. A report takes a run's decisions piece after piece, and is
/// then closed.
pub trait Report {
    /// Whether the text holds styles that a file or a pipe must not get.
    fn styled(&self) -> bool {
        false
    }

    /// Takes some of the run's decisions, in their order; what can be written at
    /// once is written. `documents` are the texts that the decisions' places are in,
    /// by name; they are gone afterwards.
    ///
    /// # Errors
    /// The output can't be written.
    fn take(
        &mut self,
        decisions: &[Decision],
        documents: &HashMap<String, Arc<Document>>,
        out: &mut dyn io::Write,
    ) -> io::Result<()>;

    /// Writes what is left, when all decisions have been taken.
    ///
    /// # Errors
    /// The output can't be written.
    fn close(&mut self, run: &Run<'_>, out: &mut dyn io::Write) -> io::Result<()>;
}
