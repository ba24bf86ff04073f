//! State file of a watch.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use onus::diagnostic::Diagnostic;
use onus::document::{Document, read_text};
use onus::inventory::ENDINGS;
use onus::snapshot::{State, parse_state, render_state};

use crate::cli::atomic_file;

/// Where what is known is kept.
pub struct StateFile {
    path: PathBuf,
}

/// What was known at a start.
pub struct Past {
    /// What was decided.
    pub state: State,
    /// When it was written, as far as the system says.
    pub since: Option<Timestamp>,
}

impl StateFile {
    /// A state at this path.
    ///
    /// # Errors
    /// It would be taken for an inventory.
    pub fn at(path: PathBuf, inventories: &[String]) -> Result<Self, Box<Diagnostic>> {
        let name = path.to_string_lossy().to_lowercase();
        let place = |path: &Path| path.canonicalize().ok();
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => place(folder),
            _ => place(Path::new(".")),
        };
        let is_below = |named: &String| {
            let named = place(Path::new(named));
            let here = named.as_deref().zip(folder.as_deref());
            named.is_some() && named == place(&path)
                || here.is_some_and(|(named, folder)| named.is_dir() && folder.starts_with(named))
        };
        let may_be_read = ENDINGS.iter().any(|ending| name.ends_with(ending))
            || inventories.iter().any(|named| Path::new(named) == path);
        if may_be_read && inventories.iter().any(is_below) {
            return Err(Box::new(
                Diagnostic::error(format!(
                    "`{}` is among the inventories, and the state would be read as one",
                    path.display()
                ))
                .help("give `--state` another name, such as watch.state"),
            ));
        }
        Ok(Self { path })
    }

    /// What it is called.
    pub fn name(&self) -> String {
        self.path.display().to_string()
    }

    /// What is known; nothing if there is no such file.
    ///
    /// # Errors
    /// There is something that can't be relied on: it is never taken for nothing.
    pub fn read(&self) -> Result<Option<Past>, Box<Diagnostic>> {
        let text = match read_text(&self.path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => {
                return Err(Box::new(
                    Diagnostic::error(format!("`{}` can't be read: {error}", self.name()))
                        .help("give another file with `--state`, or delete what is there"),
                ));
            }
        };
        let since = fs::metadata(&self.path).and_then(|about| about.modified());
        match parse_state(&text) {
            Ok(state) => Ok(Some(Past {
                state,
                since: since.ok().and_then(|time| time.try_into().ok()),
            })),
            Err(error) => {
                let document = Arc::new(Document::new(self.name(), text));
                Err(Box::new(error.problem(&document)))
            }
        }
    }

    /// Writes what is known, whole or not at all; folders on the way are made.
    ///
    /// # Errors
    /// It can't be written.
    pub fn write(&self, state: &State) -> Result<(), Box<Diagnostic>> {
        self.put(&render_state(state)).map_err(|error| {
            Box::new(
                Diagnostic::error(format!("the state `{}` can't be written: {error}", self.name()))
                    .help("check that the folder may be written to and has space left, or give another file with `--state`"),
            )
        })
    }

    fn put(&self, text: &str) -> io::Result<()> {
        if let Some(folder) = self.path.parent() {
            hidden(folder)?;
            fs::create_dir_all(folder)?;
        }
        atomic_file::write(&self.path, text.as_bytes())
    }
}

/// A folder of our own, where one is made, stays out of version control.
fn hidden(folder: &Path) -> io::Result<()> {
    let Some(ours) = folder.parent().filter(|above| above.ends_with(".onus")) else {
        return Ok(());
    };
    if ours.exists() {
        return Ok(());
    }
    fs::create_dir_all(ours)?;
    fs::write(ours.join(".gitignore"), "*\n")
}
