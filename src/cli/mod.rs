//! The command line: one file a command, shared argument groups in `args`.

mod args;
mod doc;
mod eval;
mod exit;
mod inventories;
mod list;
mod new;
mod policies;
mod settings;
mod terminal;
mod who;

pub use exit::Exit;

use clap::Parser as _;

use args::{Cli, Command};

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
        Command::New(arguments) => new::run(&arguments),
        Command::Doc(arguments) => doc::run(&arguments),
        Command::List(arguments) => list::run(&arguments),
        Command::Who(arguments) => who::run(&arguments),
    }
}
