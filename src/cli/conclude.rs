//! End of a command: its problems on standard error, and its exit code.

use onus::diagnostic::{Diagnostic, Level};
use onus::report::write_problems;

use crate::cli::arg_groups::Color;
use crate::cli::exit::Exit;
use crate::cli::terminal;

/// Prints problems on standard error.
pub fn print_problems(problems: &[Diagnostic], color: Color) {
    // Nothing can be done about a terminal that is gone.
    let _ = write_problems(problems, terminal::width(), &mut terminal::stderr(color));
}

/// Reports why the program can't start, or go on.
pub fn cannot_go_on(problem: &Diagnostic) -> Exit {
    concluded(Color::Auto, |_| Err(Box::new(problem.clone())))
}

/// Runs a command that collects problems, and prints them at its end. With an error among
/// them, the command is incomplete.
pub fn concluded(
    color: Color,
    command: impl FnOnce(&mut Vec<Diagnostic>) -> Result<Exit, Box<Diagnostic>>,
) -> Exit {
    let mut problems = Vec::new();
    let exit = command(&mut problems).unwrap_or_else(|problem| {
        problems.push(*problem);
        Exit::Incomplete
    });
    print_problems(&problems, color);
    if problems.iter().any(|problem| problem.level == Level::Error) {
        Exit::Incomplete
    } else {
        exit
    }
}
