//! `--output github`: what is wrong as workflow commands, which GitHub shows at their
//! lines. It shows ten of a kind for each step, so the worst are written and the rest
//! is counted.

use std::cmp::Reverse;
use std::io;
use std::path::{Path, PathBuf};

use crate::vocabulary::Severity;

use super::clean;
use super::entry::{Ending, Entry, Export, Outcome, problem_lines};
use super::export::Command;
use super::junit::errors;
use super::path::below;
use super::worst::Worst;

/// What GitHub shows of a kind for each step.
const MOST: usize = 10;

/// What keeps a run from being whole stands before what is wrong, by severity.
type Rank = Option<Reverse<Severity>>;

/// The commands for GitHub.
#[derive(Debug)]
pub(super) struct GitHub {
    command: Command,
    base: PathBuf,
    errors: Worst<Rank, String>,
    warnings: Worst<Rank, String>,
    notices: Worst<Rank, String>,
}

impl GitHub {
    /// Paths below `base` are relative to it.
    pub(super) fn new(command: Command, base: PathBuf) -> Self {
        Self {
            command,
            base,
            errors: Worst::new(MOST),
            warnings: Worst::new(MOST),
            notices: Worst::new(MOST),
        }
    }
}

impl Export for GitHub {
    fn take(&mut self, entry: &Entry<'_>, _out: &mut dyn io::Write) -> io::Result<()> {
        if !entry.outcome.is_open() {
            return Ok(());
        }
        let severity = entry.severity;
        let (word, kept) = match (entry.outcome, severity) {
            (Outcome::Unknown, _) => ("notice", &mut self.notices),
            (_, Severity::Critical | Severity::High) => ("error", &mut self.errors),
            (_, Severity::Medium | Severity::Low) => ("warning", &mut self.warnings),
        };
        let base = &self.base;
        kept.offer(Some(Reverse(severity)), || written(word, entry, base));
        Ok(())
    }

    fn close(&mut self, ending: &Ending<'_>, out: &mut dyn io::Write) -> io::Result<()> {
        for problem in errors(ending.problems) {
            self.errors.offer(None, || {
                format!("::error title=onus::{}", message(&problem_lines(problem)))
            });
        }
        let mut not_shown = 0;
        for kept in [&mut self.errors, &mut self.warnings, &mut self.notices] {
            let (commands, left_out) = kept.take();
            not_shown += left_out;
            for command in commands {
                writeln!(out, "{command}")?;
            }
        }
        write!(out, "{}: {}", self.command.name(), ending.totals)?;
        if not_shown > 0 {
            write!(
                out,
                "; {not_shown} are not shown here, since GitHub shows {MOST} of a kind"
            )?;
        }
        writeln!(out)
    }
}

fn written(word: &str, entry: &Entry<'_>, base: &Path) -> String {
    let title = format!("{}: {}", entry.rule.id, entry.rule.title);
    let mut text = entry.headline();
    for line in &entry.detail {
        text.push_str(&format!("\n{line}"));
    }
    if let Some(party) = &entry.party {
        let layer = entry.layer.map(|layer| layer.as_str()).unwrap_or_default();
        text.push_str(&format!(
            "\n{}, {}, {layer}: {party}",
            entry.severity, entry.status
        ));
    }
    if let Some(fix) = entry.advice("fix: ") {
        text.push_str(&format!("\n{}", fix.replace('\n', "\n  ")));
    }
    text.push_str(&format!("\nfingerprint {}", clean(&entry.fingerprint)));
    format!(
        "::{word} file={},line={},col={},title={}::{}",
        property(&clean(&below(entry.place.file, base))),
        entry.place.line,
        entry.place.column,
        property(&clean(&title)),
        message(&text)
    )
}

/// What stands behind a command.
fn message(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// A value within a command, where commas and colons mean something too.
fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::property;

    #[test]
    fn nothing_breaks_out_of_a_command() {
        assert_eq!(property("a,b::c\r\n50%25"), "a%2Cb%3A%3Ac%0D%0A50%2525");
    }
}
