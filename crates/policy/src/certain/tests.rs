use std::time::Duration;

use onus_core::json_pointer::Pointer;
use onus_core::source_id::SourceId;

use super::{Certain, CertainError, Program};
use crate::engine::{Engine, Value};

const RULES: &str = r#"{"rules": [{"name": "ssh", "port": 22}, {"name": "?", "port": 0}, {"name": "rdp", "port": 3389}]}"#;

fn certain(text: &str, input: &str, unknown: &[&str]) -> Result<String, CertainError> {
    let mut engine = Engine::new(Duration::from_secs(5), 7)?;
    engine.add_policy(&SourceId::generated("t"), text)?;
    engine.add_data(Value::object([(
        "params",
        Value::object([("port", Value::parse("22").unwrap().value)]),
    )]))?;
    engine.prepare()?;
    let unknown: Vec<Pointer> = unknown.iter().map(|at| Pointer::parse(at)).collect();
    let input = Value::parse(input).unwrap().into();
    let program = Program::of(&engine);
    let certain = program.certain("data.t.deny", "data.t.deny", &input, &unknown)?;
    Ok(match certain {
        Certain::Value(value) if !value.is_list() => value.to_string(),
        certain => Value::array(certain.members()).to_string(),
    })
}

/// The certain members of `deny` with this body, whose findings are `m`.
fn body(body: &str, input: &str, unknown: &[&str]) -> String {
    let text = format!("package t\n\ndeny contains m if {{\n{body}\n}}\n");
    certain(&text, input, unknown).unwrap_or_else(|error| format!("{error}"))
}

/// The same with rules before it.
fn rules(rules: &str, unknown: &[&str]) -> String {
    certain(&format!("package t\n\n{rules}\n"), RULES, unknown)
        .unwrap_or_else(|error| format!("{error}"))
}

#[test]
fn members_of_a_list_are_certain_next_to_an_unknown_one() {
    let open =
        "some i, rule in input.rules\nrule.port == 22\nm := {\"at\": i, \"name\": rule.name}";
    let ssh = r#"[{"at":0,"name":"ssh"}]"#;
    assert_eq!(body(open, RULES, &["/rules/1"]), ssh);
    assert_eq!(body(open, RULES, &["/rules/1/port", "/rules/2"]), ssh);
    assert_eq!(body(open, RULES, &["/rules/0/color"]), ssh);
    for unknown in ["/rules", "/rules/0", "/rules/0/port", "/rules/0/name", ""] {
        assert_eq!(body(open, RULES, &[unknown]), "[]", "{unknown}");
    }
}

#[test]
fn what_an_unknown_fact_can_take_away_is_not_certain() {
    for (statements, unknown) in [
        ("not input.x\nm := 1", "/x"),
        ("input.x != 1\nm := 1", "/x"),
        ("m := 1\ninput.x", "/x"),
        ("every r in input.rules { r.port > 0 }\nm := 1", "/rules/1"),
        ("count(input.rules) == 3\nm := 1", "/rules"),
        (
            "count({r.port | some r in input.rules}) == 3\nm := 1",
            "/rules/1",
        ),
        (
            "not 80 in [r.port | some r in input.rules]\nm := 1",
            "/rules/1",
        ),
        ("object.get(input, \"x\", 1) == 1\nm := 1", "/x"),
        ("m := input.x", "/x"),
        ("m := {\"x\": input.x}", "/x"),
        ("m := input", "/x"),
        ("m := json.marshal(input)", "/x"),
        (
            "some i\n[x | x := input.rules[_].port][i] == 3389\nm := i",
            "/rules/1/port",
        ),
        ("is_null(object.get(input, \"x\", null))\nm := 1", "/x"),
        ("input.x < 5\nm := 1", "/x"),
        ("input.rules == [1]\nm := 1", "/rules"),
        ("not input.rules[3]\nm := 1", "/rules/3"),
        (
            "walk(input, [path, value])\nvalue == 0\nm := path",
            "/rules/1",
        ),
        (
            "x := {v | some v in [input.rules[1].port, 22]}\ncount(x) == 2\nm := 1",
            "/rules/1/port",
        ),
        (
            "x := {v | some v in input.list}\ncount([1 | some _ in x]) == 2\nm := 1",
            "/list",
        ),
    ] {
        assert_eq!(body(statements, RULES, &[unknown]), "[]", "{statements}");
    }
}

#[test]
fn what_no_value_can_take_away_is_certain() {
    for (statements, unknown) in [
        ("not input.y\nm := 1", "/x"),
        ("22 in [r.port | some r in input.rules]\nm := 1", "/rules/1"),
        (
            "count([r | some r in input.rules; r.port > 20]) > 1\nm := 1",
            "/rules/1",
        ),
        ("not every_is_high\nm := 1", "/rules/1"),
        ("input.rules != [1]\nm := 1", "/rules/1"),
        ("count(input.rules) == 3\nm := 1", "/rules/1"),
        (
            "is_array(input.rules)\nnot is_object(input.rules)\nm := 1",
            "/rules/1",
        ),
        ("object.get(input, \"y\", 1) == 1\nm := 1", "/x"),
        ("object.union(input, {\"x\": 1}).x == 1\nm := 1", "/x"),
        (
            "some x in input.rules[0]\nx == 22\nm := 1",
            "/rules/0/other",
        ),
        ("input.rules[i].port == 22\ni == 0\nm := 1", "/rules/1"),
        (
            "[first, _, _] := input.rules\nfirst.port == 22\nm := 1",
            "/rules/1",
        ),
        (
            "[[p, v] | walk(input, [p, v]); v == 22]\nm := 1",
            "/rules/1",
        ),
        (
            "walk(input, [path, 22])\npath == [\"rules\", 0, \"port\"]\nm := 1",
            "/rules/1",
        ),
        (
            "input.rules[0].port == data.params.port\nm := 1",
            "/rules/1",
        ),
        (
            "{22, 80} & {r.port | some r in input.rules}\nm := 1",
            "/rules/1",
        ),
        (
            "count({22, 80} & {r.port | some r in input.rules}) > 0\nm := 1",
            "/rules/1",
        ),
        (
            "count({r.port | some r in input.rules} | {1}) >= 3\nm := 1",
            "/rules/1",
        ),
        ("time.now_ns() == 7\nm := 1", "/rules/1"),
        (
            "x := {k: v | some k, v in input; k == \"rules\"}\nx.rules[0].port == 22\nm := 1",
            "/rules/1",
        ),
        ("-1 < 22 - 1\nm := 1", "/rules"),
    ] {
        let text = format!(
            "package t\n\nevery_is_high if every r in input.rules {{ r.port > 100 }}\n\ndeny contains m if {{\n{statements}\n}}\n"
        );
        let found = certain(&text, RULES, &[unknown]);
        assert_eq!(found.as_deref(), Ok("[1]"), "{statements}");
    }
}

#[test]
fn an_else_or_a_default_counts_where_what_is_before_it_certainly_does_not_hold() {
    let deny = "deny contains v if { v := level }";
    let level = "level := 1 if { input.x } else := 2 if { input.rules } else := 3";
    assert_eq!(rules(&format!("{level}\n\n{deny}"), &["/x"]), "[]");
    assert_eq!(rules(&format!("{level}\n\n{deny}"), &["/y"]), "[2]");
    let default = "default level := 3\n\nlevel := 1 if input.x";
    assert_eq!(rules(&format!("{default}\n\n{deny}"), &["/x"]), "[]");
    assert_eq!(rules(&format!("{default}\n\n{deny}"), &["/y"]), "[3]");
    // Several bodies give the same value, or the engine fails.
    let bodies = "level := 1 if input.x\n\nlevel := 2 if input.rules";
    assert_eq!(rules(&format!("{bodies}\n\n{deny}"), &["/x"]), "[2]");
}

#[test]
fn rules_functions_sets_and_objects_are_followed() {
    let text = r#"
is_open(22) := true

is_open(port) if port > 3000

named({"name": name, "port": _}) := upper(name)

kind(rule) := "remote" if is_open(rule.port) else := "other"

open contains rule.name if {
	some rule in input.rules
	is_open(rule.port)
}

by_name[rule.name] := rule if some rule in input.rules

deny contains [name, kind(by_name[name]), named(by_name[name])] if some name in open
"#;
    let found = r#"[["rdp","remote","RDP"],["ssh","remote","SSH"]]"#;
    assert_eq!(rules(text, &["/rules/1"]), found);
    // That name could be one of the others.
    assert_eq!(rules(text, &["/rules/1/name"]), found);
    assert_eq!(
        rules(text, &["/rules/0/port"]),
        r#"[["rdp","remote","RDP"]]"#
    );
}

#[test]
fn a_rule_that_is_no_set_is_certain_if_it_holds_for_certain() {
    let deny = "deny if input.rules[0].port == 22";
    assert_eq!(rules(deny, &["/rules/1"]), "true");
    assert_eq!(rules(deny, &["/rules/0"]), "[]");
}

#[test]
fn a_name_that_has_a_value_keeps_it_in_comprehensions() {
    let statements = "some x in [1]\ny := [x | [1, 2][_] = x]\nm := [x, y]";
    assert_eq!(body(statements, RULES, &["/z"]), "[[1,[1]]]");
}

#[test]
fn what_is_not_followed_has_no_certain_members() {
    for (text, why) in [
        (
            "deny contains 1 if { input.x with input as {\"x\": 1} }",
            "`with` is not followed",
        ),
        (
            "deny contains 1 if { data.t }",
            "a package as a value is not followed",
        ),
        (
            "deny contains 1 if { data.other.x }",
            "a reference into `data` is not followed",
        ),
        (
            "a := 1 if true\n\na := 2 if input.rules\n\ndeny contains a",
            "a rule with two values is not followed",
        ),
    ] {
        assert_eq!(rules(text, &["/x"]), why, "{text}");
    }
}

#[test]
fn evaluations_end() {
    let pairs = "some a, _ in numbers.range(1, 1000)\nsome b, _ in numbers.range(1, 1000)\na + b == -1\nm := 1";
    assert_eq!(body(pairs, RULES, &["/x"]), "it takes too many steps");
}
