use onus_core::document::Document;
use onus_core::json_pointer::Pointer;

use crate::detect::reading_of;
use crate::reader::Reading;
use crate::resource::Resource;

fn template(rest: &str) -> Reading {
    reading_of(&format!(
        r#"{{"$schema": "https://x/deploymentTemplate.json#", {rest}}}"#
    ))
}

fn properties(resource: &Resource) -> serde_json::Value {
    let record: serde_json::Value = serde_json::from_str(resource.body.text()).unwrap();
    record["properties"].clone()
}

fn names(reading: &Reading) -> Vec<&str> {
    let names = reading
        .resources
        .iter()
        .map(|resource| resource.name.as_str());
    names.collect()
}

fn unknown(resource: &Resource) -> Vec<String> {
    resource.unknown.iter().map(Pointer::to_string).collect()
}

#[test]
fn a_resource_in_a_loop_is_one_per_round() {
    let reading = template(
        r#""parameters": {"list": {"type": "array", "defaultValue": [{"n": "one", "tls": "1.2"}, {"n": "two", "tls": "1.0"}]}},
            "resources": [
              {"type": "A.B/c", "name": "[parameters('list')[copyIndex()].n]", "copy": {"name": "l", "count": "[length(parameters('list'))]"},
               "condition": "[not(equals(copyIndex(), 7))]",
               "properties": {"tls": "[parameters('list')[copyIndex('L')].tls]", "next": "[copyIndex(10)]", "after": "[copyIndex('l', 5)]"},
               "resources": [{"type": "d", "name": "web", "properties": {"of": "[copyIndex()]"}}]},
              {"type": "A.B/c", "name": "[format('c{0}', copyIndex())]", "copy": {"name": "m", "count": 3}, "condition": "[equals(copyIndex(), 1)]"},
              {"type": "A.B/c", "name": "none", "copy": {"name": "n", "count": 0}},
              {"type": "A.B/c", "name": "[format('u{0}', copyIndex())]", "copy": {"name": "u", "count": "[late()]"}},
              {"type": "A.B/c", "name": "[format('v{0}', copyIndex())]", "copy": {"name": "v", "count": 801}},
              {"type": "A.B/c", "name": "same", "copy": {"name": "s", "count": 3}}]"#,
    );
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    let expected = [
        "one",
        "one/web",
        "two",
        "two/web",
        "c1",
        "[format('u{0}', copyIndex())]",
        "[format('v{0}', copyIndex())]",
        "same",
        "same",
        "same",
    ];
    assert_eq!(names(&reading), expected);
    let of = |number: usize| properties(&reading.resources[number]);
    assert_eq!(
        of(0),
        serde_json::json!({"tls": "1.2", "next": 10, "after": 5})
    );
    assert_eq!(
        of(2),
        serde_json::json!({"tls": "1.0", "next": 11, "after": 6})
    );
    assert_eq!(of(3), serde_json::json!({"of": 1}));
    assert!(unknown(&reading.resources[2]).is_empty());
    let mut ids: Vec<&str> = reading
        .resources
        .iter()
        .map(|resource| resource.id.as_str())
        .collect();
    assert!(ids[6].ends_with("/v[copyindex() of 801]"));
    ids.dedup();
    assert_eq!(ids.len(), expected.len());
    assert_eq!(
        reading.resources[2].body.pointer.to_string(),
        "/resources/0"
    );
}

#[test]
fn a_property_in_a_loop_is_a_list() {
    let reading = template(
        r#""variables": {"ports": [22, 443]},
            "resources": [{"type": "A.B/c", "name": "x", "properties": {"before": 1, "copy": [
                {"name": "rules", "count": "[length(variables('ports'))]", "input": {
                  "port": "[variables('ports')[copyIndex('rules')]]", "name": "plain", "late": "[f(copyIndex('rules'))]",
                  "copy": [{"name": "inner", "count": 2, "input": "[add(mul(copyIndex('rules'), 10), copyIndex('inner'))]"}]}},
                {"name": "empty", "count": 0, "input": 1},
                {"name": "late", "count": "[f()]", "input": 1}], "after": 2}}]"#,
    );
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    let resource = &reading.resources[0];
    let found = properties(resource);
    assert_eq!(found["rules"][0]["port"], 22);
    assert_eq!(found["rules"][1]["port"], 443);
    assert_eq!(found["rules"][1]["inner"], serde_json::json!([10, 11]));
    assert_eq!(found["empty"], serde_json::json!([]));
    assert_eq!((&found["before"], &found["after"]), (&1.into(), &2.into()));
    assert!(found.get("copy").is_none());
    assert_eq!(
        unknown(resource),
        [
            "/properties/rules/0/late",
            "/properties/rules/1/late",
            "/properties/late"
        ]
    );
    // A place leads to what is written in the loop.
    let text = resource.body.text();
    let start = text.find("443").unwrap();
    let (file, range) = Document::trace(&resource.body.document, start..start + 3);
    assert_eq!(
        file.slice(&range),
        "\"[variables('ports')[copyIndex('rules')]]\""
    );
    let start = text.rfind("plain").unwrap();
    let (file, range) = Document::trace(&resource.body.document, start..start + 5);
    assert_eq!(file.slice(&range), "plain");
}

#[test]
fn a_loop_next_to_a_property_of_its_name_makes_it_unknown() {
    let reading = template(
        r#""resources": [{"type": "A.B/c", "name": "x", "properties": {"a": [1], "copy": [{"name": "a", "count": 1, "input": 2}]}}]"#,
    );
    assert_eq!(unknown(&reading.resources[0]), ["/properties/a"]);
}

#[test]
fn variables_objects_and_outputs_in_loops_have_values() {
    let reading = template(
        r#""variables": {"copy": [{"name": "names", "count": 2, "input": "[format('n{0}', copyIndex('names'))]"}],
              "set": {"copy": [{"name": "list", "count": 2, "input": {"i": "[copyIndex('list')]"}}], "other": true},
              "wrong": "[copyIndex()]"},
            "resources": [
              {"type": "A.B/c", "name": "x", "copy": {"name": "l", "count": 2},
               "properties": {"names": "[variables('names')]", "one": "[variables('set').list[1].i]", "other": "[variables('set').other]",
                 "wrong": "[variables('wrong')]"}},
              {"type": "Microsoft.Resources/deployments", "name": "[format('m{0}', copyIndex())]", "copy": {"name": "m", "count": 2}, "properties": {
                "expressionEvaluationOptions": {"scope": "inner"},
                "parameters": {"n": {"value": "[format('deep{0}', copyIndex())]"}, "list": {"copy": [{"name": "value", "count": 2, "input": "[copyIndex('value')]"}]},
                  "late": {"value": "[f()]"}},
                "template": {"parameters": {"n": {"type": "string"}, "list": {"type": "array"}, "late": {"type": "string"}},
                  "resources": [{"type": "A.B/d", "name": "[parameters('n')]", "properties": {"list": "[parameters('list')]"}},
                    {"type": "A.B/e", "name": "[parameters('none')]"}],
                  "outputs": {"all": {"type": "array", "copy": {"count": 2, "input": "[format('{0}-{1}', parameters('n'), copyIndex())]"}}}}}},
              {"type": "A.B/f", "name": "f", "properties": {"all": "[reference('m1').outputs.all.value]", "far": "[reference('m2').outputs.all.value]"}}]"#,
    );
    // The undeclared name is reported once, not for each round.
    assert_eq!(reading.problems.len(), 1, "{:?}", reading.problems);
    let of = |name: &str| {
        let found = reading
            .resources
            .iter()
            .find(|resource| resource.name == name);
        properties(found.unwrap())
    };
    assert_eq!(of("x")["names"], serde_json::json!(["n0", "n1"]));
    assert_eq!(
        (&of("x")["one"], &of("x")["other"]),
        (&1.into(), &true.into())
    );
    assert_eq!(unknown(&reading.resources[0]), ["/properties/wrong"]);
    assert_eq!(of("deep1")["list"], serde_json::json!([0, 1]));
    assert_eq!(of("f")["all"], serde_json::json!(["deep1-0", "deep1-1"]));
    let last = reading.resources.last().unwrap();
    assert_eq!(unknown(last), ["/properties/far"]);
}

#[test]
fn modules_in_loops_make_a_bounded_number_of_resources() {
    let mut inner = r#"{"type": "A.B/c", "name": "[format('x{0}', copyIndex())]", "copy": {"name": "l", "count": 800}}"#.to_owned();
    for _ in 0..3 {
        inner = format!(
            r#"{{"type": "Microsoft.Resources/deployments", "name": "[format('m{{0}}', copyIndex())]", "copy": {{"name": "m", "count": 800}},
                "properties": {{"expressionEvaluationOptions": {{"scope": "inner"}}, "template": {{"resources": [{inner}]}}}}}}"#
        );
    }
    let reading = template(&format!(r#""resources": [{inner}]"#));
    assert!(
        reading.resources.len() < 25_000,
        "{}",
        reading.resources.len()
    );
}

#[test]
fn loops_that_cost_too_much_stand_for_all_rounds() {
    let inner = r#""copy": [{"name": "a", "count": 800, "input": {"copy": [{"name": "b", "count": 800, "input": {"copy": [{"name": "c", "count": 800, "input": "[copyIndex('c')]"}]}}]}}]"#;
    let reading = template(&format!(
        r#""resources": [{{"type": "A.B/c", "name": "[format('x{{0}}', copyIndex())]", "copy": {{"name": "l", "count": 800}}, "properties": {{{inner}}}}}]"#
    ));
    let total: usize = reading
        .resources
        .iter()
        .map(|resource| resource.body.text().len())
        .sum();
    assert!(total < 200_000_000, "{total}");
    assert!(
        reading
            .resources
            .iter()
            .any(|resource| !resource.unknown.is_empty())
    );
}
