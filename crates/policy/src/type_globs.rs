//! Type globs: the globs over resource types in a policy's METADATA.

use std::collections::BTreeSet;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Globs over resource types, as policies write them.
#[derive(Debug, Clone)]
pub struct TypeGlobs {
    /// As written.
    pub patterns: Vec<String>,
    /// Patterns without special characters, in lower case; most are, and
    /// compiling them would be most of a short run.
    plain: BTreeSet<String>,
    globs: GlobSet,
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
        })
    }

    /// Whether it matches a type.
    pub fn matches(&self, kind: &str) -> bool {
        self.plain.contains(&kind.to_ascii_lowercase()) || self.globs.is_match(kind)
    }
}

impl PartialEq for TypeGlobs {
    fn eq(&self, other: &Self) -> bool {
        self.patterns == other.patterns
    }
}

impl Eq for TypeGlobs {}

impl Serialize for TypeGlobs {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.patterns.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for TypeGlobs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let patterns = Vec::<String>::deserialize(deserializer)?;
        Self::new(&patterns).map_err(|(glob, reason)| {
            serde::de::Error::custom(format!("`{glob}` is not a glob: {reason}"))
        })
    }
}
