//! Diffs: how decisions change with policies, editions or an inventory, by responsible party,
//! then by control. Each format is a file.

pub(crate) mod json;
pub(crate) mod markdown;
pub(crate) mod pretty;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use onus_core::decision::Verdict;
use onus_core::vocabulary::Severity;

use super::{Change, Comparison, Flip, Line, ResourceKey};

pub(crate) use json::{JsonLine, json_line};
pub use json::{diff_schema, write_diff_json};
pub use markdown::write_diff_markdown;
pub use pretty::write_diff_pretty;

/// Two sides, and what differs between their decisions.
#[derive(Debug)]
pub struct Diff<'s> {
    /// What is compared with.
    pub base: Side,
    /// What is compared.
    pub head: Side,
    /// The number of decisions that are the same on both sides.
    pub same: usize,
    /// All that differs, first what concerns the most resources.
    pub parties: Vec<PartyChanges<'s>>,
}

/// One of two sides.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Side {
    /// What it is called, such as `git:main`.
    pub name: String,
    /// sha256 over its policies.
    pub policy_set: String,
    /// The number of its resources.
    pub resources: usize,
    /// The number of its decisions.
    pub decisions: usize,
}

/// What differs in the decisions that somebody has to act on.
#[derive(Debug)]
pub struct PartyChanges<'s> {
    /// Who, such as `customer/payments`.
    pub party: &'s str,
    /// What the changes come to.
    pub counts: Counts,
    /// By control, the most severe first.
    pub controls: Vec<ChangedControl<'s>>,
}

/// What differs in a control's decisions.
#[derive(Debug)]
pub struct ChangedControl<'s> {
    /// Its id.
    pub id: &'s str,
    /// Its requirement.
    pub title: &'s str,
    /// Its severity, where it is known.
    pub severity: Option<Severity>,
    /// By what they come to, then by resource.
    pub changes: Vec<ChangedDecision<'s>>,
}

/// A decision that is not what it was.
#[derive(Debug)]
pub struct ChangedDecision<'s> {
    /// What it comes to.
    pub flip: Flip,
    /// The resource.
    pub resource: &'s ResourceKey,
    /// What the resource is called.
    pub label: &'s str,
    /// Its place, such as `prod.json:12`.
    pub place: Option<&'s str>,
    /// What it was.
    pub before: Option<&'s Line>,
    /// What it is.
    pub after: Option<&'s Line>,
}

/// How many resources and decisions changes are about, by what they come to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts(BTreeMap<Flip, (BTreeSet<ResourceKey>, usize)>);

/// What is known about controls and resources in addition to their decisions.
#[derive(Debug, Default)]
pub struct Known {
    /// The severities of controls.
    pub severities: BTreeMap<String, Severity>,
    /// The places of resources.
    pub places: BTreeMap<ResourceKey, String>,
}

impl Side {
    /// Enough of the digest to tell two sets apart. None for a side that was evaluated
    /// by another program, of which the snapshots don't say it.
    fn digest(&self) -> Option<String> {
        (!self.policy_set.is_empty()).then(|| self.policy_set.chars().take(12).collect())
    }
}

impl Counts {
    fn add(&mut self, flip: Flip, resource: &ResourceKey) {
        let (resources, decisions) = self.0.entry(flip).or_default();
        if !resources.contains(resource) {
            resources.insert(resource.clone());
        }
        *decisions += 1;
    }

    /// The number of resources with such a change.
    pub fn resources(&self, flip: Flip) -> usize {
        self.0
            .get(&flip)
            .map_or(0, |(resources, _)| resources.len())
    }

    /// The number of such changes.
    pub fn decisions(&self, flip: Flip) -> usize {
        self.0.get(&flip).map_or(0, |(_, decisions)| *decisions)
    }

    /// What there is, the worst first.
    pub fn flips(&self) -> impl Iterator<Item = Flip> {
        self.0.keys().copied()
    }

    /// The number of all changes.
    pub fn changes(&self) -> usize {
        self.0.values().map(|(_, decisions)| decisions).sum()
    }
}

impl<'s> Diff<'s> {
    /// Sorts what differs by who has to act: for what moves, that is who has to now.
    pub fn new(
        base: Side,
        head: Side,
        same: usize,
        comparison: &Comparison<'s>,
        known: &'s Known,
    ) -> Self {
        let mut parties: BTreeMap<&'s str, PartyChanges<'s>> = BTreeMap::new();
        for control in &comparison.controls {
            for change in &control.changes {
                let Some(changed) = changed(change, known) else {
                    continue;
                };
                let party = changed.party();
                let found = parties.entry(party).or_insert_with(|| PartyChanges {
                    party,
                    counts: Counts::default(),
                    controls: Vec::new(),
                });
                found.counts.add(changed.flip, changed.resource);
                match found.controls.last_mut() {
                    Some(last) if last.id == control.id => last.changes.push(changed),
                    _ => found.controls.push(ChangedControl {
                        id: control.id,
                        title: control.title,
                        severity: known.severities.get(control.id).copied(),
                        changes: vec![changed],
                    }),
                }
            }
        }
        let mut parties: Vec<_> = parties.into_values().collect();
        for party in &mut parties {
            party
                .controls
                .sort_by_key(|control| (std::cmp::Reverse(control.severity), control.id));
            for control in &mut party.controls {
                control
                    .changes
                    .sort_by_key(|change| (change.flip, change.label));
            }
        }
        parties.sort_by_key(|party| {
            let of = |flip| std::cmp::Reverse(party.counts.resources(flip));
            (
                of(Flip::Denied),
                of(Flip::New(Verdict::Deny)),
                std::cmp::Reverse(party.counts.changes()),
                party.party,
            )
        });
        Self {
            base,
            head,
            same,
            parties,
        }
    }

    /// Whether the decisions are the same.
    pub fn is_empty(&self) -> bool {
        self.parties.is_empty()
    }

    /// What all changes come to.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for change in self.changes() {
            counts.add(change.flip, change.resource);
        }
        counts
    }

    /// All changes.
    pub fn changes(&self) -> impl Iterator<Item = &ChangedDecision<'s>> {
        self.parties
            .iter()
            .flat_map(|party| &party.controls)
            .flat_map(|control| &control.changes)
    }

    /// What the changes come to, a sentence each, the worst first: how many resources,
    /// and whose they are.
    pub fn sentences(&self) -> Vec<String> {
        let counts = self.counts();
        let flips = counts.flips().map(|flip| {
            let (resources, decisions) = (counts.resources(flip), counts.decisions(flip));
            let many = if decisions == resources {
                String::new()
            } else {
                format!(" in {decisions} decisions")
            };
            format!(
                "{}{many}: {}",
                flip.sentence(resources),
                self.shares(flip).join(", ")
            )
        });
        flips.collect()
    }

    /// Whose the resources of a flip are, the most first.
    fn shares(&self, flip: Flip) -> Vec<String> {
        let mut shares: Vec<(usize, String)> = if flip == Flip::Moved {
            let mut ways: BTreeMap<(&str, &str), BTreeSet<&ResourceKey>> = BTreeMap::new();
            for change in self.changes().filter(|change| change.flip == flip) {
                let party = |line: Option<&'s Line>| line.map_or("nobody", |line| &line.party);
                let way = (party(change.before), party(change.after));
                ways.entry(way).or_default().insert(change.resource);
            }
            ways.into_iter()
                .map(|((from, to), resources)| (resources.len(), format!("from {from} to {to}")))
                .collect()
        } else {
            self.parties
                .iter()
                .map(|party| (party.counts.resources(flip), party.party.to_owned()))
                .filter(|(count, _)| *count > 0)
                .collect()
        };
        shares.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        shares
            .into_iter()
            .map(|(count, who)| format!("{who} {count}"))
            .collect()
    }
}

impl<'s> ChangedDecision<'s> {
    /// Who has to act.
    pub fn party(&self) -> &'s str {
        self.after
            .or(self.before)
            .map_or("nobody", |line| line.party.as_str())
    }

    /// How its file calls the resource.
    fn shown(&self) -> &str {
        // A label with an inventory is for several files.
        match self.resource.as_str() == self.label {
            true => self.resource.id(),
            false => self.label,
        }
    }

    /// What is said about it: what is not as required, or was not.
    pub fn messages(&self) -> impl Iterator<Item = &'s str> {
        let of = |line: Option<&'s Line>| {
            line.into_iter()
                .flat_map(|line| line.messages.iter().map(String::as_str))
        };
        let now = self.after.is_some_and(|line| !line.messages.is_empty());
        of(if now { self.after } else { self.before })
    }
}

fn changed<'s>(change: &Change<'s>, known: &'s Known) -> Option<ChangedDecision<'s>> {
    let line = change.after.or(change.before)?;
    Some(ChangedDecision {
        flip: change.flip()?,
        resource: &line.resource,
        label: change.label,
        place: known.places.get(&line.resource).map(String::as_str),
        before: change.before,
        after: change.after,
    })
}

impl Flip {
    /// What happens to so many resources.
    fn sentence(self, resources: usize) -> String {
        let things = if resources == 1 {
            "resource"
        } else {
            "resources"
        };
        format!("{resources} {things} {}", self.verb(resources))
    }

    /// What they do.
    fn verb(self, resources: usize) -> &'static str {
        let (singular, plural) = match self {
            Self::Denied => ("becomes denied", "become denied"),
            Self::Allowed => ("becomes allowed", "become allowed"),
            Self::Moved => ("changes party", "change party"),
            Self::Otherwise => ("has another reason", "have other reasons"),
            Self::New(Verdict::Deny) => (
                "is newly decided and denied",
                "are newly decided and denied",
            ),
            Self::New(Verdict::Allow) => (
                "is newly decided and allowed",
                "are newly decided and allowed",
            ),
            Self::Gone(Verdict::Deny) => (
                "was denied and is no longer decided",
                "were denied and are no longer decided",
            ),
            Self::Gone(Verdict::Allow) => (
                "was allowed and is no longer decided",
                "were allowed and are no longer decided",
            ),
        };
        if resources == 1 { singular } else { plural }
    }

    /// The same in a word, for programs and for tables.
    pub fn word(self) -> &'static str {
        match self {
            Self::Denied => "becomes_denied",
            Self::Allowed => "becomes_allowed",
            Self::Moved => "changes_party",
            Self::Otherwise => "other_reason",
            Self::New(Verdict::Deny) => "new_denied",
            Self::New(Verdict::Allow) => "new_allowed",
            Self::Gone(Verdict::Deny) => "gone_denied",
            Self::Gone(Verdict::Allow) => "gone_allowed",
        }
    }
}

/// A side of a change in a few words, such as `deny (unknown) data`.
fn verdict(line: Option<&Line>) -> String {
    line.map_or_else(|| "-".to_owned(), crate::snapshot::change_summary::verdict)
}
