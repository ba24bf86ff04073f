//! What reports say of what they do not know.

use serde_json::json;

use crate::sandbox::{Sandbox, account, export, record, shop};
use crate::support::root;

/// An account, a vault of which the export holds no diagnostic settings, and an address
/// that nothing looks at.
fn estate() -> Sandbox {
    let inventory = export(&[
        account("stshop", Some("shop"), true),
        record(
            "Microsoft.KeyVault/vaults",
            "kv-shop",
            Some("shop"),
            &json!({"sku": {"name": "standard"}}),
        ),
        record(
            "Microsoft.Network/privateEndpoints",
            "pe-shop",
            Some("shop"),
            &json!({}),
        ),
    ]);
    Sandbox::with("estate.json", inventory)
}

#[test]
fn every_reason_has_a_line() {
    let ran = estate().eval(&["estate.json", "-q"]);
    insta::assert_snapshot!(ran.transcript());
}

#[test]
fn programs_get_the_same_numbers() {
    let sandbox = estate();
    let whole = sandbox.eval(&["estate.json", "-o", "json"]).json();
    let gaps = &whole["not_assessed"];
    assert_eq!(
        gaps["types"],
        json!({"microsoft.network/privateendpoints": 1})
    );
    assert_eq!(gaps["attested_layers"]["datacenter"], 3);
    assert!(gaps["unwatched_layers"].get("datacenter").is_none());
    assert!(gaps["attested_layers"].get("data").is_none());
    let unknown = &whole["summary"]["by_status"]["unknown"];
    assert!(unknown.as_u64() > Some(0));
    assert_eq!(&gaps["unknown_decisions"], unknown);
    let pieces = ["estate.json", "-o", "json", "--stream-above", "1"];
    assert_eq!(sandbox.eval(&pieces).json(), whole);
}

#[test]
fn formats_with_room_for_it_say_it() {
    let sandbox = estate();
    for format in ["pretty", "markdown", "tap", "github", "azure"] {
        let ran = sandbox.eval(&["estate.json", "-o", format]);
        let text = ran.stdout.to_lowercase();
        assert!(
            text.contains("not assessed: 1 resource of 1 type"),
            "{format}"
        );
        assert!(
            text.contains("only the provider or a third party can attest"),
            "{format}"
        );
    }
}

#[test]
fn an_allow_is_told_for_what_it_is() {
    let sandbox = Sandbox::with("shop.json", shop());
    let page = std::fs::read_to_string(root().join("docs/meaning.md")).unwrap();
    assert!(page.contains("## No guarantee"));
    for status in ["violated", "unknown", "unassigned", "conflict", "error"] {
        assert!(page.contains(&format!("| `{status}` |")), "{status}");
    }
    let says = |arguments: &[&str]| sandbox.run(arguments).stdout.contains("docs/meaning.md");
    assert!(says(&["--help"]));
    assert!(says(&["eval", "--help"]));
    assert!(says(&["layers", "--help"]));
    assert!(says(&["eval", "shop.json"]));
    // Where nothing is allowed, there is nothing to be careful about.
    assert!(!says(&[
        "eval",
        "shop.json",
        "--select",
        "ONUS-BOUNDARY-002"
    ]));
    assert!(!says(&["eval", "shop.json", "-q"]));
}
