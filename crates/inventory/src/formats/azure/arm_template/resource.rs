//! The canonical record of one resource of a template, with the places that are unknown
//! before the deployment.

use serde_json::value::RawValue;

use onus_core::decision::Scope;
use onus_core::diagnostic::Diagnostic;
use onus_core::json_pointer::Pointer;
use onus_core::vocabulary::Phase;

use crate::formats::azure::arm_template::deployment_scope::DeploymentScope;
use crate::formats::azure::arm_template::environment::{Environment, member};
use crate::formats::azure::arm_template::expression::is_expression;
use crate::formats::azure::arm_template::name::{Name, path_of};
use crate::formats::azure::arm_template::unknowns::marks_of;
use crate::formats::azure::arm_template::value::Value;
use crate::input::Input;
use crate::json::json_problem::json_problem;
use crate::json::outline::Members;
use crate::resource::{Body, Resource, fold_tags};

/// A resource that holds where its template is deployed, unless it has a `scope`.
const ROLE_ASSIGNMENT: &str = "microsoft.authorization/roleassignments";

/// A resource as the template describes it; its id is only the part after `/providers/`
/// of Azure's own.
///
/// # Errors
/// Its text is nested too deeply.
pub fn described(
    source: &Input<'_>,
    (record, members): (&RawValue, &Members<'_>),
    at: Pointer,
    (kind, name): (&str, &Name),
    deployed_to: Option<DeploymentScope>,
    environment: &Environment<'_>,
) -> Result<Resource, Box<Diagnostic>> {
    let mut marks = marks_of(source.document, record, environment)
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
    let (tags, unknown_tags) = member(members, "tags")
        .map_or_else(Default::default, |(_, part)| known_tags(part, environment));
    marks.unknown.extend(unknown_tags);
    let (kind, path) = path_of(kind, name);
    let properties = member(members, "properties").map_or("properties", |(key, _)| key);
    let range = source.document.range_of(record.get()).unwrap_or_default();
    if kind == ROLE_ASSIGNMENT
        && let Some(scope) = deployed_to
        && member(members, "scope").is_none()
    {
        marks.add_member("scope", scope.id(), &range);
    }
    let (document, range) = match marks.made(source.document, &range) {
        Some(made) => {
            let range = 0..made.text().len();
            (made, range)
        }
        None => (source.document.clone(), range),
    };
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
        subject: None,
        change: None,
        body: Body {
            document,
            range,
            pointer: at,
            properties: Pointer::root().child(properties),
            raw: Pointer::root(),
        },
    })
}

/// The tags whose key and value are known, and the places of the others.
fn known_tags(
    part: &RawValue,
    environment: &Environment<'_>,
) -> (Option<serde_json::Value>, Vec<Pointer>) {
    let all = Pointer::parse("/tags");
    let mut known = serde_json::Map::new();
    let mut unknown = Vec::new();
    let mut add = |key: &str, value: &Value| match value.as_json() {
        Some(value) => {
            known.insert(key.to_owned(), value);
        }
        None => unknown.push(all.child(key)),
    };
    if let Ok(members) = Members::parse(part.get()) {
        for (key, part) in members.iter().filter(|(key, _)| !is_expression(key)) {
            add(key, &environment.value(part));
        }
        if members.iter().any(|(key, _)| is_expression(key)) {
            unknown.push(all);
        }
    } else {
        match environment.value(part) {
            Value::Object(members) => {
                for (key, value) in &members {
                    add(key, value);
                }
            }
            Value::Unknown(_) | Value::Symbol(_) => unknown.push(all),
            _ => {}
        }
    }
    (Some(serde_json::Value::Object(known)), unknown)
}

#[cfg(test)]
mod tests {
    use crate::detect::reading_of;

    use super::*;

    #[test]
    fn unknown_tags_are_omitted() {
        let split = |tags: &str| {
            let text = format!(
                r#"{{"$schema": "https://x/deploymentTemplate.json#",
                    "parameters": {{"tags": {{"type": "object", "defaultValue": {{"a": "b", "n": 1, "late": "[d()]"}}}}}},
                    "resources": [{{"type": "A.B/c", "name": "x", "tags": {tags}}}]}}"#
            );
            let mut reading = reading_of(&text);
            let resource = reading.resources.remove(0);
            let unknown: Vec<String> = resource.unknown.iter().map(Pointer::to_string).collect();
            (resource.tags, unknown)
        };
        let (known, unknown) =
            split(r#"{"a": "b", "c": "[d()]", "[e()]": "f", "g": "[toUpper('h')]"}"#);
        assert_eq!(known.len(), 2);
        assert_eq!(known.get("g").map(String::as_str), Some("H"));
        assert!(unknown.contains(&"/tags/c".to_owned()) && unknown.contains(&"/tags".to_owned()));
        let (known, unknown) = split("\"[parameters('tags')]\"");
        assert_eq!(known.len(), 2);
        assert_eq!(unknown, ["/raw/tags/late", "/tags/late"]);
        assert_eq!(split("\"[f()]\"").1, ["/raw/tags", "/tags"]);
        assert!(split("null").0.is_empty());
    }
}
