//! Policies and data that fail or are refused: one clear message, and everything else is
//! evaluated.

use serde_json::Value as Json;

use crate::bad_input::evaluated;
use crate::sandbox::{Ran, Sandbox, account, control, export, shop};

/// Evaluates a control with a body over the sound inventory.
fn with_policy(body: &str, more: &[&str]) -> Ran {
    let sandbox = Sandbox::with("sound.json", shop()).file(
        "acme.rego",
        control(
            "acme.rule",
            "ACME-RULE-001",
            "[microsoft.storage/storageaccounts]",
            body,
        ),
    );
    evaluated(
        &sandbox,
        &[
            &["--policy", "acme.rego", "--select", "ACME-RULE-001"],
            more,
        ]
        .concat(),
    )
}

#[test]
fn policies_that_fail_or_loop_deny_with_an_error() {
    let failing = with_policy(
        "deny contains \"x\" if lower(input.properties.supportsHttpsTrafficOnly) == \"x\"",
        &[],
    );
    assert_eq!(failing.code, 2, "{}", failing.transcript());
    assert!(failing.stdout.contains("2 error"), "{}", failing.stdout);
    let loops = "deny contains \"x\" if {
	some a in numbers.range(1, 2000)
	some b in numbers.range(1, 2000)
	some c in numbers.range(1, 2000)
	a + b + c == 0
}";
    let start = std::time::Instant::now();
    let looping = with_policy(loops, &["--time-limit", "200"]);
    assert!(start.elapsed().as_secs() < 20, "the limit holds");
    assert_eq!(looping.code, 2, "{}", looping.transcript());
    let sandbox = Sandbox::with("one.json", export(&[account("stone", None, true)])).file(
        "acme.rego",
        control(
            "acme.rule",
            "ACME-RULE-001",
            "[microsoft.storage/storageaccounts]",
            loops,
        ),
    );
    let ran = sandbox.eval(&[
        "one.json",
        "--policy",
        "acme.rego",
        "--select",
        "ACME-*",
        "--time-limit",
        "200",
    ]);
    insta::assert_snapshot!("a_policy_that_loops", ran.transcript());
    let failing = sandbox.file(
        "acme.rego",
        control(
            "acme.rule",
            "ACME-RULE-001",
            "[microsoft.storage/storageaccounts]",
            "deny contains \"x\" if lower(input.properties.supportsHttpsTrafficOnly) == \"x\"",
        ),
    );
    let ran = failing.eval(&["one.json", "--policy", "acme.rego", "--select", "ACME-*"]);
    insta::assert_snapshot!("a_policy_that_fails", ran.transcript());
}

#[test]
fn findings_that_are_no_findings_are_errors_too() {
    for (name, body) in [
        ("a number", "deny contains 7"),
        (
            "an object without message",
            "deny contains {\"pointer\": \"/properties\"}",
        ),
        (
            "a layer that does not exist",
            "deny contains {\"message\": \"m\", \"layer\": \"os.gest\"}",
        ),
        ("a text for a set", "deny := \"no\""),
        (
            "a variable that nothing binds",
            "deny contains name if input.name == input.name",
        ),
        ("no boolean", "applies := \"yes\"\n\ndeny contains \"x\""),
    ] {
        let ran = with_policy(body, &[]);
        assert_eq!(ran.code, 2, "{name}: {}", ran.transcript());
        assert!(
            ran.stdout.contains("2 error"),
            "{name}: {}",
            ran.transcript()
        );
    }
}

/// The messages of policies that are refused when they are loaded; what is sound
/// is still used.
#[test]
fn policies_that_are_refused() {
    for (name, body) in [
        (
            "policy_syntax",
            "deny contains \"x\" if {\n\tinput.properties ==\n}",
        ),
        ("policy_rego_v0", "deny[msg] {\n\tmsg := \"x\"\n}"),
        (
            "policy_cycle",
            "deny contains \"x\" if ping(3)\n\nping(n) if pong(n - 1)\n\npong(n) if ping(n - 1)",
        ),
        (
            "policy_self_reference",
            "deny contains \"x\" if count(deny) == 0",
        ),
        (
            "policy_http_send",
            "deny contains \"x\" if http.send({\"method\": \"get\", \"url\": \"https://example.com\"}).status_code == 200",
        ),
        (
            "policy_opa_runtime",
            "deny contains \"x\" if opa.runtime().env.HOME",
        ),
        (
            "policy_rand_intn",
            "deny contains \"x\" if rand.intn(\"a\", 2) == 1",
        ),
        (
            "policy_walk",
            "deny contains \"x\" if {\n\t[path, value] := walk(input.properties)\n\tvalue == 1\n}",
        ),
        (
            "policy_unknown_function",
            "deny contains \"x\" if start_with(input.name, \"st\")",
        ),
        (
            "policy_function_of_opa_only",
            "deny contains \"x\" if crypto.sha256(input.name) == \"\"",
        ),
        (
            "policy_wrong_arity",
            "deny contains \"x\" if startswith(input.name)",
        ),
        (
            "policy_reserved_name",
            "import data.onus.lib.azure.storage\n\ndeny contains \"x\" if {\n\tdata.onus.lib.azure.storage.https_only.value == false\n\tcount([data | some data in input.properties.rules]) > 0\n}",
        ),
        (
            "policy_reserved_import",
            "import data.onus.lib.azure.storage as input\n\ndeny contains \"x\" if input.https_only.value == false",
        ),
        (
            "policy_unknown_reference",
            "import data.onus.lib.azure.storge\n\ndeny contains \"x\" if storge.https_only.value == false",
        ),
    ] {
        let sandbox = Sandbox::with("sound.json", shop()).file(
            "acme.rego",
            control("acme.rule", "ACME-RULE-001", "[\"*\"]", body),
        );
        let ran = evaluated(&sandbox, &["--policy", "acme.rego"]);
        assert_eq!(ran.code, 2, "{name}: {}", ran.transcript());
        insta::assert_snapshot!(name, ran.messages());
    }
}

#[test]
fn metadata_that_is_refused() {
    let sound = control(
        "acme.rule",
        "ACME-RULE-001",
        "[\"microsoft.storage/*\"]",
        "deny contains \"x\"",
    );
    let without = sound
        .get(sound.find("package").unwrap()..)
        .unwrap()
        .to_owned();
    for (name, policy) in [
        ("metadata_missing", without),
        (
            "metadata_not_yaml",
            sound.replace("#   severity: medium", "#   severity: [medium"),
        ),
        (
            "metadata_wrong_severity",
            sound.replace("severity: medium", "severity: grave"),
        ),
        (
            "metadata_without_layer",
            sound.replace("#   layer: data\n", ""),
        ),
        (
            "metadata_bad_glob",
            sound.replace("microsoft.storage/*", "microsoft.storage/["),
        ),
        (
            "metadata_without_rule",
            sound.replace("deny contains", "denied contains"),
        ),
        (
            "package_under_onus",
            sound.replace("package acme.rule", "package onus.lockdown.acme"),
        ),
        ("taken_id", sound.replace("ACME-RULE-001", "AZ-STORAGE-001")),
    ] {
        let sandbox = Sandbox::with("sound.json", shop()).file("acme.rego", &policy);
        let ran = evaluated(&sandbox, &["--policy", "acme.rego"]);
        assert_eq!(ran.code, 2, "{name}: {}", ran.transcript());
        insta::assert_snapshot!(name, ran.messages());
    }
    let sandbox = Sandbox::with("sound.json", shop())
        .file("acme/a.rego", &sound)
        .file("acme/b.rego", sound.replace("acme.rule", "acme.other"))
        .file(
            "acme/c.rego",
            sound.replace("ACME-RULE-001", "ACME-RULE-002"),
        );
    let ran = evaluated(&sandbox, &["--policy", "acme"]);
    insta::assert_snapshot!("twins", ran.messages());
}

#[test]
fn data_that_is_refused() {
    let rule = control(
        "acme.rule",
        "ACME-RULE-001",
        "[\"microsoft.storage/*\"]",
        "deny contains \"x\"",
    );
    for (name, data) in [
        (
            "data_that_shadows",
            "{\"acme\": {\"rule\": {\"deny\": []}}}",
        ),
        (
            "data_that_shadows_the_catalogue",
            "{\"params\": {}, \"onus\": {}}",
        ),
        (
            "data_for_the_catalogue",
            "{\"params\": {\"colour\": 1, \"onprem\": {\"host_patch_days\": 99999}}}",
        ),
        ("data_elsewhere", "{\"colours\": [\"blue\"]}"),
        ("data_no_object", "[1, 2]"),
        ("data_not_json", "{\"params\": }"),
        (
            "data_with_values_that_change",
            "{\"params\": {\"a\": 0.12345678901234567890, \"b\": [123456789012345678901], \"c\": 1, \"c\": 2}}",
        ),
    ] {
        let sandbox = Sandbox::with("sound.json", shop())
            .file("acme/rule.rego", &rule)
            .file("acme/data.json", data);
        let ran = evaluated(&sandbox, &["--policy", "acme"]);
        assert_eq!(ran.code, 2, "{name}: {}", ran.transcript());
        insta::assert_snapshot!(name, ran.messages());
    }
}

#[test]
fn data_that_contradicts_the_configuration_is_left_out() {
    let sandbox = Sandbox::with("sound.json", shop())
        .file("onus.toml", "[params]\ncolour = \"blue\"\n")
        .file("acme/data.json", "{\"params\": {\"colour\": \"red\"}}");
    let ran = evaluated(&sandbox, &["--policy", "acme"]);
    assert_eq!(ran.code, 2, "{}", ran.transcript());
    insta::assert_snapshot!(ran.messages());
}

/// Every error of every file, not only the first.
#[test]
fn all_errors_are_reported_at_once() {
    let sandbox = Sandbox::with("sound.json", shop())
        .file("bad.json", "{\"data\": [")
        .file(
            "acme/a.rego",
            control(
                "acme.a",
                "ACME-A-001",
                "[\"*\"]",
                "deny contains \"x\" if http.send({})\n\ndeny contains \"y\" if no_such(1)",
            ),
        )
        .file("acme/b.rego", "package acme.b\n\ndeny {")
        .file(
            "acme/c.rego",
            control(
                "acme.c",
                "ACME-C-001",
                "[microsoft.storage/storageaccounts]",
                "deny contains \"c holds\"",
            ),
        );
    let ran = evaluated(
        &sandbox,
        &[
            "missing.json",
            "bad.json",
            "--policy",
            "acme",
            "--select",
            "ACME-C-001",
        ],
    );
    for part in [
        "missing.json",
        "bad.json",
        "http.send",
        "no_such",
        "acme/b.rego",
    ] {
        assert!(
            ran.stderr.contains(part),
            "{part} is missing:\n{}",
            ran.stderr
        );
    }
    let report: Json = serde_json::from_str(&sandbox.read("out.json")).unwrap();
    assert!(
        report["decisions"]
            .as_array()
            .unwrap()
            .iter()
            .any(|decision| decision["control"]["id"] == "ACME-C-001"),
        "the sound policy next to them is used"
    );
}
