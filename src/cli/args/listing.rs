//! Arguments of the commands that say what controls there are.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::cli::arg_groups::{Color, PolicyArgs};

/// `onus list`.
#[derive(Debug, Args)]
pub struct ListArgs {
    #[command(flatten)]
    pub listing: ListingArgs,
    /// Output format
    #[arg(short, long, value_enum, default_value_t = ListFormat::Pretty)]
    pub output: ListFormat,
    /// Also why, the remedy, links and where each one stands
    #[arg(short, long)]
    pub verbose: bool,
}

/// `onus doc`.
#[derive(Debug, Args)]
pub struct DocArgs {
    #[command(flatten)]
    pub listing: ListingArgs,
    /// The folder to write to: README.md and a page for each control, which replace those of before
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// A template for the pages, in Jinja's language
    #[arg(long, value_name = "FILE")]
    pub template: Option<PathBuf>,
    /// A template for README.md
    #[arg(long, value_name = "FILE", requires = "out")]
    pub index_template: Option<PathBuf>,
}

/// Which controls to show.
#[derive(Debug, Args)]
pub struct ListingArgs {
    /// Only these controls: ids, globs over ids, severities, layers; each kind narrows the others
    #[arg(value_name = "WORD")]
    pub words: Vec<String>,
    /// Only controls that look at resources of this type
    #[arg(long = "type", value_name = "TYPE")]
    pub kind: Option<String>,
    /// Only controls that a framework asks for, such as mcsb or mcsb=NS-2
    #[arg(long, value_name = "FRAMEWORK[=ID]")]
    pub framework: Option<String>,
    #[command(flatten)]
    pub policies: PolicyArgs,
    /// When to use colours
    #[arg(long, value_enum, default_value_t = Color::Auto, env = "ONUS_COLOR")]
    pub color: Color,
}

/// The formats of `onus list`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// For people.
    Pretty,
    /// For programs.
    Json,
    /// A table for a page.
    Markdown,
}
