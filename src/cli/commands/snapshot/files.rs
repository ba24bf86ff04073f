//! Files of snapshots, and their folder.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use onus::config::Config;
use onus::diagnostic::Diagnostic;
use onus::document::{Document, read_text};
use onus::file_kind::require_folder;
use onus::snapshot::{ENDING, PENDING, Snapshot, parse, render};

use crate::cli::atomic_file;

/// The default folder of snapshots.
const FOLDER: &str = "snapshots";

/// The folder of the snapshots: the named one, or the default one.
///
/// # Errors
/// Its path leads to something else.
pub fn folder(named: Option<&Path>, config: &Config) -> Result<PathBuf, Box<Diagnostic>> {
    let folder = named.map_or_else(|| PathBuf::from(config.path(FOLDER)), Path::to_owned);
    require_folder(&folder).map_err(|error| {
        Box::new(
            Diagnostic::error(format!(
                "`{}` can't hold snapshots: {error}",
                folder.display()
            ))
            .help("give a folder with `--dir`; it is made when it does not exist"),
        )
    })?;
    Ok(folder)
}

/// A number of things, with their noun.
pub fn number(count: usize, one: &str) -> String {
    if count == 1 {
        format!("1 {one}")
    } else {
        format!("{count} {one}s")
    }
}

/// Reads a snapshot; none if there is no such file.
pub fn read(path: &Path) -> Result<Option<Snapshot>, Box<Diagnostic>> {
    let name = path.display().to_string();
    let text = match read_text(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => {
            return Err(Box::new(
                Diagnostic::error(format!("`{name}` can't be read: {error}"))
                    .help("a snapshot is a file in UTF-8; delete what is there, or give another folder with `--dir`"),
            ));
        }
    };
    match parse(&text) {
        Ok(snapshot) => Ok(Some(snapshot)),
        Err(error) => {
            let document = Arc::new(Document::new(name, text));
            Err(Box::new(error.problem(&document)))
        }
    }
}

/// Writes a snapshot; folders on the way are made.
pub fn write(path: &Path, snapshot: &Snapshot) -> Result<(), Box<Diagnostic>> {
    put(path, &render(snapshot)).map_err(|error| {
        Box::new(
            Diagnostic::error(format!("`{}` can't be written: {error}", path.display()))
                .help("check that the folder may be written to and has space left, or give another with `--dir`"),
        )
    })
}

fn put(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    atomic_file::write(path, text.as_bytes())
}

/// Deletes a file that may be gone already.
pub fn remove(path: &Path) -> Result<(), Box<Diagnostic>> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Box::new(
            Diagnostic::error(format!("`{}` can't be deleted: {error}", path.display()))
                .help("check that the folder may be written to"),
        )),
        _ => Ok(()),
    }
}

/// The file beside a snapshot that holds what is still to be accepted.
pub fn pending(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(PENDING.trim_start_matches(ENDING));
    PathBuf::from(name)
}

/// The files of a folder that end so, in order; none if there is no such folder.
pub fn listed(folder: &Path, ending: &str) -> Result<Vec<PathBuf>, Box<Diagnostic>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => {
            return Err(Box::new(
                Diagnostic::error(format!("`{}` can't be read: {error}", folder.display()))
                    .help("give the folder of the snapshots with `--dir`"),
            ));
        }
    };
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.to_string_lossy().ends_with(ending) && path.is_file())
        .collect();
    paths.sort();
    Ok(paths)
}
