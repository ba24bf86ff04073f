//! `--output gitlab`: what is wrong as a Code Quality report, written as it comes.

use std::io;
use std::path::{Path, PathBuf};

use serde_json::json;

use onus_core::vocabulary::Severity;

use crate::clean;
use crate::relative_path::below;
use crate::results::{Ending, Entry, Export, Outcome};

/// The Code Quality export.
#[derive(Debug)]
pub(crate) struct GitLab {
    base: PathBuf,
    begun: bool,
}

impl GitLab {
    /// Paths below `base` are relative to it.
    pub(crate) fn new(base: PathBuf) -> Self {
        Self { base, begun: false }
    }
}

impl Export for GitLab {
    fn take(&mut self, entry: &Entry<'_>, out: &mut dyn io::Write) -> io::Result<()> {
        if !entry.outcome.is_open() {
            return Ok(());
        }
        write!(out, "{}", if self.begun { ",\n" } else { "[\n" })?;
        self.begun = true;
        serde_json::to_writer(&mut *out, &issue(entry, &self.base))?;
        Ok(())
    }

    fn close(&mut self, _ending: &Ending<'_>, out: &mut dyn io::Write) -> io::Result<()> {
        writeln!(out, "{}", if self.begun { "\n]" } else { "[]" })
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
