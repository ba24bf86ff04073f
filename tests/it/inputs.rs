//! The example inventories, and the inventories that other tools made: all of
//! them are read, and none makes a policy fail.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use onus::Pointer;
use onus::decision::{Status, Verdict};
use onus::diagnostic::Level;
use onus::document::Document;
use onus::evaluate::{Evaluator, Options};
use onus::inventory::{Extent, ReadOptions, Reading, expand, read_documents};

use crate::sandbox::Ran;
use crate::support::{catalogue, files, root};

/// How a file is read: the records of no known format need to be told.
fn options(shown: &str) -> ReadOptions {
    let is_generic = shown.contains("generic/");
    ReadOptions {
        id_path: is_generic.then(|| Pointer::parse("/device/serial")),
        type_path: is_generic.then(|| Pointer::parse("/model_class")),
        ..ReadOptions::default()
    }
}

/// What is to be given together with a file, since that says nothing by itself.
fn company(shown: &str) -> Option<&str> {
    shown.strip_suffix("-iam-policy.json")
}

/// What became of a file, in one line, and what is wrong with that.
fn evaluated(path: &Path, shown: &str) -> (String, Vec<String>) {
    let bytes = std::fs::read(path).expect("the file can be read");
    let text = match onus::inventory::decode(bytes) {
        Ok(text) => text,
        Err(error) => return ("not text".to_owned(), vec![format!("{shown}: {error}")]),
    };
    let mut documents = vec![Arc::new(Document::new(shown, text))];
    if let Some(other) = company(shown) {
        let name = format!("{other}.json");
        let text = std::fs::read_to_string(root().join(&name)).expect("it has company");
        documents.push(Arc::new(Document::new(name, text)));
    }
    let mut reading = Reading::default();
    for read in read_documents(&documents, Extent::Complete, &options(shown)).0 {
        reading.resources.extend(read.resources);
        reading.problems.extend(read.problems);
    }
    let evaluator = Evaluator::new(catalogue(), Options::default());
    let evaluation = evaluator.evaluate(&reading.resources, &|_| {});
    let mut wrong: Vec<String> = reading
        .problems
        .iter()
        .chain(&evaluation.problems)
        .filter(|problem| problem.level == Level::Error)
        .map(ToString::to_string)
        .collect();
    wrong.extend(
        evaluation
            .decisions
            .iter()
            .filter(|decision| decision.status == Status::Error)
            .map(|decision| {
                format!(
                    "{shown}: {} of {}: {:?}",
                    decision.control.id, decision.resource.id, decision.findings
                )
            }),
    );
    let mut statuses: BTreeMap<&str, usize> = BTreeMap::new();
    for decision in &evaluation.decisions {
        *statuses.entry(decision.status.as_str()).or_default() += 1;
        assert_eq!(
            decision.decision == Verdict::Allow,
            decision.findings.is_empty(),
            "a denial has findings and an allow has none: {decision:?}"
        );
    }
    let denied = evaluation
        .decisions
        .iter()
        .filter(|decision| decision.decision == Verdict::Deny)
        .count();
    let statuses: Vec<String> = statuses
        .iter()
        .map(|(status, count)| format!("{status} {count}"))
        .collect();
    let line = format!(
        "{} resources of {} types, {} not assessed, {denied} of {} decisions denied: {}",
        reading.resources.len(),
        evaluation.types,
        evaluation.gaps.types.values().sum::<usize>(),
        evaluation.decisions.len(),
        statuses.join(", ")
    );
    (line, wrong)
}

#[test]
fn every_example_is_read_and_decided() {
    // Not all that lies there is an inventory: a cloud assembly of the CDK holds
    // more, and templates have parameter files.
    let (sources, problems) = expand([root().join("inputs").display().to_string()]);
    assert!(problems.is_empty(), "{problems:?}");
    let examples: Vec<PathBuf> = sources
        .iter()
        .map(|source| PathBuf::from(source.name()))
        // Records of no known format are read when they are named, with their flags.
        .chain(files(&root().join("inputs"), "log"))
        .collect();
    assert!(
        examples.len() >= 12,
        "only {} examples were found",
        examples.len()
    );
    let mut lines = Vec::new();
    let mut wrong = Vec::new();
    for path in examples {
        let shown = path.strip_prefix(root()).unwrap().display().to_string();
        let (line, problems) = evaluated(&path, &shown);
        if line.starts_with("0 resources") {
            wrong.push(format!("{shown} gives no resources"));
        }
        lines.push(format!("{shown}\n  {line}"));
        wrong.extend(problems);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    insta::assert_snapshot!(lines.join("\n"));
}

/// What differs is beside the approved decisions afterwards, as `.snap.new`, to be
/// reviewed with `onus snapshot review`.
#[test]
fn every_example_is_decided_as_approved() {
    const PARAMETERS: &str = "inputs/arm-template/contoso-payments.parameters.json";
    let with_parameters = [
        "inputs/arm-template",
        "--parameters",
        PARAMETERS,
        "--dir",
        "snapshots/with-parameters",
    ];
    for arguments in [&["inputs"][..], &with_parameters] {
        let ran = Ran::of(
            assert_cmd::Command::new(env!("CARGO_BIN_EXE_onus"))
                .current_dir(root())
                .env_clear()
                .args(["snapshot", "check", "--unreferenced"])
                .args(["--now", "2026-11-21"])
                .args(arguments),
        );
        assert_eq!(ran.code, 0, "{}", ran.transcript());
    }
}

/// Inventories that other tools made, where they are at hand. Some are of formats
/// without a reader or say of themselves that they are not complete; none may
/// make a policy fail or the program panic.
#[test]
fn no_inventory_of_other_tools_makes_a_policy_fail() {
    let folder = std::env::var_os("ONUS_SHARED_DATA")
        .map_or_else(|| root().join("../shared/data"), PathBuf::from);
    if !folder.is_dir() {
        return;
    }
    let mut decisions = String::new();
    let mut wrong = Vec::new();
    for path in files(&folder, "json") {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let (line, problems) = evaluated(&path, &name);
        if name == "azure-rest-list.json" {
            assert!(line.starts_with("829 resources"), "{name}: {line}");
        }
        decisions.push_str(&line);
        wrong.extend(problems.into_iter().filter(|problem| {
            problem.contains("the policy failed") || problem.contains("boundary policy")
        }));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(
        decisions.contains("decisions denied"),
        "nothing was decided in {}",
        folder.display()
    );
}
