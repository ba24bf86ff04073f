//! Contents of all inventories: the types, providers and number of their resources.

use std::collections::BTreeSet;

use onus_inventory::Reading;

use crate::collected::CollectedTypes;

/// The resources of all inventories, summed up.
#[derive(Debug, Clone, Default)]
pub struct Contents {
    /// The resource types.
    pub collected: CollectedTypes,
    /// The types of other resources that records are about, and of resources that a plan
    /// removes. Boundary policies are evaluated for these, too.
    pub subjects: BTreeSet<String>,
    /// The providers.
    pub providers: BTreeSet<String>,
    /// The number of resources.
    pub resources: usize,
}

impl Contents {
    /// Adds the contents of inventories that follow.
    pub(super) fn absorb(&mut self, other: Self) {
        self.resources += other.resources;
        self.collected.absorb(other.collected);
        self.subjects.extend(other.subjects);
        self.providers.extend(other.providers);
    }

    /// Adds the resources of a reading.
    pub(super) fn add(&mut self, reading: &Reading) {
        self.resources += reading.resources.len();
        self.collected.add(&reading.resources);
        for resource in &reading.resources {
            if let Some(subject) = &resource.subject {
                self.subjects.insert(subject.resource.kind.clone());
            }
            if !self.providers.contains(&resource.provider) {
                self.providers.insert(resource.provider.clone());
            }
        }
        for removed in &reading.removed {
            self.subjects.insert(removed.kind.clone());
            self.providers.insert(removed.provider.clone());
        }
    }
}
