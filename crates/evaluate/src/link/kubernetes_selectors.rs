//! Selectors of Kubernetes: the pods that services, network policies and disruption budgets
//! select, and the objects that make pods, by the labels of these.
//!
//! A selector reaches the pods of its own namespace and cluster. No object names its cluster, so
//! objects in another file are never taken as selected; that they may be is unresolved, and so
//! is a selector that can't be read.

use std::collections::{BTreeMap, HashMap};

use onus_core::document::FileId;
use onus_core::json_pointer::Pointer;
use onus_core::vocabulary::Phase;
use onus_inventory::Resource;
use onus_policy::engine::{Parsed, Value};

use crate::link::graph::{Dangling, Graph, file_of};
use crate::link::label_selector::{Selector, SelectorMatch};
use crate::link::relation_names::name_of_type;

/// What the selected ones are called from the object that selects.
const SELECTS: &str = "selects";

/// Where two objects have to be to have to do with each other.
struct Home {
    file: FileId,
    namespace: Option<String>,
    phase: Phase,
}

/// Pods, or what makes them.
pub struct Pods {
    node: usize,
    home: Home,
    /// None when they can't be read.
    labels: Option<BTreeMap<String, String>>,
    /// Whether a controller adds labels of its own.
    is_made: bool,
}

/// An object that selects pods.
pub struct Selection {
    node: usize,
    home: Home,
    /// What it is called by those that it selects.
    called: &'static str,
    at: Pointer,
    /// None when it can't be worked out.
    selector: Option<Selector>,
}

impl Home {
    fn of(resource: &Resource) -> Self {
        Self {
            file: file_of(resource),
            namespace: resource.scope.group.clone(),
            phase: resource.phase,
        }
    }
}

/// The pods that a resource is, or makes.
pub fn pods_of(node: usize, resource: &Resource, parsed: &Parsed) -> Option<Pods> {
    if resource.provider != "kubernetes" {
        return None;
    }
    let template = match resource.kind.as_str() {
        "v1/Pod" => "",
        "v1/ReplicationController"
        | "v1/DeploymentConfig"
        | "apps/v1/Deployment"
        | "apps/v1/ReplicaSet"
        | "apps/v1/StatefulSet"
        | "apps/v1/DaemonSet"
        | "apps/v1beta2/Deployment"
        | "apps/v1beta2/ReplicaSet"
        | "apps/v1beta2/StatefulSet"
        | "apps/v1beta2/DaemonSet"
        | "apps/v1beta1/Deployment"
        | "apps/v1beta1/StatefulSet"
        | "extensions/v1beta1/Deployment"
        | "extensions/v1beta1/ReplicaSet"
        | "extensions/v1beta1/DaemonSet"
        | "batch/v1/Job"
        | "apps.openshift.io/v1/DeploymentConfig"
        | "argoproj.io/v1alpha1/Rollout" => "/spec/template",
        "batch/v1/CronJob" | "batch/v1beta1/CronJob" | "batch/v2alpha1/CronJob" => {
            "/spec/jobTemplate/spec/template"
        }
        _ => return None,
    };
    let at = Pointer::parse(template);
    let labels = at.child("metadata").child("labels");
    let is_there = parsed
        .value
        .at(&at)
        .is_some_and(|template| template.is_object());
    let known = is_there && !is_doubtful(resource, parsed, &labels);
    Some(Pods {
        node,
        home: Home::of(resource),
        labels: known
            .then(|| match present(&parsed.value, &labels) {
                Some(labels) => texts(&labels),
                None => Some(BTreeMap::new()),
            })
            .flatten(),
        is_made: !template.is_empty() || resource.phase != Phase::Deployed,
    })
}

/// What a resource selects; none when it selects nothing.
pub fn selection_of(node: usize, resource: &Resource, parsed: &Parsed) -> Option<Selection> {
    if resource.provider != "kubernetes" {
        return None;
    }
    let called = name_of_type(&resource.kind)?;
    let key = match called {
        "network_policy" => "podSelector",
        "service" | "disruption_budget" => "selector",
        _ => return None,
    };
    let at = Pointer::parse("/spec").child(key);
    let found = present(&parsed.value, &at);
    let is_doubtful = is_doubtful(resource, parsed, &at);
    let selector = match (called, found) {
        _ if is_doubtful => None,
        // Whether one that says nothing means all or none depends on the version.
        ("network_policy", None) => None,
        (_, None) => return None,
        ("service", Some(found)) => {
            let kind = present(&parsed.value, &Pointer::parse("/spec/type"));
            let is_alias = kind.is_some_and(|kind| kind.as_str() == Some("ExternalName"));
            if is_alias || found.entries().is_empty() && found.is_object() {
                return None;
            }
            texts(&found).map(Selector::of_labels)
        }
        ("disruption_budget", Some(found))
            if resource.kind.starts_with("policy/v1beta1/")
                && found.is_object()
                && found.entries().is_empty() =>
        {
            return None;
        }
        (_, Some(found)) => Selector::parse(&found),
    };
    Some(Selection {
        node,
        home: Home::of(resource),
        called,
        at: resource.body.input_pointer(&at),
        selector,
    })
}

/// Joins the objects that select with what they select.
pub fn select(graph: &mut Graph, selections: &[Selection], pods: &[Pods]) {
    let mut by_namespace: HashMap<Option<&str>, Vec<&Pods>> = HashMap::new();
    for pods in pods {
        let namespace = pods.home.namespace.as_deref();
        by_namespace.entry(namespace).or_default().push(pods);
    }
    for selection in selections {
        if selection.selector.is_none() {
            note(graph, selection.node, selection.at.to_string(), SELECTS);
        }
        // Without a namespace it may be deployed into any.
        let candidates: Vec<&Pods> = match selection.home.namespace.as_deref() {
            Some(namespace) => [Some(namespace), None]
                .iter()
                .filter_map(|namespace| by_namespace.get(namespace))
                .flatten()
                .copied()
                .collect(),
            None => pods.iter().collect(),
        };
        for pods in candidates {
            match selection.reaches(pods) {
                SelectorMatch::Yes => {
                    graph.link(selection.node, pods.node, Some(SELECTS.to_owned()), true);
                }
                SelectorMatch::Unsure => {
                    let id = |node: usize| graph.nodes.get(node).map(|node| node.id.clone());
                    if let (Some(by), Some(of)) = (id(selection.node), id(pods.node)) {
                        note(graph, pods.node, by, selection.called);
                        note(graph, selection.node, of, SELECTS);
                    }
                }
                SelectorMatch::No => {}
            }
        }
    }
}

fn note(graph: &mut Graph, node: usize, id: String, name: &str) {
    if let Some(node) = graph.nodes.get_mut(node) {
        node.dangling.push(Dangling {
            id,
            name: Some(name.to_owned()),
        });
    }
}

impl Selection {
    fn reaches(&self, pods: &Pods) -> SelectorMatch {
        let (here, there) = (&self.home, &pods.home);
        let is_same_file = here.file == there.file;
        if !is_same_file && here.phase != there.phase {
            return SelectorMatch::No;
        }
        let outcome = match (&self.selector, &pods.labels) {
            (Some(selector), Some(labels)) => selector.matches(labels, pods.is_made),
            _ => SelectorMatch::Unsure,
        };
        match outcome {
            SelectorMatch::Yes if !is_same_file || here.namespace != there.namespace => {
                SelectorMatch::Unsure
            }
            outcome => outcome,
        }
    }
}

/// Whether the value at this place, or around it, is unknown.
fn is_doubtful(resource: &Resource, parsed: &Parsed, at: &Pointer) -> bool {
    let unknown = resource
        .unknown
        .iter()
        .filter_map(|pointer| resource.body.native(pointer));
    unknown
        .chain(parsed.duplicates.iter().cloned())
        .any(|place| place.strip(at).is_some() || at.strip(&place).is_some())
}

/// The value at this place, if it is not null.
fn present(value: &Value, at: &Pointer) -> Option<Value> {
    value.at(at).filter(|value| *value != Value::null())
}

/// A map from text to text; none when it is something else.
fn texts(value: &Value) -> Option<BTreeMap<String, String>> {
    if !value.is_object() {
        return None;
    }
    value
        .entries()
        .into_iter()
        .map(|(key, value)| Some((key.as_ref().to_owned(), value.as_str()?.to_owned())))
        .collect()
}
