//! Opening of inventories: small ones into memory, large ones as files that can be read again.

use std::fs::{File, Metadata};
use std::io::{self, Cursor, Read, Seek as _, copy, stdin};
use std::path::Path;

use onus::diagnostic::Diagnostic;
use onus::evaluate::run::{Opened, StoredFile};
use onus::inventory::{DecodeError, MOST_UNPACKED, Packing, Source, broken, check_start};

/// How many times larger than a compressed file its text is estimated to be.
const EXPANSION: u64 = 16;

/// How inventories are opened.
pub struct Opener<'o> {
    /// The size of a text, in bytes, above which it stays in its file.
    pub stream_above: u64,
    /// The number of bytes that a compressed inventory may unpack to, or a pipe may give.
    pub max_unpacked: Option<u64>,
    /// The output of a command.
    pub export: Option<&'o File>,
}

impl Opener<'_> {
    /// Opens a source.
    ///
    /// # Errors
    /// It can't be read, or is small and not text.
    pub fn open(&self, source: Source) -> Result<Opened, Box<Diagnostic>> {
        match &source {
            Source::File(path) => match file_and_size(path) {
                Some((file, size)) if size > self.stream_above => large(&source, file),
                Some(_) => {
                    let loaded = source.load_within(&mut io::empty(), self.max_unpacked);
                    loaded.map(Opened::Document)
                }
                None => match File::open(path) {
                    Ok(file) => self.open_stream(&source, file),
                    Err(error) => Err(Box::new(broken(&source.name(), error))),
                },
            },
            Source::Export => match self.rewound_export() {
                Err(error) => Err(Box::new(broken(&source.name(), error))),
                Ok((file, size)) if size > self.stream_above => large(&source, file),
                Ok((mut file, _)) => {
                    let loaded = source.load_within(&mut file, self.max_unpacked);
                    loaded.map(Opened::Document)
                }
            },
            Source::Stdin => self.open_stream(&source, stdin()),
        }
    }

    /// The output of a command from its start, and the estimated size of its text.
    fn rewound_export(&self) -> io::Result<(File, u64)> {
        let export = self.export.ok_or(io::ErrorKind::NotFound)?;
        let mut file = export.try_clone()?;
        file.rewind()?;
        let size = text_size(&mut file, export.metadata()?.len());
        file.rewind()?;
        Ok((file, size))
    }

    /// Reads a pipe or a device, which can be read only once and may have no end.
    fn open_stream(&self, source: &Source, stream: impl Read) -> Result<Opened, Box<Diagnostic>> {
        let fail = |error| Box::new(broken(&source.name(), error));
        let too_long = |limit| fail(io::Error::other(DecodeError::TooLong(limit)));
        let limit = self.max_unpacked.unwrap_or(MOST_UNPACKED);
        let mut stream = stream.take(limit.saturating_add(1));
        let mut start = Vec::new();
        let read = (&mut stream)
            .take(self.stream_above.saturating_add(1))
            .read_to_end(&mut start)
            .map_err(fail)? as u64;
        if read > limit {
            return Err(too_long(limit));
        }
        if read.saturating_mul(expansion(&start)) <= self.stream_above {
            let mut start = Cursor::new(start);
            let loaded = source.load_from(&mut start, read, self.max_unpacked);
            return loaded.map(Opened::Document);
        }
        check_start(&start).map_err(|error| fail(io::Error::other(error)))?;
        let mut file = tempfile::tempfile().map_err(fail)?;
        let copied = copy(&mut Cursor::new(start).chain(stream), &mut file).map_err(fail)?;
        if copied > limit {
            return Err(too_long(limit));
        }
        large(source, file)
    }
}

/// A file that can be read several times, and the estimated size of its text. None for pipes
/// and devices.
fn file_and_size(path: &Path) -> Option<(File, u64)> {
    // Opening a pipe just to look at it would end the process that writes into it.
    let metadata = std::fs::metadata(path).ok().filter(Metadata::is_file)?;
    let mut file = File::open(path).ok()?;
    let size = text_size(&mut file, metadata.len());
    Some((file, size))
}

/// The estimated size of the text of a file of so many bytes.
fn text_size(file: &mut File, bytes: u64) -> u64 {
    let mut start = [0; 4];
    let start = file.read_exact(&mut start).map_or(&[][..], |()| &start);
    bytes.saturating_mul(expansion(start))
}

/// How many times its size a text is estimated to be whose bytes start like this.
fn expansion(start: &[u8]) -> u64 {
    Packing::of(start).map_or(1, |_| EXPANSION)
}

fn large(source: &Source, file: File) -> Result<Opened, Box<Diagnostic>> {
    match StoredFile::new(source.name(), file) {
        Ok(file) => Ok(Opened::Large(Box::new(file))),
        Err(error) => Err(Box::new(broken(&source.name(), error))),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use onus::evaluate::run::ReadAgainError;

    use super::*;

    #[test]
    fn a_file_that_changes_is_not_read_on() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.ndjson");
        std::fs::write(&path, "{}\n{}\n").unwrap();
        let opener = Opener {
            stream_above: 2,
            max_unpacked: None,
            export: None,
        };
        let Ok(Opened::Large(large)) = opener.open(Source::File(path.clone())) else {
            panic!("it is large");
        };
        assert!(large.reader().is_ok());
        let mut file = File::options().append(true).open(&path).unwrap();
        file.write_all(b"{}\n").unwrap();
        let error = large.reader().err().unwrap();
        assert!(matches!(error, ReadAgainError::Changed));
    }
}
