//! Expansion of command-line arguments to sources: files, folders, globs, standard input.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::fs::FileType;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};
use walkdir::WalkDir;

use onus_core::diagnostic::Diagnostic;
use onus_core::file_kind::FileKind;

use crate::formats::aws::cdk_assembly::Assemblies;
use crate::source::{Source, unreadable};
use onus_core::suggest::nearest;

/// The endings of files that are read in a folder; also with `.gz` or `.zst`.
pub const ENDINGS: [&str; 7] = [
    ".json", ".ndjson", ".jsonl", ".tfstate", ".yaml", ".yml", ".csv",
];

/// Expands arguments: `-` is standard input, a folder is the inventories below it
/// (without hidden files and parameter files), and a pattern such as `export/**/*.json`
/// is the files that it matches. Of a CDK cloud assembly, folders and patterns read the
/// templates only. Named files are always read, whatever their name is.
///
/// Sources are in the order of the arguments, those of one argument sorted by path, and
/// none of them twice. An argument without files is a problem; the others still count.
pub fn expand<A: AsRef<str>>(
    arguments: impl IntoIterator<Item = A>,
) -> (Vec<Source>, Vec<Diagnostic>) {
    let mut expansion = Expansion::default();
    for argument in arguments {
        expansion.argument(argument.as_ref());
    }
    (expansion.sources, expansion.problems)
}

#[derive(Default)]
struct Expansion {
    sources: Vec<Source>,
    problems: Vec<Diagnostic>,
    /// Files by real path.
    seen: BTreeSet<PathBuf>,
}

impl Expansion {
    fn argument(&mut self, argument: &str) {
        let path = Path::new(argument);
        if argument == "-" {
            if !self.sources.contains(&Source::Stdin) {
                self.sources.push(Source::Stdin);
            }
            return;
        }
        match path.try_exists() {
            Ok(true) if path.is_dir() => self.folder(path),
            Ok(true) => match path.metadata().map(|about| about.file_type()) {
                // It can't be opened at all.
                Ok(kind) if !kind.is_file() && FileKind::of(kind) == FileKind::Socket => {
                    self.problems.push(
                        Diagnostic::error(format!("`{argument}` is a socket and not a file"))
                            .help("give a file, a folder, a pipe, or `-` for standard input"),
                    );
                }
                _ => self.file(path),
            },
            Err(error) if error.kind() == ErrorKind::PermissionDenied => {
                self.problems.push(unreadable(argument, &error));
            }
            _ if argument.contains(['*', '?', '[', '{']) => self.pattern(argument),
            _ => self.problems.push(missing(path)),
        }
    }

    fn file(&mut self, path: &Path) {
        // Pipes have no real path; they are identified by their name.
        let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        if self.seen.insert(real) {
            self.sources.push(Source::File(path.to_owned()));
        }
    }

    fn folder(&mut self, folder: &Path) {
        let files = self.walk(folder, usize::MAX, false, |path| {
            let name = path.to_string_lossy().to_lowercase();
            let name = [".gz", ".zst"]
                .iter()
                .find_map(|packed| name.strip_suffix(packed))
                .unwrap_or(&name);
            // A parameter file, which belongs to a template and to `--parameters`.
            !name.ends_with(".parameters.json")
                && ENDINGS.iter().any(|ending| name.ends_with(ending))
        });
        match files {
            Some(files) if files.is_empty() => self.problems.push(
                Diagnostic::error(format!("there is no inventory in `{}`", folder.display())).help(
                    format!(
                        "in folders, onus reads files that end in {}, or in one of these and .gz or .zst; name a file itself to have it read whatever it is called",
                        ENDINGS.join(", ")
                    ),
                ),
            ),
            files => self.files(files),
        }
    }

    fn pattern(&mut self, pattern: &str) {
        let matcher = match matcher(pattern) {
            Ok(matcher) => matcher,
            Err(error) => {
                self.problems.push(
                    Diagnostic::error(format!("`{pattern}` is not a pattern: {}", error.kind()))
                        .help("a pattern is a path with `*`, `?`, `**`, `[a-z]` or `{a,b}` in it"),
                );
                return;
            }
        };
        let is_plain = |part: &&str| !part.contains(['*', '?', '[', '{']);
        let parts: Vec<&str> = pattern.split('/').collect();
        let plain = parts.iter().copied().take_while(is_plain).count();
        let (head, rest) = parts.split_at_checked(plain).unwrap_or_default();
        let base = match head {
            [] => PathBuf::from("."),
            [""] => PathBuf::from("/"),
            head => PathBuf::from(head.join("/")),
        };
        let depth = if pattern.contains("**") {
            usize::MAX
        } else {
            rest.len()
        };
        let with_hidden = rest.iter().any(|part| part.starts_with('.'));
        if !base.is_dir() {
            self.problems.push(nothing_matches(pattern));
            return;
        }
        let strip = head.is_empty();
        let files = self.walk(&base, depth, with_hidden, |path| {
            let path = if strip { without_dot(path) } else { path };
            matcher.is_match(path)
        });
        let files = files.map(|files| -> Vec<PathBuf> {
            files
                .iter()
                .map(|path| if strip { without_dot(path) } else { path })
                .map(Path::to_owned)
                .collect()
        });
        if files.as_ref().is_some_and(Vec::is_empty) {
            self.problems.push(nothing_matches(pattern));
        }
        self.files(files);
    }

    fn files(&mut self, files: Option<Vec<PathBuf>>) {
        for file in files.unwrap_or_default() {
            self.file(&file);
        }
    }

    /// The selected files below a folder, sorted; unreadable ones are reported. None when
    /// only problems remain.
    fn walk(
        &mut self,
        folder: &Path,
        depth: usize,
        with_hidden: bool,
        wanted: impl Fn(&Path) -> bool,
    ) -> Option<Vec<PathBuf>> {
        let mut files = Vec::new();
        let mut failed = false;
        let entries = WalkDir::new(folder)
            .follow_links(true)
            .max_depth(depth)
            .sort_by_file_name()
            .into_iter()
            .filter_entry(|entry| {
                let name = entry.file_name().to_string_lossy();
                entry.depth() == 0 || with_hidden || !name.starts_with('.')
            });
        for entry in entries {
            match entry {
                Ok(entry) if entry.file_type().is_dir() => {}
                Ok(entry) if wanted(entry.path()) && !entry.file_type().is_file() => {
                    failed = true;
                    self.problems.push(no_file(entry.path(), entry.file_type()));
                }
                Ok(entry) if wanted(entry.path()) => files.push(entry.into_path()),
                Ok(_) => {}
                Err(error) => {
                    failed = true;
                    let path = error.path().unwrap_or(folder).display().to_string();
                    self.problems.push(match error.io_error() {
                        Some(error) => unreadable(&path, error),
                        None => {
                            Diagnostic::error(format!("`{path}` is a link to a folder around it"))
                                .help("remove the link, or name the files themselves")
                        }
                    });
                }
            }
        }
        let mut assemblies = Assemblies::default();
        files.retain(|file| assemblies.takes(folder, file));
        failed |= !assemblies.problems.is_empty();
        self.problems.extend(assemblies.problems);
        files.sort();
        (!files.is_empty() || !failed).then_some(files)
    }
}

/// Opening a pipe waits for its writer, and a device may have no end: they are only read
/// when they are named.
fn no_file(path: &Path, kind: FileType) -> Diagnostic {
    let kind = FileKind::of(kind);
    Diagnostic::error(format!(
        "`{}` is {kind} and not a file, so it was not read",
        path.display()
    ))
    .help(match kind {
        FileKind::Pipe => "remove it from the folder, or name it itself to have it read",
        _ => "remove it from the folder",
    })
}

fn matcher(pattern: &str) -> Result<GlobMatcher, globset::Error> {
    Ok(GlobBuilder::new(pattern)
        .literal_separator(true)
        .build()?
        .compile_matcher())
}

fn without_dot(path: &Path) -> &Path {
    path.strip_prefix(".").unwrap_or(path)
}

fn nothing_matches(pattern: &str) -> Diagnostic {
    Diagnostic::error(format!("nothing matches `{pattern}`"))
        .help("`*` does not cross a `/`, `**` does; hidden files need a pattern with a dot")
}

/// A path that does not exist, with the name that was probably intended.
fn missing(path: &Path) -> Diagnostic {
    let problem = Diagnostic::error(format!("there is no file or folder `{}`", path.display()));
    // The first part that does not exist, and the names next to it.
    let mut known = PathBuf::new();
    for part in path.components() {
        let next = known.join(part);
        if matches!(part, Component::Normal(_)) && !next.exists() {
            let folder = if known.as_os_str().is_empty() {
                Path::new(".")
            } else {
                &known
            };
            if next.is_symlink() {
                return problem.help(format!("`{}` is a link to nothing", next.display()));
            }
            if known.is_file() {
                return problem.help(format!("`{}` is a file", known.display()));
            }
            let mut names: Vec<String> = std::fs::read_dir(folder)
                .into_iter()
                .flatten()
                .flatten()
                .map(|entry| entry.file_name().to_string_lossy().into_owned())
                .collect();
            names.sort();
            let part = part.as_os_str().to_string_lossy();
            return match nearest(&part, names.iter().map(String::as_str)) {
                Some(name) => {
                    let suggestion = known.join(name);
                    problem.help(format!("did you mean `{}`?", suggestion.display()))
                }
                None => problem.help(format!("look at what is in `{}`", folder.display())),
            };
        }
        known = next;
    }
    problem
}
