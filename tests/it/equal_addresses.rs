//! Two plans with one address: `onus diff` and `onus watch` never take one's answer for the
//! other's.

use onus::snapshot::ResourceKey;
use serde_json::{Value as Json, json};

use crate::inventories::plan;
use crate::sandbox::{Ran, Sandbox, control, text};

const POLICY: [&str; 4] = ["--policy", "open.rego", "--select", "ACME-OPEN-001"];

/// A plan with a bucket that is open or closed.
fn bucket(state: &str) -> String {
    plan(
        &[("aws_s3_bucket", "this", json!({"bucket": state}), json!({}))],
        &[],
    )
}

fn sandbox() -> Sandbox {
    let body = "deny contains \"it is open\" if input.properties.bucket == \"open\"\n";
    let policy = control("acme.open", "ACME-OPEN-001", "[aws_s3_bucket]", body);
    Sandbox::with("open.rego", policy)
}

/// Plans by path.
fn with(sandbox: Sandbox, plans: &[(&str, &str)]) -> Sandbox {
    plans.iter().fold(sandbox, |sandbox, (path, state)| {
        sandbox.file(path, bucket(state))
    })
}

/// The changes of a diff, as `change origin`.
fn diff(sandbox: &Sandbox, base: &str, head: &[&str]) -> (i32, Vec<String>) {
    let fixed = ["diff", "--base", base, "-o", "json"];
    let ran = sandbox.run(&[&fixed[..], &POLICY, head].concat());
    let found = ran.json();
    let mut changes: Vec<String> = found["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(change)
        .collect();
    changes.sort();
    (ran.code, changes)
}

fn change(change: &Json) -> String {
    assert_eq!(text(change, "/resource"), "aws_s3_bucket.this");
    let origin = change.get("origin").and_then(Json::as_str);
    format!("{} {}", text(change, "/change"), origin.unwrap_or("-"))
}

#[test]
fn a_diff_of_inventories_compares_each_address_within_its_file() {
    let before = [("old/x/plan.json", "open"), ("old/y/plan.json", "closed")];
    let after = [("x/plan.json", "closed"), ("y/plan.json", "open")];
    let sandbox = with(with(sandbox(), &before), &after);
    let swapped = vec![
        "becomes_allowed x/plan.json".to_owned(),
        "becomes_denied y/plan.json".to_owned(),
    ];
    assert_eq!(diff(&sandbox, "inventory:old", &["x", "y"]), (1, swapped));
    let same = diff(&sandbox, "inventory:old", &["old"]);
    assert_eq!(same, (0, Vec::new()));
    // The file of the base has another path below its folder than those of the head: nothing
    // is taken for the same.
    let found = diff(&sandbox, "inventory:old/x/plan.json", &["old/x", "old/y"]);
    let all = [
        "gone_denied plan.json",
        "new_allowed y/plan.json",
        "new_denied x/plan.json",
    ];
    assert_eq!(found, (1, all.map(str::to_owned).to_vec()));
}

#[test]
fn one_plan_on_each_side_needs_no_equal_name() {
    let plans = [("v1.json", "closed"), ("v2.json", "open")];
    let sandbox = with(sandbox(), &plans);
    let found = diff(&sandbox, "inventory:v1.json", &["v2.json"]);
    assert_eq!(found, (1, vec!["becomes_denied -".to_owned()]));
}

#[test]
fn the_name_of_an_inventory_counts_more_than_its_path() {
    let plans = [
        ("old/blue.json", "open"),
        ("old/green.json", "closed"),
        ("new/one.json", "open"),
        ("new/two.json", "closed"),
    ];
    let names = "[[inventories]]\npath = \"**/{blue,one}.json\"\nname = \"first\"\n\
                 [[inventories]]\npath = \"**/{green,two}.json\"\nname = \"second\"\n";
    let sandbox = with(sandbox(), &plans).file("onus.toml", names);
    assert_eq!(diff(&sandbox, "inventory:old", &["new"]), (0, Vec::new()));
    let sandbox = with(
        sandbox,
        &[("new/one.json", "closed"), ("new/two.json", "open")],
    );
    let swapped = ["becomes_allowed first", "becomes_denied second"];
    assert_eq!(
        diff(&sandbox, "inventory:old", &["new"]),
        (1, swapped.map(str::to_owned).to_vec())
    );
}

#[test]
fn other_policies_are_compared_file_by_file() {
    let sandbox = with(sandbox(), &[("x.json", "open"), ("y.json", "closed")]);
    // There the answers are the other way round.
    let body = "deny contains \"it is open\" if input.properties.bucket == \"closed\"\n";
    let other = control("acme.open", "ACME-OPEN-001", "[aws_s3_bucket]", body);
    let sandbox = sandbox.file("other/open.rego", other);
    let found = diff(&sandbox, "other", &["x.json", "y.json"]);
    let swapped = ["becomes_allowed y.json", "becomes_denied x.json"];
    assert_eq!(found, (1, swapped.map(str::to_owned).to_vec()));
    let program = format!("onus:{}", env!("CARGO_BIN_EXE_onus"));
    assert_eq!(
        diff(&sandbox, &program, &["x.json", "./y.json"]),
        (0, Vec::new())
    );
}

/// What a watch reports once, as `change origin place`.
fn watch(sandbox: &Sandbox, files: &[&str]) -> Vec<String> {
    let fixed = ["watch", "--once", "--state", STATE, "-o", "ndjson"];
    let ran: Ran = sandbox.run(&[&fixed[..], &POLICY, files].concat());
    assert!(ran.code < 2, "{}", ran.transcript());
    let events = ran
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap());
    let mut changes = Vec::new();
    for event in events.filter(|event: &Json| event["event"] == "changed") {
        for one in event["changes"].as_array().unwrap() {
            let place = text(one, "/place");
            let file = place.split(':').next().unwrap_or_default();
            changes.push(format!("{} {file}", change(one)));
        }
    }
    changes.sort();
    changes
}

const STATE: &str = "known.state";

const FILES: [&str; 2] = ["x/plan.json", "y/plan.json"];

#[test]
fn a_watch_compares_each_address_within_its_file() {
    let sandbox = with(
        sandbox(),
        &[("x/plan.json", "open"), ("y/plan.json", "closed")],
    );
    assert!(watch(&sandbox, &FILES).is_empty());
    assert!(watch(&sandbox, &FILES).is_empty());
    let sandbox = with(
        sandbox,
        &[("x/plan.json", "closed"), ("y/plan.json", "open")],
    );
    let swapped = [
        "fixed x/plan.json x/plan.json",
        "newly_denied y/plan.json y/plan.json",
    ];
    assert_eq!(watch(&sandbox, &FILES), swapped);
    assert!(watch(&sandbox, &FILES).is_empty());
    // The one that is gone is not taken for the one with its address.
    let renamed = bucket("closed").replace("this", "other");
    let sandbox = sandbox.file("x/plan.json", renamed);
    let fixed = ["watch", "--once", "--state", STATE, "-o", "ndjson"];
    let ran = sandbox.run(&[&fixed[..], &POLICY, &FILES].concat());
    assert!(
        ran.stdout.contains("\"change\":\"gone\""),
        "{}",
        ran.transcript()
    );
    assert!(
        !ran.stdout.contains("no_longer_decided"),
        "{}",
        ran.transcript()
    );
}

#[test]
fn the_state_of_an_older_version_is_read() {
    let sandbox = with(
        sandbox(),
        &[("x/plan.json", "open"), ("y/plan.json", "open")],
    );
    assert!(watch(&sandbox, &FILES).is_empty());
    let mut older = onus::snapshot::parse_state(&sandbox.read(STATE)).unwrap();
    older.snapshot = older.snapshot.with_keys(&|key| ResourceKey::from(key.id()));
    let older = onus::snapshot::render_state(&older);
    let older = older.replacen("\"onus_watch\":2", "\"onus_watch\":1", 1);
    let sandbox = sandbox.file(STATE, older);
    assert!(watch(&sandbox, &FILES).is_empty());
    assert!(sandbox.read(STATE).contains("\"onus_watch\":2"));
    let sandbox = with(sandbox, &[("y/plan.json", "closed")]);
    assert_eq!(watch(&sandbox, &FILES), ["fixed y/plan.json y/plan.json"]);
}
