//! Fixes of decisions: they fit the resource, where it is and how it is written.

use serde_json::{Value as Json, json};

use crate::sandbox::{Sandbox, control, export, record};

/// The remediation of the only decision about an inventory.
fn fix_in(sandbox: &Sandbox, file: &str, id: &str) -> Json {
    let (_, decisions) = sandbox.decide(&[file, "--select", id]);
    let denied: Vec<&Json> = decisions
        .iter()
        .filter(|decision| decision["decision"] == "deny")
        .collect();
    assert_eq!(denied.len(), 1, "{decisions:?}");
    denied[0]["remediation"].clone()
}

/// The fix of a control for an exported resource.
fn fix(id: &str, kind: &str, name: &str, properties: &Json) -> Json {
    fix_of(id, record(kind, name, None, properties))
}

fn fix_of(id: &str, record: Json) -> Json {
    let sandbox = Sandbox::with("inventory.json", export(&[record]));
    fix_in(&sandbox, "inventory.json", id)
}

fn az(fix: &Json) -> &str {
    fix["az"].as_str().unwrap()
}

/// A resource inside of another one, by the path of its id below the group.
fn child(kind: &str, path: &str, properties: &Json) -> Json {
    let mut child = record(kind, path.rsplit('/').next().unwrap(), None, properties);
    let id = child["id"].as_str().unwrap();
    let (group, _) = id.split_once("/providers/").unwrap();
    child["id"] = json!(format!("{group}/providers/{path}"));
    child
}

#[test]
fn a_slot_is_named_with_its_site() {
    let open = json!({"siteConfig": {"cors": {"allowedOrigins": ["*"]}}});
    let slot = child(
        "microsoft.web/sites/slots",
        "Microsoft.Web/sites/w1/slots/stage",
        &open,
    );
    let fix = fix_of("AZ-APP-008", slot);
    assert!(az(&fix).contains(" --name w1 --slot stage "), "{fix}");
    let site = fix_of(
        "AZ-APP-008",
        record("microsoft.web/sites", "w1", None, &open),
    );
    assert!(
        az(&site).contains(" --name w1 --allowed-origins "),
        "{site}"
    );
}

#[test]
fn commands_name_their_subscription_and_group() {
    let fix = fix(
        "AZ-ACR-001",
        "microsoft.containerregistry/registries",
        "acr",
        &json!({"adminUserEnabled": true}),
    );
    assert!(az(&fix).contains(" --name acr "), "{fix}");
    assert!(az(&fix).contains(" --subscription 0"), "{fix}");
}

#[test]
fn a_rule_is_named_with_its_group() {
    let open = |name: &str| {
        json!({
            "name": name,
            "properties": {
                "direction": "Inbound", "access": "Allow", "protocol": "Tcp", "priority": 100,
                "sourceAddressPrefix": "*", "destinationPortRange": "22",
            },
        })
    };
    let rule = child(
        "microsoft.network/networksecuritygroups/securityrules",
        "Microsoft.Network/networkSecurityGroups/nsg1/securityRules/allow-ssh",
        &open("allow-ssh")["properties"],
    );
    let fix_of_rule = fix_of("AZ-NSG-001", rule);
    assert!(
        az(&fix_of_rule).contains(" --nsg-name nsg1 --name allow-ssh "),
        "{fix_of_rule}"
    );
    // Each rule of a group that is open has a command.
    let group = json!({"securityRules": [open("one"), open("other")]});
    let fix_of_group = fix(
        "AZ-NSG-001",
        "microsoft.network/networksecuritygroups",
        "nsg1",
        &group,
    );
    let lines: Vec<&str> = az(&fix_of_group).lines().collect();
    assert_eq!(lines.len(), 2, "{fix_of_group}");
    assert!(
        lines[0].contains(" --nsg-name nsg1 --name one "),
        "{fix_of_group}"
    );
    assert!(
        lines[1].contains(" --nsg-name nsg1 --name other "),
        "{fix_of_group}"
    );
}

#[test]
fn a_firewall_policy_that_is_off_is_turned_on() {
    let off = |state: &str| json!({"policySettings": {state: "Disabled", "mode": "Prevention"}});
    for (kind, state) in [
        (
            "microsoft.network/frontdoorwebapplicationfirewallpolicies",
            "enabledState",
        ),
        (
            "microsoft.network/applicationgatewaywebapplicationfirewallpolicies",
            "state",
        ),
    ] {
        let fix = fix("AZ-WAF-001", kind, "p", &off(state));
        assert!(
            az(&fix).contains(&format!("properties.policySettings.{state}=Enabled")),
            "{fix}"
        );
    }
}

#[test]
fn what_is_open_is_closed_and_nothing_else() {
    let policy = |name: &str, allow: bool| {
        child(
            "microsoft.web/sites/basicpublishingcredentialspolicies",
            &format!("Microsoft.Web/sites/w1/basicPublishingCredentialsPolicies/{name}"),
            &json!({"allow": allow}),
        )
    };
    let site = record(
        "microsoft.web/sites",
        "w1",
        None,
        &json!({"httpsOnly": true}),
    );
    for (open, closed) in [("ftp", "scm"), ("scm", "ftp")] {
        let records = [site.clone(), policy(open, true), policy(closed, false)];
        let sandbox = Sandbox::with("inventory.json", export(&records));
        let fix = fix_in(&sandbox, "inventory.json", "AZ-APP-010");
        let end = format!("policies/{open} --set properties.allow=false");
        assert!(az(&fix).to_lowercase().ends_with(&end), "{fix}");
        assert!(!az(&fix).contains(&format!("/{closed} ")), "{fix}");
    }
}

#[test]
fn windows_has_settings_of_its_own() {
    for (properties, settings) in [
        (
            json!({"osProfile": {"windowsConfiguration": {"patchSettings": {"patchMode": "Manual"}}}}),
            "windowsConfiguration",
        ),
        (
            json!({"osProfile": {"windowsConfiguration": {"enableAutomaticUpdates": false}}}),
            "windowsConfiguration",
        ),
        (
            json!({"osProfile": {"linuxConfiguration": {"patchSettings": {"patchMode": "ImageDefault"}}}}),
            "linuxConfiguration",
        ),
    ] {
        let fix = fix(
            "AZ-VM-003",
            "microsoft.compute/virtualmachines",
            "m",
            &properties,
        );
        assert!(
            az(&fix).contains(&format!("osProfile.{settings}.patchSettings")),
            "{fix}"
        );
    }
}

/// The tools of a fix, without the summary.
fn tools(fix: &Json) -> Vec<&str> {
    let keys = fix.as_object().unwrap().keys().map(String::as_str);
    keys.filter(|key| *key != "summary").collect()
}

#[test]
fn a_template_gets_what_to_write_there() {
    let arm = json!({
        "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
        "contentVersion": "1.0.0.0",
        "resources": [{
            "type": "Microsoft.Storage/storageAccounts", "apiVersion": "2023-01-01", "name": "st1",
            "location": "westeurope", "kind": "StorageV2", "sku": {"name": "Standard_LRS"},
            "properties": {"supportsHttpsTrafficOnly": false},
        }],
    });
    let cloudformation = "AWSTemplateFormatVersion: \"2010-09-09\"\nResources:\n  ReportStore:\n    Type: AWS::S3::Bucket\n";
    let manifest = "apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: shop}\nspec: {containers: [{name: web, image: web}]}\n";
    let plan = json!({
        "format_version": "1.2", "terraform_version": "1.9.0",
        "planned_values": {"root_module": {"resources": [{
            "address": "azurerm_storage_account.a", "mode": "managed", "type": "azurerm_storage_account",
            "name": "a", "provider_name": "registry.terraform.io/hashicorp/azurerm",
            "values": {"name": "st1", "https_traffic_only_enabled": false},
        }]}},
    });
    let sandbox = Sandbox::with("arm.json", arm.to_string())
        .file("stack.yaml", cloudformation)
        .file("pod.yaml", manifest)
        .file("plan.json", plan.to_string());
    for (file, control, tool, text) in [
        (
            "arm.json",
            "AZ-STORAGE-001",
            "arm",
            "properties: { supportsHttpsTrafficOnly: true }",
        ),
        (
            "stack.yaml",
            "AWS-S3-001",
            "cloudformation",
            "Properties: { PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true } }",
        ),
        (
            "pod.yaml",
            "K8S-IMAGE-003",
            "kubernetes",
            "containers: [ { image: 'IMAGE@sha256:DIGEST' } ]",
        ),
        (
            "plan.json",
            "AZ-STORAGE-001",
            "terraform",
            "https_traffic_only_enabled = true",
        ),
    ] {
        let fix = fix_in(&sandbox, file, control);
        assert_eq!(tools(&fix), [tool], "{file}: {fix}");
        assert_eq!(fix[tool], text, "{file}");
        let shown = sandbox.eval(&[file, "--select", control]).stdout;
        assert!(shown.contains(text), "{shown}");
    }
}

#[test]
fn an_export_gets_commands() {
    let fix = fix(
        "AZ-STORAGE-001",
        "microsoft.storage/storageaccounts",
        "a",
        &json!({"supportsHttpsTrafficOnly": false}),
    );
    assert_eq!(tools(&fix), ["az", "terraform"]);
    let live = "apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: shop, uid: u-1}\nspec: {containers: [{name: web, image: web}]}\n";
    let sandbox = Sandbox::with("pod.yaml", live);
    let fix = fix_in(&sandbox, "pod.yaml", "K8S-IMAGE-003");
    assert_eq!(
        fix["kubectl"],
        "kubectl set image Pod/web CONTAINER=IMAGE@sha256:DIGEST --namespace shop"
    );
}

#[test]
fn an_id_that_onus_made_is_in_no_command() {
    let mut account = record(
        "microsoft.storage/storageaccounts",
        "a",
        None,
        &json!({"supportsHttpsTrafficOnly": false}),
    );
    account["id"] = Json::Null;
    let fix = fix_of("AZ-STORAGE-001", account);
    assert_eq!(
        az(&fix),
        "az storage account update --ids ID --https-only true"
    );
}

/// A control with variants, whose finding names one.
fn with_variants(named: &str) -> String {
    let body = format!(
        "deny contains {{\"message\": \"open\", \"pointer\": \"/properties/a\", \"fix\": \"{named}\"}} if input.properties.a"
    );
    control("acme.open", "ACME-1", "[microsoft.storage/storageaccounts]", &body).replace(
        "#     az: ",
        "#     variants:\n#       usual:\n#         pointer: /properties/b\n#         az: az never\n#       other:\n#         summary: Close the other one.\n#         az: az close --name {name} --region {region} --what {property}\n#     az: ",
    )
}

#[test]
fn a_finding_names_its_variant() {
    let thing = record(
        "microsoft.storage/storageaccounts",
        "t",
        None,
        &json!({"a": true}),
    );
    let sandbox = Sandbox::with("inventory.json", export(&[thing]))
        .file("policies/open.rego", with_variants("other"));
    let arguments = [
        "inventory.json",
        "--policy",
        "policies",
        "--select",
        "ACME-1",
    ];
    let (_, decisions) = sandbox.decide(&arguments);
    let fix = &decisions[0]["remediation"];
    assert_eq!(fix["summary"], "Close the other one.");
    assert!(az(fix).starts_with("az close --name t --region "), "{fix}");
    assert!(az(fix).ends_with(" --what a"), "{fix}");
}

#[test]
fn a_variant_that_is_not_there_is_an_error_and_no_allow() {
    let thing = record(
        "microsoft.storage/storageaccounts",
        "t",
        None,
        &json!({"a": true}),
    );
    let sandbox = Sandbox::with("inventory.json", export(&[thing]))
        .file("policies/open.rego", with_variants("nothing"));
    let arguments = [
        "inventory.json",
        "--policy",
        "policies",
        "--select",
        "ACME-1",
    ];
    let (_, decisions) = sandbox.decide(&arguments);
    assert_eq!(decisions[0]["status"], "error");
    let message = decisions[0]["findings"][0]["message"].as_str().unwrap();
    assert!(
        message.contains("a finding's `fix` is `nothing`"),
        "{message}"
    );
}

#[test]
fn names_of_the_inventory_stay_in_their_quotes() {
    let rule = json!({
        "name": "x\"; }",
        "properties": {
            "direction": "Inbound", "access": "Allow", "protocol": "Tcp", "priority": 100,
            "sourceAddressPrefix": "*", "destinationPortRange": "22",
        },
    });
    let fix = fix(
        "AZ-NSG-001",
        "microsoft.network/networksecuritygroups",
        "g",
        &json!({"securityRules": [rule]}),
    );
    assert!(az(&fix).contains(" --name 'x\"; }' "), "{fix}");
}
