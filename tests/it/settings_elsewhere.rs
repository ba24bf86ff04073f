//! Settings of a resource that are resources of their own: auditing of servers. Each
//! reads the same from every source, and what was not collected is unknown.

use serde_json::{Value as Json, json};

use crate::inventories::{plan, template};
use crate::sandbox::{Sandbox, export, record};

/// The statuses of a control for the resources of a file, by name.
fn statuses(control: &str, name: &str, text: &str) -> Vec<String> {
    let sandbox = Sandbox::with(name, text);
    let (_, decisions) = sandbox.decide(&[name, "--select", control]);
    decisions
        .iter()
        .map(|decision| decision["status"].as_str().unwrap().to_owned())
        .collect()
}

/// The status of a control for the one resource of a file that it selects.
fn status(control: &str, name: &str, text: &str) -> String {
    let found = statuses(control, name, text);
    assert_eq!(found.len(), 1, "{found:?}");
    found.into_iter().next().unwrap()
}

/// A record that stands below another one: `kind` and `name` are what its id has
/// behind that of the other one.
fn below(above: &Json, kind: &str, path: &str, properties: &Json) -> Json {
    let mut record = record(kind, path.rsplit('/').next().unwrap(), None, properties);
    record["id"] = json!(format!("{}/{path}", above["id"].as_str().unwrap()));
    record
}

const AUDITING: &str = "AZ-SQL-005";

#[test]
fn resource_graph_leads_from_servers_to_their_auditing() {
    let graph = |records: &[Json]| status(AUDITING, "estate.json", &export(records));
    let server = record("microsoft.sql/servers", "sql", None, &json!({}));
    let setting = |kind: &str, state: &str| {
        let properties = json!({"state": state, "isAzureMonitorTargetEnabled": true});
        below(
            &server,
            &format!("Microsoft.Sql/servers/{kind}"),
            &format!("{kind}/Default"),
            &properties,
        )
    };
    let on = setting("auditingSettings", "Enabled");
    let off = setting("extendedAuditingSettings", "Disabled");
    assert_eq!(graph(&[server.clone(), on.clone()]), "satisfied");
    assert_eq!(graph(&[server.clone(), off.clone()]), "violated");
    assert_eq!(graph(&[server.clone(), on, off]), "violated");
    assert_eq!(graph(std::slice::from_ref(&server)), "unknown");
    // Settings were collected, and this server has none; those of a database that is
    // not in the inventory are not the server's.
    let database = below(
        &server,
        "Microsoft.Sql/servers/databases/auditingSettings",
        "databases/shop/auditingSettings/Default",
        &json!({"state": "Enabled"}),
    );
    assert_eq!(graph(&[server.clone(), database]), "unknown");
    let other = record("microsoft.sql/servers", "other", None, &json!({}));
    let elsewhere = below(
        &other,
        "microsoft.sql/servers/auditingsettings",
        "auditingSettings/Default",
        &json!({"state": "Enabled"}),
    );
    assert_eq!(graph(&[server.clone(), elsewhere]), "violated");
}

#[test]
fn arm_templates_lead_from_servers_to_their_auditing() {
    let server = |children: Json| {
        json!({"type": "Microsoft.Sql/servers", "apiVersion": "2023-08-01", "name": "sql",
            "properties": {}, "resources": children})
    };
    let of = |resources: &[Json]| status(AUDITING, "main.json", &template(resources));
    let inside = |state: &str| {
        json!([{"type": "auditingSettings", "apiVersion": "2023-08-01", "name": "default",
            "properties": {"state": state}}])
    };
    assert_eq!(of(&[server(inside("Enabled"))]), "satisfied");
    assert_eq!(of(&[server(inside("Disabled"))]), "violated");
    assert_eq!(
        of(&[server(inside("[parameters('subnetId')]"))]),
        "unknown",
        "a parameter without a value"
    );
    assert_eq!(of(&[server(json!([]))]), "unknown");
    let beside = |server: &str| {
        json!({"type": "Microsoft.Sql/servers/extendedAuditingSettings", "apiVersion": "2023-08-01",
            "name": format!("{server}/default"), "properties": {"state": "Enabled"},
            "dependsOn": ["[resourceId('Microsoft.Sql/servers', 'sql')]"]})
    };
    assert_eq!(of(&[server(json!([])), beside("sql")]), "satisfied");
    // To be deployed after a server is not to be set for it.
    assert_eq!(of(&[server(json!([])), beside("other")]), "violated");
}

/// Servers of a plan, and a policy for the first one.
fn servers(names: &[&str], policy: Option<(Json, Json)>, arguments: &[(&str, &str)]) -> String {
    const POLICY: &str = "azurerm_mssql_server_extended_auditing_policy";
    let mut changes: Vec<(&str, &str, Json, Json)> = names
        .iter()
        .map(|name| {
            (
                "azurerm_mssql_server",
                *name,
                json!({"name": name}),
                json!({"id": true}),
            )
        })
        .collect();
    if let Some((after, unknown)) = policy {
        changes.push((POLICY, "audit", after, unknown));
    }
    let references: Vec<(&str, [String; 2])> = arguments
        .iter()
        .map(|(argument, name)| {
            let address = format!("azurerm_mssql_server.{name}");
            (*argument, [format!("{address}.id"), address])
        })
        .collect();
    let references: Vec<(&str, Vec<&str>)> = references
        .iter()
        .map(|(argument, to)| (*argument, to.iter().map(String::as_str).collect()))
        .collect();
    let references: Vec<(&str, &str, &str, &[&str])> = references
        .iter()
        .map(|(argument, to)| (POLICY, "audit", *argument, to.as_slice()))
        .collect();
    plan(&changes, &references)
}

#[test]
fn terraform_plans_lead_from_servers_to_their_auditing() {
    let of = |text: &str| statuses(AUDITING, "plan.json", text);
    let late = json!({"id": true, "server_id": true, "storage_endpoint": true});
    let set = [("server_id", "sql")];
    let on = (json!({"enabled": true}), late.clone());
    assert_eq!(
        of(&servers(&["sql"], Some(on.clone()), &set)),
        ["satisfied"]
    );
    let off = (json!({"enabled": false}), late.clone());
    assert_eq!(of(&servers(&["sql"], Some(off), &set)), ["violated"]);
    let mut unsure = late.clone();
    unsure["enabled"] = json!(true);
    assert_eq!(
        of(&servers(&["sql"], Some((json!({}), unsure)), &set)),
        ["unknown"]
    );
    assert_eq!(of(&servers(&["sql"], None, &[])), ["unknown"]);
    // One that names a second server in another argument is still set for the first.
    let more = [("server_id", "sql"), ("storage_account_id", "other")];
    assert_eq!(
        of(&servers(&["sql", "other"], Some(on), &more)),
        ["satisfied", "violated"]
    );
    // An id that is known says itself what it is for.
    let outside = format!(
        "{}/servers/elsewhere",
        "/subscriptions/s/resourceGroups/g/providers/Microsoft.Sql"
    );
    let known = (
        json!({"enabled": true, "server_id": outside}),
        json!({"id": true}),
    );
    assert_eq!(of(&servers(&["sql"], Some(known), &set)), ["violated"]);
}
