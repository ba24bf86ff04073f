//! Resources of Pulumi stacks: header, provider, scope, tags and references.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use onus_core::decision::Scope;
use onus_core::diagnostic::Diagnostic;
use onus_core::json_pointer::Pointer;
use onus_core::vocabulary::Phase;

use crate::arm_id::arm_scope_of;
use crate::formats::pulumi::secrets::{Marks, is_special};
use crate::input::Input;
use crate::json::json_problem::json_problem;
use crate::json::records::Record;
use crate::resource::{Edge, Resource, fold_tags};

/// The header of a resource; a string that is a secret is none.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Header<'t> {
    pub urn: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    custom: Option<bool>,
    delete: Option<bool>,
    pending_replacement: Option<bool>,
    id: Option<String>,
    parent: Option<String>,
    dependencies: Option<Vec<String>>,
    property_dependencies: Option<BTreeMap<String, Option<Vec<String>>>>,
    additional_secret_outputs: Option<Vec<String>>,
    #[serde(borrow)]
    inputs: Option<&'t RawValue>,
    #[serde(borrow)]
    outputs: Option<&'t RawValue>,
}

impl Header<'_> {
    /// Whether this is a provider's resource that exists or will exist. A resource with a
    /// pending replacement is already gone.
    pub fn is_resource(&self) -> bool {
        let skipped = self.custom == Some(false)
            || self.delete == Some(true)
            || self.pending_replacement == Some(true)
            || self.kind.as_deref().is_some_and(|kind| {
                kind.starts_with("pulumi:providers:") || kind == "pulumi:pulumi:Stack"
            });
        !skipped
    }
}

/// The header of a record.
///
/// # Errors
/// The record is not an object with such a header; with the place.
pub(super) fn header<'t>(
    source: &Input<'_>,
    entry: &Record<'t>,
) -> Result<Header<'t>, Box<Diagnostic>> {
    entry.members(source)?;
    serde_json::from_str(entry.text)
        .map_err(|error| Box::new(json_problem(source.document, entry.text, &error)))
}

/// The resource of a record. References lead to the `known` URNs only.
///
/// # Errors
/// The record has no URN or no type.
pub(super) fn read_resource(
    source: &Input<'_>,
    entry: &Record<'_>,
    header: Header<'_>,
    known: &BTreeSet<String>,
) -> Result<Resource, Box<Diagnostic>> {
    let given = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    let (Some(urn), Some(kind)) = (given(&header.urn), given(&header.kind)) else {
        return Err(entry.problem(
            source,
            format!("the resource at `{}` has no urn or no type", entry.pointer),
            "give onus all that `pulumi stack export` prints",
        ));
    };
    let object = |part: Option<&RawValue>| {
        part.filter(|part| part.get().starts_with('{'))
            .and_then(|part| serde_json::from_str::<Value>(part.get()).ok())
    };
    let outputs = object(header.outputs);
    let inputs = object(header.inputs);
    let (values, properties) = match (&outputs, &inputs) {
        (None, Some(inputs)) => (inputs, "/inputs"),
        (outputs, _) => (outputs.as_ref().unwrap_or(&Value::Null), "/outputs"),
    };
    let mut marks = Marks::new(properties);
    for (values, at) in [(&outputs, "/outputs"), (&inputs, "/inputs")] {
        if let Some(values) = values {
            marks.find(values, at);
        }
    }
    for name in header.additional_secret_outputs.iter().flatten() {
        marks.secret(&Pointer::parse("/outputs").child(name));
    }
    if outputs.is_none() && inputs.is_none() {
        marks.unknown.push(Pointer::parse("/properties"));
    }
    let text = |key: &str| {
        values
            .get(key)
            .and_then(Value::as_str)
            .filter(|text| !text.is_empty() && !is_special(&Value::from(*text)))
            .map(str::to_owned)
    };
    let id = given(&header.id);
    let provider = provider_of(&kind);
    let phase = if outputs.is_none() && id.is_none() {
        Phase::Planned
    } else {
        Phase::Deployed
    };
    let tags = tags(values, &mut marks);
    let arn = text("arn");
    Ok(Resource {
        name: urn.rsplit("::").next().unwrap_or(&urn).to_owned(),
        scope: scope_of(&provider, arn.as_deref(), id.as_deref(), &text),
        location: text("location")
            .or_else(|| text("region"))
            .or_else(|| text("zone")),
        provider,
        tags,
        phase,
        model: None,
        unknown: marks.unknown,
        sensitive: marks.sensitive,
        claims: Vec::new(),
        aliases: id.into_iter().chain(arn).collect(),
        edges: edges(&header, known),
        subject: None,
        change: None,
        body: entry.body(source, Pointer::parse(properties)),
        id: urn,
        kind,
    })
}

/// Tags and labels without secret ones, which are unknown.
fn tags(values: &Value, marks: &mut Marks) -> BTreeMap<String, String> {
    let Some(Value::Object(tags)) = ["tagsAll", "tags", "labels"]
        .iter()
        .find_map(|key| values.get(key).filter(|tags| tags.is_object()))
    else {
        return BTreeMap::new();
    };
    let at = Pointer::parse("/tags");
    if is_special(&Value::Object(tags.clone())) {
        marks.unknown.push(at);
        return BTreeMap::new();
    }
    let mut plain = tags.clone();
    plain.retain(|key, value| {
        let hidden = is_special(value);
        if hidden {
            marks.unknown.push(at.child(key));
        }
        !hidden
    });
    fold_tags(Some(&Value::Object(plain)))
}

/// The key of a provider: of `azure-native:storage:StorageAccount`, `azure`.
fn provider_of(kind: &str) -> String {
    let package = kind.split(':').next().unwrap_or(kind);
    match package {
        "azure-native" | "azure" | "azuread" | "azure-nextgen" => "azure",
        "aws" | "aws-native" | "awsx" => "aws",
        "gcp" | "google-native" => "gcp",
        other => other,
    }
    .to_ascii_lowercase()
}

fn scope_of(
    provider: &str,
    arn: Option<&str>,
    id: Option<&str>,
    text: &impl Fn(&str) -> Option<String>,
) -> Scope {
    let lower = |text: Option<String>| text.map(|text| text.to_ascii_lowercase());
    match provider {
        "azure" => {
            let from_id = id.map(arm_scope_of).unwrap_or_default();
            Scope {
                group: from_id.group.or_else(|| lower(text("resourceGroupName"))),
                ..from_id
            }
        }
        // arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE
        "aws" => Scope {
            account: arn
                .and_then(|arn| arn.split(':').nth(4))
                .filter(|account| !account.is_empty())
                .map(str::to_owned),
            ..Scope::default()
        },
        "gcp" => Scope {
            account: text("project"),
            ..Scope::default()
        },
        _ => Scope::default(),
    }
}

/// References to other resources of the stack, without omitted ones.
fn edges(header: &Header<'_>, known: &BTreeSet<String>) -> Vec<Edge> {
    let mut edges: Vec<Edge> = Vec::new();
    let mut add = |kind: &str, to: &String, via: Pointer| {
        if known.contains(to) {
            edges.push(Edge {
                kind: Some(kind.to_owned()),
                to: to.clone(),
                via: Some(via),
            });
        }
    };
    if let Some(parent) = &header.parent {
        add("parent", parent, Pointer::parse("/raw/parent"));
    }
    let mut by_property = BTreeSet::new();
    for (property, targets) in header.property_dependencies.iter().flatten() {
        for to in targets.iter().flatten() {
            by_property.insert(to);
            add(property, to, Pointer::parse("/properties").child(property));
        }
    }
    for (index, to) in header.dependencies.iter().flatten().enumerate() {
        if !by_property.contains(to) {
            let via = Pointer::parse("/raw/dependencies").child(index.to_string());
            add("dependency", to, via);
        }
    }
    edges
}
