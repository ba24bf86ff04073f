//! The entry of a decision, for formats for other programs.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use onus_core::decision::{Decision, Finding, Status};
use onus_core::document::Document;

use crate::export::entry::{Entry, FindingText, Outcome, Place, Rule, Subject};
use crate::finding_text::finding_text;
use crate::formats::pretty::basis::basis_line;
use crate::formats::pretty::finding::{commands, settle_first};
use crate::sanitize::clean;

/// A decision as an entry; its places are in `documents`, by name.
pub(crate) fn entry<'e>(
    decision: &'e Decision,
    documents: &HashMap<String, Arc<Document>>,
) -> Entry<'e> {
    let (control, resource) = (&decision.control, &decision.resource);
    let part = |part: &'e Option<String>| part.as_deref().unwrap_or_default();
    let outcome = outcome(decision);
    let wrong = outcome != Outcome::Passed;
    Entry {
        rule: Rule {
            id: &control.id,
            title: Cow::Borrowed(&control.title),
            page: None,
            layer: Some(control.layer),
            links: &control.links,
            frameworks: Some(&control.frameworks),
        },
        subject: Subject {
            id: &resource.id,
            name: &resource.name,
            kind: &resource.kind,
            within: [
                &resource.provider,
                part(&resource.scope.account),
                part(&resource.scope.group),
            ],
        },
        group: &resource.id,
        outcome,
        status: decision.status.as_str(),
        verdict: Some(decision.decision),
        severity: control.severity,
        message: message(decision),
        findings: decision
            .findings
            .iter()
            .map(|finding| FindingText {
                message: finding_text(finding),
                place: place_of(decision, finding, documents),
                written_at: written_at(finding),
            })
            .collect(),
        detail: Vec::new(),
        place: place(decision),
        layer: Some(decision.layer),
        party: Some(party(decision)),
        whose: wrong.then(|| clean(&basis_line(&decision.responsible)).into_owned()),
        fix: if wrong { fix(decision) } else { Vec::new() },
        remediation: decision.remediation.as_ref(),
        removal: None,
        waived: waived(decision),
        fingerprint: Cow::Borrowed(&decision.fingerprint),
        took: None,
    }
}

fn outcome(decision: &Decision) -> Outcome {
    match decision.status {
        Status::Satisfied => Outcome::Passed,
        _ if decision.waiver.is_some() || decision.in_baseline => Outcome::Waived,
        Status::Unknown => Outcome::Unknown,
        Status::Error => Outcome::Error,
        Status::Violated | Status::Unassigned | Status::Conflict => Outcome::Failed,
    }
}

/// Where a decision is best shown: where its first finding was written, since people
/// fix sources, or else its place in the inventory.
fn place(decision: &Decision) -> Place<'_> {
    match decision.findings.first() {
        Some(finding) => written_at(finding).unwrap_or_else(|| point_of(decision, finding)),
        None => {
            let source = &decision.resource.source;
            Place {
                file: &source.file,
                line: source.line,
                column: source.column,
                end: None,
            }
        }
    }
}

/// The place in the source of the inventory that a finding is about.
fn written_at(finding: &Finding) -> Option<Place<'_>> {
    finding.written_at.as_ref().map(|at| Place {
        file: &at.file,
        line: at.line,
        column: at.column,
        end: None,
    })
}

/// The place of a finding in the inventory, or else of its resource.
fn point_of<'d>(decision: &'d Decision, finding: &'d Finding) -> Place<'d> {
    let source = &decision.resource.source;
    let (file, line, column) = match finding.line {
        Some(line) => (
            finding.file.as_deref().unwrap_or(&source.file),
            line,
            finding.column.unwrap_or(1),
        ),
        None => (source.file.as_str(), source.line, source.column),
    };
    Place {
        file,
        line,
        column,
        end: None,
    }
}

/// The same from its beginning to its end, where its text is at hand.
fn place_of<'d>(
    decision: &'d Decision,
    finding: &'d Finding,
    documents: &HashMap<String, Arc<Document>>,
) -> Place<'d> {
    let point = point_of(decision, finding);
    match (&finding.range, documents.get(point.file)) {
        (Some(range), Some(document)) => Place::of(point.file, document, range),
        _ => point,
    }
}

/// The messages of all findings of a decision, in one line; the requirement when there are
/// none.
fn message(decision: &Decision) -> String {
    if decision.findings.is_empty() {
        return clean(&decision.control.title).into_owned();
    }
    decision
        .findings
        .iter()
        .map(finding_text)
        .collect::<Vec<_>>()
        .join("; ")
}

/// Who accepted a denial, why, and until when; or that a baseline has it.
fn waived(decision: &Decision) -> Option<String> {
    if decision.in_baseline && decision.waiver.is_none() {
        return Some("in the baseline".to_owned());
    }
    decision.waiver.as_ref().map(|waiver| {
        format!(
            "waived until {} by {}: {}",
            clean(&waiver.expires),
            clean(&waiver.approved_by),
            clean(&waiver.reason)
        )
    })
}

/// Who has to act, such as `customer / payments`.
fn party(decision: &Decision) -> String {
    match decision.responsible.accountable() {
        Some(party) => clean(&party.to_string()).into_owned(),
        None => "nobody".to_owned(),
    }
}

/// What to do about a denial: a sentence, then commands, a line each.
fn fix(decision: &Decision) -> Vec<String> {
    if let Some(step) = settle_first(decision.status) {
        return vec![step.to_owned()];
    }
    let Some(remediation) = &decision.remediation else {
        return Vec::new();
    };
    let commands = commands(decision, remediation).flat_map(str::lines);
    std::iter::once(remediation.summary.as_str())
        .chain(commands)
        .map(|line| clean(line).into_owned())
        .collect()
}
