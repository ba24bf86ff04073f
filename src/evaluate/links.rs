//! The relations of a run's resources, as far as its controls need them.

use std::collections::BTreeMap;

use crate::inventory::{Place, Resource};
use crate::link::{Linker, Related, Wanted};
use crate::pointer::Pointer;
use crate::policy::Control;

/// What belongs to the resources; empty when no control asks.
pub struct Links<'r> {
    linker: Option<Linker<'r>>,
    wanted: BTreeMap<&'r str, Wanted>,
}

impl<'r> Links<'r> {
    /// Finds the relations, if any of the controls that select these types needs
    /// one.
    pub fn of(resources: &'r [Resource], by_type: &BTreeMap<&'r str, Vec<&Control>>) -> Self {
        let wanted: BTreeMap<&str, Wanted> = by_type
            .iter()
            .map(|(kind, controls)| {
                let needs = controls.iter().flat_map(|control| &control.needs);
                (*kind, Wanted::of(needs))
            })
            .filter(|(_, wanted)| !wanted.is_empty())
            .collect();
        Self {
            linker: (!wanted.is_empty()).then(|| Linker::of(resources)),
            wanted,
        }
    }

    /// What belongs to a resource, given by its number.
    pub fn related(&self, number: usize, resource: &Resource) -> Option<Related> {
        let wanted = self.wanted.get(resource.kind.as_str())?;
        Some(self.linker.as_ref()?.related(number, wanted))
    }

    /// Where a pointer into what belongs to a resource leads to.
    pub fn place(&self, related: &Related, pointer: &Pointer) -> Option<Place> {
        self.linker.as_ref()?.place(related, pointer)
    }
}
