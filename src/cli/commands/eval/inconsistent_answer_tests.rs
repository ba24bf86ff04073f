//! Tests: a cached answer that differs from a plain evaluation ends the run with 2, whatever the
//! arguments are. No policy can cause it as long as read-sets are correct, so these tests remove
//! from a control what it reads after it was loaded.

use std::path::Path;
use std::sync::Arc;

use clap::Parser as _;
use serde_json::Value as Json;

use crate::cli::commands::eval::args::EvalArgs;
use crate::cli::commands::eval::evaluate_changed;
use crate::cli::exit::Exit;
use crate::cli::policies::Policies;

const POLICY: &str = "# METADATA
# title: The flag is on
# custom:
#   id: ACME-FLAG-001
#   severity: low
#   layer: data
#   resources: [acme/thing]
#   remediation: {summary: Turn it on.}
package acme.flag

deny contains \"the flag is off\" if input.properties.flag == false
";

const BOUNDARY: &str = "# METADATA
# title: B
# custom:
#   id: ACME-B-001
#   kind: boundary
#   resources: [acme/thing]
package acme.bound

responsibility[\"data\"] := {
	\"performs\": [{\"party\": {\"kind\": \"customer\"}, \"duty\": input.properties.duty}],
	\"accountable\": {\"kind\": \"customer\"},
	\"basis\": {\"edition\": \"x\"},
}
";

const WAIVER: &str = "[[waivers]]
control = \"ACME-*\"
resource = \"*\"
reason = \"r\"
approved_by = \"a\"
expires = \"2999-01-31\"
";

/// Two things; the second one differs in what the policies read.
const THINGS: &str = r#"{"id": "a", "type": "acme/thing", "provider": "acme", "name": "a", "properties": {"flag": true, "duty": "d"}}
{"id": "b", "type": "acme/thing", "provider": "acme", "name": "b", "properties": {"flag": false, "duty": "e"}}
"#;

/// `onus eval` alone.
#[derive(clap::Parser)]
struct Eval {
    #[command(flatten)]
    arguments: EvalArgs,
}

/// How a run ends, and the messages of its report.
fn ended(folder: &Path, more: &[&str], change: impl FnOnce(&mut Policies)) -> (Exit, Vec<String>) {
    let path = |name: &str| folder.join(name).display().to_string();
    let report = path("report.json");
    let mut words = vec!["onus eval".to_owned(), path("inv.ndjson")];
    words.extend(["--no-builtin", "--policy"].map(str::to_owned));
    words.extend([path("policies"), "--config".to_owned(), path("onus.toml")]);
    words.extend(["-o".to_owned(), format!("json={report}")]);
    words.extend(more.iter().map(|word| match word.strip_prefix('@') {
        Some(name) => path(name),
        None => (*word).to_owned(),
    }));
    let Eval { arguments } = Eval::try_parse_from(&words).unwrap();
    let exit = evaluate_changed(&arguments, change).unwrap();
    let report: Json = serde_json::from_str(&std::fs::read_to_string(report).unwrap()).unwrap();
    let problems = report["problems"].as_array().cloned().unwrap_or_default();
    let messages = problems
        .iter()
        .map(|problem| problem["message"].to_string());
    (exit, messages.collect())
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    std::fs::create_dir(folder.path().join("policies")).unwrap();
    write("policies/flag.rego", POLICY);
    write("policies/bound.rego", BOUNDARY);
    write("inv.ndjson", THINGS);
    write("waivers.toml", WAIVER);
    write("onus.toml", "");
    folder
}

/// Ways to ask that must not hide it.
const WAYS: [&[&str]; 8] = [
    &[],
    &["-q"],
    &["--fail-on", "critical"],
    &["--stream-above", "0"],
    &["--waivers", "@waivers.toml"],
    &["--baseline", "@baseline.json"],
    &[
        "-q",
        "--fail-on",
        "critical",
        "--stream-above",
        "0",
        "--waivers",
        "@waivers.toml",
        "--baseline",
        "@baseline.json",
    ],
    &["--threads", "8", "--party", "somebody-else"],
];

/// With a baseline of the second thing's denial.
fn prepared() -> tempfile::TempDir {
    let folder = folder();
    let (exit, messages) = ended(
        folder.path(),
        &["--write-baseline", "@baseline.json"],
        |_| {},
    );
    assert_eq!((exit, messages), (Exit::Clean, Vec::new()));
    folder
}

#[test]
fn a_control_that_reads_more_than_is_known_ends_every_run_with_2() {
    let folder = prepared();
    for way in WAYS {
        let (exit, messages) = ended(folder.path(), way, |loaded| {
            for control in Arc::make_mut(&mut loaded.set.controls) {
                control.deny.watched.clear();
            }
        });
        assert_eq!(exit, Exit::Incomplete, "{way:?}: {messages:?}");
        let said = messages.join("\n");
        assert!(
            said.contains("ACME-FLAG-001 could not be decided for 1 resource"),
            "{way:?}: {said}"
        );
        assert!(
            said.contains("kept answers of `data.acme.flag.deny` differ"),
            "{way:?}: {said}"
        );
    }
    let plain = ended(folder.path(), &["--plain"], |loaded| {
        for control in Arc::make_mut(&mut loaded.set.controls) {
            control.deny.watched.clear();
        }
    });
    assert_eq!(plain, (Exit::Denied, Vec::new()));
}

#[test]
fn a_boundary_that_reads_more_than_is_known_does_too() {
    let folder = prepared();
    for way in WAYS {
        let (exit, messages) = ended(folder.path(), way, |loaded| {
            for boundary in Arc::make_mut(&mut loaded.set.boundaries) {
                boundary.responsibility.watched.clear();
            }
        });
        assert_eq!(exit, Exit::Incomplete, "{way:?}: {messages:?}");
        let said = messages.join("\n");
        assert!(
            said.contains("ACME-FLAG-001 could not be decided for 1 resource"),
            "{way:?}: {said}"
        );
        assert!(
            said.contains("differ from a plain evaluation"),
            "{way:?}: {said}"
        );
    }
}

#[test]
fn what_loading_gives_is_consistent() {
    let folder = prepared();
    for way in WAYS {
        let (exit, messages) = ended(folder.path(), way, |_| {});
        assert_ne!(exit, Exit::Incomplete, "{way:?}: {messages:?}");
    }
}
