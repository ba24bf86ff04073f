//! Large files are read in pieces: each gives what reading all of it at once gives.

use std::io::{Cursor, Read};
use std::sync::Arc;

use onus::diagnostic::Diagnostic;
use onus::document::Document;
use onus::inventory::{
    Extent, ReadOptions, Reading, Resource, Sequence, Survey, decode, read_document,
};

use crate::choices::Choices;
use crate::reading::{check_problem, header, inventory};
use crate::within_time;

/// A changed inventory, read at once and in pieces.
pub fn pieces(data: &[u8]) {
    let mut choices = Choices::new(data);
    let size = 1 + choices.below(400);
    let (name, text) = inventory(&mut choices);
    let Ok(text) = decode(text.into_bytes()) else {
        return;
    };
    match within_time(text.len(), || in_pieces(name, &text, size)) {
        // The run is not complete, which is an error of its own.
        Err(problem) => check_problem(&problem),
        Ok(None) => {}
        Ok(Some(pieced)) => {
            let document = Arc::new(Document::new(name, text));
            let at_once = read_document(&document, &ReadOptions::default());
            assert_eq!(
                summary(&pieced),
                summary(&at_once),
                "a file in pieces of {size} bytes gives something else"
            );
        }
    }
}

/// Reads a file in pieces of about `size` bytes; none when it has to be read at once.
fn in_pieces(name: &str, text: &str, size: usize) -> Result<Option<Reading>, Box<Diagnostic>> {
    let options = ReadOptions::default();
    let mut open = || Ok(Box::new(Cursor::new(text.to_owned())) as Box<dyn Read>);
    let Some(sequence) = Sequence::of(Arc::from(name), &mut open, &options, size)? else {
        return Ok(None);
    };
    let mut all = Reading::default();
    let mut survey = Survey::default();
    let mut pieces = sequence.pieces(open()?);
    while let Some((document, part)) = pieces.cut()? {
        let reading = sequence.read(&document, part, &options, None)?;
        all.problems.extend(reading.problems);
        survey.absorb(reading.survey);
    }
    if !survey.has_distinct_subjects() {
        return Ok(None);
    }
    all.problems.extend(sequence.close(&survey));
    let survey = survey.settled(Extent::Complete);
    let mut pieces = sequence.pieces(open()?);
    while let Some((document, part)) = pieces.cut()? {
        let reading = sequence.read(&document, part, &options, Some(&survey))?;
        all.resources.extend(reading.resources);
    }
    Ok(Some(all))
}

/// What a run does with a reading, with the places in the file.
fn summary(reading: &Reading) -> (Vec<String>, Vec<String>) {
    let placed = |resource: &Resource| {
        let body = &resource.body;
        let (document, range) = body.start();
        let properties = body.place(&body.properties);
        format!(
            "{} {} {:?} {:?} {}",
            header(resource),
            body.pointer,
            document.position(range.start),
            properties.document.position(properties.range.start),
            body.text(),
        )
    };
    (
        reading.problems.iter().map(ToString::to_string).collect(),
        reading.resources.iter().map(placed).collect(),
    )
}
