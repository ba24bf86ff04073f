//! The canonical record of one resource of a template, with what is not known of
//! it before it is deployed.

use serde_json::Value;
use serde_json::value::RawValue;

use crate::decision::Scope;
use crate::pointer::Pointer;
use crate::problem::Problem;
use crate::vocabulary::Phase;

use super::arm_expression::{Environment, is_expression, member};
use super::arm_marks::marks_of;
use super::arm_name::{Name, path_of};
use super::reader::{Input, json_problem};
use super::resource::{Body, Resource, fold_tags};
use super::sketch::Members;

/// A resource as the template describes it; its id is only what Azure's own would
/// have behind `/providers/`.
///
/// # Errors
/// Its text is nested too deeply, or its tags are not JSON that can be read.
pub fn described(
    source: &Input<'_>,
    (record, members): (&RawValue, &Members<'_>),
    at: Pointer,
    (kind, name): (&str, &Name),
    environment: &Environment<'_>,
) -> Result<Resource, Box<Problem>> {
    let mut marks = marks_of(record, environment)
        .map_err(|error| json_problem(source.document, record.get(), &error))?;
    if !name.resolved {
        marks.unknown.push(Pointer::parse("/name"));
    }
    let location = match environment.text_of(members, "location") {
        Some((_, None)) => {
            marks.unknown.push(Pointer::parse("/location"));
            None
        }
        Some((_, value)) => value,
        None => None,
    };
    let tags: Option<Value> = match member(members, "tags") {
        Some((_, part)) => source.parse(part)?,
        None => None,
    };
    let (tags, unknown_tags) = known_tags(tags);
    marks.unknown.extend(unknown_tags);
    let (kind, path) = path_of(kind, name);
    let properties = member(members, "properties").map_or("properties", |(key, _)| key);
    Ok(Resource {
        id: path,
        kind,
        name: name.text.clone(),
        provider: "azure".to_owned(),
        location,
        scope: Scope::default(),
        tags: fold_tags(tags.as_ref()),
        phase: Phase::Template,
        model: None,
        unknown: marks.unknown,
        sensitive: marks.sensitive,
        claims: Vec::new(),
        aliases: Vec::new(),
        edges: Vec::new(),
        body: Body {
            document: source.document.clone(),
            range: source.document.range_of(record.get()).unwrap_or_default(),
            pointer: at,
            properties: Pointer::root().child(properties),
            raw: Pointer::root(),
        },
    })
}

/// The tags whose key and value are no expressions, and the places of the others.
fn known_tags(tags: Option<Value>) -> (Option<Value>, Vec<Pointer>) {
    let all = Pointer::parse("/tags");
    match tags {
        Some(Value::String(text)) if is_expression(&text) => (None, vec![all]),
        Some(Value::Object(tags)) => {
            let mut unknown = Vec::new();
            let known = tags
                .into_iter()
                .filter(|(key, value)| {
                    if is_expression(key) {
                        unknown.push(all.clone());
                        return false;
                    }
                    let left = value.as_str().is_some_and(is_expression);
                    if left {
                        unknown.push(all.child(key));
                    }
                    !left
                })
                .collect();
            (Some(Value::Object(known)), unknown)
        }
        other => (other, Vec::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_that_are_expressions_are_dropped_and_unknown() {
        let split = |tags: Value| {
            let (known, unknown) = known_tags(Some(tags));
            let unknown: Vec<String> = unknown.iter().map(Pointer::to_string).collect();
            (fold_tags(known.as_ref()), unknown)
        };
        let (known, unknown) = split(serde_json::json!({"a": "b", "c": "[d()]", "[e()]": "f"}));
        assert_eq!(known.len(), 1);
        assert!(unknown.contains(&"/tags/c".to_owned()) && unknown.contains(&"/tags".to_owned()));
        let (known, unknown) = split(serde_json::json!("[parameters('tags')]"));
        assert!(known.is_empty());
        assert_eq!(unknown, ["/tags"]);
    }
}
