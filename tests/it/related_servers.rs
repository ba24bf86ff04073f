//! Firewall rules of database servers, in each format that has them as resources of their own.

use serde_json::{Value as Json, json};

use crate::inventories::{plan, template};
use crate::sandbox::{Sandbox, export, record};

/// A control of a user's own over a server's firewall rules, the same for every
/// source.
fn firewall() -> String {
    let kinds = "[microsoft.sql/servers, azurerm_mssql_server]";
    let body = r#"import data.onus.lib.relation

kinds := ["microsoft.sql/servers/firewallrules", "azurerm_mssql_firewall_rule"]

start(rule) := rule.properties.startIpAddress

start(rule) := rule.properties.start_ip_address

deny contains finding if {
	some i, rule in relation.named("firewall_rules")
	start(rule) == "0.0.0.0"
	finding := {"message": "everybody", "pointer": sprintf("/related/firewall_rules/%d/properties", [i])}
}

deny contains {"message": "not collected", "unknown": true} if {
	count(relation.named("firewall_rules")) == 0
	not relation.collected(kinds)
}"#;
    crate::sandbox::control("acme.firewall", "ACME-SQL-001", kinds, body).replace(
        "#   remediation:",
        "#   needs: [firewall_rules]\n#   remediation:",
    )
}

fn server_status(name: &str, text: &str) -> String {
    let sandbox = Sandbox::new()
        .file("p/firewall.rego", firewall())
        .file(name, text);
    let (_, decisions) = sandbox.decide(&[name, "--policy", "p", "--select", "ACME-SQL-001"]);
    assert_eq!(decisions.len(), 1, "{decisions:#?}");
    decisions[0]["status"].as_str().unwrap().to_owned()
}

#[test]
fn servers_have_their_firewall_rules_whatever_the_source() {
    let kind = "microsoft.sql/servers/firewallrules";
    let server = record(
        "microsoft.sql/servers",
        "sql",
        None,
        &json!({"version": "12.0"}),
    );
    let rule = |start: &str| {
        let mut rule = record(
            kind,
            "office",
            None,
            &json!({"startIpAddress": start, "endIpAddress": "203.0.113.9"}),
        );
        let id = format!("{}/firewallRules/office", server["id"].as_str().unwrap());
        rule["id"] = json!(id);
        rule
    };
    let graph = |records: &[Json]| server_status("estate.json", &export(records));
    assert_eq!(graph(&[server.clone(), rule("203.0.113.1")]), "satisfied");
    assert_eq!(graph(&[server.clone(), rule("0.0.0.0")]), "violated");
    assert_eq!(graph(std::slice::from_ref(&server)), "unknown");

    let planned = |start: &str| {
        plan(
            &[
                (
                    "azurerm_mssql_server",
                    "sql",
                    json!({"name": "sql"}),
                    json!({"id": true}),
                ),
                (
                    "azurerm_mssql_firewall_rule",
                    "office",
                    json!({"start_ip_address": start, "end_ip_address": "203.0.113.9"}),
                    json!({"id": true, "server_id": true}),
                ),
            ],
            &[(
                "azurerm_mssql_firewall_rule",
                "office",
                "server_id",
                &["azurerm_mssql_server.sql.id", "azurerm_mssql_server.sql"],
            )],
        )
    };
    assert_eq!(
        server_status("plan.json", &planned("203.0.113.1")),
        "satisfied"
    );
    assert_eq!(server_status("plan.json", &planned("0.0.0.0")), "violated");
    let alone = plan(
        &[(
            "azurerm_mssql_server",
            "sql",
            json!({"name": "sql"}),
            json!({"id": true}),
        )],
        &[],
    );
    assert_eq!(server_status("plan.json", &alone), "unknown");

    let deployed = |rules: &[Json]| {
        template(&[json!({
            "type": "Microsoft.Sql/servers", "apiVersion": "2023-08-01", "name": "sql",
            "properties": {}, "resources": rules,
        })])
    };
    let inside = |start: &str| {
        json!({
            "type": "firewallRules", "apiVersion": "2023-08-01", "name": "office",
            "properties": {"startIpAddress": start, "endIpAddress": "203.0.113.9"},
        })
    };
    assert_eq!(
        server_status("main.json", &deployed(&[inside("203.0.113.1")])),
        "satisfied"
    );
    assert_eq!(
        server_status("main.json", &deployed(&[inside("0.0.0.0")])),
        "violated"
    );
    assert_eq!(server_status("main.json", &deployed(&[])), "unknown");
}
