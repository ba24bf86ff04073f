use serde_json::{Value, json};

use crate::detect::reading_of;

use super::*;

/// The only resource of a plan for a block with these arguments.
fn planned(kind: &str, expressions: &Value, after: &Value, unknown: &Value) -> Resource {
    let address = format!("{kind}.a");
    let plan = json!({"format_version": "1.2",
        "resource_changes": [{"address": address, "mode": "managed", "type": kind, "name": "a",
            "change": {"actions": ["update"], "after": after, "after_unknown": unknown}}],
        "configuration": {"root_module": {"resources": [{"address": address, "mode": "managed",
            "type": kind, "name": "a", "expressions": expressions}]}}});
    let mut reading = reading_of(&plan.to_string());
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    reading.resources.remove(0)
}

/// What policies see of the arguments, and the unknown places among them.
fn seen(resource: &Resource) -> (Value, Vec<String>) {
    let record: Value = serde_json::from_str(resource.body.text()).unwrap();
    let place = resource.body.properties.to_string();
    let unknown = resource.unknown.iter().map(Pointer::to_string).collect();
    (record.pointer(&place).unwrap().clone(), unknown)
}

/// Arguments of a resource of this kind, in the block that has them.
fn arguments(renamed: &Renamed, given: &[(&str, Value)]) -> Value {
    let given: serde_json::Map<String, Value> = given
        .iter()
        .map(|(name, value)| ((*name).to_owned(), value.clone()))
        .collect();
    match renamed.block {
        "" => given.into(),
        block => json!({block: [given]}),
    }
}

#[test]
fn of_each_argument_the_name_that_is_set_counts() {
    let constant = json!({"constant_value": true});
    for renamed in RENAMED {
        for (set, computed) in [(renamed.old, renamed.new), (renamed.new, renamed.old)] {
            let expressions = arguments(renamed, &[(set, constant.clone())]);
            // A new resource.
            let new = planned(
                renamed.kind,
                &expressions,
                &arguments(renamed, &[(set, json!(true))]),
                &arguments(renamed, &[(computed, json!(true))]),
            );
            let (values, unknown) = seen(&new);
            assert_eq!(unknown, Vec::<String>::new(), "{renamed:?}");
            assert_eq!(values, arguments(renamed, &[(set, json!(true))]));
            // One whose state still has the value of before.
            let after = arguments(renamed, &[(set, json!(true)), (computed, json!(false))]);
            let (values, unknown) = seen(&planned(renamed.kind, &expressions, &after, &json!({})));
            let settled = [(set, json!(true)), (computed, json!(null))];
            match renamed.is_configured_decisive {
                true => assert_eq!(values, arguments(renamed, &settled)),
                false => assert_eq!(values, after),
            }
            assert_eq!(unknown, Vec::<String>::new());
        }
    }
}

#[test]
fn an_argument_that_is_not_set_is_not_unknown() {
    for renamed in RENAMED {
        let unset = arguments(renamed, &[]);
        let both = [(renamed.old, json!(true)), (renamed.new, json!(true))];
        let unknown = arguments(renamed, &both);
        let resource = planned(renamed.kind, &unset, &unset, &unknown);
        assert_eq!(seen(&resource), (unset, Vec::new()), "{renamed:?}");
    }
}

#[test]
fn what_the_configuration_does_not_tell_stays_unknown() {
    let unknown = json!({"enable_rbac_authorization": true, "rbac_authorization_enabled": true});
    let reference = json!({"references": ["var.a"]});
    // Set to a value that is not known, or to null.
    let expressions = json!({"enable_rbac_authorization": reference});
    let resource = planned("azurerm_key_vault", &expressions, &json!({}), &unknown);
    assert_eq!(seen(&resource).1, ["/properties/enable_rbac_authorization"]);
    // Both are passed on, and one of them is null.
    let expressions =
        json!({"enable_rbac_authorization": reference, "rbac_authorization_enabled": reference});
    let resource = planned("azurerm_key_vault", &expressions, &json!({}), &unknown);
    assert_eq!(seen(&resource).1.len(), 2);
    // A dynamic block is not in the expressions.
    let unknown =
        json!({"security": [{"enable_backend_ssl30": true, "backend_ssl30_enabled": true}]});
    let resource = planned(
        "azurerm_api_management",
        &json!({}),
        &json!({"security": [{}]}),
        &unknown,
    );
    assert_eq!(seen(&resource).1.len(), 2);
}

#[test]
fn a_null_expression_sets_nothing() {
    let expressions = json!({"enable_rbac_authorization": {"references": ["var.a"]}});
    let after = json!({"enable_rbac_authorization": null, "rbac_authorization_enabled": true});
    let resource = planned("azurerm_key_vault", &expressions, &after, &json!({}));
    assert_eq!(seen(&resource), (after, Vec::new()));
}

#[test]
fn a_cleared_value_leads_to_its_place() {
    let expressions = json!({"enable_rbac_authorization": {"constant_value": false}});
    let after = json!({"enable_rbac_authorization": false, "rbac_authorization_enabled": true});
    let resource = planned("azurerm_key_vault", &expressions, &after, &json!({}));
    let text = resource.body.text();
    let place = resource.body.properties.child("rbac_authorization_enabled");
    let range = locate(text, &place).range;
    let (file, range) = onus_core::document::Document::trace(&resource.body.document, range);
    assert_eq!(file.slice(&range), "true");
}
