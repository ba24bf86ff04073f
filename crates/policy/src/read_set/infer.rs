//! The inference of read-sets: which parts of `input` a rule may look at, found in its syntax
//! tree and in that of everything that it calls.
//!
//! A decision is only as good as its facts. If a fact that a control may read is unknown, its
//! answer means nothing, and the engine denies. Answers are also cached for every resource
//! with the same values in the read parts. So read-sets must never be too small. The rules of
//! inference, and why each is sound, are in `docs/read-sets.md`; whatever they do not cover
//! reads all of `input`.
//!
//! Read-sets should not be too large either, or every Terraform plan would deny because of
//! some computed attribute that no policy reads.

pub(crate) mod calls;
#[cfg(test)]
mod tests;
pub(crate) mod values;
pub(crate) mod walk;

use std::collections::{BTreeMap, BTreeSet};

use crate::engine::{Expr, Key, Module, Rule};

use crate::names::frames::Frames;
use crate::names::meaning::FrameId;
use crate::names::symbol_table::{Definition, Index, RuleId};
use crate::read_set::ReadSet;
use crate::read_set::infer::walk::{New, Walk};
use crate::read_set::provenance::{Path, Provenance};

/// More passes than these over one rule are not made.
const MOST_PASSES: usize = 40;

/// What the names of a rule mean, by the frame that binds them. A name that is not
/// here has not been bound by anything that was understood.
type Bound<'m> = BTreeMap<(FrameId, &'m str), Provenance>;

/// The place of a reference: its module, by address, and the bytes.
pub type Standing = (*const Module, usize, usize);

/// What each reference may lead to in `input`, with the number of keys that it was
/// written with.
pub type Trace = BTreeMap<Standing, (BTreeSet<Vec<Key>>, usize)>;

/// What evaluating a definition reads, and what it gives.
#[derive(Debug, Clone)]
struct Output {
    reads: ReadSet,
    value: Provenance,
    /// Whether it gives no more than one value.
    is_single: bool,
}

impl Output {
    /// What is assumed of what can't be followed.
    fn anything() -> Self {
        let mut reads = ReadSet::default();
        reads.everything();
        Self {
            reads,
            value: Provenance::Anything,
            is_single: false,
        }
    }
}

/// A definition by its address, with the arguments of a call.
type CallKey = (*const Rule, Vec<Provenance>);

/// Finds read-sets; keeps what it has found for the next question.
pub struct Reader<'i, 'm> {
    index: &'i Index<'m>,
    known: BTreeMap<CallKey, Output>,
    open: BTreeSet<*const Rule>,
    /// Whether the resource is taken not to be deployed.
    is_undeployed: bool,
    /// Every reference into `input` on the way, when somebody asks.
    trace: Option<Trace>,
}

impl<'i, 'm> Reader<'i, 'm> {
    /// A reader over an index.
    pub fn new(index: &'i Index<'m>) -> Self {
        Self {
            index,
            known: BTreeMap::new(),
            open: BTreeSet::new(),
            is_undeployed: false,
            trace: None,
        }
    }

    /// A reader of what rules read when the resource is not deployed: a body that asks
    /// for a deployed one never holds then, so the answer does not depend on what else
    /// it reads.
    pub fn undeployed(index: &'i Index<'m>) -> Self {
        Self {
            is_undeployed: true,
            ..Self::new(index)
        }
    }

    /// What the references of all rules may lead to in `input`.
    pub fn trace(index: &'i Index<'m>) -> Trace {
        let mut reader = Self {
            trace: Some(Trace::new()),
            ..Self::new(index)
        };
        for id in index.ids() {
            for definition in index.definitions(id) {
                // What a function reads of `input` by itself counts even when nobody
                // calls it.
                let arguments = definition.rule.arguments.as_ref().map_or(0, Vec::len);
                reader.output(*definition, vec![Provenance::Determined; arguments]);
            }
        }
        reader.trace.unwrap_or_default()
    }

    /// The read-set of a rule whose value is the answer to a question: all of the
    /// value counts as read.
    pub fn of(&mut self, id: &RuleId) -> ReadSet {
        let path: Vec<Key> = id
            .package
            .iter()
            .chain([&id.name])
            .cloned()
            .map(Key::Name)
            .collect();
        let mut reads = ReadSet::default();
        for (value, _) in self.data(&path, &mut reads) {
            reads.force(&value);
        }
        reads
    }

    /// What a reference into `data` may lead to, each with the number of keys that led
    /// there. Beside rules there are only documents that are the same for every input.
    fn data(&mut self, path: &[Key], reads: &mut ReadSet) -> Vec<(Provenance, usize)> {
        let mut outputs = Vec::new();
        let mut seen = BTreeSet::new();
        for definition in self.index.evaluated(path) {
            if is_function(definition.rule) || !seen.insert(std::ptr::from_ref(definition.rule)) {
                continue;
            }
            let output = self.output(definition, Vec::new());
            reads.extend(&output.reads);
            outputs.push((definition, output));
        }
        compare(&outputs, reads);
        let mut values = Vec::new();
        for (Definition { module, rule }, output) in outputs {
            let head: Vec<&String> = module.package.iter().chain(&rule.path).collect();
            let leads = head.iter().zip(path).all(|(part, key)| match key {
                Key::Name(name) => name == *part,
                Key::Any | Key::Element => true,
            });
            if leads {
                let further = head.len().saturating_sub(path.len());
                let value = (0..further).fold(output.value, |value, _| value.in_list());
                values.push((value, head.len().min(path.len())));
            }
        }
        // Where a key is only found while evaluating, it can also be that of a document.
        if values.is_empty() || path.contains(&Key::Any) {
            values.push((Provenance::Determined, path.len()));
        }
        values
    }

    /// Whether a reference into `data` leads back to a rule that is being followed.
    fn is_open(&self, path: &[Key]) -> bool {
        let reached = self.index.evaluated(path);
        let open = |one: &Definition<'_>| self.open.contains(&std::ptr::from_ref(one.rule));
        reached.iter().any(open)
    }

    /// What calling the functions at a path gives.
    fn called(
        &mut self,
        definitions: &[Definition<'m>],
        arguments: &[Provenance],
        reads: &mut ReadSet,
    ) -> Provenance {
        let mut outputs = Vec::new();
        for definition in definitions {
            let output = self.output(*definition, arguments.to_vec());
            reads.extend(&output.reads);
            outputs.push((*definition, output));
        }
        compare(&outputs, reads);
        outputs
            .into_iter()
            .map(|(_, output)| output.value)
            .reduce(Provenance::or)
            .unwrap_or(Provenance::Anything)
    }

    /// What one definition reads and gives, with its arguments.
    fn output(&mut self, definition: Definition<'m>, arguments: Vec<Provenance>) -> Output {
        let address = std::ptr::from_ref(definition.rule);
        let key = (address, arguments);
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        // Such policies are refused, so this only has to be safe.
        if !self.open.insert(address) {
            return Output::anything();
        }
        let output = self.follow(definition, &key.1);
        self.open.remove(&address);
        self.known.insert(key, output.clone());
        output
    }

    fn follow(&mut self, definition: Definition<'m>, arguments: &[Provenance]) -> Output {
        let Definition { module, rule } = definition;
        let written = rule.arguments.as_deref().unwrap_or_default();
        if written.len() != arguments.len() {
            return Output::anything();
        }
        let mut reads = ReadSet::default();
        let mut bound = Bound::new();
        let mut value = None;
        let mut is_single = true;
        // Statements may use names that a later one binds: again until nothing changes.
        // What is read and what names mean only ever grows.
        for pass in 0.. {
            if pass == MOST_PASSES {
                return Output::anything();
            }
            let before = bound.clone();
            let mut unbound = false;
            for body in &rule.bodies {
                if self.is_undeployed && walk::wants_deployed(&body.query) {
                    value.get_or_insert(Provenance::Determined);
                    continue;
                }
                let mut walk = Walk {
                    reader: self,
                    module,
                    frames: Frames::of(module, rule),
                    bound: &mut bound,
                    reads: &mut reads,
                    is_ordered: false,
                    unbound: &mut unbound,
                };
                for (pattern, argument) in written.iter().zip(arguments) {
                    walk.declare(pattern, argument.clone(), New::Always);
                }
                let heads: Vec<&Expr> = rule.keys.iter().chain(&body.value).collect();
                walk.frames.enter(&body.query, &heads);
                walk.query(&body.query);
                walk.frames.complete();
                let given = walk.given(rule, body.value.as_ref());
                is_single &= walk::is_single(&body.query, &heads, written);
                walk.frames.leave();
                value = Some(match value {
                    None => given,
                    Some(known) => given.or(known),
                });
            }
            if bound == before {
                if unbound {
                    return Output::anything();
                }
                break;
            }
        }
        Output {
            reads,
            value: value.unwrap_or(Provenance::Anything),
            is_single,
        }
    }
}

/// Whether a rule is a function; `f()` is a rule.
fn is_function(rule: &Rule) -> bool {
    rule.arguments.as_ref().is_some_and(|list| !list.is_empty())
}

/// Outputs of one path must be equal, so the engine compares them where there is more
/// than one. Bodies of one definition exclude each other.
fn compare(outputs: &[(Definition<'_>, Output)], reads: &mut ReadSet) {
    let given: Vec<_> = outputs
        .iter()
        .filter(|(definition, _)| !definition.rule.is_set && !definition.rule.is_default)
        .map(|(definition, output)| {
            let path: Vec<&String> = definition
                .module
                .package
                .iter()
                .chain(&definition.rule.path)
                .collect();
            (path, definition, output)
        })
        .collect();
    for (number, (path, definition, output)) in given.iter().enumerate() {
        let others: Vec<_> = given
            .iter()
            .enumerate()
            .filter(|(other, (at, ..))| {
                *other != number && (at.starts_with(path) || path.starts_with(at))
            })
            .map(|(_, other)| other)
            .collect();
        if output.is_single && others.is_empty() {
            continue;
        }
        // One path for all: what is there more than once is compared.
        let plain = others
            .iter()
            .all(|(at, other, _)| at == path && other.rule.keys.is_empty())
            && definition.rule.keys.is_empty();
        let all: Option<BTreeSet<Path>> = others
            .iter()
            .map(|(.., output)| output)
            .chain([output])
            .map(|output| match &output.value {
                Provenance::Places(places) => places.only_direct(),
                Provenance::Determined | Provenance::Anything => None,
            })
            .try_fold(BTreeSet::new(), |mut all, paths| {
                all.extend(paths?.iter().cloned());
                Some(all)
            });
        match all {
            Some(paths) if plain => reads.compare(paths),
            _ => reads.force_compared(&output.value),
        }
    }
}
