//! `onus who`: the responsibility matrix itself.

use serde_json::{Value as Json, json};

use crate::sandbox::{Ran, Sandbox, export, record, shop, text};

fn who(sandbox: &Sandbox, arguments: &[&str]) -> Ran {
    let mut all = vec!["who"];
    all.extend(arguments);
    sandbox.run(&all)
}

/// `kind name` of whoever is accountable for a layer in `onus who -o json`.
fn accountable(whole: &Json, resource: usize, layer: &str) -> String {
    let party = &whole[resource]["layers"][layer]["accountable"];
    match party.get("name").and_then(Json::as_str) {
        Some(name) => format!("{} {name}", text(party, "/kind")),
        None => text(party, "/kind"),
    }
}

#[test]
fn without_a_subject_all_editions_are_shown() {
    let sandbox = Sandbox::new();
    let ran = who(&sandbox, &[]);
    assert_eq!(ran.code, 0);
    insta::assert_snapshot!(ran.transcript());
    let whole = who(&sandbox, &["-o", "json"]).json();
    for edition in [
        "msft-2016-press",
        "msft-2017",
        "msft-2019",
        "msft-2026",
        "aws-2026",
        "gcp-2023",
    ] {
        assert_eq!(
            text(
                &whole,
                &format!("/{edition}/iaas/datacenter/accountable/kind")
            ),
            "provider",
            "{edition}"
        );
        assert_eq!(
            text(&whole, &format!("/{edition}/iaas/data/accountable/kind")),
            "customer",
            "{edition}"
        );
    }
}

#[test]
fn the_edition_decides_who_has_the_operating_system_of_an_app() {
    let sandbox = Sandbox::new();
    let app = |arguments: &[&str]| {
        let whole = who(
            &sandbox,
            &[&["Microsoft.Web/sites", "-o", "json"], arguments].concat(),
        )
        .json();
        accountable(&whole, 0, "os.guest")
    };
    assert_eq!(app(&["--edition", "azure=msft-2016-press"]), "customer");
    assert_eq!(app(&["--edition", "azure=msft-2026"]), "provider Microsoft");
    assert_eq!(app(&[]), "provider Microsoft");
}

#[test]
fn a_type_shows_its_layers_its_switches_and_what_other_editions_say() {
    let sandbox = Sandbox::new();
    let ran = who(&sandbox, &["Microsoft.ContainerService/managedClusters"]);
    assert_eq!(ran.code, 0);
    for part in [
        "os.node",
        "nodeOSUpgradeChannel",
        "msft-2016-press",
        "Microsoft",
    ] {
        assert!(
            ran.stdout.contains(part),
            "{part} is missing:\n{}",
            ran.stdout
        );
    }
    insta::assert_snapshot!(ran.transcript());
}

#[test]
fn types_of_every_provider_are_known_whatever_their_case() {
    let sandbox = Sandbox::new();
    let kinds = [
        "aws_instance",
        "AWS::Lambda::Function",
        "google_compute_instance",
        "container.googleapis.com/Cluster",
        "MICROSOFT.KEYVAULT/VAULTS",
    ];
    let ran = who(&sandbox, &[&kinds[..], &["-o", "json"]].concat());
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    let whole = ran.json();
    let hosts: Vec<String> = (0..kinds.len())
        .map(|index| accountable(&whole, index, "host"))
        .collect();
    assert_eq!(
        hosts,
        [
            "provider AWS",
            "provider AWS",
            "provider Google",
            "provider Google",
            "provider Microsoft"
        ]
    );
}

#[test]
fn an_unknown_type_is_said_to_be_nobodys() {
    let sandbox = Sandbox::new();
    insta::assert_snapshot!(
        "misspelled_type",
        who(&sandbox, &["Microsoft.Web/site"]).transcript()
    );
    let whole = who(&sandbox, &["Contoso.Tills/drawers", "-o", "json"]).json();
    for (layer, answer) in whole[0]["layers"].as_object().unwrap() {
        assert_eq!(answer["accountable"], Json::Null, "{layer}");
        assert!(text(answer, "/reason").contains("unassigned"), "{layer}");
    }
    let nothing = who(&sandbox, &["inventory.json"]);
    assert_eq!(nothing.code, 2);
    insta::assert_snapshot!("missing_file", nothing.transcript());
}

fn cluster(name: &str, channel: &str) -> Json {
    record(
        "Microsoft.ContainerService/managedClusters",
        name,
        Some("platform"),
        &json!({"autoUpgradeProfile": {"nodeOSUpgradeChannel": channel}}),
    )
}

#[test]
fn the_channel_of_a_cluster_moves_its_nodes_from_one_party_to_the_other() {
    let sandbox = Sandbox::with(
        "clusters.json",
        export(&[
            cluster("aks-none", "None"),
            cluster("aks-image", "NodeImage"),
        ]),
    );
    let whole = who(&sandbox, &["clusters.json", "-o", "json"]).json();
    assert_eq!(accountable(&whole, 0, "os.node"), "customer platform");
    assert_eq!(accountable(&whole, 1, "os.node"), "provider Microsoft");
    for (index, value) in [(0, "None"), (1, "NodeImage")] {
        assert_eq!(
            whole[index]["layers"]["os.node"]["basis"]["switch"],
            json!({"pointer": "/properties/autoUpgradeProfile/nodeOSUpgradeChannel", "value": value})
        );
    }
    // What is decided says the same.
    let (_, decisions) = sandbox.decide(&["clusters.json", "--select", "AZ-AKS-003"]);
    assert_eq!(
        decisions
            .iter()
            .map(|decision| text(decision, "/responsible/accountable/kind"))
            .collect::<Vec<_>>(),
        ["customer", "provider"]
    );
    insta::assert_snapshot!(who(&sandbox, &["clusters.json"]).transcript());
}

#[test]
fn compare_shows_the_cells_that_move() {
    let sandbox = Sandbox::with("shop.json", shop());
    let ran = who(
        &sandbox,
        &["Microsoft.Web/sites", "--compare", "msft-2016-press"],
    );
    assert_eq!(ran.code, 0);
    insta::assert_snapshot!("compare_type", ran.transcript());
    let file = who(
        &sandbox,
        &["shop.json", "--compare", "msft-2019", "-o", "json"],
    )
    .json();
    assert_eq!(
        text(&file, "/0/compare/msft-2019/network.controls/basis/edition"),
        "msft-2019"
    );
    insta::assert_snapshot!(
        "compare_with_an_unknown_edition",
        who(&sandbox, &["Microsoft.Web/sites", "--compare", "msft-2018"]).transcript()
    );
}

#[test]
fn agreements_of_the_organisation_are_shown_too() {
    let sandbox = Sandbox::new().file(
        "agreements.rego",
        r#"# METADATA
# title: Our agreements
# custom:
#   id: ACME-AGREEMENTS
#   kind: boundary
#   resources: [microsoft.compute/virtualmachines]
package acme.agreements

responsibility[layer] := {
	"performs": [{"party": {"kind": "third_party", "name": "Fabrikam"}, "duty": "do it"}],
	"accountable": {"kind": "third_party", "name": "Fabrikam"},
} if {
	some layer in ["os.guest", "data"]
}
"#,
    );
    let whole = who(
        &sandbox,
        &[
            "microsoft.compute/virtualmachines",
            "--policy",
            "agreements.rego",
            "-o",
            "json",
        ],
    )
    .json();
    assert_eq!(accountable(&whole, 0, "os.guest"), "third_party Fabrikam");
    assert_eq!(accountable(&whole, 0, "data"), "third_party Fabrikam");
    assert_eq!(accountable(&whole, 0, "host"), "provider Microsoft");
}
