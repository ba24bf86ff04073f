//! Arguments and help of `onus eval`.

use std::path::PathBuf;

use clap::Args;
use onus::vocabulary::Severity;

use crate::cli::arg_groups::{
    EngineArgs, OutputArgs, PolicyArgs, ReadingArgs, SelectionArgs, WaiverArgs, severity,
};

/// Decide every control for every resource of an inventory
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onus eval inventory.json
  az graph query -q resources --first 1000 -o json | onus eval -
  onus eval plan.json --select network.controls --fail-on high
  onus eval prod/*.json -o pretty -o json=decisions.json

Exit codes: 0 clean, 1 denied, 2 incomplete, 3 nothing was evaluated

An allow means that one control found what it requires, in an inventory as old as its
export, and that a party is responsible; not that the resource is secure. Unknown values,
unassigned layers and conflicts deny. The report ends with what was not assessed, and why. docs/meaning.md says more.")]
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
    /// Show only decisions of this accountable party: customer, provider, third_party, or a name
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
    /// Disable caching (for debugging; decisions are identical)
    #[arg(long, hide_short_help = true)]
    pub plain: bool,
}
