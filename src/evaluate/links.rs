//! The relations of a run's resources, as far as its controls need them.

use std::collections::BTreeMap;

use crate::inventory::{Place, Resource};
use crate::link::{Linker, Related, Wanted};
use crate::pointer::Pointer;
use crate::policy::Control;

/// What the controls of each type need to see of its relations.
#[derive(Debug, Default)]
pub struct Wants(BTreeMap<String, Wanted>);

impl Wants {
    /// What the controls that select these types need.
    pub fn of(by_type: &BTreeMap<String, Vec<&Control>>) -> Self {
        Self(
            by_type
                .iter()
                .map(|(kind, controls)| {
                    let needs = controls.iter().flat_map(|control| &control.needs);
                    (kind.clone(), Wanted::of(needs))
                })
                .filter(|(_, wanted)| !wanted.is_empty())
                .collect(),
        )
    }

    /// Whether no control needs any.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What belongs to the resources; empty when no control asks.
pub struct Links<'r> {
    linker: Option<Linker<'r>>,
    wants: &'r Wants,
}

impl<'r> Links<'r> {
    /// Finds the relations, if any is wanted.
    pub fn of(resources: &'r [Resource], wants: &'r Wants) -> Self {
        Self {
            linker: (!wants.is_empty()).then(|| Linker::of(resources)),
            wants,
        }
    }

    /// What belongs to a resource, given by its number.
    pub fn related(&self, number: usize, resource: &Resource) -> Option<Related> {
        let wanted = self.wants.0.get(resource.kind.as_str())?;
        Some(self.linker.as_ref()?.related(number, wanted))
    }

    /// Where a pointer into what belongs to a resource leads to.
    pub fn place(&self, related: &Related, pointer: &Pointer) -> Option<Place> {
        self.linker.as_ref()?.place(related, pointer)
    }
}
