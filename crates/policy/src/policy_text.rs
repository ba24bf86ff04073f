//! The text of a policy, and which file it is.

use std::sync::Arc;

use onus_core::document::Document;
use onus_core::source_id::{Origin, SourceId};

/// A policy's text.
#[derive(Debug, Clone)]
pub struct PolicyFile {
    /// Which file it is.
    pub source: SourceId,
    /// The file.
    pub document: Arc<Document>,
}

impl PolicyFile {
    /// A file of a known origin, whose path is the document's name.
    pub fn new(origin: Origin, document: Document) -> Self {
        Self {
            source: SourceId::new(origin, document.name()),
            document: Arc::new(document),
        }
    }
}
