//! The embedded catalogue: the policies that come with onus, and their index. This is data
//! without code that reads it, so that editing a policy rebuilds only this crate.
//!
//! ```
//! assert!(onus_catalogue::POLICIES.get_dir("lockdown").is_some());
//! assert!(onus_catalogue::INDEX.contains("AZ-STORAGE-001"));
//! ```

use include_dir::{Dir, include_dir};

/// The policies: `lockdown`, `boundary`, `types`, `lib`.
pub static POLICIES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../policies");

/// The index of the policies, as JSON: METADATA, read-sets, needs and edits of each file.
pub const INDEX: &str = include_str!("catalogue.json");

/// The evaluated type tables: one type per line, tab-separated.
pub const TYPES: &str = include_str!("catalogue_types.tsv");
