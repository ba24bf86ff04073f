//! Running evaluations, for programs that watch for overdue ones.
//!
//! The interpreter compares the time with its limit between steps. A step itself can't be
//! interrupted, such as comparing two huge values. The library reads no clock and ends no
//! process: a program passes the time to [`Overdue::look`] regularly, and ends if it says
//! so.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use super::memory;

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

/// What an evaluation exceeds that can't be interrupted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exceeded {
    /// Twice its limit of time.
    Time,
    /// Twice the limit of memory.
    Memory,
}

/// Finds evaluations that go on beyond twice their limits of time or memory, and that
/// nothing can end but the end of the process. For programs that evaluate policies which they do not trust:
///
/// ```no_run
/// use std::time::{Duration, Instant};
///
/// std::thread::spawn(|| {
///     let start = Instant::now();
///     let mut overdue = onus_policy::engine::Overdue::default();
///     loop {
///         std::thread::sleep(Duration::from_millis(250));
///         if let Some((endless, exceeded, took)) = overdue.look(start.elapsed()) {
///             eprintln!("`{}` exceeds its limit after {took:?}: {exceeded:?}", endless.rule);
///             std::process::exit(2);
///         }
///     }
/// });
/// ```
#[derive(Debug, Default)]
pub struct Overdue {
    /// When each evaluation was first seen.
    since: HashMap<(usize, u64), Duration>,
}

impl Overdue {
    /// What is added to twice the limit, for machines that are busy.
    pub const GRACE: Duration = Duration::from_secs(2);

    /// An evaluation that has run for so long, and is above the limit of memory, is within a
    /// step: between two of them it would have been ended.
    const STEP: Duration = Duration::from_millis(200);

    /// An evaluation that can't be interrupted, and how long it has been running; none when
    /// all that run are within their limits. `now` is the time since any instant that is the
    /// same for all calls; call it several times a second.
    pub fn look(&mut self, now: Duration) -> Option<(Running, Exceeded, Duration)> {
        self.look_at(running(), memory::excess(), now)
    }

    /// `excess` is what the program has in memory above the limit, in bytes.
    fn look_at(
        &mut self,
        all: Vec<Running>,
        excess: u64,
        now: Duration,
    ) -> Option<(Running, Exceeded, Duration)> {
        self.since
            .retain(|number, _| all.iter().any(|one| one.number == *number));
        all.into_iter().find_map(|one| {
            let begun = *self.since.entry(one.number).or_insert(now);
            let took = now.saturating_sub(begun);
            let exceeded = if took > one.limit.saturating_mul(2) + Self::GRACE {
                Exceeded::Time
            } else if excess > memory::MOST && took > Self::STEP {
                Exceeded::Memory
            } else {
                return None;
            };
            Some((one, exceeded, took))
        })
    }
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
pub(crate) fn during<T>(rule: &str, limit: Duration, work: impl FnOnce() -> T) -> T {
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
    fn what_goes_on_beyond_twice_its_limit_is_overdue() {
        let second = Duration::from_secs(1);
        let one = |begun: u64| Running {
            number: (1, begun),
            rule: "data.a".to_owned(),
            limit: second * 100,
        };
        let mut overdue = Overdue::default();
        let mut look = |all: Vec<Running>, seconds: u32| {
            let found = overdue.look_at(all, 0, second * seconds);
            found.map(|(found, exceeded, took)| {
                assert_eq!(exceeded, Exceeded::Time);
                (found.number.1, took.as_secs())
            })
        };
        assert_eq!(look(vec![one(1)], 1_000), None);
        assert_eq!(look(vec![one(1)], 1_202), None);
        assert_eq!(look(vec![one(1)], 1_203), Some((1, 203)));
        // The next one of the thread has its own time, and so has one on another thread.
        assert_eq!(look(vec![one(2)], 1_204), None);
        let other = || Running {
            number: (2, 2),
            ..one(2)
        };
        assert_eq!(look(vec![one(2), other()], 1_300), None);
        assert_eq!(look(vec![other(), one(2)], 1_407), Some((2, 203)));
        assert_eq!(look(vec![], 2_000), None);
        assert_eq!(look(vec![one(2)], 2_100), None);
    }

    #[test]
    fn what_takes_twice_the_memory_within_a_step_is_overdue() {
        let one = Running {
            number: (1, 1),
            rule: "data.a".to_owned(),
            limit: Duration::from_secs(100),
        };
        let mut overdue = Overdue::default();
        let mut look = |excess: u64, at: u64| {
            let found = overdue.look_at(vec![one.clone()], excess, Duration::from_millis(at));
            found.map(|(_, exceeded, _)| exceeded)
        };
        assert_eq!(look(memory::MOST + 1, 1_000), None);
        assert_eq!(look(memory::MOST, 1_250), None);
        assert_eq!(look(memory::MOST + 1, 1_500), Some(Exceeded::Memory));
    }

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
