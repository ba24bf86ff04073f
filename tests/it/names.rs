//! Names and ids decide what is waived and selected, so neither can be spoofed.

use serde_json::{Value as Json, json};

use crate::sandbox::{Sandbox, account, control, export, lines, text};

/// `onus.toml` with a waiver of the control about plain HTTP for resources.
fn waiver(resource: &str) -> String {
    waiver_of("AZ-STORAGE-001", resource)
}

fn waiver_of(control: &str, resource: &str) -> String {
    format!(
        "[[waivers]]\ncontrol = \"{control}\"\nresource = '{resource}'\nreason = \"r\"\napproved_by = \"a\"\nexpires = 2027-01-31\n"
    )
}

/// A storage account of another resource group.
fn in_group(group: &str, name: &str) -> Json {
    let mut account = account(name, None, false);
    let id = text(&account, "/id").replace("rg-shop", group);
    account["id"] = json!(id);
    account
}

/// Which of the accounts are waived, by their ids, with what is printed about it.
fn waived(sandbox: &Sandbox) -> (Vec<String>, String) {
    let arguments = ["inventory.json", "--select", "AZ-STORAGE-001"];
    let (_, decisions) = sandbox.decide(&arguments);
    let waived = decisions
        .iter()
        .filter(|decision| !decision["waiver"].is_null())
        .map(|decision| text(decision, "/resource/id"))
        .collect();
    (waived, sandbox.eval(&arguments).messages())
}

#[test]
fn a_name_that_contradicts_the_id_is_not_waived() {
    let mut spoofed = account("sta", None, false);
    spoofed["name"] = json!("stexport-other");
    let sandbox =
        Sandbox::with("inventory.json", export(&[spoofed])).file("onus.toml", waiver("stexport*"));
    let (waived, messages) = waived(&sandbox);
    assert!(waived.is_empty());
    insta::assert_snapshot!(messages);
    let arguments = ["inventory.json", "--select", "AZ-STORAGE-001"];
    let (code, decisions) = sandbox.decide(&arguments);
    assert_eq!(code, 1);
    assert_eq!(
        lines(&decisions),
        ["deny violated AZ-STORAGE-001 sta network.controls customer"]
    );
    let command = text(&decisions[0], "/remediation/az");
    assert!(!command.contains("stexport"), "{command}");
}

#[test]
fn a_waiver_by_name_finds_the_name_in_the_id() {
    let sandbox = Sandbox::with("inventory.json", export(&[account("sta", None, false)]))
        .file("onus.toml", waiver("STA"));
    let (waived, messages) = waived(&sandbox);
    assert_eq!(waived.len(), 1);
    assert_eq!(messages, "exit code 0\n\n");
}

#[test]
fn a_name_of_several_resources_is_listed() {
    let inventory = export(&[in_group("rg-a", "sta"), in_group("rg-b", "sta")]);
    let sandbox =
        Sandbox::with("inventory.json", inventory.clone()).file("onus.toml", waiver("sta"));
    let (both, messages) = waived(&sandbox);
    assert_eq!(both.len(), 2);
    insta::assert_snapshot!(messages);
    let sandbox = Sandbox::with("inventory.json", inventory)
        .file("onus.toml", waiver("**/resourceGroups/RG-A/**/sta"));
    let (one, messages) = waived(&sandbox);
    assert_eq!(one.len(), 1);
    assert!(one[0].contains("rg-a"), "{one:?}");
    assert!(!messages.contains("matches"), "{messages}");
}

#[test]
fn misnamed_records_are_one_warning_of_the_run() {
    let spoofed = |number: usize| {
        let mut account = account(&format!("st{number}"), None, true);
        account["name"] = json!(format!("other{number}"));
        account
    };
    let records: Vec<Json> = (0..7).map(spoofed).collect();
    let (first, second) = records.split_at(3);
    let sandbox = Sandbox::with("a.json", export(first)).file("b.json", export(second));
    let ran = sandbox.eval(&["a.json", "b.json", "--select", "AZ-STORAGE-001"]);
    insta::assert_snapshot!(ran.messages());
    let pieces = sandbox.eval(&[
        "a.json",
        "b.json",
        "--select",
        "AZ-STORAGE-001",
        "--stream-above",
        "64",
    ]);
    assert_eq!(ran.transcript(), pieces.transcript());
}

#[test]
fn a_terraform_address_is_an_id() {
    let plan = |address: &str, name: &str| {
        json!({"address": address, "mode": "managed", "type": "azurerm_storage_account", "name": name,
            "values": {"name": "stx", "https_traffic_only_enabled": false}})
    };
    let state = json!({"format_version": "1.0", "terraform_version": "1.9.0", "values": {"root_module": {
        "resources": [plan("azurerm_storage_account.logs", "logs")],
        "child_modules": [{"address": "module.app", "resources": [plan("module.app.azurerm_storage_account.logs", "logs")]}],
    }}});
    let run = |pattern: &str| {
        let sandbox =
            Sandbox::with("inventory.json", state.to_string()).file("onus.toml", waiver(pattern));
        let (waived, messages) = waived(&sandbox);
        (waived, messages.contains("matches 2 resources"))
    };
    let root = "azurerm_storage_account.logs".to_owned();
    let inner = "module.app.azurerm_storage_account.logs".to_owned();
    assert_eq!(
        run("azurerm_storage_account.logs"),
        (vec![root.clone()], false)
    );
    assert_eq!(run("module.app.*"), (vec![inner.clone()], false));
    assert_eq!(run("logs"), (vec![root, inner], true));
    assert_eq!(run("stx"), (vec![], false));
}

const OLDER: &str = "deny contains \"x\"";

/// A control with an older id.
fn renamed() -> String {
    control(
        "acme.renamed",
        "ACME-NEW-1",
        "[microsoft.storage/storageaccounts]",
        OLDER,
    )
    .replace("  severity", "  aliases: [ACME-OLD-1]\n#   severity")
}

#[test]
fn older_ids_select_and_waive_in_any_case() {
    let sandbox = Sandbox::with("inventory.json", export(&[account("sta", None, true)]))
        .file("renamed.rego", renamed());
    let arguments = |select: &'static str| {
        [
            "inventory.json",
            "--policy",
            "renamed.rego",
            "--select",
            select,
        ]
    };
    for select in ["acme-old-1", "ACME-OLD-*", "acme-new-1"] {
        assert_eq!(sandbox.controls(&arguments(select)), ["ACME-NEW-1"]);
    }
    let sandbox = sandbox.file("onus.toml", waiver_of("acme-old-*", "sta"));
    let (_, decisions) = sandbox.decide(&arguments("ACME-NEW-1"));
    assert!(!decisions[0]["waiver"].is_null(), "{decisions:?}");
}

#[test]
fn ids_are_unique_whatever_the_case_and_have_a_grammar() {
    let kinds = "[microsoft.storage/storageaccounts]";
    let body = "deny contains \"x\"";
    let with_id = |package: &str, id: &str| control(package, id, kinds, body);
    let edition = "# METADATA\n# title: E\n# custom:\n#   id: ACME-B\n#   kind: boundary\n#   tier: edition\n#   edition: {id: MSFT-2026, providers: [azure], published: 2099-01}\n#   resources: [\"*\"]\npackage acme.edition\n\nresponsibility := {}\n";
    let sandbox = Sandbox::with("inventory.json", export(&[account("sta", None, true)]))
        .file(
            "policies/a_embedded.rego",
            with_id("acme.a", "az-storage-001"),
        )
        .file("policies/b_alias.rego", renamed())
        .file("policies/c_twin.rego", with_id("acme.c", "Acme-Old-1"))
        .file("policies/d_space.rego", with_id("acme.d", "ACME 1"))
        .file(
            "policies/e_glob.rego",
            with_id("acme.e", "ACME-E").replace("id: ACME-E", "id: \"ACME-*\""),
        )
        .file("policies/f_look.rego", with_id("acme.f", "\u{410}CME-1"))
        .file("policies/g_number.rego", with_id("acme.g", "17"))
        .file("policies/h_layer.rego", with_id("acme.h", "os.guest"))
        .file("policies/i_long.rego", with_id("acme.i", &"A".repeat(65)))
        .file("policies/j_edition.rego", edition);
    let arguments = [
        "inventory.json",
        "--policy",
        "policies",
        "--select",
        "ACME-*",
    ];
    let ran = sandbox.eval(&arguments);
    assert_eq!(ran.code, 2);
    insta::assert_snapshot!(ran.messages());
    assert_eq!(sandbox.controls(&arguments), ["ACME-NEW-1"]);
}

#[test]
fn two_records_of_one_id_are_both_decided() {
    let (open, closed) = (account("sta", None, false), account("sta", None, true));
    for records in [[open.clone(), closed.clone()], [closed, open]] {
        let sandbox = Sandbox::with("inventory.json", export(&records));
        let (code, decisions) = sandbox.decide(&["inventory.json", "--select", "AZ-STORAGE-001"]);
        assert_eq!((code, decisions.len()), (1, 2));
    }
}
