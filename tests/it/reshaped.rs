//! Resources of Terraform's providers that pass on an API: the controls for ARM, Kubernetes
//! and CloudFormation decide them too, and findings lead to the place in the original.

use serde_json::{Value as Json, json};

use crate::sandbox::Sandbox;

/// A plan with these resources: type, values, and further members of the change.
fn plan(resources: &[(&str, Json, Json)]) -> Json {
    let changes: Vec<Json> = resources
        .iter()
        .map(|(kind, values, more)| {
            let mut change = json!({"actions": ["create"], "before": null, "after": values,
                "after_unknown": {}, "before_sensitive": false, "after_sensitive": {}});
            for (key, value) in more.as_object().unwrap() {
                change[key] = value.clone();
            }
            json!({"address": format!("{kind}.this"), "mode": "managed", "type": kind,
                "name": "this", "change": change})
        })
        .collect();
    json!({"format_version": "1.2", "resource_changes": changes})
}

/// A state with one resource.
fn state(kind: &str, values: &Json) -> Json {
    json!({"format_version": "1.0", "values": {"root_module": {"resources": [
        {"address": format!("{kind}.this"), "mode": "managed", "type": kind, "name": "this",
         "values": values, "sensitive_values": {}}]}}})
}

/// What the controls decide about a file, a line each: the control, the status, and the lines
/// of the file that its findings are at.
pub fn decided_in(name: &str, text: &str, select: &str) -> Vec<String> {
    let sandbox = Sandbox::with(name, text);
    let (_, decisions) = sandbox.decide(&[name, "--select", select]);
    let lines: Vec<&str> = text.lines().collect();
    let mut found: Vec<String> = decisions
        .iter()
        .map(|decision| {
            let mut line = format!(
                "{} {}",
                decision["control"]["id"].as_str().unwrap(),
                decision["status"].as_str().unwrap()
            );
            for finding in decision["findings"].as_array().unwrap() {
                if let Some(at) = finding["line"].as_u64() {
                    let at = usize::try_from(at).unwrap() - 1;
                    line.push_str(&format!(" | {}", lines[at].trim().trim_end_matches(',')));
                }
            }
            line
        })
        .collect();
    found.sort();
    found
}

pub fn decided(document: &Json, select: &str) -> Vec<String> {
    let text = serde_json::to_string_pretty(document).unwrap();
    decided_in("inventory.json", &text, select)
}

fn account(properties: &Json) -> Json {
    json!({"type": "Microsoft.Storage/storageAccounts@2023-01-01", "name": "stpay",
        "parent_id": "/subscriptions/s/resourceGroups/rg", "location": "westeurope",
        "body": {"kind": "StorageV2", "sku": {"name": "Standard_LRS"}, "properties": properties}})
}

fn open_account() -> Json {
    json!({"supportsHttpsTrafficOnly": false, "minimumTlsVersion": "TLS1_0",
        "allowBlobPublicAccess": true, "allowSharedKeyAccess": true,
        "networkAcls": {"defaultAction": "Allow"}})
}

fn closed_account() -> Json {
    json!({"supportsHttpsTrafficOnly": true, "minimumTlsVersion": "TLS1_2",
        "allowBlobPublicAccess": false, "allowSharedKeyAccess": false,
        "publicNetworkAccess": "Disabled", "networkAcls": {"defaultAction": "Deny"}})
}

pub const OPEN: [&str; 5] = [
    "AZ-STORAGE-001 violated | \"supportsHttpsTrafficOnly\": false",
    "AZ-STORAGE-002 violated | \"minimumTlsVersion\": \"TLS1_0\"",
    "AZ-STORAGE-003 violated | \"allowBlobPublicAccess\": true",
    "AZ-STORAGE-004 violated | \"allowSharedKeyAccess\": true",
    "AZ-STORAGE-005 violated | \"defaultAction\": \"Allow\"",
];
pub const CLOSED: [&str; 5] = [
    "AZ-STORAGE-001 satisfied",
    "AZ-STORAGE-002 satisfied",
    "AZ-STORAGE-003 satisfied",
    "AZ-STORAGE-004 satisfied",
    "AZ-STORAGE-005 satisfied",
];

#[test]
fn azapi_resources_are_decided_as_what_they_declare() {
    for (properties, expected) in [(open_account(), OPEN), (closed_account(), CLOSED)] {
        let values = account(&properties);
        let planned = plan(&[("azapi_resource", values.clone(), json!({}))]);
        assert_eq!(decided(&planned, "AZ-STORAGE-*"), expected);
        let deployed = state("azapi_resource", &values);
        assert_eq!(decided(&deployed, "AZ-STORAGE-*"), expected);
        // A raw state keeps the type of a value of any type.
        let mut attributes = values.clone();
        attributes["body"] = json!({"value": values["body"], "type": ["object", {}]});
        let raw = json!({"version": 4, "terraform_version": "1.9.0", "serial": 1, "lineage": "l",
            "resources": [{"mode": "managed", "type": "azapi_resource", "name": "this",
                "provider": "provider[\"registry.terraform.io/azure/azapi\"]",
                "instances": [{"attributes": attributes, "sensitive_attributes": []}]}]});
        assert_eq!(decided(&raw, "AZ-STORAGE-*"), expected);
    }
}

#[test]
fn a_body_in_a_string_is_read_as_its_json() {
    for (properties, expected) in [
        (open_account(), "violated"),
        (closed_account(), "satisfied"),
    ] {
        let mut values = account(&properties);
        values["body"] = json!(serde_json::to_string(&values["body"]).unwrap());
        let found = decided(
            &plan(&[("azapi_resource", values, json!({}))]),
            "AZ-STORAGE-*",
        );
        assert_eq!(found.len(), 5);
        for line in found {
            assert!(line.contains(expected), "{line}");
            assert!(
                expected == "satisfied" || line.contains("\"body\": \"{"),
                "{line}"
            );
        }
    }
    let mut values = account(&json!({}));
    values["body"] = json!("{\"properties\": ");
    let found = decided(
        &plan(&[("azapi_resource", values, json!({}))]),
        "AZ-STORAGE-*",
    );
    assert_eq!(found.len(), 5);
    assert!(
        found.iter().all(|line| line.contains("unknown")),
        "{found:?}"
    );
}

#[test]
fn unknown_parts_of_a_body_stay_unknown() {
    let of = |unknown: Json, control: &str| {
        let values = account(&closed_account());
        let planned = plan(&[("azapi_resource", values, json!({"after_unknown": unknown}))]);
        let found = decided(&planned, control);
        assert_eq!(found.len(), 1, "{found:?}");
        found[0].split(' ').nth(1).unwrap().to_owned()
    };
    let https = |unknown| of(unknown, "AZ-STORAGE-001");
    let part = json!({"body": {"properties": {"supportsHttpsTrafficOnly": true}}});
    assert_eq!(https(part.clone()), "unknown");
    assert_eq!(of(part, "AZ-STORAGE-002"), "satisfied");
    assert_eq!(https(json!({"body": {"properties": true}})), "unknown");
    assert_eq!(https(json!({"body": true})), "unknown");
    assert_eq!(
        https(json!({"id": true, "output": true, "identity": [{"principal_id": true}]})),
        "satisfied"
    );
}

#[test]
fn a_change_of_a_resource_is_not_the_resource() {
    let values = account(&json!({"supportsHttpsTrafficOnly": true}));
    let found = decided(
        &plan(&[("azapi_update_resource", values.clone(), json!({}))]),
        "AZ-STORAGE-*",
    );
    assert_eq!(found.len(), 5);
    assert!(
        found
            .iter()
            .all(|line| !line.contains("satisfied") || line.contains("-001")),
        "{found:?}"
    );
    let action = plan(&[("azapi_resource_action", values, json!({}))]);
    assert!(decided(&action, "AZ-STORAGE-*").is_empty());
}

#[test]
fn secrets_of_azapi_are_not_shown() {
    let values = |body: &str| {
        json!({"type": "Microsoft.Web/sites@2023-12-01", "name": "app", "parent_id": "/subscriptions/s/resourceGroups/r",
            "body": {"properties": {"httpsOnly": false, "motto": body}}})
    };
    let planned = plan(&[(
        "azapi_resource",
        values("hunter2-now"),
        json!({"before": values("hunter2-before"), "before_sensitive": {"body": {"properties": {"motto": true}}},
            "after_sensitive": {"body": {"properties": {"motto": true}}}}),
    )]);
    let sandbox = Sandbox::with("plan.json", serde_json::to_string_pretty(&planned).unwrap());
    for arguments in [
        &["plan.json", "--select", "AZ-APP-*"][..],
        &["plan.json", "-o", "ndjson"],
    ] {
        let ran = sandbox.eval(arguments);
        assert!(
            ran.stdout.contains("httpsOnly") || ran.stdout.contains("AZ-APP"),
            "{}",
            ran.stdout
        );
        assert!(
            !ran.transcript().contains("hunter2"),
            "{}",
            ran.transcript()
        );
    }
}

/// A deployment as the provider has it, with this container and pod.
fn deployment(container: &Json, pod: &Json) -> Json {
    let mut pod = pod.clone();
    pod["container"] = json!([container]);
    json!({"id": "shop/web", "timeouts": null, "wait_for_rollout": true,
        "metadata": [{"name": "web", "namespace": "shop", "labels": {"app": "web"}}],
        "spec": [{"replicas": "1", "selector": [{"match_labels": {"app": "web"}}],
            "template": [{"metadata": [{"labels": {"app": "web"}}], "spec": [pod]}]}]})
}

/// A container as the provider has it.
fn container(image: &str, env: &[(&str, &str)], command: &[&str]) -> Json {
    let env: Vec<Json> = env
        .iter()
        .map(|(name, value)| json!({"name": name, "value": value, "value_from": []}))
        .collect();
    json!({"name": "web", "image": image, "command": command, "args": [], "env": env, "env_from": [],
        "security_context": [], "port": [{"container_port": 80}]})
}

#[test]
fn kubernetes_resources_are_decided_as_objects() {
    let bad = deployment(
        &container(
            "python:2.7",
            &[("DEBUG", "true"), ("DB_PASSWORD", "hunter2")],
            &["node", "--inspect"],
        ),
        &json!({}),
    );
    let good = deployment(
        &container(
            "registry.example.com/web@sha256:0000000000000000000000000000000000000000000000000000000000000000",
            &[("MODE", "production")],
            &["node", "server.js"],
        ),
        &json!({}),
    );
    for kind in ["kubernetes_deployment", "kubernetes_deployment_v1"] {
        let found = decided(&plan(&[(kind, bad.clone(), json!({}))]), "K8S-*");
        let violated: Vec<&String> = found
            .iter()
            .filter(|line| line.contains("violated"))
            .collect();
        assert!(violated.len() >= 4, "{found:#?}");
        let all = found.join("\n");
        assert!(!all.contains("hunter2"), "{all}");
        let found = decided(&state(kind, &good), "K8S-*");
        let satisfied = found
            .iter()
            .filter(|line| line.contains("satisfied"))
            .count();
        assert!(satisfied >= 4, "{found:#?}");
    }
}

#[test]
fn unknown_values_of_kubernetes_resources_stay_unknown() {
    let image = "registry.example.com/web@sha256:0000000000000000000000000000000000000000000000000000000000000000";
    let values = deployment(
        &container(image, &[("MODE", "production")], &["node", "server.js"]),
        &json!({}),
    );
    let unknown = |place: Json| {
        let spec = json!({"spec": [{"template": [{"spec": [{"container": [place]}]}]}]});
        let planned = plan(&[(
            "kubernetes_deployment_v1",
            values.clone(),
            json!({"after_unknown": spec}),
        )]);
        let found = decided(&planned, "K8S-*");
        found
            .iter()
            .filter(|line| line.contains(" unknown"))
            .count()
    };
    let certain = unknown(json!({}));
    assert!(unknown(json!({"image": true})) > certain);
    assert!(unknown(json!({"command": [false, true]})) > certain);
    // An object without a known name is still evaluated.
    let mut nameless = deployment(
        &container("python:2.7", &[], &["node", "--inspect"]),
        &json!({}),
    );
    nameless["metadata"] = json!([{"namespace": "shop"}]);
    let more = json!({"after_unknown": {"metadata": [{"name": true}]}});
    let found = decided(
        &plan(&[("kubernetes_deployment_v1", nameless, more)]),
        "K8S-DEBUG-001",
    );
    assert!(found[0].starts_with("K8S-DEBUG-001 violated"), "{found:?}");
}

#[test]
fn manifests_of_terraform_are_the_objects() {
    let object = |image: &str| {
        json!({"apiVersion": "apps/v1", "kind": "Deployment",
            "metadata": {"name": "web", "namespace": "shop"},
            "spec": {"template": {"spec": {"containers": [{"name": "web", "image": image,
                "command": ["node", "--inspect"]}]}}}})
    };
    // What the cluster makes of it is only known after the run.
    let values = json!({"manifest": object("python:2.7"), "object": {"kind": "Deployment"}});
    let more = json!({"after_unknown": {"object": true}});
    let planned = decided(&plan(&[("kubernetes_manifest", values, more)]), "K8S-*");
    let deployed = decided(
        &state(
            "kubernetes_manifest",
            &json!({"manifest": {}, "object": object("python:2.7")}),
        ),
        "K8S-*",
    );
    assert_eq!(planned, deployed);
    assert!(
        planned
            .iter()
            .any(|line| line.contains("violated | \"--inspect\"") || line.contains("violated")),
        "{planned:#?}"
    );
}

#[test]
fn awscc_resources_are_decided_as_those_of_cloudformation() {
    let all = [
        "block_public_acls",
        "block_public_policy",
        "ignore_public_acls",
        "restrict_public_buckets",
    ];
    let bucket = |closed: bool| {
        let block: serde_json::Map<String, Json> = all
            .iter()
            .map(|key| ((*key).to_owned(), json!(closed)))
            .collect();
        json!({"bucket_name": "b", "id": "b", "public_access_block_configuration": block,
            "tags": [{"key": "owner", "value": "shop"}]})
    };
    let found = decided(
        &plan(&[("awscc_s3_bucket", bucket(true), json!({}))]),
        "AWS-S3-001",
    );
    assert_eq!(found, ["AWS-S3-001 satisfied"]);
    let found = decided(
        &plan(&[("awscc_s3_bucket", bucket(false), json!({}))]),
        "AWS-S3-001",
    );
    assert!(
        found[0].starts_with("AWS-S3-001 violated | \"block_public_acls\": false"),
        "{found:?}"
    );
    let unknown = json!({"after_unknown": {"public_access_block_configuration": {"ignore_public_acls": true}}});
    let found = decided(
        &plan(&[("awscc_s3_bucket", bucket(true), unknown)]),
        "AWS-S3-001",
    );
    assert!(found[0].starts_with("AWS-S3-001 unknown"), "{found:?}");

    let function = |runtime: &str, key: &str, value: &str| json!({"function_name": "f", "runtime": runtime, "environment": {"variables": {key: value}}});
    let bad = decided(
        &plan(&[(
            "awscc_lambda_function",
            function("python2.7", "DB_PASSWORD", "Xk29fm3Qz81"),
            json!({}),
        )]),
        "AWS-LAMBDA-*",
    );
    assert!(
        bad.iter().filter(|line| line.contains("violated")).count() >= 2,
        "{bad:#?}"
    );
    assert!(
        bad.iter()
            .any(|line| line.contains("| \"runtime\": \"python2.7\"")),
        "{bad:#?}"
    );
    let good = decided(
        &plan(&[(
            "awscc_lambda_function",
            function("python3.13", "MODE", "fast"),
            json!({}),
        )]),
        "AWS-LAMBDA-*",
    );
    assert!(
        good.iter().all(|line| line.contains("satisfied")),
        "{good:#?}"
    );
    let url = |kind: &str| json!({"auth_type": kind, "target_function_arn": "f"});
    for (kind, expected) in [
        ("NONE", "violated | \"auth_type\": \"NONE\""),
        ("AWS_IAM", "satisfied"),
    ] {
        let found = decided(
            &plan(&[("awscc_lambda_url", url(kind), json!({}))]),
            "AWS-LAMBDA-*",
        );
        assert!(
            found.iter().any(|line| line.contains(expected)),
            "{kind}: {found:#?}"
        );
    }
    for (public, expected) in [(true, "violated"), (false, "satisfied")] {
        let service = json!({"network_configuration": {"ingress_configuration": {"is_publicly_accessible": public}},
            "source_configuration": {"image_repository": {"image_identifier": "i", "image_repository_type": "ECR"}}});
        let found = decided(
            &plan(&[("awscc_apprunner_service", service, json!({}))]),
            "AWS-APPRUNNER-*",
        );
        assert!(!found.is_empty(), "{found:#?}");
        assert!(
            expected == "violated" || found.iter().all(|line| !line.contains("error")),
            "{found:#?}"
        );
    }
}
