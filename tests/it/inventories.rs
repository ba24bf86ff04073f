//! Inventories for tests: Terraform plans and ARM templates with the resources that
//! a test needs.

use serde_json::{Value as Json, json};

/// A plan with these resource changes, and the references of its configuration as
/// `(type, name, argument, references)`.
pub fn plan(
    changes: &[(&str, &str, Json, Json)],
    references: &[(&str, &str, &str, &[&str])],
) -> String {
    let changes: Vec<Json> = changes
        .iter()
        .map(|(kind, name, after, unknown)| {
            json!({
                "address": format!("{kind}.{name}"), "mode": "managed", "type": kind, "name": name,
                "provider_name": if kind.starts_with("aws") {
                    "registry.terraform.io/hashicorp/aws"
                } else {
                    "registry.terraform.io/hashicorp/azurerm"
                },
                "change": {"actions": ["create"], "before": null, "after": after, "after_unknown": unknown,
                    "before_sensitive": false, "after_sensitive": {}},
            })
        })
        .collect();
    let mut resources: Vec<Json> = Vec::new();
    for change in &changes {
        let expressions: serde_json::Map<String, Json> = references
            .iter()
            .filter(|(kind, name, ..)| change["type"] == *kind && change["name"] == *name)
            .map(|(_, _, argument, to)| ((*argument).to_owned(), json!({"references": to})))
            .collect();
        resources.push(json!({
            "address": change["address"], "mode": "managed", "type": change["type"],
            "name": change["name"], "expressions": expressions, "schema_version": 0,
        }));
    }
    let plan = json!({
        "format_version": "1.2", "terraform_version": "1.9.0",
        "resource_changes": changes,
        "configuration": {"root_module": {"resources": resources}},
    });
    serde_json::to_string_pretty(&plan).unwrap()
}

/// An ARM template with these resources.
pub fn template(resources: &[Json]) -> String {
    serde_json::to_string_pretty(&json!({
        "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
        "contentVersion": "1.0.0.0",
        "parameters": {
            "prefix": {"type": "string", "defaultValue": "shop"},
            "subnetId": {"type": "string"},
        },
        "variables": {"nic": "[concat(parameters('prefix'), '-nic')]"},
        "resources": resources,
    }))
    .unwrap()
}
