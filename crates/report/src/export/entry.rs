//! The entry: how one decision, test, finding or snapshot went, for formats for other
//! programs. Its texts contain nothing that a terminal or a log acts on. Names and ids
//! are as they were written, and formats escape them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::time::Duration;

use onus_core::decision::{Remediation, Verdict, label};
use onus_core::document::{Document, Position};
use onus_core::vocabulary::{Layer, Severity};

use crate::sanitize::clean;

/// The result about one subject.
#[derive(Debug)]
pub(crate) struct Entry<'e> {
    /// The rule.
    pub(crate) rule: Rule<'e>,
    /// The subject.
    pub(crate) subject: Subject<'e>,
    /// What it belongs to, for formats with groups: its resource, or its file.
    pub(crate) group: &'e str,
    /// The outcome.
    pub(crate) outcome: Outcome,
    /// The outcome in the words of the command.
    pub(crate) status: &'static str,
    /// What was decided, if something was.
    pub(crate) verdict: Option<Verdict>,
    /// How bad it would be.
    pub(crate) severity: Severity,
    /// What is wrong, in one line; the requirement if nothing is.
    pub(crate) message: String,
    /// What is wrong one by one, where each has a place of its own.
    pub(crate) findings: Vec<FindingText<'e>>,
    /// More lines about it.
    pub(crate) detail: Vec<String>,
    /// Where it is best shown.
    pub(crate) place: Place<'e>,
    /// The layer of the duty.
    pub(crate) layer: Option<Layer>,
    /// Who has to act; only where somebody can be responsible.
    pub(crate) party: Option<String>,
    /// Who does what, and why; only for failed entries.
    pub(crate) whose: Option<String>,
    /// What to do, in lines that can be copied.
    pub(crate) fix: Vec<String>,
    /// The same with all commands, for programs.
    pub(crate) remediation: Option<&'e Remediation>,
    /// The range to remove, where that is a certain fix.
    pub(crate) removal: Option<Place<'e>>,
    /// Who accepted it, why, and until when.
    pub(crate) waived: Option<String>,
    /// Stable over runs and lines.
    pub(crate) fingerprint: Cow<'e, str>,
    /// How long it took, where that is known.
    pub(crate) took: Option<Duration>,
}

/// A rule: a control, a rule of `onus check`, a package of tests.
#[derive(Debug, Clone)]
pub(crate) struct Rule<'e> {
    pub(crate) id: &'e str,
    pub(crate) title: Cow<'e, str>,
    /// A page about it, in Markdown.
    pub(crate) page: Option<&'e str>,
    /// The layer that it is about, unless an entry names another.
    pub(crate) layer: Option<Layer>,
    pub(crate) links: &'e [String],
    /// Its names in other frameworks.
    pub(crate) frameworks: Option<&'e BTreeMap<String, Vec<String>>>,
}

/// The subject of a rule: a resource, a policy or a test.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Subject<'e> {
    pub(crate) id: &'e str,
    /// Its display name; empty where its place is enough.
    pub(crate) name: &'e str,
    /// Its type, such as that of a resource.
    pub(crate) kind: &'e str,
    /// What it is in, from the outside to the inside: provider, account, group.
    pub(crate) within: [&'e str; 3],
}

impl<'e> Subject<'e> {
    /// Its display name, which is the address of what Terraform manages.
    pub(crate) fn label(&self) -> &'e str {
        label(self.id, self.kind, self.name)
    }
}

/// One thing that is wrong.
#[derive(Debug)]
pub(crate) struct FindingText<'e> {
    pub(crate) message: String,
    pub(crate) place: Place<'e>,
    /// The place in the source that its file was made from.
    pub(crate) written_at: Option<Place<'e>>,
}

/// A place in a file, with lines and columns from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place<'e> {
    pub(crate) file: &'e str,
    pub(crate) line: usize,
    pub(crate) column: usize,
    /// Behind its last character, where that is known.
    pub(crate) end: Option<Position>,
}

/// The outcome of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Outcome {
    /// It passed.
    Passed,
    /// It was skipped.
    Skipped,
    /// It failed, and that is accepted.
    Waived,
    /// It counts as wrong because something is not known.
    Unknown,
    /// It failed.
    Failed,
    /// It counts as wrong because the policy failed.
    Error,
}

impl Outcome {
    /// The word for it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Skipped => "skipped",
            Self::Waived => "waived",
            Self::Unknown => "unknown",
            Self::Failed => "failed",
            Self::Error => "error",
        }
    }

    /// Whether somebody has to do something about it.
    pub(crate) fn is_open(self) -> bool {
        match self {
            Self::Passed | Self::Skipped | Self::Waived => false,
            Self::Unknown | Self::Failed | Self::Error => true,
        }
    }
}

impl<'e> Entry<'e> {
    /// The name of the subject, and what is wrong.
    pub(crate) fn headline(&self) -> String {
        if self.subject.name.is_empty() {
            return self.message.clone();
        }
        format!("{}: {}", clean(self.subject.label()), self.message)
    }

    /// What to do, as the end of a text. What nobody is responsible for is advice to
    /// the reader, and needs no heading.
    pub(crate) fn advice(&self, heading: &str) -> Option<String> {
        if self.fix.is_empty() {
            return None;
        }
        let heading = if self.party.is_some() { heading } else { "" };
        Some(format!("{heading}{}", self.fix.join("\n")))
    }

    /// Where it is shown, and where else it is about.
    pub(crate) fn places(&self) -> (&Place<'e>, Vec<&Place<'e>>) {
        let mut all = self
            .findings
            .iter()
            .flat_map(|said| said.written_at.iter().chain([&said.place]));
        (all.next().unwrap_or(&self.place), all.collect())
    }
}

impl<'e> Place<'e> {
    /// A stretch of a file that is called `file`.
    pub(crate) fn of(file: &'e str, document: &Document, range: &Range<usize>) -> Self {
        let start = document.position(range.start);
        Self {
            file,
            line: start.line,
            column: start.column,
            end: Some(document.position(range.end)),
        }
    }
}
