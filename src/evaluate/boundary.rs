//! Who is responsible: asks the boundary policies for a resource and settles
//! their answers layer by layer.
//!
//! The highest tier that answers a layer wins: what the organisation agreed,
//! then what the service's own documents say, then the provider's matrix. Two
//! answers of the same tier that differ are a conflict; no answer is
//! `unassigned`. Neither ever becomes the provider by default.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;

use crate::decision::{Answer, Basis, Duty, Party, Responsibility};
use crate::engine::{EngineError, Value};
use crate::inventory::Resource;
use crate::pointer::Pointer;
use crate::policy::metadata::Tier;
use crate::policy::{Boundary, PolicySet, Question, Watched};
use crate::vocabulary::{Confidence, Layer, ServiceModel};

use super::document::{Facts, Input};
use super::engines::{Engines, Kept, MOST_KEPT};
use super::seen::{Seen, seen};
use super::types::{Types, failure};

/// Which edition speaks for each provider.
pub type Editions = BTreeMap<String, String>;

/// What the boundary policies say of one resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duties {
    /// The service model, if the type is known.
    pub model: Option<ServiceModel>,
    /// Every layer that some policy answers, and those that are in doubt.
    pub layers: BTreeMap<Layer, Answer>,
    /// What is said of a layer that is not in `layers`.
    missing: Arc<str>,
}

impl Duties {
    /// What is said of a resource whose record can't be read.
    pub fn unread() -> Self {
        Self {
            model: None,
            layers: BTreeMap::new(),
            missing: Arc::from("the record can't be read"),
        }
    }

    /// The same, said of a record in whose input the resource's own stands at `at`.
    pub fn seen_from(&self, at: &Pointer) -> Self {
        let mut moved = self.clone();
        for answer in moved.layers.values_mut() {
            match answer {
                Answer::Unknown { pointer } => *pointer = at.join(pointer),
                Answer::Assigned(said) => {
                    if let Some(switch) = &mut Arc::make_mut(said).basis.switch {
                        switch.pointer = at.join(&switch.pointer);
                    }
                }
                Answer::Unassigned { .. } | Answer::Conflict { .. } | Answer::Failed { .. } => {}
            }
        }
        moved
    }

    /// The same with an error at every layer: what was kept for resources that look like
    /// this one is not what a plain evaluation gives.
    fn inconsistent(mut self, kind: &str) -> Self {
        let rule = format!("the boundary of `{kind}`");
        let reason = failure(&EngineError::Inconsistent { rule });
        for layer in Layer::ALL {
            let reason = reason.clone();
            self.layers.insert(*layer, Answer::Failed { reason });
        }
        self
    }

    /// The answer for a layer; never nothing.
    pub fn of(&self, layer: Layer) -> Answer {
        self.layers
            .get(&layer)
            .cloned()
            .unwrap_or_else(|| Answer::Unassigned {
                reason: self.missing.to_string(),
            })
    }
}

/// A policy's answer for a layer, as it comes out of Rego.
#[derive(Deserialize)]
struct Said {
    performs: Vec<Duty>,
    accountable: Party,
    #[serde(default)]
    basis: Option<Basis>,
}

/// Asks boundary policies; one for each worker. Answers are kept by what the
/// policies look at, so that equal resources are asked about once.
pub struct Asker<'s> {
    set: &'s PolicySet,
    types: &'s Types,
    editions: &'s Editions,
    speakers: BTreeMap<(String, String), Arc<Speakers<'s>>>,
    known: BTreeMap<(usize, Vec<Seen>), Kept<Arc<Spoken>>>,
    settled: BTreeMap<Likeness, Kept<Arc<Duties>>>,
    /// How many resources have been asked about.
    number: u64,
}

/// Whether answers that were kept may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Memory {
    /// They may.
    Used,
    /// Every policy is asked.
    Ignored,
}

/// The boundary policies that speak about a type of a provider, by their numbers.
struct Speakers<'s> {
    boundaries: Vec<(usize, &'s Boundary)>,
    /// All that any of them looks at.
    watched: Vec<Watched>,
}

/// What two resources have in common about which all boundary policies say the
/// same.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Likeness {
    kind: String,
    provider: String,
    model: Option<&'static str>,
    seen: Vec<Seen>,
}

type Spoken = Result<BTreeMap<Layer, Result<Arc<Responsibility>, String>>, String>;

impl<'s> Asker<'s> {
    /// An asker over a policy set.
    pub fn new(set: &'s PolicySet, types: &'s Types, editions: &'s Editions) -> Self {
        Self {
            set,
            types,
            editions,
            speakers: BTreeMap::new(),
            known: BTreeMap::new(),
            settled: BTreeMap::new(),
            number: 0,
        }
    }

    /// Asks about one resource.
    pub fn duties(
        &mut self,
        engines: &mut Engines<'_>,
        resource: &Resource,
        facts: &Facts,
        document: &Input,
    ) -> Arc<Duties> {
        let speakers = self.speakers(resource);
        self.number += 1;
        if !engines.keeps() {
            let memory = Memory::Ignored;
            return Arc::new(self.settle(engines, resource, facts, document, &speakers, memory));
        }
        // Doubt and secrets are the resource's own.
        if !facts.unknown.is_empty() || !resource.sensitive.is_empty() {
            let memory = Memory::Used;
            return Arc::new(self.settle(engines, resource, facts, document, &speakers, memory));
        }
        let value = document.value();
        let likeness = Likeness {
            kind: resource.kind.clone(),
            provider: resource.provider.clone(),
            model: resource.model.map(ServiceModel::as_str),
            seen: seen(&value, &speakers.watched),
        };
        if let Some(settled) = self.settled.get_mut(&likeness) {
            let duties = Arc::clone(&settled.answer);
            if !settled.wants_check(self.number, &resource.kind, || value.digest()) {
                return duties;
            }
            let memory = Memory::Ignored;
            let plain = self.settle(engines, resource, facts, document, &speakers, memory);
            if plain == *duties {
                return duties;
            }
            return Arc::new(plain.inconsistent(&resource.kind));
        }
        let memory = Memory::Used;
        let settled = self.settle(engines, resource, facts, document, &speakers, memory);
        let duties = Arc::new(settled);
        if self.settled.len() >= MOST_KEPT {
            self.settled.clear();
        }
        let kept = Kept::new(Arc::clone(&duties), self.number);
        self.settled.insert(likeness, kept);
        duties
    }

    fn speakers(&mut self, resource: &Resource) -> Arc<Speakers<'s>> {
        let key = (resource.kind.clone(), resource.provider.clone());
        if let Some(known) = self.speakers.get(&key) {
            return Arc::clone(known);
        }
        let boundaries: Vec<(usize, &'s Boundary)> = self
            .set
            .boundaries
            .iter()
            .enumerate()
            .filter(|(_, boundary)| self.speaks(boundary, resource))
            .collect();
        let mut watched: Vec<Watched> = boundaries
            .iter()
            .flat_map(|(_, boundary)| boundary.model.iter().chain([&boundary.responsibility]))
            .flat_map(|question| question.watched.iter().cloned())
            .collect();
        watched.sort();
        watched.dedup();
        let speakers = Arc::new(Speakers {
            boundaries,
            watched,
        });
        self.speakers.insert(key, Arc::clone(&speakers));
        speakers
    }

    fn settle(
        &mut self,
        engines: &mut Engines<'_>,
        resource: &Resource,
        facts: &Facts,
        document: &Input,
        speakers: &Speakers<'_>,
        memory: Memory,
    ) -> Duties {
        let mapped = self.types.get(&resource.kind);
        let mut model = mapped.as_ref().map(|entry| entry.model).or(resource.model);
        // How sure it is that the type is of this model; a property that decides it
        // is as sure as the service's own documents.
        let mut sureness = mapped.map_or(Confidence::Stated, |entry| entry.confidence);
        let mut model_doubt = None;
        let mut document = document.clone().with_model(model);
        for (_, boundary) in speakers.boundaries.iter().rev() {
            let Some(question) = &boundary.model else {
                continue;
            };
            model_doubt =
                model_doubt.or_else(|| doubt(question, &facts.unknown, &document.value()));
            engines.set_input(document.value());
            let said = match memory {
                Memory::Used => engines.evaluate(question),
                Memory::Ignored => engines.evaluate_plainly(question),
            };
            let said = said.ok().flatten();
            if let Some(said) = said.as_ref().and_then(Value::as_str) {
                model = said.parse().ok();
                sureness = Confidence::Stated;
                document = document.with_model(model);
                break;
            }
        }
        let mut duties = Duties {
            model,
            layers: BTreeMap::new(),
            missing: Arc::from(self.reason(resource, model)),
        };
        let mut answered_by: BTreeMap<Layer, (Tier, String)> = BTreeMap::new();
        // The highest tier first.
        for (index, boundary) in speakers.boundaries.iter().copied().rev() {
            let spoken = self.ask(engines, index, boundary, &document, memory);
            let answers: BTreeMap<Layer, Answer> = match spoken.as_ref() {
                Ok(layers) => layers
                    .iter()
                    .map(|(layer, said)| {
                        let answer = match said {
                            Ok(said) if boundary.tier == Tier::Edition => {
                                Answer::Assigned(no_surer_than(said, sureness))
                            }
                            Ok(said) => Answer::Assigned(Arc::clone(said)),
                            Err(reason) => Answer::Failed {
                                reason: format!("{}: {reason}", boundary.id),
                            },
                        };
                        (*layer, answer)
                    })
                    .collect(),
                // A boundary that fails says nothing that can be relied on.
                Err(reason) => Layer::ALL
                    .iter()
                    .map(|layer| {
                        let reason = format!("{}: {reason}", boundary.id);
                        (*layer, Answer::Failed { reason })
                    })
                    .collect(),
            };
            let answers = in_doubt(
                boundary,
                answers,
                facts,
                model_doubt.as_ref(),
                &document.value(),
            );
            settle(&mut duties, &mut answered_by, boundary, answers);
        }
        withhold(&mut duties, resource);
        duties
    }

    fn speaks(&self, boundary: &Boundary, resource: &Resource) -> bool {
        if !boundary.resources.matches(&resource.kind) {
            return false;
        }
        match &boundary.edition {
            Some(edition) => self
                .editions
                .get(&resource.provider)
                .is_some_and(|chosen| *chosen == edition.id),
            None => true,
        }
    }

    fn reason(&self, resource: &Resource, model: Option<ServiceModel>) -> String {
        match model {
            None => format!("no boundary policy knows the type `{}`", resource.kind),
            Some(model) => match self.editions.get(&resource.provider) {
                Some(edition) => format!("{edition} says nothing of this layer for {model}"),
                None => format!("no edition speaks for provider `{}`", resource.provider),
            },
        }
    }

    fn ask(
        &mut self,
        engines: &mut Engines<'_>,
        index: usize,
        boundary: &Boundary,
        document: &Input,
        memory: Memory,
    ) -> Arc<Spoken> {
        let input = document.value();
        let question = &boundary.responsibility;
        let plain = |engines: &mut Engines<'_>, input: Value| {
            engines.set_input(input);
            Arc::new(match engines.evaluate_plainly(question) {
                Ok(Some(value)) => understand(&value),
                Ok(None) => Ok(BTreeMap::new()),
                Err(error) => Err(failure(&error)),
            })
        };
        if memory == Memory::Ignored {
            return plain(engines, input);
        }
        let key = (index, seen(&input, &question.watched));
        if let Some(known) = self.known.get_mut(&key) {
            let spoken = Arc::clone(&known.answer);
            if !known.wants_check(self.number, &question.rule, || input.digest()) {
                return spoken;
            }
            let plain = plain(engines, input);
            if plain == spoken {
                return spoken;
            }
            let rule = question.rule.clone();
            return Arc::new(Err(failure(&EngineError::Inconsistent { rule })));
        }
        let spoken = plain(engines, input);
        if self.known.len() >= MOST_KEPT {
            self.known.clear();
        }
        let kept = Kept::new(Arc::clone(&spoken), self.number);
        self.known.insert(key, kept);
        spoken
    }
}

fn understand(value: &Value) -> Spoken {
    let mut layers = BTreeMap::new();
    for (name, answer) in value.entries() {
        let layer: Layer = name
            .parse()
            .map_err(|error: crate::vocabulary::UnknownWord| error.to_string())?;
        let said = serde_json::from_value::<Said>(answer.to_json())
            .map_err(|error| error.to_string())
            .and_then(|said| {
                if said.performs.is_empty() {
                    return Err("`performs` is empty, so nobody has the duty".to_owned());
                }
                Ok(Arc::new(Responsibility {
                    performs: said.performs,
                    accountable: said.accountable,
                    basis: said.basis.unwrap_or_default(),
                }))
            });
        layers.insert(layer, said);
    }
    Ok(layers)
}

/// A cell of a matrix is stated for a service model; that a type is of this model
/// may be no more than inferred, and then so is the answer.
fn no_surer_than(said: &Arc<Responsibility>, sureness: Confidence) -> Arc<Responsibility> {
    if said.basis.confidence.is_none_or(|known| known >= sureness) {
        return Arc::clone(said);
    }
    let mut weaker = said.as_ref().clone();
    weaker.basis.confidence = Some(sureness);
    Arc::new(weaker)
}

/// The first unknown fact that a question depends on.
fn doubt(question: &Question, unknown: &[Pointer], input: &Value) -> Option<Pointer> {
    unknown
        .iter()
        .find(|pointer| question.reads.touches(pointer, input))
        .cloned()
}

/// Takes the value of a switch out of the basis where the inventory marks it as
/// sensitive; that it decided may be said.
fn withhold(duties: &mut Duties, resource: &Resource) {
    for answer in duties.layers.values_mut() {
        let Answer::Assigned(said) = answer else {
            continue;
        };
        let Some(switch) = &said.basis.switch else {
            continue;
        };
        let marked = resource.sensitive.iter().any(|sensitive| {
            switch.pointer.strip(sensitive).is_some() || sensitive.strip(&switch.pointer).is_some()
        });
        if marked && let Some(switch) = &mut Arc::make_mut(said).basis.switch {
            switch.value = serde_json::Value::from("(withheld)");
        }
    }
}

/// Replaces answers that depend on facts that are not known. A policy that names
/// its switch is only in doubt where that switch is; one that does not is in
/// doubt wherever it answers, and an organisation's also where it might have.
fn in_doubt(
    boundary: &Boundary,
    answers: BTreeMap<Layer, Answer>,
    facts: &Facts,
    model_doubt: Option<&Pointer>,
    input: &Value,
) -> BTreeMap<Layer, Answer> {
    if let (Tier::Edition, Some(pointer)) = (boundary.tier, model_doubt) {
        return answers
            .into_keys()
            .map(|layer| {
                let pointer = pointer.clone();
                (layer, Answer::Unknown { pointer })
            })
            .collect();
    }
    let Some(pointer) = doubt(&boundary.responsibility, &facts.unknown, input) else {
        return answers;
    };
    let mut doubted: BTreeMap<Layer, Answer> = match boundary.tier {
        Tier::Organisation => Layer::ALL
            .iter()
            .map(|layer| {
                let pointer = pointer.clone();
                (*layer, Answer::Unknown { pointer })
            })
            .collect(),
        Tier::Service | Tier::Edition => BTreeMap::new(),
    };
    for (layer, answer) in answers {
        let switch = answer
            .assigned()
            .and_then(|assigned| assigned.basis.switch.as_ref())
            .map(|switch| switch.pointer.clone());
        let sure = switch.is_some_and(|switch| {
            !facts
                .unknown
                .iter()
                .any(|unknown| switch.strip(unknown).is_some() || unknown.strip(&switch).is_some())
        });
        let answer = if sure {
            answer
        } else {
            let pointer = pointer.clone();
            Answer::Unknown { pointer }
        };
        doubted.insert(layer, answer);
    }
    doubted
}

fn settle(
    duties: &mut Duties,
    answered_by: &mut BTreeMap<Layer, (Tier, String)>,
    boundary: &Boundary,
    answers: BTreeMap<Layer, Answer>,
) {
    for (layer, answer) in answers {
        let Some((tier, other)) = answered_by.get(&layer) else {
            answered_by.insert(layer, (boundary.tier, boundary.id.clone()));
            duties.layers.insert(layer, answer);
            continue;
        };
        if *tier != boundary.tier {
            continue;
        }
        let standing = duties.layers.get(&layer);
        let agree = match (standing.and_then(Answer::assigned), answer.assigned()) {
            (Some(a), Some(b)) => same_parties(a, b),
            // Doubt, failure and conflict stay what they are.
            _ => true,
        };
        if !agree {
            let say = |answer: Option<&Responsibility>| {
                answer.map_or_else(String::new, |said| said.accountable.to_string())
            };
            let reason = format!(
                "{other} says {}, {} says {}",
                say(standing.and_then(Answer::assigned)),
                boundary.id,
                say(answer.assigned())
            );
            duties.layers.insert(layer, Answer::Conflict { reason });
        } else if answer.assigned().is_none() {
            duties.layers.insert(layer, answer);
        }
    }
}

fn same_parties(a: &Responsibility, b: &Responsibility) -> bool {
    let parties = |said: &Responsibility| {
        let mut parties: Vec<Party> = said
            .performs
            .iter()
            .map(|duty| duty.party.clone())
            .collect();
        parties.sort();
        parties.dedup();
        parties
    };
    a.accountable == b.accountable && parties(a) == parties(b)
}
