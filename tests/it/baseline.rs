//! `onus eval --baseline` and `--write-baseline`: only what is new fails.

use serde_json::Value as Json;

use crate::sandbox::{Ran, Sandbox, account, control, export};

const PLAIN: &str =
    "deny contains \"plain HTTP\" if not input.properties.supportsHttpsTrafficOnly\n";

/// Accounts by name, and whether they refuse plain HTTP.
fn accounts(named: &[(&str, bool)]) -> String {
    let records: Vec<Json> = named
        .iter()
        .map(|(name, secure)| account(name, Some("shop"), *secure))
        .collect();
    export(&records)
}

fn policy(body: &str) -> String {
    control(
        "acme.plain",
        "ACME-PLAIN-001",
        "[microsoft.storage/storageaccounts]",
        body,
    )
}

fn estate() -> Sandbox {
    Sandbox::with(
        "estate.json",
        accounts(&[("stold", false), ("stgood", true)]),
    )
    .file(
        "onus.toml",
        "inputs = [\"estate.json\"]\nselect = [\"AZ-STORAGE-001\"]\n",
    )
}

/// The estate with its baseline.
fn known() -> Sandbox {
    let sandbox = estate();
    let ran = sandbox.eval(&["--write-baseline", "known.json"]);
    assert_eq!(ran.code, 0, "{}", ran.transcript());
    sandbox
}

#[test]
fn what_is_known_does_not_fail_and_what_is_new_does() {
    let sandbox = estate();
    assert_eq!(sandbox.eval(&[]).code, 1);
    let written = sandbox.eval(&["--write-baseline", "known.json", "-q"]);
    let again = sandbox.eval(&["--baseline", "known.json", "-q"]);
    assert_eq!(again.code, 0, "{}", again.transcript());
    let changed = accounts(&[("stold", false), ("stgood", true), ("stnew", false)]);
    let sandbox = sandbox.file("estate.json", changed);
    let new = sandbox.eval(&["--baseline", "known.json"]);
    assert!(!new.stdout.contains("stold"), "{}", new.stdout);
    insta::assert_snapshot!(
        [
            written.transcript(),
            sandbox.read("known.json"),
            again.transcript(),
            new.transcript()
        ]
        .join("\n=====\n")
    );
}

#[test]
fn everything_is_shown_when_it_is_asked_for() {
    let ran = known().eval(&["--baseline", "known.json", "-v"]);
    assert_eq!(ran.code, 0);
    assert!(ran.stdout.contains("stold"), "{}", ran.stdout);
    assert!(ran.stdout.contains("in the baseline"), "{}", ran.stdout);
}

#[test]
fn every_output_knows_the_baseline() {
    let sandbox = known();
    let ran = sandbox.eval(&[
        "--baseline",
        "known.json",
        "-o",
        "json=d.json",
        "-o",
        "sarif=d.sarif",
        "-o",
        "junit=d.xml",
        "-o",
        "gitlab",
    ]);
    assert_eq!(ran.code, 0, "{}", ran.transcript());
    assert_eq!(ran.json(), serde_json::json!([]));
    let json: Json = serde_json::from_str(&sandbox.read("d.json")).unwrap();
    assert_eq!(json["summary"]["in_baseline"], 1);
    assert_eq!(json["summary"]["denied"], 1);
    let marked: Vec<&Json> = json["decisions"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|decision| decision["in_baseline"] == true)
        .collect();
    assert_eq!(marked.len(), 1);
    assert_eq!(marked[0]["resource"]["name"], "stold");
    let sarif: Json = serde_json::from_str(&sandbox.read("d.sarif")).unwrap();
    assert_eq!(sarif["runs"][0]["results"], serde_json::json!([]));
    assert!(
        sandbox
            .read("d.xml")
            .contains("<skipped message=\"in the baseline (plain HTTP")
    );
}

#[test]
fn what_is_gone_is_listed() {
    let sandbox = known().file(
        "estate.json",
        accounts(&[("stold", true), ("stgood", true)]),
    );
    let mended = sandbox.eval(&["--baseline", "known.json", "-q"]);
    let sandbox = sandbox.file("estate.json", accounts(&[("stgood", true)]));
    let gone = sandbox.eval(&["--baseline", "known.json", "-q"]);
    insta::assert_snapshot!([mended.transcript(), gone.transcript()].join("\n=====\n"));
}

#[test]
fn a_known_denial_that_finds_more_is_new() {
    let two = "deny contains \"no tags\" if not input.tags.team\n";
    let sandbox = known().file("plain.rego", policy(PLAIN));
    let select = [
        "--policy",
        "plain.rego",
        "--no-builtin",
        "--select",
        "ACME-*",
    ];
    let run = |sandbox: &Sandbox, more: &[&str]| sandbox.eval(&[&select[..], more].concat());
    run(&sandbox, &["--write-baseline", "known.json"]);
    assert_eq!(run(&sandbox, &["--baseline", "known.json"]).code, 0);
    let sandbox = sandbox.file("plain.rego", policy(&format!("{PLAIN}\n{two}")));
    let ran = run(&sandbox, &["--baseline", "known.json", "-o", "json"]);
    assert_eq!(ran.code, 1, "{}", ran.transcript());
    assert_eq!(ran.json()["summary"]["in_baseline"], 0);
}

#[test]
fn a_run_that_is_not_whole_or_empty_writes_none() {
    let sandbox = known();
    let before = sandbox.read("known.json");
    let sandbox = sandbox.file("broken.json", "{");
    let ran = sandbox.eval(&[
        "estate.json",
        "broken.json",
        "--write-baseline",
        "known.json",
        "-q",
    ]);
    assert_eq!(ran.code, 2, "{}", ran.transcript());
    assert!(
        ran.stderr.contains("`known.json` was not written"),
        "{}",
        ran.stderr
    );
    assert_eq!(sandbox.read("known.json"), before);
    let sandbox = sandbox.file("estate.json", accounts(&[]));
    for arguments in [
        ["--write-baseline", "known.json"],
        ["--baseline", "known.json"],
    ] {
        let ran = sandbox.eval(&arguments);
        assert_eq!(ran.code, 3, "{}", ran.transcript());
        assert_eq!(sandbox.read("known.json"), before);
    }
}

#[test]
fn waived_denials_have_their_own_place() {
    let sandbox = estate();
    let config = sandbox.read("onus.toml");
    let sandbox = sandbox.file(
        "onus.toml",
        format!(
            "{config}[[waivers]]\ncontrol = \"AZ-*\"\nresource = \"stold\"\nreason = \"r\"\napproved_by = \"a\"\nexpires = \"2027-01-31\"\n"
        ),
    );
    let ran = sandbox.eval(&["--write-baseline", "known.json"]);
    assert_eq!(ran.code, 0, "{}", ran.transcript());
    let known: Json = serde_json::from_str(&sandbox.read("known.json")).unwrap();
    assert_eq!(known["denials"], serde_json::json!([]));
}

#[test]
fn a_file_that_is_no_baseline_is_told() {
    let sandbox = known();
    let text = sandbox.read("known.json");
    let mut said = String::new();
    let mut tell = |title: &str, ran: Ran| {
        assert_eq!(ran.stdout, "", "{title}");
        said.push_str(&format!("# {title}\n{}\n", ran.messages()));
    };
    let held = |text: &str| {
        let sandbox = estate().file("known.json", text);
        sandbox.eval(&["--baseline", "known.json"])
    };
    tell("missing", estate().eval(&["--baseline", "known.json"]));
    tell("a folder", known().eval(&["--baseline", "."]));
    tell("empty", held(""));
    let conflict = text.replace("  \"denials\"", "<<<<<<< ours\n  \"denials\"");
    tell("conflict markers", held(&conflict));
    let version = text.replace("\"format_version\": 2", "\"format_version\": 3");
    tell("another version", held(&version));
    tell("another file", held("{\"results\": []}"));
    let key = text.replace("\"control\"", "\"contrl\"");
    tell("a key that is not known", held(&key));
    tell("half of it", held(text.get(..text.len() / 2).unwrap()));
    tell(
        "over an inventory",
        estate().eval(&["--write-baseline", "estate.json"]),
    );
    insta::assert_snapshot!(said);
}
