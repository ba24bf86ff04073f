//! Resources of Pulumi, Steampipe and CloudQuery: the controls for the shape that they are
//! made of decide them, and findings lead to the place in the original.

use serde_json::{Value as Json, json};

use crate::reshaped::{CLOSED, OPEN, decided, decided_in};

/// A stack of Pulumi with these resources: type, id, outputs.
fn stack(resources: &[(&str, &str, Json)]) -> Json {
    let resources: Vec<Json> = resources
        .iter()
        .map(|(kind, id, outputs)| {
            json!({"urn": format!("urn:pulumi:prod::shop::{kind}::this"), "custom": true, "type": kind,
                "id": id, "inputs": {"__defaults": []}, "outputs": outputs})
        })
        .collect();
    json!({"version": 3, "deployment": {"manifest": {}, "resources": resources}})
}

const ACCOUNT: &str =
    "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/stpay";

#[test]
fn native_resources_of_pulumi_are_decided_as_those_of_azure() {
    let account = |https: bool, tls: &str, open: bool| {
        json!({"name": "stpay", "location": "westeurope", "type": "Microsoft.Storage/storageAccounts",
            "enableHttpsTrafficOnly": https, "minimumTlsVersion": tls, "allowBlobPublicAccess": open,
            "allowSharedKeyAccess": open, "publicNetworkAccess": if open { "Enabled" } else { "Disabled" },
            "networkRuleSet": {"defaultAction": if open { "Allow" } else { "Deny" }, "__defaults": []}})
    };
    let of = |outputs| {
        decided(
            &stack(&[("azure-native:storage:StorageAccount", ACCOUNT, outputs)]),
            "AZ-STORAGE-*",
        )
    };
    let mut open = OPEN;
    open[0] = "AZ-STORAGE-001 violated | \"enableHttpsTrafficOnly\": false";
    assert_eq!(of(account(false, "TLS1_0", true)), open);
    assert_eq!(of(account(true, "TLS1_2", false)), CLOSED);
    // Secrets and values that are not computed yet are unknown.
    let mut secret = account(true, "TLS1_2", false);
    secret["enableHttpsTrafficOnly"] = json!({"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "ciphertext": "v1:AAAA"});
    assert!(of(secret)[0].starts_with("AZ-STORAGE-001 unknown"));
    // The parts of a group have properties of their own.
    let group = |from: &str| {
        let id = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/networkSecurityGroups/n";
        let rule = json!({"name": "ssh", "access": "Allow", "direction": "Inbound", "protocol": "Tcp", "priority": 100,
            "sourceAddressPrefix": from, "sourcePortRange": "*", "destinationAddressPrefix": "*", "destinationPortRange": "22"});
        decided(
            &stack(&[(
                "azure-native:network:NetworkSecurityGroup",
                id,
                json!({"securityRules": [rule]}),
            )]),
            "AZ-NSG-*",
        )
    };
    assert!(
        group("*").iter().any(|line| line.contains("violated")),
        "{:#?}",
        group("*")
    );
    assert!(
        group("10.0.0.0/8")
            .iter()
            .all(|line| line.contains("satisfied")),
        "{:#?}",
        group("10.0.0.0/8")
    );
}

#[test]
fn bridged_resources_of_pulumi_are_decided_as_those_of_terraform() {
    let account = |https: bool, tls: &str, open: bool| {
        json!({"name": "stpay", "location": "westeurope", "httpsTrafficOnlyEnabled": https, "minTlsVersion": tls,
            "allowNestedItemsToBePublic": open, "sharedAccessKeyEnabled": open, "publicNetworkAccessEnabled": open,
            "networkRules": {"defaultAction": if open { "Allow" } else { "Deny" }}})
    };
    let of = |outputs| {
        decided(
            &stack(&[("azure:storage/account:Account", ACCOUNT, outputs)]),
            "AZ-STORAGE-*",
        )
    };
    assert_eq!(
        of(account(false, "TLS1_0", true)),
        [
            "AZ-STORAGE-001 violated | \"httpsTrafficOnlyEnabled\": false",
            "AZ-STORAGE-002 violated | \"minTlsVersion\": \"TLS1_0\"",
            "AZ-STORAGE-003 violated | \"allowNestedItemsToBePublic\": true",
            "AZ-STORAGE-004 violated | \"sharedAccessKeyEnabled\": true",
            "AZ-STORAGE-005 violated | \"defaultAction\": \"Allow\"",
        ]
    );
    assert_eq!(of(account(true, "TLS1_2", false)), CLOSED);
    let function = |runtime: &str| {
        json!({"name": "f", "arn": "arn:aws:lambda:eu-west-1:1:function:f", "runtime": runtime,
        "environment": {"variables": {"MODE": "fast"}}})
    };
    for (runtime, expected) in [("python2.7", "violated"), ("python3.13", "satisfied")] {
        let found = decided(
            &stack(&[("aws:lambda/function:Function", "f", function(runtime))]),
            "AWS-LAMBDA-*",
        );
        assert!(
            found.iter().any(|line| line.contains(expected)),
            "{found:#?}"
        );
        let native = decided(
            &stack(&[("aws-native:lambda:Function", "f", function(runtime))]),
            "AWS-LAMBDA-*",
        );
        let statuses = |lines: &[String]| {
            lines
                .iter()
                .map(|line| line.split(" |").next().unwrap().to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(statuses(&native), statuses(&found));
    }
    let pod = |image: &str| {
        json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p", "namespace": "shop"},
        "__fieldManager": "pulumi", "spec": {"containers": [{"name": "p", "image": image, "command": ["node", "--inspect"]}]}})
    };
    let found = decided(
        &stack(&[("kubernetes:core/v1:Pod", "shop/p", pod("python:2.7"))]),
        "K8S-*",
    );
    assert!(
        found.iter().any(|line| line.contains("violated")),
        "{found:#?}"
    );
}

#[test]
fn rows_of_steampipe_are_decided_by_their_columns() {
    let rows =
        |rows: &[Json]| json!({"columns": [{"name": "id", "data_type": "text"}], "rows": rows});
    let account = |https: bool, tls: &str, open: bool| {
        json!({"id": ACCOUNT, "akas": [format!("azure://{ACCOUNT}")], "type": "Microsoft.Storage/storageAccounts", "name": "stpay", "region": "westeurope",
            "enable_https_traffic_only": https, "minimum_tls_version": tls, "allow_blob_public_access": open,
            "network_rule_default_action": if open { "Allow" } else { "Deny" }, "sku_name": "Standard_LRS"})
    };
    let found = decided(&rows(&[account(false, "TLS1_0", true)]), "AZ-STORAGE-*");
    assert_eq!(
        found[0],
        "AZ-STORAGE-001 violated | \"enable_https_traffic_only\": false"
    );
    assert_eq!(
        found[1],
        "AZ-STORAGE-002 violated | \"minimum_tls_version\": \"TLS1_0\""
    );
    assert_eq!(
        found[2],
        "AZ-STORAGE-003 violated | \"allow_blob_public_access\": true"
    );
    let found = decided(&rows(&[account(true, "TLS1_2", false)]), "AZ-STORAGE-*");
    assert_eq!(found[..3], CLOSED[..3]);
    // There is no column for these.
    assert!(found[3].starts_with("AZ-STORAGE-004 unknown"), "{found:#?}");
    // A column that was not selected, or is empty, is not the default.
    let mut row = account(true, "TLS1_2", false);
    row["enable_https_traffic_only"] = Json::Null;
    row["minimum_tls_version"] = json!("");
    let found = decided(&rows(&[row]), "AZ-STORAGE-*");
    assert!(found[0].starts_with("AZ-STORAGE-001 unknown"), "{found:#?}");
    assert!(found[1].starts_with("AZ-STORAGE-002 unknown"), "{found:#?}");

    let bucket = |closed: bool| {
        json!({"akas": ["arn:aws:s3:::b"], "resource_type": "aws_s3_bucket", "name": "b",
        "block_public_acls": closed, "block_public_policy": closed, "ignore_public_acls": closed, "restrict_public_buckets": closed})
    };
    assert_eq!(
        decided(&rows(&[bucket(true)]), "AWS-S3-001"),
        ["AWS-S3-001 satisfied"]
    );
    let open = decided(&rows(&[bucket(false)]), "AWS-S3-001");
    assert!(open[0].starts_with("AWS-S3-001 violated |"), "{open:?}");
    let mut part = bucket(true);
    part.as_object_mut().unwrap().remove("ignore_public_acls");
    assert!(decided(&rows(&[part]), "AWS-S3-001")[0].starts_with("AWS-S3-001 unknown"));

    let deployment = |image: &str, command: &str| {
        json!({"akas": ["uid-1"], "uid": "uid-1", "resource_type": "kubernetes_deployment", "name": "web",
        "namespace": "shop", "labels": {}, "template": {"spec": {"containers": [{"name": "web", "image": image, "command": ["node", command]}]}}})
    };
    let bad = decided(&rows(&[deployment("python:2.7", "--inspect")]), "K8S-*");
    assert!(
        bad.iter().filter(|line| line.contains("violated")).count() >= 2,
        "{bad:#?}"
    );
    let mut row = deployment("python:2.7", "x");
    row.as_object_mut().unwrap().remove("template");
    let found = decided(&rows(&[row]), "K8S-*");
    assert!(
        !found.is_empty() && found.iter().all(|line| !line.contains("satisfied")),
        "{found:#?}"
    );
}

#[test]
fn rows_of_cloudquery_are_decided_by_their_columns() {
    let row = |command: &str| {
        json!({"_cq_id": "00000000-0000-0000-0000-0000000000c1", "uid": "uid-1", "kind": "Deployment", "api_version": "apps/v1",
            "name": "web", "namespace": "shop", "labels": {"app": "web"},
            "template": {"spec": {"containers": [{"name": "web", "image": "python:2.7", "command": ["node", command]}]}}})
        .to_string()
    };
    let of = |command| decided_in("k8s_apps_deployments.json", &(row(command) + "\n"), "K8S-*");
    let (bad, good) = (of("--inspect"), of("server.js"));
    let count =
        |lines: &[String], word: &str| lines.iter().filter(|line| line.contains(word)).count();
    assert!(
        count(&bad, "violated") > count(&good, "violated"),
        "{bad:#?} {good:#?}"
    );
    assert!(count(&good, "satisfied") >= 1, "{good:#?}");
}

/// Types of the catalogue's controls whose properties no public list has.
const UNLISTED: [&str; 3] = [
    "microsoft.network/frontdoors",
    "microsoft.network/frontdoorwebapplicationfirewallpolicies",
    "microsoft.resources/subscriptions",
];

/// The list of properties has each type that a control selects, so that the resource has its
/// shape whatever tool describes it.
#[test]
fn the_properties_of_each_type_that_controls_select_are_listed() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let listed =
        std::fs::read_to_string(root.join("crates/inventory/src/reshape/properties.txt")).unwrap();
    let listed: std::collections::BTreeSet<&str> = listed
        .lines()
        .filter(|line| !line.starts_with(['#', '\t']))
        .collect();
    let mut selected = std::collections::BTreeSet::new();
    let mut folders = vec![root.join("policies/lockdown")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if !path.to_string_lossy().ends_with("_test.rego") {
                let text = std::fs::read_to_string(&path).unwrap();
                let Some((_, rest)) = text.split_once("#   resources:") else {
                    continue;
                };
                let block: Vec<&str> = rest
                    .lines()
                    .enumerate()
                    .take_while(|(line, text)| *line == 0 || text.starts_with("#   -"))
                    .map(|(_, text)| text)
                    .collect();
                let words = block.join(" ");
                let is_name =
                    |letter: char| letter.is_ascii_alphanumeric() || "_./:".contains(letter);
                for word in words.split(|letter| !is_name(letter)) {
                    if ["microsoft.", "AWS::", "aws_", "azurerm_", "google_"]
                        .iter()
                        .any(|head| word.starts_with(head))
                    {
                        selected.insert(word.to_owned());
                    }
                }
            }
        }
    }
    assert!(selected.len() > 80, "{selected:?}");
    // They have those of other types in their place.
    let others = ["aws_alb", "AWS::Serverless::Function"];
    let missing: Vec<&String> = selected
        .iter()
        .filter(|kind| {
            !listed.contains(kind.as_str())
                && !UNLISTED.contains(&kind.as_str())
                && !others.contains(&kind.as_str())
        })
        .collect();
    assert!(
        missing.is_empty(),
        "add these types to crates/inventory/src/reshape/properties.txt: {missing:?}"
    );
}
