//! `onus eval`: every flag, every exit code.

use std::io::Write as _;

use serde_json::json;

use crate::eval_secrets::plan;
use crate::parties::THIRD_PARTY;
use crate::sandbox::{Ran, Sandbox, account, control, export, line, record, shop, text};
use crate::support::root;

/// The shop's inventory and one control over it keep snapshots short.
pub const HTTPS: [&str; 3] = ["inventory.json", "--select", "AZ-STORAGE-001"];

pub fn sandbox() -> Sandbox {
    Sandbox::with("inventory.json", shop())
}

#[test]
fn a_denial_shows_place_party_basis_and_fix() {
    insta::assert_snapshot!(sandbox().eval(&HTTPS).transcript());
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
        assert_eq!(ran.code, code, "{arguments:?}\n{}", ran.transcript());
        assert_eq!(
            ran.stderr.is_empty(),
            code < 2,
            "{arguments:?}\n{}",
            ran.transcript()
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
    assert_eq!(clean.code, 0, "{}", clean.transcript());
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
    insta::assert_snapshot!(ran.transcript());
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
    insta::assert_snapshot!("no_policies_at_all", ran.transcript());
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
    insta::assert_snapshot!("policies_that_are_not_there", ran.transcript());
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
        insta::assert_snapshot!(name, ran.transcript());
    }
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
    assert_eq!(forced.code, 1, "{}", forced.transcript());
    for (name, format) in [
        ("format_that_does_not_fit", "arm-list"),
        ("format_misspelled", "azure-resource-grap"),
    ] {
        let ran = sandbox.eval(&[&HTTPS[..], &["-q", "--format", format]].concat());
        assert_eq!(ran.code, 2);
        insta::assert_snapshot!(name, ran.messages());
    }
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
            .transcript()
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
