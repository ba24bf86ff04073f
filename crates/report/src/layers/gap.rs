//! Gaps: layers that should be checked or assigned, and are not.

use std::collections::BTreeMap;
use std::sync::Arc;

use onus_core::decision::{Party, ResourceRef};
use onus_core::vocabulary::{Layer, PartyKind};

/// A hole in the defences of a type.
#[derive(Debug)]
pub struct GapSummary<'t> {
    /// What is missing.
    pub kind: GapKind,
    /// On which layer; none when it is on all of them.
    pub layer: Option<Layer>,
    /// The type of the resources.
    pub resource_type: &'t str,
    /// The resources that have it.
    pub resources: usize,
    /// The resources of the type.
    pub of: usize,
    /// Who answers for the layer, with the number of resources.
    pub parties: &'t BTreeMap<String, usize>,
    /// One of the resources.
    pub example: &'t ResourceRef,
}

impl GapSummary<'_> {
    /// Whether all resources of the type have it.
    fn is_everywhere(&self) -> bool {
        self.resources == self.of
    }
}

/// What is missing; the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum GapKind {
    /// Two boundary policies disagree about who has the duty.
    Conflict,
    /// A control decides about the layer, and nobody has the duty.
    Unassigned,
    /// Nobody has any duty.
    Unmapped,
    /// Somebody but the provider has a part in the duty, and no control looks at the
    /// layer, though controls look at others.
    Unwatched,
    /// No control looks at any layer of the type.
    Blind,
}

impl GapKind {
    /// The word that programs get.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Conflict => "conflict",
            Self::Unassigned => "unassigned",
            Self::Unmapped => "unmapped",
            Self::Unwatched => "unwatched",
            Self::Blind => "blind",
        }
    }
}

/// What one resource lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Gap {
    Conflict(Layer),
    Unassigned(Layer),
    Unmapped,
    Unwatched(Layer),
}

/// What resources lack, by type.
#[derive(Debug, Default)]
pub(crate) struct Gaps(BTreeMap<(Gap, String), Missing>);

#[derive(Debug)]
struct Missing {
    resources: usize,
    parties: BTreeMap<String, usize>,
    example: Arc<ResourceRef>,
}

impl Gaps {
    /// Notes what a resource lacks, and who answers for it.
    pub fn add(&mut self, gap: Gap, about: &Arc<ResourceRef>, party: Option<&Party>) {
        let missing = self
            .0
            .entry((gap, about.kind.clone()))
            .or_insert_with(|| Missing {
                resources: 0,
                parties: BTreeMap::new(),
                example: Arc::clone(about),
            });
        missing.resources += 1;
        if let Some(party) = party {
            *missing.parties.entry(named(party)).or_default() += 1;
        }
    }

    /// The holes, the worst first; of a layer, the types first of which only some
    /// resources have the hole, then those with most resources. `kind` says of a type
    /// how many resources it has, and whether a control looked at one of them.
    pub fn gap_summaries(
        &self,
        kind: impl Fn(&str) -> Option<(usize, bool)>,
    ) -> Vec<GapSummary<'_>> {
        let mut holes: Vec<GapSummary<'_>> = Vec::new();
        // What no control looks at is one hole, that with the most resources.
        let mut blind: BTreeMap<&str, GapSummary<'_>> = BTreeMap::new();
        for ((gap, name), missing) in &self.0 {
            let (of, is_watched) = kind(name).unwrap_or((missing.resources, true));
            let (what, layer) = match gap {
                Gap::Conflict(layer) => (GapKind::Conflict, Some(*layer)),
                Gap::Unassigned(layer) => (GapKind::Unassigned, Some(*layer)),
                Gap::Unmapped => (GapKind::Unmapped, None),
                Gap::Unwatched(_) if !is_watched => (GapKind::Blind, None),
                Gap::Unwatched(layer) => (GapKind::Unwatched, Some(*layer)),
            };
            let hole = GapSummary {
                kind: what,
                layer,
                resource_type: name,
                resources: missing.resources,
                of,
                parties: &missing.parties,
                example: &missing.example,
            };
            if what != GapKind::Blind {
                holes.push(hole);
                continue;
            }
            let known = blind.get(name.as_str()).map_or(0, |known| known.resources);
            if hole.resources > known {
                blind.insert(name, hole);
            }
        }
        holes.extend(blind.into_values());
        holes.sort_by(|a, b| {
            (a.kind, a.layer)
                .cmp(&(b.kind, b.layer))
                .then(a.is_everywhere().cmp(&b.is_everywhere()))
                .then(b.resources.cmp(&a.resources))
                .then(a.resource_type.cmp(b.resource_type))
        });
        holes
    }
}

/// What somebody is called where the number of their resources stands.
fn named(party: &Party) -> String {
    match (party.kind, &party.name) {
        (_, Some(name)) => name.clone(),
        (PartyKind::Customer, None) => "no owner".to_owned(),
        (PartyKind::ThirdParty, None) => "third party".to_owned(),
        (PartyKind::Provider, None) => "provider".to_owned(),
    }
}
