//! Compilation: the engines, one for each group of policies, and the questions that one
//! evaluation answers together.

pub(crate) mod batched_questions;
pub(crate) mod engine_groups;
