//! Resources of the provider `azapi`, as Azure Resource Manager has them: the `body` is
//! the body of a request, and the arguments next to it are its other members.

use std::ops::Range;
use std::sync::Arc;

use serde_json::value::RawValue;

use onus_core::derived_text::Pieces;
use onus_core::document::Document;
use onus_core::json_pointer::Pointer;

use crate::arm_id::{arm_scope_of, arm_type_of};
use crate::formats::terraform::values::{given, string, unwrapped};
use crate::json::outline::{Members, items};
use crate::reshape::part::Part;
use crate::reshape::properties::of_type;
use crate::reshape::{Original, Reshaped, apply};
use crate::resource::{Edge, Resource};

/// A declared resource.
const RESOURCE: &str = "azapi_resource";
/// A change of a resource that something else declares.
const UPDATE: &str = "azapi_update_resource";

/// Makes an ARM record of a resource of `azapi`; others stay as they are.
pub fn reshape(resource: &mut Resource) -> Vec<Range<usize>> {
    let is_update = resource.kind == UPDATE;
    if !is_update && resource.kind != RESOURCE {
        return Vec::new();
    }
    let Some(azapi) = Original::of(resource).and_then(|original| Azapi::of(&original, is_update))
    else {
        return Vec::new();
    };
    let Azapi {
        reshaped,
        kind,
        name,
        id,
        parent,
        location,
        properties,
    } = azapi;
    let values = resource.body.properties.clone();
    let secrets = apply(resource, reshaped, |place| {
        place
            .strip(&values)
            .map_or_else(Vec::new, |tail| places(&tail, &properties))
    });
    resource.kind = kind;
    let at = Pointer::parse("/raw/id");
    let is_parent = |edge: &&mut Edge| edge.via.as_ref() == Some(&at);
    for edge in resource.edges.iter_mut().filter(is_parent) {
        edge.kind = Some("parent".to_owned());
    }
    if let Some(to) = parent.filter(|parent| parent.contains("/providers/")) {
        resource.edges.push(Edge {
            kind: Some("parent".to_owned()),
            to,
            via: Some(at),
        });
    }
    if let Some(name) = name {
        resource.name = name;
    }
    if let Some(id) = id {
        let scope = arm_scope_of(&id);
        resource.scope.account = scope.account.or(resource.scope.account.take());
        resource.scope.group = scope.group.or(resource.scope.group.take());
        if !resource
            .aliases
            .iter()
            .any(|alias| alias.eq_ignore_ascii_case(&id))
        {
            resource.aliases.push(id);
        }
    }
    if resource.location.is_none() {
        resource.location = location;
    }
    secrets
}

/// A resource of `azapi` as an ARM record.
struct Azapi {
    reshaped: Reshaped,
    kind: String,
    name: Option<String>,
    id: Option<String>,
    parent: Option<String>,
    location: Option<String>,
    /// The key of the properties in the body.
    properties: String,
}

impl Azapi {
    fn of(original: &Original<'_>, is_update: bool) -> Option<Self> {
        let values = &original.values;
        let stated = string(values, "type")?;
        let (kind, version) = match stated.split_once('@') {
            Some((kind, version)) => (kind, Some(version)),
            None => (stated.as_str(), None),
        };
        kind.split_once('/')
            .filter(|(namespace, name)| !namespace.is_empty() && !name.is_empty())?;
        let type_part = values.get("type")?;
        let name = string(values, "name");
        let id = string(values, "id")
            .or_else(|| string(values, "resource_id"))
            .or_else(|| id_of(&string(values, "parent_id")?, kind, name.as_deref()?));
        let mut record = Part::object(Vec::new(), original.document, original.range.clone());
        let mut unknown = original.unknown();
        let id_part = ["id", "resource_id", "parent_id"]
            .iter()
            .find_map(|key| given(values, key));
        if let (Some(id), Some(part)) = (&id, id_part) {
            record.add(&["id"], original.text(id, part));
        }
        record.add(&["type"], original.text(kind, type_part));
        if let Some(version) = version {
            record.add(&["apiVersion"], original.text(version, type_part));
        }
        let mut stated = vec!["id", "type", "apiVersion"];
        for key in ["name", "location", "tags"] {
            if let Some(part) = given(values, key) {
                record.add(&[key], original.copy(part));
                stated.push(key);
            }
        }
        if let Some(part) = given(values, "identity")
            && let Some(identity) = identity(original, part)
        {
            record.add(&["identity"], identity);
            stated.push("identity");
        }
        let body = values.get("body").map(unwrapped);
        let text = body.and_then(|(part, _)| body_text(original, part));
        let mut properties = "properties".to_owned();
        let mut location = None;
        let mut has_properties = false;
        if let Some((document, range)) = &text
            && let Some((members, is_sound)) = members(document.slice(range))
        {
            if !is_sound {
                unknown.push(Pointer::parse("/properties"));
            }
            for (key, part) in members.iter() {
                if stated.iter().any(|known| known.eq_ignore_ascii_case(key)) {
                    continue;
                }
                if key.eq_ignore_ascii_case("properties") {
                    key.clone_into(&mut properties);
                    has_properties = part.get() != "null";
                }
                if has_properties || !key.eq_ignore_ascii_case("properties") {
                    let range = document.range_of(part.get()).unwrap_or_default();
                    record.add(&[key], Part::copied(document, range));
                }
            }
            location = string(&members, "location");
        } else if body.is_some_and(|(part, _)| part.get() != "null") {
            unknown.push(Pointer::parse("/properties"));
        }
        if !has_properties {
            // What is not declared is the service's default.
            let empty = Part::made("{}".to_owned(), original.document, original.range.clone());
            record.add(&[&properties], empty);
        }
        if is_update {
            // Whatever it doesn't change is declared elsewhere.
            unknown.extend(["/location", "/tags"].map(Pointer::parse));
            unknown.extend(unset(&kind.to_ascii_lowercase(), text.as_ref()));
        }
        for path in write_only(values) {
            unknown.push(Pointer::parse("/raw").join(&path));
            unknown.push(path);
        }
        Some(Self {
            reshaped: Reshaped {
                record,
                properties: Pointer::root().child(&properties),
                unknown,
            },
            kind: kind.to_ascii_lowercase(),
            name,
            id,
            parent: string(values, "parent_id"),
            location,
            properties,
        })
    }
}

/// Places in the policy's input that a body of this type could set, and doesn't: all of them,
/// if the type's properties are not listed.
fn unset(kind: &str, body: Option<&(Arc<Document>, Range<usize>)>) -> Vec<Pointer> {
    let all = || ["/properties", "/raw"].map(Pointer::parse).to_vec();
    let body = body
        .map(|(document, range)| document.slice(range))
        .and_then(|text| serde_json::from_str::<serde_json::Value>(text).ok());
    let (Some(properties), Some(body)) = (of_type(kind), body) else {
        return all();
    };
    let mut unset = Vec::new();
    properties.absent_from(&body, &Pointer::parse("/raw"), &mut unset);
    let configured: Vec<Pointer> = unset
        .iter()
        .filter_map(|place| place.strip(&Pointer::parse("/raw/properties")))
        .map(|tail| Pointer::parse("/properties").join(&tail))
        .collect();
    unset.extend(configured);
    unset
}

/// The text of a body: an object, or a string with JSON.
fn body_text(original: &Original<'_>, part: &RawValue) -> Option<(Arc<Document>, Range<usize>)> {
    let range = original.range_of(part);
    match part.get().starts_with('"') {
        true => {
            let mut pieces = Pieces::of(original.document);
            pieces.unescaped(range).then(|| {
                let made = pieces.finish();
                let range = 0..made.text().len();
                (made, range)
            })
        }
        false => Some((Arc::clone(original.document), range)),
    }
}

/// The members of an object, and whether no key is there twice.
fn members(text: &str) -> Option<(Members<'_>, bool)> {
    match Members::parse(text) {
        Ok(members) => Some((members, true)),
        Err(_) => Some((Members::parse_last(text).ok()?, false)),
    }
}

/// The places of the body's values that Terraform sends and doesn't keep:
/// `sensitive_body_version` has their paths.
fn write_only(values: &Members<'_>) -> Vec<Pointer> {
    let Some((part, _)) = values.get("sensitive_body_version").map(unwrapped) else {
        return Vec::new();
    };
    let versions = Members::parse_last(part.get()).unwrap_or_default();
    let paths = versions.iter().map(|(path, _)| path.split('.').collect());
    paths.collect()
}

/// The id that a resource of this type and name has below its parent.
fn id_of(parent: &str, kind: &str, name: &str) -> Option<String> {
    let (outer, last) = kind.rsplit_once('/')?;
    if !parent.starts_with('/') || last.is_empty() {
        return None;
    }
    let parent = parent.trim_end_matches('/');
    let is_inside = arm_type_of(parent).is_some_and(|parent| parent.eq_ignore_ascii_case(outer));
    Some(match () {
        () if is_inside => format!("{parent}/{last}/{name}"),
        () if kind.eq_ignore_ascii_case("microsoft.resources/resourcegroups") => {
            format!("{parent}/resourceGroups/{name}")
        }
        () => format!("{parent}/providers/{kind}/{name}"),
    })
}

/// The block `identity` as ARM has it; none without a block.
fn identity(original: &Original<'_>, part: &RawValue) -> Option<Part> {
    let block = match items(part.get()) {
        Ok(blocks) => *blocks.first()?,
        Err(_) => part,
    };
    let members = Members::parse(block.get()).ok()?;
    let range = original.range_of(block);
    let mut identity = Part::object(Vec::new(), original.document, range.clone());
    for (key, name) in IDENTITY {
        if let Some(part) = given(&members, key) {
            identity.add(&[name], original.copy(part));
        }
    }
    for id in members.items("identity_ids").into_iter().flatten() {
        if let Ok(text) = serde_json::from_str::<String>(id.get()) {
            let empty = Part::made("{}".to_owned(), original.document, original.range_of(id));
            identity.add(&["userAssignedIdentities", &text], empty);
        }
    }
    Some(identity)
}

/// Arguments of the block `identity`, and their names in ARM.
const IDENTITY: [(&str, &str); 3] = [
    ("type", "type"),
    ("principal_id", "principalId"),
    ("tenant_id", "tenantId"),
];

/// The places in the ARM record of a place in the values.
fn places(tail: &Pointer, properties: &str) -> Vec<Pointer> {
    let all = || vec![Pointer::root(), Pointer::root().child(properties)];
    let steps: Vec<&str> = tail.segments().collect();
    match steps.as_slice() {
        [] | ["body"] | ["body", "value"] => all(),
        // A raw state keeps the type of the value next to it.
        ["body", "value", rest @ ..] | ["body", rest @ ..] => {
            vec![rest.iter().copied().collect()]
        }
        ["name" | "location" | "tags" | "type", ..] => vec![tail.clone()],
        ["identity"] | ["identity", _] => vec![Pointer::parse("/identity")],
        ["identity", _, "identity_ids", ..] => {
            vec![Pointer::parse("/identity/userAssignedIdentities")]
        }
        ["identity", _, key, ..] => IDENTITY
            .iter()
            .filter(|(known, _)| known == key)
            .map(|(_, name)| Pointer::parse("/identity").child(*name))
            .collect(),
        ["id" | "resource_id" | "parent_id", ..] => vec![Pointer::parse("/id")],
        _ => Vec::new(),
    }
}
