//! The format `github`: workflow commands, which GitHub shows at their lines.

use std::path::Path;

use crate::export::entry::Entry;
use crate::formats::ci_annotations::{Annotations, Level, LogCommands, lines};
use crate::formats::output_format::{NotAssessed, OutputFormat, Service, Syntax, Writer};
use crate::relative_path::below;
use crate::sanitize::clean;

pub(crate) const FORMAT: OutputFormat = OutputFormat {
    name: "github",
    purpose: "GitHub workflow commands: annotations at their lines in pull requests, the ten most severe of each level",
    services: &[Service {
        name: "GitHub, next to the lines",
        output: "`github`",
        looks: "annotations, ten errors, ten warnings and ten notices a step: GitHub shows no more",
    }],
    syntax: Syntax::GitHubCommands,
    not_assessed: NotAssessed::InWords,
    writer: Writer::Export(|setting, _| Box::new(Annotations::new(&COMMANDS, setting))),
};

static COMMANDS: LogCommands = LogCommands {
    unknown: Level::Notice,
    annotation,
    diagnostic,
};

fn annotation(level: Level, entry: &Entry<'_>, base: &Path) -> String {
    let title = format!("{}: {}", entry.rule.id, entry.rule.title);
    format!(
        "::{} file={},line={},col={},title={}::{}",
        level.as_str(),
        property(&clean(&below(entry.place.file, base))),
        entry.place.line,
        entry.place.column,
        property(&clean(&title)),
        message(&lines(entry))
    )
}

fn diagnostic(text: &str) -> String {
    format!("::error title=onus::{}", message(text))
}

/// The text after a command.
fn message(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// A value within a command, where commas and colons are syntax too.
fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::formats::github::{FORMAT, property};
    use crate::formats::hostile_decisions::{CONTROL_CHARACTERS, decisions, open, text, written};

    #[test]
    fn nothing_breaks_out_of_a_command() {
        assert_eq!(property("a,b::c\r\n50%25"), "a%2Cb%3A%3Ac%0D%0A50%2525");
    }

    proptest! {
        #[test]
        fn github_gets_only_intended_commands(decisions in decisions(), trouble in text()) {
            let text = written(&FORMAT, &decisions, &trouble);
            let lines: Vec<&str> = text.lines().collect();
            // One for each open denial, one for the diagnostic, and the counts.
            prop_assert_eq!(lines.len(), open(&decisions) + 2, "{}", text);
            let (last, commands) = lines.split_last().unwrap();
            prop_assert!(last.starts_with("onus eval: "));
            for command in commands {
                let (head, _) = command.strip_prefix("::").unwrap().split_once("::").unwrap();
                let (word, properties) = head.split_once(' ').unwrap();
                prop_assert!(["error", "warning", "notice"].contains(&word), "{}", command);
                let keys: Vec<&str> = properties
                    .split(',')
                    .map(|property| property.split_once('=').unwrap().0)
                    .collect();
                prop_assert!(
                    keys == ["title"] || keys == ["file", "line", "col", "title"],
                    "{}",
                    command
                );
            }
            prop_assert!(!text.contains(CONTROL_CHARACTERS));
        }
    }
}
