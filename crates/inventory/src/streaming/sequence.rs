//! Sequences of records: inventories that are too large for memory, read some records at
//! a time. This is possible only for formats whose records describe their resources
//! completely; see [`Reader::sequence`].

#[cfg(test)]
mod format_tests;
#[cfg(test)]
mod tests;

use std::io::Read;
use std::sync::Arc;

use onus_core::diagnostic::Diagnostic;
use onus_core::document::{Document, Position};

use crate::detect::finish;
use crate::formats::{reader_for, record_arrays};
use crate::input::{Input, Part, ReadOptions};
use crate::json::outline::Outline;
use crate::json::outline::SAMPLED_RECORDS;
use crate::json::scanner::head;
use crate::reader::{Reader, Reading};
use crate::source::broken;
use crate::streaming::chunks::{Frame, Layout, Pieces};
use crate::streaming::file_survey::Survey;
use crate::streaming::record_location::RecordLocation;
use crate::unrecognized::{mixed_formats, not_json};

/// The most text before and after the records.
const MOST_AROUND: usize = 256 << 10;

/// Opens the stream of a file again: UTF-8, without a byte order mark.
pub type Open<'o> = dyn FnMut() -> Result<Box<dyn Read>, Box<Diagnostic>> + 'o;

/// A file of records that can be read separately.
pub struct Sequence {
    name: Arc<str>,
    layout: Layout,
    reader: &'static dyn Reader,
    size: usize,
}

impl Sequence {
    /// Detects the layout and format of a file; documents will have about `size` bytes.
    /// None when the file has to be read as a whole.
    ///
    /// # Errors
    /// The stream fails, is not UTF-8, or ends within the array.
    pub fn of(
        name: Arc<str>,
        open: &mut Open<'_>,
        options: &ReadOptions,
        size: usize,
    ) -> Result<Option<Self>, Box<Diagnostic>> {
        let start = start(&name, open()?, size)?;
        let layout = match in_lines(&start) {
            Some(_) => Layout::Lines,
            None => match frame(&name, open, &start, size)? {
                Some(frame) => Layout::Items(frame),
                None => return Ok(None),
            },
        };
        // As many records as detection looks at in a complete document, so that the
        // result is the same.
        let pieces = Pieces::new(Arc::clone(&name), &layout, open()?, size);
        let Some(sample) = pieces.sample(SAMPLED_RECORDS)? else {
            return Ok(None);
        };
        let reader = outline(&layout, &sample).ok().and_then(|outline| {
            reader_for(&outline, options)
                .filter(|reader| reader.sequence(&outline) == Some(layout.records()))
                // Content of other formats is reported where the file is read as a whole.
                .filter(|reader| {
                    options.format.is_some() || mixed_formats(&sample, &outline, *reader).is_none()
                })
        });
        Ok(reader.map(|reader| Self {
            name,
            layout,
            reader,
            size,
        }))
    }

    /// Cuts the file into documents.
    pub fn pieces<'s>(&'s self, stream: Box<dyn Read + 's>) -> Pieces<'s> {
        Pieces::new(Arc::clone(&self.name), &self.layout, stream, self.size)
    }

    /// Reads one of the documents: to make the survey, or with the `known` survey of the
    /// complete file. Only the latter is to be evaluated.
    ///
    /// # Errors
    /// The document is not JSON.
    pub fn read(
        &self,
        document: &Arc<Document>,
        part: Part,
        options: &ReadOptions,
        known: Option<&Survey>,
    ) -> Result<Reading, Box<Diagnostic>> {
        let outline = outline(&self.layout, document)
            .map_err(|error| Box::new(not_json(document, &error)))?;
        let reading = self.reader.read(&Input {
            document,
            outline,
            options,
            part,
            known,
        });
        Ok(finish(reading, document))
    }

    /// Whether its records are joined with records of other files.
    pub fn joins(&self) -> bool {
        self.reader.joins()
    }

    /// Messages about the file, after all of it has been read.
    pub fn close(&self, survey: &Survey) -> Vec<Diagnostic> {
        self.reader.close(&self.name, survey)
    }
}

/// The first bytes of a stream, up to the last complete character.
fn start(name: &str, stream: Box<dyn Read + '_>, size: usize) -> Result<String, Box<Diagnostic>> {
    let mut bytes = Vec::new();
    stream
        .take(size.max(MOST_AROUND) as u64)
        .read_to_end(&mut bytes)
        .map_err(|error| Box::new(broken(name, error)))?;
    Ok(match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let mut bytes = error.into_bytes();
            bytes.truncate(valid);
            String::from_utf8(bytes).unwrap_or_default()
        }
    })
}

/// The complete lines of a text, when each is a record.
fn in_lines(start: &str) -> Option<&str> {
    let (lines, _) = start.rsplit_once('\n')?;
    matches!(Outline::of(lines), Ok(Outline::Lines(_))).then_some(lines)
}

/// The text around the items of an array. None when there is no such array, or when there
/// is too much text around it.
fn frame(
    name: &Arc<str>,
    open: &mut Open<'_>,
    start: &str,
    size: usize,
) -> Result<Option<Frame>, Box<Diagnostic>> {
    let Some((end, key)) = head(start, &record_arrays()).filter(|(end, _)| *end <= MOST_AROUND)
    else {
        return Ok(None);
    };
    let frame = Frame {
        head: start.get(..end).unwrap_or_default().to_owned(),
        array: key.map_or(RecordLocation::Outermost, RecordLocation::Under),
        tail: String::new(),
        tail_at: Position { line: 1, column: 1 },
    };
    // The text after the array can determine the format, and whether the file is
    // complete, so it has to be known first.
    let layout = Layout::Items(frame.clone());
    let mut pieces = Pieces::new(Arc::clone(name), &layout, open()?, size);
    while pieces.cut()?.is_some() {}
    let tail = pieces.tail(MOST_AROUND)?;
    Ok(tail.map(|(tail, tail_at)| Frame {
        tail,
        tail_at,
        ..frame
    }))
}

fn outline<'t>(layout: &Layout, document: &'t Document) -> Result<Outline<'t>, serde_json::Error> {
    match layout {
        Layout::Lines => Ok(Outline::lines(document.text())),
        Layout::Items(_) => Outline::of(document.text()),
    }
}
