//! The format `tap`: one line per entry, by the Test Anything Protocol, version 14.

use std::io;

use serde_json::json;

use crate::export::entry::{Entry, Outcome};
use crate::export::setting::Command;
use crate::export::text::errors;
use crate::export::text::problem_lines;
use crate::export::{Ending, Export};
use crate::formats::output_format::{NotAssessed, OutputFormat, Service, Syntax, Writer};
use crate::sanitize::clean;

pub(crate) const FORMAT: OutputFormat = OutputFormat {
    name: "tap",
    purpose: "harnesses of the Test Anything Protocol; waived and unknown denials are skipped",
    services: &[Service {
        name: "harnesses that read TAP",
        output: "`tap`",
        looks: "a line for each decision",
    }],
    syntax: Syntax::Tap,
    not_assessed: NotAssessed::InWords,
    writer: Writer::Export(|setting, _| Box::new(Tap::new(setting.command))),
};

/// The TAP export; its plan is at the end.
#[derive(Debug)]
pub(crate) struct Tap {
    command: Command,
    count: usize,
}

impl Tap {
    pub(crate) fn new(command: Command) -> Self {
        Self { command, count: 0 }
    }

    /// The next number; what comes before the first one is written with it.
    fn next(&mut self, out: &mut dyn io::Write) -> io::Result<usize> {
        if self.count == 0 {
            writeln!(out, "TAP version 14")?;
        }
        self.count += 1;
        Ok(self.count)
    }
}

impl Export for Tap {
    fn take(&mut self, entry: &Entry<'_>, out: &mut dyn io::Write) -> io::Result<()> {
        let number = self.next(out)?;
        let subject = match entry.subject.label() {
            "" => entry.subject.id,
            name => name,
        };
        let about = described(&format!("{} {subject}", entry.rule.id));
        let skipped = match entry.outcome {
            Outcome::Passed => return writeln!(out, "ok {number} - {about}"),
            Outcome::Skipped => entry.message.clone(),
            Outcome::Waived => entry.waived.clone().unwrap_or_default(),
            Outcome::Unknown => format!("denied, since it is unknown: {}", entry.message),
            Outcome::Failed | Outcome::Error => {
                writeln!(out, "not ok {number} - {about}")?;
                return diagnosed(&fields(entry), out);
            }
        };
        writeln!(out, "ok {number} - {about} # SKIP {}", described(&skipped))?;
        diagnosed(&fields(entry), out)
    }

    fn close(&mut self, ending: &Ending<'_>, out: &mut dyn io::Write) -> io::Result<()> {
        let beginning = self.command.step();
        for problem in errors(ending.problems) {
            let number = self.next(out)?;
            let message = described(&clean(&problem.to_string()));
            writeln!(out, "not ok {number} - {beginning}: {message}")?;
            diagnosed(&[("message", json!(problem_lines(problem)))], out)?;
        }
        match self.count {
            0 => writeln!(
                out,
                "TAP version 14\n1..0 # SKIP {}",
                described(&ending.totals)
            ),
            count => writeln!(out, "1..{count}"),
        }?;
        for reason in &ending.not_assessed {
            writeln!(out, "# not assessed: {reason}")?;
        }
        Ok(())
    }
}

fn fields(entry: &Entry<'_>) -> Vec<(&'static str, serde_json::Value)> {
    let mut fields = vec![
        ("message", json!(entry.message)),
        ("title", json!(clean(&entry.rule.title))),
        ("severity", json!(entry.severity)),
        ("status", json!(entry.status)),
        ("resource", json!(clean(entry.subject.id))),
        ("file", json!(clean(entry.place.file))),
        ("line", json!(entry.place.line)),
        ("column", json!(entry.place.column)),
    ];
    fields.extend(entry.layer.map(|layer| ("layer", json!(layer))));
    fields.extend(entry.party.as_ref().map(|party| ("party", json!(party))));
    fields.extend(entry.whose.as_ref().map(|whose| ("whose", json!(whose))));
    if !entry.detail.is_empty() {
        fields.push(("detail", json!(entry.detail)));
    }
    if !entry.fix.is_empty() {
        fields.push(("fix", json!(entry.fix)));
    }
    fields.push(("fingerprint", json!(clean(&entry.fingerprint))));
    fields
}

/// Writes the details of a result as YAML: JSON in one line is YAML too.
fn diagnosed(fields: &[(&str, serde_json::Value)], out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "  ---")?;
    for (key, value) in fields {
        // YAML has no way to hold these as they are.
        let value = value
            .to_string()
            .replace('\u{fffe}', "\\ufffe")
            .replace('\u{ffff}', "\\uffff");
        writeln!(out, "  {key}: {value}")?;
    }
    writeln!(out, "  ...")
}

/// A text behind a number, where `#` begins what a harness acts on: `\#` would be the
/// way to write it, but not every harness knows it.
fn described(text: &str) -> String {
    clean(text).replace('#', "\\u{23}").replace('\\', "\\\\")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::formats::hostile_decisions::{CONTROL_CHARACTERS, decisions, text, written};
    use crate::formats::tap::FORMAT;
    use onus_core::decision::Status;

    use crate::formats::tap::described;

    #[test]
    fn nothing_is_a_directive_that_is_not_meant() {
        assert_eq!(described("a # SKIP\\\n"), "a \\\\u{23} SKIP\\\\\\\\n");
    }

    proptest! {
        #[test]
        fn tap_has_a_result_for_each_decision(decisions in decisions(), trouble in text()) {
            let text = written(&FORMAT, &decisions, &trouble);
            let mut lines = text.lines().peekable();
            prop_assert_eq!(lines.next(), Some("TAP version 14"));
            let mut results = Vec::new();
            let plan = loop {
                let line = lines.next().unwrap();
                let Some((word, rest)) = line.split_once(&format!(" {} - ", results.len() + 1)) else {
                    break line;
                };
                prop_assert!(["ok", "not ok"].contains(&word), "{}", line);
                let plain = rest.replace("\\\\", "").replace("\\#", "");
                let skipped = plain.contains('#');
                prop_assert!(!skipped || plain.contains(" # SKIP "), "{}", line);
                results.push((word, skipped));
                if lines.next_if_eq(&"  ---").is_none() {
                    continue;
                }
                let mut yaml = String::new();
                while lines.next_if_eq(&"  ...").is_none() {
                    yaml.push_str(lines.next().unwrap());
                    yaml.push('\n');
                }
                let fields: serde_json::Value = serde_saphyr::from_str(&yaml).unwrap();
                prop_assert!(fields["message"].is_string(), "{}", yaml);
            };
            let expected: Vec<(&str, bool)> = decisions
                .iter()
                .map(|one| match one.status {
                    Status::Satisfied => ("ok", false),
                    _ if one.waiver.is_some() => ("ok", true),
                    Status::Unknown => ("ok", true),
                    _ => ("not ok", false),
                })
                .chain([("not ok", false)])
                .collect();
            prop_assert_eq!(&results, &expected);
            prop_assert_eq!(plan, format!("1..{}", expected.len()));
            prop_assert!(lines.all(|line| line.starts_with("# not assessed: ")), "{}", text);
            prop_assert!(!text.contains(CONTROL_CHARACTERS));
        }
    }
}
