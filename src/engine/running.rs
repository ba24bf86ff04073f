//! Evaluations that are running, for a program that looks after those that do not end.
//!
//! The interpreter compares the time with its limit between steps. A step itself, such as
//! comparing two values that share their parts and would fill any memory if they were
//! written out, can't be interrupted. The library reads no clock: a program looks at
//! [`running`] again and again, and sees that an evaluation is still the same one.

use std::cell::RefCell;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

/// An evaluation that has begun and not ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Running {
    /// The number of its thread and its own number there: no two evaluations have the
    /// same.
    pub number: (usize, u64),
    /// The rule that is evaluated, or the policy that is loaded.
    pub rule: String,
    /// How long it may take.
    pub limit: Duration,
}

/// What one thread is doing.
#[derive(Debug)]
struct Slot {
    thread: usize,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// How many evaluations have begun.
    begun: u64,
    is_running: bool,
    rule: String,
    limit: Duration,
}

/// All threads that have evaluated something, and how many there have been.
static SLOTS: Mutex<(Vec<Weak<Slot>>, usize)> = Mutex::new((Vec::new(), 0));

thread_local! {
    static OWN: RefCell<Option<Arc<Slot>>> = const { RefCell::new(None) };
}

/// The evaluations that are running now, on all threads.
pub fn running() -> Vec<Running> {
    let slots = SLOTS.lock().unwrap_or_else(PoisonError::into_inner);
    let slots = slots.0.iter().filter_map(Weak::upgrade);
    slots
        .filter_map(|slot| {
            let state = slot.state.lock().unwrap_or_else(PoisonError::into_inner);
            state.is_running.then(|| Running {
                number: (slot.thread, state.begun),
                rule: state.rule.clone(),
                limit: state.limit,
            })
        })
        .collect()
}

/// Does some work that shows among those that are running. The work must not panic.
pub(super) fn during<T>(rule: &str, limit: Duration, work: impl FnOnce() -> T) -> T {
    let slot = own();
    let state = || slot.state.lock().unwrap_or_else(PoisonError::into_inner);
    {
        let mut state = state();
        state.begun += 1;
        state.is_running = true;
        state.rule.clear();
        state.rule.push_str(rule);
        state.limit = limit;
    }
    let result = work();
    state().is_running = false;
    result
}

fn own() -> Arc<Slot> {
    OWN.with(|own| {
        let mut own = own.borrow_mut();
        let slot = own.get_or_insert_with(|| {
            let mut slots = SLOTS.lock().unwrap_or_else(PoisonError::into_inner);
            let (slots, threads) = &mut *slots;
            *threads += 1;
            let slot = Arc::new(Slot {
                thread: *threads,
                state: Mutex::default(),
            });
            slots.retain(|slot| slot.strong_count() > 0);
            slots.push(Arc::downgrade(&slot));
            slot
        });
        Arc::clone(slot)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_running_shows_until_it_ends() {
        let limit = Duration::from_millis(7);
        let of = |rule: &str| running().into_iter().find(|one| one.rule == rule);
        let first = during("data.first", limit, || of("data.first").unwrap());
        assert_eq!(first.limit, limit);
        assert_eq!(of("data.first"), None);
        let second = during("data.second", limit, || of("data.second").unwrap());
        assert_eq!(second.number, (first.number.0, first.number.1 + 1));
        let elsewhere =
            std::thread::spawn(move || during("data.third", limit, || of("data.third")));
        assert_ne!(elsewhere.join().unwrap().unwrap().number.0, first.number.0);
    }
}
