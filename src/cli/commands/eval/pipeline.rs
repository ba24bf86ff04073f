//! Pipeline of decisions: waivers, baseline, places in the source, counts and reports.

use std::path::Path;

use onus::baseline::Baseline;
use onus::decision::{Decision, WrittenAt};
use onus::diagnostic::Diagnostic;
use onus::evaluate::run::{Documents, NothingEvaluated, Outcome};
use onus::inventory::TerraformSource;
use onus::report::{LookedAt, PolicySetInfo, Run, Summary};
use onus::waiver::Waiving;

use crate::cli::commands::eval::baseline::Baselines;
use crate::cli::commands::eval::nothing_evaluated::nothing;
use crate::cli::commands::eval::outputs::Outputs;

/// The steps that decisions go through, batch by batch. No decision is kept.
pub struct Pipeline<'r> {
    waiving: Waiving<'r>,
    baselines: Baselines<'r>,
    source: Option<TerraformSource>,
    source_problems: Vec<Diagnostic>,
    summary: Summary,
    outputs: Outputs<'r>,
}

impl<'r> Pipeline<'r> {
    /// A pipeline with the accepted denials, and the folder that a plan was made in.
    pub fn new(
        waiving: Waiving<'r>,
        baselines: Baselines<'r>,
        source: Option<&Path>,
        outputs: Outputs<'r>,
    ) -> Self {
        let (source, source_problems) = source.map(TerraformSource::read).unzip();
        Self {
            waiving,
            baselines,
            source,
            source_problems: source_problems.unwrap_or_default(),
            summary: Summary::default(),
            outputs,
        }
    }

    /// Ends the reports with the outcome of the run. Returns all problems, and the baseline
    /// to write.
    pub fn close(
        mut self,
        outcome: Outcome,
        policy_set: PolicySetInfo<'_>,
    ) -> (Vec<Diagnostic>, Option<Baseline>) {
        let Outcome {
            evaluation,
            failures,
            counts,
        } = outcome;
        let mut problems = evaluation.problems;
        problems.extend(self.waiving.report());
        problems.extend(self.baselines.report());
        problems.extend(self.source_problems);
        if counts.decisions == 0 {
            let reason = NothingEvaluated::of(evaluation.resources, policy_set.controls);
            let explanation = nothing(reason, &problems);
            problems.extend(explanation);
        }
        problems.extend(failures.report());
        let looked_at = LookedAt {
            resources: evaluation.resources,
            types: evaluation.types,
            unowned: evaluation.unowned,
        };
        self.summary.close(looked_at, &evaluation.gaps, &problems);
        let run = Run {
            summary: self.summary,
            gaps: &evaluation.gaps,
            problems: &problems,
            policy_set,
        };
        let lost = self.outputs.close(&run);
        problems.extend(lost);
        (problems, self.baselines.found)
    }

    /// Marks decisions that are waived or in the baseline, and passes them to the reports.
    ///
    /// # Errors
    /// No output is left.
    pub fn take(
        &mut self,
        decisions: &mut [Decision],
        documents: &Documents,
    ) -> Result<(), Box<Diagnostic>> {
        self.waiving.mark(decisions);
        self.baselines.mark(decisions);
        if let Some(source) = &self.source {
            add_source_places(decisions, source);
        }
        self.summary.count(decisions);
        self.outputs.take(decisions, documents)
    }
}

/// Adds to findings where the source of the inventory defines the property.
fn add_source_places(decisions: &mut [Decision], source: &TerraformSource) {
    for decision in decisions {
        for finding in &mut decision.findings {
            let place = source.place(&decision.resource.id, finding.pointer.as_ref());
            finding.written_at = place.map(|place| {
                let position = place.document.position(place.range.start);
                WrittenAt {
                    file: place.document.name().to_owned(),
                    line: position.line,
                    column: position.column,
                }
            });
        }
    }
}
