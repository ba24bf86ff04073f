//! How much memory an evaluation may take.
//!
//! The engine's allocator counts the bytes of the program, and the interpreter compares
//! them with one limit for the whole process as it goes. So an evaluation that meets the
//! limit may not be the one that took the memory: it is repeated while no other one runs,
//! and only what happens then counts. Decisions stay the same for any number of threads.

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
pub(super) fn bounded<T>(
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

/// Counts what this thread has allocated and freed, which it otherwise keeps to itself.
pub(super) fn settle() {
    regorus::flush_thread_memory_counters();
}
