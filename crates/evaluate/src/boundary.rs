//! Boundary evaluation: the responsible parties of a resource, layer by layer.
//!
//! The highest tier that answers a layer wins: the organization's agreement, then the service's
//! own documents, then the provider's matrix. Two answers of the same tier that differ are a
//! conflict; no answer is `unassigned`. Neither ever becomes the provider by default.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use onus_core::decision::{Answer, Changed, FailureCause, Override, Responsibility};
use onus_core::json_pointer::Pointer;
use onus_core::secret::{without_quoted, without_shapes};
use onus_core::vocabulary::{Layer, ServiceModel};
use onus_inventory::Resource;
use onus_policy::engine::{EngineError, JsonDocument, Spelling, Value};
use onus_policy::metadata::Tier;
use onus_policy::{Boundary, PolicySet, Watched};

use crate::boundary_answer::{BoundaryAnswer, cited, no_surer_than, parse_answer};
use crate::editions::ChosenEditions;
use crate::engine_pool::{Cached, CachedAnswers, Engines, MAX_CACHED};
use crate::input_document::{Facts, Input};
use crate::model::{Model, model};
use crate::overriding::{Overriding, refused_citation};
use crate::policy_failure::PolicyFailure;
use crate::redaction::without_secret;
use crate::settlement::{Candidate, in_doubt, overridden, settled};
use crate::type_table::Types;
use crate::unknown::misfits;
use onus_policy::{Projection, project};

/// What the boundary policies say of one resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duties {
    /// The service model, if the type is known.
    pub model: Option<ServiceModel>,
    /// The unknown fact that the service model depends on.
    pub model_doubt: Option<Pointer>,
    /// Every layer that some policy answers, and those that are in doubt.
    pub layers: BTreeMap<Layer, Answer>,
    /// The answer for a layer that is not in `layers`; never an assignment.
    missing: Answer,
}

impl Duties {
    /// The duties of a resource whose record can't be read.
    pub fn unread() -> Self {
        Self {
            model: None,
            model_doubt: None,
            layers: BTreeMap::new(),
            missing: Answer::Unassigned {
                reason: "the record can't be read".to_owned(),
            },
        }
    }

    /// The same answer for every layer.
    pub(crate) fn everywhere(model: Option<ServiceModel>, answer: Answer) -> Self {
        Self {
            model,
            model_doubt: None,
            layers: Layer::ALL
                .iter()
                .map(|layer| (*layer, answer.clone()))
                .collect(),
            missing: answer,
        }
    }

    /// The same duties, for a record whose input has the resource's own at `at`.
    pub fn seen_from(&self, at: &Pointer) -> Self {
        let mut moved = self.clone();
        moved.model_doubt = moved.model_doubt.map(|pointer| at.join(&pointer));
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

    /// The answer for a layer; never nothing.
    pub fn of(&self, layer: Layer) -> Answer {
        self.layers
            .get(&layer)
            .cloned()
            .unwrap_or_else(|| self.missing.clone())
    }
}

/// Asks boundary policies; one for each worker. Answers are kept by what the
/// policies look at, so that equal resources are asked about once.
pub struct BoundaryEvaluator<'s> {
    set: &'s PolicySet,
    types: &'s Types,
    editions: &'s ChosenEditions,
    overriding: &'s Overriding,
    speakers: BTreeMap<(String, String), Arc<Speakers<'s>>>,
    known: BTreeMap<(usize, Vec<Projection>), Cached<Arc<BoundaryAnswer>>>,
    settled: BTreeMap<Likeness, Cached<Arc<Duties>>>,
    /// The number of resources so far.
    number: u64,
}

/// The boundary policies that speak about a type of a provider, by their numbers.
struct Speakers<'s> {
    boundaries: Vec<(usize, &'s Boundary)>,
    /// All that any of them looks at.
    watched: Vec<Watched>,
}

impl Speakers<'_> {
    /// Whether one of them can't read what it wants from some value. What they look at
    /// does not say so: to them the value is just as good as an absent one.
    fn find_misfits(&self, facts: &Facts) -> bool {
        self.boundaries
            .iter()
            .flat_map(|(_, boundary)| boundary.model.iter().chain([&boundary.responsibility]))
            .any(|question| !misfits(question, facts).is_empty())
    }
}

/// What two resources have in common about which all boundary policies say the
/// same.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Likeness {
    kind: String,
    provider: String,
    model: Option<&'static str>,
    seen: Vec<Projection>,
}

impl<'s> BoundaryEvaluator<'s> {
    /// An asker over a policy set.
    pub fn new(
        set: &'s PolicySet,
        types: &'s Types,
        editions: &'s ChosenEditions,
        overriding: &'s Overriding,
    ) -> Self {
        Self {
            set,
            types,
            editions,
            overriding,
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
            let cached = CachedAnswers::Ignored;
            return Arc::new(self.settle(engines, resource, facts, document, &speakers, cached));
        }
        // Doubt and secrets are the resource's own, and which rules are given up depends on
        // the resource too. Kept values do not show how decimals are written.
        if engines.guard().has_some()
            || document.spelling() == Spelling::Lost
            || !facts.unknown.is_empty()
            || !resource.sensitive.is_empty()
            || speakers.find_misfits(facts)
        {
            let cached = CachedAnswers::Used;
            return Arc::new(self.settle(engines, resource, facts, document, &speakers, cached));
        }
        let value = document.value();
        let likeness = Likeness {
            kind: resource.kind.clone(),
            provider: resource.provider.clone(),
            model: resource.model.map(ServiceModel::as_str),
            seen: project(&value, &speakers.watched),
        };
        if let Some(settled) = self.settled.get_mut(&likeness) {
            let duties = Arc::clone(&settled.answer);
            if !settled.wants_check(self.number, &resource.kind, || value.digest()) {
                return duties;
            }
            let cached = CachedAnswers::Ignored;
            let plain = self.settle(engines, resource, facts, document, &speakers, cached);
            if plain == *duties {
                return duties;
            }
            let rule = format!("the boundary of `{}`", resource.kind);
            let PolicyFailure { reason, cause } = (&EngineError::Inconsistent { rule }).into();
            let failed = Answer::Failed { reason, cause };
            return Arc::new(Duties::everywhere(plain.model, failed));
        }
        let cached = CachedAnswers::Used;
        let settled = self.settle(engines, resource, facts, document, &speakers, cached);
        let duties = Arc::new(settled);
        if engines.guard().has_some() {
            return duties;
        }
        if self.settled.len() >= MAX_CACHED {
            self.settled.clear();
        }
        let kept = Cached::new(Arc::clone(&duties), self.number);
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
        speakers: &Speakers<'s>,
        cached: CachedAnswers,
    ) -> Duties {
        let asked = speakers.boundaries.iter().rev();
        let model = match model(
            self.types,
            self.overriding,
            engines,
            (resource, facts, document),
            cached,
            asked.map(|(_, boundary)| *boundary),
        ) {
            Ok(model) => model,
            Err(answer) => {
                return Duties::everywhere(self.types.catalogue_model(&resource.kind), answer);
            }
        };
        let document = document.clone().with_model(model.is);
        // The highest tier first.
        let spoken: Vec<(&'s Boundary, Arc<BoundaryAnswer>)> = speakers
            .boundaries
            .iter()
            .rev()
            .map(|(index, boundary)| {
                (
                    *boundary,
                    self.ask(engines, *index, boundary, &document, cached),
                )
            })
            .collect();
        let cited = cited(&spoken);
        let mut candidates: BTreeMap<Layer, Vec<Candidate<'_>>> = BTreeMap::new();
        for (boundary, spoken) in spoken {
            let answers = self.answers(boundary, &spoken, &model, &cited, resource);
            for (layer, answer) in in_doubt(boundary, answers, facts, model.doubt.as_ref()) {
                let candidate = Candidate { boundary, answer };
                candidates.entry(layer).or_default().push(candidate);
            }
        }
        let layers = candidates.into_iter().filter_map(|(layer, candidates)| {
            let answer = settled(&candidates, self.overriding)?;
            Some((layer, overridden(answer, model.overridden.clone())))
        });
        let mut duties = Duties {
            model: model.is,
            layers: layers.collect(),
            missing: self.missing(resource, model.is),
            model_doubt: model.doubt,
        };
        withhold(&mut duties, facts);
        duties
    }

    /// The answers of a boundary, layer by layer, as far as it may give them.
    fn answers(
        &self,
        boundary: &Boundary,
        spoken: &BoundaryAnswer,
        model: &Model,
        cited: &BTreeSet<String>,
        resource: &Resource,
    ) -> BTreeMap<Layer, Answer> {
        let failed = |reason: &str, cause: FailureCause| Answer::Failed {
            reason: format!("{}: {reason}", boundary.id),
            cause,
        };
        let layers = match spoken {
            Ok(layers) => layers,
            // Nothing of a boundary that fails can be relied on.
            Err(failure) => {
                let answer = failed(&failure.reason, failure.cause);
                let all = Layer::ALL.iter();
                return all.map(|layer| (*layer, answer.clone())).collect();
            }
        };
        let answer = |said: &Result<Arc<Responsibility>, String>| {
            let said = match said {
                Ok(said) if boundary.tier == Tier::Edition => no_surer_than(said, model.sureness),
                Ok(said) => Arc::clone(said),
                Err(reason) => return failed(reason, FailureCause::Policy),
            };
            let mut overrides: Vec<Override> = Vec::new();
            if let Some(edition) = &said.basis.edition
                && self.overriding.is_misattributed(boundary, edition, cited)
            {
                if !self.overriding.allows(&boundary.file) {
                    let reason = refused_citation(&boundary.file, edition);
                    return failed(&reason, FailureCause::Policy);
                }
                overrides.push(changed(boundary, Changed::Citation, edition));
            }
            if boundary.tier == Tier::Edition
                && let Some(replaced) = self.editions.replaced.get(&resource.provider)
            {
                overrides.push(changed(boundary, Changed::Edition, replaced));
            }
            overridden(Answer::Assigned(said), overrides)
        };
        layers
            .iter()
            .map(|(layer, said)| (*layer, answer(said)))
            .collect()
    }

    fn speaks(&self, boundary: &Boundary, resource: &Resource) -> bool {
        if !boundary.resources.matches(&resource.kind) {
            return false;
        }
        match &boundary.edition {
            Some(edition) => self
                .editions
                .chosen
                .get(&resource.provider)
                .is_some_and(|chosen| *chosen == edition.id),
            None => true,
        }
    }

    /// The answer for a layer that no policy answers.
    fn missing(&self, resource: &Resource, model: Option<ServiceModel>) -> Answer {
        let editions = self.editions;
        if let Some(reason) = editions.unusable.get(&resource.provider) {
            return Answer::Failed {
                reason: reason.clone(),
                cause: FailureCause::Reported,
            };
        }
        let reason = match model {
            None => format!("no boundary policy knows the type `{}`", resource.kind),
            Some(model) => match editions.chosen.get(&resource.provider) {
                Some(edition) => format!("{edition} says nothing of this layer for {model}"),
                None => format!("no edition speaks for provider `{}`", resource.provider),
            },
        };
        Answer::Unassigned { reason }
    }

    fn ask(
        &mut self,
        engines: &mut Engines<'_>,
        index: usize,
        boundary: &Boundary,
        document: &Input,
        cached: CachedAnswers,
    ) -> Arc<BoundaryAnswer> {
        let JsonDocument {
            value: input,
            spelling,
        } = document.document();
        let question = &boundary.responsibility;
        let plain = |engines: &mut Engines<'_>, value: Value| {
            let input = JsonDocument { value, spelling };
            engines.set_input(input);
            Arc::new(match engines.evaluate_plainly(question) {
                // No record is known here: what it quotes is known by its shape.
                Ok(Some(value)) => {
                    parse_answer(&value.with_texts(&|text| without_shapes(text).into_owned()))
                }
                Ok(None) => Ok(BTreeMap::new()),
                Err(error) => Err(PolicyFailure::from(&error)
                    .worded(|reason| without_quoted(&reason).into_owned())),
            })
        };
        if cached == CachedAnswers::Ignored
            || spelling == Spelling::Lost
            || engines.guard().admit(&question.rule).is_err()
        {
            return plain(engines, input);
        }
        let key = (index, project(&input, &question.watched));
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
            return Arc::new(Err((&EngineError::Inconsistent { rule }).into()));
        }
        let spoken = plain(engines, input);
        // Each resource for which it is ended at a limit counts.
        if spoken.is_err() && engines.guard().has_some() {
            return spoken;
        }
        if self.known.len() >= MAX_CACHED {
            self.known.clear();
        }
        let kept = Cached::new(Arc::clone(&spoken), self.number);
        self.known.insert(key, kept);
        spoken
    }
}

/// What a user's boundary changes.
fn changed(boundary: &Boundary, changes: Changed, instead_of: &str) -> Override {
    Override {
        source: boundary.file.path().to_owned(),
        changes,
        instead_of: instead_of.to_owned(),
        said: None,
    }
}

/// Takes the value of a switch out of the basis where it is a secret; that it decided
/// may be printed.
fn withhold(duties: &mut Duties, facts: &Facts) {
    for answer in duties.layers.values_mut() {
        let Answer::Assigned(said) = answer else {
            continue;
        };
        let Some(switch) = &said.basis.switch else {
            continue;
        };
        let shown = without_secret(switch.value.clone(), &switch.pointer, facts);
        if shown != switch.value
            && let Some(switch) = &mut Arc::make_mut(said).basis.switch
        {
            switch.value = shown;
        }
    }
}
