//! Type globs: the globs over resource types in a policy's METADATA.

use std::collections::BTreeSet;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::metadata::{INVENTORY, Resources};

/// Globs over resource types, as policies write them.
#[derive(Debug, Clone)]
pub struct TypeGlobs {
    /// As written.
    pub patterns: Vec<String>,
    /// Patterns without special characters, in lower case; most are, and
    /// compiling them would be most of a short run.
    plain: BTreeSet<String>,
    globs: GlobSet,
    /// Whether they stand for the inventory as one, and match no type.
    is_inventory: bool,
}

impl TypeGlobs {
    /// Compiles globs. They match whatever the case, since ARM types have none,
    /// and `*` alone matches every type.
    ///
    /// # Errors
    /// The first glob that is wrong, and why.
    pub fn new(patterns: &[String]) -> Result<Self, (String, String)> {
        let mut plain = BTreeSet::new();
        let mut builder = GlobSetBuilder::new();
        for pattern in patterns {
            if !pattern.contains(['*', '?', '[', '{', '\\']) {
                plain.insert(pattern.to_ascii_lowercase());
                continue;
            }
            let glob = if pattern == "*" { "**" } else { pattern };
            let glob = GlobBuilder::new(glob)
                .literal_separator(true)
                .case_insensitive(true)
                .build()
                .map_err(|error| (pattern.clone(), error.kind().to_string()))?;
            builder.add(glob);
        }
        let globs = builder
            .build()
            .map_err(|error| (patterns.join(", "), error.to_string()))?;
        Ok(Self {
            patterns: patterns.to_vec(),
            plain,
            globs,
            is_inventory: false,
        })
    }

    /// The complete inventory as one. It matches no type.
    pub fn inventory() -> Self {
        Self {
            patterns: vec![INVENTORY.to_owned()],
            plain: BTreeSet::new(),
            globs: GlobSet::empty(),
            is_inventory: true,
        }
    }

    /// Compiles what a package's METADATA has.
    ///
    /// # Errors
    /// The first glob that is wrong, and why.
    pub fn of(resources: &Resources) -> Result<Self, (String, String)> {
        match resources {
            Resources::Types(patterns) => Self::new(patterns),
            Resources::Inventory => Ok(Self::inventory()),
        }
    }

    /// Whether they stand for the inventory as one.
    pub fn is_inventory(&self) -> bool {
        self.is_inventory
    }

    /// Whether it matches a type.
    pub fn matches(&self, kind: &str) -> bool {
        self.plain.contains(&kind.to_ascii_lowercase()) || self.globs.is_match(kind)
    }
}

impl PartialEq for TypeGlobs {
    fn eq(&self, other: &Self) -> bool {
        self.patterns == other.patterns && self.is_inventory == other.is_inventory
    }
}

impl Eq for TypeGlobs {}

impl Serialize for TypeGlobs {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.is_inventory {
            return INVENTORY.serialize(serializer);
        }
        self.patterns.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for TypeGlobs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let resources = Resources::deserialize(deserializer)?;
        Self::of(&resources).map_err(|(glob, reason)| {
            serde::de::Error::custom(format!("`{glob}` is not a glob: {reason}"))
        })
    }
}
