//! The JSON Schema of METADATA blocks, for editors and for other tools.

#[cfg(test)]
mod tests;

use schemars::Schema;
use schemars::transform::{RecursiveTransform, Transform};
use serde_json::{Value as Json, json};

use super::{INVENTORY, Metadata};

/// A way to other resources: at most four words, the last of which may be `children`
/// with a type.
pub(crate) const NEED: &str = r"^((?!children(\.|$))[A-Za-z0-9_]+(\.(?!children(\.|$))[A-Za-z0-9_]+){0,3}|((?!children\.)[A-Za-z0-9_]+\.){0,3}children\..+)$";

/// The JSON Schema of a METADATA block, read as YAML. What a control and a boundary
/// package have to say stands under `allOf`; that globs and ids are sound, and that ids
/// are each one's own, is not for a schema to say.
pub fn schema() -> Json {
    let mut schema = schemars::schema_for!(Metadata);
    RecursiveTransform(texts).transform(&mut schema);
    schema.insert("title".to_owned(), json!("METADATA of a policy"));
    schema.insert("allOf".to_owned(), requirements());
    schema.to_value()
}

/// YAML's numbers and truth values are taken as the texts that they are written as:
/// the values of keys, and the items of lists. Addresses have to be texts, and so do
/// the values of keys that have no names of their own.
fn texts(schema: &mut Schema) {
    if let Some(Json::Object(properties)) = schema.get_mut("properties") {
        properties.values_mut().for_each(widen);
    }
    if let Some(items) = schema.get_mut("items") {
        widen(items);
    }
}

fn widen(schema: &mut Json) {
    let nullable = match schema.get("type") {
        Some(Json::String(kind)) if kind == "string" => false,
        Some(Json::Array(kinds)) if kinds.first() == Some(&json!("string")) => true,
        _ => return,
    };
    // An id is a text as it is written.
    let is_narrow = ["enum", "const", "format", "maxLength"]
        .iter()
        .any(|key| schema.get(key).is_some());
    let mut kinds = vec!["string", "number", "boolean"];
    if nullable {
        kinds.push("null");
    }
    if let (Json::Object(schema), false) = (schema, is_narrow) {
        schema.insert("type".to_owned(), json!(kinds));
    }
}

/// What has to be there, by what the package is.
fn requirements() -> Json {
    let custom = |what: Json| {
        let mut custom = json!({"type": "object"});
        merge(&mut custom, what);
        json!({"required": ["custom"], "properties": {"custom": custom}})
    };
    let kind = |kind: &str| json!({"required": ["kind"], "properties": {"kind": {"const": kind}}});
    let with_title = |keys: &[&str]| {
        let mut whole = present(&["title"]);
        merge(&mut whole, custom(present(keys)));
        whole
    };
    let is_control = json!({
        "anyOf": [present(&["id"]), present(&["severity"])],
        "properties": {"kind": {"const": "control"}},
    });
    let is_inventory_control = json!({"allOf": [is_control, {
        "required": ["resources"],
        "properties": {"resources": {"const": INVENTORY}},
    }]});
    let mut boundary = present(&["id", "resources"]);
    merge(
        &mut boundary,
        json!({"properties": {"resources": {"type": "array", "minItems": 1}}}),
    );
    let mut boundary_with_title = present(&["title"]);
    merge(&mut boundary_with_title, custom(boundary));
    let is_edition = json!({"allOf": [kind("boundary"), {
        "required": ["tier"],
        "properties": {"tier": {"const": "edition"}},
    }]});
    json!([
        {
            "description": "A control: whatever has an id or a severity, unless it says that it is something else.",
            "if": custom(is_control),
            "then": with_title(&["id", "severity", "layer", "resources", "remediation"]),
        },
        {
            "description": "A control of the inventory as one sees no related resources and no changes.",
            "if": custom(is_inventory_control),
            "then": custom(json!({"properties": {"needs": {"maxItems": 0}, "changes": {"maxItems": 0}}})),
        },
        {
            "description": "A boundary package.",
            "if": custom(kind("boundary")),
            "then": boundary_with_title,
        },
        {
            "description": "A boundary package that is an edition.",
            "if": custom(is_edition),
            "then": custom(present(&["edition"])),
        },
    ])
}

/// These keys are there and hold something.
fn present(keys: &[&str]) -> Json {
    let properties: serde_json::Map<String, Json> = keys
        .iter()
        .map(|key| {
            let held = match *key {
                "resources" => json!({"minItems": 1}),
                _ => json!({"not": {"type": "null"}}),
            };
            ((*key).to_owned(), held)
        })
        .collect();
    json!({"required": keys, "properties": properties})
}

/// Joins two schemas of objects that require different keys.
fn merge(schema: &mut Json, other: Json) {
    let (Some(schema), Json::Object(other)) = (schema.as_object_mut(), other) else {
        return;
    };
    for (key, value) in other {
        match (schema.get_mut(&key), value) {
            (Some(Json::Array(all)), Json::Array(more)) => all.extend(more),
            (Some(Json::Object(all)), Json::Object(more)) => all.extend(more),
            (_, value) => {
                schema.insert(key, value);
            }
        }
    }
}
