//! The `onus` program: parse arguments, run the command, return the exit code.

mod cli;

use std::process::ExitCode;

use onus::diagnostic::Diagnostic;

fn main() -> ExitCode {
    onus::engine::quiet_panics();
    // Without it, an evaluation that does not end is the user's to end.
    let _ = std::thread::Builder::new().spawn(|| cli::overdue::watch_over());
    // The main thread's stack is what the user's `ulimit` says.
    match onus::threads::run(cli::run) {
        Ok(exit) => exit.into(),
        Err(error) => cli::conclude::cannot_go_on(&no_thread(&error)).into(),
    }
}

fn no_thread(error: &std::io::Error) -> Diagnostic {
    let stack = onus::threads::STACK >> 20;
    Diagnostic::error(format!(
        "a thread with {stack} MiB of stack can't be started: {error}"
    ))
    .help("evaluation needs one; look at `ulimit -v` and `ulimit -u`")
}
