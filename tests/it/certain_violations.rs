//! Violations that are certain although facts are unknown.

use serde_json::{Value as Json, json};

use crate::sandbox::{Sandbox, text};

/// A policy set with one control, whose `deny` has these rules.
fn sandbox(rules: &str) -> Sandbox {
    Sandbox::new()
        .file("policies/bound.rego", BOUNDARY)
        .file("policies/control.rego", format!("{HEAD}{rules}\n"))
}

const BOUNDARY: &str = "# METADATA\n# title: B\n# custom:\n#   id: B-1\n#   kind: boundary\n#   resources: [acme/thing]\npackage acme.bound\n\nresponsibility[layer] := {\n\t\"performs\": [{\"party\": {\"kind\": \"customer\"}, \"duty\": \"d\"}],\n\t\"accountable\": {\"kind\": \"customer\"},\n\t\"basis\": {\"edition\": \"x\"},\n} if some layer in [\"data\", \"keys\"]\n";

const HEAD: &str = "# METADATA\n# title: T\n# custom:\n#   id: T-1\n#   severity: high\n#   layer: data\n#   resources: [acme/thing]\n#   remediation: {summary: x}\npackage acme.t\n\n";

/// A rule for each port that is open.
const OPEN: &str = "deny contains finding if {\n\tsome i, rule in input.properties.rules\n\trule.open == true\n\tfinding := {\"message\": sprintf(\"port %d is open\", [rule.port]), \"pointer\": sprintf(\"/properties/rules/%d/open\", [i])}\n}\n";

fn rules() -> Json {
    json!({"rules": [
        {"port": 22, "open": true},
        {"port": 80, "open": "?"},
        {"port": 3389, "open": false},
    ]})
}

fn record(properties: &Json, unknown: &[&str]) -> String {
    let record = json!({
        "id": "r0", "type": "acme/thing", "provider": "acme", "name": "n",
        "properties": properties, "unknown": unknown,
    });
    format!("{record}\n")
}

fn arguments(format: &'static str) -> [&'static str; 6] {
    [
        "r.ndjson",
        "--no-builtin",
        "--policy",
        "policies",
        "-o",
        format,
    ]
}

/// The decisions, each as its layer and status, then its findings.
fn decided(rules: &str, properties: &Json, unknown: &[&str]) -> Vec<String> {
    let sandbox = sandbox(rules).file("r.ndjson", record(properties, unknown));
    let (kept, plain) = (evaluated(&sandbox, &[]), evaluated(&sandbox, &["--plain"]));
    assert_eq!(kept, plain);
    kept
}

fn evaluated(sandbox: &Sandbox, more: &[&str]) -> Vec<String> {
    let arguments = [&arguments("ndjson")[..], more].concat();
    let ran = sandbox.eval(&arguments);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    let decisions = ran.stdout.lines().filter_map(|line| {
        let decision: Json = serde_json::from_str(line).ok()?;
        decision.get("control")?;
        let findings = decision.get("findings")?.as_array()?.iter();
        let findings: Vec<String> = findings
            .map(|finding| format!("{}{}", text(finding, "/message"), certainty(finding)))
            .collect();
        Some(format!(
            "{} {}: {}",
            text(&decision, "/layer"),
            text(&decision, "/status"),
            findings.join(" | ")
        ))
    });
    decisions.collect()
}

fn certainty(finding: &Json) -> String {
    match finding.get("certainty").and_then(Json::as_str) {
        Some(certainty) => format!(" ({certainty})"),
        None => String::new(),
    }
}

#[test]
fn a_violation_next_to_an_unknown_element_is_violated() {
    let certain = "data violated: port 22 is open | `UNKNOWN` is not known, so there may be more violations (unknown)";
    for unknown in [
        "/properties/rules/1",
        "/properties/rules/1/open",
        "/properties/rules/1/port",
        "/properties/rules/2/open",
    ] {
        let expected = certain.replace("UNKNOWN", unknown);
        assert_eq!(decided(OPEN, &rules(), &[unknown]), [expected], "{unknown}");
    }
}

#[test]
fn what_rests_on_an_unknown_fact_stays_unknown() {
    for unknown in [
        "/properties",
        "/properties/rules",
        "/properties/rules/0",
        "/properties/rules/0/open",
        "/properties/rules/0/port",
    ] {
        let expected = format!("data unknown: `{unknown}` is not known, so this can't be decided");
        assert_eq!(decided(OPEN, &rules(), &[unknown]), [expected], "{unknown}");
    }
    // Nothing is open but what is unknown.
    let closed = json!({"rules": [{"port": 22, "open": false}, {"port": 80, "open": "?"}]});
    let found = decided(OPEN, &closed, &["/properties/rules/1/open"]);
    assert_eq!(
        found,
        ["data unknown: `/properties/rules/1/open` is not known, so this can't be decided"]
    );
}

#[test]
fn an_unknown_exception_keeps_a_violation_unknown() {
    let unless_denied = "denied contains rule.port if {\n\tsome rule in input.properties.rules\n\trule.open == false\n}\n\ndeny contains \"port 22 is open\" if {\n\tsome rule in input.properties.rules\n\trule.open == true\n\tnot rule.port in denied\n}\n";
    let found = decided(unless_denied, &rules(), &["/properties/rules/1"]);
    assert_eq!(found.len(), 1);
    assert!(found[0].starts_with("data unknown: "), "{found:?}");
    // The port of an exception is known, and another one.
    let found = decided(unless_denied, &rules(), &["/properties/rules/1/color"]);
    assert!(
        found[0].starts_with("data violated: port 22 is open"),
        "{found:?}"
    );
}

#[test]
fn defaults_functions_and_other_rules_are_followed() {
    let rules = "default https := true\n\nhttps := input.properties.https\n\nis_weak(version) if version in {\"1.0\", \"1.1\"}\n\ndeny contains sprintf(\"TLS %s\", [version]) if {\n\tsome version in input.properties.versions\n\tis_weak(version)\n}\n\ndeny contains \"plain HTTP\" if not https\n";
    let properties = json!({"https": false, "versions": ["1.0", "?"]});
    let found = decided(rules, &properties, &["/properties/versions/1"]);
    assert_eq!(
        found,
        [
            "data violated: TLS 1.0 | plain HTTP | `/properties/versions/1` is not known, so there may be more violations (unknown)"
        ]
    );
    let found = decided(rules, &properties, &["/properties/https"]);
    assert_eq!(
        found,
        [
            "data violated: TLS 1.0 | `/properties/https` is not known, so there may be more violations (unknown)"
        ]
    );
}

#[test]
fn a_doubtful_finding_does_not_hide_a_certain_one() {
    let doubtful = format!(
        "{OPEN}\ndeny contains {{\"message\": \"no logs were collected\", \"unknown\": true}} if not input.related.logs\n"
    );
    assert_eq!(
        decided(&doubtful, &rules(), &[]),
        ["data violated: port 22 is open | no logs were collected (unknown)"]
    );
    // A decision of which all is doubtful has no need to say so again.
    let closed = json!({"rules": []});
    assert_eq!(
        decided(&doubtful, &closed, &[]),
        ["data unknown: no logs were collected"]
    );
}

#[test]
fn each_layer_is_decided_by_itself() {
    let layers = "deny contains {\"message\": \"a key is weak\", \"layer\": \"keys\"} if input.properties.key == \"weak\"\n\ndeny contains \"open\" if input.properties.open\n";
    let found = decided(layers, &json!({"key": "weak"}), &["/properties/open"]);
    assert_eq!(
        found,
        [
            "data unknown: `/properties/open` is not known, so this can't be decided",
            "keys violated: a key is weak | `/properties/open` is not known, so there may be more violations (unknown)",
        ]
    );
}

#[test]
fn a_rule_without_a_message_is_violated_too() {
    let bare = "deny if {\n\tsome rule in input.properties.rules\n\trule.open == true\n}\n";
    let found = decided(bare, &rules(), &["/properties/rules/1"]);
    assert!(
        found[0].starts_with("data violated: does not hold: T | "),
        "{found:?}"
    );
}

#[test]
fn a_policy_that_is_not_followed_is_unknown() {
    let with = "open if input.open\n\ndeny contains \"open\" if {\n\tsome rule in input.properties.rules\n\topen with input as rule\n}\n";
    let found = decided(with, &rules(), &["/properties/rules/1"]);
    assert!(found[0].starts_with("data unknown: "), "{found:?}");
}

/// People see the violation and the unknown fact, whatever they read.
#[test]
fn every_format_names_both() {
    let sandbox = sandbox(OPEN).file("r.ndjson", record(&rules(), &["/properties/rules/1/open"]));
    for format in [
        "pretty", "sarif", "junit", "ndjson", "json", "markdown", "csv", "tap", "gitlab", "github",
    ] {
        let ran = sandbox.eval(&arguments(format));
        let printed: String = ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(printed.contains("port 22 is open"), "{format}: {printed}");
        assert!(
            printed.contains("/properties/rules/1/open"),
            "{format}: {printed}"
        );
        assert!(printed.contains("more violations"), "{format}: {printed}");
        assert!(!printed.contains("<skipped"), "{format}: {printed}");
    }
}

/// `explain` decides the same.
#[test]
fn an_explanation_names_both() {
    let sandbox = sandbox(OPEN).file("r.ndjson", record(&rules(), &["/properties/rules/1/open"]));
    let ran = sandbox.run(&[
        "explain",
        "r.ndjson#r0",
        "T-1",
        "--no-builtin",
        "--policy",
        "policies",
    ]);
    assert!(
        ran.stdout.contains("port 22 is open"),
        "{}{}",
        ran.stdout,
        ran.stderr
    );
    assert!(
        ran.stdout.contains("unknown: `/properties/rules/1/open`"),
        "{}",
        ran.stdout
    );
}

/// A record of which one place is unknown, and the control that it violates elsewhere.
fn catalogue() -> Vec<(&'static str, &'static str, &'static str, Json, &'static str)> {
    let password = "hunter2secret99";
    let rule = |name: &str, priority: u32, ports: &str| {
        json!({
            "name": name, "priority": priority, "direction": "Inbound", "access": "Allow",
            "protocol": "Tcp", "source_port_range": "*", "destination_port_range": ports,
            "source_address_prefix": "*", "destination_address_prefix": "*",
        })
    };
    vec![
        (
            "AWS-LAMBDA-004",
            "AWS::Lambda::Function",
            "aws",
            json!({"Environment": {"Variables": {"DB_PASSWORD": password, "T": "?"}}}),
            "/properties/Environment/Variables/T",
        ),
        (
            "AWS-LAMBDA-004",
            "aws_lambda_function",
            "aws",
            json!({"environment": [{"variables": {"DB_PASSWORD": password, "T": "?"}}]}),
            "/properties/environment/0/variables/T",
        ),
        (
            "AWS-ECS-001",
            "AWS::ECS::TaskDefinition",
            "aws",
            json!({"ContainerDefinitions": [
                {"Name": "a", "Environment": [{"Name": "DB_PASSWORD", "Value": password}]},
                {"Name": "b", "Environment": [{"Name": "T", "Value": "?"}]},
            ]}),
            "/properties/ContainerDefinitions/1/Environment/0/Value",
        ),
        (
            "AZ-NSG-001",
            "azurerm_network_security_group",
            "azure",
            json!({"security_rule": [rule("ssh", 100, "22"), rule("other", 200, "?")]}),
            "/properties/security_rule/1/destination_port_range",
        ),
        (
            "AZ-APP-012",
            "azurerm_linux_web_app",
            "azure",
            json!({"app_settings": {"DB_PASSWORD": password, "X": "?"}}),
            "/properties/app_settings/X",
        ),
        (
            "AZ-AKS-002",
            "microsoft.containerservice/managedclusters",
            "azure",
            json!({"apiServerAccessProfile": {"authorizedIPRanges": ["0.0.0.0/0", "?"]}}),
            "/properties/apiServerAccessProfile/authorizedIPRanges/1",
        ),
    ]
}

#[test]
fn the_catalogue_names_violations_next_to_unknown_facts() {
    for (control, kind, provider, properties, unknown) in catalogue() {
        let record = json!({
            "id": "r0", "type": kind, "provider": provider, "name": "n",
            "properties": properties, "unknown": [unknown],
        });
        let sandbox = Sandbox::with("r.ndjson", format!("{record}\n"));
        let (_, decisions) = sandbox.decide(&["r.ndjson", "--select", control]);
        let [decision] = decisions.as_slice() else {
            panic!("{control} {kind}: {decisions:?}");
        };
        assert_eq!(text(decision, "/status"), "violated", "{control} {kind}");
        let findings = decision["findings"].as_array().unwrap();
        assert_eq!(findings.len(), 2, "{findings:?}");
        assert_eq!(certainty(&findings[0]), "", "{findings:?}");
        assert_eq!(certainty(&findings[1]), " (unknown)", "{findings:?}");
        assert_eq!(text(&findings[1], "/pointer"), unknown);
    }
}
