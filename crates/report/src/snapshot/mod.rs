//! Snapshots: decisions as a text that people review. It is written, read back and compared.
//! Callers read and write the files.

pub(crate) mod change_summary;
pub(crate) mod check_result;
pub(crate) mod compare;
pub(crate) mod diff;
pub(crate) mod field_escape;
pub(crate) mod file_name;
pub(crate) mod parse;
pub(crate) mod render;
pub(crate) mod resource_key;
#[cfg(test)]
mod tests;
pub(crate) mod watch_events;
pub(crate) mod watch_state;

use std::collections::{BTreeMap, BTreeSet};

use onus_core::decision::{Answer, Decision, Party, Status};
use onus_core::vocabulary::{Layer, PartyKind};

pub use crate::snapshot::change_summary::{write_changes, write_control_changes};
pub use crate::snapshot::check_result::{
    Checked, CheckedInventory, write_checked_export, write_checked_json, write_checked_ndjson,
};
pub use crate::snapshot::watch_events::{
    Changed, Event, Item, News, Standing, Started, Watched, watch_schema, write_event_json,
    write_event_pretty,
};
pub use crate::snapshot::watch_state::{
    Origins, State, StateError, StateFault, parse_state, render_state,
};
pub use compare::{Change, Comparison, ControlChanges, Flip};
pub use diff::{
    ChangedControl, ChangedDecision, Counts, Diff, Known, PartyChanges, Side, diff_schema,
    write_diff_json, write_diff_markdown, write_diff_pretty,
};
pub use file_name::{ENDING, PENDING, file_name};
pub use parse::{Fault, SnapshotError, parse};
pub use render::render;
pub use resource_key::ResourceKey;

/// The version of the text; a change to what older programs can read is another one.
/// Version 1 had digests of all policies and parameters in its header, so that two
/// branches which each changed a policy always had a conflict there.
pub const FORMAT: u64 = 2;

/// The oldest version that is read.
pub const OLDEST_FORMAT: u64 = 1;

/// What a snapshot calls the program that made it.
pub const MAKER: &str = "onus snapshot";

/// The decisions about the resources of one inventory.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// What they were made with.
    pub header: Header,
    /// The decisions of each control, by its id.
    pub controls: BTreeMap<String, Section>,
    /// The resources that have decisions.
    pub resources: BTreeMap<ResourceKey, Named>,
}

/// What decisions were made with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Header {
    /// The path of the inventory, relative to the configuration.
    pub source: String,
    /// sha256 over all policies; only snapshots of version 1 have it.
    pub policy_set: Option<String>,
    /// The edition of each provider.
    pub editions: BTreeMap<String, String>,
    /// The number of the inventory's resources.
    pub resources: usize,
}

/// The decisions of a control.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Section {
    /// The requirement as a sentence.
    pub title: String,
    /// The decisions, in order.
    pub lines: BTreeMap<Line, usize>,
}

/// A resource, as people know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Its short name.
    pub name: String,
    /// Its type.
    pub kind: String,
}

/// A decision, without anything that moves when its meaning does not.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
    /// The resource.
    pub resource: ResourceKey,
    /// The layer, if it is not the control's own.
    pub layer: Option<Layer>,
    /// Why it allows or denies.
    pub status: Status,
    /// Who answers for it, such as `customer/payments`.
    pub party: String,
    /// What is not as required.
    pub messages: BTreeSet<String>,
}

impl Snapshot {
    /// The number of decisions.
    pub fn decisions(&self) -> usize {
        self.controls
            .values()
            .flat_map(|section| section.lines.values())
            .sum()
    }

    /// Adds a decision of the only inventory. Waivers are omitted: they end on a day, and a
    /// snapshot does not know which day it is.
    pub fn add(&mut self, decision: &Decision) {
        self.add_within(decision, None);
    }

    /// Adds a decision of one of several inventories: `origin` is the one that the
    /// resource's id is unique within.
    pub fn add_within(&mut self, decision: &Decision, origin: Option<String>) {
        let line = Line::of(decision, origin);
        self.name(decision, &line.resource);
        self.count(line, decision);
    }

    /// Adds a decision that `base` does not have, and takes one that it has away from
    /// there, so that in the end each of them holds what the other has not. Answers
    /// whether both had it.
    pub fn add_beside(
        &mut self,
        decision: &Decision,
        origin: Option<String>,
        base: &mut Self,
    ) -> bool {
        let line = Line::of(decision, origin);
        self.name(decision, &line.resource);
        let section = base.controls.get_mut(&decision.control.id);
        let left = section.and_then(|section| {
            let times = section.lines.get_mut(&line)?;
            *times -= 1;
            if *times == 0 {
                section.lines.remove(&line);
            }
            Some(())
        });
        if left.is_none() {
            self.count(line, decision);
        }
        left.is_some()
    }

    /// The same decisions, with other keys of their resources.
    #[must_use]
    pub fn with_keys(self, key: &dyn Fn(ResourceKey) -> ResourceKey) -> Self {
        let mut changed = Self {
            header: self.header,
            ..Self::default()
        };
        for (id, section) in self.controls {
            let own = changed.controls.entry(id).or_default();
            own.title = section.title;
            for (mut line, times) in section.lines {
                line.resource = key(line.resource);
                *own.lines.entry(line).or_default() += times;
            }
        }
        let resources = self.resources.into_iter();
        changed.resources = resources.map(|(own, named)| (key(own), named)).collect();
        changed
    }

    /// Adds the decisions about another inventory.
    pub fn absorb(&mut self, other: Self) {
        for (id, section) in other.controls {
            let mine = self.controls.entry(id).or_default();
            mine.title = section.title;
            for (line, times) in section.lines {
                *mine.lines.entry(line).or_default() += times;
            }
        }
        self.resources.extend(other.resources);
    }

    fn count(&mut self, line: Line, decision: &Decision) {
        let control = &decision.control;
        let section = self.controls.entry(control.id.clone()).or_default();
        section.title.clone_from(&control.title);
        *section.lines.entry(line).or_default() += 1;
    }

    /// Takes down what a decision's resource is called.
    fn name(&mut self, decision: &Decision, key: &ResourceKey) {
        let resource = &decision.resource;
        let named = self.resources.entry(key.clone()).or_insert_with(|| Named {
            name: resource.name.clone(),
            kind: resource.kind.clone(),
        });
        // A duplicate resource has one name, whichever comes first.
        if resource.name < named.name {
            named.name.clone_from(&resource.name);
        }
    }

    /// The label of each resource: its name where no other resource has it, else its id,
    /// with the inventory where two inventories have the id.
    pub fn labels(&self) -> BTreeMap<&ResourceKey, &str> {
        let mut names: BTreeMap<&str, usize> = BTreeMap::new();
        let mut ids: BTreeMap<&str, usize> = BTreeMap::new();
        for (key, named) in &self.resources {
            *names.entry(named.name.as_str()).or_default() += 1;
            *ids.entry(key.id()).or_default() += 1;
        }
        let complete: BTreeSet<&str> = self.resources.keys().map(ResourceKey::as_str).collect();
        let is_clear = |name: &str| {
            names.get(name) == Some(&1)
                && !name.is_empty()
                && !ids.contains_key(name)
                && !complete.contains(name)
        };
        self.resources
            .iter()
            .map(|(key, named)| {
                let is_only = ids.get(key.id()) == Some(&1);
                let label = if is_clear(&named.name) {
                    &named.name
                } else if is_only && (key.origin().is_none() || !complete.contains(key.id())) {
                    key.id()
                } else {
                    key.as_str()
                };
                (key, label)
            })
            .collect()
    }

    /// Takes over the decisions of the controls that `chosen` says from another
    /// snapshot of the same inventory.
    pub fn take(&mut self, other: &Self, chosen: &dyn Fn(&str) -> bool) {
        self.controls.retain(|id, _| !chosen(id));
        for (id, section) in other.controls.iter().filter(|(id, _)| chosen(id)) {
            self.controls.insert(id.clone(), section.clone());
        }
        self.list(other);
    }

    /// Takes over one decision of a control from another snapshot of the same
    /// inventory: `from` is what it is here, `to` what it is there.
    pub fn take_one(&mut self, other: &Self, id: &str, from: Option<&Line>, to: Option<&Line>) {
        let section = self.controls.entry(id.to_owned()).or_default();
        if let Some(theirs) = other.controls.get(id) {
            section.title.clone_from(&theirs.title);
        }
        if let Some(from) = from
            && let Some(times) = section.lines.get_mut(from)
        {
            *times -= 1;
            if *times == 0 {
                section.lines.remove(from);
            }
        }
        if let Some(to) = to {
            *section.lines.entry(to.clone()).or_default() += 1;
        }
        if section.lines.is_empty() {
            self.controls.remove(id);
        }
        self.list(other);
    }

    /// Lists the resources that something is decided about, as another snapshot of the
    /// same inventory calls them.
    fn list(&mut self, other: &Self) {
        let mut known = std::mem::take(&mut self.resources);
        let lines = self.controls.values().flat_map(|one| one.lines.keys());
        for id in lines.map(|line| &line.resource).collect::<BTreeSet<_>>() {
            let named = other.resources.get(id).cloned();
            if let Some(named) = named.or_else(|| known.remove(id)) {
                self.resources.insert(id.clone(), named);
            }
        }
    }
}

impl Line {
    /// A decision as a line; `origin` is the inventory that the resource's id is unique within.
    pub fn of(decision: &Decision, origin: Option<String>) -> Self {
        let layer = (decision.layer != decision.control.layer).then_some(decision.layer);
        let messages = decision.findings.iter().map(|found| found.message.clone());
        Self {
            resource: ResourceKey::within(&decision.resource.id, origin),
            layer,
            status: decision.status,
            party: party(&decision.responsible),
            messages: messages.collect(),
        }
    }
}

/// Who answers, in a word, and which of the user's policies says so instead of the
/// embedded catalogue: a review has to see that.
fn party(responsible: &Answer) -> String {
    let who = name(responsible.accountable());
    let basis = responsible.assigned().map(|said| &said.basis);
    let overrides: Vec<String> = basis
        .into_iter()
        .flat_map(|basis| &basis.overrides)
        .map(ToString::to_string)
        .collect();
    match overrides.as_slice() {
        [] => who,
        overrides => format!("{who} ({})", overrides.join(", ")),
    }
}

fn name(party: Option<&Party>) -> String {
    let Some(party) = party else {
        return "nobody".to_owned();
    };
    match (party.kind, &party.name) {
        (PartyKind::Customer, None) => "customer".to_owned(),
        (PartyKind::Customer, Some(name)) => format!("customer/{name}"),
        (PartyKind::ThirdParty, None) => "third party".to_owned(),
        (PartyKind::ThirdParty, Some(name)) => format!("third party/{name}"),
        (PartyKind::Provider, None) => "provider".to_owned(),
        (PartyKind::Provider, Some(name)) => name.clone(),
    }
}
