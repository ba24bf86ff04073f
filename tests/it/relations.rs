//! Controls that look at what belongs to a resource: the machine, its network
//! interfaces, their subnets, the security groups of both.

use serde_json::{Value as Json, json};

use crate::sandbox::{Sandbox, export, record};

/// The status of `AZ-VM-006` for the one machine of these files, and the text at
/// the place of its first finding.
fn decided(files: &[(&str, String)]) -> (String, Option<String>) {
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

fn id(kind: &str, name: &str) -> String {
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
