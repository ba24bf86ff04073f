//! What a template leaves out is known: the default of the API version that it states decides.

use serde_json::{Value as Json, json};

use crate::inventories::template;
use crate::sandbox::Sandbox;

/// The status of one control for the one resource of a template.
fn status(control: &str, resource: &Json) -> String {
    let text = template(std::slice::from_ref(resource));
    let sandbox = Sandbox::with("template.json", text);
    let (_, decisions) = sandbox.decide(&["template.json", "--select", control]);
    assert_eq!(decisions.len(), 1, "{control}: {decisions:?}");
    decisions[0]["status"].as_str().unwrap().to_owned()
}

fn bare(kind: &str, version: &str) -> Json {
    json!({"type": kind, "apiVersion": version, "name": "a", "properties": {}})
}

#[test]
fn defaults_turn_with_the_api_version() {
    let turning = [
        (
            "AZ-STORAGE-001",
            "Microsoft.Storage/storageAccounts",
            "2018-07-01",
            "2019-04-01",
        ),
        (
            "AZ-STORAGE-003",
            "Microsoft.Storage/storageAccounts",
            "2022-09-01",
            "2023-01-01",
        ),
        (
            "AZ-EH-002",
            "Microsoft.EventHub/namespaces",
            "2021-11-01",
            "2024-01-01",
        ),
        (
            "AZ-SB-002",
            "Microsoft.ServiceBus/namespaces",
            "2021-11-01",
            "2022-01-01-preview",
        ),
        (
            "AZ-AGW-002",
            "Microsoft.Network/applicationGateways",
            "2022-07-01",
            "2024-01-01",
        ),
    ];
    for (control, kind, before, since) in turning {
        assert_eq!(
            status(control, &bare(kind, before)),
            "violated",
            "{control} {before}"
        );
        assert_eq!(
            status(control, &bare(kind, since)),
            "satisfied",
            "{control} {since}"
        );
    }
}

#[test]
fn defaults_of_every_version_decide_too() {
    for (control, kind, expected) in [
        ("AZ-APP-002", "Microsoft.Web/sites", "satisfied"),
        ("AZ-APP-003", "Microsoft.Web/sites", "violated"),
        ("AZ-APP-004", "Microsoft.Web/sites", "satisfied"),
        ("AZ-APP-008", "Microsoft.Web/sites", "satisfied"),
        ("AZ-APP-011", "Microsoft.Web/sites", "violated"),
        ("AZ-SQL-001", "Microsoft.Sql/servers", "satisfied"),
        (
            "AZ-COSMOS-003",
            "Microsoft.DocumentDB/databaseAccounts",
            "satisfied",
        ),
        ("AZ-REDIS-002", "Microsoft.Cache/redis", "satisfied"),
        ("AZ-ACA-001", "Microsoft.App/containerApps", "satisfied"),
    ] {
        assert_eq!(
            status(control, &bare(kind, "2022-03-01")),
            expected,
            "{control}"
        );
    }
}

#[test]
fn a_setting_of_the_template_comes_before_the_default() {
    let mut account = bare("Microsoft.Storage/storageAccounts", "2018-07-01");
    account["properties"] = json!({"supportsHttpsTrafficOnly": true});
    assert_eq!(status("AZ-STORAGE-001", &account), "satisfied");
    let mut site = bare("Microsoft.Web/sites", "2022-03-01");
    site["properties"] = json!({"siteConfig": {"minTlsVersion": "1.2", "scmMinTlsVersion": "1.0"}});
    assert_eq!(status("AZ-APP-002", &site), "violated");
}

#[test]
fn facts_that_nothing_depends_on_do_not_make_web_apps_unknown() {
    let mut site = bare("Microsoft.Web/sites", "2022-03-01");
    site["properties"] = json!({
        "serverFarmId": "[resourceId('Microsoft.Web/serverfarms', reference('x').plan)]",
        "siteConfig": {"appSettings": [{"name": "KEY", "value": "[reference('x').key]"}]},
    });
    for (control, expected) in [
        ("AZ-APP-002", "satisfied"),
        ("AZ-APP-004", "satisfied"),
        ("AZ-APP-008", "satisfied"),
        ("AZ-APP-011", "violated"),
    ] {
        assert_eq!(status(control, &site), expected, "{control}");
    }
}
