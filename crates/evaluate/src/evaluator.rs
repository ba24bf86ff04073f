//! Evaluator of one policy set: the selected controls, the editions and the type tables.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use onus_core::decision::{ResourceRef, Source};
use onus_core::diagnostic::Diagnostic;
use onus_core::json_pointer::Pointer;
use onus_core::resource_matcher::Matcher;
use onus_inventory::{Claim, Resource};
use onus_policy::engine::Value;
use onus_policy::metadata::EditionMetadata;
use onus_policy::{Control, PolicySet, Selection, Selector, SourceId, Together};

use crate::boundary::Duties;
use crate::collection::{Collection, Collections};
use crate::editions::{ChosenEditions, Editions};
use crate::engine_pool::Engines;
use crate::estate::EstateCoverage;
use crate::origin::Origins;
use crate::overriding::Overriding;
use crate::owner::Owners;
use crate::type_table::Types;

/// The settings of an evaluation, in addition to policies and inventories.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Which controls take part.
    pub selection: Selection,
    /// The edition chosen for each provider, where it is not the newest.
    pub editions: Editions,
    /// The user's policy files that may override the embedded catalogue.
    pub may_override: BTreeSet<SourceId>,
    /// Names for the customer's side.
    pub owners: Owners,
    /// Names of inventories.
    pub origins: Origins,
    /// Claims about who is responsible.
    pub claims: Vec<ClaimRule>,
    /// Statements that types were looked for completely.
    pub collections: Vec<Collection>,
    /// Worker threads; none for one per core.
    pub threads: Option<usize>,
    /// Evaluate every policy for every resource, without cached answers.
    pub plain: bool,
    /// The controls to trace; see [`Evaluation::traces`](crate::Evaluation::traces).
    pub traced: Vec<Selector>,
    /// Also give the responsible party of every layer; see
    /// [`Evaluation::profiles`](crate::Evaluation::profiles).
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

/// Evaluator of inventories against one policy set. It shares the set, borrows nothing and
/// can be used from several threads.
#[derive(Debug)]
pub struct Evaluator {
    set: PolicySet,
    options: Options,
    /// The places of the selected controls in the set.
    selected: Vec<usize>,
    /// The places of controls that are not selected, but whose decisions a selected one reads.
    supporting: Vec<usize>,
    /// The editions of each provider as those controls see them, the newest first.
    known_editions: BTreeMap<String, Value>,
    /// The number of selected controls, including those that no type needs.
    control_count: usize,
    editions: ChosenEditions,
    overriding: Overriding,
    types: Types,
    problems: Vec<Diagnostic>,
    /// The ids of the traced controls.
    traced: BTreeSet<String>,
}

impl Evaluator {
    /// Prepares an evaluation. Unknown editions and selectors without a match are
    /// [`problems`](Self::problems) of every run.
    pub fn new(set: &PolicySet, options: Options) -> Self {
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
        let selected = places(set, |control| options.selection.takes(control.key()));
        let looks = selected
            .iter()
            .filter_map(|place| set.controls.get(*place))
            .any(Control::looks_at_layers);
        let (supporting, known_editions) = if looks {
            (supporting(set, &options.selection), known_editions(set))
        } else {
            (Vec::new(), BTreeMap::new())
        };
        let control_count = keys
            .iter()
            .filter(|key| options.selection.takes(**key))
            .count();
        let traced = traced(set, &options, &mut problems);
        let (types, bad_tables) = Types::load(&set.engines, &set.tables, set.embedded, &overriding);
        problems.extend(bad_tables);
        Self {
            set: set.clone(),
            options,
            selected,
            supporting,
            known_editions,
            control_count,
            editions,
            overriding,
            types,
            problems,
            traced,
        }
    }

    /// The policy set.
    pub fn set(&self) -> &PolicySet {
        &self.set
    }

    /// The edition that speaks for each provider.
    pub fn editions(&self) -> &Editions {
        &self.editions.chosen
    }

    /// The type tables.
    pub fn types(&self) -> &Types {
        &self.types
    }

    /// The number of selected controls, whether or not there is a resource of their types.
    pub fn control_count(&self) -> usize {
        self.control_count
    }

    /// What is wrong with the settings of the evaluation.
    pub fn problems(&self) -> &[Diagnostic] {
        &self.problems
    }

    /// Whether every layer's responsible party is part of an evaluation.
    pub(crate) fn is_profiled(&self) -> bool {
        self.options.profiled
    }

    pub(crate) fn chosen_editions(&self) -> &ChosenEditions {
        &self.editions
    }

    pub(crate) fn overriding(&self) -> &Overriding {
        &self.overriding
    }

    /// The editions of a provider as controls see them that look at layers.
    pub(crate) fn known_editions(&self, provider: &str) -> Value {
        let known = self.known_editions.get(provider).cloned();
        known.unwrap_or_else(|| Value::array([]))
    }

    /// The selected controls.
    pub(crate) fn selected(&self) -> impl Iterator<Item = &Control> {
        self.controls(&self.selected)
    }

    /// The controls that are not selected, but whose decisions a selected one reads.
    pub(crate) fn supporting(&self) -> impl Iterator<Item = &Control> {
        self.controls(&self.supporting)
    }

    fn controls(&self, places: &[usize]) -> impl Iterator<Item = &Control> {
        let controls = &self.set.controls;
        places.iter().filter_map(|place| controls.get(*place))
    }

    /// Whether a control is traced.
    pub(crate) fn traces(&self, control: &Control) -> bool {
        self.traced.contains(control.about.id.as_str())
    }

    pub(crate) fn threads(&self) -> usize {
        self.options
            .threads
            .or_else(|| std::thread::available_parallelism().ok().map(usize::from))
            .unwrap_or(1)
    }

    /// The engines of one worker. Questions are batched only where each of them will be
    /// evaluated: one that is not selected may fail, or take long.
    pub(crate) fn engines(&self) -> Engines<'_> {
        if self.options.plain {
            return Engines::plain(&self.set.engines);
        }
        let rules: BTreeSet<&str> = self
            .selected()
            .chain(self.supporting())
            .map(|control| control.deny.rule.as_str())
            .collect();
        let wanted = |set: &&Together| set.members.iter().all(|rule| rules.contains(rule.as_str()));
        Engines::keeping(&self.set.engines, self.set.together.iter().filter(wanted))
    }

    pub(crate) fn about(&self, resource: &Resource, duties: &Duties) -> Arc<ResourceRef> {
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
            origin: self.origin(resource),
        })
    }

    /// The statements that count in a run over these files.
    pub(crate) fn collections<'n>(
        &self,
        files: impl IntoIterator<Item = &'n str>,
        coverage: EstateCoverage,
    ) -> Collections {
        Collections::of_run(&self.options.collections, files, coverage)
    }

    /// The inventory that a resource's id is unique within; none for an id that is unique
    /// everywhere.
    pub fn origin(&self, resource: &Resource) -> Option<String> {
        self.options.origins.of_resource(resource)
    }

    /// The owner of a resource. A record about another resource has that one's owner: of
    /// the resource in the inventories (`known`), or else of the one in the record.
    pub(crate) fn owner<'a>(
        &'a self,
        resource: &'a Resource,
        known: Option<&'a Resource>,
    ) -> Option<&'a str> {
        let owners = &self.options.owners;
        match &resource.subject {
            None => owners.of(resource),
            Some(subject) => known
                .and_then(|known| owners.of(known))
                .or_else(|| owners.of(&subject.resource)),
        }
    }

    /// The claims about a resource: its own, with their places, and those of rules.
    pub(crate) fn claims<'a>(
        &'a self,
        resource: &'a Resource,
    ) -> impl Iterator<Item = (&'a Claim, Option<Pointer>)> {
        // Of a record that carries a native one, policies see the native one only.
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

/// The places of some controls in their set.
fn places(set: &PolicySet, is_wanted: impl Fn(&Control) -> bool) -> Vec<usize> {
    let numbered = set.controls.iter().enumerate();
    numbered
        .filter(|(_, control)| is_wanted(control))
        .map(|(place, _)| place)
        .collect()
}

/// The controls that are evaluated for those that look at layers, though they are not
/// selected: all that would take part without a selection. So the decision of a control
/// that looks at layers does not depend on the rest of the selection.
fn supporting(set: &PolicySet, selection: &Selection) -> Vec<usize> {
    places(set, |control| {
        !control.looks_at_layers()
            && selection.takes_unasked(control.key())
            && !selection.takes(control.key())
    })
}

/// The editions of each provider, the newest first.
fn known_editions(set: &PolicySet) -> BTreeMap<String, Value> {
    let shown = |edition: &&EditionMetadata| {
        Value::object([
            ("id", Value::text(&edition.id)),
            ("published", Value::text(&edition.published)),
        ])
    };
    set.editions()
        .into_iter()
        .map(|(provider, list)| (provider.to_owned(), Value::array(list.iter().map(shown))))
        .collect()
}

/// The ids of the controls to trace.
fn traced(set: &PolicySet, options: &Options, problems: &mut Vec<Diagnostic>) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    for wanted in &options.traced {
        let controls = set.controls.iter().filter(|control| {
            wanted.matches(control.key()) && options.selection.takes(control.key())
        });
        ids.extend(controls.map(|control| control.about.id.clone()));
        if !set.keys().into_iter().any(|key| wanted.matches(key)) {
            problems.push(
                Diagnostic::error(format!("no control matches `{wanted}`"))
                    .help("give a control id or a glob over ids; `onus list` shows them"),
            );
        }
    }
    ids
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_can_keep_policy_sets_and_evaluators() {
        fn can_be_kept<T: Send + Sync + 'static>() {}
        can_be_kept::<PolicySet>();
        can_be_kept::<Evaluator>();
    }
}
