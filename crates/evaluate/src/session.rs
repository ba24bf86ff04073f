//! Session of a run: workers that keep their cached answers from batch to batch.

use std::collections::BTreeMap;

use crate::link::Wanted;
use onus_core::diagnostic::Diagnostic;
use onus_inventory::Resource;
use onus_policy::Control;

use crate::collected::CollectedTypes;
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
    /// many resources are done.
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
