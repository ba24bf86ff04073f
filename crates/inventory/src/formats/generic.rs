//! Records of unknown formats, when options have the paths of the id and the type.

use onus_core::diagnostic::Diagnostic;
use onus_core::json_pointer::Pointer;

use crate::formats::description::{ConfigurationKey, Family, FormatDescription, Streaming, Syntax};
use crate::input::Input;
use crate::json::locate::locate;
use crate::json::outline::{Members, Outline};
use crate::json::records;
use crate::json::records::Record;
use crate::reader::{Reader, Reading};
use crate::resource::{Resource, fold_tags};

/// The reader for an array of objects, or one object per line, with `--id-path` and
/// `--type-path`.
///
/// The record is its own configuration, unless it has an object `properties` or
/// `configuration`. A provider's own type without one of these has an unknown
/// configuration, since no control could find its settings.
pub struct Generic;

const NEEDED: &str = "`--id-path` and `--type-path` say where a record has its id and its type";

static DESCRIPTION: FormatDescription = FormatDescription {
    name: "generic",
    family: Family::Own,
    purpose: "any other JSON records",
    made_by: "anything, with --id-path POINTER --type-path POINTER",
    notes: "Arrays and lines of objects.",
    example: "generic/badge-readers.log",
    syntax: Syntax::Json,
    streaming: Streaming::Records(&[]),
    configurations: &[ConfigurationKey::Object("config")],
};

impl Reader for Generic {
    fn description(&self) -> &'static FormatDescription {
        &DESCRIPTION
    }

    fn recognizes(&self, _sketch: &Outline<'_>) -> bool {
        false
    }

    fn reads_by_path(&self, outline: &Outline<'_>) -> bool {
        records::any(outline, |_| true)
    }

    fn read(&self, source: &Input<'_>) -> Reading {
        let mut reading = Reading::default();
        let (Some(id), Some(kind)) = (&source.options.id_path, &source.options.type_path) else {
            reading.problems.push(
                Diagnostic::error(
                    "the format `generic` needs the places of ids and types in records",
                )
                .help(suggestion(&source.outline).unwrap_or_else(|| NEEDED.to_owned())),
            );
            return reading;
        };
        for record in records::records(source) {
            match read_record(source, &record, id, kind) {
                Ok(resource) => reading.resources.push(resource),
                Err(problem) => reading.problems.push(*problem),
            }
        }
        reading
    }
}

/// The options that would read an unknown document; none when it has no records.
pub fn suggestion(outline: &Outline<'_>) -> Option<String> {
    const ID_ENDS: [&str; 7] = ["id", "arn", "urn", "uid", "self_link", "selflink", "key"];
    const TYPE_ENDS: [&str; 4] = ["type", "kind", "class", "category"];
    let first = match outline {
        Outline::Array(items) => Members::parse(items.first()?.get()).ok()?,
        Outline::Lines(lines) => Members::parse(lines.first()?.text).ok()?,
        Outline::Object(_) | Outline::Text(_) => return None,
    };
    let like = |ends: &[&str]| {
        let words: Vec<&str> = first
            .iter()
            .filter(|(_, part)| records::word_of(part).is_some())
            .map(|(key, _)| key)
            .collect();
        ends.iter().find_map(|end| {
            let exact = words.iter().find(|key| key.eq_ignore_ascii_case(end));
            let ending = || {
                words
                    .iter()
                    .find(|key| key.to_ascii_lowercase().ends_with(end))
            };
            exact
                .or_else(ending)
                .map(|key| Pointer::root().child(*key).to_string())
        })
    };
    Some(match (like(&ID_ENDS), like(&TYPE_ENDS)) {
        (Some(id), Some(kind)) => {
            format!("{NEEDED}; here probably `--id-path {id} --type-path {kind}`")
        }
        (Some(id), None) => format!("{NEEDED}; the id is probably `--id-path {id}`"),
        (None, Some(kind)) => format!("{NEEDED}; the type is probably `--type-path {kind}`"),
        (None, None) => format!("{NEEDED}, such as `--id-path /arn --type-path /kind`"),
    })
}

fn read_record(
    source: &Input<'_>,
    record: &Record<'_>,
    id: &Pointer,
    kind: &Pointer,
) -> Result<Resource, Box<Diagnostic>> {
    let members = record.members(source)?;
    let value = |pointer: &Pointer, flag: &str| {
        let found = locate(record.text, pointer);
        record
            .text
            .get(found.range)
            .filter(|_| found.exact)
            .and_then(|text| serde_json::from_str(text).ok())
            .and_then(records::word_of)
            .ok_or_else(|| {
                Box::new(
                    Diagnostic::error(format!("this record has no text at `{pointer}`"))
                        .at(records::spot(source, record))
                        .help(format!(
                            "`{flag}` must lead to one in every record; this one was not read"
                        )),
                )
            })
    };
    let id = value(id, "--id-path")?;
    let kind = value(kind, "--type-path")?;
    let configuration = records::configuration(&members, &kind);
    let is_unknown = configuration.is_none();
    let properties = configuration.unwrap_or_else(|| Pointer::parse("/properties"));
    let body = record.body(source, properties);
    let mut resource = records::draft(id, kind, "generic", body);
    if let Some(name) = records::first_word(&members, &["name", "displayName", "title"]) {
        resource.name = name;
    }
    resource.location = records::first_word(&members, &["location", "region"]);
    resource.tags = fold_tags(
        ["tags", "labels"]
            .iter()
            .find_map(|key| members.value(key))
            .as_ref(),
    );
    if is_unknown {
        resource.unknown.push(Pointer::parse("/properties"));
    }
    Ok(resource)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::detect::{read_document, reading_of};
    use crate::input::ReadOptions;
    use onus_core::document::Document;

    use super::*;

    fn read(text: &str, format: Option<&str>, paths: bool) -> Reading {
        let options = ReadOptions {
            format: format.map(str::to_owned),
            id_path: paths.then(|| Pointer::parse("/meta/uid")),
            type_path: paths.then(|| Pointer::parse("/what")),
            ..ReadOptions::default()
        };
        read_document(&Arc::new(Document::new("t.json", text)), &options)
    }

    #[test]
    fn records_are_read_where_the_flags_say() {
        let text = "{\"meta\": {\"uid\": 7}, \"what\": \"rack\", \"tags\": {\"a\": \"b\"}, \"x\": true}\n\
            {\"meta\": {}, \"what\": \"rack\"}\n{\"meta\": {\"uid\": \"8\"}, \"what\": \"azurerm_x\"}\n";
        let reading = read(text, None, true);
        let [first, second] = reading.resources.as_slice() else {
            panic!("{reading:?}");
        };
        assert_eq!((first.id.as_str(), first.kind.as_str()), ("7", "rack"));
        assert_eq!(
            (first.provider.as_str(), first.tags["a"].as_str()),
            ("generic", "b")
        );
        assert!(first.unknown.is_empty());
        let place = first
            .body
            .place(&first.body.native(&Pointer::parse("/properties/x")).unwrap());
        assert_eq!(place.document.slice(&place.range), "true");
        assert_eq!(second.unknown, [Pointer::parse("/properties")]);
        assert_eq!(reading.problems.len(), 1);
        assert_eq!(
            reading.problems[0].to_string(),
            "t.json:2:1: this record has no text at `/meta/uid`"
        );
        let array = format!("[{}]", text.trim().replace('\n', ","));
        let reading = read(&array, Some("generic"), true);
        assert_eq!(reading.resources[1].body.pointer.to_string(), "/2");
    }

    #[test]
    fn without_the_flags_they_are_suggested() {
        let text = r#"[{"assetArn": "x", "resource_kind": "y", "n": {}}]"#;
        let help = |reading: Reading| reading.problems[0].help.clone().unwrap();
        let wanted = "`--id-path /assetArn --type-path /resource_kind`";
        assert!(help(reading_of(text)).contains(wanted));
        assert!(help(read(text, Some("generic"), false)).contains(wanted));
    }
}
