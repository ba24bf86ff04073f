//! `onus explain`, and what `onus eval` says with `--explain` and `--trace`.

use std::collections::BTreeMap;
use std::sync::Arc;

use onus::decision::Status;
use onus::document::Document;
use onus::evaluate::{CollectedTypes, Evaluator, Joined, Options};
use onus::explain::{BodyTrace, Explanation, Outcome, RuleTrace, explain};
use onus::inventory::{ReadOptions, read_document};
use onus::policy::{PolicySources, TestSet, builtin};
use serde_json::{Value as Json, json};

use crate::sandbox::{Ran, Sandbox, export, record};
use crate::support::{catalogue, root, settings};

const ACCOUNT: &str = "microsoft.storage/storageaccounts";

/// An author's control with most of what Rego has.
const CONTROL: &str = r#"# METADATA
# title: Addresses are known
# description: Others get in.
# related_resources:
# - ref: https://example.com/
# custom:
#   id: ACME-NET-001
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Take the rule out.
package acme.net

import data.acme.addresses

default applies := true

applies := false if input.tags.kind == "test"

deny contains finding if {
	some i, rule in input.properties.networkAcls.ipRules
	not addresses.known(rule.value)
	print("looked at", rule.value)
	finding := {
		"message": "an address is not known",
		"pointer": sprintf("/properties/networkAcls/ipRules/%d/value", [i]),
	}
}

deny contains "the key is weak" if {
	# onus ignore:unknown-property
	key := lower(input.properties.accessKey)
	part := substring(key, 0, 9)
	count(key) < shortest
}

deny contains "the version is old" if input.properties.minimumTlsVersion == "TLS1_0"

shortest := 20
"#;

const LIBRARY: &str = r#"package acme.addresses

known(address) if net.cidr_contains("10.0.0.0/8", address)

known(address) if address == data.params.office
"#;

fn shop(accounts: &[(&str, Json, &str)]) -> Sandbox {
    let accounts: Vec<Json> = accounts
        .iter()
        .map(|(name, properties, kind)| {
            let mut account = record(ACCOUNT, name, None, properties);
            if let Some(fields) = account.as_object_mut() {
                let tags = json!({"owner": "payments", "kind": kind});
                fields.insert("tags".to_owned(), tags);
            }
            account
        })
        .collect();
    Sandbox::with("shop.json", export(&accounts))
        .file("policies/net.rego", CONTROL)
        .file("policies/addresses.rego", LIBRARY)
        .file(
            "onus.toml",
            "policies = [\"policies\"]\n[params]\noffice = \"203.0.113.7\"\n",
        )
}

fn accounts() -> Sandbox {
    let rules = |addresses: &[&str]| {
        let rules: Vec<Json> = addresses.iter().map(|a| json!({"value": a})).collect();
        json!({"networkAcls": {"ipRules": rules}, "accessKey": "hunter2-hunter2"})
    };
    shop(&[
        (
            "stopen",
            rules(&["10.1.2.3", "198.51.100.9", "192.0.2.1"]),
            "live",
        ),
        ("stclosed", rules(&["10.1.2.3", "203.0.113.7"]), "live"),
        ("sttest", rules(&["198.51.100.9"]), "test"),
    ])
}

fn explained(sandbox: &Sandbox, arguments: &[&str]) -> Ran {
    sandbox.run(&[&["explain", "--now", "2026-11-21"], arguments].concat())
}

#[test]
fn a_denial_is_told_with_the_values_behind_it() {
    let ran = explained(&accounts(), &["shop.json#stopen", "ACME-NET-001"]);
    assert_eq!(ran.code, 1);
    insta::assert_snapshot!(ran.transcript());
    assert!(!ran.transcript().contains("hunter2"));
}

#[test]
fn what_allows_and_what_does_not_apply_is_told_too() {
    let sandbox = accounts();
    let fixed = sandbox
        .read("policies/net.rego")
        .replace("count(key) < shortest", "count(key) < 4");
    let sandbox = sandbox.file("policies/net.rego", fixed);
    for name in ["stclosed", "sttest"] {
        let ran = explained(&sandbox, &[&format!("shop.json#{name}"), "acme-net-001"]);
        assert_eq!(ran.code, 0);
        insta::assert_snapshot!(name, ran.transcript());
        assert!(!ran.transcript().contains("hunter2"));
    }
}

#[test]
fn what_is_not_known_and_what_fails_is_said() {
    let sandbox = accounts();
    let plan = root().join("inputs/terraform-plan/contoso-payments.json");
    let plan = std::fs::read_to_string(plan).unwrap();
    let sandbox = sandbox.file("plan.json", plan);
    let (_, decisions) = sandbox.decide(&["plan.json"]);
    let unknown = decisions.iter().find(|d| d["status"] == "unknown").unwrap();
    let subject = format!("plan.json#{}", unknown["resource"]["id"].as_str().unwrap());
    let ran = explained(
        &sandbox,
        &[&subject, unknown["control"]["id"].as_str().unwrap()],
    );
    assert_eq!(ran.code, 1);
    insta::assert_snapshot!("unknown", ran.transcript());

    let broken = sandbox
        .read("policies/net.rego")
        .replace("count(key) <", "1 / (2 - 2) <");
    let sandbox = sandbox.file("policies/net.rego", broken);
    let ran = explained(&sandbox, &["shop.json#stclosed", "ACME-NET-001"]);
    assert_eq!(ran.code, 1);
    insta::assert_snapshot!("error", ran.transcript());
}

#[test]
fn the_same_is_there_for_programs() {
    let ran = explained(
        &accounts(),
        &["shop.json#stopen", "ACME-NET-001", "-o", "json"],
    );
    assert_eq!(ran.code, 1);
    let json = ran.json();
    let schema = jsonschema::validator_for(&onus::report::explanation_schema()).unwrap();
    let errors: Vec<String> = schema.iter_errors(&json).map(|e| e.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let first = &json["deny"]["bodies"][0];
    assert_eq!(first["outcome"], json!({"kind": "holds", "ways": 2}));
    assert_eq!(first["at"]["file"], "policies/net.rego");
    let condition = &first["statements"][1];
    assert_eq!(condition["text"], "not addresses.known(rule.value)");
    let value = &condition["values"][0];
    assert_eq!(value["value"], "198.51.100.9");
    assert_eq!(
        value["input"]["pointer"],
        "/properties/networkAcls/ipRules/1/value"
    );
    assert_eq!(json["decisions"][0]["decision"], "deny");
}

#[test]
fn what_can_not_be_explained_is_said() {
    let sandbox = accounts();
    let messages: Vec<String> = [
        &["shop.json", "ACME-NET-001"][..],
        &["shop.json#", "ACME-NET-001"],
        &["shop.json#stopem", "ACME-NET-001"],
        &["nothing.json#stopen", "ACME-NET-001"],
        &["shop.json#stopen", "ACME-NET-002"],
        &["shop.json#stopen", "AZ-VM-001"],
        &["shop.json#stopen", "nonsense"],
        &["shop.json#stopen", "az-storage"],
    ]
    .iter()
    .map(|arguments| {
        let ran = explained(&sandbox, arguments);
        assert_eq!(ran.code, 2);
        assert_eq!(ran.stdout, "");
        format!("{}\n{}", arguments.join(" "), ran.stderr)
    })
    .collect();
    insta::assert_snapshot!(messages.join("\n"));
}

#[test]
fn eval_tells_the_first_denial_of_each_kind() {
    let sandbox = accounts();
    let arguments = ["shop.json", "--select", "ACME-*", "--explain"];
    let ran = sandbox.eval(&arguments);
    assert_eq!(ran.code, 1);
    insta::assert_snapshot!(ran.transcript());
    // Those of another party are neither shown nor explained.
    let ran = sandbox.eval(&[&arguments[..], &["--party", "provider"]].concat());
    assert!(!ran.stdout.contains("why"), "{}", ran.stdout);
    let ran = sandbox.eval(&[&arguments[..], &["-o", "json"]].concat());
    assert_eq!(ran.code, 2);
    insta::assert_snapshot!("no_report_to_stand_below", ran.messages());
    // What can't be run empties no file.
    let sandbox = sandbox.file("kept.json", "kept");
    let ran = sandbox.eval(&[&arguments[..], &["-o", "json=kept.json"]].concat());
    assert_eq!((ran.code, sandbox.read("kept.json").as_str()), (2, "kept"));
}

#[test]
fn what_a_control_prints_is_told_apart_by_resource() {
    let sandbox = accounts();
    let arguments = ["shop.json", "--select", "ACME-*", "--trace", "acme-*"];
    let ran = sandbox.eval(&arguments);
    insta::assert_snapshot!(ran.stderr);
    let quiet = sandbox.eval(&["shop.json", "--select", "ACME-*"]);
    assert_eq!(ran.stdout, quiet.stdout);
    assert_eq!(quiet.stderr, "");
    let more = sandbox.eval(&["shop.json", "--trace", "AZ-VM-001", "--trace", "nobody"]);
    assert_eq!(more.code, 2);
    insta::assert_snapshot!("traced_and_not_there", more.stderr);
}

/// All rules of an explanation, with how deep they are.
fn rules(explanation: &Explanation) -> Vec<&RuleTrace> {
    fn below<'e>(rule: &'e RuleTrace, found: &mut Vec<&'e RuleTrace>) {
        found.push(rule);
        let statements = rule.bodies.iter().flat_map(|body| &body.statements);
        for because in statements.flat_map(|statement| &statement.because) {
            below(because, found);
        }
    }
    let mut found = Vec::new();
    for rule in explanation.applies.iter().chain(&explanation.deny) {
        below(rule, &mut found);
    }
    found
}

#[test]
fn explanations_say_what_decisions_do() {
    let path = root().join("inputs/azure-resource-graph/contoso.json");
    let text = std::fs::read_to_string(path).unwrap();
    let document = Arc::new(Document::new("contoso.json", text));
    let resources = read_document(&document, &ReadOptions::default()).resources;
    let sources = PolicySources {
        files: builtin(),
        ..PolicySources::default()
    };
    let parts = TestSet::of_run(&sources, &settings()).unwrap();
    let bench = parts.engine_builder();
    let set = catalogue();
    let evaluator = Evaluator::new(set, Options::default());
    let collected = CollectedTypes::of(&resources);
    let mut session = evaluator.session(&collected);
    let joined = Joined::of(&resources, 0..resources.len());
    let decisions = session
        .decide_piece(&resources, 0, &joined, &|_| {})
        .decisions;
    let mut samples = BTreeMap::new();
    for decision in &decisions {
        if !matches!(decision.status, Status::Unassigned | Status::Conflict) {
            let kind = (decision.control.id.as_str(), decision.status.as_str());
            samples.entry(kind).or_insert(decision);
        }
    }
    assert!(samples.len() > 80, "{}", samples.len());
    for decision in samples.into_values() {
        let name = format!("{} {}", decision.control.id, decision.resource.name);
        let number = resources
            .iter()
            .position(|r| r.id == decision.resource.id)
            .unwrap();
        let control = set
            .controls
            .iter()
            .find(|c| c.about.id == decision.control.id)
            .unwrap();
        let explanation = session
            .examine(&resources, number, (&joined, 0), control, |examined| {
                explain(&bench, examined)
            })
            .unwrap();
        assert!(explanation.decisions.contains(decision), "{name}");
        assert_eq!(explanation.unexplained, None, "{name}");
        if !explanation.unknown.is_empty() {
            assert_eq!(decision.status, Status::Unknown, "{name}");
            continue;
        }
        let deny = explanation.deny.as_ref().unwrap();
        let denies = deny.bodies.iter().any(|body| body.outcome.gives());
        assert_eq!(denies, decision.status != Status::Satisfied, "{name}");
        for rule in rules(&explanation) {
            for BodyTrace {
                outcome,
                statements,
                at,
                ..
            } in &rule.bodies
            {
                let place = format!("{name}, {} at {}:{}", rule.name, at.file, at.line);
                match outcome {
                    Outcome::Holds { ways } => {
                        assert!(*ways > 0 && statements.iter().all(|s| s.holds), "{place}");
                    }
                    Outcome::Fails => {
                        assert_eq!(statements.len(), 1, "{place}");
                        assert!(!statements[0].holds, "{place}");
                    }
                    Outcome::Default => assert!(statements.is_empty(), "{place}"),
                    Outcome::Unknown { reason } => panic!("{place}: {reason}"),
                }
            }
        }
    }
}
