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
    /// The survey of the complete file from an earlier reading. None when there was none:
    /// the document is the complete file, or is read to make the survey.
    pub known: Option<&'t Survey>,
}

/// The part of a file that a document is. Readers report messages about the complete file
/// at its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The complete file, or lines that are documents of their own.
    Complete,
    /// Some of the items of its array.
    Some,
    /// The last items of its array.
    Last {
        /// The number of earlier items of its array.
        before: usize,
    },
}

impl Part {
    /// Whether this is the end of the file.
    pub fn is_end(self) -> bool {
        self != Self::Some
    }

    /// The number of earlier items.
    pub fn before(self) -> usize {
        match self {
            Self::Last { before } => before,
            Self::Complete | Self::Some => 0,
        }
    }
}

/// How to read documents, in addition to their own content.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// The format's name; none for detection.
    pub format: Option<String>,
    /// Values for the parameters of templates; of two values for one parameter, the later
    /// one counts.
    pub parameters: Vec<Arc<Document>>,
    /// The path of the id in records of unknown formats.
    pub id_path: Option<Pointer>,
    /// The path of the type in records of unknown formats.
    pub type_path: Option<Pointer>,
}

impl Input<'_> {
    /// The place of a part of the document.
    pub fn spot(&self, part: &RawValue) -> Spot {
        let range = self.document.range_of(part.get()).unwrap_or_default();
        Spot::new(self.document, range)
    }

    /// The pointer in the file for a pointer in the document.
    pub fn pointer(&self, pointer: &Pointer) -> Pointer {
        let (file, _) = Document::trace(self.document, 0..0);
        file.pointer(pointer)
    }

    /// Parses a small part of the document.
    ///
    /// # Errors
    /// The part has an unexpected shape; with the exact place.
    pub fn parse<'p, T: Deserialize<'p>>(&self, part: &'p RawValue) -> Result<T, Box<Diagnostic>> {
        serde_json::from_str(part.get()).map_err(|error| self.problem(part, &error))
    }

    /// The members of a part that should be an object.
    ///
    /// # Errors
    /// The part is not an object, or has a duplicate key.
    pub fn members<'p>(&self, part: &'p RawValue) -> Result<Members<'p>, Box<Diagnostic>> {
        Members::parse(part.get()).map_err(|error| self.problem(part, &error))
    }

    /// The items of a member that should be an array; none when it is absent or null.
    ///
    /// # Errors
    /// The member is something else.
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
