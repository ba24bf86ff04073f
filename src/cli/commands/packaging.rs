//! `onus completions` and `onus man`: what packages of onus hold beside the program.

use std::io::{self, Write as _};
use std::path::Path;

use clap::{Command, CommandFactory as _};
use clap_mangen::Man;
use onus::diagnostic::Diagnostic;

use crate::cli::args::{Cli, Color, CompletionsArgs, ManArgs};
use crate::cli::{Exit, concluded, terminal};

/// Runs `onus completions`.
pub fn completions(arguments: &CompletionsArgs) -> Exit {
    concluded(Color::Auto, |_| {
        let mut script = Vec::new();
        clap_complete::generate(arguments.shell, &mut Cli::command(), "onus", &mut script);
        print(&script)
    })
}

/// Runs `onus man`.
pub fn man(arguments: &ManArgs) -> Exit {
    concluded(Color::Auto, |_| {
        let mut command = told_wholly(Cli::command());
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

/// A command with the options that `-h` leaves out: the manual leaves nothing out.
fn told_wholly(command: Command) -> Command {
    command
        .mut_args(|argument| argument.hide_short_help(false))
        .mut_subcommands(told_wholly)
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

/// Prints what another program reads: as it is, also on a terminal.
fn print(text: &[u8]) -> Result<Exit, Box<Diagnostic>> {
    let mut out = io::stdout().lock();
    match out.write_all(text).and_then(|()| out.flush()) {
        Err(error) if !terminal::gone(&error) => Err(unwritable("standard output", &error)),
        _ => Ok(Exit::Clean),
    }
}

fn unwritable(what: &str, error: &io::Error) -> Box<Diagnostic> {
    Box::new(
        Diagnostic::error(format!("`{what}` can't be written: {error}"))
            .help("check the path and the space that is left"),
    )
}
