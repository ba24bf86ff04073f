//! Kubernetes objects: the output of `kubectl get ... -o json` and of the API server, and
//! manifests.

pub(crate) mod references;
pub(crate) mod template;
#[cfg(test)]
mod tests;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use onus_core::decision::Scope;
use onus_core::diagnostic::Diagnostic;
use onus_core::json_pointer::Pointer;
use onus_core::vocabulary::Phase;

use crate::formats::description::{ConfigurationKey, Family, FormatDescription, Streaming, Syntax};
use crate::formats::kubernetes::references::{edges, id_of};
use crate::formats::kubernetes::template::{Parameters, is_template, process};
use crate::input::Input;
use crate::json::json_problem::json_problem;
use crate::json::outline::{Members, Outline};
use crate::json::records::{Record, any, records, rows, spot};
use crate::reader::{Reader, Reading};
use crate::resource::{Resource, fold_tags};
use crate::streaming::record_location::RecordLocation;

/// The reader for Kubernetes objects: a `List`, a typed list such as `PodList`, a single
/// object, or several of them in an array or one per line.
///
/// `/properties` is the object's `spec` where it has one, and otherwise the object
/// itself: the `data` of a `ConfigMap`, the `rules` of a `Role`. An object from the API
/// server (with a `uid` or a `resourceVersion`) is deployed; any other object is a
/// manifest.
pub struct Kubernetes;

/// The annotation in which `kubectl apply` keeps its input, including secrets.
const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";

static DESCRIPTION: FormatDescription = FormatDescription {
    name: "kubernetes",
    family: Family::Kubernetes,
    purpose: "Kubernetes lists and manifests",
    made_by: "kubectl get all,configmaps,networkpolicies,serviceaccounts,roles,rolebindings --all-namespaces -o json",
    notes: "JSON and YAML. The objects of an OpenShift `Template` are read with the defaults of its parameters; a parameter without a default is unknown.",
    example: "kubernetes/cluster.json",
    syntax: Syntax::Json,
    streaming: Streaming::Records(&["items"]),
    configurations: &[
        ConfigurationKey::Object("spec"),
        ConfigurationKey::Object("data"),
    ],
};

impl Reader for Kubernetes {
    fn description(&self) -> &'static FormatDescription {
        &DESCRIPTION
    }

    fn recognizes(&self, outline: &Outline<'_>) -> bool {
        any(outline, |members| {
            members.text("apiVersion").is_some()
                && members.text("kind").is_some()
                && (members.object("metadata").is_some()
                    || is_list(members)
                    || is_template(members))
        })
    }

    fn sequence(&self, outline: &Outline<'_>) -> Option<RecordLocation> {
        let is_single = outline.object().is_some_and(|top| !is_list(top));
        (!is_single)
            .then(|| DESCRIPTION.streaming.location_in(outline))
            .flatten()
    }

    fn read(&self, source: &Input<'_>) -> Reading {
        let mut reading = Reading::default();
        for entry in records(source) {
            if let Err(problem) = read_document(source, &entry, &mut reading) {
                reading.problems.push(*problem);
            }
        }
        reading
    }
}

fn is_list(members: &Members<'_>) -> bool {
    members
        .text("kind")
        .is_some_and(|kind| kind.ends_with("List"))
        && members
            .get("items")
            .is_some_and(|items| items.get().starts_with('[') || items.get() == "null")
}

/// The metadata of an object or of a list.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Metadata {
    name: Option<String>,
    generate_name: Option<String>,
    namespace: Option<String>,
    uid: Option<String>,
    resource_version: Option<String>,
    labels: Option<Value>,
    annotations: Option<Value>,
    owner_references: Option<Value>,
    /// Set when the rest of a list is on further pages.
    r#continue: Option<String>,
}

/// The type of an object; items of a typed list have the type of the list.
struct ObjectKind {
    api_version: String,
    kind: String,
}

fn read_document(
    source: &Input<'_>,
    entry: &Record<'_>,
    reading: &mut Reading,
) -> Result<(), Box<Diagnostic>> {
    let members = entry.members(source)?;
    if !is_list(&members) {
        return read_item(source, entry, &members, None, reading);
    }
    let kind = members.text("kind").unwrap_or_default();
    let kind = kind.strip_suffix("List").filter(|kind| !kind.is_empty());
    let typed = kind.map(|kind| ObjectKind {
        api_version: members.text("apiVersion").unwrap_or_default(),
        kind: kind.to_owned(),
    });
    let items = source.items(&members, "items")?;
    for item in rows(&items, &entry.pointer.child("items")) {
        let read = item
            .members(source)
            .and_then(|members| read_item(source, &item, &members, typed.as_ref(), reading));
        if let Err(problem) = read {
            reading.problems.push(*problem);
        }
    }
    if source.part.is_end()
        && let Some(part) = members.get("metadata")
        && let Ok(metadata) = source.parse::<Option<Metadata>>(part)
        && metadata
            .and_then(|metadata| metadata.r#continue)
            .is_some_and(|token| !token.is_empty())
    {
        reading.problems.push(
            Diagnostic::error("this list is not complete: `continue` says that more pages follow")
                .at(source.spot(part))
                .help("`kubectl get ... -o json` fetches all pages; with `kubectl get --raw` add `&continue=TOKEN` to the path and give onus all of the files"),
        );
    }
    Ok(())
}

/// Reads an object, or the objects of a template.
fn read_item(
    source: &Input<'_>,
    entry: &Record<'_>,
    members: &Members<'_>,
    typed: Option<&ObjectKind>,
    reading: &mut Reading,
) -> Result<(), Box<Diagnostic>> {
    if !is_template(members) {
        let resource = read_object(source, entry, members, typed, None)?;
        reading.resources.push(resource);
        return Ok(());
    }
    let parameters = Parameters::of(source, members)?;
    let objects = source.items(members, "objects")?;
    if objects.is_empty() {
        reading
            .problems
            .push(Diagnostic::warning("the template declares no object").at(spot(source, entry)));
    }
    let at = entry.pointer.child("objects");
    for (index, object) in objects.into_iter().enumerate() {
        let pointer = at.child(index.to_string());
        match read_object_of_template(source, object, pointer, &parameters) {
            Ok(resource) => reading.resources.push(resource),
            Err(problem) => reading.problems.push(*problem),
        }
    }
    Ok(())
}

fn read_object_of_template(
    source: &Input<'_>,
    object: &RawValue,
    pointer: Pointer,
    parameters: &Parameters,
) -> Result<Resource, Box<Diagnostic>> {
    let processed = process(source.document, object, parameters)
        .map_err(|error| Box::new(json_problem(source.document, object.get(), &error)))?;
    let document = processed.document.as_ref().unwrap_or(source.document);
    let text = match &processed.document {
        Some(made) => made.text(),
        None => object.get(),
    };
    let made = Input {
        document,
        outline: Outline::Text(text),
        options: source.options,
        part: source.part,
        known: None,
    };
    let record = Record { text, pointer };
    let mut resource = read_object(&made, &record, &record.members(&made)?, None, None)?;
    let unknown = processed.unknown.iter();
    let unknown: Vec<Pointer> = unknown
        .map(|place| resource.body.input_pointer(place))
        .collect();
    resource.unknown.extend(unknown);
    Ok(resource)
}

fn read_object(
    source: &Input<'_>,
    entry: &Record<'_>,
    members: &Members<'_>,
    typed: Option<&ObjectKind>,
    name: Option<&str>,
) -> Result<Resource, Box<Diagnostic>> {
    let own = |key| members.text(key).filter(|text| !text.is_empty());
    let api_version = own("apiVersion").or_else(|| Some(typed?.api_version.clone()));
    let kind = own("kind").or_else(|| Some(typed?.kind.clone()));
    let (Some(api_version), Some(kind)) = (api_version, kind) else {
        return Err(entry.problem(
            source,
            format!(
                "the object at `{}` has no `apiVersion` or no `kind`",
                source.pointer(&entry.pointer)
            ),
            "give onus what `kubectl get ... -o json` prints, or whole manifests",
        ));
    };
    if kind == "Status" && api_version == "v1" {
        return Err(entry.problem(
            source,
            "the API server answered with an error in place of an inventory",
            "see its `message`, and make the export again",
        ));
    }
    let metadata = match members.get("metadata") {
        Some(part) => source.parse::<Option<Metadata>>(part)?.unwrap_or_default(),
        None => Metadata::default(),
    };
    let Some(name) = metadata
        .name
        .or(metadata.generate_name)
        .filter(|name| !name.is_empty())
        .or_else(|| name.map(str::to_owned))
    else {
        return Err(entry.problem(
            source,
            format!(
                "the {kind} at `{}` has no name",
                source.pointer(&entry.pointer)
            ),
            "each object needs `metadata.name`",
        ));
    };
    let namespace = metadata.namespace.filter(|namespace| !namespace.is_empty());
    let spec = members.get("spec");
    let properties = match spec {
        Some(_) => Pointer::parse("/spec"),
        None => Pointer::root(),
    };
    let unknown = match spec.map(|spec| spec.get()) {
        Some("null") => vec![Pointer::parse("/properties")],
        _ => Vec::new(),
    };
    let is_secret = kind == "Secret" && api_version == "v1";
    let labels = metadata.labels.as_ref();
    let location = labels
        .and_then(|labels| labels.get("topology.kubernetes.io/region")?.as_str())
        .map(str::to_owned);
    Ok(Resource {
        id: id_of(namespace.as_deref(), &api_version, &kind, &name),
        edges: edges(
            &kind,
            namespace.as_deref(),
            members,
            metadata.owner_references.as_ref(),
        ),
        kind: format!("{api_version}/{kind}"),
        name,
        provider: "kubernetes".to_owned(),
        location,
        scope: Scope {
            group: namespace,
            ..Scope::default()
        },
        tags: fold_tags(labels),
        phase: if metadata.uid.is_some() || metadata.resource_version.is_some() {
            Phase::Deployed
        } else {
            Phase::Template
        },
        model: None,
        subject: None,
        change: None,
        unknown,
        sensitive: if is_secret {
            secret_places(members, metadata.annotations.as_ref(), spec.is_none())
        } else {
            Vec::new()
        },
        claims: Vec::new(),
        aliases: metadata.uid.into_iter().collect(),
        body: entry.body(source, properties),
    })
}

/// Takes over the header of the Kubernetes object that the record of another format now is.
/// The resource keeps its id.
pub(crate) fn adopt(source: &Input<'_>, resource: &mut Resource) {
    let Some((object, is_named)) = object_in(source, resource) else {
        return;
    };
    resource.kind = object.kind;
    resource.name = object.name;
    resource.provider = object.provider;
    resource.location = object.location;
    resource.tags = object.tags;
    resource.scope = object.scope;
    let id = is_named.then_some(object.id);
    resource.aliases = id.into_iter().chain(object.aliases).collect();
    resource.edges.extend(object.edges);
    resource.unknown.extend(object.unknown);
    resource.sensitive.extend(object.sensitive);
}

/// The object that a resource of another format is, and whether the record has its name: it
/// may be unknown before the run. None if its type is not known.
fn object_in(source: &Input<'_>, resource: &Resource) -> Option<(Resource, bool)> {
    let body = &resource.body;
    let inner = Input {
        document: &body.document,
        outline: Outline::Text(""),
        options: source.options,
        part: source.part,
        known: source.known,
    };
    let entry = Record {
        text: body.text(),
        pointer: body.pointer.clone(),
    };
    let members = Members::parse_last(entry.text).ok()?;
    let is_named = members.object("metadata").is_some_and(|metadata| {
        ["name", "generateName"]
            .iter()
            .any(|key| metadata.text(key).is_some_and(|name| !name.is_empty()))
    });
    let name = (!is_named).then_some(resource.name.as_str());
    let object = read_object(&inner, &entry, &members, None, name).ok()?;
    Some((object, is_named))
}

/// The places of a Secret's values, as policies see them.
fn secret_places(
    members: &Members<'_>,
    annotations: Option<&Value>,
    is_properties: bool,
) -> Vec<Pointer> {
    let mut native: Vec<Pointer> = ["data", "stringData"]
        .into_iter()
        .filter(|key| members.has(key))
        .map(|key| Pointer::root().child(key))
        .collect();
    if annotations.is_some_and(|annotations| annotations.get(LAST_APPLIED).is_some()) {
        native.push(Pointer::parse("/metadata/annotations").child(LAST_APPLIED));
    }
    let mut places = Vec::new();
    for pointer in native {
        if is_properties {
            places.push(Pointer::parse("/properties").join(&pointer));
        }
        places.push(Pointer::parse("/raw").join(&pointer));
    }
    places
}
