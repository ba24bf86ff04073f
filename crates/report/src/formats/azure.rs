//! `--output azure`: what is wrong as logging commands of Azure Pipelines, which shows
//! them as errors and warnings of the step.

use std::io;
use std::path::{Path, PathBuf};

use onus_core::vocabulary::Severity;

use crate::clean;
use crate::formats::Command;
use crate::formats::ci_annotations;
use crate::formats::ci_annotations::{Annotations, lines};
use crate::relative_path::below;
use crate::results::{Ending, Entry, Export, Outcome};

/// The commands for Azure Pipelines.
#[derive(Debug)]
pub(crate) struct Azure {
    command: Command,
    base: PathBuf,
    errors: Annotations,
    warnings: Annotations,
}

impl Azure {
    /// Paths below `base` are relative to it.
    pub(crate) fn new(command: Command, base: PathBuf) -> Self {
        Self {
            command,
            base,
            errors: Annotations::new(),
            warnings: Annotations::new(),
        }
    }
}

impl Export for Azure {
    fn take(&mut self, entry: &Entry<'_>, _out: &mut dyn io::Write) -> io::Result<()> {
        let base = &self.base;
        match (entry.outcome, entry.severity) {
            (Outcome::Passed | Outcome::Skipped | Outcome::Waived, _) => {}
            // There are no notices.
            (Outcome::Unknown, _) => self.warnings.unknown(|| written("warning", entry, base)),
            (_, Severity::Critical | Severity::High) => {
                self.errors.wrong(entry, || written("error", entry, base));
            }
            (_, Severity::Medium | Severity::Low) => {
                self.warnings
                    .wrong(entry, || written("warning", entry, base));
            }
        }
        Ok(())
    }

    fn close(&mut self, ending: &Ending<'_>, out: &mut dyn io::Write) -> io::Result<()> {
        self.errors.problems(ending, |text| {
            format!("##vso[task.logissue type=error;]{}", message(text))
        });
        let kinds = [&mut self.errors, &mut self.warnings];
        ci_annotations::write(kinds, self.command, ending, out)
    }
}

fn written(word: &str, entry: &Entry<'_>, base: &Path) -> String {
    format!(
        "##vso[task.logissue type={word};sourcepath={};linenumber={};columnnumber={};code={};]{}",
        property(&clean(&below(entry.place.file, base))),
        entry.place.line,
        entry.place.column,
        property(&clean(entry.rule.id)),
        message(&lines(entry))
    )
}

/// What stands behind a command. The agent has an escape of its own for `%`, since
/// what was `%25` in older logs was meant.
fn message(text: &str) -> String {
    text.replace('%', "%AZP25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// A value within a command, which ends with `;` or `]`.
fn property(text: &str) -> String {
    message(text).replace(';', "%3B").replace(']', "%5D")
}

#[cfg(test)]
mod tests {
    use crate::formats::azure::property;

    #[test]
    fn nothing_breaks_out_of_a_command() {
        assert_eq!(property("a;b]c\r\n50%"), "a%3Bb%5Dc%0D%0A50%AZP25");
    }
}
