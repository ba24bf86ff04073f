//! A process that runs inputs of one property on several threads.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use onus_properties::Property;

use crate::arguments::Arguments;
use crate::inputs::{input, keep};
use crate::journal::Journal;

/// Longer than any input takes, on whatever machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// Faults of so many places are enough to see what is wrong.
const MOST_PLACES: usize = 20;

thread_local! {
    /// The place and the message of the last panic of this thread.
    static PANIC: RefCell<(String, String)> = const { RefCell::new((String::new(), String::new())) };
}

/// Runs inputs; 3 is the exit code when one does not come back.
pub fn work(arguments: &Arguments) -> ExitCode {
    let Some(property) = arguments.properties().next() else {
        return ExitCode::from(2);
    };
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        let payload = info.payload();
        let message = payload
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| payload.downcast_ref::<&str>().copied())
            .unwrap_or("no message")
            .to_owned();
        PANIC.with(|kept| *kept.borrow_mut() = (place, message));
    }));
    let next = AtomicU64::new(arguments.from);
    let end = arguments.from + arguments.count;
    let places = Mutex::new(BTreeSet::new());
    let since: Vec<Arc<Mutex<Option<Instant>>>> =
        (0..arguments.threads).map(|_| Arc::default()).collect();
    for since in since.clone() {
        std::thread::spawn(move || watch(&since));
    }
    std::thread::scope(|scope| {
        for (thread, since) in since.iter().enumerate() {
            let (next, places) = (&next, &places);
            // A thread like those of the program.
            let started = onus::threads::scoped(scope, move || {
                let mut journal = Journal::of(&arguments.journal, thread);
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= end {
                        break;
                    }
                    journal.note(Some(number));
                    set(since, Some(Instant::now()));
                    run(property, arguments.seed, number, places);
                }
                set(since, None);
                journal.note(None);
            });
            if let Err(error) = started {
                eprintln!("there is no room for a thread: {error}");
                std::process::exit(2);
            }
        }
    });
    ExitCode::SUCCESS
}

/// Ends the process when an input does not come back.
fn watch(since: &Mutex<Option<Instant>>) {
    loop {
        std::thread::sleep(Duration::from_secs(1));
        let started = since.lock().map(|since| *since).unwrap_or_default();
        if started.is_some_and(|started| started.elapsed() > PATIENCE) {
            eprintln!("an input took longer than {PATIENCE:?}");
            std::process::exit(3);
        }
    }
}

fn set(since: &Mutex<Option<Instant>>, started: Option<Instant>) {
    if let Ok(mut since) = since.lock() {
        *since = started;
    }
}

fn run(property: &Property, seed: u64, number: u64, places: &Mutex<BTreeSet<String>>) {
    let input = input(property, seed, number);
    if catch_unwind(AssertUnwindSafe(|| (property.check)(&input))).is_ok() {
        return;
    }
    let (place, message) = PANIC.with(|kept| kept.borrow().clone());
    let Ok(mut places) = places.lock() else {
        return;
    };
    // One fault is often found by many inputs.
    if places.len() < MOST_PLACES && places.insert(place.clone()) {
        let message: String = message.chars().take(2000).collect();
        let path = keep(property.name, &input);
        println!(
            "FAULT {}: {message}\n  at {place}, input {number} of seed {seed}: {path}",
            property.name
        );
    }
}
