//! Policies and inventories that are to keep builtins busy for ever, or to have them
//! take all memory: an error that says which builtin, and soon.

use crate::sandbox::Sandbox;

/// Bodies of policies, each with its name.
const BOMBS: [(&str, &str); 14] = [
    (
        "array_concat",
        "s0 := [1, 2]\n\n@array.concat(s#, s#)\n\ndeny contains \"x\" if count(s30) == 0",
    ),
    (
        "base64",
        "s0 := \"aaaaaaaaaa\"\n\n@base64.encode(concat(\"\", [s#, s#]))\n\ndeny contains \"x\" if count(s30) == 0",
    ),
    (
        "concat",
        "s0 := \"a\"\n\n@concat(s#, [s#, s#, s#])\n\ndeny contains \"x\" if count(s30) == 0",
    ),
    (
        "graph",
        "deny contains \"x\" if count(graph.reachable_paths({x: [y | some y in numbers.range(1, 12)] | some x in numbers.range(1, 12)}, {1})) == 0",
    ),
    (
        "marshal",
        "s0 := [1, 2]\n\n@[s#, s#]\n\ndeny contains \"x\" if json.marshal(s30) == \"\"",
    ),
    (
        "memory",
        "deny contains \"x\" if units.parse_bytes(input.properties.memory) > 4000000000",
    ),
    (
        "printed",
        "s0 := [1, 2]\n\n@{\"a\": s#, \"b\": s#}\n\ndeny contains sprintf(\"%v\", [s30])",
    ),
    (
        "product",
        "deny contains \"x\" if product([n | some n in numbers.range(1, 90000)]) > 1",
    ),
    (
        "quantity",
        "deny contains \"x\" if units.parse(input.properties.memory) > 4000000000",
    ),
    (
        "range_step",
        "deny contains \"x\" if count(numbers.range_step(0, 1000000000000, 1)) > 1",
    ),
    (
        "regex",
        "deny contains \"x\" if regex.match(`(((a{10}){10}){10}b?)*c`, input.properties.long)",
    ),
    (
        "replace",
        "s0 := \"aaaaaaaaaaaaaaaa\"\n\n@replace(s#, \"a\", \"aaaaaaaaaaaaaaaa\")\n\ndeny contains \"x\" if count(s30) == 0",
    ),
    (
        "sprintf",
        "deny contains \"x\" if sprintf(\"%999999999d\", [1]) == \"\"",
    ),
    (
        "walk",
        "s0 := [1, 2]\n\n@[s#, s#]\n\ndeny contains \"x\" if {\n\twalk(s30, [_, v])\n\tv == 3\n}",
    ),
];

const BOUNDARY: &str = r#"# METADATA
# title: B
# custom:
#   id: B-1
#   kind: boundary
#   resources: [acme/thing]
package bound

responsibility["data"] := {
	"performs": [{"party": {"kind": "customer"}, "duty": "d"}],
	"accountable": {"kind": "customer"},
	"basis": {"edition": "x"},
}
"#;

/// A chain of thirty rules, in the place of the line that begins with `@`.
fn chained(body: &str) -> String {
    let lines = body.lines().map(|line| match line.strip_prefix('@') {
        Some(step) => (0..30)
            .map(|n| format!("s{} := {}", n + 1, step.replace('#', &n.to_string())))
            .collect::<Vec<_>>()
            .join("\n\n"),
        None => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn builtins_fail_before_they_make_too_much() {
    let record = serde_json::json!({
        "id": "r1", "type": "acme/thing", "provider": "acme", "name": "n",
        "properties": {"memory": "1e99999999Gi", "long": "a".repeat(200_000)},
    });
    let mut sandbox = Sandbox::with("inventory.ndjson", format!("{record}\n"));
    for (name, body) in BOMBS {
        let control = format!(
            "# METADATA\n# title: T\n# custom:\n#   id: T-{name}\n#   severity: high\n#   layer: data\n#   resources: [acme/thing]\n#   remediation: {{summary: x}}\npackage acme.{name}\n\n{}\n",
            chained(body)
        );
        sandbox = sandbox.file(&format!("policies/{name}.rego"), control);
    }
    sandbox = sandbox.file("policies/boundary.rego", BOUNDARY);
    let start = std::time::Instant::now();
    let (code, decisions) =
        sandbox.decide(&["inventory.ndjson", "--no-builtin", "--policy", "policies"]);
    assert!(start.elapsed().as_secs() < 60, "took {:?}", start.elapsed());
    assert_eq!(code, 2);
    assert_eq!(decisions.len(), BOMBS.len());
    let told: Vec<String> = decisions
        .iter()
        .map(|decision| {
            format!(
                "{} {} {} {}",
                decision["control"]["id"].as_str().unwrap(),
                decision["decision"].as_str().unwrap(),
                decision["status"].as_str().unwrap(),
                decision["findings"][0]["message"].as_str().unwrap()
            )
        })
        .collect();
    for line in &told {
        assert!(line.contains(" deny error "), "{line}");
    }
    insta::assert_snapshot!("builtins_that_make_too_much", told.join("\n"));
}
