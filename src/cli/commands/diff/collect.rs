//! Collectors of decisions. Those of the base are kept; those of the head that are the same are
//! removed from both, so that the differences are left.

use onus::decision::Decision;
use onus::diagnostic::Diagnostic;
use onus::evaluate::run::{Documents, Observer, Progress};
use onus::snapshot::{Known, ResourceKey, Snapshot};

use crate::cli::origin_keys::OriginKey;
use crate::cli::progress;

/// Collects the base.
pub struct Base {
    /// How its resources are found again in the head.
    pub origin: OriginKey,
    pub snapshot: Snapshot,
    pub known: Known,
    pub decisions: usize,
}

/// Collects the head, and compares it with the base.
pub struct Head<'b> {
    pub origin: OriginKey,
    pub base: &'b mut Snapshot,
    pub known: &'b mut Known,
    pub snapshot: Snapshot,
    pub decisions: usize,
    pub same: usize,
}

impl Base {
    /// Nothing yet.
    pub fn new(origin: OriginKey) -> Self {
        Self {
            origin,
            snapshot: Snapshot::default(),
            known: Known::default(),
            decisions: 0,
        }
    }
}

impl Observer for Base {
    fn progress(&mut self, resources: usize) -> Progress {
        progress::bar(resources)
    }

    fn decisions(
        &mut self,
        decisions: &mut [Decision],
        _: &Documents,
    ) -> Result<(), Box<Diagnostic>> {
        self.decisions += decisions.len();
        for decision in decisions {
            let origin = (self.origin)(decision);
            note(decision, origin.clone(), &mut self.known);
            self.snapshot.add_within(decision, origin);
        }
        Ok(())
    }
}

impl Observer for Head<'_> {
    fn progress(&mut self, resources: usize) -> Progress {
        progress::bar(resources)
    }

    fn decisions(
        &mut self,
        decisions: &mut [Decision],
        _: &Documents,
    ) -> Result<(), Box<Diagnostic>> {
        self.decisions += decisions.len();
        for decision in decisions {
            let origin = (self.origin)(decision);
            if self
                .snapshot
                .add_beside(decision, origin.clone(), self.base)
            {
                self.same += 1;
            } else {
                note(decision, origin, self.known);
            }
        }
        Ok(())
    }
}

/// Notes the severity and the place of a decision. Those of the head come last, and count.
fn note(decision: &Decision, origin: Option<String>, known: &mut Known) {
    let control = &decision.control;
    if known.severities.get(&control.id) != Some(&control.severity) {
        known
            .severities
            .insert(control.id.clone(), control.severity);
    }
    let resource = &decision.resource;
    let place = format!("{}:{}", resource.source.file, resource.source.line);
    let key = ResourceKey::within(&resource.id, origin);
    known.places.insert(key, place);
}
