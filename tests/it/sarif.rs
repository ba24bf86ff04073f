//! `--output sarif` of `onus check` and `onus eval` against the schema of SARIF 2.1.0 and against what GitHub
//! asks of a log beside it.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value as Json;

use crate::sandbox::{Ran, Sandbox, text};
use crate::support::root;

/// All policies of `tests/broken`, in one folder.
fn broken() -> Sandbox {
    let base = root().join("tests/broken");
    walkdir::WalkDir::new(&base)
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.is_file())
        .fold(Sandbox::new(), |sandbox, path| {
            let name = path.strip_prefix(&base).unwrap().to_str().unwrap();
            sandbox.file(name, std::fs::read(&path).unwrap())
        })
}

/// The log of a check.
fn log(sandbox: &Sandbox, arguments: &[&str]) -> Json {
    valid(&sandbox.run(&[&["check", "-o", "sarif"], arguments].concat()))
}

/// What was printed, which the schema takes.
pub fn valid(ran: &Ran) -> Json {
    let schema = std::fs::read_to_string(root().join("tests/schemas/sarif-schema-2.1.0.json"));
    let schema: Json = serde_json::from_str(&schema.unwrap()).unwrap();
    let validator = jsonschema::options()
        .should_validate_formats(true)
        .build(&schema)
        .unwrap();
    let log = ran.json();
    let errors: Vec<String> = validator
        .iter_errors(&log)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
    log
}

fn results(log: &Json) -> &Vec<Json> {
    log["runs"][0]["results"].as_array().unwrap()
}

/// The text of a file from one line and column to another, as SARIF counts them.
fn stretch(file: &str, region: &Json) -> String {
    let at = |key: &str| region[key].as_u64().unwrap() as usize;
    let offset = |line: usize, column: usize| {
        let lines: Vec<&str> = file.split_inclusive('\n').collect();
        let before: usize = lines
            .iter()
            .take(line - 1)
            .map(|line| line.chars().count())
            .sum();
        before + column - 1
    };
    let (start, end) = (
        offset(at("startLine"), at("startColumn")),
        offset(at("endLine"), at("endColumn")),
    );
    assert!(start <= end && end <= file.chars().count(), "{region}");
    file.chars().skip(start).take(end - start).collect()
}

#[test]
fn the_schema_and_github_take_whatever_is_found() {
    let sandbox = broken();
    let log = log(&sandbox, &["."]);
    let run = &log["runs"][0];
    assert!(results(&log).len() > 80 && results(&log).len() <= 25_000);
    let mut prints = BTreeSet::new();
    let mut used = BTreeSet::new();
    for result in results(&log) {
        let rule = &run["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().unwrap() as usize];
        assert_eq!(rule["id"], result["ruleId"]);
        used.insert(text(result, "/ruleId"));
        assert!(!text(rule, "/shortDescription/text").is_empty());
        assert!(text(rule, "/fullDescription/text").len() <= 1024);
        assert!(text(rule, "/help/text").starts_with(&format!("# {}", text(rule, "/id"))));
        assert!(!text(result, "/message/text").is_empty());
        let place = &result["locations"][0]["physicalLocation"];
        let uri = text(place, "/artifactLocation/uri");
        assert!(
            !uri.starts_with('/') && !uri.contains(':') && !uri.contains(' '),
            "{uri}"
        );
        let print = text(result, "/partialFingerprints/primaryLocationLineHash");
        assert!(prints.insert(print), "{result}");
    }
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(
        used.len(),
        rules.len(),
        "every rule of the log has a result"
    );
    assert_eq!(run["invocations"][0]["executionSuccessful"], false);
    assert!(serde_json::to_vec(&log).unwrap().len() < 10 << 20);
}

#[test]
fn regions_are_what_is_wrong_and_fixes_what_goes() {
    let policy = "package acme.sizes\n\nimport data.onus.lib.fact\n\n# é 😀\nx := \"😀\" if input.properites\n";
    let sandbox = Sandbox::with("sizes.rego", policy).file("b/empty.rego", "");
    let log = log(&sandbox, &["."]);
    let of = |code: &str| {
        results(&log)
            .iter()
            .find(|result| result["ruleId"] == code)
            .unwrap()
    };
    let region = |result: &Json| result["locations"][0]["physicalLocation"]["region"].clone();
    assert_eq!(stretch("", &region(of("syntax"))), "");
    assert_eq!(
        stretch(policy, &region(of("unknown-input"))),
        "input.properites"
    );
    let fix = &of("unused-import")["fixes"][0]["artifactChanges"][0];
    assert_eq!(fix["artifactLocation"]["uri"], "sizes.rego");
    let removed = stretch(policy, &fix["replacements"][0]["deletedRegion"]);
    assert_eq!(removed, "import data.onus.lib.fact\n");
}

#[test]
fn a_sound_folder_and_one_that_is_not_there_make_sound_logs() {
    let sandbox = Sandbox::with("lib.rego", "package lib\n\nx := 1\n");
    assert_eq!(results(&log(&sandbox, &["."])).len(), 0);
    let log = log(&Sandbox::new(), &["nowhere"]);
    let told = &log["runs"][0]["invocations"][0]["toolExecutionNotifications"][0];
    assert_eq!(told["descriptor"]["id"], "unreadable");
}

#[test]
fn full_paths_are_made_relative() {
    let sandbox = Sandbox::with("p/a.rego", "package p.a\n\nx := input.nothing\n");
    let path = sandbox.path().canonicalize().unwrap();
    let log = log(&sandbox, &[Path::new(&path).join("p").to_str().unwrap()]);
    let place = &results(&log)[0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "p/a.rego");
}
