//! Decides inventories, and hands the decisions on.

use std::collections::HashMap;
use std::sync::Arc;

use onus::decision::Decision;
use onus::diagnostic::Diagnostic;
use onus::document::Document;
use onus::evaluate::{Evaluation, Evaluator, Profile};

use crate::cli::commands::eval::commentary::Aside;
use crate::cli::commands::eval::{in_chunks, in_memory};
use crate::cli::inventories::Inventories;

/// What takes decisions, piece after piece.
pub trait Taking {
    /// Takes the next decisions; `documents` are the texts that their places are in, by
    /// name, and are gone afterwards.
    ///
    /// # Errors
    /// There is nowhere to put them, so that the run may end.
    fn take(
        &mut self,
        decisions: &mut [Decision],
        documents: &HashMap<String, Arc<Document>>,
    ) -> Result<(), Box<Diagnostic>>;

    /// Looks at who is responsible for the layers of the resources whose decisions are
    /// taken next; they are told only where the evaluator was asked for them.
    fn look(&mut self, _profiles: Vec<Profile>) {}
}

/// Decides all that was named, and hands the decisions on. What comes back has none.
///
/// # Errors
/// What is decided piece by piece can't be read again, or nothing takes decisions any
/// more.
pub fn decide(
    evaluator: &Evaluator,
    inventories: &mut Inventories,
    taking: &mut dyn Taking,
    aside: &mut Aside<'_>,
) -> Result<Evaluation, Box<Diagnostic>> {
    if inventories.is_in_pieces() {
        in_chunks::decide(evaluator, inventories, taking, aside)
    } else {
        in_memory::decide(evaluator, inventories, taking, aside)
    }
}
