//! Policy sources: policy files and data documents in the paths that the user names.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use globset::GlobBuilder;

use onus_core::document::Document;

use crate::catalogue::RunTypes;
use crate::load::error::{LoadError, LoadErrorKind};
use crate::load::file_tree::{Disk, Place, Tree};

use crate::policy_text::PolicyFile;
use onus_core::source_id::{Origin, SourceId};

/// Which of the files in a folder are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FileSelection {
    /// Policies and data, and no tests: loading them would slow evaluation down.
    #[default]
    Policies,
    /// Tests (`_test.rego`) too.
    Tests,
}

/// All that was found, before anything is parsed.
#[derive(Debug, Default)]
pub struct PolicySources {
    /// Policies.
    pub files: Vec<PolicyFile>,
    /// Data documents (`data.json` next to policies).
    pub data: Vec<Arc<Document>>,
    /// What could not be read.
    pub errors: Vec<LoadError>,
    /// What the run is about, if that is known: of the embedded policies, only those are
    /// loaded that are about this, and those that the user's refer to.
    pub run: Option<RunTypes>,
    /// Which of the files in a folder are taken.
    pub taking: FileSelection,
}

impl PolicySources {
    /// Adds a file, a folder or a glob. Folders are walked in sorted order; tests
    /// (`_test.rego`) are never loaded for evaluation.
    pub fn add_path(&mut self, path: &str) {
        self.add_path_of(path, &Disk);
    }

    /// The same, of files that are kept elsewhere than on the disk.
    pub fn add_path_of(&mut self, path: &str, tree: &dyn Tree) {
        let before = self.files.len() + self.data.len() + self.errors.len();
        let of = match self.taking {
            FileSelection::Policies => is_policy_or_data,
            FileSelection::Tests => is_policy_data_or_test,
        };
        for found in self.expand(path, of, tree) {
            self.add_file(&found, tree);
        }
        if self.files.len() + self.data.len() + self.errors.len() == before {
            self.errors.push(LoadError::bare(LoadErrorKind::NoPolicies {
                path: path.to_owned(),
            }));
        }
    }

    /// The tests (`_test.rego`) that a folder or a glob holds, and the one beside a
    /// policy that is named by itself. What can't be read is among the errors.
    pub fn tests(path: &str) -> Self {
        let mut tests = Self::default();
        for found in tests.expand(path, is_test, &Disk) {
            let beside = found.with_file_name(format!(
                "{}_test.rego",
                found.file_stem().unwrap_or_default().to_string_lossy()
            ));
            if is_test(&found) {
                tests.add_file(&found, &Disk);
            } else if beside.is_file() {
                tests.add_file(&beside, &Disk);
            }
        }
        tests
    }

    fn expand(&mut self, path: &str, of: fn(&Path) -> bool, tree: &dyn Tree) -> Vec<PathBuf> {
        let target = Path::new(path);
        match tree.place(target) {
            Place::File => return vec![target.to_owned()],
            Place::Folder => return self.walk(target, of, tree),
            // Opening a pipe would wait for whoever writes into it.
            Place::Special(kind) => {
                self.errors.push(LoadError::bare(LoadErrorKind::Special {
                    path: path.to_owned(),
                    kind,
                }));
                return Vec::new();
            }
            Place::Nowhere => {}
        }
        if !path.contains(['*', '?', '[', '{']) {
            self.errors.push(LoadError::bare(LoadErrorKind::Unreadable {
                path: path.to_owned(),
                reason: "there is no such file or folder".to_owned(),
            }));
            return Vec::new();
        }
        match GlobBuilder::new(path).literal_separator(true).build() {
            Ok(glob) => {
                let matcher = glob.compile_matcher();
                let root = glob_root(path);
                let wanted = move |found: &Path| {
                    of(found)
                        && (matcher.is_match(found)
                            || matcher.is_match(found.strip_prefix("./").unwrap_or(found)))
                };
                self.walk(&root, wanted, tree)
            }
            Err(error) => {
                self.errors.push(LoadError::bare(LoadErrorKind::BadGlob {
                    glob: path.to_owned(),
                    reason: error.kind().to_string(),
                }));
                Vec::new()
            }
        }
    }

    fn walk(
        &mut self,
        root: &Path,
        wanted: impl Fn(&Path) -> bool,
        tree: &dyn Tree,
    ) -> Vec<PathBuf> {
        let mut paths = Vec::new();
        for found in tree.below(root) {
            match found {
                Ok(path) if wanted(&path) => {
                    paths.push(path.strip_prefix(".").unwrap_or(&path).to_owned());
                }
                Ok(_) => {}
                Err((path, reason)) => self
                    .errors
                    .push(LoadError::bare(LoadErrorKind::Unreadable { path, reason })),
            }
        }
        paths
    }

    fn add_file(&mut self, path: &Path, tree: &dyn Tree) {
        let name = path.display().to_string();
        let source = SourceId::new(Origin::User, &name);
        if self.files.iter().any(|file| file.source == source) {
            return;
        }
        let text = tree
            .read(path)
            .and_then(|bytes| onus_core::text::decode(bytes).map_err(|error| error.to_string()));
        match text {
            Ok(text) => {
                let document = Document::new(name, text);
                if path
                    .extension()
                    .is_some_and(|extension| extension == "json")
                {
                    self.data.push(Arc::new(document));
                } else {
                    self.files.push(PolicyFile::new(Origin::User, document));
                }
            }
            Err(reason) => self.errors.push(LoadError::bare(LoadErrorKind::Unreadable {
                path: name,
                reason,
            })),
        }
    }
}

fn is_policy_or_data(path: &Path) -> bool {
    is_policy_data_or_test(path) && !is_test(path)
}

fn is_policy_data_or_test(path: &Path) -> bool {
    let name = path
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or_default();
    name.ends_with(".rego") || name == "data.json"
}

fn is_test(path: &Path) -> bool {
    path.to_str()
        .is_some_and(|path| path.ends_with("_test.rego"))
}

/// The folder that a glob starts in: everything before its first special
/// character.
pub fn glob_root(pattern: &str) -> PathBuf {
    let plain = pattern
        .split('/')
        .take_while(|part| !part.contains(['*', '?', '[', '{']))
        .collect::<Vec<_>>()
        .join("/");
    if plain.is_empty() && !pattern.starts_with('/') {
        PathBuf::from(".")
    } else if plain.is_empty() {
        PathBuf::from("/")
    } else {
        PathBuf::from(plain)
    }
}
