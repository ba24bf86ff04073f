//! Inventories of a run, opened by the program and read once.

use std::collections::HashMap;
use std::sync::Arc;

use onus_core::diagnostic::Diagnostic;
use onus_core::document::Document;
use onus_inventory::{Extent, ReadOptions, Resource, read_documents};

use crate::estate::EstateCoverage;
use crate::link::Names;
use crate::run::contents::Contents;
use crate::run::first_pass::{FirstPass, Problems};
use crate::run::inventory::{Inventory, ResourceBatch};
use crate::run::observer::Documents;
use crate::run::opened::Opened;

/// How inventories are read.
#[derive(Debug)]
pub struct Settings {
    /// How documents are read.
    pub options: ReadOptions,
    /// The number of bytes that a compressed file may unpack to; none for the usual limit.
    pub max_unpacked: Option<u64>,
    /// The size of the chunks of a [large file](Opened::Large), in bytes.
    pub chunk: usize,
    /// How much of the estate the inventories are, if all can be read.
    pub coverage: EstateCoverage,
}

impl Settings {
    /// The usual size of a chunk: 4 MiB.
    pub const CHUNK: usize = 4 << 20;
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            options: ReadOptions::default(),
            max_unpacked: None,
            chunk: Self::CHUNK,
            coverage: EstateCoverage::Complete,
        }
    }
}

/// All inventories of a run that can be read.
pub struct Inventories {
    inventories: Vec<Inventory>,
    /// Resources that a plan removes.
    removed: Vec<Resource>,
    options: ReadOptions,
    /// Whether everything that the user named could be read.
    extent: Extent,
    contents: Contents,
    coverage: EstateCoverage,
    /// The problems of reading, as far as they were not removed yet.
    pub problems: Vec<Diagnostic>,
}

/// All documents and resources of a run, in memory.
pub struct InMemory {
    /// The documents.
    pub documents: Vec<Arc<Document>>,
    /// The resources, in the order of the documents.
    pub resources: Vec<Resource>,
    /// Resources that a plan removes, for controls that ask for changes.
    pub removed: Vec<Resource>,
    /// How much of the estate they are.
    pub coverage: EstateCoverage,
}

impl InMemory {
    /// The documents by name.
    pub fn by_name(&self) -> Documents {
        self.documents
            .iter()
            .map(|document| (document.name().to_owned(), Arc::clone(document)))
            .collect::<HashMap<_, _>>()
    }
}

impl Inventories {
    /// Reads opened inventories. A problem takes the place of one that could not be opened;
    /// all others are still read. `extent` says whether these are all inventories that the
    /// user named.
    pub fn read(
        opened: impl IntoIterator<Item = Result<Opened, Box<Diagnostic>>>,
        extent: Extent,
        settings: Settings,
    ) -> Self {
        let Settings {
            options,
            max_unpacked,
            chunk,
            coverage,
        } = settings;
        let first_pass = FirstPass {
            options: &options,
            max_unpacked,
            chunk,
        };
        let (result, extent) = first_pass.read(opened, extent);
        let is_unread = extent == Extent::Incomplete || result.reading == Problems::Some;
        Self {
            inventories: result.inventories,
            removed: result.removed,
            options,
            extent,
            contents: result.contents,
            coverage: match coverage {
                EstateCoverage::Complete if is_unread => EstateCoverage::Unread,
                coverage => coverage,
            },
            problems: result.problems,
        }
    }

    /// The resources of all inventories, summed up.
    pub fn contents(&self) -> &Contents {
        &self.contents
    }

    /// How much of the estate they are.
    pub fn coverage(&self) -> EstateCoverage {
        self.coverage
    }

    /// Takes all documents and resources out, into memory.
    ///
    /// # Errors
    /// A large inventory can't be read again.
    pub fn take_in_memory(&mut self) -> Result<InMemory, Box<Diagnostic>> {
        let mut documents = Vec::new();
        let mut resources = Vec::new();
        for inventory in std::mem::take(&mut self.inventories) {
            let (document, read) = match inventory {
                Inventory::InMemory {
                    document,
                    resources,
                    ..
                } => (document, resources),
                Inventory::InChunks(large) => {
                    let document = large.text.load()?;
                    let documents = std::slice::from_ref(&document);
                    let (readings, _) = read_documents(documents, self.extent, &self.options);
                    let resources = readings.into_iter().flat_map(|r| r.resources).collect();
                    (document, resources)
                }
            };
            documents.push(document);
            resources.extend(read);
        }
        Ok(InMemory {
            documents,
            resources,
            removed: std::mem::take(&mut self.removed),
            coverage: self.coverage,
        })
    }

    /// The resources in memory, without those of large inventories.
    pub fn in_memory(&self) -> impl Iterator<Item = &Resource> {
        self.inventories
            .iter()
            .flat_map(|inventory| match inventory {
                Inventory::InMemory { resources, .. } => resources.as_slice(),
                Inventory::InChunks(_) => &[],
            })
    }

    /// Resources that a plan removes. They are no resources of the inventories, and only
    /// controls that ask for changes see them.
    pub fn removed(&self) -> &[Resource] {
        &self.removed
    }

    /// The documents in memory, by name.
    pub(super) fn documents(&self) -> Documents {
        let in_memory = self
            .inventories
            .iter()
            .filter_map(|inventory| match inventory {
                Inventory::InMemory { document, .. } => Some(document),
                Inventory::InChunks(_) => None,
            });
        in_memory
            .map(|document| (document.name().to_owned(), Arc::clone(document)))
            .collect()
    }

    /// Takes out the names of all resources, in their order.
    pub(super) fn take_names(&mut self) -> Names {
        let mut all = Names::default();
        for inventory in &mut self.inventories {
            match inventory {
                Inventory::InMemory { resources, .. } => all.add(resources),
                Inventory::InChunks(large) => {
                    all.absorb(std::mem::take(&mut large.names));
                }
            }
        }
        all
    }

    /// The inventories by name, with the number of resources in each.
    pub fn sizes(&self) -> Vec<(String, usize)> {
        self.inventories
            .iter()
            .map(|inventory| match inventory {
                Inventory::InMemory {
                    document,
                    resources,
                    ..
                } => (document.name().to_owned(), resources.len()),
                Inventory::InChunks(large) => (large.text.name(), large.resources),
            })
            .collect()
    }

    /// Whether some of them are read in chunks.
    pub fn is_in_chunks(&self) -> bool {
        self.inventories
            .iter()
            .any(|inventory| matches!(inventory, Inventory::InChunks(..)))
    }

    /// Passes all resources on, batch by batch.
    ///
    /// # Errors
    /// A large inventory can't be read again, or has changed; or the error of `take`.
    pub fn each_batch(
        &self,
        take: &mut dyn FnMut(&ResourceBatch<'_>) -> Result<(), Box<Diagnostic>>,
    ) -> Result<(), Box<Diagnostic>> {
        for inventory in &self.inventories {
            match inventory {
                Inventory::InMemory {
                    document,
                    others,
                    resources,
                } => take(&ResourceBatch {
                    resources,
                    documents: std::iter::once(document).chain(others).cloned().collect(),
                })?,
                Inventory::InChunks(large) => large.each_batch(&self.options, take)?,
            }
        }
        Ok(())
    }
}
