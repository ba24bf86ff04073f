//! Contents of all inventories: the types, providers and number of their resources.

use std::collections::BTreeSet;

use onus_inventory::Reading;

/// The resources of all inventories, summed up.
#[derive(Debug, Clone, Default)]
pub struct Contents {
    /// The resource types.
    pub kinds: BTreeSet<String>,
    /// The types of other resources that records are about. Boundary policies are evaluated
    /// for these, too.
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
        self.kinds.extend(other.kinds);
        self.subjects.extend(other.subjects);
        self.providers.extend(other.providers);
    }

    /// Adds the resources of a reading.
    pub(super) fn add(&mut self, reading: &Reading) {
        self.resources += reading.resources.len();
        for resource in &reading.resources {
            if !self.kinds.contains(&resource.kind) {
                self.kinds.insert(resource.kind.clone());
            }
            if let Some(subject) = &resource.subject {
                self.subjects.insert(subject.resource.kind.clone());
            }
            if !self.providers.contains(&resource.provider) {
                self.providers.insert(resource.provider.clone());
            }
        }
    }
}
