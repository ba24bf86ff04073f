//! What formats for other programs say of a decision: how it went, where, whose it
//! is and what to do. Texts are without what a terminal or a log would act on.

use crate::decision::{Decision, Finding, Status};

use super::clean;
use super::finding::{commands, settle_first};

/// How a decision went, as far as formats with a few words for it tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It allows.
    Passed,
    /// It denies, and that is accepted.
    Waived,
    /// It denies because something is not known.
    Unknown,
    /// It denies.
    Failed,
    /// It denies because the policy failed.
    Error,
}

impl Outcome {
    pub(super) fn of(decision: &Decision) -> Self {
        match decision.status {
            Status::Satisfied => Self::Passed,
            _ if decision.waiver.is_some() => Self::Waived,
            Status::Unknown => Self::Unknown,
            Status::Error => Self::Error,
            Status::Violated | Status::Unassigned | Status::Conflict => Self::Failed,
        }
    }
}

/// A place in a file, with lines and columns from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place<'d> {
    pub(super) file: &'d str,
    pub(super) line: usize,
    pub(super) column: usize,
}

/// Where a decision is best shown: where its first finding was written, since people
/// mend sources, otherwise where it stands in the inventory.
pub(super) fn place(decision: &Decision) -> Place<'_> {
    let written = decision
        .findings
        .first()
        .and_then(|finding| finding.written_at.as_ref());
    match (written, decision.findings.first()) {
        (Some(at), _) => Place {
            file: &at.file,
            line: at.line,
            column: at.column,
        },
        (None, Some(finding)) => place_of(decision, finding),
        (None, None) => {
            let source = &decision.resource.source;
            Place {
                file: &source.file,
                line: source.line,
                column: source.column,
            }
        }
    }
}

/// Where a finding stands in the inventory, or else its resource.
pub(super) fn place_of<'d>(decision: &'d Decision, finding: &'d Finding) -> Place<'d> {
    let source = &decision.resource.source;
    match finding.line {
        Some(line) => Place {
            file: finding.file.as_deref().unwrap_or(&source.file),
            line,
            column: finding.column.unwrap_or(1),
        },
        None => Place {
            file: &source.file,
            line: source.line,
            column: source.column,
        },
    }
}

/// What a finding says, in one line.
pub(super) fn finding_message(finding: &Finding) -> String {
    let message = clean(&finding.message);
    match &finding.expected {
        Some(expected) => format!("{message}, expected {}", clean(&expected.to_string())),
        None => message.into_owned(),
    }
}

/// What all findings of a decision say, in one line; the requirement when there are
/// none.
pub(super) fn message(decision: &Decision) -> String {
    if decision.findings.is_empty() {
        return clean(&decision.control.title).into_owned();
    }
    decision
        .findings
        .iter()
        .map(finding_message)
        .collect::<Vec<_>>()
        .join("; ")
}

/// Who accepted a denial, why, and until when.
pub(super) fn waived(decision: &Decision) -> Option<String> {
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
pub(super) fn party(decision: &Decision) -> String {
    match decision.responsible.accountable() {
        Some(party) => clean(&party.to_string()).into_owned(),
        None => "nobody".to_owned(),
    }
}

/// What to do about a denial: a sentence, then commands, a line each.
pub(super) fn fix(decision: &Decision) -> Vec<String> {
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
