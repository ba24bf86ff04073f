//! Cloud Asset Inventory searches: the output of `gcloud asset search-all-resources
//! --format=json`, an index without configurations unless they are requested.

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use onus_core::diagnostic::Diagnostic;
use onus_core::json_pointer::Pointer;
use onus_core::vocabulary::Phase;

use crate::formats::description::{ConfigurationKey, Family, FormatDescription, Streaming, Syntax};
use crate::formats::gcp::asset_inventory::{
    COMPLETE, is_search_result, more_pages, without_configuration,
};
use crate::formats::gcp::name;
use crate::input::Input;
use crate::json::json_problem::json_problem;
use crate::json::outline::{Members, Outline};
use crate::json::records::{Record, any, records, rows, spot_of};
use crate::reader::{Reader, Reading};
use crate::resource::{Edge, Resource, fold_tags};
use crate::streaming::file_survey::{Lacking, Survey};

/// The reader for search results.
///
/// `/properties` is the first of the `versionedResources`, if the search requested them
/// with `--read-mask`; otherwise it is unknown.
pub struct GcpSearch;

static DESCRIPTION: FormatDescription = FormatDescription {
    name: "gcp-search",
    family: Family::GoogleCloud,
    purpose: "Google Cloud Asset Inventory searches",
    made_by: "gcloud asset search-all-resources --scope=organizations/ORGANIZATION --read-mask=\"*\" --format=json",
    notes: "Without the read mask there are no configurations.",
    example: "gcp-search/contoso-shop.json",
    syntax: Syntax::Json,
    streaming: Streaming::Records(&["results"]),
    configurations: &[ConfigurationKey::Object("resource")],
};

impl Reader for GcpSearch {
    fn description(&self) -> &'static FormatDescription {
        &DESCRIPTION
    }

    fn recognizes(&self, outline: &Outline<'_>) -> bool {
        if let Outline::Object(top) = outline
            && let Some(results) = top.items("results")
        {
            return results.first().is_some_and(|first| {
                Members::parse(first.get()).is_ok_and(|members| is_search_result(&members))
            });
        }
        any(outline, is_search_result)
    }

    fn read(&self, source: &Input<'_>) -> Reading {
        let mut reading = Reading::default();
        let top = source.outline.object();
        let results = match top.and_then(|top| top.items("results")) {
            Some(results) => rows(&results, &Pointer::parse("/results")),
            None => records(source),
        };
        for entry in &results {
            match read_result(source, entry) {
                Ok(resource) => reading.resources.push(resource),
                Err(problem) => reading.problems.push(*problem),
            }
        }
        if source.part.is_end() {
            reading.problems.extend(more_pages(source, top));
        }
        reading.survey.lacking = Lacking {
            count: without_configuration(&reading.resources),
            of: reading.resources.len(),
            first: results.first().map(|first| spot_of(source, first.text)),
        };
        reading
    }

    fn close(&self, name: &str, survey: &Survey) -> Vec<Diagnostic> {
        let Lacking { count, of, first } = &survey.lacking;
        let Some(first) = first.clone().filter(|_| survey.lacking.is_nearly_all()) else {
            return Vec::new();
        };
        let message = format!(
            "`{name}` is the result of a search, which carries no configurations: nothing about {count} of {of} resources can be decided but their names, labels and places"
        );
        vec![Diagnostic::error(message).at(first).help(COMPLETE)]
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Header<'t> {
    name: Option<String>,
    asset_type: Option<String>,
    display_name: Option<String>,
    location: Option<String>,
    project: Option<String>,
    organization: Option<String>,
    labels: Option<Value>,
    parent_full_resource_name: Option<String>,
    kms_key: Option<String>,
    kms_keys: Option<Vec<String>>,
    #[serde(borrow)]
    versioned_resources: Option<Vec<Versioned<'t>>>,
    relationships: Option<Value>,
}

#[derive(Deserialize)]
struct Versioned<'t> {
    #[serde(borrow)]
    resource: Option<&'t RawValue>,
}

fn read_result(source: &Input<'_>, entry: &Record<'_>) -> Result<Resource, Box<Diagnostic>> {
    // Refuses duplicate keys.
    entry.members(source)?;
    let header: Header<'_> = serde_json::from_str(entry.text)
        .map_err(|error| Box::new(json_problem(source.document, entry.text, &error)))?;
    let given = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    let (Some(id), Some(kind)) = (given(&header.name), given(&header.asset_type)) else {
        return Err(entry.problem(
            source,
            "this search result has no name or no type",
            "each one needs a `name` and an `assetType`: search again",
        ));
    };
    let configured = header
        .versioned_resources
        .as_ref()
        .and_then(|versions| versions.first()?.resource)
        .is_some_and(|resource| resource.get().starts_with('{'));
    let unknown = |paths: &[&str]| paths.iter().map(|path| Pointer::parse(path)).collect();
    let scope = name::scope(
        [
            header.project.as_deref(),
            header.organization.as_deref(),
            header.parent_full_resource_name.as_deref(),
            Some(id.as_str()),
        ]
        .into_iter()
        .flatten(),
    );
    let body = entry.body(source, Pointer::parse("/versionedResources/0/resource"));
    Ok(Resource {
        name: given(&header.display_name).unwrap_or_else(|| name::last_part(&id).to_owned()),
        provider: "gcp".to_owned(),
        location: given(&header.location),
        scope,
        tags: fold_tags(header.labels.as_ref()),
        phase: Phase::Deployed,
        model: None,
        // A search never has policies.
        unknown: if configured {
            unknown(&["/raw/iam_policy", "/raw/iamPolicy"])
        } else {
            unknown(&["/properties", "/raw/iam_policy", "/raw/iamPolicy"])
        },
        sensitive: Vec::new(),
        claims: Vec::new(),
        aliases: name::relative(&id).map(str::to_owned).into_iter().collect(),
        edges: edges(&header),
        subject: None,
        change: None,
        id,
        kind,
        body,
    })
}

fn edges(header: &Header<'_>) -> Vec<Edge> {
    let edge = |kind: &str, to: &str, via: Pointer| Edge {
        kind: Some(kind.to_owned()),
        to: to.to_owned(),
        via: Some(via),
    };
    let raw = Pointer::parse("/raw");
    let mut edges = Vec::new();
    if let Some(parent) = &header.parent_full_resource_name {
        edges.push(edge("parent", parent, raw.child("parentFullResourceName")));
    }
    if let Some(key) = &header.kms_key {
        edges.push(edge("key", key, raw.child("kmsKey")));
    }
    for (index, key) in header.kms_keys.iter().flatten().enumerate() {
        edges.push(edge(
            "key",
            key,
            raw.child("kmsKeys").child(index.to_string()),
        ));
    }
    // From the type of a relation to its targets.
    if let Some(Value::Object(relations)) = &header.relationships {
        for (kind, relation) in relations {
            let related = relation.get("relatedResources").and_then(Value::as_array);
            let at = raw
                .child("relationships")
                .child(kind)
                .child("relatedResources");
            for (index, one) in related.into_iter().flatten().enumerate() {
                if let Some(to) = one.get("fullResourceName").and_then(Value::as_str) {
                    let name = kind.rsplit_once("_TO_").map_or(kind.as_str(), |(_, to)| to);
                    let via = at.child(index.to_string()).child("fullResourceName");
                    edges.push(edge(&name.to_ascii_lowercase(), to, via));
                }
            }
        }
    }
    edges
}

#[cfg(test)]
mod tests {
    use crate::detect::{reading_of, recognized_by};
    use onus_core::diagnostic::Level;

    use super::*;

    const FOUND: &str = r#"{"name": "//compute.googleapis.com/projects/contoso-web/zones/europe-west1-b/disks/d", "assetType": "compute.googleapis.com/Disk",
        "displayName": "d", "project": "projects/1", "organization": "organizations/3", "folders": ["folders/2"], "location": "europe-west1-b",
        "labels": {"owner": "a"}, "parentFullResourceName": "//cloudresourcemanager.googleapis.com/projects/contoso-web", "kmsKeys": ["projects/p/k"],
        "relationships": {"DISK_TO_INSTANCE": {"relatedResources": [{"assetType": "compute.googleapis.com/Instance", "fullResourceName": "//compute.googleapis.com/i"}]}}}"#;

    #[test]
    fn results_without_configurations_are_marked_and_refused() {
        for text in [
            format!("[{FOUND}]"),
            format!(r#"{{"results": [{FOUND}]}}"#),
            format!("{0}\n{0}", FOUND.replace('\n', " ")),
        ] {
            assert_eq!(recognized_by(&text), ["gcp-search"]);
            let reading = reading_of(&text);
            let disk = &reading.resources[0];
            assert_eq!(disk.unknown[0], Pointer::parse("/properties"));
            assert_eq!(disk.name, "d");
            assert_eq!(disk.scope.account.as_deref(), Some("1"));
            assert_eq!(disk.scope.tenant.as_deref(), Some("3"));
            assert_eq!(disk.location.as_deref(), Some("europe-west1-b"));
            assert_eq!(disk.tags["owner"], "a");
            assert_eq!(
                disk.aliases,
                ["projects/contoso-web/zones/europe-west1-b/disks/d"]
            );
            let edges: Vec<(&str, String)> = disk
                .edges
                .iter()
                .map(|edge| {
                    let native = disk.body.native(edge.via.as_ref().unwrap()).unwrap();
                    let place = disk.body.place(&native);
                    (
                        edge.kind.as_deref().unwrap(),
                        place.document.slice(&place.range).to_owned(),
                    )
                })
                .collect();
            assert_eq!(
                edges,
                [
                    (
                        "parent",
                        "\"//cloudresourcemanager.googleapis.com/projects/contoso-web\"".to_owned()
                    ),
                    ("key", "\"projects/p/k\"".to_owned()),
                    ("instance", "\"//compute.googleapis.com/i\"".to_owned()),
                ]
            );
            let [problem] = reading.problems.as_slice() else {
                panic!("{:?}", reading.problems);
            };
            assert_eq!(problem.level, Level::Error);
            assert!(
                problem
                    .help
                    .as_ref()
                    .unwrap()
                    .contains("gcloud asset export")
            );
        }
    }

    #[test]
    fn versioned_resources_are_configurations() {
        let versioned = FOUND.replace(
            "\"displayName\"",
            r#""versionedResources": [{"version": "v1", "resource": {"sizeGb": "10"}}], "displayName""#,
        );
        let reading = reading_of(&format!(
            "[{versioned}, {FOUND}, {{\"assetType\": \"a\", \"name\": \"\"}}, 3]"
        ));
        let [with, without] = reading.resources.as_slice() else {
            panic!("{:?}", reading.resources);
        };
        assert!(!with.unknown.contains(&Pointer::parse("/properties")));
        assert!(without.unknown.contains(&Pointer::parse("/properties")));
        let native = with
            .body
            .native(&Pointer::parse("/properties/sizeGb"))
            .unwrap();
        let place = with.body.place(&native);
        assert_eq!(place.document.slice(&place.range), "\"10\"");
        assert_eq!(with.body.text(), versioned);
        assert_eq!(reading.problems.len(), 2, "{:?}", reading.problems);
    }

    #[test]
    fn pages_that_are_not_the_last_are_not_complete() {
        let reading = reading_of(&format!(
            r#"{{"results": [{FOUND}], "nextPageToken": "t"}}"#
        ));
        assert!(reading.problems[0].message.contains("more pages follow"));
    }
}
