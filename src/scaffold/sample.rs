//! A resource of an inventory as a record of its own.

use serde_json::{Map, Value as Json, json};

use crate::evaluate::is_a_secret;
use crate::inventory::Resource;
use crate::pointer::Pointer;

/// What stands in the place of a secret.
const WITHHELD: &str = "withheld";

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
    for pointer in &resource.sensitive {
        let inside = pointer.strip(&Pointer::parse("/properties"));
        if let Some(value) = inside.and_then(|tail| properties.pointer_mut(&tail.to_string())) {
            *value = json!(WITHHELD);
        }
    }
    withhold(&mut properties);
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
        withhold(&mut tags);
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

fn withhold(value: &mut Json) {
    match value {
        Json::Object(members) => {
            for (key, member) in members {
                match member {
                    Json::String(text) if is_a_secret(key, text) => *member = json!(WITHHELD),
                    member => withhold(member),
                }
            }
        }
        Json::Array(items) => items.iter_mut().for_each(withhold),
        _ => {}
    }
}
