//! Findings: a diagnostic with the code of its rule, and maybe a fix.

use std::ops::Range;
use std::sync::Arc;

use crate::engine::Span;
use onus_core::diagnostic::{Diagnostic, Level, Spot};
use onus_core::document::Document;

/// One finding.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The rule that found it, such as `unknown-property`.
    pub code: &'static str,
    /// What is wrong, where, and what to do.
    pub problem: Diagnostic,
    /// The fix, if it is certain.
    pub fix: Option<Fix>,
}

/// A fix: the range of the file to remove.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What is taken out.
    pub removed: Range<usize>,
}

impl Finding {
    /// The file that it is in, if it has a place.
    pub fn document(&self) -> Option<&Arc<Document>> {
        self.problem.place.as_ref().map(|spot| &spot.document)
    }

    /// Where it is sorted to: its file, and the byte that it begins at.
    pub fn order(&self) -> (&str, usize) {
        self.problem
            .place
            .as_ref()
            .map_or(("", 0), |spot| (spot.document.name(), spot.range.start))
    }
}

/// What one rule finds.
#[derive(Debug)]
pub struct Findings {
    code: &'static str,
    level: Level,
    found: Vec<Finding>,
}

impl Findings {
    /// Nothing yet.
    pub fn of(code: &'static str, level: Level) -> Self {
        Self {
            code,
            level,
            found: Vec::new(),
        }
    }

    /// Adds a finding at a place of a file, with what to do.
    pub fn add(
        &mut self,
        document: &Arc<Document>,
        span: &Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.push(document, span, message.into(), help.into(), None);
    }

    /// Adds a finding whose fix is to remove `removed`.
    pub fn add_fixable(
        &mut self,
        document: &Arc<Document>,
        span: &Span,
        message: impl Into<String>,
        help: impl Into<String>,
        removed: Range<usize>,
    ) {
        let fix = Fix { removed };
        self.push(document, span, message.into(), help.into(), Some(fix));
    }

    fn push(
        &mut self,
        document: &Arc<Document>,
        span: &Span,
        message: String,
        help: String,
        fix: Option<Fix>,
    ) {
        let mut problem = Diagnostic::warning(message)
            .at(Spot::new(document, span.clone()))
            .help(help);
        problem.level = self.level;
        self.found.push(Finding {
            code: self.code,
            problem,
            fix,
        });
    }

    /// All of them.
    pub fn into_found(self) -> Vec<Finding> {
        self.found
    }
}
