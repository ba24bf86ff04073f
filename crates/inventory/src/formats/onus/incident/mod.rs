//! Records of incidents: what happened, what was affected, who acted when. The format is
//! our own, since no vendor's export has it; `docs/incidents.md` describes it.

pub(crate) mod record;
#[cfg(test)]
mod tests;
pub(crate) mod times;

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize as _;

use onus_core::decision::Scope;
use onus_core::diagnostic::{Diagnostic, Spot};
use onus_core::json_pointer::Pointer;

use crate::arm_id::arm_type_of;
use crate::extent::Extent;
use crate::formats::description::{Family, FormatDescription, Streaming, Syntax};
use crate::formats::onus::incident::record::{Affected, Incident};
use crate::formats::onus::incident::times::Wrong;
use crate::input::Input;
use crate::json::json_problem::json_problem;
use crate::json::outline::{Members, Outline};
use crate::json::records;
use crate::json::records::Record;
use crate::reader::{Reader, Reading};
use crate::resource::{Body, Edge, Resource, Subject};
use crate::resource_type::provider_of_type;

pub use crate::formats::onus::incident::record::schema;

/// The type of an affected thing, and the name of the link to it.
pub const AFFECTED: &str = "incident/affected";
/// The name of the link from an affected thing to the resource itself.
pub const WAY: &str = "affected";

/// The reader for records of incidents.
///
/// Each affected thing is a resource: its configuration, `input.properties`, is the
/// complete record, and `input.raw` the entry of `affected`. The responsible party is
/// that of the affected resource, see [`Subject`].
pub struct Incidents;

static DESCRIPTION: FormatDescription = FormatDescription {
    name: "incident",
    family: Family::Own,
    purpose: "incidents: what was affected, who acted when",
    made_by: "{\"incident\": ..., \"affected\": [...], \"stages\": [...]}",
    notes: "Written by hand or by a script: [incidents](incidents.md). Evaluated by who was responsible.",
    example: "incidents/drill.json",
    syntax: Syntax::Json,
    streaming: Streaming::Never,
    configurations: &[],
};

impl Reader for Incidents {
    fn description(&self) -> &'static FormatDescription {
        &DESCRIPTION
    }

    fn recognizes(&self, outline: &Outline<'_>) -> bool {
        records::any(outline, is_incident)
    }

    fn joins(&self) -> bool {
        true
    }

    fn read(&self, source: &Input<'_>) -> Reading {
        read(source, &mut BTreeMap::new())
    }

    fn read_together(&self, sources: &[Input<'_>], _extent: Extent) -> Vec<Reading> {
        let mut seen = BTreeMap::new();
        sources
            .iter()
            .map(|source| read(source, &mut seen))
            .collect()
    }
}

fn is_incident(members: &Members<'_>) -> bool {
    members.has("incident") && (members.has("affected") || members.has("stages"))
}

/// Reads the records of a document; `seen` has the ids of earlier records, with their
/// places.
fn read(source: &Input<'_>, seen: &mut BTreeMap<String, String>) -> Reading {
    let mut reading = Reading::default();
    for record in records::records(source) {
        match one(source, &record, seen) {
            Ok(resources) => reading.resources.extend(resources),
            Err(problems) => reading.problems.extend(problems),
        }
    }
    reading
}

fn one(
    source: &Input<'_>,
    record: &Record<'_>,
    seen: &mut BTreeMap<String, String>,
) -> Result<Vec<Resource>, Vec<Diagnostic>> {
    let broken = |error: serde_json::Error| {
        let problem = json_problem(source.document, record.text, &error);
        vec![problem.help("docs/incidents.md says what a record holds; nothing of it is decided")]
    };
    let mut deserializer = serde_json::Deserializer::from_str(record.text);
    let incident = Incident::deserialize(&mut deserializer).map_err(broken)?;
    let json = serde_json::from_str(record.text).map_err(broken)?;
    let mut problems: Vec<Diagnostic> = times::wrong(&json)
        .into_iter()
        .map(|(at, text, wrong)| bad_time(source, record, &at, &text, wrong))
        .collect();
    problems.extend(named(source, record, &incident));
    let mut resources = Vec::new();
    for (index, affected) in incident.affected.iter().enumerate() {
        match resource(source, record, &incident, index, affected) {
            Ok(resource) => resources.push(resource),
            Err(problem) => problems.push(*problem),
        }
    }
    let place = spot(source, record, &Pointer::root().child("incident"));
    let here = Diagnostic::error("")
        .at(place.clone())
        .location()
        .unwrap_or_default();
    if let Some(there) = seen.insert(incident.incident.clone(), here) {
        problems.push(
            Diagnostic::error(format!(
                "the incident `{}` stands twice, here and at {there}",
                incident.incident
            ))
            .at(place)
            .help("give each incident one record; which of the two is out of date, nobody can tell, and this one is not decided"),
        );
    }
    if problems.is_empty() {
        Ok(resources)
    } else {
        Err(problems)
    }
}

/// The place of a pointer into a record.
fn spot(source: &Input<'_>, record: &Record<'_>, at: &Pointer) -> Spot {
    let body = record.body(source, Pointer::root());
    let place = body.place(at);
    Spot::new(&place.document, place.range)
}

fn bad_time(
    source: &Input<'_>,
    record: &Record<'_>,
    at: &Pointer,
    text: &str,
    wrong: Wrong,
) -> Diagnostic {
    let (what, help) = match wrong {
        Wrong::Time => (
            "is no time with a zone",
            "write it like `2026-10-02T09:40:00+02:00` or `2026-10-02T07:40:00Z`; nothing of the record is decided",
        ),
        Wrong::Day => (
            "is neither a day nor a time with a zone",
            "write it like `2026-12-01` or `2026-12-01T12:00:00Z`; nothing of the record is decided",
        ),
    };
    Diagnostic::error(format!("`{text}` {what}"))
        .at(spot(source, record, at))
        .help(help)
}

/// Problems with the names of affected things: duplicate names, and references to
/// undefined ones.
fn named(source: &Input<'_>, record: &Record<'_>, incident: &Incident) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    if incident.affected.is_empty() {
        problems.push(
            Diagnostic::error("`affected` is empty, so nobody can be responsible")
                .at(spot(source, record, &Pointer::parse("/affected")))
                .help("name what was hit, with its type and layer"),
        );
    }
    let mut names: BTreeSet<&str> = BTreeSet::new();
    for (index, affected) in incident.affected.iter().enumerate() {
        if !names.insert(&affected.name) {
            let at = Pointer::parse("/affected")
                .child(index.to_string())
                .child("name");
            problems.push(
                Diagnostic::error(format!("`{}` is affected twice", affected.name))
                    .at(spot(source, record, &at))
                    .help("give each layer that was hit a name of its own: the rest of the record refers to it"),
            );
        }
    }
    let lists = |key: &str, lists: Vec<&Option<Vec<String>>>| -> Vec<(Pointer, String)> {
        let prefix = Pointer::root().child(key);
        lists
            .into_iter()
            .enumerate()
            .flat_map(|(index, list)| {
                let at = prefix.child(index.to_string()).child("affected");
                list.iter()
                    .flatten()
                    .enumerate()
                    .map(move |(item, name)| (at.child(item.to_string()), name.clone()))
                    .collect::<Vec<_>>()
            })
            .collect()
    };
    let mitigations = incident.mitigations.iter().flatten();
    let notices = incident.notices.iter().flatten();
    let referred = [
        lists(
            "stages",
            incident.stages.iter().map(|part| &part.affected).collect(),
        ),
        lists(
            "mitigations",
            mitigations.map(|part| &part.affected).collect(),
        ),
        lists("notices", notices.map(|part| &part.affected).collect()),
    ];
    for (at, name) in referred.into_iter().flatten() {
        if !names.contains(name.as_str()) {
            let help = onus_core::suggest::nearest(&name, names.iter().copied()).map_or_else(
                || "name something that `affected` lists".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            problems.push(
                Diagnostic::error(format!("nothing that was hit is called `{name}`"))
                    .at(spot(source, record, &at))
                    .help(help),
            );
        }
    }
    problems
}

/// An affected thing as a resource of its own.
fn resource(
    source: &Input<'_>,
    record: &Record<'_>,
    incident: &Incident,
    index: usize,
    affected: &Affected,
) -> Result<Resource, Box<Diagnostic>> {
    let entry = Pointer::parse("/affected").child(index.to_string());
    let Some(kind) = affected
        .kind
        .clone()
        .or_else(|| affected.id.as_deref().and_then(arm_type_of))
    else {
        return Err(Box::new(
            Diagnostic::error(format!("the type of `{}` is not said", affected.name))
                .at(spot(source, record, &entry))
                .help(
                    "give its `type`, as inventories spell it: who is responsible follows from it",
                ),
        ));
    };
    let body = Body {
        raw: entry.clone(),
        ..record.body(source, Pointer::root())
    };
    let hit = Resource {
        model: affected.model,
        tags: affected.tags.clone().unwrap_or_default(),
        ..records::draft(
            affected.id.clone().unwrap_or_default(),
            kind.clone(),
            provider_of_type(&kind),
            Body {
                properties: entry.child("properties"),
                ..body.clone()
            },
        )
    };
    let hit = Resource {
        provider: affected
            .provider
            .as_deref()
            .map_or(hit.provider.clone(), str::to_ascii_lowercase),
        scope: affected
            .scope
            .clone()
            .filter(|scope| *scope != Scope::default())
            .unwrap_or_else(|| hit.scope.clone()),
        ..hit
    };
    let id = format!("{}/{}", incident.incident, affected.name);
    let mut resource = Resource::new(id.clone(), AFFECTED.to_owned(), &hit.provider, body);
    resource.name = id;
    resource.scope = hit.scope.clone();
    resource.tags = hit.tags.clone();
    resource.edges = affected
        .id
        .iter()
        .map(|id| Edge {
            kind: Some(AFFECTED.to_owned()),
            to: id.clone(),
            via: None,
        })
        .collect();
    resource.subject = Some(Box::new(Subject {
        layer: affected.layer,
        has_settings: affected.properties.is_some(),
        resource: hit,
    }));
    Ok(resource)
}
