//! A user's file that has the path of an embedded one is a file of its own: it never
//! takes the place of the embedded one.

use std::fmt::Write as _;

use crate::sandbox::Sandbox;
use crate::support::{files, root};

const ESTATE: &str = "inputs/azure-resource-graph/contoso.json";

/// The paths of all embedded policies: controls, boundaries, type tables and libraries.
fn embedded() -> Vec<String> {
    files(&root().join("policies"), ".rego")
        .into_iter()
        .map(|path| path.strip_prefix(root()).unwrap().display().to_string())
        .filter(|path| !path.ends_with("_test.rego"))
        .collect()
}

/// A control with an id and a package of its own.
fn control(number: usize) -> String {
    format!(
        "# METADATA\n# title: T\n# custom:\n#   id: ACME-{number}\n#   severity: low\n\
         #   layer: data\n#   resources: [acme/thing]\n#   remediation: {{summary: x}}\n\
         package acme.p{number}\n\ndeny contains \"x\" if input.name == \"never\"\n"
    )
}

#[test]
fn no_embedded_policy_is_replaced_by_a_file_of_its_path() {
    let estate = root().join(ESTATE).display().to_string();
    let paths = embedded();
    assert!(paths.len() > 200, "{} policies", paths.len());
    let mut helpers = Sandbox::new();
    let mut controls = Sandbox::new();
    for (number, path) in paths.iter().enumerate() {
        helpers = helpers.file(path, format!("package acme.p{number}\n\nx := {number}\n"));
        controls = controls.file(path, control(number));
    }
    let (_, alone) = Sandbox::new().decide(&[&estate]);
    assert!(alone.len() > 500);
    for sandbox in [helpers, controls] {
        for how in [
            &["--policy", "policies"][..],
            &["--policy", "policies", "--plain"],
        ] {
            let mut arguments = vec![estate.as_str()];
            arguments.extend(how);
            let (_, beside) = sandbox.decide(&arguments);
            assert!(alone == beside, "{how:?} changes decisions");
        }
    }
}

#[test]
fn explanations_and_boundaries_are_those_of_the_embedded_file() {
    let estate = root().join(ESTATE).display().to_string();
    let mut sandbox = Sandbox::new();
    for (number, path) in embedded().iter().enumerate() {
        sandbox = sandbox.file(path, control(number));
    }
    let mut report = String::new();
    for arguments in [
        &["who", "microsoft.containerservice/managedclusters"][..],
        &["explain", "ESTATE#stretailexport01", "AZ-STORAGE-001"],
    ] {
        let arguments: Vec<String> = arguments
            .iter()
            .map(|argument| argument.replace("ESTATE", &estate))
            .collect();
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let alone = Sandbox::new().run(&arguments);
        let beside = sandbox.run(&[&arguments[..], &["--policy", "policies"]].concat());
        writeln!(report, "{}", alone.stdout).unwrap();
        assert_eq!(alone.stdout, beside.stdout, "{arguments:?}");
    }
    assert!(report.contains("supportsHttpsTrafficOnly"), "{report}");
}

/// `onus check` reads what the user named, and takes no embedded file out for it.
#[test]
fn checks_keep_the_embedded_file_of_the_same_path() {
    let sandbox = Sandbox::with("policies/lib/fact.rego", "package acme.fact\n\nx := 1\n").file(
        "acme/uses.rego",
        "# METADATA\n# title: T\n# custom:\n#   id: ACME-1\n#   severity: low\n#   layer: data\n\
         #   resources: [microsoft.storage/storageaccounts]\n#   remediation: {summary: x}\n\
         package acme.uses\n\nimport data.onus.lib.azure.storage\n\n\
         deny contains \"x\" if storage.https_only.value == false\n",
    );
    let ran = sandbox.run(&["check", "policies", "acme"]);
    assert!(!ran.stdout.contains("unknown-reference"), "{}", ran.stdout);
    assert!(!ran.stdout.contains("reserved-package"), "{}", ran.stdout);
}
