//! The memory limit of evaluations.
//!
//! The engine's allocator counts the bytes of the program, and the interpreter compares them
//! with one limit for the process. So an evaluation that hits the limit may not be the
//! one that took the memory. It is repeated while no other one runs, and only the repetition
//! counts. Decisions stay the same for any number of threads.

use std::sync::{Once, PoisonError, RwLock};

use super::EngineError;

/// What evaluations may take, in bytes, beyond what the program has when it is set.
pub const MOST: u64 = 768 << 20;

/// Evaluations share it; the one that is repeated has it alone.
static GATE: RwLock<()> = RwLock::new(());

/// Calls the engine within the limit. The call is repeated when it meets the limit, so it
/// must leave nothing behind when it fails.
///
/// # Errors
/// What the call returns, the second time if there is one.
pub(crate) fn bounded<T>(
    mut call: impl FnMut() -> Result<T, EngineError>,
) -> Result<T, EngineError> {
    static FIRST: Once = Once::new();
    FIRST.call_once(set);
    let shared = GATE.read().unwrap_or_else(PoisonError::into_inner);
    let result = call();
    if !matches!(result, Err(EngineError::MemoryLimit)) {
        return result;
    }
    drop(shared);
    let _alone = GATE.write().unwrap_or_else(PoisonError::into_inner);
    set();
    call()
}

/// Sets the limit from what the program has now.
fn set() {
    // The engine tells what is in use when that is too much, and only then.
    regorus::set_global_memory_limit(Some(0));
    let used = match regorus::check_global_memory_limit() {
        Err(regorus::LimitError::MemoryLimitExceeded { usage, .. }) => usage,
        _ => 0,
    };
    regorus::set_global_memory_limit(Some(used.saturating_add(MOST)));
}

/// By how many bytes the program is above the limit. The interpreter ends an evaluation
/// between steps as soon as there are some, so many of them are made within one step.
pub(crate) fn excess() -> u64 {
    match regorus::check_global_memory_limit() {
        Err(regorus::LimitError::MemoryLimitExceeded { usage, limit }) => {
            usage.saturating_sub(limit)
        }
        _ => 0,
    }
}

/// Counts what this thread has allocated and freed, which it otherwise keeps to itself.
pub(crate) fn settle() {
    regorus::flush_thread_memory_counters();
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use crate::engine::{Engine, EngineError, Value};
    use onus_core::source_id::SourceId;

    fn engine(limit: Duration) -> Engine {
        let text = "package a

xs := numbers.range(1, 90000)

endless := count([1 | some a in xs; some b in xs; a + b == 0])

members := {x | some x in xs}

unions := count([all | some a in xs; all := members | {0 - a}])

fine := input.x
";
        let mut engine = Engine::new(limit, 0).unwrap();
        engine
            .add_policy(&SourceId::generated("limits"), text)
            .unwrap();
        engine.prepare().unwrap();
        engine.set_input(Value::object([("x", Value::text("y"))]));
        engine
    }

    #[test]
    fn an_engine_is_good_for_more_after_each_limit() {
        let fine = Ok(Some(Value::text("y")));
        let limit = Duration::from_millis(100);
        let mut engine = self::engine(limit);
        let endless = engine.evaluate("data.a.endless");
        assert_eq!(endless, Err(EngineError::TimeLimit { limit }));
        assert_eq!(engine.evaluate("data.a.fine"), fine);

        let mut engine = self::engine(Duration::from_secs(60));
        assert_eq!(
            engine.evaluate("data.a.unions"),
            Err(EngineError::MemoryLimit)
        );
        assert_eq!(engine.evaluate("data.a.fine"), fine);
    }

    #[test]
    fn who_did_not_take_the_memory_is_decided_all_the_same() {
        std::thread::scope(|scope| {
            let hog = scope.spawn(|| {
                let unions = engine(Duration::from_secs(60)).evaluate("data.a.unions");
                assert_eq!(unions, Err(EngineError::MemoryLimit));
            });
            let mut engine = engine(Duration::from_secs(60));
            while !hog.is_finished() {
                let fine = engine.evaluate("data.a.fine");
                assert_eq!(fine, Ok(Some(Value::text("y"))));
            }
        });
    }
}
