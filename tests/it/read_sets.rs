//! Read-sets against the engine, and kept answers against a plain evaluation.

use crate::sandbox::Sandbox;

#[path = "../../examples/read_sets/bodies.rs"]
mod bodies;
#[path = "../../examples/certain_findings/verify.rs"]
mod certain;
#[path = "../../examples/read_sets/generate.rs"]
mod generate;
#[path = "../../examples/read_sets/inputs.rs"]
mod inputs;
#[path = "../../examples/read_sets/pairs.rs"]
mod pairs;
#[path = "../../examples/read_sets/random.rs"]
mod random;
#[path = "../../examples/read_sets/tally.rs"]
mod tally;
#[path = "../../examples/read_sets/tricks.rs"]
mod tricks;
#[path = "../../examples/read_sets/verify.rs"]
mod verify;

/// Ways of naming things that hide what is read, each with the body of a control.
const CONTROLS: [(&str, &str); 12] = [
    (
        "unified",
        "deny contains \"bad\" if { x := input.properties; x = y; y.flag == false }",
    ),
    (
        "declared",
        "deny contains \"bad\" if { some y; x := input.properties; x = y; y.flag == false }",
    ),
    (
        "function",
        "g(x) := y if { x = y }\ndeny contains \"bad\" if g(input.properties).flag == false",
    ),
    (
        "keys",
        "deny contains \"bad\" if { some k, _ in input.properties; k == \"off\" }",
    ),
    (
        "mock",
        "f(_) := 99 if input.properties.flag == false\nf(_) := 1 if input.properties.flag != false\ndeny contains \"bad\" if { count(input.name) == 99 with count as f }",
    ),
    (
        "builtin",
        "is_set(v) if v.flag == false\ndeny contains \"bad\" if is_set(input.properties)",
    ),
    (
        "import",
        "import data.acme.lib.cfg\ndeny contains \"bad\" if { cfg.flag == false; count([cfg | cfg := 1]) == 1 }",
    ),
    (
        "every",
        "cfg := input.properties\ndeny contains \"bad\" if { cfg.flag == false; every cfg in [1] { cfg == 1 } }",
    ),
    (
        "else",
        "cfg := input.properties.flag\nbad := true if { cfg == false } else := false if { cfg := 1; cfg == 2 }\ndeny contains \"bad\" if bad",
    ),
    (
        "head",
        "a.b.c := input.properties.flag\ndeny contains \"bad\" if a.b.c == false",
    ),
    (
        "deep_head",
        "a[x].b := input.properties if some x in [\"k\"]\ndeny contains \"bad\" if a.k.b.flag == false",
    ),
    (
        "there",
        "deny contains \"bad\" if { x := input.properties.off }",
    ),
];

const BOUNDARY: &str = "# METADATA\n# title: B\n# custom:\n#   id: B-1\n#   kind: boundary\n#   resources: [acme/thing]\npackage acme.bound\n\nresponsibility[\"data\"] := {\n\t\"performs\": [{\"party\": {\"kind\": \"customer\"}, \"duty\": \"d\"}],\n\t\"accountable\": {\"kind\": \"customer\"},\n\t\"basis\": {\"edition\": \"x\"},\n}\n";

fn policies() -> Sandbox {
    let sandbox = Sandbox::new().file("policies/bound.rego", BOUNDARY).file(
        "policies/lib.rego",
        "package acme.lib\n\ncfg := input.properties\n",
    );
    CONTROLS.iter().fold(sandbox, |sandbox, (name, body)| {
        let head = format!(
            "# METADATA\n# title: T {name}\n# custom:\n#   id: T-{name}\n#   severity: high\n#   layer: data\n#   resources: [acme/thing]\n#   remediation: {{summary: x}}\npackage acme.t_{name}\n\n"
        );
        sandbox.file(&format!("policies/{name}.rego"), format!("{head}{body}\n"))
    })
}

fn decisions(sandbox: &Sandbox, inventory: &str, more: &[&str]) -> Vec<String> {
    let mut arguments = vec![
        inventory,
        "--no-builtin",
        "--policy",
        "policies",
        "-o",
        "ndjson",
    ];
    arguments.extend(more);
    let ran = sandbox.eval(&arguments);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    ran.stdout
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter(|line| line.get("control").is_some())
        .map(|line| {
            let text = |pointer: &str| {
                line.pointer(pointer)
                    .and_then(serde_json::Value::as_str)
                    .unwrap_or_default()
                    .to_owned()
            };
            format!(
                "{} {} {}",
                text("/control/id"),
                text("/resource/id"),
                text("/status")
            )
        })
        .collect()
}

#[test]
fn no_control_gets_the_kept_answer_of_a_resource_that_differs() {
    let sandbox = policies().file(
        "ab.ndjson",
        concat!(
            "{\"id\": \"r0\", \"type\": \"acme/thing\", \"provider\": \"acme\", \"name\": \"n\", \"properties\": {\"flag\": true, \"on\": 1}}\n",
            "{\"id\": \"r1\", \"type\": \"acme/thing\", \"provider\": \"acme\", \"name\": \"n\", \"properties\": {\"flag\": false, \"off\": 1}}\n",
        ),
    );
    let plain = decisions(&sandbox, "ab.ndjson", &["--plain"]);
    assert_eq!(plain.len(), 2 * CONTROLS.len(), "{plain:#?}");
    assert_eq!(
        plain
            .iter()
            .filter(|line| line.ends_with("r1 violated"))
            .count(),
        CONTROLS.len(),
        "{plain:#?}"
    );
    for threads in ["1", "3"] {
        assert_eq!(
            decisions(&sandbox, "ab.ndjson", &["--threads", threads]),
            plain
        );
    }
}

#[test]
fn no_control_allows_what_depends_on_an_unknown_fact() {
    let sandbox = policies().file(
        "u.ndjson",
        "{\"id\": \"r0\", \"type\": \"acme/thing\", \"provider\": \"acme\", \"name\": \"n\", \"properties\": {\"on\": 1}, \"unknown\": [\"/properties/flag\", \"/properties/off\"]}\n",
    );
    let found = decisions(&sandbox, "u.ndjson", &[]);
    assert_eq!(found.len(), CONTROLS.len());
    let allowed: Vec<&String> = found
        .iter()
        .filter(|line| !line.ends_with(" unknown"))
        .collect();
    assert!(allowed.is_empty(), "{allowed:#?}");
}

/// A few of the policies that `examples/read_sets` makes by the thousand.
#[test]
fn random_policies_see_nothing_that_they_are_not_said_to_read() {
    let mut tally = tally::Tally::default();
    // Most are refused when they are loaded, so there are more than are needed.
    for case in 0..400 {
        if tally.modules > 40 && tally.cases > 400 {
            break;
        }
        let mut random = random::Random::new(7_000_000 + case);
        let files = generate::modules(&mut random);
        let texts: Vec<&str> = files.iter().map(|file| file.text.as_str()).collect();
        let difference = verify::check(&texts, &mut random, 2, &mut tally);
        if let Some(difference) = difference {
            panic!("{}\n{difference}", texts.join("\n"));
        }
    }
    // Else the test would hold whatever the analysis says.
    assert!(tally.modules > 30 && tally.cases > 300, "{tally:?}");
    assert!(tally.defined * 4 > tally.failed, "{tally:?}");
    assert!(tally.precise * 5 > tally.rules, "{tally:?}");
}

/// A few of the policies that `examples/certain_findings` makes by the thousand.
#[test]
fn what_is_certain_comes_out_for_every_value_of_an_unknown_fact() {
    let mut counts = certain::Counts::default();
    for case in 0..200 {
        let mut random = random::Random::new(9_000_000 + case);
        let files = generate::modules(&mut random);
        let texts: Vec<&str> = files.iter().map(|file| file.text.as_str()).collect();
        if let Some(difference) = certain::check(&texts, &mut random, 3, &mut counts) {
            panic!("{}\n{difference}", texts.join("\n"));
        }
    }
    // Else the test would hold whatever is taken for certain.
    assert!(
        counts.certain > 100 && counts.compared > 1_000,
        "{counts:?}"
    );
}

/// An error leaves rules marked as evaluated and loops half done. The engine took the
/// set for an empty one when it was asked again: an allow.
#[test]
fn an_error_changes_nothing_of_the_next_evaluation() {
    let policy = "package p\n\na contains 1 if { y := input[\"b\"]; walk(input, [_, c]); every a in y.a.c { a == a; null in input; is_array(input.c) == null } }\n\nx contains json.marshal(true) if { some b in input[_]; [0 | some k in {data.p.a.c, input}] != null }\n";
    let json = serde_json::json!({"a": 1, "b": true, "c": {"a": 2, "b": {"b": {"a": null, "b": "b", "c": 1, "0": 1}, "0": {"b": null, "0": "a"}}, "c": []}});
    let input = onus::engine::Value::from(&json);
    let mut loose = onus::policy::BarePolicies::load(&[policy]).unwrap();
    for rule in loose.rules().to_vec() {
        let first = loose.evaluate(&rule, &input).ok();
        for _ in 0..3 {
            assert_eq!(loose.evaluate(&rule, &input).ok(), first, "{}", rule.name);
        }
    }
}
