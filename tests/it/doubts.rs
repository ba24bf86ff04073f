//! What `onus eval` and `onus who` warn of before they decide with a user's policies.

use serde_json::Value as Json;

use crate::sandbox::{Ran, Sandbox, text as text_at};

const POLICY: &str = "# METADATA\n# title: Storage accounts refuse plain HTTP\n# custom:\n#   id: ACME-1\n#   severity: high\n#   layer: network.controls\n#   resources: [microsoft.storage/storageaccounts]\n#   remediation: {summary: Refuse it.}\npackage acme.http\n\nimport data.onus.lib.fact\n\ndeny contains \"plain HTTP\" if {\n\tinput.properties.supportsHttpsTrafficOnly == false\n}\n";

const ACCOUNT: &str = r#"{"count": 1, "total_records": 1, "data": [{"id": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/st0", "type": "microsoft.storage/storageaccounts", "name": "st0", "properties": {"supportsHttpsTrafficOnly": false, "PROPERTY": false}}]}"#;

fn sandbox(property: &str) -> Sandbox {
    let policy = POLICY.replace("supportsHttpsTrafficOnly", property);
    Sandbox::with("policies/http.rego", policy).file("i.json", ACCOUNT)
}

fn eval(sandbox: &Sandbox, arguments: &[&str]) -> Ran {
    let all = ["i.json", "--policy", "policies", "--select", "ACME-*"];
    sandbox.eval(&[&all[..], arguments].concat())
}

/// Of what `onus check` finds, an unused import and a missing test are nothing that
/// decisions suffer from.
#[test]
fn a_misspelled_property_is_warned_of_before_the_report() {
    let ran = eval(&sandbox("supportsHttpsTraficOnly"), &[]);
    insta::assert_snapshot!(ran.messages());
    // As wrong as it is, it has decided.
    assert_eq!(eval(&sandbox("supportsHttpsTrafficOnly"), &[]).code, 1);
}

#[test]
fn what_is_meant_and_what_is_turned_off_is_not_warned_of() {
    let wrong = "supportsHttpsTraficOnly";
    let policy = POLICY
        .replace("supportsHttpsTrafficOnly", wrong)
        .replace("\tinput", "\t# onus ignore:unknown-property\n\tinput");
    let meant = sandbox(wrong).file("policies/http.rego", policy);
    assert_eq!(eval(&meant, &[]).messages(), "exit code 0\n\n");
    for off in [
        "[check]\nignore = [\"unknown-property\"]\n",
        "[check.level]\nunknown-property = \"off\"\n",
    ] {
        let off = sandbox(wrong).file("onus.toml", off);
        assert_eq!(eval(&off, &[]).messages(), "exit code 0\n\n");
    }
    // However bad it is for `onus check`, it fails no run.
    let worse = sandbox(wrong).file(
        "onus.toml",
        "[check.level]\nunknown-property = \"error\"\nmissing-test = \"error\"\n",
    );
    let ran = eval(&worse, &[]);
    assert_eq!(ran.code, 0);
    assert!(
        ran.stderr.starts_with("warning[unknown-property]: "),
        "{}",
        ran.stderr
    );
    assert!(!ran.stderr.contains("missing-test"), "{}", ran.stderr);
}

#[test]
fn only_policies_of_the_user_are_doubted() {
    let sound = sandbox("supportsHttpsTrafficOnly");
    let ran = sound.eval(&["i.json", "--policy", "policies"]);
    assert_eq!(ran.stderr, "");
    assert_eq!(sound.eval(&["i.json"]).stderr, "");
}

#[test]
fn programs_get_warnings_among_the_problems() {
    let ran = eval(&sandbox("supportsHttpsTraficOnly"), &["-o", "json"]);
    let problems = ran.json()["problems"].clone();
    assert_eq!(problems.as_array().map(Vec::len), Some(1), "{problems}");
    let problem = &problems[0];
    assert_eq!(text_at(problem, "/level"), "warning");
    assert_eq!(text_at(problem, "/code"), "unknown-property");
    assert_eq!(text_at(problem, "/location"), "policies/http.rego:14:19");
    let ran = eval(&sandbox("supportsHttpsTraficOnly"), &["-o", "ndjson"]);
    for line in ran.stdout.lines() {
        serde_json::from_str::<Json>(line).unwrap();
    }
    assert_eq!(ran.stderr.matches("warning[").count(), 1);
}

/// What the list does not know, but the inventory does, is no mistake.
#[test]
fn properties_that_the_inventory_shows_are_known() {
    let sandbox = sandbox("PROPERTY");
    assert_eq!(eval(&sandbox, &[]).messages(), "exit code 1\n\n");
    // Of one that is read in pieces, nothing is looked at twice for this.
    let ran = eval(&sandbox, &["--stream-above", "1"]);
    assert!(
        ran.stderr.contains("warning[unknown-property]"),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_screen_is_not_filled_with_warnings() {
    let wrong: String = (0..14)
        .map(|number| format!("deny contains \"{number}\" if input.nothing{number}\n\n"))
        .collect();
    let many = sandbox("supportsHttpsTrafficOnly")
        .file("policies/http.rego", format!("{POLICY}\n{wrong}"));
    let ran = eval(&many, &[]);
    assert_eq!(ran.stderr.matches("warning[unknown-input]").count(), 10);
    assert!(
        ran.stderr
            .contains("4 more: `onus check policies` shows all"),
        "{}",
        ran.stderr
    );
}

#[test]
fn who_is_responsible_is_not_asked_of_a_wrong_policy_without_a_word() {
    let boundary = "# METADATA\n# title: T\n# custom:\n#   kind: boundary\n#   id: ACME-B\n#   tier: organisation\n#   resources: [microsoft.storage/storageaccounts]\npackage acme.boundary\n\nresponsibility[\"data\"] := x if {\n\tinput.propertis.kind == \"Storage\"\n\tx := {\"accountable\": {\"kind\": \"customer\"}}\n}\n";
    let sandbox = Sandbox::with("policies/boundary.rego", boundary);
    let ran = sandbox.run(&[
        "who",
        "microsoft.storage/storageaccounts",
        "--policy",
        "policies",
        "-o",
        "json",
    ]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.json().is_array());
    assert!(
        ran.stderr.starts_with("warning[unknown-input]"),
        "{}",
        ran.stderr
    );
}
