//! `onus eval`.

pub(crate) mod baseline;
pub(crate) mod commentary;
pub(crate) mod decision_sink;
pub(crate) mod exit_status;
pub(crate) mod in_chunks;
pub(crate) mod in_memory;
#[cfg(test)]
mod inconsistent_tests;
pub(crate) mod outputs;
pub(crate) mod pipeline;
pub(crate) mod progress;

use std::io::Write;
use std::time::Instant;

use onus::diagnostic::Diagnostic;
use onus::evaluate::{Evaluator, Options};
use onus::report::{
    Command, Detail, Exported, Filter, Json, Ndjson, PartyFilter, PolicySetInfo, Pretty, Report,
    Time, write_problems,
};
use onus::waiver::Waiving;

use crate::cli::args::EvalArgs;
use crate::cli::commands::eval::baseline::{Baselines, Written};
use crate::cli::commands::eval::outputs::Outputs;
use crate::cli::commands::eval::pipeline::Passage;
use crate::cli::inventories::Inventories;
use crate::cli::options;
use crate::cli::options::{Format, Output};
use crate::cli::policies::Policies;
use crate::cli::{Exit, inventories, policies, policy_warnings, terminal};

pub use crate::cli::commands::eval::commentary::Aside;
pub use crate::cli::commands::eval::decision_sink::{Taking, decide};
pub use crate::cli::commands::eval::exit_status::{Failures, NOTHING_THERE};
pub use crate::cli::commands::eval::in_memory::decide_held;

/// Runs the command.
pub fn run(arguments: &EvalArgs) -> Exit {
    let color = arguments.output.color;
    match evaluate(arguments) {
        Ok(exit) => exit,
        Err(problem) => {
            // Nothing can be done about a terminal that is gone.
            let _ = write_problems(
                std::slice::from_ref(problem.as_ref()),
                terminal::width(),
                &mut terminal::stderr(color),
            );
            Exit::NotWhole
        }
    }
}

fn evaluate(arguments: &EvalArgs) -> Result<Exit, Box<Diagnostic>> {
    evaluate_changed(arguments, |_| {})
}

/// The same with policies that a test has changed: what loading gives is sound.
fn evaluate_changed(
    arguments: &EvalArgs,
    change: impl FnOnce(&mut Policies),
) -> Result<Exit, Box<Diagnostic>> {
    let start = Instant::now();
    let wanted = options::outputs(&arguments.output.outputs)?;
    let now = options::now(arguments.engine.now.as_deref())?;
    let time = options::time(arguments.engine.now.as_deref())?;
    let config = policies::config(&arguments.policies)?;
    let selection = options::selection(&arguments.selection, &config)?;
    let traced = options::selectors(&arguments.trace)?;
    let waivers = options::waivers(&arguments.waivers, &config)?;
    let baseline = crate::cli::commands::eval::baseline::read(arguments)?;
    let named = options::inventories(&arguments.inputs, &config, "eval")?;
    let mut inventory = inventories::read(&named, &arguments.reading);
    let mut loaded = policies::load(
        &arguments.policies,
        config,
        Some(&inventory.contents),
        arguments.engine.time_limit,
        now.nanoseconds,
    )?;
    change(&mut loaded);
    let doubts = policy_warnings::find(&mut loaded, Some(&inventory));
    let evaluator = Evaluator::new(
        &loaded.set,
        Options {
            threads: arguments.engine.threads.map(usize::from),
            plain: arguments.plain,
            traced: traced.clone(),
            ..loaded.options(&arguments.policies, selection)
        },
    );
    let policy_set = PolicySetInfo {
        digest: &loaded.set.digest,
        editions: evaluator.editions(),
        controls: evaluator.control_count(),
    };
    keep_inputs(&wanted, arguments, &inventory)?;
    let parts = if arguments.explain {
        explained(&wanted)?;
        Some(loaded.parts()?)
    } else {
        None
    };
    let written = Written::begin(arguments)?;
    let outputs = Outputs::open(&wanted, arguments.output.color, |output| {
        report(output, arguments, time, &policy_set)
    })?;
    let source = arguments.source.as_deref();
    let mut aside = Aside::new(
        &loaded.set,
        parts.as_ref().map(|parts| parts.engine_builder()),
        filter(arguments),
        traced,
        arguments.output.color,
    );
    let controls = loaded.set.keys();
    let mut passage = Passage::new(
        Waiving::new(&waivers, now.date, &controls),
        Baselines::new(baseline.as_ref(), &controls, arguments),
        source,
        outputs,
    );
    policy_warnings::say(&doubts, &arguments.policies, arguments.output.color);

    let mut evaluation = decide(&evaluator, &mut inventory, &mut passage, &mut aside)?;
    evaluation.problems.extend(loaded.problems);
    evaluation.problems.extend(inventory.problems);
    evaluation.problems.extend(aside.idle());
    evaluation.problems.extend(doubts);
    let (summary, mut problems, found) = passage.close(evaluation, policy_set);
    aside.close()?;
    // What has a code was said at the beginning.
    problems.retain(|problem| problem.code.is_none());
    let mut stderr = terminal::stderr(arguments.output.color);
    // Nothing can be done about a terminal that is gone.
    let _ = write_problems(&problems, terminal::width(), &mut stderr);
    if arguments.output.verbose {
        let _ = writeln!(stderr, "took {:.2} s", start.elapsed().as_secs_f64());
    }
    let fail_on = arguments.fail_on.or(loaded.config.fail_on);
    let exit = crate::cli::commands::eval::exit_status::exit(&summary, &problems, fail_on);
    if let (Some(written), Some(found)) = (written, found) {
        if matches!(exit, Exit::NotWhole | Exit::NothingEvaluated) {
            let _ = write_problems(&[written.leave()], terminal::width(), &mut stderr);
        } else {
            let _ = writeln!(stderr, "{}", written.keep(&found)?);
        }
    }
    Ok(exit)
}

/// Refuses to write over what is read.
fn keep_inputs(
    wanted: &[Output],
    arguments: &EvalArgs,
    inventory: &Inventories,
) -> Result<(), Box<Diagnostic>> {
    let over = wanted
        .iter()
        .filter_map(|output| output.file.as_deref())
        .chain(arguments.write_baseline.as_deref())
        .find(|path| inventory.is_one_of_them(path));
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

/// Explanations stand below the report, so there has to be one.
fn explained(wanted: &[Output]) -> Result<(), Box<Diagnostic>> {
    let is_read = |output: &Output| output.format == Format::Pretty && output.file.is_none();
    if wanted.iter().any(is_read) {
        return Ok(());
    }
    Err(Box::new(
        Diagnostic::error(
            "`--explain` stands below the pretty report on standard output, and there is none",
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
            let setting = options::setting(Command::Eval, time, output.file.as_deref());
            Box::new(Exported::new(format, &setting, filter))
        }
    }
}
