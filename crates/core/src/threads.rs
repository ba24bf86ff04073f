//! Threads with a stack of a known size.
//!
//! The engine calls itself for each level of a syntax tree and for each rule that calls
//! another one, and a stack overflow ends the process. Loading limits the depth of policies
//! for a stack of this size. So everything that parses, prepares or evaluates policies runs on
//! such a thread: `ulimit` sets the size of the main thread's stack, and other threads have
//! 2 MiB.

use std::io;
use std::panic::resume_unwind;
use std::sync::OnceLock;
use std::thread::{Builder, JoinHandle, Scope, ScopedJoinHandle};

/// The least size of the stack in bytes. Memory that is never touched is only reserved.
///
/// The deepest evaluation that loading lets through was measured to take less than half
/// of it; see `policy::chains`.
pub const STACK: usize = 128 << 20;

/// The size where the system lets a thread reserve it. Letting go of a value takes stack
/// for each of its levels (64 bytes, measured), and a policy can make a few million
/// before it meets the limit on memory.
const ROOMY: usize = 1 << 30;

/// Runs `work` on a thread of its own and waits for it. A panic goes on in the caller.
///
/// # Errors
/// The system has no room for another thread.
pub fn run<T: Send>(work: impl FnOnce() -> T + Send) -> io::Result<T> {
    std::thread::scope(|scope| match scoped(scope, work)?.join() {
        Ok(result) => Ok(result),
        Err(panic) => resume_unwind(panic),
    })
}

/// Starts a thread that may borrow from its surroundings.
///
/// # Errors
/// The system has no room for another thread.
pub fn scoped<'scope, T: Send + 'scope>(
    scope: &'scope Scope<'scope, '_>,
    work: impl FnOnce() -> T + Send + 'scope,
) -> io::Result<ScopedJoinHandle<'scope, T>> {
    named().spawn_scoped(scope, work)
}

/// Starts a thread that nobody needs to wait for.
///
/// # Errors
/// The system has no room for another thread.
pub fn spawn<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> io::Result<JoinHandle<T>> {
    named().spawn(work)
}

/// Called as panics and debuggers call the main thread.
fn named() -> Builder {
    Builder::new().name("main".to_owned()).stack_size(stack())
}

/// The size that the system lets a thread reserve.
fn stack() -> usize {
    static SIZE: OnceLock<usize> = OnceLock::new();
    *SIZE.get_or_init(|| {
        let trial = Builder::new().stack_size(ROOMY).spawn(|| {});
        match trial.map(JoinHandle::join) {
            Ok(Ok(())) => ROOMY,
            _ => STACK,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Takes at least 1 KiB of stack for each level.
    fn deep(levels: usize) -> usize {
        let room = std::hint::black_box([levels as u8; 1024]);
        match levels {
            0 => room.len(),
            levels => deep(levels - 1).max(usize::from(room[0] == 0)),
        }
    }

    #[test]
    fn threads_have_the_stack_that_they_promise() {
        let levels = STACK / 4096;
        assert_eq!(run(|| deep(levels)).unwrap(), 1024);
        let borrowed = levels;
        let scoped = std::thread::scope(|scope| {
            let thread = scoped(scope, || deep(borrowed));
            thread.unwrap().join().unwrap()
        });
        assert_eq!(scoped, 1024);
        assert_eq!(spawn(move || deep(levels)).unwrap().join().unwrap(), 1024);
    }
}
