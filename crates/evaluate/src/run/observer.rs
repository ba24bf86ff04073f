//! Observer of a run: gets progress, traces, decisions and diagnostics as they come.

use std::collections::HashMap;
use std::sync::Arc;

use onus_core::decision::Decision;
use onus_core::diagnostic::Diagnostic;
use onus_core::document::Document;
use onus_inventory::Resource;
use onus_policy::Control;

use crate::evaluation::Profile;
use crate::examination::Examined;
use crate::relations::Joined;
use crate::session::Session;
use crate::trace::Trace;

/// Documents by name.
pub type Documents = HashMap<String, Arc<Document>>;

/// A function that gets the number of resources that are done. Worker threads call it, and it
/// is dropped when all resources are done.
pub type Progress = Box<dyn Fn(usize) + Sync>;

/// Observer of a run. Batches come in the order of the inventories; every method has a
/// default that ignores its arguments.
///
/// For each batch of resources the methods are called in the order in which they are listed
/// here.
pub trait Observer {
    /// Called once, before the first of so many resources is evaluated.
    fn progress(&mut self, _resources: usize) -> Progress {
        Box::new(|_| {})
    }

    /// The actions of traced controls; see [`Options::traced`](crate::Options::traced).
    fn traces(&mut self, _traces: &[Trace]) {}

    /// The responsible parties of every layer of a batch's resources; empty unless
    /// [`Options::profiled`](crate::Options::profiled) is set.
    fn profiles(&mut self, _profiles: Vec<Profile>) {}

    /// Problems that were found while a batch was evaluated. They are also part of the
    /// [`Outcome`](super::Outcome).
    fn diagnostics(&mut self, _problems: &[Diagnostic]) {}

    /// The decisions about a batch's resources. An observer may mark them as waived or in
    /// a baseline, so that they don't count as open denials. `documents` holds the text of
    /// the batch; a large inventory's documents are dropped afterwards.
    ///
    /// # Errors
    /// The decisions have nowhere to go. The run ends with this error.
    fn decisions(
        &mut self,
        _decisions: &mut [Decision],
        _documents: &Documents,
    ) -> Result<(), Box<Diagnostic>> {
        Ok(())
    }

    /// The same decisions, with the means to examine one of them.
    fn examine(&mut self, _decisions: &[Decision], _batch: &mut Examiner<'_, '_>) {}
}

/// An observer that calls a function for every decision.
pub fn each_decision(take: impl FnMut(&Decision)) -> impl Observer {
    EachDecision(take)
}

struct EachDecision<F>(F);

impl<F: FnMut(&Decision)> Observer for EachDecision<F> {
    fn decisions(
        &mut self,
        decisions: &mut [Decision],
        _: &Documents,
    ) -> Result<(), Box<Diagnostic>> {
        decisions.iter().for_each(&mut self.0);
        Ok(())
    }
}

/// Examiner of the resources of one batch: evaluates a control again and shows its input.
pub struct Examiner<'b, 'e> {
    session: &'b mut Session<'e>,
    resources: &'b [Resource],
    joined: &'b Joined<'b>,
    /// The number of the batch's first resource in the run.
    first: usize,
}

impl<'b, 'e> Examiner<'b, 'e> {
    /// An examiner of the resources of a batch that starts at this number in the run.
    pub(super) fn new(
        session: &'b mut Session<'e>,
        resources: &'b [Resource],
        joined: &'b Joined<'b>,
        first: usize,
    ) -> Self {
        Self {
            session,
            resources,
            joined,
            first,
        }
    }

    /// The resources of the batch.
    pub fn resources(&self) -> &'b [Resource] {
        self.resources
    }

    /// Evaluates a control for the resource at a place of the batch, and passes the result
    /// to `look`. None when the batch has no such place.
    pub fn examine<T>(
        &mut self,
        place: usize,
        control: &Control,
        look: impl FnOnce(&Examined<'_>) -> T,
    ) -> Option<T> {
        let joined = (self.joined, self.first);
        self.session
            .examine(self.resources, place, joined, control, look)
    }
}
