//! Policies of onus: loading Rego files and their METADATA, refusing what the engine would
//! answer wrongly, read-sets, checks and tests.
//!
//! - [`PolicySources`] finds policy files, [`PolicySet::load`] parses, checks and prepares
//!   them. [`builtin`] are the embedded ones.
//! - [`engine`] is the only module that names the Rego interpreter.
//! - [`read_set`] lists the parts of `input` that a rule may read.
//! - [`lint`] is `onus check`, [`testing`] is `onus test`, and [`probe`] finds out why a rule
//!   does not hold.
//!
//! ```
//! use onus_policy::engine::Value;
//! use onus_policy::{PolicySet, PolicySources, Settings, builtin};
//!
//! let sources = PolicySources { files: builtin(), ..PolicySources::default() };
//! let settings = Settings {
//!     limit: std::time::Duration::from_secs(5),
//!     now: 0,
//!     params: Value::object::<&str>([]),
//!     own_catalogue: true,
//!     check_builtin: false,
//! };
//! let loaded = PolicySet::load(&sources, &settings)?;
//! assert!(loaded.errors.is_empty());
//! assert!(loaded.set.keys().iter().any(|control| control.id == "AZ-STORAGE-001"));
//! # Ok::<(), onus_policy::engine::EngineError>(())
//! ```

#![deny(clippy::print_stdout, clippy::print_stderr)]

pub(crate) mod catalogue;
pub(crate) mod catalogue_entry;
pub mod certain;
pub mod compile;
pub mod engine;
pub mod lint;
pub(crate) mod load;
pub mod metadata;
pub(crate) mod model;
pub mod names;
pub(crate) mod policy_text;
pub mod probe;
pub mod read_set;
pub(crate) mod remediation;
pub(crate) mod rewrite;
pub(crate) mod selector;
pub mod testing;
pub(crate) mod type_globs;

pub use crate::catalogue::{RunTypes, builtin, editions, type_line, type_lines};
pub use crate::catalogue_entry::Entry;
pub use crate::compile::batched_questions::Together;
#[doc(hidden)]
pub use crate::load::bare_policies::{BareError, BarePolicies, BareRule};
pub use crate::load::blocked_tests::BlockedTest;
pub use crate::load::constructs::Construct;
pub use crate::load::error::{Instead, LoadError, LoadErrorKind};
pub use crate::load::file_tree::{Disk, Place, Tree};
pub use crate::load::policy_set::{Loaded, Parsed, PolicySet};
pub use crate::load::source::{FileSelection, PolicySources, glob_root};
pub use crate::load::syntax_hints::Mistake;
pub use crate::model::{Boundary, Control, Gives, PolicyContents, Question, Settings, Table};
pub use crate::policy_text::PolicyFile;
pub use crate::read_set::expected_types::{Expected, Misfit, Wanted};
pub use crate::read_set::projection::{Projection, project};
pub use crate::remediation::{Fix, FixVariant, Fixes, PLACEHOLDERS, UnknownVariant};
pub use crate::selector::{ControlKey, Selection, Selector};
pub use crate::testing::test_set::{EngineBuilder, EngineFile, Prepared, TestSet};
pub use crate::type_globs::TypeGlobs;
pub use onus_core::source_id::{Origin, SourceId};
pub use read_set::{ReadSet, Watched, at_path};
