//! `onus completions`.

use std::io::{self, Write as _};

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;
use onus::diagnostic::Diagnostic;

use crate::cli::arg_groups::Color;
use crate::cli::commands::Cli;
use crate::cli::conclude::concluded;
use crate::cli::exit::Exit;
use crate::cli::terminal;

/// Print the completions for a shell
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onus completions bash > ~/.local/share/bash-completion/completions/onus
  onus completions zsh > ~/.zfunc/_onus              with `fpath+=~/.zfunc` in .zshrc
  onus completions fish > ~/.config/fish/completions/onus.fish

Exit codes: 0 printed, 2 it could not be")]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    pub shell: Shell,
}

/// Runs the command.
pub fn run(arguments: &CompletionsArgs) -> Exit {
    concluded(Color::Auto, |_| {
        let mut script = Vec::new();
        clap_complete::generate(arguments.shell, &mut Cli::command(), "onus", &mut script);
        print(&script)
    })
}

/// Prints what another program reads: as it is, also on a terminal.
pub fn print(text: &[u8]) -> Result<Exit, Box<Diagnostic>> {
    let mut out = io::stdout().lock();
    match out.write_all(text).and_then(|()| out.flush()) {
        Err(error) if !terminal::gone(&error) => Err(unwritable("standard output", &error)),
        _ => Ok(Exit::Clean),
    }
}

/// Why a text can't be written.
pub fn unwritable(what: &str, error: &io::Error) -> Box<Diagnostic> {
    Box::new(
        Diagnostic::error(format!("`{what}` can't be written: {error}"))
            .help("check the path and the space that is left"),
    )
}
