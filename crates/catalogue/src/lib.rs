//! The policies that onus comes with, and what was worked out about them when they were
//! last changed: data, and no code that reads it, so that editing a policy rebuilds this
//! crate and nothing that is large.

use include_dir::{Dir, include_dir};

/// The policies: `lockdown`, `boundary`, `types`, `lib`.
pub static POLICIES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../policies");

/// The index: what loading the policies gives.
pub const INDEX: &str = include_str!("catalogue.json");

/// The tables of types, evaluated.
pub const TYPES: &str = include_str!("catalogue_types.tsv");
