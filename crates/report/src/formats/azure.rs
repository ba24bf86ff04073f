//! The format `azure`: logging commands of Azure Pipelines, which shows them as errors
//! and warnings of the step.

use std::path::Path;

use crate::export::entry::Entry;
use crate::formats::ci_annotations::{Annotations, Level, LogCommands, lines};
use crate::formats::output_format::{NotAssessed, OutputFormat, Service, Syntax, Writer};
use crate::relative_path::below;
use crate::sanitize::clean;

pub(crate) const FORMAT: OutputFormat = OutputFormat {
    name: "azure",
    purpose: "errors and warnings of Azure Pipelines, the ten most severe of each level",
    services: &[Service {
        name: "Azure Pipelines, log and page of the run",
        output: "`azure`",
        looks: "errors and warnings of the run",
    }],
    syntax: Syntax::AzureCommands,
    not_assessed: NotAssessed::InWords,
    writer: Writer::Export(|setting, _| Box::new(Annotations::new(&COMMANDS, setting))),
};

/// Azure Pipelines has no notices.
static COMMANDS: LogCommands = LogCommands {
    unknown: Level::Warning,
    annotation,
    diagnostic,
};

fn annotation(level: Level, entry: &Entry<'_>, base: &Path) -> String {
    format!(
        "##vso[task.logissue type={};sourcepath={};linenumber={};columnnumber={};code={};]{}",
        level.as_str(),
        property(&clean(&below(entry.place.file, base))),
        entry.place.line,
        entry.place.column,
        property(&clean(entry.rule.id)),
        message(&lines(entry))
    )
}

fn diagnostic(text: &str) -> String {
    format!("##vso[task.logissue type=error;]{}", message(text))
}

/// The text after a command. The agent has its own escape for `%`, because older logs
/// contain `%25` as plain text.
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
    use proptest::prelude::*;

    use crate::formats::azure::{FORMAT, property};
    use crate::formats::hostile_decisions::{CONTROL_CHARACTERS, decisions, open, text, written};

    #[test]
    fn nothing_breaks_out_of_a_command() {
        assert_eq!(property("a;b]c\r\n50%"), "a%3Bb%5Dc%0D%0A50%AZP25");
    }

    proptest! {
        #[test]
        fn azure_gets_only_intended_commands(decisions in decisions(), trouble in text()) {
            let text = written(&FORMAT, &decisions, &trouble);
            let lines: Vec<&str> = text.lines().collect();
            prop_assert_eq!(lines.len(), open(&decisions) + 2, "{}", text);
            let (last, commands) = lines.split_last().unwrap();
            prop_assert!(last.starts_with("onus eval: "));
            for command in commands {
                let rest = command.strip_prefix("##vso[task.logissue ").unwrap();
                let (properties, message) = rest.split_once(";]").unwrap();
                prop_assert!(!properties.contains(']') && !message.contains("##vso["), "{}", command);
                let keys: Vec<&str> = properties
                    .split(';')
                    .map(|property| property.split_once('=').unwrap().0)
                    .collect();
                let all = ["type", "sourcepath", "linenumber", "columnnumber", "code"];
                prop_assert!(keys == ["type"] || keys == all, "{}", command);
            }
            prop_assert!(!text.contains(CONTROL_CHARACTERS));
        }
    }
}
