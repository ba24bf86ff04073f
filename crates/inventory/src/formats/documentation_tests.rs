//! The tables of formats in README and docs/formats.md: made from the descriptions.
//! `ONUS_UPDATE=1` writes them.

use std::path::{Path, PathBuf};

use super::READERS;
use super::description::{FormatDescription, Streaming};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// All formats in the order of tables.
fn descriptions() -> Vec<&'static FormatDescription> {
    let mut all: Vec<_> = READERS.iter().map(|reader| reader.description()).collect();
    all.sort_by_key(|description| description.family);
    all
}

/// Code in a cell of a table.
fn code(text: &str) -> String {
    format!("`{}`", text.replace('|', "\\|"))
}

/// Compares the part of a page between two markers with what it should be, and writes it
/// when `ONUS_UPDATE` is set.
fn assert_current(page: &str, marker: &str, content: &str) {
    let path = root().join(page);
    let text = std::fs::read_to_string(&path).unwrap();
    let (start, end) = (format!("<!-- {marker} -->"), format!("<!-- /{marker} -->"));
    let (before, rest) = text.split_once(&start).expect("the page has the marker");
    let (_, after) = rest.split_once(&end).expect("the page has the end marker");
    let current = format!("{before}{start}{content}{end}{after}");
    if std::env::var_os("ONUS_UPDATE").is_some() {
        std::fs::write(&path, current).unwrap();
    } else {
        assert!(
            text == current,
            "{page} is not current: run `ONUS_UPDATE=1 cargo test -p onus-inventory documentation`"
        );
    }
}

#[test]
fn the_readme_lists_each_format() {
    let mut table = String::from("\n| it reads | made by |\n|---|---|\n");
    for format in descriptions() {
        let made_by = code(format.made_by);
        table.push_str(&format!("| {} | {made_by} |\n", format.purpose));
    }
    assert_current("README.md", "formats", &table);
}

#[test]
fn the_page_of_formats_lists_each_format() {
    let mut table =
        String::from("\n| `--format` | reads | made by | what to know |\n|---|---|---|---|\n");
    for format in descriptions() {
        table.push_str(&format!(
            "| [{}](../inputs/{}) | {} | {} | {} |\n",
            code(format.name),
            format.example,
            format.purpose,
            code(format.made_by),
            format.notes
        ));
    }
    assert_current("docs/formats.md", "formats", &table);
    let streamed: Vec<String> = descriptions()
        .iter()
        .filter(|format| format.streaming != Streaming::Never)
        .map(|format| code(format.name))
        .collect();
    let [first @ .., last] = streamed.as_slice() else {
        panic!("some formats are read in pieces");
    };
    let list = format!("{} and {last}", first.join(", "));
    assert_current("docs/formats.md", "formats read in pieces", &list);
}

#[test]
fn descriptions_are_complete() {
    let mut names = std::collections::BTreeSet::new();
    for format in descriptions() {
        let name = format.name;
        assert!(names.insert(name), "{name} is the name of two formats");
        let is_word = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        assert!(name.bytes().all(is_word), "{name}");
        assert!(
            !format.purpose.is_empty() && !format.made_by.is_empty(),
            "{name}"
        );
        for text in [format.purpose, format.notes] {
            let has_bar = text.replace("\\|", "").contains(['|', '\n']);
            assert!(!has_bar, "{name} breaks the tables");
        }
        let example = root().join("inputs").join(format.example);
        assert!(
            example.is_file(),
            "{name} has no example {}",
            format.example
        );
    }
}
