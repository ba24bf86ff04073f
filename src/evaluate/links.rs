//! The relations of a run's resources, as far as its controls need them.

use std::collections::{BTreeMap, HashMap};

use crate::inventory::Resource;
use crate::link::{Linker, Related, Wanted};
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

    /// What is wanted of the resources of each type.
    pub fn by_type(&self) -> &BTreeMap<String, Wanted> {
        &self.0
    }
}

/// The resources of an inventory in pieces that have to do with each other, whatever
/// piece they are in.
pub struct Joined<'r> {
    linker: Linker<'r>,
    /// The place of each among them, by its number in the inventory.
    places: HashMap<usize, usize>,
}

impl<'r> Joined<'r> {
    /// Finds the relations of these resources; `numbers` are theirs in the inventory.
    pub fn of(resources: &'r [Resource], numbers: impl IntoIterator<Item = usize>) -> Self {
        Self {
            linker: Linker::of(resources),
            places: numbers.into_iter().zip(0..).collect(),
        }
    }
}

/// What belongs to the resources of a piece; empty when no control asks.
pub struct Links<'r> {
    wants: &'r Wants,
    own: Option<Linker<'r>>,
    /// With the number of the piece's first resource.
    joined: Option<(&'r Joined<'r>, usize)>,
}

impl<'r> Links<'r> {
    /// Finds the relations, if any is wanted.
    pub fn of(
        resources: &'r [Resource],
        wants: &'r Wants,
        joined: Option<(&'r Joined<'r>, usize)>,
    ) -> Self {
        Self {
            own: (!wants.is_empty()).then(|| Linker::of(resources)),
            wants,
            joined,
        }
    }

    /// What belongs to a resource, given by its number in the piece, and who found it.
    pub fn related(&self, number: usize, resource: &Resource) -> Option<(&Linker<'r>, Related)> {
        let wanted = self.wants.0.get(resource.kind.as_str())?;
        let joined = self.joined.and_then(|(joined, first)| {
            let place = joined.places.get(&(first + number))?;
            Some((&joined.linker, *place))
        });
        let (linker, number) = match joined {
            Some(found) => found,
            None => (self.own.as_ref()?, number),
        };
        Some((linker, linker.related(number, wanted)))
    }
}
