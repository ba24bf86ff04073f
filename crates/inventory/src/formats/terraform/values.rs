//! Single values of a Terraform resource.

use serde_json::value::RawValue;

use crate::json::outline::{Members, items};

/// A value that is set.
pub fn given<'t>(values: &Members<'t>, key: &str) -> Option<&'t RawValue> {
    values.get(key).filter(|part| part.get() != "null")
}

/// A string that is not empty.
pub fn string(values: &Members<'_>, key: &str) -> Option<String> {
    values.text(key).filter(|text| !text.is_empty())
}

/// The value of an argument of any type, and its steps within `part`: raw states keep it
/// as `{"value": ..., "type": ...}`.
pub fn unwrapped(part: &RawValue) -> (&RawValue, &'static [&'static str]) {
    let value = Members::parse(part.get()).ok().and_then(|members| {
        let is_type = |kind: &RawValue| {
            let first = items(kind.get())
                .ok()
                .and_then(|items| items.first().copied());
            first.unwrap_or(kind).get().starts_with('"')
        };
        let is_wrapped = members.iter().count() == 2 && members.get("type").is_some_and(is_type);
        is_wrapped.then(|| members.get("value")).flatten()
    });
    match value {
        Some(value) => (value, &["value"]),
        None => (part, &[]),
    }
}
