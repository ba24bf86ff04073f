//! `onus eval`: every flag, every exit code.

use std::io::Write as _;

use serde_json::{Value as Json, json};

use crate::sandbox::{
    Ran, Sandbox, account, control, export, line, lines, machine, record, shop, text,
};
use crate::support::root;

/// The shop's inventory and one control over it keep snapshots short.
const HTTPS: [&str; 3] = ["inventory.json", "--select", "AZ-STORAGE-001"];

fn sandbox() -> Sandbox {
    Sandbox::with("inventory.json", shop())
}

#[test]
fn a_denial_shows_place_party_basis_and_fix() {
    insta::assert_snapshot!(sandbox().eval(&HTTPS).whole());
}

#[test]
fn exit_codes_are_those_of_the_table() {
    let sandbox = sandbox().file("clean.json", export(&[account("stlogs", None, true)]));
    for (code, arguments) in [
        (0, &["clean.json", "--select", "AZ-STORAGE-001"][..]),
        (1, &["inventory.json", "--select", "AZ-STORAGE-001"]),
        (
            2,
            &[
                "inventory.json",
                "missing.json",
                "--select",
                "AZ-STORAGE-001",
            ],
        ),
        (2, &["inventory.json", "--fail-on", "grave"]),
        (2, &["--no-such-flag"]),
        (2, &[]),
        (3, &["inventory.json", "--select", "AZ-AKS-001"]),
    ] {
        let ran = sandbox.eval(arguments);
        assert_eq!(ran.code, code, "{arguments:?}\n{}", ran.whole());
        assert_eq!(
            ran.stderr.is_empty(),
            code < 2,
            "{arguments:?}\n{}",
            ran.whole()
        );
    }
    assert_eq!(sandbox.run(&["--version"]).stdout, "onus 0.1.0\n");
    let help = sandbox.run(&["eval", "--help"]);
    assert_eq!(help.code, 0);
    for flag in [
        "--select",
        "--policy",
        "--edition",
        "--waivers",
        "--fail-on",
        "Exit codes",
    ] {
        assert!(help.stdout.contains(flag), "{flag} is not in the help");
    }
}

#[test]
fn the_shipped_examples_are_clean_and_denied_as_they_say() {
    let sandbox = Sandbox::new();
    let example = |name: &str| root().join("inputs/small").join(name).display().to_string();
    let clean = sandbox.eval(&[&example("all-allow.json"), "-q"]);
    assert_eq!(clean.code, 0, "{}", clean.whole());
    let (code, decisions) = sandbox.decide(&[&example("one-denied.json")]);
    assert_eq!(code, 1);
    let denied: Vec<String> = decisions
        .iter()
        .filter(|decision| decision["decision"] == "deny")
        .map(line)
        .collect();
    assert_eq!(
        denied,
        ["deny violated AZ-STORAGE-001 stalmostprod01 network.controls customer/payments"]
    );
}

#[test]
fn select_and_ignore_take_ids_globs_severities_and_layers() {
    let sandbox = sandbox();
    let controls = |arguments: &[&str]| {
        let mut all = vec!["inventory.json"];
        all.extend(arguments);
        sandbox.controls(&all)
    };
    let every = controls(&[]);
    assert!(every.len() > 6, "{every:?}");
    assert_eq!(
        controls(&["--select", "az-storage-002"]),
        ["AZ-STORAGE-002"]
    );
    assert_eq!(
        controls(&["--select", "AZ-VM-003,AZ-STORAGE-001"]),
        ["AZ-STORAGE-001", "AZ-VM-003"]
    );
    let storage = controls(&["--select", "AZ-STORAGE-*"]);
    assert!(storage.len() >= 4 && storage.iter().all(|id| id.starts_with("AZ-STORAGE-")));
    let others = controls(&["--ignore", "AZ-STORAGE-*"]);
    assert!(!others.is_empty() && others.iter().all(|id| !id.starts_with("AZ-STORAGE-")));
    assert_eq!(storage.len() + others.len(), every.len());
    let high = controls(&["--select", "high"]);
    let rest = controls(&["--ignore", "high"]);
    assert!(high.contains(&"AZ-STORAGE-001".to_owned()) && !rest.is_empty());
    assert_eq!(high.len() + rest.len(), every.len());
    assert_eq!(
        controls(&[
            "--select",
            "network.controls",
            "--ignore",
            "AZ-STORAGE-002,AZ-STORAGE-005"
        ]),
        ["AZ-STORAGE-001", "AZ-VM-006"]
    );
}

#[test]
fn a_misspelled_selector_is_an_error_and_the_rest_is_still_decided() {
    let ran = sandbox().eval(&[
        "inventory.json",
        "--select",
        "AZ-STORAGE-001,AZ-STORGE-*",
        "-q",
    ]);
    insta::assert_snapshot!(ran.whole());
    let ran = sandbox().eval(&["inventory.json", "--ignore", "AZ-[", "-q"]);
    insta::assert_snapshot!("selector_that_is_no_glob", ran.messages());
}

#[test]
fn policies_are_added_from_files_folders_and_globs() {
    let blue = |id: &str| {
        control(
            &format!("acme.{}", id.to_lowercase().replace('-', "_")),
            id,
            "[microsoft.storage/storageaccounts]",
            "deny contains \"it is not blue\" if input.tags.colour != \"blue\"",
        )
    };
    let sandbox = sandbox()
        .file("one.rego", blue("ACME-ONE-001"))
        .file("more/a.rego", blue("ACME-TWO-001"))
        .file("more/deep/b.rego", blue("ACME-TWO-002"))
        .file(
            "more/a_test.rego",
            "package acme.test_is_not_loaded\n\nthis is no rego",
        );
    let acme = |arguments: &[&str]| {
        let mut all = vec!["inventory.json"];
        all.extend(arguments);
        sandbox.controls(&all)
    };
    let with_builtin = acme(&["--policy", "one.rego"]);
    assert!(with_builtin.contains(&"ACME-ONE-001".to_owned()));
    assert!(with_builtin.contains(&"AZ-STORAGE-001".to_owned()));
    assert_eq!(
        acme(&[
            "--policy", "one.rego", "--policy", "more", "--select", "ACME-*"
        ]),
        ["ACME-ONE-001", "ACME-TWO-001", "ACME-TWO-002"]
    );
    assert_eq!(
        acme(&["--policy", "more/**/b*.rego", "--select", "ACME-*"]),
        ["ACME-TWO-002"]
    );
    assert_eq!(
        acme(&["--policy", "one.rego", "--no-builtin"]),
        ["ACME-ONE-001"]
    );
    let ran = sandbox.eval(&["inventory.json", "--no-builtin", "-q"]);
    insta::assert_snapshot!("no_policies_at_all", ran.whole());
    let ran = sandbox.eval(&[
        "inventory.json",
        "-q",
        "--select",
        "AZ-STORAGE-001",
        "--policy",
        "nowhere.rego",
        "--policy",
        "none/*.rego",
        "--policy",
        "inventory.json",
    ]);
    insta::assert_snapshot!("policies_that_are_not_there", ran.whole());
}

#[test]
fn the_edition_is_chosen_and_cited() {
    let sandbox = Sandbox::with(
        "app.json",
        export(&[record(
            "Microsoft.Web/sites",
            "app",
            None,
            &json!({"httpsOnly": false}),
        )]),
    );
    let edition = |arguments: &[&str]| {
        let mut all = vec!["app.json", "--select", "AZ-APP-001"];
        all.extend(arguments);
        let (_, decisions) = sandbox.decide(&all);
        text(&decisions[0], "/responsible/basis/edition")
    };
    assert_eq!(edition(&[]), "msft-2026");
    assert_eq!(edition(&["--edition", "azure=msft-2017"]), "msft-2017");
    for (name, wrong) in [
        ("edition_unknown", "azure=msft-2018"),
        ("edition_of_an_unknown_provider", "azur=msft-2017"),
        ("edition_without_provider", "msft-2017"),
    ] {
        let ran = sandbox.eval(&[
            "app.json",
            "--select",
            "AZ-APP-001",
            "-q",
            "--edition",
            wrong,
        ]);
        insta::assert_snapshot!(name, ran.whole());
    }
}

#[test]
fn onus_toml_is_found_and_everything_in_it_counts() {
    let sandbox = Sandbox::with("export/shop.json", shop())
        .file(
            "onus.toml",
            r#"inputs = ["export/shop.json"]
policies = ["rules"]
select = ["AZ-STORAGE-001", "ACME-*"]
ignore = ["ACME-OLD-*"]
fail-on = "critical"

[editions]
azure = "msft-2019"

[params]
colour = "blue"
"#,
        )
        .file(
            "rules/blue.rego",
            control(
                "acme.blue",
                "ACME-BLUE-001",
                "[microsoft.storage/storageaccounts]",
                "deny contains sprintf(\"it is not %s\", [data.params.colour]) if input.tags.colour != data.params.colour\n\ndeny contains \"it has no tags\" if input.tags == {}",
            ),
        )
        .file("rules/old.rego", control("acme.old", "ACME-OLD-001", "[\"*\"]", "deny contains \"old\""));
    let (code, decisions) = sandbox.decide(&[]);
    assert_eq!(code, 0, "high is below critical");
    assert_eq!(
        lines(&decisions),
        [
            "allow satisfied ACME-BLUE-001 stshop data customer/shop",
            "deny violated AZ-STORAGE-001 stshop network.controls customer/shop",
            "deny violated ACME-BLUE-001 stlogs data customer",
            "allow satisfied AZ-STORAGE-001 stlogs network.controls customer",
        ]
    );
    assert_eq!(
        text(&decisions[1], "/responsible/basis/edition"),
        "msft-2019"
    );
    // Named from elsewhere, its paths are still its own.
    let elsewhere = Sandbox::new();
    let config = sandbox.path().join("onus.toml").display().to_string();
    let (_, again) = elsewhere.decide(&["--config", &config]);
    assert_eq!(lines(&again), lines(&decisions));
}

#[test]
fn onus_toml_refuses_what_it_does_not_know() {
    for (name, content) in [
        ("config_unknown_key", "fail_on = \"high\"\n"),
        (
            "config_unknown_key_in_a_table",
            "[[claims]]\nlayer = \"os.guest\"\nparti = {kind = \"provider\"}\nsource = \"x\"\n",
        ),
        ("config_wrong_word", "fail-on = \"grave\"\n"),
        ("config_no_toml", "fail-on = \n"),
        (
            "config_waiver_without_date",
            "[[waivers]]\ncontrol = \"AZ-*\"\nresource = \"*\"\nreason = \"r\"\napproved_by = \"a\"\n",
        ),
        (
            "config_bad_date",
            "[[waivers]]\ncontrol = \"AZ-*\"\nresource = \"*\"\nreason = \"r\"\napproved_by = \"a\"\nexpires = \"soon\"\n",
        ),
    ] {
        let ran = sandbox().file("onus.toml", content).eval(&HTTPS);
        insta::assert_snapshot!(name, ran.whole());
    }
    insta::assert_snapshot!(
        "config_missing",
        sandbox()
            .eval(&["inventory.json", "--config", "onsu.toml"])
            .whole()
    );
}

#[test]
fn flags_win_over_environment_over_file() {
    let file = || {
        sandbox().file(
            "onus.toml",
            "fail-on = \"critical\"\nselect = [\"AZ-STORAGE-001\"]\n",
        )
    };
    assert_eq!(file().eval(&["inventory.json"]).code, 0);
    let with_env = file()
        .env("ONUS_FAIL_ON", "low")
        .env("ONUS_SELECT", "AZ-STORAGE-002");
    assert_eq!(with_env.controls(&["inventory.json"]), ["AZ-STORAGE-002"]);
    let with_env = file().env("ONUS_FAIL_ON", "low");
    assert_eq!(with_env.eval(&["inventory.json"]).code, 1);
    assert_eq!(
        with_env
            .eval(&["inventory.json", "--fail-on", "critical"])
            .code,
        0
    );
    let others = Sandbox::with("inventory.json", shop())
        .file("elsewhere.toml", "select = [\"AZ-STORAGE-001\"]\n")
        .env("ONUS_CONFIG", "elsewhere.toml")
        .env("ONUS_NO_WAIVERS", "1")
        .env("ONUS_EDITION", "azure=msft-2019")
        .env("ONUS_PARTY", "shop");
    let (_, decisions) = others.decide(&["inventory.json"]);
    assert_eq!(lines(&decisions).len(), 1, "{:?}", lines(&decisions));
    assert_eq!(
        text(&decisions[0], "/responsible/basis/edition"),
        "msft-2019"
    );
}

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
    insta::assert_snapshot!(sandbox.eval(&arguments).whole());
}

const THIRD_PARTY: &str = r#"# METADATA
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
    insta::assert_snapshot!(sandbox.eval(&arguments).whole());
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
            .whole()
    );
}

const WAIVERS: &str = r#"[[waivers]]
control = "AZ-STORAGE-001"
resource = "stshop"
reason = "the till firmware can't do TLS before the summer"
approved_by = "security board"
expires = 2027-06-30

[[waivers]]
control = "AZ-STORAGE-001"
resource = "**/storageaccounts/stold"
reason = "migration"
approved_by = "security board"
expires = "2026-11-20"

[[waivers]]
control = "AZ-STORAGE-001"
resource = "stlogs"
reason = "it was open once"
approved_by = "security board"
expires = 2027-01-31

[[waivers]]
control = "AZ-STORAGE-001"
resource = "stgone"
reason = "it was there once"
approved_by = "security board"
expires = 2027-01-31

[[waivers]]
control = "AZ-STORAGE-999"
resource = "stshop"
reason = "no such control"
approved_by = "security board"
expires = 2027-01-31
"#;

#[test]
fn waivers_accept_denials_and_are_reported_when_they_do_nothing() {
    let inventory = export(&[
        account("stshop", Some("shop"), false),
        account("stold", Some("shop"), false),
        account("stlogs", None, true),
    ]);
    let sandbox = Sandbox::with("inventory.json", inventory).file("waivers.toml", WAIVERS);
    let ran = sandbox.eval(&[
        "inventory.json",
        "--select",
        "AZ-STORAGE-001",
        "--waivers",
        "waivers.toml",
    ]);
    insta::assert_snapshot!(ran.whole());
    let (code, decisions) = sandbox.decide(&[
        "inventory.json",
        "--select",
        "AZ-STORAGE-001",
        "--waivers",
        "waivers.toml",
    ]);
    assert_eq!(code, 1);
    assert_eq!(
        decisions[0]["decision"], "deny",
        "a waiver never changes the decision"
    );
    assert_eq!(
        decisions[0]["waiver"],
        json!({
            "reason": "the till firmware can't do TLS before the summer",
            "approved_by": "security board",
            "expires": "2027-06-30",
        })
    );
    assert_eq!(decisions[1]["waiver"], Json::Null);
}

#[test]
fn a_waived_denial_does_not_fail_the_run_until_its_last_day_is_over() {
    let sandbox = Sandbox::with("inventory.json", export(&[account("stshop", None, false)]))
        .file("onus.toml", WAIVERS.split("\n\n").next().unwrap());
    let on = |day: &str, more: &[&str]| {
        let mut arguments = vec![
            "eval",
            "inventory.json",
            "-q",
            "--select",
            "AZ-STORAGE-001",
            "--now",
            day,
        ];
        arguments.extend(more);
        sandbox.run(&arguments).code
    };
    assert_eq!(on("2027-06-30T23:59:59Z", &[]), 0);
    assert_eq!(on("2027-07-01", &[]), 1);
    assert_eq!(on("2026-11-21", &["--no-waivers"]), 1);
    insta::assert_snapshot!(
        "no_time",
        sandbox
            .run(&["eval", "inventory.json", "-q", "--now", "tomorrow"])
            .whole()
    );
    insta::assert_snapshot!(
        "no_waiver_file",
        sandbox
            .eval(&["inventory.json", "-q", "--waivers", "waivers.toml"])
            .whole()
    );
}

#[test]
fn fail_on_sets_the_least_severity_that_fails() {
    let sandbox = sandbox();
    let code = |severity: &str| {
        sandbox
            .eval(&[
                "inventory.json",
                "--select",
                "AZ-STORAGE-001",
                "-q",
                "--fail-on",
                severity,
            ])
            .code
    };
    assert_eq!((code("medium"), code("high"), code("critical")), (1, 1, 0));
    insta::assert_snapshot!(
        "fail_on_unknown",
        sandbox
            .eval(&["inventory.json", "--fail-on", "hihg"])
            .messages()
    );
}

#[test]
fn party_filters_what_is_shown_and_nothing_else() {
    let sandbox = sandbox().file("agreements.rego", THIRD_PARTY);
    let shown = |party: &str| {
        let (code, decisions) = sandbox.decide(&[
            "inventory.json",
            "--policy",
            "agreements.rego",
            "--select",
            "AZ-STORAGE-001,AZ-VM-003",
            "--party",
            party,
        ]);
        assert_eq!(code, 1, "the exit code counts all decisions");
        decisions
            .iter()
            .map(|decision| text(decision, "/resource/name"))
            .collect::<Vec<_>>()
    };
    assert_eq!(shown("customer"), ["stshop", "stlogs"]);
    assert_eq!(shown("third_party"), ["vm-till"]);
    assert_eq!(shown("fabrikam"), ["vm-till"]);
    assert_eq!(shown("shop,Fabrikam"), ["stshop", "vm-till"]);
    assert_eq!(shown("provider"), Vec::<String>::new());
}

#[test]
fn quiet_and_verbose_say_less_and_more() {
    let sandbox = Sandbox::with(
        "inventory.json",
        export(&[
            account("stshop", Some("shop"), false),
            account("stlogs", None, true),
            record(
                "Microsoft.Portal/dashboards",
                "board",
                None,
                &json!({"lenses": []}),
            ),
            record(
                "Contoso.Tills/drawers",
                "drawer",
                None,
                &json!({"open": true}),
            ),
        ]),
    );
    insta::assert_snapshot!(
        "quiet",
        sandbox
            .eval(&["inventory.json", "--select", "AZ-STORAGE-001", "-q"])
            .whole()
    );
    let verbose = sandbox.eval(&["inventory.json", "--select", "AZ-STORAGE-001", "-v"]);
    insta::with_settings!({filters => vec![
        (r"took [0-9.]+ s", "took [time] s"),
        (r"policy set [0-9a-f]+", "policy set [digest]"),
    ]}, {
        insta::assert_snapshot!("verbose", verbose.whole());
    });
    let both = sandbox.eval(&["inventory.json", "-q", "-v"]);
    assert_eq!(both.code, 2, "{}", both.whole());
}

#[test]
fn colours_are_as_wished_and_never_in_files() {
    let sandbox = sandbox();
    let arguments = ["inventory.json", "--select", "AZ-STORAGE-001"];
    let always = sandbox.eval(
        &[
            &arguments[..],
            &[
                "--color",
                "always",
                "-o",
                "pretty",
                "-o",
                "pretty=report.txt",
            ],
        ]
        .concat(),
    );
    let never = sandbox.eval(&[&arguments[..], &["--color", "never"]].concat());
    assert!(always.stdout.contains("\u{1b}[1m"), "{}", always.stdout);
    assert!(!never.stdout.contains('\u{1b}'));
    let plain = String::from_utf8(anstream_strip(&always.stdout)).unwrap();
    assert_eq!(plain, never.stdout, "nothing is lost without colours");
    assert_eq!(sandbox.read("report.txt"), never.stdout);
}

/// Takes control sequences off, as a terminal would.
fn anstream_strip(text: &str) -> Vec<u8> {
    let mut plain = anstream::StripStream::new(Vec::new());
    plain.write_all(text.as_bytes()).unwrap();
    plain.into_inner()
}

#[test]
fn json_has_everything_and_files_hold_the_same() {
    let sandbox = sandbox();
    let ran = sandbox.eval(&[
        "inventory.json",
        "--select",
        "AZ-STORAGE-001",
        "-o",
        "json",
        "-o",
        "json=decisions.json",
        "-o",
        "ndjson=decisions.ndjson",
        "-o",
        "pretty=report.txt",
    ]);
    assert_eq!(ran.code, 1);
    assert_eq!(sandbox.read("decisions.json"), ran.stdout);
    let whole = ran.json();
    let keys: Vec<&str> = whole
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    for key in [
        "format_version",
        "onus",
        "policy_set",
        "decisions",
        "summary",
        "not_assessed",
        "problems",
    ] {
        assert!(keys.contains(&key), "{key} is not among {keys:?}");
    }
    assert_eq!(text(&whole, "/policy_set/digest").len(), 64);
    assert_eq!(text(&whole, "/policy_set/editions/azure"), "msft-2026");
    assert_eq!(whole["policy_set"]["controls"], 1);
    assert_eq!(whole["summary"]["resources"], 3);
    assert_eq!(whole["summary"]["denied"], 1);
    assert_eq!(
        whole["not_assessed"]["types"]["microsoft.compute/virtualmachines"],
        1
    );
    let lines: Vec<Json> = sandbox
        .read("decisions.ndjson")
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(Json::Array(lines), whole["decisions"]);
    insta::assert_snapshot!(serde_json::to_string_pretty(&whole["decisions"][0]).unwrap());
}

#[test]
fn outputs_that_can_not_be_are_refused() {
    let sandbox = sandbox();
    for (name, arguments) in [
        (
            "two_on_standard_output",
            &["-o", "json", "-o", "pretty"][..],
        ),
        ("unknown_format", &["-o", "jsonl"]),
        ("unwritable_file", &["-o", "json=no/such/folder.json"]),
        ("two_in_one_file", &["-o", "json=a", "-o", "ndjson=a"]),
    ] {
        let ran = sandbox.eval(&[&HTTPS[..], arguments].concat());
        assert_eq!(ran.code, 2);
        insta::assert_snapshot!(name, ran.whole());
    }
}

#[test]
fn files_are_kept_when_the_run_can_not_start() {
    let sandbox = sandbox().file("old.json", "what was decided last time, and more than that");
    for wrong in [
        &["-o", "json=no/such/folder.json"][..],
        &["--waivers", "no-such.toml"],
        &["--now", "soon"],
    ] {
        let ran = sandbox.eval(&[&HTTPS[..], &["-o", "ndjson=old.json"], wrong].concat());
        assert_eq!(ran.code, 2, "{}", ran.whole());
        assert!(ran.stdout.is_empty(), "{}", ran.stdout);
        assert!(sandbox.read("old.json").starts_with("what was"));
    }
    let ran = sandbox.eval(&[&HTTPS[..], &["-o", "ndjson=old.json", "-o", "json"]].concat());
    assert_eq!(ran.code, 1, "{}", ran.whole());
    assert!(sandbox.read("old.json").starts_with("{\"decision\":"));
    assert!(!sandbox.read("old.json").contains("last time"));
}

/// Where the disk is full for one report, the others are still written.
#[cfg(target_os = "linux")]
#[test]
fn an_output_that_breaks_takes_no_other_one_along() {
    let sandbox = sandbox();
    let broken = ["-o", "json=/dev/full"];
    let ran = sandbox.eval(&[&HTTPS[..], &broken, &["-o", "pretty"]].concat());
    assert_eq!(ran.code, 2);
    assert!(ran.stdout.contains("1 denied"), "{}", ran.whole());
    assert!(ran.stderr.contains("`/dev/full` can't be written"));
    let ran = sandbox.eval(&[&HTTPS[..], &broken].concat());
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("`/dev/full` can't be written"));
}

#[test]
fn inventories_come_from_standard_input_folders_globs_and_odd_encodings() {
    let one = |name: &str| export(&[account(name, None, true)]);
    let utf16 = |text: &str, little: bool| {
        let mark = [0xfeff_u16];
        mark.into_iter()
            .chain(text.encode_utf16())
            .flat_map(|unit| {
                if little {
                    unit.to_le_bytes()
                } else {
                    unit.to_be_bytes()
                }
            })
            .collect::<Vec<u8>>()
    };
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(one("stgzip").as_bytes()).unwrap();
    let sandbox = Sandbox::new()
        .file("all/b.json", one("stb"))
        .file("all/a/deep.json", one("stdeep"))
        .file("all/a.json", one("sta"))
        .file("odd/bom.json", format!("\u{feff}{}", one("stbom")))
        .file("odd/gzip.json.gz", gzip.finish().unwrap())
        .file("odd/utf16be.json", utf16(&one("stbe"), false))
        .file("odd/utf16le.json", utf16(&one("stle"), true));
    let names = |arguments: &[&str]| {
        let mut all = vec!["--select", "AZ-STORAGE-001"];
        all.extend(arguments);
        let (_, decisions) = sandbox.decide(&all);
        decisions
            .iter()
            .map(|decision| text(decision, "/resource/name"))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        names(&[
            "odd/bom.json",
            "odd/gzip.json.gz",
            "odd/utf16be.json",
            "odd/utf16le.json"
        ]),
        ["stbom", "stgzip", "stbe", "stle"]
    );
    let mut folder = names(&["all"]);
    assert_eq!(folder, names(&["all"]), "the order is the same every time");
    folder.sort();
    assert_eq!(folder, ["sta", "stb", "stdeep"]);
    assert_eq!(names(&["all/*.json"]), ["sta", "stb"]);
    let piped = Ran::of(
        sandbox
            .command()
            .args(["eval", "-", "--select", "AZ-STORAGE-001", "-o", "json"])
            .write_stdin(one("stpiped")),
    );
    let whole = piped.json();
    assert_eq!(text(&whole, "/decisions/0/resource/name"), "stpiped");
    assert_eq!(text(&whole, "/decisions/0/resource/source/file"), "<stdin>");
}

#[test]
fn the_format_can_be_forced() {
    let sandbox = sandbox();
    let forced = sandbox.eval(&[&HTTPS[..], &["-q", "--format", "azure-resource-graph"]].concat());
    assert_eq!(forced.code, 1, "{}", forced.whole());
    for (name, format) in [
        ("format_that_does_not_fit", "arm-list"),
        ("format_misspelled", "azure-resource-grap"),
    ] {
        let ran = sandbox.eval(&[&HTTPS[..], &["-q", "--format", format]].concat());
        assert_eq!(ran.code, 2);
        insta::assert_snapshot!(name, ran.messages());
    }
}

/// A plan with one storage account.
fn plan(after: &Json, unknown: &Json, sensitive: &Json) -> String {
    serde_json::to_string_pretty(&json!({
        "format_version": "1.2",
        "terraform_version": "1.9.8",
        "planned_values": {"root_module": {"resources": []}},
        "resource_changes": [{
            "address": "azurerm_storage_account.this",
            "mode": "managed",
            "type": "azurerm_storage_account",
            "name": "this",
            "provider_name": "registry.terraform.io/hashicorp/azurerm",
            "change": {
                "actions": ["create"],
                "before": null,
                "after": after,
                "after_unknown": unknown,
                "before_sensitive": false,
                "after_sensitive": sensitive,
            },
        }],
        "configuration": {},
    }))
    .unwrap()
}

#[test]
fn secrets_are_shown_in_no_format() {
    let secret = "correct-horse-battery-staple";
    // Nobody marks it, and its name tells.
    let telling = "swordfish-and-chips";
    let quoting = control(
        "acme.quoting",
        "ACME-QUOTE-001",
        "[azurerm_storage_account]",
        "deny contains finding if {
	finding := {
		\"message\": sprintf(\"the words are %s and %v and %s\", [input.properties.custom_words, input.properties.nested, input.properties.admin_password]),
		\"pointer\": \"/properties/custom_words\",
		\"expected\": sprintf(\"not %s\", [input.properties.custom_words]),
	}
}

deny contains sprintf(\"upper: %s\", [json.marshal(input.properties)])
",
    );
    let sandbox = Sandbox::with(
        "plan.json",
        plan(
            &json!({"name": "stplan", "custom_words": secret, "nested": {"words": [secret]}, "admin_password": telling}),
            &json!({}),
            &json!({"custom_words": true, "nested": true}),
        ),
    )
    .file("quoting.rego", quoting);
    let ran = sandbox.eval(&[
        "plan.json",
        "--policy",
        "quoting.rego",
        "--select",
        "ACME-QUOTE-001",
        "-v",
        "-o",
        "pretty",
        "-o",
        "json=out.json",
        "-o",
        "ndjson=out.ndjson",
    ]);
    assert_eq!(ran.code, 1, "{}", ran.whole());
    for (name, shown) in [
        ("pretty", &ran.stdout),
        ("messages", &ran.stderr),
        ("json", &sandbox.read("out.json")),
        ("ndjson", &sandbox.read("out.ndjson")),
    ] {
        assert!(!shown.contains(secret), "{name} shows the secret:\n{shown}");
        assert!(
            !shown.contains(telling),
            "{name} shows the secret:\n{shown}"
        );
    }
    assert!(ran.stdout.contains("(withheld)"), "{}", ran.stdout);
}

/// Terraform writes a plan on one line, where a frame shows the neighbours of the
/// place that it is about.
#[test]
fn secrets_beside_a_finding_or_behind_a_switch_are_hidden_too() {
    let secrets = ["wisteria", "magnolia", "Unmanaged"];
    let plan = json!({
        "format_version": "1.2",
        "terraform_version": "1.9.8",
        "planned_values": {"root_module": {}},
        "resource_changes": [{
            "address": "azurerm_kubernetes_cluster.this",
            "mode": "managed",
            "type": "azurerm_kubernetes_cluster",
            "name": "this",
            "provider_name": "registry.terraform.io/hashicorp/azurerm",
            "change": {
                "actions": ["update"],
                "before": {"flower": secrets[0]},
                "after": {
                    "flower": secrets[1],
                    "node_os_upgrade_channel": secrets[2],
                    "plain": "a rose",
                },
                "after_unknown": {},
                "before_sensitive": {"flower": true},
                "after_sensitive": {"flower": true, "node_os_upgrade_channel": true},
            },
        }],
        "configuration": {},
    });
    let sandbox = Sandbox::with("plan.json", plan.to_string()).file(
        "plain.rego",
        control(
            "acme.plain",
            "ACME-PLAIN-001",
            "[azurerm_kubernetes_cluster]",
            "deny contains {\"message\": \"too plain\", \"pointer\": \"/properties/plain\"}",
        ),
    );
    let ran = sandbox.eval(&[
        "plan.json",
        "--policy",
        "plain.rego",
        "--select",
        "ACME-PLAIN-001,AZ-AKS-003",
        "-o",
        "pretty",
        "-o",
        "json=out.json",
    ]);
    assert_eq!(ran.code, 1, "{}", ran.whole());
    assert!(ran.stdout.contains("a rose"), "{}", ran.stdout);
    let json = sandbox.read("out.json");
    assert!(json.contains("node_os_upgrade_channel"), "{json}");
    let who = sandbox.run(&["who", "plan.json"]).stdout;
    let who_json = sandbox.run(&["who", "plan.json", "-o", "json"]).stdout;
    for shown in [&ran.stdout, &json, &who, &who_json] {
        for secret in secrets {
            assert!(!shown.contains(secret), "{secret} is shown in:\n{shown}");
        }
    }
}

#[test]
fn terminal_escapes_in_names_and_messages_are_made_visible() {
    let mut odd = account("st\u{1b}[2Jshop\u{202e}", Some("sh\u{7}op"), false);
    odd["properties"]["colour"] = json!("\u{1b}]0;owned\u{7}");
    let loud = control(
        "acme.loud",
        "ACME-LOUD-001",
        "[microsoft.storage/storageaccounts]",
        "deny contains {\"message\": sprintf(\"%s is loud\", [input.properties.colour]), \"pointer\": \"/properties/colour\"}",
    );
    let sandbox = Sandbox::with("inventory.json", export(&[odd])).file("loud.rego", loud);
    let ran = sandbox.eval(&[
        "inventory.json",
        "--policy",
        "loud.rego",
        "--select",
        "ACME-LOUD-001",
    ]);
    for shown in [&ran.stdout, &ran.stderr] {
        assert!(
            !shown
                .chars()
                .any(|c| (c.is_control() && c != '\n') || c == '\u{202e}'),
            "{shown:?}"
        );
    }
    insta::assert_snapshot!(ran.whole());
}

#[test]
fn unknown_facts_deny_and_are_named_where_they_are_read() {
    let sandbox = Sandbox::with(
        "plan.json",
        plan(
            &json!({"name": "stplan", "min_tls_version": "TLS1_2"}),
            &json!({"https_traffic_only_enabled": true, "primary_access_key": true, "id": true}),
            &json!({}),
        ),
    );
    let (code, decisions) =
        sandbox.decide(&["plan.json", "--select", "AZ-STORAGE-001,AZ-STORAGE-002"]);
    assert_eq!(code, 1);
    let short: Vec<String> = decisions
        .iter()
        .map(|decision| {
            format!(
                "{} {} {}",
                text(decision, "/control/id"),
                text(decision, "/decision"),
                text(decision, "/status")
            )
        })
        .collect();
    assert_eq!(
        short,
        [
            "AZ-STORAGE-001 deny unknown",
            "AZ-STORAGE-002 allow satisfied"
        ]
    );
    assert_eq!(
        text(&decisions[0], "/findings/0/pointer"),
        "/properties/https_traffic_only_enabled"
    );
    insta::assert_snapshot!(
        sandbox
            .eval(&["plan.json", "--select", "AZ-STORAGE-001"])
            .whole()
    );
}

#[test]
fn the_clock_of_policies_is_the_runs() {
    let sandbox = sandbox().file(
        "clock.rego",
        control(
            "acme.clock",
            "ACME-CLOCK-001",
            "[microsoft.compute/virtualmachines]",
            "deny contains sprintf(\"it is %s\", [time.format(time.now_ns())])",
        ),
    );
    let (_, decisions) = sandbox.decide(&[
        "inventory.json",
        "--policy",
        "clock.rego",
        "--select",
        "ACME-CLOCK-001",
    ]);
    assert_eq!(
        text(&decisions[0], "/findings/0/message"),
        "it is 2026-11-21T00:00:00Z"
    );
}
