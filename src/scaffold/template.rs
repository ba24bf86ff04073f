//! Templates of a new control.

use serde_json::Value as Json;

use crate::json_pointer::Pointer;

use super::Draft;

/// The policy, and the number of the line that says what has to hold.
pub fn control(draft: &Draft) -> (String, usize) {
    let [folder, name] = draft.id.package();
    let keys = &draft.setting.keys;
    let wanted = written(&draft.setting.value);
    let pointer = keys
        .iter()
        .fold(Pointer::parse("/properties"), |at, key| at.child(key));
    let types: Vec<String> = draft.types.iter().map(|kind| quoted(kind)).collect();
    let links: String = draft
        .types
        .iter()
        .filter_map(|kind| documentation(kind))
        .map(|link| format!("# - ref: {}\n", quoted(&link)))
        .collect();
    let links = match links.as_str() {
        "" => String::new(),
        links => format!("# related_resources:\n{links}"),
    };
    let setting = keys.join(".");
    let text = format!(
        "# METADATA
# title: {title}
# description: Say here what goes wrong otherwise.
{links}# custom:
#   id: {id}
#   severity: {severity}
#   layer: {layer}
#   resources: [{types}]
#   remediation:
#     summary: {summary}
package {folder}.{name}

# What the resource says. A setting that is absent, or null, is not what it should be:
# where the provider has a default that is right, say so here.
default setting := null

setting := input.properties{path}

deny contains finding if {{
	setting != {wanted}
	finding := {{
		\"message\": {message},
		\"pointer\": {pointer},
		\"expected\": {wanted},
	}}
}}
",
        title = quoted(&format!("{setting} is {wanted}")),
        id = draft.id,
        severity = draft.severity,
        layer = draft.layer,
        types = types.join(", "),
        summary = quoted(&format!("Set {setting} to {wanted}.")),
        path = path(keys),
        message = quoted(&format!("{setting} is not what it should be")),
        pointer = quoted(&pointer.to_string()),
    );
    let line = text
        .lines()
        .position(|line| line.starts_with("\tsetting != "))
        .map_or(1, |line| line + 1);
    (text, line)
}

/// Tests of the policy: what is right, what is wrong, and what is not said.
pub fn tests(draft: &Draft) -> String {
    let [folder, name] = draft.id.package();
    let input = |value: &Json| {
        let keys = draft.setting.keys.iter().map(String::as_str).rev();
        let nested = keys
            .chain(["properties"])
            .fold(value.clone(), |inner, key| {
                Json::Object([(key.to_owned(), inner)].into_iter().collect())
            });
        written(&nested)
    };
    let right = input(&draft.setting.value);
    let wrong = input(&another(&draft.setting.value));
    let absent = "{\"properties\": {}}";
    format!(
        "package {folder}.{name}_test

import data.{folder}.{name}

test_what_is_right_allows if {{
	count({name}.deny) == 0 with input as {right}
}}

test_what_is_wrong_denies if {{
	count({name}.deny) == 1 with input as {wrong}
}}

test_what_is_absent_denies if {{
	count({name}.deny) == 1 with input as {absent}
}}
"
    )
}

/// Another value of the same kind.
fn another(value: &Json) -> Json {
    match value {
        Json::Bool(value) => Json::Bool(!value),
        Json::String(text) => Json::String(format!("not {text}")),
        Json::Number(number) if number.as_i64() == Some(0) => Json::from(1),
        Json::Number(_) => Json::from(0),
        _ => Json::Bool(true),
    }
}

/// A value as Rego, which takes JSON, spaced as formatters do it.
fn written(value: &Json) -> String {
    match value {
        Json::Object(members) => {
            let members: Vec<String> = members
                .iter()
                .map(|(key, value)| format!("{}: {}", quoted(key), written(value)))
                .collect();
            format!("{{{}}}", members.join(", "))
        }
        value => value.to_string(),
    }
}

/// A text as Rego and YAML both take it.
fn quoted(text: &str) -> String {
    Json::from(text).to_string()
}

/// Keys behind a reference.
fn path(keys: &[String]) -> String {
    keys.iter()
        .map(|key| match is_name(key) {
            true => format!(".{key}"),
            false => format!("[{}]", quoted(key)),
        })
        .collect()
}

/// Words of Rego; not every engine takes them behind a dot.
const KEYWORDS: [&str; 16] = [
    "as", "contains", "data", "default", "else", "every", "false", "if", "import", "in", "input",
    "not", "null", "package", "some", "true",
];

fn is_name(key: &str) -> bool {
    !KEYWORDS.contains(&key)
        && key.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && key
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// The provider's page about a type, where its address follows from the name.
fn documentation(kind: &str) -> Option<String> {
    if kind.contains(['*', '?', '[', '{', ' ']) {
        return None;
    }
    let lower = kind.to_ascii_lowercase();
    if lower.starts_with("microsoft.") {
        return Some(format!(
            "https://learn.microsoft.com/azure/templates/{lower}"
        ));
    }
    let (provider, name) = lower.split_once('_')?;
    let repository = match provider {
        "azurerm" | "aws" | "google" => provider,
        _ => return None,
    };
    Some(format!(
        "https://registry.terraform.io/providers/hashicorp/{repository}/latest/docs/resources/{name}"
    ))
}
