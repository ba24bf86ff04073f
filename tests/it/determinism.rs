//! Two runs, any number of threads, and any company of other resources: the same
//! decisions, to the byte.

use std::sync::Arc;

use onus::decision::Decision;
use onus::document::Document;
use onus::evaluate::{Evaluator, Options};
use onus::inventory::{ReadOptions, Resource, read_document};
use onus::policy::{Selection, Selector};
use serde_json::Value as Json;

use crate::sandbox::Sandbox;
use crate::support::{catalogue, root};

const ESTATE: &str = "inputs/azure-resource-graph/contoso.json";

#[test]
fn runs_and_threads_print_the_same_bytes() {
    let estate = root().join(ESTATE).display().to_string();
    let sandbox = Sandbox::new();
    let run = |threads: &str| {
        let ran = sandbox.eval(&[
            &estate,
            "--threads",
            threads,
            "-v",
            "-o",
            "pretty",
            "-o",
            "json=out.json",
            "-o",
            "ndjson=out.ndjson",
        ]);
        assert_eq!(ran.code, 1, "{}", ran.stderr);
        [
            ran.stdout,
            sandbox.read("out.json"),
            sandbox.read("out.ndjson"),
        ]
    };
    let first = run("1");
    assert!(first.iter().all(|text| text.len() > 10_000));
    for threads in ["1", "2", "7"] {
        assert!(
            run(threads) == first,
            "{threads} threads print something else"
        );
    }
}

/// The program loads only those policies that the inventory's types need.
#[test]
fn loading_a_part_of_the_catalogue_decides_as_all_of_it() {
    let sandbox = Sandbox::new();
    for example in [
        ESTATE,
        "inputs/terraform-plan/contoso-payments.json",
        "inputs/onus-ndjson/estate.ndjson",
    ] {
        let path = root().join(example).display().to_string();
        let (_, partly) = sandbox.decide(&[&path]);
        let (_, anew) = sandbox.decide(&[&path, "--plain"]);
        assert!(partly == anew, "{example}: --plain decides otherwise");
        let document = Arc::new(Document::new(
            path.clone(),
            std::fs::read_to_string(&path).unwrap(),
        ));
        let reading = read_document(&document, &ReadOptions::default());
        let wholly =
            Evaluator::new(catalogue(), Options::default()).evaluate(&reading.resources, &|_| {});
        let wholly: Vec<serde_json::Value> = wholly
            .decisions
            .iter()
            .map(|decision| serde_json::to_value(decision).unwrap())
            .collect();
        assert!(!wholly.is_empty(), "{example}");
        assert_eq!(partly.len(), wholly.len(), "{example}");
        for (partly, wholly) in partly.iter().zip(&wholly) {
            assert_eq!(partly, wholly, "{example}");
        }
    }
}

/// Variants of a record: each of its settings once left out, once null, once of
/// another type, once another truth value.
fn variants(record: &Json) -> Vec<Json> {
    let mut paths = Vec::new();
    for part in ["properties", "sku", "identity", "plan", "kind", "managedBy"] {
        leaves(&record[part], format!("/{part}"), &mut paths);
    }
    let mut variants = vec![record.clone()];
    for (number, path) in paths.into_iter().enumerate() {
        let Some((parent, key)) = path.rsplit_once('/') else {
            continue;
        };
        let mut variant = record.clone();
        let Some(Json::Object(parent)) = variant.pointer_mut(parent) else {
            continue;
        };
        let Some(value) = parent.get_mut(key) else {
            continue;
        };
        match (number % 4, &*value) {
            (0, _) => {
                parent.remove(key);
            }
            (1, _) => *value = Json::Null,
            (2, _) => *value = serde_json::json!({"odd": 1}),
            (_, Json::Bool(truth)) => *value = Json::Bool(!truth),
            _ => *value = Json::from("another"),
        }
        variants.push(variant);
    }
    variants
}

fn leaves(value: &Json, path: String, found: &mut Vec<String>) {
    match value {
        Json::Object(fields) => {
            for (key, value) in fields.iter().filter(|(key, _)| !key.contains(['/', '~'])) {
                leaves(value, format!("{path}/{key}"), found);
            }
        }
        Json::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                leaves(value, format!("{path}/{index}"), found);
            }
        }
        _ => found.push(path),
    }
}

/// Answers are kept by the values that a policy may read. Resources that differ in
/// one setting only are where a value that was forgotten would show.
#[test]
fn remembered_answers_are_those_that_asking_anew_gives() {
    let text = std::fs::read_to_string(root().join(ESTATE)).unwrap();
    let whole: Json = serde_json::from_str(&text).unwrap();
    let mut kinds = std::collections::BTreeSet::new();
    let mut records = Vec::new();
    for record in whole["data"].as_array().unwrap() {
        if kinds.insert(record["type"].to_string()) {
            records.extend(variants(record));
        }
    }
    assert!(records.len() > 500, "{}", records.len());
    let inventory = serde_json::json!({"data": records, "total_records": records.len()});
    let document = Arc::new(Document::new("variants.json", inventory.to_string()));
    let resources = read_document(&document, &ReadOptions::default()).resources;
    assert_eq!(resources.len(), records.len());
    let decide = |plain| {
        let options = Options {
            plain,
            ..Options::default()
        };
        Evaluator::new(catalogue(), options).evaluate(&resources, &|_| {})
    };
    let (kept, anew) = (decide(false), decide(true));
    assert_eq!(kept.decisions.len(), anew.decisions.len());
    for (kept, anew) in kept.decisions.iter().zip(&anew.decisions) {
        assert_eq!(
            serde_json::to_value(kept).unwrap(),
            serde_json::to_value(anew).unwrap()
        );
    }
    let denied = |decisions: &[Decision]| {
        decisions
            .iter()
            .filter(|decision| decision.is_open_denial())
            .count()
    };
    let open = denied(&kept.decisions);
    assert!(
        open > 100 && open < kept.decisions.len(),
        "both verdicts occur"
    );
}

/// Controls that look at the same parts are asked in one evaluation; one that fails
/// must not take the others with it, nor be taken for satisfied.
#[test]
fn a_control_that_fails_does_not_touch_those_that_are_asked_with_it() {
    let control = |name: &str, condition: &str| {
        crate::sandbox::control(
            &format!("acme.{name}"),
            &format!("ACME-{}", name.to_uppercase()),
            "[microsoft.storage/storageaccounts]",
            &format!("deny contains \"no\" if {{ {condition} }}"),
        )
    };
    let divides = "1 / input.properties.divisor > 5";
    let sandbox = Sandbox::new()
        .file("p/a.rego", control("one", "input.properties.divisor == 0"))
        .file("p/b.rego", control("two", divides))
        .file("p/c.rego", control("three", "input.properties.divisor > 0"));
    let inventory = crate::sandbox::export(&[0, 1].map(|divisor| {
        let properties = serde_json::json!({"divisor": divisor});
        crate::sandbox::record(
            "microsoft.storage/storageaccounts",
            &format!("st{divisor}"),
            None,
            &properties,
        )
    }));
    let sandbox = sandbox.file("estate.json", inventory);
    let arguments = ["estate.json", "--policy", "p", "--select", "ACME-*"];
    let (code, decisions) = sandbox.decide(&arguments);
    assert_eq!(code, 2);
    let statuses: Vec<&str> = decisions
        .iter()
        .filter_map(|decision| decision["status"].as_str())
        .collect();
    let expected = [
        "violated",
        "satisfied",
        "error", // st0: one, three, two
        "satisfied",
        "violated",
        "satisfied",
    ];
    assert_eq!(statuses, expected);
    let (_, anew) = sandbox.decide(&[
        "estate.json",
        "--policy",
        "p",
        "--select",
        "ACME-*",
        "--plain",
    ]);
    assert_eq!(decisions, anew);
}

/// Decisions without `coverage`, which is about the whole inventory, are about one
/// resource each. The summary's keys are compared as JSON: what users see.
fn shown(decisions: &[Decision]) -> Vec<String> {
    decisions
        .iter()
        .map(|decision| serde_json::to_string(decision).unwrap())
        .collect()
}

/// Of controls that declare a need, what they need is a part of the question.
#[test]
fn a_decision_does_not_depend_on_its_neighbours() {
    let text = std::fs::read_to_string(root().join(ESTATE)).unwrap();
    let reading = read_document(
        &Arc::new(Document::new("contoso.json", text)),
        &ReadOptions::default(),
    );
    let relating: Vec<Selector> = catalogue()
        .controls
        .iter()
        .filter(|control| !control.needs.is_empty())
        .map(|control| Selector::parse(&control.about.id).unwrap())
        .collect();
    assert!(!relating.is_empty());
    let options = || Options {
        threads: Some(1),
        selection: Selection {
            ignore: relating.clone(),
            ..Selection::default()
        },
        ..Options::default()
    };
    let together = Evaluator::new(catalogue(), options()).evaluate(&reading.resources, &|_| {});
    // A new engine and new memory for each resource, and the resources backwards.
    let alone: Vec<String> = reading
        .resources
        .iter()
        .flat_map(|resource| {
            let fresh = Evaluator::new(catalogue(), options());
            shown(
                &fresh
                    .evaluate(std::slice::from_ref(resource), &|_| {})
                    .decisions,
            )
        })
        .collect();
    assert!(alone.len() > 300);
    let together = shown(&together.decisions);
    assert_eq!(together.len(), alone.len());
    for (together, alone) in together.iter().zip(&alone) {
        assert_eq!(together, alone);
    }
    let backwards: Vec<Resource> = reading.resources.iter().rev().cloned().collect();
    let mut backwards = shown(
        &Evaluator::new(catalogue(), options())
            .evaluate(&backwards, &|_| {})
            .decisions,
    );
    let mut sorted = alone;
    backwards.sort();
    sorted.sort();
    assert!(
        backwards == sorted,
        "the order of the inventory changes decisions"
    );
}
