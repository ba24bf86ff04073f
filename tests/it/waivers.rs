//! Waivers in `onus eval`.

use serde_json::{Value as Json, json};

use crate::sandbox::{Sandbox, account, export};

const WAIVERS: &str = r#"[[waivers]]
control = "AZ-STORAGE-001"
resource = "stshop"
reason = "the till firmware can't do TLS before the summer"
approved_by = "security board"
expires = 2027-06-30

[[waivers]]
control = "AZ-STORAGE-001"
resource = "**/storageaccounts/stold"
reason = "migration"
approved_by = "security board"
expires = "2026-11-20"

[[waivers]]
control = "AZ-STORAGE-001"
resource = "stlogs"
reason = "it was open once"
approved_by = "security board"
expires = 2027-01-31

[[waivers]]
control = "AZ-STORAGE-001"
resource = "stgone"
reason = "it was there once"
approved_by = "security board"
expires = 2027-01-31

[[waivers]]
control = "AZ-STORAGE-999"
resource = "stshop"
reason = "no such control"
approved_by = "security board"
expires = 2027-01-31
"#;

#[test]
fn waivers_accept_denials_and_are_reported_when_they_do_nothing() {
    let inventory = export(&[
        account("stshop", Some("shop"), false),
        account("stold", Some("shop"), false),
        account("stlogs", None, true),
    ]);
    let sandbox = Sandbox::with("inventory.json", inventory).file("waivers.toml", WAIVERS);
    let ran = sandbox.eval(&[
        "inventory.json",
        "--select",
        "AZ-STORAGE-001",
        "--waivers",
        "waivers.toml",
    ]);
    insta::assert_snapshot!(ran.transcript());
    let (code, decisions) = sandbox.decide(&[
        "inventory.json",
        "--select",
        "AZ-STORAGE-001",
        "--waivers",
        "waivers.toml",
    ]);
    assert_eq!(code, 1);
    assert_eq!(
        decisions[0]["decision"], "deny",
        "a waiver never changes the decision"
    );
    assert_eq!(
        decisions[0]["waiver"],
        json!({
            "reason": "the till firmware can't do TLS before the summer",
            "approved_by": "security board",
            "expires": "2027-06-30",
        })
    );
    assert_eq!(decisions[1]["waiver"], Json::Null);
}

#[test]
fn a_waived_denial_does_not_fail_the_run_until_its_last_day_is_over() {
    let sandbox = Sandbox::with("inventory.json", export(&[account("stshop", None, false)]))
        .file("onus.toml", WAIVERS.split("\n\n").next().unwrap());
    let on = |day: &str, more: &[&str]| {
        let mut arguments = vec![
            "eval",
            "inventory.json",
            "-q",
            "--select",
            "AZ-STORAGE-001",
            "--now",
            day,
        ];
        arguments.extend(more);
        sandbox.run(&arguments).code
    };
    assert_eq!(on("2027-06-30T23:59:59Z", &[]), 0);
    assert_eq!(on("2027-07-01", &[]), 1);
    assert_eq!(on("2026-11-21", &["--no-waivers"]), 1);
    insta::assert_snapshot!(
        "no_time",
        sandbox
            .run(&["eval", "inventory.json", "-q", "--now", "tomorrow"])
            .transcript()
    );
    insta::assert_snapshot!(
        "no_waiver_file",
        sandbox
            .eval(&["inventory.json", "-q", "--waivers", "waivers.toml"])
            .transcript()
    );
}
