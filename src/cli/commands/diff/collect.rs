//! Collectors of decisions. Those of the base are kept; those of the head that are the same are
//! removed from both, so that the differences are left.

use onus::decision::Decision;
use onus::diagnostic::Diagnostic;
use onus::evaluate::run::{Documents, Observer, Progress};
use onus::snapshot::{Known, Snapshot};

use crate::cli::progress;

/// Collects the base.
#[derive(Default)]
pub struct Base {
    pub snapshot: Snapshot,
    pub known: Known,
    pub decisions: usize,
}

/// Collects the head, beside the base.
pub struct Head<'b> {
    pub base: &'b mut Snapshot,
    pub known: &'b mut Known,
    pub snapshot: Snapshot,
    pub decisions: usize,
    pub same: usize,
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
            self.snapshot.add(decision);
            note(decision, &mut self.known);
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
            if self.snapshot.add_beside(decision, self.base) {
                self.same += 1;
            } else {
                note(decision, self.known);
            }
        }
        Ok(())
    }
}

/// What is said of a decision beside itself; the head is told last, and counts.
fn note(decision: &Decision, known: &mut Known) {
    let control = &decision.control;
    if known.severities.get(&control.id) != Some(&control.severity) {
        known
            .severities
            .insert(control.id.clone(), control.severity);
    }
    let resource = &decision.resource;
    let place = format!("{}:{}", resource.source.file, resource.source.line);
    match known.places.get_mut(&resource.id) {
        Some(known) if *known == place => {}
        Some(known) => *known = place,
        None => {
            known.places.insert(resource.id.clone(), place);
        }
    }
}
