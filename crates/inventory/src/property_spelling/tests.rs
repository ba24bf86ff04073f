use proptest::prelude::*;

use super::*;
use crate::detect::reading_of;
use crate::reader::Reading;

fn one(reading: Reading) -> Resource {
    let [resource] = reading.resources.try_into().unwrap();
    resource
}

/// A record of Azure Resource Graph.
fn record(kind: &str, members: &str) -> Resource {
    one(reading_of(&format!(
        r#"[{{"id": "/subscriptions/s/resourceGroups/g/providers/{kind}/r", "type": "{kind}", "name": "r", {members}}}]"#
    )))
}

fn properties(resource: &Resource) -> serde_json::Value {
    let value: serde_json::Value = serde_json::from_str(resource.body.text()).unwrap();
    let properties = value.pointer(&resource.body.properties.to_string());
    properties.unwrap().clone()
}

/// The user's text at a pointer into the policy's input.
fn written(resource: &Resource, pointer: &str) -> String {
    let native = resource.body.native(&Pointer::parse(pointer)).unwrap();
    let place = resource.body.place(&native);
    assert!(place.exact, "{pointer}");
    place.document.slice(&place.range).to_owned()
}

#[test]
fn the_table_is_in_order() {
    fn check(names: &Names) {
        let is_before = |pair: &[(&str, Names)]| ordered(pair[0].0, pair[1].0) == Ordering::Less;
        assert!(names.0.windows(2).all(is_before));
        for (name, below) in &names.0 {
            assert!(!name.is_empty() && !name.contains(['\t', '"', '\\']));
            check(below);
        }
    }
    assert!(TYPES.contains_key(ALL) && TYPES.len() > 100);
    for kind in TYPES.values() {
        check(&Names::read(kind.lines, 1));
    }
    let storage = TYPES.get("microsoft.storage/storageaccounts").unwrap();
    let names = Names::read(storage.lines, 1);
    let (_, properties) = names.get("PROPERTIES").unwrap();
    let (name, _) = properties.get("supportshttpstrafficonly").unwrap();
    assert_eq!(name, "supportsHttpsTrafficOnly");
}

#[test]
fn names_get_the_spelling_that_policies_use_at_every_depth() {
    for (kind, members, expected, pointer, text) in [
        (
            "Microsoft.Storage/storageAccounts",
            r#""properties": {"SupportsHTTPSTrafficOnly": false}"#,
            serde_json::json!({"supportsHttpsTrafficOnly": false}),
            "/properties/supportsHttpsTrafficOnly",
            "false",
        ),
        (
            "microsoft.network/networksecuritygroups",
            r#""properties": {"SecurityRules": [{"Name": "Ssh", "Properties": {"ACCESS": "Allow"}}]}"#,
            serde_json::json!({"securityRules": [{"name": "Ssh", "properties": {"access": "Allow"}}]}),
            "/properties/securityRules/0/properties/access",
            "\"Allow\"",
        ),
        (
            "microsoft.app/containerapps",
            r#""properties": {"Configuration": {"ingress": {"AllowInsecure": true}}}"#,
            serde_json::json!({"configuration": {"ingress": {"allowInsecure": true}}}),
            "/properties/configuration/ingress/allowInsecure",
            "true",
        ),
        (
            "microsoft.containerservice/managedclusters",
            r#""properties": {"apiServerAccessProfile": {"authorizedIpRanges": ["10.0.0.0/8"]}}"#,
            serde_json::json!({"apiServerAccessProfile": {"authorizedIPRanges": ["10.0.0.0/8"]}}),
            "/properties/apiServerAccessProfile/authorizedIPRanges/0",
            "\"10.0.0.0/8\"",
        ),
        (
            "microsoft.cache/redis",
            r#""properties": {"enable\u004eonSSLPort": true}"#,
            serde_json::json!({"enableNonSslPort": true}),
            "/properties/enableNonSslPort",
            "true",
        ),
        (
            "microsoft.containerregistry/registries",
            r#""Properties": {"AdminUserEnabled" : true}"#,
            serde_json::json!({"adminUserEnabled": true}),
            "/properties/adminUserEnabled",
            "true",
        ),
        (
            "microsoft.network/publicipaddresses",
            r#""SKU": {"Name": "Basic"}, "properties": {"ipAddress": "192.0.2.1"}"#,
            serde_json::json!({"ipAddress": "192.0.2.1"}),
            "/raw/sku/name",
            "\"Basic\"",
        ),
    ] {
        let resource = record(kind, members);
        assert_eq!(properties(&resource), expected, "{members}");
        assert_eq!(written(&resource, pointer), text, "{members}");
        assert!(resource.unknown.is_empty(), "{members}");
    }
}

#[test]
fn names_that_people_chose_and_unknown_ones_stay() {
    for (kind, members) in [
        (
            "microsoft.storage/storageaccounts",
            r#""tags": {"Type": "a", "LOCATION": "b"}, "properties": {"Mine": {"AccessTier": 1}}"#,
        ),
        (
            "microsoft.web/sites",
            r#""properties": {"siteConfig": {"appSettings": [{"name": "Enabled", "value": "HttpsOnly"}]}}"#,
        ),
        (
            "microsoft.web/sites",
            r#""identity": {"type": "UserAssigned", "userAssignedIdentities": {"/Subscriptions/S/Id": {}}}, "properties": {"x": 1}"#,
        ),
        ("microsoft.none/such", r#""properties": {"Enabled": 1}"#),
    ] {
        let resource = record(kind, members);
        assert!(resource.body.text().contains(members), "{members}");
    }
    let settings = one(reading_of(
        r#"[{"id": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Web/sites/a/config/appsettings",
            "type": "Microsoft.Web/sites/config", "name": "a/appsettings", "properties": {"HTTPSONLY": "1", "Id": "2"}}]"#,
    ));
    assert_eq!(
        properties(&settings),
        serde_json::json!({"HTTPSONLY": "1", "Id": "2"})
    );
}

#[test]
fn two_names_that_differ_in_case_become_duplicates() {
    let resource = record(
        "microsoft.containerregistry/registries",
        r#""properties": {"adminUserEnabled": true, "AdminUserEnabled": false}"#,
    );
    let text = resource.body.text();
    assert_eq!(text.matches("\"adminUserEnabled\"").count(), 2, "{text}");
}

#[test]
fn marks_of_templates_get_the_spelling_too() {
    let resource = one(reading_of(
        r#"{"$schema": "https://x/deploymentTemplate.json#", "parameters": {"on": {"type": "bool"}, "pw": {"type": "securestring"}},
            "resources": [{"Type": "Microsoft.Sql/servers", "Name": "s", "Properties": {
                "PublicNetworkAccess": "[parameters('on')]", "AdministratorLoginPassword": "[parameters('pw')]",
                "MinimalTLSVersion": "[concat('1', '.2')]"}}]}"#,
    ));
    let texts =
        |pointers: &[Pointer]| -> Vec<String> { pointers.iter().map(Pointer::to_string).collect() };
    let unknown = texts(&resource.unknown);
    assert!(
        unknown.contains(&"/properties/publicNetworkAccess".to_owned()),
        "{unknown:?}"
    );
    assert_eq!(
        texts(&resource.sensitive),
        ["/properties/administratorLoginPassword"]
    );
    assert_eq!(properties(&resource)["minimalTlsVersion"], "1.2");
    assert_eq!(
        written(&resource, "/properties/minimalTlsVersion"),
        "\"[concat('1', '.2')]\""
    );
}

/// A text with the case of some letters of its property names changed.
fn shuffled(text: &str, flips: &[bool]) -> String {
    let mut flips = flips.iter().cycle();
    let mut changed = String::new();
    for (index, part) in text.split('"').enumerate() {
        let rest: String = text.split('"').skip(index + 1).take(1).collect();
        let is_name = index % 2 == 1 && rest.trim_start().starts_with(':');
        if index > 0 {
            changed.push('"');
        }
        for letter in part.chars() {
            changed.push(match is_name && *flips.next().unwrap() {
                true if letter.is_ascii_lowercase() => letter.to_ascii_uppercase(),
                true => letter.to_ascii_lowercase(),
                false => letter,
            });
        }
    }
    changed
}

proptest! {
    #[test]
    fn the_case_of_names_does_not_matter(flips in prop::collection::vec(any::<bool>(), 1..64)) {
        let members = r#""properties": {"encryption": {"services": {"blob": {"enabled": true}}},
            "networkAcls": {"defaultAction": "Deny", "ipRules": [{"value": "192.0.2.0/24"}]},
            "minimumTlsVersion": "TLS1_2"}, "kind": "StorageV2", "sku": {"name": "Standard_LRS"}"#;
        let kind = "microsoft.storage/storageaccounts";
        let plain = record(kind, members);
        let other = record(kind, &shuffled(members, &flips));
        prop_assert_eq!(other.body.text(), plain.body.text());
        prop_assert_eq!(&other.body.properties, &plain.body.properties);
        prop_assert_eq!(other.unknown, plain.unknown);
    }

    #[test]
    fn damaged_text_is_no_problem(text in r#"[\[\]{}":,\\a ]{0,40}"#) {
        let storage = TYPES.get("microsoft.storage/storageaccounts").unwrap();
        let names = Names::read(storage.lines, 1);
        for (range, _) in misspelled(&text, 0..text.len(), &names) {
            prop_assert!(text.get(range).is_some());
        }
    }
}

#[test]
fn enumeration_values_get_the_documented_spelling() {
    let account = record(
        "Microsoft.Storage/storageAccounts",
        r#""tags": {"access": "allow"}, "properties": {"publicNetworkAccess": "DISABLED", "minimumTlsVersion": "tls1_2",
            "networkAcls": {"DefaultAction": "deny", "ipRules": [{"value": "allow", "action": "allow"}]}}"#,
    );
    let expected = serde_json::json!({"publicNetworkAccess": "Disabled", "minimumTlsVersion": "TLS1_2",
        "networkAcls": {"defaultAction": "Deny", "ipRules": [{"value": "allow", "action": "Allow"}]}});
    assert_eq!(properties(&account), expected);
    assert_eq!(account.tags["access"], "allow");
    assert_eq!(
        written(&account, "/properties/publicNetworkAccess"),
        "\"DISABLED\""
    );
    let group = record(
        "Microsoft.Network/networkSecurityGroups",
        r#""properties": {"securityRules": [{"name": "allow", "properties": {"access": "allow", "direction": "INBOUND"}}]}"#,
    );
    let rule = &properties(&group)["securityRules"][0];
    assert_eq!(rule["name"], "allow");
    assert_eq!(rule["properties"]["access"], "Allow");
    assert_eq!(rule["properties"]["direction"], "Inbound");
}
