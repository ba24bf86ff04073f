//! `onus layers`: who has which layer, what watches it, and what fails together.

use serde_json::{Value as Json, json};

use crate::sandbox::{Ran, Sandbox, control, export, record, text};
use crate::support::root;

/// The customer has the data, its side of the network and the accounts of everything;
/// the provider has the hosts; of the vaults, two policies disagree about the keys.
pub const BOUNDARY: &str = r#"# METADATA
# title: What was agreed
# custom:
#   kind: boundary
#   id: ACME-B
#   tier: organisation
#   resources: ["microsoft.acme/**"]
package acme.boundary

ours(duty) := {
	"performs": [{"party": {"kind": "customer"}, "duty": duty}],
	"accountable": {"kind": "customer"},
}

responsibility["data"] := ours("back it up")

responsibility["identity.users"] := ours("take accounts away")

responsibility["network.controls"] := ours("close what is not used")

responsibility["host"] := {
	"performs": [{"party": {"kind": "provider", "name": "Acme"}, "duty": "patch it"}],
	"accountable": {"kind": "provider", "name": "Acme"},
}

responsibility["keys"] := ours("renew them") if input.type == "microsoft.acme/vaults"
"#;

const OTHER: &str = r#"# METADATA
# title: What was agreed elsewhere
# custom:
#   kind: boundary
#   id: ACME-C
#   tier: organisation
#   resources: [microsoft.acme/vaults]
package acme.elsewhere

responsibility["keys"] := {
	"performs": [{"party": {"kind": "provider", "name": "Acme"}, "duty": "renew them"}],
	"accountable": {"kind": "provider", "name": "Acme"},
}
"#;

/// A control of a layer that denies where a property is true.
fn watches(id: &str, layer: &str, kinds: &str, property: &str) -> String {
    let body = format!(
        "deny contains \"it is {property}\" if input.properties.{property}\n\ndeny contains {{\"message\": \"not known\", \"unknown\": true}} if not \"{property}\" in object.keys(input.properties)"
    );
    let package = id.to_lowercase().replace('-', "_");
    control(&format!("acme.{package}"), id, kinds, &body)
        .replace("layer: data", &format!("layer: {layer}"))
}

/// Servers, a database inside of one, a vault, and something that nobody knows.
pub fn estate() -> Sandbox {
    let servers = "Microsoft.Acme/servers";
    let inventory = export(&[
        record(
            servers,
            "one",
            Some("web"),
            &json!({"open": true, "shared": false}),
        ),
        record(
            "Microsoft.Acme/servers/databases",
            "one/databases/orders",
            Some("web"),
            &json!({"plain": true}),
        ),
        record(
            servers,
            "two",
            Some("data"),
            &json!({"open": true, "shared": true}),
        ),
        record(
            servers,
            "three",
            None,
            &json!({"open": false, "shared": false}),
        ),
        record(servers, "four", None, &json!({"open": false})),
        record("Microsoft.Acme/vaults", "safe", Some("web"), &json!({})),
        record("Microsoft.Other/things", "odd", None, &json!({})),
    ]);
    // The id of what is inside a server, as Azure writes it.
    let inventory = inventory.replace(
        "Microsoft.Acme/servers/databases/one/databases/orders",
        "Microsoft.Acme/servers/one/databases/orders",
    );
    let servers = "[microsoft.acme/servers]";
    Sandbox::with("estate.json", inventory)
        .file("policies/boundary.rego", BOUNDARY)
        .file("policies/elsewhere.rego", OTHER)
        .file(
            "policies/open.rego",
            watches("ACME-NET-001", "network.controls", servers, "open"),
        )
        .file(
            "policies/shared.rego",
            watches("ACME-USER-001", "identity.users", servers, "shared"),
        )
        .file(
            "policies/plain.rego",
            watches(
                "ACME-DATA-001",
                "data",
                "[microsoft.acme/servers/databases]",
                "plain",
            ),
        )
}

fn layers(sandbox: &Sandbox, arguments: &[&str]) -> Ran {
    let own = [
        "layers",
        "estate.json",
        "--no-builtin",
        "--policy",
        "policies",
    ];
    sandbox.run(&[own.as_slice(), arguments].concat())
}

/// The element of an array that has this text under a key; null when none has.
fn with<'j>(list: &'j Json, key: &str, value: &str) -> &'j Json {
    list.as_array()
        .into_iter()
        .flatten()
        .find(|one| one[key] == value)
        .unwrap_or(&Json::Null)
}

#[test]
fn the_holes_stand_before_the_counts() {
    let ran = layers(&estate(), &[]);
    insta::assert_snapshot!(ran.transcript());
}

#[test]
fn every_layer_of_every_resource_counts_once() {
    let whole = layers(&estate(), &["-o", "json"]).json();
    let network = with(&whole["layers"], "layer", "network.controls");
    assert_eq!(network["resources"], 7);
    assert_eq!(network["denied"], 2);
    assert_eq!(network["allowed"], 2);
    // The database and the vault, and what nobody has.
    assert_eq!(network["unwatched"], 2);
    assert_eq!(network["unassigned"], 1);
    let users = with(&whole["layers"], "layer", "identity.users");
    assert_eq!(
        [&users["denied"], &users["unknown"], &users["allowed"]],
        [1, 1, 2]
    );
    let host = with(&whole["layers"], "layer", "host");
    assert_eq!(host["provider_only"], 6);
    assert_eq!(host["allowed"], 0);
    for layer in whole["layers"].as_array().unwrap() {
        let states = [
            "denied",
            "unknown",
            "error",
            "allowed",
            "unwatched",
            "provider_only",
            "unassigned",
            "conflict",
        ];
        let sum: u64 = states
            .iter()
            .map(|state| layer[*state].as_u64().unwrap())
            .sum();
        assert_eq!(sum, 7, "{layer:#}");
    }
}

#[test]
fn a_hole_says_what_is_missing_and_whose_it_is() {
    let whole = layers(&estate(), &["-o", "json"]).json();
    let conflict = with(&whole["holes"], "hole", "conflict");
    assert_eq!(text(conflict, "/layer"), "keys");
    assert_eq!(text(conflict, "/example/name"), "safe");
    let unmapped = with(&whole["holes"], "hole", "unmapped");
    assert_eq!(text(unmapped, "/type"), "microsoft.other/things");
    let blind = with(&whole["holes"], "hole", "blind");
    assert_eq!(text(blind, "/type"), "microsoft.acme/vaults");
    assert_eq!(blind["parties"], json!({"web": 1}));
    let unwatched = with(&whole["holes"], "hole", "unwatched");
    assert_eq!(text(unwatched, "/layer"), "data");
    assert_eq!(unwatched["resources"], 4);
    assert_eq!(
        unwatched["parties"],
        json!({"data": 1, "no owner": 2, "web": 1})
    );
}

#[test]
fn a_server_fails_together_with_its_database() {
    let whole = layers(&estate(), &["-o", "json"]).json();
    let together = whole["together"].as_array().unwrap();
    let names: Vec<String> = together
        .iter()
        .map(|stack| text(stack, "/resource/name"))
        .collect();
    assert_eq!(names, ["two", "one"]);
    let one = &together[1];
    assert_eq!(
        text(one, "/failing/data/0/resource/name"),
        "one/databases/orders"
    );
    assert_eq!(
        text(one, "/failing/network.controls/0/resource/name"),
        "one"
    );
    assert_eq!(one["allowed"], json!(["identity.users"]));
    assert_eq!(one["all_watched_fail"], false);
    assert_eq!(together[0]["all_watched_fail"], true);
}

#[test]
fn one_party_sees_its_own_layers() {
    let sandbox = estate();
    let whole = layers(&sandbox, &["-o", "json", "--party", "web"]).json();
    let network = with(&whole["layers"], "layer", "network.controls");
    assert_eq!(network["resources"], 3);
    assert_eq!(whole["parties"], json!(["web"]));
    let holes = whole["holes"].as_array().unwrap();
    assert!(
        holes.iter().all(|hole| hole["hole"] != "conflict"),
        "{holes:#?}"
    );

    let provider = layers(&sandbox, &["-o", "json", "--party", "provider"]).json();
    let found: Vec<String> = provider["layers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|layer| text(layer, "/layer"))
        .collect();
    assert_eq!(found, ["host"]);
    assert_eq!(provider["holes"], json!([]));
    let plain = layers(&sandbox, &["--party", "third_party"]);
    assert_eq!(plain.code, 0);
    assert!(
        plain.stdout.contains("somebody has 0 layers"),
        "{}",
        plain.stdout
    );
}

#[test]
fn what_is_printed_follows_the_published_schema() {
    let schema = onus::layers::layers_schema();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let sandbox = estate();
    for arguments in [&["-o", "json"][..], &["-o", "json", "--party", "customer"]] {
        let whole = layers(&sandbox, arguments).json();
        let errors: Vec<String> = validator
            .iter_errors(&whole)
            .map(|error| error.to_string())
            .collect();
        assert!(errors.is_empty(), "{errors:?}");
    }
}

#[test]
fn pieces_and_threads_change_nothing() {
    let sandbox = estate();
    let whole = layers(&sandbox, &["-o", "json"]).stdout;
    let pieces = layers(&sandbox, &["-o", "json", "--stream-above", "1"]);
    assert_eq!(pieces.stdout, whole);
    assert_eq!(
        layers(&sandbox, &["-o", "json", "--threads", "3"]).stdout,
        whole
    );
}

#[test]
fn nothing_and_not_wholly_have_codes_of_their_own() {
    let sandbox = estate()
        .file("none.json", export(&[]))
        .file("broken.json", "{");
    let none = sandbox.run(&["layers", "none.json"]);
    assert_eq!(none.code, 3);
    assert!(none.stderr.contains("no resource"), "{}", none.stderr);
    let broken = layers(&sandbox, &["broken.json"]);
    assert_eq!(broken.code, 2);
    assert!(broken.stdout.contains("fail"), "{}", broken.stdout);
    assert_eq!(sandbox.run(&["layers"]).code, 2);
}

/// The estate of the examples has machines that nobody looks at the accounts of: the
/// control is for Linux.
#[test]
fn the_example_has_a_hole_that_is_one() {
    let ran = Sandbox::new().run(&[
        "layers",
        &root()
            .join("inputs/azure-resource-graph/contoso.json")
            .display()
            .to_string(),
        "-o",
        "json",
    ]);
    assert_eq!(ran.code, 0);
    let whole = ran.json();
    let machines = whole["holes"]
        .as_array()
        .unwrap()
        .iter()
        .find(|hole| {
            hole["layer"] == "identity.users" && hole["type"] == "microsoft.compute/virtualmachines"
        })
        .unwrap();
    assert!(machines["resources"].as_u64() < machines["of"].as_u64());
}
