//! The command line: one file a command, shared argument groups in `args`.

mod args;
mod check;
mod diff;
mod doc;
mod doubts;
mod eval;
mod exit;
mod explain;
mod git;
mod inventories;
mod layers;
mod list;
mod new;
mod overdue;
mod packaging;
mod policies;
mod resource;
mod settings;
mod snapshot;
mod terminal;
mod test;
mod texts;
mod watch;
mod watching;
mod who;
mod whole;

pub use exit::Exit;
pub use overdue::watch_over;

use clap::Parser as _;
use onus::problem::{Level, Problem};
use onus::report::write_problems;

use args::{Cli, Color, Command};

/// Runs the program.
pub fn run() -> Exit {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let wanted = matches!(
                error.kind(),
                clap::error::ErrorKind::DisplayHelp | clap::error::ErrorKind::DisplayVersion
            );
            // Nothing can be done about a terminal that is gone.
            let _ = error.print();
            return if wanted { Exit::Clean } else { Exit::NotWhole };
        }
    };
    match cli.command {
        Command::Eval(arguments) => eval::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::New(arguments) => new::run(&arguments),
        Command::Doc(arguments) => doc::run(&arguments),
        Command::List(arguments) => list::run(&arguments),
        Command::Test(arguments) => test::run(&arguments),
        Command::Diff(arguments) => diff::run(&arguments),
        Command::Watch(arguments) => watch::run(*arguments),
        Command::Snapshot(arguments) => snapshot::run(&arguments),
        Command::Who(arguments) => who::run(&arguments),
        Command::Layers(arguments) => layers::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Completions(arguments) => packaging::completions(&arguments),
        Command::Man(arguments) => packaging::man(&arguments),
    }
}

/// Reports why the program can't start, or go on.
pub fn cannot_go_on(problem: &Problem) -> Exit {
    concluded(Color::Auto, |_| Err(Box::new(problem.clone())))
}

/// Runs a command that collects problems, and says them at its end: with an error
/// among them, it was not whole.
fn concluded(
    color: Color,
    command: impl FnOnce(&mut Vec<Problem>) -> Result<Exit, Box<Problem>>,
) -> Exit {
    let mut problems = Vec::new();
    let exit = command(&mut problems).unwrap_or_else(|problem| {
        problems.push(*problem);
        Exit::NotWhole
    });
    // Nothing can be done about a terminal that is gone.
    let _ = write_problems(&problems, terminal::width(), &mut terminal::stderr(color));
    if problems.iter().any(|problem| problem.level == Level::Error) {
        Exit::NotWhole
    } else {
        exit
    }
}
