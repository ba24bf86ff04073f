//! The summary of a run: counts of resources and decisions.

use std::collections::BTreeMap;

use serde::Serialize;

use onus_core::decision::{Decision, Status, Verdict};
use onus_core::diagnostic::{Diagnostic, Level};
use onus_core::vocabulary::Severity;
use onus_evaluate::Gaps;

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
    /// Denials that are in the baseline and not waived.
    pub in_baseline: usize,
    /// Denials that are neither waived nor in the baseline, by severity.
    pub open_by_severity: BTreeMap<Severity, usize>,
    /// Resources on the customer's side without a known owner.
    pub without_owner: usize,
    /// Resources that no control decided.
    pub not_assessed: usize,
    /// Things that could not be read.
    pub errors: usize,
}

/// What a run looked at, in numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LookedAt {
    /// Resources.
    pub resources: usize,
    /// Types of them.
    pub types: usize,
    /// Resources on the customer's side that nobody owns.
    pub unowned: usize,
}

impl Summary {
    /// Counts some of a run's decisions, with those that were counted before.
    pub fn count(&mut self, decisions: &[Decision]) {
        self.decisions += decisions.len();
        for decision in decisions {
            *self.by_status.entry(decision.status.as_str()).or_default() += 1;
            match decision.decision {
                Verdict::Allow => self.allowed += 1,
                Verdict::Deny => self.denied += 1,
            }
            self.waived += usize::from(decision.waiver.is_some());
            self.in_baseline += usize::from(decision.in_baseline && decision.waiver.is_none());
            if decision.is_open_denial() {
                *self
                    .open_by_severity
                    .entry(decision.control.severity)
                    .or_default() += 1;
            }
        }
    }

    /// Adds what is known when all decisions have been counted.
    pub fn close(&mut self, looked_at: LookedAt, gaps: &Gaps, problems: &[Diagnostic]) {
        self.resources = looked_at.resources;
        self.types = looked_at.types;
        self.without_owner = looked_at.unowned;
        self.not_assessed = gaps.types.values().sum();
        self.errors = problems
            .iter()
            .filter(|problem| problem.level == Level::Error)
            .count();
    }

    /// Decisions of a status.
    pub fn of_status(&self, status: Status) -> usize {
        self.by_status
            .get(status.as_str())
            .copied()
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use onus_core::decision::sample;

    #[test]
    fn pieces_are_counted_like_the_complete_run() {
        let decisions = [
            sample("C-1", "a", Verdict::Deny),
            sample("C-2", "a", Verdict::Allow),
            sample("C-1", "b", Verdict::Deny),
        ];
        let counted = |size: usize| {
            let mut summary = Summary::default();
            for piece in decisions.chunks(size) {
                summary.count(piece);
            }
            let looked_at = LookedAt {
                resources: 3,
                types: 2,
                unowned: 1,
            };
            let gaps = Gaps {
                types: [("acme_other".to_owned(), 1)].into(),
                ..Gaps::default()
            };
            let problems = [Diagnostic::warning("w"), Diagnostic::error("e")];
            summary.close(looked_at, &gaps, &problems);
            serde_json::to_value(&summary).unwrap()
        };
        let whole = counted(3);
        assert_eq!(
            whole,
            serde_json::json!({
                "resources": 3,
                "types": 2,
                "decisions": 3,
                "allowed": 1,
                "denied": 2,
                "waived": 0,
                "in_baseline": 0,
                "by_status": {"satisfied": 1, "violated": 2},
                "open_by_severity": {"high": 2},
                "without_owner": 1,
                "not_assessed": 1,
                "errors": 1,
            })
        );
        assert_eq!(counted(1), whole);
        assert_eq!(counted(2), whole);
    }
}
