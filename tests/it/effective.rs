//! Effective configuration: children own settings of their parents, and findings point at the
//! child.

use serde_json::{Value, json};

use crate::inventories::plan;
use crate::sandbox::{Sandbox, text};

const SCHEMA: &str =
    "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#";

/// A template with these resources.
fn template(resources: &[Value]) -> String {
    let template = json!({
        "$schema": SCHEMA, "contentVersion": "1.0.0.0",
        "parameters": {"late": {"type": "string"}, "other": {"type": "bool"}},
        "variables": {"circular": "[variables('round')]", "round": "[variables('circular')]"},
        "resources": resources,
    });
    serde_json::to_string_pretty(&template).unwrap()
}

fn resource(kind: &str, name: &str, properties: Value) -> Value {
    json!({"type": kind, "apiVersion": "2022-03-01", "name": name, "properties": properties})
}

/// The statuses of a control, with the line of the first finding.
fn decided(inventory: &str, control: &str) -> Vec<(String, Option<u64>)> {
    let sandbox = Sandbox::with("t.json", inventory);
    let (_, decisions) = sandbox.decide(&["t.json", "--select", control]);
    decisions
        .iter()
        .map(|decision| {
            let line = decision.pointer("/findings/0/line").and_then(Value::as_u64);
            (text(decision, "/status"), line)
        })
        .collect()
}

/// A parent with a good and a bad value, and a child with them: type, place of the setting, type
/// and name of the child, place there, control.
struct Family {
    parent: (&'static str, &'static str),
    child: (&'static str, &'static str, &'static str),
    good: Value,
    bad: Value,
    control: &'static str,
}

fn families() -> Vec<Family> {
    vec![
        Family {
            parent: ("Microsoft.Web/sites", "/siteConfig/minTlsVersion"),
            child: ("Microsoft.Web/sites/config", "p/web", "/minTlsVersion"),
            good: json!("1.2"),
            bad: json!("1.0"),
            control: "AZ-APP-002",
        },
        Family {
            parent: ("Microsoft.Web/sites", "/siteConfig/ftpsState"),
            child: ("Microsoft.Web/sites/config", "p/Web", "/ftpsState"),
            good: json!("Disabled"),
            bad: json!("AllAllowed"),
            control: "AZ-APP-003",
        },
        Family {
            parent: ("Microsoft.Web/sites", "/siteConfig/remoteDebuggingEnabled"),
            child: (
                "microsoft.web/sites/config",
                "p/web",
                "/remoteDebuggingEnabled",
            ),
            good: json!(false),
            bad: json!(true),
            control: "AZ-APP-004",
        },
        Family {
            parent: ("Microsoft.Web/sites/slots", "/siteConfig/minTlsVersion"),
            child: (
                "Microsoft.Web/sites/slots/config",
                "p/s/web",
                "/minTlsVersion",
            ),
            good: json!("1.2"),
            bad: json!("1.0"),
            control: "AZ-APP-002",
        },
        Family {
            parent: (
                "Microsoft.Sql/servers",
                "/administrators/azureADOnlyAuthentication",
            ),
            child: (
                "Microsoft.Sql/servers/azureADOnlyAuthentications",
                "p/Default",
                "/azureADOnlyAuthentication",
            ),
            good: json!(true),
            bad: json!(false),
            control: "AZ-SQL-003",
        },
        Family {
            parent: ("Microsoft.EventHub/namespaces", "/publicNetworkAccess"),
            child: (
                "Microsoft.EventHub/namespaces/networkRuleSets",
                "p/default",
                "/publicNetworkAccess",
            ),
            good: json!("Disabled"),
            bad: json!("Enabled"),
            control: "AZ-EH-003",
        },
        Family {
            parent: ("Microsoft.ServiceBus/namespaces", "/publicNetworkAccess"),
            child: (
                "Microsoft.ServiceBus/namespaces/networkRuleSets",
                "p/default",
                "/publicNetworkAccess",
            ),
            good: json!("Disabled"),
            bad: json!("Enabled"),
            control: "AZ-SB-003",
        },
    ]
}

/// A configuration with one value in it.
fn at(place: &str, value: &Value) -> Value {
    place
        .split('/')
        .skip(1)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .fold(value.clone(), |inner, key| json!({key: inner}))
}

impl Family {
    fn parent_of(&self, value: &Value) -> Value {
        let name = if self.parent.0.ends_with("slots") {
            "p/s"
        } else {
            "p"
        };
        resource(self.parent.0, name, at(self.parent.1, value))
    }

    fn child_of(&self, value: &Value) -> Value {
        resource(self.child.0, self.child.1, at(self.child.2, value))
    }

    /// The statuses, and whether the first finding is in the child, which comes last.
    fn decide(&self, resources: &[Value]) -> Vec<(String, bool)> {
        let inventory = template(resources);
        let last = inventory.lines().count() as u64 - 8;
        decided(&inventory, self.control)
            .into_iter()
            .map(|(status, line)| (status, line.is_some_and(|line| line > last)))
            .collect()
    }
}

#[test]
fn the_child_decides_and_findings_point_at_it() {
    for family in families() {
        let (good, bad) = (&family.good, &family.bad);
        let control = family.control;
        let decided = family.decide(&[family.parent_of(good), family.child_of(bad)]);
        assert_eq!(decided, [("violated".to_owned(), true)], "{control}");
        let decided = family.decide(&[family.parent_of(bad), family.child_of(good)]);
        assert_eq!(decided, [("satisfied".to_owned(), false)], "{control}");
    }
}

#[test]
fn what_a_child_says_is_unknown_where_it_is_an_expression() {
    for family in families() {
        let unknown = family.child_of(&json!("[parameters('late')]"));
        let decided = family.decide(&[family.parent_of(&family.good), unknown]);
        assert_eq!(decided[0].0, "unknown", "{}", family.control);
    }
}

#[test]
fn children_that_contradict_each_other_are_unknown() {
    for family in families() {
        let children = [family.child_of(&family.good), family.child_of(&family.bad)];
        let [one, other] = children;
        let decided = family.decide(&[family.parent_of(&family.good), one, other]);
        assert_eq!(decided[0].0, "unknown", "{}", family.control);
    }
}

#[test]
fn a_child_that_may_not_be_deployed_is_unknown_where_it_differs() {
    for family in families() {
        let mut child = family.child_of(&family.good);
        child["condition"] = json!("[parameters('other')]");
        let with = |parent: Value| family.decide(&[parent, child.clone()])[0].0.clone();
        assert_eq!(
            with(family.parent_of(&family.bad)),
            "unknown",
            "{}",
            family.control
        );
        assert_eq!(
            with(family.parent_of(&family.good)),
            "satisfied",
            "{}",
            family.control
        );
        let mut parent = family.parent_of(&family.bad);
        parent["condition"] = json!("[parameters('other')]");
        assert_eq!(with(parent), "satisfied", "{}", family.control);
    }
}

/// Names that may be the parent's: the template doesn't set their value.
const UNKNOWN_NAMES: [&str; 3] = [
    "[parameters('late')]",
    "[if(parameters('other'), 'p', 'q')]",
    "[variables('circular')]",
];

#[test]
fn a_child_that_may_be_another_ones_is_unknown_where_it_differs() {
    for family in families() {
        let (good, bad) = (&family.good, &family.bad);
        let rest = family.child.1.trim_start_matches('p');
        for name in UNKNOWN_NAMES {
            let status = |parent: &Value, child: &Value| {
                let mut child = family.child_of(child);
                let inner = name.trim_matches(['[', ']']);
                child["name"] = json!(format!("[concat({inner}, '{rest}')]"));
                let decided = family.decide(&[family.parent_of(parent), child]);
                decided[0].0.clone()
            };
            let case = format!("{} {name}", family.control);
            assert_eq!(status(good, bad), "unknown", "{case}");
            assert_eq!(status(bad, good), "unknown", "{case}");
            assert_eq!(status(good, good), "satisfied", "{case}");
        }
    }
}

/// A module that deploys a child to a resource group.
fn module(group: &str, child: Value) -> Value {
    json!({
        "type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "m",
        "resourceGroup": group,
        "properties": {"mode": "Incremental", "template": {
            "$schema": SCHEMA, "contentVersion": "1.0.0.0", "resources": [child],
        }},
    })
}

#[test]
fn a_child_in_another_group_is_another_ones() {
    for family in families() {
        let (good, bad) = (&family.good, &family.bad);
        let status = |parent: &Value, parent_in: &str, child: &Value, child_in: &str| {
            let parent = module(parent_in, family.parent_of(parent));
            let inventory = template(&[parent, module(child_in, family.child_of(child))]);
            let decided = decided(&inventory, family.control);
            decided[0].0.clone()
        };
        let control = family.control;
        assert_eq!(status(bad, "a", good, "b"), "violated", "{control}");
        assert_eq!(status(good, "a", bad, "b"), "satisfied", "{control}");
        assert_eq!(status(bad, "a", good, "A"), "satisfied", "{control}");
        assert_eq!(status(good, "a", bad, "a"), "violated", "{control}");
    }
}

#[test]
fn children_of_others_and_children_alone_change_nothing() {
    for family in families() {
        let mut child = family.child_of(&family.bad);
        let name = family.child.1.replacen('p', "q", 1);
        child["name"] = json!(name);
        let decided = family.decide(&[family.parent_of(&family.good), child.clone()]);
        assert_eq!(decided[0].0, "satisfied", "{}", family.control);
        assert!(family.decide(&[child]).is_empty());
    }
}

#[test]
fn exports_are_decided_by_children_too() {
    let id = "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/g/providers/Microsoft.Web/sites/w";
    let export = |tls: &str| {
        let records = json!([
            {"id": id, "type": "microsoft.web/sites", "name": "w", "properties": {"siteConfig": null, "state": "Running"}},
            {"id": format!("{id}/config/web"), "type": "microsoft.web/sites/config", "name": "web",
             "properties": {"minTlsVersion": tls, "ftpsState": null}}
        ]);
        json!({"count": 2, "total_records": 2, "skip_token": null, "data": records}).to_string()
    };
    let status = |tls, control| decided(&export(tls), control)[0].0.clone();
    assert_eq!(status("1.0", "AZ-APP-002"), "violated");
    assert_eq!(status("1.2", "AZ-APP-002"), "satisfied");
    assert_eq!(status("1.2", "AZ-APP-003"), "unknown");
}

#[test]
fn what_one_resource_has_says_nothing_about_another() {
    let vault = |name: &str| {
        let id = format!(
            "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/g/providers/Microsoft.KeyVault/vaults/{name}"
        );
        (
            id.clone(),
            json!({"id": id, "type": "microsoft.keyvault/vaults", "name": name, "properties": {"sku": {}}}),
        )
    };
    let ((one_id, one), (_, other)) = (vault("one"), vault("other"));
    let diagnostics = json!({
        "id": format!("{one_id}/providers/microsoft.insights/diagnosticSettings/d"),
        "type": "microsoft.insights/diagnosticsettings", "name": "d",
        "properties": {"workspaceId": "w", "logs": [{"categoryGroup": "audit", "enabled": true}]}
    });
    let export = |records: Vec<Value>| {
        let count = records.len();
        json!({"count": count, "total_records": count, "skip_token": null, "data": records})
            .to_string()
    };
    let statuses = |inventory: &str| -> Vec<String> {
        decided(inventory, "AZ-KV-005")
            .into_iter()
            .map(|(status, _)| status)
            .collect()
    };
    let both = export(vec![one, other, diagnostics]);
    assert_eq!(statuses(&both), ["satisfied", "unknown"]);
}

/// The statuses of AZ-SB-003 for a namespace and its rule set in a plan, with what the
/// configuration says of the reference to the namespace.
fn rule_set(namespace: bool, rule_set: Option<bool>, id: Value, references: &[&str]) -> String {
    const NAMESPACE: &str = "azurerm_servicebus_namespace";
    const RULE_SET: &str = "azurerm_servicebus_namespace_network_rule_set";
    let mut child = json!({"default_action": "Deny"});
    if let Some(public) = rule_set {
        child["public_network_access_enabled"] = json!(public);
    }
    let is_unknown = id.is_null();
    if !is_unknown {
        child["namespace_id"] = id;
    }
    let parent = json!({"name": "n", "public_network_access_enabled": namespace});
    let changes = [
        (NAMESPACE, "n", parent, json!({"id": true})),
        (RULE_SET, "r", child, json!({"namespace_id": is_unknown})),
    ];
    let inventory = plan(&changes, &[(RULE_SET, "r", "namespace_id", references)]);
    decided(&inventory, "AZ-SB-003")[0].0.clone()
}

#[test]
fn a_rule_set_of_a_plan_decides_for_its_namespace() {
    let known = &[
        "azurerm_servicebus_namespace.n.id",
        "azurerm_servicebus_namespace.n",
    ][..];
    for (references, bad_child, good_child) in [
        (known, "violated", "satisfied"),
        // Which namespace it is for is unknown.
        (&["local.id"], "unknown", "unknown"),
        (&[], "unknown", "unknown"),
    ] {
        let status = |namespace, child| rule_set(namespace, child, json!(null), references);
        assert_eq!(status(false, Some(true)), bad_child, "{references:?}");
        assert_eq!(status(true, Some(false)), good_child, "{references:?}");
        assert_eq!(status(false, Some(false)), "satisfied");
        // Older versions of the provider have no such argument.
        assert_eq!(status(false, None), "satisfied");
        assert_eq!(status(true, None), "violated");
    }
    let other = json!(
        "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/g/providers/Microsoft.ServiceBus/namespaces/other"
    );
    assert_eq!(rule_set(false, Some(true), other, &[]), "satisfied");
}
