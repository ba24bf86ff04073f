//! `onus eval`.

pub(crate) mod args;
pub(crate) mod baseline;
pub(crate) mod commentary;
#[cfg(test)]
mod inconsistent_answer_tests;
pub(crate) mod nothing_evaluated;
pub(crate) mod outputs;
pub(crate) mod pipeline;

use std::collections::BTreeSet;
use std::io::Write;
use std::time::Instant;

use onus::decision::Decision;
use onus::diagnostic::Diagnostic;
use onus::evaluate::Trace;
use onus::evaluate::run::{
    Documents, Examiner, Observer, Progress, RunStatus, run as evaluate_inventories,
};
use onus::report::{
    Command, Detail, Exported, Filter, Json, Ndjson, PartyFilter, PolicySetInfo, Pretty, Report,
    Time,
};
use onus::waiver::Waiving;

use crate::cli::commands::eval::baseline::{Baselines, Written};
use crate::cli::commands::eval::commentary::Commentary;
use crate::cli::commands::eval::outputs::Outputs;
use crate::cli::commands::eval::pipeline::Pipeline;
use crate::cli::conclude::print_problems;
use crate::cli::decide_command::{DecideCommand, Prepared};
use crate::cli::exit::Exit;
use crate::cli::inventories::InventoryPaths;
use crate::cli::output_formats::{Format, Output};
use crate::cli::policies::Policies;
use crate::cli::{options, output_formats, policies, terminal};

pub use crate::cli::commands::eval::args::EvalArgs;

/// Runs the command.
pub fn run(arguments: &EvalArgs) -> Exit {
    match evaluate(arguments) {
        Ok(exit) => exit,
        Err(problem) => {
            print_problems(std::slice::from_ref(&problem), arguments.output.color);
            Exit::Incomplete
        }
    }
}

fn evaluate(arguments: &EvalArgs) -> Result<Exit, Box<Diagnostic>> {
    evaluate_changed(arguments, |_| {})
}

/// Evaluates with policies that a test has changed after they were loaded.
fn evaluate_changed(
    arguments: &EvalArgs,
    change: impl FnOnce(&mut Policies),
) -> Result<Exit, Box<Diagnostic>> {
    let start = Instant::now();
    let color = arguments.output.color;
    let wanted = output_formats::outputs(&arguments.output.outputs)?;
    let now = options::now(arguments.engine.now.as_deref())?;
    let time = options::time(arguments.engine.now.as_deref())?;
    let config = policies::config(&arguments.policies)?;
    let selection = options::selection(&arguments.selection, &config)?;
    let traced = options::selectors(&arguments.trace)?;
    let waivers = options::waivers(&arguments.waivers, &config)?;
    let baseline = baseline::read(arguments)?;
    let named = options::inventories(&arguments.inputs, &config, "eval")?;
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
    change(&mut prepared.policies);
    let evaluator = prepared.evaluator(|options| {
        options.plain = arguments.plain;
        options.traced.clone_from(&traced);
    });
    let set = evaluator.set();
    let policy_set = PolicySetInfo {
        digest: &set.digest,
        editions: evaluator.editions(),
        controls: evaluator.control_count(),
    };
    keep_inputs(&wanted, arguments, &prepared.paths)?;
    let parts = if arguments.explain {
        explained(&wanted)?;
        Some(prepared.policies.parts()?)
    } else {
        None
    };
    let written = Written::begin(arguments)?;
    let outputs = Outputs::open(&wanted, color, |output| {
        report(output, arguments, time, &policy_set)
    })?;
    let controls = set.keys();
    let origins = origins(&prepared);
    let mut observer = EvalObserver {
        commentary: Commentary::new(
            set,
            parts.as_ref().map(|parts| parts.engine_builder()),
            filter(arguments),
            traced,
            color,
        ),
        pipeline: Pipeline::new(
            Waiving::new(&waivers, now.date, &controls),
            Baselines::new(baseline.as_ref(), &controls, origins, arguments),
            arguments.source.as_deref(),
            outputs,
        ),
    };
    prepared.print_warnings(color);

    let mut outcome = evaluate_inventories(&evaluator, &mut prepared.inventories, &mut observer)?;
    let EvalObserver {
        commentary,
        pipeline,
    } = observer;
    let problems = &mut outcome.evaluation.problems;
    problems.extend(prepared.policies.problems);
    problems.extend(prepared.inventories.problems);
    problems.extend(commentary.idle());
    problems.extend(prepared.warnings);
    let counts = outcome.counts.clone();
    let (mut problems, found) = pipeline.close(outcome, policy_set);
    commentary.close()?;
    // Problems with a code were printed at the start.
    problems.retain(|problem| problem.code.is_none());
    print_problems(&problems, color);
    let mut stderr = terminal::stderr(color);
    if arguments.output.verbose {
        let _ = writeln!(stderr, "took {:.2} s", start.elapsed().as_secs_f64());
    }
    let fail_on = arguments.fail_on.or(prepared.policies.config.fail_on);
    let exit = Exit::from(RunStatus::of(&counts, &problems, fail_on));
    if let (Some(written), Some(found)) = (written, found) {
        if matches!(exit, Exit::Incomplete | Exit::NothingEvaluated) {
            print_problems(&[written.leave()], color);
        } else {
            let _ = writeln!(stderr, "{}", written.keep(&found)?);
        }
    }
    Ok(exit)
}

/// The reports and the commentary of a run.
struct EvalObserver<'r> {
    pipeline: Pipeline<'r>,
    commentary: Commentary<'r>,
}

impl Observer for EvalObserver<'_> {
    fn progress(&mut self, resources: usize) -> Progress {
        self.commentary.progress(resources)
    }

    fn traces(&mut self, traces: &[Trace]) {
        self.commentary.trace(traces);
    }

    fn decisions(
        &mut self,
        decisions: &mut [Decision],
        documents: &Documents,
    ) -> Result<(), Box<Diagnostic>> {
        self.pipeline.take(decisions, documents)
    }

    fn examine(&mut self, decisions: &[Decision], batch: &mut Examiner<'_, '_>) {
        self.commentary.explain(decisions, batch);
    }
}

/// The origins of the inventories that have resources.
fn origins(prepared: &Prepared<'_>) -> BTreeSet<String> {
    let sizes = prepared.inventories.sizes();
    let files = sizes.iter().filter(|(_, resources)| *resources > 0);
    let named = prepared.policies.config.origins();
    named.of_all(files.map(|(file, _)| file.as_str()))
}

/// Refuses to write over an inventory.
fn keep_inputs(
    wanted: &[Output],
    arguments: &EvalArgs,
    inventories: &InventoryPaths,
) -> Result<(), Box<Diagnostic>> {
    let over = wanted
        .iter()
        .filter_map(|output| output.file.as_deref())
        .chain(arguments.write_baseline.as_deref())
        .find(|path| inventories.contains(path));
    match over {
        Some(path) => Err(Box::new(
            Diagnostic::error(format!(
                "`{}` is an inventory of this run, and the output would be written over it",
                path.display()
            ))
            .help("give the output another name"),
        )),
        None => Ok(()),
    }
}

/// Explanations are below the pretty report, so there has to be one.
fn explained(wanted: &[Output]) -> Result<(), Box<Diagnostic>> {
    let is_read = |output: &Output| output.format == Format::Pretty && output.file.is_none();
    if wanted.iter().any(is_read) {
        return Ok(());
    }
    Err(Box::new(
        Diagnostic::error(
            "`--explain` is printed after the pretty report on standard output, and there is none",
        )
        .help("add `-o pretty`, or take `onus explain FILE#ID CONTROL -o json` for a decision"),
    ))
}

fn filter(arguments: &EvalArgs) -> Filter {
    Filter {
        parties: arguments
            .party
            .iter()
            .map(|party| PartyFilter::parse(party))
            .collect(),
    }
}

/// The report that an output is of.
fn report<'r>(
    output: &Output,
    arguments: &EvalArgs,
    time: Time,
    policy_set: &PolicySetInfo<'r>,
) -> Box<dyn Report + 'r> {
    let filter = filter(arguments);
    let detail = match (arguments.output.quiet, arguments.output.verbose) {
        (true, _) => Detail::Quiet,
        (_, true) => Detail::Verbose,
        _ => Detail::Normal,
    };
    match output.format {
        Format::Pretty => Box::new(Pretty::new(terminal::width(), detail, filter)),
        Format::Json => Box::new(Json::new(policy_set.clone(), filter)),
        Format::Ndjson => Box::new(Ndjson::new(filter)),
        Format::Export(format) => {
            let setting = output_formats::setting(Command::Eval, time, output.file.as_deref());
            Box::new(Exported::new(format, &setting, filter))
        }
    }
}
