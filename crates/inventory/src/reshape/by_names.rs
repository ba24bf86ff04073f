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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::sync::Arc;

    use onus_core::document::Document;
    use proptest::prelude::*;
    use serde_json::{Map, Value};

    use super::*;
    use crate::reshape::properties::of_type;
    use crate::resource::Body;

    /// Names of properties in the spelling of another tool, and names that nothing has.
    const KEYS: [&str; 14] = [
        "siteConfig",
        "ipRestrictions",
        "ipAddress",
        "httpsOnly",
        "appSettings",
        "name",
        "securityRules",
        "access",
        "destinationPortRange",
        "environment",
        "variables",
        "vpcConfig",
        "subnetIds",
        "unheardOf",
    ];

    fn values() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            any::<bool>().prop_map(Value::from),
            "[a-z\"é]{0,4}".prop_map(Value::from)
        ];
        let tree = leaf.prop_recursive(5, 40, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
                members(inner),
            ]
        });
        members(tree)
    }

    fn members(inner: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
        prop::collection::btree_map(prop::sample::select(&KEYS[..]), inner, 0..5).prop_map(
            |members| {
                let members: Map<String, Value> = members
                    .into_iter()
                    .map(|(key, value)| (key.to_owned(), value))
                    .collect();
                Value::Object(members)
            },
        )
    }

    /// The places of all single values.
    fn leaves(value: &Value, at: &Pointer, found: &mut Vec<Pointer>) {
        match value {
            Value::Object(members) => {
                members
                    .iter()
                    .for_each(|(key, member)| leaves(member, &at.child(key), found));
            }
            Value::Array(items) => {
                let items = items.iter().enumerate();
                items.for_each(|(index, item)| leaves(item, &at.child(index.to_string()), found));
            }
            _ => found.push(at.clone()),
        }
    }

    proptest! {
        /// Marks are moved by names alone, and values are moved by what they are: both have
        /// to arrive at the same place.
        #[test]
        fn values_are_where_their_marks_are(values in values(), provider in 0..3_usize) {
            let (names, at) = match provider {
                0 => (Names::of_terraform(of_type("azurerm_linux_web_app").unwrap()), "/values"),
                1 => (Names::of_arm(of_type("microsoft.network/networksecuritygroups").unwrap()), ""),
                _ => (Names::of_cloudformation(of_type("AWS::Lambda::Function").unwrap()), "/Properties"),
            };
            let text = serde_json::json!({ "outputs": values }).to_string();
            let document = Arc::new(Document::new("t", text));
            let body = Body {
                range: 0..document.text().len(),
                document,
                pointer: Pointer::root(),
                properties: Pointer::parse("/outputs"),
                raw: Pointer::root(),
            };
            let mut places = Vec::new();
            leaves(&values, &Pointer::root(), &mut places);
            let mut resource = Resource::new("i".to_owned(), "k".to_owned(), "p", body);
            let old = resource.body.clone();
            let record = Record {
                names,
                values: Pointer::parse(at),
                properties: Pointer::parse(at),
                texts: Vec::new(),
                omitted: &[],
            };
            reshape(&mut resource, &record).unwrap();
            let made: Value = serde_json::from_str(resource.body.text()).unwrap();
            let placed: Vec<Pointer> = places
                .iter()
                .map(|leaf| Pointer::parse(at).join(&place(&names, leaf).unwrap()))
                .collect();
            // Two names for one property are a duplicate, which is unknown to policies.
            let distinct: BTreeSet<&Pointer> = placed.iter().collect();
            prop_assume!(distinct.len() == placed.len());
            for (leaf, target) in places.iter().zip(&placed) {
                prop_assert_eq!(made.pointer(&target.to_string()), values.pointer(&leaf.to_string()));
                // And it leads back to the original.
                let original = old.place(&Pointer::parse("/outputs").join(leaf));
                let found = resource.body.place(target);
                prop_assert_eq!(found.range, original.range);
            }
        }
    }
}
