//! Controls that take part on request, and look at what the others say of each layer.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use crate::layers::{self, BOUNDARY};
use crate::sandbox::{Sandbox, control, export, lines, machine, record, shop, text};
use crate::support::root;

/// The ids of the embedded ones.
const ON_REQUEST: [&str; 6] = [
    "ONUS-BOUNDARY-002",
    "ONUS-BOUNDARY-003",
    "ONUS-BOUNDARY-004",
    "ONUS-BOUNDARY-005",
    "ONUS-BOUNDARY-006",
    "ONUS-BOUNDARY-007",
];

const OWN: [&str; 3] = ["estate.json", "--policy", "policies"];

/// The estate of `onus layers`, in which somebody has the settings too.
fn estate() -> Sandbox {
    let settings = "\nresponsibility[\"configuration\"] := ours(\"review them\")\n";
    layers::estate().file("policies/boundary.rego", format!("{BOUNDARY}{settings}"))
}

/// What controls decide about the estate, as lines.
fn decided(sandbox: &Sandbox, arguments: &[&str], control: &str) -> Vec<String> {
    let (_, decisions) = sandbox.decide(&[&OWN[..], arguments].concat());
    let own: Vec<Json> = decisions
        .into_iter()
        .filter(|decision| text(decision, "/control/id").starts_with(control))
        .collect();
    lines(&own)
}

fn messages(decisions: &[Json]) -> BTreeSet<String> {
    decisions
        .iter()
        .flat_map(|decision| decision["findings"].as_array().into_iter().flatten())
        .map(|finding| text(finding, "/message"))
        .collect()
}

#[test]
fn they_take_part_only_when_they_are_named() {
    let sandbox = Sandbox::with("shop.json", shop());
    let taken = |arguments: &[&str]| {
        let ids = sandbox.controls(&[&["shop.json"], arguments].concat());
        let known = ids
            .into_iter()
            .filter(|id| ON_REQUEST.contains(&id.as_str()));
        known.collect::<Vec<String>>()
    };
    let nothing: [&[&str]; 5] = [
        &[],
        &["--select", "*"],
        &["--select", "critical,high,medium,low"],
        &["--select", "configuration"],
        &["--select", "ONUS-BOUNDARY-*", "--ignore", "ONUS-*"],
    ];
    for arguments in nothing {
        assert_eq!(taken(arguments), [""; 0], "{arguments:?}");
    }
    assert_eq!(
        taken(&["--select", "onus-boundary-004"]),
        ["ONUS-BOUNDARY-004"]
    );
    // No third party has anything here.
    let all = [&ON_REQUEST[..4], &ON_REQUEST[5..]].concat();
    assert_eq!(taken(&["--select", "ONUS-BOUNDARY-*"]), all);
    assert_eq!(taken(&["--select", "*", "--select", "ONUS-*-00?"]), all);
    let sandbox =
        Sandbox::with("shop.json", shop()).file("onus.toml", "select = [\"ONUS-BOUNDARY-003\"]\n");
    assert_eq!(sandbox.controls(&["shop.json"]), ["ONUS-BOUNDARY-003"]);
}

#[test]
fn what_they_say_of_layers() {
    let sandbox = estate();
    let select = ["--select", "ONUS-BOUNDARY-*"];
    let (code, decisions) = sandbox.decide(&[&OWN[..], &select].concat());
    assert_eq!(code, 1);
    let said = decisions.iter().map(|decision| {
        let found = messages(std::slice::from_ref(decision));
        let found: Vec<&str> = found.iter().map(String::as_str).collect();
        format!("{}: {}", crate::sandbox::line(decision), found.join("; "))
    });
    // Of the layers that nobody has, those of the vault.
    let said: Vec<String> = said
        .filter(|line| !line.contains("ONUS-BOUNDARY-002") || line.contains(" safe "))
        .collect();
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn what_they_say_does_not_depend_on_what_else_is_selected() {
    let sandbox = estate();
    let all = "ONUS-BOUNDARY-00";
    let select = ["--select", "ONUS-BOUNDARY-*"];
    let with = |arguments: &[&str]| decided(&sandbox, &[&select, arguments].concat(), all);
    let alone = with(&[]);
    assert!(alone.len() > 30, "{alone:?}");
    assert_eq!(with(&["--select", "*"]), alone);
    assert_eq!(with(&["--plain", "--threads", "1"]), alone);
    assert_eq!(with(&["--stream-above", "1"]), alone);
    let seventh = "ONUS-BOUNDARY-007";
    let of_seventh = alone.into_iter().filter(|line| line.contains(seventh));
    let only = decided(&sandbox, &["--select", seventh], seventh);
    assert!(of_seventh.eq(only.iter().cloned()));
    // What is left out watches nothing.
    let fourth = "ONUS-BOUNDARY-004";
    let unwatched = |arguments: &[&str]| {
        let found = decided(
            &sandbox,
            &[&["--select", fourth], arguments].concat(),
            fourth,
        );
        found
            .iter()
            .filter(|line| line.contains("network.controls"))
            .count()
    };
    assert_eq!(unwatched(&[]), 2);
    assert_eq!(unwatched(&["--ignore", "ACME-NET-001"]), 6);
}

#[test]
fn the_decisions_of_others_stay_what_they_are() {
    let file = root().join("inputs/azure-resource-graph/contoso.json");
    let file = file.display().to_string();
    let sandbox = Sandbox::new();
    let (_, before) = sandbox.decide(&[&file]);
    let with = ["--select", "*", "--select", "ONUS-BOUNDARY-*"];
    let (_, after) = sandbox.decide(&[&[file.as_str()], &with[..]].concat());
    let is_other = |decision: &&Json| !ON_REQUEST.contains(&text(decision, "/control/id").as_str());
    assert!(before.iter().all(|decision| is_other(&decision)));
    assert!(after.len() > before.len() + 1000);
    assert!(after.iter().filter(is_other).eq(before.iter()));
    // In the order of the controls' ids, whoever is decided first.
    let first: Vec<String> = after
        .iter()
        .take_while(|decision| decision["resource"]["id"] == after[0]["resource"]["id"])
        .map(|decision| text(decision, "/control/id"))
        .collect();
    assert!(first.is_sorted(), "{first:?}");
}

#[test]
fn they_watch_no_layer_themselves() {
    let sandbox = estate();
    let gaps = |arguments: &[&str]| {
        let own = ["eval", "-o", "json"];
        let ran = sandbox.run(&[&own[..], &OWN, arguments].concat());
        ran.json()["not_assessed"]["unwatched_layers"].clone()
    };
    let with = ["--select", "*", "--select", "ONUS-BOUNDARY-*"];
    assert_eq!(gaps(&with), gaps(&[]));
    let layers = |arguments: &[&str]| {
        let own = ["layers", "-o", "json"];
        let mut whole = sandbox.run(&[&own[..], &OWN, arguments].concat()).json();
        whole["layers"].take()
    };
    assert_eq!(layers(&with), layers(&[]));
}

#[test]
fn an_older_edition_is_superseded_by_the_newest() {
    let sandbox = Sandbox::with("shop.json", shop());
    let found = |edition: &str| {
        let select = [
            "shop.json",
            "--select",
            "ONUS-BOUNDARY-005",
            "--edition",
            edition,
        ];
        messages(&sandbox.decide(&select).1)
    };
    assert_eq!(found("azure=msft-2026"), BTreeSet::new());
    let old = found("azure=msft-2016-press");
    let expected = "data is taken from `msft-2016-press`, which `msft-2026` has superseded";
    assert!(old.contains(expected), "{old:?}");
}

#[test]
fn a_third_party_needs_a_contract() {
    let boundary = |basis: &str| {
        format!(
            "# METADATA
# title: Fabrikam patches the guests
# custom:
#   kind: boundary
#   id: ACME-B
#   resources: [microsoft.compute/virtualmachines]
package acme.boundary

fabrikam := {{\"kind\": \"third_party\", \"name\": \"Fabrikam\"}}

responsibility[\"os.guest\"] := {{
	\"performs\": [{{\"party\": fabrikam, \"duty\": \"patch the guests\"}}],
	\"accountable\": fabrikam,
	\"basis\": {basis},
}}
"
        )
    };
    let select = [
        "shop.json",
        "--policy",
        "b.rego",
        "--select",
        "ONUS-BOUNDARY-006",
    ];
    let inventory = export(&[machine("vm-till", Some("stores"))]);
    let without =
        Sandbox::with("shop.json", &inventory).file("b.rego", boundary("{\"note\": \"as ever\"}"));
    let (code, decisions) = without.decide(&select);
    assert_eq!(code, 1);
    assert_eq!(
        lines(&decisions),
        ["deny violated ONUS-BOUNDARY-006 vm-till os.guest third_party/Fabrikam"]
    );
    let contract = "{\"contract\": \"FAB-2025-17\"}";
    let with = Sandbox::with("shop.json", &inventory).file("b.rego", boundary(contract));
    let (code, decisions) = with.decide(&select);
    assert_eq!((code, decisions.len()), (0, 1));
    // The contract stands where the basis is shown.
    let who = with.run(&["who", "shop.json", "--policy", "b.rego"]);
    assert!(
        who.stdout.contains("contract FAB-2025-17"),
        "{}",
        who.stdout
    );
}

#[test]
fn their_decisions_can_be_explained() {
    let sandbox = estate();
    let explain = |name: &str, control: &str| {
        let subject = format!("estate.json#{name}");
        sandbox.run(&["explain", &subject, control, "--policy", "policies"])
    };
    let open = explain("two", "ONUS-BOUNDARY-007");
    assert_eq!(open.code, 1);
    for part in ["every layer that a control watches fails", "identity.users"] {
        assert!(open.stdout.contains(part), "{}", open.stdout);
    }
    let holds = explain("one", "ONUS-BOUNDARY-007");
    assert_eq!(holds.code, 0, "{}", holds.stdout);
    let json = sandbox.run(&[
        "explain",
        "estate.json#safe",
        "ONUS-BOUNDARY-003",
        "--policy",
        "policies",
        "-o",
        "json",
    ]);
    let decision = &json.json()["decisions"][0];
    assert_eq!(decision["status"], "conflict");
    // The same as a run says, also of those that are explained below its report.
    let select = ["--select", "ONUS-BOUNDARY-*", "--explain"];
    let ran = sandbox.eval(&[&OWN[..], &select].concat());
    assert!(ran.stdout.contains("input.layers"), "{}", ran.stdout);
}

#[test]
fn a_control_of_ones_own_can_look_on() {
    let body = "deny contains sprintf(\"%s rests on the provider's word\", [layer]) if {\n\tsome layer, said in input.layers\n\tsaid.split == \"provider\"\n\tsaid.decided == 0\n}";
    let own = control(
        "acme.word",
        "ACME-WORD-001",
        "[\"microsoft.acme/**\"]",
        body,
    );
    let asked = own.replace("#   severity", "#   on_request: true\n#   severity");
    let sandbox = estate().file("policies/word.rego", &own);
    let said = decided(&sandbox, &[], "ACME-WORD-001");
    assert_eq!(said.len(), 6, "{said:?}");
    assert!(said.iter().all(|line| line.starts_with("deny violated")));
    let sandbox = estate().file("policies/word.rego", asked);
    assert_eq!(decided(&sandbox, &[], "ACME-WORD-001"), [""; 0]);
    let select = ["--select", "ACME-WORD-001"];
    assert_eq!(decided(&sandbox, &select, "ACME-WORD-001"), said);
    let check = sandbox.run(&["check", "policies/word.rego"]);
    assert!(!check.stdout.contains("does not exist"), "{}", check.stdout);
}

#[test]
fn a_record_that_can_not_be_read_is_an_error_to_them_too() {
    let deep = format!("{}1{}", "[".repeat(200), "]".repeat(200));
    let inventory = export(&[record(
        "Microsoft.Storage/storageAccounts",
        "deep",
        None,
        &json!({"x": "DEEP"}),
    )])
    .replace("\"DEEP\"", &deep);
    let sandbox = Sandbox::with("deep.json", inventory);
    let (code, decisions) = sandbox.decide(&["deep.json", "--select", "ONUS-BOUNDARY-007"]);
    assert_eq!(code, 2);
    assert!(
        lines(&decisions)
            .iter()
            .all(|line| line.starts_with("deny error"))
    );
}

#[test]
fn a_list_says_which_take_part_on_request() {
    let sandbox = Sandbox::new();
    let ran = sandbox.run(&["list", "ONUS-BOUNDARY-*", "-v"]);
    assert_eq!(ran.stdout.matches("on request").count(), ON_REQUEST.len());
    let json = sandbox
        .run(&["list", "ONUS-BOUNDARY-*", "-o", "json"])
        .json();
    let asked: Vec<String> = json["controls"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|control| control["on_request"] == true)
        .map(|control| text(control, "/id"))
        .collect();
    assert_eq!(asked, ON_REQUEST);
    let page = sandbox.run(&["doc", "ONUS-BOUNDARY-004"]);
    assert!(page.stdout.contains("**On request**"), "{}", page.stdout);
}
