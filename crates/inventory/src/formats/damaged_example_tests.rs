//! Damaged examples: the example of each format, cut off, with null in place of records,
//! as YAML. A new format is tested as soon as it is in `READERS`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use onus_core::document::Document;
use serde_json::Value;

use super::READERS;
use super::description::{FormatDescription, Streaming, Syntax};
use crate::detect::read_document;
use crate::input::ReadOptions;
use crate::json::outline::Outline;
use crate::reader::{Reader, Reading};

/// Positions of a text at which it is cut off.
const CUTS: usize = 40;

fn path_of(format: &FormatDescription) -> PathBuf {
    let inputs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../inputs");
    inputs.join(format.example)
}

fn read(name: &str, text: &str) -> Reading {
    let document = Arc::new(Document::new(name, text));
    read_document(&document, &ReadOptions::default())
}

/// Each reader with the text of its example; without formats that are never recognized.
fn examples() -> impl Iterator<Item = (&'static dyn Reader, String)> {
    READERS.iter().copied().filter_map(|reader| {
        let text = std::fs::read_to_string(path_of(reader.description())).unwrap();
        let outline = Outline::of(&text).unwrap_or(Outline::Text(&text));
        let is_found = reader.recognizes(&outline);
        is_found.then_some((reader, text))
    })
}

#[test]
fn each_example_is_of_its_format_alone() {
    let mut found = 0;
    for (reader, text) in examples() {
        let outline = Outline::of(&text).unwrap_or(Outline::Text(&text));
        let others: Vec<&str> = READERS
            .iter()
            .filter(|other| other.recognizes(&outline))
            .map(|other| other.format())
            .collect();
        assert_eq!(others, [reader.format()]);
        let reading = read(reader.description().example, &text);
        assert!(!reading.resources.is_empty(), "{}", reader.format());
        found += 1;
    }
    // All but `generic`, which needs the paths of id and type.
    let by_path = READERS.iter().filter(|reader| {
        let text = std::fs::read_to_string(path_of(reader.description())).unwrap();
        Outline::of(&text)
            .is_ok_and(|outline| reader.reads_by_path(&outline) && !reader.recognizes(&outline))
    });
    assert_eq!(found + by_path.count(), READERS.len());
}

#[test]
fn a_cut_off_example_is_a_problem() {
    for (reader, text) in examples() {
        let is_one_document = text.trim_start().starts_with(['{', '['])
            && Outline::of(&text).is_ok_and(|outline| !matches!(outline, Outline::Lines(_)));
        let text = text.trim_end();
        for cut in 1..CUTS {
            let end = text.floor_char_boundary(text.len() * cut / CUTS);
            let reading = read("t.json", text.get(..end).unwrap());
            if is_one_document {
                let name = reader.format();
                assert!(!reading.problems.is_empty(), "{name} up to {end}");
                assert!(reading.resources.is_empty(), "{name} up to {end}");
            }
        }
    }
}

/// A record that is null or no object is a problem, and the others are still read.
#[test]
fn null_among_records_is_a_problem() {
    for (reader, text) in examples() {
        let Streaming::Records(keys) = reader.description().streaming else {
            continue;
        };
        let resources = read("t.json", &text).resources.len();
        let Ok(mut value) = serde_json::from_str::<Value>(&text) else {
            continue;
        };
        let records = match &mut value {
            Value::Array(items) => Some(items),
            Value::Object(members) => members
                .iter_mut()
                .find(|(key, _)| keys.contains(&key.as_str()))
                .and_then(|(_, value)| value.as_array_mut()),
            _ => None,
        };
        let records = records.expect("the example has an array of records");
        records.push(Value::Null);
        let reading = read("t.json", &value.to_string());
        let name = reader.format();
        assert!(!reading.problems.is_empty(), "{name}");
        assert_eq!(reading.resources.len(), resources, "{name}");
    }
}

/// JSON behind the mark of a YAML document is YAML: the resources are the same.
#[test]
fn examples_are_also_read_as_yaml() {
    for (reader, text) in examples() {
        if reader.description().syntax != Syntax::Json {
            continue;
        }
        let summary = |reading: &Reading| -> Vec<String> {
            let resources = reading.resources.iter();
            resources
                .map(|one| format!("{} {} {} {:?}", one.kind, one.id, one.name, one.unknown))
                .collect()
        };
        let yaml: String = match Outline::of(&text) {
            Ok(Outline::Lines(lines)) => lines
                .iter()
                .map(|line| format!("---\n{}\n", line.text))
                .collect(),
            _ => format!("---\n{text}"),
        };
        let name = Path::new(reader.description().example).with_extension("yaml");
        let json = read(reader.description().example, &text);
        let yaml = read(&name.display().to_string(), &yaml);
        assert_eq!(summary(&yaml), summary(&json), "{}", reader.format());
    }
}
