//! Arguments of the commands that packages of onus are made with.

use std::path::PathBuf;

use clap::Args;
use clap_complete::Shell;

/// `onus completions`.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    pub shell: Shell,
}

/// `onus man`.
#[derive(Debug, Args)]
pub struct ManArgs {
    /// The folder to write to: a page for each command [default: the main page, to standard output]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}
