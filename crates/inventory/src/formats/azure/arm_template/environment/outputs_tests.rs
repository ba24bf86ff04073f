use std::sync::Arc;

use onus_core::document::Document;

use crate::formats::azure::arm_template::environment::{Environment, Shared};
use crate::formats::azure::arm_template::parameters::Given;
use crate::formats::azure::arm_template::target::Target;
use crate::formats::azure::arm_template::value::{SECRET, Value};
use crate::json::outline::Members;

/// A module with outputs, of which one is another module's.
const MODULES: &str = r#""parameters": {"rg": {"type": "string"}, "may": {"type": "bool"}}, "resources": [
    {"type": "Microsoft.Resources/deployments", "name": "NET", MORE
     "properties": {"expressionEvaluationOptions": {"scope": "inner"},
      "parameters": {"n": {"value": "shop"}, "from": {"value": "[reference('other').outputs.x.value]"}},
      "template": {
       "parameters": {"n": {"type": "string"}, "from": {"type": "string"}, "late": {"type": "string", "defaultValue": "[newGuid()]"}},
       "outputs": {
        "Id": {"type": "string", "value": "[resourceId('A.B/c', parameters('n'))]"},
        "late": {"type": "string", "value": "[parameters('late')]"},
        "pw": {"type": "securestring", "value": "x"},
        "both": {"type": "object", "value": {"names": ["[parameters('n')]"]}},
        "may": {"condition": "[parameters('late')]", "type": "string", "value": "x"},
        "many": {"type": "array", "copy": {"count": 2, "input": "x"}},
        "from": {"type": "string", "value": "[parameters('from')]"},
        "round": {"type": "string", "value": "[reference('net').outputs.id.value]"}}}}},
    {"type": "Microsoft.Resources/deployments", "name": "other", "properties": {
      "template": {"outputs": {"x": {"type": "string", "value": "[concat('o', 'k')]"},
        "back": {"type": "string", "value": "[reference('net').outputs.from.value]"}}}}},
    {"type": "A.B/c", "name": "store"}]"#;

fn value(modules: &str, expression: &str) -> Value {
    let text = format!("{{{modules}}}");
    let template = Members::parse(&text).unwrap();
    let document = Arc::new(Document::new("t", text.clone()));
    let shared = Shared::new(&document, "t");
    let environment = Environment::of(&shared, &template, &Given::default(), &Target::default());
    let expression = serde_json::Value::from(expression).to_string();
    let part: &serde_json::value::RawValue = serde_json::from_str(&expression).unwrap();
    environment.value(part)
}

fn text(modules: &str, expression: &str) -> Option<String> {
    value(modules, expression).as_text().map(str::to_owned)
}

#[test]
fn outputs_of_a_module_are_those_of_its_template() {
    let modules = MODULES.replace("MORE", "");
    for (expression, expected) in [
        (
            "reference('net').outputs.id.value",
            "/template/t/providers/a.b/c/shop",
        ),
        (
            "reference(resourceId('Microsoft.Resources/deployments', 'net')).outputs.ID.value",
            "/template/t/providers/a.b/c/shop",
        ),
        (
            "reference(resourceId('Microsoft.Resources/deployments', 'net'), '2022-09-01').outputs['id'].value",
            "/template/t/providers/a.b/c/shop",
        ),
        ("reference('NET').outputs.both.value.names[0]", "shop"),
        ("reference('net').outputs.from.value", "ok"),
        ("if(true(), reference('other').outputs.x.value, '')", "ok"),
    ] {
        let found = text(&modules, &format!("[{expression}]"));
        assert_eq!(found.as_deref(), Some(expected), "{expression}");
    }
}

#[test]
fn outputs_of_a_module_in_another_group_are_those_of_its_template() {
    let modules = MODULES.replace("MORE", r#""resourceGroup": "[parameters('rg')]","#);
    let scope = "format('/subscriptions/{0}/resourceGroups/{1}', subscription().subscriptionId, parameters('rg'))";
    for id in [
        format!("extensionResourceId({scope}, 'Microsoft.Resources/deployments', 'net')"),
        "resourceId(parameters('rg'), 'Microsoft.Resources/deployments', 'net')".to_owned(),
        "resourceId(subscription().subscriptionId, parameters('rg'), 'Microsoft.Resources/deployments', 'net')".to_owned(),
    ] {
        let expression = format!("[reference({id}, '2022-09-01').outputs.id.value]");
        let expected = "/template/t/resourcegroups/[parameters('rg')]/providers/a.b/c/shop";
        assert_eq!(text(&modules, &expression).as_deref(), Some(expected), "{id}");
    }
    let elsewhere =
        "[reference(resourceId('x', 'Microsoft.Resources/deployments', 'net')).outputs.id.value]";
    assert_eq!(text(&modules, elsewhere), None);
}

#[test]
fn uncertain_outputs_are_unknown() {
    let plain = MODULES.replace("MORE", "");
    for (modules, expression) in [
        (plain.clone(), "reference('net').outputs.late.value"),
        (plain.clone(), "reference('net').outputs.may.value"),
        (plain.clone(), "reference('net').outputs.many.value"),
        (plain.clone(), "reference('net').outputs.none.value"),
        (
            plain.clone(),
            "reference('net', '2022-09-01', 'Full').outputs.id.value",
        ),
        (plain.clone(), "reference('store').outputs.id.value"),
        // They depend on themselves.
        (plain.clone(), "reference('net').outputs.round.value"),
        (
            plain.replace(".x.value", ".back.value"),
            "reference('net').outputs.from.value",
        ),
        (
            MODULES.replace("MORE", r#""condition": "[parameters('may')]","#),
            "reference('net').outputs.id.value",
        ),
        (
            MODULES.replace("MORE", r#""copy": {"name": "c", "count": 2},"#),
            "reference('net').outputs.id.value",
        ),
        (
            plain.replace("\"other\"", "\"net\""),
            "reference('net').outputs.id.value",
        ),
        (
            MODULES
                .replace("MORE", r#""type2": 1,"#)
                .replace("\"template\"", "\"templateLink\""),
            "reference('net').outputs.id.value",
        ),
    ] {
        let found = text(&modules, &format!("[{expression}]"));
        assert_eq!(found, None, "{expression}");
    }
    assert_eq!(value(&plain, "[reference('net').outputs.pw.value]"), SECRET);
}

#[test]
fn deployments_have_symbolic_names() {
    let module = r#"{"type": "Microsoft.Resources/deployments", "name": "[newGuid()]", "properties": {
        "template": {"outputs": {"x": {"type": "string", "value": "y"}}}}}"#;
    let modules = format!(r#""languageVersion": "2.0", "resources": {{"Net": {module}}}"#);
    let found = text(&modules, "[reference('net').outputs.x.value]");
    assert_eq!(found.as_deref(), Some("y"));
}
