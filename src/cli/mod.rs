//! The command line: one file a command, shared argument groups in `args`.

pub(crate) mod arg_groups;
pub(crate) mod args;
pub(crate) mod atomic_file;
pub(crate) mod commands;
pub(crate) mod exit;
pub(crate) mod file_watch;
pub(crate) mod git;
pub(crate) mod inventories;
pub(crate) mod options;
pub(crate) mod overdue;
pub(crate) mod policies;
pub(crate) mod policy_warnings;
pub(crate) mod resource_ref;
pub(crate) mod terminal;
pub(crate) mod text_output;

pub use exit::Exit;
pub use overdue::watch_over;

use clap::Parser as _;
use onus::diagnostic::{Diagnostic, Level};
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
        Command::Eval(arguments) => crate::cli::commands::eval::run(&arguments),
        Command::Explain(arguments) => crate::cli::commands::explain::run(&arguments),
        Command::New(arguments) => crate::cli::commands::new::run(&arguments),
        Command::Doc(arguments) => crate::cli::commands::doc::run(&arguments),
        Command::List(arguments) => crate::cli::commands::list::run(&arguments),
        Command::Test(arguments) => crate::cli::commands::run_tests::run(&arguments),
        Command::Diff(arguments) => crate::cli::commands::diff::run(&arguments),
        Command::Watch(arguments) => crate::cli::commands::watch::run(*arguments),
        Command::Snapshot(arguments) => crate::cli::commands::snapshot::run(&arguments),
        Command::Who(arguments) => crate::cli::commands::who::run(&arguments),
        Command::Layers(arguments) => crate::cli::commands::layers::run(&arguments),
        Command::Check(arguments) => crate::cli::commands::check::run(&arguments),
        Command::Completions(arguments) => crate::cli::commands::packaging::completions(&arguments),
        Command::Man(arguments) => crate::cli::commands::packaging::man(&arguments),
    }
}

/// Reports why the program can't start, or go on.
pub fn cannot_go_on(problem: &Diagnostic) -> Exit {
    concluded(Color::Auto, |_| Err(Box::new(problem.clone())))
}

/// Runs a command that collects problems, and says them at its end: with an error
/// among them, it was not whole.
fn concluded(
    color: Color,
    command: impl FnOnce(&mut Vec<Diagnostic>) -> Result<Exit, Box<Diagnostic>>,
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
