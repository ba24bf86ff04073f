use crate::detect::reading_of;

use super::*;

fn template(rest: &str) -> Reading {
    reading_of(&format!(
        r#"{{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", {rest}}}"#
    ))
}

fn ids(reading: &Reading) -> Vec<&str> {
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    reading
        .resources
        .iter()
        .map(|resource| resource.id.as_str())
        .collect()
}

fn texts(pointers: &[Pointer]) -> Vec<String> {
    pointers.iter().map(Pointer::to_string).collect()
}

#[test]
fn a_resource_is_read_with_its_unknown_places() {
    let reading = template(
        r#""parameters": {"stage": {"type": "string"}, "name": {"type": "string", "defaultValue": "Shop"}, "pw": {"type": "secureString"}},
            "resources": [{"type": "Microsoft.Sql/servers", "name": "[parameters('name')]",
              "location": "[resourceGroup().location]", "apiVersion": "2022-05-01",
              "tags": {"owner": "me", "stage": "[parameters('stage')]"},
              "properties": {"administratorLoginPassword": "[parameters('pw')]", "minimalTlsVersion": "1.2"}}]"#,
    );
    assert_eq!(
        ids(&reading),
        ["/template/t/providers/microsoft.sql/servers/shop"]
    );
    let resource = &reading.resources[0];
    assert_eq!(resource.kind, "microsoft.sql/servers");
    assert_eq!(resource.name, "Shop");
    assert_eq!(resource.phase, onus_core::vocabulary::Phase::Template);
    assert_eq!(resource.location, None);
    assert_eq!(resource.tags.len(), 1);
    assert_eq!(
        texts(&resource.unknown),
        [
            "/raw/location",
            "/raw/tags/stage",
            "/properties/administratorLoginPassword",
            "/location",
            "/tags/stage"
        ]
    );
    assert_eq!(
        texts(&resource.sensitive),
        ["/properties/administratorLoginPassword"]
    );
    assert_eq!(resource.body.pointer.to_string(), "/resources/0");
}

#[test]
fn children_are_composed_and_the_skipped_are_skipped() {
    let reading = template(
        r#""resources": [
              {"type": "Microsoft.Sql/servers", "name": "s", "condition": false, "resources": [
                {"type": "databases", "name": "d", "condition": "[x()]", "resources": [
                  {"type": "Microsoft.Insights/diagnosticSettings", "name": "log"},
                  {"type": "securityAlertPolicies", "name": "Default"}]}]},
              {"type": "Microsoft.Sql/servers", "name": "old", "existing": true},
              {"type": "Microsoft.Web/sites", "name": "[x()]"},
              {"type": "Microsoft.Web/sites", "name": "[x()]"}]"#,
    );
    assert_eq!(
        ids(&reading),
        [
            "/template/t/providers/microsoft.sql/servers/s/databases/d",
            "/template/t/providers/microsoft.insights/diagnosticsettings/log",
            "/template/t/providers/microsoft.sql/servers/s/databases/d/securityalertpolicies/default",
            "/template/t/providers/microsoft.web/sites/[x()]",
            "/template/t/providers/microsoft.web/sites/[x()]#/resources/3",
        ]
    );
    let child = &reading.resources[0];
    assert_eq!(child.kind, "microsoft.sql/servers/databases");
    assert_eq!(child.name, "s/d");
    assert!(texts(&reading.resources[4].unknown).contains(&"/name".to_owned()));
}

#[test]
fn nested_templates_have_parameters_of_their_own() {
    let nested = |version: &str, options: &str| {
        template(&format!(
            r#"{version} "parameters": {{"n": {{"type": "string", "defaultValue": "outer"}}}},
                "resources": {{"module": {{"type": "Microsoft.Resources/deployments", "name": "m",
                  "resourceGroup": "RG", "properties": {{{options}
                    "parameters": {{"n": {{"value": "[format('{{0}}-inner', parameters('n'))]"}}}},
                    "template": {{"parameters": {{"n": {{"type": "string"}}}}, "resources": [
                      {{"type": "Microsoft.Storage/storageAccounts", "name": "[parameters('n')]", "properties": {{}}}}]}}}}}}}}"#
        ))
    };
    let inner = nested("", r#""expressionEvaluationOptions": {"scope": "inner"},"#);
    assert_eq!(
        ids(&inner),
        ["/template/t/resourcegroups/rg/providers/microsoft.storage/storageaccounts/outer-inner"]
    );
    assert_eq!(inner.resources[0].scope.group.as_deref(), Some("rg"));
    assert_eq!(
        inner.resources[0].body.pointer.to_string(),
        "/resources/module/properties/template/resources/0"
    );
    let outer = nested("", "");
    assert_eq!(outer.resources[0].name, "outer");
    let inner = nested(r#""languageVersion": "2.0","#, "");
    assert_eq!(inner.resources[0].name, "outer-inner");
}

#[test]
fn symbolic_names_replace_unknown_names() {
    let reading = template(
        r#""resources": {"site": {"type": "Microsoft.Web/sites", "name": "[newGuid()]", "properties": {}},
               "App": {"type": "Microsoft.Graph/applications@v1.0", "properties": {}}}"#,
    );
    assert_eq!(
        ids(&reading),
        [
            "/template/t/providers/microsoft.web/sites/site",
            "/template/t/providers/microsoft.graph/applications/app"
        ]
    );
    assert_eq!(texts(&reading.resources[0].unknown), ["/raw/name", "/name"]);
}

#[test]
fn values_replace_expressions() {
    let reading = template(
        r#""parameters": {"tls": {"type": "string", "defaultValue": "1.2"}, "sid": {"type": "string"}},
            "variables": {"acl": {"defaultAction": "Deny", "ipRules": ["[parameters('sid')]"]}},
            "resources": [{"type": "A.B/c", "name": "x", "properties": {
              "tls": "[parameters('tls')]", "sid": "[parameters('sid')]", "acl": "[variables('acl')]", "e": "[[e]"}},
              {"type": "A.B/c", "name": "y", "properties": {"x": "[resourceId('A.B/c', 'X')]"}},
              {"type": "A.B/c", "name": "gone", "condition": "[not(equals(parameters('tls'), '1.2'))]"},
              {"type": "A.B/c", "name": "none", "copy": {"name": "l", "count": "[length(createArray())]"}}]"#,
    );
    assert_eq!(
        ids(&reading),
        [
            "/template/t/providers/a.b/c/x",
            "/template/t/providers/a.b/c/y"
        ]
    );
    let [x, y] = reading.resources.as_slice() else {
        panic!("two");
    };
    let record: serde_json::Value = serde_json::from_str(x.body.text()).unwrap();
    assert_eq!(
        record["properties"],
        serde_json::json!({"tls": "1.2", "sid": "[parameters('sid')]", "e": "[e]",
                "acl": {"defaultAction": "Deny", "ipRules": ["[variables('acl')]"]}})
    );
    assert_eq!(
        texts(&x.unknown),
        ["/properties/sid", "/properties/acl/ipRules/0"]
    );
    for (pointer, expected) in [
        ("/properties/tls", "\"[parameters('tls')]\""),
        ("/properties/acl/defaultAction", "\"[variables('acl')]\""),
        ("/name", "\"x\""),
    ] {
        let place = x.body.place(&Pointer::parse(pointer));
        assert_eq!(place.document.slice(&place.range), expected);
    }
    assert!(y.body.text().contains(&format!("\"{}\"", x.id)));
}

#[test]
fn names_that_are_not_declared_are_reported_once() {
    let reading = template(
        r#""parameters": {"stage": {"type": "string"}}, "variables": {"copy": [{"name": "made", "count": 2, "input": 1}]},
            "resources": [{"type": "A.B/c", "name": "x", "properties": {"a": "[parameters('stages')]",
              "b": "[if(true(), 1, parameters('Stages'))]", "c": "[variables('made')]", "d": "[variables('v')]"}}]"#,
    );
    let problems: Vec<String> = reading.problems.iter().map(Diagnostic::to_string).collect();
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert!(problems[0].ends_with("`parameters('stages')` is not declared in this template"));
    assert_eq!(
        reading.problems[0].help.as_deref(),
        Some("did you mean `stage`?")
    );
    let spot = reading.problems[0].place.as_ref().unwrap();
    assert_eq!(
        spot.document.slice(&spot.range),
        "\"[parameters('stages')]\""
    );
    assert_eq!(
        texts(&reading.resources[0].unknown),
        ["/properties/a", "/properties/d"]
    );
}

#[test]
fn wrapped_and_empty_templates_are_recognized() {
    let schema = "http://schema.management.azure.com/schemas/2018-05-01/SubscriptionDeploymentTemplate.json#";
    let reading = reading_of(&format!(
        r#"{{"template": {{"$schema": "{schema}", "resources": [{{"type": "A.B/c", "name": "x"}}]}}}}"#
    ));
    assert_eq!(ids(&reading), ["/template/t/providers/a.b/c/x"]);
    let pointer = &reading.resources[0].body.pointer;
    assert_eq!(pointer.to_string(), "/template/resources/0");
    for (rest, message) in [
        (r#""outputs": {}"#, "declares no resource"),
        (r#""resources": [ ]"#, "declares no resource"),
        (r#""resources": {}"#, "declares no resource"),
        (
            r#""resources": [{"type": "A.B/c", "name": "x", "condition": false}]"#,
            "deploys no resource",
        ),
        (
            r#""languageVersion": "2.0", "resources": {"a": {"type": "A.B/c", "name": "x", "existing": true}}"#,
            "deploys no resource",
        ),
    ] {
        let reading = template(rest);
        assert!(reading.resources.is_empty());
        let [problem] = reading.problems.as_slice() else {
            panic!("{rest}: {:?}", reading.problems);
        };
        assert!(problem.message.contains(message), "{problem:?}");
    }
}

#[test]
fn unreadable_parts_are_problems() {
    let reading = template(
        r#""resources": [{"name": "x"}, 3, {"type": "[f()]"}, {"type": "A.B/c", "name": "y", "resources": 7},
              {"type": "Microsoft.Resources/deployments", "name": "l", "properties": {"templateLink": {"uri": "u"}}}]"#,
    );
    let problems: Vec<String> = reading.problems.iter().map(Diagnostic::to_string).collect();
    assert_eq!(problems.len(), 5, "{problems:?}");
    assert!(problems[0].contains("`/resources/0` has no type"));
    assert!(problems[4].contains("not a part of the document"));
    assert_eq!(reading.resources.len(), 1);
    let deep = format!(
        "\"resources\": [{}{}]",
        r#"{"type": "A.B/c", "name": "x", "resources": ["#.repeat(500),
        "]}".repeat(500)
    );
    assert!(!template(&deep).problems.is_empty());
}

#[test]
fn templates_may_have_comments_and_strings_of_several_lines() {
    let reading = reading_of(
        "// head\n{ /* a \" */ \"$schema\": \"https://x/deploymentTemplate.json#\", // schema\n\
         \"resources\": [{\"type\": \"A.B/c\", \"name\": \"x\", \"properties\": {\"url\": \"https://h/*\", \"text\": \"one\ntwo\"}}]}",
    );
    assert_eq!(ids(&reading), ["/template/t/providers/a.b/c/x"]);
    let body = &reading.resources[0].body;
    assert_eq!(body.start().0.position(body.start().1.start).line, 3);
    let place = body.place(&Pointer::parse("/properties/url"));
    assert_eq!(place.document.slice(&place.range), "\"https://h/*\"");
    let text = body.place(&Pointer::parse("/properties/text"));
    assert_eq!(text.document.slice(&text.range), "\"one\ntwo\"");
}
