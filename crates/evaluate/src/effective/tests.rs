use serde_json::json;

use super::*;

/// The effective configuration of a site, with `unknown` places of `input.related`.
fn site(
    properties: serde_json::Value,
    raw: serde_json::Value,
    children: serde_json::Value,
    unknown: &[&str],
) -> Option<Effective> {
    let related = json!({"children": {"microsoft.web/sites/config": children}});
    let unknown: Vec<Pointer> = unknown.iter().map(|text| Pointer::parse(text)).collect();
    let value = Value::from(&related);
    let related = RelatedFacts {
        value: &value,
        possible: &Value::null(),
        unknown: &unknown,
    };
    let (properties, raw) = (Value::from(&properties), Value::from(&raw));
    effective("microsoft.web/sites", &properties, &raw, &related)
}

const CONFIG: &str = "/related/children/microsoft.web~1sites~1config/0";

fn texts(pointers: &[Pointer]) -> Vec<String> {
    pointers.iter().map(Pointer::to_string).collect()
}

#[test]
fn a_child_replaces_what_it_sets_and_nothing_else() {
    let found = site(
        json!({"httpsOnly": true, "siteConfig": {"minTlsVersion": "1.2", "ftpsState": "Disabled"}}),
        json!({}),
        json!([
            {"name": "s/appsettings", "properties": {"minTlsVersion": "text"}},
            {"name": "s/Web", "properties": {"minTlsVersion": "1.0", "ftpsState": null, "http20Enabled": true}}
        ]),
        &[],
    )
    .unwrap();
    assert_eq!(
        found.properties.to_json(),
        json!({"httpsOnly": true, "siteConfig": {
            "minTlsVersion": "1.0", "ftpsState": "Disabled", "http20Enabled": true}})
    );
    let moved: Vec<String> = found
        .moved
        .iter()
        .map(|(at, from)| format!("{at} {from}"))
        .collect();
    let from = "/related/children/microsoft.web~1sites~1config/1/properties";
    assert_eq!(
        moved,
        [
            format!("/properties/siteConfig/http20Enabled {from}/http20Enabled"),
            format!("/properties/siteConfig/minTlsVersion {from}/minTlsVersion"),
        ]
    );
    assert!(found.unknown.is_empty());
}

#[test]
fn without_a_child_nothing_changes() {
    assert!(site(json!({}), json!({}), json!([]), &[]).is_none());
    let other = json!([{"name": "s/appsettings", "properties": {"A": "b"}}]);
    assert!(site(json!({}), json!({}), other, &[]).is_none());
}

#[test]
fn what_is_unknown_in_the_child_is_unknown_in_the_parent() {
    let child = json!([{"name": "web", "properties": {"cors": {"allowedOrigins": ["[x()]"]}, "ftpsState": "[y()]"}}]);
    let unknown = [
        format!("{CONFIG}/properties/cors/allowedOrigins/0"),
        format!("{CONFIG}/properties/ftpsState"),
    ];
    let unknown: Vec<&str> = unknown.iter().map(String::as_str).collect();
    let own = json!({"siteConfig": {"ftpsState": "Disabled"}});
    let found = site(own.clone(), json!({}), child.clone(), &unknown).unwrap();
    assert_eq!(
        texts(&found.unknown),
        [
            "/properties/siteConfig/cors/allowedOrigins/0",
            "/properties/siteConfig/ftpsState"
        ]
    );
    let all = format!("{CONFIG}/properties");
    let found = site(own.clone(), json!({}), child.clone(), &[&all]).unwrap();
    assert_eq!(texts(&found.unknown), ["/properties/siteConfig"]);
    let found = site(
        own,
        json!({}),
        json!([{"name": "web", "properties": "[f()]"}]),
        &[],
    )
    .unwrap();
    assert_eq!(texts(&found.unknown), ["/properties/siteConfig"]);
    // An expression in place of the parent's settings.
    let found = site(json!({"siteConfig": "[f()]"}), json!({}), child, &[]).unwrap();
    assert_eq!(texts(&found.unknown).len(), 2);
}

#[test]
fn children_that_disagree_are_unknown() {
    let child = |value| json!({"name": "web", "properties": {"minTlsVersion": value}});
    let two =
        |one, other| site(json!({}), json!({}), json!([child(one), child(other)]), &[]).unwrap();
    assert_eq!(
        texts(&two("1.2", "1.0").unknown),
        ["/properties/siteConfig/minTlsVersion"]
    );
    assert!(two("1.2", "1.2").unknown.is_empty());
}

#[test]
fn a_child_that_may_not_be_there_is_unknown_where_it_differs() {
    let condition = format!("{CONFIG}/raw/condition");
    let decided = |own, parent, child| {
        let own = json!({"siteConfig": {"minTlsVersion": own}});
        let children = json!([{"name": "web", "raw": {"condition": child}, "properties": {"minTlsVersion": "1.2"}}]);
        texts(
            &site(own, json!({"condition": parent}), children, &[&condition])
                .unwrap()
                .unknown,
        )
    };
    assert_eq!(
        decided("1.0", json!(null), "[a()]"),
        ["/properties/siteConfig/minTlsVersion"]
    );
    assert!(decided("1.2", json!(null), "[a()]").is_empty());
    assert!(decided("1.0", json!("[a()]"), "[a()]").is_empty());
}

#[test]
fn a_rule_set_without_a_value_has_its_default() {
    let namespace = |child: serde_json::Value| {
        let related = Value::from(
            &json!({"children": {"microsoft.eventhub/namespaces/networkrulesets": [child]}}),
        );
        let properties = Value::from(&json!({"publicNetworkAccess": "Disabled"}));
        let facts = RelatedFacts {
            value: &related,
            possible: &Value::null(),
            unknown: &[],
        };
        let found = effective(
            "Microsoft.EventHub/namespaces",
            &properties,
            &Value::null(),
            &facts,
        );
        found.unwrap().properties.to_json()["publicNetworkAccess"].clone()
    };
    assert_eq!(
        namespace(json!({"properties": {"publicNetworkAccess": "Disabled"}})),
        "Disabled"
    );
    assert_eq!(
        namespace(json!({"properties": {"defaultAction": "Deny"}})),
        "Enabled"
    );
}

#[test]
fn a_rule_set_of_terraform_is_the_block() {
    let child = json!({"properties": {"public_network_access_enabled": false}});
    let related = Value::from(
        &json!({"children": {"azurerm_servicebus_namespace_network_rule_set": [child]}}),
    );
    let facts = RelatedFacts {
        value: &related,
        possible: &Value::null(),
        unknown: &[],
    };
    let properties =
        Value::from(&json!({"network_rule_set": [{"public_network_access_enabled": true}]}));
    let found = effective(
        "azurerm_servicebus_namespace",
        &properties,
        &Value::null(),
        &facts,
    )
    .unwrap();
    assert_eq!(
        found.properties.to_json(),
        json!({"network_rule_set": [{"public_network_access_enabled": false}], "public_network_access_enabled": false})
    );
    let place = &found.moved[0].0;
    assert_eq!(place.to_string(), "/properties/network_rule_set/0");
    let place = &found.moved[1].0;
    assert_eq!(
        place.to_string(),
        "/properties/public_network_access_enabled"
    );
}

/// The access policies of a vault with these children of its own, and these that may be another
/// one's: the list, and where its elements come from; none if the list is unknown.
fn access_policies(
    properties: serde_json::Value,
    children: serde_json::Value,
    possible: serde_json::Value,
    unknown: &[&str],
) -> Option<(serde_json::Value, Vec<String>)> {
    const CHILD: &str = "microsoft.keyvault/vaults/accesspolicies";
    let value = Value::from(&json!({"children": {CHILD: children}}));
    let possible = Value::from(&json!({CHILD: possible}));
    let unknown: Vec<Pointer> = unknown.iter().map(|text| Pointer::parse(text)).collect();
    let related = RelatedFacts {
        value: &value,
        possible: &possible,
        unknown: &unknown,
    };
    let properties = Value::from(&properties);
    let raw = Value::from(&json!({}));
    let found = effective("microsoft.keyvault/vaults", &properties, &raw, &related)?;
    let list = found.properties.get("accessPolicies");
    let moved = found.moved.iter();
    let from = moved
        .map(|(at, from)| {
            format!(
                "{at} {}",
                from.to_string().replace("microsoft.keyvault~1", "")
            )
        })
        .collect();
    let is_unknown = found
        .unknown
        .contains(&Pointer::parse("/properties/accessPolicies"));
    (!is_unknown).then(|| (list.map_or(json!(null), |list| list.to_json()), from))
}

fn operation(name: &str, policies: serde_json::Value) -> serde_json::Value {
    json!({"id": format!("a/kv/accessPolicies/{name}"), "name": format!("kv/{name}"),
        "properties": {"accessPolicies": policies}})
}

#[test]
fn children_add_to_a_list_or_replace_it() {
    let of = |properties, children| access_policies(properties, children, json!([]), &[]);
    let inline = || json!({"accessPolicies": [{"objectId": "one"}]});
    let place = |child, element| {
        format!(
            "/related/children/vaults~1accesspolicies/{child}/properties/accessPolicies{element}"
        )
    };
    let two = json!([
        operation("Add", json!([{"objectId": "two"}])),
        operation("add", json!([{"objectId": "three"}]))
    ]);
    let (list, from) = of(inline(), two).unwrap();
    assert_eq!(
        list,
        json!([{"objectId": "one"}, {"objectId": "two"}, {"objectId": "three"}])
    );
    assert_eq!(
        from,
        [
            format!("/properties/accessPolicies/1 {}", place(0, "/0")),
            format!("/properties/accessPolicies/2 {}", place(1, "/0")),
        ]
    );
    let add = || json!([operation("add", json!([{"objectId": "two"}]))]);
    for absent in [json!({}), json!({"accessPolicies": null})] {
        assert_eq!(of(absent, add()).unwrap().0, json!([{"objectId": "two"}]));
    }
    let replace = json!([operation("replace", json!([{"objectId": "two"}]))]);
    let (list, from) = of(inline(), replace).unwrap();
    assert_eq!(list, json!([{"objectId": "two"}]));
    assert_eq!(
        from,
        [format!("/properties/accessPolicies {}", place(0, ""))]
    );
    // What can't be read as a list can't be added to.
    assert!(of(json!({"accessPolicies": "[1]"}), add()).is_none());
    assert!(of(json!([]), add()).is_none());
}

#[test]
fn a_list_is_unknown_where_its_children_are_open() {
    let one = || json!([{"objectId": "one"}]);
    let inline = || json!({"accessPolicies": one()});
    let none = || json!([]);
    for children in [
        json!([operation("remove", one())]),
        json!([operation("[parameters('how')]", one())]),
        json!([operation("add", one()), operation("replace", none())]),
        json!([operation("replace", one()), operation("replace", none())]),
        json!([operation("add", json!("one"))]),
        json!([{"name": "kv/add"}]),
        json!([operation("replace", json!(null))]),
    ] {
        let found = access_policies(inline(), children.clone(), none(), &[]);
        assert_eq!(found, None, "{children}");
    }
    let possible = access_policies(inline(), none(), json!([operation("add", one())]), &[]);
    assert_eq!(possible, None);
    let nothing = access_policies(inline(), none(), json!([operation("add", none())]), &[]);
    assert_eq!(nothing.unwrap().0, one());
    let child = "/related/children/microsoft.keyvault~1vaults~1accesspolicies/0";
    for place in [
        "/raw/condition",
        "/properties",
        "/properties/accessPolicies",
    ] {
        let mut child_itself = operation("add", one());
        child_itself["raw"] = json!({"condition": "[parameters('other')]"});
        let children = json!([child_itself]);
        let found = access_policies(inline(), children, none(), &[&format!("{child}{place}")]);
        assert_eq!(found, None, "{place}");
    }
    // Of an element, a part can be unknown.
    let inside = format!("{child}/properties/accessPolicies/0/objectId");
    let found = access_policies(
        inline(),
        json!([operation("add", one())]),
        none(),
        &[&inside],
    );
    assert_eq!(found.unwrap().0.as_array().unwrap().len(), 2);
}
