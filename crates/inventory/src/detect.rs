//! Detection and reading of documents: the reader for each, and what every reader's
//! records have in common.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use onus_core::diagnostic::Diagnostic;
use onus_core::document::{Document, Records};

use crate::extent::Extent;
use crate::formats::azure::arm_json;
use crate::formats::{reader_named, recognize};
use crate::id_name;
use crate::input::{Input, Part, ReadOptions};
use crate::json::json_problem::json_problem;
use crate::json::outline::Outline;
use crate::lost;
use crate::powershell_depth;
use crate::property_spelling;
use crate::reader::{Reader, Reading};
use crate::refused;
use crate::resource::Resource;
use crate::tool_output;
use crate::unrecognized::{mixed_formats, not_json, not_of_format, unrecognized};
use crate::yaml;

/// Reads a document with the reader of the format in `options`, or else with the first
/// reader that recognizes it.
///
/// The result has resources, problems, or both. Only an empty inventory has neither.
pub fn read_document(document: &Arc<Document>, options: &ReadOptions) -> Reading {
    let documents = std::slice::from_ref(document);
    let (mut readings, _) = read_documents(documents, Extent::Complete, options);
    readings.pop().unwrap_or_default()
}

/// Reads the documents of a run. Returns one reading per document, and whether all
/// documents of the run could be read. Documents that describe the same resources are
/// read together; see [`Reader::joins`].
pub fn read_documents(
    documents: &[Arc<Document>],
    extent: Extent,
    options: &ReadOptions,
) -> (Vec<Reading>, Extent) {
    let mut extent = extent;
    let mut readings = Vec::with_capacity(documents.len());
    let mut waiting: BTreeMap<&str, Waiting> = BTreeMap::new();
    let mut unread: Vec<(usize, Diagnostic)> = Vec::new();
    for (number, document) in documents.iter().enumerate() {
        let outcome = read(document, options).map(|(outcome, mixed)| {
            unread.extend(mixed.map(|problem| (number, problem)));
            outcome
        });
        readings.push(match outcome {
            Ok(DetectionOutcome::Read(reader, reading)) => {
                let mut reading = finish(*reading, document);
                let closing = reader.close(document.name(), &reading.survey);
                reading.problems.extend(closing);
                reading
            }
            Ok(DetectionOutcome::Waits(reader, json)) => {
                let (_, documents) = waiting
                    .entry(reader.format())
                    .or_insert_with(|| (reader, Vec::new()));
                documents.push((number, json));
                Reading::default()
            }
            Err(problem) => {
                extent = Extent::Incomplete;
                Reading {
                    problems: vec![*problem],
                    ..Reading::default()
                }
            }
        });
    }
    if !unread.is_empty() {
        extent = Extent::Incomplete;
    }
    for (reader, waiting) in waiting.into_values() {
        let sources: Vec<Input<'_>> = waiting
            .iter()
            .map(|(_, json)| Input {
                document: json,
                outline: Outline::of(json.text()).unwrap_or_else(|_| Outline::Text(json.text())),
                options,
                part: Part::Complete,
                known: None,
            })
            .collect();
        for ((number, _), reading) in waiting.iter().zip(reader.read_together(&sources, extent)) {
            if let (Some(place), Some(document)) =
                (readings.get_mut(*number), documents.get(*number))
            {
                *place = finish(reading, document);
            }
        }
    }
    for (number, problem) in unread {
        if let Some(reading) = readings.get_mut(number) {
            reading.problems.push(problem);
        }
    }
    (readings, extent)
}

/// Whether a document is of a format whose records are joined with records of other
/// files.
pub fn joins(document: &Arc<Document>, options: &ReadOptions) -> bool {
    with_reader(document, options, |reader, _, _| reader.joins()).unwrap_or(false)
}

/// The result of detection.
enum DetectionOutcome {
    /// The document was read.
    Read(&'static dyn Reader, Box<Reading>),
    /// The document, as JSON, has to be read together with others.
    Waits(&'static dyn Reader, Arc<Document>),
}

/// Documents that have to be read together, by their numbers.
type Waiting = (&'static dyn Reader, Vec<(usize, Arc<Document>)>);

/// Completes a reading: file pointers, refused records, names, lost values, secret
/// places.
pub fn finish(mut reading: Reading, document: &Arc<Document>) -> Reading {
    for body in reading
        .resources
        .iter_mut()
        .map(|resource| &mut resource.body)
    {
        body.pointer = body.start().0.pointer(&body.pointer);
    }
    refused::refuse(&mut reading);
    reading.misnamed = reading
        .resources
        .iter_mut()
        .filter_map(id_name::correct)
        .collect();
    for resource in &mut reading.resources {
        property_spelling::respell(resource);
        // Readers report most of them already.
        for place in lost::places_in(&resource.body) {
            if !resource.unknown.contains(&place) {
                resource.unknown.push(place);
            }
        }
    }
    if !reading.is_always_flattened {
        reading.problems.extend(powershell_depth::find(document));
    }
    let resources = reading.resources.iter();
    document.withhold(
        resources
            .flat_map(|one| secret_places(one, document))
            .chain(std::mem::take(&mut reading.withheld))
            .collect(),
    );
    document.has_records(records(&reading.resources, document));
    let (removed, resources) = reading
        .resources
        .into_iter()
        .partition(Resource::is_removed);
    reading.resources = resources;
    reading.removed = removed;
    reading
}

/// Where records start in a document, and the documents that were made from it.
fn records(resources: &[Resource], document: &Arc<Document>) -> Records {
    let mut records = Records::default();
    for body in resources.iter().map(|resource| &resource.body) {
        let (source, range) = body.start();
        if Arc::ptr_eq(&source, document) {
            records.begins.push(range.start);
        }
        if body.document.is_made() {
            let made = Arc::downgrade(&body.document);
            records.made.push((made, body.range.clone()));
        }
    }
    records.begins.sort_unstable();
    records.begins.dedup();
    records
}

/// The bytes of the document that contain the sensitive values of a resource.
fn secret_places(resource: &Resource, document: &Arc<Document>) -> Vec<Range<usize>> {
    resource
        .sensitive
        .iter()
        .filter_map(|pointer| {
            let found = resource.place(pointer)?;
            (found.exact && Arc::ptr_eq(&found.document, document)).then_some(found.range)
        })
        .collect()
}

/// Reads a document, or finds that it has to wait for others. Also reports content of
/// other formats.
fn read(
    document: &Arc<Document>,
    options: &ReadOptions,
) -> Result<(DetectionOutcome, Option<Diagnostic>), Box<Diagnostic>> {
    with_reader(document, options, |reader, document, outline| {
        let mixed = match options.format {
            None => mixed_formats(document, &outline, reader),
            Some(_) => None,
        };
        if reader.joins() {
            return (DetectionOutcome::Waits(reader, Arc::clone(document)), mixed);
        }
        let reading = reader.read(&Input {
            document,
            outline,
            options,
            part: Part::Complete,
            known: None,
        });
        (DetectionOutcome::Read(reader, Box::new(reading)), mixed)
    })
}

/// Finds the reader for a document, and passes both on, with the document as JSON.
fn with_reader<T>(
    document: &Arc<Document>,
    options: &ReadOptions,
    then: impl FnOnce(&'static dyn Reader, &Arc<Document>, Outline<'_>) -> T,
) -> Result<T, Box<Diagnostic>> {
    let requested = options.format.as_deref().map(reader_named).transpose()?;
    let text = document.text();
    if text.trim().is_empty() {
        return Err(Box::new(
            Diagnostic::error(format!("`{}` is empty", document.name())).help(
                "the command that should have written it may have failed: run it again and see what it says",
            ),
        ));
    }
    let error = match Outline::of(text) {
        Ok(outline) => return pass_on(document, outline, requested, options, then),
        Err(error) => error,
    };
    let table = Outline::Text(text);
    let is_read = requested.map_or_else(
        || recognize(&table, options).is_some(),
        |reader| reader.recognizes(&table) || reader.reads_by_path(&table),
    );
    if is_read {
        return pass_on(document, table, requested, options, then);
    }
    if let Some(made) = arm_json::plain(document)
        && let Ok(outline) = Outline::of(made.text())
    {
        return pass_on(&made, outline, requested, options, then);
    }
    if let Some(problem) = tool_output::problem_with_text(document) {
        return Err(Box::new(problem));
    }
    // The result is JSON, whatever the file's name is: it is never read as YAML again.
    let made = from_yaml(document, &error)?;
    let outline = Outline::of(made.text())
        .map_err(|error| Box::new(json_problem(&made, made.text(), &error)))?;
    pass_on(&made, outline, requested, options, then)
}

/// Selects the reader for a document that is JSON or a table, and passes both on.
fn pass_on<T>(
    document: &Arc<Document>,
    outline: Outline<'_>,
    requested: Option<&'static dyn Reader>,
    options: &ReadOptions,
    then: impl FnOnce(&'static dyn Reader, &Arc<Document>, Outline<'_>) -> T,
) -> Result<T, Box<Diagnostic>> {
    let reader = match requested {
        Some(reader) if !reader.recognizes(&outline) && !reader.reads_by_path(&outline) => {
            return Err(Box::new(not_of_format(document, &outline, reader)));
        }
        Some(reader) => reader,
        None => recognize(&outline, options)
            .ok_or_else(|| Box::new(unrecognized(document, &outline)))?,
    };
    Ok(then(reader, document, outline))
}

/// Reads a document that is neither JSON nor a table as YAML.
fn from_yaml(
    document: &Arc<Document>,
    error: &serde_json::Error,
) -> Result<Arc<Document>, Box<Diagnostic>> {
    let is_called_yaml = [".yaml", ".yml"]
        .iter()
        .any(|ending| document.name().to_ascii_lowercase().ends_with(ending));
    // Damaged JSON is reported as damaged JSON.
    if !is_called_yaml && document.text().trim_start().starts_with(['{', '[']) {
        return Err(Box::new(not_json(document, error)));
    }
    match yaml::as_json(document) {
        Ok(Some(made)) => Ok(made),
        Err(problem) if is_called_yaml => Err(problem),
        _ => Err(Box::new(not_json(document, error))),
    }
}

/// Reads a text as `t.json`, for tests of readers.
#[cfg(test)]
pub fn reading_of(text: &str) -> Reading {
    read_document(
        &Arc::new(Document::new("t.json", text)),
        &ReadOptions::default(),
    )
}

/// The formats of all readers that recognize a text, for tests of readers.
#[cfg(test)]
pub fn recognized_by(text: &str) -> Vec<&'static str> {
    let outline = Outline::of(text).expect("the text is JSON");
    crate::formats::READERS
        .iter()
        .filter(|reader| reader.recognizes(&outline))
        .map(|reader| reader.format())
        .collect()
}
