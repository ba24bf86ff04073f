//! Reporter of a watch: compares each evaluation with the last complete one, and reports nothing
//! twice.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use onus::diagnostic::{Diagnostic, Level};
use onus::snapshot::{
    Changed, Event, Known, Origins, Standing, Started, State, Watched, write_event_json,
};

use crate::cli::commands::watch::announcer::{Say, time};
use crate::cli::commands::watch::args::WatchArgs;
use crate::cli::commands::watch::evaluation::WatchEvaluation;
use crate::cli::commands::watch::shutdown::Stop;
use crate::cli::commands::watch::state_file::{Past, StateFile};
use crate::cli::commands::watch::user_command::Task;
use crate::cli::exit::Exit;

/// The most that the command of `--on-change` may print, which nobody reads.
const MOST: u64 = 64 << 20;

/// How long that command may go on when the watch ends.
const LAST: Duration = Duration::from_secs(5);

/// Why a watch ends without being asked to.
pub enum Ended {
    /// Nothing can be said any more.
    Unheard,
    /// It can't begin.
    Diagnostic(Box<Diagnostic>),
}

impl From<io::Error> for Ended {
    fn from(_: io::Error) -> Self {
        Self::Unheard
    }
}

/// Which part of a watch can be in trouble.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The command that prints an inventory, or what it printed.
    Export,
    /// All that lies in files.
    Files,
}

/// What is known, and was said.
pub struct Reporter {
    arguments: Arc<WatchArgs>,
    stop: Stop,
    file: StateFile,
    say: Say,
    /// What was decided when everything last could be.
    state: Option<Arc<State>>,
    /// When that was, if it was before the start.
    since: Option<String>,
    /// What is known of resources that may be gone.
    known: Known,
    /// Whether it was said how things stand.
    is_begun: bool,
    /// What is wrong, and has been said.
    troubles: BTreeMap<Part, BTreeSet<String>>,
}

impl Reporter {
    /// With what was known before.
    pub fn of(
        arguments: &Arc<WatchArgs>,
        stop: &Stop,
        file: StateFile,
        past: Option<Past>,
    ) -> Self {
        Self {
            arguments: Arc::clone(arguments),
            stop: stop.clone(),
            file,
            say: Say::of(arguments),
            since: past.as_ref().and_then(|past| past.since.map(time)),
            state: past.map(|past| Arc::new(past.state)),
            known: Known::default(),
            is_begun: false,
            troubles: BTreeMap::new(),
        }
    }

    /// What was decided when everything last could be.
    pub fn state(&self) -> Option<Arc<State>> {
        self.state.clone()
    }

    /// Whether it was said how things stand.
    pub fn is_begun(&self) -> bool {
        self.is_begun
    }

    /// Whether something is wrong with the files.
    pub fn is_in_trouble(&self) -> bool {
        self.troubles.contains_key(&Part::Files)
    }

    /// Says a line to people alone.
    ///
    /// # Errors
    /// Nobody reads any more.
    pub fn aside(&self, line: &str) -> io::Result<()> {
        self.say.aside(line)
    }

    /// Says that it is the end.
    ///
    /// # Errors
    /// Nobody reads any more.
    pub fn stopped(&self) -> Result<Exit, Ended> {
        self.say.event(&Event::Stopped)?;
        Ok(Exit::Clean)
    }

    /// Says what is wrong, unless that was the last that was said of this part.
    ///
    /// # Errors
    /// Nobody reads any more.
    pub fn failed(&mut self, part: Part, problems: &[Diagnostic]) -> io::Result<()> {
        let said = |problem: &Diagnostic| match part {
            // A file that grows is wrong at another place each time.
            Part::Files => problem.message.replace(|c: char| c.is_ascii_digit(), ""),
            Part::Export => problem.message.clone(),
        };
        let errors = problems.iter().filter(|one| one.level == Level::Error);
        let trouble: BTreeSet<String> = errors.map(said).collect();
        if self.troubles.get(&part) != Some(&trouble) {
            self.say.event(&Event::Failed(problems))?;
            self.troubles.insert(part, trouble);
        }
        Ok(())
    }

    /// Says what is well again, if something was not.
    ///
    /// # Errors
    /// Nobody reads any more.
    pub fn recovered(&mut self, parts: &[Part]) -> io::Result<()> {
        let before = self.troubles.len();
        self.troubles.retain(|part, _| !parts.contains(part));
        if before > 0 && self.troubles.is_empty() {
            self.say.event(&Event::Recovered)?;
        }
        Ok(())
    }

    /// Tells what differs from what was known, and makes a note of it. Answers how this
    /// evaluation would end if it were the only one.
    ///
    /// # Errors
    /// Nobody reads any more, or there is no place for a first state.
    pub fn compare(&mut self, found: WatchEvaluation, because: &[String]) -> Result<Exit, Ended> {
        let WatchEvaluation {
            state,
            mut known,
            missing,
            warnings,
            doubts,
        } = found;
        self.say.warnings(warnings, &doubts, &self.arguments);
        // What is said of a resource that is gone is what was last known of it.
        let past = std::mem::take(&mut self.known);
        for (key, place) in past.places {
            known.places.entry(key).or_insert(place);
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
            self.file.write(&state).map_err(Ended::Diagnostic)?;
            self.began(&state)?;
            self.known = known;
            self.state = Some(Arc::new(state));
            return Ok(exit);
        };
        if !self.is_begun {
            self.began(&state)?;
        }
        if before.origins == Origins::Unknown {
            for (key, place) in known.places.clone() {
                let key = before.origins.key(key);
                known.places.entry(key).or_insert(place);
            }
        }
        let after = state.comparable_with(&before);
        let watched = Watched::of(&before.snapshot, &after, &known, &missing);
        if !watched.is_empty() {
            let event = Event::Changed(Changed {
                because,
                standing,
                watched,
            });
            self.say.event(&event)?;
            self.hand(&event)?;
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
            .retain(|key, _| state.snapshot.resources.contains_key(key));
        self.known = known;
        self.state = Some(Arc::new(state));
        Ok(exit)
    }

    /// Hands a change to the command of `--on-change`, once.
    fn hand(&self, event: &Event<'_>) -> Result<(), Ended> {
        let Some(command) = &self.arguments.on_change else {
            return Ok(());
        };
        let task = Task {
            command,
            longest: self.arguments.on_change_timeout,
            most: MOST,
            last: LAST,
        };
        let mut line = Vec::new();
        write_event_json(event, &time(Timestamp::now()), &mut line)?;
        if let Err(error) = task.hand(&line, &self.stop) {
            let problem = error.problem("on-change");
            self.say.event(&Event::NotHandedOver(&problem))?;
        }
        Ok(())
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
