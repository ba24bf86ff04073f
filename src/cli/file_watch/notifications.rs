//! Notifications of the system that files have changed.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::{Duration, Instant};

use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::cli::file_watch::watched_files::{Files, Places};

/// How long nothing must happen before a change counts as made.
const QUIET: Duration = Duration::from_millis(100);

/// How long to wait for that: a file that grows without end would never keep still.
const LONGEST: Duration = Duration::from_secs(5);

/// How often to look where notices come, in case that they don't.
const SELDOM: Duration = Duration::from_secs(2);

/// How often to look where no notices come.
const OFTEN: Duration = Duration::from_millis(500);

/// How often to ask whether to stop.
const SHORT: Duration = Duration::from_millis(200);

/// Of the time that passes without notices, looking takes at most this part.
const SHARE: u32 = 20;

/// The system's notices.
pub struct Notices {
    wakes: Receiver<()>,
    /// How long to wait for one.
    patience: Duration,
    /// Keeps the channel open where no notices come.
    _sender: SyncSender<()>,
    _watcher: Option<RecommendedWatcher>,
}

/// What ends waiting beside a change.
pub struct Until<'u> {
    /// Whether to stop.
    pub stopped: &'u dyn Fn() -> bool,
    /// When there is something to do without a change.
    pub due: Option<Instant>,
}

/// Why waiting ended.
#[derive(Debug)]
pub enum Woken {
    /// Files look otherwise: like this.
    Changed(Files),
    /// It is time.
    Due,
    /// It is the end.
    Stopped,
}

impl Notices {
    /// Asks for notices of all that is in these places.
    pub fn of(places: &Places) -> Self {
        let (sender, wakes) = sync_channel(1);
        let watcher = watcher(places, sender.clone());
        Self {
            wakes,
            patience: if watcher.is_some() { SELDOM } else { OFTEN },
            _sender: sender,
            _watcher: watcher,
        }
    }

    /// Waits until the files look otherwise, and then until they keep still, but no
    /// longer than is bearable.
    pub fn wait(&self, places: &Places, before: &Files, until: &Until<'_>) -> Woken {
        let mut took = Duration::ZERO;
        loop {
            if let Some(woken) = self.rest(self.patience.max(took * SHARE), until) {
                return woken;
            }
            // Notices come in numbers.
            std::thread::sleep(QUIET.max(took));
            let start = Instant::now();
            let mut now = places.look();
            took = start.elapsed();
            if now == *before {
                continue;
            }
            while start.elapsed() < LONGEST && !(until.stopped)() {
                std::thread::sleep(QUIET);
                let then = std::mem::replace(&mut now, places.look());
                if then == now {
                    break;
                }
            }
            // What was changed may have been changed back.
            if now != *before {
                return Woken::Changed(now);
            }
        }
    }

    /// Waits for a notice, and without one for so long; answers what else ends waiting.
    fn rest(&self, patience: Duration, until: &Until<'_>) -> Option<Woken> {
        let start = Instant::now();
        loop {
            if (until.stopped)() {
                return Some(Woken::Stopped);
            }
            let now = Instant::now();
            if until.due.is_some_and(|due| due <= now) {
                return Some(Woken::Due);
            }
            let left = patience.checked_sub(start.elapsed())?;
            let due = until.due.map_or(left, |due| due - now);
            match self.wakes.recv_timeout(left.min(due).min(SHORT)) {
                Err(RecvTimeoutError::Timeout) => {}
                _ => return None,
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
        if root.is_dir() {
            whole.insert(root.canonicalize().ok()?);
        } else {
            single.insert(folder_of(&root)?);
        }
    }
    for file in &places.files {
        single.insert(folder_of(file)?);
    }
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
