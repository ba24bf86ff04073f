//! Inventories: whatever the bytes, reading ends with resources or problems, and
//! their places are in the document.

use std::sync::{Arc, LazyLock};

use onus::diagnostic::{Diagnostic, Spot};
use onus::document::Document;
use onus::inventory::{READERS, ReadOptions, Reading, Resource, decode, read_document};
use onus::json_pointer::Pointer;
use serde_json::Value as Json;

use crate::choices::Choices;
use crate::edit::{change, changed_text, sampled};
use crate::seeds::{BY_READER, INVENTORIES, Seed};
use crate::tree::Tree;
use crate::within_time;

/// Names that mean something to detection.
const NAMES: &[&str] = &[
    "inventory.json",
    "inventory.yaml",
    "inventory.yml",
    "INVENTORY.YAML",
    "inventory.ndjson",
    "inventory.csv",
    "terraform.tfstate",
    "cdk.out/manifest.json",
    "<stdin>",
    "",
    "a/b.parameters.json",
    "inventory.json.gz",
];

/// Any bytes under any name, read as whatever they are or as a format that is named.
pub fn reading(data: &[u8]) {
    let mut choices = Choices::new(data);
    let name = *choices.one(NAMES);
    let options = options(&mut choices);
    read(name, choices.rest().to_vec(), &options);
}

/// A document of each format, changed.
pub fn readers(data: &[u8]) {
    let mut choices = Choices::new(data);
    let options = options(&mut choices);
    let (name, text) = inventory(&mut choices);
    read(name, text.into_bytes(), &options);
}

/// How to read: mostly without options.
fn options(choices: &mut Choices<'_>) -> ReadOptions {
    let mut options = ReadOptions::default();
    match choices.below(8) {
        0 => {
            options.format = Some(choices.one(READERS).format().to_owned());
        }
        1 => {
            let paths = ["/id", "/name", "/type", "/properties/a", ""];
            options.id_path = Some(Pointer::parse(choices.one::<&str>(&paths)));
            options.type_path = Some(Pointer::parse(choices.one::<&str>(&paths)));
        }
        2 => options.parameters = vec![parameters(choices)],
        _ => {}
    }
    options
}

/// A file of parameters, as it is in the repository or changed.
fn parameters(choices: &mut Choices<'_>) -> Arc<Document> {
    static FILES: LazyLock<Vec<&Seed>> = LazyLock::new(|| {
        let is_one = |seed: &&Seed| seed.name.ends_with(".parameters.json");
        INVENTORIES.iter().filter(is_one).collect()
    });
    let mut tree = FILES
        .first()
        .and_then(|seed| seed.tree.clone())
        .unwrap_or(Tree::Object(Vec::new()));
    if choices.once_in(2) {
        let donor = tree.clone();
        change(&mut tree, &donor, choices);
    }
    Arc::new(Document::new("p.parameters.json", tree.to_json()))
}

/// The name and the text of a changed inventory of some format.
pub fn inventory(choices: &mut Choices<'_>) -> (&'static str, String) {
    let seeds = choices.one(&BY_READER);
    if seeds.is_empty() {
        return ("inventory.json", String::new());
    }
    let seed = &INVENTORIES[*choices.one(seeds)];
    let donor = choices.one(&INVENTORIES);
    let Some(tree) = &seed.tree else {
        let mut text = seed.text.clone();
        for _ in 0..choices.below(4) {
            text = changed_text(&text, choices);
        }
        return ("inventory.yaml", text);
    };
    let nothing = Tree::List(Vec::new());
    let mut tree = sampled(tree, choices);
    change(&mut tree, donor.tree.as_ref().unwrap_or(&nothing), choices);
    let (name, mut text) = written(&tree, seed.is_lines, choices);
    if choices.once_in(16) {
        text = changed_text(&text, choices);
    }
    (name, text)
}

/// A document in one of the ways in which it can be written.
fn written(tree: &Tree, is_lines: bool, choices: &mut Choices<'_>) -> (&'static str, String) {
    match (choices.below(16), tree) {
        (0, _) => ("inventory.yaml", tree.to_yaml(choices.below(4))),
        (1, _) => ("inventory.yaml", tree.to_json()),
        (2, _) => ("inventory.json", tree.to_pretty_json()),
        (number, Tree::List(items)) if is_lines != (number == 3) => {
            let lines: Vec<String> = items.iter().map(Tree::to_json).collect();
            ("inventory.ndjson", lines.join("\n"))
        }
        _ => ("inventory.json", tree.to_json()),
    }
}

/// Reads bytes twice and checks what holds for every reading.
///
/// # Panics
/// Something does not hold.
pub fn read(name: &str, bytes: Vec<u8>, options: &ReadOptions) -> Option<Reading> {
    let size = bytes.len();
    let text = within_time(size, || decode(bytes)).ok()?;
    let document = Arc::new(Document::new(name, text));
    let reading = within_time(size, || read_document(&document, options));
    check(&document, &reading);
    let again = Arc::new(Document::new(name, document.text()));
    let again = read_document(&again, options);
    assert_eq!(
        summary(&reading),
        summary(&again),
        "a second reading gives something else"
    );
    Some(reading)
}

fn check(document: &Arc<Document>, reading: &Reading) {
    for problem in &reading.problems {
        check_problem(problem);
    }
    let mut parsed: Option<Json> = None;
    for resource in &reading.resources {
        assert!(!resource.id.is_empty(), "a resource without an id");
        assert!(!resource.kind.is_empty(), "a resource without a type");
        let body = &resource.body;
        check_spot(&Spot {
            document: Arc::clone(&body.document),
            range: body.range.clone(),
            label: String::new(),
        });
        let Some(record) = record(resource) else {
            continue;
        };
        assert!(record.is_object(), "a record is an object");
        let (file, start) = body.start();
        check_spot(&Spot {
            document: Arc::clone(&file),
            range: start.clone(),
            label: String::new(),
        });
        assert!(file.position(start.start).line > 0);
        // What was made of the document is nowhere in it, and lines have pointers of
        // their own.
        if Arc::ptr_eq(&body.document, document) && body.pointer != Pointer::root() {
            if parsed.is_none() {
                parsed = serde_json::from_str(document.text()).ok();
            }
            if let Some(parsed) = &parsed {
                let found = parsed.pointer(&body.pointer.to_string());
                assert_eq!(found, Some(&record), "the record is at its pointer");
            }
        }
        for place in resource.unknown.iter().chain(&resource.sensitive) {
            let first = place.segments().next().expect("a place is not everything");
            assert!(
                ["properties", "raw", "tags", "location", "name", "change"].contains(&first),
                "a place in the input: {place}"
            );
            check_place(resource, place);
        }
        drop(resource.kept());
    }
}

/// A record; none where it is not quite JSON, such as half of a character, or is nested
/// too deeply: readers do not look into records, and evaluation reports that.
pub fn record(resource: &Resource) -> Option<Json> {
    serde_json::from_str(resource.body.text()).ok()
}

fn check_place(resource: &Resource, place: &Pointer) {
    if let Some(found) = resource.place(place) {
        check_spot(&Spot {
            document: found.document,
            range: found.range,
            label: String::new(),
        });
    }
}

/// Checks that a message can be shown and that its place is in its document.
///
/// # Panics
/// It is not.
pub fn check_problem(problem: &Diagnostic) {
    assert!(!problem.message.is_empty(), "a problem has a message");
    assert!(
        !problem.to_string().ends_with('.'),
        "a message has no full stop: {problem}"
    );
    if let Some(spot) = &problem.place {
        check_spot(spot);
    }
    let kept = problem.clone().kept();
    assert_eq!(kept.location(), problem.location(), "a place is kept");
}

/// Checks that a stretch is one of its document's text.
///
/// # Panics
/// It is not.
pub fn check_spot(spot: &Spot) {
    let text = spot.document.text();
    let (start, end) = (spot.range.start, spot.range.end);
    assert!(start <= end, "a stretch ends before it begins");
    assert!(end <= text.len(), "a stretch ends behind the text");
    assert!(
        text.is_char_boundary(start),
        "a stretch begins in a character"
    );
    assert!(text.is_char_boundary(end), "a stretch ends in a character");
}

/// All of a reading but the documents.
fn summary(reading: &Reading) -> (Vec<String>, Vec<String>) {
    let problem =
        |problem: &Diagnostic| format!("{problem} {:?} {:?}", problem.level, problem.help);
    let resource = |resource: &Resource| {
        let body = &resource.body;
        let size = body.text().len();
        format!(
            "{} {:?} {:?} {size}",
            header(resource),
            body.range,
            body.pointer
        )
    };
    (
        reading.problems.iter().map(problem).collect(),
        reading.resources.iter().map(resource).collect(),
    )
}

/// What is known of a resource besides its record.
pub fn header(r: &Resource) -> String {
    format!(
        "{:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?}",
        r.id,
        r.kind,
        r.name,
        r.provider,
        r.location,
        r.scope,
        r.tags,
        r.phase,
        r.model,
        r.unknown,
        r.sensitive,
        r.claims,
        r.aliases,
        r.edges,
    )
}
