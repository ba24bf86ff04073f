//! What is in effect, through the program: rules and grants that are resources of their own,
//! and settings of the account.

use serde_json::{Value as Json, json};

use crate::sandbox::{Sandbox, text};

/// The status of each resource, by name, for one control.
fn statuses(name: &str, content: &str, control: &str) -> Vec<String> {
    let sandbox = Sandbox::with(name, content);
    let (_, decisions) = sandbox.decide(&[name, "--select", control]);
    decisions
        .iter()
        .map(|decision| {
            format!(
                "{} {}",
                text(decision, "/resource/name"),
                text(decision, "/status")
            )
        })
        .collect()
}

/// A plan: address, values and expressions of each resource.
fn plan(resources: &[(&str, Json, Json)]) -> String {
    let parts = |address: &str| {
        let (kind, name) = address.split_once('.').unwrap();
        json!({"address": address, "mode": "managed", "type": kind, "name": name, "provider_name": format!("registry.terraform.io/hashicorp/{}", kind.split('_').next().unwrap())})
    };
    let with = |mut part: Json, key: &str, value: Json| {
        part[key] = value;
        part
    };
    let changes: Vec<Json> = resources
        .iter()
        .map(|(address, values, _)| {
            let change = json!({"actions": ["create"], "before": null, "after": values, "after_unknown": {}});
            with(parts(address), "change", change)
        })
        .collect();
    let blocks: Vec<Json> = resources
        .iter()
        .map(|(address, _, expressions)| with(parts(address), "expressions", expressions.clone()))
        .collect();
    json!({"format_version": "1.2", "terraform_version": "1.9.0",
        "planned_values": {"root_module": {"resources": []}}, "resource_changes": changes,
        "configuration": {"root_module": {"resources": blocks}}})
    .to_string()
}

fn rule(access: &str, priority: u32) -> Json {
    json!({"direction": "Inbound", "access": access, "priority": priority, "protocol": "Tcp",
        "sourcePortRange": "*", "sourceAddressPrefix": "*",
        "destinationAddressPrefix": "*", "destinationPortRange": "22"})
}

fn template(inline: &[Json], children: &[Json]) -> String {
    let mut resources = vec![
        json!({"type": "Microsoft.Network/networkSecurityGroups", "apiVersion": "2023-09-01", "name": "nsg", "location": "westeurope",
        "properties": {"securityRules": inline}}),
    ];
    for (number, child) in children.iter().enumerate() {
        resources.push(json!({"type": "Microsoft.Network/networkSecurityGroups/securityRules", "apiVersion": "2023-09-01",
            "name": format!("nsg/child{number}"), "dependsOn": ["[resourceId('Microsoft.Network/networkSecurityGroups', 'nsg')]"], "properties": child}));
    }
    json!({"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
        "contentVersion": "1.0.0.0", "resources": resources})
    .to_string()
}

#[test]
fn security_rules_of_a_template_count_for_their_group() {
    let inline =
        |access: &str, priority| json!({"name": "inline", "properties": rule(access, priority)});
    for (inline, children, expected) in [
        (
            vec![],
            vec![rule("Allow", 100)],
            vec!["nsg violated", "nsg/child0 violated"],
        ),
        (
            vec![inline("Deny", 90)],
            vec![rule("Allow", 100)],
            vec!["nsg satisfied", "nsg/child0 satisfied"],
        ),
        (
            vec![inline("Allow", 100)],
            vec![rule("Deny", 90)],
            vec!["nsg satisfied", "nsg/child0 satisfied"],
        ),
        (
            vec![inline("Deny", 110)],
            vec![rule("Allow", 100)],
            vec!["nsg violated", "nsg/child0 violated"],
        ),
        (
            vec![],
            vec![rule("Allow", 100), rule("Deny", 90)],
            vec![
                "nsg satisfied",
                "nsg/child0 satisfied",
                "nsg/child1 satisfied",
            ],
        ),
    ] {
        let mut found = statuses("t.json", &template(&inline, &children), "AZ-NSG-001");
        found.sort();
        assert_eq!(found, expected, "{inline:?} {children:?}");
    }
}

#[test]
fn security_rules_of_a_plan_count_for_their_group() {
    let block = |access: &str, priority: u32| {
        json!({"direction": "Inbound", "access": access, "priority": priority, "protocol": "Tcp",
            "source_port_range": "*", "source_address_prefix": "*",
            "destination_address_prefix": "*", "destination_port_range": "22"})
    };
    let refers = || json!({"network_security_group_name": {"references": ["azurerm_network_security_group.g.name", "azurerm_network_security_group.g"]}});
    let group = || {
        (
            "azurerm_network_security_group.g",
            json!({"name": "g", "security_rule": []}),
            json!({}),
        )
    };
    let open = || {
        (
            "azurerm_network_security_rule.open",
            block("Allow", 100),
            refers(),
        )
    };
    let shut = || {
        (
            "azurerm_network_security_rule.shut",
            block("Deny", 90),
            refers(),
        )
    };
    let mut found = statuses("p.json", &plan(&[group(), open()]), "AZ-NSG-001");
    found.sort();
    assert_eq!(found, ["g violated", "open violated"]);
    let mut found = statuses("p.json", &plan(&[group(), open(), shut()]), "AZ-NSG-001");
    found.sort();
    assert_eq!(found, ["g satisfied", "open satisfied", "shut satisfied"]);
}

#[test]
fn the_block_of_the_account_covers_its_buckets() {
    let item = |kind: &str, id: &str, account: &str, configuration: &Json| {
        json!({"resourceType": kind, "resourceId": id, "resourceName": id, "accountId": account,
            "awsRegion": "eu-west-1", "arn": format!("arn:aws:s3:::{id}"), "configurationItemStatus": "OK", "configurationItemCaptureTime": "2026-01-01T00:00:00Z",
            "configuration": configuration, "supplementaryConfiguration": {}, "tags": {}, "relationships": []})
    };
    let on = json!({"blockPublicAcls": true, "blockPublicPolicy": true, "ignorePublicAcls": true, "restrictPublicBuckets": true});
    let named = |name: &str| json!({"name": name});
    let snapshot = json!({"fileVersion": "1.0", "configSnapshotId": "s", "configurationItems": [
        item("AWS::S3::Bucket", "one", "111122223333", &named("one")),
        item("AWS::S3::Bucket", "two", "444455556666", &named("two")),
        item("AWS::S3::AccountPublicAccessBlock", "111122223333", "111122223333", &on),
    ]});
    let mut found = statuses("s.json", &snapshot.to_string(), "AWS-S3-001");
    found.sort();
    assert_eq!(found, ["one satisfied", "two violated"]);
}

#[test]
fn grants_to_everybody_open_a_service() {
    let service = || {
        (
            "google_cloud_run_v2_service.s",
            json!({"name": "shop", "location": "europe-west1", "invoker_iam_disabled": false}),
            json!({}),
        )
    };
    let grant = |member: &str| {
        (
            "google_cloud_run_v2_service_iam_member.m",
            json!({"name": "shop", "location": "europe-west1", "role": "roles/run.invoker", "member": member}),
            json!({}),
        )
    };
    for (member, expected) in [
        ("allUsers", "s violated"),
        ("allAuthenticatedUsers", "s violated"),
        ("group:shop@example.com", "s satisfied"),
    ] {
        let found = statuses("p.json", &plan(&[service(), grant(member)]), "GCP-RUN-002");
        assert_eq!(found, [expected], "{member}");
    }
    assert_eq!(
        statuses("p.json", &plan(&[service()]), "GCP-RUN-002"),
        ["s satisfied"]
    );
}

#[test]
fn policies_of_assets_that_were_not_exported_are_unknown() {
    let asset = |more: &str| {
        format!(
            r#"{{"name": "//run.googleapis.com/projects/p/locations/l/services/s", "asset_type": "run.googleapis.com/Service", {more}, "ancestors": ["projects/1"]}}"#
        )
    };
    let configuration = asset(
        r#""resource": {"version": "v2", "data": {"name": "s", "invokerIamDisabled": false, "ingress": "INGRESS_TRAFFIC_INTERNAL_ONLY"}}"#,
    );
    let grants = |member: &str| {
        asset(&format!(
            r#""iam_policy": {{"bindings": [{{"role": "roles/run.invoker", "members": ["{member}"]}}]}}"#
        ))
    };
    for (lines, expected) in [
        (configuration.clone(), "unknown"),
        (
            format!("{configuration}\n{}", grants("allUsers")),
            "violated",
        ),
        (
            format!("{configuration}\n{}", grants("user:a@example.com")),
            "satisfied",
        ),
    ] {
        let found = statuses("a.ndjson", &lines, "GCP-RUN-002");
        assert_eq!(found.len(), 1, "{lines}");
        assert!(found[0].ends_with(expected), "{lines}\n{found:?}");
    }
}

#[test]
fn of_two_names_of_an_argument_the_configured_one_counts() {
    let given = json!({"constant_value": true});
    for (address, control, old, new, values) in [
        (
            "azurerm_key_vault.a",
            "AZ-KV-003",
            "enable_rbac_authorization",
            "rbac_authorization_enabled",
            ["satisfied", "violated"],
        ),
        (
            "azurerm_cosmosdb_account.a",
            "AZ-COSMOS-001",
            "local_authentication_disabled",
            "local_authentication_enabled",
            ["satisfied", "violated"],
        ),
        (
            "azurerm_storage_account.a",
            "AZ-STORAGE-001",
            "enable_https_traffic_only",
            "https_traffic_only_enabled",
            ["satisfied", "violated"],
        ),
        (
            "azurerm_redis_cache.a",
            "AZ-REDIS-001",
            "enable_non_ssl_port",
            "non_ssl_port_enabled",
            ["violated", "satisfied"],
        ),
    ] {
        for (value, expected) in [true, false].into_iter().zip(values) {
            let expressions = json!({old: given});
            // A new resource, and one with the computed name as it was before.
            let created = json!({old: value});
            let mut plan: Json =
                serde_json::from_str(&plan(&[(address, created, expressions)])).unwrap();
            plan["resource_changes"][0]["change"]["after_unknown"] = json!({new: true});
            let of = |plan: &Json| statuses("p.json", &plan.to_string(), control);
            assert_eq!(of(&plan), [format!("a {expected}")], "{control}");
            let before = if old.ends_with("disabled") {
                value
            } else {
                !value
            };
            if control == "AZ-REDIS-001" && before {
                // The provider opens the port where either name says so.
                continue;
            }
            plan["resource_changes"][0]["change"]["after_unknown"] = json!({});
            plan["resource_changes"][0]["change"]["after"][new] = json!(before);
            plan["resource_changes"][0]["change"]["actions"] = json!(["update"]);
            assert_eq!(of(&plan), [format!("a {expected}")], "{control}");
        }
    }
}

#[test]
fn a_role_is_held_where_its_template_is_deployed() {
    let of = |schema: &str, more: Json| {
        let mut assignment = json!({"type": "Microsoft.Authorization/roleAssignments",
            "apiVersion": "2022-04-01", "name": "[guid('a')]",
            "properties": {"principalType": "ServicePrincipal", "principalId": "[parameters('p')]",
                "roleDefinitionId": "[subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '8e3af657-a8ff-443c-a75c-2fe8c4bcb635')]"}});
        let members = assignment.as_object_mut().unwrap();
        members.extend(more.as_object().unwrap().clone());
        let template = json!({
        "$schema": format!("https://schema.management.azure.com/schemas/2019-08-01/{schema}.json#"),
        "contentVersion": "1.0.0.0", "parameters": {"p": {"type": "string"}, "s": {"type": "string"}},
        "resources": [
            {"type": "Microsoft.Storage/storageAccounts", "apiVersion": "2023-01-01", "name": "s", "properties": {}},
            assignment,
        ]});
        statuses("t.json", &template.to_string(), "AZ-ROLE-001")
            .iter()
            .filter_map(|status| Some(status.rsplit_once(' ')?.1.to_owned()))
            .collect::<Vec<_>>()
    };
    assert_eq!(of("deploymentTemplate", json!({})), ["satisfied"]);
    for schema in [
        "subscriptionDeploymentTemplate",
        "managementGroupDeploymentTemplate",
        "tenantDeploymentTemplate",
    ] {
        assert_eq!(of(schema, json!({})), ["violated"], "{schema}");
    }
    let extension = json!({"scope": "[resourceId('Microsoft.Storage/storageAccounts', 's')]"});
    assert_eq!(
        of("subscriptionDeploymentTemplate", extension),
        ["satisfied"]
    );
    let parameter = json!({"scope": "[parameters('s')]"});
    assert_eq!(of("deploymentTemplate", parameter), ["unknown"]);
}
