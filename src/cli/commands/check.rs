//! `onus check`.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use onus::config::Config;
use onus::diagnostic::{Diagnostic, Level};
use onus::document::Document;
use onus::engine::Value;
use onus::lint::{Catalogue, Counts, Fix, Known, Levels, Outcome, Sources, check, rules};
use onus::policy::Settings;
use onus::report::{
    CheckJson, Command, write_findings, write_findings_export, write_findings_ndjson,
    write_problems,
};

use crate::cli::arg_groups::{Color, ReadingArgs};
use crate::cli::exit::Exit;
use crate::cli::output_formats::{Format, Output, outputs_help};
use crate::cli::{inventories, policies, policy_warnings, terminal, text_output};
use crate::cli::{options, output_formats};

/// Lint policies
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onus check                                the folder policies/, or this one
  onus check acme/ --against inventory.json also take what this inventory shows for known
  onus check --explain unknown-property     what a rule finds, and why
  onus check -o sarif=findings.sarif         for code scanning

Exit codes: 0 nothing was found, 1 something was, 2 something could not be read or
parsed (the rest was still checked), 3 there was no policy")]
pub struct CheckArgs {
    /// Policies and their tests: files, folders or globs [default: the folder policies, if there is one, or this folder]
    #[arg(value_name = "PATH")]
    pub paths: Vec<String>,
    /// Take every property that an inventory shows for known; repeatable
    #[arg(long, value_name = "FILE", value_delimiter = ',')]
    pub against: Vec<String>,
    /// Apply safe fixes (removes unused imports)
    #[arg(long)]
    pub fix: bool,
    /// Leave the embedded catalogue out, so that its names are free
    #[arg(long, env = "ONUS_NO_BUILTIN", value_parser = clap::builder::FalseyValueParser::new())]
    pub no_builtin: bool,
    /// Print what a rule finds, and why
    #[arg(long, value_name = "RULE", conflicts_with = "paths")]
    pub explain: Option<String>,
    #[command(flatten)]
    pub reading: ReadingArgs,
    /// The configuration file [default: onus.toml, if there is one]
    #[arg(long, value_name = "FILE", env = "ONUS_CONFIG")]
    pub config: Option<PathBuf>,
    #[arg(
        short,
        long = "output",
        help = outputs_help(),
        value_name = "FORMAT[=FILE]",
        value_delimiter = ','
    )]
    pub outputs: Vec<String>,
    /// When to use colours
    #[arg(long, value_enum, default_value_t = Color::Auto, env = "ONUS_COLOR")]
    pub color: Color,
}

/// The longest that one evaluation may take; nothing is evaluated.
const LIMIT: Duration = Duration::from_secs(5);

/// Runs the command.
pub fn run(arguments: &CheckArgs) -> Exit {
    let result = match &arguments.explain {
        Some(code) => explain(code),
        None => checked(arguments),
    };
    match result {
        Ok(exit) => exit,
        Err(problem) => {
            // Nothing can be done about a terminal that is gone.
            let _ = write_problems(
                std::slice::from_ref(problem.as_ref()),
                terminal::width(),
                &mut terminal::stderr(arguments.color),
            );
            Exit::Incomplete
        }
    }
}

fn checked(arguments: &CheckArgs) -> Result<Exit, Box<Diagnostic>> {
    let config = policies::config_of(arguments.config.as_deref())?;
    let outputs = output_formats::outputs(&arguments.outputs)?;
    let named = policies::named(&arguments.paths, &config);
    let catalogue = match arguments.no_builtin || config.builtin == Some(false) {
        true => Catalogue::LeftOut,
        false => Catalogue::Embedded,
    };
    let sources = Sources::named(&named, catalogue);
    let mut known = Known::bundled();
    let problems = against(&mut known, arguments);
    let unread = problems.iter().any(|problem| problem.level == Level::Error);
    let mut outcome = look(&sources, &known, &config.check)?;
    // What an author's own samples and inventories show is known too; they are only
    // read when something is not.
    if outcome
        .findings
        .iter()
        .any(|f| rules::depends_on_known_properties(f.code))
    {
        let samples = samples(&config);
        if !samples.is_empty() {
            learn(&mut known, &samples, &arguments.reading);
            outcome = look(&sources, &known, &config.check)?;
        }
    }
    if arguments.fix && apply_fixes(&outcome)? > 0 {
        // What was mended is not there any more, and places have moved.
        outcome = look(&Sources::named(&named, catalogue), &known, &config.check)?;
    }
    write(arguments, &outputs, &outcome, &named)?;
    // Nothing can be done about a terminal that is gone.
    let _ = write_problems(
        &problems,
        terminal::width(),
        &mut terminal::stderr(arguments.color),
    );
    Ok(if !outcome.whole || unread {
        Exit::Incomplete
    } else if sources.is_empty() {
        Exit::NothingEvaluated
    } else if outcome.findings.is_empty() {
        Exit::Clean
    } else {
        Exit::Denied
    })
}

fn look(sources: &Sources, known: &Known, levels: &Levels) -> Result<Outcome, Box<Diagnostic>> {
    let settings = Settings {
        limit: LIMIT,
        now: 0,
        params: Value::object::<&str>([]),
        own_catalogue: false,
        check_builtin: false,
    };
    check(sources, &settings, known, levels).map_err(|error| {
        Box::new(
            Diagnostic::error(format!("the policies can't be checked: {error}"))
                .help("check one folder at a time, to see which it is"),
        )
    })
}

/// The inventories that are named to learn properties from; answers what could not be
/// read of them.
fn against(known: &mut Known, arguments: &CheckArgs) -> Vec<Diagnostic> {
    if arguments.against.is_empty() {
        return Vec::new();
    }
    learn(known, &arguments.against, &arguments.reading)
}

/// The folder that authors keep samples in.
const SAMPLES: &str = "inputs";

/// The inventories of the configuration, or the usual folder.
fn samples(config: &Config) -> Vec<String> {
    let named: Vec<String> = config.inputs.iter().map(|path| config.path(path)).collect();
    if named.is_empty() && Path::new(SAMPLES).is_dir() {
        return vec![SAMPLES.to_owned()];
    }
    named
}

/// Learns the properties that inventories show; answers what could not be read.
fn learn(known: &mut Known, named: &[String], reading: &ReadingArgs) -> Vec<Diagnostic> {
    let read = inventories::read(named, reading);
    let mut problems = read.problems.clone();
    let learned = read.each_batch(&mut |batch| {
        policy_warnings::learn_properties(known, batch.resources);
        Ok(())
    });
    problems.extend(learned.err().map(|problem| *problem));
    problems
}

fn write(
    arguments: &CheckArgs,
    outputs: &[Output],
    outcome: &Outcome,
    named: &[String],
) -> Result<(), Box<Diagnostic>> {
    text_output::write_each(
        (Command::Check, options::time(None)?),
        outputs,
        arguments.color,
        |format, setting, out| match format {
            Format::Pretty => {
                write_findings(&outcome.findings, terminal::width(), out)?;
                writeln!(out, "{}", closing(outcome, named))
            }
            Format::Json => {
                serde_json::to_writer_pretty(&mut *out, &CheckJson::of(outcome))?;
                writeln!(out)
            }
            Format::Ndjson => write_findings_ndjson(outcome, out),
            Format::Export(format) => write_findings_export(outcome, format, setting, out),
        },
    )
}

/// The last line: counts, and the next step.
fn closing(outcome: &Outcome, named: &[String]) -> String {
    let Counts {
        policies,
        tests,
        errors,
        warnings,
        fixable,
    } = outcome.counts();
    let looked = format!(
        "{}, {}",
        many(policies, "policy", "policies"),
        many(tests, "file of tests", "files of tests")
    );
    if policies + tests == 0 && outcome.whole {
        return "no policies were found; name a file or a folder, as in `onus check policies/`"
            .to_owned();
    }
    if errors + warnings == 0 {
        let named: Vec<_> = named.iter().map(|path| onus::report::clean(path)).collect();
        return format!(
            "{looked}: nothing was found\nnext: `onus test {}`",
            named.join(" ")
        );
    }
    let mut line = format!(
        "{looked}: {}, {}",
        many(errors, "error", "errors"),
        many(warnings, "warning", "warnings")
    );
    if !outcome.whole {
        line.push_str("; what could not be read was not checked");
    }
    if fixable > 0 {
        line.push_str(&format!("; `onus check --fix` mends {fixable}"));
    }
    if let Some(finding) = outcome.findings.first() {
        line.push_str(&format!(
            "\nread more with `onus check --explain {}`",
            finding.code
        ));
    }
    line
}

fn many(count: usize, one: &str, more: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { more })
}

/// Takes out what is sure to be mended by it; answers how many places.
fn apply_fixes(outcome: &Outcome) -> Result<usize, Box<Diagnostic>> {
    let mut files: BTreeMap<String, (Arc<Document>, Vec<Fix>)> = BTreeMap::new();
    for finding in &outcome.findings {
        if let (Some(fix), Some(document)) = (&finding.fix, finding.document()) {
            files
                .entry(document.name().to_owned())
                .or_insert_with(|| (Arc::clone(document), Vec::new()))
                .1
                .push(fix.clone());
        }
    }
    let mut mended = 0;
    for (name, (document, mut fixes)) in files {
        fixes.sort_by_key(|fix| std::cmp::Reverse(fix.removed.start));
        let mut text = document.text().to_owned();
        // A file in another encoding, or with a byte order mark, would not come back
        // as it was.
        if std::fs::read(&name).ok().as_deref() != Some(text.as_bytes()) {
            continue;
        }
        mended += fixes.len();
        for fix in fixes {
            text.replace_range(fix.removed, "");
        }
        std::fs::write(&name, text).map_err(|error| {
            Box::new(
                Diagnostic::error(format!("`{name}` can't be written: {error}"))
                    .help("check the permissions; nothing in it was changed"),
            )
        })?;
    }
    Ok(mended)
}

/// Prints the page of a rule.
fn explain(code: &str) -> Result<Exit, Box<Diagnostic>> {
    let Some(page) = onus::lint::page(code) else {
        let known = onus::lint::pages();
        let help = onus::nearest(code, known.iter().copied()).map_or_else(
            || format!("the rules are {}", known.join(", ")),
            |nearest| format!("did you mean `{nearest}`?"),
        );
        return Err(Box::new(
            Diagnostic::error(format!("`{code}` is not a rule of `onus check`")).help(help),
        ));
    };
    let mut out = terminal::stdout(Color::Auto);
    // Nothing can be done about a terminal that is gone.
    let _ = out.write_all(page.as_bytes()).and_then(|()| out.flush());
    Ok(Exit::Clean)
}
