//! First pass over opened inventories. Small ones are read into memory; large ones are read
//! through once, to learn what their resources are.

use std::sync::Arc;

use onus_core::diagnostic::Diagnostic;
use onus_core::document::Document;
use onus_inventory::{
    DuplicateResources, Extent, MisnamedRecords, ReadOptions, Reading, Resource, Sequence, Survey,
    joins, read_documents,
};

use crate::link::Names;
use crate::run::contents::Contents;
use crate::run::inventory::{Inventory, LargeInventory};
use crate::run::large_file::LargeText;
use crate::run::opened::{LargeFile, Opened};
use crate::run::repeated_problems::RepeatedProblems;

/// How to read for the first time.
pub(super) struct FirstPass<'o> {
    /// How to read documents.
    pub options: &'o ReadOptions,
    /// The number of bytes that a compressed file may unpack to.
    pub max_unpacked: Option<u64>,
    /// The size of a chunk, in bytes.
    pub chunk: usize,
}

/// The inventories after the first pass.
#[derive(Default)]
pub(super) struct FirstPassResult {
    /// Those that can be evaluated, in the order in which they were opened.
    pub inventories: Vec<Inventory>,
    /// Resources that a plan removes.
    pub removed: Vec<Resource>,
    /// Their resources, summed up.
    pub contents: Contents,
    /// The problems of reading them.
    pub problems: Vec<Diagnostic>,
    /// Whether a reader had a problem. Duplicates and wrong names are none: nothing is missing.
    pub reading: Problems,
}

/// Whether there are problems.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Problems {
    /// There is none.
    #[default]
    None,
    /// There is at least one.
    Some,
}

/// A file on its way through the first pass.
enum Step {
    /// It is in memory.
    InMemory(Arc<Document>),
    /// It may be read in chunks.
    Sequence(Box<Sequence>, LargeText),
    /// It was read through, and can be read in chunks.
    InChunks(Box<LargeInventory>, Contents, Vec<Diagnostic>),
}

type Steps = Vec<Result<Step, Box<Diagnostic>>>;

impl FirstPass<'_> {
    /// Reads opened inventories. `extent` says whether they are all that the user named; the
    /// returned one says whether all of them could be read, too.
    pub fn read(
        &self,
        opened: impl IntoIterator<Item = Result<Opened, Box<Diagnostic>>>,
        extent: Extent,
    ) -> (FirstPassResult, Extent) {
        let mut twins = DuplicateResources::default();
        let mut misnaming = MisnamedRecords::default();
        let opened: Steps = opened
            .into_iter()
            .map(|opened| match opened? {
                Opened::Document(document) => Ok(Step::InMemory(document)),
                Opened::Large(file) => self.detect(file),
            })
            .collect();
        let surveyed: Steps = self
            .joined(opened)
            .into_iter()
            .map(|step| match step? {
                Step::Sequence(sequence, text) => {
                    self.survey(*sequence, text, &mut twins, &mut misnaming)
                }
                step => Ok(step),
            })
            .collect();
        let extent = if surveyed.iter().any(Result::is_err) {
            Extent::Incomplete
        } else {
            extent
        };
        let (readings, extent) = read_documents(&in_memory(&surveyed), extent, self.options);
        let mut result = FirstPassResult::default();
        let mut readings = readings.into_iter();
        for step in surveyed {
            match step {
                Ok(Step::InMemory(document)) => {
                    let mut reading = readings.next().unwrap_or_default();
                    misnaming.add(std::mem::take(&mut reading.misnamed));
                    twins.add(&reading.resources);
                    result.add(document, reading);
                }
                Ok(Step::InChunks(large, contents, problems)) => {
                    result.contents.absorb(contents);
                    result.problems.extend(problems);
                    let large = Inventory::InChunks(large.settled(extent));
                    result.inventories.push(large);
                }
                // All sequences have been surveyed.
                Ok(Step::Sequence(..)) => {}
                Err(problem) => result.problems.push(*problem),
            }
        }
        if !result.problems.is_empty() {
            result.reading = Problems::Some;
        }
        result.problems.extend(twins.report());
        result.problems.extend(misnaming.report());
        (result, extent)
    }

    fn detect(&self, file: Box<dyn LargeFile>) -> Result<Step, Box<Diagnostic>> {
        let text = LargeText::new(file, self.max_unpacked);
        let name = Arc::from(text.name());
        let mut open = || text.open();
        let sequence = Sequence::of(name, &mut open, self.options, self.chunk.max(1))?;
        Ok(match sequence {
            Some(sequence) => Step::Sequence(Box::new(sequence), text),
            None => Step::InMemory(text.load()?),
        })
    }

    /// Loads files whose records are joined with those of other files: in chunks they would
    /// be joined with none. The only file of its kind has none to be joined with.
    fn joined(&self, opened: Steps) -> Steps {
        let is_joined = |step: &Result<Step, Box<Diagnostic>>| matches!(step, Ok(Step::Sequence(sequence, _)) if sequence.joins());
        if !opened.iter().any(is_joined) {
            return opened;
        }
        let others = opened.iter().filter(|step| match step {
            Ok(Step::InMemory(document)) => joins(document, self.options),
            step => is_joined(step),
        });
        if others.count() < 2 {
            return opened;
        }
        opened
            .into_iter()
            .map(|step| match step? {
                Step::Sequence(sequence, text) if sequence.joins() => {
                    Ok(Step::InMemory(text.load()?))
                }
                step => Ok(step),
            })
            .collect()
    }

    /// Reads a large file through, in chunks.
    fn survey(
        &self,
        sequence: Sequence,
        text: LargeText,
        twins: &mut DuplicateResources,
        misnaming: &mut MisnamedRecords,
    ) -> Result<Step, Box<Diagnostic>> {
        let mut problems = RepeatedProblems::default();
        let mut contents = Contents::default();
        let mut names = Names::default();
        let mut survey = Survey::default();
        let mut misnamed = MisnamedRecords::default();
        let mut read = || {
            let mut chunks = sequence.pieces(text.open()?);
            while survey.has_distinct_subjects()
                && let Some((document, part)) = chunks.cut()?
            {
                let reading = sequence.read(&document, part, self.options, None)?;
                contents.add(&reading);
                names.add(&reading.resources);
                twins.add(&reading.resources);
                misnamed.add(reading.misnamed);
                problems.add(reading.problems);
                survey.absorb(reading.survey);
            }
            Ok(())
        };
        let surveyed: Result<(), Box<Diagnostic>> = read();
        // Nothing of a damaged file counts: a type of which nothing is evaluated would be
        // seen as collected.
        if surveyed.is_err() || !survey.has_distinct_subjects() {
            twins.forget(&text.name());
            surveyed?;
            return Ok(Step::InMemory(text.load()?));
        }
        misnaming.absorb(misnamed);
        problems.add(sequence.close(&survey));
        let problems = problems.report(&text.name()).collect();
        let resources = contents.resources;
        let large = LargeInventory {
            sequence,
            text,
            survey,
            resources,
            names,
        };
        Ok(Step::InChunks(Box::new(large), contents, problems))
    }
}

impl FirstPassResult {
    fn add(&mut self, document: Arc<Document>, reading: Reading) {
        self.contents.add(&reading);
        self.problems.extend(reading.problems);
        self.removed.extend(reading.removed);
        self.inventories.push(Inventory::InMemory {
            document,
            others: reading.other_files,
            resources: reading.resources,
        });
    }
}

/// The documents in memory, in order.
fn in_memory(steps: &Steps) -> Vec<Arc<Document>> {
    steps
        .iter()
        .filter_map(|step| match step {
            Ok(Step::InMemory(document)) => Some(Arc::clone(document)),
            _ => None,
        })
        .collect()
}
