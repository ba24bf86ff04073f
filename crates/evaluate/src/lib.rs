//! From resources and policies to decisions.
//!
//! Every decision is a pure function of one input document, the policy set and
//! the parameters. So resources are decided in parallel, each worker with an
//! engine of its own, and the order of the output is the order of the input.

#![deny(clippy::print_stdout, clippy::print_stderr)]

pub mod baseline;
pub(crate) mod boundary;
pub(crate) mod control_evaluation;
pub(crate) mod crew;
pub(crate) mod editions;
pub(crate) mod engine_pool;
pub(crate) mod examination;
pub mod explain;
#[cfg(test)]
mod garbage;
pub(crate) mod input_document;
pub(crate) mod layer_observations;
pub mod link;
pub(crate) mod model;
pub(crate) mod overriding;
pub(crate) mod overruns;
pub mod owner;
pub(crate) mod redaction;
pub(crate) mod relations;
pub(crate) mod session;
pub(crate) mod settlement;
pub(crate) mod spoken;
pub(crate) mod trace;
pub(crate) mod type_table;
#[cfg(test)]
mod type_table_tests;
pub(crate) mod unknown;
pub mod waiver;
pub(crate) mod worker;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use crate::examination::Examined;
pub use crate::relations::Joined;
pub use crate::type_table::{Mapping, TypeEntry, Types};
pub use boundary::Duties;
pub use editions::Editions;
#[doc(hidden)]
pub use onus_policy::{Projection, project};
pub use overriding::Overriding;
pub use session::Session;
pub use trace::{Decided, Trace};
pub use unknown::UnknownFact;

use crate::owner::Owners;
use onus_core::decision::{Answer, Decision, ResourceRef, Source};
use onus_core::diagnostic::Diagnostic;
use onus_core::json_pointer::Pointer;
use onus_core::resource_matcher::Matcher;
use onus_core::vocabulary::Layer;
use onus_inventory::{Claim, Resource};
use onus_policy::engine::Value;
use onus_policy::metadata::EditionMetadata;
use onus_policy::{Control, PolicySet, Selection, Selector, SourceId, Together};

use crate::engine_pool::Engines;
use editions::ChosenEditions;

/// What a run is about, beside policies and inventories.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Which controls take part.
    pub selection: Selection,
    /// The edition chosen for each provider, where it is not the newest.
    pub editions: Editions,
    /// The user's policy files that may speak instead of the embedded catalogue.
    pub may_override: BTreeSet<SourceId>,
    /// Who owns what.
    pub owners: Owners,
    /// Who somebody believes is responsible.
    pub claims: Vec<ClaimRule>,
    /// Worker threads; none for one a core.
    pub threads: Option<usize>,
    /// Ask every policy about every resource anew, even where the answer is known.
    pub plain: bool,
    /// Controls that are followed; see [`Evaluation::traces`].
    pub traced: Vec<Selector>,
    /// Say also who is responsible for every layer; see [`Evaluation::profiles`].
    pub profiled: bool,
}

/// A claim about every resource that matches.
#[derive(Debug, Clone)]
pub struct ClaimRule {
    /// Which resources.
    pub resources: Matcher,
    /// The claim.
    pub claim: Claim,
}

/// Evaluates inventories against one policy set.
pub struct Evaluator<'s> {
    set: &'s PolicySet,
    options: Options,
    controls: Vec<&'s Control>,
    /// Controls that are not selected, but whose decisions a selected one looks at.
    beside: Vec<&'s Control>,
    /// The editions of each provider as those controls see them, the newest first.
    known_editions: BTreeMap<String, Value>,
    /// The number of controls that are selected, those too that no type needs.
    selected: usize,
    editions: ChosenEditions,
    overriding: Overriding,
    types: Types,
    problems: Vec<Diagnostic>,
    /// The ids of the controls that are followed.
    traced: BTreeSet<&'s str>,
}

/// What came out of a run.
#[derive(Debug, Default)]
pub struct Evaluation {
    /// Decisions, by resource in the order of the inventory, then by control id.
    pub decisions: Vec<Decision>,
    /// What could not be read while evaluating, and what the user should know.
    pub problems: Vec<Diagnostic>,
    /// What was not assessed.
    pub gaps: Gaps,
    /// Number of resources that were looked at.
    pub resources: usize,
    /// Number of their types.
    pub types: usize,
    /// Resources on the customer's side that nobody owns.
    pub unowned: usize,
    /// What the controls that are followed did, in the order of the decisions.
    pub traces: Vec<Trace>,
    /// Who is responsible for every layer of each resource, in the order of the
    /// inventory; empty when nobody asked.
    pub profiles: Vec<Profile>,
}

impl Evaluation {
    /// Adds what came out of another piece of the same inventory.
    pub fn absorb(&mut self, piece: Self) {
        self.decisions.extend(piece.decisions);
        self.problems.extend(piece.problems);
        self.resources += piece.resources;
        self.types = self.types.max(piece.types);
        self.unowned += piece.unowned;
        self.traces.extend(piece.traces);
        self.profiles.extend(piece.profiles);
        for (kind, count) in piece.gaps.types {
            *self.gaps.types.entry(kind).or_default() += count;
        }
        for (kind, count) in piece.gaps.unmapped {
            *self.gaps.unmapped.entry(kind).or_default() += count;
        }
        for (layer, count) in piece.gaps.unwatched {
            *self.gaps.unwatched.entry(layer).or_default() += count;
        }
        for (layer, count) in piece.gaps.attested {
            *self.gaps.attested.entry(layer).or_default() += count;
        }
    }
}

/// What was not assessed: nothing is silently skipped.
#[derive(Debug, Default)]
pub struct Gaps {
    /// Types that no selected control decided, with the number of resources.
    pub types: BTreeMap<String, usize>,
    /// Types that no boundary policy knows, with the number of resources.
    pub unmapped: BTreeMap<String, usize>,
    /// Layers on which the customer has a duty and no control looked, with the
    /// number of resources.
    pub unwatched: BTreeMap<Layer, usize>,
    /// Layers on which the customer has no duty and no control looked, with the number of
    /// resources: the provider, or a third party, can attest them and nobody else.
    pub attested: BTreeMap<Layer, usize>,
}

/// The responsibilities of one resource, layer by layer.
#[derive(Debug)]
pub struct Profile {
    /// The resource.
    pub about: Arc<ResourceRef>,
    /// The customer's name, if known.
    pub owner: Option<String>,
    /// What the boundary says, with the customer's name filled in.
    pub layers: BTreeMap<Layer, Answer>,
}

impl<'s> Evaluator<'s> {
    /// Prepares a run. Unknown editions and selectors that match nothing are
    /// problems of every run, see [`Evaluation::problems`].
    pub fn new(set: &'s PolicySet, options: Options) -> Self {
        let mut problems = Vec::new();
        let overriding = Overriding::new(set, options.may_override.clone());
        let editions = ChosenEditions::new(set, &options.editions, &overriding, &mut problems);
        let keys = set.keys();
        for word in options.selection.idle(&keys) {
            problems.push(
                Diagnostic::error(format!("no control matches `{word}`"))
                    .help("give a control id or a glob over ids, a severity, or a layer"),
            );
        }
        let controls: Vec<&Control> = set
            .controls
            .iter()
            .filter(|control| options.selection.takes(control.key()))
            .collect();
        let looks = controls.iter().any(|control| control.looks_at_layers());
        let (beside, known_editions) = if looks {
            (beside(set, &options.selection), known_editions(set))
        } else {
            (Vec::new(), BTreeMap::new())
        };
        let selected = keys
            .iter()
            .filter(|key| options.selection.takes(**key))
            .count();
        let traced = traced(set, &options, &mut problems);
        let (types, bad_tables) = Types::load(&set.engines, &set.tables, set.embedded, &overriding);
        problems.extend(bad_tables);
        Self {
            set,
            options,
            controls,
            beside,
            known_editions,
            selected,
            editions,
            overriding,
            types,
            problems,
            traced,
        }
    }

    /// Whether a control is followed.
    fn traces(&self, control: &Control) -> bool {
        self.traced.contains(control.about.id.as_str())
    }

    /// The edition that speaks for each provider.
    pub fn editions(&self) -> &Editions {
        &self.editions.chosen
    }

    /// The type tables.
    pub fn types(&self) -> &Types {
        &self.types
    }

    /// The number of controls that are selected, whether or not a resource of
    /// their types is there.
    pub fn control_count(&self) -> usize {
        self.selected
    }

    /// What is wrong with the run's own settings.
    pub fn problems(&self) -> &[Diagnostic] {
        &self.problems
    }

    /// Decides every control that selects each resource. `progress` is told how
    /// many resources are done.
    pub fn evaluate(
        &self,
        resources: &[Resource],
        progress: &(dyn Fn(usize) + Sync),
    ) -> Evaluation {
        let kinds: BTreeSet<&str> = resources.iter().map(|r| r.kind.as_str()).collect();
        let mut evaluation = self.session(&kinds).decide(resources, progress);
        evaluation.problems.splice(0..0, self.problems.clone());
        evaluation
    }

    /// A run over an inventory of these types, which may come in pieces.
    pub fn session(&self, kinds: &BTreeSet<&str>) -> Session<'_, 's> {
        Session::new(self, kinds)
    }

    /// Works out who is responsible for every layer of each resource.
    pub fn profiles(&self, resources: &[Resource]) -> (Vec<Profile>, Vec<Diagnostic>) {
        let kinds: BTreeSet<&str> = resources.iter().map(|r| r.kind.as_str()).collect();
        let results = self.session(&kinds).profiles(resources);
        let mut profiles = Vec::new();
        let mut problems = self.problems.clone();
        for (profile, found) in results {
            profiles.push(profile);
            problems.extend(found);
        }
        (profiles, problems)
    }

    fn threads(&self) -> usize {
        self.options
            .threads
            .or_else(|| std::thread::available_parallelism().ok().map(usize::from))
            .unwrap_or(1)
    }

    /// A worker's engines. Questions are asked together only where each of them is
    /// going to be asked: one that is not selected may fail, or take long.
    fn engines(&self) -> Engines<'_> {
        if self.options.plain {
            return Engines::plain(&self.set.engines);
        }
        let asked: BTreeSet<&str> = self
            .controls
            .iter()
            .chain(&self.beside)
            .map(|control| control.deny.rule.as_str())
            .collect();
        let wanted = |set: &&Together| set.members.iter().all(|rule| asked.contains(rule.as_str()));
        Engines::keeping(&self.set.engines, self.set.together.iter().filter(wanted))
    }

    fn about(&self, resource: &Resource, duties: &Duties) -> Arc<ResourceRef> {
        let body = &resource.body;
        let (document, range) = body.start();
        Arc::new(ResourceRef {
            id: resource.id.clone(),
            kind: resource.kind.clone(),
            name: resource.name.clone(),
            provider: resource.provider.clone(),
            model: duties.model,
            scope: resource.scope.clone(),
            source: Source::new(
                document.name(),
                body.pointer.clone(),
                document.position(range.start),
            ),
        })
    }

    /// Who owns a resource: of what a record is about, whoever owns that, as the
    /// inventories have it (`held`), or else as the record tells.
    fn owner<'a>(&'a self, resource: &'a Resource, held: Option<&'a Resource>) -> Option<&'a str> {
        let owners = &self.options.owners;
        match &resource.subject {
            None => owners.of(resource),
            Some(subject) => held
                .and_then(|held| owners.of(held))
                .or_else(|| owners.of(&subject.resource)),
        }
    }

    /// The claims about a resource: its own, with their places, and those of rules.
    fn claims<'a>(
        &'a self,
        resource: &'a Resource,
    ) -> impl Iterator<Item = (&'a Claim, Option<Pointer>)> {
        // A record that carries a native one shows policies that one alone.
        let placed = resource.body.raw == Pointer::root();
        let own = resource
            .claims
            .iter()
            .enumerate()
            .map(move |(index, claim)| {
                let pointer = Pointer::parse("/raw/claims").child(index.to_string());
                (claim, placed.then_some(pointer))
            });
        let ruled = self
            .options
            .claims
            .iter()
            .filter(|rule| {
                rule.resources
                    .matches(&resource.id, &resource.kind, &resource.scope)
            })
            .map(|rule| (&rule.claim, None));
        own.chain(ruled)
    }
}

/// The controls that are decided for those that look at layers, though they are not
/// selected themselves: all that would take part if nothing were selected. So what such
/// a control says does not depend on what else is selected.
fn beside<'s>(set: &'s PolicySet, selection: &Selection) -> Vec<&'s Control> {
    let controls = set.controls.iter();
    controls
        .filter(|control| !control.looks_at_layers())
        .filter(|control| selection.takes_unasked(control.key()))
        .filter(|control| !selection.takes(control.key()))
        .collect()
}

/// The editions of each provider, the newest first.
fn known_editions(set: &PolicySet) -> BTreeMap<String, Value> {
    let told = |edition: &&EditionMetadata| {
        Value::object([
            ("id", Value::text(&edition.id)),
            ("published", Value::text(&edition.published)),
        ])
    };
    set.editions()
        .into_iter()
        .map(|(provider, list)| (provider.to_owned(), Value::array(list.iter().map(told))))
        .collect()
}

/// The ids of the controls that are to be followed.
fn traced<'s>(
    set: &'s PolicySet,
    options: &Options,
    problems: &mut Vec<Diagnostic>,
) -> BTreeSet<&'s str> {
    let mut found = BTreeSet::new();
    for wanted in &options.traced {
        let followed: Vec<&str> = set
            .controls
            .iter()
            .filter(|control| {
                wanted.matches(control.key()) && options.selection.takes(control.key())
            })
            .map(|control| control.about.id.as_str())
            .collect();
        if !set.keys().into_iter().any(|key| wanted.matches(key)) {
            problems.push(
                Diagnostic::error(format!("no control matches `{wanted}`"))
                    .help("give a control id or a glob over ids; `onus list` shows them"),
            );
        }
        found.extend(followed);
    }
    found
}
