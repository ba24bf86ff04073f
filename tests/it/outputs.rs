//! Outputs of `onus eval` for other programs.

use onus::report::{FORMATS, Format, Syntax};
use serde_json::Value as Json;

use crate::sandbox::{Ran, Sandbox, account, export, record};

const WAIVERS: &str = r#"[[waivers]]
control = "AZ-STORAGE-001"
resource = "sttill"
reason = "the till's firmware is <old> & can't"
approved_by = "security board"
expires = 2027-06-30
"#;

/// Accounts of which one is closed, one open, one open and accepted, and one that is
/// not known about.
fn sandbox() -> Sandbox {
    let unknown = record(
        "Microsoft.Storage/storageAccounts",
        "stnew",
        Some("shop"),
        &Json::Null,
    );
    let inventory = export(&[
        account("stlogs", None, true),
        account("stshop", Some("shop"), false),
        account("sttill", Some("stores"), false),
        unknown,
    ]);
    Sandbox::with("in ventory.json", inventory).file("waivers.toml", WAIVERS)
}

fn eval(sandbox: &Sandbox, arguments: &[&str]) -> Ran {
    sandbox.eval(
        &[
            &[
                "in ventory.json",
                "--select",
                "AZ-STORAGE-001",
                "--waivers",
                "waivers.toml",
            ],
            arguments,
        ]
        .concat(),
    )
}

/// A snapshot for each format for other programs.
#[test]
fn each_export_is_as_recorded() {
    for format in FORMATS {
        if !matches!(format.format(), Format::Export(_)) {
            continue;
        }
        let ran = eval(&sandbox(), &["-o", format.name]);
        if format.syntax == Syntax::Sarif {
            crate::sarif::valid(&ran);
        }
        insta::assert_snapshot!(format.name.replace('-', "_"), ran.transcript());
    }
}

#[test]
fn commands_of_one_step_share_its_summary() {
    let sandbox = sandbox()
        .file("summary.md", "## what was there")
        .file("a.rego", "package a\n\nx := input.nothing\n")
        .env("GITHUB_STEP_SUMMARY", "summary.md");
    for _ in 0..2 {
        eval(&sandbox, &["-o", "markdown=summary.md,markdown=other.md"]);
    }
    sandbox.run(&["check", "a.rego", "-o", "markdown=summary.md"]);
    let headings = |name: &str| -> Vec<String> {
        let page = sandbox.read(name);
        let lines = page.lines().filter(|line| line.starts_with("## "));
        lines.map(str::to_owned).collect()
    };
    assert_eq!(
        headings("summary.md"),
        [
            "## what was there",
            "## `onus eval`: 2 denials",
            "## `onus eval`: 2 denials",
            "## `onus check`: 1 finding",
        ]
    );
    // Any other file is written anew.
    assert_eq!(headings("other.md"), ["## `onus eval`: 2 denials"]);
}

#[cfg(unix)]
#[test]
fn files_are_replaced_and_stay_what_they_were() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let sandbox = sandbox().file("there/old.json", "what was decided last time");
    let path = |name: &str| sandbox.path().join(name);
    let only_ours = std::fs::Permissions::from_mode(0o600);
    std::fs::set_permissions(path("there/old.json"), only_ours).unwrap();
    symlink("there/old.json", path("link.json")).unwrap();
    symlink("there/new.csv", path("dangling.csv")).unwrap();
    symlink("round", path("round")).unwrap();
    let outputs = ["-o", "ndjson=link.json", "-o", "csv=dangling.csv"];
    let ran = eval(
        &sandbox,
        &[&outputs[..], &["-o", "json=/dev/stdout"]].concat(),
    );
    assert_eq!(ran.code, 1, "{}", ran.transcript());
    assert!(ran.json()["summary"].is_object());
    assert!(sandbox.read("there/old.json").starts_with("{\"decision\":"));
    assert!(sandbox.read("there/new.csv").contains("AZ-STORAGE-001"));
    assert!(path("link.json").is_symlink() && path("dangling.csv").is_symlink());
    let mode = path("there/old.json")
        .metadata()
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(path("there").read_dir().unwrap().count(), 2);
    // One file by two names, and none at all.
    let twice = [
        "-o",
        "json=link.json",
        "-o",
        "ndjson=there/../there/old.json",
    ];
    for (outputs, wrong) in [
        (
            &twice[..],
            "two reports can't both go to `there/../there/old.json`",
        ),
        (&["-o", "json=round"], "`round` can't be written"),
        (&["-o", "json=there"], "`there` can't be written"),
        (
            &["-o", "json=dangling.csv/x"],
            "`dangling.csv/x` can't be written",
        ),
    ] {
        let ran = eval(&sandbox, outputs);
        assert_eq!(ran.code, 2, "{}", ran.transcript());
        assert!(ran.stderr.contains(wrong), "{}", ran.stderr);
        assert!(ran.stderr.contains("help: "), "{}", ran.stderr);
    }
}

/// A disk that is full is a problem, and what was there is still there.
#[cfg(unix)]
#[test]
fn a_full_disk_takes_no_old_report_along() {
    let sandbox = sandbox().file("old.json", "what was decided last time");
    let ran = sandbox.on_a_small_disk(&[
        "eval",
        "in ventory.json",
        "-o",
        "json=old.json",
        "-o",
        "pretty",
        "--now",
        "2026-11-21",
    ]);
    assert_eq!(ran.code, 2, "{}", ran.transcript());
    assert!(
        ran.stderr.contains("`old.json` can't be written"),
        "{}",
        ran.stderr
    );
    assert!(ran.stdout.contains(" denied"), "{}", ran.stdout);
    assert_eq!(sandbox.read("old.json"), "what was decided last time");
    assert_eq!(sandbox.path().read_dir().unwrap().count(), 3);
}

/// Nothing can be made there, not even by root.
#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_may_not_be_written_to_is_said() {
    let ran = eval(&sandbox(), &["-o", "json=/sys/decisions.json"]);
    assert_eq!(ran.code, 2, "{}", ran.transcript());
    assert!(
        ran.stderr
            .contains("`/sys/decisions.json` can't be written"),
        "{}",
        ran.stderr
    );
    assert!(ran.stdout.is_empty());
}
