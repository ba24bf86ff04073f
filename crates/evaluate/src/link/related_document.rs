//! Related document: `input.related` of a resource.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use onus_core::json_pointer::Pointer;
use onus_core::relation_path::{RelationPath, Step};
use onus_inventory::{AFFECTED, Place, Resource, WAY_TO_AFFECTED};
use onus_policy::engine::{Parsed, Spelling, Value};

use crate::effective::{owned_by, owned_settings};
use crate::link::graph::{ARM_TEMPLATE, Graph, Link, Node};
use crate::link::graph_builder::graph_of;
use crate::link::ids::parent_of;
use crate::link::relation_names::{name_of_property, settles};

/// What is wanted of a resource's relations, as a tree of steps.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted(BTreeMap<Step, Wanted>);

impl Wanted {
    /// All that several controls need.
    pub fn of<'n>(needs: impl IntoIterator<Item = &'n RelationPath>) -> Self {
        let mut wanted = Self::default();
        for need in needs {
            let mut at = &mut wanted;
            for step in need.steps() {
                at = at.0.entry(step.clone()).or_default();
            }
        }
        wanted
    }

    /// The same, and what one step leads to.
    pub fn add(&mut self, step: Step) {
        self.0.entry(step).or_default();
    }

    /// Whether a way leads to a resource's parent.
    pub fn climbs(&self) -> bool {
        self.0
            .iter()
            .any(|(step, further)| *step == Step::Named("parent".to_owned()) || further.climbs())
    }

    /// Whether nothing is wanted.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What belongs to one resource.
#[derive(Debug, Clone)]
pub struct Related {
    /// `input.related`.
    pub value: Value,
    /// `input.unresolved`.
    pub unresolved: Value,
    /// Facts of related resources that are not known, as pointers into `input`.
    pub unknown: Vec<Pointer>,
    /// Facts of related resources that must never be printed.
    pub sensitive: Vec<Pointer>,
    /// How the decimals of related resources are written.
    pub spelling: Spelling,
    /// Children that may be the resource's, since a name is not known: by type, as in
    /// `input.related.children`. No policy sees them.
    pub possible: Value,
    attached: Vec<Attached>,
}

/// The place of a related resource in `input`.
#[derive(Debug, Clone)]
struct Attached {
    at: Pointer,
    node: usize,
    kind: String,
}

impl Related {
    /// The types of what belongs to the resource itself, without what belongs to that.
    pub fn kinds(&self) -> impl Iterator<Item = &str> {
        let is_direct = |attached: &&Attached| {
            let mut words = attached.at.segments().skip(1);
            !words.any(|word| word == "related")
        };
        self.attached
            .iter()
            .filter(is_direct)
            .map(|attached| attached.kind.as_str())
    }
}

/// Finds what belongs to the resources of an inventory.
#[derive(Debug)]
pub struct Linker<'r> {
    resources: &'r [Resource],
    graph: Graph,
    bodies: Vec<OnceLock<Option<Parsed>>>,
    /// Children of templates that no parent was found for.
    stray: Vec<usize>,
}

impl<'r> Linker<'r> {
    /// Finds all relations of an inventory.
    pub fn of(resources: &'r [Resource]) -> Self {
        let graph = graph_of(resources, &parsed);
        Self {
            resources,
            stray: stray_children(&graph, resources),
            graph,
            bodies: resources.iter().map(|_| OnceLock::new()).collect(),
        }
    }

    /// What belongs to a resource, given by its number in the inventory.
    pub fn related(&self, resource: usize, wanted: &Wanted) -> Related {
        let mut attaching = Attaching {
            linker: self,
            path: vec![resource],
            unknown: Vec::new(),
            sensitive: Vec::new(),
            spelling: Spelling::Usual,
            attached: Vec::new(),
        };
        let (value, unresolved) =
            attaching.relations(resource, wanted, &Pointer::root().child("related"));
        let possible = attaching.possible(resource);
        Related {
            value,
            possible,
            unresolved,
            unknown: attaching.unknown,
            sensitive: attaching.sensitive,
            spelling: attaching.spelling,
            attached: attaching.attached,
        }
    }

    /// Where a pointer into `input.related` leads to.
    pub fn place(&self, related: &Related, pointer: &Pointer) -> Option<Place> {
        // The longest one: a related resource can have related ones.
        let attached = related
            .attached
            .iter()
            .filter(|attached| pointer.strip(&attached.at).is_some())
            .max_by_key(|attached| attached.at.depth())?;
        let node = self.graph.nodes.get(attached.node)?;
        let body = &self.resources.get(node.resource)?.body;
        let tail = pointer.strip(&attached.at)?;
        let native = if node.within == Pointer::root() {
            body.native(&tail).unwrap_or_else(Pointer::root)
        } else {
            let inside = tail.strip(&Pointer::parse("/raw")).unwrap_or(tail);
            node.within.join(&inside)
        };
        Some(body.place(&native))
    }

    /// The resource that the way `step` leads to, if it stands in the inventory by
    /// itself. Where two records of it differ, nobody can tell which one is right.
    pub fn only(&self, related: &Related, step: &str) -> Option<&'r Resource> {
        let place = Pointer::root().child("related").child(step);
        let mut only: Option<usize> = None;
        for attached in &related.attached {
            if attached.at.parent().as_ref() != Some(&place) {
                continue;
            }
            let node = self.graph.nodes.get(attached.node)?;
            if node.within != Pointer::root() {
                return None;
            }
            match only {
                None => only = Some(node.resource),
                Some(first) if self.body(first) == self.body(node.resource) => {}
                Some(_) => return None,
            }
        }
        self.resources.get(only?)
    }

    fn body(&self, resource: usize) -> Option<&Value> {
        self.parsed(resource).map(|parsed| &parsed.value)
    }

    fn parsed(&self, resource: usize) -> Option<&Parsed> {
        self.bodies
            .get(resource)?
            .get_or_init(|| self.resources.get(resource).and_then(parsed))
            .as_ref()
    }
}

fn parsed(resource: &Resource) -> Option<Parsed> {
    Value::parse(resource.body.text()).ok()
}

/// The children that own settings of a parent which was not found: a part of its name, or the
/// reference to it, is unknown.
fn stray_children(graph: &Graph, resources: &[Resource]) -> Vec<usize> {
    let is_stray = |node: &Node| {
        let Some(owned) = owned_by(&node.kind) else {
            return false;
        };
        let is_parent = |link: &Link| {
            let target = graph.nodes.get(link.to);
            match (link.label.as_deref(), owned.reference) {
                (Some("parent"), _) => true,
                // What a child mentions, or is deployed after, need not be its parent.
                (_, None) | (Some("depends_on"), _) => false,
                (_, Some(_)) => {
                    target.is_some_and(|target| owned.parents.contains(&target.kind.as_str()))
                }
            }
        };
        let has_parent = node
            .links
            .iter()
            .any(|link| !link.inward && is_parent(link));
        !has_parent
            && match owned.reference {
                None => node.id.starts_with(ARM_TEMPLATE),
                Some(name) => {
                    let place = Pointer::parse("/properties").child(name);
                    let resource = resources.get(node.resource);
                    resource.is_some_and(|resource| resource.unknown.contains(&place))
                }
            }
    };
    let nodes = graph.nodes.iter().enumerate();
    nodes
        .filter(|(_, node)| is_stray(node))
        .map(|(number, _)| number)
        .collect()
}

/// Whether a child of an ARM template may be below a resource: no part of the two ids is
/// certainly different.
fn may_be_below(child: &Node, resources: &[Resource], node: &Node, resource: &Resource) -> bool {
    let name = Pointer::parse("/name");
    let has_name = |resource: &Resource| !resource.unknown.contains(&name);
    let is_symbolic = |id: &str| id.contains('[');
    let is_named = resources.get(child.resource).is_some_and(has_name);
    if (!is_named && !is_symbolic(&child.id)) || (!has_name(resource) && !is_symbolic(&node.id)) {
        return true;
    }
    let Some(above) = parent_of(&child.id) else {
        return true;
    };
    let (above, own): (Vec<&str>, Vec<&str>) =
        (above.split('/').collect(), node.id.split('/').collect());
    let may_be_same = |(one, other): (&&str, &&str)| {
        one == other || one.contains(['[', '?']) || other.contains(['[', '?'])
    };
    above.len() != own.len() || above.iter().zip(&own).all(may_be_same)
}

struct Attaching<'l, 'r> {
    linker: &'l Linker<'r>,
    /// The nodes from the resource to here: none of them is attached again.
    path: Vec<usize>,
    unknown: Vec<Pointer>,
    sensitive: Vec<Pointer>,
    spelling: Spelling,
    attached: Vec<Attached>,
}

impl Attaching<'_, '_> {
    /// `related` and `unresolved` of a node. `at` is the place of its `related`.
    fn relations(&mut self, from: usize, wanted: &Wanted, at: &Pointer) -> (Value, Value) {
        let linker = self.linker;
        let Some(node) = linker.graph.nodes.get(from) else {
            return (Value::object::<&str>([]), Value::array([]));
        };
        let mut named: BTreeMap<String, Value> = BTreeMap::new();
        let mut children: BTreeMap<String, Value> = BTreeMap::new();
        let mut unresolved: Vec<&str> = Vec::new();
        for (step, further) in &wanted.0 {
            let place = match step {
                Step::Named(name) => at.child(name),
                Step::Children(kind) => at.child("children").child(kind),
            };
            let mut found: Vec<usize> = node
                .links
                .iter()
                .filter(|link| !self.path.contains(&link.to) && self.takes(step, link))
                .map(|link| link.to)
                .collect();
            found.sort_unstable();
            found.dedup();
            let items: Vec<Value> = found
                .into_iter()
                .enumerate()
                .filter_map(|(index, to)| self.attach(to, further, &place.child(index.to_string())))
                .collect();
            match step {
                Step::Named(name) => {
                    named.insert(name.clone(), Value::array(items));
                    unresolved.extend(
                        node.dangling
                            .iter()
                            .filter(|dangling| {
                                dangling.name.as_deref().is_none_or(|known| known == name)
                                    && (dangling.name.is_some() || dangling.id == "/properties")
                            })
                            .map(|dangling| dangling.id.as_str()),
                    );
                }
                Step::Children(kind) => {
                    children.insert(kind.clone(), Value::array(items));
                }
            }
        }
        if !children.is_empty() {
            named.insert("children".to_owned(), Value::object(children));
        }
        unresolved.sort_unstable();
        unresolved.dedup();
        (
            Value::object(named),
            Value::array(unresolved.into_iter().map(Value::text)),
        )
    }

    /// The children that may be the resource's. Their unknown places are noted below
    /// `/possible`.
    fn possible(&mut self, from: usize) -> Value {
        let linker = self.linker;
        let (Some(node), Some(resource)) =
            (linker.graph.nodes.get(from), linker.resources.get(from))
        else {
            return Value::object::<&str>([]);
        };
        let owned: Vec<_> = owned_settings(&node.kind).collect();
        let mut by_kind: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
        let stray = match owned.is_empty() {
            true => &[],
            false => linker.stray.as_slice(),
        };
        for number in stray {
            let Some(child) = linker.graph.nodes.get(*number) else {
                continue;
            };
            let Some(owned) = owned.iter().find(|owned| owned.child == child.kind) else {
                continue;
            };
            let may_be_its = || {
                // A reference can lead to any resource of its file.
                owned.reference.is_some() || may_be_below(child, linker.resources, node, resource)
            };
            if child.home != node.home || !may_be_its() {
                continue;
            }
            let items = by_kind.entry(child.kind.as_str()).or_default();
            let at = Pointer::root()
                .child("possible")
                .child(child.kind.as_str())
                .child(items.len().to_string());
            let parsed = linker.parsed(child.resource);
            if let Some(of_child) = linker.resources.get(child.resource) {
                let (properties, raw) = self.facts(child, of_child, parsed, &at);
                items.push(Value::object([
                    ("id", Value::text(&child.id)),
                    ("name", Value::text(&child.name)),
                    ("properties", properties),
                    ("raw", raw),
                ]));
            }
        }
        let by_kind = by_kind.into_iter();
        Value::object(by_kind.map(|(kind, items)| (kind, Value::array(items))))
    }

    fn takes(&self, step: &Step, link: &Link) -> bool {
        let Some(target) = self.linker.graph.nodes.get(link.to) else {
            return false;
        };
        match step {
            Step::Children(kind) => {
                link.inward && link.belongs && target.kind.eq_ignore_ascii_case(kind)
            }
            // What an incident has hit is that, whatever else it is. The record tells of
            // others too, so that what it refers to somewhere does not count.
            Step::Named(name) if name == WAY_TO_AFFECTED => link.label.as_deref() == Some(AFFECTED),
            Step::Named(name) => match target.called {
                Some(known) if link.belongs => known == name,
                Some(_) => false,
                None => link.label.as_deref().is_some_and(|label| {
                    label == name || name_of_property(label) == Some(name.as_str())
                }),
            },
        }
    }

    /// A related resource as policies see it.
    fn attach(&mut self, number: usize, wanted: &Wanted, at: &Pointer) -> Option<Value> {
        let linker = self.linker;
        let node = linker.graph.nodes.get(number)?;
        let resource = linker.resources.get(node.resource)?;
        let parsed = linker.parsed(node.resource);
        let (properties, raw) = self.facts(node, resource, parsed, at);
        self.attached.push(Attached {
            at: at.clone(),
            node: number,
            kind: node.kind.clone(),
        });
        self.path.push(number);
        let (related, unresolved) = self.relations(number, wanted, &at.child("related"));
        self.path.pop();
        let tags = resource
            .tags
            .iter()
            .map(|(key, value)| (key, Value::text(value)));
        Some(Value::object([
            ("id", Value::text(&node.id)),
            ("type", Value::text(&node.kind)),
            ("name", Value::text(&node.name)),
            ("tags", Value::object(tags)),
            ("properties", properties),
            ("raw", raw),
            ("related", related),
            ("unresolved", unresolved),
        ]))
    }

    /// Its configuration and its record; what is not known of them is noted.
    fn facts(
        &mut self,
        node: &Node,
        resource: &Resource,
        parsed: Option<&Parsed>,
        at: &Pointer,
    ) -> (Value, Value) {
        let body = &resource.body;
        let value = |native: &Pointer| parsed.and_then(|parsed| parsed.value.at(native));
        let (properties, raw) = if node.within == Pointer::root() {
            (body.properties.clone(), body.raw.clone())
        } else {
            (node.within.child("properties"), node.within.clone())
        };
        // A pointer into the resource's own input, as one into this one's.
        let moved = |pointer: &Pointer| -> Option<Pointer> {
            let native = body.native(pointer)?;
            if let Some(tail) = native.strip(&properties) {
                return Some(at.child("properties").join(&tail));
            }
            if properties.strip(&native).is_some() {
                return Some(at.child("properties"));
            }
            let tail = native.strip(&raw)?;
            Some(at.child("raw").join(&tail))
        };
        // Terraform reads such a property back once the other resource has set it.
        let settled = self
            .path
            .last()
            .and_then(|from| self.linker.graph.nodes.get(*from)?.called)
            .and_then(settles)
            .map(|property| Pointer::parse("/properties").child(property));
        self.unknown.extend(
            resource
                .unknown
                .iter()
                .filter(|pointer| Some(*pointer) != settled.as_ref())
                .filter_map(moved),
        );
        // What can't be relied on in a record can't be relied on from elsewhere either.
        self.spelling = parsed.map_or(self.spelling, |parsed| parsed.spelling.max(self.spelling));
        let unreliable = parsed.iter().flat_map(|parsed| parsed.unreliable());
        self.unknown.extend(
            unreliable
                .map(|native| body.input_pointer(native))
                .filter_map(|pointer| moved(&pointer)),
        );
        self.sensitive
            .extend(resource.sensitive.iter().filter_map(moved));
        let properties = value(&properties).unwrap_or_else(Value::null);
        // Without a configuration every property would look absent.
        let is_empty = properties.keys().is_some_and(|keys| keys.is_empty());
        let is_itself = node.within == Pointer::root();
        if !properties.is_object() || (is_empty && is_itself && resource.always_has_properties()) {
            self.unknown.push(at.child("properties"));
        }
        (properties, value(&raw).unwrap_or_else(Value::null))
    }
}
