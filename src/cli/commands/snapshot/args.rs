//! Arguments and help of `onus snapshot`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::cli::output_formats::outputs_help;

use crate::cli::arg_groups::{Color, EngineArgs, PolicyArgs, ReadingArgs, SelectionArgs};

/// Record decisions as files that people review, and find what changes them
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onus snapshot                        record the inventories that onus.toml lists
  onus snapshot inventory.json         record this one
  onus snapshot check                  report what changed; also what it does in CI
  onus snapshot review                 look at each change, and accept or reject it
  onus snapshot accept 'AZ-STORAGE-*'  accept what these controls decide now

Without a subcommand, it records; if the environment variable CI is set (and
not false), it checks.
Exit codes: 0 recorded, or all is as recorded, 1 something differs or is not recorded,
2 incomplete, 3 nothing was evaluated, or an inventory is now empty")]
#[command(args_conflicts_with_subcommands = true)]
pub struct SnapshotArgs {
    #[command(subcommand)]
    pub action: Option<SnapshotAction>,
    #[command(flatten)]
    pub taking: TakingArgs,
}

/// What to do with snapshots.
#[derive(Debug, Subcommand)]
pub enum SnapshotAction {
    /// Write the decisions, whatever was recorded before
    Record(TakingArgs),
    /// Say what is decided otherwise than recorded, and write it beside as `.snap.new`
    Check(CheckingArgs),
    /// Look at what `check` has found, one change at a time, and accept or reject it
    #[command(after_help = "\
Each change is shown with the policy's diff since the snapshot was committed, and with
why the resource is decided so now. Answers are letters, each with Enter; ? lists them.
What was accepted or rejected is written at once.

Exit codes: 0 all is accepted or rejected, 1 something is left, 2 it could not be done")]
    Review(Box<ReviewArgs>),
    /// Take over what `check` has found
    Accept(PendingArgs),
    /// Throw away what `check` has found
    Reject(PendingArgs),
}

/// Which decisions are recorded, and where.
#[derive(Debug, Args)]
pub struct TakingArgs {
    /// Inventories: files, folders, globs [default: those that onus.toml lists]
    #[arg(value_name = "FILE")]
    pub inputs: Vec<String>,
    /// The folder of the snapshots [default: snapshots, beside onus.toml]
    #[arg(long, value_name = "DIR", env = "ONUS_SNAPSHOTS")]
    pub dir: Option<PathBuf>,
    #[command(flatten)]
    pub reading: ReadingArgs,
    #[command(flatten)]
    pub policies: PolicyArgs,
    #[command(flatten)]
    pub selection: SelectionArgs,
    #[command(flatten)]
    pub engine: EngineArgs,
    /// When to use colours
    #[arg(long, value_enum, default_value_t = Color::Auto, env = "ONUS_COLOR")]
    pub color: Color,
}

/// `onus snapshot check`.
#[derive(Debug, Args)]
pub struct CheckingArgs {
    #[command(flatten)]
    pub taking: TakingArgs,
    /// List also the snapshots that belong to none of the inventories
    #[arg(long)]
    pub unreferenced: bool,
    #[arg(
        short,
        long = "output",
        help = outputs_help(),
        value_name = "FORMAT[=FILE]",
        value_delimiter = ','
    )]
    pub outputs: Vec<String>,
}

/// `onus snapshot accept` and `onus snapshot reject`.
#[derive(Debug, Args)]
pub struct PendingArgs {
    /// Only these: controls, globs over controls, or files [default: all]
    #[arg(value_name = "CONTROL|FILE")]
    pub filters: Vec<String>,
    /// The folder of the snapshots [default: snapshots, beside onus.toml]
    #[arg(long, value_name = "DIR", env = "ONUS_SNAPSHOTS")]
    pub dir: Option<PathBuf>,
    /// The configuration file [default: onus.toml, if there is one]
    #[arg(long, value_name = "FILE", env = "ONUS_CONFIG")]
    pub config: Option<PathBuf>,
    /// When to use colours
    #[arg(long, value_enum, default_value_t = Color::Auto, env = "ONUS_COLOR")]
    pub color: Color,
}

/// `onus snapshot review`.
#[derive(Debug, Args)]
pub struct ReviewArgs {
    /// Only these: controls, globs over controls, or files [default: all]
    #[arg(value_name = "CONTROL|FILE")]
    pub filters: Vec<String>,
    /// The folder of the snapshots [default: snapshots, beside onus.toml]
    #[arg(long, value_name = "DIR", env = "ONUS_SNAPSHOTS")]
    pub dir: Option<PathBuf>,
    #[command(flatten)]
    pub reading: ReadingArgs,
    #[command(flatten)]
    pub policies: PolicyArgs,
    /// The instant that policies use as the current time in explanations [default: the start]
    #[arg(long, value_name = "TIME", env = "ONUS_NOW")]
    pub now: Option<String>,
    /// When to use colours
    #[arg(long, value_enum, default_value_t = Color::Auto, env = "ONUS_COLOR")]
    pub color: Color,
}
