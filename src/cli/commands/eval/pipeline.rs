//! What decisions go through once they are made, piece after piece.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use onus::baseline::Baseline;
use onus::decision::{Decision, WrittenAt};
use onus::diagnostic::Diagnostic;
use onus::document::Document;
use onus::evaluate::Evaluation;
use onus::inventory::TerraformSource;
use onus::report::{LookedAt, PolicySetInfo, Run, Summary};
use onus::waiver::Waiving;

use crate::cli::commands::eval::baseline::Baselines;
use crate::cli::commands::eval::decision_sink::Taking;
use crate::cli::commands::eval::exit_status::{Failures, nothing};
use crate::cli::commands::eval::outputs::Outputs;

/// Waivers, the source of the inventory, counts and reports. No decision is kept.
pub struct Passage<'r> {
    waiving: Waiving<'r>,
    baselines: Baselines<'r>,
    source: Option<TerraformSource>,
    source_problems: Vec<Diagnostic>,
    summary: Summary,
    failures: Failures,
    outputs: Outputs<'r>,
}

impl<'r> Passage<'r> {
    /// With the acceptances, and the folder that a
    /// plan was made in.
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
            failures: Failures::default(),
            outputs,
        }
    }

    /// Ends the reports with what is left of the run, its decisions having been
    /// taken; answers the counts, all problems, and the baseline that is to be written.
    pub fn close(
        mut self,
        left: Evaluation,
        policy_set: PolicySetInfo<'_>,
    ) -> (Summary, Vec<Diagnostic>, Option<Baseline>) {
        let looked_at = LookedAt {
            resources: left.resources,
            types: left.types,
            unowned: left.unowned,
        };
        let mut problems = left.problems;
        problems.extend(self.waiving.report());
        problems.extend(self.baselines.report());
        problems.extend(self.source_problems);
        let controls = policy_set.controls;
        problems.extend(nothing(&self.summary, left.resources, controls, &problems));
        problems.extend(self.failures.report(&problems));
        self.summary.close(looked_at, &left.gaps, &problems);
        let run = Run {
            summary: self.summary,
            gaps: &left.gaps,
            problems: &problems,
            policy_set,
        };
        let lost = self.outputs.close(&run);
        let summary = run.summary;
        problems.extend(lost);
        (summary, problems, self.baselines.found)
    }
}

impl Taking for Passage<'_> {
    /// Also marks those that are waived or in the baseline.
    fn take(
        &mut self,
        decisions: &mut [Decision],
        documents: &HashMap<String, Arc<Document>>,
    ) -> Result<(), Box<Diagnostic>> {
        self.waiving.mark(decisions);
        self.baselines.mark(decisions);
        if let Some(source) = &self.source {
            written(decisions, source);
        }
        self.summary.count(decisions);
        self.failures.count(decisions);
        self.outputs.take(decisions, documents)
    }
}

/// Says where in the source of the inventory findings are written.
fn written(decisions: &mut [Decision], source: &TerraformSource) {
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
