//! `onus eval --source`: findings of a Terraform plan name the file that says so.

use serde_json::Value as Json;

use crate::sandbox::{Sandbox, text};
use crate::support::root;

/// The example plan beside the files that it was made of.
fn sandbox() -> Sandbox {
    let folder = root().join("inputs/terraform-plan/contoso-branch");
    let mut sandbox = Sandbox::new();
    for file in ["plan.json", "main.tf", "modules/storage/main.tf"] {
        let content = std::fs::read(folder.join(file)).expect("the example can be read");
        sandbox = sandbox.file(file, content);
    }
    sandbox
}

/// The first finding of a control's decision.
fn finding(decisions: &[Json], control: &str) -> Json {
    let decision = decisions
        .iter()
        .find(|decision| text(decision, "/control/id") == control)
        .unwrap_or_else(|| panic!("{control} decides nothing"));
    decision.pointer("/findings/0").expect("it denies").clone()
}

#[test]
fn findings_name_the_file_that_says_so() {
    let sandbox = sandbox();
    let (code, decisions) = sandbox.decide(&["plan.json", "--source", "."]);
    assert_eq!(code, 1);
    let finding = finding(&decisions, "AZ-STORAGE-001");
    assert_eq!(
        finding.get("written_at"),
        Some(&serde_json::json!({"file": "modules/storage/main.tf", "line": 26, "column": 3}))
    );
    let (_, without) = sandbox.decide(&["plan.json"]);
    assert_eq!(without.len(), decisions.len());
    assert!(
        !without
            .iter()
            .any(|decision| decision.to_string().contains("written_at"))
    );
    // Whatever else is denied of the plan's resources has a place too.
    for decision in &decisions {
        for finding in decision
            .pointer("/findings")
            .and_then(Json::as_array)
            .unwrap()
        {
            assert!(finding.get("written_at").is_some(), "{decision:#}");
        }
    }
}

#[test]
fn people_see_the_place_under_the_frame() {
    let arguments = ["plan.json", "--source", ".", "--select", "AZ-STORAGE-001"];
    insta::assert_snapshot!(sandbox().eval(&arguments).transcript());
}

#[test]
fn a_source_that_cannot_be_read_keeps_nothing_from_being_decided() {
    let select = ["plan.json", "--select", "AZ-STORAGE-001", "--source"];
    let with = |sandbox: &Sandbox, folder: &str| {
        let ran = sandbox.eval(&[&select[..], &[folder]].concat());
        assert!(ran.stdout.contains("1 denied"), "{}", ran.transcript());
        ran
    };
    let sandbox = sandbox();
    let gone = with(&sandbox, "gone");
    assert_eq!(gone.code, 2);
    assert!(
        gone.stderr.contains("`gone` can't be read"),
        "{}",
        gone.stderr
    );
    let sandbox = sandbox.file("bad.tf", "resource \"a\" {\n  b = \n}\n");
    let bad = with(&sandbox, ".");
    assert_eq!(bad.code, 1);
    assert!(bad.stderr.contains("bad.tf:2"), "{}", bad.stderr);
    assert!(
        bad.stdout
            .contains("written at modules/storage/main.tf:26:3")
    );
}
