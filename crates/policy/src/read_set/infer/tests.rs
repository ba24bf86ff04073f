use super::*;
use crate::engine::{Engine, Value};
use onus_core::json_pointer::Pointer;
use onus_core::source_id::SourceId;

fn reads(files: &[&str], rule: &str) -> ReadSet {
    let modules: Vec<Module> = files
        .iter()
        .map(|text| {
            let mut engine = Engine::new(std::time::Duration::ZERO, 0).expect("an engine");
            engine
                .add_policy(&SourceId::generated("t"), text)
                .expect("valid Rego")
        })
        .collect();
    let index = Index::new(&modules);
    Reader::new(&index).of(&RuleId {
        package: modules[0].package.clone(),
        name: rule.to_owned(),
    })
}

/// Whether a place is read in an input in which all that encloses it is there.
fn touched(set: &ReadSet, pointer: &str) -> bool {
    let pointer = Pointer::parse(pointer);
    let keys: Vec<&str> = pointer.segments().collect();
    let input = keys
        .iter()
        .rev()
        .fold(Value::null(), |value, key| Value::object([(key, value)]));
    set.touches(&pointer, &input)
}

#[test]
fn constant_paths_are_followed_to_their_end() {
    let set = reads(
        &["package t\ndeny contains \"x\" if { input.properties.a.b == 1 }"],
        "deny",
    );
    assert!(touched(&set, "/properties/a/b"));
    assert!(touched(&set, "/properties"));
    assert!(touched(&set, "/properties/a/b/c"));
    assert!(!touched(&set, "/properties/a/c"));
}

#[test]
fn loops_and_names_are_followed() {
    let set = reads(
        &[
            "package t\ndeny contains m if { some i, r in input.properties.rules; p := r.properties; p.access == \"Allow\"; m := sprintf(\"%d\", [i]) }",
        ],
        "deny",
    );
    assert!(touched(&set, "/properties/rules/3/properties/access"));
    assert!(touched(&set, "/properties/rules"));
    assert!(touched(&set, "/properties/rules/0"));
    assert!(!touched(&set, "/properties/rules/3/properties/description"));
    assert!(!touched(&set, "/properties/rules/3/name"));
}

#[test]
fn libraries_functions_and_defaults_are_followed() {
    let set = reads(
        &[
            "package t\nimport data.lib.s\ndeny contains \"x\" if { s.https.value != true }",
            "package lib.s\nimport data.lib.f\nhttps := v if { v := f.at(input.properties.https, \"/p\") } else := v if { v := f.at(object.get(input, [\"properties\", \"tls\", \"on\"], null), \"/q\") }",
            "package lib.f\nat(value, pointer) := {\"value\": value, \"pointer\": pointer} if value != null",
        ],
        "deny",
    );
    assert!(touched(&set, "/properties/https"));
    assert!(touched(&set, "/properties/tls/on"));
    assert!(!touched(&set, "/properties/tls/off"));
    assert!(!touched(&set, "/properties/other"));
}

#[test]
fn what_escapes_counts_as_read() {
    for body in [
        "some k; input.properties[k] == 1",
        "walk(input.properties, [_, v]); v == 1",
        "json.marshal(input.properties) == \"x\"",
        "x = input.properties; x == {\"a\": 1}",
        "{\"a\": v} = input.properties; v == 1",
        "[a, b] := [input.properties, 1]; a.x == b",
        "y == 1; some y in [z.q | z := input.properties]",
    ] {
        let set = reads(
            &[&format!("package t\ndeny contains \"x\" if {{ {body} }}")],
            "deny",
        );
        assert!(
            touched(&set, "/properties/anything") || touched(&set, "/properties/q"),
            "{body}"
        );
    }
}

#[test]
fn looking_at_the_size_is_not_looking_inside() {
    let set = reads(
        &["package t\ndeny contains \"x\" if { count(input.properties.list) == 0 }"],
        "deny",
    );
    assert!(touched(&set, "/properties/list"));
    // It may not be there, and then the list is shorter.
    assert!(touched(&set, "/properties/list/0"));
    assert!(!touched(&set, "/properties/list/0/computed"));
}

#[test]
fn values_of_rules_are_followed() {
    let set = reads(
        &[
            "package t\nsite := c if { some c in input.properties.site_config }\nopen contains r if { some r in input.properties.rules }\ndeny contains \"x\" if { site.tls != \"1.2\" }\ndeny contains \"y\" if { some r in open; r.port == 22 }",
        ],
        "deny",
    );
    assert!(touched(&set, "/properties/site_config/0/tls"));
    assert!(!touched(&set, "/properties/site_config/0/computed"));
    assert!(touched(&set, "/properties/rules/1/port"));
    assert!(!touched(&set, "/properties/rules/1/note"));
}

/// Each pass doubles the places that `k` may refer to.
#[test]
fn a_name_that_is_defined_by_itself_ends() {
    let set = reads(
        &[
            "package t\ndeny contains k if { k := {\"a\": k.a.b, \"b\": object.get(input.a, [\"b\", 0], object.get(input.a, \"a\", k.c[0]))} }",
        ],
        "deny",
    );
    assert!(touched(&set, "/anything"));
}

#[test]
fn the_page_about_read_sets_is_right() {
    let page = include_str!("../../../../../docs/read-sets.md");
    let mut blocks = page.split("```rego\n").skip(1);
    let mut checked = 0;
    for block in &mut blocks {
        let (policy, rest) = block.split_once("```").unwrap();
        let text = rest.split_once("```text\n").unwrap().1;
        let expected = text.split_once("\n```").unwrap().0;
        assert_eq!(reads(&[policy], "deny").to_string(), expected, "{policy}");
        checked += 1;
    }
    assert!(checked >= 11, "{checked} examples");
}

/// Ways in which an analysis of names can go wrong: in each, `deny` depends on
/// `input.properties.flag`.
const HIDDEN_READS: &[(&str, &[&str])] = &[
    (
        "a name that is unified with a bound one",
        &["deny contains 1 if { x := input.properties; x = y; y.flag == false }"],
    ),
    (
        "the same, declared before",
        &["deny contains 1 if { some y; x := input.properties; x = y; y.flag == false }"],
    ),
    (
        "the same, in a function",
        &["g(x) := y if { x = y }\ndeny contains 1 if g(input.properties).flag == false"],
    ),
    (
        "a chain of such names",
        &["deny contains 1 if { x := input.properties; z.flag == false; y = z; x = y }"],
    ),
    (
        "a pattern on the right",
        &["deny contains 1 if { [input.properties, 1] = [y, _]; y.flag == false }"],
    ),
    (
        "a declared pattern",
        &["deny contains 1 if { [y, _] := [input.properties, 1]; y.flag == false }"],
    ),
    (
        "a key of a loop",
        &["deny contains 1 if { some k, _ in input.properties; k == \"off\" }"],
    ),
    (
        "a key of an index",
        &["deny contains 1 if { input.properties[k]; k == \"on\" }"],
    ),
    (
        "a key of an every",
        &["deny contains 1 if { every k, _ in input.properties { k != \"off\" } }"],
    ),
    (
        "a value that is there or not",
        &["deny contains 1 if { x := input.properties.on }"],
    ),
    (
        "a value that an argument ignores",
        &["f(_) := 1\ndeny contains 1 if f(input.properties.on) == 1"],
    ),
    (
        "a mock of a builtin",
        &[
            "f(_) := 99 if input.properties.flag == false\nf(_) := 1 if input.properties.flag != false\ndeny contains 1 if { count(input.name) == 99 with count as f }",
        ],
    ),
    (
        "a mock of a function",
        &[
            "f(_) := input.properties.flag\ng(_) := true\ndeny contains 1 if { g(1) == false with g as f }",
        ],
    ),
    (
        "a replaced input",
        &[
            "f := input.properties.a\ndeny contains 1 if { f == false with input.properties.a as input.properties.flag }",
        ],
    ),
    (
        "a function that is called like a builtin",
        &["is_set(v) if v.flag == false\ndeny contains 1 if is_set(input.properties)"],
    ),
    (
        "the same with another one",
        &["count(v) := v.flag\ndeny contains 1 if count(input.properties) == false"],
    ),
    (
        "object.get of the policy's",
        &[
            "object.get(a, b, c) := a.flag\ndeny contains 1 if object.get(input.properties, \"x\", 1) == false",
        ],
    ),
    (
        "a name of a comprehension that hides an import",
        &[
            "import data.lib.cfg\ndeny contains 1 if { cfg.flag == false; count([cfg | cfg := 1]) == 1 }",
        ],
    ),
    (
        "a name of an every that hides a rule",
        &[
            "cfg := input.properties\ndeny contains 1 if { cfg.flag == false; every cfg in [1] { cfg == 1 } }",
        ],
    ),
    (
        "a name of an else that hides a rule",
        &[
            "cfg := input.properties.flag\nbad := true if { cfg == false } else := false if { cfg := 1; cfg == 2 }\ndeny contains 1 if bad",
        ],
    ),
    (
        "an import of the input",
        &[
            "import input.properties as cfg\ndeny contains 1 if { cfg.flag == false; [cfg | cfg := 1] == [1] }",
        ],
    ),
    (
        "a rule with a path for a head",
        &["a.b.c := input.properties.flag\ndeny contains 1 if a.b.c == false"],
    ),
    (
        "a rule with keys in its head",
        &[
            "a[x].b := input.properties if some x in [\"k\"]\ndeny contains 1 if a.k.b.flag == false",
        ],
    ),
    (
        "a set behind a path",
        &["a.b contains input.properties\ndeny contains 1 if { some v in a.b; v.flag == false }"],
    ),
    (
        "a rule of another package with a path into this one",
        &["deny contains 1 if data.lib.deep.flag == false"],
    ),
    (
        "a set that is counted in a list",
        &[
            "s contains r if some r in [input.properties, {\"flag\": true, \"on\": 1, \"other\": 1}]\ndeny contains 1 if { count([1 | some r in s]) == 2 }",
        ],
    ),
    (
        "a set that is looked into",
        &[
            "s contains input.properties\ndeny contains 1 if s[{\"flag\": false, \"off\": 1, \"other\": 1}]",
        ],
    ),
    (
        "two values of a key",
        &[
            "deny contains 1 if { {1: v | some v in [input.properties, {\"flag\": true, \"on\": 1, \"other\": 1}]} }",
        ],
    ),
    (
        "a walk",
        &["deny contains 1 if { walk(input.properties, [[\"flag\"], v]); v == false }"],
    ),
];

#[test]
fn no_way_of_naming_things_hides_what_is_read() {
    let lib = "package lib\ncfg := input.properties\ndeep.flag := input.properties.flag\n";
    let value = |json| Value::parse(json).unwrap().value;
    let on = value(r#"{"name": "n", "properties": {"flag": true, "on": 1, "other": 1}}"#);
    let off = value(r#"{"name": "n", "properties": {"flag": false, "off": 1, "other": 1}}"#);
    let mut refused = 0;
    for (what, texts) in HIDDEN_READS {
        let policy = format!("package t\n{}\n", texts.join("\n"));
        let mut loose = match crate::load::bare_policies::BarePolicies::load(&[&policy, lib]) {
            Ok(loose) => loose,
            // Then nobody is given an answer.
            Err(crate::load::bare_policies::BareError::Check(_)) => {
                refused += 1;
                continue;
            }
            Err(error) => panic!("{what}: {error}"),
        };
        let rule = loose
            .rules()
            .iter()
            .find(|rule| rule.name == "data.t.deny")
            .unwrap()
            .clone();
        let answer = |loose: &mut crate::load::bare_policies::BarePolicies, input| {
            loose.evaluate(&rule, input).ok()
        };
        // Otherwise the case would show nothing.
        assert_ne!(answer(&mut loose, &on), answer(&mut loose, &off), "{what}");
        let watched = rule.reads.watched();
        let look = |input| crate::read_set::projection::project(input, &watched);
        assert_ne!(look(&on), look(&off), "{what}: {}", rule.reads);
        let touched = ["flag", "on", "off"].iter().any(|key| {
            let pointer = Pointer::parse(&format!("/properties/{key}"));
            rule.reads.touches(&pointer, &on) && rule.reads.touches(&pointer, &off)
        });
        assert!(touched, "{what}: {}", rule.reads);
    }
    assert!(refused < HIDDEN_READS.len() / 4, "{refused} are refused");
}

#[test]
fn rules_about_deployed_resources_read_nothing_of_others() {
    let policy = "package t\n\
        default applies := true\n\
        applies := false if run_by_a_service\n\
        run_by_a_service if { input.phase == \"deployed\"; input.tags.vendor == \"x\" }\n\
        run_by_a_service if { \"deployed\" == input.phase; startswith(input.name, \"x\") }\n\
        run_by_a_service if { input.raw.managedBy == \"x\" }\n\
        near if { input.phase == \"planned\"; input.tags.vendor == \"x\" }\n\
        near if { not input.phase == \"deployed\"; input.tags.owner == \"x\" }\n\
        near if { input.raw.phase == \"deployed\"; input.tags.team == \"x\" }\n\
        near if { input.phase == \"deployed\" with input as {\"phase\": \"deployed\"}; input.a == 1 }\n";
    let mut engine = Engine::new(std::time::Duration::ZERO, 0).expect("an engine");
    let module = engine
        .add_policy(&SourceId::generated("t"), policy)
        .expect("valid Rego");
    let modules = [module];
    let index = Index::new(&modules);
    let of = |mut reader: Reader<'_, '_>, name: &str| {
        reader.of(&RuleId {
            package: modules[0].package.clone(),
            name: name.to_owned(),
        })
    };
    let all = of(Reader::new(&index), "applies");
    let less = of(Reader::undeployed(&index), "applies");
    for place in ["/tags", "/tags/vendor", "/name"] {
        assert!(touched(&all, place), "{place}");
        assert!(!touched(&less, place), "{place}");
    }
    assert!(touched(&less, "/raw/managedBy"));
    let near = of(Reader::undeployed(&index), "near");
    for place in ["/tags/vendor", "/tags/owner", "/tags/team", "/a"] {
        assert!(touched(&near, place), "{place}");
    }
}
