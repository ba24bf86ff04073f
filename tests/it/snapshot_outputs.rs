//! Outputs of `onus snapshot check` for other programs.

use serde_json::json;

use crate::nasty::{NASTY, formats, read_back};
use crate::sandbox::{Ran, Sandbox, account, export};
use crate::snapshot::{estate, names};

/// The names of accounts are too short from nine characters on, which is another rule
/// than the recorded one.
fn changed() -> Sandbox {
    let sandbox = estate();
    let ran = sandbox.run(&["snapshot", "record", "--now", "2026-11-21"]);
    assert_eq!(ran.code, 0, "{}", ran.transcript());
    let body = "deny contains \"fewer than nine characters\" if count(input.name) < 9\n";
    sandbox.file("policies/name.rego", names(body))
}

fn check(sandbox: &Sandbox, arguments: &[&str]) -> Ran {
    let all = [&["snapshot", "check", "--now", "2026-11-21"], arguments].concat();
    sandbox.run(&all)
}

#[test]
fn a_change_has_failed_at_its_line() {
    let sandbox = changed();
    for format in ["junit", "github", "json"] {
        insta::assert_snapshot!(format, check(&sandbox, &["-o", format]).transcript());
    }
    // Where it was recorded is where it is shown.
    let log = check(&sandbox, &["-o", "sarif"]).json();
    let place = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    let line = place["region"]["startLine"].as_u64().unwrap() as usize;
    let file = place["artifactLocation"]["uri"].as_str().unwrap();
    let recorded = sandbox.read(file);
    let recorded = recorded.lines().nth(line - 1).unwrap();
    assert!(
        recorded.contains("allow satisfied | customer/platform | stlogs01"),
        "{recorded}"
    );
}

#[test]
fn several_outputs_are_written_at_once() {
    let sandbox = changed();
    let ran = check(&sandbox, &["-o", "pretty,markdown=m.md,ndjson=c.ndjson"]);
    assert_eq!(ran.code, 1, "{}", ran.transcript());
    assert!(ran.stdout.contains("differs in"), "{}", ran.stdout);
    let page = sandbox.read("m.md");
    assert!(page.starts_with("## `onus snapshot check`: "), "{page}");
    assert!(page.contains("| `customer/platform` |"), "{page}");
    assert!(
        sandbox
            .read("c.ndjson")
            .contains("\"change\":\"becomes_denied\"")
    );
    let ran = check(&sandbox, &["-o", "junti"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr.contains("did you mean `junit`?"),
        "{}",
        ran.stderr
    );
}

#[test]
fn what_is_not_recorded_or_gone_has_failed_too() {
    let ran = check(&estate(), &["-o", "tap"]);
    assert_eq!(ran.code, 1, "{}", ran.transcript());
    assert!(
        ran.stdout.contains("not ok 1 - snapshot prod/estate.json"),
        "{}",
        ran.stdout
    );
    let gone = changed().file("prod/estate.json", export(&[]));
    let ran = check(&gone, &["-o", "tap"]);
    assert_eq!(ran.code, 3, "{}", ran.transcript());
    assert!(
        ran.stdout.contains("not ok 1 - snapshot prod/estate.json"),
        "{}",
        ran.stdout
    );
    // What can't be compared is no success either.
    let broken = changed().file("policies/broken.rego", "package b\n\nx if {\n");
    let ran = check(&broken, &["-o", "tap"]);
    assert_eq!(ran.code, 2, "{}", ran.transcript());
    assert!(
        ran.stdout.contains("not ok 1 - the run: "),
        "{}",
        ran.stdout
    );
}

#[test]
fn names_and_messages_are_texts_in_every_output() {
    let text = json!(NASTY).to_string();
    let sandbox = estate()
        .file(
            "prod/estate.json",
            export(&[
                account(NASTY, Some(NASTY), true),
                account("st|b", None, true),
            ]),
        )
        .file(
            "policies/name.rego",
            names("deny contains \"a\" if count(input.name) < 2\n"),
        );
    let ran = sandbox.run(&["snapshot", "record", "--now", "2026-11-21"]);
    assert_eq!(ran.code, 0, "{}", ran.transcript());
    let body = format!("deny contains {text}\n");
    let sandbox = sandbox.file("policies/name.rego", names(&body));
    for format in formats() {
        read_back(format, &check(&sandbox, &["-o", format.name]));
    }
}
