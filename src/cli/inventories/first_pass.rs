//! The first reading of all that was named. What is small is held in memory and read;
//! what is large is looked through, to learn what its resources are.

use std::fs::File;
use std::sync::Arc;

use onus::diagnostic::Diagnostic;
use onus::document::Document;
use onus::inventory::{
    Extent, Misnaming, ReadOptions, Reading, Sequence, Source, Survey, Twins, joins, read_documents,
};
use onus::link::Names;

use crate::cli::inventories::large_file::{Bytes, SizedSource};
use crate::cli::inventories::repeated_problems::Alike;
use crate::cli::inventories::{Contents, Inventory, Large};

/// About the size of a piece.
const PIECE: u64 = 4 << 20;

/// How to read for the first time.
pub struct First<'o> {
    /// How to read documents.
    pub options: &'o ReadOptions,
    /// The most that compressed files may unpack to.
    pub max_unpacked: Option<u64>,
    /// What is larger is read in pieces.
    pub large: u64,
    /// What a command has printed.
    pub export: Option<&'o File>,
}

/// What the first reading came to.
#[derive(Default)]
pub struct All {
    /// What can be decided, in the order in which it was named.
    pub files: Vec<Inventory>,
    /// What is in it.
    pub contents: Contents,
    /// What is to be said of it.
    pub problems: Vec<Diagnostic>,
}

/// A file on its way.
enum Step {
    /// It is held in memory.
    Whole(Arc<Document>),
    /// It may be read in pieces.
    InPieces(Box<Sequence>, Bytes),
    /// It was looked through, and can be read in pieces.
    Apart(Box<Large>, Contents, Vec<Diagnostic>),
}

type Steps = Vec<Result<Step, Box<Diagnostic>>>;

impl First<'_> {
    /// Reads all sources. `extent` says whether they are all that was named; the answer
    /// says whether they could be read, too.
    pub fn read(&self, sources: Vec<Source>, extent: Extent) -> (All, Extent) {
        let mut twins = Twins::default();
        let mut misnaming = Misnaming::default();
        let opened: Steps = sources
            .into_iter()
            .map(|source| self.open(source))
            .collect();
        let looked: Steps = self
            .joined(opened)
            .into_iter()
            .map(|step| match step? {
                Step::InPieces(sequence, bytes) => {
                    self.look_through(*sequence, bytes, &mut twins, &mut misnaming)
                }
                step => Ok(step),
            })
            .collect();
        let extent = if looked.iter().any(Result::is_err) {
            Extent::Lacking
        } else {
            extent
        };
        let (readings, extent) = read_documents(&held(&looked), extent, self.options);
        let mut all = All::default();
        let mut readings = readings.into_iter();
        for step in looked {
            match step {
                Ok(Step::Whole(document)) => {
                    let mut reading = readings.next().unwrap_or_default();
                    misnaming.add(std::mem::take(&mut reading.misnamed));
                    twins.add(&reading.resources);
                    all.hold(document, reading);
                }
                Ok(Step::Apart(large, contents, problems)) => {
                    all.contents.absorb(contents);
                    all.problems.extend(problems);
                    all.files.push(Inventory::InPieces(large.settled(extent)));
                }
                // All have been looked through.
                Ok(Step::InPieces(..)) => {}
                Err(problem) => all.problems.push(*problem),
            }
        }
        all.problems.extend(twins.report());
        all.problems.extend(misnaming.report());
        (all, extent)
    }

    fn open(&self, source: Source) -> Result<Step, Box<Diagnostic>> {
        let bytes = match SizedSource::look(source, self.large, self.max_unpacked, self.export)? {
            SizedSource::Small(document) => return Ok(Step::Whole(document)),
            SizedSource::Large(bytes) => bytes,
        };
        let size = usize::try_from(PIECE.min(self.large)).unwrap_or_default();
        let mut open = || bytes.open(self.max_unpacked);
        let name = Arc::from(bytes.name());
        Ok(
            match Sequence::of(name, &mut open, self.options, size.max(1))? {
                Some(sequence) => Step::InPieces(Box::new(sequence), bytes),
                None => self.load(&bytes)?,
            },
        )
    }

    fn load(&self, bytes: &Bytes) -> Result<Step, Box<Diagnostic>> {
        Ok(Step::Whole(bytes.load(self.max_unpacked)?))
    }

    /// Loads files whose records are joined with those of other files: in pieces they
    /// would be joined with none. The only file of its kind has none to be joined with.
    fn joined(&self, opened: Steps) -> Steps {
        let is_joined = |step: &Result<Step, Box<Diagnostic>>| matches!(step, Ok(Step::InPieces(sequence, _)) if sequence.joins());
        if !opened.iter().any(is_joined) {
            return opened;
        }
        let others = opened.iter().filter(|step| match step {
            Ok(Step::Whole(document)) => joins(document, self.options),
            step => is_joined(step),
        });
        if others.count() < 2 {
            return opened;
        }
        opened
            .into_iter()
            .map(|step| match step? {
                Step::InPieces(sequence, bytes) if sequence.joins() => self.load(&bytes),
                step => Ok(step),
            })
            .collect()
    }

    fn look_through(
        &self,
        sequence: Sequence,
        bytes: Bytes,
        twins: &mut Twins,
        misnaming: &mut Misnaming,
    ) -> Result<Step, Box<Diagnostic>> {
        let mut problems = Alike::default();
        let mut contents = Contents::default();
        let mut names = Names::default();
        let mut survey = Survey::default();
        let mut misnamed = Misnaming::default();
        let mut look = || {
            let mut pieces = sequence.pieces(bytes.open(self.max_unpacked)?);
            while survey.is_apart()
                && let Some((document, part)) = pieces.cut()?
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
        let looked = look();
        // What was read of a file that turns out to be damaged must not count: a type
        // of which nothing is decided would be taken for collected.
        if looked.is_err() || !survey.is_apart() {
            twins.forget(&bytes.name());
            return looked.and_then(|()| self.load(&bytes));
        }
        misnaming.absorb(misnamed);
        problems.add(sequence.close(&survey));
        let problems = problems.report(&bytes.name()).collect();
        let resources = contents.resources;
        let large = Large {
            sequence,
            bytes,
            known: survey,
            resources,
            names,
        };
        Ok(Step::Apart(Box::new(large), contents, problems))
    }
}

impl All {
    fn hold(&mut self, document: Arc<Document>, reading: Reading) {
        self.contents.add(&reading);
        self.problems.extend(reading.problems);
        self.files
            .push(Inventory::Held(document, reading.beside, reading.resources));
    }
}

impl Large {
    /// What was learned, as far as it is needed to decide.
    fn settled(mut self: Box<Self>, extent: Extent) -> Box<Self> {
        self.known = std::mem::take(&mut self.known).settled(extent);
        self
    }
}

/// The documents that are held in memory, in order.
fn held(steps: &Steps) -> Vec<Arc<Document>> {
    steps
        .iter()
        .filter_map(|step| match step {
            Ok(Step::Whole(document)) => Some(Arc::clone(document)),
            _ => None,
        })
        .collect()
}
