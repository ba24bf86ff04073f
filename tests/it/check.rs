//! `onus check`: what it prints, and how it ends.

use serde_json::{Value as Json, json};

use crate::sandbox::{Sandbox, export, record, text as text_at};
use crate::support::root;

const SOUND: &str = "# METADATA\n# title: T\n# custom:\n#   id: ACME-1\n#   severity: high\n#   layer: data\n#   resources: [microsoft.storage/storageaccounts]\n#   remediation: {summary: S}\npackage acme.http\n\ndeny contains \"plain HTTP\" if input.properties.supportsHttpsTrafficOnly == false\n";
const TEST: &str = "package acme.http_test\n\nimport data.acme.http\n\ntest_denied if count(http.deny) == 1 with input as {}\n";

fn sound() -> Sandbox {
    Sandbox::with("policies/http.rego", SOUND).file("policies/http_test.rego", TEST)
}

fn codes(sandbox: &Sandbox, arguments: &[&str]) -> (i32, Vec<String>) {
    let ran = sandbox.run(&[&["check", "-o", "json"], arguments].concat());
    let report: Json =
        serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("{}", ran.transcript()));
    (ran.code, codes_of(&report))
}

#[test]
fn what_an_authors_own_samples_show_is_known() {
    let policy = SOUND.replace("supportsHttpsTrafficOnly", "brandNewSetting");
    let sandbox = sound().file("policies/http.rego", policy);
    assert_eq!(sandbox.run(&["check"]).code, 1);
    let properties = json!({"brandNewSetting": false});
    let sample = export(&[record(
        "microsoft.storage/storageaccounts",
        "st",
        None,
        &properties,
    )]);
    let sandbox = sandbox.file("inputs/acme/sample.json", &sample);
    let ran = sandbox.run(&["check"]);
    assert_eq!(ran.code, 0, "{}", ran.transcript());
    // With inventories in onus.toml, those count.
    let sandbox = sandbox.file("onus.toml", "inputs = [\"elsewhere.json\"]\n");
    assert_eq!(sandbox.run(&["check"]).code, 1);
    let sandbox = sandbox.file("elsewhere.json", sample);
    assert_eq!(sandbox.run(&["check"]).code, 0);
}

#[test]
fn the_catalogue_is_clean() {
    let ran = Sandbox::new().run(&["check", &root().join("policies").display().to_string()]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{}", ran.stdout);
}

#[test]
fn the_usual_folder_is_checked() {
    let ran = sound().run(&["check"]);
    assert_eq!(
        ran.transcript(),
        "exit code 0\n\n--- standard output\n1 policy, 1 file of tests: nothing was found\nnext: `onus test policies`\n\n--- standard error\n"
    );
}

#[test]
fn one_broken_file_does_not_keep_the_rest_from_being_checked() {
    let sandbox = sound()
        .file("policies/broken.rego", "package acme.broken\n\nx := := 1\n\nallowed := true\n")
        .file("policies/uses.rego", "package acme.uses\n\nimport data.acme.broken\n\ny := broken.allowed\n\nz := input.propertis\n")
        .file("policies/bytes.rego", b"package a\n\xff\xfe\x00\x01")
        .file("policies/meta.rego", SOUND.replace("http", "meta").replace("severity: high", "severity: [grave"));
    let (code, found) = codes(&sandbox, &[]);
    assert_eq!(code, 2);
    assert_eq!(found, ["unreadable", "syntax", "metadata", "unknown-input"]);
}

#[test]
fn nothing_to_check_is_told() {
    assert_eq!(Sandbox::new().run(&["check"]).code, 3);
    let ran = Sandbox::new().run(&["check", "nowhere"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stdout.contains("there is no such file or folder"),
        "{}",
        ran.stdout
    );
}

#[test]
fn line_ends_tabs_and_names_of_other_alphabets_are_read() {
    let more = "== false # ça suffit\n\nsize if {\n\tinput.tags[\"größe\"] == input.propertys[\"größe\"]\n}";
    let text = SOUND.replace("== false", more).replace('\n', "\r\n");
    let sandbox =
        Sandbox::with("policies/häfen/http.rego", text).file("policies/http_test.rego", TEST);
    let ran = sandbox.run(&["check", "-o", "json"]);
    let report: Json = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(codes_of(&report), ["unknown-input"]);
    let finding = &report["findings"][0];
    assert_eq!(text_at(finding, "/file"), "policies/häfen/http.rego");
    assert_eq!(
        (&finding["line"], &finding["column"]),
        (&Json::from(14), &Json::from(25))
    );
}

#[test]
fn a_block_may_stand_apart_from_the_package_clause() {
    let text = SOUND.replace("package", "\n\n# Written by the storage team.\n\npackage");
    let sandbox = Sandbox::with("policies/http.rego", text).file("policies/http_test.rego", TEST);
    assert_eq!(codes(&sandbox, &[]), (0, Vec::new()));
}

fn codes_of(report: &Json) -> Vec<String> {
    let findings = report["findings"].as_array().unwrap();
    findings.iter().map(|f| text_at(f, "/code")).collect()
}

#[test]
fn an_inventory_teaches_properties() {
    let policy = SOUND.replace("supportsHttpsTrafficOnly", "brandNewSetting");
    let sandbox = Sandbox::with("policies/http.rego", policy)
        .file("policies/http_test.rego", TEST)
        .file("i.json", r#"{"count": 1, "total_records": 1, "data": [{"id": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/a", "type": "microsoft.storage/storageaccounts", "name": "a", "properties": {"brandNewSetting": true}}]}"#);
    assert_eq!(codes(&sandbox, &[]).1, ["unknown-property"]);
    assert_eq!(codes(&sandbox, &["--against", "i.json"]), (0, Vec::new()));
}

#[test]
fn the_configuration_changes_levels() {
    let sandbox = Sandbox::with("policies/http.rego", SOUND);
    assert_eq!(codes(&sandbox, &[]).1, ["missing-test"]);
    let sandbox = sandbox.file("onus.toml", "[check]\nignore = [\"missing-test\"]\n");
    assert_eq!(codes(&sandbox, &[]).0, 0);
    let sandbox = sandbox.file("onus.toml", "[check.level]\nmissing-test = \"error\"\n");
    assert!(
        sandbox
            .run(&["check"])
            .stdout
            .contains("error[missing-test]")
    );
    let sandbox = sandbox.file("onus.toml", "[check]\nignore = [\"missing-tests\"]\n");
    let ran = sandbox.run(&["check"]);
    assert_eq!(ran.code, 2);
    insta::assert_snapshot!(ran.stderr);
}

#[test]
fn a_comment_says_that_it_is_meant() {
    let text = SOUND
        .replace(
            "deny contains",
            "# onus ignore:unknown-property\ndeny contains",
        )
        .replace("supportsHttpsTrafficOnly", "nameless");
    let sandbox = Sandbox::with("policies/http.rego", text).file("policies/http_test.rego", TEST);
    assert_eq!(codes(&sandbox, &[]).0, 0);
}

#[test]
fn fixing_takes_out_unused_imports_and_nothing_else() {
    let text = SOUND
        .replace(
            "package acme.http\n",
            "package acme.http\n\nimport data.onus.lib.fact\nimport data.onus.lib.relation # why\n",
        )
        .replace('\n', "\r\n");
    let sandbox = Sandbox::with("policies/http.rego", &text).file("policies/http_test.rego", TEST);
    let (code, found) = codes(&sandbox, &["--fix"]);
    assert_eq!((code, found), (1, vec!["unused-import".to_owned()]));
    assert_eq!(
        sandbox.read("policies/http.rego"),
        text.replace("import data.onus.lib.fact\r\n", "")
    );
}

#[test]
fn code_scanning_gets_every_finding_with_its_place() {
    let sandbox = Sandbox::with(
        "policies/a b.rego",
        SOUND.replace("supportsHttpsTrafficOnly", "nameless"),
    );
    let ran = sandbox.run(&["check", "-o", "sarif", "policies", "nowhere"]);
    let log: Json = serde_json::from_str(&ran.stdout).unwrap();
    let run = &log["runs"][0];
    for result in run["results"].as_array().unwrap() {
        let rule = &run["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().unwrap() as usize];
        assert_eq!(rule["id"], result["ruleId"]);
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "policies/a%20b.rego");
        assert!(place["region"]["startLine"].as_u64().unwrap() > 0);
    }
    assert_eq!(run["results"].as_array().unwrap().len(), 3);
    assert_eq!(run["invocations"][0]["executionSuccessful"], false);
    assert_eq!(
        run["invocations"][0]["toolExecutionNotifications"][0]["descriptor"]["id"],
        "unreadable"
    );
}

#[test]
fn without_the_catalogue_its_names_are_free() {
    let policy = SOUND.replace("acme.http", "onus.http");
    let sandbox = Sandbox::with("policies/http.rego", policy)
        .file("policies/http_test.rego", TEST.replace("acme", "onus"));
    assert_eq!(codes(&sandbox, &[]).1, ["reserved-package"]);
    assert_eq!(codes(&sandbox, &["--no-builtin"]), (0, Vec::new()));
}

#[test]
fn a_file_beyond_the_limits_of_the_engine_is_no_matter_of_syntax() {
    let long = format!("package acme.long\n\nx := \"{}\"\n", "a".repeat(2000));
    let sandbox = Sandbox::with("policies/long.rego", long);
    assert_eq!(codes(&sandbox, &[]), (2, vec!["engine".to_owned()]));
}

#[test]
fn pages_are_printed() {
    let ran = Sandbox::new().run(&["check", "--explain", "unknown-property"]);
    assert!(ran.code == 0 && ran.stdout.starts_with("# unknown-property\n"));
    let ran = Sandbox::new().run(&["check", "--explain", "unknown-propperty"]);
    assert!(ran.code == 2 && ran.stderr.contains("did you mean `unknown-property`?"));
}
