//! The format `gitlab`: a GitLab Code Quality report, written as entries come.

use std::io;
use std::path::{Path, PathBuf};

use serde_json::json;

use onus_core::vocabulary::Severity;

use crate::export::entry::{Entry, Outcome};
use crate::export::{Ending, Export};
use crate::formats::output_format::{NotAssessed, OutputFormat, Service, Syntax, Writer};
use crate::relative_path::below;
use crate::sanitize::clean;

pub(crate) const FORMAT: OutputFormat = OutputFormat {
    name: "gitlab",
    purpose: "GitLab Code Quality reports (`artifacts: reports: codequality:`)",
    services: &[Service {
        name: "GitLab merge requests",
        output: "`gitlab`",
        looks: "the Code Quality widget, and next to the lines",
    }],
    syntax: Syntax::Json,
    not_assessed: NotAssessed::Absent,
    writer: Writer::Export(|setting, _| Box::new(GitLab::new(setting.base.clone()))),
};

/// The Code Quality export.
#[derive(Debug)]
pub(crate) struct GitLab {
    base: PathBuf,
    header_written: bool,
}

impl GitLab {
    /// Paths below `base` are relative to it.
    pub(crate) fn new(base: PathBuf) -> Self {
        Self {
            base,
            header_written: false,
        }
    }
}

impl Export for GitLab {
    fn take(&mut self, entry: &Entry<'_>, out: &mut dyn io::Write) -> io::Result<()> {
        if !entry.outcome.is_open() {
            return Ok(());
        }
        write!(out, "{}", if self.header_written { ",\n" } else { "[\n" })?;
        self.header_written = true;
        serde_json::to_writer(&mut *out, &issue(entry, &self.base))?;
        Ok(())
    }

    fn close(&mut self, _ending: &Ending<'_>, out: &mut dyn io::Write) -> io::Result<()> {
        writeln!(out, "{}", if self.header_written { "\n]" } else { "[]" })
    }
}

fn issue(entry: &Entry<'_>, base: &Path) -> serde_json::Value {
    let severity = match (entry.outcome, entry.severity) {
        (Outcome::Unknown, _) => "info",
        (_, Severity::Critical) => "blocker",
        (_, Severity::High) => "critical",
        (_, Severity::Medium) => "major",
        (_, Severity::Low) => "minor",
    };
    // The first sentence is what merge requests show.
    let mut description = entry.headline();
    if let Some(party) = &entry.party {
        description.push_str(&format!(" ({party})"));
    }
    let mut body = vec![clean(&entry.rule.title).into_owned()];
    body.extend(entry.detail.iter().cloned());
    body.extend(entry.whose.iter().map(|whose| format!("Whose: {whose}")));
    body.extend(entry.fix.iter().cloned());
    json!({
        "type": "issue",
        "check_name": entry.rule.id,
        "description": description,
        "content": {"body": body.join("\n")},
        "categories": ["Security"],
        "severity": severity,
        "fingerprint": entry.fingerprint,
        "location": {"path": below(entry.place.file, base), "lines": {"begin": entry.place.line}},
        "status": entry.status,
        "party": entry.party,
        "layer": entry.layer.map(|layer| layer.as_str()),
        "resource": entry.subject.id,
        "remediation": entry.remediation,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::formats::gitlab::FORMAT;
    use crate::formats::hostile_decisions::{decisions, text, written};

    proptest! {
        #[test]
        fn gitlab_gets_json_with_an_entry_for_each_open_denial(decisions in decisions(), trouble in text()) {
            let text = written(&FORMAT, &decisions, &trouble);
            let entries: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
            let told: Vec<_> = entries.iter().map(|entry| entry["fingerprint"].as_str()).collect();
            let expected: Vec<_> = decisions
                .iter()
                .filter(|one| one.is_open_denial())
                .map(|one| Some(one.fingerprint.as_str()))
                .collect();
            prop_assert_eq!(told, expected);
            for entry in &entries {
                let described = entry["description"].as_str().unwrap();
                prop_assert!(!described.contains(char::is_control), "{:?}", described);
            }
        }
    }
}
