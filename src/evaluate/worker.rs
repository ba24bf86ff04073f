//! One worker: judges resources one by one, with engines of its own.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::decision::{Answer, Decision};
use crate::engine::Value;
use crate::inventory::Resource;
use crate::policy::Control;
use crate::problem::Problem;
use crate::vocabulary::{Layer, PartyKind};

use super::boundary::{Asker, Duties};
use super::document::{Facts, Input, Surroundings};
use super::engines::Engines;
use super::judge::Case;
use super::links::Links;
use super::{Evaluator, Profile};

/// One thread's engine and memory.
pub(super) struct Worker<'e, 's> {
    evaluator: &'e Evaluator<'s>,
    engines: Engines<'e>,
    asker: Asker<'e>,
}

/// What judging one resource gave.
pub(super) struct Judged {
    pub decisions: Vec<Decision>,
    pub problems: Vec<Problem>,
    pub unmapped: bool,
    pub unwatched: Vec<Layer>,
    pub unowned: bool,
}

impl<'e, 's> Worker<'e, 's> {
    pub fn new(evaluator: &'e Evaluator<'s>) -> Self {
        Self {
            evaluator,
            engines: evaluator.engines(),
            asker: Asker::new(evaluator.set, &evaluator.types, &evaluator.editions),
        }
    }

    pub fn judge(
        &mut self,
        (number, resource): (usize, &Resource),
        around: &Surroundings,
        by_type: &BTreeMap<String, Vec<&'s Control>>,
        links: &Links<'_>,
    ) -> Judged {
        let related = links.related(number, resource);
        let mut facts = Facts::of(resource);
        if let (Ok(facts), Some((_, related))) = (&mut facts, &related) {
            facts.relate(related);
        }
        let document = facts
            .as_ref()
            .map(|facts| (facts, Input::of(resource, facts, around)))
            .map(|(facts, document)| match &related {
                Some((_, related)) => (facts, document.with_related(related)),
                None => (facts, document),
            });
        let duties = match &document {
            Ok((facts, document)) => {
                self.asker
                    .duties(&mut self.engines, resource, facts, document)
            }
            Err(_) => Arc::new(Duties::unread()),
        };
        let about = self.evaluator.about(resource, &duties);
        let owner = self.evaluator.options.owners.of(resource);
        let controls = by_type
            .get(resource.kind.as_str())
            .map(Vec::as_slice)
            .unwrap_or_default();
        let reason = facts.as_ref().err().map(|problem| problem.message.clone());
        let case = Case {
            resource,
            about: &about,
            facts: facts
                .as_ref()
                .map_err(|_| reason.as_deref().unwrap_or_default()),
            duties: &duties,
            owner,
            related: related
                .as_ref()
                .map(|(finder, related)| (finder.linker(), related)),
        };
        let mut decisions = Vec::new();
        if let Ok((_, document)) = document
            && !controls.is_empty()
        {
            let document = self.control_input(resource, document, &duties, controls);
            self.engines.set_input(document);
        }
        for control in controls {
            decisions.extend(case.decide(control, &mut self.engines));
        }
        let watched: BTreeSet<Layer> = decisions.iter().map(|decision| decision.layer).collect();
        let customers: Vec<Layer> = duties
            .layers
            .iter()
            .filter(|(_, answer)| {
                answer.assigned().is_some_and(|said| {
                    said.performs
                        .iter()
                        .any(|duty| duty.party.kind == PartyKind::Customer)
                })
            })
            .map(|(layer, _)| *layer)
            .collect();
        Judged {
            unmapped: duties.model.is_none() && duties.layers.is_empty(),
            unowned: owner.is_none() && !customers.is_empty(),
            unwatched: customers
                .into_iter()
                .filter(|layer| !watched.contains(layer))
                .collect(),
            decisions,
            problems: match facts {
                Ok(facts) => facts.problems,
                Err(problem) => vec![*problem],
            },
        }
    }

    pub fn profile(
        &mut self,
        resource: &Resource,
        around: &Surroundings,
    ) -> (Profile, Vec<Problem>) {
        let (duties, problems) = match Facts::of(resource) {
            Ok(facts) => {
                let document = Input::of(resource, &facts, around);
                let duties = self
                    .asker
                    .duties(&mut self.engines, resource, &facts, &document);
                (duties, facts.problems)
            }
            Err(problem) => (Arc::new(Duties::unread()), vec![*problem]),
        };
        let owner = self.evaluator.options.owners.of(resource);
        let layers = Layer::ALL
            .iter()
            .map(|layer| {
                let answer = match duties.of(*layer) {
                    Answer::Assigned(said) => Answer::Assigned(Arc::new(said.owned_by(owner))),
                    answer => answer,
                };
                (*layer, answer)
            })
            .collect();
        let profile = Profile {
            about: self.evaluator.about(resource, &duties),
            owner: owner.map(str::to_owned),
            layers,
        };
        (profile, problems)
    }

    /// The input document with what only some controls look at.
    fn control_input(
        &self,
        resource: &Resource,
        document: Input,
        duties: &Duties,
        controls: &[&Control],
    ) -> Value {
        let mut document = document.with_model(duties.model);
        let reads = |key: &str| {
            controls.iter().any(|control| {
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
        if reads("responsibility") && self.evaluator.claims(resource).next().is_some() {
            let layers = duties.layers.iter().filter_map(|(layer, answer)| {
                let said = serde_json::to_value(answer).ok()?;
                answer
                    .assigned()
                    .map(|_| (layer.as_str(), Value::from(&said)))
            });
            document.set("responsibility", Value::object(layers));
        }
        document.value()
    }
}
