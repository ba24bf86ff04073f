//! Tests of the registry: what every format has to fulfill, and the tables that are
//! made of their descriptions. `ONUS_UPDATE=1` writes the tables.

use std::collections::BTreeSet;
use std::path::Path;

use proptest::prelude::*;

use crate::formats::FORMATS;
use crate::formats::hostile_decisions::{CONTROL_CHARACTERS, decisions, text, written};
use crate::formats::output_format::{Format, NotAssessed, OutputFormat, Service, Syntax};

/// Reads an output back by its syntax; the formats' own tests look closer.
fn read_back(format: &OutputFormat, text: &str) {
    match format.syntax {
        Syntax::Json | Syntax::Sarif => {
            drop(serde_json::from_str::<serde_json::Value>(text).unwrap())
        }
        Syntax::JsonLines => text
            .lines()
            .for_each(|line| drop(serde_json::from_str::<serde_json::Value>(line).unwrap())),
        Syntax::Junit => drop(roxmltree::Document::parse(text).unwrap()),
        Syntax::Csv => {
            let mut reader = csv::Reader::from_reader(text.as_bytes());
            assert!(reader.records().all(|record| record.is_ok()));
        }
        Syntax::Tap => assert!(text.starts_with("TAP version ")),
        Syntax::Text | Syntax::Markdown | Syntax::GitHubCommands | Syntax::AzureCommands => {}
    }
}

proptest! {
    #[test]
    fn every_export_stays_in_its_syntax(decisions in decisions(), trouble in text()) {
        for format in FORMATS {
            if matches!(format.format(), Format::Export(_)) {
                let text = written(format, &decisions, &trouble);
                read_back(format, &text);
                prop_assert!(
                    format.syntax.is_data() || !text.contains(CONTROL_CHARACTERS),
                    "{}: {}", format.name, text
                );
            }
        }
    }
}

#[test]
fn names_are_unique() {
    let names: BTreeSet<&str> = FORMATS.iter().map(|format| format.name).collect();
    assert_eq!(names.len(), FORMATS.len());
}

/// Compares the text between two markers of a page with what the registry makes, or
/// writes it. Links of descriptions start at the root of the repository.
fn is_current(page: &str, section: &str, made: &str) {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")).join(page);
    let text = std::fs::read_to_string(&path).unwrap();
    let (begin, end) = (
        format!("<!-- {section} -->\n"),
        format!("<!-- end of {section} -->"),
    );
    let (head, rest) = text.split_once(&begin).unwrap();
    let (_, tail) = rest.split_once(&end).unwrap();
    let made = if page.starts_with("docs/") {
        made.replace("](docs/", "](")
    } else {
        made.to_owned()
    };
    let current = format!("{head}{begin}{made}{end}{tail}");
    if std::env::var_os("ONUS_UPDATE").is_some() {
        std::fs::write(path, current).unwrap();
    } else {
        assert!(
            text == current,
            "{page} is out of date: run `ONUS_UPDATE=1 cargo test -p onus-report registry`"
        );
    }
}

fn in_code(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

#[test]
fn the_readme_lists_each_format() {
    let mut table = String::from("| format | for |\n|---|---|\n");
    for rows in FORMATS.chunk_by(|one, next| one.purpose == next.purpose) {
        let names: Vec<&str> = rows.iter().map(|format| format.name).collect();
        let purpose = rows.first().map_or("", |format| format.purpose);
        table.push_str(&format!("| {} | {purpose} |\n", in_code(&names)));
    }
    is_current("README.md", "output formats", &table);
}

#[test]
fn the_ci_page_lists_each_service() {
    let mut table = String::from("| service | output | how it looks there |\n|---|---|---|\n");
    let mut services: Vec<&Service> = FORMATS.iter().flat_map(|format| format.services).collect();
    services.sort_by_key(|service| service.name.to_lowercase());
    for service in services {
        table.push_str(&format!(
            "| {} | {} | {} |\n",
            service.name, service.output, service.looks
        ));
    }
    is_current("docs/ci.md", "services", &table);
}

#[test]
fn the_page_about_meaning_lists_which_formats_report_gaps() {
    let names = |how: NotAssessed| -> String {
        let names: Vec<&str> = FORMATS
            .iter()
            .filter(|format| format.not_assessed == how)
            .map(|format| format.name)
            .collect();
        in_code(&names)
    };
    let made = format!(
        "- In sentences: {}.\n- In the member `not_assessed`: {}.\n- Not at all: {}. These are lists of decisions or denials. An empty list means that nothing was found, not that everything was assessed.\n",
        names(NotAssessed::InWords),
        names(NotAssessed::AsMember),
        names(NotAssessed::Absent)
    );
    is_current("docs/meaning.md", "gaps by format", &made);
}

/// `.ci/validate` fails for formats without a check too, but needs a release build and
/// Python.
#[test]
fn each_format_has_a_check_for_validate() {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/validate"));
    let checks: String = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with("check_"))
        })
        .filter_map(|path| std::fs::read_to_string(path).ok())
        .filter_map(|text| {
            text.split_once("\nCHECKS = {\n")
                .map(|(_, checks)| checks.to_owned())
        })
        .collect();
    for format in FORMATS {
        let line = format!("    \"{}\": ", format.name);
        assert!(
            checks.contains(&line),
            "no check in tests/validate for `{}`",
            format.name
        );
    }
}
