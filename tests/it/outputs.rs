//! Outputs of `onus eval` for other programs.

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

#[test]
fn junit() {
    insta::assert_snapshot!(eval(&sandbox(), &["-o", "junit"]).whole());
}

#[test]
fn sarif() {
    let ran = eval(&sandbox(), &["-o", "sarif"]);
    crate::sarif::valid(&ran);
    insta::assert_snapshot!(ran.whole());
}

#[test]
fn gitlab() {
    insta::assert_snapshot!(eval(&sandbox(), &["-o", "gitlab"]).whole());
}

#[test]
fn csv() {
    insta::assert_snapshot!(eval(&sandbox(), &["-o", "csv"]).whole());
}
