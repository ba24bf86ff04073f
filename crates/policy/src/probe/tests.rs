use super::*;
use std::time::Duration;

/// Explains the first body of the first rule.
fn explained(text: &str, input: &str) -> Explanation {
    let mut engine = Engine::new(Duration::from_secs(5), 0).unwrap();
    let module = engine.add_policy(&SourceId::generated("t"), text).unwrap();
    engine.prepare().unwrap();
    let subject = Subject {
        text,
        module: &module,
        written: &|span| text.get(span.clone()).unwrap().to_owned(),
        engine: &engine,
        input: Some(&Value::parse(input).unwrap().value),
        given: &[],
    };
    subject
        .explain(&module.rules[0].bodies[0].query)
        .expect("it can be asked")
}

/// The failed statement and the values, in lines.
fn steps_of(text: &str, input: &str) -> String {
    let explanation = explained(text, input);
    let mut lines = Vec::new();
    let shown = |binding: &Binding| match &binding.value {
        Some(value) => format!("{} = {value}", binding.text),
        None => format!("{} is undefined", binding.text),
    };
    lines.extend(explanation.bindings.iter().map(shown));
    match &explanation.failed {
        Some(failed) => {
            lines.push(format!(
                "failed: {}",
                text.get(failed.span.clone()).unwrap()
            ));
            lines.extend(failed.parts.iter().map(shown));
            if let Some(Comparison { expected, got }) = &failed.comparison {
                lines.push(format!("expected {expected}, got {got}"));
            }
        }
        None => lines.push("all hold".to_owned()),
    }
    lines.join("\n")
}

#[test]
fn the_first_statement_that_does_not_hold_is_found_with_its_values() {
    let text = "package t\nx if {\n\tn := count(input.a)\n\tn == 3\n\tinput.b[0] == n + 1\n}\n";
    insta::assert_snapshot!(steps_of(text, r#"{"a": [1, 2, 3], "b": [5]}"#), @r"
    n = 3
    failed: input.b[0] == n + 1
    input.b[0] = 5
    n + 1 = 4
    expected 4, got 5
    ");
    insta::assert_snapshot!(steps_of(text, r#"{"a": [1]}"#), @r"
    n = 1
    failed: n == 3
    expected 3, got 1
    ");
    insta::assert_snapshot!(steps_of(text, "{}"), @r"
    failed: n := count(input.a)
    count(input.a) is undefined
    input.a is undefined
    ");
    assert!(steps_of(text, r#"{"a": [1, 2, 3], "b": [4]}"#).ends_with("all hold"));
}

#[test]
fn what_is_mocked_counts_for_the_values_too() {
    let text = "package t\nx if { count(deny) == 0 with input as {\"p\": [1]} }\ndeny contains \"bad\" if input.p == [1]\n";
    insta::assert_snapshot!(steps_of(text, "{}"), @r#"
    failed: count(deny) == 0 with input as {"p": [1]}
    count(deny) = 1
    deny = ["bad"]
    expected 0, got 1
    "#);
}

#[test]
fn loops_negations_and_every_say_what_they_looked_at() {
    let text = "package t\nx if {\n\tsome i, v in input.l\n\tnot v in {1, 2}\n}\n";
    insta::assert_snapshot!(steps_of(text, r#"{"l": [1, 2]}"#), @r"
    i = 0
    v = 1
    failed: not v in {1, 2}
    ");
    let text = "package t\nx if {\n\tevery v in input.l {\n\t\tv < 3\n\t}\n}\n";
    insta::assert_snapshot!(steps_of(text, r#"{"l": [1, 5]}"#), @r"
    failed: every v in input.l {
    		v < 3
    	}
    input.l = [1,5]
    v = 5
    ");
}

#[test]
fn strings_at_either_end_are_whole() {
    let text = "package t\nx if {\n\ts := \"é\"\n\t\"a\" in input.l\n\tinput.s == `b`\n}\n";
    insta::assert_snapshot!(steps_of(text, r#"{"l": ["a"], "s": "c"}"#), @r#"
    s = "é"
    failed: input.s == `b`
    input.s = "c"
    expected "b", got "c"
    "#);
}

#[test]
fn statements_that_need_a_later_one_are_evaluated_with_it() {
    let text = "package t\nx if {\n\tsome i, n\n\tinput.l[i] == n\n\tn = 7\n}\n";
    let said = steps_of(text, r#"{"l": [1, 2]}"#);
    assert!(said.contains("failed: n = 7"), "{said}");
}
