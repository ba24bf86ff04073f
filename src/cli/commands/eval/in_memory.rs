//! Decides inventories that are held in memory.

use std::collections::HashMap;
use std::sync::Arc;

use onus::diagnostic::Diagnostic;
use onus::evaluate::{Evaluation, Evaluator, Joined};
use onus::inventory::Resource;

use crate::cli::commands::eval::commentary::Aside;
use crate::cli::commands::eval::decision_sink::Taking;
use crate::cli::inventories::{Held, Inventories};

/// Decides what is held in memory, some resources at a time, and hands the decisions
/// on: they take more memory than the resources do.
pub fn decide(
    evaluator: &Evaluator,
    inventory: &mut Inventories,
    taking: &mut dyn Taking,
    aside: &mut Aside<'_>,
) -> Result<Evaluation, Box<Diagnostic>> {
    decide_held(evaluator, &inventory.hold()?, taking, aside)
}

/// The same, of what is taken out of its inventories already.
pub fn decide_held(
    evaluator: &Evaluator,
    held: &Held,
    taking: &mut dyn Taking,
    aside: &mut Aside<'_>,
) -> Result<Evaluation, Box<Diagnostic>> {
    /// Resources at a time.
    const SOME: usize = 4_096;
    let resources = &held.resources;
    let documents: HashMap<_, _> = held
        .documents
        .iter()
        .map(|document| (document.name().to_owned(), Arc::clone(document)))
        .collect();
    let kinds = resources.iter().map(|r| r.kind.as_str()).collect();
    let mut session = evaluator.session(&kinds);
    let related: &[Resource] = if session.wanted().is_empty() {
        &[]
    } else {
        resources
    };
    let joined = Joined::of(related, 0..related.len());
    let progress = aside.progress(resources.len());
    let mut whole = session.decide_piece(&[], 0, &joined, &|_| {});
    whole.problems.extend_from_slice(evaluator.problems());
    for (number, some) in resources.chunks(SOME).enumerate() {
        let first = number * SOME;
        let told = |done: usize| progress.at(first + done);
        let mut evaluation = session.decide_piece(some, first, &joined, &told);
        let mut decisions = std::mem::take(&mut evaluation.decisions);
        aside.trace(&std::mem::take(&mut evaluation.traces));
        taking.look(std::mem::take(&mut evaluation.profiles));
        taking.take(&mut decisions, &documents)?;
        aside.explain(&mut session, &decisions, some, (&joined, first));
        whole.absorb(evaluation);
    }
    progress.end();
    Ok(whole)
}
