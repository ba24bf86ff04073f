//! Failures of policies during a run, one diagnostic for each reason.

use std::collections::{BTreeMap, BTreeSet};

use onus_core::decision::{Answer, Decision, Failure, FailureCause, Status};
use onus_core::diagnostic::Diagnostic;

use crate::evaluation::Profile;

/// The failed policies of a run with their reasons. The decisions deny, but what the
/// policies would have decided is unknown, so the run is incomplete.
#[derive(Debug, Default)]
pub struct Failures {
    /// Decisions by control and message.
    decisions: BTreeMap<(String, String), Failed>,
    /// The reasons of boundary policies that a decision's message has.
    in_decisions: BTreeSet<String>,
    /// Resources by the reason for which a boundary policy failed.
    boundaries: BTreeMap<String, Failed>,
}

/// How often a policy failed for one reason.
#[derive(Debug, Clone, Copy)]
struct Failed {
    count: usize,
    cause: FailureCause,
}

impl Failed {
    fn none(cause: FailureCause) -> Self {
        Self { count: 0, cause }
    }
}

impl Failures {
    /// Counts the failures among some of the run's decisions.
    pub fn count(&mut self, decisions: &[Decision]) {
        let failed = decisions
            .iter()
            .filter(|decision| decision.status == Status::Error);
        for decision in failed {
            for finding in &decision.findings {
                let Some(failure) = &finding.failure else {
                    continue;
                };
                if let Failure::Boundary { reason, .. } = failure {
                    self.in_decisions.insert(reason.clone());
                }
                let key = (decision.control.id.clone(), finding.message.clone());
                let failed = self.decisions.entry(key);
                failed
                    .or_insert_with(|| Failed::none(failure.cause()))
                    .count += 1;
            }
        }
    }

    /// Counts the failed boundary policies of some of the run's resources, whether or not
    /// there is a control for these.
    pub fn count_profiles(&mut self, profiles: &[Profile]) {
        for profile in profiles {
            let reasons: BTreeMap<&String, FailureCause> = profile
                .layers
                .values()
                .filter_map(|answer| match answer {
                    Answer::Failed { reason, cause } => Some((reason, *cause)),
                    _ => None,
                })
                .collect();
            for (reason, cause) in reasons {
                let failed = self.boundaries.entry(reason.clone());
                failed.or_insert_with(|| Failed::none(cause)).count += 1;
            }
        }
    }

    /// The failures as problems, except those that have a diagnostic of their own.
    pub fn report(&self) -> Vec<Diagnostic> {
        let is_new = |failed: &Failed| failed.cause != FailureCause::Reported;
        let decisions = self
            .decisions
            .iter()
            .filter(|(_, failed)| is_new(failed))
            .map(|((control, message), failed)| undecided(control, message, *failed));
        let boundaries = self
            .boundaries
            .iter()
            .filter(|(reason, failed)| is_new(failed) && !self.in_decisions.contains(*reason))
            .map(|(reason, failed)| unknown_party(reason, failed.count));
        decisions.chain(boundaries).collect()
    }
}

fn unknown_party(reason: &str, count: usize) -> Diagnostic {
    let resources = if count == 1 { "resource" } else { "resources" };
    Diagnostic::error(format!(
        "the responsible party of {count} {resources} is not known, because a policy failed: {reason}"
    ))
    .help("fix the policy, or run without it; until then every decision about these layers denies")
}

fn undecided(control: &str, message: &str, failed: Failed) -> Diagnostic {
    let Failed { count, cause } = failed;
    let resources = if count == 1 { "resource" } else { "resources" };
    let help = match cause {
        FailureCause::Inconsistent => {
            "this is a fault of onus, not of the policy: `--plain` keeps no answers".to_owned()
        }
        FailureCause::GivenUp => format!(
            "fix the policy, or exclude it with `--ignore {control}`; the resources before these were evaluated"
        ),
        FailureCause::MemoryLimit => format!(
            "fix the policy so that it keeps fewer values at a time, or exclude it with `--ignore {control}`; until then it denies"
        ),
        FailureCause::TimeLimit => format!(
            "fix the policy, give it more time with `--time-limit`, or exclude it with `--ignore {control}`; until then it denies"
        ),
        FailureCause::Policy | FailureCause::Reported => {
            format!("fix the policy, or exclude it with `--ignore {control}`; until then it denies")
        }
    };
    Diagnostic::error(format!(
        "{control} could not be decided for {count} {resources}: {message}"
    ))
    .help(help)
}
