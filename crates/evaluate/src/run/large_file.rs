//! Large file as text: decoded, unpacked within limits, and the same in every reading.

use std::fs::File;
use std::io::{self, Read, Seek as _};
use std::sync::Arc;
use std::time::SystemTime;

use onus_core::diagnostic::Diagnostic;
use onus_core::document::Document;
use onus_inventory::{broken, load_stream, stream_text};

use crate::run::opened::{LargeFile, ReadAgainError};

/// The text of a large inventory.
pub(super) struct LargeText {
    file: Box<dyn LargeFile>,
    /// The number of bytes that it may unpack to.
    max_unpacked: Option<u64>,
}

impl LargeText {
    pub fn new(file: Box<dyn LargeFile>, max_unpacked: Option<u64>) -> Self {
        Self { file, max_unpacked }
    }

    /// The name to show.
    pub fn name(&self) -> String {
        self.file.name()
    }

    /// The text from its start.
    ///
    /// # Errors
    /// The file can't be read, or has changed.
    pub fn open(&self) -> Result<Box<dyn Read>, Box<Diagnostic>> {
        stream_text(self.reader()?, self.file.size(), self.max_unpacked)
            .map_err(|error| Box::new(broken(&self.name(), error)))
    }

    /// The complete text.
    ///
    /// # Errors
    /// The file can't be read, has changed, or is not text.
    pub fn load(&self) -> Result<Arc<Document>, Box<Diagnostic>> {
        let mut reader = self.reader()?;
        load_stream(
            &self.name(),
            &mut reader,
            self.file.size(),
            self.max_unpacked,
        )
    }

    /// Checks that the file has not changed.
    ///
    /// # Errors
    /// It has, or can't be read.
    pub fn check(&self) -> Result<(), Box<Diagnostic>> {
        self.reader().map(drop)
    }

    /// The file has changed between two readings. Resources are identified by their numbers
    /// from one reading to the next, so nothing can be evaluated.
    pub fn changed(&self) -> Diagnostic {
        Diagnostic::error(format!("`{}` was changed while it was read", self.name()))
            .help("run onus again when the export is complete")
    }

    fn reader(&self) -> Result<Box<dyn Read>, Box<Diagnostic>> {
        self.file.reader().map_err(|error| {
            Box::new(match error {
                ReadAgainError::Changed => self.changed(),
                ReadAgainError::Io(error) => broken(&self.name(), error),
            })
        })
    }
}

/// A [`LargeFile`] that is a file of the system, which notices when it is changed.
pub struct StoredFile {
    name: String,
    file: File,
    stamp: Stamp,
}

/// The size of a file, and when it was changed.
type Stamp = (u64, Option<SystemTime>);

impl StoredFile {
    /// An open file, with its name.
    ///
    /// # Errors
    /// Its size is not known.
    pub fn new(name: impl Into<String>, file: File) -> io::Result<Self> {
        Ok(Self {
            name: name.into(),
            stamp: stamp(&file)?,
            file,
        })
    }
}

impl LargeFile for StoredFile {
    fn name(&self) -> String {
        self.name.clone()
    }

    fn size(&self) -> u64 {
        self.stamp.0
    }

    fn reader(&self) -> Result<Box<dyn Read>, ReadAgainError> {
        // Clones share a position, hence one reader at a time.
        let mut file = self.file.try_clone()?;
        file.rewind()?;
        if stamp(&file)? == self.stamp {
            Ok(Box::new(file))
        } else {
            Err(ReadAgainError::Changed)
        }
    }
}

fn stamp(file: &File) -> io::Result<Stamp> {
    let metadata = file.metadata()?;
    Ok((metadata.len(), metadata.modified().ok()))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct ChangedFile;

    impl LargeFile for ChangedFile {
        fn name(&self) -> String {
            "a.ndjson".to_owned()
        }

        fn size(&self) -> u64 {
            6
        }

        fn reader(&self) -> Result<Box<dyn Read>, ReadAgainError> {
            Err(ReadAgainError::Changed)
        }
    }

    #[test]
    fn a_file_that_changes_is_not_read_on() {
        let text = LargeText::new(Box::new(ChangedFile), None);
        let changed = "`a.ndjson` was changed while it was read";
        assert_eq!(text.open().err().unwrap().message, changed);
        assert_eq!(text.load().unwrap_err().message, changed);
        assert_eq!(text.check().unwrap_err().message, changed);
    }
}
