//! Cells of comma-separated text with their places: RFC 4180, and the semicolons and tabs
//! that spreadsheets write instead.

use std::borrow::Cow;
use std::ops::Range;

/// A row of a table.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Bytes of the row, without its line end.
    pub range: Range<usize>,
    /// Its cells.
    pub cells: Vec<Cell>,
    /// The byte at which its quotes become invalid.
    pub damaged: Option<usize>,
}

/// A cell of a row.
#[derive(Debug, PartialEq, Eq)]
pub struct Cell {
    /// Bytes of its content, without the quotes around it.
    pub range: Range<usize>,
    /// Whether it is quoted, so that `""` is one quote.
    pub quoted: bool,
}

impl Cell {
    /// The content of the cell.
    pub fn value<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let content = text.get(self.range.clone()).unwrap_or_default();
        if self.quoted && content.contains("\"\"") {
            Cow::Owned(content.replace("\"\"", "\""))
        } else {
            Cow::Borrowed(content)
        }
    }
}

/// Reads rows from the start of a text; blank lines are skipped.
pub fn rows(text: &str, delimiter: u8) -> impl Iterator<Item = Row> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let bytes = text.as_bytes();
        while let Some(b'\r' | b'\n') = bytes.get(at) {
            at += 1;
        }
        if at >= bytes.len() {
            return None;
        }
        let (row, next) = row(bytes, at, delimiter);
        at = next;
        Some(row)
    })
}

/// The row that starts at `start`, and where the next one may start.
fn row(bytes: &[u8], start: usize, delimiter: u8) -> (Row, usize) {
    let mut row = Row::default();
    let mut at = start;
    loop {
        let quoted = bytes.get(at) == Some(&b'"');
        let range = if quoted {
            let (range, end, closed) = quoted_cell(bytes, at + 1);
            if !closed {
                row.damaged.get_or_insert(at);
            }
            at = end;
            range
        } else {
            at..at
        };
        let rest = at;
        while !ends_cell(bytes, at, delimiter) {
            at += 1;
        }
        if quoted && at > rest {
            row.damaged.get_or_insert(rest);
        }
        row.cells.push(Cell {
            range: if quoted { range } else { rest..at },
            quoted,
        });
        if bytes.get(at) != Some(&delimiter) {
            row.range = start..at;
            return (row, at);
        }
        at += 1;
    }
}

/// The content of a quoted cell, its end, and whether its quotes are closed.
fn quoted_cell(bytes: &[u8], start: usize) -> (Range<usize>, usize, bool) {
    let mut at = start;
    while let Some(byte) = bytes.get(at) {
        if *byte == b'"' {
            if bytes.get(at + 1) != Some(&b'"') {
                return (start..at, at + 1, true);
            }
            at += 1;
        }
        at += 1;
    }
    (start..bytes.len(), bytes.len(), false)
}

fn ends_cell(bytes: &[u8], at: usize, delimiter: u8) -> bool {
    match bytes.get(at) {
        None | Some(b'\n') => true,
        Some(b'\r') => matches!(bytes.get(at + 1), None | Some(b'\n')),
        Some(byte) => *byte == delimiter,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<Vec<String>> {
        rows(text, b',')
            .map(|row| {
                row.cells
                    .iter()
                    .map(|cell| cell.value(text).into_owned())
                    .collect()
            })
            .collect()
    }

    #[test]
    fn quotes_and_line_ends_are_read() {
        assert_eq!(
            cells("a,b\r\n\"x,\"\"y\"\"\n\",\n\n,z"),
            [vec!["a", "b"], vec!["x,\"y\"\n", ""], vec!["", "z"]]
        );
        assert_eq!(cells("a"), [["a"]]);
        assert!(cells("\n\r\n").is_empty());
    }

    #[test]
    fn quotes_that_make_no_sense_are_noticed() {
        let damaged = |text: &str| rows(text, b',').map(|row| row.damaged).collect::<Vec<_>>();
        assert_eq!(damaged("\"a\"b,c\nd"), [Some(3), None]);
        assert_eq!(damaged("a,\"b\nc"), [Some(2)]);
        assert_eq!(damaged("a\"b\",c"), [None]);
    }

    #[test]
    fn cells_know_their_places() {
        let text = "é,\"b\"";
        let row = rows(text, b',').next().unwrap();
        let places: Vec<&str> = row
            .cells
            .iter()
            .map(|cell| text.get(cell.range.clone()).unwrap())
            .collect();
        assert_eq!(places, ["é", "b"]);
    }
}
