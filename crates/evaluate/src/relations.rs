//! Relations of a run's resources, as far as its controls need them.

use std::collections::{BTreeMap, HashMap};

use crate::effective::owned_settings;
use crate::link::{Linker, Related, Wanted};
use onus_core::relation_path::Step;
use onus_inventory::{AFFECTED, Resource, WAY_TO_AFFECTED};

use crate::selected_controls::Controls;

/// What the controls of each type need to see of its relations.
#[derive(Debug, Default)]
pub struct Wants(BTreeMap<String, Wanted>);

impl Wants {
    /// What the controls that select these types need.
    pub fn of(by_type: &BTreeMap<String, Controls<'_>>) -> Self {
        Self(
            by_type
                .iter()
                .map(|(kind, controls)| {
                    let needs = controls.all().flat_map(|control| &control.needs);
                    let mut wanted = Wanted::of(needs);
                    // Children own some of its settings.
                    for owned in owned_settings(kind) {
                        if by_type.contains_key(owned.child) {
                            wanted.add(Step::Children(owned.child.to_owned()));
                        }
                    }
                    // Who is responsible for what was hit can depend on its settings,
                    // whatever controls ask.
                    if kind == AFFECTED {
                        wanted.add(Step::Named(WAY_TO_AFFECTED.to_owned()));
                    }
                    (kind.clone(), wanted)
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

/// The relations of the resources of a batch; empty when no control needs any.
pub struct Links<'r> {
    wants: &'r Wants,
    known: Known<'r>,
}

/// Where relations are known from.
enum Known<'r> {
    /// No control needs them.
    Nothing,
    /// What is decided is all that there is.
    All(Linker<'r>),
    /// It is a piece, whose first resource has this number.
    Piece(&'r Joined<'r>, usize),
}

/// Who found what belongs to a resource.
pub enum Finder<'l, 'r> {
    /// One that knows others too.
    Shared(&'l Linker<'r>),
    /// One that knows this resource only, which has to do with no other.
    Lone(Box<Linker<'r>>),
}

impl<'r> Finder<'_, 'r> {
    /// The linker.
    pub fn linker(&self) -> &Linker<'r> {
        match self {
            Self::Shared(linker) => linker,
            Self::Lone(linker) => linker,
        }
    }
}

impl<'r> Links<'r> {
    /// Finds the relations, if any is wanted. Of a piece, the resources that have to
    /// do with others are joined already; the number is its first resource's.
    pub fn of(
        resources: &'r [Resource],
        wants: &'r Wants,
        joined: Option<(&'r Joined<'r>, usize)>,
    ) -> Self {
        let known = match joined {
            _ if wants.is_empty() => Known::Nothing,
            Some((joined, first)) => Known::Piece(joined, first),
            None => Known::All(Linker::of(resources)),
        };
        Self { wants, known }
    }

    /// What belongs to a resource, given by its number in the piece, and who found it.
    pub fn related<'l>(
        &'l self,
        number: usize,
        resource: &'r Resource,
    ) -> Option<(Finder<'l, 'r>, Related)> {
        let wanted = self.wants.0.get(resource.kind.as_str())?;
        let (finder, place) = match &self.known {
            Known::Nothing => return None,
            Known::All(linker) => (Finder::Shared(linker), number),
            Known::Piece(joined, first) => match joined.places.get(&(first + number)) {
                Some(place) => (Finder::Shared(&joined.linker), *place),
                None => {
                    let alone = Linker::of(std::slice::from_ref(resource));
                    (Finder::Lone(Box::new(alone)), 0)
                }
            },
        };
        let related = finder.linker().related(place, wanted);
        Some((finder, related))
    }
}
