//! Partition of a large inventory: the resources with relations, which are held in memory, and
//! all others, which are evaluated one by one.
//!
//! An inventory is read twice: first for the names of its resources ([`Names`]), then for their
//! references ([`Partition`]). Every relation of the graph counts as one here, and some more: a
//! resource that is held in vain costs memory, one that is missed costs a correct decision.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use onus_inventory::Resource;
use onus_policy::engine::Value;

use crate::link::graph::inner_nodes;
use crate::link::ids::{canonical, parent_of};
use crate::link::managing_services::{can_manage, group_of_machine, managed_group};
use crate::link::reference::references;
use crate::link::related_document::Wanted;
use crate::link::relation_names::{embedded, name_of_type};

/// What the resources of an inventory are called, as digests.
#[derive(Debug, Default)]
pub struct Names {
    names: Vec<(u64, u32)>,
    /// The number of each one's type.
    kinds: Vec<u32>,
    numbers: HashMap<String, u32>,
    /// The resource groups that services own.
    managed_groups: BTreeSet<u64>,
}

impl Names {
    /// Takes the next resources in.
    pub fn add(&mut self, resources: &[Resource]) {
        for resource in resources {
            let number = u32::try_from(self.kinds.len()).unwrap_or(u32::MAX);
            let kind = self.kind(&resource.kind);
            self.kinds.push(kind);
            let mut names: BTreeSet<u64> = std::iter::once(&resource.id)
                .chain(&resource.aliases)
                .map(|name| digest(&canonical(name)))
                .collect();
            if !embedded(&resource.kind).is_empty()
                && let Some(record) = parse(resource)
            {
                let inner = inner_nodes(0, resource, &record);
                names.extend(inner.iter().map(|node| digest(&node.id)));
            }
            if can_manage(&resource.kind)
                && let Some(record) = parse(resource)
            {
                let group = managed_group(resource, &record);
                self.managed_groups
                    .extend(group.map(|group| digest(&group)));
            }
            self.names
                .extend(names.into_iter().map(|name| (name, number)));
        }
    }

    /// Adds the names of resources that follow.
    pub fn absorb(&mut self, other: Self) {
        let before = u32::try_from(self.kinds.len()).unwrap_or(u32::MAX);
        let mut kinds: Vec<(String, u32)> = other.numbers.into_iter().collect();
        kinds.sort_by_key(|(_, number)| *number);
        let known: Vec<u32> = kinds.iter().map(|(kind, _)| self.kind(kind)).collect();
        let renamed = other.kinds.iter().filter_map(|kind| {
            let kind = usize::try_from(*kind).ok()?;
            known.get(kind).copied()
        });
        self.kinds.extend(renamed);
        self.managed_groups.extend(other.managed_groups);
        if self.names.is_empty() && before == 0 {
            self.names = other.names;
            return;
        }
        let later = other.names.into_iter();
        self.names
            .extend(later.map(|(name, number)| (name, number.saturating_add(before))));
    }

    fn kind(&mut self, kind: &str) -> u32 {
        if let Some(number) = self.numbers.get(kind) {
            return *number;
        }
        let number = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
        self.numbers.insert(kind.to_owned(), number);
        number
    }
}

/// Finds the resources that have to do with others.
#[derive(Debug)]
pub struct Partition {
    names: Vec<(u64, u32)>,
    kinds: Vec<u32>,
    managed_groups: BTreeSet<u64>,
    /// By the number of a type: whether what stands below one of it matters only if
    /// something else leads there.
    shelves: Vec<bool>,
    joined: Vec<bool>,
    /// Resources below a shelf, and the shelf.
    below: Vec<(u32, u32)>,
    number: u32,
}

impl Partition {
    /// Prepares to look at the resources with these names, in the same order, when
    /// this is wanted of the relations of each type.
    pub fn new(names: Names, wanted: &BTreeMap<String, Wanted>) -> Self {
        let Names {
            mut names,
            kinds,
            numbers,
            managed_groups,
        } = names;
        names.sort_unstable();
        // No way leads to a subscription, to a resource group, or to another thing that
        // nothing is called after, only because something stands in it; and none begins
        // there.
        let climbs = wanted.values().any(Wanted::climbs);
        let mut shelves = vec![false; numbers.len()];
        for (kind, number) in &numbers {
            let slot = usize::try_from(*number)
                .ok()
                .and_then(|number| shelves.get_mut(number));
            if let Some(is_shelf) = slot {
                *is_shelf = !climbs && name_of_type(kind).is_none() && !wanted.contains_key(kind);
            }
        }
        Self {
            joined: vec![false; kinds.len()],
            names,
            kinds,
            managed_groups,
            shelves,
            below: Vec::new(),
            number: 0,
        }
    }

    /// Takes the next resources in.
    pub fn look(&mut self, resources: &[Resource]) {
        for resource in resources {
            self.look_at(resource);
            self.number = self.number.saturating_add(1);
        }
    }

    /// Whether each of the resources has to do with others.
    pub fn joined(mut self) -> Vec<bool> {
        // Resources below one that a way leads to belong to it.
        let mut grows = true;
        while grows {
            grows = false;
            for (child, parent) in std::mem::take(&mut self.below) {
                if self.is_joined(parent) {
                    grows |= !self.is_joined(child);
                    self.join(child);
                } else {
                    self.below.push((child, parent));
                }
            }
        }
        self.joined
    }

    fn look_at(&mut self, resource: &Resource) {
        let from = self.number;
        // Selectors are about labels, and not about names.
        if resource.provider == "kubernetes" {
            self.join(from);
        }
        if group_of_machine(resource)
            .is_some_and(|group| self.managed_groups.contains(&digest(&group)))
        {
            self.join(from);
        }
        let Some(record) = parse(resource) else {
            return;
        };
        if managed_group(resource, &record).is_some() {
            self.join(from);
        }
        let found = references(resource, &record);
        for reference in &found {
            let id = canonical(&reference.to);
            // Of what is not there, what holds it is meant. An id that holds for one
            // file may be there, and not be there for this one.
            let is_one = id.starts_with("/subscriptions/") || id.starts_with("/providers/");
            let mut is_found = self.refer(from, &id);
            let holders = std::iter::successors(parent_of(&id), |id| parent_of(id));
            for holder in holders.take_while(|holder| holder.contains("/providers/")) {
                if is_found && is_one {
                    break;
                }
                is_found = self.refer(from, holder);
            }
        }
        let inner = inner_nodes(0, resource, &record);
        let own = canonical(&resource.id);
        for id in std::iter::once(own.as_str()).chain(inner.iter().map(|node| node.id.as_str())) {
            self.refer(from, id);
            for parent in std::iter::successors(parent_of(id), |id| parent_of(id)) {
                for to in self.called(parent) {
                    if self.is_shelf(to) {
                        self.below.push((from, to));
                    } else {
                        self.both(from, to);
                    }
                }
            }
        }
    }

    fn is_shelf(&self, number: u32) -> bool {
        let at = |list: &[u32], number: u32| list.get(usize::try_from(number).ok()?).copied();
        at(&self.kinds, number)
            .and_then(|kind| self.shelves.get(usize::try_from(kind).ok()?).copied())
            .unwrap_or_default()
    }

    /// Joins what refers with what has this id; whether there is any.
    fn refer(&mut self, from: u32, id: &str) -> bool {
        let found = self.called(id);
        for to in &found {
            self.both(from, *to);
        }
        !found.is_empty()
    }

    fn both(&mut self, from: u32, to: u32) {
        if from != to {
            self.join(from);
            self.join(to);
        }
    }

    fn called(&self, id: &str) -> Vec<u32> {
        let digest = digest(id);
        let start = self.names.partition_point(|(name, _)| *name < digest);
        self.names
            .iter()
            .skip(start)
            .take_while(|(name, _)| *name == digest)
            .map(|(_, number)| *number)
            .collect()
    }

    fn is_joined(&self, number: u32) -> bool {
        usize::try_from(number)
            .ok()
            .and_then(|number| self.joined.get(number))
            .is_some_and(|joined| *joined)
    }

    fn join(&mut self, number: u32) {
        let slot = usize::try_from(number)
            .ok()
            .and_then(|number| self.joined.get_mut(number));
        if let Some(joined) = slot {
            *joined = true;
        }
    }
}

fn parse(resource: &Resource) -> Option<Value> {
    Value::parse(resource.body.text())
        .ok()
        .map(|parsed| parsed.value)
}

/// Two names with one digest count as one: a resource is then held in vain.
fn digest(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use onus_core::document::Document;
    use onus_core::relation_path::RelationPath;
    use onus_inventory::{ReadOptions, read_document};

    /// The names of the resources that have to do with others.
    fn joined(records: &[(&str, &str, &str)], wanted: &[(&str, &str)]) -> Vec<String> {
        let lines: Vec<String> = records
            .iter()
            .map(|(id, kind, properties)| {
                format!(
                    r#"{{"id": "{id}", "type": "{kind}", "provider": "azure", "properties": {properties}}}"#
                )
            })
            .collect();
        let document = Arc::new(Document::new("t.ndjson", lines.join("\n")));
        let resources = read_document(&document, &ReadOptions::default()).resources;
        assert_eq!(resources.len(), records.len());
        let wanted: BTreeMap<String, Wanted> = wanted
            .iter()
            .map(|(kind, need)| {
                let need: RelationPath = need.parse().unwrap();
                ((*kind).to_owned(), Wanted::of([&need]))
            })
            .collect();
        let (first, second) = resources.split_at(resources.len() / 2);
        let mut names = Names::default();
        names.add(first);
        let mut later = Names::default();
        later.add(second);
        names.absorb(later);
        let mut apart = Partition::new(names, &wanted);
        apart.look(first);
        apart.look(second);
        let joined = apart.joined();
        assert_eq!(joined.len(), resources.len());
        resources
            .iter()
            .zip(joined)
            .filter(|(_, joined)| *joined)
            .map(|(resource, _)| resource.name.clone())
            .collect()
    }

    const RG: &str = "/subscriptions/s/resourcegroups/g";

    #[test]
    fn those_that_refer_and_those_that_are_referred_to_are_kept() {
        let at = |tail: &str| format!("{RG}/providers/{tail}");
        let (vm, nic, table) = (at("m.c/vm/vm"), at("m.n/nic/nic"), at("m.n/routetables/rt"));
        let (server, database) = (
            at("m.sql/servers/sql"),
            at("m.sql/servers/sql/databases/db"),
        );
        let link = format!(
            "{{\"nic\": \"{}/ipconfigurations/one\"}}",
            nic.to_uppercase()
        );
        let records = [
            (RG, "microsoft.resources/subscriptions/resourcegroups", "{}"),
            (vm.as_str(), "m.c/vm", link.as_str()),
            (
                table.as_str(),
                "m.n/routetables",
                r#"{"next": "/subscriptions/s/other"}"#,
            ),
            (server.as_str(), "m.sql/servers", "{}"),
            (nic.as_str(), "m.n/nic", "{}"),
            (database.as_str(), "m.sql/servers/databases", "{}"),
        ];
        // Standing in a resource group joins nothing, and standing below a server does
        // only when a way begins there.
        assert_eq!(joined(&records, &[("m.c/vm", "nic")]), ["vm", "nic"]);
        let below = [("m.sql/servers", "children.m.sql/servers/databases")];
        assert_eq!(joined(&records, &below), ["vm", "sql", "nic", "db"]);
        // A way that climbs can lead anywhere.
        let up = [("m.c/vm", "parent")];
        assert_eq!(joined(&records, &up).len(), 6);
    }

    #[test]
    fn what_stands_below_something_that_is_led_to_is_kept() {
        let plan = format!("{RG}/providers/m.web/plans/plan");
        let slot = format!("{plan}/slots/slot");
        let site = format!("{RG}/providers/m.web/sites/site");
        let link = format!("{{\"planId\": \"{plan}\"}}");
        let records = [
            (slot.as_str(), "m.web/plans/slots", "{}"),
            (plan.as_str(), "m.web/plans", "{}"),
            (site.as_str(), "m.web/sites", link.as_str()),
        ];
        let wanted = [("m.web/sites", "plan.children.m.web/plans/slots")];
        assert_eq!(joined(&records, &wanted), ["slot", "plan", "site"]);
        assert_eq!(joined(&records[..2], &wanted), [""; 0]);
    }

    #[test]
    fn machines_are_kept_where_a_service_owns_their_group() {
        let at = |tail: &str| format!("{RG}/providers/microsoft.compute/virtualmachines/{tail}");
        let (ours, theirs) = (at("a"), at("b").replace("/g/", "/nodes/"));
        let workspace = format!("{RG}/providers/microsoft.databricks/workspaces/w");
        let owned = r#"{"managedResourceGroupId": "/subscriptions/s/resourceGroups/NODES"}"#;
        let kind = "microsoft.compute/virtualmachines";
        let records = [
            (ours.as_str(), kind, "{}"),
            (theirs.as_str(), kind, "{}"),
            (workspace.as_str(), "microsoft.databricks/workspaces", owned),
        ];
        let wanted = [(kind, "managed_by")];
        assert_eq!(joined(&records, &wanted), ["b", "w"]);
        assert_eq!(joined(&records[..2], &wanted), [""; 0]);
    }
}
