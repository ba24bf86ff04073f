//! Settings that hold secrets, through the program: where each format has them, and that
//! what a control reports is printed nowhere.

use serde_json::{Value as Json, json};

use crate::sandbox::Sandbox;

/// The status of the only decision, which prints no secret.
fn status(control: &str, file: &str, inventory: &Json) -> String {
    let sandbox = Sandbox::with(file, inventory.to_string());
    let (_, decisions) = sandbox.decide(&[file, "--select", control]);
    let [decision] = decisions.as_slice() else {
        panic!("{decisions:?}");
    };
    assert!(!decision.to_string().contains("hunter2"), "{decision}");
    let shown = sandbox.eval(&[file, "--select", control]);
    assert!(!shown.stdout.contains("hunter2"), "{}", shown.stdout);
    decision["status"].as_str().unwrap().to_owned()
}

fn cluster(variable: &Json, data: &Json) -> Json {
    json!({"apiVersion": "v1", "kind": "List", "items": [
        {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web", "namespace": "shop"}, "spec": {
            "selector": {"matchLabels": {"app": "web"}},
            "template": {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [
                {"name": "proxy", "image": "registry.example.com/proxy:1.2.3"},
                {"name": "web", "image": "registry.example.com/web:1.2.3", "env": [variable]},
            ]}},
        }},
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "settings", "namespace": "shop"}, "data": data},
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "settings", "namespace": "other"}, "data": {"password": "hunter2hunter2", "mode": "development"}},
    ]})
}

fn keyed(name: &str, map: &str, key: &str) -> Json {
    json!({"name": name, "valueFrom": {"configMapKeyRef": {"name": map, "key": key}}})
}

#[test]
fn keys_of_config_maps_are_followed() {
    let data = json!({"password": "hunter2hunter2", "mode": "production", "dev": "development"});
    for (control, variable, expected) in [
        (
            "K8S-SECRET-001",
            keyed("DB_PASSWORD", "settings", "password"),
            "violated",
        ),
        (
            "K8S-SECRET-001",
            keyed("SETTING", "settings", "password"),
            "violated",
        ),
        (
            "K8S-SECRET-001",
            keyed("MODE", "settings", "mode"),
            "satisfied",
        ),
        (
            "K8S-SECRET-001",
            keyed("DB_PASSWORD", "absent", "password"),
            "satisfied",
        ),
        (
            "K8S-SECRET-001",
            json!({"name": "MYSQL_RANDOM_ROOT_PASSWORD", "value": "yes"}),
            "satisfied",
        ),
        (
            "K8S-DEBUG-002",
            keyed("NODE_ENV", "settings", "mode"),
            "satisfied",
        ),
        (
            "K8S-DEBUG-002",
            keyed("NODE_ENV", "settings", "dev"),
            "violated",
        ),
        (
            "K8S-DEBUG-002",
            keyed("NODE_ENV", "settings", "absent"),
            "unknown",
        ),
        (
            "K8S-DEBUG-002",
            keyed("NODE_ENV", "absent", "mode"),
            "unknown",
        ),
    ] {
        let inventory = cluster(&variable, &data);
        assert_eq!(
            status(control, "cluster.json", &inventory),
            expected,
            "{control} {variable}"
        );
    }
}

fn template(kind: &str, properties: &Json) -> Json {
    json!({"AWSTemplateFormatVersion": "2010-09-09", "Resources": {"R": {"Type": kind, "Properties": properties}}})
}

#[test]
fn variables_of_builds_and_of_every_container_are_read() {
    let project = |variable: Json| {
        let environment = json!({"ComputeType": "BUILD_GENERAL1_SMALL", "Image": "x", "Type": "LINUX_CONTAINER", "EnvironmentVariables": [variable]});
        template(
            "AWS::CodeBuild::Project",
            &json!({"Environment": environment}),
        )
    };
    let clear = project(json!({"Name": "NPM_TOKEN", "Value": "hunter2hunter2"}));
    assert_eq!(status("AWS-CODEBUILD-001", "a.json", &clear), "violated");
    let stored = project(json!({"Name": "NPM_TOKEN", "Value": "npm", "Type": "SECRETS_MANAGER"}));
    assert_eq!(status("AWS-CODEBUILD-001", "a.json", &stored), "satisfied");

    let containers = json!([
        {"Name": "proxy", "Image": "x"},
        {"Name": "web", "Image": "y", "Environment": [{"Name": "STRIPE_KEY", "Value": "hunter2hunter2"}]},
    ]);
    let task = template(
        "AWS::ECS::TaskDefinition",
        &json!({"ContainerDefinitions": containers}),
    );
    assert_eq!(status("AWS-ECS-001", "a.json", &task), "violated");

    let function = json!({
        "name": "//cloudfunctions.googleapis.com/projects/p/locations/l/functions/f",
        "assetType": "cloudfunctions.googleapis.com/Function",
        "resource": {"version": "v2", "data": {"name": "f", "serviceConfig": {}, "buildConfig": {"environmentVariables": {"NPM_TOKEN": "hunter2hunter2"}}}},
        "ancestors": ["projects/1"],
    });
    assert_eq!(status("GCP-SECRET-001", "a.ndjson", &function), "violated");
}
