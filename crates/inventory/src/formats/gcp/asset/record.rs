//! The record of an asset, made of all its records.

use std::collections::{BTreeMap, HashSet};

use serde_json::value::RawValue;

use onus_core::derived_text::Pieces;
use onus_core::diagnostic::Diagnostic;
use onus_core::json_pointer::Pointer;

use crate::formats::gcp::asset::merge::{Group, Part, is_listed, snake};
use crate::input::Input;
use crate::json::outline::Members;
use crate::json::records::made_body;
use crate::resource::Body;

/// The asset's record: its only record as it is, or a derived one with copies from all
/// records, each from its own file. If there are two or more of a content of which an
/// asset can have several, they become a list. A configuration that is JSON in a string,
/// as in BigQuery, is parsed.
///
/// # Errors
/// A configuration is a string without a JSON object.
pub fn body(group: &Group<'_, '_>) -> Result<Body, Box<Diagnostic>> {
    let properties = Pointer::parse("/resource/data");
    let anchor = group.anchor();
    let literal = group.parts().find_map(|part| {
        let literal = data_literal(&part.members)?;
        Some((part, literal))
    });
    if let Some((part, literal)) = literal {
        check(part.source, literal)?;
    }
    let literal = literal.map(|(_, literal)| literal);
    let is_alone = group.parts().nth(1).is_none();
    if is_alone && literal.is_none() {
        return Ok(anchor.entry.body(anchor.source, properties));
    }
    let mut pieces = Pieces::of(anchor.source.document);
    if is_alone {
        copy(&mut pieces, anchor.source, anchor.entry.text, literal);
    } else {
        compose(&mut pieces, group, literal);
    }
    Ok(made_body(
        pieces.finish(),
        anchor.entry.pointer.clone(),
        properties,
    ))
}

fn compose<'p, 't>(pieces: &mut Pieces, group: &Group<'p, 't>, literal: Option<&RawValue>) {
    let mut order: Vec<&'p str> = Vec::new();
    let mut values: BTreeMap<&'p str, Vec<(&'p Part<'t>, &'t RawValue)>> = BTreeMap::new();
    let mut seen: HashSet<(&'p str, &'t str)> = HashSet::new();
    for part in group.parts() {
        for (key, value) in part.members.iter() {
            let known = values.entry(key).or_default();
            if known.is_empty() {
                order.push(key);
            }
            if seen.insert((key, value.get())) {
                known.push((part, value));
            }
        }
    }
    // The place of the complete record is that of the asset's own record.
    let anchor = group.anchor();
    let range_of_record = anchor.source.document.range_of(anchor.entry.text);
    let range_of_record = range_of_record.unwrap_or_default();
    pieces.made(
        "{",
        range_of_record.start..(range_of_record.start + 1).min(range_of_record.end),
    );
    let mut separator = "";
    for key in order {
        let values = values.get(key).map_or(&[][..], Vec::as_slice);
        let is_list = values.len() > 1 && is_listed(&snake(key));
        let count = if is_list { values.len() } else { 1 };
        let mut opening = format!(
            "{separator}{}:{}",
            serde_json::Value::from(key),
            if is_list { "[" } else { "" }
        );
        let mut range = 0..0;
        for (part, value) in values.iter().take(count) {
            range = part
                .source
                .document
                .range_of(value.get())
                .unwrap_or_default();
            pieces.turn_to(part.source.document);
            pieces.made(&opening, range.clone());
            copy(pieces, part.source, value.get(), literal);
            ",".clone_into(&mut opening);
        }
        if is_list {
            pieces.made("]", range);
        }
        separator = ",";
    }
    pieces.turn_to(anchor.source.document);
    pieces.made("}", range_of_record.end..range_of_record.end);
}

/// The configuration, where it is a string.
fn data_literal<'t>(members: &Members<'t>) -> Option<&'t RawValue> {
    let data = members.object("resource")?.get("data")?;
    data.get().starts_with('"').then_some(data)
}

fn check(source: &Input<'_>, literal: &RawValue) -> Result<(), Box<Diagnostic>> {
    let is_object = serde_json::from_str::<String>(literal.get())
        .is_ok_and(|text| Members::parse_last(&text).is_ok());
    if is_object {
        return Ok(());
    }
    Err(Box::new(
        Diagnostic::error("`data` is a string that holds no JSON object")
            .at(source.spot(literal))
            .help("the asset's configuration can't be read: export it again"),
    ))
}

/// Copies a part of the document; a part of the string `literal` without its quotes and
/// escapes.
fn copy(pieces: &mut Pieces, source: &Input<'_>, part: &str, literal: Option<&RawValue>) {
    let document = source.document;
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
    use std::sync::Arc;

    use proptest::prelude::*;
    use serde_json::{Value, json};

    use crate::detect::read_documents;
    use crate::extent::Extent;
    use crate::input::ReadOptions;
    use crate::resource::Resource;
    use onus_core::diagnostic::Level;
    use onus_core::document::Document;
    use onus_core::json_pointer::Pointer;

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
        fn a_joined_record_has_the_contents_of_its_parts(
            data in any_value(),
            policy in any_value(),
            related in prop::collection::vec(any_value(), 0..3),
            in_string in any::<bool>(),
            cut in any::<prop::sample::Index>(),
            policy_first in any::<bool>(),
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
            if policy_first {
                lines.swap(0, 1);
            }
            // In one file, or in two.
            let files = lines.split_at(1 + cut.index(lines.len()));
            let documents: Vec<Arc<Document>> = [files.0, files.1]
                .iter()
                .filter(|lines| !lines.is_empty())
                .map(|lines| Arc::new(Document::new("t.json", lines.join("\n"))))
                .collect();
            let (readings, _) =
                read_documents(&documents, Extent::Complete, &ReadOptions::default());
            let mut problems = readings.iter().flat_map(|reading| &reading.problems);
            prop_assert!(problems.all(|problem| problem.level == Level::Warning));
            let resources: Vec<&Resource> =
                readings.iter().flat_map(|reading| &reading.resources).collect();
            prop_assert_eq!(resources.len(), 1);
            let body = &resources[0].body;
            let made: Value = serde_json::from_str(body.text()).unwrap();
            prop_assert_eq!(made, expected);
            // Each part is found in the file that it was copied from.
            let place = body.place(&Pointer::parse("/iam_policy"));
            prop_assert!(place.exact);
            prop_assert_eq!(place.document.slice(&place.range), policy.to_string());
            let (file, range) = body.start();
            prop_assert!(file.slice(&range).contains("\"resource\""));
            prop_assert!(documents.iter().any(|document| Arc::ptr_eq(document, &file)));
        }
    }
}
