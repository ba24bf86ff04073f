//! `onus eval`.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::time::Instant;

use anstream::StripStream;
use indicatif::{ProgressBar, ProgressStyle};

use onus::decision::{Status, WrittenAt};
use onus::evaluate::{Editions, Evaluation, Evaluator, Options};
use onus::inventory::{Resource, TerraformSource};
use onus::problem::{Level, Problem};
use onus::report::{
    Detail, Filter, Json, Ndjson, PartyFilter, PolicySetInfo, Pretty, Report, Run, write_problems,
};
use onus::vocabulary::Severity;

use super::args::EvalArgs;
use super::settings::{self, Format, Output};
use super::{Exit, inventories, policies, terminal};

/// The number of resources from which a progress bar is worth its place.
const LONG: usize = 5_000;

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

fn evaluate(arguments: &EvalArgs) -> Result<Exit, Box<Problem>> {
    let start = Instant::now();
    let outputs = settings::outputs(&arguments.output)?;
    let now = settings::now(arguments.now.as_deref())?;
    let config = policies::config(&arguments.policies)?;
    let selection = settings::selection(arguments, &config)?;
    let mut waivers = config.waivers.clone();
    for file in &arguments.waivers.files {
        waivers.extend(onus::config::Config::read_waivers(file)?);
    }
    if arguments.waivers.no_waivers {
        waivers.clear();
    }
    let named: Vec<String> = if arguments.inputs.is_empty() {
        config.inputs.iter().map(|path| config.path(path)).collect()
    } else {
        arguments.inputs.clone()
    };
    if named.is_empty() {
        return Err(Box::new(
            Problem::error("no inventory was given")
                .help("name one, as in `onus eval inventory.json`, or list `inputs` in onus.toml; `onus eval --help` shows more"),
        ));
    }
    let mut editions: Editions = config.editions.clone();
    editions.extend(arguments.policies.editions.iter().cloned());
    let inventory = inventories::read(&named, &arguments.reading);
    let loaded = policies::load(
        &arguments.policies,
        config,
        Some(&inventory.resources),
        arguments.time_limit,
        now.nanoseconds,
    )?;
    let config = &loaded.config;
    let evaluator = Evaluator::new(
        &loaded.set,
        Options {
            selection,
            editions,
            owners: config.owners(),
            claims: config.claim_rules(),
            threads: arguments.threads.map(usize::from),
            plain: arguments.plain,
        },
    );
    let mut evaluation = decide(&evaluator, &inventory.resources);
    evaluation.problems.extend(loaded.problems);
    evaluation.problems.extend(inventory.problems);
    evaluation.problems.extend(onus::waiver::apply(
        &waivers,
        &mut evaluation.decisions,
        now.date,
    ));
    if let Some(folder) = &arguments.source {
        written(&mut evaluation, folder);
    }
    nothing(&mut evaluation, evaluator.control_count());
    failures(&mut evaluation);
    let run = Run {
        evaluation: &evaluation,
        policy_set: PolicySetInfo {
            digest: &loaded.set.digest,
            editions: evaluator.editions(),
            controls: evaluator.control_count(),
        },
        filter: Filter {
            parties: arguments
                .party
                .iter()
                .map(|party| PartyFilter::parse(party))
                .collect(),
        },
    };
    let documents: HashMap<_, _> = inventory
        .documents
        .iter()
        .map(|document| (document.name().to_owned(), document.clone()))
        .collect();
    let detail = match (arguments.output.quiet, arguments.output.verbose) {
        (true, _) => Detail::Quiet,
        (_, true) => Detail::Verbose,
        _ => Detail::Normal,
    };
    for output in &outputs {
        let report: Box<dyn Report> = match output.format {
            Format::Pretty => Box::new(Pretty {
                width: terminal::width(),
                detail,
                documents: documents.clone(),
            }),
            Format::Json => Box::new(Json),
            Format::Ndjson => Box::new(Ndjson),
        };
        write_report(output, report.as_ref(), &run, arguments)?;
    }
    let mut stderr = terminal::stderr(arguments.output.color);
    // Nothing can be done about a terminal that is gone.
    let _ = write_problems(&evaluation.problems, terminal::width(), &mut stderr);
    if detail == Detail::Verbose {
        let _ = writeln!(stderr, "took {:.2} s", start.elapsed().as_secs_f64());
    }
    let fail_on = arguments.fail_on.or(config.fail_on);
    Ok(exit(&evaluation, fail_on))
}

fn decide(evaluator: &Evaluator<'_>, resources: &[Resource]) -> Evaluation {
    if resources.len() < LONG || !terminal::is_watched() {
        return evaluator.evaluate(resources, &|_| {});
    }
    let bar = ProgressBar::new(resources.len() as u64);
    if let Ok(style) = ProgressStyle::with_template("{wide_bar} {pos}/{len} resources") {
        bar.set_style(style);
    }
    let evaluation = evaluator.evaluate(resources, &|done| bar.set_position(done as u64));
    bar.finish_and_clear();
    evaluation
}

/// Says where in the source of the inventory findings are written.
fn written(evaluation: &mut Evaluation, folder: &Path) {
    let (source, problems) = TerraformSource::read(folder);
    evaluation.problems.extend(problems);
    for decision in &mut evaluation.decisions {
        for finding in &mut decision.findings {
            let place = source.place(&decision.resource.id, finding.pointer.as_ref());
            finding.written_at = place.map(|place| {
                let position = place.document.position(place.range.start);
                WrittenAt {
                    file: place.document.name().to_owned(),
                    line: position.line,
                    column: position.column,
                }
            });
        }
    }
}

/// Says which policies failed, once for each reason: their decisions deny, but
/// nobody knows what they would have said, so the run is not whole.
fn failures(evaluation: &mut Evaluation) {
    let mut reasons: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for decision in evaluation
        .decisions
        .iter()
        .filter(|decision| decision.status == Status::Error)
    {
        // Of a record that can't be read, one message has been given already.
        let told = |message: &str| {
            evaluation
                .problems
                .iter()
                .any(|problem| message.contains(&problem.message))
        };
        for finding in &decision.findings {
            let failed = finding.message.starts_with("the policy failed: ")
                || finding.message.starts_with("the boundary policy for ");
            if failed && !told(&finding.message) {
                *reasons
                    .entry((&decision.control.id, &finding.message))
                    .or_default() += 1;
            }
        }
    }
    let problems: Vec<Problem> = reasons
        .into_iter()
        .map(|((control, message), count)| {
            let resources = if count == 1 { "resource" } else { "resources" };
            let help = if message.contains("took longer than") {
                format!("mend the policy, give it more time with `--time-limit`, or leave it out with `--ignore {control}`; until then it denies")
            } else {
                format!("mend the policy, or leave it out with `--ignore {control}`; until then it denies")
            };
            Problem::error(format!(
                "{control} could not be decided for {count} {resources}: {message}"
            ))
            .help(help)
        })
        .collect();
    evaluation.problems.extend(problems);
}

/// Says why nothing was evaluated, when nothing was.
fn nothing(evaluation: &mut Evaluation, controls: usize) {
    if !evaluation.decisions.is_empty() {
        return;
    }
    let failed = evaluation
        .problems
        .iter()
        .any(|problem| problem.level == Level::Error);
    let problem = if evaluation.resources == 0 {
        if failed {
            // What could not be read says enough.
            return;
        }
        Problem::warning("nothing was evaluated: there is no resource")
            .help("check that the inventory is the one you meant; an empty export is often a missing permission or a wrong scope")
    } else if controls == 0 {
        Problem::warning("nothing was evaluated: no control is selected")
            .help("loosen `--select` and `--ignore`, or give policies with `--policy`")
    } else {
        Problem::warning("nothing was evaluated: no control selects any of the resources' types")
            .help("`onus eval -v` lists the types; `--policy` adds controls for them")
    };
    evaluation.problems.push(problem);
}

fn exit(evaluation: &Evaluation, fail_on: Option<Severity>) -> Exit {
    if evaluation
        .problems
        .iter()
        .any(|problem| problem.level == Level::Error)
    {
        return Exit::NotWhole;
    }
    if evaluation.decisions.is_empty() {
        return Exit::NothingEvaluated;
    }
    let fails = evaluation.decisions.iter().any(|decision| {
        decision.is_open_denial() && fail_on.is_none_or(|least| decision.control.severity >= least)
    });
    if fails { Exit::Denied } else { Exit::Clean }
}

fn write_report(
    output: &Output,
    report: &dyn Report,
    run: &Run<'_>,
    arguments: &EvalArgs,
) -> Result<(), Box<Problem>> {
    let styled = report.styled();
    let result = match &output.file {
        None if styled => {
            let mut stdout = terminal::stdout(arguments.output.color);
            report.write(run, &mut stdout).and_then(|()| stdout.flush())
        }
        None => {
            let mut stdout = BufWriter::new(io::stdout().lock());
            report.write(run, &mut stdout).and_then(|()| stdout.flush())
        }
        Some(path) => File::create(path).and_then(|file| {
            let plain: Box<dyn Write> = Box::new(BufWriter::new(file));
            let mut file: Box<dyn Write> = if styled {
                Box::new(StripStream::new(plain))
            } else {
                plain
            };
            report.write(run, &mut file).and_then(|()| file.flush())
        }),
    };
    match result {
        Err(error) if output.file.is_some() || !terminal::gone(&error) => {
            Err(unwritable(output, &error))
        }
        _ => Ok(()),
    }
}

fn unwritable(output: &Output, error: &io::Error) -> Box<Problem> {
    let place = output.file.as_ref().map_or_else(
        || "standard output".to_owned(),
        |file| format!("`{}`", file.display()),
    );
    Box::new(
        Problem::error(format!("{place} can't be written: {error}"))
            .help("check the path, the permissions and the space that is left"),
    )
}
