//! Settings of a resource that are resources of their own: auditing of servers,
//! diagnostics of vaults and network rules of storage accounts. Each reads the same from every source, and what was not
//! collected is unknown.

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
    // What another server has says nothing about this one.
    assert_eq!(graph(&[server.clone(), elsewhere]), "unknown");
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
    assert_eq!(of(&[server(json!([])), beside("other")]), "unknown");
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
        ["satisfied", "unknown"]
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
    assert_eq!(of(&servers(&["sql"], Some(known), &set)), ["unknown"]);
}

const DIAGNOSTICS: &str = "AZ-KV-005";

#[test]
fn resource_graph_and_rest_lead_from_vaults_to_their_diagnostics() {
    let graph = |records: &[Json]| status(DIAGNOSTICS, "estate.json", &export(records));
    let vault = record("microsoft.keyvault/vaults", "kv", None, &json!({}));
    let path = "providers/microsoft.insights/diagnosticSettings/service";
    let setting = |above: &Json, group: &str| {
        let properties = json!({"logs": [{"categoryGroup": group, "enabled": true}],
            "workspaceId": "/subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/w"});
        below(
            above,
            "Microsoft.Insights/diagnosticSettings",
            path,
            &properties,
        )
    };
    assert_eq!(
        graph(&[vault.clone(), setting(&vault, "audit")]),
        "satisfied"
    );
    assert_eq!(
        graph(&[vault.clone(), setting(&vault, "other")]),
        "violated"
    );
    assert_eq!(graph(std::slice::from_ref(&vault)), "unknown");
    // The logs of something below the vault are not the vault's, nor are those that
    // are only sent to it.
    let mut inside = setting(&vault, "audit");
    inside["id"] = json!(format!("{}/keys/k/{path}", vault["id"].as_str().unwrap()));
    assert_eq!(graph(&[vault.clone(), inside]), "unknown");
    let other = record("microsoft.web/sites", "web", None, &json!({}));
    let mut sent = setting(&other, "audit");
    sent["properties"]["storageAccountId"] = vault["id"].clone();
    assert_eq!(graph(&[vault.clone(), sent]), "unknown");
    // The settings as the REST API lists them, in a file of their own.
    let page = json!({"value": [setting(&vault, "allLogs")]});
    let sandbox =
        Sandbox::with("estate.json", export(&[vault])).file("settings.json", page.to_string());
    let (_, decisions) = sandbox.decide(&["estate.json", "settings.json", "--select", DIAGNOSTICS]);
    assert_eq!(decisions[0]["status"], "satisfied");
}

#[test]
fn arm_templates_lead_from_vaults_to_their_diagnostics() {
    let vault = |children: Json| {
        json!({"type": "Microsoft.KeyVault/vaults", "apiVersion": "2023-07-01", "name": "kv",
            "properties": {}, "resources": children})
    };
    let of = |resources: &[Json]| status(DIAGNOSTICS, "main.json", &template(resources));
    let properties =
        |enabled: bool| json!({"logs": [{"category": "AuditEvent", "enabled": enabled}]});
    let inside = |enabled: bool| {
        json!([{"type": "providers/diagnosticSettings", "apiVersion": "2021-05-01-preview",
            "name": "Microsoft.Insights/service", "properties": properties(enabled)}])
    };
    assert_eq!(of(&[vault(inside(true))]), "satisfied");
    assert_eq!(of(&[vault(inside(false))]), "violated");
    assert_eq!(of(&[vault(json!([]))]), "unknown");
    let beside = json!({"type": "Microsoft.KeyVault/vaults/providers/diagnosticSettings",
        "apiVersion": "2021-05-01-preview", "name": "kv/Microsoft.Insights/service",
        "properties": properties(true)});
    assert_eq!(of(&[vault(json!([])), beside]), "satisfied");
    let scoped = |scope: &str| {
        json!({"type": "Microsoft.Insights/diagnosticSettings", "apiVersion": "2021-05-01-preview",
            "name": "service", "scope": scope, "properties": properties(true),
            "dependsOn": ["[resourceId('Microsoft.KeyVault/vaults', 'kv')]"]})
    };
    for scope in [
        "[resourceId('Microsoft.KeyVault/vaults', 'kv')]",
        "[format('Microsoft.KeyVault/vaults/{0}', 'kv')]",
    ] {
        assert_eq!(
            of(&[vault(json!([])), scoped(scope)]),
            "satisfied",
            "{scope}"
        );
    }
    for scope in [
        "[resourceId('Microsoft.KeyVault/vaults', 'other')]",
        "[format('Microsoft.KeyVault/vaults/{0}/keys/k', 'kv')]",
        "[parameters('subnetId')]",
    ] {
        assert_eq!(of(&[vault(json!([])), scoped(scope)]), "unknown", "{scope}");
    }
}

#[test]
fn terraform_plans_lead_from_vaults_to_their_diagnostics() {
    const VAULT: &str = "azurerm_key_vault";
    const SETTING: &str = "azurerm_monitor_diagnostic_setting";
    let of = |setting: Option<Json>, argument: &str| {
        let mut changes = vec![(VAULT, "kv", json!({"name": "kv"}), json!({"id": true}))];
        if let Some(after) = setting {
            let unknown = json!({"id": true, "target_resource_id": true, "log_analytics_workspace_id": true,
                "enabled_log": [{}]});
            changes.push((SETTING, "audit", after, unknown));
        }
        let text = plan(
            &changes,
            &[(
                SETTING,
                "audit",
                argument,
                &["azurerm_key_vault.kv.id", "azurerm_key_vault.kv"],
            )],
        );
        status(DIAGNOSTICS, "plan.json", &text)
    };
    let sends = |category: &str| Some(json!({"enabled_log": [{"category": category}]}));
    assert_eq!(of(sends("AuditEvent"), "target_resource_id"), "satisfied");
    assert_eq!(of(sends("Other"), "target_resource_id"), "violated");
    assert_eq!(of(None, "target_resource_id"), "unknown");
    // To send logs somewhere is not to send its logs.
    assert_eq!(of(sends("AuditEvent"), "storage_account_id"), "unknown");
}

#[test]
fn network_rules_count_inside_of_the_account_and_beside_it() {
    const ACCOUNT: &str = "azurerm_storage_account";
    const RULES: &str = "azurerm_storage_account_network_rules";
    let of = |account: Json, rules: Option<(Json, Json)>| {
        let mut unknown = json!({"id": true});
        // What no block sets is read back after the apply.
        if account.get("network_rules").is_none() {
            unknown["network_rules"] = json!(true);
        }
        let mut changes = vec![(ACCOUNT, "data", account, unknown)];
        if let Some((after, unknown)) = rules {
            changes.push((RULES, "data", after, unknown));
        }
        let address = [
            "azurerm_storage_account.data.id",
            "azurerm_storage_account.data",
        ];
        let text = plan(&changes, &[(RULES, "data", "storage_account_id", &address)]);
        let sandbox = Sandbox::with("plan.json", text);
        let (_, decisions) = sandbox.decide(&["plan.json", "--select", "AZ-STORAGE-005"]);
        assert_eq!(decisions.len(), 1, "{decisions:#?}");
        let kind = decisions[0]["resource"]["type"].as_str().unwrap();
        let status = decisions[0]["status"].as_str().unwrap();
        format!(
            "{} {status}",
            if kind == RULES { "rules" } else { "account" }
        )
    };
    let late = || json!({"id": true, "storage_account_id": true});
    let beside = |action: &str| Some((json!({"default_action": action}), late()));
    let inside = |action: &str| json!({"network_rules": [{"default_action": action}]});
    assert_eq!(of(inside("Deny"), None), "account satisfied");
    assert_eq!(of(inside("Allow"), None), "account violated");
    assert_eq!(of(json!({}), None), "account unknown");
    assert_eq!(of(json!({}), beside("Deny")), "rules satisfied");
    assert_eq!(of(json!({}), beside("Allow")), "rules violated");
    let mut unsure = late();
    unsure["default_action"] = json!(true);
    assert_eq!(of(json!({}), Some((json!({}), unsure))), "rules unknown");
    assert_eq!(of(inside("Deny"), beside("Deny")), "rules satisfied");
    assert_eq!(of(inside("Allow"), beside("Deny")), "rules violated");
    let closed = json!({"public_network_access_enabled": false});
    assert_eq!(of(closed, beside("Allow")), "rules satisfied");
}
