//! Keys of resources: an id, with the inventory of an id that is unique within it only.

/// What sets a resource apart from all others of a snapshot.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ResourceKey {
    id: String,
    within: Option<Within>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Within {
    origin: String,
    /// The id and the origin.
    both: String,
}

impl ResourceKey {
    /// The key of an id within an inventory. None for an id that is unique everywhere, and in a
    /// snapshot of one inventory.
    pub fn within(id: &str, origin: Option<String>) -> Self {
        let both = |origin: &str| format!("{id} in {origin:?}");
        Self {
            id: id.to_owned(),
            within: origin.map(|origin| Within {
                both: both(&origin),
                origin,
            }),
        }
    }

    /// The resource's id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The inventory that the id is unique within.
    pub fn origin(&self) -> Option<&str> {
        self.within.as_ref().map(|within| within.origin.as_str())
    }

    /// The id, and the inventory where the key has one. No address and no name of a resource
    /// looks so.
    pub fn as_str(&self) -> &str {
        self.within.as_ref().map_or(&self.id, |within| &within.both)
    }
}

/// The key of an id that is unique.
impl From<&str> for ResourceKey {
    fn from(id: &str) -> Self {
        Self::within(id, None)
    }
}
