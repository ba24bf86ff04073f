//! A decoded text file, and how offsets in it become lines and columns.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use schemars::JsonSchema;
use serde::Serialize;

use crate::derived::Origin;

/// A text file, decoded to UTF-8, with the name that people know it by.
#[derive(Debug)]
pub struct Document {
    name: String,
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
    /// What the text was made of, if it is not what the file holds.
    origin: Option<Origin>,
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
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            text: text.into(),
            lines: OnceLock::new(),
            blocks: OnceLock::new(),
            withheld: OnceLock::new(),
            origin: None,
        }
    }

    /// A document whose text was made of another one's; see [`crate::derived`].
    pub fn made(name: impl Into<String>, text: impl Into<String>, origin: Origin) -> Self {
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
        while let Some(origin) = &document.origin {
            range = origin.range(&range);
            let source = Arc::clone(origin.source());
            document = source;
        }
        (document, range)
    }

    /// Keeps these byte ranges out of every code frame. Only the first call
    /// counts: a document is read once.
    pub fn withhold(&self, ranges: Vec<Range<usize>>) {
        let _ = self.withheld.set(ranges);
    }

    /// The byte ranges that no code frame may show.
    pub fn withheld(&self) -> &[Range<usize>] {
        self.withheld.get().map_or(&[], Vec::as_slice)
    }

    /// The name to show: a path as the user wrote it, or `<stdin>`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text of a byte range; empty when the range is not of this text.
    pub fn slice(&self, range: &Range<usize>) -> &str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    /// The byte range that `part`, a slice of this document's text, stands at.
    /// None when `part` is not a slice of it.
    pub fn range_of(&self, part: &str) -> Option<Range<usize>> {
        let start = (part.as_ptr() as usize).checked_sub(self.text.as_ptr() as usize)?;
        let end = start.checked_add(part.len())?;
        (end <= self.text.len()).then_some(start..end)
    }

    /// The line and column of a byte offset.
    pub fn position(&self, offset: usize) -> Position {
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
        let trimmed = self.text.get(start..end).unwrap_or_default();
        start..start + trimmed.trim_end_matches('\r').len()
    }

    /// The number of characters that begin before a byte offset.
    fn characters_before(&self, offset: usize) -> usize {
        let count = |bytes: &[u8]| bytes.iter().filter(|byte| begins(**byte)).count();
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
    fn slices_know_where_they_stand() {
        let document = Document::new("d", "hello world");
        let part = document.text().get(6..11).expect("in range");
        assert_eq!(document.range_of(part), Some(6..11));
        assert_eq!(document.range_of("elsewhere"), None);
    }
}
