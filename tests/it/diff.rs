//! `onus diff`: what becomes of decisions when something changes.

use std::process::Command;

use serde_json::Value as Json;

use crate::sandbox::{Ran, Sandbox, account, export, text};
use crate::snapshot::{estate, names};

pub const NINE: &str = "deny contains \"too few characters\" if count(input.name) < 9\n";

/// Runs git in the sandbox, as nobody in particular.
pub fn git(sandbox: &Sandbox, arguments: &[&str]) {
    let output = Command::new("git")
        .current_dir(sandbox.path())
        .env_clear()
        .envs([
            ("GIT_CONFIG_GLOBAL", "/dev/null"),
            ("GIT_CONFIG_NOSYSTEM", "1"),
            ("GIT_AUTHOR_DATE", "2026-11-21T08:00:00Z"),
            ("GIT_COMMITTER_DATE", "2026-11-21T08:00:00Z"),
            ("PATH", "/usr/local/bin:/usr/bin:/bin"),
        ])
        .args([
            "-c",
            "user.name=a",
            "-c",
            "user.email=a@example.org",
            "-c",
            "protocol.file.allow=always",
        ])
        .args(arguments)
        .output()
        .unwrap_or_else(|error| panic!("git: {error}"));
    assert!(
        output.status.success(),
        "git {arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// The estate of the snapshots' tests, committed.
pub fn committed() -> Sandbox {
    let sandbox = estate();
    git(&sandbox, &["init", "-q", "-b", "main"]);
    commit(&sandbox);
    sandbox
}

pub fn commit(sandbox: &Sandbox) {
    git(sandbox, &["add", "-A"]);
    git(sandbox, &["commit", "-q", "-m", "change"]);
}

pub fn diff(sandbox: &Sandbox, arguments: &[&str]) -> Ran {
    Ran::of(
        sandbox
            .command()
            .args(["diff", "--now", "2026-11-21"])
            .args(arguments),
    )
}

/// Without commits and digests, which are others when the policies are.
pub fn masked(ran: &Ran) -> String {
    let whole = ran.transcript();
    let mut masked = String::new();
    let mut word = String::new();
    for c in whole.chars().chain(['\0']) {
        if c.is_ascii_hexdigit() {
            word.push(c);
            continue;
        }
        if matches!(word.len(), 12 | 64) {
            masked.push_str("[digest]");
        } else {
            masked.push_str(&word);
        }
        word.clear();
        if c != '\0' {
            masked.push(c);
        }
    }
    masked
}

/// The changes, as `change control name party`.
pub fn changes(ran: &Ran) -> Vec<String> {
    let json = ran.json();
    let changes = json["changes"].as_array().cloned().unwrap_or_default();
    let word = |change: &Json, key: &str| change[key].as_str().unwrap_or("-").to_owned();
    changes
        .iter()
        .map(|change| {
            ["change", "control", "name", "party"]
                .map(|key| word(change, key))
                .join(" ")
        })
        .collect()
}

#[test]
fn a_changed_comparison_names_each_resource_that_flips_and_whose_it_is() {
    let sandbox = committed().file("policies/name.rego", names(NINE));
    insta::assert_snapshot!(masked(&diff(&sandbox, &["--base", "git:HEAD"])));
}

#[test]
fn the_last_commit_is_the_base_unless_told() {
    let sandbox = committed();
    let ran = diff(&sandbox, &[]);
    assert_eq!(ran.code, 0, "{}", ran.transcript());
    assert!(ran.stdout.contains("no decision changes"), "{}", ran.stdout);
    let sandbox = sandbox.file("policies/name.rego", names(NINE));
    assert_eq!(diff(&sandbox, &[]).code, 1);
    commit(&sandbox);
    assert_eq!(diff(&sandbox, &[]).code, 0);
    let back = diff(&sandbox, &["--head", "git:HEAD~1", "-o", "json"]);
    assert_eq!(back.code, 1, "{}", back.transcript());
    assert_eq!(
        changes(&back),
        ["becomes_allowed ACME-NAME-001 stlogs01 customer/platform",]
    );
}

#[test]
fn every_output_says_the_same() {
    let sandbox = committed().file("policies/name.rego", names(NINE));
    let ran = diff(
        &sandbox,
        &[
            "-o",
            "json=d.json",
            "-o",
            "markdown=d.md",
            "-o",
            "pretty",
            "-q",
        ],
    );
    assert_eq!(ran.code, 1, "{}", ran.transcript());
    let json: Json = serde_json::from_str(&sandbox.read("d.json")).unwrap();
    let schema =
        std::fs::read_to_string(crate::support::root().join("docs/schema/diff.schema.json"));
    let schema: Json = serde_json::from_str(&schema.unwrap()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> = validator
        .iter_errors(&json)
        .map(|error| error.to_string())
        .collect();
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!(json["summary"]["changes"]["becomes_denied"]["resources"], 1);
    assert_eq!(text(&json, "/changes/0/place"), "prod/estate.json:17");
    assert!(
        ran.stdout
            .contains("1 resource becomes denied: customer/platform 1")
    );
    let markdown = masked(&Ran {
        stdout: sandbox.read("d.md"),
        stderr: String::new(),
        code: ran.code,
    });
    insta::assert_snapshot!(markdown);
}

#[test]
fn paths_are_those_of_the_folder_that_it_runs_in() {
    let sandbox = committed().file("policies/name.rego", names(NINE));
    let mut command = sandbox.command();
    let ran = Ran::of(command.current_dir(sandbox.path().join("prod")).args([
        "diff",
        "--config",
        "../onus.toml",
        "-o",
        "json",
    ]));
    assert_eq!(
        changes(&ran),
        ["becomes_denied ACME-NAME-001 stlogs01 customer/platform"],
        "{}",
        ran.transcript()
    );
    let policy = diff(
        &sandbox,
        &["--policy", "policies/*.rego", "--no-builtin", "-o", "json"],
    );
    assert_eq!(changes(&policy), changes(&ran));
}

#[test]
fn the_configuration_is_that_of_the_revision() {
    let sandbox = committed();
    let body = "deny contains \"too few characters\" if count(input.name) < data.params.least\n";
    let config = |least: usize| {
        format!(
            "inputs = [\"prod/estate.json\"]\npolicies = [\"policies\"]\nbuiltin = false\n[params]\nleast = {least}\n"
        )
    };
    let sandbox = sandbox
        .file("policies/name.rego", names(body))
        .file("onus.toml", config(7));
    commit(&sandbox);
    let sandbox = sandbox.file("onus.toml", config(9));
    assert_eq!(
        changes(&diff(&sandbox, &["-o", "json"])),
        ["becomes_denied ACME-NAME-001 stlogs01 customer/platform"]
    );
}

#[test]
fn what_the_base_did_not_have_is_new() {
    let sandbox = estate();
    git(&sandbox, &["init", "-q", "-b", "main"]);
    git(&sandbox, &["add", "prod"]);
    git(&sandbox, &["commit", "-q", "-m", "inventory"]);
    let ran = diff(&sandbox, &[]);
    insta::assert_snapshot!(masked(&ran));
}

#[test]
fn two_folders_two_editions_two_inventories() {
    let sandbox = estate()
        .file("old/name.rego", names(NINE))
        .file("old/onus.toml", "builtin = false\n")
        .file("old/who.rego", estate().read("policies/who.rego"));
    let folders = diff(&sandbox, &["--base", "old", "-o", "json"]);
    assert_eq!(
        changes(&folders),
        ["becomes_allowed ACME-NAME-001 stlogs01 customer/platform"],
        "{}",
        folders.transcript()
    );
    let fewer = export(&[account("stshop", Some("web"), true)]);
    let sandbox = sandbox.file("then.json", fewer);
    let inventories = diff(&sandbox, &["--base", "inventory:then.json", "-o", "json"]);
    assert_eq!(
        changes(&inventories),
        [
            "new_allowed ACME-NAME-001 starchive customer",
            "new_allowed ACME-NAME-001 stlogs01 customer/platform",
            "changes_party ACME-NAME-001 stshop customer/shop",
        ],
        "{}",
        inventories.transcript()
    );
    let accounts = export(&[account("stshop", Some("shop"), true)]);
    let embedded = Sandbox::with("estate.json", accounts);
    let editions = diff(
        &embedded,
        &[
            "estate.json",
            "--base",
            "edition:azure=msft-2017",
            "-o",
            "json",
        ],
    );
    assert!(
        changes(&editions)
            .contains(&"changes_party AZ-STORAGE-001 stshop customer/shop".to_owned()),
        "{}",
        editions.transcript()
    );
    let none = diff(
        &embedded,
        &["estate.json", "--base", "edition:azure=msft-1999"],
    );
    assert_eq!(none.code, 2, "{}", none.transcript());
}

#[test]
fn another_program_decides_with_what_it_was_told() {
    let sandbox = estate().file("policies/name.rego", names(NINE));
    let program = format!("onus:{}", env!("CARGO_BIN_EXE_onus"));
    let same = diff(&sandbox, &["--base", &program]);
    assert_eq!(same.code, 0, "{}", same.transcript());
    let ran = diff(
        &sandbox,
        &["--base", &program, "--select", "ACME-*", "-o", "json"],
    );
    assert_eq!(ran.json()["summary"]["same"], 3, "{}", ran.transcript());
    for wrong in ["onus:no-such-program", "onus:/bin/false"] {
        let ran = diff(&sandbox, &["--base", wrong]);
        assert_eq!(ran.code, 2, "{}", ran.transcript());
    }
}

#[test]
fn an_estate_that_shrank_to_nothing_is_no_good_news() {
    let sandbox = estate().file("then.json", estate().read("prod/estate.json"));
    let sandbox = sandbox.file("prod/estate.json", export(&[]));
    let ran = diff(&sandbox, &["--base", "inventory:then.json"]);
    assert_eq!(ran.code, 3, "{}", ran.transcript());
    assert!(
        ran.stderr.contains("nothing was evaluated any more"),
        "{}",
        ran.stderr
    );
}

#[test]
fn sides_that_are_not_whole_are_not_compared() {
    let sandbox = estate().file("policies/name.rego", "package acme.name\n\ndeny if {\n");
    git(&sandbox, &["init", "-q", "-b", "main"]);
    commit(&sandbox);
    let sandbox = sandbox.file("policies/name.rego", names(NINE));
    let ran = diff(&sandbox, &["-o", "json=d.json"]);
    assert!(!sandbox.path().join("d.json").exists());
    insta::assert_snapshot!(masked(&ran));
}

#[test]
fn links_are_followed_as_far_as_the_revision_has_them() {
    let sandbox = committed();
    std::fs::create_dir(sandbox.path().join("shared")).unwrap();
    let link = |target: &str, name: &str| {
        std::os::unix::fs::symlink(target, sandbox.path().join(name)).unwrap();
    };
    std::fs::rename(
        sandbox.path().join("policies/name.rego"),
        sandbox.path().join("shared/name.rego"),
    )
    .unwrap();
    link("../shared/name.rego", "policies/name.rego");
    commit(&sandbox);
    let sandbox = sandbox.file("shared/name.rego", names(NINE));
    let ran = diff(&sandbox, &["-o", "json"]);
    assert_eq!(
        changes(&ran),
        ["becomes_denied ACME-NAME-001 stlogs01 customer/platform"],
        "{}",
        ran.transcript()
    );
    std::os::unix::fs::symlink("../shared", sandbox.path().join("policies/more")).unwrap();
    commit(&sandbox);
    let ran = diff(&sandbox, &[]);
    assert_eq!(ran.code, 2, "{}", ran.transcript());
    assert!(
        ran.stderr
            .contains("`policies/more` can't be read: in `HEAD` it is a link"),
        "{}",
        ran.stderr
    );
}

#[test]
fn pieces_and_standard_input_say_the_same_as_a_file() {
    let sandbox = committed().file("policies/name.rego", names(NINE));
    let whole = diff(&sandbox, &["-o", "json"]);
    let pieces = diff(&sandbox, &["-o", "json", "--stream-above", "1"]);
    assert_eq!(whole.stdout, pieces.stdout);
    assert_eq!(pieces.code, 1);
    let ran = Ran::of(
        sandbox
            .command()
            .args(["diff", "--now", "2026-11-21", "-", "-o", "json"])
            .write_stdin(sandbox.read("prod/estate.json")),
    );
    assert_eq!(changes(&ran), changes(&whole), "{}", ran.transcript());
    let ran = Ran::of(
        sandbox
            .command()
            .args(["diff", "-", "--stream-above", "1"])
            .write_stdin(sandbox.read("prod/estate.json")),
    );
    assert_eq!(ran.code, 2, "{}", ran.transcript());
}

#[test]
fn waivers_change_nothing() {
    let sandbox = committed().file("policies/name.rego", names(NINE));
    let config = sandbox.read("onus.toml");
    let waived = format!(
        "{config}[[waivers]]\ncontrol = \"ACME-*\"\nresource = \"*\"\nreason = \"r\"\napproved_by = \"a\"\nexpires = \"2027-01-31\"\n"
    );
    let before = diff(&sandbox, &["-o", "json"]);
    let sandbox = sandbox.file("onus.toml", waived);
    assert_eq!(changes(&diff(&sandbox, &["-o", "json"])), changes(&before));
}

#[test]
fn what_can_not_be_compared_is_told() {
    let sandbox = committed();
    let mut said = String::new();
    let mut tell = |title: &str, ran: Ran| {
        assert_eq!(ran.stdout, "", "{title}");
        said.push_str(&format!("# {title}\n{}\n", ran.messages()));
    };
    tell("no such revision", diff(&sandbox, &["--base", "git:nope"]));
    tell("an option", diff(&sandbox, &["--base", "git:--all"]));
    tell("no word", diff(&sandbox, &["--base", "git:"]));
    tell("another word", diff(&sandbox, &["--base", "gti:main"]));
    tell("no such folder", diff(&sandbox, &["--base", "nowhere"]));
    tell(
        "an inventory",
        diff(&sandbox, &["--base", "prod/estate.json"]),
    );
    tell(
        "an inventory as head",
        diff(&sandbox, &["--head", "inventory:prod/estate.json"]),
    );
    tell(
        "no edition",
        diff(&sandbox, &["--base", "edition:msft-2019"]),
    );
    tell(
        "no such file",
        diff(&sandbox, &["--base", "inventory:nowhere.json"]),
    );
    tell("no repository", diff(&estate(), &[]));
    tell(
        "no git",
        Ran::of(estate().command().env("PATH", "/nowhere").arg("diff")),
    );
    let elsewhere = estate();
    let elsewhere = elsewhere.path().join("policies").display().to_string();
    let outside = diff(&sandbox, &["--policy", &elsewhere]);
    let folder = std::path::Path::new(&elsewhere).parent().unwrap();
    tell(
        "policies outside",
        Ran {
            stderr: outside
                .stderr
                .replace(&folder.display().to_string(), "[elsewhere]"),
            ..outside
        },
    );
    let sandbox = sandbox.file("onus.toml", "inputs = [\"prod/estate.json\"]\n");
    commit(&sandbox);
    tell("nobody's policies", diff(&sandbox, &[]));
    insta::assert_snapshot!(said);
}
