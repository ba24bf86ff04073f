//! Editions, owners, claims and agreements in `onus eval`.

use serde_json::json;

use crate::eval::HTTPS;
use crate::sandbox::{Sandbox, account, export, lines, machine, shop, text};

#[test]
fn owners_come_from_tags_then_from_rules() {
    let tagged = |key: &str, value: &str, name: &str| {
        let mut record = account(name, None, false);
        record["tags"] = json!({key: value});
        record
    };
    let sandbox = Sandbox::with(
        "inventory.json",
        export(&[
            tagged("Squad", "alpha", "stalpha"),
            tagged("owner", "ignored", "stowner"),
            account("stlogs", None, false),
            account("other", None, false),
        ]),
    )
    .file(
        "onus.toml",
        r#"[owners]
tags = ["squad"]

[[owners.rules]]
owner = "logging"
id = "**/stlogs"

[[owners.rules]]
owner = "storage"
type = "microsoft.storage/*"
id = "**/st*"

[[owners.rules]]
owner = "nobody-there"
scope = "other-subscription/*"
"#,
    );
    let (_, decisions) = sandbox.decide(&HTTPS);
    assert_eq!(
        lines(&decisions),
        [
            "deny violated AZ-STORAGE-001 stalpha network.controls customer/alpha",
            "deny violated AZ-STORAGE-001 stowner network.controls customer/storage",
            "deny violated AZ-STORAGE-001 stlogs network.controls customer/logging",
            "deny violated AZ-STORAGE-001 other network.controls customer",
        ]
    );
    let ran = sandbox.eval(&["inventory.json", "--select", "AZ-STORAGE-001", "-q"]);
    assert!(
        ran.stdout.contains("no owner: 1 resource"),
        "{}",
        ran.stdout
    );
}

#[test]
fn a_claim_that_leaves_a_duty_to_nobody_is_denied_for_whoever_has_it() {
    let sandbox = Sandbox::with("inventory.json", shop()).file(
        "onus.toml",
        r#"[[claims]]
type = "microsoft.compute/virtualmachines"
layer = "os.guest"
party = {kind = "provider", name = "Microsoft"}
source = "outsourcing contract 2024, annex B"

[[claims]]
type = "microsoft.storage/*"
layer = "host"
party = {kind = "customer"}
source = "our RACI"

[[claims]]
scope = "*/rg-shop"
type = "microsoft.compute/*"
layer = "data"
party = {kind = "customer", name = "stores"}
source = "our RACI"
"#,
    );
    let arguments = ["inventory.json", "--select", "ONUS-BOUNDARY-001"];
    let (_, decisions) = sandbox.decide(&arguments);
    assert_eq!(
        lines(&decisions),
        [
            "allow satisfied ONUS-BOUNDARY-001 stshop configuration customer/shop",
            "allow satisfied ONUS-BOUNDARY-001 stlogs configuration customer",
            "deny violated ONUS-BOUNDARY-001 vm-till os.guest customer/stores",
        ]
    );
    insta::assert_snapshot!(sandbox.eval(&arguments).transcript());
}

pub const THIRD_PARTY: &str = r#"# METADATA
# title: Our agreements
# custom:
#   id: ACME-AGREEMENTS
#   kind: boundary
#   resources: [microsoft.compute/virtualmachines]
package acme.agreements

responsibility["os.guest"] := {
	"performs": [{"party": {"kind": "third_party", "name": "Fabrikam"}, "duty": "patch the guest"}],
	"accountable": {"kind": "third_party", "name": "Fabrikam"},
	"basis": {"edition": "contract-2026", "cell": "annex B"},
} if {
	input.scope.account == "00000000-0000-4000-8000-000000000001"
}
"#;

#[test]
fn an_organisation_can_say_that_a_third_party_performs() {
    let mut elsewhere = machine("vm-elsewhere", Some("stores"));
    elsewhere["id"] = json!(
        "/subscriptions/00000000-0000-4000-8000-000000000002/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm-elsewhere"
    );
    let sandbox = Sandbox::with(
        "inventory.json",
        export(&[machine("vm-till", Some("stores")), elsewhere]),
    )
    .file("agreements.rego", THIRD_PARTY);
    let arguments = [
        "inventory.json",
        "--policy",
        "agreements.rego",
        "--select",
        "AZ-VM-003",
    ];
    let (_, decisions) = sandbox.decide(&arguments);
    assert_eq!(
        lines(&decisions),
        [
            "deny violated AZ-VM-003 vm-till os.guest third_party/Fabrikam",
            "deny violated AZ-VM-003 vm-elsewhere os.guest customer/stores",
        ]
    );
    assert_eq!(
        text(&decisions[0], "/responsible/basis/edition"),
        "contract-2026"
    );
    insta::assert_snapshot!(sandbox.eval(&arguments).transcript());
}

#[test]
fn agreements_that_disagree_are_a_conflict_and_denied() {
    let other = THIRD_PARTY
        .replace("ACME-AGREEMENTS", "ACME-LANDING-ZONE")
        .replace("acme.agreements", "acme.landing_zone")
        .replace("Fabrikam", "Northwind");
    let same = THIRD_PARTY
        .replace("ACME-AGREEMENTS", "ACME-SAME")
        .replace("acme.agreements", "acme.same");
    let sandbox = Sandbox::with(
        "inventory.json",
        export(&[machine("vm-till", Some("stores"))]),
    )
    .file("a.rego", THIRD_PARTY)
    .file("other.rego", other)
    .file("same.rego", same);
    let run = |second: &str| {
        let arguments = [
            "inventory.json",
            "--policy",
            "a.rego",
            "--policy",
            second,
            "--select",
            "AZ-VM-003",
        ];
        let (code, decisions) = sandbox.decide(&arguments);
        assert_eq!(code, 1);
        lines(&decisions)
    };
    assert_eq!(
        run("same.rego"),
        ["deny violated AZ-VM-003 vm-till os.guest third_party/Fabrikam"]
    );
    assert_eq!(
        run("other.rego"),
        ["deny conflict AZ-VM-003 vm-till os.guest nobody"]
    );
    insta::assert_snapshot!(
        sandbox
            .eval(&[
                "inventory.json",
                "--policy",
                "a.rego",
                "--policy",
                "other.rego",
                "--select",
                "AZ-VM-003"
            ])
            .transcript()
    );
}
