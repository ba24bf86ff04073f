//! A user's policies speak instead of the embedded catalogue only where `onus.toml`
//! allows the file by name, and whatever fails in them is an error.

use serde_json::Value as Json;

use crate::sandbox::{Sandbox, account, export, lines, machine, record};

const TYPES: &str = r#"# METADATA
# title: Types
# custom:
#   kind: types
package acme.types

table["microsoft.storage/storageaccounts"] := {"model": "saas", "confidence": "stated"}
"#;

const HTTPS: [&str; 3] = ["inventory.json", "--select", "AZ-STORAGE-001"];

fn estate() -> Sandbox {
    Sandbox::with("inventory.json", export(&[account("sta", None, false)]))
}

/// A boundary package; `custom` are more of its keys, `body` its rules.
fn boundary(custom: &str, kinds: &str, body: &str) -> String {
    format!(
        "# METADATA\n# title: B\n# custom:\n#   id: ACME-B\n#   kind: boundary\n#   resources: [{kinds}]\n{custom}package acme.b\n\n{body}\n"
    )
}

/// What a boundary says of a layer.
fn says(layer: &str, name: &str, basis: &str) -> String {
    format!(
        "responsibility[\"{layer}\"] := {{\"performs\": [{{\"party\": {{\"kind\": \"provider\", \"name\": \"{name}\"}}, \"duty\": \"do it\"}}], \"accountable\": {{\"kind\": \"provider\", \"name\": \"{name}\"}}, \"basis\": {basis}}}\n"
    )
}

/// The decisions about the account with a policy, a line each.
fn decided(sandbox: &Sandbox, more: &[&str]) -> (i32, Vec<Json>) {
    let arguments = [&HTTPS[..], &["--policy", "policies"], more].concat();
    sandbox.decide(&arguments)
}

#[test]
fn a_types_table_that_contradicts_the_catalogue_is_refused_until_it_is_allowed() {
    let sandbox = estate().file("policies/acme/types.rego", TYPES);
    let (code, decisions) = decided(&sandbox, &[]);
    assert_eq!(code, 2);
    assert_eq!(
        lines(&decisions),
        ["deny error AZ-STORAGE-001 sta network.controls nobody"]
    );
    let arguments = [&HTTPS[..], &["--policy", "policies"]].concat();
    insta::assert_snapshot!("types_refused", sandbox.eval(&arguments).transcript());

    let sandbox = sandbox.file(
        "onus.toml",
        "may-override = [\"./policies/acme/types.rego\"]\n",
    );
    let (_, decisions) = decided(&sandbox, &[]);
    assert_eq!(decisions[0]["status"], "violated");
    assert_eq!(
        decisions[0]["responsible"]["basis"]["overrides"],
        serde_json::json!([{
            "source": "policies/acme/types.rego",
            "changes": "model",
            "instead_of": "the embedded type table",
            "said": "paas",
        }])
    );
    insta::assert_snapshot!("types_allowed", sandbox.eval(&arguments).transcript());
    let who = sandbox.run(&[
        "who",
        "microsoft.storage/storageaccounts",
        "--policy",
        "policies",
    ]);
    let words: Vec<&str> = who.stdout.split_whitespace().collect();
    assert!(
        words
            .join(" ")
            .contains("by policies/acme/types.rego instead of"),
        "{}",
        who.stdout
    );
    let explained = sandbox.run(&[
        "explain",
        "inventory.json#sta",
        "AZ-STORAGE-001",
        "--policy",
        "policies",
    ]);
    let words: Vec<&str> = explained.stdout.split_whitespace().collect();
    assert!(
        words
            .join(" ")
            .contains("by policies/acme/types.rego instead of the embedded type table"),
        "{}",
        explained.stdout
    );
    let recorded = Sandbox::with("inventory.json", export(&[account("sta", None, false)]))
        .file("policies/acme/types.rego", TYPES)
        .file("onus.toml", "inputs = [\"inventory.json\"]\npolicies = [\"policies\"]\nselect = [\"AZ-STORAGE-001\"]\nmay-override = [\"policies/acme/types.rego\"]\n");
    let ran = recorded.run(&["snapshot"]);
    let text = recorded.read("snapshots/inventory.json.snap");
    assert!(
        text.contains("(by policies/acme/types.rego instead of the embedded type table)"),
        "{text} {}",
        ran.stderr
    );
}

#[test]
fn names_in_may_override_are_checked() {
    let sandbox = estate()
        .file("policies/acme/types.rego", TYPES)
        .file("onus.toml", "may-override = [\"policies/acme/*.rego\"]\n");
    let arguments = [&HTTPS[..], &["--policy", "policies", "-q"]].concat();
    let ran = sandbox.eval(&arguments);
    assert_eq!(ran.code, 2);
    insta::assert_snapshot!(ran.messages());
}

#[test]
fn types_that_the_catalogue_does_not_know_or_knows_alike_are_no_override() {
    let table = TYPES.replace("saas", "paas")
        + "\ntable[\"acme/thing\"] := {\"model\": \"saas\", \"confidence\": \"stated\"}\n";
    let sandbox = estate().file("policies/types.rego", table);
    let (code, decisions) = decided(&sandbox, &[]);
    assert_eq!(code, 1);
    assert_eq!(decisions[0]["status"], "violated");
}

#[test]
fn a_broken_types_table_leaves_nothing_to_be_believed() {
    let inventory = |kind: &str| {
        format!(
            "{{\"id\": \"x/y\", \"type\": \"{kind}\", \"provider\": \"azure\", \"model\": \"saas\", \"properties\": {{}}}}\n"
        )
    };
    let control = crate::sandbox::control(
        "acme.c",
        "ACME-1",
        "[\"acme/*\"]",
        "deny contains \"x\" if input.properties.x",
    );
    for table in [
        "table := {\"acme/thing\": {\"model\": \"paas\", \"confidence\": \"stated\"}} if to_number(\"x\") == 1",
        "table := {\"acme/thing\": {\"model\": \"pass\", \"confidence\": \"stated\"}}",
        "table := [\"acme/thing\"]",
        "table := {\"acme/thing\": {\"model\": \"paas\", \"confidence\": \"stated\"}, \"Acme/Thing\": {\"model\": \"saas\", \"confidence\": \"stated\"}}",
    ] {
        let types = format!(
            "# METADATA\n# title: T\n# custom:\n#   kind: types\npackage acme.types\n\n{table}\n"
        );
        let sandbox = Sandbox::with("inventory.ndjson", inventory("acme/thing"))
            .file("policies/types.rego", types)
            .file("policies/control.rego", &control);
        let (_, decisions) = sandbox.decide(&[
            "inventory.ndjson",
            "--policy",
            "policies",
            "--select",
            "ACME-1",
        ]);
        assert_eq!(
            lines(&decisions),
            ["deny error ACME-1 y data nobody"],
            "{table}"
        );
    }
}

/// Types of which the catalogue says the same: each of a table's rows gets one.
const KINDS: [&str; 5] = [
    "Microsoft.Storage/storageAccounts",
    "Microsoft.KeyVault/vaults",
    "Microsoft.Sql/servers",
    "Microsoft.ServiceBus/namespaces",
    "Microsoft.EventHub/namespaces",
];

/// What a layer of each resource says, for boundary policies that are about one each.
fn layers_of(bodies: &[(&str, String)], config: &str) -> Vec<Json> {
    let records: Vec<Json> = KINDS
        .iter()
        .map(|kind| record(kind, "one", None, &serde_json::json!({})))
        .collect();
    let mut sandbox = Sandbox::with("inventory.json", export(&records)).file("onus.toml", config);
    for (number, (custom, body)) in bodies.iter().enumerate() {
        let policy = boundary(custom, KINDS[number], body)
            .replace("id: ACME-B", &format!("id: ACME-B{number}"))
            .replace("package acme.b", &format!("package acme.b{number}"));
        sandbox = sandbox.file(&format!("policies/b{number}.rego"), policy);
    }
    let ran = sandbox.run(&[
        "who",
        "inventory.json",
        "--policy",
        "policies",
        "-o",
        "json",
    ]);
    let all = ran.json();
    let all = all.as_array().unwrap();
    all[..bodies.len()]
        .iter()
        .map(|one| one["layers"].clone())
        .collect()
}

#[test]
fn a_failing_model_is_an_error_for_every_layer() {
    let nothing = "responsibility := {}\n";
    let rows = [
        (
            "model := \"onprem\" if to_number(input.location) > 3",
            "rule `model`: ",
        ),
        ("model := 3", "a number is not a string"),
        ("model := {\"paas\"}", "a list or a set is not a string"),
        ("model := \"pass\"", "pass"),
        ("model := \"saas\"", "takes this type for saas"),
    ];
    let bodies = rows.map(|(model, _)| ("", format!("{model}\n\n{nothing}")));
    for ((model, reason), layers) in rows.iter().zip(layers_of(&bodies, "")) {
        let layers = layers.as_object().unwrap();
        assert!(layers.len() > 10);
        for (layer, answer) in layers {
            let why = answer["reason"].as_str().unwrap_or_default();
            assert!(
                why.starts_with("error: ACME-B") && why.contains(reason),
                "{model} {layer}: {answer}"
            );
        }
    }
}

#[test]
fn a_failing_model_is_an_error_of_the_decision() {
    let sandbox = estate().file(
        "policies/b.rego",
        boundary(
            "",
            "microsoft.storage/storageaccounts",
            "model := \"onprem\" if to_number(input.location) > 3\n\nresponsibility := {}\n",
        ),
    );
    let arguments = [&HTTPS[..], &["--policy", "policies", "-q"]].concat();
    insta::assert_snapshot!("model_fails", sandbox.eval(&arguments).messages());
}

#[test]
fn a_responsibility_of_another_shape_is_an_error() {
    let bodies = [
        "responsibility := \"nobody\"",
        "responsibility := [\"data\"]",
        "responsibility contains \"data\"",
        "responsibility[\"nowhere\"] := {}",
        "responsibility[\"network.controls\"] := {}",
    ]
    .map(|body| ("", body.to_owned()));
    for ((_, body), layers) in bodies.iter().zip(layers_of(&bodies, "")) {
        let why = layers["network.controls"]["reason"].to_string();
        assert!(why.contains("error: ACME-B"), "{body}: {why}");
    }
}

#[test]
fn a_service_boundary_of_the_users_does_not_outrank_the_matrix() {
    let body = says(
        "network.controls",
        "Microsoft",
        "{\"edition\": \"acme-2026\"}",
    );
    let sandbox = estate().file(
        "policies/b.rego",
        boundary(
            "#   tier: service\n",
            "microsoft.storage/storageaccounts",
            &body,
        ),
    );
    let arguments = [&HTTPS[..], &["--policy", "policies"]].concat();
    insta::assert_snapshot!("layer_refused", sandbox.eval(&arguments).transcript());
    let (_, decisions) = decided(&sandbox, &[]);
    assert_eq!(decisions[0]["status"], "error");
    let sandbox = sandbox.file("onus.toml", "may-override = [\"policies/b.rego\"]\n");
    insta::assert_snapshot!("layer_allowed", sandbox.eval(&arguments).transcript());
    let (_, decisions) = decided(&sandbox, &[]);
    assert_eq!(
        decisions[0]["responsible"]["accountable"]["name"],
        "Microsoft"
    );
    let overrides = &decisions[0]["responsible"]["basis"]["overrides"][0];
    assert_eq!(overrides["changes"], "responsibility");
    assert_eq!(overrides["instead_of"], "msft-2026");
}

#[test]
fn a_boundary_cites_no_edition_but_its_own() {
    let bodies = [
        ("", "msft-2026"),
        ("", "MSFT 2026"),
        ("#   tier: service\n", "msft\u{2011}2019"),
    ]
    .map(|(tier, edition)| {
        let basis = format!("{{\"edition\": \"{edition}\"}}");
        (tier, says("network.controls", "Microsoft", &basis))
    });
    for layers in layers_of(&bodies, "") {
        let why = layers["network.controls"]["reason"].to_string();
        assert!(why.contains("not its own edition"), "{why}");
    }
    let allowed =
        "may-override = [\"policies/b0.rego\", \"policies/b1.rego\", \"policies/b2.rego\"]\n";
    for layers in layers_of(&bodies, allowed) {
        let overrides = layers["network.controls"]["basis"]["overrides"].to_string();
        assert!(overrides.contains("citation"), "{layers}");
    }
    // A document that the catalogue's own boundary cites for the same resource.
    let body = says(
        "os.guest",
        "Microsoft",
        "{\"edition\": \"azure-guest-patching-2021\"}",
    );
    let sandbox = Sandbox::with("inventory.json", export(&[machine("vm", None)])).file(
        "policies/b.rego",
        boundary("", "microsoft.compute/virtualmachines", &body),
    );
    let (_, decisions) = sandbox.decide(&[
        "inventory.json",
        "--policy",
        "policies",
        "--select",
        "AZ-VM-003",
    ]);
    assert_eq!(decisions[0]["status"], "error");
}

#[test]
fn an_agreement_of_the_organisation_needs_no_line() {
    let body = says(
        "network.controls",
        "Fabrikam",
        "{\"edition\": \"contract-2026\"}",
    );
    let sandbox = estate().file(
        "policies/b.rego",
        boundary("", "microsoft.storage/storageaccounts", &body),
    );
    let (_, decisions) = decided(&sandbox, &[]);
    assert_eq!(decisions[0]["status"], "violated");
    let basis = &decisions[0]["responsible"]["basis"];
    assert_eq!(basis["edition"], "contract-2026");
}

fn edition(published: &str) -> String {
    let custom = format!(
        "#   tier: edition\n#   edition: {{id: acme-2026, providers: [azure], published: {published}}}\n"
    );
    let body = says(
        "network.controls",
        "Microsoft",
        "{\"edition\": \"acme-2026\"}",
    );
    boundary(&custom, "\"*\"", &body)
}

#[test]
fn a_newer_edition_of_the_users_speaks_only_when_it_is_chosen() {
    let sandbox = estate().file("policies/b.rego", edition("2099-01"));
    let arguments = [&HTTPS[..], &["--policy", "policies", "-q"]].concat();
    insta::assert_snapshot!("edition_passed_over", sandbox.eval(&arguments).messages());
    let cites = |sandbox: &Sandbox, more: &[&str]| {
        let (_, decisions) = decided(sandbox, more);
        let basis = decisions[0]["responsible"]["basis"].clone();
        (basis["edition"].to_string(), basis["overrides"].to_string())
    };
    assert_eq!(
        cites(&sandbox, &[]),
        ("\"msft-2026\"".to_owned(), "null".to_owned())
    );
    let chosen = cites(&sandbox, &["--edition", "azure=ACME-2026"]);
    assert_eq!(chosen.0, "\"acme-2026\"");
    assert!(
        chosen.1.contains("\"instead_of\":\"msft-2026\""),
        "{}",
        chosen.1
    );
    let sandbox = sandbox.file("onus.toml", "may-override = [\"policies/b.rego\"]\n");
    assert_eq!(cites(&sandbox, &[]), chosen);
}

#[test]
fn an_edition_that_does_not_exist_leaves_nobody_responsible() {
    let sandbox = estate().file("onus.toml", "[editions]\nazure = \"msft-2062\"\n");
    let (code, decisions) = sandbox.decide(&HTTPS);
    assert_eq!(code, 2);
    assert_eq!(
        lines(&decisions),
        ["deny error AZ-STORAGE-001 sta network.controls nobody"]
    );
}

#[test]
fn what_reads_an_unknown_service_model_is_unknown() {
    let kinds = "acme/thing";
    let body = format!(
        "model := \"iaas\" if input.properties.mode == \"own\"\n\n{}",
        says("data", "Acme", "{}")
            .replace(" := ", " := x if {\n\tinput.model != \"iaas\"\n\tx := ")
            .trim_end()
            .to_owned()
            + "\n}"
    );
    let control = crate::sandbox::control(
        "acme.c",
        "ACME-1",
        "[acme/thing]",
        "deny contains \"x\" if input.model == \"iaas\"",
    );
    let sandbox = Sandbox::with(
        "inventory.ndjson",
        "{\"id\": \"x/y\", \"type\": \"acme/thing\", \"provider\": \"acme\", \"model\": \"paas\", \"properties\": {}, \"unknown\": [\"/properties/mode\"]}\n",
    )
    .file("policies/b.rego", boundary("#   tier: service\n", kinds, &body))
    .file("policies/c.rego", control);
    let (_, decisions) =
        sandbox.decide(&["inventory.ndjson", "--no-builtin", "--policy", "policies"]);
    assert_eq!(lines(&decisions), ["deny unknown ACME-1 y data nobody"]);
    let findings = decisions[0]["findings"].to_string();
    assert!(
        findings.contains("the service model depends on"),
        "{findings}"
    );
}
