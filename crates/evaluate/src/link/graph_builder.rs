//! Construction of the graph of relations: references, ids below others, and the selectors of
//! Kubernetes.

use std::collections::HashMap;

use onus_core::document::FileId;
use onus_core::json_pointer::Pointer;
use onus_inventory::Resource;
use onus_policy::engine::Parsed;

use crate::link::graph::{Graph, Node, file_of, inner_nodes, is_address};
use crate::link::ids::canonical;
use crate::link::kubernetes_selectors::{Pods, pods_of, select, selection_of};
use crate::link::managing_services::{join_machines, managed_group};
use crate::link::reference::{Reference, references};
use crate::link::relation_names::name_of_type;

/// The graph of all relations of some resources. `body` gives a resource's parsed record.
pub fn graph_of(resources: &[Resource], body: &dyn Fn(&Resource) -> Option<Parsed>) -> Graph {
    let mut graph = Graph::default();
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
    let files: Vec<FileId> = resources.iter().map(file_of).collect();
    let mut found: Vec<(usize, Vec<Reference>)> = Vec::new();
    let mut pods: Vec<Pods> = Vec::new();
    let mut selections = Vec::new();
    let mut groups: Vec<(String, usize)> = Vec::new();
    for (number, resource) in resources.iter().enumerate() {
        let Some(parsed) = body(resource) else {
            continue;
        };
        pods.extend(pods_of(number, resource, &parsed));
        selections.extend(selection_of(number, resource, &parsed));
        groups.extend(managed_group(resource, &parsed.value).map(|group| (group, number)));
        let record = parsed.value;
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
    select(&mut graph, &selections, &pods);
    join_machines(&mut graph, resources, &groups);
    for node in &mut graph.nodes {
        node.links.sort();
        node.links.dedup();
        node.dangling.sort();
        node.dangling.dedup();
    }
    graph
}
