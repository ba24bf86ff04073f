//! Changes of a plan: deletions, replacements and drift, for controls that ask for them.

use serde_json::{Value as Json, json};

use crate::sandbox::{Sandbox, text};
use crate::support::root;

/// A control over every type, with these kinds of changes.
fn control(id: &str, changes: &str, rules: &str) -> String {
    let package = id.to_ascii_lowercase().replace('-', "_");
    format!(
        "# METADATA\n# title: Changes are as planned\n# custom:\n#   id: {id}\n#   severity: high\n#   layer: data\n#   resources: [\"*\"]\n{changes}#   remediation:\n#     summary: Keep it.\npackage acme.{package}\n\n{rules}"
    )
}

const DENY: &str = r#"deny contains finding if {
	finding := {"message": sprintf("%s of %v", [input.change.action, input.change.before]), "pointer": "/change/before/password"}
}
"#;

/// An entry of a plan.
fn entry(name: &str, actions: &[&str], before: &Json, after: &Json) -> Json {
    json!({"address": format!("aws_db_instance.{name}"), "mode": "managed", "type": "aws_db_instance",
        "name": name, "provider_name": "registry.terraform.io/hashicorp/aws",
        "change": {"actions": actions, "before": before, "after": after, "after_unknown": {},
            "before_sensitive": {"password": true}, "after_sensitive": {"password": true}}})
}

fn plan() -> Json {
    let values =
        |size: u64| json!({"password": "wisteria-blooms", "size": size, "tags": {"a": "b"}});
    let null = Json::Null;
    json!({"format_version": "1.2", "resource_changes": [
        entry("created", &["create"], &null, &values(1)),
        entry("updated", &["update"], &values(1), &values(2)),
        entry("replaced", &["create", "delete"], &values(1), &values(2)),
        entry("deleted", &["delete"], &values(1), &null),
        entry("forgotten", &["forget"], &values(1), &null),
        entry("same", &["no-op"], &values(1), &values(1)),
        entry("new-word", &["migrate"], &values(1), &values(1)),
    ], "resource_drift": [
        entry("same", &["update"], &values(3), &values(1)),
        entry("gone", &["delete"], &values(3), &null),
        entry("elsewhere", &["update"], &values(3), &values(4)),
    ]})
}

fn sandbox(plan: &Json, controls: &[(&str, &str, &str)]) -> Sandbox {
    let mut sandbox = Sandbox::with("plan.json", serde_json::to_string_pretty(plan).unwrap());
    for (id, changes, rules) in controls {
        let changes = match *changes {
            "" => String::new(),
            words => format!("#   changes: [{words}]\n"),
        };
        sandbox = sandbox.file(&format!("p/{id}.rego"), control(id, &changes, rules));
    }
    sandbox
}

const BASE: [&str; 4] = ["plan.json", "--no-builtin", "--policy", "p"];

/// The same, where responsible parties are known.
const OWNED: [&str; 5] = ["plan.json", "--policy", "p", "--select", "ACME-*"];

/// The names of the resources with a decision, in order.
fn names(decisions: &[Json]) -> Vec<String> {
    decisions
        .iter()
        .map(|decision| text(decision, "/resource/name"))
        .collect()
}

#[test]
fn controls_see_the_changes_that_they_ask_for() {
    for (kinds, expected) in [
        ("create", &["created", "new-word"][..]),
        ("update", &["updated", "new-word"]),
        ("replace", &["replaced", "new-word"]),
        ("delete", &["new-word", "deleted"]),
        ("forget", &["new-word", "forgotten"]),
        ("drift", &["same", "elsewhere", "gone"]),
        ("delete, replace", &["replaced", "new-word", "deleted"]),
    ] {
        let sandbox = sandbox(&plan(), &[("ACME-1", kinds, DENY)]);
        let (_, decisions) = sandbox.decide(&BASE);
        assert_eq!(names(&decisions), expected, "{kinds}");
        for decision in &decisions {
            assert_eq!(decision["decision"], "deny", "{decision}");
        }
    }
}

#[test]
fn deletions_change_nothing_for_other_controls() {
    let rules = "deny contains \"small\" if input.properties.size < 2\n";
    let with = plan();
    let mut without = plan();
    without["resource_changes"]
        .as_array_mut()
        .unwrap()
        .retain(|entry| !["deleted", "forgotten"].contains(&entry["name"].as_str().unwrap()));
    without["resource_drift"]
        .as_array_mut()
        .unwrap()
        .retain(|entry| entry["name"] != "gone");
    let seen = |plan: &Json| {
        let sandbox = sandbox(plan, &[("ACME-1", "", rules)]);
        let (_, decisions) = sandbox.decide(&BASE);
        let short = |one: &Json| {
            (
                text(one, "/resource/id"),
                text(one, "/status"),
                text(one, "/fingerprint"),
            )
        };
        let layers = sandbox.run(&[&["layers", "-o", "json"][..], &BASE].concat());
        let who = sandbox.run(&["who", "plan.json", "-o", "json"]);
        let decisions: Vec<_> = decisions.iter().map(short).collect();
        (
            decisions,
            layers.stdout.clone(),
            who.stdout.matches("aws_db_instance.").count(),
        )
    };
    let (all, fewer) = (seen(&with), seen(&without));
    assert_eq!(all.0, fewer.0);
    assert_eq!(all.1, fewer.1);
    assert_eq!(all.2, fewer.2);
    assert!(!all.0.is_empty() && !all.1.is_empty());
}

#[test]
fn secrets_of_the_state_before_stay_hidden() {
    let drift = r#"deny contains finding if {
	finding := {"message": sprintf("%v", [input.change.drift]), "pointer": "/change/drift/before/password"}
}
"#;
    let controls = [
        ("ACME-1", "delete, update, replace, forget", DENY),
        ("ACME-2", "drift", drift),
    ];
    let sandbox = sandbox(&plan(), &controls);
    let (_, decisions) = sandbox.decide(&BASE);
    assert!(
        decisions
            .iter()
            .any(|one| text(one, "/resource/name") == "deleted")
    );
    assert!(
        decisions
            .iter()
            .any(|one| text(one, "/resource/name") == "gone")
    );
    for decision in &decisions {
        assert!(!decision.to_string().contains("wisteria"), "{decision}");
        assert!(
            decision["findings"][0]["line"].as_u64() > Some(1),
            "{decision}"
        );
    }
    for format in ["pretty", "json", "sarif", "github", "markdown"] {
        let ran = sandbox.run(&[&["eval", "-o", format][..], &BASE].concat());
        assert!(!ran.stdout.contains("wisteria"), "{format}\n{}", ran.stdout);
        assert!(!ran.stderr.contains("wisteria"), "{format}\n{}", ran.stderr);
    }
}

#[test]
fn what_is_not_collected_for_a_removed_resource_is_unknown() {
    let rules = "deny contains \"alone\" if count(input.related) > 0\n";
    let sandbox = sandbox(&plan(), &[("ACME-1", "delete", rules)]);
    let (_, decisions) = sandbox.decide(&OWNED);
    let deleted = decisions
        .iter()
        .find(|one| text(one, "/resource/name") == "deleted");
    assert_eq!(deleted.unwrap()["status"], "unknown");
}

#[test]
fn the_example_of_the_page_denies_deletions() {
    let page = std::fs::read_to_string(root().join("docs/policies.md")).unwrap();
    let section = page.split("## Changes of a plan").nth(1).unwrap();
    let example = section.split("```rego\n").nth(1).unwrap();
    let example = example.split("```").next().unwrap();
    let values = |disposable: &str| json!({"tags": {"disposable": disposable}});
    let plan = json!({"format_version": "1.2", "resource_changes": [
        entry("kept", &["update"], &values("no"), &values("no")),
        entry("scratch", &["delete"], &values("yes"), &Json::Null),
        entry("lost", &["delete"], &values("no"), &Json::Null),
    ]});
    let sandbox = Sandbox::with("plan.json", plan.to_string()).file("p/databases.rego", example);
    let (_, decisions) = sandbox.decide(&OWNED);
    let said: Vec<(String, String)> = decisions
        .iter()
        .map(|one| (text(one, "/resource/name"), text(one, "/status")))
        .collect();
    assert_eq!(
        said,
        [("scratch", "satisfied"), ("lost", "violated")]
            .map(|(name, status)| (name.to_owned(), status.to_owned()))
    );
}

#[test]
fn a_plan_that_only_destroys_is_evaluated_when_a_control_asks() {
    let values = json!({"size": 1});
    let plan = json!({"format_version": "1.2",
        "resource_changes": [entry("lost", &["delete"], &values, &Json::Null)]});
    let asking = sandbox(&plan, &[("ACME-1", "delete", DENY)]);
    let ran = asking.run(&[&["eval"][..], &BASE].concat());
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    let other = sandbox(&plan, &[("ACME-1", "", DENY)]);
    let ran = other.run(&[&["eval"][..], &BASE].concat());
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    assert!(
        ran.stderr.contains("only destroys 1 resource"),
        "{}",
        ran.stderr
    );
}
