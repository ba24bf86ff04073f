//! Lost values: values that a tool cut off or replaced before the inventory was written.
//! Their places are unknown, in every format.

use serde_json::Value;

use onus_core::json_pointer::Pointer;

use crate::powershell_depth;
use crate::resource::Body;

/// Strings that tools write in place of a value: Terraform and Pulumi for values that are
/// unknown or hidden, others for values that they cut off.
const PLACEHOLDERS: [&str; 11] = [
    "(known after apply)",
    "(sensitive value)",
    "(truncated)",
    "<computed>",
    "<sensitive>",
    "<truncated>",
    "[secret]",
    "[truncated]",
    "@{...}",
    "...",
    "…",
];

/// Prefixes of Terraform expressions that replace a value.
const EXPRESSIONS: [&str; 4] = ["${var.", "${local.", "${data.", "${module."];

/// The places of lost values, as policies see them in `input`.
pub fn places_in(body: &Body) -> Vec<Pointer> {
    let text = body.text();
    let mut found = Vec::new();
    for place in powershell_depth::places(text)
        .into_iter()
        .chain(placeholders(text))
    {
        // Tags are a part of the header, not of the configuration.
        if let Some(tags) = place.strip(&body.raw)
            && let Some(first @ ("tags" | "labels")) = tags.segments().next()
        {
            let below = tags
                .strip(&Pointer::root().child(first))
                .unwrap_or_default();
            found.push(Pointer::root().child("tags").join(&below));
        }
        found.push(body.input_pointer(&place));
    }
    found
}

fn placeholders(text: &str) -> Vec<Pointer> {
    let mut found = Vec::new();
    // Only the few texts that can contain such a value are parsed.
    let mut prefixes = PLACEHOLDERS.iter().chain(&EXPRESSIONS);
    if (prefixes.any(|begin| text.contains(begin))
        || text.contains(")]\"")
        || text.contains("\\u2026"))
        && let Ok(value) = serde_json::from_str(text)
    {
        walk(&value, &Pointer::root(), &mut found);
    }
    found
}

/// Whether the string replaces an unknown value.
fn is_lost(text: &str) -> bool {
    PLACEHOLDERS.contains(&text)
        || is_arm_expression(text)
        || (text.ends_with('}') && EXPRESSIONS.iter().any(|begin| text.starts_with(begin)))
}

/// Whether the string is a call of a template function of ARM, such as
/// `[parameters('x')]`. Readers of templates have evaluated these where they could.
fn is_arm_expression(text: &str) -> bool {
    let inside = text
        .strip_prefix('[')
        .and_then(|text| text.strip_suffix(']'));
    inside
        .and_then(|inside| inside.split_once('('))
        .is_some_and(|(function, rest)| {
            !function.is_empty()
                && function
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || c == '.')
                && rest.contains(')')
        })
}

fn walk(value: &Value, at: &Pointer, found: &mut Vec<Pointer>) {
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                walk(item, &at.child(index.to_string()), found);
            }
        }
        Value::Object(members) => {
            // Definitions of policies contain expressions of their own.
            for (key, member) in members.iter().filter(|(key, _)| *key != "policyRule") {
                walk(member, &at.child(key), found);
            }
        }
        Value::String(text) if is_lost(text) => found.push(at.clone()),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::reading_of;

    #[test]
    fn lost_values_are_unknown_in_every_format() {
        let lost = [
            "@{a=b}",
            "System.Object[]",
            "(known after apply)",
            "...",
            "\\u2026",
            "[parameters('x')]",
            "${var.x}",
        ];
        for lost in lost {
            for text in [
                format!(
                    r#"{{"id": "a", "type": "t", "provider": "p", "properties": {{"x": ["{lost}"]}}}}"#
                ),
                format!(
                    r#"[{{"id": "/subscriptions/s/resourceGroups/g/providers/A.B/c/d", "type": "A.B/c", "name": "d", "properties": {{"x": ["{lost}"]}}}}]"#
                ),
                format!(
                    r#"{{"version": 4, "terraform_version": "1.9.0", "serial": 1, "lineage": "l", "resources": [{{"mode": "managed", "type": "t_x", "name": "a", "provider": "provider[\"registry.terraform.io/hashicorp/t\"]", "instances": [{{"attributes": {{"x": ["{lost}"]}}}}]}}]}}"#
                ),
                format!(
                    r#"{{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {{"name": "a"}}, "data": {{"x": ["{lost}"]}}}}"#
                ),
            ] {
                let reading = reading_of(&text);
                let unknown = &reading.resources[0].unknown;
                let found = unknown
                    .iter()
                    .any(|place| place.to_string().ends_with("/x/0"));
                assert!(found, "{text}: {unknown:?}");
            }
        }
    }

    #[test]
    fn lost_tags_are_unknown_tags() {
        let record = r#"{"id": "a", "type": "t", "provider": "p", "properties": {}, "tags": {"o": "@{a=b}"}}"#;
        let unknown = &reading_of(record).resources[0].unknown;
        assert_eq!(unknown.first(), Some(&Pointer::parse("/tags/o")));
    }

    #[test]
    fn other_strings_are_values() {
        for text in [
            r#"{"a": "....", "b": "to be (truncated)", "...": 1}"#,
            r#"{"a": "[x]", "b": "[[concat('a')]", "c": "see [a](b)", "d": "a ${var.x} b"}"#,
            r#"{"policyRule": {"then": {"effect": "[parameters('effect')]"}}}"#,
        ] {
            assert!(placeholders(text).is_empty(), "{text}");
        }
    }
}
