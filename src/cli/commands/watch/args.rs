//! Arguments and help of `onus watch`.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};

use crate::cli::arg_groups::{Color, PolicyArgs, ReadingArgs, SelectionArgs, duration};

/// Re-evaluate on every change and report what changed
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  onus watch inventory.json                    until ctrl-c
  onus watch prod/ --policy policies -o ndjson
  onus watch prod/ --once                      from cron: what has changed since the last time
  onus watch --every 15m --exec 'az graph query -q resources --first 1000 -o json'
  onus watch prod/ --on-change 'curl -sf --json @- https://alerts.example.com/onus'

It reports decisions that become denied or unknown, change party, or are fixed. Incomplete
runs (a file that is half written, missing or empty; a command that fails, takes too long
or prints something else) are reported and otherwise ignored. Resources that are no longer
in an inventory are gone, not fixed. Waivers are ignored: they expire.
Exit codes: 0 ended by SIGINT or SIGTERM, 2 it could not start, or its state could not be
read; with --once those of `onus eval`: 0 nothing is denied, 1 something is, 2 the
evaluation is incomplete, 3 nothing was evaluated, or an inventory is now empty")]
pub struct WatchArgs {
    /// Inventories: files, folders, globs [default: those that onus.toml lists; with --exec, none]
    #[arg(value_name = "PATH")]
    pub inputs: Vec<String>,
    /// A command for the shell that prints an inventory
    #[arg(long, value_name = "CMD")]
    pub exec: Option<String>,
    /// How often to run it, and to decide again as time passes, such as 30s, 15m or 2h [default: 15m with --exec, never without]
    #[arg(long, value_name = "TIME", value_parser = duration)]
    pub every: Option<Duration>,
    /// The longest that it may take
    #[arg(long, value_name = "TIME", default_value = "10m", value_parser = duration)]
    pub exec_timeout: Duration,
    /// The most that it may print, in bytes
    #[arg(long, value_name = "BYTES", default_value_t = 4 << 30, hide_short_help = true)]
    pub exec_most: u64,
    /// A command for the shell that gets what has changed as JSON on its standard input
    #[arg(long, value_name = "CMD")]
    pub on_change: Option<String>,
    /// The longest that it may take
    #[arg(long, value_name = "TIME", default_value = "1m", value_parser = duration)]
    pub on_change_timeout: Duration,
    /// The file that keeps what is known, so that the next start goes on from there [default: one for these PATHs in .onus/watch, beside onus.toml]
    #[arg(long, value_name = "FILE", env = "ONUS_STATE")]
    pub state: Option<PathBuf>,
    /// Decide once, tell what has changed since the state was written, and end with the exit codes of `onus eval`
    #[arg(long)]
    pub once: bool,
    #[command(flatten)]
    pub reading: ReadingArgs,
    #[command(flatten)]
    pub policies: PolicyArgs,
    #[command(flatten)]
    pub selection: SelectionArgs,
    /// The longest that one evaluation may take, in milliseconds [default: 5000]
    #[arg(long, value_name = "MS", env = "ONUS_TIME_LIMIT")]
    pub time_limit: Option<u64>,
    /// Worker threads [default: one a core]
    #[arg(long, value_name = "N", env = "ONUS_THREADS", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Output format
    #[arg(short, long, value_enum, default_value_t = WatchFormat::Pretty)]
    pub output: WatchFormat,
    /// Only what changes come to
    #[arg(short, long, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Every change, however many there are, and when nothing has changed
    #[arg(short, long)]
    pub verbose: bool,
    /// When to use colours
    #[arg(long, value_enum, default_value_t = Color::Auto, env = "ONUS_COLOR")]
    pub color: Color,
}

/// The formats of `onus watch`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum WatchFormat {
    /// For people.
    Pretty,
    /// For programs: an object a line.
    Ndjson,
}
