//! Counts.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::decision::{Status, Verdict};
use crate::evaluate::Evaluation;
use crate::problem::Level;
use crate::vocabulary::Severity;

/// The counts of a run; of all its decisions, whatever is shown.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Summary {
    /// Resources that were looked at.
    pub resources: usize,
    /// Types of them.
    pub types: usize,
    /// Decisions.
    pub decisions: usize,
    /// Decisions that allow.
    pub allowed: usize,
    /// Decisions that deny, waived ones too.
    pub denied: usize,
    /// Denials that are waived.
    pub waived: usize,
    /// Decisions by status.
    pub by_status: BTreeMap<&'static str, usize>,
    /// Denials that are not waived, by severity.
    pub open_by_severity: BTreeMap<Severity, usize>,
    /// Resources on the customer's side without a known owner.
    pub without_owner: usize,
    /// Resources that no control decided.
    pub not_assessed: usize,
    /// Things that could not be read.
    pub errors: usize,
}

impl Summary {
    /// Counts a run.
    pub fn of(evaluation: &Evaluation) -> Self {
        let mut summary = Self {
            resources: evaluation.resources,
            types: evaluation.types,
            decisions: evaluation.decisions.len(),
            without_owner: evaluation.unowned,
            not_assessed: evaluation.gaps.types.values().sum(),
            errors: evaluation
                .problems
                .iter()
                .filter(|problem| problem.level == Level::Error)
                .count(),
            ..Self::default()
        };
        for decision in &evaluation.decisions {
            *summary
                .by_status
                .entry(decision.status.as_str())
                .or_default() += 1;
            match decision.decision {
                Verdict::Allow => summary.allowed += 1,
                Verdict::Deny => summary.denied += 1,
            }
            summary.waived += usize::from(decision.waiver.is_some());
            if decision.is_open_denial() {
                *summary
                    .open_by_severity
                    .entry(decision.control.severity)
                    .or_default() += 1;
            }
        }
        summary
    }

    /// Decisions of a status.
    pub fn count(&self, status: Status) -> usize {
        self.by_status
            .get(status.as_str())
            .copied()
            .unwrap_or_default()
    }
}
