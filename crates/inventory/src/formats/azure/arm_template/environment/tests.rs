use std::sync::Arc;

use onus_core::document::Document;
use proptest::prelude::*;

use super::*;

const TEMPLATE: &str = r##"{
        "definitions": {"key": {"type": "securestring"}},
        "parameters": {
            "Site": {"type": "string", "defaultValue": "shop"}, "late": {"type": "string"},
            "lock": {"type": "object", "nullable": true}, "key": {"$ref": "#/definitions/key"},
            "chosen": {"type": "string", "defaultValue": "[resourceGroup().location]"},
            "pw": {"type": "secureString", "defaultValue": "x"},
            "count": {"type": "int", "defaultValue": 3}, "given": {"type": "string", "defaultValue": "d"},
            "twice": {"type": "string", "defaultValue": "[concat('pw is ', parameters('pw'))]"}
        },
        "variables": {
            "plan": "[concat(parameters('site'), '-', 2)]",
            "a": "[variables('b')]", "b": "[variables('a')]",
            "many": "[concat(variables('more'), variables('more'))]",
            "more": "[concat(variables('plan'), variables('plan'), variables('many'))]",
            "login": {"user": "sa", "password": "[parameters( 'PW' )]"},
            "set": {"name": "[variables('plan')]", "list": [1, {"Deep": true}], "late": "[parameters('late')]", "no": null}
        }}"##;

fn evaluated(text: &str) -> Value {
    let template = Members::parse(TEMPLATE).unwrap();
    let shared = Shared::new(&Arc::new(Document::new("t", TEMPLATE)), "t");
    let file = Arc::new(Document::new("p", r#"{"GIVEN": "[f()]", "late2": 1}"#));
    let (given, _) = Given::of_files(&[file]);
    let environment = Environment::of(&shared, &template, &given, &Target::default());
    let part = RawValue::from_string(serde_json::Value::from(text).to_string()).unwrap();
    environment.string(text, &part)
}

#[test]
fn expressions_are_evaluated() {
    for (text, expected) in [
        ("plain", "\"plain\""),
        ("[[literal]", "\"[literal]\""),
        ("[parameters('SITE')]", "\"shop\""),
        ("[parameters('given')]", "\"[f()]\""),
        ("[parameters('lock')]", "null"),
        ("[tryGet(parameters('lock'), 'kind')]", "null"),
        ("[coalesce(tryGet(variables('set'), 'no'), 'x')]", "\"x\""),
        ("[ variables('plan') ]", "\"shop-2\""),
        ("[variables('set').name]", "\"shop-2\""),
        ("[variables('set')['LIST'][1].deep]", "true"),
        (
            "[format('{1}/{0}{{}}', 'it''s', toUpper(variables('plan')))]",
            "\"SHOP-2/it's{}\"",
        ),
        (
            "[if(equals(parameters('count'), 3), 'y', parameters('late'))]",
            "\"y\"",
        ),
        ("[and(false(), parameters('late'))]", "false"),
        ("[if(parameters('late'), 1, 1)]", "1"),
        ("[equals(parameters('late'), parameters('LATE'))]", "true"),
        ("[or(parameters('late'), not(false()))]", "true"),
        ("[add(mul(2, -3), div(7, 2))]", "-3"),
        ("[mod(-7, 3)]", "-1"),
        (
            "[map(range(1, 3), lambda('n', mul(lambdaVariables('n'), 2)))]",
            "[2,4,6]",
        ),
        (
            "[map(createArray('a', 'b'), lambda('x', 'i', format('{0}{1}', lambdaVariables('x'), lambdaVariables('I'))))]",
            "[\"a0\",\"b1\"]",
        ),
        (
            "[filter(range(0, 4), lambda('n', greater(lambdaVariables('n'), 1)))]",
            "[2,3]",
        ),
        (
            "[reduce(range(1, 3), 0, lambda('sum', 'n', add(lambdaVariables('sum'), lambdaVariables('n'))))]",
            "6",
        ),
        (
            "[toObject(createArray('a', 'b'), lambda('k', lambdaVariables('k')), lambda('k', toUpper(lambdaVariables('k'))))]",
            "{\"a\":\"A\",\"b\":\"B\"}",
        ),
        (
            "[mapValues(createObject('a', 1), lambda('v', add(lambdaVariables('v'), 1)))]",
            "{\"a\":2}",
        ),
        (
            "[map(createArray(1, 2), lambda('x', map(createArray(3), lambda('y', add(lambdaVariables('x'), lambdaVariables('y'))))))]",
            "[[4],[5]]",
        ),
        (
            "[map(items(variables('set').list[1]), lambda('e', lambdaVariables('e').key))]",
            "[\"Deep\"]",
        ),
        ("[max(1, 5, 2)]", "5"),
        ("[min(createArray(4, 2))]", "2"),
        ("[greater(2, 1)]", "true"),
        ("[int('42')]", "42"),
        ("[bool('TRUE')]", "true"),
        ("[string(5)]", "\"5\""),
        ("[json('{\"a\": [1]}').a[0]]", "1"),
        (
            "[split('a,b;c', createArray(',', ';'))]",
            r#"["a","b","c"]"#,
        ),
        ("[join(createArray('a', 1), '-')]", "\"a-1\""),
        ("[replace('a.b.c', '.', '')]", "\"abc\""),
        ("[length('é€😀')]", "4"),
        ("[empty(variables('set'))]", "false"),
        ("[contains('abc', 'B')]", "false"),
        ("[contains(variables('set'), 'NAME')]", "true"),
        ("[contains(createArray('a', 'b'), 'b')]", "true"),
        ("[first('abc')]", "\"a\""),
        ("[last(createArray(1, 2))]", "2"),
        ("[take(createArray(1, 2), 1)]", "[1]"),
        ("[skip('abc', 5)]", "\"\""),
        ("[substring('abcd', 1, 2)]", "\"bc\""),
        ("[trim(' a ')]", "\"a\""),
        ("[startsWith('ABC', 'ab')]", "true"),
        ("[endsWith('abc', 'x')]", "false"),
        ("[array('a')]", r#"["a"]"#),
        ("[concat(createArray(1), createArray(2))]", "[1,2]"),
        ("[union(createArray(1, 2), createArray(2, 3))]", "[1,2,3]"),
        (
            "[union(createObject('a', 1, 'o', createObject('x', 1)), createObject('o', createObject('y', 2)))]",
            r#"{"a":1,"o":{"x":1,"y":2}}"#,
        ),
        (
            "[resourceId('A.B/c', variables('plan'))]",
            "\"/template/t/providers/a.b/c/shop-2\"",
        ),
        ("[concat('a'", "\"[concat('a'\""),
    ] {
        assert_eq!(evaluated(text), Value::literal(expected), "{text}");
    }
}

#[test]
fn unknown_values_stay_unknown() {
    for text in [
        "[parameters('late')]",
        "[parameters('chosen')]",
        "[variables('a')]",
        "[variables('many')]",
        "[variables('set').late]",
        "[variables('set').gone]",
        "[uniqueString('x')]",
        "[format('{0:D2}', 3)]",
        "[resourceGroup().location]",
        "[equals(parameters('late'), 1)]",
        "[contains(createArray(1, parameters('late')), 2)]",
        "[union(createArray(parameters('late')), createArray())]",
        "[union(createObject('a', 1), createObject('A', 2))]",
        "[div(1, 0)]",
        "[add(9223372036854775807, 1)]",
        "[substring('abc', 2, 5)]",
        "[first('')]",
        "[string(true())]",
        "[concat('a']",
        "[]",
        "[copyIndex()]",
        "[reference('x').y]",
        "[map(parameters('late'), lambda('x', 1))]",
        "[filter(range(0, 2), lambda('x', parameters('late')))]",
        "[toObject(createArray('a', 'A'), lambda('k', lambdaVariables('k')))]",
        "[map(range(0, 2), lambda('x', 'i', 'more', 1))[0]]",
        "[lambdaVariables('x')]",
        "[copyIndex()]",
        "[coalesce(parameters('late'), 1)]",
        "[my.own('x')]",
        "[createObject('a')]",
        "[parameters(variables('plan'))]",
        "[tryGet(parameters('late'), 'x')]",
        "[not(parameters('late'))]",
    ] {
        let value = evaluated(text);
        assert!(!value.is_known() && !value.has_secret(), "{text}");
    }
    let deep = format!("[{}'a'{}]", "concat(".repeat(5000), ")".repeat(5000));
    assert_eq!(evaluated(&deep), UNKNOWN);
}

#[test]
fn secrets_are_never_evaluated() {
    for text in [
        "[parameters('pw')]",
        "[parameters('key')]",
        "[parameters('twice')]",
        "[variables('login')]",
        "[variables('login').user]",
        "[concat('a', uniqueString(parameters('twice')))]",
        "[if(parameters('late'), parameters('twice'), 'x')]",
        "[empty(parameters('pw'))]",
    ] {
        assert_eq!(evaluated(text), SECRET, "{text}");
    }
}

#[test]
fn nested_templates_are_given_values() {
    let template = Members::parse(TEMPLATE).unwrap();
    let shared = Shared::new(&Arc::new(Document::new("t", TEMPLATE)), "t");
    let around = Environment::of(&shared, &template, &Given::default(), &Target::default());
    let inner = Members::parse(
            r#"{"parameters": {"p": {"type": "string"}, "q": {"defaultValue": "d"}, "r": {}, "s": {"defaultValue": 1}, "t": {}}}"#,
        )
        .unwrap();
    let value = |properties: &str, name: &str| {
        let properties = Members::parse(properties).unwrap();
        let given = Given::of_deployment(&around, &properties);
        let environment = Environment::of(&shared, &inner, &given, &Target::default());
        environment.named(true, name)
    };
    let some = r#"{"parameters": {"p": {"value": "[parameters('pw')]"}, "Q": {"value": "[variables('set').list]"},
            "r": "[if(true(), createObject('value', 5), createObject('reference', 1))]", "s": {"value": null},
            "t": {"reference": {}}}}"#;
    assert_eq!(value(some, "p"), SECRET);
    assert_eq!(value(some, "q"), Value::literal(r#"[1, {"Deep": true}]"#));
    assert_eq!(value(some, "r"), Value::integer(5));
    assert!(!value(some, "s").is_known());
    assert_eq!(value(some, "t"), SECRET);
    assert_eq!(value("{}", "q"), Value::Text("d".to_owned()));
    assert!(!value(r#"{"parameters": "[f()]"}"#, "q").is_known());
    assert!(!value(r#"{"parametersLink": {}}"#, "q").is_known());
}

#[test]
fn effort_is_bounded() {
    let variables: Vec<String> = (0..60)
        .map(|at| {
            format!(
                r#""v{at}": "[concat(variables('v{next}'), variables('v{next}'))]""#,
                next = at + 1
            )
        })
        .collect();
    let text = format!(
        r#"{{"variables": {{{}, "v60": "0123456789"}}}}"#,
        variables.join(",")
    );
    let template = Members::parse(&text).unwrap();
    let shared = Shared::new(&Arc::new(Document::new("t", text.as_str())), "t");
    let environment = Environment::of(&shared, &template, &Given::default(), &Target::default());
    assert_eq!(environment.named(false, "v0"), UNKNOWN);
    assert!(
        environment
            .named(false, "v55")
            .written()
            .is_some_and(|text| text.len() == 320)
    );
}

proptest! {
    #[test]
    fn any_expression_has_a_value(
        text in "\\[(concat|union|substring|format|split|take|tryGet|resourceId|json|replace)\\(('[a-zé{}0-9/.]{0,6}'|-?[0-9]{1,19}|createArray\\(1\\)|variables\\('set'\\)|null\\(\\))(, ?('[a-z{}é]{0,4}'|-?[0-9]{1,3}|createObject\\('a',2\\))){0,3}\\)(\\.a|\\[0\\])?\\]"
    ) {
        evaluated(&text);
    }
}
