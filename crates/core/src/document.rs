//! Documents: decoded text files, with lines and columns for byte offsets.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read as _};
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, OnceLock, Weak};

use schemars::JsonSchema;
use serde::Serialize;

use crate::derived_text::Origin;
use crate::file_kind::require_file;
use crate::json_pointer::Pointer;
use crate::secret::{Around, in_line, in_source, is_json};

/// A text file, decoded to UTF-8, with the name that people know it by.
#[derive(Debug)]
pub struct Document {
    /// Shared by all parts of a file, so that it also identifies the file.
    name: Arc<str>,
    text: String,
    /// Byte offset at which each line starts; made when first asked for, since
    /// most documents have nothing to point at.
    lines: OnceLock<Vec<usize>>,
    /// Characters before each block of [`BLOCK`] bytes: lines can be hundreds of
    /// megabytes long, and counting a column from their start each time would take
    /// longer than everything else.
    blocks: OnceLock<Vec<usize>>,
    /// Bytes that no frame may show; set once, by whoever read the document.
    withheld: OnceLock<Vec<Range<usize>>>,
    /// The records that were read from it.
    records: OnceLock<Records>,
    /// Bytes that are secrets, found when a frame is first drawn.
    secrets: OnceLock<Vec<Range<usize>>>,
    /// What the text was made of, if it is not what the file holds.
    origin: Option<Origin>,
    /// Where in the file the text is from, if it is only a part of it.
    cut: Option<Cut>,
}

/// Reads a text file of onus's own, such as a configuration, a baseline or a snapshot: a
/// link in a repository can lead to a device that has no end.
///
/// # Errors
/// It can't be read, is not a file (see [`require_file`]), is not UTF-8, or has more than
/// 512 MiB.
pub fn read_text(path: &Path) -> io::Result<String> {
    require_file(path)?;
    let mut text = String::new();
    let mut file = File::open(path)?.take(MOST_TEXT + 1);
    // A device of NUL characters is UTF-8 all the way.
    if file.read_to_string(&mut text)? as u64 > MOST_TEXT {
        let message = format!("it has more than {} MiB", MOST_TEXT >> 20);
        return Err(io::Error::other(message));
    }
    Ok(text)
}

/// The most bytes that [`read_text`] reads.
const MOST_TEXT: u64 = 512 << 20;

/// The records that were read from a document, by which its secrets are found.
#[derive(Debug, Default)]
pub struct Records {
    /// Where they begin in the document, in order.
    pub begins: Vec<usize>,
    /// Texts that were made of the document, and the records' bytes in them.
    pub made: Vec<(Weak<Document>, Range<usize>)>,
}

/// Which file a document is of; good for comparing while one of its documents is
/// there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct FileId(usize);

/// How a document that is cut out of a file lies in it: what people are told are
/// places in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// Where stretches of the text begin in the file: byte offset in the text, and
    /// position in the file; in order, and the first at the text's start. What was
    /// written around the records to close the cut belongs to the stretch before.
    pub stretches: Vec<(usize, Position)>,
    /// The array that its records are items of, and how many items come before
    /// them in the file.
    pub items: Option<(Pointer, usize)>,
}

/// A line and a column, both counted from 1; the column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl Document {
    /// A document called `name`; `text` without a byte order mark.
    pub fn new(name: impl Into<Arc<str>>, text: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            text: text.into(),
            lines: OnceLock::new(),
            blocks: OnceLock::new(),
            withheld: OnceLock::new(),
            records: OnceLock::new(),
            secrets: OnceLock::new(),
            origin: None,
            cut: None,
        }
    }

    /// A document that is a part of a file.
    pub fn cut_out(name: impl Into<Arc<str>>, text: impl Into<String>, cut: Cut) -> Self {
        Self {
            cut: Some(cut),
            ..Self::new(name, text)
        }
    }

    /// A document whose text was made of another one's; see [`crate::derived_text`].
    pub fn made(name: impl Into<Arc<str>>, text: impl Into<String>, origin: Origin) -> Self {
        Self {
            origin: Some(origin),
            ..Self::new(name, text)
        }
    }

    /// The file that a document was made of, in however many steps, and what of it
    /// a stretch was made of. A document that is a file's own text is its own.
    pub fn trace(document: &Arc<Self>, range: Range<usize>) -> (Arc<Self>, Range<usize>) {
        let mut document = Arc::clone(document);
        let mut range = range;
        while let Some((source, from)) = document
            .origin
            .as_ref()
            .and_then(|origin| origin.trace(&range))
        {
            range = from;
            let source = Arc::clone(source);
            document = source;
        }
        (document, range)
    }

    /// Keeps these byte ranges out of every code frame. Only the first call
    /// counts: a document is read once.
    pub fn withhold(&self, ranges: Vec<Range<usize>>) {
        let _ = self.withheld.set(ranges);
    }

    /// The byte ranges that were withheld with [`Self::withhold`].
    pub fn withheld(&self) -> &[Range<usize>] {
        self.withheld.get().map_or(&[], Vec::as_slice)
    }

    /// Notes the records that were read from the document. Only the first call counts.
    pub fn has_records(&self, records: Records) {
        let _ = self.records.set(records);
    }

    /// The byte ranges that no code frame may show, by what was withheld and by where
    /// they are in the document, in order. What has the shape of a secret is not among
    /// them: see [`Self::hidden`].
    fn secrets(&self) -> Cow<'_, [Range<usize>]> {
        if let Some(secrets) = self.secrets.get() {
            return Cow::Borrowed(secrets);
        }
        // Whoever reads the document may not be done with it.
        let Some(records) = self.records.get() else {
            return Cow::Owned(self.find_secrets(&Records::default()));
        };
        Cow::Borrowed(self.secrets.get_or_init(|| self.find_secrets(records)))
    }

    fn find_secrets(&self, records: &Records) -> Vec<Range<usize>> {
        let mut secrets = self.withheld().to_vec();
        secrets.extend(in_source(&self.text, &records.begins));
        for (made, range) in &records.made {
            let Some(made) = made.upgrade() else {
                continue;
            };
            for secret in in_source(made.slice(range), &[]) {
                let secret = range.start + secret.start..range.start + secret.end;
                let (document, found) = Self::trace(&made, secret);
                if std::ptr::eq(Arc::as_ptr(&document), self) {
                    secrets.push(found);
                }
            }
        }
        secrets.sort_by_key(|range| (range.start, range.end));
        secrets
    }

    /// The byte ranges of secrets in a stretch of one line.
    pub fn hidden(&self, stretch: &Range<usize>) -> Vec<Range<usize>> {
        let secrets = self.secrets();
        let mut hidden: Vec<Range<usize>> = secrets
            .iter()
            .filter(|range| range.start < stretch.end && range.end > stretch.start)
            .cloned()
            .collect();
        let around = if self.name.ends_with(".rego") {
            Around::Code
        } else if self.records.get().is_some() || is_json(&self.text) {
            Around::Known
        } else {
            let before = self.text.get(..stretch.start).unwrap_or_default();
            let after = self.text.get(stretch.start..).unwrap_or_default();
            Around::Block(before, after)
        };
        hidden.extend(
            in_line(self.slice(stretch), around)
                .into_iter()
                .map(|range| stretch.start + range.start..stretch.start + range.end),
        );
        hidden
    }

    /// The name to show: a path as the user wrote it, or `<stdin>`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The file that this is, or is a part of, as something to compare: two files are
    /// two even when they are called the same.
    pub fn file(&self) -> FileId {
        FileId(Arc::as_ptr(&self.name).cast::<u8>() as usize)
    }

    /// A copy of a stretch that is a record, with the places that it has in the file.
    #[must_use]
    pub fn excerpt(&self, range: &Range<usize>) -> Self {
        let excerpt = self.cut(range);
        excerpt.withhold(within(self.withheld(), range));
        excerpt
    }

    /// A copy of a part of a line, with the places that it has in the file, and without
    /// what the secrets in it could be found by.
    #[must_use]
    pub fn quotation(&self, range: &Range<usize>) -> Self {
        let quotation = self.cut(range);
        let line = self.line_range(range.start);
        let _ = quotation.records.set(Records::default());
        let _ = quotation.secrets.set(within(&self.hidden(&line), range));
        quotation
    }

    fn cut(&self, range: &Range<usize>) -> Self {
        let cut = Cut {
            stretches: vec![(0, self.position(range.start))],
            items: None,
        };
        Self::cut_out(Arc::clone(&self.name), self.slice(range), cut)
    }

    /// Whether the text is not what a file holds, but was made of it.
    pub fn is_made(&self) -> bool {
        self.origin.is_some()
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text of a byte range; empty when the range is not of this text.
    pub fn slice(&self, range: &Range<usize>) -> &str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    /// The byte range of `part`, which is a slice of this document's text.
    /// None when `part` is not a slice of it.
    pub fn range_of(&self, part: &str) -> Option<Range<usize>> {
        let start = (part.as_ptr() as usize).checked_sub(self.text.as_ptr() as usize)?;
        let end = start.checked_add(part.len())?;
        (end <= self.text.len()).then_some(start..end)
    }

    /// The line and column in the file of a byte offset.
    pub fn position(&self, offset: usize) -> Position {
        let position = self.position_in_text(offset);
        let Some((start, begins)) = self.stretch(offset) else {
            return position;
        };
        let start = self.position_in_text(start);
        if position.line == start.line {
            Position {
                line: begins.line,
                column: begins.column + (position.column - start.column),
            }
        } else {
            Position {
                line: begins.line + (position.line - start.line),
                column: position.column,
            }
        }
    }

    /// The pointer in the file of one in the text.
    pub fn pointer(&self, pointer: &Pointer) -> Pointer {
        let Some((array, before)) = self.cut.as_ref().and_then(|cut| cut.items.as_ref()) else {
            return pointer.clone();
        };
        let shifted = pointer.strip(array).and_then(|tail| {
            let mut segments = tail.segments();
            let index: usize = segments.next()?.parse().ok()?;
            let rest: Pointer = segments.collect();
            Some(array.child((index + before).to_string()).join(&rest))
        });
        shifted.unwrap_or_else(|| pointer.clone())
    }

    /// Where the stretch of the file that an offset is in begins, in the text and in
    /// the file. None when the text is the whole file.
    fn stretch(&self, offset: usize) -> Option<(usize, Position)> {
        let stretches = &self.cut.as_ref()?.stretches;
        let index = stretches.partition_point(|(start, _)| *start <= offset);
        stretches.get(index.saturating_sub(1)).copied()
    }

    fn position_in_text(&self, offset: usize) -> Position {
        let lines = self.lines();
        let index = lines.partition_point(|start| *start <= offset).max(1) - 1;
        let start = lines.get(index).copied().unwrap_or_default();
        let column = self
            .characters_before(offset)
            .saturating_sub(self.characters_before(start));
        Position {
            line: index + 1,
            column: column + 1,
        }
    }

    /// The byte offset of a line and a column in bytes, both from 1, as
    /// serde_json and YAML parsers report them; clamped to the text.
    pub fn offset(&self, line: usize, column: usize) -> usize {
        let start = self
            .lines()
            .get(line.saturating_sub(1))
            .copied()
            .unwrap_or(self.text.len());
        let mut offset = (start + column.saturating_sub(1)).min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }

    /// The byte range of the line that holds `offset`, without its line end.
    pub fn line_range(&self, offset: usize) -> Range<usize> {
        let lines = self.lines();
        let index = lines.partition_point(|start| *start <= offset).max(1) - 1;
        let start = lines.get(index).copied().unwrap_or_default();
        let end = lines
            .get(index + 1)
            .map_or(self.text.len(), |next| next - 1);
        // What was written to close a cut is not shown as if the file had it.
        let start = self
            .stretch(offset)
            .map_or(start, |(begins, _)| start.max(begins));
        let trimmed = self.text.get(start..end).unwrap_or_default();
        start..start + trimmed.trim_end_matches('\r').len()
    }

    /// The number of characters that begin before a byte offset.
    fn characters_before(&self, offset: usize) -> usize {
        let count = |bytes: &[u8]| {
            if bytes.is_ascii() {
                bytes.len()
            } else {
                bytes.iter().filter(|byte| begins(**byte)).count()
            }
        };
        let bytes = self.text.as_bytes();
        let blocks = self.blocks.get_or_init(|| {
            let mut before = 0;
            bytes
                .chunks(BLOCK)
                .map(|block| {
                    let at = before;
                    before += count(block);
                    at
                })
                .collect()
        });
        let offset = offset.min(bytes.len());
        let block = (offset / BLOCK).min(blocks.len().saturating_sub(1));
        let rest = bytes.get(block * BLOCK..offset).unwrap_or_default();
        blocks.get(block).copied().unwrap_or_default() + count(rest)
    }

    fn lines(&self) -> &[usize] {
        self.lines.get_or_init(|| {
            std::iter::once(0)
                .chain(
                    self.text
                        .bytes()
                        .enumerate()
                        .filter(|(_, byte)| *byte == b'\n')
                        .map(|(offset, _)| offset + 1),
                )
                .collect()
        })
    }
}

/// What ranges leave in a stretch, counted from its start.
fn within(ranges: &[Range<usize>], stretch: &Range<usize>) -> Vec<Range<usize>> {
    let parts = ranges.iter().filter_map(|range| {
        let start = range.start.max(stretch.start);
        let end = range.end.min(stretch.end);
        (start < end).then(|| start - stretch.start..end - stretch.start)
    });
    parts.collect()
}

/// Bytes of text between two counts of characters.
const BLOCK: usize = 512;

/// Whether a byte begins a character of UTF-8.
fn begins(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_long_lines_are_counted_in_characters() {
        let text = format!("x\n{}z", "é".repeat(10_000));
        let document = Document::new("d", text);
        let z = document.text().find('z').expect("there is a z");
        assert_eq!(
            document.position(z),
            Position {
                line: 2,
                column: 10_001
            }
        );
    }

    #[test]
    fn positions_count_characters_and_survive_crlf() {
        let document = Document::new("d", "a\r\né b\n");
        assert_eq!(document.position(0), Position { line: 1, column: 1 });
        let b = document.text().find('b').expect("there is a b");
        assert_eq!(document.position(b), Position { line: 2, column: 3 });
        assert_eq!(document.slice(&document.line_range(0)), "a");
        assert_eq!(document.slice(&document.line_range(b)), "é b");
    }

    #[test]
    fn a_part_of_a_file_has_places_in_the_file() {
        let file = "{\"n\": 1, \"data\": [{\"a\": 1},\n {\"é\": 2}, {\"b\": 3}\n]}\n";
        let whole = Document::new("f", file);
        let from = file.find("{\"é\"").unwrap();
        let to = file.find("\n]").unwrap();
        let text = format!("{{\"data\":[{}]}}", file.get(from..to).unwrap());
        let head = "{\"data\":[".len();
        let part = Document::cut_out(
            "f",
            text.as_str(),
            Cut {
                stretches: vec![(0, whole.position(0)), (head, whole.position(from))],
                items: Some((Pointer::parse("/data"), 1)),
            },
        );
        for needle in ["{\"é\"", "2}", "{\"b\"", "3}"] {
            let at = text.find(needle).unwrap();
            let expected = whole.position(file.find(needle).unwrap());
            assert_eq!(part.position(at), expected, "{needle}");
            assert_eq!(part.line_range(at).start, head);
        }
        let pointer = |text: &str| part.pointer(&Pointer::parse(text)).to_string();
        assert_eq!(pointer("/data/1/b"), "/data/2/b");
        assert_eq!(pointer("/data"), "/data");
        assert_eq!(pointer("/n"), "/n");
    }

    #[test]
    fn slices_know_their_place() {
        let document = Document::new("d", "hello world");
        let part = document.text().get(6..11).expect("in range");
        assert_eq!(document.range_of(part), Some(6..11));
        assert_eq!(document.range_of("elsewhere"), None);
    }
}
