//! The extent of a run's documents.

/// Whether the documents are all that was named for a run. If so, what is in none of
/// them doesn't exist; otherwise it may be in a document that could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// All documents could be read.
    Complete,
    /// Some could not be read.
    Incomplete,
}
