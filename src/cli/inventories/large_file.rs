//! Where the bytes of inventories are, and whether they are so many that they should
//! not be held in memory.

use std::fs::{File, Metadata};
use std::io::{self, Cursor, Read, Seek as _, copy, stdin};
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use onus::diagnostic::Diagnostic;
use onus::document::Document;
use onus::inventory::{
    DecodeError, MOST_UNPACKED, Packing, Source, broken, check_start, stream_text,
};

/// How many times smaller than its text a compressed file is taken to be.
const PACKED: u64 = 16;

/// A source, looked at for its size.
pub enum SizedSource {
    /// It is in memory.
    Small(Arc<Document>),
    /// It is still where it was.
    Large(Bytes),
}

/// The bytes of a large inventory: of a file, or of a temporary one that holds what
/// came from standard input or from a command.
pub struct Bytes {
    source: Source,
    file: File,
    /// What the file was when it was found.
    stamp: Stamp,
}

/// The size of a file, and when it was changed.
type Stamp = (u64, Option<SystemTime>);

impl SizedSource {
    /// Looks at a source: it is large with more than so many bytes of text. What is
    /// compressed may unpack to `most` bytes; `export` is what a command has printed.
    ///
    /// # Errors
    /// It can't be read, or is small and not text.
    pub fn look(
        source: Source,
        large: u64,
        most: Option<u64>,
        export: Option<&File>,
    ) -> Result<Self, Box<Diagnostic>> {
        match &source {
            Source::File(path) => match size_of(path) {
                Some((file, size)) if size > large => Bytes::of(source, file).map(Self::Large),
                Some(_) => source.load_within(&mut io::empty(), most).map(Self::Small),
                None => match File::open(path) {
                    Ok(file) => Self::stream(source, file, large, most),
                    Err(error) => Err(Box::new(broken(&source.name(), error))),
                },
            },
            Source::Export => {
                let rewound = || {
                    let export = export.ok_or(io::ErrorKind::NotFound)?;
                    let mut file = export.try_clone()?;
                    file.rewind()?;
                    let size = weighed(&mut file, export.metadata()?.len());
                    file.rewind()?;
                    io::Result::Ok((file, size))
                };
                match rewound() {
                    Err(error) => Err(Box::new(broken(&source.name(), error))),
                    Ok((file, size)) if size > large => Bytes::of(source, file).map(Self::Large),
                    Ok((mut file, _)) => source.load_within(&mut file, most).map(Self::Small),
                }
            }
            Source::Stdin => Self::stream(source, stdin(), large, most),
        }
    }

    /// Reads what can be read only once: a pipe, or a device. It may have no end.
    fn stream(
        source: Source,
        stream: impl Read,
        large: u64,
        most: Option<u64>,
    ) -> Result<Self, Box<Diagnostic>> {
        let fail = |error| Box::new(broken(&source.name(), error));
        let too_long = |limit| fail(io::Error::other(DecodeError::TooLong(limit)));
        let limit = most.unwrap_or(MOST_UNPACKED);
        let mut stream = stream.take(limit.saturating_add(1));
        let mut start = Vec::new();
        let read = (&mut stream)
            .take(large.saturating_add(1))
            .read_to_end(&mut start)
            .map_err(fail)? as u64;
        if read > limit {
            return Err(too_long(limit));
        }
        if read.saturating_mul(growth(&start)) <= large {
            let mut start = Cursor::new(start);
            return source.load_from(&mut start, read, most).map(Self::Small);
        }
        check_start(&start).map_err(|error| fail(io::Error::other(error)))?;
        let mut file = tempfile::tempfile().map_err(fail)?;
        let copied = copy(&mut Cursor::new(start).chain(stream), &mut file).map_err(fail)?;
        if copied > limit {
            return Err(too_long(limit));
        }
        Bytes::of(source, file).map(Self::Large)
    }
}

/// A file that can be read more than once, and about the size of its text.
fn size_of(path: &Path) -> Option<(File, u64)> {
    // A pipe must not be opened to be looked at: who writes into it would lose its
    // reader.
    let metadata = std::fs::metadata(path).ok().filter(Metadata::is_file)?;
    let mut file = File::open(path).ok()?;
    let size = weighed(&mut file, metadata.len());
    Some((file, size))
}

/// About the size of the text of a file of so many bytes.
fn weighed(file: &mut File, bytes: u64) -> u64 {
    let mut begins = [0; 4];
    let begins = file.read_exact(&mut begins).map_or(&[][..], |()| &begins);
    bytes.saturating_mul(growth(begins))
}

/// How many times its size a text is taken to be whose bytes begin so.
fn growth(begins: &[u8]) -> u64 {
    Packing::of(begins).map_or(1, |_| PACKED)
}

fn stamp(file: &File) -> io::Result<Stamp> {
    let metadata = file.metadata()?;
    Ok((metadata.len(), metadata.modified().ok()))
}

impl Bytes {
    fn of(source: Source, file: File) -> Result<Self, Box<Diagnostic>> {
        match stamp(&file) {
            Ok(stamp) => Ok(Self {
                source,
                file,
                stamp,
            }),
            Err(error) => Err(Box::new(broken(&source.name(), error))),
        }
    }

    /// The name to show.
    pub fn name(&self) -> String {
        self.source.name()
    }

    /// The text from its start. One stream at a time: they share a position.
    ///
    /// # Errors
    /// It can't be read, or is not what it was.
    pub fn open(&self, most: Option<u64>) -> Result<Box<dyn Read>, Box<Diagnostic>> {
        stream_text(self.rewind()?, self.stamp.0, most)
            .map_err(|error| Box::new(broken(&self.name(), error)))
    }

    /// All of it.
    ///
    /// # Errors
    /// It can't be read, or is not text.
    pub fn load(&self, most: Option<u64>) -> Result<Arc<Document>, Box<Diagnostic>> {
        let mut file = self.rewind()?;
        self.source.load_from(&mut file, self.stamp.0, most)
    }

    /// Whether it still is what it was.
    ///
    /// # Errors
    /// It is not, or can't be read.
    pub fn check(&self) -> Result<(), Box<Diagnostic>> {
        self.rewind().map(drop)
    }

    /// What to say when it is read again and is not what it was: resources are known
    /// by their numbers from one reading to the next.
    pub fn changed(&self) -> Diagnostic {
        Diagnostic::error(format!("`{}` was changed while it was read", self.name()))
            .help("run onus again when the export is complete")
    }

    /// The file from its first byte on.
    fn rewind(&self) -> Result<File, Box<Diagnostic>> {
        let rewound = || {
            let mut file = self.file.try_clone()?;
            file.rewind()?;
            Ok((stamp(&file)?, file))
        };
        let (stamp, file) = rewound().map_err(|error| Box::new(broken(&self.name(), error)))?;
        if stamp == self.stamp {
            Ok(file)
        } else {
            Err(Box::new(self.changed()))
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn a_file_that_changes_is_not_read_on() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.ndjson");
        std::fs::write(&path, "{}\n{}\n").unwrap();
        let Ok(SizedSource::Large(bytes)) =
            SizedSource::look(Source::File(path.clone()), 2, None, None)
        else {
            panic!("it is large");
        };
        assert!(bytes.open(None).is_ok());
        let mut file = File::options().append(true).open(&path).unwrap();
        file.write_all(b"{}\n").unwrap();
        let problem = bytes.open(None).err().unwrap();
        assert!(
            problem
                .message
                .ends_with("a.ndjson` was changed while it was read")
        );
    }
}
