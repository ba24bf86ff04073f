//! Loading: reading and parsing policy files, refusals, and the set that evaluation takes.

pub(crate) mod assemble;
pub(crate) mod bare_policies;
pub(crate) mod blocked_tests;
pub(crate) mod call_chains;
pub(crate) mod constructs;
pub(crate) mod embedded_files;
pub(crate) mod error;
pub(crate) mod file_tree;
pub(crate) mod messages;
pub(crate) mod package_role;
pub(crate) mod policy_file;
pub(crate) mod policy_set;
pub(crate) mod refusals;
pub(crate) mod role;
pub(crate) mod soundness;
pub(crate) mod source;
pub(crate) mod syntax_hints;
pub(crate) mod unknown_functions;
