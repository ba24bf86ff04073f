//! Opened inventory: text in memory, or a large file that is read in chunks.

use std::io::{self, Read};
use std::sync::Arc;

use onus_core::document::Document;

/// An inventory that the program has opened.
pub enum Opened {
    /// It is in memory.
    Document(Arc<Document>),
    /// It stays in its file, and is read more than once.
    Large(Box<dyn LargeFile>),
}

/// The bytes of a large inventory. They can be compressed, and in any encoding that
/// [`Document`]s are decoded from.
///
/// A run reads the file up to four times, one reader at a time.
pub trait LargeFile: Send {
    /// The name to show, as the user wrote it.
    fn name(&self) -> String;

    /// The number of bytes.
    fn size(&self) -> u64;

    /// A reader of all bytes, from the first one.
    ///
    /// # Errors
    /// The file can't be read, or has changed since it was opened.
    fn reader(&self) -> Result<Box<dyn Read>, ReadAgainError>;
}

/// Why a file can't be read again.
#[derive(Debug, thiserror::Error)]
pub enum ReadAgainError {
    /// It is not what it was.
    #[error("it was changed")]
    Changed,
    /// The system can't read it.
    #[error(transparent)]
    Io(#[from] io::Error),
}
