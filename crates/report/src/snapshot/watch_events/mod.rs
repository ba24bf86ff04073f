//! Watch events: what changed since the last evaluation, decision by decision. A missing
//! resource is never reported as fixed. Each format is a file.

pub(crate) mod json;
pub(crate) mod pretty;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use crate::snapshot::{Change, Comparison, Flip, Known, Line, ResourceKey, Snapshot};
use onus_core::decision::{Status, Verdict};
use onus_core::diagnostic::Diagnostic;
use onus_core::vocabulary::Severity;

pub use crate::snapshot::watch_events::json::{watch_schema, write_event_json};
pub use crate::snapshot::watch_events::pretty::write_event_pretty;

/// An event for a watcher.
#[derive(Debug)]
pub enum Event<'e> {
    /// The first time that everything could be decided.
    Started(Started<'e>),
    /// Decisions are not what they were.
    Changed(Changed<'e>),
    /// Everything was evaluated again, and nothing changed.
    Unchanged(&'e [String]),
    /// The evaluation is incomplete, so the earlier decisions are kept.
    Failed(&'e [Diagnostic]),
    /// What had failed works again.
    Recovered,
    /// The change could not be handed over.
    NotHandedOver(&'e Diagnostic),
    /// What is known could not be kept.
    NotKept(&'e Diagnostic),
    /// Nobody watches any more.
    Stopped,
}

/// How watching begins.
#[derive(Debug)]
pub struct Started<'e> {
    /// The inventory files.
    pub inventories: Vec<&'e str>,
    /// Where what is known is kept.
    pub state: &'e str,
    /// When it was written last, if something was known before.
    pub since: Option<String>,
    /// What is decided.
    pub standing: Standing<'e>,
}

/// What is decided at one time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing<'s> {
    /// The number of resources.
    pub resources: usize,
    /// The number of decisions.
    pub decisions: usize,
    /// The number of those that deny.
    pub denied: usize,
    /// The number of those that deny because something is not known.
    pub unknown: usize,
    /// Denials by who has to act, the most first.
    pub parties: Vec<(&'s str, usize)>,
}

/// What has changed.
#[derive(Debug)]
pub struct Changed<'e> {
    /// The reason for evaluating everything again, such as a changed file.
    pub because: &'e [String],
    /// What is decided now.
    pub standing: Standing<'e>,
    /// The changes.
    pub watched: Watched<'e>,
}

/// What differs from what was known.
#[derive(Debug)]
pub struct Watched<'s> {
    /// The worst first, then by resource.
    pub items: Vec<Item<'s>>,
}

/// A decision that is not what it was.
#[derive(Debug)]
pub struct Item<'s> {
    /// What it comes to.
    pub news: News,
    /// The control's id.
    pub control: &'s str,
    /// Its requirement.
    pub title: &'s str,
    /// Its severity, where it is known.
    pub severity: Option<Severity>,
    /// The resource.
    pub resource: &'s ResourceKey,
    /// What the resource is called.
    pub label: &'s str,
    /// Its current or last place, such as `prod.json:12`.
    pub place: Option<&'s str>,
    /// What it was.
    pub before: Option<&'s Line>,
    /// What it is.
    pub after: Option<&'s Line>,
}

/// What a change comes to, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum News {
    /// It denies, and did not.
    NewlyDenied,
    /// It denies because something is not known, and did not.
    NewlyUnknown,
    /// Somebody else answers for it, and that is all.
    PartyMoved,
    /// It denies for another reason.
    OtherReason,
    /// It denied and allows.
    Fixed,
    /// It allows, and was not decided before.
    NewlyAllowed,
    /// The resource is no longer in the inventory.
    Gone,
    /// The resource is there, and the control says nothing of it any more.
    NoLongerDecided,
}

impl News {
    /// All of them, in order.
    pub const ALL: [Self; 8] = [
        Self::NewlyDenied,
        Self::NewlyUnknown,
        Self::PartyMoved,
        Self::OtherReason,
        Self::Fixed,
        Self::NewlyAllowed,
        Self::Gone,
        Self::NoLongerDecided,
    ];

    /// The word in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::NewlyDenied => "newly_denied",
            Self::NewlyUnknown => "newly_unknown",
            Self::PartyMoved => "party_moved",
            Self::OtherReason => "other_reason",
            Self::Fixed => "fixed",
            Self::NewlyAllowed => "newly_allowed",
            Self::Gone => "gone",
            Self::NoLongerDecided => "no_longer_decided",
        }
    }

    /// The word for people.
    pub fn says(self) -> &'static str {
        match self {
            Self::NewlyDenied => "newly denied",
            Self::NewlyUnknown => "newly unknown",
            Self::PartyMoved => "party moved",
            Self::OtherReason => "other reason",
            Self::Fixed => "fixed",
            Self::NewlyAllowed => "newly allowed",
            Self::Gone => "gone",
            Self::NoLongerDecided => "no longer decided",
        }
    }

    fn of(change: &Change<'_>, is_missing: bool) -> Option<Self> {
        let is_unknown =
            |line: Option<&Line>| line.is_some_and(|line| line.status == Status::Unknown);
        let is_newly_unknown = is_unknown(change.after) && !is_unknown(change.before);
        Some(match change.flip()? {
            Flip::Gone(_) if is_missing => Self::Gone,
            Flip::Gone(_) => Self::NoLongerDecided,
            _ if is_newly_unknown => Self::NewlyUnknown,
            Flip::Denied | Flip::New(Verdict::Deny) => Self::NewlyDenied,
            Flip::Allowed => Self::Fixed,
            Flip::New(Verdict::Allow) => Self::NewlyAllowed,
            Flip::Moved => Self::PartyMoved,
            Flip::Otherwise => Self::OtherReason,
        })
    }
}

impl<'s> Watched<'s> {
    /// Holds what is decided against what was known; `missing` are the resources that
    /// are in no inventory any more.
    pub fn of(
        before: &'s Snapshot,
        after: &'s Snapshot,
        known: &'s Known,
        missing: &BTreeSet<ResourceKey>,
    ) -> Self {
        let comparison = Comparison::of(before, after);
        let mut items: Vec<Item<'s>> = comparison
            .controls
            .iter()
            .flat_map(|control| {
                control.changes.iter().filter_map(|change| {
                    let resource = &change.after.or(change.before)?.resource;
                    Some(Item {
                        news: News::of(change, missing.contains(resource))?,
                        control: control.id,
                        title: control.title,
                        severity: known.severities.get(control.id).copied(),
                        resource,
                        label: change.label,
                        place: known.places.get(resource).map(String::as_str),
                        before: change.before,
                        after: change.after,
                    })
                })
            })
            .collect();
        items.sort_by_key(|item| {
            let severity = std::cmp::Reverse(item.severity);
            (item.news, severity, item.control, item.label)
        });
        Self { items }
    }

    /// Whether nothing has changed.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// How many decisions there are of each kind of news.
    pub fn counts(&self) -> BTreeMap<News, usize> {
        let mut counts = BTreeMap::new();
        for item in &self.items {
            *counts.entry(item.news).or_default() += 1;
        }
        counts
    }

    /// From whom to whom decisions have moved, whatever else became of them.
    pub fn moves(&self) -> BTreeMap<(&'s str, &'s str), usize> {
        let mut moves = BTreeMap::new();
        for item in &self.items {
            if let Some(from) = item.moved_from() {
                *moves.entry((from, item.party())).or_default() += 1;
            }
        }
        moves
    }
}

impl<'s> Item<'s> {
    /// Who has to act, or had to.
    pub fn party(&self) -> &'s str {
        let line = self.after.or(self.before);
        line.map_or("nobody", |line| line.party.as_str())
    }

    /// Who had to act before, if that was somebody else.
    pub fn moved_from(&self) -> Option<&'s str> {
        let (before, after) = self.before.zip(self.after)?;
        (before.party != after.party).then_some(before.party.as_str())
    }
}

impl<'s> Standing<'s> {
    /// What a snapshot comes to.
    pub fn of(snapshot: &'s Snapshot) -> Self {
        let mut standing = Self {
            resources: snapshot.header.resources,
            decisions: snapshot.decisions(),
            denied: 0,
            unknown: 0,
            parties: Vec::new(),
        };
        let mut parties: BTreeMap<&str, usize> = BTreeMap::new();
        for (line, times) in snapshot.controls.values().flat_map(|one| &one.lines) {
            if line.status.verdict() == Verdict::Deny {
                standing.denied += times;
                *parties.entry(&line.party).or_default() += times;
            }
            if line.status == Status::Unknown {
                standing.unknown += times;
            }
        }
        standing.parties = parties.into_iter().collect();
        standing
            .parties
            .sort_by_key(|(party, count)| (std::cmp::Reverse(*count), *party));
        standing
    }
}
