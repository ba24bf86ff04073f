//! Rules at one path that two packages define: OPA merges them, and the engine would use
//! one of them, so both files are refused.

use crate::sandbox::Sandbox;

const BOUNDARY: &str = "# METADATA\n# title: B\n# custom:\n#   id: B-1\n#   kind: boundary\n#   resources: [acme/thing]\npackage acme.bound\n\nresponsibility[\"data\"] := {\"performs\": [{\"party\": {\"kind\": \"customer\"}, \"duty\": \"d\"}], \"accountable\": {\"kind\": \"customer\"}, \"basis\": {\"edition\": \"x\"}}\n";

const THING: &str = "{\"id\": \"r1\", \"type\": \"acme/thing\", \"name\": \"n\", \"provider\": \"acme\", \"properties\": {\"flag\": false}}\n";

fn control(package: &str, rules: &str) -> String {
    format!(
        "# METADATA\n# title: T\n# custom:\n#   id: X-1\n#   severity: high\n#   layer: data\n#   resources: [acme/thing]\n#   remediation: {{summary: x}}\npackage {package}\n\n{rules}\n"
    )
}

#[test]
fn a_rule_of_two_packages_allows_nothing() {
    let never = "deny contains \"one\" if input.name == \"never\"";
    let two = "contains \"two\" if input.properties.flag == false";
    for (package, other) in [
        ("acme.x", format!("package acme\n\nx.deny {two}\n")),
        ("acme.x.y", format!("package acme\n\nx.y.deny {two}\n")),
        ("acme.x.y", format!("package acme.x\n\ny.deny {two}\n")),
        ("acme.x", format!("package acme\n\nx[\"deny\"] {two}\n")),
        ("acme.x", format!("package acme\n\nx.deny.inner {two}\n")),
        ("acme.x", "package acme\n\nx := {\"deny\": {\"two\"}}\n".to_owned()),
("acme.x", "package acme\n\nx[k] contains \"two\" if {\n\tk := \"deny\"\n\tinput.properties.flag == false\n}\n".to_owned()),
        ("acme.x", format!("package acme.x.deny\n\ninner {two}\n")),
    ] {
        let sandbox = Sandbox::new()
            .file("things.ndjson", THING)
            .file("policies/bound.rego", BOUNDARY)
            .file("policies/control.rego", control(package, never))
            .file("policies/other.rego", &*other);
        let ran = sandbox.run(&["eval", "things.ndjson", "--no-builtin", "--policy", "policies", "-o", "ndjson"]);
        assert!(!ran.stdout.contains("\"allow\""), "{other}\n{}", ran.stdout);
        assert!(ran.stderr.contains("is also defined in package"), "{other}\n{}", ran.stderr);
        assert_eq!(ran.code, 2, "{other}");
    }
}
