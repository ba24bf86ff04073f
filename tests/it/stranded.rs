//! Tests of policies that can't be loaded: one thing is wrong, and one is said.

use crate::sandbox::{Ran, Sandbox, text};

const LIMIT: &str = "package acme.limit\n\nlimit := 3\n";
const POLICY: &str =
    "package acme.size\n\nimport data.acme.limit\n\nlarge if input.size > limit.limit\n";
const TEST: &str = "package acme.size_test\n\nimport data.acme.size\n\ntest_large if size.large with input as {\"size\": 4}\n\ntodo_test_small if size.large == false\n";
const OTHER: &str = "package acme.other_test\n\ntest_other if 1 + 1 == 2\n";

fn sandbox(limit: &str, policy: &str, test: &str) -> Sandbox {
    Sandbox::with("policies/limit.rego", limit)
        .file("policies/size.rego", policy)
        .file("policies/size_test.rego", test)
        .file("policies/other_test.rego", OTHER)
}

/// The messages of loading, and of the tests that were not run.
fn said(ran: &Ran) -> (Vec<String>, Vec<String>) {
    let report = ran.json();
    let problems = report["problems"].as_array().unwrap();
    let results = report["results"].as_array().unwrap();
    (
        problems.iter().map(|p| text(p, "/message")).collect(),
        results
            .iter()
            .filter(|result| text(result, "/outcome") == "error")
            .map(|result| text(result, "/error/message"))
            .collect(),
    )
}

#[test]
fn only_what_is_wrong_with_the_policy_is_told() {
    let sandbox = sandbox(
        LIMIT,
        &POLICY.replace("input.size >", "input.size > >"),
        TEST,
    );
    let ran = sandbox.run(&["test"]);
    assert_eq!(ran.code, 2);
    let (report, _) = ran.stdout.rsplit_once(", in ").unwrap();
    insta::assert_snapshot!(format!("{report}\n\n{}", ran.stderr));
}

#[test]
fn what_leans_on_what_leans_on_a_lost_file_is_lost_with_it() {
    let reserved = |text: &str| text.replace("acme.limit", "onus.limit");
    for (broken, policy) in [
        (LIMIT.replace(":= 3", ":= :="), POLICY.to_owned()),
        (
            LIMIT.replace(":= 3", ":= nothing.here(3)"),
            POLICY.to_owned(),
        ),
        (
            format!("# METADATA\n# custom: {{id: [}}\n{LIMIT}"),
            POLICY.to_owned(),
        ),
        (reserved(LIMIT), reserved(POLICY)),
    ] {
        let ran = sandbox(&broken, &policy, TEST).run(&["test", "-o", "json"]);
        let (problems, errors) = said(&ran);
        assert_eq!(problems.len(), 1, "{}", ran.transcript());
        assert_eq!(
            errors,
            ["`test_large` can't be run: its policy `policies/limit.rego` can't be loaded"]
        );
        assert_eq!(ran.json()["summary"]["passed"], 1);
        assert_eq!(ran.json()["summary"]["skipped"], 1);
    }
}

#[test]
fn a_name_that_is_wrong_in_the_test_itself_is_told() {
    let ran = sandbox(LIMIT, POLICY, &TEST.replacen("size.large", "size.larg", 1))
        .run(&["test", "-o", "json"]);
    let (problems, errors) = said(&ran);
    assert_eq!(problems.len(), 1);
    assert!(problems[0].contains("size.larg"), "{problems:?}");
    assert!(errors.is_empty());
}

#[test]
fn tests_in_the_package_that_they_test_are_stranded_too() {
    let test = "package acme.size\n\ntest_large if large with input as {\"size\": 4}\n";
    let ran = sandbox(
        LIMIT,
        &POLICY.replace("input.size >", "input.size > >"),
        test,
    )
    .run(&["test", "-o", "json"]);
    let (problems, errors) = said(&ran);
    assert_eq!(problems.len(), 1, "{}", ran.transcript());
    assert_eq!(
        errors,
        ["`test_large` can't be run: its policy `policies/size.rego` can't be loaded"]
    );
}

#[test]
fn filters_hold_for_stranded_tests() {
    let sandbox = sandbox(
        LIMIT,
        &POLICY.replace("input.size >", "input.size > >"),
        TEST,
    );
    let ran = sandbox.run(&["test", "-o", "json", "--filter", "other"]);
    let report = ran.json();
    assert_eq!(report["summary"]["left_out"], 2);
    assert_eq!(report["summary"]["errors"], 0);
}
