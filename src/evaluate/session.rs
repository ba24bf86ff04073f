//! One run over an inventory: workers that keep what they have learned from piece
//! to piece.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::engine::settle_memory;
use crate::inventory::Resource;
use crate::link::Wanted;
use crate::policy::Control;
use crate::problem::Problem;
use crate::threads;

use super::document::Surroundings;
use super::examine::Examined;
use super::links::{Joined, Links, Wants};
use super::worker::{Judged, Worker};
use super::{Evaluation, Evaluator, Profile};

/// A run over an inventory whose types are known, and which may come in pieces.
pub struct Session<'e, 's> {
    evaluator: &'e Evaluator<'s>,
    around: Surroundings,
    by_type: BTreeMap<String, Controls<'s>>,
    wants: Wants,
    workers: Vec<Worker<'e, 's>>,
}

/// The controls of a type.
#[derive(Debug, Default)]
pub(super) struct Controls<'s> {
    /// Those that are selected.
    pub selected: Vec<&'s Control>,
    /// Those that are not, but whose decisions a selected one looks at.
    pub beside: Vec<&'s Control>,
}

impl<'s> Controls<'s> {
    fn of(evaluator: &Evaluator<'s>, kind: &str) -> Self {
        let of_type = |controls: &[&'s Control]| -> Vec<&'s Control> {
            controls
                .iter()
                .copied()
                .filter(|control| control.resources.matches(kind))
                .collect()
        };
        let selected = of_type(&evaluator.controls);
        let looks = selected.iter().any(|control| control.looks_at_layers());
        Self {
            beside: if looks {
                of_type(&evaluator.beside)
            } else {
                Vec::new()
            },
            selected,
        }
    }

    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = &'s Control> {
        self.selected.iter().chain(&self.beside).copied()
    }
}

/// Resources that a worker takes at a time: few enough to share the work out
/// evenly, so many that nobody waits at the counter.
const BATCH: usize = 32;

impl<'e, 's> Session<'e, 's> {
    pub(super) fn new(evaluator: &'e Evaluator<'s>, kinds: &BTreeSet<&str>) -> Self {
        let by_type: BTreeMap<String, Controls<'s>> = kinds
            .iter()
            .map(|kind| ((*kind).to_owned(), Controls::of(evaluator, kind)))
            .collect();
        Self {
            evaluator,
            around: Surroundings::of(kinds),
            wants: Wants::of(&by_type),
            by_type,
            workers: Vec::new(),
        }
    }

    /// What controls need to see of the relations of each type.
    pub fn wanted(&self) -> &BTreeMap<String, Wanted> {
        self.wants.by_type()
    }

    /// Decides every control that selects each resource of an inventory. `progress`
    /// is told how many of them are done.
    pub fn decide(
        &mut self,
        resources: &[Resource],
        progress: &(dyn Fn(usize) + Sync),
    ) -> Evaluation {
        self.decide_with(resources, None, progress)
    }

    /// The same for a piece of an inventory, whose first resource has this number.
    /// Those that have to do with others are among `joined`, in whatever piece they
    /// are.
    pub fn decide_piece(
        &mut self,
        resources: &[Resource],
        first: usize,
        joined: &Joined<'_>,
        progress: &(dyn Fn(usize) + Sync),
    ) -> Evaluation {
        self.decide_with(resources, Some((joined, first)), progress)
    }

    fn decide_with<'r>(
        &mut self,
        resources: &'r [Resource],
        joined: Option<(&'r Joined<'r>, usize)>,
        progress: &(dyn Fn(usize) + Sync),
    ) -> Evaluation {
        self.hire(resources.len());
        let Self {
            around,
            by_type,
            wants,
            workers,
            ..
        } = self;
        let links = Links::of(resources, wants, joined);
        let results = spread(workers, resources, progress, &|worker, number, resource| {
            worker.judge((number, resource), around, by_type, &links)
        });
        let mut evaluation = Evaluation {
            resources: resources.len(),
            types: by_type.len(),
            ..Evaluation::default()
        };
        for (resource, judged) in resources.iter().zip(results) {
            count(&mut evaluation, resource, judged);
        }
        evaluation
    }

    /// Decides one control for one resource of an inventory, or of a piece of it, and
    /// hands what it was decided on to `look`. None when there is no resource of this
    /// number.
    pub fn examine<'r, T>(
        &mut self,
        resources: &'r [Resource],
        number: usize,
        (joined, first): (&'r Joined<'r>, usize),
        control: &Control,
        look: impl FnOnce(&Examined<'_>) -> T,
    ) -> Option<T> {
        let resource = resources.get(number)?;
        self.hire(1);
        let links = Links::of(resources, &self.wants, Some((joined, first)));
        let worker = self.workers.first_mut()?;
        let by_type = &self.by_type;
        Some(worker.examine(
            (number, resource),
            &self.around,
            by_type,
            &links,
            control,
            look,
        ))
    }

    /// Works out who is responsible for every layer of each resource.
    pub fn profiles(&mut self, resources: &[Resource]) -> Vec<(Profile, Vec<Problem>)> {
        self.hire(resources.len());
        let around = &self.around;
        spread(
            &mut self.workers,
            resources,
            &|_| {},
            &|worker, _, resource| worker.profile(resource, around),
        )
    }

    /// Sees to it that there are as many workers as these resources can use.
    fn hire(&mut self, resources: usize) {
        let useful = resources.div_ceil(BATCH).max(1);
        let wanted = self.evaluator.threads().clamp(1, useful);
        while self.workers.len() < wanted {
            self.workers.push(Worker::new(self.evaluator));
        }
    }
}

fn count(evaluation: &mut Evaluation, resource: &Resource, judged: Judged) {
    let gaps = &mut evaluation.gaps;
    if judged.decisions.is_empty() {
        *gaps.types.entry(resource.kind.clone()).or_default() += 1;
    }
    if judged.unmapped {
        *gaps.unmapped.entry(resource.kind.clone()).or_default() += 1;
    }
    for layer in judged.unwatched {
        *gaps.unwatched.entry(layer).or_default() += 1;
    }
    for layer in judged.attested {
        *gaps.attested.entry(layer).or_default() += 1;
    }
    evaluation.unowned += usize::from(judged.unowned);
    evaluation.decisions.extend(judged.decisions);
    evaluation.problems.extend(judged.problems);
    evaluation.traces.extend(judged.traces);
    evaluation.profiles.extend(judged.profile);
}

/// Runs `work` on every resource, on all workers, and puts the results back into
/// the order of the resources.
fn spread<'e, 's, T: Send>(
    workers: &mut [Worker<'e, 's>],
    resources: &[Resource],
    progress: &(dyn Fn(usize) + Sync),
    work: &(dyn Fn(&mut Worker<'e, 's>, usize, &Resource) -> T + Sync),
) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let done = AtomicUsize::new(0);
    let run = |worker: &mut Worker<'e, 's>| {
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
