//! `onus test`.

pub(crate) mod args;
pub(crate) mod watch;

use std::io::Write as _;
use std::time::{Duration, Instant};

use onus::diagnostic::{Diagnostic, Level};
use onus::engine::Value;
use onus::policy::{FileSelection, LoadError, LoadErrorKind, PolicySources, Settings, TestSet};
use onus::report::{
    Command, Detail, TestRun, TestsPretty, write_coverage_html, write_lcov, write_tests_export,
    write_tests_json, write_tests_ndjson, write_tests_pretty,
};
use onus::testing::{Coverage, Filter, Measure, Options, Outcomes, run as run_tests};

use crate::cli::arg_groups::Color;
use crate::cli::conclude::concluded;
use crate::cli::exit::Exit;
use crate::cli::output_formats::{Format, Output};
use crate::cli::{atomic_file, policies, terminal, text_output};
use crate::cli::{options, output_formats};

pub use crate::cli::commands::run_tests::args::TestArgs;

/// The formats of coverage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CoverageFormat {
    Lcov,
    Html,
}

const COVERAGE_FORMATS: [(&str, CoverageFormat); 2] = [
    ("lcov", CoverageFormat::Lcov),
    ("html", CoverageFormat::Html),
];

/// Runs the command.
pub fn run(arguments: &TestArgs) -> Exit {
    let once = || concluded(arguments.color, |problems| test(arguments, problems));
    if !arguments.watch {
        return once();
    }
    match outputs(arguments).and_then(|outputs| watch::sensible(&outputs)) {
        Ok(()) => watch::watch(arguments, once),
        Err(problem) => concluded(arguments.color, |_| Err(problem)),
    }
}

fn outputs(arguments: &TestArgs) -> Result<Vec<Output>, Box<Diagnostic>> {
    output_formats::outputs(&arguments.outputs)
}

fn test(arguments: &TestArgs, problems: &mut Vec<Diagnostic>) -> Result<Exit, Box<Diagnostic>> {
    let start = Instant::now();
    let outputs = outputs(arguments)?;
    let coverage_outputs = coverage_outputs(arguments)?;
    let filter = arguments.filter.as_deref().map(filter).transpose()?;
    let config = policies::config_of(arguments.config.as_deref())?;
    let paths = policies::named(&arguments.paths, &config);
    let mut sources = PolicySources {
        taking: FileSelection::Tests,
        ..PolicySources::default()
    };
    for path in &paths {
        sources.add_path(path);
    }
    let settings = Settings {
        limit: arguments
            .engine
            .time_limit
            .or(config.time_limit_ms)
            .map_or(Settings::LIMIT, Duration::from_millis),
        now: options::now(arguments.engine.now.as_deref())?.nanoseconds,
        params: Value::from(&toml::Value::Table(config.params.clone())),
        own_catalogue: arguments.no_builtin || config.builtin == Some(false),
        check_builtin: false,
    };
    let set = TestSet::load(&sources, &settings).map_err(|error| {
        Box::new(
            Diagnostic::error(format!("the policies can't be prepared: {error}"))
                .help("leave out the policy that was added last and try again"),
        )
    })?;
    // Where nothing is at all, nothing is broken either: no test is what there is to say.
    let is_empty = |error: &LoadError| matches!(error.kind, LoadErrorKind::NoPolicies { .. });
    if !set.errors.iter().all(is_empty) || set.engine_builder().files().next().is_some() {
        problems.extend(set.errors.iter().map(LoadError::problem));
    }
    let tested = run_tests(
        &set.engine_builder(),
        &Options {
            filter: filter.as_ref(),
            threads: arguments.engine.threads.map(usize::from),
            measure: if arguments.coverage.is_wanted() {
                Measure::Lines
            } else {
                Measure::Nothing
            },
            clock: &|| start.elapsed(),
        },
    );
    let run = TestRun {
        tested: &tested,
        problems,
        paths: &paths,
        took: start.elapsed(),
    };
    write(&run, &outputs, arguments)?;
    if let Some(coverage) = &tested.coverage {
        for output in &coverage_outputs {
            write_coverage(coverage, output)?;
        }
        problems.extend(below(coverage, arguments.coverage.coverage_threshold));
    }
    let counts = tested.outcomes();
    // What could not be loaded says enough.
    if counts.passed + counts.failed + counts.errors == 0 && problems.is_empty() {
        let nothing = nothing(&paths, arguments, counts, tested.left_out);
        problems.push(nothing);
    }
    let exit = exit(counts, problems);
    if exit == Exit::Clean && problems.is_empty() && is_begun_by_hand(arguments, &outputs) {
        next_step(&paths, arguments.color);
    }
    let is_below = tested
        .coverage
        .as_ref()
        .is_some_and(|coverage| is_below(coverage, arguments.coverage.coverage_threshold));
    Ok(if exit == Exit::Clean && is_below {
        Exit::Denied
    } else {
        exit
    })
}

/// Whether somebody reads the results of this one run, and may want to go on.
fn is_begun_by_hand(arguments: &TestArgs, outputs: &[Output]) -> bool {
    let is_read = |output: &Output| output.format == Format::Pretty && output.file.is_none();
    !arguments.quiet && !arguments.watch && outputs.iter().any(is_read)
}

fn next_step(paths: &[String], color: Color) {
    let policies: String = paths
        .iter()
        .map(|path| format!(" --policy {}", onus::report::clean(path)))
        .collect();
    let mut out = terminal::stdout(color);
    // Nothing can be done about a terminal that is gone.
    let _ = writeln!(out, "next: `onus eval INVENTORY{policies}`").and_then(|()| out.flush());
}

/// Where coverage goes, beside what is said of it.
fn coverage_outputs(arguments: &TestArgs) -> Result<Vec<Output<CoverageFormat>>, Box<Diagnostic>> {
    let texts = &arguments.coverage.coverage_outputs;
    if texts.is_empty() {
        return Ok(Vec::new());
    }
    let outputs = output_formats::outputs_of(texts, &COVERAGE_FORMATS, CoverageFormat::Lcov)?;
    if let Some(bare) = outputs.iter().find(|output| output.file.is_none()) {
        let (format, file) = match bare.format {
            CoverageFormat::Lcov => ("lcov", "lcov.info"),
            CoverageFormat::Html => ("html", "coverage.html"),
        };
        return Err(Box::new(
            Diagnostic::error(format!("`--coverage-output {format}` names no file"))
                .help(format!("write `--coverage-output {format}={file}`")),
        ));
    }
    Ok(outputs)
}

fn is_below(coverage: &Coverage, threshold: Option<f64>) -> bool {
    threshold.is_some_and(|threshold| coverage.percent() < threshold)
}

/// That fewer lines are covered than should be; which ones, the report says.
fn below(coverage: &Coverage, threshold: Option<f64>) -> Option<Diagnostic> {
    let threshold = threshold.filter(|_| is_below(coverage, threshold))?;
    Some(
        Diagnostic::warning(format!(
            "tests evaluate {:.1} % of the lines, and `--coverage-threshold` asks for {threshold} %",
            coverage.percent()
        ))
        .help("`--coverage` lists the lines that no test evaluates; write tests for them"),
    )
}

fn write_coverage(
    coverage: &Coverage,
    output: &Output<CoverageFormat>,
) -> Result<(), Box<Diagnostic>> {
    let Some(path) = &output.file else {
        return Ok(());
    };
    let mut text = Vec::new();
    match output.format {
        CoverageFormat::Lcov => write_lcov(coverage, &mut text),
        CoverageFormat::Html => write_coverage_html(coverage, &mut text),
    }
    .and_then(|()| atomic_file::write(path, &text))
    .map_err(|error| {
        Box::new(
            Diagnostic::error(format!("`{}` can't be written: {error}", path.display()))
                .help("check the path, the permissions and the space that is left"),
        )
    })
}

fn exit(counts: Outcomes, problems: &[Diagnostic]) -> Exit {
    if counts.errors > 0 || problems.iter().any(|p| p.level == Level::Error) {
        Exit::Incomplete
    } else if counts.failed > 0 {
        Exit::Denied
    } else if counts.passed == 0 {
        Exit::NothingEvaluated
    } else {
        Exit::Clean
    }
}

fn filter(text: &str) -> Result<Filter, Box<Diagnostic>> {
    Filter::parse(text).map_err(|error| {
        Box::new(
            Diagnostic::error(error.to_string())
                .help("a name or a part of one needs no glob: `--filter tls_test`"),
        )
    })
}

/// Why no test was run, when none was.
fn nothing(
    paths: &[String],
    arguments: &TestArgs,
    counts: Outcomes,
    left_out: usize,
) -> Diagnostic {
    let place = paths.join("`, `");
    match &arguments.filter {
        Some(filter) if left_out > 0 && counts.skipped == 0 => {
            Diagnostic::warning(format!("no test matches `{filter}`")).help(format!(
                "{left_out} tests were left out; it is a glob over names of tests, or a part of `package.test_name`"
            ))
        }
        _ if counts.skipped > 0 => Diagnostic::warning("no test was run: all of them are skipped")
            .help("tests whose names begin with `todo_` wait for somebody to take that off"),
        _ => Diagnostic::warning(format!("no test was found in `{place}`"))
            .help("a test is a rule whose name begins with `test_`, in a `.rego` file"),
    }
}

fn write(
    run: &TestRun<'_>,
    outputs: &[Output],
    arguments: &TestArgs,
) -> Result<(), Box<Diagnostic>> {
    let detail = match (arguments.quiet, arguments.verbose) {
        (true, _) => Detail::Quiet,
        (_, true) => Detail::Verbose,
        _ => Detail::Normal,
    };
    let width = terminal::width();
    text_output::write_each(
        (
            Command::Test,
            options::time(arguments.engine.now.as_deref())?,
        ),
        outputs,
        arguments.color,
        |format, setting, out| match format {
            Format::Pretty => write_tests_pretty(run, TestsPretty { width, detail }, out),
            Format::Json => write_tests_json(run, out),
            Format::Ndjson => write_tests_ndjson(run, out),
            Format::Export(format) => write_tests_export(run, format, setting, out),
        },
    )
}
