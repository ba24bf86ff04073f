//! Cloud Asset Inventory: what `gcloud asset export` writes (NDJSON, snake case),
//! what `gcloud asset list --format=json` and the REST API print (camel case), and
//! rows of an export to BigQuery, whose configuration is JSON in a string.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::Value;

use crate::pointer::Pointer;
use crate::problem::Problem;
use crate::vocabulary::Phase;

use super::entries::{Entry, any_of_first, entries, listed, spot_of};
use super::gcp_merge::{Group, Part, join};
use super::gcp_name;
use super::gcp_search::is_search_result;
use super::reader::{Input, Reader, Reading, Records};
use super::resource::{Edge, Resource, fold_tags};
use super::sketch::{Members, Sketch};
use super::survey::{Lacking, Survey};

/// The reader for assets.
///
/// Each content type (resource, IAM policy, organisation policy, ...) is an export
/// of its own; within one document, records of one name become one resource. What
/// is not exported is unknown: `/properties` of an asset without a configuration,
/// `/raw/iam_policy` where no asset of the type has one.
pub struct GcpAsset;

/// Contents that policies may look for, in both spellings, and the types that can
/// have them; empty for all types.
const CONTENTS: [(&str, &str, &str); 3] = [
    ("iam_policy", "iamPolicy", ""),
    (
        "org_policy",
        "orgPolicy",
        "cloudresourcemanager.googleapis.com/",
    ),
    (
        "os_inventory",
        "osInventory",
        "compute.googleapis.com/Instance",
    ),
];

/// How to make an export that holds configurations.
pub const COMPLETE: &str = "make a complete export with `gcloud asset export --organization=ORGANIZATION --content-type=resource --output-path=gs://BUCKET/resource.json`, and fetch it with `gcloud storage cp`";

impl Reader for GcpAsset {
    fn format(&self) -> &'static str {
        "gcp-asset"
    }

    fn made_by(&self) -> &'static str {
        "gcloud asset export --organization=ORGANIZATION --content-type=resource --output-path=gs://BUCKET/resource.json"
    }

    fn recognises(&self, sketch: &Sketch<'_>) -> bool {
        if let Sketch::Object(top) = sketch
            && let Some(assets) = top.items("assets")
        {
            return assets.first().is_some_and(|first| {
                Members::parse(first.get()).is_ok_and(|members| is_asset(&members))
            });
        }
        any_of_first(sketch, is_asset) && !any_of_first(sketch, is_search_result)
    }

    fn sequence(&self, sketch: &Sketch<'_>) -> Option<Records> {
        Records::outermost_or_under(sketch, "assets")
    }

    fn read(&self, source: &Input<'_>) -> Reading {
        let mut reading = Reading::default();
        let top = source.sketch.object();
        let assets = match top.and_then(|top| top.items("assets")) {
            Some(assets) => listed(&Pointer::parse("/assets"), &assets),
            None => entries(source),
        };
        let mut parts = Vec::new();
        for entry in assets {
            match part(source, entry) {
                Ok(part) => {
                    reading.survey.is_about(&(&part.name, &part.kind));
                    parts.push(part);
                }
                Err(problem) => reading.problems.push(*problem),
            }
        }
        let first = parts.first().map(|part| spot_of(source, part.entry.text));
        reading.survey.contents = contents_of(&parts);
        for group in join(source, parts, &mut reading.problems) {
            let contents = &source.known.unwrap_or(&reading.survey).contents;
            match read_asset(source, &group, contents) {
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
            first,
        };
        reading
    }

    fn close(&self, name: &str, survey: &Survey) -> Vec<Problem> {
        let Lacking { count, of, first } = &survey.lacking;
        let Some(first) = first.clone().filter(|_| survey.lacking.is_nearly_all()) else {
            return Vec::new();
        };
        let message = format!(
            "`{name}` carries no configurations, so little about them can be decided: {count} of {of} assets have none"
        );
        vec![Problem::error(message).at(first).help(format!(
            "{COMPLETE}; exports of other content types can be appended to that file, and are joined by name"
        ))]
    }
}

/// How many of the resources have no configuration.
pub fn without_configuration(resources: &[Resource]) -> usize {
    let properties = Pointer::parse("/properties");
    resources
        .iter()
        .filter(|resource| resource.unknown.contains(&properties))
        .count()
}

/// Whether an object names an asset and its type, as Cloud Asset Inventory does.
pub fn is_asset(members: &Members<'_>) -> bool {
    (members.has("asset_type") || members.has("assetType"))
        && members
            .text("name")
            .is_some_and(|name| name.starts_with("//"))
}

/// The problem that an answer of the REST API is not the last one.
pub fn more_pages(source: &Input<'_>, top: Option<&Members<'_>>) -> Option<Problem> {
    let token = top?.get("nextPageToken")?;
    let page: Option<String> = serde_json::from_str(token.get()).ok()?;
    page.filter(|page| !page.is_empty())?;
    Some(
        Problem::error("this export is not complete: `nextPageToken` says that more pages follow")
            .at(source.spot(token))
            .help("fetch the remaining pages with `pageToken=TOKEN` and give onus all of the files; `gcloud asset list --format=json` fetches all by itself"),
    )
}

fn part<'t>(source: &Input<'_>, entry: Entry<'t>) -> Result<Part<'t>, Box<Problem>> {
    let members = entry.members(source)?;
    let text = |key| members.text(key).filter(|text| !text.is_empty());
    let (Some(name), Some(kind)) = (
        text("name"),
        text("asset_type").or_else(|| text("assetType")),
    ) else {
        return Err(entry.problem(
            source,
            "this asset has no name or no type",
            "each line needs a `name` and an `asset_type`: export it again",
        ));
    };
    Ok(Part {
        entry,
        members,
        name,
        kind,
    })
}

/// Which types have which contents: where no asset of a type has one, it was not
/// exported.
fn contents_of(parts: &[Part<'_>]) -> BTreeSet<(String, &'static str)> {
    parts
        .iter()
        .flat_map(|part| {
            CONTENTS
                .iter()
                .filter(|(snake, camel, _)| part.members.has(snake) || part.members.has(camel))
                .map(|(snake, _, _)| (part.kind.clone(), *snake))
        })
        .collect()
}

/// What the header needs of a configuration; whatever its shape.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Facts {
    self_link: Option<Value>,
    labels: Option<Value>,
    resource_labels: Option<Value>,
    settings: Option<Value>,
    location: Option<Value>,
    region: Option<Value>,
    zone: Option<Value>,
    display_name: Option<Value>,
    name: Option<Value>,
    email: Option<Value>,
}

fn read_asset(
    source: &Input<'_>,
    group: &Group<'_>,
    contents: &BTreeSet<(String, &'static str)>,
) -> Result<Resource, Box<Problem>> {
    let body = group.body(source)?;
    let (name, kind) = group
        .first()
        .map(|part| (part.name.clone(), part.kind.clone()))
        .unwrap_or_default();
    let members = Members::parse(body.text()).unwrap_or_default();
    let resource = members.object("resource").unwrap_or_default();
    let data = resource
        .get("data")
        .filter(|data| data.get().starts_with('{'));
    let facts: Option<Facts> = data.and_then(|data| serde_json::from_str(data.get()).ok());

    let mut unknown = Vec::new();
    if data.is_none() {
        unknown.push(Pointer::parse("/properties"));
    }
    if facts.is_none() {
        unknown.push(Pointer::parse("/tags"));
    }
    for (snake, camel, types) in CONTENTS {
        let exported = contents.contains(&(kind.clone(), snake));
        if kind.starts_with(types) && !exported {
            unknown.push(Pointer::root().child("raw").child(snake));
            unknown.push(Pointer::root().child("raw").child(camel));
        }
    }
    let facts = facts.unwrap_or_default();
    let ancestors: Vec<String> = members.value("ancestors").unwrap_or_default();
    let parent = resource.text("parent").filter(|parent| !parent.is_empty());
    let scope = gcp_name::scope(
        ancestors
            .iter()
            .map(String::as_str)
            .chain(parent.as_deref())
            .chain([name.as_str()]),
    );
    let location = resource
        .text("location")
        .filter(|location| !location.is_empty())
        .or_else(|| {
            [&facts.location, &facts.zone, &facts.region]
                .into_iter()
                .find_map(text)
                .map(|place| gcp_name::last_part(&place).to_owned())
        });
    let labels = facts.labels.as_ref().or(facts.resource_labels.as_ref());
    let user_labels = || facts.settings.as_ref()?.get("userLabels");
    Ok(Resource {
        name: short_name(&name, &facts),
        provider: "gcp".to_owned(),
        location,
        scope,
        tags: fold_tags(labels.or_else(user_labels)),
        phase: Phase::Deployed,
        model: None,
        unknown,
        sensitive: Vec::new(),
        claims: Vec::new(),
        aliases: [text(&facts.self_link), text(&facts.email)]
            .into_iter()
            .flatten()
            .chain(gcp_name::relative(&name).map(str::to_owned))
            .collect(),
        edges: edges(&kind, parent, &ancestors, &members),
        id: name,
        kind,
        body,
    })
}

/// The last part of the name; where that is a number, what people call it.
fn short_name(name: &str, facts: &Facts) -> String {
    let last = gcp_name::last_part(name);
    if last.bytes().all(|byte| byte.is_ascii_digit())
        && let Some(spoken) = text(&facts.display_name).or_else(|| text(&facts.name))
    {
        return gcp_name::last_part(&spoken).to_owned();
    }
    last.to_owned()
}

fn text(value: &Option<Value>) -> Option<String> {
    value
        .as_ref()
        .and_then(Value::as_str)
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
}

fn edges(
    kind: &str,
    parent: Option<String>,
    ancestors: &[String],
    members: &Members<'_>,
) -> Vec<Edge> {
    let mut edges = Vec::new();
    // The ancestors of a project, a folder and an organisation begin with itself.
    let nearest = ancestors
        .first()
        .filter(|_| !kind.starts_with("cloudresourcemanager.googleapis.com/"));
    let above = parent.map(|to| (to, "/raw/resource/parent")).or_else(|| {
        let to = format!("//cloudresourcemanager.googleapis.com/{}", nearest?);
        Some((to, "/raw/ancestors/0"))
    });
    if let Some((to, via)) = above {
        edges.push(Edge {
            kind: Some("parent".to_owned()),
            to,
            via: Some(Pointer::parse(via)),
        });
    }
    for key in ["related_asset", "relatedAsset"] {
        let at = Pointer::parse("/raw").child(key);
        match members.value::<Value>(key) {
            Some(Value::Array(related)) => {
                for (index, one) in related.iter().enumerate() {
                    edges.extend(relation(one, &at.child(index.to_string())));
                }
            }
            Some(one) => edges.extend(relation(&one, &at)),
            None => {}
        }
    }
    edges
}

/// `INSTANCE_TO_INSTANCEGROUP` leads to an `instancegroup`.
fn relation(related: &Value, at: &Pointer) -> Option<Edge> {
    let kind = ["relationship_type", "relationshipType"]
        .iter()
        .find_map(|key| related.get(key)?.as_str())
        .map(|kind| {
            kind.rsplit_once("_TO_")
                .map_or(kind, |(_, to)| to)
                .to_ascii_lowercase()
        });
    Some(Edge {
        kind,
        to: related.get("asset")?.as_str()?.to_owned(),
        via: Some(at.child("asset")),
    })
}

#[cfg(test)]
mod tests;
