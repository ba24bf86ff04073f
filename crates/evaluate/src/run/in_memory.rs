//! Run over resources in memory, some thousand at a time: decisions take more memory than
//! resources do.

use onus_core::diagnostic::Diagnostic;
use onus_inventory::Resource;
use onus_policy::Control;

use crate::aggregate::Aggregate;
use crate::collected::CollectedTypes;
use crate::estate::Estate;
use crate::evaluator::Evaluator;
use crate::examination::Examined;
use crate::relations::Joined;
use crate::run::inventories::InMemory;
use crate::run::observer::{Documents, Observer};
use crate::run::outcome::{Batch, Outcome};
use crate::session::Session;

/// The number of resources that are evaluated at a time.
const BATCH: usize = 4_096;

/// Evaluates resources in memory, and passes the decisions to the observer.
///
/// # Errors
/// The observer takes no more decisions.
pub fn run_in_memory(
    evaluator: &Evaluator,
    inventories: &InMemory,
    observer: &mut dyn Observer,
) -> Result<Outcome, Box<Diagnostic>> {
    let resources = &inventories.resources;
    let documents = inventories.by_name();
    let mut session = session_of(evaluator, inventories);
    let joined = joined_of(&session, resources);
    let progress = observer.progress(resources.len());
    let mut outcome = Outcome::starting_with(session.decide_piece(&[], 0, &joined, &|_| {}));
    outcome.add_problems(evaluator.problems(), observer);
    for (number, batch) in resources.chunks(BATCH).enumerate() {
        let first = number * BATCH;
        let done = |done: usize| progress(first + done);
        let evaluation = session.decide_piece(batch, first, &joined, &done);
        let batch = Batch {
            session: &mut session,
            resources: batch,
            documents: &documents,
            joined: &joined,
            first,
        };
        outcome.add(evaluation, batch, observer)?;
    }
    outcome.add_problems(&session.collection_problems(evaluator), observer);
    let removed = session.decide_removed(&inventories.removed);
    outcome.add_beside(removed, &documents, observer)?;
    if session.needs_aggregate() {
        let mut aggregate = Aggregate::default();
        aggregate.add(resources);
        let names: Vec<String> = inventories
            .documents
            .iter()
            .map(|document| document.name().to_owned())
            .collect();
        let estate = Estate::new(&names, &aggregate, inventories.coverage);
        let inventory = session.decide_inventory(&estate);
        outcome.add_beside(inventory, &Documents::new(), observer)?;
    }
    Ok(outcome)
}

/// Evaluates one control for the resource at a place of the inventories, and passes the result
/// to `look`. None when there is no such place.
pub fn examine<T>(
    evaluator: &Evaluator,
    inventories: &InMemory,
    place: usize,
    control: &Control,
    look: impl FnOnce(&Examined<'_>) -> T,
) -> Option<T> {
    let resources = &inventories.resources;
    let mut session = session_of(evaluator, inventories);
    let joined = joined_of(&session, resources);
    session.examine(resources, place, (&joined, 0), control, look)
}

fn session_of<'e>(evaluator: &'e Evaluator, inventories: &InMemory) -> Session<'e> {
    let files = inventories.documents.iter().map(|document| document.name());
    let collections = evaluator.collections(files, inventories.coverage);
    evaluator.session(&CollectedTypes::of(&inventories.resources).with_collections(collections))
}

/// The relations of the resources, if a control needs any.
fn joined_of<'r>(session: &Session<'_>, resources: &'r [Resource]) -> Joined<'r> {
    let related: &[Resource] = if session.wanted().is_empty() {
        &[]
    } else {
        resources
    };
    Joined::of(related, 0..related.len())
}
