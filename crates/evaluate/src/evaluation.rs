//! Evaluation of some resources: decisions, diagnostics, and what was not assessed.

use std::collections::BTreeMap;
use std::sync::Arc;

use onus_core::decision::{Answer, Decision, ResourceRef};
use onus_core::diagnostic::Diagnostic;
use onus_core::vocabulary::Layer;

use crate::trace::Trace;

/// What came out of a run.
#[derive(Debug, Default)]
pub struct Evaluation {
    /// Decisions, by resource in the order of the inventory, then by control id.
    pub decisions: Vec<Decision>,
    /// What could not be read while evaluating, and what the user should know.
    pub problems: Vec<Diagnostic>,
    /// What was not assessed.
    pub gaps: Gaps,
    /// Number of resources that were looked at.
    pub resources: usize,
    /// Number of their types.
    pub types: usize,
    /// Resources on the customer's side without an owner.
    pub unowned: usize,
    /// What the controls that are followed did, in the order of the decisions.
    pub traces: Vec<Trace>,
    /// Who is responsible for every layer of each resource, in the order of the
    /// inventory; empty unless [`Options::profiled`](crate::Options::profiled) is set.
    pub profiles: Vec<Profile>,
}

impl Evaluation {
    /// Adds what came out of another piece of the same inventory.
    pub fn absorb(&mut self, piece: Self) {
        self.decisions.extend(piece.decisions);
        self.problems.extend(piece.problems);
        self.resources += piece.resources;
        self.types = self.types.max(piece.types);
        self.unowned += piece.unowned;
        self.traces.extend(piece.traces);
        self.profiles.extend(piece.profiles);
        for (kind, count) in piece.gaps.types {
            *self.gaps.types.entry(kind).or_default() += count;
        }
        for (kind, count) in piece.gaps.unmapped {
            *self.gaps.unmapped.entry(kind).or_default() += count;
        }
        for (layer, count) in piece.gaps.unwatched {
            *self.gaps.unwatched.entry(layer).or_default() += count;
        }
        for (layer, count) in piece.gaps.attested {
            *self.gaps.attested.entry(layer).or_default() += count;
        }
    }
}

/// What was not assessed: nothing is silently skipped.
#[derive(Debug, Default)]
pub struct Gaps {
    /// Types that no selected control decided, with the number of resources.
    pub types: BTreeMap<String, usize>,
    /// Types that no boundary policy knows, with the number of resources.
    pub unmapped: BTreeMap<String, usize>,
    /// Layers on which the customer has a duty and no control looked, with the
    /// number of resources.
    pub unwatched: BTreeMap<Layer, usize>,
    /// Layers on which the customer has no duty and no control looked, with the number of
    /// resources: only the provider or a third party can attest them.
    pub attested: BTreeMap<Layer, usize>,
}

/// The responsibilities of one resource, layer by layer.
#[derive(Debug)]
pub struct Profile {
    /// The resource.
    pub about: Arc<ResourceRef>,
    /// The customer's name, if known.
    pub owner: Option<String>,
    /// The boundary's answers, with the customer's name filled in.
    pub layers: BTreeMap<Layer, Answer>,
}
