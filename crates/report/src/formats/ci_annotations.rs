//! CI annotations: log commands that GitHub and Azure Pipelines show at lines of a pull
//! request. Services keep a few of each level per step, so the most severe are written
//! and the rest is counted.

use std::cmp::Reverse;
use std::io;
use std::path::{Path, PathBuf};

use onus_core::vocabulary::Severity;

use crate::export::entry::{Entry, Outcome};
use crate::export::setting::{Command, Setting};
use crate::export::text::{errors, problem_lines};
use crate::export::{Ending, Export};
use crate::formats::top_results::TopResults;
use crate::sanitize::clean;

/// What GitHub and Azure Pipelines keep of a level for each step.
pub(crate) const MOST: usize = 10;

/// The level of an annotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Level {
    Error,
    Warning,
    Notice,
}

impl Level {
    /// The word in a log command.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Notice => "notice",
        }
    }
}

/// The log commands of one service.
#[derive(Debug)]
pub(crate) struct LogCommands {
    /// The level of unknown facts: not every service has notices.
    pub(crate) unknown: Level,
    /// The command for an entry, with paths below the folder relative to it.
    pub(crate) annotation: fn(Level, &Entry<'_>, &Path) -> String,
    /// The command for a diagnostic.
    pub(crate) diagnostic: fn(&str) -> String,
}

/// Diagnostics that make the run incomplete come first, then denials by severity, and
/// unknown facts last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Diagnostic,
    Denial(Reverse<Severity>),
    Unknown,
}

/// The export of annotations.
#[derive(Debug)]
pub(crate) struct Annotations {
    commands: &'static LogCommands,
    command: Command,
    base: PathBuf,
    errors: TopResults<Rank, String>,
    warnings: TopResults<Rank, String>,
    notices: TopResults<Rank, String>,
}

impl Annotations {
    /// An export with the log commands of a service.
    pub(crate) fn new(commands: &'static LogCommands, setting: &Setting) -> Self {
        Self {
            commands,
            command: setting.command,
            base: setting.base.clone(),
            errors: TopResults::new(MOST),
            warnings: TopResults::new(MOST),
            notices: TopResults::new(MOST),
        }
    }
}

impl Export for Annotations {
    fn take(&mut self, entry: &Entry<'_>, _out: &mut dyn io::Write) -> io::Result<()> {
        let (level, rank) = match (entry.outcome, entry.severity) {
            (Outcome::Passed | Outcome::Skipped | Outcome::Waived, _) => return Ok(()),
            (Outcome::Unknown, _) => (self.commands.unknown, Rank::Unknown),
            (_, severity @ (Severity::Critical | Severity::High)) => {
                (Level::Error, Rank::Denial(Reverse(severity)))
            }
            (_, severity @ (Severity::Medium | Severity::Low)) => {
                (Level::Warning, Rank::Denial(Reverse(severity)))
            }
        };
        let kept = match level {
            Level::Error => &mut self.errors,
            Level::Warning => &mut self.warnings,
            Level::Notice => &mut self.notices,
        };
        kept.offer(rank, || {
            (self.commands.annotation)(level, entry, &self.base)
        });
        Ok(())
    }

    fn close(&mut self, ending: &Ending<'_>, out: &mut dyn io::Write) -> io::Result<()> {
        for problem in errors(ending.problems) {
            self.errors.offer(Rank::Diagnostic, || {
                (self.commands.diagnostic)(&problem_lines(problem))
            });
        }
        let mut omitted = 0;
        for level in [&mut self.errors, &mut self.warnings, &mut self.notices] {
            let (annotations, count) = level.take();
            omitted += count;
            for annotation in annotations {
                writeln!(out, "{annotation}")?;
            }
        }
        write!(out, "{}: {}", self.command.name(), ending.totals)?;
        if omitted > 0 {
            write!(
                out,
                "; {omitted} are not shown here, since no more than {MOST} of a kind are kept"
            )?;
        }
        if !ending.not_assessed.is_empty() {
            write!(out, "; not assessed: {}", ending.not_assessed.join("; "))?;
        }
        writeln!(out)
    }
}

/// The lines of an entry, the most important first.
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

#[cfg(test)]
mod tests {
    use onus_core::decision::{Decision, Verdict, sample};

    use crate::formats::hostile_decisions::written;
    use crate::formats::{azure, github};

    #[test]
    fn annotations_beyond_ten_of_a_level_are_counted() {
        let decisions: Vec<Decision> = (0..30_000)
            .map(|number| {
                let name = format!("{}{number}", "long/".repeat(60));
                sample("C-1", &name, Verdict::Deny)
            })
            .collect();
        for format in [&github::FORMAT, &azure::FORMAT] {
            let text = written(format, &decisions, "trouble");
            // The diagnostic is one of the ten errors.
            assert_eq!(text.lines().count(), 11);
            assert!(text.contains("trouble") && text.contains("; 29991 are not shown here"));
        }
    }
}
