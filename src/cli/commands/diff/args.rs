//! Arguments and help of `onus diff`.

use clap::Args;

use crate::cli::arg_groups::{Color, EngineArgs, PolicyArgs, ReadingArgs, SelectionArgs};

/// Compare decisions across policy sets, editions or inventories
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onus diff                                      policies changed since the last commit
  onus diff --base git:main                      ... since main
  onus diff inventory.json --base old/policies   these policies and those
  onus diff inventory.json --base edition:azure=msft-2019
  onus diff today.json --base inventory:last-week.json
  onus diff inventory.json --base onus:/usr/local/bin/onus-0.1
  onus diff --base git:origin/main -o markdown=comment.md

With git: and a folder, onus.toml is taken from there too; inventories are those of here.
Waivers are ignored: they expire, and aren't part of the policies.
Exit codes: 0 no decision changes, 1 some do, 2 it could not be done completely,
3 nothing was evaluated")]
pub struct DiffArgs {
    /// Inventories: files, folders, globs, or - for standard input [default: those that onus.toml lists]
    #[arg(value_name = "FILE")]
    pub inputs: Vec<String>,
    /// What to compare with: git:REVISION, a folder or file of policies, edition:PROVIDER=EDITION, inventory:FILE, or onus:PROGRAM
    #[arg(
        long,
        value_name = "BASE",
        env = "ONUS_BASE",
        default_value = "git:HEAD"
    )]
    pub base: String,
    /// What to compare: the same words, but for inventory [default: the policies and editions of here]
    #[arg(long, value_name = "HEAD")]
    pub head: Option<String>,
    #[command(flatten)]
    pub reading: ReadingArgs,
    #[command(flatten)]
    pub policies: PolicyArgs,
    #[command(flatten)]
    pub selection: SelectionArgs,
    #[command(flatten)]
    pub engine: EngineArgs,
    /// pretty, json or markdown, to standard output or to a file; repeatable [default: pretty]
    #[arg(
        short = 'o',
        long = "output",
        value_name = "FORMAT[=FILE]",
        value_delimiter = ','
    )]
    pub outputs: Vec<String>,
    /// Only the counts
    #[arg(short, long, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Every change, however many a control has
    #[arg(short, long)]
    pub verbose: bool,
    /// When to use colours
    #[arg(long, value_enum, default_value_t = Color::Auto, env = "ONUS_COLOR")]
    pub color: Color,
}
