//! File trees: the disk, or another source of policy files such as a git revision.

use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use onus_core::file_kind::FileKind;

/// A larger file is not even read: the engine takes 1 MiB, which in UTF-16 is two.
const LARGEST_POLICY: u64 = 4 << 20;

/// The same for data documents.
const LARGEST_DATA: u64 = 256 << 20;

/// What is at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A file.
    File,
    /// A folder.
    Folder,
    /// Something else, such as a named pipe.
    Special(FileKind),
    /// Nothing that could be read.
    Nowhere,
}

/// Files in folders, such as the disk's or those of a revision of a repository.
pub trait Tree {
    /// What is at a path.
    fn place(&self, path: &Path) -> Place;

    /// The files below a folder, in order; for what can't be read, its path and the
    /// reason.
    fn below(&self, folder: &Path) -> Vec<Result<PathBuf, (String, String)>>;

    /// The content of a file.
    ///
    /// # Errors
    /// It can't be read; the reason.
    fn read(&self, path: &Path) -> Result<Vec<u8>, String>;
}

/// The files of the disk. Links are followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Disk;

impl Tree for Disk {
    fn place(&self, path: &Path) -> Place {
        match std::fs::metadata(path) {
            Ok(about) if about.is_file() => Place::File,
            Ok(about) if about.is_dir() => Place::Folder,
            Ok(about) => Place::Special(FileKind::of(about.file_type())),
            Err(_) => Place::Nowhere,
        }
    }

    fn below(&self, folder: &Path) -> Vec<Result<PathBuf, (String, String)>> {
        WalkDir::new(folder)
            .follow_links(true)
            .sort_by_file_name()
            .into_iter()
            .filter_map(|entry| match entry {
                Ok(entry) if entry.file_type().is_dir() => None,
                Ok(entry) if entry.file_type().is_file() => Some(Ok(entry.path().to_owned())),
                // Opening a pipe would wait for whoever writes into it.
                Ok(entry) => is_called_policy(entry.path()).then(|| {
                    let what = FileKind::of(entry.file_type());
                    let path = entry.path().display().to_string();
                    Err((path, format!("it is {what} and not a file")))
                }),
                Err(error) => Some(Err((
                    error.path().unwrap_or(folder).display().to_string(),
                    error.io_error().map_or_else(
                        || "a link leads back to its own folder".to_owned(),
                        ToString::to_string,
                    ),
                ))),
            })
            .collect()
    }

    fn read(&self, path: &Path) -> Result<Vec<u8>, String> {
        let is_data = path.extension().is_some_and(|ending| ending == "json");
        let size = std::fs::metadata(path).map_or(0, |about| about.len());
        let (largest, help) = match is_data {
            true => (
                LARGEST_DATA,
                "a data document may have 256 MiB, since every evaluation holds it in memory",
            ),
            false => (LARGEST_POLICY, "the engine takes policies of at most 1 MiB"),
        };
        if size > largest {
            return Err(format!("it has {} MiB, and {help}", size >> 20));
        }
        std::fs::read(path).map_err(|error| error.to_string())
    }
}

/// Whether something in a folder would be taken for a policy, a test or a data document.
fn is_called_policy(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.ends_with(".rego") || name == "data.json"
}
