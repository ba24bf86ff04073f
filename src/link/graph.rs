//! Which resource refers to which: the nodes and edges that relations are made of.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::engine::Value;
use crate::inventory::{Resource, arm_type_of};
use crate::pointer::Pointer;
use crate::vocabulary::Phase;

use super::names::{embedded, joins, name_of_property, name_of_type};

/// A resource, or one that is only shown inside of another.
#[derive(Debug)]
pub struct Node {
    /// The resource's number in the inventory.
    pub resource: usize,
    /// Where in the record it stands: the root, save for what is shown inside.
    pub within: Pointer,
    /// Its id, in the spelling that ids are compared in.
    pub id: String,
    /// The file that its id holds for, where that is an address: two plans can both
    /// have an `aws_s3_bucket.logs`, and they are two buckets.
    home: Option<File>,
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

/// Which file, by where its document is kept.
type File = usize;

/// A relation, seen from one of its two ends.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    /// The other end.
    pub to: usize,
    /// What the format, or the property that holds the reference, calls the other
    /// end; only from the end that refers.
    pub label: Option<String>,
    /// Whether the other end stands below this one, or refers to it.
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
    /// Finds all relations. `body` gives a resource's parsed record.
    pub fn of(resources: &[Resource], body: &dyn Fn(&Resource) -> Option<Value>) -> Self {
        let mut graph = Self::default();
        for (number, resource) in resources.iter().enumerate() {
            graph.add(
                Node {
                    resource: number,
                    within: Pointer::root(),
                    id: canonical(&resource.id),
                    home: is_address(resource).then(|| file_of(resource)),
                    kind: resource.kind.clone(),
                    called: name_of_type(&resource.kind),
                    name: resource.name.clone(),
                    links: Vec::new(),
                    dangling: Vec::new(),
                },
                &resource.aliases,
            );
        }
        let files: Vec<File> = resources.iter().map(file_of).collect();
        let mut found: Vec<(usize, Vec<Reference>)> = Vec::new();
        for (number, resource) in resources.iter().enumerate() {
            let Some(record) = body(resource) else {
                continue;
            };
            for node in inner_nodes(number, resource, &record) {
                graph.add(node, &[]);
            }
            found.push((number, references(resource, &record)));
        }
        let mut inner: HashMap<usize, Vec<usize>> = HashMap::new();
        for (number, node) in graph.nodes.iter().enumerate().skip(resources.len()) {
            inner.entry(node.resource).or_default().push(number);
        }
        for (number, references) in found {
            let inside = inner.get(&number).map(Vec::as_slice).unwrap_or_default();
            for reference in references {
                let from = graph.owner(number, inside, &reference);
                let file = files.get(number).copied().unwrap_or_default();
                graph.refer(from, file, reference);
            }
        }
        for number in 0..graph.nodes.len() {
            let file = graph
                .nodes
                .get(number)
                .and_then(|node| files.get(node.resource))
                .copied()
                .unwrap_or_default();
            graph.stand_below(number, file);
        }
        graph.join();
        for node in &mut graph.nodes {
            node.links.sort();
            node.links.dedup();
            node.dangling.sort();
            node.dangling.dedup();
        }
        graph
    }

    fn add(&mut self, node: Node, aliases: &[String]) {
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
    fn owner(&self, resource: usize, inside: &[usize], reference: &Reference) -> usize {
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

    fn refer(&mut self, from: usize, file: File, reference: Reference) {
        let id = canonical(&reference.to);
        let targets: Vec<usize> = self
            .targets(&id, file)
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
        if targets.is_empty() {
            let by_type = arm_type_of(&id).and_then(|kind| name_of_type(&kind));
            let by_place = reference.label.as_deref().and_then(name_of_property);
            let name = by_type
                .filter(|called| reference.belongs(Some(called)))
                .or(by_place)
                .map(str::to_owned);
            if reference.sort != Sort::Likely
                && let Some(node) = self.nodes.get_mut(from)
            {
                let id = match reference.sort {
                    Sort::Unknown => reference.to,
                    _ => id,
                };
                node.dangling.push(Dangling { id, name });
            }
            return;
        }
        for to in targets {
            let called = self.nodes.get(to).and_then(|node| node.called);
            self.link(from, to, reference.label.clone(), reference.belongs(called));
        }
    }

    /// What an id leads to: the resource itself, or the one that holds what is
    /// meant, such as an interface for one of its address configurations.
    fn targets(&self, id: &str, file: File) -> Vec<usize> {
        let mut candidate = Some(id);
        while let Some(id) = candidate {
            let found = self.called(id, file);
            if !found.is_empty() {
                return found;
            }
            candidate = parent_of(id).filter(|parent| parent.contains("/providers/"));
        }
        Vec::new()
    }

    /// What has this id, or this alias, as seen from a file.
    fn called(&self, id: &str, file: File) -> Vec<usize> {
        let numbers = self.by_id.get(id).map(Vec::as_slice).unwrap_or_default();
        let holds = |number: &&usize| {
            self.nodes
                .get(**number)
                .is_some_and(|node| node.id != id || node.home.is_none_or(|home| home == file))
        };
        numbers.iter().filter(holds).copied().collect()
    }

    fn link(&mut self, from: usize, to: usize, label: Option<String>, belongs: bool) {
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

    /// An id that begins with another one's stands below it.
    fn stand_below(&mut self, number: usize, file: File) {
        let Some(id) = self.nodes.get(number).map(|node| node.id.clone()) else {
            return;
        };
        let mut above = parent_of(&id);
        while let Some(candidate) = above {
            let parents = self.called(candidate, file);
            if !parents.is_empty() {
                for parent in parents {
                    self.link(number, parent, Some("parent".to_owned()), true);
                }
                return;
            }
            above = parent_of(candidate);
        }
    }

    /// What the same association refers to belongs together.
    fn join(&mut self) {
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
fn is_address(resource: &Resource) -> bool {
    // What a deployment would change has the ids that it has in Azure.
    if resource.id.starts_with("/subscriptions/") || resource.id.starts_with("/providers/") {
        return false;
    }
    resource.phase != Phase::Deployed || resource.id.contains(&format!("{}.", resource.kind))
}

fn file_of(resource: &Resource) -> File {
    Arc::as_ptr(&resource.body.start().0) as File
}

/// A reference, as it is found in a record.
struct Reference {
    to: String,
    label: Option<String>,
    /// Where it stands, within the record.
    at: Pointer,
    sort: Sort,
    /// Only a resource that is called so is meant.
    only: Option<&'static str>,
    told: Told,
}

/// Who says that something is referred to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Told {
    /// The format, and what for.
    Format,
    /// The format, but perhaps only a value is taken from what is referred to.
    Expression,
    /// An id, or a name, that stands there.
    Text,
}

impl Reference {
    /// Whether what is referred to, which is called so, is that to the record, and
    /// is not only mentioned in it.
    fn belongs(&self, called: Option<&str>) -> bool {
        let label = self.label.as_deref().unwrap_or_default();
        let is_for_ids = || {
            let lower = label.to_ascii_lowercase();
            ["id", "ids", "arn", "arns", "_name"]
                .iter()
                .any(|ending| lower.ends_with(ending))
        };
        match (self.told, called) {
            (Told::Format, _) | (Told::Text, None) => true,
            (_, Some(called)) => name_of_property(label) == Some(called) || is_for_ids(),
            (Told::Expression, None) => is_for_ids(),
        }
    }
}

/// How sure it is that something is a reference.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    /// It is one, whatever it leads to.
    Certain,
    /// A text that is one only if something has this id.
    Likely,
    /// It is not known what stands there.
    Unknown,
}

/// What is shown inside of a resource.
fn inner_nodes(number: usize, resource: &Resource, record: &Value) -> Vec<Node> {
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

/// All that a record may refer to: what its format says, every text that is an id,
/// and references that are not known.
fn references(resource: &Resource, record: &Value) -> Vec<Reference> {
    let mut found: Vec<Reference> = resource
        .edges
        .iter()
        .map(|edge| {
            let at = edge.via.as_ref().and_then(|via| resource.body.native(via));
            let by_place = at.as_ref().and_then(label_of);
            Reference {
                to: edge.to.clone(),
                label: edge.kind.clone().or(by_place),
                at: at.unwrap_or_else(Pointer::root),
                sort: Sort::Certain,
                only: None,
                told: if edge.kind.is_some() {
                    Told::Format
                } else {
                    Told::Expression
                },
            }
        })
        .collect();
    texts(record, &Pointer::root(), &mut |text, at| {
        // Anybody may write anything into a tag.
        if at.segments().any(|word| word.eq_ignore_ascii_case("tags")) {
            return;
        }
        let is_id = looks_like_an_id(text);
        let label = label_of(at);
        // Where a property is made for references, plain names are references too:
        // the `bucket` of a public access block.
        let only = label.as_deref().and_then(name_of_property);
        if is_id || only.is_some() {
            found.push(Reference {
                to: text.to_owned(),
                label,
                at: at.clone(),
                only: only.filter(|_| !is_id),
                told: Told::Text,
                sort: if text.starts_with('/') {
                    Sort::Certain
                } else {
                    Sort::Likely
                },
            });
        }
    });
    for pointer in &resource.unknown {
        let Some(at) = resource.body.native(pointer) else {
            continue;
        };
        // One that the format itself resolves is known all the same.
        let resolved = resource.edges.iter().any(|edge| {
            edge.via
                .as_ref()
                .is_some_and(|via| via.strip(pointer).is_some() || pointer.strip(via).is_some())
        });
        // Of all that may be unknown, only what would hold a reference counts here.
        let label = label_of(&at).filter(|label| name_of_property(label).is_some());
        if !resolved && (label.is_some() || at == resource.body.properties) {
            found.push(Reference {
                to: pointer.to_string(),
                label,
                at,
                sort: Sort::Unknown,
                only: None,
                told: Told::Text,
            });
        }
    }
    found
}

/// The last word of a place, without `id` and numbers: what it is a reference to.
fn label_of(at: &Pointer) -> Option<String> {
    let words: Vec<&str> = at.segments().collect();
    words
        .into_iter()
        .rev()
        .find(|word| word.parse::<usize>().is_err() && !word.eq_ignore_ascii_case("id"))
        .map(str::to_owned)
}

/// Texts by which a resource may be meant. Everything else is a setting, however
/// much it may look like somebody's name.
fn looks_like_an_id(text: &str) -> bool {
    const STARTS: [&str; 7] = [
        "/subscriptions/",
        "/providers/",
        "/template/",
        "arn:",
        "//",
        "https://www.googleapis.com/",
        "urn:",
    ];
    let lower = text.get(..28).unwrap_or(text).to_ascii_lowercase();
    STARTS.iter().any(|start| lower.starts_with(start))
        // Ids of AWS: `sg-0a1b`, `subnet-0a1b`.
        || (text.len() < 40
            && text.split_once('-').is_some_and(|(head, tail)| {
                !head.is_empty()
                    && head.chars().all(|c| c.is_ascii_lowercase())
                    && tail.len() >= 8
                    && tail.chars().all(|c| c.is_ascii_hexdigit())
            }))
}

fn texts(value: &Value, at: &Pointer, visit: &mut dyn FnMut(&str, &Pointer)) {
    if let Some(text) = value.as_str() {
        visit(text, at);
    } else if value.is_object() {
        for (key, value) in value.entries() {
            texts(&value, &at.child(key.as_ref()), visit);
        }
    } else {
        for (index, item) in value.items().iter().enumerate() {
            texts(item, &at.child(index.to_string()), visit);
        }
    }
}

/// The spelling that ids are compared in: Azure's do not distinguish cases.
pub fn canonical(id: &str) -> String {
    if id.starts_with('/') && !id.starts_with("//") {
        id.trim_end_matches('/').to_ascii_lowercase()
    } else {
        id.to_owned()
    }
}

/// The id of what an ARM resource stands in: without its last type and name.
fn parent_of(id: &str) -> Option<&str> {
    if !id.starts_with('/') || id.starts_with("//") {
        return None;
    }
    let (rest, _name) = id.rsplit_once('/')?;
    let (rest, _kind) = rest.rsplit_once('/')?;
    // `.../providers/microsoft.insights` is no resource.
    let rest = match rest.rsplit_once('/') {
        Some((head, _)) if head.ends_with("/providers") => head.strip_suffix("/providers")?,
        _ => rest,
    };
    (!rest.is_empty()).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_lead_to_what_they_stand_in() {
        let rg = "/subscriptions/s/resourcegroups/g";
        let vault = format!("{rg}/providers/microsoft.keyvault/vaults/kv");
        for (id, parent) in [
            (
                format!("{vault}/providers/microsoft.insights/diagnosticsettings/d"),
                Some(vault.clone()),
            ),
            (format!("{vault}/keys/k"), Some(vault.clone())),
            (vault, Some(rg.to_owned())),
            (rg.to_owned(), Some("/subscriptions/s".to_owned())),
            ("//cloudsql.googleapis.com/projects/p".to_owned(), None),
            ("module.m.aws_x.y".to_owned(), None),
        ] {
            assert_eq!(parent_of(&id).map(str::to_owned), parent, "{id}");
        }
    }

    #[test]
    fn only_ids_are_taken_for_ids() {
        for id in [
            "/Subscriptions/s/x",
            "arn:aws:s3:::b",
            "//x",
            "sg-0123abcd",
            "/template/t/providers/a/b/c",
        ] {
            assert!(looks_like_an_id(id), "{id}");
        }
        for text in ["Standard", "/disks/1", "TLS1_2", "west-europe", "a-1"] {
            assert!(!looks_like_an_id(text), "{text}");
        }
    }

    #[test]
    fn places_have_labels() {
        let label = |text: &str| label_of(&Pointer::parse(text));
        assert_eq!(
            label("/properties/networkProfile/networkInterfaces/0/id").as_deref(),
            Some("networkInterfaces")
        );
        assert_eq!(label("/properties/subnet_id").as_deref(), Some("subnet_id"));
        assert_eq!(label("/0/id"), None);
    }
}
