use super::*;
use crate::engine::Engine;
use crate::pointer::Pointer;
use crate::source_id::SourceId;

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

fn touched(set: &ReadSet, pointer: &str) -> bool {
    set.touches(&Pointer::parse(pointer))
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
