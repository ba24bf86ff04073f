//! Exports: the output of the `--exec` command, and when it is due.

use std::sync::Arc;
use std::time::{Duration, Instant};

use onus::diagnostic::Diagnostic;

use crate::cli::commands::watch::args::WatchArgs;
use crate::cli::commands::watch::shutdown::Stop;
use crate::cli::commands::watch::user_command::{CommandError, Printed, Task};

/// How often a command runs, unless told.
pub const EVERY: Duration = Duration::from_secs(15 * 60);

/// Printings, and when the next one is due.
pub struct Exports {
    /// How often everything is decided anew, if time alone is a reason.
    every: Option<Duration>,
    due: Option<Instant>,
    /// One that nothing was decided with so far.
    fresh: Option<Arc<Printed>>,
    /// The last one with which everything could be decided.
    sound: Option<Arc<Printed>>,
}

impl Exports {
    /// As wished; a command is due at once.
    pub fn of(arguments: &WatchArgs) -> Self {
        let has_command = arguments.exec.is_some();
        let every = arguments.every.or(has_command.then_some(EVERY));
        let first = |every| if has_command { Duration::ZERO } else { every };
        Self {
            every,
            due: every.map(|every| Instant::now() + first(every)),
            fresh: None,
            sound: None,
        }
    }

    /// When the next time is.
    pub fn due(&self) -> Option<Instant> {
        self.due
    }

    /// Whether it is time; the next time is counted from now on.
    pub fn take_turn(&mut self) -> bool {
        let now = Instant::now();
        let is_due = self.due.is_some_and(|due| due <= now);
        if is_due {
            self.due = self.every.map(|every| now + every);
        }
        is_due
    }

    /// Runs the command, if there is one.
    ///
    /// # Errors
    /// It printed nothing that could be decided.
    pub fn make(&mut self, arguments: &WatchArgs, stop: &Stop) -> Result<(), CommandError> {
        if let Some(task) = task(arguments) {
            self.fresh = Some(Arc::new(task.export(stop)?));
        }
        Ok(())
    }

    /// Whether there is a printing that nothing was decided with.
    pub fn has_fresh(&self) -> bool {
        self.fresh.is_some()
    }

    /// What is to be decided with.
    pub fn given(&self) -> Option<&Arc<Printed>> {
        self.fresh.as_ref().or(self.sound.as_ref())
    }

    /// Everything could be decided: with that printing one can go on.
    pub fn keep(&mut self) {
        if let Some(fresh) = self.fresh.take() {
            self.sound = Some(fresh);
        }
    }

    /// Something could not be decided: the printing before that one counts again.
    /// Answers what the command had to say, if that was anything.
    pub fn leave(&mut self, arguments: &WatchArgs) -> Option<Diagnostic> {
        let fresh = self.fresh.take()?;
        let task = task(arguments)?;
        (!fresh.said.is_empty()).then(|| {
            Diagnostic::warning(format!(
                "`{}` said on standard error: {}",
                task.command, fresh.said
            ))
        })
    }
}

fn task(arguments: &WatchArgs) -> Option<Task<'_>> {
    Some(Task {
        command: arguments.exec.as_deref()?,
        longest: arguments.exec_timeout,
        most: arguments.exec_most,
        last: Duration::ZERO,
    })
}
