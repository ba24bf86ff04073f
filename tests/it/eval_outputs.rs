//! What `onus eval` prints, where, and how much of it.

use std::io::Write as _;

use serde_json::{Value as Json, json};

use crate::eval::{HTTPS, sandbox};
use crate::sandbox::{Sandbox, account, export, record, text};

#[test]
fn quiet_and_verbose_say_less_and_more() {
    let sandbox = Sandbox::with(
        "inventory.json",
        export(&[
            account("stshop", Some("shop"), false),
            account("stlogs", None, true),
            record(
                "Microsoft.Portal/dashboards",
                "board",
                None,
                &json!({"lenses": []}),
            ),
            record(
                "Contoso.Tills/drawers",
                "drawer",
                None,
                &json!({"open": true}),
            ),
        ]),
    );
    insta::assert_snapshot!(
        "quiet",
        sandbox
            .eval(&["inventory.json", "--select", "AZ-STORAGE-001", "-q"])
            .transcript()
    );
    let verbose = sandbox.eval(&["inventory.json", "--select", "AZ-STORAGE-001", "-v"]);
    insta::with_settings!({filters => vec![
        (r"took [0-9.]+ s", "took [time] s"),
        (r"policy set [0-9a-f]+", "policy set [digest]"),
    ]}, {
        insta::assert_snapshot!("verbose", verbose.transcript());
    });
    let both = sandbox.eval(&["inventory.json", "-q", "-v"]);
    assert_eq!(both.code, 2, "{}", both.transcript());
}

#[test]
fn colours_are_as_wished_and_never_in_files() {
    let sandbox = sandbox();
    let arguments = ["inventory.json", "--select", "AZ-STORAGE-001"];
    let always = sandbox.eval(
        &[
            &arguments[..],
            &[
                "--color",
                "always",
                "-o",
                "pretty",
                "-o",
                "pretty=report.txt",
            ],
        ]
        .concat(),
    );
    let never = sandbox.eval(&[&arguments[..], &["--color", "never"]].concat());
    assert!(always.stdout.contains("\u{1b}[1m"), "{}", always.stdout);
    assert!(!never.stdout.contains('\u{1b}'));
    let plain = String::from_utf8(anstream_strip(&always.stdout)).unwrap();
    assert_eq!(plain, never.stdout, "nothing is lost without colours");
    assert_eq!(sandbox.read("report.txt"), never.stdout);
}

/// Takes control sequences off, as a terminal would.
fn anstream_strip(text: &str) -> Vec<u8> {
    let mut plain = anstream::StripStream::new(Vec::new());
    plain.write_all(text.as_bytes()).unwrap();
    plain.into_inner()
}

#[test]
fn json_has_everything_and_files_hold_the_same() {
    let sandbox = sandbox();
    let ran = sandbox.eval(&[
        "inventory.json",
        "--select",
        "AZ-STORAGE-001",
        "-o",
        "json",
        "-o",
        "json=decisions.json",
        "-o",
        "ndjson=decisions.ndjson",
        "-o",
        "pretty=report.txt",
    ]);
    assert_eq!(ran.code, 1);
    assert_eq!(sandbox.read("decisions.json"), ran.stdout);
    let report = ran.json();
    let keys: Vec<&str> = report
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    for key in [
        "format_version",
        "onus",
        "policy_set",
        "decisions",
        "summary",
        "not_assessed",
        "problems",
    ] {
        assert!(keys.contains(&key), "{key} is not among {keys:?}");
    }
    assert_eq!(text(&report, "/policy_set/digest").len(), 64);
    assert_eq!(text(&report, "/policy_set/editions/azure"), "msft-2026");
    assert_eq!(report["policy_set"]["controls"], 1);
    assert_eq!(report["summary"]["resources"], 3);
    assert_eq!(report["summary"]["denied"], 1);
    assert_eq!(
        report["not_assessed"]["types"]["microsoft.compute/virtualmachines"],
        1
    );
    let lines: Vec<Json> = sandbox
        .read("decisions.ndjson")
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(Json::Array(lines), report["decisions"]);
    insta::assert_snapshot!(serde_json::to_string_pretty(&report["decisions"][0]).unwrap());
}

#[test]
fn outputs_that_can_not_be_are_refused() {
    let sandbox = sandbox();
    for (name, arguments) in [
        (
            "two_on_standard_output",
            &["-o", "json", "-o", "pretty"][..],
        ),
        ("unknown_format", &["-o", "jsonl"]),
        ("unwritable_file", &["-o", "json=no/such/folder.json"]),
        ("two_in_one_file", &["-o", "json=a", "-o", "ndjson=a"]),
    ] {
        let ran = sandbox.eval(&[&HTTPS[..], arguments].concat());
        assert_eq!(ran.code, 2);
        insta::assert_snapshot!(name, ran.transcript());
    }
}

#[test]
fn files_are_kept_when_the_run_can_not_start() {
    let sandbox = sandbox().file("old.json", "what was decided last time, and more than that");
    for wrong in [
        &["-o", "json=no/such/folder.json"][..],
        &["--waivers", "no-such.toml"],
        &["--now", "soon"],
    ] {
        let ran = sandbox.eval(&[&HTTPS[..], &["-o", "ndjson=old.json"], wrong].concat());
        assert_eq!(ran.code, 2, "{}", ran.transcript());
        assert!(ran.stdout.is_empty(), "{}", ran.stdout);
        assert!(sandbox.read("old.json").starts_with("what was"));
    }
    let ran = sandbox.eval(&[&HTTPS[..], &["-o", "ndjson=old.json", "-o", "json"]].concat());
    assert_eq!(ran.code, 1, "{}", ran.transcript());
    assert!(sandbox.read("old.json").starts_with("{\"decision\":"));
    assert!(!sandbox.read("old.json").contains("last time"));
}

/// Where the disk is full for one report, the others are still written.
#[cfg(target_os = "linux")]
#[test]
fn an_output_that_breaks_takes_no_other_one_along() {
    let sandbox = sandbox();
    let broken = ["-o", "json=/dev/full"];
    let ran = sandbox.eval(&[&HTTPS[..], &broken, &["-o", "pretty"]].concat());
    assert_eq!(ran.code, 2);
    assert!(ran.stdout.contains("1 denied"), "{}", ran.transcript());
    assert!(ran.stderr.contains("`/dev/full` can't be written"));
    let ran = sandbox.eval(&[&HTTPS[..], &broken].concat());
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("`/dev/full` can't be written"));
}
