//! `onus layers`.

use std::io::Write as _;

use clap::{Args, ValueEnum};
use onus::decision::Decision;
use onus::diagnostic::Diagnostic;
use onus::evaluate::Profile;
use onus::evaluate::run::{Documents, Observer, Progress, has_error, run as evaluate_inventories};
use onus::layers::{Tally, write_layers_json, write_layers_pretty};
use onus::report::{Detail, PartyFilter};

use crate::cli::arg_groups::{Color, EngineArgs, PolicyArgs, ReadingArgs, SelectionArgs};
use crate::cli::conclude::concluded;
use crate::cli::decide_command::{DecideCommand, NOTHING_THERE};
use crate::cli::exit::Exit;
use crate::cli::{options, policies, progress, terminal};

/// Show layer coverage: who is responsible, what is checked, what fails together
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onus layers inventory.json
  onus layers inventory.json --party customer -v   the customer's layers, every type
  onus layers prod/*.json --party web              those of one team
  onus layers inventory.json -o json

Counts are of resources; each has a layer once. A layer of a resource is
  denied          when at least one control denies it
  unknown         when none denies it, and a value is unknown or a policy failed
  allowed         when all controls that checked it allow it
  unwatched       when no control checked it, and the customer or a third party has a part
  the provider's  when the provider alone has it, and no control checked it
  nobody's        when no boundary policy names a party, or two disagree
Waived denials count as denied: accepting a denial closes no gap. docs/meaning.md says
what an allow does and doesn't mean.

Exit codes: 0 shown, with or without gaps, 2 it could not run, or not completely; what
could be read was still shown, 3 there is no resource")]
pub struct LayersArgs {
    /// Inventories: files, folders, globs, or - for standard input
    #[arg(value_name = "PATH")]
    pub inputs: Vec<String>,
    /// Count only layers in which this party has a part: customer, provider, third_party, or a name
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

/// Runs the command.
pub fn run(arguments: &LayersArgs) -> Exit {
    concluded(arguments.color, |problems| show(arguments, problems))
}

fn show(arguments: &LayersArgs, problems: &mut Vec<Diagnostic>) -> Result<Exit, Box<Diagnostic>> {
    let now = options::now(arguments.engine.now.as_deref())?;
    let config = policies::config(&arguments.policies)?;
    let selection = options::selection(&arguments.selection, &config)?;
    let named = options::inventories(&arguments.inputs, &config, "layers")?;
    let command = DecideCommand {
        policies: &arguments.policies,
        reading: &arguments.reading,
        config,
        now,
        selection,
        time_limit: arguments.engine.time_limit,
        threads: arguments.engine.threads,
    };
    let mut prepared = command.read(None, &named)?;
    problems.append(&mut prepared.policies.problems);
    prepared.print_warnings(arguments.color);
    let evaluator = prepared.evaluator(|options| options.profiled = true);
    let kinds = prepared.inventories.contents().collected.all();
    let parties = arguments
        .party
        .iter()
        .map(|party| PartyFilter::parse(party));
    let controls = evaluator.set().controls.iter();
    let onlookers = controls.filter(|control| control.looks_at_layers());
    let mut counter = LayerCounter {
        tally: Tally::new(
            parties.collect(),
            &kinds.iter().map(String::as_str).collect(),
            onlookers.map(|control| control.about.id.clone()).collect(),
        ),
        profiles: Vec::new(),
    };
    let outcome = evaluate_inventories(&evaluator, &mut prepared.inventories, &mut counter)?;
    problems.extend(outcome.evaluation.problems);
    problems.append(&mut prepared.inventories.problems);
    problems.extend(outcome.failures.report());
    let tally = &counter.tally;
    if tally.resources() == 0 {
        if !has_error(problems) {
            problems.push(
                Diagnostic::warning("there is no resource, and so no layer").help(NOTHING_THERE),
            );
        }
        return Ok(Exit::NothingEvaluated);
    }
    let mut out = terminal::stdout(arguments.color);
    let written = match arguments.output {
        LayersFormat::Pretty => {
            let detail = match (arguments.quiet, arguments.verbose) {
                (true, _) => Detail::Quiet,
                (_, true) => Detail::Verbose,
                _ => Detail::Normal,
            };
            write_layers_pretty(tally, terminal::width(), detail, &mut out)
        }
        LayersFormat::Json => write_layers_json(tally, &evaluator.set().digest, &mut out),
    };
    terminal::written(written.and_then(|()| out.flush()))?;
    Ok(Exit::Clean)
}

/// Counter of layers.
struct LayerCounter {
    tally: Tally,
    /// The resources whose decisions come next.
    profiles: Vec<Profile>,
}

impl Observer for LayerCounter {
    fn progress(&mut self, resources: usize) -> Progress {
        progress::bar(resources)
    }

    fn profiles(&mut self, profiles: Vec<Profile>) {
        self.profiles = profiles;
    }

    fn decisions(
        &mut self,
        decisions: &mut [Decision],
        _: &Documents,
    ) -> Result<(), Box<Diagnostic>> {
        self.tally
            .take(&std::mem::take(&mut self.profiles), decisions);
        Ok(())
    }
}
