//! Property names of Azure resources have no case.

use serde_json::{Map, Value as Json, json};

use crate::sandbox::{Sandbox, text};
use crate::support::root;

/// The same inventory with upper and lower case swapped in all property names of its
/// resources.
fn swapped(value: &Json, is_inside: bool) -> Json {
    /// Objects whose members have names that people chose.
    const CHOSEN: [&str; 2] = ["tags", "userAssignedIdentities"];
    let swap = |key: &str| -> String {
        key.chars()
            .map(|letter| match letter.is_ascii_lowercase() {
                true => letter.to_ascii_uppercase(),
                false => letter.to_ascii_lowercase(),
            })
            .collect()
    };
    match value {
        Json::Array(items) => items.iter().map(|item| swapped(item, is_inside)).collect(),
        Json::Object(members) => members
            .iter()
            .map(|(key, value)| {
                let is_configuration = ["properties", "sku", "identity"].contains(&key.as_str());
                let value = match CHOSEN.contains(&key.as_str()) {
                    true => value.clone(),
                    false => swapped(value, is_inside || is_configuration),
                };
                let is_expression = key.starts_with(['[', '/']);
                match is_inside && !is_expression {
                    true => (swap(key), value),
                    false => (key.clone(), value),
                }
            })
            .collect::<Map<String, Json>>()
            .into(),
        other => other.clone(),
    }
}

/// Each decision with its status and the pointers of its findings.
fn decisions(name: &str, inventory: &Json) -> Vec<(String, String, String, Vec<String>)> {
    let sandbox = Sandbox::with(name, inventory.to_string());
    let (_, decisions) = sandbox.decide(&[name]);
    let mut decisions: Vec<_> = decisions
        .iter()
        .map(|decision| {
            let findings = decision["findings"].as_array().unwrap();
            (
                text(decision, "/resource/id"),
                text(decision, "/control/id"),
                text(decision, "/status"),
                findings
                    .iter()
                    .map(|finding| finding["pointer"].to_string())
                    .collect(),
            )
        })
        .collect();
    decisions.sort();
    decisions
}

#[test]
fn the_case_of_property_names_changes_no_decision() {
    for path in [
        "azure-resource-graph/contoso.json",
        "azure-resource-graph/rest-page.json",
        "arm-list/mixed.json",
        "arm-list/storage-accounts.json",
        "arm-template/contoso-payments.json",
        "arm-template/contoso-payments-symbolic.json",
    ] {
        let original = std::fs::read_to_string(root().join("inputs").join(path)).unwrap();
        let original: Json = serde_json::from_str(&original).unwrap();
        let expected = decisions("export.json", &original);
        let found = decisions("export.json", &swapped(&original, false));
        assert!(expected.len() > 10, "{path}");
        assert_eq!(found, expected, "{path}");
    }
}

#[test]
fn two_names_that_differ_only_in_case_are_unknown_with_a_warning() {
    let inventory = json!([{
        "id": "/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerRegistry/registries/r",
        "type": "microsoft.containerregistry/registries", "name": "r",
        "properties": {"adminUserEnabled": false, "AdminUserEnabled": true},
    }]);
    let sandbox = Sandbox::with("export.json", inventory.to_string());
    let arguments = ["export.json", "--select", "AZ-ACR-001"];
    let (code, decisions) = sandbox.decide(&arguments);
    assert_eq!(code, 1);
    assert_eq!(text(&decisions[0], "/status"), "unknown");
    let messages = sandbox.eval(&arguments).messages();
    assert!(messages.contains("adminUserEnabled"), "{messages}");
}
