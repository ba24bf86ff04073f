//! Announcer of a watch: events on standard output, problems for people on standard error.

use std::collections::BTreeSet;
use std::io::{self, Write as _};

use jiff::tz::TimeZone;
use jiff::{Timestamp, Unit};
use onus::diagnostic::Diagnostic;
use onus::report::{Detail, write_problems};
use onus::snapshot::{Event, write_event_json, write_event_pretty};

use crate::cli::arg_groups::Color;
use crate::cli::commands::watch::args::{WatchArgs, WatchFormat};
use crate::cli::{policy_warnings, terminal};

/// Who tells.
pub struct Say {
    format: WatchFormat,
    detail: Detail,
    color: Color,
    /// Warnings of the last evaluation, which need not be said again.
    warned: BTreeSet<String>,
}

impl Say {
    /// As wished.
    pub fn of(arguments: &WatchArgs) -> Self {
        Self {
            format: arguments.output,
            detail: match (arguments.quiet, arguments.verbose) {
                (true, _) => Detail::Quiet,
                (_, true) => Detail::Verbose,
                _ => Detail::Normal,
            },
            color: arguments.color,
            warned: BTreeSet::new(),
        }
    }

    /// Whether it is said, too, that nothing has changed.
    pub fn is_verbose(&self) -> bool {
        self.detail == Detail::Verbose
    }

    /// Says a line to people alone.
    ///
    /// # Errors
    /// Nobody reads any more.
    pub fn aside(&self, line: &str) -> io::Result<()> {
        if self.format == WatchFormat::Ndjson || self.detail == Detail::Quiet {
            return Ok(());
        }
        let mut out = terminal::stdout(self.color);
        writeln!(out, "{line}")?;
        out.flush()
    }

    /// Says an event.
    ///
    /// # Errors
    /// Nobody reads any more.
    pub fn event(&self, event: &Event<'_>) -> io::Result<()> {
        let now = Timestamp::now();
        if self.format == WatchFormat::Ndjson {
            let mut out = terminal::stdout(self.color);
            write_event_json(event, &time(now), &mut out)?;
            return out.flush();
        }
        let clock = now.to_zoned(TimeZone::system());
        let clock = clock.strftime("%Y-%m-%d %H:%M:%S").to_string();
        let how = (self.detail, terminal::width());
        if matches!(event, Event::Failed(_) | Event::NotKept(_)) {
            // Nothing can be done about a terminal that is gone.
            let _ = write_event_pretty(event, &clock, how, &mut terminal::stderr(self.color));
            return Ok(());
        }
        let mut out = terminal::stdout(self.color);
        write_event_pretty(event, &clock, how, &mut out)?;
        out.flush()
    }

    /// Says warnings that were not said of the evaluation before.
    pub fn warnings(
        &mut self,
        warnings: Vec<Diagnostic>,
        found: &[Diagnostic],
        arguments: &WatchArgs,
    ) {
        let text = |problem: &Diagnostic| problem.to_string();
        let now: BTreeSet<String> = warnings.iter().chain(found).map(text).collect();
        let before = std::mem::replace(&mut self.warned, now);
        if found.iter().any(|doubt| !before.contains(&text(doubt))) {
            policy_warnings::print(found, &arguments.policies, self.color);
        }
        let mut fresh = warnings;
        fresh.retain(|warning| !before.contains(&text(warning)));
        let mut stderr = terminal::stderr(self.color);
        let _ = write_problems(&fresh, terminal::width(), &mut stderr);
    }
}

/// A time as programs read it: in UTC, to the millisecond.
pub fn time(time: Timestamp) -> String {
    time.round(Unit::Millisecond).unwrap_or(time).to_string()
}
