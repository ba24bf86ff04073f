//! Secrets and terminal escapes in what `onus eval` prints.

use serde_json::{Value as Json, json};

use crate::sandbox::{Sandbox, account, control, export};

/// A plan with one storage account.
pub fn plan(after: &Json, unknown: &Json, sensitive: &Json) -> String {
    serde_json::to_string_pretty(&json!({
        "format_version": "1.2",
        "terraform_version": "1.9.8",
        "planned_values": {"root_module": {"resources": []}},
        "resource_changes": [{
            "address": "azurerm_storage_account.this",
            "mode": "managed",
            "type": "azurerm_storage_account",
            "name": "this",
            "provider_name": "registry.terraform.io/hashicorp/azurerm",
            "change": {
                "actions": ["create"],
                "before": null,
                "after": after,
                "after_unknown": unknown,
                "before_sensitive": false,
                "after_sensitive": sensitive,
            },
        }],
        "configuration": {},
    }))
    .unwrap()
}

#[test]
fn secrets_are_shown_in_no_format() {
    let secret = "correct-horse-battery-staple";
    // It is not marked, but its name is telling.
    let telling = "swordfish-and-chips";
    let quoting = control(
        "acme.quoting",
        "ACME-QUOTE-001",
        "[azurerm_storage_account]",
        "deny contains finding if {
	finding := {
		\"message\": sprintf(\"the words are %s and %v and %s\", [input.properties.custom_words, input.properties.nested, input.properties.admin_password]),
		\"pointer\": \"/properties/custom_words\",
		\"expected\": sprintf(\"not %s\", [input.properties.custom_words]),
	}
}

deny contains sprintf(\"upper: %s\", [json.marshal(input.properties)])
",
    );
    let sandbox = Sandbox::with(
        "plan.json",
        plan(
            &json!({"name": "stplan", "custom_words": secret, "nested": {"words": [secret]}, "admin_password": telling}),
            &json!({}),
            &json!({"custom_words": true, "nested": true}),
        ),
    )
    .file("quoting.rego", quoting);
    let ran = sandbox.eval(&[
        "plan.json",
        "--policy",
        "quoting.rego",
        "--select",
        "ACME-QUOTE-001",
        "-v",
        "-o",
        "pretty",
        "-o",
        "json=out.json",
        "-o",
        "ndjson=out.ndjson",
    ]);
    assert_eq!(ran.code, 1, "{}", ran.transcript());
    for (name, shown) in [
        ("pretty", &ran.stdout),
        ("messages", &ran.stderr),
        ("json", &sandbox.read("out.json")),
        ("ndjson", &sandbox.read("out.ndjson")),
    ] {
        assert!(!shown.contains(secret), "{name} shows the secret:\n{shown}");
        assert!(
            !shown.contains(telling),
            "{name} shows the secret:\n{shown}"
        );
    }
    assert!(ran.stdout.contains("(withheld)"), "{}", ran.stdout);
}

/// Terraform writes a plan on one line, where a frame shows the neighbours of the
/// place that it is about.
#[test]
fn secrets_beside_a_finding_or_behind_a_switch_are_hidden_too() {
    let secrets = ["wisteria", "magnolia", "Unmanaged"];
    let plan = json!({
        "format_version": "1.2",
        "terraform_version": "1.9.8",
        "planned_values": {"root_module": {}},
        "resource_changes": [{
            "address": "azurerm_kubernetes_cluster.this",
            "mode": "managed",
            "type": "azurerm_kubernetes_cluster",
            "name": "this",
            "provider_name": "registry.terraform.io/hashicorp/azurerm",
            "change": {
                "actions": ["update"],
                "before": {"flower": secrets[0]},
                "after": {
                    "flower": secrets[1],
                    "node_os_upgrade_channel": secrets[2],
                    "plain": "a rose",
                },
                "after_unknown": {},
                "before_sensitive": {"flower": true},
                "after_sensitive": {"flower": true, "node_os_upgrade_channel": true},
            },
        }],
        "configuration": {},
    });
    let sandbox = Sandbox::with("plan.json", plan.to_string()).file(
        "plain.rego",
        control(
            "acme.plain",
            "ACME-PLAIN-001",
            "[azurerm_kubernetes_cluster]",
            "deny contains {\"message\": \"too plain\", \"pointer\": \"/properties/plain\"}",
        ),
    );
    let ran = sandbox.eval(&[
        "plan.json",
        "--policy",
        "plain.rego",
        "--select",
        "ACME-PLAIN-001,AZ-AKS-003",
        "-o",
        "pretty",
        "-o",
        "json=out.json",
    ]);
    assert_eq!(ran.code, 1, "{}", ran.transcript());
    assert!(ran.stdout.contains("a rose"), "{}", ran.stdout);
    let json = sandbox.read("out.json");
    assert!(json.contains("node_os_upgrade_channel"), "{json}");
    let who = sandbox.run(&["who", "plan.json"]).stdout;
    let who_json = sandbox.run(&["who", "plan.json", "-o", "json"]).stdout;
    for shown in [&ran.stdout, &json, &who, &who_json] {
        for secret in secrets {
            assert!(!shown.contains(secret), "{secret} is shown in:\n{shown}");
        }
    }
}

#[test]
fn terminal_escapes_in_names_and_messages_are_made_visible() {
    let mut odd = account("st\u{1b}[2Jshop\u{202e}", Some("sh\u{7}op"), false);
    odd["properties"]["colour"] = json!("\u{1b}]0;owned\u{7}");
    let loud = control(
        "acme.loud",
        "ACME-LOUD-001",
        "[microsoft.storage/storageaccounts]",
        "deny contains {\"message\": sprintf(\"%s is loud\", [input.properties.colour]), \"pointer\": \"/properties/colour\"}",
    );
    let sandbox = Sandbox::with("inventory.json", export(&[odd])).file("loud.rego", loud);
    let ran = sandbox.eval(&[
        "inventory.json",
        "--policy",
        "loud.rego",
        "--select",
        "ACME-LOUD-001",
    ]);
    for shown in [&ran.stdout, &ran.stderr] {
        assert!(
            !shown
                .chars()
                .any(|c| (c.is_control() && c != '\n') || c == '\u{202e}'),
            "{shown:?}"
        );
    }
    insta::assert_snapshot!(ran.transcript());
}
