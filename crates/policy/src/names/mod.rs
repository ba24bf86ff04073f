//! Names: which rules are defined where, and what each name in a rule means.

pub(crate) mod frames;
pub mod meaning;
pub(crate) mod references;
pub mod resolved;
pub mod symbol_table;
