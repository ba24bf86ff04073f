//! From resources and policies to decisions.
//!
//! Every decision is a pure function of one input document, the policy set and
//! the parameters. So resources are decided in parallel, each worker with an
//! engine of its own, and the order of the output is the order of the input.

#![deny(clippy::print_stdout, clippy::print_stderr)]

pub mod baseline;
pub(crate) mod boundary;
pub(crate) mod control_evaluation;
pub(crate) mod crew;
pub(crate) mod editions;
pub(crate) mod engine_pool;
pub(crate) mod evaluation;
pub(crate) mod evaluator;
pub(crate) mod examination;
pub mod explain;
#[cfg(test)]
mod garbage;
pub(crate) mod input_document;
pub(crate) mod layer_observations;
pub mod link;
pub(crate) mod model;
pub(crate) mod overriding;
pub(crate) mod overruns;
pub mod owner;
pub(crate) mod policy_failure;
pub(crate) mod redaction;
pub(crate) mod relations;
pub mod run;
pub(crate) mod selected_controls;
pub(crate) mod session;
pub(crate) mod settlement;
pub(crate) mod spoken;
pub(crate) mod trace;
pub(crate) mod type_table;
#[cfg(test)]
mod type_table_tests;
pub(crate) mod unknown;
pub mod waiver;
pub(crate) mod worker;

pub use crate::boundary::Duties;
pub use crate::editions::Editions;
pub use crate::evaluation::{Evaluation, Gaps, Profile};
pub use crate::evaluator::{ClaimRule, Evaluator, Options};
pub use crate::examination::Examined;
pub use crate::overriding::Overriding;
pub use crate::relations::Joined;
pub use crate::session::Session;
pub use crate::trace::{Decided, Trace};
pub use crate::type_table::{Mapping, TypeEntry, Types};
pub use crate::unknown::UnknownFact;
#[doc(hidden)]
pub use onus_policy::{Projection, project};
