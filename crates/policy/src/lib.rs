//! Policies: where they come from, what they say about themselves, what is
//! refused at the door, and what each of them may read.

#![deny(clippy::print_stdout, clippy::print_stderr)]

pub(crate) mod arithmetic;
pub(crate) mod catalogue;
pub(crate) mod chains;
pub mod compile;
pub(crate) mod constructs;
pub(crate) mod edit;
pub mod engine;
pub(crate) mod expected;
pub mod lint;
pub(crate) mod load;
pub(crate) mod loose;
pub mod metadata;
pub(crate) mod negation;
pub mod probe;
pub(crate) mod provenance;
pub(crate) mod quotients;
pub mod read_set;
pub mod scope;
pub(crate) mod seen;
pub(crate) mod selector;
pub(crate) mod test_set;
pub mod testing;

pub use crate::compile::batched_questions::Together;
pub use crate::load::blocked_tests::Stranded;
pub use crate::load::error::{Instead, LoadError, LoadErrorKind};
pub use crate::load::file_tree::{Disk, Place, Tree};
pub(crate) use crate::load::messages::astray_help;
pub use crate::load::policy_file::TypeGlobs;
pub use crate::load::policy_set::{
    Asked, Boundary, Control, Gives, Loaded, Parsed, PolicySet, Question, Settings, Table,
};
pub use crate::load::source::{Origin, PolicyFile, PolicySources, SourceId, Taking, glob_root};
pub use crate::load::syntax_hints::Mistake;
pub use crate::selector::{ControlKey, Selection, Selector};
pub use crate::test_set::{Bench, BenchFile, Prepared, TestSet};
pub use catalogue::{Entry, Needed, builtin, builtin_for, editions, type_line, type_lines};
pub use constructs::Construct;
pub use expected::{Expected, Misfit, Wanted};
#[doc(hidden)]
pub use loose::{Loose, LooseRule, Refused};
pub use read_set::{ReadSet, Watched, at_path};
pub use seen::{Seen, seen};
