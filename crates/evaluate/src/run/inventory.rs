//! Inventory of a run: its resources in memory, or a large file that is read in chunks.

use std::sync::Arc;

use onus_core::diagnostic::Diagnostic;
use onus_core::document::Document;
use onus_inventory::{Extent, ReadOptions, Resource, Sequence, Survey};

use crate::link::Names;
use crate::run::large_file::LargeText;

/// One inventory, after the first pass.
pub(super) enum Inventory {
    /// It is in memory.
    InMemory {
        /// The inventory's own document.
        document: Arc<Document>,
        /// Other documents that parts of its resources are in.
        others: Vec<Arc<Document>>,
        /// The resources, in the order of the document.
        resources: Vec<Resource>,
    },
    /// It is read in chunks.
    InChunks(Box<LargeInventory>),
}

/// A large inventory, with the findings of the first pass.
pub(super) struct LargeInventory {
    /// Where the records are.
    pub sequence: Sequence,
    /// The file.
    pub text: LargeText,
    /// What readers need to know about the other records of the file.
    pub survey: Survey,
    /// The number of resources.
    pub resources: usize,
    /// The names of the resources.
    pub names: Names,
}

/// Resources that are evaluated together, and the documents that they are in.
pub struct ResourceBatch<'b> {
    /// The resources.
    pub resources: &'b [Resource],
    /// The documents.
    pub documents: Vec<Arc<Document>>,
}

/// A function that takes batches, and can end the reading.
pub(super) type TakeBatch<'t> = dyn FnMut(&ResourceBatch<'_>) -> Result<(), Box<Diagnostic>> + 't;

impl LargeInventory {
    /// The inventory with the findings that are needed when all others are known.
    pub fn settled(mut self: Box<Self>, extent: Extent) -> Box<Self> {
        self.survey = std::mem::take(&mut self.survey).settled(extent);
        self
    }

    /// Reads the file again and passes its resources on, chunk by chunk.
    ///
    /// # Errors
    /// The file can't be read, or has changed; or the error of `take`.
    pub fn each_batch(
        &self,
        options: &ReadOptions,
        take: &mut TakeBatch<'_>,
    ) -> Result<(), Box<Diagnostic>> {
        let mut chunks = self.sequence.pieces(self.text.open()?);
        let mut read = 0;
        while let Some((document, part)) = chunks.cut()? {
            let survey = Some(&self.survey);
            let reading = self.sequence.read(&document, part, options, survey)?;
            read += reading.resources.len();
            if read > self.resources {
                break;
            }
            take(&ResourceBatch {
                resources: &reading.resources,
                documents: vec![document],
            })?;
        }
        // Resources are identified by their numbers.
        if read != self.resources {
            return Err(Box::new(self.text.changed()));
        }
        drop(chunks);
        self.text.check()
    }
}
