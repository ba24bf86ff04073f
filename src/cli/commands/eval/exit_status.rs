//! What a run says of itself at its end: why policies failed, why nothing was
//! evaluated, and how it ended.

use std::collections::{BTreeMap, BTreeSet};

use onus::decision::{Answer, Decision, Status};
use onus::diagnostic::{Diagnostic, Level};
use onus::evaluate::Profile;
use onus::report::Summary;
use onus::vocabulary::Severity;

use crate::cli::Exit;

/// What to do when there is no resource.
pub const NOTHING_THERE: &str = "check that the inventory is the one you meant; an empty export is often a missing permission or a wrong scope";

/// Which policies failed and why, once for each reason: their decisions deny, but
/// nobody knows what they would have said, so the run is not whole.
#[derive(Debug, Default)]
pub struct Failures {
    /// Decisions by control and message.
    reasons: BTreeMap<(String, String), usize>,
    /// Resources by the reason for which a boundary failed.
    boundaries: BTreeMap<String, usize>,
}

impl Failures {
    /// Counts the failures among some of the run's decisions.
    pub fn count(&mut self, decisions: &[Decision]) {
        for decision in decisions
            .iter()
            .filter(|decision| decision.status == Status::Error)
        {
            for finding in &decision.findings {
                let failed = finding.message.starts_with("the policy failed: ")
                    || finding.message.starts_with("the boundary policy for ");
                if failed {
                    let reason = (decision.control.id.clone(), finding.message.clone());
                    *self.reasons.entry(reason).or_default() += 1;
                }
            }
        }
    }

    /// Counts the boundaries that failed for some of the run's resources, whether or not a
    /// control looks at them.
    pub fn look(&mut self, profiles: &[Profile]) {
        for profile in profiles {
            let reasons = profile.layers.values().filter_map(|answer| match answer {
                Answer::Failed { reason } => Some(reason),
                _ => None,
            });
            for reason in reasons.collect::<BTreeSet<_>>() {
                *self.boundaries.entry(reason.clone()).or_default() += 1;
            }
        }
    }

    /// The failures as problems, but for those that `told` gives already: of a record
    /// that can't be read, one message is enough.
    pub fn report(self, told: &[Diagnostic]) -> Vec<Diagnostic> {
        // A warning does not make the run fail, so it explains no failure.
        let told = |message: &str| {
            told.iter()
                .filter(|problem| problem.level == Level::Error)
                .any(|problem| message.contains(&problem.message))
        };
        let boundaries: Vec<Diagnostic> = self
            .boundaries
            .iter()
            .filter(|(reason, _)| {
                let mut said = self.reasons.keys();
                !told(reason) && !said.any(|(_, message)| message.contains(reason.as_str()))
            })
            .map(|(reason, count)| unknown_party(reason, *count))
            .collect();
        self.reasons
            .into_iter()
            .filter(|((_, message), _)| !told(message))
            .map(|((control, message), count)| failure(&control, &message, count))
            .chain(boundaries)
            .collect()
    }
}

fn unknown_party(reason: &str, count: usize) -> Diagnostic {
    let resources = if count == 1 { "resource" } else { "resources" };
    Diagnostic::error(format!(
        "the responsible party of {count} {resources} is not known, because a policy failed: {reason}"
    ))
    .help("fix the policy, or run without it; until then every decision about these layers denies")
}

fn failure(control: &str, message: &str, count: usize) -> Diagnostic {
    let resources = if count == 1 { "resource" } else { "resources" };
    let help = if message.contains("kept answers of ") {
        "this is a fault of onus, not of the policy: `--plain` keeps no answers".to_owned()
    } else if message.contains("is not evaluated for others") {
        format!(
            "fix the policy, or exclude it with `--ignore {control}`; the resources before these were evaluated"
        )
    } else if message.contains("took more than") {
        format!(
            "fix the policy so that it keeps fewer values at a time, or exclude it with `--ignore {control}`; until then it denies"
        )
    } else if message.contains("took longer than") {
        format!(
            "mend the policy, give it more time with `--time-limit`, or leave it out with `--ignore {control}`; until then it denies"
        )
    } else {
        format!("mend the policy, or leave it out with `--ignore {control}`; until then it denies")
    };
    Diagnostic::error(format!(
        "{control} could not be decided for {count} {resources}: {message}"
    ))
    .help(help)
}

/// Why nothing was evaluated, when nothing was.
pub fn nothing(
    summary: &Summary,
    resources: usize,
    controls: usize,
    problems: &[Diagnostic],
) -> Option<Diagnostic> {
    if summary.decisions > 0 {
        return None;
    }
    Some(if resources == 0 {
        if failed(problems) {
            // What could not be read says enough.
            return None;
        }
        Diagnostic::warning("nothing was evaluated: there is no resource").help(NOTHING_THERE)
    } else if controls == 0 {
        Diagnostic::warning("nothing was evaluated: no control is selected")
            .help("loosen `--select` and `--ignore`, or give policies with `--policy`")
    } else {
        Diagnostic::warning("nothing was evaluated: no control selects any of the resources' types")
            .help("`onus eval -v` lists the types; `--policy` adds controls for them")
    })
}

/// How a run ended whose problems are those, when `fail_on` is the least severity
/// that fails it.
pub fn exit(summary: &Summary, problems: &[Diagnostic], fail_on: Option<Severity>) -> Exit {
    if failed(problems) {
        return Exit::NotWhole;
    }
    if summary.decisions == 0 {
        return Exit::NothingEvaluated;
    }
    let fails = summary
        .open_by_severity
        .keys()
        .any(|severity| fail_on.is_none_or(|least| *severity >= least));
    if fails { Exit::Denied } else { Exit::Clean }
}

fn failed(problems: &[Diagnostic]) -> bool {
    problems.iter().any(|problem| problem.level == Level::Error)
}
