//! Documents that are made of records: a single one, an array of them, or one on
//! each line.

use serde_json::value::RawValue;

use onus_core::document::Document;
use onus_core::pointer::Pointer;
use onus_core::problem::{Problem, Spot};

use super::reader::{Input, LOOKED_AT, json_problem};
use super::resource::Body;
use super::sketch::{Members, Sketch};

/// One record: its text, a slice of the document, and its pointer.
#[derive(Debug, Clone)]
pub struct Entry<'t> {
    /// The record's text.
    pub text: &'t str,
    /// Where it stands in the document.
    pub pointer: Pointer,
}

/// The records of a document; empty places of an array are none.
pub fn entries<'t>(source: &Input<'t>) -> Vec<Entry<'t>> {
    match &source.sketch {
        Sketch::Object(_) => vec![Entry {
            text: source.document.text().trim(),
            pointer: Pointer::root(),
        }],
        Sketch::Array(items) => listed(&Pointer::root(), items),
        Sketch::Lines(lines) => lines
            .iter()
            .map(|line| Entry {
                text: line.text.trim(),
                pointer: Pointer::root(),
            })
            .collect(),
        Sketch::Text(_) => Vec::new(),
    }
}

/// The records of an array that stands at `at`.
pub fn listed<'t>(at: &Pointer, items: &[&'t RawValue]) -> Vec<Entry<'t>> {
    items
        .iter()
        .enumerate()
        .filter(|(_, item)| item.get() != "null")
        .map(|(index, item)| Entry {
            text: item.get(),
            pointer: at.child(index.to_string()),
        })
        .collect()
}

/// Whether one of the first records passes the test.
pub fn any_of_first(sketch: &Sketch<'_>, test: impl Fn(&Members<'_>) -> bool) -> bool {
    let passes = |text: &str| Members::parse(text).is_ok_and(|members| test(&members));
    match sketch {
        Sketch::Object(top) => test(top),
        Sketch::Array(items) => items.iter().take(LOOKED_AT).any(|item| passes(item.get())),
        Sketch::Lines(lines) => lines.iter().take(LOOKED_AT).any(|line| passes(line.text)),
        Sketch::Text(_) => false,
    }
}

impl<'t> Entry<'t> {
    /// The record's members.
    ///
    /// # Errors
    /// It is not an object, or has a key twice.
    pub fn members(&self, source: &Input<'_>) -> Result<Members<'t>, Box<Problem>> {
        Members::parse(self.text)
            .map_err(|error| Box::new(json_problem(source.document, self.text, &error)))
    }

    /// The record as it stands in the document.
    pub fn body(&self, source: &Input<'_>, properties: Pointer) -> Body {
        Body {
            document: source.document.clone(),
            range: source.document.range_of(self.text).unwrap_or_default(),
            pointer: self.pointer.clone(),
            properties,
            raw: Pointer::root(),
        }
    }

    /// A problem with the record as a whole.
    pub fn problem(
        &self,
        source: &Input<'_>,
        message: impl Into<String>,
        help: &str,
    ) -> Box<Problem> {
        let range = source.document.range_of(self.text).unwrap_or_default();
        Box::new(
            Problem::error(message)
                .at(Spot::new(source.document, range))
                .help(help),
        )
    }
}

/// The same text of a document as a problem's place, for what is not a record.
pub fn spot_of(source: &Input<'_>, part: &str) -> Spot {
    Spot::new(
        source.document,
        source.document.range_of(part).unwrap_or_default(),
    )
}

/// A document that is a record of its own, made from others.
pub fn made_body(made: std::sync::Arc<Document>, pointer: Pointer, properties: Pointer) -> Body {
    Body {
        range: 0..made.text().len(),
        document: made,
        pointer,
        properties,
        raw: Pointer::root(),
    }
}
