//! The run that reports are about, and the trait of reports.

use std::collections::HashMap;
use std::io;
use std::sync::Arc;

use serde::Serialize;

use onus_core::decision::Decision;
use onus_core::diagnostic::Diagnostic;
use onus_core::document::Document;
use onus_evaluate::{Editions, Gaps};

use crate::summary::Summary;

/// The facts of a run after its last decision.
#[derive(Debug)]
pub struct Run<'r> {
    /// The counts of all decisions, whatever is shown.
    pub summary: Summary,
    /// What was not assessed.
    pub gaps: &'r Gaps,
    /// Errors of reading, and warnings.
    pub problems: &'r [Diagnostic],
    /// The policies of the run.
    pub policy_set: PolicySetInfo<'r>,
}

/// The policies of a run, so that a report can be traced to them.
#[derive(Debug, Clone, Serialize)]
pub struct PolicySetInfo<'r> {
    /// sha256 over all policies that took part.
    pub digest: &'r str,
    /// The edition of each provider.
    pub editions: &'r Editions,
    /// Number of controls.
    pub controls: usize,
}

/// The amount of detail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// Counts only.
    Quiet,
    /// Denials.
    Normal,
    /// Also what is allowed and what was not assessed, by name.
    Verbose,
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
