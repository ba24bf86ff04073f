//! Values that can't be where they are: they never let a control take a default.

use serde_json::{Value as Json, json};

use crate::sandbox::Sandbox;

fn record(kind: &str, provider: &str, name: &str, properties: &Json) -> Json {
    json!({"id": name, "type": kind, "provider": provider, "name": name, "properties": properties})
}

fn decide(records: &[Json], arguments: &[&str]) -> Vec<Json> {
    let lines: Vec<String> = records.iter().map(Json::to_string).collect();
    let sandbox = Sandbox::with("a.ndjson", lines.join("\n")).file(
        "p/nested.rego",
        crate::sandbox::control(
            "acme.nested",
            "ACME-NESTED-001",
            "[acme/things]",
            "deny contains \"open\" if input.properties.a.b.open == true",
        ),
    );
    let all: Vec<&str> = ["a.ndjson"].iter().chain(arguments).copied().collect();
    let (_, decisions) = sandbox.decide(&all);
    let plain: Vec<&str> = all.iter().copied().chain(["--plain"]).collect();
    assert_eq!(decisions, sandbox.decide(&plain).1, "--plain differs");
    decisions
}

fn statuses(decisions: &[Json]) -> Vec<&str> {
    let statuses = decisions.iter().map(|decision| &decision["status"]);
    statuses.filter_map(Json::as_str).collect()
}

#[test]
fn what_a_control_can_not_read_from_is_unknown() {
    let secret = json!({"Variables": {"SIGNING_KEY": "not-a-real-key-value"}});
    let function = |name: &str, environment: Json| {
        let properties = json!({"FunctionName": name, "Environment": environment});
        record("AWS::Lambda::Function", "aws", name, &properties)
    };
    let records = [
        function("fa", secret.clone()),
        function("fb", json!([secret])),
        function("fc", json!("Variables")),
        function("fd", json!({"Variables": [{"SIGNING_KEY": "x"}]})),
        function("fe", json!("@{Variables=System.Object[]}")),
        function("ff", json!("(known after apply)")),
        function("fg", Json::Null),
        function("fh", json!({})),
    ];
    let decisions = decide(&records, &["--select", "AWS-LAMBDA-004"]);
    assert_eq!(
        statuses(&decisions),
        [
            "violated",
            "unknown",
            "unknown",
            "unknown",
            "unknown",
            "unknown",
            "satisfied",
            "satisfied"
        ]
    );
    assert_eq!(
        decisions[1]["findings"][0]["message"],
        "`/properties/Environment` is an array, so `Variables` can't be read from it and this can't be decided: export the resource again, or correct the value"
    );
    assert_eq!(
        decisions[1]["findings"][0]["pointer"],
        "/properties/Environment"
    );
}

#[test]
fn the_same_holds_for_own_policies_whatever_was_decided_before() {
    let thing = |name: &str, a: Json| record("acme/things", "acme", name, &json!({"a": a}));
    let records = [
        thing("none", json!({})),
        thing("text", json!("x")),
        thing("list", json!([{"b": {"open": true}}])),
        thing("deeper", json!({"b": 7})),
        thing("good", json!({"b": {"open": false}})),
        thing("bad", json!({"b": {"open": true}})),
        thing("null", json!({"b": null})),
    ];
    let arguments = ["--policy", "p", "--select", "ACME-NESTED-001"];
    let decisions = decide(&records, &arguments);
    let found: Vec<(&str, &str)> = decisions
        .iter()
        .map(|decision| {
            let name = decision["resource"]["name"].as_str().unwrap();
            (
                name,
                decision["findings"][0]["pointer"]
                    .as_str()
                    .unwrap_or_default(),
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            ("none", ""),
            ("text", "/properties/a"),
            ("list", "/properties/a"),
            ("deeper", "/properties/a/b"),
            ("good", ""),
            ("bad", ""),
            ("null", ""),
        ]
    );
}

#[test]
fn only_an_export_without_any_property_has_lost_them() {
    let kind = "microsoft.storage/storageaccounts";
    let mut planned = record(kind, "azure", "st1", &json!({}));
    planned["phase"] = json!("template");
    planned["raw"] = json!({"apiVersion": "2023-01-01"});
    let records = [
        record(kind, "azure", "st0", &json!({})),
        planned,
        record(
            kind,
            "azure",
            "st2",
            &json!({"provisioningState": "Succeeded"}),
        ),
    ];
    let decisions = decide(&records, &["--select", "AZ-STORAGE-001"]);
    assert_eq!(statuses(&decisions), ["unknown", "satisfied", "satisfied"]);
}

#[test]
fn who_is_responsible_is_unknown_too() {
    let cluster = |name: &str, profile: Json| {
        let properties = json!({"autoUpgradeProfile": profile, "disableLocalAccounts": true});
        record(
            "microsoft.containerservice/managedclusters",
            "azure",
            name,
            &properties,
        )
    };
    let records = [
        cluster("none", json!({})),
        cluster("text", json!("@{nodeOSUpgradeChannel=None}")),
        cluster("list", json!([{"nodeOSUpgradeChannel": "None"}])),
    ];
    let lines: Vec<String> = records.iter().map(Json::to_string).collect();
    let sandbox = Sandbox::with("a.ndjson", lines.join("\n"));
    let ran = sandbox.run(&["who", "a.ndjson"]);
    let unknown = ran.stdout.matches("which is not known").count();
    assert_eq!(unknown, 2, "{}", ran.stdout);
}

#[test]
fn records_of_incidents_are_read_by_their_schema_alone() {
    let incident = json!({
        "incident": "I-1", "title": "t", "kind": "drill", "affected": "garbage", "stages": {},
    });
    let mut own = record("incident/affected", "azure", "I-1/vm", &incident);
    own["raw"] = json!({"name": "vm", "layer": "data", "dataExposed": "no"});
    let graph = json!({
        "id": "/subscriptions/s/resourceGroups/g/providers/Incident/affected/vm",
        "name": "vm",
        "type": "Incident/Affected",
        "properties": incident,
    });
    let row = "id,type,provider,name\nI-1/vm,incident/affected,azure,vm\n".to_owned();
    let paths: &[&str] = &["--id-path", "/uid", "--type-path", "/what"];
    let any = json!([{"uid": "I-1/vm", "what": "incident/affected", "properties": incident}]);
    for (file, text, arguments) in [
        ("a.ndjson", own.to_string(), &[][..]),
        ("a.json", json!([graph]).to_string(), &[]),
        ("a.csv", row, &[]),
        ("a.json", any.to_string(), paths),
    ] {
        let sandbox = Sandbox::with(file, text);
        let ran = sandbox.eval(&[&[file, "--select", "INC-*", "-o", "ndjson"], arguments].concat());
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{}", ran.stderr);
        assert!(
            ran.stderr.contains("is reserved for records of incidents"),
            "{}",
            ran.stderr
        );
    }
    let ran = Sandbox::with("a.ndjson", own.to_string()).eval(&["a.ndjson", "--select", "INC-*"]);
    insta::assert_snapshot!(ran.messages());
}

#[test]
fn a_record_can_not_set_what_onus_finds_out() {
    for key in [
        "layers",
        "responsibility",
        "editions",
        "coverage",
        "related",
        "subject",
        "change",
    ] {
        let mut own = record("acme/things", "acme", "a", &json!({}));
        own[key] = json!([{"answer": {"kind": "decided"}}]);
        let sandbox = Sandbox::with("a.ndjson", own.to_string());
        let ran = sandbox.eval(&["a.ndjson", "--select", "ONUS-BOUNDARY-*", "-o", "ndjson"]);
        assert_eq!(
            (ran.code, ran.stdout.as_str()),
            (2, ""),
            "{key}: {}",
            ran.stderr
        );
        assert!(ran.stderr.contains(&format!("`{key}`")), "{}", ran.stderr);
    }
}
