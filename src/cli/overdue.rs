//! Overdue evaluations: ends the program when an evaluation does not end. The engine can't be
//! interrupted within a step, and a thread can't be stopped from outside.

use std::thread::sleep;
use std::time::{Duration, Instant};

use onus::diagnostic::Diagnostic;
use onus::engine::{Exceeded, Overdue, Running};
use onus::report::clean;

use crate::cli::conclude::cannot_go_on;

/// How often to look.
const OFTEN: Duration = Duration::from_millis(250);

/// The exit code of a run that is not complete.
const INCOMPLETE: i32 = 2;

/// Looks after the evaluations of the program for as long as it runs.
pub fn watch_over() -> ! {
    let start = Instant::now();
    let mut overdue = Overdue::default();
    loop {
        sleep(OFTEN);
        if let Some((one, exceeded, took)) = overdue.look(start.elapsed()) {
            // It always says that the run is not complete.
            let _ = cannot_go_on(&endless(&one, exceeded, took));
            std::process::exit(INCOMPLETE);
        }
    }
}

fn endless(one: &Running, exceeded: Exceeded, took: Duration) -> Diagnostic {
    let what = match exceeded {
        Exceeded::Time => format!("has been evaluated for {} s", took.as_secs()),
        Exceeded::Memory => "has taken more than twice the memory that it may".to_owned(),
    };
    Diagnostic::error(format!(
        "`{}` {what} and can't be interrupted, so the run was stopped: it is not complete",
        clean(&one.rule)
    ))
    .help("look for values that are made of themselves, as in `b := [a, a]`, or run without this policy")
}
