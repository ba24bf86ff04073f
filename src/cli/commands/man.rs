//! `onus man`.

use std::io;
use std::path::{Path, PathBuf};

use clap::{Args, Command, CommandFactory as _};
use clap_mangen::Man;

use crate::cli::arg_groups::Color;
use crate::cli::commands::Cli;
use crate::cli::commands::completions::{print, unwritable};
use crate::cli::conclude::concluded;
use crate::cli::exit::Exit;

/// Write the manual: a page for each command
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onus man | man -l -
  onus man --out ~/.local/share/man/man1

Exit codes: 0 written, 2 it could not be")]
pub struct ManArgs {
    /// The folder to write to: a page for each command [default: the main page, to standard output]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// Runs the command.
pub fn run(arguments: &ManArgs) -> Exit {
    concluded(Color::Auto, |_| {
        let mut command = with_all_options(Cli::command());
        // Names subcommands after those that they belong to.
        command.build();
        match &arguments.out {
            None => {
                let page = page(command).map_err(|error| unwritable("standard output", &error))?;
                print(&page)
            }
            Some(folder) => std::fs::create_dir_all(folder)
                .and_then(|()| write_pages(command, folder))
                .map(|()| Exit::Clean)
                .map_err(|error| unwritable(&folder.display().to_string(), &error)),
        }
    })
}

/// A command with all options, including those that `-h` omits.
fn with_all_options(command: Command) -> Command {
    command
        .mut_args(|argument| argument.hide_short_help(false))
        .mut_subcommands(with_all_options)
}

/// Writes the pages of a command and of those below it.
fn write_pages(command: Command, folder: &Path) -> io::Result<()> {
    for below in command.get_subcommands() {
        write_pages(below.clone(), folder)?;
    }
    let name = command.get_display_name().unwrap_or(command.get_name());
    let path = folder.join(format!("{name}.1"));
    std::fs::write(path, page(command)?)
}

fn page(command: Command) -> io::Result<Vec<u8>> {
    let mut page = Vec::new();
    Man::new(command)
        .source(concat!("onus ", env!("CARGO_PKG_VERSION")))
        .manual("onus")
        .render(&mut page)?;
    Ok(page)
}
