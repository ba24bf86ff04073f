//! `onus watch`: decides again whenever something changes, and tells what is decided
//! otherwise than before.

mod aim;
mod evaluation;
mod say;
mod state;
mod stop;

use std::collections::BTreeSet;
use std::io;
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use onus::problem::{Level, Problem};
use onus::snapshot::{Changed, Event, Known, Standing, Started, State, Watched};

use super::args::WatchArgs;
use super::watching::{Files, Notices, Until, Woken, changes, count};
use super::{Exit, concluded, policies, settings};
use aim::Aim;
use evaluation::{Evaluated, Found, evaluate};
use say::{Say, time};
use state::StateFile;
use stop::Stop;

/// How often to ask whether an evaluation has ended, or should.
const SHORT: Duration = Duration::from_millis(50);

/// When to try again what has failed though no file has changed since: permissions,
/// disks and time limits mend themselves without a trace.
const RETRY: Duration = Duration::from_secs(60);

/// How often what was decided is thrown away because files changed meanwhile: of one
/// that never keeps still, something has to be decided at last.
const MOST_DISCARDED: u32 = 2;

/// Runs the command.
pub fn run(arguments: WatchArgs) -> Exit {
    let color = arguments.color;
    concluded(color, |problems| {
        let Some(mut watch) = Watch::begin(Arc::new(arguments), problems)? else {
            return Ok(Exit::NotWhole);
        };
        match watch.go() {
            Ok(exit) => Ok(exit),
            // Nobody reads any more.
            Err(Ended::Said(_)) => Ok(Exit::Clean),
            Err(Ended::Problem(problem)) => Err(problem),
        }
    })
}

/// Why a watch ends without being asked to.
enum Ended {
    /// Nothing can be said any more.
    Said(#[expect(dead_code, reason = "all that stops writing is the same here")] io::Error),
    /// It can't begin.
    Problem(Box<Problem>),
}

impl From<io::Error> for Ended {
    fn from(error: io::Error) -> Self {
        Self::Said(error)
    }
}

/// A watch on its way.
struct Watch {
    arguments: Arc<WatchArgs>,
    stop: Stop,
    file: StateFile,
    say: Say,
    /// What is watched, as the configuration last said.
    aim: Aim,
    /// What was decided when everything last could be.
    state: Option<Arc<State>>,
    /// When that was, if it was before the start.
    since: Option<String>,
    /// What is known of resources that may be gone.
    known: Known,
    /// Whether it was said how things stand.
    is_begun: bool,
    /// What is wrong, and has been said.
    trouble: Option<BTreeSet<String>>,
}

impl Watch {
    /// Reads what is known; none when something that is named is not there.
    fn begin(
        arguments: Arc<WatchArgs>,
        problems: &mut Vec<Problem>,
    ) -> Result<Option<Self>, Box<Problem>> {
        let config = policies::config(&arguments.policies)?;
        settings::selection(&arguments.selection, &config)?;
        let aim = Aim::of(&arguments, &config)?;
        let path = arguments.state.clone();
        let path = path.unwrap_or_else(|| aim.state(&arguments, &config));
        let file = StateFile::at(path, &aim.inventories)?;
        let past = file.read()?;
        if let Some(past) = &past
            && arguments.state.is_some()
        {
            aim.is_of(&past.state, &config)?;
        }
        if past.is_none() {
            problems.extend(aim.missing());
            if !problems.is_empty() {
                return Ok(None);
            }
        }
        let since = past.as_ref().and_then(|past| past.since.map(time));
        Ok(Some(Self {
            stop: Stop::on_signals()?,
            say: Say::of(&arguments),
            arguments,
            file,
            aim,
            since,
            state: past.map(|past| Arc::new(past.state)),
            known: Known::default(),
            is_begun: false,
            trouble: None,
        }))
    }

    fn go(&mut self) -> Result<Exit, Ended> {
        let mut told = Files::new();
        let mut discarded = 0;
        let mut was_due = false;
        loop {
            self.aim_anew();
            let places = &self.aim.places;
            let notices = Notices::of(places);
            let files = places.look();
            if !self.is_begun && self.trouble.is_none() && discarded == 0 {
                self.watching(&files)?;
            }
            let start = Instant::now();
            let Some(evaluated) = self.evaluate() else {
                return self.stopped();
            };
            let took = start.elapsed();
            // What was read may be half of what is there now.
            let is_stale = self.aim.places.look() != files && !self.arguments.once;
            if is_stale && discarded < MOST_DISCARDED {
                discarded += 1;
            } else {
                discarded = 0;
                let because = match (self.is_begun, was_due) {
                    (false, _) => vec!["since the last time".to_owned()],
                    (true, false) => changes(&told, &files),
                    (true, true) => Vec::new(),
                };
                let exit = self.take(evaluated, &because)?;
                if self.arguments.once {
                    return Ok(exit);
                }
                told.clone_from(&files);
            }
            let retry = RETRY.max(took.saturating_mul(20));
            let until = Until {
                stopped: &|| self.stop.is_asked(),
                due: self.trouble.is_some().then(|| Instant::now() + retry),
            };
            match notices.wait(&self.aim.places, &files, &until) {
                Woken::Changed(_) => was_due = false,
                Woken::Due => was_due = true,
                Woken::Stopped => return self.stopped(),
            }
        }
    }

    /// Follows the configuration; as long as it can't be read, what it said last counts.
    fn aim_anew(&mut self) {
        let config = policies::config(&self.arguments.policies);
        if let Ok(aim) = config.and_then(|config| Aim::of(&self.arguments, &config)) {
            self.aim = aim;
        }
    }

    fn watching(&self, files: &Files) -> io::Result<()> {
        if self.arguments.once {
            return Ok(());
        }
        let count = count(files);
        let word = if count == 1 { "file" } else { "files" };
        let named = self.aim.inventories.iter().chain(&self.aim.places.policies);
        let named: Vec<String> = named
            .map(|path| format!("`{}`", onus::report::clean(path)))
            .collect();
        self.say.aside(&format!(
            "watching {count} {word} under {}; ctrl-c to stop",
            named.join(", ")
        ))
    }

    fn stopped(&self) -> Result<Exit, Ended> {
        self.say.event(&Event::Stopped)?;
        Ok(Exit::Clean)
    }

    /// Decides on another thread, so that it need not be waited for at the end; none
    /// when it is the end.
    fn evaluate(&self) -> Option<Evaluated> {
        let (sender, receiver) = channel();
        let arguments = Arc::clone(&self.arguments);
        let before = self.state.clone();
        std::thread::spawn(move || {
            // Nobody waits any more when it was the end.
            let _ = sender.send(evaluate(&arguments, before.as_deref()));
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
                        Problem::error("the evaluation did not come to its end")
                            .help("`onus eval` with the same arguments says more"),
                    ]));
                }
            }
        }
    }

    /// Tells what an evaluation came to, and how it would end if it were the only one.
    fn take(&mut self, evaluated: Evaluated, because: &[String]) -> Result<Exit, Ended> {
        let found = match evaluated {
            Evaluated::Whole(found) => *found,
            Evaluated::NotWhole(problems) => {
                self.failed(&problems)?;
                return Ok(Exit::NotWhole);
            }
            Evaluated::Nothing(problems) => {
                self.failed(&problems)?;
                return Ok(Exit::NothingEvaluated);
            }
        };
        if self.trouble.take().is_some() {
            self.say.event(&Event::Recovered)?;
        }
        self.compare(found, because)
    }

    /// Says what is wrong, unless that was the last that was said.
    fn failed(&mut self, problems: &[Problem]) -> io::Result<()> {
        let trouble: BTreeSet<String> = problems
            .iter()
            .filter(|problem| problem.level == Level::Error)
            // A file that grows is wrong at another place each time.
            .map(|problem| problem.message.replace(|c: char| c.is_ascii_digit(), ""))
            .collect();
        if self.trouble.as_ref() != Some(&trouble) {
            self.say.event(&Event::Failed(problems))?;
            self.trouble = Some(trouble);
        }
        Ok(())
    }

    /// Tells what differs from what was known, and makes a note of it.
    fn compare(&mut self, found: Found, because: &[String]) -> Result<Exit, Ended> {
        let Found {
            state,
            mut known,
            missing,
            warnings,
            doubts,
        } = found;
        self.say.warnings(warnings, &doubts, &self.arguments);
        // What is said of a resource that is gone is what was last known of it.
        let past = std::mem::take(&mut self.known);
        for (id, place) in past.places {
            known.places.entry(id).or_insert(place);
        }
        for (id, severity) in past.severities {
            known.severities.entry(id).or_insert(severity);
        }
        let standing = Standing::of(&state.snapshot);
        let exit = if standing.denied > 0 {
            Exit::Denied
        } else {
            Exit::Clean
        };
        let Some(before) = self.state.clone() else {
            self.file.write(&state).map_err(Ended::Problem)?;
            self.began(&state)?;
            self.known = known;
            self.state = Some(Arc::new(state));
            return Ok(exit);
        };
        if !self.is_begun {
            self.began(&state)?;
        }
        let watched = Watched::of(&before.snapshot, &state.snapshot, &known, &missing);
        if !watched.is_empty() {
            self.say.event(&Event::Changed(Changed {
                because,
                standing,
                watched,
            }))?;
        } else if self.say.is_verbose() {
            self.say.event(&Event::Unchanged(because))?;
        }
        // Last, so that nothing is lost: who is killed in between is told once more.
        if *before != state
            && let Err(problem) = self.file.write(&state)
        {
            self.say.event(&Event::NotKept(&problem))?;
        }
        known
            .places
            .retain(|id, _| state.snapshot.resources.contains_key(id));
        self.known = known;
        self.state = Some(Arc::new(state));
        Ok(exit)
    }

    /// Says how things stand at the start.
    fn began(&mut self, state: &State) -> io::Result<()> {
        self.is_begun = true;
        self.say.event(&Event::Started(Started {
            inventories: state.inventories.keys().map(String::as_str).collect(),
            state: &self.file.name(),
            since: self.since.take(),
            standing: Standing::of(&state.snapshot),
        }))
    }
}
