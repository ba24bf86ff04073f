//! Outcome of a run: diagnostics, what was not assessed, and the status.

use onus_core::diagnostic::Diagnostic;
use onus_core::vocabulary::Severity;
use onus_inventory::Resource;

use crate::evaluation::Evaluation;
use crate::relations::Joined;
use crate::run::failures::Failures;
use crate::run::observer::{Documents, Examiner, Observer};
use crate::run::status::{DecisionCounts, RunStatus};
use crate::session::Session;

/// The outcome of a run. Its decisions have gone to the observer.
#[derive(Debug)]
pub struct Outcome {
    /// Problems, numbers and gaps; without decisions, traces and profiles.
    pub evaluation: Evaluation,
    /// The policies that failed. [`Failures::report`] gives them as problems.
    pub failures: Failures,
    /// The decisions, counted after the observer has marked them.
    pub counts: DecisionCounts,
}

/// A batch of resources that has been evaluated.
pub(super) struct Batch<'b, 'e> {
    pub session: &'b mut Session<'e>,
    pub resources: &'b [Resource],
    pub documents: &'b Documents,
    pub joined: &'b Joined<'b>,
    /// The number of the first resource in the run.
    pub first: usize,
}

impl Outcome {
    /// The outcome of a run that has just started.
    pub(super) fn starting_with(evaluation: Evaluation) -> Self {
        Self {
            evaluation,
            failures: Failures::default(),
            counts: DecisionCounts::default(),
        }
    }

    /// Adds problems that are not about a batch.
    pub(super) fn add_problems(&mut self, problems: &[Diagnostic], observer: &mut dyn Observer) {
        observer.diagnostics(problems);
        self.evaluation.problems.extend_from_slice(problems);
    }

    /// Passes the evaluation of a batch to the observer, and keeps the rest.
    ///
    /// # Errors
    /// The observer takes no more decisions.
    pub(super) fn add(
        &mut self,
        mut evaluation: Evaluation,
        batch: Batch<'_, '_>,
        observer: &mut dyn Observer,
    ) -> Result<(), Box<Diagnostic>> {
        let mut decisions = std::mem::take(&mut evaluation.decisions);
        let profiles = std::mem::take(&mut evaluation.profiles);
        self.failures.count(&decisions);
        self.failures.count_profiles(&profiles);
        observer.traces(&std::mem::take(&mut evaluation.traces));
        observer.profiles(profiles);
        observer.diagnostics(&evaluation.problems);
        self.evaluation.absorb(evaluation);
        observer.decisions(&mut decisions, batch.documents)?;
        self.counts.count(&decisions);
        let Batch {
            session,
            resources,
            joined,
            first,
            ..
        } = batch;
        let mut examiner = Examiner::new(session, resources, joined, first);
        observer.examine(&decisions, &mut examiner);
        Ok(())
    }

    /// Passes decisions to the observer that are about no resource of a batch: about the
    /// inventory as one, which is in no document, and about resources that a plan removes.
    ///
    /// # Errors
    /// The observer takes no more decisions.
    pub(super) fn add_beside(
        &mut self,
        mut evaluation: Evaluation,
        documents: &Documents,
        observer: &mut dyn Observer,
    ) -> Result<(), Box<Diagnostic>> {
        let mut decisions = std::mem::take(&mut evaluation.decisions);
        if decisions.is_empty() {
            return Ok(());
        }
        self.failures.count(&decisions);
        observer.traces(&std::mem::take(&mut evaluation.traces));
        observer.diagnostics(&evaluation.problems);
        self.evaluation.absorb(evaluation);
        observer.decisions(&mut decisions, documents)?;
        self.counts.count(&decisions);
        Ok(())
    }

    /// All problems of the run, with those of reading the inventories first.
    pub fn problems(&self, of_reading: &[Diagnostic]) -> Vec<Diagnostic> {
        let mut problems = of_reading.to_vec();
        problems.extend_from_slice(&self.evaluation.problems);
        problems.extend(self.failures.report());
        problems
    }

    /// The status of a run with these problems. `fail_on` is the least severity that fails
    /// the run; without it, every open denial does.
    pub fn status(&self, problems: &[Diagnostic], fail_on: Option<Severity>) -> RunStatus {
        RunStatus::of(&self.counts, problems, fail_on)
    }
}
