//! `onus snapshot accept` and `onus snapshot reject`.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};
use onus::problem::Problem;
use onus::snapshot::{Comparison, PENDING, Snapshot};

use super::{files, folder, number};
use crate::cli::args::PendingArgs;
use crate::cli::{Exit, policies, terminal};

/// What is to be done with the pending decisions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Accept,
    Reject,
}

/// Takes over what was found.
pub fn accept(arguments: &PendingArgs) -> Result<Exit, Box<Problem>> {
    act(arguments, Act::Accept)
}

/// Throws away what was found.
pub fn reject(arguments: &PendingArgs) -> Result<Exit, Box<Problem>> {
    act(arguments, Act::Reject)
}

/// A word that says which decisions are meant.
struct Filter {
    text: String,
    glob: GlobMatcher,
}

/// A snapshot with what is still to be accepted of it.
struct Waiting {
    /// The snapshot's file.
    path: PathBuf,
    /// What is recorded, if anything is.
    recorded: Option<Snapshot>,
    /// What was found.
    found: Snapshot,
}

fn act(arguments: &PendingArgs, act: Act) -> Result<Exit, Box<Problem>> {
    let config = policies::config_of(arguments.config.as_deref())?;
    let folder = folder(arguments.dir.as_deref(), &config);
    let filters: Vec<Filter> = arguments
        .filters
        .iter()
        .map(|text| filter(text))
        .collect::<Result<_, _>>()?;
    // All are read before any is written.
    let mut waiting = Vec::new();
    for pending in files::listed(&folder, PENDING)? {
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
    let mut said = Vec::new();
    for one in &waiting {
        let whole = filters.is_empty() || filters.iter().any(|filter| filter.names(one));
        let chosen = |id: &str| whole || filters.iter().any(|filter| filter.glob.is_match(id));
        said.extend(settle(one, act, whole, &chosen)?);
    }
    if said.is_empty() {
        return Err(Box::new(none(&folder, &waiting, arguments)));
    }
    let mut out = terminal::stdout(arguments.color);
    terminal::written(
        out.write_all(said.concat().as_bytes())
            .and_then(|()| out.flush()),
    )?;
    Ok(Exit::Clean)
}

/// Accepts or rejects the controls that are chosen of a snapshot; says what was done,
/// if anything was.
fn settle(
    waiting: &Waiting,
    act: Act,
    whole: bool,
    chosen: &dyn Fn(&str) -> bool,
) -> Result<Option<String>, Box<Problem>> {
    let Waiting {
        path,
        recorded,
        found,
    } = waiting;
    let nothing = Snapshot {
        header: found.header.clone(),
        ..Snapshot::default()
    };
    let before = recorded.as_ref().unwrap_or(&nothing);
    let comparison = Comparison::of(before, found);
    let changed: usize = comparison
        .controls
        .iter()
        .filter(|control| chosen(control.id))
        .map(|control| control.changes.len())
        .sum();
    if changed == 0 && !whole {
        return Ok(None);
    }
    let rest = comparison.changes().count() - changed;
    let pending = files::pending(path);
    match (act, rest) {
        (Act::Accept, 0) => {
            files::write(path, found)?;
            files::remove(&pending)?;
        }
        (Act::Accept, _) => {
            let mut taken = before.clone();
            taken.take(found, chosen);
            files::write(path, &taken)?;
        }
        (Act::Reject, 0) => files::remove(&pending)?,
        (Act::Reject, _) => {
            let mut left = found.clone();
            left.take(before, chosen);
            files::write(&pending, &left)?;
        }
    }
    let done = match act {
        Act::Accept => "accepted",
        Act::Reject => "rejected",
    };
    let mut text = format!("{}: {done} {}", path.display(), number(changed, "change"));
    if rest > 0 {
        text.push_str(&format!(", {rest} left"));
    }
    Ok(Some(text + "\n"))
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

fn filter(text: &str) -> Result<Filter, Box<Problem>> {
    let glob = GlobBuilder::new(text)
        .case_insensitive(true)
        .build()
        .map_err(|error| {
            Box::new(
                Problem::error(format!("`{text}` is neither a control nor a file: {error}"))
                    .help("give a control id, a glob over ids such as `AZ-STORAGE-*`, or a file"),
            )
        })?;
    Ok(Filter {
        text: text.to_owned(),
        glob: glob.compile_matcher(),
    })
}

/// Why there is nothing to do.
fn none(folder: &Path, waiting: &[Waiting], arguments: &PendingArgs) -> Problem {
    if waiting.is_empty() {
        return Problem::error(format!(
            "nothing in `{}` waits to be accepted",
            folder.display()
        ))
        .help("`onus snapshot check` writes what is decided otherwise there as `.snap.new`");
    }
    Problem::error(format!(
        "nothing that waits in `{}` is of `{}`",
        folder.display(),
        arguments.filters.join("`, `")
    ))
    .help("`onus snapshot check` lists the controls and files that differ")
}
