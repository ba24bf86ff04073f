//! `onus snapshot accept` and `onus snapshot reject`.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};
use onus::diagnostic::Diagnostic;
use onus::snapshot::{Comparison, PENDING, Snapshot};

use crate::cli::commands::snapshot::args::PendingArgs;
use crate::cli::commands::snapshot::files::{self, folder, number};
use crate::cli::exit::Exit;
use crate::cli::{policies, terminal};

/// What is to be done with the pending decisions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// They become the snapshot.
    Accept,
    /// They are forgotten.
    Reject,
}

/// Takes over what was found.
pub fn accept(arguments: &PendingArgs) -> Result<Exit, Box<Diagnostic>> {
    act(arguments, Act::Accept)
}

/// Throws away what was found.
pub fn reject(arguments: &PendingArgs) -> Result<Exit, Box<Diagnostic>> {
    act(arguments, Act::Reject)
}

/// Words that say which decisions are meant; without any, all are.
pub struct Filters(Vec<Filter>);

struct Filter {
    text: String,
    glob: GlobMatcher,
}

/// A snapshot with what is still to be accepted of it.
pub struct Waiting {
    /// The snapshot's file.
    pub path: PathBuf,
    /// What is recorded, if anything is.
    pub recorded: Option<Snapshot>,
    /// What was found.
    pub found: Snapshot,
}

fn act(arguments: &PendingArgs, act: Act) -> Result<Exit, Box<Diagnostic>> {
    let config = policies::config_of(arguments.config.as_deref())?;
    let folder = folder(arguments.dir.as_deref(), &config)?;
    let filters = Filters::of(&arguments.filters)?;
    // All are read before any is written.
    let mut waiting = waiting(&folder)?;
    let mut said = Vec::new();
    for one in &mut waiting {
        said.extend(settle(one, act, &filters)?);
    }
    if said.is_empty() {
        return Err(Box::new(none(&folder, &waiting, &filters)));
    }
    let mut out = terminal::stdout(arguments.color);
    terminal::written(
        out.write_all(said.concat().as_bytes())
            .and_then(|()| out.flush()),
    )?;
    Ok(Exit::Clean)
}

/// What waits in a folder.
pub fn waiting(folder: &Path) -> Result<Vec<Waiting>, Box<Diagnostic>> {
    let mut waiting = Vec::new();
    for pending in files::listed(folder, PENDING)? {
        let path = pending.with_extension("");
        let recorded = files::read(&path)?;
        if let Some(found) = files::read(&pending)? {
            waiting.push(Waiting {
                path,
                recorded,
                found,
            });
        }
    }
    Ok(waiting)
}

/// Accepts or rejects the controls that are meant of a snapshot; says what was done,
/// if anything was.
fn settle(
    waiting: &mut Waiting,
    act: Act,
    filters: &Filters,
) -> Result<Option<String>, Box<Diagnostic>> {
    let mut before = waiting.before();
    let comparison = Comparison::of(&before, &waiting.found);
    let changed: usize = comparison
        .controls
        .iter()
        .filter(|control| filters.mean(waiting, control.id))
        .map(|control| control.changes.len())
        .sum();
    if changed == 0 && !filters.mean_all_of(waiting) {
        return Ok(None);
    }
    match act {
        Act::Accept => {
            before.take(&waiting.found, &|id| filters.mean(waiting, id));
            waiting.recorded = Some(before);
        }
        Act::Reject => {
            let mut left = waiting.found.clone();
            left.take(&before, &|id| filters.mean(waiting, id));
            waiting.found = left;
        }
    }
    let rest = waiting.write(act)?;
    let done = match act {
        Act::Accept => "accepted",
        Act::Reject => "rejected",
    };
    let path = waiting.path.display();
    let mut text = format!("{path}: {done} {}", number(changed, "change"));
    if rest > 0 {
        text.push_str(&format!(", {rest} left"));
    }
    Ok(Some(text + "\n"))
}

impl Waiting {
    /// What is recorded, or as much as nothing.
    pub fn before(&self) -> Snapshot {
        self.recorded.clone().unwrap_or_else(|| Snapshot {
            header: self.found.header.clone(),
            ..Snapshot::default()
        })
    }

    /// Writes what has been done with some of the decisions, so that whoever looks
    /// finds whole files; answers how many changes are left.
    pub fn write(&self, act: Act) -> Result<usize, Box<Diagnostic>> {
        let pending = files::pending(&self.path);
        let before = self.before();
        let rest = Comparison::of(&before, &self.found).changes().count();
        match (act, rest) {
            (Act::Accept, 0) => {
                files::write(&self.path, &self.found)?;
                files::remove(&pending)?;
            }
            (Act::Accept, _) => files::write(&self.path, &before)?,
            (Act::Reject, 0) => files::remove(&pending)?,
            (Act::Reject, _) => files::write(&pending, &self.found)?,
        }
        Ok(rest)
    }
}

impl Filters {
    /// Reads the words.
    pub fn of(texts: &[String]) -> Result<Self, Box<Diagnostic>> {
        let filters: Result<_, _> = texts.iter().map(|text| filter(text)).collect();
        filters.map(Self)
    }

    /// Whether all of a snapshot is meant.
    fn mean_all_of(&self, waiting: &Waiting) -> bool {
        self.0.is_empty() || self.0.iter().any(|filter| filter.names(waiting))
    }

    /// Whether a control's decisions are meant.
    pub fn mean(&self, waiting: &Waiting, control: &str) -> bool {
        self.mean_all_of(waiting) || self.0.iter().any(|filter| filter.glob.is_match(control))
    }
}

impl Filter {
    /// Whether the word is the snapshot's file or its inventory.
    fn names(&self, waiting: &Waiting) -> bool {
        let file = waiting.path.file_name().map(|name| name.to_string_lossy());
        let named = Path::new(&self.text);
        named == waiting.path
            || named == files::pending(&waiting.path)
            || file.is_some_and(|file| self.text == file || self.text == format!("{file}.new"))
            || self.text == waiting.found.header.source
    }
}

fn filter(text: &str) -> Result<Filter, Box<Diagnostic>> {
    let glob = GlobBuilder::new(text)
        .case_insensitive(true)
        .build()
        .map_err(|error| {
            Box::new(
                Diagnostic::error(format!("`{text}` is neither a control nor a file: {error}"))
                    .help("give a control id, a glob over ids such as `AZ-STORAGE-*`, or a file"),
            )
        })?;
    Ok(Filter {
        text: text.to_owned(),
        glob: glob.compile_matcher(),
    })
}

/// Why there is nothing to do.
pub fn none(folder: &Path, waiting: &[Waiting], filters: &Filters) -> Diagnostic {
    if waiting.is_empty() {
        return Diagnostic::error(format!(
            "nothing in `{}` waits to be accepted",
            folder.display()
        ))
        .help("`onus snapshot check` writes what is decided otherwise there as `.snap.new`");
    }
    let texts: Vec<&str> = filters
        .0
        .iter()
        .map(|filter| filter.text.as_str())
        .collect();
    Diagnostic::error(format!(
        "nothing that waits in `{}` is of `{}`",
        folder.display(),
        texts.join("`, `")
    ))
    .help("`onus snapshot check` lists the controls and files that differ")
}
