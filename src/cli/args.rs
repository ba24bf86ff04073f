//! What the user typed, as it was typed; see `settings` for what it means.

pub(crate) mod authoring;
pub(crate) mod decide;
pub(crate) mod listing;
pub(crate) mod packaging;

use clap::{Parser, Subcommand};

pub use crate::cli::arg_groups::{Color, PolicyArgs, ReadingArgs, SelectionArgs, WaiverArgs};
pub use crate::cli::commands::diff::args::DiffArgs;
pub use crate::cli::commands::snapshot::args::{
    PendingArgs, ReviewArgs, SnapshotAction, SnapshotArgs, TakingArgs,
};
pub use crate::cli::commands::watch::args::{WatchArgs, WatchFormat};
pub use authoring::{CheckArgs, NewArgs, TestArgs};
pub use decide::{
    EvalArgs, ExplainArgs, ExplainFormat, LayersArgs, LayersFormat, WhoArgs, WhoFormat,
};
pub use listing::{DocArgs, ListArgs, ListFormat, ListingArgs};
pub use packaging::{CompletionsArgs, ManArgs};

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
  2  it could not run, or not wholly; what could be read was still evaluated
  3  nothing was evaluated: no resource or no control matched

An allow says what one control found in an inventory. No provider and no tool can
guarantee that nothing happens: docs/meaning.md says what each answer means, and what
is not assessed.")]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Decide every control for every resource of an inventory
    #[command(after_help = "\
Examples:
  onus eval inventory.json
  az graph query -q resources --first 1000 -o json | onus eval -
  onus eval plan.json --select network.controls --fail-on high
  onus eval prod/*.json -o pretty -o json=decisions.json

Exit codes: 0 clean, 1 denied, 2 could not run wholly, 3 nothing was evaluated

An allow says that one control found what it asks for, in an inventory as old as its
export, and that somebody is responsible; not that the resource is secure. What is not
known, assigned to nobody or in conflict denies. The report ends with what was not
assessed, and why. docs/meaning.md says more.")]
    Eval(EvalArgs),
    /// Show why a control decides as it does about one resource, and whose it is
    #[command(after_help = "\
Examples:
  onus explain inventory.json#stpaymentsprod AZ-STORAGE-001
  onus explain 'prod/*.json#kv-payments' AZ-KV-001        with what else is in prod/
  onus explain plan.json#azurerm_storage_account.main ACME-STORAGE-001 --policy policies

Exit codes: 0 it allows, does not apply, or is waived, 1 it denies, 2 it could not be
explained, or not wholly")]
    Explain(ExplainArgs),
    /// Record decisions as files that people review, and find what changes them
    #[command(after_help = "\
Examples:
  onus snapshot                        record the inventories that onus.toml lists
  onus snapshot inventory.json         record this one
  onus snapshot check                  say what is decided otherwise; the same in CI
  onus snapshot review                 look at each change, and accept or reject it
  onus snapshot accept 'AZ-STORAGE-*'  take over what these controls decide now

Without a word, it records; where the variable CI is set and not false, it checks.
Exit codes: 0 recorded, or all is as recorded, 1 something differs or is not recorded,
2 it could not be done, or not wholly, 3 nothing was evaluated, or an inventory has no
resource any more")]
    Snapshot(Box<SnapshotArgs>),
    /// Say what becomes of decisions when policies, editions or an inventory change
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
Waivers are left out: they end on a day, and are no matter of policies.
Exit codes: 0 no decision changes, 1 some do, 2 it could not be done, or not wholly,
3 nothing was evaluated")]
    Diff(Box<DiffArgs>),
    /// Decide again whenever inventories or policies change, and tell only what is decided otherwise
    #[command(after_help = "\
Examples:
  onus watch inventory.json                    until ctrl-c
  onus watch prod/ --policy policies -o ndjson
  onus watch prod/ --once                      from cron: what has changed since the last time
  onus watch --every 15m --exec 'az graph query -q resources --first 1000 -o json'
  onus watch prod/ --on-change 'curl -sf --json @- https://alerts.example.com/onus'

Told are decisions that are newly denied or unknown, that somebody else answers for, and
that are fixed. What is not decided wholly (a file that is half written, gone, or empty)
is said and changes nothing, nor does a command that fails, takes too long or prints
something else; resources that are no longer in an inventory are gone, not fixed. Waivers
are left out: they end on a day.
Exit codes: 0 ended by SIGINT or SIGTERM, 2 it could not begin, or its state could not be
read; with --once those of `onus eval`: 0 nothing is denied, 1 something is, 2 it could
not be decided wholly, 3 nothing was evaluated, or an inventory has no resource any more")]
    Watch(Box<WatchArgs>),
    /// Show who is responsible, layer by layer
    #[command(after_help = "\
Examples:
  onus who                                              all editions, summarised
  onus who Microsoft.ContainerService/managedClusters   one resource type
  onus who Microsoft.Web/sites --edition azure=msft-2016-press
  onus who inventory.json --compare msft-2019           every resource of a file")]
    Who(WhoArgs),
    /// Show which layers somebody has, which controls watch, and which fail together
    #[command(after_help = "\
Examples:
  onus layers inventory.json
  onus layers inventory.json --party customer -v   the customer's layers, every type
  onus layers prod/*.json --party web              those of one team
  onus layers inventory.json -o json

Counts are of resources; each has a layer once. A layer of a resource is denied when at
least one control denies it; unknown when none does, and a fact is not known or a policy
failed; allowed when all controls that looked allow it; unwatched when none looked, and
the customer or a third party has a part in it; the provider's when it alone has it and
no control looked; nobody's when no boundary policy names anybody, or two disagree.
Waived denials count as denied: an acceptance closes no hole. What an allow means, and
what it does not, is in docs/meaning.md.

Exit codes: 0 shown, holes or not, 2 it could not run, or not wholly; what could be read
was still shown, 3 there is no resource")]
    Layers(LayersArgs),
    /// Begin a control: the policy, its tests, and a resource to try it on
    #[command(after_help = "\
Examples:
  onus new ACME-STORAGE --from inventory.json#stpaymentsprod --layer network.controls
  onus new ACME-STORAGE-007 --type microsoft.storage/storageaccounts --layer data \\
    --setting minimumTlsVersion=TLS1_2

Files that are there already are never overwritten.
Exit codes: 0 written, 2 nothing was written, or not all")]
    New(NewArgs),
    /// Find what policies say that can't be meant
    #[command(after_help = "\
Examples:
  onus check                                the folder policies/, or this one
  onus check acme/ --against inventory.json also take what this inventory shows for known
  onus check --explain unknown-property     what a rule finds, and why
  onus check -o sarif=findings.sarif         for code scanning

Exit codes: 0 nothing was found, 1 something was, 2 something could not be read or
parsed (the rest was still checked), 3 there was no policy")]
    Check(CheckArgs),
    /// Run the tests of policies
    #[command(after_help = "\
Examples:
  onus test                              everything in `policies`
  onus test --watch                      again after every change
  onus test policies/acme --filter tls   tests whose package or name has `tls` in it
  onus test -o pretty -o junit=tests.xml
  onus test --coverage-threshold 90 --coverage-output html=coverage.html

Exit codes: 0 all passed, 1 some failed or too few lines are covered, 2 something
could not be loaded or run to its end, 3 there was no test to run")]
    Test(TestArgs),
    /// List controls, the embedded ones and those of --policy
    #[command(after_help = "\
Examples:
  onus list                                             all controls
  onus list high network.controls                       by severity and layer
  onus list 'AZ-STORAGE-*' -v                           with remedy, links and the file
  onus list --type Microsoft.KeyVault/vaults            what looks at key vaults
  onus list --framework mcsb=NS-2 -o markdown

Exit codes: 0 some are listed, 2 something could not be loaded, 3 none matches")]
    List(ListArgs),
    /// Write a page for each control
    #[command(after_help = "\
Examples:
  onus doc AZ-STORAGE-001                               one page, to standard output
  onus doc --out docs/controls                          the catalogue
  onus doc --no-builtin --policy policies --out docs    your own
  onus doc --out docs --template page.md.j2

Templates see `control` with what `onus list -o json` shows of it, and `commands` as
pairs; the one of README.md sees `controls`, each with its `page`. What is not there is
an error.
Exit codes: 0 written, 2 something could not be loaded or written, 3 no control matches")]
    Doc(DocArgs),
    /// Print the completions for a shell
    #[command(after_help = "\
Examples:
  onus completions bash > ~/.local/share/bash-completion/completions/onus
  onus completions zsh > ~/.zfunc/_onus              with `fpath+=~/.zfunc` in .zshrc
  onus completions fish > ~/.config/fish/completions/onus.fish

Exit codes: 0 printed, 2 it could not be")]
    Completions(CompletionsArgs),
    /// Write the manual: a page for each command
    #[command(after_help = "\
Examples:
  onus man | man -l -
  onus man --out ~/.local/share/man/man1

Exit codes: 0 written, 2 it could not be")]
    Man(ManArgs),
}
