//! Decides inventories that are not held in memory: what has to do with other
//! resources is found first and kept, everything else is decided as it is read.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use onus::diagnostic::Diagnostic;
use onus::document::Document;
use onus::evaluate::{Evaluation, Evaluator, Joined};
use onus::inventory::Resource;
use onus::link::Apart;

use crate::cli::commands::eval::commentary::Aside;
use crate::cli::commands::eval::decision_sink::Taking;
use crate::cli::inventories::Inventories;

/// Decides all that was named, piece by piece, and hands the decisions on. What comes
/// back has none.
///
/// # Errors
/// A file can't be read again, or is not what it was, so that nothing can be decided
/// with certainty; or no output is left that decisions could be written to.
pub fn decide(
    evaluator: &Evaluator,
    inventories: &mut Inventories,
    taking: &mut dyn Taking,
    aside: &mut Aside<'_>,
) -> Result<Evaluation, Box<Diagnostic>> {
    let kinds: BTreeSet<&str> = inventories
        .contents
        .kinds
        .iter()
        .map(String::as_str)
        .collect();
    let mut session = evaluator.session(&kinds);
    let mut whole = Evaluation {
        problems: evaluator.problems().to_vec(),
        ..Evaluation::default()
    };
    let mut numbers = Vec::new();
    let mut kept = Vec::new();
    if !session.wanted().is_empty() {
        let mut apart = Apart::new(inventories.names(), session.wanted());
        inventories.each_piece(&mut |piece| {
            apart.look(piece.resources);
            Ok(())
        })?;
        (numbers, kept) = keep(inventories, &apart.joined())?;
    }
    let joined = Joined::of(&kept, numbers);
    let progress = aside.progress(inventories.contents.resources);
    let mut first = 0;
    let mut lost = None;
    let read = inventories.each_piece(&mut |piece| {
        let told = |done: usize| progress.at(first + done);
        let mut evaluation = session.decide_piece(piece.resources, first, &joined, &told);
        let mut decisions = std::mem::take(&mut evaluation.decisions);
        aside.trace(&std::mem::take(&mut evaluation.traces));
        taking.look(std::mem::take(&mut evaluation.profiles));
        whole.absorb(evaluation);
        let mut documents: HashMap<String, Arc<Document>> = HashMap::new();
        for document in &piece.documents {
            documents.insert(document.name().to_owned(), Arc::clone(document));
        }
        let taken = taking.take(&mut decisions, &documents).inspect_err(|_| {
            lost = Some(());
        });
        aside.explain(&mut session, &decisions, piece.resources, (&joined, first));
        first += piece.resources.len();
        taken
    });
    progress.end();
    match (read, lost) {
        (Err(problem), Some(())) => return Err(problem),
        (Err(problem), None) => whole.problems.push(*problem),
        (Ok(()), _) => {}
    }
    Ok(whole)
}

/// The resources that have to do with others, and their numbers.
fn keep(
    inventories: &Inventories,
    joined: &[bool],
) -> Result<(Vec<usize>, Vec<Resource>), Box<Diagnostic>> {
    let mut numbers = Vec::new();
    let mut kept = Vec::new();
    if !joined.contains(&true) {
        return Ok((numbers, kept));
    }
    let mut number = 0;
    inventories.each_piece(&mut |piece| {
        for resource in piece.resources {
            if joined.get(number).is_some_and(|joined| *joined) {
                numbers.push(number);
                kept.push(resource.kept());
            }
            number += 1;
        }
        Ok(())
    })?;
    Ok((numbers, kept))
}
