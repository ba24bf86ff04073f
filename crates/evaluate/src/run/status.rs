//! Status of a run: the exit rule.

use std::collections::BTreeMap;

use onus_core::decision::Decision;
use onus_core::diagnostic::{Diagnostic, Level};
use onus_core::vocabulary::Severity;

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunStatus {
    /// Every decision allows, or its denial is waived, in the baseline or below the least
    /// severity that fails a run.
    Clean,
    /// At least one decision denies.
    Denied,
    /// There was an error: an inventory could not be read, or a policy could not be loaded
    /// or evaluated. Everything else was still evaluated.
    Incomplete,
    /// There is no decision: no resource or no control matched.
    NothingEvaluated,
}

/// The decisions of a run, as far as its status depends on them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DecisionCounts {
    /// All decisions.
    pub decisions: usize,
    /// Denials that are neither waived nor in a baseline, by severity.
    pub open_by_severity: BTreeMap<Severity, usize>,
}

impl DecisionCounts {
    /// Counts some of a run's decisions.
    pub fn count(&mut self, decisions: &[Decision]) {
        self.decisions += decisions.len();
        for decision in decisions.iter().filter(|one| one.is_open_denial()) {
            *self
                .open_by_severity
                .entry(decision.control.severity)
                .or_default() += 1;
        }
    }
}

impl RunStatus {
    /// The status of a run with these decisions and problems. `fail_on` is the least severity
    /// that fails the run; without it, every open denial does.
    pub fn of(counts: &DecisionCounts, problems: &[Diagnostic], fail_on: Option<Severity>) -> Self {
        if has_error(problems) {
            return Self::Incomplete;
        }
        if counts.decisions == 0 {
            return Self::NothingEvaluated;
        }
        let fails = counts
            .open_by_severity
            .keys()
            .any(|severity| fail_on.is_none_or(|least| *severity >= least));
        if fails { Self::Denied } else { Self::Clean }
    }
}

/// Whether a problem makes the run incomplete.
pub fn has_error(problems: &[Diagnostic]) -> bool {
    problems.iter().any(|problem| problem.level == Level::Error)
}

/// Why a run made no decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NothingEvaluated {
    /// The inventories hold no resource.
    NoResource,
    /// No control is selected.
    NoControl,
    /// No selected control is for the types of the resources.
    NoMatch,
}

impl NothingEvaluated {
    /// The reason of a run over so many resources with so many selected controls.
    pub fn of(resources: usize, controls: usize) -> Self {
        match (resources, controls) {
            (0, _) => Self::NoResource,
            (_, 0) => Self::NoControl,
            _ => Self::NoMatch,
        }
    }
}

#[cfg(test)]
mod tests {
    use onus_core::decision::{Verdict, sample};

    use super::*;

    #[test]
    fn errors_come_before_decisions_and_severities_decide_about_denials() {
        let mut counts = DecisionCounts::default();
        assert_eq!(
            RunStatus::of(&counts, &[], None),
            RunStatus::NothingEvaluated
        );
        counts.count(&[sample("C-1", "/a", Verdict::Allow)]);
        assert_eq!(RunStatus::of(&counts, &[], None), RunStatus::Clean);
        // Its severity is high.
        counts.count(&[sample("C-1", "/b", Verdict::Deny)]);
        let status = |fail_on| RunStatus::of(&counts, &[], fail_on);
        assert_eq!(status(None), RunStatus::Denied);
        assert_eq!(status(Some(Severity::High)), RunStatus::Denied);
        assert_eq!(status(Some(Severity::Critical)), RunStatus::Clean);
        let warning = [Diagnostic::warning("odd")];
        assert_eq!(RunStatus::of(&counts, &warning, None), RunStatus::Denied);
        let error = [Diagnostic::error("broken")];
        assert_eq!(RunStatus::of(&counts, &error, None), RunStatus::Incomplete);
    }
}
