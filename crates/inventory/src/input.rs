//! The input of a reader: a document, its outline and the options.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::value::RawValue;

use onus_core::diagnostic::{Diagnostic, Spot};
use onus_core::document::Document;
use onus_core::json_pointer::Pointer;

use crate::json::json_problem::json_problem;
use crate::json::outline::{Members, Outline, items};
use crate::streaming::file_survey::Survey;

/// A document together with its top level.
#[derive(Debug)]
pub struct Input<'t> {
    /// The document; records point into it.
    pub document: &'t Arc<Document>,
    /// Its top level.
    pub outline: Outline<'t>,
    /// How to read it.
    pub options: &'t ReadOptions,
    /// Which part of a file it is.
    pub part: Part,
    /// What an earlier reading told of the whole file. None when there was none: the
    /// document is all that there is, or is read to find that out.
    pub known: Option<&'t Survey>,
}

/// Which part of a file a document is. What a reader says of the file as a whole,
/// it says at its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// All of it, or lines that are documents of their own.
    Whole,
    /// Some of the items of its array.
    Some,
    /// The last items of its array.
    Last {
        /// The number of items of its array that came before.
        before: usize,
    },
}

impl Part {
    /// Whether nothing follows.
    pub fn is_end(self) -> bool {
        self != Self::Some
    }

    /// The number of items that came before.
    pub fn before(self) -> usize {
        match self {
            Self::Last { before } => before,
            Self::Whole | Self::Some => 0,
        }
    }
}

/// How to read documents, beside what they say of themselves.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// The format's name; none to find it out.
    pub format: Option<String>,
    /// Values for the parameters of templates; of two for the same, the later one
    /// counts.
    pub parameters: Vec<Arc<Document>>,
    /// Where records of no known format have their id.
    pub id_path: Option<Pointer>,
    /// Where records of no known format have their type.
    pub type_path: Option<Pointer>,
}

impl Input<'_> {
    /// The place of a part of the document.
    pub fn spot(&self, part: &RawValue) -> Spot {
        let range = self.document.range_of(part.get()).unwrap_or_default();
        Spot::new(self.document, range)
    }

    /// The pointer in the file of one in the document.
    pub fn pointer(&self, pointer: &Pointer) -> Pointer {
        let (file, _) = Document::trace(self.document, 0..0);
        file.pointer(pointer)
    }

    /// Parses a small part of the document.
    ///
    /// # Errors
    /// It is not of the expected shape; with the exact place.
    pub fn parse<'p, T: Deserialize<'p>>(&self, part: &'p RawValue) -> Result<T, Box<Diagnostic>> {
        serde_json::from_str(part.get()).map_err(|error| self.problem(part, &error))
    }

    /// The members of a part that should be an object.
    ///
    /// # Errors
    /// It is not an object, or has a key twice.
    pub fn members<'p>(&self, part: &'p RawValue) -> Result<Members<'p>, Box<Diagnostic>> {
        Members::parse(part.get()).map_err(|error| self.problem(part, &error))
    }

    /// The items of a member that should be an array; none when it is absent or
    /// null.
    ///
    /// # Errors
    /// It is something else.
    pub fn items<'p>(
        &self,
        members: &Members<'p>,
        key: &str,
    ) -> Result<Vec<&'p RawValue>, Box<Diagnostic>> {
        match members.get(key) {
            None => Ok(Vec::new()),
            Some(part) if part.get() == "null" => Ok(Vec::new()),
            Some(part) => items(part.get()).map_err(|error| self.problem(part, &error)),
        }
    }

    fn problem(&self, part: &RawValue, error: &serde_json::Error) -> Box<Diagnostic> {
        Box::new(json_problem(self.document, part.get(), error))
    }
}
