//! Run over inventories: opened files in, decisions and diagnostics out, and the exit rule.
//!
//! [`Inventories::read`] reads opened inventories, and [`run`] evaluates them: in memory, or in
//! chunks when one of them is a large file. An [`Observer`] gets the decisions in the order
//! of the inventories, and [`Outcome::status`] is what `onus eval` makes its exit code of.
//! The module opens no file: the program gives documents, or a [`LargeFile`] that can be
//! read several times.

pub(crate) mod contents;
pub(crate) mod failures;
pub(crate) mod first_pass;
pub(crate) mod in_chunks;
pub(crate) mod in_memory;
pub(crate) mod inventories;
pub(crate) mod inventory;
pub(crate) mod large_file;
pub(crate) mod observer;
pub(crate) mod opened;
pub(crate) mod outcome;
pub(crate) mod repeated_problems;
pub(crate) mod status;

use onus_core::diagnostic::Diagnostic;

use crate::evaluator::Evaluator;

pub use crate::run::contents::Contents;
pub use crate::run::failures::Failures;
pub use crate::run::in_memory::{examine, run_in_memory};
pub use crate::run::inventories::{InMemory, Inventories, Settings};
pub use crate::run::inventory::ResourceBatch;
pub use crate::run::large_file::StoredFile;
pub use crate::run::observer::{Documents, Examiner, Observer, Progress, each_decision};
pub use crate::run::opened::{LargeFile, Opened, ReadAgainError};
pub use crate::run::outcome::Outcome;
pub use crate::run::status::{DecisionCounts, NothingEvaluated, RunStatus, has_error};

/// Evaluates inventories, and passes the decisions to the observer. Resources in memory are
/// taken out of `inventories`.
///
/// # Errors
/// A large inventory can't be read again, so that nothing can be evaluated; or the observer
/// takes no more decisions.
pub fn run(
    evaluator: &Evaluator,
    inventories: &mut Inventories,
    observer: &mut dyn Observer,
) -> Result<Outcome, Box<Diagnostic>> {
    if inventories.is_in_chunks() {
        in_chunks::run_in_chunks(evaluator, inventories, observer)
    } else {
        run_in_memory(evaluator, &inventories.take_in_memory()?, observer)
    }
}
