//! A row of a table as a JSON object whose values lead back to their cells.

use std::sync::Arc;

use serde_json::value::RawValue;

use onus_core::derived_text::Pieces;
use onus_core::document::Document;
use onus_core::json_pointer::Pointer;

use crate::formats::csv::cells::{Cell, Row};

/// A row as an object.
#[derive(Debug)]
pub struct Made {
    /// The object.
    pub document: Arc<Document>,
    /// Places whose value is not certain.
    pub uncertain: Vec<Pointer>,
    /// Places of empty cells: null, an empty string, or not collected.
    pub empty: Vec<Pointer>,
    /// The cell that should contain JSON and does not.
    pub damaged: Option<usize>,
}

/// The columns of a table as the tree of their dotted names.
#[derive(Debug, Default)]
pub struct Columns(Vec<(String, Node)>);

#[derive(Debug)]
enum Node {
    Column(usize),
    Branch(Columns),
}

impl Columns {
    /// The tree of these names.
    ///
    /// # Errors
    /// The column whose place is that of another column.
    pub fn of(names: &[String]) -> Result<Self, usize> {
        let mut columns = Self::default();
        for (index, name) in names.iter().enumerate() {
            // Tags may have dots in their own names.
            let parts: Vec<&str> = match name.split_once('.') {
                Some((first, rest)) if first.eq_ignore_ascii_case("tags") => vec![first, rest],
                _ => name.split('.').collect(),
            };
            let parts = match parts.iter().all(|part| !part.is_empty()) {
                true => parts,
                false => vec![name.as_str()],
            };
            if !columns.insert(&parts, index) {
                return Err(index);
            }
        }
        Ok(columns)
    }

    fn insert(&mut self, parts: &[&str], index: usize) -> bool {
        let Some((first, rest)) = parts.split_first() else {
            return false;
        };
        let place = self.0.iter_mut().find(|(name, _)| name == first);
        match (place, rest.is_empty()) {
            (None, true) => {
                self.0.push(((*first).to_owned(), Node::Column(index)));
                true
            }
            (None, false) => {
                let mut branch = Self::default();
                branch.insert(rest, index);
                self.0.push(((*first).to_owned(), Node::Branch(branch)));
                true
            }
            (Some((_, Node::Branch(branch))), false) => branch.insert(rest, index),
            _ => false,
        }
    }

    /// Makes an object of a row.
    pub fn object(&self, document: &Arc<Document>, row: &Row) -> Made {
        let mut maker = Maker {
            text: document.text(),
            row,
            pieces: Pieces::of(document),
            uncertain: Vec::new(),
            empty: Vec::new(),
            damaged: None,
        };
        maker.branch(self, &Pointer::root());
        Made {
            document: maker.pieces.finish(),
            uncertain: maker.uncertain,
            empty: maker.empty,
            damaged: maker.damaged,
        }
    }
}

struct Maker<'m> {
    text: &'m str,
    row: &'m Row,
    pieces: Pieces,
    uncertain: Vec<Pointer>,
    empty: Vec<Pointer>,
    damaged: Option<usize>,
}

impl Maker<'_> {
    fn branch(&mut self, columns: &Columns, at: &Pointer) {
        let range = self.row.range.clone();
        let mut separator = "{";
        for (name, node) in &columns.0 {
            self.pieces.made(separator, range.clone());
            self.pieces.string(name, range.clone());
            self.pieces.made(":", range.clone());
            separator = ",";
            match node {
                Node::Branch(inner) => self.branch(inner, &at.child(name)),
                Node::Column(index) => match self.row.cells.get(*index) {
                    Some(cell) => self.cell(*index, cell, at.child(name)),
                    None => self.pieces.made("null", range.clone()),
                },
            }
        }
        if separator == "{" {
            self.pieces.made("{", range.clone());
        }
        self.pieces.made("}", range);
    }

    fn cell(&mut self, index: usize, cell: &Cell, at: Pointer) {
        let value = cell.value(self.text);
        let trimmed = value.trim_ascii();
        let range = cell.range.clone();
        if trimmed.is_empty() {
            self.pieces.made("null", range);
            self.empty.push(at);
            return;
        }
        if trimmed.eq_ignore_ascii_case("true") || trimmed.eq_ignore_ascii_case("false") {
            self.pieces.made(&trimmed.to_ascii_lowercase(), range);
            return;
        }
        if trimmed.starts_with(['{', '[']) {
            if serde_json::from_str::<&RawValue>(&value).is_ok() {
                self.json(cell);
                return;
            }
            // A name may really start with a bracket; a truncated object starts like
            // this.
            if ["{\"", "[{", "[\""]
                .iter()
                .any(|start| trimmed.starts_with(start))
            {
                self.damaged.get_or_insert(index);
                self.uncertain.push(at.clone());
            }
        }
        let is_number = serde_json::from_str::<serde_json::Number>(trimmed).is_ok();
        let is_flattened = trimmed.starts_with("@{") || trimmed.starts_with("System.");
        if is_number || is_flattened || trimmed.eq_ignore_ascii_case("null") {
            self.uncertain.push(at);
        }
        if value.contains(['"', '\\']) || value.chars().any(char::is_control) {
            self.pieces.string(&value, range);
        } else {
            self.pieces.made("\"", range.start..range.start);
            self.pieces.copied(range.clone());
            self.pieces.made("\"", range.end..range.end);
        }
    }

    /// Copies JSON, with one quote for each two where the cell is quoted.
    fn json(&mut self, cell: &Cell) {
        let mut at = cell.range.start;
        while let Some(rest) = self.text.get(at..cell.range.end) {
            match rest.find("\"\"").filter(|_| cell.quoted) {
                Some(found) => {
                    self.pieces.copied(at..at + found + 1);
                    at += found + 2;
                }
                None => {
                    self.pieces.copied(at..cell.range.end);
                    return;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::csv::cells::rows;

    fn made(header: &[&str], row: &str) -> Made {
        let document = Arc::new(Document::new("t.csv", row));
        let names: Vec<String> = header.iter().map(|name| (*name).to_owned()).collect();
        let row = rows(document.text(), b',').next().unwrap();
        Columns::of(&names).unwrap().object(&document, &row)
    }

    #[test]
    fn dotted_columns_become_objects() {
        let made = made(
            &["id", "a.b", "a.c.d", "tags.x.y", ".", "n"],
            "i,TRUE,\"x \"\"y\"\"\",z,7,[s",
        );
        assert_eq!(
            made.document.text(),
            r#"{"id":"i","a":{"b":true,"c":{"d":"x \"y\""}},"tags":{"x.y":"z"},".":"7","n":"[s"}"#
        );
        assert_eq!(made.uncertain, [Pointer::root().child(".")]);
        assert_eq!(made.damaged, None);
    }

    #[test]
    fn columns_for_one_place_are_refused() {
        for names in [["a", "a"], ["a", "a.b"], ["a.b", "a"]] {
            let names = names.map(str::to_owned);
            assert_eq!(Columns::of(&names).unwrap_err(), 1, "{names:?}");
        }
    }

    #[test]
    fn json_in_cells_keeps_its_places() {
        let row = r#"i,"{""é"": {""tls"": ""off""}}",,"{""a"": 1""#;
        let made = made(&["id", "properties", "n", "o"], row);
        assert_eq!(
            made.document.text(),
            r#"{"id":"i","properties":{"é": {"tls": "off"}},"n":null,"o":"{\"a\": 1"}"#
        );
        let at = made.document.text().find("\"off\"").unwrap();
        let (file, range) = Document::trace(&made.document, at..at + 5);
        assert!(file.slice(&range).contains("off"));
        assert_eq!(made.empty, [Pointer::parse("/n")]);
        assert_eq!(made.uncertain, [Pointer::parse("/o")]);
        assert_eq!(made.damaged, Some(3));
    }

    proptest::proptest! {
        #[test]
        fn any_content_of_cells_survives(
            cells in proptest::collection::vec("([\\PC\n\"]{0,12}|\\{\"[a\"]{1,3}: 1\\}|\\[[0-9, ]{0,5}\\]| ?TRUE)", 1..5),
        ) {
            let text: Vec<String> = cells
                .iter()
                .map(|cell| format!("\"{}\"", cell.replace('"', "\"\"")))
                .collect();
            let names: Vec<String> = (0..cells.len()).map(|index| format!("c{index}")).collect();
            let document = Arc::new(Document::new("t.csv", text.join(",") + "\r\nnext"));
            let row = rows(document.text(), b',').next().unwrap();
            assert_eq!((row.cells.len(), row.damaged), (cells.len(), None));
            let made = Columns::of(&names).unwrap().object(&document, &row);
            let value: serde_json::Value = serde_json::from_str(made.document.text()).unwrap();
            for (name, cell) in names.iter().zip(&cells) {
                let expected = match cell.trim_ascii() {
                    "" => serde_json::Value::Null,
                    "TRUE" => true.into(),
                    _ => serde_json::from_str(cell)
                        .ok()
                        .filter(|value: &serde_json::Value| value.is_object() || value.is_array())
                        .unwrap_or_else(|| cell.as_str().into()),
                };
                assert_eq!(value[name], expected);
            }
        }
    }
}
