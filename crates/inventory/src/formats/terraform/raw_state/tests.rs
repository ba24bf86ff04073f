use crate::detect::{reading_of, recognized_by};
use onus_core::diagnostic::Level;

use super::*;

fn state(resources: &str) -> String {
    format!(
        r#"{{"version": 4, "terraform_version": "1.9.0", "serial": 7, "lineage": "l", "outputs": {{}}, "resources": [{resources}]}}"#
    )
}

#[test]
fn instances_are_read() {
    let text = state(
        r#"{"mode": "data", "type": "aws_region", "name": "here", "instances": [{"attributes": {}}]},
            {"module": "module.m", "mode": "managed", "type": "aws_db_instance", "name": "db", "provider": "provider[\"registry.terraform.io/hashicorp/aws\"].east",
             "instances": [
               {"index_key": "a.b", "schema_version": 1, "attributes": {"id": "db-1", "arn": "arn:aws:rds:eu-west-1:123:db:db-1", "password": "p", "tags_all": {"owner": "x"}, "list": [{"k": "v"}]},
                "sensitive_attributes": [[{"type": "get_attr", "value": "password"}], [{"type": "get_attr", "value": "list"}, {"type": "index", "value": {"value": 0, "type": "number"}}, {"type": "get_attr", "value": "k"}]],
                "private": "e30="},
               {"index_key": 1, "deposed": "d", "attributes": {}}]},
            {"mode": "managed", "type": "null_resource", "name": "n", "provider": "provider.null", "instances": [
               {"attributes_flat": {"id": "1"}, "dependencies": ["module.m.aws_db_instance.db", "data.aws_region.here"]}]}"#,
    );
    assert_eq!(recognized_by(&text), ["terraform-raw-state"]);
    let reading = reading_of(&text);
    let [db, null] = reading.resources.as_slice() else {
        panic!("{:?}", reading.resources);
    };
    assert_eq!(db.id, "module.m.aws_db_instance.db[\"a.b\"]");
    assert_eq!(
        (db.name.as_str(), db.provider.as_str()),
        ("db[\"a.b\"]", "aws")
    );
    assert_eq!(db.scope.account.as_deref(), Some("123"));
    assert_eq!(db.scope.group.as_deref(), Some("module.m"));
    assert_eq!(db.tags["owner"], "x");
    assert_eq!(db.aliases, ["db-1", "arn:aws:rds:eu-west-1:123:db:db-1"]);
    assert_eq!(db.body.pointer.to_string(), "/resources/1/instances/0");
    let sensitive: Vec<String> = db.sensitive.iter().map(Pointer::to_string).collect();
    assert_eq!(
        sensitive,
        [
            "/properties/password",
            "/raw/attributes/password",
            "/properties/list/0/k",
            "/raw/attributes/list/0/k",
            "/raw/private",
        ]
    );
    let native = db
        .body
        .native(&Pointer::parse("/properties/list/0/k"))
        .unwrap();
    let place = db.body.place(&native);
    assert_eq!(place.document.slice(&place.range), "\"v\"");
    assert_eq!(
        (null.id.as_str(), null.provider.as_str()),
        ("null_resource.n", "null")
    );
    assert!(null.unknown.contains(&Pointer::parse("/properties")));
    assert_eq!(null.edges.len(), 1);
    assert_eq!(null.edges[0].to, db.id);
    let [problem] = reading.problems.as_slice() else {
        panic!("{:?}", reading.problems);
    };
    assert_eq!(problem.level, Level::Warning);
    assert!(
        problem
            .help
            .as_ref()
            .unwrap()
            .contains("terraform show -json")
    );
}

#[test]
fn steps_that_are_not_understood_mark_all_below() {
    let instance: Instance<'_> = serde_json::from_str(
        r#"{"sensitive_attributes": [[{"type": "get_attr", "value": "a"}, {"type": "splat"}], {"type": "get_attr", "value": "b"}, []]}"#,
    )
    .unwrap();
    let places: Vec<String> = sensitive_places(&instance)
        .iter()
        .map(Pointer::to_string)
        .collect();
    assert_eq!(
        places,
        [
            "/properties/a",
            "/raw/attributes/a",
            "/properties/b",
            "/raw/attributes/b",
            "/properties",
            "/raw/attributes",
        ]
    );
}

#[test]
fn providers_are_named_in_two_ways() {
    for (text, name) in [
        (
            "provider[\"registry.terraform.io/hashicorp/aws\"].east",
            "registry.terraform.io/hashicorp/aws",
        ),
        (
            "module.a.provider[\"registry.opentofu.org/hashicorp/google\"]",
            "registry.opentofu.org/hashicorp/google",
        ),
        ("module.a.provider.aws.east", "aws.east"),
        ("provider.azurerm", "azurerm"),
    ] {
        assert_eq!(provider_name(text), name);
    }
}

#[test]
fn other_versions_and_encrypted_states_are_refused() {
    for (text, message) in [
        (
            r#"{"version": 3, "serial": 1, "lineage": "l", "modules": []}"#,
            "version `3`",
        ),
        (
            r#"{"serial": 1, "lineage": "l", "encrypted_data": "x"}"#,
            "is encrypted",
        ),
    ] {
        assert_eq!(recognized_by(text), ["terraform-raw-state"]);
        let reading = reading_of(text);
        assert!(reading.resources.is_empty());
        assert_eq!(reading.problems.len(), 1);
        assert!(reading.problems[0].message.contains(message));
    }
    let reading = reading_of(&state(
        r#"{"mode": "managed", "name": "n"}, 3, {"type": "a", "name": "b", "instances": [3]}"#,
    ));
    assert_eq!(reading.problems.len(), 4, "{:?}", reading.problems);
}
