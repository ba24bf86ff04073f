//! Settings that a child or a sibling owns, for each kind of them: a good parent with a bad child
//! is violated at the child, and a bad parent with a good child is satisfied.

use serde_json::{Value as Json, json};

use crate::inventories::{plan, template};
use crate::sandbox::{Sandbox, control, text};

/// What decides: an embedded control, or one of a user's own with the types that it selects, the
/// children that it needs, and its rules.
#[derive(Clone, Copy)]
enum Decider<'d> {
    Embedded(&'d str),
    Own(&'d str, &'d str, &'d str),
}

/// The status of the first resource, and the line of the file with the first finding.
fn decided(inventory: &str, decider: Decider<'_>) -> (String, String) {
    let sandbox = Sandbox::with("t.json", inventory);
    let (sandbox, arguments) = match decider {
        Decider::Embedded(id) => (sandbox, vec!["t.json", "--select", id]),
        Decider::Own(kinds, needs, body) => {
            let policy = control("acme.owned", "ACME-OWNED-001", kinds, body).replace(
                "#   remediation:",
                &format!("#   needs: {needs}\n#   remediation:"),
            );
            (
                sandbox.file("p/owned.rego", policy),
                vec!["t.json", "--policy", "p", "--select", "ACME-OWNED-001"],
            )
        }
    };
    let (_, decisions) = sandbox.decide(&arguments);
    let Some(first) = decisions.first() else {
        return ("none".to_owned(), String::new());
    };
    let line = first.pointer("/findings/0/line").and_then(Json::as_u64);
    let line = line.and_then(|line| inventory.lines().nth(line as usize - 1));
    (text(first, "/status"), line.unwrap_or_default().to_owned())
}

fn deployed(kind: &str, name: &str, properties: Json) -> Json {
    json!({"type": kind, "apiVersion": "2023-07-01", "name": name, "properties": properties})
}

const VAULTS: Decider<'_> = Decider::Own(
    "[microsoft.keyvault/vaults, azurerm_key_vault]",
    "[]",
    r#"deny contains {"message": "purges keys", "pointer": pointer} if {
	some i, policy in input.properties.accessPolicies
	some n, "purge" in policy.permissions.keys
	pointer := sprintf("/properties/accessPolicies/%d/permissions/keys/%d", [i, n])
}

deny contains {"message": "purges keys", "pointer": pointer} if {
	some i, policy in input.properties.access_policy
	some n, "purge" in policy.key_permissions
	pointer := sprintf("/properties/access_policy/%d/key_permissions/%d", [i, n])
}"#,
);

fn granted(key: &str) -> Json {
    json!({"accessPolicies": [{"tenantId": "t", "objectId": "o", "permissions": {"keys": [key]}}]})
}

#[test]
fn access_policies_of_a_template_are_those_of_the_vault() {
    let vault = |key: &str| deployed("Microsoft.KeyVault/vaults", "kv", granted(key));
    let child = |name: &str, key: &str| {
        deployed(
            "Microsoft.KeyVault/vaults/accessPolicies",
            name,
            granted(key),
        )
    };
    let of = |resources: &[Json]| decided(&template(resources), VAULTS);
    let (status, line) = of(&[vault("get"), child("kv/add", "purge")]);
    assert_eq!((status.as_str(), line.trim()), ("violated", "\"purge\""));
    for (parent, children, expected) in [
        ("purge", vec![child("kv/replace", "get")], "satisfied"),
        ("get", vec![child("kv/replace", "purge")], "violated"),
        ("purge", vec![child("kv/add", "get")], "violated"),
        ("get", vec![child("kv/add", "get")], "satisfied"),
        ("get", vec![child("other/add", "purge")], "satisfied"),
        ("purge", vec![child("other/replace", "get")], "violated"),
        ("purge", vec![child("kv/remove", "purge")], "unknown"),
        // Their order is open.
        (
            "get",
            vec![child("kv/add", "purge"), child("kv/replace", "get")],
            "unknown",
        ),
        // Whose they are is not known.
        (
            "get",
            vec![child("[concat(parameters('subnetId'), '/add')]", "purge")],
            "unknown",
        ),
        (
            "get",
            vec![child("kv/add", "[parameters('subnetId')]")],
            "unknown",
        ),
    ] {
        let resources: Vec<Json> = [vault(parent)].into_iter().chain(children).collect();
        assert_eq!(of(&resources).0, expected, "{resources:?}");
    }
    assert_eq!(of(&[child("kv/add", "purge")]).0, "none");
}

#[test]
fn access_policies_of_a_plan_are_those_of_the_vault() {
    let of = |inside: Option<&str>, beside: &str, references: &[&str]| {
        let policy = |key: &str| json!({"object_id": "o", "key_permissions": [key]});
        let (vault, late) = match inside {
            Some(key) => (json!({"access_policy": [policy(key)]}), json!({"id": true})),
            None => (json!({}), json!({"id": true, "access_policy": true})),
        };
        let changes = [
            ("azurerm_key_vault", "kv", vault, late),
            (
                "azurerm_key_vault_access_policy",
                "p",
                policy(beside),
                json!({"id": true, "key_vault_id": true}),
            ),
        ];
        let references = [(
            "azurerm_key_vault_access_policy",
            "p",
            "key_vault_id",
            references,
        )];
        decided(&plan(&changes, &references), VAULTS)
    };
    let its = &["azurerm_key_vault.kv.id", "azurerm_key_vault.kv"][..];
    let (status, line) = of(Some("get"), "purge", its);
    assert_eq!((status.as_str(), line.trim()), ("violated", "\"purge\""));
    assert_eq!(of(Some("get"), "get", its).0, "satisfied");
    assert_eq!(of(Some("purge"), "get", its).0, "violated");
    assert_eq!(of(Some("get"), "purge", &["local.id"]).0, "unknown");
    assert_eq!(of(None, "get", its).0, "unknown");
}

#[test]
fn security_rules_replace_those_of_their_group() {
    const GROUP: &str = "Microsoft.Network/networkSecurityGroups";
    let rule = |access: &str| {
        json!({"direction": "Inbound", "access": access, "priority": 100, "protocol": "Tcp",
            "sourcePortRange": "*", "sourceAddressPrefix": "Internet",
            "destinationAddressPrefix": "*", "destinationPortRange": "22"})
    };
    let of = |inside: &str, beside: &str| {
        let rules = json!({"securityRules": [{"name": "ssh", "properties": rule(inside)}]});
        let resources = [
            deployed(GROUP, "nsg", rules),
            deployed(&format!("{GROUP}/securityRules"), "nsg/SSH", rule(beside)),
        ];
        decided(&template(&resources), Decider::Embedded("AZ-NSG-001"))
    };
    assert_eq!(of("Deny", "Allow").0, "violated");
    assert_eq!(of("Allow", "Deny").0, "satisfied");
    let beside = [
        deployed(GROUP, "nsg", json!({"securityRules": []})),
        deployed(&format!("{GROUP}/securityRules"), "nsg/ssh", rule("Allow")),
    ];
    let (_, line) = decided(&template(&beside), Decider::Embedded("AZ-NSG-001"));
    assert!(line.contains("Internet"), "{line}");
}

#[test]
fn network_rules_of_a_plan_are_violated_where_they_are() {
    let of = |inside: &str, beside: &str| {
        let changes = [
            (
                "azurerm_storage_account",
                "a",
                json!({"network_rules": [{"default_action": inside}]}),
                json!({"id": true}),
            ),
            (
                "azurerm_storage_account_network_rules",
                "r",
                json!({"default_action": beside}),
                json!({"id": true, "storage_account_id": true}),
            ),
        ];
        let names = ["azurerm_storage_account.a.id", "azurerm_storage_account.a"];
        let references = [(
            "azurerm_storage_account_network_rules",
            "r",
            "storage_account_id",
            &names[..],
        )];
        decided(
            &plan(&changes, &references),
            Decider::Embedded("AZ-STORAGE-005"),
        )
    };
    let (status, line) = of("Deny", "Allow");
    assert_eq!(status, "violated");
    assert!(line.contains("Allow"), "{line}");
    assert_eq!(of("Deny", "Deny").0, "satisfied");
    // Terraform writes one of them last, and which one is open.
    assert_eq!(of("Allow", "Deny").0, "violated");
}

#[test]
fn blocks_of_public_access_count_for_their_bucket() {
    const BLOCK: &str = "aws_s3_bucket_public_access_block";
    let block = |on: bool| {
        json!({"block_public_acls": on, "block_public_policy": true,
            "ignore_public_acls": true, "restrict_public_buckets": true})
    };
    let of = |of_bucket: Option<bool>| {
        let late = || json!({"id": true});
        let mut changes = vec![("aws_s3_bucket", "b", json!({"bucket": "b"}), late())];
        if let Some(on) = of_bucket {
            let mut after = block(on);
            after["bucket"] = json!("b");
            changes.push((BLOCK, "b", after, late()));
        }
        let names = ["aws_s3_bucket.b.id", "aws_s3_bucket.b"];
        let inventory = plan(&changes, &[(BLOCK, "b", "bucket", &names)]);
        decided(&inventory, Decider::Embedded("AWS-S3-001"))
    };
    let (status, line) = of(Some(false));
    assert_eq!(status, "violated");
    assert!(line.contains("block_public_acls"), "{line}");
    assert_eq!(of(Some(true)).0, "satisfied");
    assert_eq!(of(None).0, "violated");
}
