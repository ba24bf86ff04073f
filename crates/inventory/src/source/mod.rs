//! The source of an inventory, and the decoding of its bytes to a document.

pub(crate) mod expand;

use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;
use std::sync::Arc;

use onus_core::diagnostic::{Diagnostic, Spot};
use onus_core::document::{Cut, Document, Position};

use onus_core::text::{DecodeError, MOST_UNPACKED, allowance, decode_within};

/// A source of an inventory.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// Standard input.
    Stdin,
    /// A file.
    File(PathBuf),
    /// The output of a command, which the caller has.
    Export,
}

impl Source {
    /// The name of a command's output.
    pub const EXPORT: &'static str = "<exec>";

    /// The name of standard input.
    pub const STDIN: &'static str = "<stdin>";

    /// Whether a name is that of a stream, which has no path to be known by.
    pub fn is_stream(name: &str) -> bool {
        name == Self::STDIN || name == Self::EXPORT
    }

    /// The name to show: the path as the user wrote it, `<stdin>` or `<exec>`.
    pub fn name(&self) -> String {
        match self {
            Self::Stdin => Self::STDIN.to_owned(),
            Self::Export => Self::EXPORT.to_owned(),
            Self::File(path) => path.display().to_string(),
        }
    }

    /// Reads and decodes the source; `stdin` is the stream of standard input, or of a
    /// command's output.
    ///
    /// # Errors
    /// The source can't be read, or is not text.
    pub fn load(&self, stdin: &mut dyn Read) -> Result<Arc<Document>, Box<Diagnostic>> {
        self.load_within(stdin, None)
    }

    /// Reads and decodes a source that may unpack to `most` bytes; without a number, to
    /// the default for its size.
    ///
    /// # Errors
    /// The source can't be read, or is not text.
    pub fn load_within(
        &self,
        stdin: &mut dyn Read,
        most: Option<u64>,
    ) -> Result<Arc<Document>, Box<Diagnostic>> {
        match self {
            Self::Stdin | Self::Export => self.load_from(stdin, 0, most),
            Self::File(path) => {
                let opened = File::open(path).and_then(|file| {
                    let size = file.metadata()?.len();
                    Ok((file, size))
                });
                match opened {
                    Ok((mut file, size)) => self.load_from(&mut file, size, most),
                    Err(error) => Err(Box::new(broken(&self.name(), error))),
                }
            }
        }
    }

    /// Reads and decodes an open stream of this source of about `size` bytes, if that is
    /// known.
    ///
    /// # Errors
    /// The stream can't be read, or is not text.
    pub fn load_from(
        &self,
        stream: &mut dyn Read,
        size: u64,
        most: Option<u64>,
    ) -> Result<Arc<Document>, Box<Diagnostic>> {
        load_stream(&self.name(), stream, size, most)
    }
}

/// Reads and decodes the bytes of a stream, about `size` of them if that is known. They may
/// unpack to `most` bytes; without a number, to what is usual for their size.
///
/// # Errors
/// They can't be read, or are not text.
pub fn load_stream(
    name: &str,
    stream: &mut dyn Read,
    size: u64,
    most: Option<u64>,
) -> Result<Arc<Document>, Box<Diagnostic>> {
    let limit = most.unwrap_or_default().max(MOST_UNPACKED);
    let bytes = bytes_of(stream, size, limit).map_err(|error| Box::new(broken(name, error)))?;
    let most = most.unwrap_or_else(|| allowance(bytes.len()));
    decode_within(bytes, most)
        .map(|text| Arc::new(Document::new(name, text)))
        .map_err(|error| Box::new(not_text(name.to_owned(), error)))
}

/// The complete stream, unless it is longer than the limit.
fn bytes_of(stream: &mut dyn Read, size: u64, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let room = usize::try_from(size.min(limit)).unwrap_or(usize::MAX);
    bytes
        .try_reserve_exact(room)
        .map_err(|_| io::ErrorKind::OutOfMemory)?;
    stream
        .take(limit.saturating_add(1))
        .read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Err(io::Error::other(DecodeError::TooLong(limit)));
    }
    Ok(bytes)
}

/// The problem with a stream of [`super::stream_text`] that could not be read.
pub fn broken(name: &str, error: io::Error) -> Diagnostic {
    match error.downcast::<DecodeError>() {
        Ok(error) => not_text(name.to_owned(), error),
        Err(error) => unreadable(name, &error),
    }
}

/// The problem with a file or folder that could not be read.
pub fn unreadable(name: &str, error: &io::Error) -> Diagnostic {
    let why = match error.kind() {
        io::ErrorKind::PermissionDenied => "you are not allowed to".to_owned(),
        io::ErrorKind::NotFound => "it is not there, or is a link to nothing".to_owned(),
        _ => error.to_string(),
    };
    let problem = Diagnostic::error(format!("`{name}` can't be read: {why}"));
    match error.kind() {
        io::ErrorKind::PermissionDenied => {
            problem.help("run onus as somebody who may read it, or change its mode")
        }
        _ => problem,
    }
}

/// The problem with bytes that are not UTF-8, in a part of a file that starts at this
/// position.
pub fn not_utf8(name: &str, error: std::string::FromUtf8Error, at: Position) -> Diagnostic {
    let valid = error.utf8_error().valid_up_to();
    let mut bytes = error.into_bytes();
    bytes.truncate(valid);
    let before = String::from_utf8(bytes).unwrap_or_default();
    let cut = Cut {
        stretches: vec![(0, at)],
        items: None,
    };
    let document = Arc::new(Document::cut_out(name, before, cut));
    Diagnostic::error(format!(
        "`{name}` is not text: there is a byte that is not UTF-8"
    ))
    .at(Spot::new(&document, valid..valid))
    .help(NOT_UTF8)
}

/// The fix for text that is not UTF-8.
const NOT_UTF8: &str = "save it as UTF-8; UTF-16 is read too, with or without its mark";

fn not_text(name: String, error: DecodeError) -> Diagnostic {
    let message = format!("`{name}` is not text: {error}");
    match &error {
        DecodeError::NotUtf8 { before, .. } => {
            let end = before.len();
            let document = Arc::new(Document::new(name, before.as_str()));
            Diagnostic::error(message)
                .at(Spot::new(&document, end..end))
                .help(NOT_UTF8)
        }
        DecodeError::NotUtf16 => Diagnostic::error(message).help("save it as UTF-8"),
        DecodeError::Gzip(_) | DecodeError::Zstd(_) => {
            Diagnostic::error(message).help("make the export again")
        }
        DecodeError::Binary(_) => {
            Diagnostic::error(message).help("give an inventory that is text, or compressed text")
        }
        DecodeError::TooLarge(_) | DecodeError::TooLong(_) => {
            Diagnostic::error(format!("`{name}` is too large: {error}"))
                .help("if it is a real export, split it, or allow more with `--max-unpacked BYTES`")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_are_loaded() {
        let load = |bytes: &[u8]| {
            let mut bytes = bytes;
            Source::Stdin.load(&mut bytes)
        };
        let document = load(b"\xff\xfe{\0}\0").unwrap();
        assert_eq!((document.name(), document.text()), ("<stdin>", "{}"));
        let problem = load(b"{\n \"a\": \"\xff\"}").unwrap_err();
        assert_eq!(
            problem.to_string(),
            "<stdin>:2:8: `<stdin>` is not text: byte 9 is not UTF-8"
        );
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.json"), "[]").unwrap();
        let source = Source::File(folder.path().join("a.json"));
        assert_eq!(source.load(&mut io::empty()).unwrap().text(), "[]");
        let gone = Source::File(folder.path().join("b.json"));
        let problem = gone.load(&mut io::empty()).unwrap_err();
        assert!(problem.message.contains("can't be read: it is not there"));
    }
}
