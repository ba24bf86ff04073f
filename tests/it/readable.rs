//! What readers make of inventories that look like something else: read where they can be
//! read, and named where they can't.

use serde_json::{Value as Json, json};

use crate::sandbox::{Sandbox, text};

fn storage(actions: &[&str], before: &Json, after: &Json) -> Json {
    json!({
        "address": "azurerm_storage_account.a", "mode": "managed", "type": "azurerm_storage_account",
        "name": "a", "provider_name": "registry.terraform.io/hashicorp/azurerm",
        "change": {"actions": actions, "before": before, "after": after, "after_unknown": {}},
    })
}

fn plan(changes: &[Json], drift: &[Json]) -> String {
    json!({
        "format_version": "1.2", "resource_changes": changes, "resource_drift": drift,
        "prior_state": {},
    })
    .to_string()
}

#[test]
fn a_run_without_a_resource_says_why() {
    let open = json!({"name": "a", "https_traffic_only_enabled": false});
    let destroyed = plan(&[storage(&["delete"], &open, &Json::Null)], &[]);
    let gone = plan(&[storage(&["no-op"], &Json::Null, &Json::Null)], &[]);
    let refresh = plan(&[], &[]);
    for (inventory, message) in [
        (destroyed.as_str(), "this plan only destroys 1 resource"),
        (gone.as_str(), "1 gone already"),
        (refresh.as_str(), "it is only a refresh"),
        (r#"{"Resources": {}}"#, "the template declares no resource"),
        (
            r#"{"$schema": "https://x/deploymentTemplate.json#", "resources": []}"#,
            "the template declares no resource",
        ),
    ] {
        let ran = Sandbox::with("inventory.json", inventory).eval(&["inventory.json"]);
        let messages = ran.messages();
        assert_eq!(ran.code, 3, "{messages}");
        assert!(messages.contains(message), "{messages}");
        assert!(!messages.contains("missing permission"), "{messages}");
    }
}

#[test]
fn drift_is_decided_where_the_plan_has_no_change() {
    let open = json!({"name": "a", "https_traffic_only_enabled": false});
    let closed = json!({"name": "a", "https_traffic_only_enabled": true});
    let drift = [storage(&["update"], &closed, &open)];
    let arguments = ["plan.json", "--select", "AZ-STORAGE-001"];
    let (code, decisions) = Sandbox::with("plan.json", plan(&[], &drift)).decide(&arguments);
    assert_eq!((code, decisions.len()), (1, 1));
    assert_eq!(text(&decisions[0], "/status"), "violated");
    // The plan brings it back.
    let fixed = [storage(&["update"], &open, &closed)];
    let (code, decisions) = Sandbox::with("plan.json", plan(&fixed, &drift)).decide(&arguments);
    assert_eq!((code, decisions.len()), (0, 1));
}

const REGISTRY: &str = r#"{ // a comment
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "parameters": {"admin": {"type": "bool", "defaultValue": false}}, /* and
  another */
  "resources": [{"type": "Microsoft.ContainerRegistry/registries", "apiVersion": "2023-07-01", "name": "r",
    "properties": {"adminUserEnabled": "[parameters('admin')]"}}]
}"#;

#[test]
fn the_values_of_a_parameter_file_are_never_ignored_silently() {
    const SCHEMA: &str = r#""$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#""#;
    let run = |parameters: &str| {
        let sandbox = Sandbox::with("main.json", REGISTRY).file("p.json", parameters);
        let arguments = [
            "main.json",
            "--parameters",
            "p.json",
            "--select",
            "AZ-ACR-001",
        ];
        let (_, decisions) = sandbox.decide(&arguments);
        assert_eq!(decisions[0]["resource"]["source"]["line"], 5);
        (
            text(&decisions[0], "/status"),
            sandbox.eval(&arguments).messages(),
        )
    };
    for more in [
        r#""extensionConfigs": {}"#,
        r#""externalInputDefinitions": {}"#,
        r#""usingConfig": {"name": "stack"}"#,
        r#""anything": 1"#,
        r#""contentVersion": "1.0.0.0" // comment"#,
    ] {
        let (status, messages) = run(&format!(
            "{{{SCHEMA}, \"parameters\": {{\"admin\": {{\"value\": true}}}}, {more}\n}}"
        ));
        assert_eq!(status, "violated", "{more}: {messages}");
        assert!(!messages.contains("ignored"), "{messages}");
    }
    let (status, messages) = run(r#"{"parameters": {"value": 1}, "size": 2}"#);
    assert_eq!(status, "satisfied");
    assert!(messages.contains("their values are ignored"), "{messages}");
}

#[test]
fn objects_of_an_openshift_template_are_decided() {
    let template = json!({
        "apiVersion": "template.openshift.io/v1", "kind": "Template", "metadata": {"name": "t"},
        "parameters": [{"name": "TAG", "value": "latest"}, {"name": "IMAGE"}],
        "objects": [
            {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "a"},
             "spec": {"template": {"spec": {"containers": [{"name": "c", "image": "nginx:${TAG}"}]}}}},
            {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "b"},
             "spec": {"template": {"spec": {"containers": [{"name": "c", "image": "${IMAGE}"}]}}}},
        ],
    });
    let sandbox = Sandbox::with("template.json", template.to_string());
    let (_, decisions) = sandbox.decide(&["template.json", "--select", "K8S-IMAGE-003"]);
    let mut found: Vec<(String, String)> = decisions
        .iter()
        .map(|decision| (text(decision, "/resource/name"), text(decision, "/status")))
        .collect();
    found.sort();
    let expected = [("a", "violated"), ("b", "unknown")];
    assert_eq!(
        found,
        expected.map(|(name, status)| (name.to_owned(), status.to_owned()))
    );
}
