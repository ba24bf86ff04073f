//! Files read in pieces and as a whole give the same resources and messages.

use super::*;
use crate::{Extent, FormatDescription, READERS, Resource, Streaming, read_document};
use onus_core::json_pointer::Pointer;

fn opener(text: &str) -> impl FnMut() -> Result<Box<dyn Read>, Box<Diagnostic>> {
    let text = text.to_owned();
    move || Ok(Box::new(std::io::Cursor::new(text.clone())))
}

/// All resources of a file, with their places.
pub(super) fn summary(resources: &[Resource]) -> Vec<String> {
    resources
        .iter()
        .map(|resource| {
            let body = &resource.body;
            let (document, range) = body.start();
            let properties = body.place(&body.properties);
            format!(
                "{:?} {} {:?} {:?} {}",
                Resource {
                    body: crate::Body {
                        document: Arc::new(Document::new("", "")),
                        range: 0..0,
                        pointer: Pointer::root(),
                        ..body.clone()
                    },
                    ..resource.clone()
                },
                body.pointer,
                document.position(range.start),
                properties.document.position(properties.range.start),
                body.text(),
            )
        })
        .collect()
}

pub(super) struct Pieced {
    pub resources: Vec<Resource>,
    pub problems: Vec<String>,
    pub pieces: usize,
}

pub(super) fn in_pieces(text: &str, size: usize) -> Result<Option<Pieced>, Box<Diagnostic>> {
    let options = ReadOptions::default();
    let mut open = opener(text);
    let Some(sequence) = Sequence::of(Arc::from("t.json"), &mut open, &options, size)? else {
        return Ok(None);
    };
    let mut pieced = Pieced {
        resources: Vec::new(),
        problems: Vec::new(),
        pieces: 0,
    };
    let mut survey = Survey::default();
    let mut problems = Vec::new();
    let mut resources = 0;
    let mut pieces = sequence.pieces(open()?);
    while let Some((document, part)) = pieces.cut()? {
        let reading = sequence.read(&document, part, &options, None)?;
        resources += reading.resources.len();
        problems.extend(reading.problems);
        survey.absorb(reading.survey);
    }
    if !survey.has_distinct_subjects() {
        return Ok(None);
    }
    problems.extend(sequence.close(&survey));
    pieced.problems = problems.iter().map(ToString::to_string).collect();
    let survey = survey.settled(Extent::Complete);
    drop(pieces);
    let mut pieces = sequence.pieces(open()?);
    while let Some((document, part)) = pieces.cut()? {
        let reading = sequence.read(&document, part, &options, Some(&survey))?;
        pieced.resources.extend(reading.resources);
        pieced.pieces += 1;
    }
    assert_eq!(pieced.resources.len(), resources);
    Ok(Some(pieced))
}

pub(super) fn read_at_once(text: &str) -> (Vec<Resource>, Vec<String>) {
    let document = Arc::new(Document::new("t.json", text));
    let reading = read_document(&document, &ReadOptions::default());
    let problems = reading.problems.iter().map(ToString::to_string).collect();
    (reading.resources, problems)
}

#[test]
fn files_in_pieces_read_as_at_once() {
    let inputs = concat!(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."), "/inputs");
    let mut formats = std::collections::BTreeSet::new();
    for entry in walkdir::WalkDir::new(inputs).sort_by_file_name() {
        let entry = entry.unwrap();
        let Ok(text) = std::fs::read_to_string(entry.path()) else {
            continue;
        };
        let (resources, problems) = read_at_once(&text);
        for size in [1, 700, 20_000] {
            let Ok(Some(pieced)) = in_pieces(&text, size) else {
                continue;
            };
            let name = entry.path().display();
            assert_eq!(
                summary(&pieced.resources),
                summary(&resources),
                "{name} {size}"
            );
            assert_eq!(pieced.problems, problems, "{name} {size}");
            if size == 1 && resources.len() > 1 {
                assert!(pieced.pieces > resources.len() / 2, "{name}");
                let outline = Outline::of(&text).unwrap();
                let reader = reader_for(&outline, &ReadOptions::default()).unwrap();
                formats.insert(reader.format());
            }
        }
    }
    // Formats that are never recognized, such as `generic`, need options.
    let is_found = |format: &FormatDescription| {
        let text = std::fs::read_to_string(format!("{inputs}/{}", format.example)).unwrap();
        Outline::of(&text)
            .is_ok_and(|outline| READERS.iter().any(|reader| reader.recognizes(&outline)))
    };
    let expected = READERS
        .iter()
        .map(|reader| reader.description())
        .filter(|format| format.streaming != Streaming::Never && is_found(format))
        .map(|format| format.name);
    assert_eq!(formats, expected.collect());
}

const ROW: &str = r#"{"id": "/subscriptions/s/resourceGroups/g/providers/a.b/c/é", "type": "a.b/c", "properties": {"x": 1}}"#;

#[test]
fn messages_about_an_export_come_at_its_end() {
    let page = |total: usize| {
        format!(
            "{{\"count\": 3, \"data\": [{ROW},\r\n {ROW} ,{ROW}\n],\n \"skip_token\": null, \"total_records\": {total}}}"
        )
    };
    let pieced = in_pieces(&page(3), 1).unwrap().unwrap();
    assert!(pieced.problems.is_empty(), "{:?}", pieced.problems);
    assert_eq!((pieced.resources.len(), pieced.pieces), (3, 3));
    let pieced = in_pieces(&page(4), 1).unwrap().unwrap();
    assert_eq!(pieced.problems, read_at_once(&page(4)).1);
    assert!(pieced.problems[0].contains("it holds 3 of 4 records"));
}

/// Some of the pieces have rows without properties only.
#[test]
fn rows_without_properties_are_counted_over_all_pieces() {
    let bare = ROW.replace(r#""properties""#, r#""parameters""#);
    for rows in [
        [ROW, &bare, &bare],
        [&bare, &bare, ROW],
        [&bare, &bare, &bare],
    ] {
        assert_same(&format!("[{}]", rows.join(",")));
        assert_same(&format!("{{\"value\": [{}]}}", rows.join(",")));
    }
    let (_, problems) = read_at_once(&format!("[{bare},{bare}]"));
    assert!(problems[0].contains("2 of 2 resources"), "{problems:?}");
}

#[test]
fn incomplete_lists_on_lines_are_reported() {
    let list = |token: &str| {
        format!(
            r#"{{"apiVersion": "v1", "kind": "List", "metadata": {{"continue": "{token}"}}, "items": [{{"apiVersion": "v1", "kind": "Pod", "metadata": {{"name": "p"}}, "spec": {{}}}}]}}"#
        )
    };
    let text = format!("{}\n{}\n{}\n", list(""), list("more"), list(""));
    let (resources, problems) = read_at_once(&text);
    assert_eq!((resources.len(), problems.len()), (3, 1), "{problems:?}");
    let pieced = in_pieces(&text, 1).unwrap().unwrap();
    assert_eq!(pieced.pieces, 3);
    assert_eq!(pieced.problems, problems);
}

#[test]
fn damage_is_found_where_it_is() {
    for text in [
        format!("[{ROW},{ROW}"),
        format!("[{ROW},\n{ROW},]"),
        format!("[{ROW},{ROW}]]"),
        format!("{{\"value\": [{ROW},{ROW}], \"value\": []}}"),
        format!("[{ROW},{{\"id\": }},{ROW}]"),
    ] {
        let failed = match in_pieces(&text, 1) {
            Err(problem) => problem.to_string(),
            // As a whole, it is refused.
            Ok(None) => read_at_once(&text).1.join(" "),
            Ok(Some(pieced)) => panic!("{text}: {:?}", pieced.problems),
        };
        assert!(failed.starts_with("t.json:"), "{failed}");
    }
    let mut bytes = format!("[{ROW},\n{ROW}").into_bytes();
    bytes.extend(b"\xff]");
    let mut open = || Ok(Box::new(std::io::Cursor::new(bytes.clone())) as Box<dyn Read>);
    let failed = Sequence::of(Arc::from("t.json"), &mut open, &ReadOptions::default(), 1);
    let problem = failed.err().unwrap().to_string();
    assert!(problem.contains("not UTF-8"), "{problem}");
    let line = format!("t.json:2:{}", ROW.chars().count() + 1);
    assert!(problem.starts_with(&line), "{problem}");
}

#[test]
fn other_documents_are_not_split() {
    for text in [
        "",
        "{}",
        "[",
        "id,type\na,b\n",
        // One record; and an array that is not the one with the records.
        r#"{"id": "a", "type": "t", "provider": "p", "raw": {}, "data": [1, 2]}"#,
        r#"{"items": [1, 2], "value": [{"id": "/subscriptions/s", "type": "a.b/c"}]}"#,
        r#"{"resources": [], "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"}"#,
    ] {
        assert!(!matches!(in_pieces(text, 1), Ok(Some(_))), "{text}");
    }
}

/// Asserts that a file reads the same in pieces of any size and as a whole.
pub(super) fn assert_same(text: &str) {
    let (resources, problems) = read_at_once(text);
    for size in [1, 300, 20_000] {
        let pieced = in_pieces(text, size).unwrap().unwrap();
        assert_eq!(
            summary(&pieced.resources),
            summary(&resources),
            "{size} {text}"
        );
        assert_eq!(pieced.problems, problems, "{size} {text}");
        assert!(size > 1 || pieced.pieces > 1, "{text}");
    }
}
