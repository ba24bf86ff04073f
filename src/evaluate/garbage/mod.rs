//! Holds the catalogue to one rule: no garbage turns a deny into an allow.
//!
//! Every control's own tests have documents that violate it. Each place in them that the
//! control may read, and each place that encloses one, is removed, emptied, or replaced
//! by what can't be there. Whatever is left must be denied too, unless `right.tsv` says
//! why the mutant is right, or a test of the control has the very mutant.

mod examples;
mod mutants;
mod table;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value as Json, json};

use crate::document::Document;
use crate::engine::Value;
use crate::inventory::{ReadOptions, provider_of_type, read_document};
use crate::policy::{Control, PolicySet, PolicySources, Settings, builtin};

use super::document::Facts;
use super::engines::Engines;
use super::unknown::unknown_facts;
use mutants::{Change, Mutant, Type, mutants, types};

/// Documents that are mutated at one place of one control, at most.
const MOST_EXAMPLES: usize = 3;

/// What a control says of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Violated,
    Unknown,
    Allowed,
    NotAsked,
}

pub(super) fn settings(now: i64) -> Settings {
    Settings {
        limit: Duration::from_secs(60),
        now,
        params: Value::object::<&str>([]),
        own_catalogue: true,
        check_builtin: false,
    }
}

/// 2026-11-21T00:00:00Z, in nanoseconds.
const NOW: i64 = 1_795_219_200_000_000_000;

fn catalogue() -> PolicySet {
    let sources = PolicySources {
        files: builtin(),
        ..PolicySources::default()
    };
    PolicySet::load(&sources, &settings(NOW)).unwrap().set
}

/// Whether garbage can reach a control through an inventory. Incidents and what they
/// hit are read by a schema, and a record that is not of it is refused; what boundary
/// controls read is made by onus.
fn reads_inventories(control: &Control) -> bool {
    let id = control.about.id.as_str();
    !id.starts_with("INC-") && !id.starts_with("ONUS-BOUNDARY-")
}

fn answer(control: &Control, document: &Json, engines: &mut Engines<'_>) -> Answer {
    let facts = facts(control, document);
    engines.set_input(Value::from(document));
    if let Some(applies) = &control.applies {
        if !unknown_facts(applies, &facts).is_empty() {
            return Answer::Unknown;
        }
        match engines.evaluate(applies) {
            Ok(Some(value)) if value.as_bool() == Some(true) => {}
            Ok(_) => return Answer::NotAsked,
            Err(_) => return Answer::Unknown,
        }
    }
    if !unknown_facts(&control.deny, &facts).is_empty() {
        return Answer::Unknown;
    }
    let Ok(found) = engines.evaluate(&control.deny) else {
        return Answer::Unknown;
    };
    let findings = found.map(|found| found.items()).unwrap_or_default();
    let is_unknown = |finding: &Value| {
        let flag = finding.get("unknown").and_then(|flag| flag.as_bool());
        flag == Some(true)
    };
    match findings.as_slice() {
        [] => Answer::Allowed,
        findings if findings.iter().all(is_unknown) => Answer::Unknown,
        _ => Answer::Violated,
    }
}

/// The document as an inventory has it.
fn facts(control: &Control, document: &Json) -> Facts {
    let kind = document["type"].as_str().map_or_else(
        || control.resources.patterns[0].replace(['*', '{', '}'], "x"),
        str::to_owned,
    );
    let mut record = json!({
        "id": "example",
        "type": kind,
        "provider": provider_of_type(&kind),
        "phase": document["phase"].as_str().unwrap_or("template"),
    });
    for part in ["properties", "raw"] {
        if let Some(value) = document.get(part) {
            record[part] = value.clone();
        }
    }
    let record = Arc::new(Document::new("example.ndjson", record.to_string()));
    let reading = read_document(&record, &ReadOptions::default());
    let facts = Facts::of(&reading.resources[0]).unwrap();
    match document.get("related") {
        Some(related) => facts.with_related(Value::from(related)),
        None => facts,
    }
}

/// Whether the control may read something at, below or above a place.
fn reads(control: &Control, mutant: &Mutant) -> bool {
    let questions = control.applies.iter().chain([&control.deny]);
    questions
        .into_iter()
        .any(|question| question.reads.touches(&mutant.pointer, &Value::null()))
}

#[test]
fn garbage_turns_no_deny_into_an_allow() {
    let set = catalogue();
    let controls: Vec<&Control> = set
        .controls
        .iter()
        .filter(|control| reads_inventories(control))
        .collect();
    let examples = examples::of_tests();
    let table = table::Table::read();
    let half = controls.len().div_ceil(2);
    let found: Vec<String> = std::thread::scope(|scope| {
        let threads: Vec<_> = controls
            .chunks(half)
            .map(|controls| {
                let (set, examples, table) = (&set, &examples, &table);
                scope.spawn(move || {
                    let mut engines = Engines::plain(&set.engines);
                    controls
                        .iter()
                        .flat_map(|control| {
                            let id = control.about.id.as_str();
                            let documents = examples.get(id).map_or(&[][..], Vec::as_slice);
                            surprises(control, documents, table, &mut engines)
                        })
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        threads
            .into_iter()
            .flat_map(|thread| thread.join().unwrap())
            .collect()
    });
    assert!(
        found.is_empty(),
        "{} mutants of violating examples are not denied, and right.tsv does not say why:\n{}",
        found.len(),
        found.join("\n")
    );
}

/// Mutants of documents which violate the control that it does not deny, though nobody
/// says that this is right.
fn surprises(
    control: &Control,
    documents: &[Json],
    table: &table::Table,
    engines: &mut Engines<'_>,
) -> Vec<String> {
    let id = control.about.id.as_str();
    let mut violated: Vec<&Json> = Vec::new();
    let mut fitting: HashSet<(String, Type)> = HashSet::new();
    for document in documents {
        match answer(control, document, engines) {
            Answer::Violated => violated.push(document),
            Answer::Allowed => fitting.extend(types(document)),
            Answer::Unknown | Answer::NotAsked => {}
        }
    }
    let mut examined: BTreeMap<String, usize> = BTreeMap::new();
    let mut found = BTreeSet::new();
    for document in violated {
        let mut here: BTreeSet<String> = BTreeSet::new();
        for mutant in mutants(document).filter(|mutant| reads(control, mutant)) {
            let place = mutant.place();
            if examined
                .get(&place)
                .is_some_and(|count| *count >= MOST_EXAMPLES)
            {
                continue;
            }
            here.insert(place.clone());
            // An example that is denied for its types can become one without garbage.
            if mutant
                .type_of()
                .is_some_and(|kind| fitting.contains(&(place.clone(), kind)))
            {
                continue;
            }
            // A test of the control says what is right.
            if table.says_right(id, &place, mutant.change) || documents.contains(&mutant.document) {
                continue;
            }
            let said = answer(control, &mutant.document, engines);
            let word = match said {
                Answer::Violated | Answer::Unknown => continue,
                Answer::Allowed => "allowed",
                Answer::NotAsked => "not asked",
            };
            let change = mutant.change.word();
            found.insert(format!(
                "{id}\t{place}\t{change}\t{word}: {}",
                mutant.value()
            ));
        }
        for place in here {
            *examined.entry(place).or_default() += 1;
        }
    }
    found.into_iter().collect()
}

#[test]
fn every_control_has_an_example_that_violates_it() {
    let set = catalogue();
    let examples = examples::of_tests();
    let mut engines = Engines::plain(&set.engines);
    for control in set
        .controls
        .iter()
        .filter(|control| reads_inventories(control))
    {
        let id = control.about.id.as_str();
        let violated = examples.get(id).is_some_and(|documents| {
            documents
                .iter()
                .any(|document| answer(control, document, &mut engines) == Answer::Violated)
        });
        assert!(violated, "no test of {id} has a document that violates it");
    }
}

#[test]
fn the_table_names_controls_that_there_are() {
    let set = catalogue();
    let known: BTreeSet<&str> = set
        .controls
        .iter()
        .map(|control| control.about.id.as_str())
        .collect();
    for id in table::Table::read().controls() {
        assert!(known.contains(id.as_str()), "{id} is no control");
    }
}
