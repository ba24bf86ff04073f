//! `--output gitlab`: open denials as a Code Quality report, written as they come.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::json;

use crate::decision::Decision;
use crate::document::Document;
use crate::vocabulary::Severity;

use super::basis::basis_line;
use super::path::below;
use super::told::{self, Outcome};
use super::{Filter, Report, Run, clean};

/// The Code Quality report.
#[derive(Debug)]
pub struct GitLab {
    filter: Filter,
    base: PathBuf,
    begun: bool,
}

impl GitLab {
    /// A report of the decisions that `filter` shows; paths below `base` are relative
    /// to it.
    pub fn new(base: PathBuf, filter: Filter) -> Self {
        Self {
            filter,
            base,
            begun: false,
        }
    }
}

impl Report for GitLab {
    fn take(
        &mut self,
        decisions: &[Decision],
        _documents: &HashMap<String, Arc<Document>>,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        for decision in self.filter.shown(decisions) {
            let outcome = Outcome::of(decision);
            if matches!(outcome, Outcome::Passed | Outcome::Waived) {
                continue;
            }
            write!(out, "{}", if self.begun { ",\n" } else { "[\n" })?;
            self.begun = true;
            serde_json::to_writer(&mut *out, &entry(decision, outcome, &self.base))?;
        }
        Ok(())
    }

    fn close(&mut self, _run: &Run<'_>, out: &mut dyn io::Write) -> io::Result<()> {
        writeln!(out, "{}", if self.begun { "\n]" } else { "[]" })
    }
}

fn entry(decision: &Decision, outcome: Outcome, base: &Path) -> serde_json::Value {
    let severity = match (outcome, decision.control.severity) {
        (Outcome::Unknown, _) => "info",
        (_, Severity::Critical) => "blocker",
        (_, Severity::High) => "critical",
        (_, Severity::Medium) => "major",
        (_, Severity::Low) => "minor",
    };
    let place = told::place(decision);
    // The first sentence is what merge requests show.
    let description = format!(
        "{}: {} ({})",
        clean(&decision.resource.name),
        told::message(decision),
        told::party(decision)
    );
    let mut body = vec![
        clean(&decision.control.title).into_owned(),
        format!("Whose: {}", clean(&basis_line(&decision.responsible))),
    ];
    body.extend(told::fix(decision));
    json!({
        "type": "issue",
        "check_name": decision.control.id,
        "description": description,
        "content": {"body": body.join("\n")},
        "categories": ["Security"],
        "severity": severity,
        "fingerprint": decision.fingerprint,
        "location": {"path": below(place.file, base), "lines": {"begin": place.line}},
        "status": decision.status.as_str(),
        "party": told::party(decision),
        "layer": decision.layer.as_str(),
        "resource": decision.resource.id,
        "remediation": decision.remediation,
    })
}
