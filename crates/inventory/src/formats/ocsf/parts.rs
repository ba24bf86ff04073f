//! The parts of an OCSF resource: its configuration, tags and relations.

use std::collections::BTreeMap;

use serde::Deserialize;

use onus_core::json_pointer::Pointer;

use crate::json::outline::Members;
use crate::json::records;
use crate::resource::{Edge, Resource, fold_tags};
use crate::resource_type;

/// The pointer of an entry's configuration: in its data, or in the provider's own record,
/// if the data is that.
pub fn configuration(data: &str, kind: &str) -> Pointer {
    let root = Pointer::parse("/data");
    let members = Members::parse_last(data).unwrap_or_default();
    ["properties", "configuration"]
        .into_iter()
        .find(|key| resource_type::is_providers_own(kind) && records::is_object(&members, key))
        .map_or_else(|| root.clone(), |key| root.child(key))
}

/// The key of a provider that collectors name differently.
pub fn provider_called(name: &str) -> String {
    match name.to_lowercase().as_str() {
        "google cloud" | "google" | "google cloud platform" => "gcp".to_owned(),
        "microsoft azure" | "microsoft" => "azure".to_owned(),
        "amazon web services" | "amazon" => "aws".to_owned(),
        other => other.to_owned(),
    }
}

/// `tags` of the form `[{"name": ..., "value": ...}]`, and `labels` of the form
/// `["key=value"]`.
pub fn tags(members: &Members<'_>) -> BTreeMap<String, String> {
    #[derive(Deserialize)]
    struct Tag {
        name: Option<String>,
        value: Option<String>,
    }
    let mut map = serde_json::Map::new();
    let labels = members.items("labels").unwrap_or_default();
    let pairs = labels.into_iter().filter_map(|part| {
        let text: String = serde_json::from_str(part.get()).ok()?;
        let (key, value) = text.split_once('=').unwrap_or((&text, ""));
        Some((key.to_owned(), value.to_owned()))
    });
    let tags = members.items("tags").unwrap_or_default();
    let tags = tags.into_iter().filter_map(|part| {
        let tag: Tag = serde_json::from_str(part.get()).ok()?;
        Some((tag.name?, tag.value.unwrap_or_default()))
    });
    for (key, value) in tags.chain(pairs) {
        map.entry(key).or_insert(value.into());
    }
    fold_tags(Some(&serde_json::Value::Object(map)))
}

/// The edges of the graph of relations that start at this resource.
pub fn edges(event: &Members<'_>, members: &Members<'_>, resource: &Resource) -> Vec<Edge> {
    #[derive(Deserialize)]
    struct Graph {
        #[serde(default)]
        edges: Vec<Link>,
    }
    #[derive(Deserialize)]
    struct Link {
        source: String,
        target: String,
        relation: Option<String>,
    }
    let graph: Option<Graph> = members
        .value("resource_relationship")
        .or_else(|| event.value("resource_relationship"));
    let links = graph.map(|graph| graph.edges).unwrap_or_default();
    let own = |id: &str| match resource.provider.as_str() {
        "azure" => id.eq_ignore_ascii_case(&resource.id),
        _ => id == resource.id,
    };
    links
        .into_iter()
        .filter(|link| own(&link.source))
        .map(|link| Edge {
            kind: link
                .relation
                .map(|relation| relation.to_lowercase().replace([' ', '-'], "_")),
            to: link.target,
            via: None,
        })
        .collect()
}
