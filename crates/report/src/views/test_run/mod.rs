//! Test runs of `onus test`, for people and for programs.

pub(crate) mod coverage;
pub(crate) mod export;
pub(crate) mod json;
pub(crate) mod pretty;
pub(crate) mod redacted;

use std::time::Duration;

use onus_core::diagnostic::Diagnostic;
use onus_policy::testing::{Outcomes, Tested};

/// A run of tests, and what could not be part of it.
#[derive(Debug, Clone, Copy)]
pub struct TestRun<'r> {
    /// The results.
    pub tested: &'r Tested,
    /// Files that could not be loaded, and what else the user should know.
    pub problems: &'r [Diagnostic],
    /// Where tests were looked for, as the user wrote it.
    pub paths: &'r [String],
    /// How long it took.
    pub took: Duration,
}

impl TestRun<'_> {
    pub(crate) fn outcomes(&self) -> Outcomes {
        self.tested.outcomes()
    }
}

/// `file:line:column` of a result.
fn place(result: &onus_policy::testing::TestResult) -> (String, usize, usize) {
    let at = result.document.position(result.span.start);
    (result.document.name().to_owned(), at.line, at.column)
}
