//! `onus diff` against a folder.

use crate::diff::{changes, diff};
use crate::sandbox::{Sandbox, account, export};
use crate::snapshot::estate;

/// A control of ours, a boundary that contradicts the catalogue, and two sides that are the
/// same but for what their `onus.toml` says.
#[test]
fn a_folder_is_evaluated_with_its_own_configuration() {
    let types = "# METADATA\n# title: T\n# custom:\n#   kind: types\npackage acme.types\n\ntable[\"microsoft.storage/storageaccounts\"] := {\"model\": \"saas\", \"confidence\": \"stated\"}\n";
    let account = export(&[account("stshop", Some("shop"), true)]);
    let allowed = "policies = [\"policies\"]\nmay-override = [\"policies/types.rego\"]\n";
    let sandbox = Sandbox::with("estate.json", &account)
        .file("policies/types.rego", types)
        .file("old/policies/types.rego", types)
        .file("onus.toml", allowed);
    let arguments = [
        "estate.json",
        "--select",
        "AZ-STORAGE-001",
        "--base",
        "old",
        "-o",
        "json",
    ];
    // What this side may override, the other one may not.
    let ran = diff(&sandbox, &arguments);
    assert_eq!(ran.code, 2, "{}", ran.transcript());
    assert!(ran.stderr.contains("old"), "{}", ran.stderr);
    insta::assert_snapshot!(ran.stderr);
    // Its own file counts, and names its own files.
    let sandbox = sandbox.file("old/onus.toml", allowed);
    // A decision names the file that overrides, so that it differs in this alone.
    let own = diff(&sandbox, &arguments);
    let both = format!("{}{}", own.stdout, own.stderr);
    assert_eq!(own.code, 1, "{both}");
    assert_eq!(changes(&own).len(), 1, "{both}");
    assert!(!both.contains("error"), "{both}");
    // The other way around.
    let sandbox = sandbox.file("onus.toml", "policies = [\"policies\"]\n");
    assert_eq!(diff(&sandbox, &arguments).code, 2);
    // Of a file, the folder that it is in.
    let sandbox = sandbox.file("onus.toml", allowed).file(
        "old/policies/onus.toml",
        "may-override = [\"types.rego\"]\n",
    );
    let file = diff(
        &sandbox,
        &[
            "estate.json",
            "--select",
            "AZ-STORAGE-001",
            "--base",
            "old/policies/types.rego",
        ],
    );
    assert_eq!(file.code, 1, "{}", file.transcript());
}

#[test]
fn owners_parameters_and_selections_are_each_sides_own() {
    let sandbox = estate();
    let policy = sandbox.read("policies/name.rego");
    let who = sandbox.read("policies/who.rego");
    let sandbox = sandbox
        .file("old/name.rego", policy)
        .file("old/who.rego", who)
        .file(
            "old/onus.toml",
            "builtin = false\n[owners]\ntags = [\"nobody-has-this\"]\n[[owners.rules]]\nowner = \"all\"\n",
        );
    let ran = diff(&sandbox, &["--base", "old", "-o", "json"]);
    let all = changes(&ran);
    assert_eq!(all.len(), 3, "{}", ran.transcript());
    assert!(
        all.iter()
            .all(|change| change.starts_with("changes_party ")),
        "{all:?}"
    );
}
