//! Graph of relations: resources as nodes, references as edges.

use std::collections::{BTreeSet, HashMap};

use onus_core::document::FileId;
use onus_core::json_pointer::Pointer;
use onus_core::vocabulary::Phase;
use onus_inventory::{Resource, arm_type_of};
use onus_policy::engine::Value;

use crate::link::ids::{canonical, parent_of};
use crate::link::reference::{Reference, Sort};
use crate::link::relation_names::{embedded, is_set_for, joins, name_of_property, name_of_type};

/// The start of the ids that ARM templates make up; they hold within their file.
pub(super) const ARM_TEMPLATE: &str = "/template/";

/// A resource, or one that is only shown inside of another.
#[derive(Debug)]
pub struct Node {
    /// The resource's number in the inventory.
    pub resource: usize,
    /// Its place in the record: the root, except for resources shown inside.
    pub within: Pointer,
    /// Its id, in the spelling that ids are compared in.
    pub id: String,
    /// The file that its id holds for, where that is an address: two plans can both
    /// have an `aws_s3_bucket.logs`, and they are two buckets.
    pub(super) home: Option<FileId>,
    /// Its type.
    pub kind: String,
    /// What resources of its type are called from elsewhere.
    pub called: Option<&'static str>,
    /// Its name.
    pub name: String,
    /// What it is joined with, in both directions.
    pub links: Vec<Link>,
    /// What it refers to that is not there.
    pub dangling: Vec<Dangling>,
}

/// A relation, seen from one of its two ends.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    /// The other end.
    pub to: usize,
    /// What the format, or the property that holds the reference, calls the other
    /// end; only from the end that refers.
    pub label: Option<String>,
    /// Whether the other end is below this one, or refers to it.
    pub inward: bool,
    /// Whether the one end is what its type says to the other, and is not only
    /// mentioned: a rule of a security group that names a subnet's addresses does not
    /// guard the subnet.
    pub belongs: bool,
}

/// A reference that leads to nothing in the inventory.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Dangling {
    /// The id as it is compared; the pointer of a reference that is not known.
    pub id: String,
    /// What it would lead to.
    pub name: Option<String>,
}

/// The nodes of an inventory.
#[derive(Debug, Default)]
pub struct Graph {
    /// The first of them are the resources, in their order.
    pub nodes: Vec<Node>,
    by_id: HashMap<String, Vec<usize>>,
}

impl Graph {
    pub(super) fn add(&mut self, node: Node, aliases: &[String]) {
        let number = self.nodes.len();
        let ids: BTreeSet<String> = std::iter::once(node.id.clone())
            .chain(aliases.iter().map(|alias| canonical(alias)))
            .filter(|id| !id.is_empty())
            .collect();
        // What is shown inside of another one too is one resource.
        let file = node.home.unwrap_or_default();
        if node.resource < number && !self.called(&node.id, file).is_empty() {
            return;
        }
        for id in ids {
            self.by_id.entry(id).or_default().push(number);
        }
        self.nodes.push(node);
    }

    /// The node that a reference belongs to: what is shown inside of a resource
    /// holds its own.
    pub(super) fn owner(&self, resource: usize, inside: &[usize], reference: &Reference) -> usize {
        inside
            .iter()
            .copied()
            .find(|number| {
                self.nodes
                    .get(*number)
                    .is_some_and(|node| reference.at.strip(&node.within).is_some())
            })
            .unwrap_or(resource)
    }

    pub(super) fn refer(&mut self, from: usize, file: FileId, reference: Reference) {
        let id = canonical(&reference.to);
        let (found, is_exact) = self.targets(&id, file);
        let targets: Vec<usize> = found
            .into_iter()
            .filter(|to| {
                // A plain name is a name, and no address within the file.
                reference.only.is_none_or(|only| {
                    self.nodes.get(*to).is_some_and(|node| {
                        node.called == Some(only) && (node.home.is_none() || node.id != id)
                    })
                })
            })
            .collect();
        let by_type = arm_type_of(&id).and_then(|kind| name_of_type(&kind));
        // What holds it is there, and it itself is not.
        let is_missing = targets.is_empty() || (!is_exact && by_type.is_some());
        if is_missing {
            let by_place = reference.label.as_deref().and_then(name_of_property);
            let name = by_type
                .filter(|called| reference.belongs(Some(called)))
                .or(by_place)
                .map(str::to_owned);
            if reference.sort != Sort::Likely
                && let Some(node) = self.nodes.get_mut(from)
            {
                let id = match reference.sort {
                    Sort::Unknown => reference.to.clone(),
                    _ => id,
                };
                node.dangling.push(Dangling { id, name });
            }
        }
        let label = reference.label.as_deref().unwrap_or_default();
        let from_called = self.nodes.get(from).and_then(|node| node.called);
        let is_set = from_called.is_none_or(|called| is_exact && is_set_for(called, label));
        for to in targets {
            let called = self.nodes.get(to).and_then(|node| node.called);
            let belongs = is_set && reference.belongs(called);
            self.link(from, to, reference.label.clone(), belongs);
        }
    }

    /// What an id leads to: the resource itself, or the one that holds what is
    /// meant, such as an interface for one of its address configurations; and whether
    /// it is the resource itself.
    fn targets(&self, id: &str, file: FileId) -> (Vec<usize>, bool) {
        let mut candidate = Some(id);
        while let Some(current) = candidate {
            let found = self.called(current, file);
            if !found.is_empty() {
                return (found, current == id);
            }
            candidate = parent_of(current).filter(|parent| parent.contains("/providers/"));
        }
        (Vec::new(), false)
    }

    /// What has this id, or this alias, as seen from a file.
    fn called(&self, id: &str, file: FileId) -> Vec<usize> {
        let numbers = self.by_id.get(id).map(Vec::as_slice).unwrap_or_default();
        let holds = |number: &&usize| {
            self.nodes
                .get(**number)
                .is_some_and(|node| node.id != id || node.home.is_none_or(|home| home == file))
        };
        numbers.iter().filter(holds).copied().collect()
    }

    /// Joins two nodes.
    pub fn link(&mut self, from: usize, to: usize, label: Option<String>, belongs: bool) {
        if from == to {
            return;
        }
        if let Some(node) = self.nodes.get_mut(from) {
            node.links.push(Link {
                to,
                label,
                inward: false,
                belongs,
            });
        }
        if let Some(node) = self.nodes.get_mut(to) {
            node.links.push(Link {
                to: from,
                label: None,
                inward: true,
                belongs,
            });
        }
    }

    /// A resource whose id starts with another one's is below it. What is set for a
    /// resource that is not there, such as the logs of a database, is not set for the
    /// one that holds it.
    pub(super) fn stand_below(&mut self, number: usize, file: FileId) {
        let Some(node) = self.nodes.get(number) else {
            return;
        };
        let (id, is_called) = (node.id.clone(), node.called.is_some());
        let mut above = parent_of(&id);
        let mut is_next = true;
        while let Some(candidate) = above {
            let parents = self.called(candidate, file);
            if !parents.is_empty() {
                for parent in parents {
                    let belongs = is_next || !is_called;
                    self.link(number, parent, Some("parent".to_owned()), belongs);
                }
                return;
            }
            above = parent_of(candidate);
            is_next = false;
        }
    }

    /// What the same association refers to belongs together.
    pub(super) fn join(&mut self) {
        let mut pairs = Vec::new();
        for node in self.nodes.iter().filter(|node| joins(&node.kind)) {
            let ends: Vec<usize> = node
                .links
                .iter()
                .filter(|link| !link.inward && link.belongs)
                .map(|link| link.to)
                .collect();
            for a in &ends {
                pairs.extend(ends.iter().filter(|b| *b > a).map(|b| (*a, *b)));
            }
        }
        for (a, b) in pairs {
            self.link(a, b, None, true);
        }
    }
}

/// Whether a resource's id is an address, which holds for its file alone.
pub(super) fn is_address(resource: &Resource) -> bool {
    // What a deployment would change has the ids that it has in Azure.
    if resource.id.starts_with("/subscriptions/") || resource.id.starts_with("/providers/") {
        return false;
    }
    resource.phase != Phase::Deployed || resource.has_address()
}

/// The file that a resource is in.
pub fn file_of(resource: &Resource) -> FileId {
    resource.body.start().0.file()
}

/// What is shown inside of a resource.
pub fn inner_nodes(number: usize, resource: &Resource, record: &Value) -> Vec<Node> {
    let mut nodes = Vec::new();
    for (property, kind) in embedded(&resource.kind) {
        let list = resource.body.properties.child(*property);
        let items = record
            .at(&list)
            .map(|list| list.items())
            .unwrap_or_default();
        for (index, item) in items.iter().enumerate() {
            let text = |key: &str| {
                item.get(key)
                    .and_then(|text| text.as_str().map(str::to_owned))
            };
            let Some(name) = text("name") else {
                continue;
            };
            let id = text("id").unwrap_or_else(|| format!("{}/{property}/{name}", resource.id));
            nodes.push(Node {
                resource: number,
                within: list.child(index.to_string()),
                id: canonical(&id),
                home: is_address(resource).then(|| file_of(resource)),
                kind: (*kind).to_owned(),
                called: name_of_type(kind),
                name,
                links: Vec::new(),
                dangling: Vec::new(),
            });
        }
    }
    nodes
}
