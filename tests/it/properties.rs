//! What holds for every input, checked for some; `.ci/run` checks many more. A reader of
//! `READERS` takes part by being there.

use std::collections::BTreeSet;

use onus_properties::{PROPERTIES, formats_without_a_seed, property, root};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// Checks a property for this many inputs, which are the same in every run: a test that
/// fails for a commit fails because of it.
fn holds(name: &str, cases: u32) {
    let property = property(name).unwrap();
    let config = Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    };
    let dice = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    // A thread like those of the program: those of tests have small stacks.
    onus::threads::run(|| {
        TestRunner::new_with_rng(config, dice)
            .run(&vec(any::<u8>(), 0..96), |choices| {
                (property.check)(&property.input(&choices));
                Ok(())
            })
            .unwrap();
    })
    .unwrap();
}

#[test]
fn any_bytes_are_read() {
    holds("reading", 400);
}

#[test]
fn changed_inventories_are_read() {
    holds("readers", 400);
}

#[test]
fn changed_inventories_in_pieces_are_read_as_they_are_at_once() {
    holds("pieces", 200);
}

#[test]
fn changed_inventories_are_decided() {
    holds("evaluation", 60);
}

#[test]
fn any_metadata_is_parsed() {
    holds("metadata", 200);
}

#[test]
fn any_policy_is_loaded_and_evaluated() {
    holds("policy", 60);
}

#[test]
fn kept_answers_of_any_policy_are_those_of_plain() {
    holds("read-sets", 60);
}

#[test]
fn any_snapshot_is_read() {
    holds("snapshot", 400);
}

#[test]
fn any_state_is_read() {
    holds("state", 400);
}

#[test]
fn any_baseline_is_read() {
    holds("baseline", 400);
}

#[test]
fn any_configuration_is_read() {
    holds("config", 400);
}

#[test]
fn every_format_has_a_seed() {
    assert_eq!(formats_without_a_seed(), Vec::<&str>::new());
}

/// What fuzzers are given is what there is.
#[test]
fn every_property_has_a_fuzz_target() {
    let names: BTreeSet<String> = PROPERTIES.iter().map(|p| p.name.to_owned()).collect();
    let targets: BTreeSet<String> = std::fs::read_dir(root().join("fuzz/fuzz_targets"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    assert_eq!(names, targets);
    let manifest = std::fs::read_to_string(root().join("fuzz/Cargo.toml")).unwrap();
    for name in &names {
        let text = std::fs::read_to_string(root().join(format!("fuzz/fuzz_targets/{name}.rs")));
        assert!(text.unwrap().contains(&format!("check(\"{name}\", data)")));
        assert!(manifest.contains(&format!("path = \"fuzz_targets/{name}.rs\"")));
    }
}

/// Every part of a document that is cut off is missed.
#[test]
fn every_truncation_is_a_problem() {
    let samples = onus_properties::small_inventories();
    assert!(samples.len() > 20);
    for (name, sample) in samples {
        let complete = onus_properties::read_inventory(name, sample.as_bytes().to_vec()).unwrap();
        assert!(
            complete.problems.is_empty(),
            "{name}: {:?}",
            complete.problems
        );
        assert!(!complete.resources.is_empty(), "{name}");
        // Lines that are left complete are read.
        if name.ends_with(".ndjson") {
            continue;
        }
        for end in 0..sample.trim_end().len() {
            let bytes = sample.as_bytes()[..end].to_vec();
            if let Some(reading) = onus_properties::read_inventory(name, bytes) {
                assert!(!reading.problems.is_empty(), "{name} up to {end}");
                assert!(reading.resources.is_empty(), "{name} up to {end}");
            }
        }
    }
}
