//! The `onus` program: parse arguments, run the command, return the exit code.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    onus::engine::quiet_panics();
    cli::run().into()
}
