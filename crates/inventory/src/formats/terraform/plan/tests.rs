use crate::detect::reading_of;
use onus_core::diagnostic::Level;

use super::*;

fn plan(changes: &str) -> Reading {
    reading_of(&format!(
        r#"{{"format_version": "1.2", "resource_changes": [{changes}]}}"#
    ))
}

fn change(address: &str, change: &str) -> String {
    format!(
        r#"{{"address": "{address}", "mode": "managed", "type": "azurerm_storage_account",
            "provider_name": "registry.terraform.io/hashicorp/azurerm", "change": {change}}}"#
    )
}

fn texts(pointers: &[Pointer]) -> Vec<String> {
    pointers.iter().map(Pointer::to_string).collect()
}

#[test]
fn a_change_becomes_a_resource() {
    let reading = plan(&change(
        "azurerm_storage_account.a[0]",
        r#"{"actions": ["delete", "create"], "before": {"key": "x"},
            "after": {"resource_group_name": "RG", "location": "westeurope", "tags": {"owner": "me"},
                      "id": "/subscriptions/S1/resourceGroups/rg"},
            "after_unknown": {"primary": true, "rules": [{"ip": true}]},
            "before_sensitive": {"key": true}, "after_sensitive": {"tags": {"owner": true}}}"#,
    ));
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    let [resource] = reading.resources.as_slice() else {
        panic!("{reading:?}");
    };
    assert_eq!(resource.id, "azurerm_storage_account.a[0]");
    assert_eq!(resource.kind, "azurerm_storage_account");
    assert_eq!(resource.name, "a[0]");
    assert_eq!(resource.provider, "azure");
    assert_eq!(resource.location.as_deref(), Some("westeurope"));
    assert_eq!(resource.scope.group.as_deref(), Some("rg"));
    assert_eq!(resource.scope.account.as_deref(), Some("s1"));
    assert_eq!(resource.tags["owner"], "me");
    assert_eq!(resource.phase, Phase::Planned);
    assert_eq!(
        texts(&resource.unknown),
        ["/properties/primary", "/properties/rules/0/ip"]
    );
    assert_eq!(
        texts(&resource.sensitive),
        [
            "/properties/tags/owner",
            "/raw/change/before/key",
            "/change/before/key",
            "/tags/owner"
        ]
    );
    let native = resource
        .body
        .native(&Pointer::parse("/properties/location"));
    assert_eq!(native, Some(Pointer::parse("/change/after/location")));
    assert_eq!(resource.body.pointer.to_string(), "/resource_changes/0");
    assert!(resource.body.text().starts_with(r#"{"address""#));
}

#[test]
fn deleted_resources_are_omitted() {
    let reading = plan(&format!(
        r#"{}, {}, {}, {{"address": "data.x.y", "mode": "data", "type": "x", "change": {{"actions": ["read"]}}}}"#,
        change("a.a", r#"{"actions": ["delete"], "after": null}"#),
        change("a.b", r#"{"actions": ["forget"], "after": null}"#),
        change("a.c", r#"{"actions": ["no-op"], "after": {}}"#),
    ));
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    assert_eq!(reading.resources.len(), 1);
    assert_eq!(reading.resources[0].phase, Phase::Deployed);
}

#[test]
fn a_plan_without_resources_says_why() {
    let gone = r#"{"actions": ["no-op"], "before": null, "after": null, "after_unknown": {}}"#;
    let delete = r#"{"actions": ["delete"], "after": null}"#;
    let forget = r#"{"actions": ["forget"], "after": null}"#;
    let data =
        r#"{"address": "data.x.y", "mode": "data", "type": "x", "change": {"actions": ["read"]}}"#;
    for (changes, message) in [
        (change("a.a", delete), "only destroys 1 resource, and"),
        (
            [change("a.a", delete), change("a.b", delete)].join(","),
            "only destroys 2 resources, and",
        ),
        (change("a.a", gone), "1 gone already"),
        (
            [change("a.a", delete), change("a.b", forget)].join(","),
            "1 destroyed, 1 removed from the state",
        ),
        (data.to_owned(), "1 read as a data source"),
        (String::new(), "has no resource"),
    ] {
        let reading = plan(&changes);
        assert!(reading.resources.is_empty(), "{changes}");
        assert_eq!(reading.problems.len(), 1, "{:?}", reading.problems);
        assert_eq!(reading.problems[0].level, Level::Warning);
        let found = &reading.problems[0].message;
        assert!(found.contains(message), "{found}");
    }
    let refresh = r#"{"format_version": "1.2", "resource_changes": [], "prior_state": {}}"#;
    let found = &reading_of(refresh).problems[0].message;
    assert!(found.contains("only a refresh"), "{found}");
    // A resource that remains needs no explanation.
    let both = [
        change("a.a", delete),
        change("a.b", r#"{"actions": ["no-op"], "after": {"x": 1}}"#),
    ];
    assert!(plan(&both.join(",")).problems.is_empty());
}

#[test]
fn drift_is_read_where_the_plan_has_no_change() {
    let drift = |entries: &str, changes: &str| {
        reading_of(&format!(
            r#"{{"format_version": "1.2", "resource_changes": [{changes}], "resource_drift": [{entries}]}}"#
        ))
    };
    let update = change(
        "a.a",
        r#"{"actions": ["update"], "before": {"x": 1}, "after": {"x": 2}}"#,
    );
    let reading = drift(&update, "");
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    assert_eq!(reading.resources.len(), 1);
    assert_eq!(reading.resources[0].phase, Phase::Deployed);
    let body = &reading.resources[0].body;
    assert_eq!(body.pointer.to_string(), "/resource_drift/0");
    let place = body.place(&body.native(&Pointer::parse("/properties/x")).unwrap());
    assert_eq!(place.document.slice(&place.range), "2");
    // The plan itself says what will be.
    let planned = change("a.a", r#"{"actions": ["update"], "after": {"x": 3}}"#);
    let reading = drift(&update, &planned);
    assert_eq!(reading.resources.len(), 1);
    assert_eq!(reading.resources[0].phase, Phase::Planned);
    // Two of three resources are targeted, or gone.
    let other = change("a.b", r#"{"actions": ["no-op"], "after": {"x": 1}}"#);
    assert_eq!(drift(&update, &other).resources.len(), 2);
    let deleted = change(
        "a.a",
        r#"{"actions": ["delete"], "before": {}, "after": null}"#,
    );
    let reading = drift(&deleted, "");
    assert!(reading.resources.is_empty());
    assert_eq!(reading.problems[0].level, Level::Warning);
    assert_eq!(drift("3", &other).problems.len(), 1);
}

#[test]
fn an_entirely_unknown_configuration_is_unknown() {
    for change_body in [
        r#"{"actions": ["create"], "after": null}"#,
        r#"{"actions": ["create"], "after": {}, "after_unknown": true}"#,
    ] {
        let reading = plan(&change("a.a", change_body));
        assert_eq!(texts(&reading.resources[0].unknown)[0], "/properties");
    }
    let reading = plan(&change(
        "a.a",
        r#"{"actions": ["create"], "after": {"tags": {"a": "b"}},
            "after_unknown": {"tags_all": true, "region": true}}"#,
    ));
    let unknown = texts(&reading.resources[0].unknown);
    assert!(unknown.contains(&"/tags".to_owned()), "{unknown:?}");
    assert!(unknown.contains(&"/location".to_owned()), "{unknown:?}");
}

#[test]
fn one_bad_entry_is_one_problem() {
    let good = change("a.a", r#"{"actions": ["create"], "after": {}}"#);
    let reading = plan(&format!(r#"{{"type": "x"}}, {good}, 3"#));
    assert_eq!(reading.resources.len(), 1);
    assert_eq!(reading.problems.len(), 2);
    assert!(
        reading.problems[0]
            .message
            .contains("missing field `address`")
    );
}

#[test]
fn versions_are_checked() {
    let read = |version: &str| {
        reading_of(&format!(
            r#"{{"format_version": {version}, "resource_changes": [{}]}}"#,
            change("a.a", r#"{"actions": ["create"], "after": {}}"#)
        ))
    };
    let old = read(r#""0.2""#);
    assert_eq!((old.resources.len(), old.problems.len()), (1, 1));
    assert_eq!(old.problems[0].level, Level::Warning);
    for version in [r#""2.0""#, "3", r#""x""#] {
        let new = read(version);
        assert_eq!((new.resources.len(), new.problems.len()), (0, 1));
        assert_eq!(new.problems[0].level, Level::Error);
    }
}

#[test]
fn an_incomplete_plan_is_reported() {
    for (member, word) in [
        ("\"errored\": true", "failed"),
        ("\"complete\": false", "put off"),
    ] {
        let reading = reading_of(&format!(
            r#"{{"format_version": "1.2", "resource_changes": [], {member}}}"#
        ));
        assert_eq!(reading.problems[0].level, Level::Error);
        assert!(reading.problems[0].message.contains(word));
    }
}

#[test]
fn planned_values_are_a_fallback_with_a_problem() {
    let reading = reading_of(
        r#"{"format_version": "1.2", "planned_values": {"root_module": {"child_modules": [{
            "address": "module.m", "resources": [{"address": "module.m.a.b", "type": "a", "values": {}}]}]}}}"#,
    );
    assert_eq!(reading.resources[0].phase, Phase::Planned);
    assert_eq!(reading.resources[0].name, "b");
    assert_eq!(
        reading.resources[0].scope.group.as_deref(),
        Some("module.m")
    );
    assert!(
        reading.problems[0]
            .message
            .contains("no `resource_changes`")
    );
    let empty = reading_of(r#"{"format_version": "1.2", "planned_values": {"root_module": {}}}"#);
    assert!(empty.problems.is_empty() && empty.resources.is_empty());
}
