//! Ends the program when an evaluation does not end by itself: the engine can't be
//! interrupted within a step, and a thread can't be stopped from outside.

use std::collections::HashMap;
use std::thread::sleep;
use std::time::{Duration, Instant};

use onus::engine::{Running, running};
use onus::problem::Problem;
use onus::report::clean;

use super::cannot_go_on;

/// How often to look.
const OFTEN: Duration = Duration::from_millis(250);

/// The exit code of a run that is not complete.
const INCOMPLETE: i32 = 2;

/// What is added to twice the limit, for machines that are busy.
const GRACE: Duration = Duration::from_secs(2);

/// Looks after the evaluations of the program for as long as it runs.
pub fn watch_over() -> ! {
    let mut since: HashMap<(usize, u64), Instant> = HashMap::new();
    loop {
        sleep(OFTEN);
        let now = Instant::now();
        let all = running();
        since.retain(|number, _| all.iter().any(|one| one.number == *number));
        for one in all {
            let begun = *since.entry(one.number).or_insert(now);
            if now.duration_since(begun) > one.limit.saturating_mul(2) + GRACE {
                // It always says that the run is not complete.
                let _ = cannot_go_on(&endless(&one, now.duration_since(begun)));
                std::process::exit(INCOMPLETE);
            }
        }
    }
}

fn endless(one: &Running, took: Duration) -> Problem {
    Problem::error(format!(
        "`{}` has been evaluated for {} s and can't be interrupted, so the run was stopped: it is not complete",
        clean(&one.rule),
        took.as_secs()
    ))
    .help("look for values that are made of themselves, as in `b := [a, a]`, or run without this policy")
}
