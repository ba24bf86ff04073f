//! The trait of input formats: a reader turns one format's documents into resources.

use std::ops::Range;
use std::sync::Arc;

use onus_core::diagnostic::Diagnostic;
use onus_core::document::Document;

use crate::extent::Extent;
use crate::formats::description::FormatDescription;
use crate::id_name::Misnamed;
use crate::input::Input;
use crate::json::outline::Outline;
use crate::resource::Resource;
use crate::streaming::file_survey::Survey;
use crate::streaming::record_location::RecordLocation;

/// Turns the documents of one format into resources.
///
/// A reader knows nothing about policies. It maps each record's header, says where the
/// native record and its configuration are, and lists unknown and sensitive places. It
/// doesn't parse configurations.
pub trait Reader: Sync {
    /// What the format is: its name, documentation, example, and how large files are read.
    fn description(&self) -> &'static FormatDescription;

    /// The name that `--format` takes.
    fn format(&self) -> &'static str {
        self.description().name
    }

    /// Whether the document is of this format, according to its top level.
    fn recognizes(&self, outline: &Outline<'_>) -> bool;

    /// Whether it can read the document if the options have the paths of the id and the
    /// type.
    fn reads_by_path(&self, _outline: &Outline<'_>) -> bool {
        false
    }

    /// Where this document has records that can be read some at a time: no record needs
    /// another one, or only what the [`Survey`] of the file has. Messages about the file
    /// as a whole then come from [`Self::close`], or depend on [`Input::part`]. None when
    /// the document has to be read as a whole.
    fn sequence(&self, outline: &Outline<'_>) -> Option<RecordLocation> {
        self.description().streaming.location_in(outline)
    }

    /// Whether several documents can describe one resource, so that all documents of a
    /// run have to be read together.
    fn joins(&self) -> bool {
        false
    }

    /// Reads everything that can be read, and reports the rest as problems.
    fn read(&self, source: &Input<'_>) -> Reading;

    /// Messages about the file of this name, after all of it has been read.
    fn close(&self, _name: &str, _survey: &Survey) -> Vec<Diagnostic> {
        Vec::new()
    }

    /// Reads all documents of a run, with the messages about each: one reading per
    /// document. Only called for readers that join.
    fn read_together(&self, sources: &[Input<'_>], _extent: Extent) -> Vec<Reading> {
        sources.iter().map(|source| self.read(source)).collect()
    }
}

/// What a reader made of a document.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Reading {
    /// Resources in the order of the document.
    pub resources: Vec<Resource>,
    /// Resources that a plan removes, for controls that ask for changes.
    pub removed: Vec<Resource>,
    /// The other files that contain parts of them.
    pub other_files: Vec<Arc<Document>>,
    /// Problems and messages.
    pub problems: Vec<Diagnostic>,
    /// What the document shows about the complete file.
    pub survey: Survey,
    /// Records with a `name` that their id contradicts, for one warning per run.
    pub misnamed: Vec<Misnamed>,
    /// Whether `ConvertTo-Json` always flattens a part of such documents. No export is
    /// better, so it is not reported. Flattened values are unknown in any case.
    pub is_always_flattened: bool,
    /// Bytes of the document that no code frame may show, and that no resource has.
    pub withheld: Vec<Range<usize>>,
}
