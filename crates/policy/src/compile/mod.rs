//! What the engine is given: which names lead where, full paths in the place of imports, groups of engines.

pub(crate) mod batched_questions;
pub(crate) mod engine_groups;
