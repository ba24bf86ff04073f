//! Worker: evaluates resources one by one, with engines of its own.

mod inventory;

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use onus_core::decision::{Answer, Decision, Responsibility};
use onus_core::diagnostic::Diagnostic;
use onus_core::json_pointer::Pointer;
use onus_core::vocabulary::{Layer, PartyKind};
use onus_inventory::{Resource, Subject, WAY_TO_AFFECTED};
use onus_policy::Control;
use onus_policy::engine::{JsonDocument, Value};

use crate::boundary::{BoundaryEvaluator, Duties};
use crate::control_evaluation::Case;
use crate::engine_pool::Engines;
use crate::evaluation::Profile;
use crate::evaluator::Evaluator;
use crate::examination::Examined;
use crate::input_document::{Facts, Input, RunContext};
use crate::layer_observations::{EDITIONS, LAYERS, Watch};
use crate::overruns::Overruns;
use crate::relations::Links;
use crate::selected_controls::Controls;
use crate::trace::Trace;

/// One thread's engine and memory.
pub(crate) struct Worker<'e> {
    evaluator: &'e Evaluator,
    engines: Engines<'e>,
    /// Those of controls that are traced: they keep no answers, for what is printed
    /// on the way to an answer is printed once.
    traced: Engines<'e>,
    boundary_evaluator: BoundaryEvaluator<'e>,
}

/// What deciding one control gave.
struct ControlOutcome {
    /// Its place among the selected ones.
    number: usize,
    decisions: Vec<Decision>,
    trace: Option<Trace>,
}

/// What judging one resource gave.
pub(crate) struct ResourceResult {
    pub decisions: Vec<Decision>,
    pub problems: Vec<Diagnostic>,
    pub traces: Vec<Trace>,
    pub profile: Option<Profile>,
    pub unmapped: bool,
    pub unwatched: Vec<Layer>,
    pub attested: Vec<Layer>,
    pub unowned: bool,
}

impl<'e> Worker<'e> {
    pub fn new(evaluator: &'e Evaluator, overruns: &Arc<Overruns>) -> Self {
        Self {
            evaluator,
            engines: evaluator.engines().sharing(overruns),
            traced: Engines::listening(&evaluator.set().engines).sharing(overruns),
            boundary_evaluator: BoundaryEvaluator::new(
                evaluator.set(),
                evaluator.types(),
                evaluator.chosen_editions(),
                evaluator.overriding(),
            ),
        }
    }

    /// What comes next is about the resource of this number in the run.
    pub fn set_resource(&mut self, number: usize) {
        self.engines.set_resource(number);
        self.traced.set_resource(number);
    }

    /// Decides the controls of a resource's type.
    pub fn evaluate_controls(
        &mut self,
        (number, resource): (usize, &Resource),
        around: &RunContext,
        by_type: &BTreeMap<String, Controls<'_>>,
        links: &Links<'_>,
    ) -> ResourceResult {
        let none = Controls::default();
        let controls = by_type.get(resource.kind.as_str()).unwrap_or(&none);
        self.with_case(
            (number, resource),
            around,
            links,
            controls,
            |worker, case, mut input| {
                let mut made: Vec<ControlOutcome> = Vec::new();
                let numbered = || controls.selected.iter().copied().enumerate();
                worker.set_input(&input, controls);
                for (number, control) in numbered().filter(|(_, one)| !one.looks_at_layers()) {
                    made.push(worker.decide(case, number, control));
                }
                let watched = made.iter().flat_map(|made| &made.decisions);
                let watched: BTreeSet<Layer> = watched.map(|decision| decision.layer).collect();
                if controls.selected.iter().any(|one| one.looks_at_layers()) {
                    let mut watch = Watch::default();
                    made.iter().for_each(|made| watch.add(&made.decisions));
                    worker.look_on(case, controls, watch, &mut input);
                    worker.set_input(&input, controls);
                    for (number, control) in numbered().filter(|(_, one)| one.looks_at_layers()) {
                        made.push(worker.decide(case, number, control));
                    }
                    made.sort_by_key(|made| made.number);
                }
                let profiled = worker.evaluator.is_profiled();
                ResourceResult {
                    profile: profiled.then(|| profile(case)),
                    ..resource_result(case, made, &watched)
                }
            },
        )
    }

    /// Decides the controls that ask for what a plan removes. What else is known of a
    /// resource counts for resources that stay.
    pub fn evaluate_removed(
        &mut self,
        (number, resource): (usize, &Resource),
        around: &RunContext,
        links: &Links<'_>,
    ) -> ResourceResult {
        let controls = Controls::of_removed(self.evaluator, &resource.kind);
        self.with_case(
            (number, resource),
            around,
            links,
            &controls,
            |worker, case, input| {
                worker.set_input(&input, &controls);
                let numbered = controls.selected.iter().copied().enumerate();
                let made = numbered
                    .map(|(number, control)| worker.decide(case, number, control))
                    .collect();
                resource_result(case, made, &BTreeSet::new())
            },
        )
    }

    /// Decides one control, and shows what it was decided on.
    pub fn examine<T>(
        &mut self,
        (number, resource): (usize, &Resource),
        around: &RunContext,
        by_type: &BTreeMap<String, Controls<'_>>,
        links: &Links<'_>,
        control: &Control,
        look: impl FnOnce(&Examined<'_>) -> T,
    ) -> T {
        let alone = Controls {
            selected: vec![control],
            supporting: Vec::new(),
        };
        let of_type = by_type.get(resource.kind.as_str()).unwrap_or(&alone);
        // What it looks at is what all others say.
        let controls = if control.looks_at_layers() {
            of_type
        } else {
            &alone
        };
        self.with_case(
            (number, resource),
            around,
            links,
            controls,
            |worker, case, mut input| {
                if control.looks_at_layers() {
                    worker.set_input(&input, &alone);
                    let mut watch = Watch::default();
                    let others = controls.selected.iter();
                    for other in others.filter(|other| !other.looks_at_layers()) {
                        watch.add(&case.decide(other, &mut worker.engines));
                    }
                    worker.look_on(case, controls, watch, &mut input);
                }
                let input = document(&input);
                worker.engines.set_input(input.clone());
                let input = input.value;
                let decisions = case.decide(control, &mut worker.engines);
                look(&Examined::new(case, control, input, decisions))
            },
        )
    }

    /// Sets the document that controls see, for those that are followed too.
    fn set_input(&mut self, input: &Option<Input>, controls: &Controls<'_>) {
        let value = document(input);
        let evaluator = self.evaluator;
        if controls.selected.iter().any(|one| evaluator.traces(one)) {
            self.traced.set_input(value.clone());
        }
        self.engines.set_input(value);
    }

    /// Decides a control, and notes what it did if it is followed.
    fn decide(&mut self, case: &Case<'_>, number: usize, control: &Control) -> ControlOutcome {
        if !self.evaluator.traces(control) {
            return ControlOutcome {
                number,
                decisions: case.decide(control, &mut self.engines),
                trace: None,
            };
        }
        let decisions = case.decide(control, &mut self.traced);
        let printed = self.traced.take_prints();
        let prints = case.facts.map_or_else(
            |_| Vec::new(),
            |facts| {
                let secrets = case.secrets(facts);
                printed.iter().map(|text| secrets.text(text)).collect()
            },
        );
        ControlOutcome {
            number,
            trace: Some(Trace::of(case.about, control, &decisions, prints)),
            decisions,
        }
    }

    /// Adds to what controls see what others say of each layer: those that were counted,
    /// and those of supporting controls.
    fn look_on(
        &mut self,
        case: &Case<'_>,
        controls: &Controls<'_>,
        mut watch: Watch,
        input: &mut Option<Input>,
    ) {
        let Some(input) = input else {
            return;
        };
        for control in &controls.supporting {
            watch.add(&case.decide(control, &mut self.engines));
        }
        let subject = case.resource.subject.as_deref();
        let layers: Vec<Layer> = Layer::ALL
            .iter()
            .copied()
            // A record about another resource's layer has no others.
            .filter(|layer| subject.is_none_or(|subject| subject.layer == *layer))
            .collect();
        input.set(LAYERS, watch.value(&layers, case.duties));
        let editions = self.evaluator.known_editions(&case.resource.provider);
        input.set(EDITIONS, editions);
    }

    /// Puts together what judging a resource needs, with the document that its
    /// controls see.
    fn with_case<T>(
        &mut self,
        (number, resource): (usize, &Resource),
        around: &RunContext,
        links: &Links<'_>,
        controls: &Controls<'_>,
        work: impl FnOnce(&mut Self, &Case<'_>, Option<Input>) -> T,
    ) -> T {
        let related = links.related(number, resource);
        let mut facts = Facts::of(resource);
        if let (Ok(facts), Some((_, related))) = (&mut facts, &related) {
            facts.relate(&resource.kind, related);
        }
        let document = facts.as_ref().map(|facts| {
            let related = related.as_ref().map(|(_, related)| related);
            (facts, Input::of(resource, facts, related, around))
        });
        let held = related
            .as_ref()
            .filter(|_| resource.subject.is_some())
            .and_then(|(finder, related)| finder.linker().only(related, WAY_TO_AFFECTED));
        let duties = match (&resource.subject, &document) {
            (_, Err(_)) => Arc::new(Duties::unread()),
            (None, Ok((facts, document))) => {
                self.boundary_evaluator
                    .duties(&mut self.engines, resource, facts, document)
            }
            (Some(subject), Ok(_)) => self.duties_of(subject, held, around),
        };
        let about = self.evaluator.about(resource, &duties);
        let input = match document {
            Ok((_, document)) if !controls.selected.is_empty() => {
                Some(self.control_input(resource, document, &duties, controls))
            }
            _ => None,
        };
        let case = Case {
            resource,
            about: &about,
            facts: facts.as_ref().map_err(Box::as_ref),
            duties: &duties,
            owner: self.evaluator.owner(resource, held),
            related: related
                .as_ref()
                .map(|(finder, related)| (finder.linker(), related)),
            secrets: OnceCell::new(),
        };
        work(self, &case, input)
    }

    /// Who is responsible for what a record is about: `held` is what the inventories
    /// have of it.
    fn duties_of(
        &mut self,
        subject: &Subject,
        held: Option<&Resource>,
        around: &RunContext,
    ) -> Arc<Duties> {
        let (resource, at) = match held {
            Some(held) if !subject.has_settings => (
                held,
                Pointer::parse("/related").child(WAY_TO_AFFECTED).child("0"),
            ),
            _ => (&subject.resource, Pointer::parse("/raw")),
        };
        let Ok(facts) = Facts::of(resource) else {
            return Arc::new(Duties::unread());
        };
        let document = Input::of(resource, &facts, None, around);
        let duties = self
            .boundary_evaluator
            .duties(&mut self.engines, resource, &facts, &document);
        Arc::new(duties.seen_from(&at))
    }

    pub fn profile(
        &mut self,
        resource: &Resource,
        around: &RunContext,
    ) -> (Profile, Vec<Diagnostic>) {
        let (duties, problems) = match Facts::of(resource) {
            Ok(facts) => {
                if let Some(subject) = &resource.subject {
                    let duties = self.duties_of(subject, None, around);
                    return (self.profile_of(resource, &duties), facts.problems);
                }
                let document = Input::of(resource, &facts, None, around);
                let duties =
                    self.boundary_evaluator
                        .duties(&mut self.engines, resource, &facts, &document);
                (duties, facts.problems)
            }
            Err(problem) => (Arc::new(Duties::unread()), vec![*problem]),
        };
        (self.profile_of(resource, &duties), problems)
    }

    fn profile_of(&self, resource: &Resource, duties: &Duties) -> Profile {
        let owner = self.evaluator.owner(resource, None);
        Profile {
            about: self.evaluator.about(resource, duties),
            owner: owner.map(str::to_owned),
            layers: named(duties, owner),
        }
    }

    /// The input document with what only some controls look at.
    fn control_input(
        &self,
        resource: &Resource,
        document: Input,
        duties: &Duties,
        controls: &Controls<'_>,
    ) -> Input {
        let mut document = document.with_model(duties.model);
        let reads = |key: &str| {
            controls.all().any(|control| {
                control.deny.reads.reads_key(key)
                    || control
                        .applies
                        .as_ref()
                        .is_some_and(|applies| applies.reads.reads_key(key))
            })
        };
        if reads("claims") {
            let claims = self.evaluator.claims(resource).map(|(claim, pointer)| {
                let mut json = serde_json::to_value(claim).unwrap_or_default();
                if let (Some(pointer), Some(claim)) = (pointer, json.as_object_mut()) {
                    claim.insert("pointer".to_owned(), pointer.to_string().into());
                }
                Value::from(&json)
            });
            document.set("claims", Value::array(claims));
        }
        let is_asked =
            resource.subject.is_some() || self.evaluator.claims(resource).next().is_some();
        if reads("responsibility") && is_asked {
            let layers = duties.layers.iter().filter_map(|(layer, answer)| {
                let said = serde_json::to_value(answer).ok()?;
                answer
                    .assigned()
                    .map(|_| (layer.as_str(), Value::from(&said)))
            });
            document.set("responsibility", Value::object(layers));
        }
        document
    }
}

/// The boundary's answer for every layer, with the customer's name filled in.
fn named(duties: &Duties, owner: Option<&str>) -> BTreeMap<Layer, Answer> {
    let answer = |layer: &Layer| match duties.of(*layer) {
        Answer::Assigned(said) => Answer::Assigned(Arc::new(said.owned_by(owner))),
        answer => answer,
    };
    Layer::ALL
        .iter()
        .map(|layer| (*layer, answer(layer)))
        .collect()
}

fn profile(case: &Case<'_>) -> Profile {
    let mut layers = named(case.duties, case.owner);
    // A record about another resource's layer has no others.
    if let Some(subject) = &case.resource.subject {
        layers.retain(|layer, _| *layer == subject.layer);
    }
    Profile {
        about: Arc::clone(case.about),
        owner: case.owner.map(str::to_owned),
        layers,
    }
}

/// What the document is for policies; null when there is none.
fn document(input: &Option<Input>) -> JsonDocument {
    let none = || Value::null().into();
    input.as_ref().map_or_else(none, Input::document)
}

/// What judging gave, with what is left to say of the resource; `watched` are the layers
/// that controls have looked at, those aside that only look at what others say.
fn resource_result(
    case: &Case<'_>,
    made: Vec<ControlOutcome>,
    watched: &BTreeSet<Layer>,
) -> ResourceResult {
    let mut decisions = Vec::new();
    let mut traces = Vec::new();
    for made in made {
        decisions.extend(made.decisions);
        traces.extend(made.trace);
    }
    let has_customer = |said: &Responsibility| {
        let mut performs = said.performs.iter();
        performs.any(|duty| duty.party.kind == PartyKind::Customer)
    };
    let subject = case.resource.subject.as_deref();
    let assigned = case
        .duties
        .layers
        .iter()
        // Of what a record is about, it is about one layer.
        .filter(|(layer, _)| subject.is_none_or(|subject| subject.layer == **layer))
        .filter_map(|(layer, answer)| Some((*layer, answer.assigned()?)));
    let (customers, others): (Vec<_>, Vec<_>) = assigned.partition(|(_, said)| has_customer(said));
    let without_watch = |layers: Vec<(Layer, &Responsibility)>| {
        let layers = layers.into_iter().map(|(layer, _)| layer);
        layers.filter(|layer| !watched.contains(layer)).collect()
    };
    ResourceResult {
        unmapped: case.duties.model.is_none() && case.duties.layers.is_empty(),
        unowned: case.owner.is_none() && !customers.is_empty(),
        unwatched: without_watch(customers),
        attested: without_watch(others),
        decisions,
        problems: match case.facts {
            Ok(facts) => facts.problems.clone(),
            Err(problem) => vec![problem.clone()],
        },
        traces,
        profile: None,
    }
}
