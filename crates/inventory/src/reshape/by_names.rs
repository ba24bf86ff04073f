//! Records that are written again by the names of a type's properties.

use std::ops::Range;

use onus_core::json_pointer::Pointer;

use crate::reshape::names::Names;
use crate::reshape::part::Part;
use crate::reshape::shape::{Writer, place};
use crate::reshape::{Original, Reshaped, apply};
use crate::resource::Resource;

/// The record that a resource's values become.
pub struct Record<'r> {
    /// The names of the members.
    pub names: Names,
    /// The place of the values in the new record.
    pub values: Pointer,
    /// The place of its configuration.
    pub properties: Pointer,
    /// Further members of the record, which are strings.
    pub texts: Vec<(&'r str, &'r str)>,
    /// The members of the values that are not about the resource.
    pub omitted: &'r [&'r str],
}

/// Writes the values of a resource as this record; none if they are no object. Returns the
/// bytes of secrets that the new record does not have.
pub fn reshape(resource: &mut Resource, record: &Record<'_>) -> Option<Vec<Range<usize>>> {
    let reshaped = {
        let original = Original::of(resource)?;
        let range = original.range.clone();
        let mut part = Part::object(Vec::new(), original.document, range.clone());
        for (key, text) in &record.texts {
            let text = serde_json::Value::from(*text).to_string();
            part.add(&[key], Part::made(text, original.document, range.clone()));
        }
        let mut values = Part::object(Vec::new(), original.document, range.clone());
        let mut writer = Writer::new(&original);
        let kept = original.values.without(record.omitted);
        let at = record.values.segments().collect::<Vec<_>>();
        if at.is_empty() {
            writer.members(&kept, &record.names, (&mut part, &record.values));
        } else {
            writer.members(&kept, &record.names, (&mut values, &record.values));
            part.add(&at, values);
        }
        let mut unknown = original.unknown();
        for place in writer.unknown {
            let configured = place.strip(&record.properties);
            unknown.extend(configured.map(|tail| Pointer::parse("/properties").join(&tail)));
            unknown.push(Pointer::parse("/raw").join(&place));
        }
        Reshaped {
            record: part,
            properties: record.properties.clone(),
            unknown,
        }
    };
    let values = resource.body.properties.clone();
    Some(apply(resource, reshaped, |at| {
        let Some(tail) = at.strip(&values) else {
            return Vec::new();
        };
        if tail.depth() == 0 {
            return vec![record.values.clone(), record.properties.clone()];
        }
        let first = tail.segments().next().unwrap_or_default();
        if record.omitted.contains(&first) {
            return Vec::new();
        }
        let placed = place(&record.names, &tail);
        placed
            .map(|tail| record.values.join(&tail))
            .into_iter()
            .collect()
    }))
}
