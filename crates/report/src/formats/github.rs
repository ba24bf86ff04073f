//! `--output github`: what is wrong as workflow commands, which GitHub shows at their
//! lines.

use std::io;
use std::path::{Path, PathBuf};

use onus_core::vocabulary::Severity;

use crate::clean;
use crate::formats::Command;
use crate::formats::ci_annotations;
use crate::formats::ci_annotations::{Annotations, lines};
use crate::relative_path::below;
use crate::results::{Ending, Entry, Export, Outcome};

/// The commands for GitHub.
#[derive(Debug)]
pub(crate) struct GitHub {
    command: Command,
    base: PathBuf,
    errors: Annotations,
    warnings: Annotations,
    notices: Annotations,
}

impl GitHub {
    /// Paths below `base` are relative to it.
    pub(crate) fn new(command: Command, base: PathBuf) -> Self {
        Self {
            command,
            base,
            errors: Annotations::new(),
            warnings: Annotations::new(),
            notices: Annotations::new(),
        }
    }
}

impl Export for GitHub {
    fn take(&mut self, entry: &Entry<'_>, _out: &mut dyn io::Write) -> io::Result<()> {
        let base = &self.base;
        match (entry.outcome, entry.severity) {
            (Outcome::Passed | Outcome::Skipped | Outcome::Waived, _) => {}
            (Outcome::Unknown, _) => self.notices.unknown(|| written("notice", entry, base)),
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
            format!("::error title=onus::{}", message(text))
        });
        let kinds = [&mut self.errors, &mut self.warnings, &mut self.notices];
        ci_annotations::write(kinds, self.command, ending, out)
    }
}

fn written(word: &str, entry: &Entry<'_>, base: &Path) -> String {
    let title = format!("{}: {}", entry.rule.id, entry.rule.title);
    format!(
        "::{word} file={},line={},col={},title={}::{}",
        property(&clean(&below(entry.place.file, base))),
        entry.place.line,
        entry.place.column,
        property(&clean(&title)),
        message(&lines(entry))
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
    use crate::formats::github::property;

    #[test]
    fn nothing_breaks_out_of_a_command() {
        assert_eq!(property("a,b::c\r\n50%25"), "a%2Cb%3A%3Ac%0D%0A50%2525");
    }
}
