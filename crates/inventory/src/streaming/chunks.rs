//! Pieces of a file: a text that arrives in chunks is cut into documents of some records
//! each.

use std::io::Read;
use std::sync::Arc;

use onus_core::diagnostic::{Diagnostic, Spot};
use onus_core::document::{Cut, Document, Position};

use crate::input::Part;
use crate::json::scanner::{Mark, Scan};
use crate::source::{broken, not_utf8};
use crate::streaming::record_location::RecordLocation;

/// The layout of the records of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Layout {
    /// One per line.
    Lines,
    /// As items of an array.
    Items(Frame),
}

/// The text around the items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// Up to and including the bracket that opens the array.
    pub head: String,
    /// The location of the array.
    pub array: RecordLocation,
    /// From the bracket that closes the array.
    pub tail: String,
    /// The position of the tail in the file.
    pub tail_at: Position,
}

/// Documents that are parts of one file, in order. There are none after an error.
pub struct Pieces<'s> {
    name: Arc<str>,
    layout: &'s Layout,
    stream: Box<dyn Read + 's>,
    /// The least number of bytes of a document, except for the last one.
    size: usize,
    /// The least number of its records.
    records: usize,
    /// Bytes that were read and not returned yet.
    buffer: Vec<u8>,
    /// Whether the stream has ended.
    ended: bool,
    /// The position of the buffer's first byte in the file.
    at: Position,
    next: Next,
    /// The number of items of the array that were returned.
    items: usize,
}

impl Layout {
    /// The location of the records.
    pub fn records(&self) -> RecordLocation {
        match self {
            Self::Lines => RecordLocation::Outermost,
            Self::Items(frame) => frame.array,
        }
    }
}

/// The next part of an array.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    Head,
    Items,
    Tail,
}

/// The bytes that are read from the stream at a time.
const CHUNK: u64 = 1 << 20;

impl<'s> Pieces<'s> {
    /// Cuts a stream of UTF-8, without a byte order mark, into documents of about this
    /// size.
    pub fn new(
        name: Arc<str>,
        layout: &'s Layout,
        stream: Box<dyn Read + 's>,
        size: usize,
    ) -> Self {
        Self {
            name,
            layout,
            stream,
            size,
            records: 1,
            buffer: Vec::new(),
            ended: false,
            at: Position { line: 1, column: 1 },
            next: Next::Head,
            items: 0,
        }
    }

    /// The first document, with at least this many records, if there are as many.
    ///
    /// # Errors
    /// As for [`Self::cut`].
    pub fn sample(mut self, records: usize) -> Result<Option<Arc<Document>>, Box<Diagnostic>> {
        self.records = records;
        Ok(self.cut()?.map(|(document, _)| document))
    }

    /// The next document, and which part of the file it is.
    ///
    /// # Errors
    /// The stream fails, is not UTF-8, or ends within the array.
    pub fn cut(&mut self) -> Result<Option<(Arc<Document>, Part)>, Box<Diagnostic>> {
        match self.layout {
            Layout::Lines => self.lines(),
            Layout::Items(frame) => self.items(frame),
        }
    }

    /// The text after the array, from its closing bracket, with its position; after the
    /// last document. None when it is longer than `most` bytes.
    ///
    /// # Errors
    /// The stream fails, or is not UTF-8.
    pub fn tail(mut self, most: usize) -> Result<Option<(String, Position)>, Box<Diagnostic>> {
        while !self.ended && self.buffer.len() <= most {
            self.read_more()?;
        }
        if self.buffer.len() > most {
            return Ok(None);
        }
        let at = self.at;
        let length = self.buffer.len();
        Ok(Some((self.take(length)?, at)))
    }

    fn lines(&mut self) -> Result<Option<(Arc<Document>, Part)>, Box<Diagnostic>> {
        let mut searched = self.size.saturating_sub(1);
        let end = loop {
            let unsearched = self.buffer.get(searched..).unwrap_or_default();
            if let Some(found) = unsearched.iter().position(|byte| *byte == b'\n') {
                searched += found + 1;
                if self.has_records(searched) {
                    break searched;
                }
                continue;
            }
            if self.ended {
                break self.buffer.len();
            }
            searched = searched.max(self.buffer.len());
            self.read_more()?;
        };
        if end == 0 {
            return Ok(None);
        }
        let at = self.at;
        let text = self.take(end)?;
        let cut = Cut {
            stretches: vec![(0, at)],
            items: None,
        };
        let document = Document::cut_out(Arc::clone(&self.name), text, cut);
        // Each line is a complete document.
        Ok(Some((Arc::new(document), Part::Complete)))
    }

    /// Whether there are enough records on the lines up to here.
    fn has_records(&self, end: usize) -> bool {
        let lines = self.buffer.get(..end).unwrap_or_default();
        let is_blank = |line: &[u8]| line.iter().all(u8::is_ascii_whitespace);
        self.records <= 1
            || lines
                .split(|byte| *byte == b'\n')
                .filter(|line| !is_blank(line))
                .count()
                >= self.records
    }

    fn items(&mut self, frame: &Frame) -> Result<Option<(Arc<Document>, Part)>, Box<Diagnostic>> {
        match self.next {
            Next::Tail => return Ok(None),
            Next::Items => {}
            Next::Head => {
                while self.buffer.len() < frame.head.len() && !self.ended {
                    self.read_more()?;
                }
                self.take(frame.head.len().min(self.buffer.len()))?;
                self.next = Next::Items;
            }
        }
        let before = self.items;
        let (length, commas, is_last) = self.find_end()?;
        let at = self.at;
        let mut items = self.take(length)?;
        if is_last {
            self.next = Next::Tail;
        } else {
            self.take(1)?;
        }
        if !items.trim().is_empty() {
            self.items += commas + 1;
        } else if before > 0 {
            // A comma without a value is a mistake for the parser to find.
            items.push(',');
        }
        let head = &frame.head;
        let text = format!("{head}{items}{}", frame.tail);
        let cut = Cut {
            stretches: vec![
                (0, Position { line: 1, column: 1 }),
                (head.len(), at),
                (head.len() + items.len(), frame.tail_at),
            ],
            items: Some((frame.array.pointer(), before)),
        };
        let part = if is_last {
            Part::Last { before }
        } else {
            Part::Some
        };
        let document = Document::cut_out(Arc::clone(&self.name), text, cut);
        Ok(Some((Arc::new(document), part)))
    }

    /// The bytes of the next items, the commas between them, and whether the array ends
    /// after them.
    fn find_end(&mut self) -> Result<(usize, usize, bool), Box<Diagnostic>> {
        let mut scan = Scan::default();
        let mut offset = 0;
        let mut commas = 0;
        loop {
            let Some(byte) = self.buffer.get(offset).copied() else {
                if self.ended {
                    return Err(self.broken_off());
                }
                self.read_more()?;
                continue;
            };
            match scan.step(byte) {
                Mark::Comma(0) if offset >= self.size && commas + 1 >= self.records => {
                    return Ok((offset, commas, false));
                }
                Mark::Comma(0) => commas += 1,
                Mark::Close(None) => return Ok((offset, commas, true)),
                _ => {}
            }
            offset += 1;
        }
    }

    fn read_more(&mut self) -> Result<(), Box<Diagnostic>> {
        let read = (&mut self.stream)
            .take(CHUNK)
            .read_to_end(&mut self.buffer)
            .map_err(|error| Box::new(broken(&self.name, error)))?;
        self.ended = read == 0;
        Ok(())
    }

    /// Takes text off the front of the buffer.
    fn take(&mut self, length: usize) -> Result<String, Box<Diagnostic>> {
        let rest = self.buffer.split_off(length);
        let bytes = std::mem::replace(&mut self.buffer, rest);
        let text = String::from_utf8(bytes)
            .map_err(|error| Box::new(not_utf8(&self.name, error, self.at)))?;
        self.at = after(self.at, &text);
        Ok(text)
    }

    fn broken_off(&mut self) -> Box<Diagnostic> {
        let at = self.at;
        let length = self.buffer.len();
        let text = match self.take(length) {
            Ok(text) => text,
            Err(problem) => return problem,
        };
        let end = text.len();
        let last = text.char_indices().last().map_or(0, |(start, _)| start);
        let cut = Cut {
            stretches: vec![(0, at)],
            items: None,
        };
        let document = Arc::new(Document::cut_out(Arc::clone(&self.name), text, cut));
        Box::new(
            Diagnostic::error("the JSON ends too early")
                .at(Spot::new(&document, last..end))
                .help("the export was probably interrupted: make it again"),
        )
    }
}

/// The position after a text.
fn after(at: Position, text: &str) -> Position {
    match text.rsplit_once('\n') {
        Some((before, last)) => Position {
            line: at.line + 1 + before.matches('\n').count(),
            column: 1 + last.chars().count(),
        },
        None => Position {
            line: at.line,
            column: at.column + text.chars().count(),
        },
    }
}
