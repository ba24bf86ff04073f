//! Which inputs a worker is at, for whoever finds out that it has ended.

use std::fs::File;
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::Path;

/// A thread's place in the file of its worker.
pub struct Journal {
    file: Option<File>,
    place: u64,
}

/// The bytes of a number.
const SIZE: u64 = 8;

impl Journal {
    /// The place of a thread.
    pub fn of(path: &Path, thread: usize) -> Self {
        let file = File::options()
            .write(true)
            .create(true)
            .truncate(false)
            .open(path);
        Self {
            file: file.ok(),
            place: SIZE * thread as u64,
        }
    }

    /// Writes which input comes next; nothing when there is none.
    pub fn note(&mut self, number: Option<u64>) {
        if let Some(file) = &mut self.file {
            let bytes = number.map_or(0, |number| number + 1).to_le_bytes();
            let noted = file.seek(SeekFrom::Start(self.place));
            drop(noted.and_then(|_| file.write_all(&bytes)));
        }
    }

    /// The inputs that a worker was at when it ended.
    pub fn read(path: &Path) -> Vec<u64> {
        let bytes = std::fs::read(path).unwrap_or_default();
        bytes
            .chunks_exact(8)
            .filter_map(|bytes| {
                let number = u64::from_le_bytes(bytes.try_into().ok()?);
                number.checked_sub(1)
            })
            .collect()
    }
}
