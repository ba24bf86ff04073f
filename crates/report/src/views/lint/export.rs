//! The export of findings: each finding is an entry of its rule, about a file.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io;

use sha2::{Digest, Sha256};

use crate::export::Ending;
use crate::export::entry::{Entry, Outcome, Place, Rule, Subject};
use crate::export::setting::Setting;
use crate::export::text::many;
use crate::formats::output_format::ExportFormat;
use crate::sanitize::clean;
use onus_core::decision::hex;
use onus_core::diagnostic::{Diagnostic, Level};
use onus_core::vocabulary::Severity;

use onus_policy::lint::{Finding, LOAD_CODES, Outcome as Checked, page, rules};

/// Writes findings in a format for other programs, and which files have none. Findings
/// without a file are problems of the run: formats want a place for each result.
///
/// # Errors
/// The output can't be written.
pub fn write_findings_export(
    outcome: &Checked,
    format: ExportFormat,
    setting: &Setting,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let mut export = format.export(setting, None);
    let mut prints = BTreeMap::new();
    let mut found = BTreeSet::new();
    let mut problems: Vec<Diagnostic> = Vec::new();
    for finding in &outcome.findings {
        match finding.document() {
            Some(document) => {
                let place = finding.problem.location().unwrap_or_default();
                found.insert(document.name());
                let print = print(finding, &mut prints);
                if let Some(entry) = entry(finding, &place, print) {
                    export.take(&entry, out)?;
                }
            }
            None => problems.push(Diagnostic {
                code: Some(finding.code),
                ..finding.problem.clone()
            }),
        }
    }
    for file in &outcome.files {
        if !found.contains(file.as_str()) {
            export.take(&sound(file), out)?;
        }
    }
    let counts = outcome.counts();
    let ending = Ending {
        problems: &problems,
        complete: outcome.whole,
        not_assessed: Vec::new(),
        totals: [
            many(counts.policies, "policy", "policies"),
            many(counts.tests, "file of tests", "files of tests"),
            many(counts.errors, "error", "errors"),
            many(counts.warnings, "warning", "warnings"),
        ]
        .join(", "),
    };
    export.close(&ending, out)
}

fn entry<'e>(finding: &'e Finding, place: &'e str, print: String) -> Option<Entry<'e>> {
    let spot = finding.problem.place.as_ref()?;
    let file = spot.document.name();
    let (status, severity) = match finding.problem.level {
        Level::Error => ("error", Severity::High),
        Level::Warning => ("warning", Severity::Medium),
    };
    let help = finding.problem.help.as_deref().map(clean);
    Some(Entry {
        rule: rule(finding.code),
        // Several findings of one rule are told apart by where they are.
        subject: subject(place),
        outcome: Outcome::Failed,
        status,
        severity,
        message: clean(&finding.problem.message).into_owned(),
        place: Place::of(file, &spot.document, &spot.range),
        fix: help.map(Cow::into_owned).into_iter().collect(),
        removal: finding
            .fix
            .as_ref()
            .map(|fix| Place::of(file, &spot.document, &fix.removed)),
        fingerprint: Cow::Owned(print),
        ..sound(file)
    })
}

/// That nothing was found in a file.
fn sound(file: &str) -> Entry<'_> {
    Entry {
        rule: Rule {
            title: Cow::Borrowed("policies say what can be meant"),
            ..rule("check")
        },
        subject: subject(file),
        group: file,
        outcome: Outcome::Passed,
        status: "sound",
        verdict: None,
        severity: Severity::Low,
        message: "nothing was found".to_owned(),
        findings: Vec::new(),
        detail: Vec::new(),
        place: Place {
            file,
            line: 1,
            column: 1,
            end: None,
        },
        layer: None,
        party: None,
        whose: None,
        fix: Vec::new(),
        remediation: None,
        removal: None,
        waived: None,
        fingerprint: Cow::Owned(hex(&Sha256::digest(file))),
        took: None,
    }
}

fn subject(id: &str) -> Subject<'_> {
    Subject {
        id,
        name: "",
        kind: "policy",
        within: [""; 3],
    }
}

fn rule(code: &'static str) -> Rule<'static> {
    let about = rules::RULES
        .iter()
        .map(|rule| (rule.code, rule.about))
        .chain(LOAD_CODES)
        .find(|(known, _)| *known == code)
        .map_or(code, |(_, about)| about);
    Rule {
        id: code,
        title: Cow::Borrowed(about),
        page: Some(page(code).unwrap_or(about)),
        layer: None,
        links: &[],
        frameworks: None,
    }
}

/// Lines move, so they do not tell findings apart; two that look the same are told
/// apart by their order.
fn print(finding: &Finding, prints: &mut BTreeMap<String, usize>) -> String {
    let spot = finding.problem.place.as_ref();
    let (file, line) = spot.map_or(("", ""), |spot| {
        let line = spot.document.line_range(spot.range.start);
        (spot.document.name(), spot.document.slice(&line).trim())
    });
    let print = hex(&Sha256::digest([finding.code, file, line].join("\0")));
    let count = prints.entry(print.clone()).or_default();
    *count += 1;
    format!("{print}:{count}")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::export::setting::{Command, Setting, Time};
    use crate::formats::output_format::Format;
    use crate::formats::sarif;
    use onus_core::diagnostic::{Diagnostic, Spot};
    use onus_core::document::Document;

    use crate::views::lint::export::{Checked, Finding, write_findings_export};

    #[test]
    fn what_is_too_much_for_github_is_counted() {
        let document = Arc::new(Document::new("a.rego", "package a\n"));
        let problem = Diagnostic::warning("w").at(Spot::new(&document, 0..7));
        let finding = Finding {
            code: "package-path",
            problem,
            fix: None,
        };
        let outcome = Checked {
            findings: vec![finding; 25_002],
            ..Checked::default()
        };
        let setting = Setting {
            command: Command::Check,
            base: "/".into(),
            time: Time::Fixed(jiff::Timestamp::UNIX_EPOCH),
            existing: Vec::new(),
        };
        let mut out = Vec::new();
        let Format::Export(sarif) = sarif::FORMAT.format() else {
            panic!("SARIF is an export")
        };
        write_findings_export(&outcome, sarif, &setting, &mut out).unwrap();
        let log: serde_json::Value = serde_json::from_slice(&out).unwrap();
        let run = &log["runs"][0];
        assert_eq!(run["results"].as_array().map(Vec::len), Some(25_000));
        let told = &run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"];
        assert!(told.as_str().unwrap().ends_with("are kept: 2"), "{told}");
    }
}
