//! Commands: a file or a folder for each verb, with its arguments and its help.

pub(crate) mod check;
pub(crate) mod completions;
pub(crate) mod diff;
pub(crate) mod doc;
pub(crate) mod eval;
pub(crate) mod explain;
pub(crate) mod layers;
pub(crate) mod list;
pub(crate) mod man;
pub(crate) mod new;
pub(crate) mod run_tests;
pub(crate) mod snapshot;
pub(crate) mod watch;
pub(crate) mod who;

use clap::{Parser, Subcommand};

use crate::cli::exit::Exit;

/// Is every deployed resource locked down, and whose job is that?
///
/// onus evaluates JSON deployment inventories (Azure Resource Graph exports, ARM
/// templates, Terraform plans, ...) against Rego policies, and says for every
/// resource and control: allow or deny, why, where, what to do, and who has to.
#[derive(Debug, Parser)]
#[command(version, propagate_version = true, disable_help_subcommand = true)]
#[command(after_help = "\
Exit codes:
  0  every decision allows, or its denial is waived, in the baseline or below --fail-on
  1  at least one decision denies
  2  incomplete: it could not run, or not on all input; the rest was still evaluated
  3  nothing was evaluated: no resource or no control matched

An allow says what one control found in an inventory. No provider and no tool can
guarantee that nothing happens: docs/meaning.md says what each answer means, and what
is not assessed.")]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

/// Declares the enum of commands and what runs each: a module, and its name and arguments on
/// the command line. The module's `run` takes the arguments; their doc comment and
/// `after_help` are the command's help.
macro_rules! commands {
    ($($module:ident => $name:ident($arguments:ident),)+) => {
        /// A command with its arguments.
        #[derive(Debug, Subcommand)]
        pub enum Command {
            $($name(Box<$module::$arguments>),)+
        }

        impl Command {
            /// Runs the command.
            pub fn run(&self) -> Exit {
                match self {
                    $(Self::$name(arguments) => $module::run(arguments),)+
                }
            }
        }
    };
}

// In the order of `onus --help`.
commands! {
    eval => Eval(EvalArgs),
    explain => Explain(ExplainArgs),
    snapshot => Snapshot(SnapshotArgs),
    diff => Diff(DiffArgs),
    watch => Watch(WatchArgs),
    who => Who(WhoArgs),
    layers => Layers(LayersArgs),
    new => New(NewArgs),
    check => Check(CheckArgs),
    run_tests => Test(TestArgs),
    list => List(ListArgs),
    doc => Doc(DocArgs),
    completions => Completions(CompletionsArgs),
    man => Man(ManArgs),
}
