//! `onus test --watch`: runs again whenever a file of the run changes.
//!
//! Notices of the system only wake; what has changed is found by looking at the files.
//! So a save in several steps is one change, a file that is renamed into its place is
//! seen, and where no notices come (network drives, exhausted limits) looking every
//! now and then is enough.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::{Duration, Instant, SystemTime};

use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};
use onus::config::Config;
use onus::policy::glob_root;
use onus::problem::Problem;
use walkdir::WalkDir;

use super::{Format, Output, TestArgs, policies};
use crate::cli::args::Color;
use crate::cli::{Exit, terminal};

/// How long nothing must happen before a change counts as made.
const QUIET: Duration = Duration::from_millis(100);

/// How often to look where notices come, in case that they don't.
const SELDOM: Duration = Duration::from_secs(2);

/// How often to look where no notices come.
const OFTEN: Duration = Duration::from_millis(500);

/// Of the time that passes without notices, looking takes at most this part.
const SHARE: u32 = 20;

/// Refuses what makes no sense for a run without an end.
pub fn sensible(outputs: &[Output]) -> Result<(), Box<Problem>> {
    match outputs
        .iter()
        .find(|output| output.format != Format::Pretty)
    {
        Some(_) => Err(Box::new(
            Problem::error(
                "`--watch` writes for people, and has no end that a program could wait for",
            )
            .help("leave `--watch` or `--output` out"),
        )),
        None => Ok(()),
    }
}

/// Runs the tests now and after each change, until nobody reads any more.
pub fn watch(arguments: &TestArgs, mut run: impl FnMut() -> Exit) -> Exit {
    loop {
        // What changes while the tests run is seen afterwards.
        let places = Places::of(arguments);
        let notices = Notices::of(&places);
        let before = places.look();
        let exit = run();
        if say(&watching(&places, &before), arguments.color).is_err() {
            return exit;
        }
        let after = notices.wait(&places, &before);
        if say(&changed(&before, &after), arguments.color).is_err() {
            return exit;
        }
    }
}

fn say(line: &str, color: Color) -> io::Result<()> {
    let mut out = terminal::stdout(color);
    writeln!(out, "{line}")?;
    out.flush()
}

fn watching(places: &Places, files: &Files) -> String {
    let paths: Vec<String> = places
        .named
        .iter()
        .map(|path| format!("`{}`", onus::report::clean(path)))
        .collect();
    let count = files.len();
    let word = if count == 1 { "file" } else { "files" };
    format!(
        "watching {count} {word} under {}; ctrl-c to stop",
        paths.join(", ")
    )
}

/// The line between two runs.
fn changed(before: &Files, after: &Files) -> String {
    let names: BTreeSet<&PathBuf> = before.keys().chain(after.keys()).collect();
    let mut said = names.into_iter().filter_map(|name| {
        let word = match (before.get(name), after.get(name)) {
            (Some(old), Some(new)) if old == new => return None,
            (Some(_), Some(_)) => "has changed",
            (None, _) => "is new",
            (_, None) => "is gone",
        };
        let name = name.display().to_string();
        Some(format!("`{}` {word}", onus::report::clean(&name)))
    });
    let first = said.next().unwrap_or_default();
    match said.count() {
        0 => format!("\n--- {first}"),
        more => format!("\n--- {first}, and {more} more"),
    }
}

/// What a file looked like.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Look {
    modified: Option<SystemTime>,
    size: u64,
}

type Files = BTreeMap<PathBuf, Look>;

/// Where the files of a run are.
struct Places {
    /// As the user wrote them.
    named: Vec<String>,
    config: PathBuf,
}

impl Places {
    /// The configuration may say where the policies are; as long as it can't be read,
    /// they are where they are without one.
    fn of(arguments: &TestArgs) -> Self {
        let config = policies::config_of(arguments.config.as_deref());
        Self {
            named: policies::named(&arguments.paths, &config.unwrap_or_default()),
            config: arguments
                .config
                .clone()
                .unwrap_or_else(|| PathBuf::from(Config::FILE)),
        }
    }

    /// Folders and files to walk.
    fn roots(&self) -> impl Iterator<Item = PathBuf> {
        self.named.iter().map(|path| {
            if Path::new(path).exists() {
                PathBuf::from(path)
            } else {
                glob_root(path)
            }
        })
    }

    /// Looks at all files that are there now.
    fn look(&self) -> Files {
        let below = self.roots().flat_map(|root| {
            WalkDir::new(root)
                .follow_links(true)
                .into_iter()
                .filter_map(Result::ok)
                .filter(|entry| entry.file_type().is_file() && is_of_a_run(entry.path()))
                .map(walkdir::DirEntry::into_path)
        });
        below
            .chain([self.config.clone()])
            .filter_map(|path| {
                let about = std::fs::metadata(&path).ok()?;
                let look = Look {
                    modified: about.modified().ok(),
                    size: about.len(),
                };
                Some((path.strip_prefix(".").unwrap_or(&path).to_owned(), look))
            })
            .collect()
    }
}

/// Whether a file can have a say in a run: policies, tests and data.
fn is_of_a_run(path: &Path) -> bool {
    path.extension().is_some_and(|ending| {
        ["rego", "json", "yaml", "yml"]
            .iter()
            .any(|known| ending == *known)
    })
}

/// The system's notices.
struct Notices {
    wakes: Receiver<()>,
    /// How long to wait for one.
    patience: Duration,
    /// Keeps the channel open where no notices come.
    _sender: SyncSender<()>,
    _watcher: Option<RecommendedWatcher>,
}

impl Notices {
    fn of(places: &Places) -> Self {
        let (sender, wakes) = sync_channel(1);
        let watcher = watcher(places, sender.clone());
        Self {
            wakes,
            patience: if watcher.is_some() { SELDOM } else { OFTEN },
            _sender: sender,
            _watcher: watcher,
        }
    }

    /// Waits until the files look otherwise, and then until they keep still.
    fn wait(&self, places: &Places, before: &Files) -> Files {
        let mut took = Duration::ZERO;
        loop {
            let _ = self.wakes.recv_timeout(self.patience.max(took * SHARE));
            // Notices come in numbers.
            std::thread::sleep(QUIET.max(took));
            let start = Instant::now();
            let mut now = places.look();
            took = start.elapsed();
            if now == *before {
                continue;
            }
            loop {
                std::thread::sleep(QUIET);
                let then = std::mem::replace(&mut now, places.look());
                if then == now {
                    break;
                }
            }
            // What was changed may have been changed back.
            if now != *before {
                return now;
            }
        }
    }
}

/// Asks for notices; none when the system gives none.
fn watcher(places: &Places, sender: SyncSender<()>) -> Option<RecommendedWatcher> {
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        // Looking at a file is a notice too.
        if event.is_ok_and(|event| event.kind.is_access()) {
            return;
        }
        // One that waits to be taken is enough.
        let _ = sender.try_send(());
    })
    .ok()?;
    let (mut whole, mut single) = (BTreeSet::new(), BTreeSet::new());
    for root in places.roots() {
        if root.is_file() {
            single.insert(folder_of(&root)?);
        } else {
            whole.insert(root.canonicalize().ok()?);
        }
    }
    single.insert(folder_of(&places.config)?);
    // One that is asked for twice would lose the folders below it.
    single.retain(|folder| !whole.iter().any(|above| folder.starts_with(above)));
    for folder in &whole {
        watcher.watch(folder, RecursiveMode::Recursive).ok()?;
    }
    for folder in &single {
        watcher.watch(folder, RecursiveMode::NonRecursive).ok()?;
    }
    Some(watcher)
}

/// The folder that a file is in: a file that is renamed into its place is a new one, of
/// which only the folder tells.
fn folder_of(file: &Path) -> Option<PathBuf> {
    file.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
        .canonicalize()
        .ok()
}
