//! Run over large inventories, chunk by chunk. Resources with relations are found first and
//! kept; all others are evaluated as they are read, and dropped.

use std::sync::Arc;

use onus_core::diagnostic::Diagnostic;
use onus_inventory::Resource;

use crate::aggregate::Aggregate;
use crate::estate::{Estate, EstateCoverage};
use crate::evaluation::Evaluation;
use crate::evaluator::Evaluator;
use crate::link::Partition;
use crate::relations::Joined;
use crate::run::inventories::Inventories;
use crate::run::observer::{Documents, Observer};
use crate::run::outcome::{Batch, Outcome};

/// Evaluates inventories chunk by chunk, and passes the decisions to the observer.
///
/// # Errors
/// The relations can't be found, since a file can't be read again or has changed; or the
/// observer takes no more decisions. When a file can't be read again later, the outcome has
/// an error.
pub(super) fn run_in_chunks(
    evaluator: &Evaluator,
    inventories: &mut Inventories,
    observer: &mut dyn Observer,
) -> Result<Outcome, Box<Diagnostic>> {
    let sizes = inventories.sizes();
    let files = sizes.iter().map(|(name, _)| name.as_str());
    let collections = evaluator.collections(files, inventories.coverage());
    let collected = inventories.contents().collected.clone();
    let mut session = evaluator.session(&collected.with_collections(collections));
    let mut outcome = Outcome::starting_with(Evaluation::default());
    outcome.add_problems(evaluator.problems(), observer);
    let mut numbers = Vec::new();
    let mut kept = Vec::new();
    if !session.wanted().is_empty() {
        let mut partition = Partition::new(inventories.take_names(), session.wanted());
        inventories.each_batch(&mut |batch| {
            partition.look(batch.resources);
            Ok(())
        })?;
        (numbers, kept) = keep(inventories, &partition.joined())?;
    }
    let joined = Joined::of(&kept, numbers);
    let progress = observer.progress(inventories.contents().resources);
    let mut first = 0;
    let mut is_refused = false;
    let needs_aggregate = session.needs_aggregate();
    let mut aggregate = Aggregate::default();
    let read = inventories.each_batch(&mut |batch| {
        let done = |done: usize| progress(first + done);
        let evaluation = session.decide_piece(batch.resources, first, &joined, &done);
        let documents: Documents = batch
            .documents
            .iter()
            .map(|document| (document.name().to_owned(), Arc::clone(document)))
            .collect();
        let resources = batch.resources;
        if needs_aggregate {
            aggregate.add(resources);
        }
        let batch = Batch {
            session: &mut session,
            resources,
            documents: &documents,
            joined: &joined,
            first,
        };
        first += resources.len();
        outcome
            .add(evaluation, batch, observer)
            .inspect_err(|_| is_refused = true)
    });
    let coverage = match read {
        Err(problem) if is_refused => return Err(problem),
        Err(problem) => {
            outcome.add_problems(&[*problem], observer);
            EstateCoverage::Unread
        }
        Ok(()) => inventories.coverage(),
    };
    outcome.add_problems(&session.collection_problems(evaluator), observer);
    let removed = session.decide_removed(inventories.removed());
    outcome.add_beside(removed, &inventories.documents(), observer)?;
    if needs_aggregate {
        let names = inventories.sizes().into_iter().map(|(name, _)| name);
        let estate = Estate::new(&names.collect::<Vec<_>>(), &aggregate, coverage);
        let inventory = session.decide_inventory(&estate);
        outcome.add_beside(inventory, &Documents::new(), observer)?;
    }
    Ok(outcome)
}

/// The resources with relations, and their numbers.
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
    inventories.each_batch(&mut |batch| {
        for resource in batch.resources {
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
