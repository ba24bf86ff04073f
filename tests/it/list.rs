//! `onus list`: what the controls say about themselves.

use crate::sandbox::{Ran, Sandbox, control, text};

fn list(sandbox: &Sandbox, arguments: &[&str]) -> Ran {
    sandbox.run(&[&["list"], arguments].concat())
}

fn ids(sandbox: &Sandbox, arguments: &[&str]) -> Vec<String> {
    let ran = list(sandbox, &[arguments, &["-o", "json"]].concat());
    let controls = ran.json()["controls"].clone();
    controls
        .as_array()
        .unwrap()
        .iter()
        .map(|control| text(control, "/id"))
        .collect()
}

fn own() -> String {
    control(
        "acme.rooms",
        "ACME-ROOM-001",
        "[acme/room]",
        "deny contains \"it is open\" if input.properties.open",
    )
}

#[test]
fn a_control_says_all_of_itself() {
    let sandbox = Sandbox::new();
    let ran = list(&sandbox, &["az-storage-001", "-v"]);
    assert_eq!(ran.code, 0);
    insta::assert_snapshot!(ran.transcript());
    insta::assert_snapshot!(list(&sandbox, &["AZ-VM-006", "-o", "json"]).transcript());
    insta::assert_snapshot!(
        list(&sandbox, &["--framework", "MCSB=ns-2", "-o", "markdown"]).transcript()
    );
}

#[test]
fn words_of_one_kind_widen_and_kinds_narrow() {
    let sandbox = Sandbox::new();
    let all = ids(&sandbox, &[]);
    assert!(all.is_sorted() && all.len() > 70, "{all:?}");
    let storage = ids(&sandbox, &["AZ-STORAGE-*"]);
    let both = ids(&sandbox, &["AZ-STORAGE-*", "AZ-KV-*"]);
    assert!(storage.iter().all(|id| id.starts_with("AZ-STORAGE-")));
    assert!(both.len() > storage.len());
    let high = ids(&sandbox, &["AZ-STORAGE-*", "high"]);
    let narrow = ids(&sandbox, &["AZ-STORAGE-*", "high", "network.controls"]);
    assert!(high.len() < storage.len() && narrow.len() < high.len() && !narrow.is_empty());
    let vaults = ids(&sandbox, &["--type", "Microsoft.KeyVault/vaults"]);
    assert!(!vaults.is_empty() && vaults.iter().any(|id| id.starts_with("AZ-KV-")));
    assert!(vaults.iter().all(|id| !id.starts_with("AZ-STORAGE-")));
}

#[test]
fn policies_of_ones_own_are_listed_with_their_file() {
    let sandbox = Sandbox::with("rooms.rego", own());
    let arguments = ["--policy", "rooms.rego", "--no-builtin"];
    assert_eq!(ids(&sandbox, &arguments), ["ACME-ROOM-001"]);
    let whole = list(&sandbox, &[&arguments[..], &["-v"]].concat()).transcript();
    assert!(whole.contains("file      rooms.rego"), "{whole}");
    let broken = sandbox.file("broken.rego", "package acme.broken\n\ndeny contains if {\n");
    let ran = list(&broken, &["--policy", ".", "--no-builtin"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.transcript().contains("ACME-ROOM-001"),
        "{}",
        ran.transcript()
    );
    assert!(
        ran.messages().contains("broken.rego:3:"),
        "{}",
        ran.messages()
    );
}

#[test]
fn what_matches_nothing_is_said() {
    let sandbox = Sandbox::new();
    let ran = list(&sandbox, &["AZ-STORGE-001"]);
    assert_eq!(ran.code, 3);
    insta::assert_snapshot!(ran.messages());
    assert_eq!(list(&sandbox, &["AZ-*", "--type", "acme/none"]).code, 3);
    assert_eq!(list(&sandbox, &["AZ-[", "high"]).code, 2);
}

#[test]
fn text_of_policies_can_not_leave_its_place() {
    let policy = own().replace("title: ", "title: \"a | b\\e[31m `c`\" # ");
    let sandbox = Sandbox::with("rooms.rego", policy);
    let arguments = ["--policy", "rooms.rego", "--no-builtin"];
    for format in ["pretty", "markdown"] {
        let whole = list(&sandbox, &[&arguments[..], &["-o", format]].concat()).transcript();
        assert!(!whole.contains('\u{1b}'), "{whole:?}");
    }
    let table = list(&sandbox, &[&arguments[..], &["-o", "markdown"]].concat()).transcript();
    assert!(table.contains("a \\| b"), "{table}");
}
