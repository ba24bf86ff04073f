//! `onus snapshot review`: changes that are looked at one by one.

use std::process::Command;

use crate::sandbox::{Ran, Sandbox, account, control, export};
use crate::snapshot::WHO;

const SHORT: &str = "deny contains \"too few characters\" if count(input.name) < 7\n";
const PLACE: &str = "deny contains \"it is far away\" if input.location != \"westeurope\"\n";
const FIRST: &str = "snapshots/prod__estate.json.snap";
const SECOND: &str = "snapshots/prod__more.json.snap";

fn policy(name: &str, body: &str) -> String {
    control(
        &format!("acme.{name}"),
        &format!("ACME-{}-001", name.to_ascii_uppercase()),
        "[microsoft.storage/storageaccounts]",
        body,
    )
}

/// Two inventories whose snapshots are recorded.
fn recorded() -> Sandbox {
    let estate = export(&[
        account("stshop", Some("shop"), true),
        account("stlogs01", Some("platform"), true),
        account("starchive", None, true),
    ]);
    let sandbox = Sandbox::with("prod/estate.json", estate)
        .file(
            "prod/more.json",
            export(&[account("stmore01", Some("shop"), true)]),
        )
        .file("policies/who.rego", WHO)
        .file("policies/name.rego", policy("name", SHORT))
        .file("policies/place.rego", policy("place", PLACE))
        .file(
            "onus.toml",
            "inputs = [\"prod\"]\npolicies = [\"policies\"]\nbuiltin = false\n",
        )
        .env("PATH", "/usr/local/bin:/usr/bin:/bin")
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1");
    let ran = snapshot(&sandbox, &["record"]);
    assert_eq!(ran.code, 0, "{}", ran.transcript());
    sandbox
}

/// The same, with names that have to be longer, and a place that has to be another.
fn changed(sandbox: Sandbox) -> Sandbox {
    let sandbox = sandbox
        .file(
            "policies/name.rego",
            policy("name", &SHORT.replace("< 7", "< 9")),
        )
        .file(
            "policies/place.rego",
            policy("place", &PLACE.replace("!=", "==")),
        );
    let ran = snapshot(&sandbox, &["check"]);
    assert_eq!(ran.code, 1, "{}", ran.transcript());
    sandbox
}

fn snapshot(sandbox: &Sandbox, arguments: &[&str]) -> Ran {
    let now = ["--now", "2026-11-21"];
    Ran::of(sandbox.command().arg("snapshot").args(arguments).args(now))
}

fn review(sandbox: &Sandbox, arguments: &[&str], answers: &str) -> Ran {
    Ran::of(
        sandbox
            .command()
            .args(["snapshot", "review", "--now", "2026-11-21"])
            .args(arguments)
            .write_stdin(answers),
    )
}

fn git(sandbox: &Sandbox, arguments: &[&str]) {
    let status = Command::new("git")
        .args(["-c", "user.name=A", "-c", "user.email=a@example.com"])
        .args(arguments)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_COMMITTER_DATE", "2026-11-20T12:00:00Z")
        .current_dir(sandbox.path())
        .stdout(std::process::Stdio::null())
        .status()
        .expect("git can be started");
    assert!(status.success(), "{arguments:?}");
}

fn committed() -> Sandbox {
    let sandbox = recorded();
    git(&sandbox, &["init", "-q"]);
    git(&sandbox, &["add", "."]);
    git(&sandbox, &["commit", "-q", "-m", "all"]);
    changed(sandbox)
}

fn is_pending(sandbox: &Sandbox, snapshot: &str) -> bool {
    sandbox.path().join(format!("{snapshot}.new")).exists()
}

#[test]
fn a_change_is_shown_with_its_policy_and_its_reason() {
    let sandbox = committed().file("policies/lib.rego", "package acme.lib\n");
    git(&sandbox, &["add", "policies/lib.rego"]);
    let ran = review(&sandbox, &["ACME-NAME-001", FIRST], "?\nd\ne\nquit\nq\n");
    assert_eq!(ran.code, 1, "{}", ran.transcript());
    insta::with_settings!({filters => vec![(r"\([0-9a-f]{9}\)", "([commit])")]}, {
        insta::assert_snapshot!("shown", ran.transcript());
    });
}

#[test]
fn changes_are_accepted_rejected_and_skipped_one_by_one() {
    let sandbox = changed(recorded());
    // stlogs01 by its name, then starchive, stlogs01 and stshop by their place.
    let ran = review(&sandbox, &[FIRST], "a\nr\ns\nq\n");
    assert_eq!(ran.code, 1, "{}", ran.transcript());
    assert!(
        ran.stdout.ends_with(
            "accepted 1 change, rejected 1, 2 left: `onus snapshot review` goes on with them\n"
        ),
        "{}",
        ran.stdout
    );
    let text = sandbox.read(FIRST);
    assert!(
        text.contains("deny violated | customer/platform | stlogs01 | too few"),
        "{text}"
    );
    assert!(!text.contains("far away"), "{text}");
    let left = sandbox.read(&format!("{FIRST}.new"));
    assert!(
        left.contains("allow satisfied | customer | starchive"),
        "{left}"
    );
    assert_eq!(left.matches("far away").count(), 2, "{left}");
    // The rest of it: what was rejected is found again, what was accepted is not.
    let ran = review(&sandbox, &[FIRST], "a\na\n");
    assert_eq!(ran.code, 0, "{}", ran.transcript());
    assert!(!is_pending(&sandbox, FIRST) && is_pending(&sandbox, SECOND));
    let ran = snapshot(&sandbox, &["check", "prod/estate.json"]);
    assert_eq!(ran.code, 1, "{}", ran.transcript());
    insta::assert_snapshot!("rejected_is_found_again", ran.stdout);
}

#[test]
fn all_of_a_control_are_taken_at_once() {
    let sandbox = changed(recorded());
    let ran = review(&sandbox, &[], "R\nA\n");
    assert_eq!(ran.code, 0, "{}", ran.transcript());
    assert!(
        ran.stdout.ends_with("\naccepted 4 changes, rejected 2\n"),
        "{}",
        ran.stdout
    );
    assert!(!is_pending(&sandbox, FIRST) && !is_pending(&sandbox, SECOND));
    for file in [FIRST, SECOND] {
        let text = sandbox.read(file);
        assert!(text.contains("it is far away") && !text.contains("too few characters | deny"));
    }
    let ran = snapshot(&sandbox, &["check"]);
    assert_eq!(ran.code, 1);
    assert_eq!(
        ran.stdout.matches("differs in 1 decision\n").count(),
        2,
        "{}",
        ran.stdout
    );
    let ran = review(&sandbox, &[], "A\n");
    assert_eq!(ran.code, 0, "{}", ran.transcript());
    assert_eq!(snapshot(&sandbox, &["check"]).code, 0);
}

#[test]
fn new_inventories_and_gone_ones_are_reviewed_too() {
    let sandbox = recorded();
    std::fs::remove_file(sandbox.path().join(FIRST)).unwrap();
    assert_eq!(snapshot(&sandbox, &["check"]).code, 1);
    let ran = review(&sandbox, &[], "a\nr\nq\n");
    assert_eq!(ran.code, 1, "{}", ran.transcript());
    let ran = review(&sandbox, &[], "A\nA\n");
    assert_eq!(ran.code, 0, "{}", ran.transcript());
    // All but the one that was rejected.
    let ran = snapshot(&sandbox, &["check"]);
    assert!(
        ran.stdout.contains("differs in 1 decision\n"),
        "{}",
        ran.transcript()
    );
    // A policy and an inventory that are no more.
    let sandbox = changed(recorded());
    std::fs::remove_file(sandbox.path().join("policies/name.rego")).unwrap();
    std::fs::remove_file(sandbox.path().join("prod/more.json")).unwrap();
    let ran = review(&sandbox, &[SECOND], "q\n");
    assert_eq!(ran.code, 1, "{}", ran.transcript());
    insta::assert_snapshot!("gone", ran.stdout);
}

#[test]
fn embedded_policies_and_places_without_git_are_said() {
    let sandbox = Sandbox::with("a.json", export(&[account("stshop", None, true)]));
    assert_eq!(
        snapshot(
            &sandbox,
            &["record", "a.json", "--select", "AZ-STORAGE-001"]
        )
        .code,
        0
    );
    let sandbox = sandbox.file("a.json", export(&[account("stshop", None, false)]));
    assert_eq!(
        snapshot(&sandbox, &["check", "a.json", "--select", "AZ-STORAGE-001"]).code,
        1
    );
    let ran = review(&sandbox, &[], "e\na\n");
    assert_eq!(ran.code, 0, "{}", ran.transcript());
    assert!(
        ran.stdout
            .contains("AZ-STORAGE-001 is part of this program, onus ")
    );
    assert!(
        ran.stdout.contains("plain HTTP is accepted"),
        "{}",
        ran.stdout
    );
    let ran = review(&changed(recorded()), &[], "q\n");
    assert!(
        ran.stdout
            .contains("policies/name.rego; what changed in it is not known: "),
        "{}",
        ran.stdout
    );
}

#[test]
fn nobody_who_answers_and_nothing_that_waits_are_said() {
    let sandbox = changed(recorded());
    let before = (sandbox.read(FIRST), sandbox.read(SECOND));
    let ran = review(&sandbox, &[], "");
    assert_eq!(ran.code, 2);
    insta::assert_snapshot!("nobody", ran.stderr);
    assert_eq!((sandbox.read(FIRST), sandbox.read(SECOND)), before);
    assert_eq!(snapshot(&sandbox, &["check"]).code, 1);
    let ran = review(&recorded(), &[], "a\n");
    assert_eq!(ran.code, 2, "{}", ran.transcript());
    assert!(
        ran.stderr.contains("`onus snapshot check` writes"),
        "{}",
        ran.stderr
    );
}
