//! Inventories, from what the user names. What is large and can be read some
//! records at a time is looked through once, to know what it holds, and read a
//! second time to be decided.

pub(crate) mod first_pass;
pub(crate) mod large_file;
pub(crate) mod repeated_problems;

use std::collections::{BTreeSet, HashMap};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use onus::diagnostic::{Diagnostic, Level};
use onus::document::Document;
use onus::engine::Value;
use onus::file_kind::require_file;
use onus::inventory::{
    Extent, ReadOptions, Reading, Resource, Sequence, Source, Survey, expand, read_documents,
};
use onus::json_pointer::Pointer;
use onus::link::Names;
use onus::lint::Known;

use super::args::ReadingArgs;
use crate::cli::inventories::first_pass::First;
use crate::cli::inventories::large_file::Bytes;

/// Files larger than this are read in pieces, unless told.
const LARGE: u64 = 64 << 20;

/// All that was named and can be read.
pub struct Inventories {
    files: Vec<Inventory>,
    /// Where the files really are.
    paths: BTreeSet<PathBuf>,
    options: ReadOptions,
    max_unpacked: Option<u64>,
    /// Whether all that was named could be read.
    extent: Extent,
    /// What the resources are.
    pub contents: Contents,
    /// What could not be read, and what the user should know.
    pub problems: Vec<Diagnostic>,
}

/// What the resources of all inventories are.
#[derive(Debug, Default)]
pub struct Contents {
    /// Their types.
    pub kinds: BTreeSet<String>,
    /// The types of what they are about, where that is another resource: boundaries are
    /// asked about these too.
    pub subjects: BTreeSet<String>,
    /// Their providers.
    pub providers: BTreeSet<String>,
    /// How many they are.
    pub resources: usize,
}

pub(crate) enum Inventory {
    /// Held in memory, with the other documents that parts of its resources are in.
    Held(Arc<Document>, Vec<Arc<Document>>, Vec<Resource>),
    /// Read a piece at a time.
    InPieces(Box<Large>),
}

/// A large inventory, with what its first reading told.
pub(crate) struct Large {
    sequence: Sequence,
    bytes: Bytes,
    /// What its records need of each other.
    known: Survey,
    /// The number of its resources.
    resources: usize,
    /// What they are called.
    names: Names,
}

/// All documents and resources, in memory.
pub struct Held {
    /// The documents.
    pub documents: Vec<Arc<Document>>,
    /// The resources, in the order of the documents.
    pub resources: Vec<Resource>,
}

impl Held {
    /// The documents by name.
    pub fn by_name(&self) -> HashMap<String, Arc<Document>> {
        self.documents
            .iter()
            .map(|document| (document.name().to_owned(), Arc::clone(document)))
            .collect()
    }
}

/// Resources that are decided together, and the documents that they are in.
pub struct Piece<'p> {
    /// The resources.
    pub resources: &'p [Resource],
    /// The documents.
    pub documents: Vec<Arc<Document>>,
}

/// Reads files, folders, globs and `-`. What can't be read is a problem; the rest
/// is still read.
pub fn read(named: &[String], arguments: &ReadingArgs) -> Inventories {
    read_beside(None, named, arguments)
}

/// The same, behind what a command has printed, if there is one.
pub fn read_beside(
    export: Option<&File>,
    named: &[String],
    arguments: &ReadingArgs,
) -> Inventories {
    let mut problems = Vec::new();
    let options = options(arguments, &mut problems);
    let (mut sources, unfound) = expand(named);
    if export.is_some() {
        sources.insert(0, Source::Export);
    }
    problems.extend(unfound);
    let extent = match problems.iter().any(|p| p.level == Level::Error) {
        true => Extent::Lacking,
        false => Extent::Whole,
    };
    let paths = sources
        .iter()
        .filter_map(|source| match source {
            Source::File(path) => path.canonicalize().ok(),
            Source::Stdin | Source::Export => None,
        })
        .collect();
    let first = First {
        options: &options,
        max_unpacked: arguments.max_unpacked,
        large: arguments.stream_above.unwrap_or(LARGE),
        export,
    };
    let (all, extent) = first.read(sources, extent);
    problems.extend(all.problems);
    Inventories {
        files: all.files,
        paths,
        options,
        max_unpacked: arguments.max_unpacked,
        extent,
        contents: all.contents,
        problems,
    }
}

impl Inventories {
    /// All documents and resources, held in memory.
    ///
    /// # Errors
    /// A large one can't be read any more.
    pub fn hold(&mut self) -> Result<Held, Box<Diagnostic>> {
        let mut documents = Vec::new();
        let mut resources = Vec::new();
        for inventory in std::mem::take(&mut self.files) {
            let (document, read) = match inventory {
                Inventory::Held(document, _, resources) => (document, resources),
                Inventory::InPieces(large) => {
                    let document = large.bytes.load(self.max_unpacked)?;
                    let documents = std::slice::from_ref(&document);
                    let (readings, _) = read_documents(documents, self.extent, &self.options);
                    let resources = readings.into_iter().flat_map(|r| r.resources).collect();
                    (document, resources)
                }
            };
            documents.push(document);
            resources.extend(read);
        }
        Ok(Held {
            documents,
            resources,
        })
    }

    /// The resources that are held in memory, those of large inventories not among
    /// them.
    pub fn held(&self) -> impl Iterator<Item = &Resource> {
        self.files.iter().flat_map(|inventory| match inventory {
            Inventory::Held(_, _, resources) => resources.as_slice(),
            Inventory::InPieces(_) => &[],
        })
    }

    /// What all resources are called, in their order; to be asked for once.
    pub fn names(&mut self) -> Names {
        let mut all = Names::default();
        for inventory in &mut self.files {
            match inventory {
                Inventory::Held(_, _, resources) => all.add(resources),
                Inventory::InPieces(large) => {
                    all.absorb(std::mem::take(&mut large.names));
                }
            }
        }
        all
    }

    /// The files by name, with the number of resources in each.
    pub fn sizes(&self) -> Vec<(String, usize)> {
        self.files
            .iter()
            .map(|inventory| match inventory {
                Inventory::Held(document, _, resources) => {
                    (document.name().to_owned(), resources.len())
                }
                Inventory::InPieces(large) => (large.bytes.name(), large.resources),
            })
            .collect()
    }

    /// Whether a path leads to one of the files.
    pub fn is_one_of_them(&self, path: &Path) -> bool {
        path.canonicalize()
            .is_ok_and(|path| self.paths.contains(&path))
    }

    /// Whether some are read in pieces.
    pub fn is_in_pieces(&self) -> bool {
        self.files
            .iter()
            .any(|inventory| matches!(inventory, Inventory::InPieces(..)))
    }

    /// Hands all resources out, piece by piece.
    ///
    /// # Errors
    /// What `take` says, or that a file can't be read any more.
    pub fn each_piece(
        &self,
        take: &mut dyn FnMut(&Piece<'_>) -> Result<(), Box<Diagnostic>>,
    ) -> Result<(), Box<Diagnostic>> {
        for inventory in &self.files {
            match inventory {
                Inventory::Held(document, beside, resources) => take(&Piece {
                    resources,
                    documents: std::iter::once(document).chain(beside).cloned().collect(),
                })?,
                Inventory::InPieces(large) => {
                    let Large {
                        sequence,
                        bytes,
                        known,
                        resources,
                        names: _,
                    } = large.as_ref();
                    let mut pieces = sequence.pieces(bytes.open(self.max_unpacked)?);
                    let mut read = 0;
                    while let Some((document, part)) = pieces.cut()? {
                        let reading = sequence.read(&document, part, &self.options, Some(known))?;
                        read += reading.resources.len();
                        if read > *resources {
                            break;
                        }
                        take(&Piece {
                            resources: &reading.resources,
                            documents: vec![document],
                        })?;
                    }
                    // Resources are known by their numbers.
                    if read != *resources {
                        return Err(Box::new(bytes.changed()));
                    }
                    drop(pieces);
                    bytes.check()?;
                }
            }
        }
        Ok(())
    }
}

impl Contents {
    fn absorb(&mut self, other: Self) {
        self.resources += other.resources;
        self.kinds.extend(other.kinds);
        self.subjects.extend(other.subjects);
        self.providers.extend(other.providers);
    }

    fn add(&mut self, reading: &Reading) {
        self.resources += reading.resources.len();
        for resource in &reading.resources {
            if !self.kinds.contains(&resource.kind) {
                self.kinds.insert(resource.kind.clone());
            }
            if let Some(subject) = &resource.subject {
                self.subjects.insert(subject.resource.kind.clone());
            }
            if !self.providers.contains(&resource.provider) {
                self.providers.insert(resource.provider.clone());
            }
        }
    }
}

/// Takes the properties that resources show for known.
pub fn teach<'r>(known: &mut Known, resources: impl IntoIterator<Item = &'r Resource>) {
    for resource in resources {
        let properties = Value::parse(resource.body.text())
            .ok()
            .and_then(|parsed| parsed.value.at(&resource.body.properties));
        if let Some(properties) = properties {
            known.add(&resource.kind, &properties);
        }
    }
}

fn options(arguments: &ReadingArgs, problems: &mut Vec<Diagnostic>) -> ReadOptions {
    let mut parameters = Vec::new();
    for file in &arguments.parameters {
        let opened = require_file(file).map_err(|error| {
            let named = file.display();
            Box::new(
                Diagnostic::error(format!("`{named}` can't be read: {error}"))
                    .help("`--parameters` takes a file of parameters in JSON; check the path"),
            )
        });
        let loaded = opened.and_then(|_| Source::File(file.clone()).load(&mut std::io::empty()));
        match loaded {
            Ok(document) => parameters.push(document),
            Err(problem) => problems.push(*problem),
        }
    }
    ReadOptions {
        format: arguments.format.clone(),
        parameters,
        id_path: arguments.id_path.as_deref().map(Pointer::parse),
        type_path: arguments.type_path.as_deref().map(Pointer::parse),
    }
}
