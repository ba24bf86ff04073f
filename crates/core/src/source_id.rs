//! The identity of a policy's text: its origin and its path there.
//!
//! A path alone is no identity. The embedded catalogue has its own paths, such as
//! `policies/lib/fact.rego`, and a user's folder can have a file with the same path. A policy
//! that is taken for another one would decide in its place.

use std::sync::Arc;

/// Where a policy comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// The embedded catalogue.
    Builtin,
    /// The user.
    User,
    /// onus itself, which writes rules that ask others.
    Generated,
}

/// The identity of a policy's text. Two texts of one run never share one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId {
    origin: Origin,
    path: Arc<str>,
}

impl SourceId {
    /// A file of a known origin. `path` is the embedded path, or the path as the user
    /// gave it.
    pub fn new(origin: Origin, path: &str) -> Self {
        Self {
            origin,
            path: Arc::from(path),
        }
    }

    /// A text that onus generates for `purpose`.
    pub fn generated(purpose: &str) -> Self {
        Self::new(Origin::Generated, purpose)
    }

    /// Where it comes from.
    pub fn origin(&self) -> Origin {
        self.origin
    }

    /// Its path, for people. Not an identity: compare [`SourceId`]s.
    pub fn path(&self) -> &str {
        &self.path
    }
}

/// For people: the path.
impl std::fmt::Display for SourceId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.path)
    }
}
