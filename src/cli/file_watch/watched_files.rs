//! Watched files of a run, and their last state.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use onus::inventory::{Source, expand};
use onus::policy::glob_root;
use walkdir::WalkDir;

/// What a file looked like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Look {
    /// It is a file.
    File {
        /// When it was written to.
        modified: Option<SystemTime>,
        /// How long it was.
        size: u64,
    },
    /// It is a folder, whose files stand for themselves.
    Folder,
}

/// All files of a run, as they looked at one time.
pub type Files = BTreeMap<PathBuf, Look>;

/// Where the files of a run are.
#[derive(Debug, Clone, Default)]
pub struct Places {
    /// Policies, tests and data, as the user wrote them.
    pub policies: Vec<String>,
    /// Inventories, as the user wrote them.
    pub inventories: Vec<String>,
    /// Single files, whether they are there or not.
    pub files: Vec<PathBuf>,
}

impl Places {
    /// Folders and files to walk.
    pub fn roots(&self) -> impl Iterator<Item = PathBuf> {
        self.policies
            .iter()
            .chain(&self.inventories)
            .map(|path| root(path))
    }

    /// Looks at all files that are there now.
    pub fn look(&self) -> Files {
        let policies = self.policies.iter().flat_map(|path| {
            WalkDir::new(root(path))
                .follow_links(true)
                .into_iter()
                .filter_map(Result::ok)
                .filter(|entry| entry.file_type().is_file() && may_be_policy(entry.path()))
                .map(walkdir::DirEntry::into_path)
        });
        let inventories = expand(&self.inventories).0.into_iter();
        let inventories = inventories.filter_map(|source| match source {
            Source::File(path) => Some(path),
            Source::Stdin | Source::Export => None,
        });
        policies
            .chain(inventories)
            .chain(self.files.iter().cloned())
            // Which of them are folders may change, too.
            .chain(self.inventories.iter().map(PathBuf::from))
            .filter_map(|path| {
                let about = std::fs::metadata(&path).ok()?;
                let look = if about.is_dir() {
                    Look::Folder
                } else {
                    Look::File {
                        modified: about.modified().ok(),
                        size: about.len(),
                    }
                };
                Some((path.strip_prefix(".").unwrap_or(&path).to_owned(), look))
            })
            .collect()
    }
}

/// How many files there are.
pub fn count(files: &Files) -> usize {
    let is_file = |look: &&Look| matches!(look, Look::File { .. });
    files.values().filter(is_file).count()
}

/// What to walk for a path or a glob.
fn root(path: &str) -> PathBuf {
    if Path::new(path).exists() {
        PathBuf::from(path)
    } else {
        glob_root(path)
    }
}

/// Whether a file can have a say among policies: it is one, a test, or data.
fn may_be_policy(path: &Path) -> bool {
    path.extension().is_some_and(|ending| {
        ["rego", "json", "yaml", "yml"]
            .iter()
            .any(|known| ending == *known)
    })
}

/// What became of files, a few words each.
pub fn changes(before: &Files, after: &Files) -> Vec<String> {
    let names: BTreeSet<&PathBuf> = before.keys().chain(after.keys()).collect();
    let changes = names.into_iter().filter_map(|name| {
        let word = match (before.get(name), after.get(name)) {
            (Some(old), Some(new)) if old == new => return None,
            (Some(_), Some(_)) => "has changed",
            (None, _) => "is new",
            (_, None) => "is gone",
        };
        let name = name.display().to_string();
        Some(format!("`{}` {word}", onus::report::clean(&name)))
    });
    changes.collect()
}
