//! The command line: commands, their shared arguments, files, terminal and exit codes.

pub(crate) mod arg_groups;
pub(crate) mod atomic_file;
pub(crate) mod commands;
pub(crate) mod conclude;
pub(crate) mod decide_command;
pub(crate) mod exit;
pub(crate) mod file_watch;
pub(crate) mod git;
pub(crate) mod inventories;
pub(crate) mod options;
pub(crate) mod origin_keys;
pub(crate) mod output_formats;
pub(crate) mod overdue;
pub(crate) mod policies;
pub(crate) mod policy_warnings;
pub(crate) mod progress;
pub(crate) mod resource_ref;
pub(crate) mod terminal;
pub(crate) mod text_output;

use clap::Parser as _;

use commands::Cli;
use exit::Exit;

/// Runs the program.
pub fn run() -> Exit {
    match Cli::try_parse() {
        Ok(cli) => cli.command.run(),
        Err(error) => {
            let is_help = matches!(
                error.kind(),
                clap::error::ErrorKind::DisplayHelp | clap::error::ErrorKind::DisplayVersion
            );
            // Nothing can be done about a terminal that is gone.
            let _ = error.print();
            if is_help {
                Exit::Clean
            } else {
                Exit::Incomplete
            }
        }
    }
}
