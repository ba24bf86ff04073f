//! `onus watch`: evaluates again after every change, and reports changed decisions.

pub(crate) mod announcer;
pub(crate) mod args;
pub(crate) mod evaluation;
pub(crate) mod exports;
pub(crate) mod reporter;
pub(crate) mod shutdown;
pub(crate) mod state_file;
pub(crate) mod target;
pub(crate) mod user_command;

use std::io;
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use jiff::SignedDuration;
use onus::diagnostic::Diagnostic;
use onus::report::clean;

use crate::cli::commands::watch::evaluation::{Evaluated, evaluate};
use crate::cli::commands::watch::exports::{EVERY, Exports};
use crate::cli::commands::watch::reporter::{Ended, Part, Reporter};
use crate::cli::commands::watch::shutdown::Stop;
use crate::cli::commands::watch::state_file::StateFile;
use crate::cli::commands::watch::target::WatchTarget;
use crate::cli::commands::watch::user_command::CommandError;
use crate::cli::conclude::concluded;
use crate::cli::exit::Exit;
use crate::cli::file_watch::{Files, Notices, Until, Woken, changes, count};
use crate::cli::{options, policies};

pub use crate::cli::commands::watch::args::WatchArgs;

/// How often to ask whether an evaluation has ended, or should.
const SHORT: Duration = Duration::from_millis(50);

/// When to try again what has failed though no file has changed since: permissions,
/// disks and time limits mend themselves without a trace.
const RETRY: Duration = Duration::from_secs(60);

/// How often what was decided is thrown away because files changed meanwhile: of one
/// that never keeps still, something has to be decided at last.
const MOST_DISCARDED: u32 = 2;

/// Runs the command.
pub fn run(arguments: &WatchArgs) -> Exit {
    let color = arguments.color;
    concluded(color, |problems| {
        let Some(mut watch) = Watch::begin(Arc::new(arguments.clone()), problems)? else {
            return Ok(Exit::Incomplete);
        };
        match watch.go() {
            Ok(exit) => Ok(exit),
            Err(Ended::Unheard) => Ok(Exit::Clean),
            Err(Ended::Diagnostic(problem)) => Err(problem),
        }
    })
}

/// A watch on its way.
struct Watch {
    arguments: Arc<WatchArgs>,
    stop: Stop,
    /// What is watched, as the configuration last said.
    aim: WatchTarget,
    exports: Exports,
    reporter: Reporter,
}

/// How far a watch is.
#[derive(Default)]
struct Way {
    /// The files as they were when everything could last be decided.
    reported_files: Files,
    /// The files as they were when they were last decided.
    seen: Files,
    /// How often what was decided was thrown away since.
    discarded: u32,
    /// How long an evaluation takes.
    took: Duration,
}

impl Watch {
    /// Reads what is known; none when something that is named is not there.
    fn begin(
        arguments: Arc<WatchArgs>,
        problems: &mut Vec<Diagnostic>,
    ) -> Result<Option<Self>, Box<Diagnostic>> {
        let config = policies::config(&arguments.policies)?;
        options::selection(&arguments.selection, &config)?;
        let aim = WatchTarget::of(&arguments, &config)?;
        let path = arguments.state.clone();
        let path = path.unwrap_or_else(|| aim.state(&arguments, &config));
        let file = StateFile::at(path, &aim.inventories)?;
        let past = file.read()?;
        match &past {
            Some(past) if arguments.state.is_some() => aim.is_of(&past.state, &config)?,
            Some(_) => {}
            None => problems.extend(aim.missing()),
        }
        if !problems.is_empty() {
            return Ok(None);
        }
        let stop = Stop::on_signals()?;
        Ok(Some(Self {
            reporter: Reporter::of(&arguments, &stop, file, past),
            exports: Exports::of(&arguments),
            arguments,
            stop,
            aim,
        }))
    }

    fn go(&mut self) -> Result<Exit, Ended> {
        let mut way = Way::default();
        let mut is_wanted = true;
        self.watching()?;
        loop {
            self.aim_anew();
            let notices = Notices::of(&self.aim.places);
            if self.exports.take_turn() {
                match self.exports.make(&self.arguments, &self.stop) {
                    Ok(()) => is_wanted = true,
                    Err(CommandError::Stopped { .. }) => return self.reporter.stopped(),
                    Err(error) => self
                        .reporter
                        .failed(Part::Export, &[error.problem("exec")])?,
                }
            }
            let files = self.aim.places.look();
            let has_all = self.arguments.exec.is_none() || self.exports.given().is_some();
            // While a command runs, nobody waits for changes.
            if has_all && (is_wanted || files != way.seen) {
                let Some(exit) = self.decide(&files, &mut way)? else {
                    return self.reporter.stopped();
                };
                if self.arguments.once {
                    return Ok(exit);
                }
                // What was printed may be no inventory: files are decided nevertheless.
                let is_left = files != way.seen && !self.exports.has_fresh();
                if is_left
                    && self.exports.given().is_some()
                    && self.decide(&files, &mut way)?.is_none()
                {
                    return self.reporter.stopped();
                }
            } else if self.arguments.once {
                return Ok(Exit::Incomplete);
            }
            let retry = RETRY.max(way.took.saturating_mul(20));
            let retry = self
                .reporter
                .is_in_trouble()
                .then(|| Instant::now() + retry);
            let until = Until {
                stopped: &|| self.stop.is_asked(),
                due: retry.into_iter().chain(self.exports.due()).min(),
            };
            is_wanted = match notices.wait(&self.aim.places, &files, &until) {
                Woken::Changed(_) => true,
                Woken::Due => retry.is_some_and(|retry| retry <= Instant::now()),
                Woken::Stopped => return self.reporter.stopped(),
            };
        }
    }

    /// Decides everything, and tells what comes of it; none when it is the end.
    fn decide(&mut self, files: &Files, way: &mut Way) -> Result<Option<Exit>, Ended> {
        let start = Instant::now();
        let Some(evaluated) = self.evaluate() else {
            return Ok(None);
        };
        way.took = start.elapsed();
        // What was read may be half of what is there now.
        let is_stale = self.aim.places.look() != *files && !self.arguments.once;
        if is_stale && way.discarded < MOST_DISCARDED {
            way.discarded += 1;
            return Ok(Some(Exit::Clean));
        }
        way.discarded = 0;
        let mut because = if self.reporter.is_begun() {
            changes(&way.reported_files, files)
        } else {
            vec!["since the last time".to_owned()]
        };
        let has_fresh = self.exports.has_fresh();
        if has_fresh && self.reporter.is_begun() {
            because.push("the export was made anew".to_owned());
        }
        if !has_fresh || matches!(evaluated, Evaluated::Complete(_)) {
            way.seen.clone_from(files);
        }
        let (mut problems, exit) = match evaluated {
            Evaluated::Complete(found) => {
                way.reported_files.clone_from(files);
                self.exports.keep();
                let is_sound = has_fresh || self.arguments.exec.is_none();
                self.reporter.recovered(match is_sound {
                    true => &[Part::Files, Part::Export],
                    false => &[Part::Files],
                })?;
                return self.reporter.compare(*found, &because).map(Some);
            }
            Evaluated::NotWhole(problems) => (problems, Exit::Incomplete),
            Evaluated::Nothing(problems) => (problems, Exit::NothingEvaluated),
        };
        problems.extend(self.exports.leave(&self.arguments));
        let part = if has_fresh { Part::Export } else { Part::Files };
        self.reporter.failed(part, &problems)?;
        Ok(Some(exit))
    }

    /// Decides on another thread, so that it need not be waited for at the end; none
    /// when it is the end.
    fn evaluate(&self) -> Option<Evaluated> {
        let (sender, receiver) = channel();
        let arguments = Arc::clone(&self.arguments);
        let export = self.exports.given().cloned();
        let before = self.reporter.state();
        // Without a thread the channel is closed at once.
        let _ = onus::threads::spawn(move || {
            let export = export.as_ref().map(|printed| &printed.output);
            // Nobody waits any more when it was the end.
            let _ = sender.send(evaluate(&arguments, export, before.as_deref()));
        });
        loop {
            if self.stop.is_asked() {
                return None;
            }
            match receiver.recv_timeout(SHORT) {
                Ok(evaluated) => return Some(evaluated),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    return Some(Evaluated::NotWhole(vec![
                        Diagnostic::error("the evaluation did not come to its end")
                            .help("`onus eval` with the same arguments says more"),
                    ]));
                }
            }
        }
    }

    /// Follows the configuration; as long as it can't be read, what it said last counts.
    fn aim_anew(&mut self) {
        let config = policies::config(&self.arguments.policies);
        if let Ok(aim) = config.and_then(|config| WatchTarget::of(&self.arguments, &config)) {
            self.aim = aim;
        }
    }

    /// Says what is watched.
    fn watching(&self) -> io::Result<()> {
        if self.arguments.once {
            return Ok(());
        }
        let mut parts = Vec::new();
        let named = self.aim.inventories.iter().chain(&self.aim.places.policies);
        let named: Vec<String> = named.map(|path| format!("`{}`", clean(path))).collect();
        let files = count(&self.aim.places.look());
        if !named.is_empty() {
            let word = if files == 1 { "file" } else { "files" };
            parts.push(format!("{files} {word} under {}", named.join(", ")));
        }
        if let Some(command) = &self.arguments.exec {
            let every = SignedDuration::try_from(self.arguments.every.unwrap_or(EVERY));
            let every = every.unwrap_or(SignedDuration::MAX);
            parts.push(format!("every {every:#} what `{}` prints", clean(command)));
        }
        self.reporter.aside(&format!(
            "watching {}; ctrl-c to stop",
            parts.join(", and ")
        ))
    }
}
