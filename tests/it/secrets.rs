//! Secrets stay secret: secrets of every kind, in every input format, are in no output
//! of any command, whatever policies print.

use std::collections::BTreeMap;

use onus::report::FORMATS;
use serde_json::{Value as Json, json};

use crate::nasty::formats;
use crate::sandbox::{Ran, Sandbox};
use crate::secret_inputs::{MEMBER, inputs};
use crate::secret_values::{all, base64};

/// A control that prints whatever it finds, as it is and in other forms, at the place
/// of each value and at the places around it.
pub const LEAK: &str = r#"# METADATA
# title: Nothing is secret
# custom:
#   id: ACME-LEAK-001
#   severity: high
#   layer: data
#   resources: ["*"]
#   remediation:
#     summary: Ask.
#     az: az resource show --ids {id}
package acme.leak

pointer(path) := concat("/", array.concat(["", "properties", "zzPlain"], [sprintf("%v", [step]) | some step in path]))

places contains place if {
	walk(input.properties.zzPlain, [path, value])
	not is_object(value)
	not is_array(value)
	place := {"pointer": pointer(path), "value": value, "text": sprintf("%v", [value])}
}

deny contains finding if {
	some place in places
	print("traced", place.text)
	finding := {
		"message": sprintf("is %s, or %s, or %s, or %s", [place.text, lower(place.text), base64.encode(place.text), json.marshal(place.text)]),
		"pointer": place.pointer,
		"expected": place.value,
	}
}

# Of the whole object, next to which everything else is.
deny contains finding if {
	count(places) > 0
	finding := {
		"message": concat(", ", [json.marshal(input.properties.zzPlain), concat("|", [place.text | some place in places])]),
		"pointer": pointer([]),
	}
}

# Without a place.
deny contains concat("|", [place.text | some place in places]) if count(places) > 0
"#;

/// Names a secret as the switch that decided.
const BOUNDARY: &str = r#"# METADATA
# title: Whoever knows the secret
# custom:
#   id: ACME-BOUND
#   kind: boundary
#   resources: ["*"]
package acme.bound

responsibility[layer] := {
	"performs": [{"party": {"kind": "customer"}, "duty": "d"}],
	"accountable": {"kind": "customer"},
	"basis": {"edition": "x", "switch": switch},
} if some layer in ["data", "os.guest"]

default switch := {"pointer": "/properties/x", "value": "none"}

switch := {"pointer": "/properties/zzPlain/adminPassword", "value": input.properties.zzPlain.adminPassword}
"#;

/// Parts of policies that fail while they look at a secret.
const FAILS: &str = r#"# METADATA
# title: Fails
# custom:
#   id: ACME-FAIL-001
#   severity: high
#   layer: data
#   resources: ["*"]
#   remediation: {summary: Ask.}
package acme.fails

deny contains "x" if to_number(input.properties.zzPlain.adminPassword) > 1
"#;

pub fn sandbox() -> Sandbox {
    Sandbox::with("policies/leak.rego", LEAK)
        .file("policies/bound.rego", BOUNDARY)
        .file("fails/fails.rego", FAILS)
        // Machines are busy while tests run.
        .file("onus.toml", "time-limit-ms = 60000\n")
}

/// What must be nowhere, in every form that policies and formats give to it.
pub fn needles(hidden: &[String]) -> Vec<String> {
    let mut needles = Vec::new();
    for secret in hidden {
        let escaped = Json::from(secret.as_str()).to_string();
        let encoded = base64(secret);
        needles.extend([
            secret.clone(),
            secret.to_lowercase(),
            escaped.trim_matches('"').to_owned(),
        ]);
        if encoded.len() >= 8 {
            needles.push(encoded);
        }
    }
    needles.sort();
    needles.dedup();
    needles
}

/// Fails with a line of the text that has a secret in it.
pub fn assert_secret_free(needles: &[String], what: &str, text: &str) {
    // Every output has "(withheld)" many times; as a whole it is searched once.
    for needle in needles {
        // Short ones are parts of other words by chance.
        let is_part = |at: usize| {
            let before = text.get(..at).unwrap().chars().next_back();
            let after = text.get(at + needle.len()..).unwrap().chars().next();
            needle.len() < 10
                && [before, after]
                    .into_iter()
                    .flatten()
                    .any(char::is_alphanumeric)
        };
        let found = text
            .match_indices(needle.as_str())
            .find(|(at, _)| !is_part(*at));
        if let Some((at, _)) = found {
            let start = (0..=at.saturating_sub(200))
                .rev()
                .find(|at| text.is_char_boundary(*at));
            let end = (at + 200..=text.len()).find(|at| text.is_char_boundary(*at));
            let around = text
                .get(start.unwrap_or(0)..end.unwrap_or(text.len()))
                .unwrap();
            panic!("{what} has the secret `{needle}`:\n{around}");
        }
    }
}

fn check(needles: &[String], what: &str, ran: &Ran) {
    assert_secret_free(needles, &format!("standard output of {what}"), &ran.stdout);
    assert_secret_free(needles, &format!("standard error of {what}"), &ran.stderr);
}

#[test]
fn secrets_of_every_format_are_in_no_output() {
    let (hidden, secrets) = all();
    let needles = needles(&hidden);
    let mut sandbox = sandbox();
    let inputs = inputs(&secrets);
    for input in &inputs {
        sandbox = sandbox.file(&format!("in/{}", input.path), &input.text);
    }
    let arguments = "eval --now 2026-11-21 in --policy policies --policy fails --no-builtin --explain \
        --trace ACME-LEAK-001 -v";
    let mut arguments: Vec<String> = arguments.split_whitespace().map(str::to_owned).collect();
    arguments.extend(["-o".to_owned(), "pretty".to_owned()]);
    for format in formats().map(|format| format.name) {
        arguments.extend(["-o".to_owned(), format!("{format}=out.{format}")]);
    }
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let ran = sandbox.run(&arguments);
    assert!(matches!(ran.code, 1 | 2), "{}", ran.stderr);
    check(&needles, "eval", &ran);
    for format in formats().map(|format| format.name) {
        assert_secret_free(&needles, format, &sandbox.read(&format!("out.{format}")));
    }

    // The secrets were there: each file's resources are denied at them.
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    for line in sandbox.read("out.ndjson").lines() {
        let decision: Json = serde_json::from_str(line).unwrap();
        let file = decision["resource"]["source"]["file"]
            .as_str()
            .unwrap()
            .to_owned();
        let findings = decision["findings"].as_array().unwrap();
        let at = findings.iter().filter(|finding| {
            finding["pointer"]
                .as_str()
                .is_some_and(|pointer| pointer.contains(MEMBER))
        });
        *found.entry(file).or_default() += at.count();
        // What is no secret is shown.
        let text = line.to_owned();
        if decision["control"]["id"] == "ACME-LEAK-001" && text.contains("zzPlain/env/1/value") {
            for shown in ["zz-shown-1", "zz-shown-2", "zz-shown-3", "zz-name-1"] {
                assert!(text.contains(shown), "{shown}: {text}");
            }
        }
    }
    let without: Vec<&str> = inputs
        .iter()
        .filter(|input| {
            input.places > 0
                && found
                    .get(&format!("in/{}", input.path))
                    .copied()
                    .unwrap_or(0)
                    == 0
        })
        .map(|input| input.path.as_str())
        .collect();
    // What is no inventory, is about other resources, is read by paths, is joined with
    // another file's records, or is read into a shape that has no such column.
    let others = |path: &&&str| {
        ![
            "cdk.out",
            "incidents/",
            ".log",
            "list-iam-policy.json",
            "steampipe/aws-s3-buckets.json",
        ]
        .iter()
        .any(|part| path.contains(part))
    };
    let without: Vec<&&str> = without.iter().filter(others).collect();
    assert!(without.is_empty(), "{without:?}");
    assert!(
        found.keys().any(|path| path.contains("cdk.out"))
            && found.keys().any(|path| path.contains("incidents/"))
    );
}

/// An inventory with all secrets, with one that only its reader knows.
pub fn estate(hidden: &mut Vec<String>, secrets: &Json, flag: bool) -> String {
    hidden.push("marked-value-1".to_owned());
    hidden.push("9081726354".to_owned());
    let record = json!({
        "id": "vm-1", "type": "acme/vm", "name": "vm-1", "provider": "acme",
        "tags": {"password": secrets["adminPassword"], "owner": "payments"},
        "properties": {MEMBER: secrets, "flag": flag, "marked": {"text": "marked-value-1", "number": 9_081_726_354_u64}},
        "sensitive": ["/properties/marked"],
    });
    format!("{record}\n")
}

/// A record in lines that policies may have.
fn pretty(record: &str) -> String {
    let record: Json = serde_json::from_str(record).unwrap();
    serde_json::to_string_pretty(&record).unwrap()
}

#[test]
fn secrets_are_in_no_output_of_any_command() {
    let (mut hidden, secrets) = all();
    let unmarked = needles(&hidden);
    let inventory = estate(&mut hidden, &secrets, true);
    let needles = needles(&hidden);
    let sandbox = sandbox()
        .file("a.ndjson", &inventory)
        .file("b.ndjson", estate(&mut hidden, &secrets, false))
        .file("onus.toml", "inputs = [\"a.ndjson\"]\npolicies = [\"policies\"]\nbuiltin = false\ntime-limit-ms = 60000\n")
        // What a test prints itself is shown.
        .file("tested/leak.rego", LEAK.replace("print(\"traced\", place.text)\n", ""))
        .file("tested/leak_test.rego", format!("package acme.leak_test\n\nimport data.acme.leak\n\nmachine := {}\n\ntest_leak if {{\n\tfound := leak.deny with input as machine\n\tfound == set()\n}}\n\ntest_error if json.unmarshal(machine) == 1\n\ntest_value if machine.properties.zzPlain.adminPassword == machine.properties.zzPlain.clientSecret.value\n", pretty(&inventory)));
    let policy = ["--policy", "policies", "--no-builtin"];
    let commands: Vec<Vec<&str>> = vec![
        vec!["who", "a.ndjson"],
        vec!["who", "a.ndjson", "-o", "json"],
        vec!["layers", "a.ndjson"],
        vec!["layers", "a.ndjson", "-o", "json"],
        vec!["explain", "a.ndjson#vm-1", "ACME-LEAK-001"],
        vec!["explain", "a.ndjson#vm-1", "ACME-LEAK-001", "-o", "json"],
        vec![
            "explain",
            "a.ndjson#vm-1",
            "ACME-FAIL-001",
            "--policy",
            "fails",
        ],
        vec!["eval", "a.ndjson", "-o", "pretty", "-o", "sarif=out.sarif"],
        vec!["snapshot", "record", "a.ndjson"],
        vec!["snapshot", "check", "b.ndjson", "-o", "json"],
        vec!["diff", "b.ndjson", "--base", "inventory:a.ndjson"],
        vec![
            "diff",
            "b.ndjson",
            "--base",
            "inventory:a.ndjson",
            "-o",
            "json",
        ],
    ];
    for command in commands {
        let ran = sandbox.run(&[&command[..], &policy[..]].concat());
        // A policy that fails makes the run incomplete.
        let expected: &[i32] = if command.contains(&"fails") {
            &[1, 2]
        } else {
            &[0, 1]
        };
        assert!(
            expected.contains(&ran.code),
            "{command:?}: {}",
            ran.transcript()
        );
        check(&needles, &command.join(" "), &ran);
    }
    for format in FORMATS.iter().map(|format| format.name) {
        let ran = sandbox.run(&["test", "tested", "-o", format]);
        assert!(matches!(ran.code, 1 | 2), "{}", ran.transcript());
        // No test knows what an inventory marks.
        check(&unmarked, &format!("test -o {format}"), &ran);
    }
    let ran = sandbox.run(&[
        "new",
        "acme-vm",
        "--layer",
        "data",
        "--from",
        "a.ndjson#vm-1",
    ]);
    assert_eq!(ran.code, 0, "{}", ran.transcript());
    check(&needles, "new", &ran);
    for file in walkdir::WalkDir::new(sandbox.path()) {
        let file = file.unwrap();
        let name = file.file_name().to_string_lossy().into_owned();
        let is_ours = ["a.ndjson", "b.ndjson", "leak_test.rego"].contains(&name.as_str());
        if file.file_type().is_file() && !is_ours {
            let text = std::fs::read_to_string(file.path()).unwrap();
            assert_secret_free(&needles, &file.path().display().to_string(), &text);
        }
    }
}

#[test]
fn what_can_not_be_read_is_quoted_without_secrets() {
    let (hidden, secrets) = all();
    let needles = needles(&hidden);
    let record =
        json!({"id": "vm-1", "type": "acme/vm", "properties": {MEMBER: secrets}}).to_string();
    let pretty = serde_json::to_string_pretty(
        &json!([{"id": "vm-1", "type": "acme/vm", "properties": {MEMBER: secrets}}]),
    )
    .unwrap();
    let mut files: Vec<(String, String)> = Vec::new();
    // Cut, or broken, behind every string of a line, and behind every line.
    let ends: Vec<usize> = record.match_indices('"').map(|(at, _)| at + 1).collect();
    for (number, end) in ends.iter().enumerate().step_by(9) {
        let (before, after) = record.split_at(*end);
        files.push((format!("cut{number}.json"), before.to_owned()));
        files.push((
            format!("broken{number}.json"),
            format!("{before} ,, {after}"),
        ));
    }
    let lines: Vec<&str> = pretty.lines().collect();
    for end in (3..lines.len()).step_by(7) {
        files.push((
            format!("line{end}.json"),
            format!("{}\n?{}", lines[..end].join("\n"), lines[end..].join("\n")),
        ));
    }
    let mut block = String::from("id: vm-1\ntype: acme/vm\nproperties:\n");
    for (key, value) in secrets.as_object().unwrap() {
        block.push_str(&format!("  {key}: {value}\n"));
    }
    let lines: Vec<&str> = block.lines().collect();
    for end in (3..lines.len()).step_by(6) {
        let broken = format!(
            "{}: : [\n{}",
            lines[..=end].join("\n"),
            lines[end..].join("\n")
        );
        files.push((format!("block{end}.yaml"), broken));
    }
    let mut sandbox = sandbox();
    for (name, text) in &files {
        sandbox = sandbox.file(&format!("in/{name}"), text);
    }
    for format in FORMATS.iter().map(|format| format.name) {
        let ran = sandbox.eval(&["in", "--policy", "policies", "--no-builtin", "-o", format]);
        assert_eq!(ran.code, 2, "{}", ran.stderr);
        check(&needles, format, &ran);
    }
}
