//! What Cloud Asset Inventory says of one asset in several records: each content
//! type is an export of its own, and they are joined by name.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::value::RawValue;

use crate::derived::Pieces;
use crate::document::Document;
use crate::problem::Problem;

use super::entries::{Entry, made_body, spot_of};
use super::reader::Input;
use super::resource::Body;
use super::sketch::Members;
use crate::pointer::Pointer;

/// Members that every record of an asset has; when records are joined, those of
/// the first one stay.
const HEADER: [&str; 6] = [
    "name",
    "asset_type",
    "assetType",
    "ancestors",
    "update_time",
    "updateTime",
];
/// Contents of which an asset can have several, one a record.
const LISTED: [&str; 6] = [
    "related_asset",
    "relatedAsset",
    "access_level",
    "accessLevel",
    "service_perimeter",
    "servicePerimeter",
];

/// One record of an export.
pub struct Part<'t> {
    /// Where it stands.
    pub entry: Entry<'t>,
    /// Its members.
    pub members: Members<'t>,
    /// The asset's name.
    pub name: String,
    /// The asset's type.
    pub kind: String,
}

/// All records of one asset.
pub struct Group<'t>(Vec<Part<'t>>);

/// Joins the records that are about the same asset. Records that contradict each
/// other stay apart, so that both are decided.
pub fn join<'t>(
    source: &Input<'_>,
    parts: Vec<Part<'t>>,
    problems: &mut Vec<Problem>,
) -> Vec<Group<'t>> {
    let mut groups: Vec<Group<'t>> = Vec::new();
    let mut known: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
    let mut warned = false;
    for part in parts {
        let places = known
            .entry((part.name.clone(), part.kind.clone()))
            .or_default();
        let fitting = places
            .iter()
            .copied()
            .find(|index| groups.get(*index).is_some_and(|group| group.accepts(&part)));
        if let Some(group) = fitting.and_then(|index| groups.get_mut(index)) {
            group.0.push(part);
            continue;
        }
        if !places.is_empty() && !warned {
            warned = true;
            problems.push(
                Problem::warning(format!(
                    "`{}` stands here more than once, and not always with the same content",
                    part.name
                ))
                .at(spot_of(source, part.entry.text))
                .help("each of them is decided; exports of different times were probably joined"),
            );
        }
        places.push(groups.len());
        groups.push(Group(vec![part]));
    }
    groups
}

impl<'t> Group<'t> {
    /// The first record of the asset.
    pub fn first(&self) -> Option<&Part<'t>> {
        self.0.first()
    }

    /// Whether a record says nothing that contradicts the others.
    fn accepts(&self, part: &Part<'_>) -> bool {
        part.members
            .iter()
            .filter(|(key, _)| !HEADER.contains(key) && !LISTED.contains(key))
            .all(|(key, value)| {
                self.0
                    .iter()
                    .filter_map(|known| known.members.get(key))
                    .all(|known| known.get() == value.get())
            })
    }

    /// The asset's record: the only one as it stands, or one that is made of all
    /// of them. Of contents that an asset can have several of, two or more become
    /// a list. A configuration that is JSON in a string, as in BigQuery, is taken
    /// out of it.
    ///
    /// # Errors
    /// A configuration is a string that holds no JSON object.
    pub fn body(&self, source: &Input<'_>) -> Result<Body, Box<Problem>> {
        let Some(first) = self.0.first() else {
            return Ok(made_body(
                Pieces::of(source.document).finish(),
                Pointer::root(),
                Pointer::root(),
            ));
        };
        let properties = Pointer::parse("/resource/data");
        let literal = self.0.iter().find_map(|part| data_literal(&part.members));
        if let Some(literal) = literal {
            check(source, literal)?;
        }
        if self.0.len() == 1 && literal.is_none() {
            return Ok(first.entry.body(source, properties));
        }
        let mut pieces = Pieces::of(source.document);
        if let (1, Some(literal)) = (self.0.len(), literal) {
            copy(&mut pieces, source, first.entry.text, Some(literal));
        } else {
            self.compose(&mut pieces, source, literal);
        }
        Ok(made_body(
            pieces.finish(),
            first.entry.pointer.clone(),
            properties,
        ))
    }

    fn compose(&self, pieces: &mut Pieces, source: &Input<'_>, literal: Option<&RawValue>) {
        let mut order: Vec<&str> = Vec::new();
        let mut values: BTreeMap<&str, Vec<&'t RawValue>> = BTreeMap::new();
        for (key, value) in self.0.iter().flat_map(|part| part.members.iter()) {
            let known = values.entry(key).or_default();
            if known.is_empty() {
                order.push(key);
            }
            if !known.iter().any(|known| known.get() == value.get()) {
                known.push(value);
            }
        }
        let mut separator = "{";
        for key in order {
            let values = values.get(key).map_or(&[][..], Vec::as_slice);
            let Some(range) = values
                .first()
                .and_then(|value| source.document.range_of(value.get()))
            else {
                continue;
            };
            pieces.made(separator, range.clone());
            pieces.string(key, range.clone());
            pieces.made(":", range.clone());
            separator = ",";
            if LISTED.contains(&key) && values.len() > 1 {
                let mut separator = "[";
                for value in values {
                    pieces.made(separator, range.clone());
                    copy(pieces, source, value.get(), None);
                    separator = ",";
                }
                pieces.made("]", range);
            } else if let Some(value) = values.first() {
                copy(pieces, source, value.get(), literal);
            }
        }
        pieces.made("}", 0..0);
    }
}

/// The configuration, where it is a string.
fn data_literal<'t>(members: &Members<'t>) -> Option<&'t RawValue> {
    let data = members.object("resource")?.get("data")?;
    data.get().starts_with('"').then_some(data)
}

fn check(source: &Input<'_>, literal: &RawValue) -> Result<(), Box<Problem>> {
    let holds_an_object = serde_json::from_str::<String>(literal.get())
        .is_ok_and(|text| Members::parse_last(&text).is_ok());
    if holds_an_object {
        return Ok(());
    }
    Err(Box::new(
        Problem::error("`data` is a string that holds no JSON object")
            .at(source.spot(literal))
            .help("the asset's configuration can't be read: export it again"),
    ))
}

/// Copies a stretch of the document; `literal`, if it lies in it, without its
/// quotes and escapes.
fn copy(pieces: &mut Pieces, source: &Input<'_>, part: &str, literal: Option<&RawValue>) {
    let document: &Arc<Document> = source.document;
    let Some(range) = document.range_of(part) else {
        return;
    };
    let inside = literal
        .and_then(|literal| document.range_of(literal.get()))
        .filter(|inside| range.start <= inside.start && inside.end <= range.end);
    match inside {
        None => pieces.copied(range),
        Some(inside) => {
            pieces.copied(range.start..inside.start);
            pieces.unescaped(inside.clone());
            pieces.copied(inside.end..range.end);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use crate::inventory::detect::reading_of;

    fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::Bool),
            any::<i64>().prop_map(Value::from),
            ".{0,8}".prop_map(Value::String),
        ];
        leaf.prop_recursive(3, 16, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
                prop::collection::btree_map("[a-z\"é/~]{1,4}", inner, 0..4)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_joined_says_what_its_parts_say(
            data in any_value(),
            policy in any_value(),
            related in prop::collection::vec(any_value(), 0..3),
            in_string in any::<bool>(),
        ) {
            let base = json!({"name": "//s/b", "asset_type": "s/B"});
            let part = |key: &str, value: &Value| {
                let mut part = base.clone();
                part[key] = value.clone();
                part.to_string()
            };
            let data = json!({"a": data});
            let written = if in_string { Value::from(data.to_string()) } else { data.clone() };
            let mut lines = vec![
                part("resource", &json!({"version": "v1", "data": written})),
                part("iam_policy", &policy),
            ];
            let mut different: Vec<&Value> = Vec::new();
            for one in &related {
                lines.push(part("related_asset", one));
                if !different.contains(&one) {
                    different.push(one);
                }
            }
            let mut expected = base.clone();
            expected["resource"] = json!({"version": "v1", "data": data});
            expected["iam_policy"] = policy.clone();
            match different.as_slice() {
                [] => {}
                [one] => expected["related_asset"] = (*one).clone(),
                several => expected["related_asset"] = json!(several),
            }
            let reading = reading_of(&lines.join("\n"));
            prop_assert!(reading.problems.is_empty(), "{:?}", reading.problems);
            prop_assert_eq!(reading.resources.len(), 1);
            let made: Value = serde_json::from_str(reading.resources[0].body.text()).unwrap();
            prop_assert_eq!(made, expected);
        }
    }
}
