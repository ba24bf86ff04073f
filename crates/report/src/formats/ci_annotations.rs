//! What services show at lines of a pull request: so many of a kind for each step, so
//! the worst are kept and the rest is counted.

use std::cmp::Reverse;
use std::io;

use onus_core::vocabulary::Severity;

use crate::clean;
use crate::formats::Command;
use crate::formats::junit::errors;
use crate::formats::top_results::Worst;
use crate::results::{Ending, Entry, problem_lines};

/// What GitHub and Azure Pipelines keep of a kind for each step.
pub(crate) const MOST: usize = 10;

/// What keeps a run from being whole stands first, then what is wrong by severity, and
/// last what is only not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Diagnostic,
    Wrong(Reverse<Severity>),
    Unknown,
}

/// The annotations of one kind.
#[derive(Debug)]
pub(crate) struct Annotations {
    kept: Worst<Rank, String>,
}

impl Annotations {
    pub(crate) fn new() -> Self {
        Self {
            kept: Worst::new(MOST),
        }
    }

    /// Takes one of something that is wrong.
    pub(crate) fn wrong(&mut self, entry: &Entry<'_>, make: impl FnOnce() -> String) {
        self.kept.offer(Rank::Wrong(Reverse(entry.severity)), make);
    }

    /// Takes one of something that is not known.
    pub(crate) fn unknown(&mut self, make: impl FnOnce() -> String) {
        self.kept.offer(Rank::Unknown, make);
    }

    /// Takes what keeps the run from being whole.
    pub(crate) fn problems(&mut self, ending: &Ending<'_>, make: impl Fn(&str) -> String) {
        for problem in errors(ending.problems) {
            self.kept
                .offer(Rank::Diagnostic, || make(&problem_lines(problem)));
        }
    }
}

/// Writes what was kept, and a line with the counts.
pub(crate) fn write<'a>(
    kinds: impl IntoIterator<Item = &'a mut Annotations>,
    command: Command,
    ending: &Ending<'_>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let mut not_shown = 0;
    for kind in kinds {
        let (annotations, left_out) = kind.kept.take();
        not_shown += left_out;
        for annotation in annotations {
            writeln!(out, "{annotation}")?;
        }
    }
    write!(out, "{}: {}", command.name(), ending.totals)?;
    if not_shown > 0 {
        write!(
            out,
            "; {not_shown} are not shown here, since no more than {MOST} of a kind are kept"
        )?;
    }
    if !ending.not_assessed.is_empty() {
        write!(out, "; not assessed: {}", ending.not_assessed.join("; "))?;
    }
    writeln!(out)
}

/// An entry in lines, the first one saying the most.
pub(crate) fn lines(entry: &Entry<'_>) -> String {
    let mut text = entry.headline();
    for line in &entry.detail {
        text.push_str(&format!("\n{line}"));
    }
    if let Some(party) = &entry.party {
        let layer = entry.layer.map(|layer| format!("{layer}, "));
        text.push_str(&format!(
            "\n{}, {}, {}{party}",
            entry.severity,
            entry.status,
            layer.unwrap_or_default()
        ));
    }
    if let Some(fix) = entry.advice("fix: ") {
        text.push_str(&format!("\n{}", fix.replace('\n', "\n  ")));
    }
    text.push_str(&format!("\nfingerprint {}", clean(&entry.fingerprint)));
    text
}
