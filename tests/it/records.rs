//! What the readers make of the examples: one reader for each, their records as a
//! snapshot, and places that hold what they say.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use onus::document::Document;
use onus::evaluate::{Evaluator, Options};
use onus::inventory::{Outline, READERS, ReadOptions, Reading, Resource, expand, read_document};
use onus::json_pointer::Pointer;

use crate::support::{catalogue, root};

/// The examples with their paths below `inputs/`.
fn examples() -> Vec<(String, Arc<Document>)> {
    let inputs = root().join("inputs");
    let (sources, problems) = expand([inputs.display().to_string()]);
    assert!(problems.is_empty(), "{problems:?}");
    sources
        .iter()
        .map(|source| {
            let document = source.load(&mut std::io::empty()).unwrap();
            let path = PathBuf::from(source.name());
            let shown = path.strip_prefix(&inputs).unwrap().display().to_string();
            let named = Document::new(shown.clone(), document.text());
            (shown, Arc::new(named))
        })
        .collect()
}

fn read(document: &Arc<Document>) -> Reading {
    read_document(document, &ReadOptions::default())
}

#[test]
fn every_example_is_of_one_format_and_no_other() {
    let mut formats: BTreeMap<String, &str> = BTreeMap::new();
    for (shown, document) in examples() {
        // What is no JSON is made into JSON first.
        let is_json = document.text().trim_start().starts_with(['{', '[']);
        if !is_json && !shown.ends_with(".csv") {
            continue;
        }
        let outline = Outline::of(document.text()).unwrap_or(Outline::Text(document.text()));
        let takers: Vec<&str> = READERS
            .iter()
            .filter(|reader| reader.recognizes(&outline))
            .map(|reader| reader.format())
            .collect();
        assert_eq!(takers.len(), 1, "{shown}: {takers:?}");
        formats.insert(shown, takers[0]);
    }
    for format in READERS.iter().map(|reader| reader.description()) {
        // What is not found in a folder has to be named with its flags.
        let is_by_path = format.name == "generic";
        let found = formats.get(format.example).copied();
        let expected = (!is_by_path).then_some(format.name);
        assert_eq!(found, expected, "{}", format.example);
    }
    for (example, format) in &formats {
        let is_assembly = example.starts_with("cdk/");
        assert!(!is_assembly || *format == "cloudformation", "{example}");
    }
    assert!(formats.keys().any(|example| example.starts_with("cdk/")));
}

/// The header of a record, a line each; of what it refers to and what is not known
/// only so much that a change shows.
fn header(resource: &Resource) -> String {
    let pointers = |list: &[Pointer]| {
        let shown: Vec<String> = list.iter().take(4).map(Pointer::to_string).collect();
        let rest = match list.len().saturating_sub(4) {
            0 => String::new(),
            rest => format!(" and {rest} more"),
        };
        format!("{}{rest}", shown.join(" "))
    };
    let mut text = format!("{} | {} | {}", resource.kind, resource.name, resource.id);
    let _ = write!(
        text,
        "\n    {} {}",
        resource.provider,
        resource.phase.as_str()
    );
    for (what, value) in [
        ("location", &resource.location),
        ("tenant", &resource.scope.tenant),
        ("account", &resource.scope.account),
        ("group", &resource.scope.group),
    ] {
        if let Some(value) = value {
            let _ = write!(text, ", {what} {value}");
        }
    }
    if !resource.tags.is_empty() {
        let _ = write!(text, ", tags {:?}", resource.tags);
    }
    for (what, list) in [
        ("unknown", &resource.unknown),
        ("sensitive", &resource.sensitive),
    ] {
        if !list.is_empty() {
            let _ = write!(text, "\n    {what} {}", pointers(list));
        }
    }
    if !resource.aliases.is_empty() {
        let _ = write!(text, "\n    also {}", resource.aliases.join(" "));
    }
    for edge in resource.edges.iter().take(4) {
        let kind = edge.kind.as_deref().unwrap_or("-");
        let via = edge
            .via
            .as_ref()
            .map(Pointer::to_string)
            .unwrap_or_default();
        let _ = write!(text, "\n    -> {kind} {} {via}", edge.to);
    }
    text
}

#[test]
fn records_are_as_approved() {
    const SHOWN: usize = 6;
    let mut text = String::new();
    for (shown, document) in examples() {
        let reading = read(&document);
        let _ = writeln!(text, "# {shown}: {} resources", reading.resources.len());
        for resource in reading.resources.iter().take(SHOWN) {
            let (_, range) = resource.body.start();
            let at = document.position(range.start);
            let _ = writeln!(text, "{}:{} {}", at.line, at.column, header(resource));
        }
        let _ = writeln!(text);
    }
    insta::assert_snapshot!(text);
}

/// The value that a finding is about stands at the line and column that it names,
/// whatever the format.
#[test]
fn places_hold_what_they_say() {
    let mut checked: BTreeMap<String, usize> = BTreeMap::new();
    for (shown, document) in examples() {
        let resources = read(&document).resources;
        let evaluation =
            Evaluator::new(catalogue(), Options::default()).evaluate(&resources, &|_| {});
        for decision in &evaluation.decisions {
            for finding in &decision.findings {
                let (Some(value), Some(line), Some(column)) =
                    (&finding.value, finding.line, finding.column)
                else {
                    continue;
                };
                let text = document.text().lines().nth(line - 1).unwrap();
                let here: String = text.chars().skip(column - 1).collect();
                let plain = match value {
                    serde_json::Value::String(text) => text.clone(),
                    other => other.to_string(),
                };
                // In JSON with its quotes, within a string with escaped ones, in a
                // table or in YAML perhaps with none; an expression that was worked
                // out stands there as it was written.
                let written = here.trim_start_matches(['"', '\\', '\'']);
                let is_made = ["[", "{", "Ref", "!", "Fn::", "yes", "no", "on", "off"]
                    .iter()
                    .any(|start| written.starts_with(start))
                    || shown.ends_with(".yaml");
                assert!(
                    written.to_lowercase().starts_with(&plain.to_lowercase()) || is_made,
                    "{shown}:{line}:{column}: {plain} is not at the start of {here:.60}"
                );
                let folder = shown.split('/').next().unwrap_or_default().to_owned();
                *checked.entry(folder).or_default() += 1;
            }
        }
    }
    for folder in [
        "azure-resource-graph",
        "terraform-plan",
        "arm-template",
        "csv",
        "cloudquery",
    ] {
        assert!(checked.contains_key(folder), "{folder}: {checked:?}");
    }
}
