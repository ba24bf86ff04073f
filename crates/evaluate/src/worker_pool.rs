//! Workers of a run: threads that share the resources, with the results in the order of the
//! inventory.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use onus_core::threads;
use onus_inventory::Resource;
use onus_policy::engine::settle_memory;

use crate::evaluator::Evaluator;
use crate::overruns::Overruns;
use crate::worker::Worker;

/// Resources that a worker takes at a time: few enough to share the work out
/// evenly, so many that nobody waits at the counter.
const BATCH: usize = 32;

/// Workers that keep what they have learned from piece to piece.
pub(crate) struct WorkerPool<'e> {
    evaluator: &'e Evaluator,
    workers: Vec<Worker<'e>>,
    overruns: Arc<Overruns>,
    /// How many resources of the run have been evaluated.
    evaluated: usize,
}

impl<'e> WorkerPool<'e> {
    /// Workers of an evaluator; each is made when it is needed.
    pub fn new(evaluator: &'e Evaluator) -> Self {
        Self {
            evaluator,
            workers: Vec::new(),
            overruns: Arc::default(),
            evaluated: 0,
        }
    }

    /// A worker, for the resource of this number in the run.
    pub fn worker(&mut self, number: usize) -> Option<&mut Worker<'e>> {
        self.ensure_workers(1);
        let worker = self.workers.first_mut()?;
        worker.set_resource(number);
        Some(worker)
    }

    /// Runs `work` on the next resources of the run, and puts the results into their order.
    /// `progress` gets the number of those that are done.
    pub fn evaluate<T: Send>(
        &mut self,
        resources: &[Resource],
        progress: &(dyn Fn(usize) + Sync),
        work: &(dyn Fn(&mut Worker<'e>, usize, &Resource) -> T + Sync),
    ) -> Vec<T> {
        self.ensure_workers(resources.len());
        let first = self.evaluated;
        self.evaluated += resources.len();
        let placed = |worker: &mut Worker<'e>, number: usize, resource: &Resource| {
            worker.set_resource(first + number);
            work(worker, number, resource)
        };
        let mut results = spread(&mut self.workers, resources, progress, &placed);
        // Each turn gives up a rule, so they come to an end.
        while let Some(last) = self.overruns.settle() {
            let from = (last + 1).saturating_sub(first);
            // One worker takes the resources in order.
            if self.workers.len() > 1
                && let Some(later) = resources.get(from..)
            {
                results.truncate(from);
                results.extend(spread(
                    &mut self.workers,
                    later,
                    &|_| {},
                    &|worker, number, resource| placed(worker, from + number, resource),
                ));
            }
        }
        results
    }

    /// Sees to it that there are as many workers as these resources can use.
    fn ensure_workers(&mut self, resources: usize) {
        let useful = resources.div_ceil(BATCH).max(1);
        let wanted = self.evaluator.threads().clamp(1, useful);
        while self.workers.len() < wanted {
            self.workers
                .push(Worker::new(self.evaluator, &self.overruns));
        }
    }
}

/// Runs `work` on every resource, on all workers, and puts the results back into
/// the order of the resources.
fn spread<'e, T: Send>(
    workers: &mut [Worker<'e>],
    resources: &[Resource],
    progress: &(dyn Fn(usize) + Sync),
    work: &(dyn Fn(&mut Worker<'e>, usize, &Resource) -> T + Sync),
) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let done = AtomicUsize::new(0);
    let run = |worker: &mut Worker<'e>| {
        let mut batches = Vec::new();
        loop {
            let batch = next.fetch_add(1, Ordering::Relaxed);
            let start = batch * BATCH;
            let end = (start + BATCH).min(resources.len());
            let Some(slice) = resources.get(start..end).filter(|slice| !slice.is_empty()) else {
                return batches;
            };
            let results: Vec<T> = slice
                .iter()
                .enumerate()
                .map(|(index, resource)| work(worker, start + index, resource))
                .collect();
            batches.push((batch, results));
            progress(done.fetch_add(slice.len(), Ordering::Relaxed) + slice.len());
        }
    };
    let mut batches: Vec<(usize, Vec<T>)> = std::thread::scope(|scope| {
        let running: Vec<_> = workers
            .iter_mut()
            .filter_map(|worker| {
                let work = || {
                    let batches = run(worker);
                    settle_memory();
                    batches
                };
                threads::scoped(scope, work).ok()
            })
            .collect();
        running
            .into_iter()
            .flat_map(|worker| match worker.join() {
                Ok(batches) => batches,
                Err(panic) => std::panic::resume_unwind(panic),
            })
            .collect()
    });
    // What is left when the system has no room for a thread; the caller is one too.
    if let Some(worker) = workers.first_mut() {
        batches.extend(run(worker));
    }
    batches.sort_by_key(|(batch, _)| *batch);
    batches
        .into_iter()
        .flat_map(|(_, results)| results)
        .collect()
}
