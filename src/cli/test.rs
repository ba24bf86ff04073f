//! `onus test`.

use std::io::{self, Write};
use std::time::{Duration, Instant};

use anstream::StripStream;
use onus::engine::Value;
use onus::policy::{LoadError, PolicySources, Settings, Taking, TestSet};
use onus::problem::{Level, Problem};
use onus::report::{
    Detail, TestRun, TestsPretty, write_tests_json, write_tests_junit, write_tests_pretty,
};
use onus::testing::{Filter, Options, Outcomes, run as run_tests};

use super::args::{Color, PolicyArgs, TestArgs};
use super::settings::{self, Output};
use super::{Exit, concluded, policies, terminal};

/// The formats of `onus test`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Pretty,
    Json,
    Junit,
}

const FORMATS: [(&str, Format); 3] = [
    ("pretty", Format::Pretty),
    ("json", Format::Json),
    ("junit", Format::Junit),
];

/// Runs the command.
pub fn run(arguments: &TestArgs) -> Exit {
    concluded(arguments.color, |problems| test(arguments, problems))
}

fn test(arguments: &TestArgs, problems: &mut Vec<Problem>) -> Result<Exit, Box<Problem>> {
    let start = Instant::now();
    let outputs = settings::outputs_of(&arguments.outputs, &FORMATS, Format::Pretty)?;
    let filter = arguments.filter.as_deref().map(filter).transpose()?;
    let config = policies::config(&PolicyArgs {
        paths: Vec::new(),
        no_builtin: arguments.no_builtin,
        editions: Vec::new(),
        config: arguments.config.clone(),
    })?;
    let paths = policies::named(&arguments.paths, &config);
    let mut sources = PolicySources {
        taking: Taking::Tests,
        ..PolicySources::default()
    };
    for path in &paths {
        sources.add_path(path);
    }
    let settings = Settings {
        limit: arguments
            .time_limit
            .or(config.time_limit_ms)
            .map_or(policies::DEFAULT_LIMIT, Duration::from_millis),
        now: settings::now(arguments.now.as_deref())?.nanoseconds,
        params: Value::from(&toml::Value::Table(config.params.clone())),
        own_catalogue: arguments.no_builtin || config.builtin == Some(false),
        check_builtin: false,
    };
    let set = TestSet::load(&sources, &settings).map_err(|error| {
        Box::new(
            Problem::error(format!("the policies can't be prepared: {error}"))
                .help("leave out the policy that was added last and try again"),
        )
    })?;
    problems.extend(set.errors.iter().map(LoadError::problem));
    let tested = run_tests(
        &set.bench(),
        &Options {
            filter: filter.as_ref(),
            threads: arguments.threads.map(usize::from),
            clock: &|| start.elapsed(),
        },
    );
    let run = TestRun {
        tested: &tested,
        problems,
        paths: &paths,
        took: start.elapsed(),
    };
    for output in &outputs {
        write(&run, output, arguments)?;
    }
    let counts = tested.outcomes();
    // What could not be loaded says enough.
    if counts.passed + counts.failed + counts.errors == 0 && problems.is_empty() {
        let nothing = nothing(&paths, arguments, counts, tested.left_out);
        problems.push(nothing);
    }
    Ok(exit(counts, problems))
}

fn exit(counts: Outcomes, problems: &[Problem]) -> Exit {
    if counts.errors > 0 || problems.iter().any(|p| p.level == Level::Error) {
        Exit::NotWhole
    } else if counts.failed > 0 {
        Exit::Denied
    } else if counts.passed == 0 {
        Exit::NothingEvaluated
    } else {
        Exit::Clean
    }
}

fn filter(text: &str) -> Result<Filter, Box<Problem>> {
    Filter::parse(text).map_err(|error| {
        Box::new(
            Problem::error(error.to_string())
                .help("a name or a part of one needs no glob: `--filter tls_test`"),
        )
    })
}

/// Why no test was run, when none was.
fn nothing(paths: &[String], arguments: &TestArgs, counts: Outcomes, left_out: usize) -> Problem {
    let place = paths.join("`, `");
    match &arguments.filter {
        Some(filter) if left_out > 0 && counts.skipped == 0 => {
            Problem::warning(format!("no test matches `{filter}`")).help(format!(
                "{left_out} tests were left out; it is a glob over names of tests, or a part of `package.test_name`"
            ))
        }
        _ if counts.skipped > 0 => Problem::warning("no test was run: all of them are skipped")
            .help("tests whose names begin with `todo_` wait for somebody to take that off"),
        _ => Problem::warning(format!("no test was found in `{place}`"))
            .help("a test is a rule whose name begins with `test_`, in a `.rego` file"),
    }
}

fn write(
    run: &TestRun<'_>,
    output: &Output<Format>,
    arguments: &TestArgs,
) -> Result<(), Box<Problem>> {
    let detail = match (arguments.quiet, arguments.verbose) {
        (true, _) => Detail::Quiet,
        (_, true) => Detail::Verbose,
        _ => Detail::Normal,
    };
    let width = terminal::width();
    let mut text = Vec::new();
    let written = match output.format {
        Format::Pretty => write_tests_pretty(run, TestsPretty { width, detail }, &mut text),
        Format::Json => write_tests_json(run, &mut text),
        Format::Junit => write_tests_junit(run, &mut text),
    };
    let written = written.and_then(|()| match &output.file {
        None => put(&text, output.format, arguments.color),
        Some(path) => {
            let mut plain = StripStream::new(Vec::new());
            plain.write_all(&text)?;
            std::fs::write(path, plain.into_inner())
        }
    });
    match written {
        Err(error) if output.file.is_some() || !terminal::gone(&error) => {
            let place = output.file.as_ref().map_or_else(
                || "standard output".to_owned(),
                |file| format!("`{}`", file.display()),
            );
            Err(Box::new(
                Problem::error(format!("{place} can't be written: {error}"))
                    .help("check the path, the permissions and the space that is left"),
            ))
        }
        _ => Ok(()),
    }
}

fn put(text: &[u8], format: Format, color: Color) -> io::Result<()> {
    if format == Format::Pretty {
        let mut out = terminal::stdout(color);
        out.write_all(text)?;
        return out.flush();
    }
    let mut out = io::stdout().lock();
    out.write_all(text)?;
    out.flush()
}
