//! Certain findings: the members of a rule that no value of the unknown facts can take away.
//!
//! A three-valued interpreter of the policies that an engine holds. Where a fact is not known,
//! a statement may hold or not, and what depends on it is dropped. So it finds fewer members
//! than there are, and never more: a rule that it can't follow has none. Builtins are those of
//! the engine.

pub(crate) mod builtin;
pub(crate) mod compare;
pub(crate) mod declared;
pub(crate) mod environment;
pub(crate) mod expression;
pub(crate) mod interpreter;
pub(crate) mod partial;
pub(crate) mod pattern;
pub(crate) mod program;
pub(crate) mod rules;
#[cfg(test)]
mod tests;

pub use partial::substituted;
pub use program::{Certain, CertainError, Program};
