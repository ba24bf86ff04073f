//! Layered defenses: which layers of each resource are assigned, which of these a control
//! checks, and where several layers that protect the same thing fail together.

pub(crate) mod gap;
pub(crate) mod json;
pub(crate) mod pretty;
pub(crate) mod stack;
pub(crate) mod state;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use crate::layers::gap::{GapKind, GapSummary};
pub use json::{layers_schema, write_layers_json};
pub use pretty::write_layers_pretty;
pub use stack::{Failing, Stack};
pub use state::{Counts, State};

use crate::filter::PartyFilter;
use onus_core::decision::{Answer, Decision, Responsibility};
use onus_core::vocabulary::Layer;
use onus_evaluate::Profile;

use crate::layers::gap::{Gap, Gaps};
use stack::Stacks;

/// Counts layers, resource by resource; the summary is made at the end of the run.
#[derive(Debug)]
pub struct Tally {
    /// Whose layers count; empty counts all of them, nobody's too.
    parties: Vec<PartyFilter>,
    /// Controls whose decisions do not count.
    onlookers: BTreeSet<String>,
    cells: BTreeMap<(Layer, String), Counts>,
    kinds: BTreeMap<String, TypeLayers>,
    gaps: Gaps,
    stacks: Stacks,
    resources: usize,
}

/// What is known of a type.
#[derive(Debug, Default)]
struct TypeLayers {
    resources: usize,
    /// Whether some control decided something about one of them.
    is_watched: bool,
}

impl Tally {
    /// A count of the layers that these parties have a part in (of all layers, when
    /// there are none), over an inventory of these types; `onlookers` are the ids of
    /// controls that look at what others say of a layer, and so do not watch it.
    pub fn new(
        parties: Vec<PartyFilter>,
        kinds: &BTreeSet<&str>,
        onlookers: BTreeSet<String>,
    ) -> Self {
        Self {
            parties,
            onlookers,
            cells: BTreeMap::new(),
            kinds: BTreeMap::new(),
            gaps: Gaps::default(),
            stacks: Stacks::new(kinds),
            resources: 0,
        }
    }

    /// Counts resources and what was decided about them: both in the order of the
    /// inventory.
    pub fn take(&mut self, profiles: &[Profile], decisions: &[Decision]) {
        let mut decisions = decisions.iter().peekable();
        for profile in profiles {
            let mut own: BTreeMap<Layer, Vec<&Decision>> = BTreeMap::new();
            while let Some(decision) =
                decisions.next_if(|decision| Arc::ptr_eq(&decision.resource, &profile.about))
            {
                if !self.onlookers.contains(&decision.control.id) {
                    own.entry(decision.layer).or_default().push(decision);
                }
            }
            self.resource(profile, &own);
        }
    }

    fn resource(&mut self, profile: &Profile, decisions: &BTreeMap<Layer, Vec<&Decision>>) {
        let about = &profile.about;
        let kind = self.kinds.entry(about.kind.clone()).or_default();
        kind.resources += 1;
        kind.is_watched |= !decisions.is_empty();
        self.resources += 1;
        let is_unmapped = profile
            .layers
            .values()
            .all(|answer| matches!(answer, Answer::Unassigned { .. }));
        let mut states = BTreeMap::new();
        for (layer, answer) in &profile.layers {
            if !self.counts(answer) {
                continue;
            }
            let of_layer = decisions.get(layer).map(Vec::as_slice).unwrap_or_default();
            let state = State::of(answer, of_layer);
            self.cells
                .entry((*layer, about.kind.clone()))
                .or_default()
                .add(state);
            states.insert(*layer, state);
            let gap = match state {
                State::Unwatched => Gap::Unwatched(*layer),
                State::Conflict => Gap::Conflict(*layer),
                State::Unassigned if !of_layer.is_empty() && !is_unmapped => {
                    Gap::Unassigned(*layer)
                }
                _ => continue,
            };
            self.gaps.add(gap, about, answer.accountable());
        }
        if is_unmapped && self.parties.is_empty() {
            self.gaps.add(Gap::Unmapped, about, None);
        }
        self.stacks.add(about, &states, decisions);
    }

    /// Whether a layer is of a party that was asked for: it performs a part, or answers
    /// for it.
    fn counts(&self, answer: &Answer) -> bool {
        let is_of = |said: &Responsibility| {
            said.performs
                .iter()
                .map(|duty| &duty.party)
                .chain([&said.accountable])
                .any(|party| self.parties.iter().any(|filter| filter.matches(party)))
        };
        self.parties.is_empty() || answer.assigned().is_some_and(is_of)
    }

    /// The number of resources.
    pub fn resources(&self) -> usize {
        self.resources
    }

    /// The number of their types.
    pub fn types(&self) -> usize {
        self.kinds.len()
    }

    /// Whose layers count; empty when all of them do.
    pub fn parties(&self) -> &[PartyFilter] {
        &self.parties
    }

    /// The counts of each layer, in the order of layers, and of its types in theirs.
    pub fn layers(&self) -> Vec<(Layer, Vec<(&str, Counts)>)> {
        let mut layers: BTreeMap<Layer, Vec<(&str, Counts)>> = BTreeMap::new();
        for ((layer, kind), counts) in &self.cells {
            layers.entry(*layer).or_default().push((kind, *counts));
        }
        layers.into_iter().collect()
    }

    /// All that is not watched or not assigned though it should be, worst first.
    pub fn gap_summaries(&self) -> Vec<GapSummary<'_>> {
        self.gaps.gap_summaries(|kind| {
            self.kinds
                .get(kind)
                .map(|kind| (kind.resources, kind.is_watched))
        })
    }

    /// Where at least two layers fail together, the most layers first.
    pub fn together(&self) -> Vec<&Stack> {
        self.stacks.together()
    }
}
