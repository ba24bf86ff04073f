//! Results of tests as JUnit XML: one suite a file.

use std::io;

use crate::report::frame::without_secrets;
use crate::report::xml::{escaped, write_problem_suite};
use crate::testing::{Outcome, TestResult};

use super::pretty::explained;
use super::{TestRun, place};

/// Writes all results. What could not be loaded is a suite of its own, so that a
/// reader of the file alone sees that the run was not whole.
///
/// # Errors
/// The output can't be written.
pub fn write_tests_junit(run: &TestRun<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let counts = run.outcomes();
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(
        out,
        r#"<testsuites name="onus test" tests="{}" failures="{}" errors="{}" skipped="{}" time="{:.3}">"#,
        run.tested.results.len() + run.problems.len(),
        counts.failed,
        counts.errors + run.problems.len(),
        counts.skipped,
        run.took.as_secs_f64()
    )?;
    for suite in run
        .tested
        .results
        .chunk_by(|a, b| a.document.name() == b.document.name())
    {
        write_suite(suite, out)?;
    }
    write_problem_suite("loading", run.problems, out)?;
    writeln!(out, "</testsuites>")
}

fn write_suite(suite: &[TestResult], out: &mut dyn io::Write) -> io::Result<()> {
    let Some(first) = suite.first() else {
        return Ok(());
    };
    let count = |wanted: fn(&Outcome) -> bool| {
        suite
            .iter()
            .filter(|result| wanted(&result.outcome))
            .count()
    };
    let file = escaped(first.document.name());
    writeln!(
        out,
        r#"  <testsuite name="{file}" tests="{}" failures="{}" errors="{}" skipped="{}" time="{:.3}">"#,
        suite.len(),
        count(|outcome| matches!(outcome, Outcome::Failed(_))),
        count(|outcome| matches!(outcome, Outcome::Error(_))),
        count(|outcome| matches!(outcome, Outcome::Skipped)),
        suite
            .iter()
            .map(|result| result.took.as_secs_f64())
            .sum::<f64>()
    )?;
    for result in suite {
        let (_, line, _) = place(result);
        write!(
            out,
            r#"    <testcase classname="{}" name="{}" file="{file}" line="{line}" time="{:.3}""#,
            escaped(&result.package),
            escaped(&result.name),
            result.took.as_secs_f64()
        )?;
        match &result.outcome {
            Outcome::Passed => writeln!(out, "/>")?,
            Outcome::Skipped => writeln!(out, ">\n      <skipped/>\n    </testcase>")?,
            Outcome::Failed(failure) => {
                let at = result.document.position(failure.span.start);
                let expression = without_secrets(result.document.slice(&failure.span));
                writeln!(
                    out,
                    ">\n      <failure message=\"{}\">{}</failure>\n    </testcase>",
                    escaped(&format!("does not hold: {}", one_line(&expression))),
                    escaped(&format!(
                        "{}:{}:{}\n{}",
                        result.document.name(),
                        at.line,
                        at.column,
                        explained(result, failure)
                    ))
                )?;
            }
            Outcome::Error(problem) => writeln!(
                out,
                ">\n      <error message=\"{}\">{}</error>\n    </testcase>",
                escaped(&problem.message),
                escaped(&problem.location().unwrap_or_default())
            )?,
        }
    }
    writeln!(out, "  </testsuite>")
}

/// Words with one space between them.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
