//! One resource as Azure Resource Manager returns it, in any envelope.

use serde::Deserialize;
use serde_json::value::RawValue;

use onus_core::decision::Scope;
use onus_core::diagnostic::Diagnostic;
use onus_core::json_pointer::Pointer;
use onus_core::vocabulary::Phase;

use crate::arm_id::{arm_scope_of, arm_type_of};
use crate::formats::azure::defender::{ASSESSMENT, Assessment};
use crate::input::Input;
use crate::json::json_problem::json_problem;
use crate::json::outline::{Members, items};
use crate::reader::Reading;
use crate::resource::{Body, Resource, fold_tags};
use crate::streaming::file_survey::{Lacking, Survey};

/// The header of a record; everything else stays in the text.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Header<'t> {
    id: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    name: Option<String>,
    location: Option<String>,
    tenant_id: Option<String>,
    subscription_id: Option<String>,
    resource_group: Option<String>,
    tags: Option<serde_json::Value>,
    #[serde(borrow)]
    properties: Option<&'t RawValue>,
    #[serde(borrow)]
    identity: Option<&'t RawValue>,
    #[serde(borrow)]
    resources: Option<&'t RawValue>,
}

fn is_null(part: Option<&RawValue>) -> bool {
    part.is_none_or(|part| part.get() == "null")
}

/// Whether a value is an object with an ARM id and type, according to its header.
pub fn looks_like_arm(row: &RawValue) -> bool {
    #[derive(Deserialize)]
    struct Probe {
        id: Option<String>,
        #[serde(rename = "type")]
        kind: Option<String>,
        /// Secrets of Kubernetes have types such as `kubernetes.io/tls`.
        metadata: Option<serde::de::IgnoredAny>,
    }
    serde_json::from_str::<Probe>(row.get()).is_ok_and(|probe| {
        probe.id.is_some_and(|id| {
            let id = id.to_ascii_lowercase();
            id.starts_with("/subscriptions/") || id.starts_with("/providers/")
        }) || probe.kind.is_some_and(|kind| {
            kind.split_once('/').is_some_and(|(namespace, _)| {
                namespace.contains('.') && !kind.starts_with('/') && probe.metadata.is_none()
            })
        })
    })
}

/// Reads rows that each are one ARM resource; `prefix` is the pointer of their array.
pub fn read_rows(source: &Input<'_>, prefix: &str, rows: &[&RawValue]) -> Reading {
    let mut reading = Reading::default();
    let prefix = Pointer::parse(prefix);
    let mut empty = 0;
    for (index, row) in rows.iter().enumerate() {
        let pointer = prefix.child(index.to_string());
        match read_row(source, pointer.clone(), row) {
            Ok((resource, nested)) => {
                empty += usize::from(!resource.unknown.is_empty());
                let parent = resource.name.clone();
                reading.resources.push(resource);
                if let Some(nested) = nested {
                    let at = pointer.child("resources");
                    read_nested(source, (&parent, nested), &at, 0, &mut reading);
                }
            }
            Err(problem) => reading.problems.push(*problem),
        }
    }
    reading.survey.lacking = Lacking {
        count: empty,
        of: rows.len(),
        first: rows.first().map(|row| source.spot(row)),
    };
    reading
}

/// Whether an object has only an id, as extensions in lists of virtual machines do: it
/// refers to a resource, and is not its record.
fn is_reference(row: &RawValue) -> bool {
    Members::parse(row.get()).is_ok_and(|members| members.iter().all(|(key, _)| key == "id"))
}

/// Reads the `resources` nested in a row: child resources with an id and a type of their
/// own.
fn read_nested(
    source: &Input<'_>,
    (parent, nested): (&str, &RawValue),
    at: &Pointer,
    depth: usize,
    reading: &mut Reading,
) {
    const DEEPEST: usize = 16;
    let rows = match items(nested.get()) {
        Ok(rows) if depth < DEEPEST && rows.iter().all(|row| looks_like_arm(row)) => rows,
        _ => {
            reading.problems.push(
                Diagnostic::warning(format!(
                    "the `resources` in `{parent}` are not evaluated: they are not Azure records with an id and a type"
                ))
                .at(source.spot(nested))
                .help("export child resources as records of their own"),
            );
            return;
        }
    };
    for (index, row) in rows.iter().enumerate() {
        if is_reference(row) {
            continue;
        }
        let pointer = at.child(index.to_string());
        match read_row(source, pointer.clone(), row) {
            Ok((resource, nested)) => {
                let parent = resource.name.clone();
                reading.resources.push(resource);
                if let Some(nested) = nested {
                    let at = pointer.child("resources");
                    read_nested(source, (&parent, nested), &at, depth + 1, reading);
                }
            }
            Err(problem) => reading.problems.push(*problem),
        }
    }
}

/// The problem that nearly no row of a file has a configuration. Pieces of the file can
/// differ.
pub fn without_properties(name: &str, survey: &Survey) -> Option<Diagnostic> {
    let Lacking { count, of, first } = &survey.lacking;
    let first = first.clone().filter(|_| survey.lacking.is_nearly_all())?;
    Some(
        Diagnostic::error(format!(
            "`{name}` carries no properties, so nothing about them can be decided: {count} of {of} resources have none"
        ))
        .at(first)
        .help(
            "this is how `az resource list` exports; make a complete export with `az graph query -q \"resources\" --first 1000 -o json > inventory.json`",
        ),
    )
}

/// A resource, and the resources nested in its record.
fn read_row<'t>(
    source: &Input<'_>,
    pointer: Pointer,
    row: &'t RawValue,
) -> Result<(Resource, Option<&'t RawValue>), Box<Diagnostic>> {
    let header: Header<'_> = serde_json::from_str(row.get())
        .map_err(|error| Box::new(json_problem(source.document, row.get(), &error)))?;
    let id = header.id.unwrap_or_default();
    let kind = header
        .kind
        .map(|kind| kind.to_ascii_lowercase())
        .filter(|kind| !kind.is_empty())
        .or_else(|| arm_type_of(&id));
    let Some(kind) = kind else {
        return Err(Box::new(
            Diagnostic::error(format!(
                "the resource at `{}` has no type, so no control can select it",
                source.pointer(&pointer)
            ))
            .at(source.spot(row))
            .help("give it a `type` such as `Microsoft.Storage/storageAccounts`, or an ARM `id`"),
        ));
    };
    let name = header
        .name
        .filter(|name| !name.is_empty())
        .or_else(|| id.rsplit('/').next().map(str::to_owned))
        .unwrap_or_default();
    if id.is_empty() && name.is_empty() {
        return Err(Box::new(
            Diagnostic::error(format!(
                "the resource at `{}` has neither an id nor a name",
                source.pointer(&pointer)
            ))
            .at(source.spot(row))
            .help("export the `id` column too"),
        ));
    }
    let from_id = arm_scope_of(&id);
    let lower = |text: Option<String>| {
        text.map(|text| text.to_ascii_lowercase())
            .filter(|text| !text.is_empty())
    };
    let scope = Scope {
        tenant: lower(header.tenant_id),
        account: from_id.account.or_else(|| lower(header.subscription_id)),
        group: from_id.group.or_else(|| lower(header.resource_group)),
    };
    // Property names have no case in Azure.
    let members = match header.properties {
        Some(_) => None,
        None => Members::parse(row.get()).ok(),
    };
    let in_any_case = |key: &str| {
        let members = members.as_ref()?;
        let mut found = members
            .iter()
            .filter(|(name, _)| name.eq_ignore_ascii_case(key));
        found.next().map(|(_, part)| part)
    };
    let properties = header.properties.or_else(|| in_any_case("properties"));
    let identity = header.identity.or_else(|| in_any_case("identity"));
    let mut unknown = Vec::new();
    if is_null(properties) {
        unknown.push(Pointer::parse("/properties"));
        // Exports without properties omit this too.
        if is_null(identity) {
            unknown.push(Pointer::parse("/raw/identity"));
        }
    }
    let assessment = match properties {
        Some(properties) if kind == ASSESSMENT => Assessment::of(properties),
        _ => Assessment::default(),
    };
    let nested = header
        .resources
        .filter(|nested| !["null", "[]", "{}"].contains(&nested.get()));
    let resource = Resource {
        id: if id.is_empty() {
            format!("{kind}/{}", name.to_ascii_lowercase())
        } else {
            id.to_ascii_lowercase()
        },
        kind,
        name,
        provider: "azure".to_owned(),
        location: header.location,
        scope,
        tags: fold_tags(header.tags.as_ref()),
        phase: Phase::Deployed,
        model: None,
        unknown,
        sensitive: assessment.sensitive,
        claims: Vec::new(),
        aliases: Vec::new(),
        edges: assessment.edge.into_iter().collect(),
        subject: None,
        change: None,
        body: Body {
            document: source.document.clone(),
            range: source.document.range_of(row.get()).unwrap_or_default(),
            pointer,
            properties: Pointer::parse("/properties"),
            raw: Pointer::root(),
        },
    };
    Ok((resource, nested))
}
