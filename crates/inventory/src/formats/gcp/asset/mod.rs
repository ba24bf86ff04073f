//! Cloud Asset Inventory: files of `gcloud asset export` (NDJSON, snake case), the output
//! of `gcloud asset list --format=json` and of the REST API (camel case), and rows of an
//! export to BigQuery, whose configuration is JSON in a string.

pub(crate) mod content_types;
pub(crate) mod file_notes;
pub(crate) mod merge;
pub(crate) mod record;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::Value;

use onus_core::diagnostic::Diagnostic;
use onus_core::json_pointer::Pointer;
use onus_core::vocabulary::Phase;

use crate::extent::Extent;
use crate::formats::description::{ConfigurationKey, Family, FormatDescription, Streaming, Syntax};
use crate::formats::gcp::asset::content_types::{Exported, scope, shown};
use crate::formats::gcp::asset::file_notes::{File, bare, contradictions, repetitions};
use crate::formats::gcp::asset::merge::{Group, Part, contents, join};
use crate::formats::gcp::asset::record::body;
use crate::formats::gcp::asset_inventory::{
    is_asset, is_search_result, more_pages, without_configuration,
};
use crate::formats::gcp::name;
use crate::input::Input;
use crate::json::outline::{Members, Outline};
use crate::json::records::{Record, any, records, rows, spot_of};
use crate::reader::{Reader, Reading};
use crate::resource::{Edge, Resource, fold_tags};
use crate::streaming::file_survey::{Lacking, Survey};

/// The reader for assets.
///
/// Each content type (resource, IAM policy, organization policy, ...) is an export of its
/// own. Records with the same name become one resource, in whatever files they are.
/// Contents that were not exported are unknown: `/properties` of an asset without a
/// configuration, `/raw/iam_policy` where no asset of the type has one.
pub struct GcpAsset;

static DESCRIPTION: FormatDescription = FormatDescription {
    name: "gcp-asset",
    family: Family::GoogleCloud,
    purpose: "Google Cloud Asset Inventory exports and lists",
    made_by: "gcloud asset export --organization=ORGANIZATION --content-type=resource --output-path=gs://BUCKET/resource.json",
    notes: "Also `gcloud asset list --format=json`. Content types are exported one by one; give onus all files together, and it joins them by name.",
    example: "gcp-asset/contoso-shop.ndjson",
    syntax: Syntax::Json,
    streaming: Streaming::Records(&["assets"]),
    configurations: &[
        ConfigurationKey::Object("resource"),
        ConfigurationKey::Object("data"),
    ],
};

impl Reader for GcpAsset {
    fn description(&self) -> &'static FormatDescription {
        &DESCRIPTION
    }

    fn recognizes(&self, outline: &Outline<'_>) -> bool {
        if let Outline::Object(top) = outline
            && let Some(assets) = top.items("assets")
        {
            return assets.first().is_some_and(|first| {
                Members::parse(first.get()).is_ok_and(|members| is_asset(&members))
            });
        }
        any(outline, is_asset) && !any(outline, is_search_result)
    }

    fn joins(&self) -> bool {
        true
    }

    /// Reads a piece of a file. No other record and no other file describes its assets;
    /// otherwise everything is read together.
    fn read(&self, source: &Input<'_>) -> Reading {
        let mut reading = Reading::default();
        let mut parts = Vec::new();
        for entry in assets(source) {
            match part(source, 0, entry) {
                Ok(part) => {
                    reading.survey.is_about(&(&part.name, &part.kind));
                    parts.push(part);
                }
                Err(problem) => reading.problems.push(*problem),
            }
        }
        let more = match source.part.is_end() {
            true => more_pages(source, source.outline.object()),
            false => None,
        };
        reading.survey.is_incomplete = !reading.problems.is_empty() || more.is_some();
        reading.survey.contents = shown(&parts);
        let exported = source
            .known
            .map(|known| Exported::in_one_file(&known.contents))
            .unwrap_or_default();
        let groups = join(&parts);
        for group in &groups {
            match read_asset(group, &exported) {
                Ok(resource) => reading.resources.push(resource),
                Err(problem) => reading.problems.push(*problem),
            }
        }
        reading.problems.sort_by_key(place_in_file);
        reading.problems.extend(more);
        reading.survey.lacking = Lacking {
            count: without_configuration(&reading.resources),
            of: reading.resources.len(),
            first: parts.first().map(|part| spot_of(source, part.entry.text)),
        };
        reading
    }

    fn read_together(&self, sources: &[Input<'_>], extent: Extent) -> Vec<Reading> {
        let mut files: Vec<File> = sources.iter().map(|_| File::default()).collect();
        let mut parts = Vec::new();
        for (number, (source, file)) in sources.iter().zip(&mut files).enumerate() {
            for entry in assets(source) {
                match part(source, number, entry) {
                    Ok(part) => {
                        let text = part.entry.text;
                        file.first.get_or_insert_with(|| spot_of(source, text));
                        parts.push(part);
                    }
                    Err(problem) => file.reading.problems.push(*problem),
                }
            }
        }
        let more: Vec<Option<Diagnostic>> = sources
            .iter()
            .map(|source| more_pages(source, source.outline.object()))
            .collect();
        let is_complete = extent == Extent::Complete
            && more.iter().all(Option::is_none)
            && files.iter().all(|file| file.reading.problems.is_empty());
        let groups = join(&parts);
        contradictions(&groups, &mut files);
        let exported = if is_complete {
            Exported::of(&groups)
        } else {
            Exported::default()
        };
        for group in &groups {
            let read = read_asset(group, &exported);
            let numbers: BTreeSet<usize> = group.own().map(|part| part.file).collect();
            if let Ok(resource) = &read {
                let is_bare = resource.unknown.contains(&Pointer::parse("/properties"));
                for number in &numbers {
                    if let Some(file) = files.get_mut(*number) {
                        file.assets += 1;
                        file.bare += usize::from(is_bare);
                    }
                }
            }
            let Some(file) = files.get_mut(group.first().file) else {
                continue;
            };
            let others = group.parts().map(|part| part.file);
            file.other_files
                .extend(others.filter(|number| *number != group.first().file));
            match read {
                Ok(resource) => file.reading.resources.push(resource),
                Err(problem) => file.reading.problems.push(*problem),
            }
        }
        for (file, more) in files.iter_mut().zip(more) {
            file.reading.problems.sort_by_key(place_in_file);
            file.reading.problems.extend(more);
        }
        repetitions(&groups, &mut files);
        files
            .into_iter()
            .zip(sources)
            .map(|(file, source)| file.close(source, sources))
            .collect()
    }

    fn close(&self, name: &str, survey: &Survey) -> Vec<Diagnostic> {
        bare(name, &survey.lacking).into_iter().collect()
    }
}

/// The order of problems: that of the file, however many of its records are read at a time.
fn place_in_file(problem: &Diagnostic) -> Option<usize> {
    problem.place.as_ref().map(|place| place.range.start)
}

/// The records of a document.
fn assets<'t>(source: &Input<'t>) -> Vec<Record<'t>> {
    let top = source.outline.object();
    match top.and_then(|top| top.items("assets")) {
        Some(assets) => rows(&assets, &Pointer::parse("/assets")),
        None => records(source),
    }
}

fn part<'t>(
    source: &'t Input<'t>,
    file: usize,
    entry: Record<'t>,
) -> Result<Part<'t>, Box<Diagnostic>> {
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
        source,
        file,
        entry,
        contents: contents(&members),
        members,
        name,
        kind,
    })
}

/// The parts of a configuration that the header needs, in any shape.
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

fn read_asset<'p>(
    group: &Group<'p, '_>,
    exported: &Exported<'p>,
) -> Result<Resource, Box<Diagnostic>> {
    let body = body(group)?;
    let name = group.first().name.clone();
    let kind = group.first().kind.clone();
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
    let scope = scope(group);
    let raw = Pointer::parse("/raw");
    let not_exported = exported.unknown(group, &scope).into_iter();
    unknown.extend(not_exported.map(|content| raw.child(content)));
    let facts = facts.unwrap_or_default();
    let ancestors: Vec<String> = members.value("ancestors").unwrap_or_default();
    let parent = resource.text("parent").filter(|parent| !parent.is_empty());
    let location = resource
        .text("location")
        .filter(|location| !location.is_empty())
        .or_else(|| {
            [&facts.location, &facts.zone, &facts.region]
                .into_iter()
                .find_map(text)
                .map(|place| name::last_part(&place).to_owned())
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
            .chain(name::relative(&name).map(str::to_owned))
            .collect(),
        edges: edges(&kind, parent, &ancestors, &members),
        subject: None,
        change: None,
        id: name,
        kind,
        body,
    })
}

/// The last part of the name; where that is a number, the display name.
fn short_name(name: &str, facts: &Facts) -> String {
    let last = name::last_part(name);
    if last.bytes().all(|byte| byte.is_ascii_digit())
        && let Some(spoken) = text(&facts.display_name).or_else(|| text(&facts.name))
    {
        return name::last_part(&spoken).to_owned();
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
    // The ancestors of a project, a folder and an organization start with itself.
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
