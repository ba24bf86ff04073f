//! Arguments of the commands that look at inventories.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use onus::vocabulary::Severity;

use crate::cli::arg_groups::{
    Color, EngineArgs, OutputArgs, PolicyArgs, ReadingArgs, SelectionArgs, WaiverArgs, severity,
};

/// `onus eval`.
#[derive(Debug, Args)]
pub struct EvalArgs {
    /// Inventories: files, folders, globs, or - for standard input
    #[arg(value_name = "FILE")]
    pub inputs: Vec<String>,
    #[command(flatten)]
    pub reading: ReadingArgs,
    /// The folder that a Terraform plan was made in: findings then also name the
    /// `.tf` file and the line
    #[arg(long, value_name = "DIR", env = "ONUS_SOURCE")]
    pub source: Option<PathBuf>,
    #[command(flatten)]
    pub policies: PolicyArgs,
    #[command(flatten)]
    pub selection: SelectionArgs,
    #[command(flatten)]
    pub waivers: WaiverArgs,
    #[command(flatten)]
    pub output: OutputArgs,
    /// The least severity that makes the run fail
    #[arg(long, value_name = "SEVERITY", env = "ONUS_FAIL_ON", value_parser = severity)]
    pub fail_on: Option<Severity>,
    /// Fail only on denials that are not in this baseline, and say which of its denials are gone
    #[arg(long, value_name = "FILE", env = "ONUS_BASELINE")]
    pub baseline: Option<PathBuf>,
    /// Write a baseline of all denials but waived ones; for this run they count as in it
    #[arg(long, value_name = "FILE")]
    pub write_baseline: Option<PathBuf>,
    /// Show only decisions whose accountable party is customer, provider, third_party, or has this name
    #[arg(long, value_name = "PARTY", env = "ONUS_PARTY", value_delimiter = ',')]
    pub party: Vec<String>,
    #[command(flatten)]
    pub engine: EngineArgs,
    /// Say below the report why denials came about, once for each control and message; see also `onus explain`
    #[arg(long, conflicts_with = "quiet")]
    pub explain: bool,
    /// Follow a control: for each resource of its types, what it prints and decides, on standard error; an id or a glob, repeatable
    #[arg(long, value_name = "CONTROL", value_delimiter = ',')]
    pub trace: Vec<String>,
    /// Ask every policy about every resource anew, even where the answer is known; the decisions are the same
    #[arg(long, hide_short_help = true)]
    pub plain: bool,
}

/// `onus explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// The resource: an inventory (a file, a folder or a glob), and its id or name
    #[arg(value_name = "FILE#ID")]
    pub subject: String,
    /// The control's id
    #[arg(value_name = "CONTROL")]
    pub control: String,
    /// Further inventories: what belongs to the resource can stand in them; repeatable
    #[arg(long, value_name = "FILE")]
    pub with: Vec<String>,
    #[command(flatten)]
    pub reading: ReadingArgs,
    #[command(flatten)]
    pub policies: PolicyArgs,
    #[command(flatten)]
    pub waivers: WaiverArgs,
    /// The longest that one evaluation may take, in milliseconds [default: 5000]
    #[arg(long, value_name = "MS", env = "ONUS_TIME_LIMIT")]
    pub time_limit: Option<u64>,
    /// The instant that policies and waivers take for now [default: the start]
    #[arg(long, value_name = "TIME", env = "ONUS_NOW")]
    pub now: Option<String>,
    /// Output format
    #[arg(short, long, value_enum, default_value_t = ExplainFormat::Pretty)]
    pub output: ExplainFormat,
    /// When to use colours
    #[arg(long, value_enum, default_value_t = Color::Auto, env = "ONUS_COLOR")]
    pub color: Color,
}

/// The formats of `onus explain`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExplainFormat {
    /// For people.
    Pretty,
    /// For programs.
    Json,
}

/// `onus who`.
#[derive(Debug, Args)]
pub struct WhoArgs {
    /// A resource type, or inventories: files, folders, globs, or - for standard input
    #[arg(value_name = "TYPE|FILE")]
    pub subjects: Vec<String>,
    /// Show also the layers that differ in this edition
    #[arg(long, value_name = "EDITION")]
    pub compare: Option<String>,
    #[command(flatten)]
    pub reading: ReadingArgs,
    #[command(flatten)]
    pub policies: PolicyArgs,
    /// Output format
    #[arg(short, long, value_enum, default_value_t = WhoFormat::Pretty)]
    pub output: WhoFormat,
    /// When to use colours
    #[arg(long, value_enum, default_value_t = Color::Auto, env = "ONUS_COLOR")]
    pub color: Color,
}

/// The formats of `onus who`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum WhoFormat {
    /// For people.
    Pretty,
    /// For programs.
    Json,
}

/// `onus layers`.
#[derive(Debug, Args)]
pub struct LayersArgs {
    /// Inventories: files, folders, globs, or - for standard input
    #[arg(value_name = "PATH")]
    pub inputs: Vec<String>,
    /// Count only layers that customer, provider, third_party, or somebody of this name has a part in
    #[arg(long, value_name = "PARTY", env = "ONUS_PARTY", value_delimiter = ',')]
    pub party: Vec<String>,
    #[command(flatten)]
    pub reading: ReadingArgs,
    #[command(flatten)]
    pub policies: PolicyArgs,
    #[command(flatten)]
    pub selection: SelectionArgs,
    #[command(flatten)]
    pub engine: EngineArgs,
    /// Output format
    #[arg(short, long, value_enum, default_value_t = LayersFormat::Pretty)]
    pub output: LayersFormat,
    /// Only the counts of layers
    #[arg(short, long, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Every type by name, and all resources of which several layers fail
    #[arg(short, long)]
    pub verbose: bool,
    /// When to use colours
    #[arg(long, value_enum, default_value_t = Color::Auto, env = "ONUS_COLOR")]
    pub color: Color,
}

/// The formats of `onus layers`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LayersFormat {
    /// For people.
    Pretty,
    /// For programs.
    Json,
}
