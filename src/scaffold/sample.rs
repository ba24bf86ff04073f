//! Sample: a resource of an inventory as a record of its own.

use serde_json::{Map, Value as Json, json};

use crate::inventory::Resource;
use crate::json_pointer::Pointer;
use crate::secret::{Needles, Place, WITHHELD, hide};

/// The resource as an `onus` record: header and configuration. What is secret is
/// withheld: the record is there to be kept beside the policy.
///
/// # Errors
/// The record is not JSON.
pub fn sample(resource: &Resource) -> Result<Json, serde_json::Error> {
    let record: Json = serde_json::from_str(resource.body.text())?;
    let native = resource.body.native(&Pointer::parse("/properties"));
    let mut properties = native
        .and_then(|pointer| record.pointer(&pointer.to_string()).cloned())
        .unwrap_or_else(|| json!({}));
    let mut marked = Needles::default();
    for pointer in &resource.sensitive {
        let native = resource
            .body
            .native(pointer)
            .map(|native| native.to_string());
        if let Some(value) = native.and_then(|native| record.pointer(&native)) {
            each_scalar(value, &mut |secret| marked.add(secret));
        }
        let inside = pointer.strip(&Pointer::parse("/properties"));
        if let Some(value) = inside.and_then(|tail| properties.pointer_mut(&tail.to_string())) {
            *value = json!(WITHHELD);
        }
    }
    // The same value can be elsewhere, such as in tags.
    let shown = |text: &str| marked.scrub(text);
    hide(&mut properties, Place::default(), &shown);
    let mut made = Map::new();
    for (key, value) in [
        ("id", Some(&resource.id)),
        ("type", Some(&resource.kind)),
        ("name", Some(&resource.name)),
        ("provider", Some(&resource.provider)),
        ("location", resource.location.as_ref()),
    ] {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            made.insert(key.to_owned(), json!(value));
        }
    }
    if !resource.tags.is_empty() {
        let mut tags = json!(resource.tags);
        hide(&mut tags, Place::default(), &shown);
        made.insert("tags".to_owned(), tags);
    }
    made.insert("properties".to_owned(), properties);
    // What is not known must not look as if it were absent.
    let unknown: Vec<String> = resource
        .unknown
        .iter()
        .filter(|pointer| pointer.strip(&Pointer::parse("/raw")).is_none())
        .map(ToString::to_string)
        .collect();
    if !unknown.is_empty() {
        made.insert("unknown".to_owned(), json!(unknown));
    }
    Ok(Json::Object(made))
}

/// Visits the strings and numbers of a value.
fn each_scalar(value: &Json, visit: &mut dyn FnMut(&str)) {
    match value {
        Json::String(text) => visit(text),
        Json::Number(number) => visit(&number.to_string()),
        Json::Array(items) => items.iter().for_each(|item| each_scalar(item, visit)),
        Json::Object(members) => members.values().for_each(|value| each_scalar(value, visit)),
        Json::Bool(_) | Json::Null => {}
    }
}
