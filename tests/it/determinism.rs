//! Two runs, any number of threads, and any company of other resources: the same
//! decisions, to the byte.

use std::sync::Arc;

use onus::decision::Decision;
use onus::document::Document;
use onus::evaluate::{Evaluator, Options};
use onus::inventory::{Resource, read_document};

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
        let document = Arc::new(Document::new(
            path.clone(),
            std::fs::read_to_string(&path).unwrap(),
        ));
        let reading = read_document(&document, None);
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

/// Decisions without `coverage`, which is about the whole inventory, are about one
/// resource each. The summary's keys are compared as JSON: what users see.
fn shown(decisions: &[Decision]) -> Vec<String> {
    decisions
        .iter()
        .map(|decision| serde_json::to_string(decision).unwrap())
        .collect()
}

#[test]
fn a_decision_does_not_depend_on_its_neighbours() {
    let text = std::fs::read_to_string(root().join(ESTATE)).unwrap();
    let reading = read_document(&Arc::new(Document::new("contoso.json", text)), None);
    let options = || Options {
        threads: Some(1),
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
    assert!(alone.len() > 500);
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
