//! Controls that look at what belongs to a resource: the machine, its network
//! interfaces, their subnets, the security groups of both.

use serde_json::{Value as Json, json};

use crate::inventories::{plan, template};
use crate::sandbox::{Sandbox, export, record};

/// The status of `AZ-VM-006` for the one machine of these files, and the text at
/// the place of its first finding.
pub fn decided(files: &[(&str, String)]) -> (String, Option<String>) {
    let mut sandbox = Sandbox::new();
    let mut arguments = Vec::new();
    for (name, text) in files {
        sandbox = sandbox.file(name, text);
        arguments.push(*name);
    }
    arguments.extend(["--select", "AZ-VM-006"]);
    let (_, decisions) = sandbox.decide(&arguments);
    assert_eq!(decisions.len(), 1, "{decisions:#?}");
    let decision = &decisions[0];
    let finding = &decision["findings"][0];
    let file = finding["file"]
        .as_str()
        .or(decision["resource"]["source"]["file"].as_str())
        .unwrap();
    let text = finding["line"].as_u64().map(|line| {
        let line = usize::try_from(line).unwrap() - 1;
        let column = usize::try_from(finding["column"].as_u64().unwrap()).unwrap() - 1;
        let text = sandbox.read(file);
        let line = text.lines().nth(line).unwrap();
        line.chars().skip(column).collect()
    });
    (decision["status"].as_str().unwrap().to_owned(), text)
}

pub fn id(kind: &str, name: &str) -> String {
    record(kind, name, None, &json!({}))["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

const NIC: &str = "microsoft.network/networkinterfaces";
const NSG: &str = "Microsoft.Network/networkSecurityGroups";
const VNET: &str = "microsoft.network/virtualnetworks";

fn machine() -> Json {
    record(
        "microsoft.compute/virtualmachines",
        "vm",
        None,
        &json!({"networkProfile": {"networkInterfaces": [{"id": id(NIC, "NIC")}]}}),
    )
}

fn interface(group: Option<&str>) -> Json {
    let subnet = format!("{}/subnets/front", id(VNET, "net"));
    let mut properties =
        json!({"ipConfigurations": [{"name": "a", "properties": {"subnet": {"id": subnet}}}]});
    if let Some(group) = group {
        properties["networkSecurityGroup"] = json!({"id": id(NSG, group)});
    }
    record(NIC, "nic", None, &properties)
}

/// Resource Graph shows subnets only inside of their networks.
fn network(group: Option<&str>) -> Json {
    let mut subnet = json!({
        "name": "front",
        "id": format!("{}/subnets/front", id(VNET, "net")),
        "properties": {"addressPrefix": "10.0.0.0/24"},
    });
    if let Some(group) = group {
        subnet["properties"]["networkSecurityGroup"] = json!({"id": id(NSG, group)});
    }
    record(VNET, "net", None, &json!({"subnets": [subnet]}))
}

fn group() -> Json {
    record(NSG, "guard", None, &json!({"securityRules": []}))
}

fn graph(records: &[Json]) -> (String, Option<String>) {
    decided(&[("estate.json", export(records))])
}

#[test]
fn resource_graph_leads_from_machines_to_groups() {
    let status = |records: &[Json]| graph(records).0;
    let bare = || [machine(), interface(None), network(None)];
    assert_eq!(
        status(&[machine(), interface(Some("guard")), network(None), group()]),
        "satisfied"
    );
    assert_eq!(
        status(&[machine(), interface(None), network(Some("guard")), group()]),
        "satisfied"
    );
    // A group is there, though the export does not hold it.
    assert_eq!(
        status(&[machine(), interface(Some("guard")), network(None)]),
        "satisfied"
    );
    assert_eq!(status(&bare()), "violated");
    assert_eq!(status(&[machine(), network(None)]), "unknown");
    assert_eq!(status(&[machine(), interface(None)]), "unknown");
    let mut none = machine();
    none["properties"] = json!({});
    assert_eq!(status(&[none]), "unknown");
}

#[test]
fn the_place_is_that_of_the_related_property() {
    let (status, text) = graph(&[machine(), network(None), interface(None)]);
    assert_eq!(status, "violated");
    assert_eq!(text.as_deref(), Some("{"), "the interface's properties");
    let (status, text) = decided(&[
        ("machines.json", export(&[machine()])),
        ("network.json", export(&[interface(None), network(None)])),
    ]);
    assert_eq!(status, "violated");
    assert_eq!(text.as_deref(), Some("{"));
}

#[test]
fn resources_may_be_spread_over_files_and_refer_in_circles() {
    let mut back = interface(Some("guard"));
    back["properties"]["virtualMachine"] =
        json!({"id": id("microsoft.compute/virtualmachines", "vm")});
    let mut both = group();
    both["properties"]["networkInterfaces"] = json!([{"id": id(NIC, "nic")}]);
    let (status, _) = decided(&[
        ("a.json", export(&[machine()])),
        ("b.json", export(&[back, network(None)])),
        ("c.json", export(&[both])),
    ]);
    assert_eq!(status, "satisfied");
}

const MACHINE: &str = "azurerm_linux_virtual_machine";
const INTERFACE: &str = "azurerm_network_interface";
const JOINED: &str = "azurerm_subnet_network_security_group_association";

/// A machine, its interface and its subnet, whose ids are known only after apply;
/// with a group, and with the association of the two.
fn azure_plan(with_interface: bool, with_subnet: bool, with_group: bool) -> String {
    let mut changes = vec![(
        MACHINE,
        "vm",
        json!({"name": "vm", "size": "Standard_B1s"}),
        json!({"id": true, "network_interface_ids": true}),
    )];
    if with_interface {
        changes.push((
            INTERFACE,
            "nic",
            json!({"name": "nic", "ip_configuration": [{"name": "a"}]}),
            json!({"id": true, "ip_configuration": [{"subnet_id": true}]}),
        ));
    }
    if with_subnet {
        changes.push((
            "azurerm_subnet",
            "front",
            json!({"name": "front"}),
            json!({"id": true}),
        ));
    }
    if with_group {
        let name = "azurerm_network_security_group";
        changes.push((name, "guard", json!({"name": "guard"}), json!({"id": true})));
        changes.push((
            JOINED,
            "front",
            json!({}),
            json!({"id": true, "subnet_id": true, "network_security_group_id": true}),
        ));
    }
    let mut text = plan(
        &changes,
        &[
            (
                MACHINE,
                "vm",
                "network_interface_ids",
                &[
                    "azurerm_network_interface.nic.id",
                    "azurerm_network_interface.nic",
                ],
            ),
            (
                JOINED,
                "front",
                "subnet_id",
                &["azurerm_subnet.front.id", "azurerm_subnet.front"],
            ),
            (
                JOINED,
                "front",
                "network_security_group_id",
                &[
                    "azurerm_network_security_group.guard.id",
                    "azurerm_network_security_group.guard",
                ],
            ),
        ],
    );
    // The reference in a block stands in an array of blocks.
    let mut whole: Json = serde_json::from_str(&text).unwrap();
    for resource in whole["configuration"]["root_module"]["resources"]
        .as_array_mut()
        .unwrap()
    {
        if resource["type"] == INTERFACE {
            resource["expressions"]["ip_configuration"] = json!([{
                "name": {"constant_value": "a"},
                "subnet_id": {"references": ["azurerm_subnet.front.id", "azurerm_subnet.front"]},
            }]);
        }
    }
    text = serde_json::to_string_pretty(&whole).unwrap();
    text
}

#[test]
fn terraform_plans_lead_from_machines_to_groups() {
    let status = |text: String| decided(&[("plan.json", text)]).0;
    assert_eq!(status(azure_plan(true, true, true)), "satisfied");
    assert_eq!(status(azure_plan(true, true, false)), "violated");
    assert_eq!(status(azure_plan(true, false, false)), "unknown");
    assert_eq!(status(azure_plan(false, true, true)), "unknown");
}

/// The statuses of `AWS-S3-001` for the buckets of a file.
fn buckets(name: &str, text: &str) -> Vec<String> {
    let sandbox = Sandbox::with(name, text);
    let (_, decisions) = sandbox.decide(&[name, "--select", "AWS-S3-001"]);
    decisions
        .iter()
        .map(|decision| decision["status"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn buckets_of_a_plan_have_their_blocks() {
    let block = |policy: bool| {
        json!({"block_public_acls": true, "block_public_policy": policy,
            "ignore_public_acls": true, "restrict_public_buckets": true})
    };
    let kind = "aws_s3_bucket_public_access_block";
    let bucket = |name| {
        (
            "aws_s3_bucket",
            name,
            json!({"bucket": null}),
            json!({"id": true, "arn": true}),
        )
    };
    let late = json!({"id": true, "bucket": true});
    let text = plan(
        &[
            bucket("closed"),
            bucket("half"),
            bucket("open"),
            (kind, "closed", block(true), late.clone()),
            (kind, "half", block(false), late.clone()),
        ],
        &[
            (
                kind,
                "closed",
                "bucket",
                &["aws_s3_bucket.closed.id", "aws_s3_bucket.closed"],
            ),
            (
                kind,
                "half",
                "bucket",
                &["aws_s3_bucket.half.id", "aws_s3_bucket.half"],
            ),
        ],
    );
    assert_eq!(
        buckets("plan.json", &text),
        ["satisfied", "violated", "violated"]
    );
    let mut unsure = json!({"id": true, "bucket": true});
    unsure["block_public_policy"] = json!(true);
    let mut part = block(true);
    part.as_object_mut().unwrap().remove("block_public_policy");
    let text = plan(
        &[bucket("b"), (kind, "b", part, unsure)],
        &[(
            kind,
            "b",
            "bucket",
            &["aws_s3_bucket.b.id", "aws_s3_bucket.b"],
        )],
    );
    assert_eq!(buckets("plan.json", &text), ["unknown"]);
}

#[test]
fn arm_templates_lead_from_machines_to_groups() {
    let machine = json!({
        "type": "Microsoft.Compute/virtualMachines", "apiVersion": "2024-03-01", "name": "vm",
        "properties": {"networkProfile": {"networkInterfaces": [
            {"id": "[resourceId('Microsoft.Network/networkInterfaces', variables('nic'))]"},
        ]}},
    });
    let interface = |subnet: &str| {
        json!({
            "type": "Microsoft.Network/networkInterfaces", "apiVersion": "2024-01-01",
            "name": "[variables('nic')]",
            "properties": {"ipConfigurations": [{"name": "a", "properties": {"subnet": {"id": subnet}}}]},
        })
    };
    let inside = "[resourceId('Microsoft.Network/virtualNetworks/subnets', 'net', 'front')]";
    let network = |group: bool| {
        let mut subnet = json!({"name": "front", "properties": {"addressPrefix": "10.0.0.0/24"}});
        if group {
            subnet["properties"]["networkSecurityGroup"] =
                json!({"id": "[resourceId('Microsoft.Network/networkSecurityGroups', 'guard')]"});
        }
        json!({
            "type": "Microsoft.Network/virtualNetworks", "apiVersion": "2024-01-01", "name": "net",
            "properties": {"subnets": [subnet]},
        })
    };
    let guard = json!({
        "type": "Microsoft.Network/networkSecurityGroups", "apiVersion": "2024-01-01",
        "name": "guard", "properties": {"securityRules": []},
    });
    let status = |resources: &[Json]| decided(&[("main.json", template(resources))]).0;
    assert_eq!(
        status(&[machine.clone(), interface(inside), network(true), guard]),
        "satisfied"
    );
    assert_eq!(
        status(&[machine.clone(), interface(inside), network(false)]),
        "violated"
    );
    let outside = interface("[parameters('subnetId')]");
    assert_eq!(status(&[machine.clone(), outside]), "unknown");
    assert_eq!(status(&[machine]), "unknown");
}

/// The same bucket in AWS Config and in CloudFormation.
#[test]
fn buckets_of_aws_config_and_cloudformation_have_their_blocks_inside() {
    let camel = json!({"blockPublicAcls": true, "blockPublicPolicy": true,
        "ignorePublicAcls": true, "restrictPublicBuckets": true});
    let item = |name: &str, beside: Json| {
        let mut item = json!({
            "configurationItemVersion": "1.3", "ARN": format!("arn:aws:s3:::{name}"),
            "awsAccountId": "111122223333", "resourceType": "AWS::S3::Bucket", "resourceId": name,
            "resourceName": name, "awsRegion": "eu-west-1", "configurationItemStatus": "OK",
            "configurationItemCaptureTime": "2026-11-01T00:00:00.000Z", "configurationStateId": 1,
            "relationships": [], "tags": {}, "configuration": {"name": name},
        });
        if !beside.is_null() {
            item["supplementaryConfiguration"] = beside;
        }
        item
    };
    let snapshot = json!({
        "fileVersion": "1.0", "configSnapshotId": "00000000-0000-0000-0000-000000000001",
        "configurationItems": [
            item("closed", json!({"PublicAccessBlockConfiguration": camel})),
            item("open", json!({"BucketVersioningConfiguration": {}})),
            item("silent", Json::Null),
        ],
    });
    let text = serde_json::to_string_pretty(&snapshot).unwrap();
    assert_eq!(
        buckets("config.json", &text),
        ["satisfied", "violated", "unknown"]
    );
    let yaml = "AWSTemplateFormatVersion: '2010-09-09'
Parameters:
  Policy:
    Type: String
Resources:
  Closed:
    Type: AWS::S3::Bucket
    Properties:
      PublicAccessBlockConfiguration: &closed
        BlockPublicAcls: true
        BlockPublicPolicy: yes
        IgnorePublicAcls: true
        RestrictPublicBuckets: true
  Open:
    Type: AWS::S3::Bucket
  Half:
    Type: AWS::S3::Bucket
    Properties:
      PublicAccessBlockConfiguration:
        <<: *closed
        BlockPublicPolicy: !Ref Policy
";
    assert_eq!(
        buckets("bucket.yaml", yaml),
        ["satisfied", "violated", "unknown"]
    );
}

/// Addresses hold for their plan alone: the block of one plan's bucket is not that
/// of another plan's.
#[test]
fn addresses_do_not_lead_into_other_files() {
    let kind = "aws_s3_bucket_public_access_block";
    let bucket = || {
        (
            "aws_s3_bucket",
            "logs",
            json!({"bucket": null}),
            json!({"id": true}),
        )
    };
    let block = json!({"block_public_acls": true, "block_public_policy": true,
        "ignore_public_acls": true, "restrict_public_buckets": true});
    let closed = plan(
        &[
            bucket(),
            (kind, "logs", block, json!({"id": true, "bucket": true})),
        ],
        &[(
            kind,
            "logs",
            "bucket",
            &["aws_s3_bucket.logs.id", "aws_s3_bucket.logs"],
        )],
    );
    let sandbox = Sandbox::with("a.json", closed).file("b.json", plan(&[bucket()], &[]));
    let (_, decisions) = sandbox.decide(&["a.json", "b.json", "--select", "AWS-S3-001"]);
    let statuses: Vec<&str> = decisions
        .iter()
        .map(|decision| decision["status"].as_str().unwrap())
        .collect();
    assert_eq!(statuses, ["satisfied", "violated"]);
}

/// A rule that names a subnet's addresses does not guard the subnet.
#[test]
fn taking_a_value_is_no_relation() {
    let mut whole: Json = serde_json::from_str(&azure_plan(true, true, true)).unwrap();
    let changes = whole["resource_changes"].as_array_mut().unwrap();
    changes.retain(|change| change["type"] != JOINED);
    for resource in whole["configuration"]["root_module"]["resources"]
        .as_array_mut()
        .unwrap()
    {
        if resource["type"] == "azurerm_network_security_group" {
            resource["expressions"]["security_rule"] = json!([{"destination_address_prefixes": {
                "references": ["azurerm_subnet.front.address_prefixes", "azurerm_subnet.front"],
            }}]);
        }
    }
    let (status, _) = decided(&[("plan.json", whole.to_string())]);
    assert_eq!(status, "violated");
}

/// Whoever may write tags could otherwise put a group before any subnet.
#[test]
fn a_tag_is_no_relation() {
    let subnet = format!("{}/subnets/front", id(VNET, "net"));
    for tag in ["protects", "subnetId", "subnet"] {
        let mut guard = group();
        guard["tags"] = json!({tag: subnet});
        let (status, _) = graph(&[machine(), interface(None), network(None), guard]);
        assert_eq!(status, "violated", "{tag}");
    }
    let mut guard = group();
    guard["properties"]["securityRules"] =
        json!([{"name": "a", "properties": {"description": subnet}}]);
    let (status, _) = graph(&[machine(), interface(None), network(None), guard]);
    assert_eq!(status, "violated");
}
