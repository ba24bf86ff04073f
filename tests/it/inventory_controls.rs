//! Controls of the inventory as one: counts, existence and uniqueness over all resources, in
//! memory and in chunks.

use serde_json::{Value as Json, json};

use crate::sandbox::{Sandbox, control, text};

/// At least one trail in every account.
const TRAIL: &str = r#"deny contains finding if {
	some account, types in input.inventory.accounts
	not types.aws_cloudtrail
	finding := {
		"message": sprintf("account `%s` has no trail, and should have at least one", [account]),
		"pointer": sprintf("/inventory/accounts/%s", [account]),
	}
}

deny contains finding if {
	count(input.inventory.without_account) > 0
	finding := {
		"message": "the account of some resources is not known, so it may have no trail",
		"pointer": "/inventory/without_account",
		"unknown": true,
	}
}
"#;

/// No two zones with one name.
const ZONES: &str = r#"deny contains finding if {
	some name, places in input.inventory.names.aws_route53_zone
	zones := sum([place.count | some place in places])
	zones > 1
	finding := {
		"message": sprintf("%d zones are named `%s`, should be one", [zones, name]),
		"pointer": sprintf("/inventory/names/aws_route53_zone/%s", [name]),
	}
}
"#;

fn record(id: &str, kind: &str, account: &str, name: &str) -> Json {
    json!({"id": id, "type": kind, "provider": "aws", "name": name,
        "scope": {"account": account}, "properties": {"x": 1}})
}

fn lines(records: &[Json]) -> String {
    records.iter().map(|one| format!("{one}\n")).collect()
}

/// Two accounts, of which one has no trail, and two zones with one name.
fn violating() -> Vec<Json> {
    vec![
        record("t1", "aws_cloudtrail", "111", "t"),
        record("z1", "aws_route53_zone", "111", "Example.org"),
        record("z2", "aws_route53_zone", "222", "example.org"),
    ]
}

fn satisfying() -> Vec<Json> {
    vec![
        record("t1", "aws_cloudtrail", "111", "t"),
        record("t2", "aws_cloudtrail", "222", "t"),
        record("z1", "aws_route53_zone", "111", "example.org"),
        record("z2", "aws_route53_zone", "222", "example.net"),
    ]
}

fn sandbox(records: &[Json]) -> Sandbox {
    Sandbox::with("estate.ndjson", lines(records))
        .file(
            "p/trail.rego",
            control("acme.trail", "ACME-TRAIL", "inventory", TRAIL),
        )
        .file(
            "p/zones.rego",
            control("acme.zones", "ACME-ZONES", "inventory", ZONES),
        )
}

/// The status and the messages of each control's decision.
fn decided(sandbox: &Sandbox, arguments: &[&str]) -> Vec<(String, String, Vec<String>)> {
    let base = ["--no-builtin", "--policy", "p", "--select", "ACME-*"];
    let (_, decisions) = sandbox.decide(&[arguments, &base].concat());
    decisions
        .iter()
        .map(|decision| {
            let findings = decision["findings"].as_array();
            let findings = findings.into_iter().flatten();
            let messages = findings.map(|one| text(one, "/message"));
            (
                text(decision, "/control/id"),
                text(decision, "/status"),
                messages.collect(),
            )
        })
        .collect()
}

fn statuses(sandbox: &Sandbox, arguments: &[&str]) -> Vec<String> {
    let decided = decided(sandbox, arguments);
    decided.into_iter().map(|(_, status, _)| status).collect()
}

#[test]
fn existence_and_uniqueness_are_decided_once_over_all_resources() {
    let sandbox = sandbox(&violating());
    let found = decided(&sandbox, &["estate.ndjson"]);
    let expected = [
        (
            "ACME-TRAIL",
            "account `222` has no trail, and should have at least one",
        ),
        (
            "ACME-ZONES",
            "2 zones are named `example.org`, should be one",
        ),
    ];
    let expected = expected.map(|(id, message)| {
        (
            id.to_owned(),
            "violated".to_owned(),
            vec![message.to_owned()],
        )
    });
    assert_eq!(found, expected);
    let sandbox = self::sandbox(&satisfying());
    assert_eq!(statuses(&sandbox, &["estate.ndjson"]), ["satisfied"; 2]);
}

#[test]
fn the_inventory_is_the_resource_and_the_customer_is_accountable() {
    let sandbox = sandbox(&violating());
    let base = ["estate.ndjson", "--policy", "p", "--select", "ACME-TRAIL"];
    let (code, decisions) = sandbox.decide(&base);
    assert_eq!((code, decisions.len()), (1, 1));
    let decision = &decisions[0];
    assert_eq!(text(decision, "/resource/type"), "inventory");
    assert_eq!(text(decision, "/resource/id"), "inventory");
    assert_eq!(text(decision, "/resource/name"), "estate.ndjson");
    assert_eq!(text(decision, "/responsible/accountable/kind"), "customer");
    assert_eq!(
        text(decision, "/findings/0/pointer"),
        "/inventory/accounts/222"
    );
}

#[test]
fn chunks_and_several_files_give_the_same_bytes() {
    for records in [violating(), satisfying()] {
        let (first, second) = records.split_at(2);
        let sandbox = sandbox(&records)
            .file("a.ndjson", lines(first))
            .file("b.ndjson", lines(second));
        let run = |arguments: &[&str]| {
            let base = ["--no-builtin", "--policy", "p", "-o", "json"];
            let ran = sandbox.eval(&[arguments, &base].concat());
            (ran.code, ran.stdout, ran.stderr)
        };
        let complete = run(&["estate.ndjson"]);
        assert!(complete.1.contains("ACME-ZONES"), "{}", complete.1);
        for size in ["1", "200"] {
            assert_eq!(run(&["estate.ndjson", "--stream-above", size]), complete);
        }
        let files = ["a.ndjson", "b.ndjson"];
        let complete = run(&files);
        assert!(complete.1.contains("a.ndjson and 1 more"), "{}", complete.1);
        let chunks = ["--stream-above", "1"];
        assert_eq!(run(&[&files[..], &chunks].concat()), complete);
        assert_eq!(
            statuses(&sandbox, &files),
            statuses(&sandbox, &["estate.ndjson"])
        );
    }
}

#[test]
fn a_part_of_the_estate_decides_nothing() {
    for records in [violating(), satisfying()] {
        let sandbox = sandbox(&records);
        for chunks in [&[][..], &["--stream-above", "1"]] {
            let arguments = [&["estate.ndjson", "--part"], chunks].concat();
            let found = decided(&sandbox, &arguments);
            assert_eq!(found.len(), 2);
            for (_, status, messages) in found {
                assert_eq!(status, "unknown");
                assert!(messages[0].contains("`--part`"), "{messages:?}");
            }
        }
    }
}

#[test]
fn what_could_not_be_read_makes_all_of_it_unknown() {
    let sandbox = sandbox(&satisfying())
        .file("broken.json", "{")
        .file("empty.json", "[]");
    for arguments in [
        &["estate.ndjson", "broken.json"][..],
        &["estate.ndjson", "missing.json"],
        &["estate.ndjson", "broken.json", "--stream-above", "1"],
    ] {
        assert_eq!(
            statuses(&sandbox, arguments),
            ["unknown"; 2],
            "{arguments:?}"
        );
    }
    // Where there is nothing, nothing is true of all of it.
    assert_eq!(statuses(&sandbox, &["empty.json"]), ["unknown"; 2]);
}

#[test]
fn a_repeated_resource_is_no_second_one() {
    let sandbox = sandbox(&satisfying()).file("again.ndjson", lines(&satisfying()[2..]));
    for chunks in [&[][..], &["--stream-above", "1"]] {
        let arguments = [&["estate.ndjson", "again.ndjson"], chunks].concat();
        assert_eq!(statuses(&sandbox, &arguments), ["satisfied"; 2]);
    }
}

#[test]
fn names_that_are_not_known_decide_nothing() {
    let change = |address: &str, after: Json, unknown: Json| {
        json!({"address": address, "mode": "managed", "type": "aws_route53_zone", "name": "x",
            "provider_name": "registry.terraform.io/hashicorp/aws",
            "change": {"actions": ["create"], "before": null, "after": after,
                "after_unknown": unknown}})
    };
    let plan = |second: Json| {
        json!({"format_version": "1.2", "terraform_version": "1.9.0",
        "planned_values": {"root_module": {}},
        "resource_changes": [
            change("aws_route53_zone.a", json!({"name": "example.org"}), json!({})),
            second,
        ]})
        .to_string()
    };
    let address = "aws_route53_zone.b";
    let cases = [
        (
            change(address, json!({"name": "Example.org"}), json!({})),
            "violated",
        ),
        (
            change(address, json!({"name": "example.net"}), json!({})),
            "satisfied",
        ),
        (change(address, json!({}), json!({"name": true})), "unknown"),
        (
            change(address, json!({"comment": "no name"}), json!({})),
            "unknown",
        ),
        (change(address, json!({"name": null}), json!({})), "unknown"),
    ];
    for (second, status) in cases {
        let sandbox = sandbox(&[]).file("plan.json", plan(second.clone()));
        let found = statuses(&sandbox, &["plan.json", "--ignore", "ACME-TRAIL"]);
        assert_eq!(found, [status], "{second}");
    }
}

#[test]
fn resources_without_an_account_are_not_taken_for_one_account() {
    let mut records = satisfying();
    records[3]["scope"] = json!({});
    let sandbox = sandbox(&records);
    let found = decided(&sandbox, &["estate.ndjson"]);
    assert_eq!(found[0].1, "unknown");
    assert!(found[0].2[0].contains("the account of some resources"));
}

#[test]
fn selection_takes_and_leaves_them() {
    let sandbox = sandbox(&violating());
    let run = |words: &[&str]| {
        let base = ["estate.ndjson", "--no-builtin", "--policy", "p"];
        sandbox.controls(&[&base[..], words].concat())
    };
    assert_eq!(run(&["--select", "ACME-TRAIL"]), ["ACME-TRAIL"]);
    assert_eq!(
        run(&["--select", "ACME-*", "--ignore", "ACME-TRAIL"]),
        ["ACME-ZONES"]
    );
    assert_eq!(run(&["--select", "critical"]), [""; 0]);
    assert!(run(&[]).contains(&"ACME-ZONES".to_owned()));
}

#[test]
fn policies_that_fail_or_read_a_resource_are_errors() {
    let wrong = [
        (
            "deny contains \"x\" if 1 / (count(input.inventory.types) - 2) == 1",
            "the policy failed",
        ),
        (
            "deny contains \"x\" if input.properties.x == 2",
            "reads `input.properties`",
        ),
        (
            "applies if input.type == \"inventory\"\n\ndeny contains \"x\" if input.inventory.resources > 9",
            "reads `input.type`",
        ),
    ];
    for (body, message) in wrong {
        let sandbox = Sandbox::with("estate.ndjson", lines(&violating()))
            .file("p/x.rego", control("acme.x", "ACME-X", "inventory", body));
        let found = decided(&sandbox, &["estate.ndjson"]);
        assert_eq!(found.len(), 1, "{body}");
        assert_eq!(found[0].1, "error", "{body}");
        assert!(found[0].2[0].contains(message), "{:?}", found[0].2);
        let ran = sandbox.eval(&["estate.ndjson", "--policy", "p", "--select", "ACME-*"]);
        assert_eq!(ran.code, 2, "{}", ran.stderr);
    }
}

#[test]
fn keys_of_single_resources_are_refused_at_load() {
    let trail = control("acme.trail", "ACME-TRAIL", "inventory", TRAIL);
    let needs = trail.replace(
        "#   resources: inventory",
        "#   resources: inventory\n#   needs: [nic]",
    );
    let other = trail.replace("#   resources: inventory", "#   resources: estate");
    for (policy, message) in [
        (
            needs,
            "`resources: inventory` can't be combined with `needs`",
        ),
        (other, "or the word `inventory`"),
    ] {
        let sandbox = Sandbox::with("estate.ndjson", lines(&violating())).file("p/x.rego", policy);
        let ran = sandbox.eval(&["estate.ndjson", "--policy", "p"]);
        assert_eq!(ran.code, 2);
        assert!(ran.stderr.contains(message), "{}", ran.stderr);
    }
}

#[test]
fn tests_give_the_aggregate_as_input() {
    let test = r#"package acme.trail_test

import data.acme.trail

test_an_account_without_a_trail if {
	inventory := {"accounts": {"111": {"aws_s3_bucket": 1}}, "without_account": {}}
	count(trail.deny) == 1 with input as {"inventory": inventory}
}

test_an_account_with_a_trail if {
	inventory := {"accounts": {"111": {"aws_cloudtrail": 1}}, "without_account": {}}
	count(trail.deny) == 0 with input as {"inventory": inventory}
}
"#;
    let sandbox = sandbox(&violating()).file("p/trail_test.rego", test);
    let ran = sandbox.run(&["test", "p"]);
    assert_eq!(ran.code, 0, "{}\n{}", ran.stdout, ran.stderr);
    assert!(ran.stdout.contains('2'), "{}", ran.stdout);
}
