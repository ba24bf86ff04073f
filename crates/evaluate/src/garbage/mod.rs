//! Garbage test of the catalogue: no garbage turns a deny into an allow.
//!
//! Every control's own tests have documents that violate it, and documents that satisfy it. Each
//! place in them that the control may read, and each place around one, is removed, emptied, or
//! replaced by an impossible value. A violating document must still be denied. A satisfying one
//! must be denied if the place matters: another value there, from the control's examples,
//! violates. Exceptions are in `right.tsv` with their reasons, and in the control's own tests.

pub(crate) mod examples;
pub(crate) mod mutants;
pub(crate) mod table;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value as Json, json};

use onus_core::document::Document;
use onus_inventory::{ReadOptions, provider_of_type, read_document};
use onus_policy::engine::Value;
use onus_policy::{Control, PolicySet, PolicySources, Settings, builtin};

use super::unknown::unknown_facts;
use crate::engine_pool::Engines;
use crate::input_document::Facts;
use mutants::{Change, Mutant, Type, Values, mutants, types};

/// Documents that are mutated at one place of one control, at most.
const MOST_EXAMPLES: usize = 3;

/// What a control says of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    Violated,
    Unknown,
    Allowed,
    NotAsked,
}

pub(crate) fn settings(now: i64) -> Settings {
    Settings {
        limit: Duration::from_secs(60),
        now,
        params: Value::object::<&str>([]),
        own_catalogue: true,
        check_builtin: false,
    }
}

/// 2026-11-21T00:00:00Z, in nanoseconds.
pub(crate) const NOW: i64 = 1_795_219_200_000_000_000;

pub(crate) fn catalogue() -> PolicySet {
    let sources = PolicySources {
        files: builtin(),
        ..PolicySources::default()
    };
    PolicySet::load(&sources, &settings(NOW)).unwrap().set
}

/// Whether garbage can reach a control through an inventory. Controls of incidents only
/// see records that their reader has checked against a schema: another record of their
/// type is refused (`inventory::refused`). What boundary controls read is made by onus,
/// but for claims, which the reader checks, and no record can set it. `tests/it/garbage.rs`
/// tries both.
pub(crate) fn reads_inventories(control: &Control) -> bool {
    let id = control.about.id.as_str();
    !id.starts_with("INC-") && !id.starts_with("ONUS-BOUNDARY-")
}

pub(crate) fn answer(control: &Control, document: &Json, engines: &mut Engines<'_>) -> Answer {
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
fn garbage_turns_into_no_allow() {
    let set = catalogue();
    let controls: Vec<&Control> = set
        .controls
        .iter()
        .filter(|control| reads_inventories(control))
        .collect();
    let examples = examples::of_tests();
    let tables = [table::RIGHT, table::OPEN].map(table::Table::read);
    let half = controls.len().div_ceil(2);
    let found: Vec<String> = std::thread::scope(|scope| {
        let threads: Vec<_> = controls
            .chunks(half)
            .map(|controls| {
                let (set, examples, tables) = (&set, &examples, &tables);
                scope.spawn(move || {
                    let mut engines = Engines::plain(&set.engines);
                    controls
                        .iter()
                        .flat_map(|control| {
                            let id = control.about.id.as_str();
                            let documents = examples.get(id).map_or(&[][..], Vec::as_slice);
                            surprises(control, documents, tables, &mut engines)
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
        "{} mutants of examples are not denied, and neither right.tsv nor open.tsv has them:\n{}",
        found.len(),
        found.join("\n")
    );
    let unused = tables.map(|table| table.unused()).concat();
    assert!(
        unused.is_empty(),
        "no mutant needs these lines of right.tsv or open.tsv:\n{}",
        unused.join("\n")
    );
}

/// Mutants of documents that the control does not deny, though nobody says that this is
/// right.
fn surprises(
    control: &Control,
    documents: &[Json],
    tables: &[table::Table; 2],
    engines: &mut Engines<'_>,
) -> Vec<String> {
    let id = control.about.id.as_str();
    let mut violated: Vec<&Json> = Vec::new();
    let mut allowed: Vec<&Json> = Vec::new();
    for document in documents {
        match answer(control, document, engines) {
            Answer::Violated => violated.push(document),
            Answer::Allowed => allowed.push(document),
            Answer::Unknown | Answer::NotAsked => {}
        }
    }
    let fitting: HashSet<(String, Type)> = allowed.iter().copied().flat_map(types).collect();
    let values = Values::of(documents);
    let mut found = BTreeSet::new();
    for (examples, is_allowed) in [(violated, false), (allowed, true)] {
        let mut examined: BTreeMap<String, usize> = BTreeMap::new();
        for document in examples {
            let mut here: BTreeMap<String, Option<bool>> = BTreeMap::new();
            for mutant in mutants(document).filter(|mutant| reads(control, mutant)) {
                // What satisfies the control in another case says the same as before.
                if is_allowed && mutant.change == Change::OtherCase {
                    continue;
                }
                let place = mutant.place();
                if examined
                    .get(&place)
                    .is_some_and(|count| *count >= MOST_EXAMPLES)
                {
                    continue;
                }
                let matters = here
                    .entry(place.clone())
                    .or_insert((!is_allowed).then_some(true));
                // An example that is denied for its types can become one without garbage.
                if mutant
                    .type_of()
                    .is_some_and(|kind| fitting.contains(&(place.clone(), kind)))
                {
                    continue;
                }
                // A test of the control says what is right.
                if *matters == Some(false) || documents.contains(&mutant.document) {
                    continue;
                }
                let word = match answer(control, &mutant.document, engines) {
                    Answer::Violated | Answer::Unknown => continue,
                    Answer::Allowed => "allowed",
                    Answer::NotAsked => "not asked",
                };
                let matters = *matters.get_or_insert_with(|| {
                    values
                        .others(document, &mutant.pointer)
                        .any(|other| answer(control, &other, engines) == Answer::Violated)
                });
                let is_listed = |table: &table::Table| table.says_right(id, &place, mutant.change);
                if matters && !tables.iter().any(is_listed) {
                    let change = mutant.change.word();
                    found.insert(format!(
                        "{id}\t{place}\t{change}\t{word}: {}",
                        mutant.value()
                    ));
                }
            }
            for (place, matters) in here {
                if matters != Some(false) {
                    *examined.entry(place).or_default() += 1;
                }
            }
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
    let tables = [table::RIGHT, table::OPEN].map(table::Table::read);
    for id in tables.iter().flat_map(table::Table::controls) {
        assert!(known.contains(id.as_str()), "{id} is no control");
    }
}
