//! The comparison of two snapshots of an inventory, decision by decision.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::{Line, ResourceKey, Section, Snapshot};
use onus_core::decision::Verdict;

/// What differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison<'s> {
    /// By control, those that differ.
    pub controls: Vec<ControlChanges<'s>>,
}

/// What differs in a control's decisions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ControlChanges<'s> {
    /// The control.
    pub id: &'s str,
    /// Its requirement.
    pub title: &'s str,
    /// By resource.
    pub changes: Vec<Change<'s>>,
}

/// A decision that is not what it was; it has at least one side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change<'s> {
    /// What the resource is called.
    pub label: &'s str,
    /// What it was.
    pub before: Option<&'s Line>,
    /// What it is.
    pub after: Option<&'s Line>,
}

/// What a change comes to; the order is that of what people should see first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flip {
    /// It was allowed and is denied.
    Denied,
    /// It was denied and is allowed.
    Allowed,
    /// Somebody else answers for it.
    Moved,
    /// It is decided the same for another reason.
    Otherwise,
    /// There was no such decision.
    New(Verdict),
    /// There is no such decision any more.
    Gone(Verdict),
}

impl Flip {
    fn rank(self) -> u8 {
        match self {
            Self::Denied => 0,
            Self::New(Verdict::Deny) => 1,
            Self::Allowed => 2,
            Self::Gone(Verdict::Deny) => 3,
            Self::Moved => 4,
            Self::Otherwise => 5,
            Self::New(Verdict::Allow) => 6,
            Self::Gone(Verdict::Allow) => 7,
        }
    }
}

impl Ord for Flip {
    fn cmp(&self, other: &Self) -> Ordering {
        self.rank().cmp(&other.rank())
    }
}

impl PartialOrd for Flip {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Change<'_> {
    /// What it comes to.
    pub fn flip(&self) -> Option<Flip> {
        let verdict = |line: &Line| line.status.verdict();
        Some(match (self.before, self.after) {
            (None, None) => return None,
            (None, Some(after)) => Flip::New(verdict(after)),
            (Some(before), None) => Flip::Gone(verdict(before)),
            (Some(before), Some(after)) => match (verdict(before), verdict(after)) {
                (Verdict::Allow, Verdict::Deny) => Flip::Denied,
                (Verdict::Deny, Verdict::Allow) => Flip::Allowed,
                _ if before.party != after.party => Flip::Moved,
                _ => Flip::Otherwise,
            },
        })
    }
}

impl<'s> Comparison<'s> {
    /// Holds two snapshots of an inventory against each other.
    pub fn of(before: &'s Snapshot, after: &'s Snapshot) -> Self {
        let labels = (before.labels(), after.labels());
        let label = |key: &'s ResourceKey| {
            let label = labels.1.get(key).or_else(|| labels.0.get(key));
            label.copied().unwrap_or(key.as_str())
        };
        let ids: BTreeSet<&String> = before
            .controls
            .keys()
            .chain(after.controls.keys())
            .collect();
        let controls = ids.into_iter().filter_map(|id| {
            let sections = (before.controls.get(id), after.controls.get(id));
            let mut changes = changes(sections.0, sections.1, &label);
            changes.sort_by_key(|change| change.label);
            let title = &sections.1.or(sections.0)?.title;
            (!changes.is_empty()).then_some(ControlChanges { id, title, changes })
        });
        Self {
            controls: controls.collect(),
        }
    }

    /// All changes.
    pub fn changes(&self) -> impl Iterator<Item = &Change<'s>> {
        self.controls.iter().flat_map(|control| &control.changes)
    }

    /// Whether the decisions are the same.
    pub fn is_empty(&self) -> bool {
        self.controls.is_empty()
    }
}

/// What differs in one control: the decisions that both sides have are taken away, and
/// what is left of a resource is paired in order.
fn changes<'s>(
    before: Option<&'s Section>,
    after: Option<&'s Section>,
    label: &dyn Fn(&'s ResourceKey) -> &'s str,
) -> Vec<Change<'s>> {
    let mut left: BTreeMap<&'s ResourceKey, (Vec<&'s Line>, Vec<&'s Line>)> = BTreeMap::new();
    let times = |section: Option<&Section>, line: &Line| {
        let times = section.and_then(|section| section.lines.get(line));
        times.copied().unwrap_or_default()
    };
    for line in before.iter().flat_map(|section| section.lines.keys()) {
        let more = times(before, line).saturating_sub(times(after, line));
        let lines = &mut left.entry(&line.resource).or_default().0;
        lines.extend(std::iter::repeat_n(line, more));
    }
    for line in after.iter().flat_map(|section| section.lines.keys()) {
        let more = times(after, line).saturating_sub(times(before, line));
        let lines = &mut left.entry(&line.resource).or_default().1;
        lines.extend(std::iter::repeat_n(line, more));
    }
    let mut changes = Vec::new();
    for (key, (before, after)) in left {
        for number in 0..before.len().max(after.len()) {
            changes.push(Change {
                label: label(key),
                before: before.get(number).copied(),
                after: after.get(number).copied(),
            });
        }
    }
    changes
}
