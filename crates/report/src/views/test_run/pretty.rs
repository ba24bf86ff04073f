//! Test results for people.

use std::io;

use anstyle::{AnsiColor, Style};

use crate::code_frame::Frame;
use crate::run::Detail;
use crate::sanitize::clean;
use crate::sanitize::{shortened, wrap};
use onus_core::diagnostic::Diagnostic;
use onus_core::secret::without_shapes;
use onus_policy::probe::Binding;
use onus_policy::testing::{Change, Failure, TestOutcome, TestResult, diff};

use crate::views::test_run::coverage::write_coverage;
use crate::views::test_run::redacted::withheld;
use crate::views::test_run::{TestRun, place};

const GOOD: Style = AnsiColor::Green.on_default();
const BAD: Style = AnsiColor::Red.on_default();
const ODD: Style = AnsiColor::Yellow.on_default();

/// How results are shown.
#[derive(Debug, Clone, Copy)]
pub struct TestsPretty {
    /// Columns.
    pub width: usize,
    /// Whether those that passed are listed too.
    pub detail: Detail,
}

/// Writes what failed, and the counts.
///
/// # Errors
/// The output can't be written.
pub fn write_tests_pretty(
    run: &TestRun<'_>,
    how: TestsPretty,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    if how.detail != Detail::Quiet {
        for result in &run.tested.results {
            write_result(result, how, out)?;
        }
    }
    if let Some(coverage) = &run.tested.coverage {
        write_coverage(coverage, how, out)?;
    }
    closing(run, out)
}

fn write_result(result: &TestResult, how: TestsPretty, out: &mut dyn io::Write) -> io::Result<()> {
    let name = format!("{}.{}", clean(&result.package), clean(&result.name));
    let line = |out: &mut dyn io::Write, style: Style, word: &str, rest: &str| {
        writeln!(out, "{style}{word}{style:#}  {name}{rest}")
    };
    match &result.outcome {
        TestOutcome::Passed if how.detail == Detail::Verbose => {
            let milliseconds = result.took.as_secs_f64() * 1_000.0;
            line(out, GOOD, "pass ", &format!("  ({milliseconds:.1} ms)"))?;
            write_prints(result, out)
        }
        TestOutcome::Passed => Ok(()),
        TestOutcome::Skipped => {
            let (file, number, _) = place(result);
            line(out, ODD, "skip ", &format!("  ({}:{number})", clean(&file)))
        }
        TestOutcome::Failed(failure) => {
            line(out, BAD.bold(), "fail ", "")?;
            let frame = Frame {
                document: &result.document,
                range: failure.span.clone(),
                title: String::new(),
                label: "does not hold".to_owned(),
                indent: 2,
                width: how.width,
                style: BAD,
            };
            write!(out, "{}", frame.render())?;
            write_failure(result, failure, how.width, out)?;
            write_prints(result, out)?;
            writeln!(out)
        }
        TestOutcome::Error(problem) => {
            line(out, BAD.bold(), "error", "")?;
            write_problem(problem, how.width, out)?;
            write_prints(result, out)?;
            writeln!(out)
        }
    }
}

fn write_problem(problem: &Diagnostic, width: usize, out: &mut dyn io::Write) -> io::Result<()> {
    if let Some(spot) = &problem.place {
        let frame = Frame {
            document: &spot.document,
            range: spot.range.clone(),
            title: String::new(),
            label: String::new(),
            indent: 2,
            width,
            style: BAD,
        };
        write!(out, "{}", frame.render())?;
    }
    let text = [Some(&problem.message), problem.help.as_ref()];
    for paragraph in text.into_iter().flatten() {
        for line in wrap(&clean(paragraph), width.saturating_sub(4).max(40)) {
            writeln!(out, "    {line}")?;
        }
    }
    Ok(())
}

fn write_prints(result: &TestResult, out: &mut dyn io::Write) -> io::Result<()> {
    for print in &result.prints {
        writeln!(
            out,
            "    printed {}",
            clean(&without_shapes(print.trim_end()))
        )?;
    }
    Ok(())
}

fn write_failure(
    result: &TestResult,
    failure: &Failure,
    width: usize,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    for line in lines(result, failure, width.saturating_sub(4).max(40)) {
        let style = match line.kind {
            Kind::Missing => GOOD,
            Kind::Extra => BAD,
            Kind::Plain => Style::new(),
        };
        writeln!(out, "    {style}{}{style:#}", line.text)?;
    }
    Ok(())
}

/// The explanation of a failure, in plain lines.
pub(crate) fn explained(result: &TestResult, failure: &Failure) -> Vec<String> {
    lines(result, failure, 400)
        .into_iter()
        .map(|line| line.text)
        .collect()
}

enum Kind {
    Plain,
    Missing,
    Extra,
}

struct Line {
    kind: Kind,
    text: String,
}

fn lines(result: &TestResult, failure: &Failure, width: usize) -> Vec<Line> {
    let plain = |text: String| Line {
        kind: Kind::Plain,
        text,
    };
    let failure = &withheld(failure);
    let mut lines = Vec::new();
    for binding in &failure.bindings {
        lines.push(plain(shown(binding, width)));
    }
    if failure.ways > 1 {
        lines.push(plain(format!(
            "what stands before it holds in {} ways; these are the values of the first",
            failure.ways
        )));
    }
    let comparison = failure.comparison.as_ref();
    for part in &failure.parts {
        // A side that is shown as a diff is not shown twice.
        let is_side = comparison.is_some_and(|sides| part.value.as_ref() == Some(&sides.got));
        if !(is_side && comparison.is_some_and(|sides| is_long(sides, width))) {
            lines.push(plain(shown(part, width)));
        }
    }
    match comparison {
        Some(sides) if sides.expected == sides.got => {
            lines.push(plain(
                "expected and got differ only in texts that are withheld".to_owned(),
            ));
        }
        Some(sides) if is_long(sides, width) => {
            let (missing, extra) = (Kind::Missing, Kind::Extra);
            lines.push(Line {
                kind: missing,
                text: "- expected".to_owned(),
            });
            lines.push(Line {
                kind: extra,
                text: "+ got".to_owned(),
            });
            lines.extend(diff(sides).into_iter().map(|change| {
                let (kind, sign, text) = match change {
                    Change::Same(text) => (Kind::Plain, ' ', text),
                    Change::Missing(text) => (Kind::Missing, '-', text),
                    Change::Extra(text) => (Kind::Extra, '+', text),
                };
                Line {
                    kind,
                    text: shortened(&format!("{sign} {}", clean(&text)), width),
                }
            }));
        }
        Some(sides) => lines.push(plain(format!(
            "expected {}, got {}",
            clean(&sides.expected.to_string()),
            clean(&sides.got.to_string())
        ))),
        None => {}
    }
    if let Some(value) = &failure.value {
        let value = clean(&value.to_string()).into_owned();
        lines.push(plain(shortened(
            &format!("`{}` is {value}, not true", clean(&result.name)),
            width,
        )));
    }
    if let Some(reason) = &failure.unexplained {
        lines.push(plain(clean(reason).into_owned()));
    }
    lines
}

/// Whether two values are better shown line by line.
fn is_long(sides: &onus_policy::probe::Comparison, width: usize) -> bool {
    let nested = |value: &onus_policy::engine::Value| value.is_list() || value.is_object();
    (nested(&sides.expected) && nested(&sides.got))
        || sides.expected.to_string().len() + sides.got.to_string().len() > width
}

fn shown(binding: &Binding, width: usize) -> String {
    let text = one_line(&binding.text);
    let text = clean(&text);
    match &binding.value {
        Some(value) => shortened(
            &format!("{text} = {}", clean(&value.to_string())),
            width * 2,
        ),
        None => format!("{text} is undefined"),
    }
}

/// Words with one space between them.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `3 passed, 1 failed`.
pub(crate) fn counts_in_words(run: &TestRun<'_>) -> String {
    let counts = run.outcomes();
    let errors = match counts.errors {
        1 => "error",
        _ => "errors",
    };
    let mut parts = vec![format!("{} passed", counts.passed)];
    for (count, word) in [
        (counts.failed, "failed"),
        (counts.errors, errors),
        (counts.skipped, "skipped"),
        (run.tested.left_out, "left out by `--filter`"),
    ] {
        if count > 0 {
            parts.push(format!("{count} {word}"));
        }
    }
    parts.join(", ")
}

fn closing(run: &TestRun<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let counts = run.outcomes();
    let files = run
        .tested
        .results
        .chunk_by(|a, b| a.document.name() == b.document.name())
        .count();
    let style = if counts.failed + counts.errors > 0 {
        BAD
    } else if counts.passed == 0 {
        ODD
    } else {
        GOOD
    };
    let paths: Vec<String> = run
        .paths
        .iter()
        .map(|path| format!("`{}`", clean(path)))
        .collect();
    writeln!(
        out,
        "{style}{}{style:#}: {} {} in {} {} of {}, in {:.2} s",
        counts_in_words(run),
        run.tested.results.len(),
        if run.tested.results.len() == 1 {
            "test"
        } else {
            "tests"
        },
        files,
        if files == 1 { "file" } else { "files" },
        paths.join(", "),
        run.took.as_secs_f64()
    )
}
