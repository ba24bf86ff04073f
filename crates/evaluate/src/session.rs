//! Session of a run: workers that keep their cached answers from batch to batch.

use std::collections::BTreeMap;

use crate::link::Wanted;
use onus_core::diagnostic::Diagnostic;
use onus_inventory::Resource;
use onus_policy::Control;

use crate::collected::CollectedTypes;
use crate::estate::Estate;
use crate::evaluation::{Evaluation, Profile};
use crate::evaluator::Evaluator;
use crate::examination::Examined;
use crate::input_document::RunContext;
use crate::relations::{Joined, Links, Wants};
use crate::selected_controls::Controls;
use crate::worker::ResourceResult;
use crate::worker_pool::WorkerPool;

impl Evaluator {
    /// Decides every control that selects each resource. `progress` gets how
    /// many resources are done. Controls of the complete inventory are evaluated by
    /// [`run`](crate::run::run) alone, which knows whether the inventory is complete.
    pub fn evaluate(
        &self,
        resources: &[Resource],
        progress: &(dyn Fn(usize) + Sync),
    ) -> Evaluation {
        let collected = CollectedTypes::of(resources);
        let mut evaluation = self.session(&collected).decide(resources, progress);
        evaluation.problems.splice(0..0, self.problems().to_vec());
        evaluation
    }

    /// A run over an inventory of these types, which may come in pieces.
    pub fn session(&self, collected: &CollectedTypes) -> Session<'_> {
        Session::new(self, collected)
    }

    /// Works out who is responsible for every layer of each resource.
    pub fn profiles(&self, resources: &[Resource]) -> (Vec<Profile>, Vec<Diagnostic>) {
        let results = self
            .session(&CollectedTypes::of(resources))
            .profiles(resources);
        let mut profiles = Vec::new();
        let mut problems = self.problems().to_vec();
        for (profile, found) in results {
            profiles.push(profile);
            problems.extend(found);
        }
        (profiles, problems)
    }
}

/// A run over an inventory whose types are known, and which may come in pieces.
pub struct Session<'e> {
    around: RunContext,
    by_type: BTreeMap<String, Controls<'e>>,
    wants: Wants,
    worker_pool: WorkerPool<'e>,
    /// The controls of the inventory as one.
    of_inventory: Controls<'e>,
}

impl<'e> Session<'e> {
    pub(crate) fn new(evaluator: &'e Evaluator, collected: &CollectedTypes) -> Self {
        let by_type: BTreeMap<String, Controls<'e>> = collected
            .all()
            .iter()
            .map(|kind| (kind.clone(), Controls::of(evaluator, kind)))
            .collect();
        Self {
            around: RunContext::of(collected),
            wants: Wants::of(&by_type),
            by_type,
            worker_pool: WorkerPool::new(evaluator),
            of_inventory: Controls::of_inventory(evaluator),
        }
    }

    /// What controls need to see of the relations of each type.
    pub fn wanted(&self) -> &BTreeMap<String, Wanted> {
        self.wants.by_type()
    }

    /// Decides every control that selects each resource of an inventory. `progress`
    /// gets how many of them are done.
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
        let Self {
            around,
            by_type,
            wants,
            worker_pool,
            ..
        } = self;
        around.collections().note(resources);
        let links = Links::of(resources, wants, joined);
        let results = worker_pool.evaluate(resources, progress, &|worker, number, resource| {
            worker.evaluate_controls((number, resource), around, by_type, &links)
        });
        let mut evaluation = Evaluation {
            resources: resources.len(),
            types: by_type.len(),
            ..Evaluation::default()
        };
        for (resource, resource_result) in resources.iter().zip(results) {
            count(&mut evaluation, resource, resource_result);
        }
        evaluation
    }

    /// Decides the controls that ask for resources that a plan removes. These count for
    /// nothing else: they are no resources of the inventory.
    pub(crate) fn decide_removed(&mut self, removed: &[Resource]) -> Evaluation {
        let mut evaluation = Evaluation::default();
        let Self {
            around,
            wants,
            worker_pool,
            ..
        } = self;
        let joined = Joined::of(&[], 0..0);
        let links = Links::of(&[], wants, Some((&joined, 0)));
        let results = worker_pool.evaluate(removed, &|_| {}, &|worker, number, resource| {
            worker.evaluate_removed((number, resource), around, &links)
        });
        for result in results
            .into_iter()
            .filter(|result| !result.decisions.is_empty())
        {
            evaluation.decisions.extend(result.decisions);
            evaluation.problems.extend(result.problems);
            evaluation.traces.extend(result.traces);
        }
        evaluation
    }

    /// What is wrong with the statements about what was collected, once all resources were
    /// evaluated.
    pub(crate) fn collection_problems(&self, evaluator: &Evaluator) -> Vec<Diagnostic> {
        let controls = &evaluator.set().controls;
        self.around.collections().problems(controls.iter())
    }

    /// Whether a selected control is about the inventory as one.
    pub fn needs_aggregate(&self) -> bool {
        !self.of_inventory.selected.is_empty()
    }

    /// Decides the controls of the inventory as one, after its last resource.
    pub(crate) fn decide_inventory(&mut self, estate: &Estate) -> Evaluation {
        let mut evaluation = Evaluation::default();
        if !self.needs_aggregate() {
            return evaluation;
        }
        let controls = &self.of_inventory;
        let resources = std::slice::from_ref(&estate.resource);
        let results = self
            .worker_pool
            .evaluate(resources, &|_| {}, &|worker, _, _| {
                worker.evaluate_inventory(estate, controls)
            });
        for result in results {
            evaluation.decisions.extend(result.decisions);
            evaluation.problems.extend(result.problems);
            evaluation.traces.extend(result.traces);
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
        let links = Links::of(resources, &self.wants, Some((joined, first)));
        let worker = self.worker_pool.worker(first + number)?;
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
    pub fn profiles(&mut self, resources: &[Resource]) -> Vec<(Profile, Vec<Diagnostic>)> {
        let around = &self.around;
        self.worker_pool
            .evaluate(resources, &|_| {}, &|worker, _, resource| {
                worker.profile(resource, around)
            })
    }
}

fn count(evaluation: &mut Evaluation, resource: &Resource, resource_result: ResourceResult) {
    let gaps = &mut evaluation.gaps;
    if resource_result.decisions.is_empty() {
        *gaps.types.entry(resource.kind.clone()).or_default() += 1;
    }
    if resource_result.unmapped {
        *gaps.unmapped.entry(resource.kind.clone()).or_default() += 1;
    }
    for layer in resource_result.unwatched {
        *gaps.unwatched.entry(layer).or_default() += 1;
    }
    for layer in resource_result.attested {
        *gaps.attested.entry(layer).or_default() += 1;
    }
    evaluation.unowned += usize::from(resource_result.unowned);
    evaluation.decisions.extend(resource_result.decisions);
    evaluation.problems.extend(resource_result.problems);
    evaluation.traces.extend(resource_result.traces);
    evaluation.profiles.extend(resource_result.profile);
}
