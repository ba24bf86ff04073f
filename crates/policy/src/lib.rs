//! Policies: where they come from, what they say about themselves, what is
//! refused at the door, and what each of them may read.

pub mod check;
pub mod engine;
pub mod probe;
pub mod testing;

mod arithmetic;
mod assemble;
mod bench;
mod catalogue;
pub(crate) mod chains;
pub(crate) mod checks;
mod constructs;
mod edit;
mod error;
mod expected;
mod functions;
mod groups;
pub mod index;
mod loose;
pub mod metadata;
mod mistakes;
mod names;
mod negation;
mod provenance;
mod qualify;
mod read_set;
pub mod reads;
mod roles;
pub mod scope;
mod seen;
mod select;
mod set;
mod sift;
mod source;
mod stranded;
mod together;
mod tree;
pub(crate) mod unit;
mod wording;

pub use bench::{Bench, BenchFile, Prepared, TestSet};
pub use catalogue::{Entry, Needed, builtin, builtin_for, editions, type_line, type_lines};
pub use constructs::Construct;
pub use error::{Instead, LoadError, LoadErrorKind};
pub use expected::{Expected, Misfit, Wanted};
#[doc(hidden)]
pub use loose::{Loose, LooseRule, Refused};
pub use mistakes::Mistake;
pub use read_set::{ReadSet, Watched, at_path};
pub use seen::{Seen, seen};
pub use select::{ControlKey, Selection, Selector};
pub use set::{
    Asked, Boundary, Control, Gives, Loaded, Parsed, PolicySet, Question, Settings, Table,
};
pub use source::{Origin, PolicyFile, PolicySources, SourceId, Taking, glob_root};
pub use stranded::Stranded;
pub use together::Together;
pub use tree::{Disk, Place, Tree};
pub use unit::TypeGlobs;
pub(crate) use wording::astray_help;
