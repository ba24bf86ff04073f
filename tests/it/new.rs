//! `onus new`: the beginning of a control, ready to run.

use serde_json::json;

use crate::sandbox::{Ran, Sandbox, export, record, shop, text};

fn new(sandbox: &Sandbox, arguments: &[&str]) -> Ran {
    sandbox.run(&[&["new", "--layer", "data"], arguments].concat())
}

/// What the new control says of an inventory.
fn decided(sandbox: &Sandbox, inventory: &str, id: &str) -> Vec<String> {
    let arguments = [inventory, "--policy", "policies", "--select", id];
    let (_, decisions) = sandbox.decide(&arguments);
    decisions
        .iter()
        .map(|decision| text(decision, "/decision"))
        .collect()
}

fn vault(name: &str, purge: bool) -> serde_json::Value {
    let properties = json!({
        "tenantId": "t",
        "enablePurgeProtection": purge,
        "clientSecret": "hunter2",
        "networkAcls": {"defaultAction": "Deny", "default": 1},
    });
    record(
        "microsoft.keyvault/vaults",
        name,
        Some("payments"),
        &properties,
    )
}

#[test]
fn a_control_begins_with_a_resource() {
    let inventory = export(&[vault("kv-good", true), vault("kv-bad", false)]);
    let sandbox = Sandbox::with("inventory.json", inventory);
    let ran = new(&sandbox, &["acme-keys", "--from", "inventory.json#KV-GOOD"]);
    assert_eq!(ran.code, 0, "{}", ran.messages());
    insta::assert_snapshot!(ran.transcript());
    for file in [
        "policies/acme/keys_001.rego",
        "policies/acme/keys_001_test.rego",
        "inputs/acme/keys_001.json",
    ] {
        insta::assert_snapshot!(file.replace(['/', '.'], "_"), sandbox.read(file));
    }
    assert_eq!(decided(&sandbox, "inputs", "ACME-KEYS-001"), ["allow"]);
    assert_eq!(
        decided(&sandbox, "inventory.json", "ACME-KEYS-001"),
        ["allow", "deny"]
    );
    // The next one has the next number, and what is asked for is where it is said.
    let next = ["acme-keys", "--type", "Microsoft.KeyVault/vaults"];
    for (setting, number, kept) in [
        ("networkAcls.default=1", "002", ["allow", "allow"]),
        ("networkAcls.defaultAction=Allow", "003", ["deny", "deny"]),
        ("enablePurgeProtection=false", "004", ["deny", "allow"]),
        ("absent.key=x \"y\"", "005", ["deny", "deny"]),
    ] {
        let ran = new(&sandbox, &[&next[..], &["--setting", setting]].concat());
        assert_eq!(ran.code, 0, "{}", ran.messages());
        let id = format!("ACME-KEYS-{number}");
        assert_eq!(decided(&sandbox, "inventory.json", &id), kept, "{setting}");
    }
    // Without an id, its first word is that of the author's others.
    let ran = new(&sandbox, &["--type", "acme/room"]);
    assert!(
        ran.transcript().contains("ACME-ROOM-001"),
        "{}",
        ran.transcript()
    );
}

#[test]
fn nothing_is_overwritten_and_nothing_written_by_halves() {
    let sandbox = Sandbox::with("policies/acme/keys_001_test.rego", "mine");
    let ran = new(&sandbox, &["ACME-KEYS-001", "--type", "a/b"]);
    assert_eq!(ran.code, 2);
    insta::assert_snapshot!(ran.messages());
    assert_eq!(sandbox.read("policies/acme/keys_001_test.rego"), "mine");
    assert!(!sandbox.path().join("policies/acme/keys_001.rego").exists());
}

#[test]
fn what_can_not_be_begun_is_said() {
    let twice = [
        vault("kv", true),
        record("microsoft.web/sites", "kv", None, &json!({})),
    ];
    let sandbox = Sandbox::with("shop.json", shop()).file("twice.json", export(&twice));
    let mut said = String::new();
    for arguments in [
        &["AZ-KEYS", "--type", "a/b"][..],
        &["../keys", "--type", "a/b"],
        &["ACME-KEYS"],
        &["ACME-KEYS", "--from", "shop.json"],
        &["ACME-KEYS", "--from", "shop.json#stpaymentsprd"],
        &["ACME-KEYS", "--from", "twice.json#kv"],
        &["ACME-KEYS", "--from", "none.json#kv"],
        &["ACME-KEYS", "--type", "a/b", "--setting", "tls"],
    ] {
        let ran = new(&sandbox, arguments);
        assert_eq!(ran.code, 2, "{arguments:?}");
        said.push_str(&format!("{arguments:?}\n{}\n", ran.messages()));
    }
    insta::assert_snapshot!(said);
    assert!(!sandbox.path().join("policies").exists());
}
