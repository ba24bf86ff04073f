//! Records of incidents: who had to act follows from the boundary of what was hit.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use crate::sandbox::{Ran, Sandbox, text};
use crate::support::root;

const EXAMPLES: &str = "inputs/incidents";

fn eval(arguments: &[&str]) -> Ran {
    Ran::of(
        Sandbox::new()
            .command()
            .current_dir(root())
            .args(["eval", "--now", "2026-11-21"])
            .args(arguments),
    )
}

fn decide(arguments: &[&str]) -> Vec<Json> {
    let ran = eval(&[arguments, &["-o", "ndjson"]].concat());
    ran.stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// One type for each service model, with settings where a setting decides.
fn types() -> Vec<(&'static str, Json)> {
    vec![
        ("onprem/hosts", json!({})),
        ("Microsoft.Compute/virtualMachines", json!({})),
        (
            "Microsoft.ContainerService/managedClusters",
            json!({"autoUpgradeProfile": {"nodeOSUpgradeChannel": "None"}}),
        ),
        (
            "Microsoft.ContainerService/managedClusters",
            json!({"autoUpgradeProfile": {"nodeOSUpgradeChannel": "NodeImage"}}),
        ),
        ("run.googleapis.com/Service", json!({})),
        ("Microsoft.Web/sites", json!({})),
        ("AWS::Lambda::Function", json!({})),
        ("m365/tenant", json!({})),
        ("Microsoft.HybridCompute/machines", json!({})),
        ("Microsoft.RedHatOpenShift/openShiftClusters", json!({})),
    ]
}

const LAYERS: [&str; 17] = [
    "data",
    "configuration",
    "keys",
    "identity.users",
    "identity.directory",
    "endpoint",
    "application",
    "runtime",
    "os.guest",
    "os.node",
    "network.controls",
    "host",
    "network.physical",
    "datacenter",
    "ai.usage",
    "ai.application",
    "ai.platform",
];

/// A record of which one party did all, for one layer of one type.
fn record(id: &str, kind: &str, settings: &Json, layer: &str, by: &Json) -> Json {
    let stage = |name: &str, hour: u32| {
        json!({
            "stage": name,
            "began": format!("2026-10-02T{hour:02}:00:00Z"),
            "ended": format!("2026-10-02T{:02}:00:00Z", hour + 1),
            "by": [by],
        })
    };
    json!({
        "incident": id,
        "title": "one party did all",
        "affected": [{"name": "it", "type": kind, "layer": layer, "properties": settings}],
        "stages": [
            stage("detect", 8),
            stage("assess", 9),
            stage("diagnose", 10),
            stage("stabilise", 11),
            stage("close", 12),
        ],
    })
}

/// The acting party is allowed exactly where the boundary names it, for every service
/// model and layer; and the decision is of whom the boundary names.
#[test]
fn the_acting_party_follows_the_boundary_for_every_service_model() {
    let mut records = Vec::new();
    let mut asked = Vec::new();
    for (kind, settings) in types() {
        for layer in LAYERS {
            let parties = [
                json!({"kind": "customer", "name": "soc"}),
                json!({"kind": "provider"}),
                json!({"kind": "third_party", "name": "Red Hat"}),
            ];
            for by in parties {
                let id = format!("I{}", asked.len());
                records.push(record(&id, kind, &settings, layer, &by));
                asked.push((id, by, layer));
            }
        }
    }
    let sandbox = Sandbox::with(
        "incidents.json",
        serde_json::to_string(&Json::Array(records)).unwrap(),
    );
    let (_, decisions) = sandbox.decide(&["incidents.json", "--select", "INC-PARTY-001"]);
    assert_eq!(decisions.len(), asked.len());
    let mut models = BTreeSet::new();
    let mut verdicts = BTreeSet::new();
    for ((id, by, layer), decision) in asked.iter().zip(&decisions) {
        assert_eq!(text(decision, "/resource/id"), format!("{id}/it"));
        assert_eq!(text(decision, "/layer"), *layer, "{decision}");
        models.insert(text(decision, "/resource/model"));
        let performs = decision["responsible"]["performs"].as_array().unwrap();
        if performs.is_empty() {
            assert_eq!(text(decision, "/decision"), "deny", "{decision}");
            continue;
        }
        let has_the_duty = performs.iter().any(|duty| {
            duty["party"]["kind"] == by["kind"]
                && (by["kind"] != "third_party" || duty["party"]["name"] == by["name"])
        });
        let expected = if has_the_duty { "allow" } else { "deny" };
        assert_eq!(text(decision, "/decision"), expected, "{decision}");
        verdicts.insert((text(by, "/kind"), expected));
    }
    let known: BTreeSet<String> = onus::vocabulary::ServiceModel::ALL
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(models, known);
    // Both ways for each side, so that the comparison says something.
    assert_eq!(verdicts.len(), 6, "{verdicts:?}");
}

#[test]
fn the_compromise_left_to_the_provider_is_the_customers_and_the_well_run_one_is_allowed() {
    let decisions = decide(&[EXAMPLES, "--select", "INC-*"]);
    let of = |incident: &str| -> Vec<&Json> {
        decisions
            .iter()
            .filter(|decision| {
                text(decision, "/resource/source/file").ends_with(&format!("{incident}.json"))
            })
            .collect()
    };
    let left = of("customer-compromise-left-to-provider");
    let party = left
        .iter()
        .find(|decision| text(decision, "/control/id") == "INC-PARTY-001")
        .unwrap();
    assert_eq!(text(party, "/decision"), "deny");
    assert_eq!(text(party, "/responsible/accountable/kind"), "customer");
    for incident in [
        "customer-compromise-well-run",
        "platform-outage",
        "saas-credential-theft",
        "drill",
    ] {
        let decisions = of(incident);
        assert!(decisions.len() >= 8, "{incident}: {}", decisions.len());
        for decision in decisions {
            assert_eq!(text(decision, "/decision"), "allow", "{decision}");
        }
    }
    let outage = of("platform-outage");
    assert!(
        outage
            .iter()
            .all(|decision| text(decision, "/responsible/accountable/kind") == "provider")
    );
}

#[test]
fn the_report_says_who_had_to_act_who_did_and_what_is_late() {
    let ran = eval(&[
        "inputs/incidents/customer-compromise-left-to-provider.json",
        "inputs/incidents/inventory.json",
        "--select",
        "INC-*",
    ]);
    insta::assert_snapshot!(ran.transcript());
}

#[test]
fn settings_of_the_time_count_before_those_of_the_inventory() {
    let cluster = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerService/managedClusters/aks";
    let inventory = json!([{
        "id": cluster, "type": "Microsoft.ContainerService/managedClusters", "provider": "azure",
        "tags": {"owner": "platform"},
        "properties": {"autoUpgradeProfile": {"nodeOSUpgradeChannel": "None"}},
    }]);
    let with = |settings: Option<&str>| {
        let mut record = record(
            "I1",
            "Microsoft.ContainerService/managedClusters",
            &Json::Null,
            "os.node",
            &json!({"kind": "customer"}),
        );
        record["affected"][0]["id"] = cluster.into();
        if let Some(channel) = settings {
            record["affected"][0]["properties"] =
                json!({"autoUpgradeProfile": {"nodeOSUpgradeChannel": channel}});
        }
        Sandbox::with("incident.json", record.to_string())
            .file("inventory.json", inventory.to_string())
    };
    let one = |sandbox: &Sandbox, files: &[&str]| {
        let (_, decisions) = sandbox.decide(&[files, &["--select", "INC-PARTY-001"]].concat());
        assert_eq!(decisions.len(), 1);
        decisions[0].clone()
    };
    // Nobody knows the settings.
    let alone = one(&with(None), &["incident.json"]);
    assert_eq!(text(&alone, "/status"), "unknown", "{alone}");
    // The inventory does, and who owns it.
    let joined = one(&with(None), &["incident.json", "inventory.json"]);
    assert_eq!(
        joined["responsible"]["basis"]["switch"],
        json!({"pointer": "/related/affected/0/properties/autoUpgradeProfile/nodeOSUpgradeChannel", "value": "None"})
    );
    assert_eq!(text(&joined, "/responsible/accountable/name"), "platform");
    // The record does itself.
    let told = one(
        &with(Some("NodeImage")),
        &["incident.json", "inventory.json"],
    );
    assert_eq!(
        told["responsible"]["basis"]["switch"],
        json!({"pointer": "/raw/properties/autoUpgradeProfile/nodeOSUpgradeChannel", "value": "NodeImage"})
    );
}

#[test]
fn wrong_records_are_errors_with_their_place() {
    let text = r#"[
{"incident": "I1", "title": "t", "affected": [{"name": "a", "type": "m365/tenant", "layer": "identity.users"}], "stages": [{"stage": "triage"}]},
{"incident": "I2", "title": "t", "affected": [{"name": "a", "type": "m365/tenant", "layer": "identity.users"}], "stages": [{"stage": "detect", "began": "2027-02-29T10:00:00Z", "affected": ["b"]}]},
{"incident": "I3", "title": "t", "affected": [], "stages": []},
{"incident": "I4", "title": "t", "affected": [{"name": "a", "layer": "data"}], "stages": [], "postMortem": []},
{"incident": "I5", "title": "t", "affected": [{"name": "a", "layer": "data"}], "stages": []},
{"incident": "I6", "title": "t", "affected": [{"name": "a", "type": "m365/tenant", "layer": "identity.users"}], "stages": []},
{"incident": "I6", "title": "t", "affected": [{"name": "a", "type": "m365/tenant", "layer": "identity.users"}], "stages": []},
{"incident": "I7", "title": "t", "affected": [{"name": "a", "type": "m365/tenant", "layer": "identity.users"}], "stages": [{"stage": "detect", "began": "2028-02-29T10:00:00+01:00", "ended": "2026-10-02 10:00"}]}
]"#;
    let sandbox = Sandbox::with("incidents.json", text);
    let ran = sandbox.eval(&["incidents.json", "-q", "--select", "INC-STAGE-001"]);
    assert_eq!(ran.code, 2);
    insta::assert_snapshot!(ran.messages());
}
