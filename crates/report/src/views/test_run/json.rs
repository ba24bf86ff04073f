//! Test results as one JSON object.

use std::io;

use serde_json::{Value as Json, json};

use onus_core::secret::{without_secrets, without_shapes};
use onus_policy::probe::Binding;
use onus_policy::testing::{Coverage, Failure, TestOutcome, TestResult};

use crate::views::test_run::redacted::withheld;
use crate::views::test_run::{TestRun, place};

/// Writes all results.
///
/// # Errors
/// The output can't be written.
pub fn write_tests_json(run: &TestRun<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let counts = run.outcomes();
    let whole = json!({
        "format_version": "1.0",
        "onus": env!("CARGO_PKG_VERSION"),
        "results": run.tested.results.iter().map(result).collect::<Vec<_>>(),
        "summary": {
            "tests": run.tested.results.len(),
            "passed": counts.passed,
            "failed": counts.failed,
            "errors": counts.errors,
            "skipped": counts.skipped,
            "left_out": run.tested.left_out,
            "seconds": run.took.as_secs_f64(),
        },
        "coverage": run.tested.coverage.as_ref().map(coverage),
        "problems": run.problems,
    });
    serde_json::to_writer_pretty(&mut *out, &whole)?;
    writeln!(out)
}

/// Writes all results, one a line.
///
/// # Errors
/// The output can't be written.
pub fn write_tests_ndjson(run: &TestRun<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    run.tested.results.iter().try_for_each(|one| {
        serde_json::to_writer(&mut *out, &result(one))?;
        writeln!(out)
    })
}

fn coverage(coverage: &Coverage) -> Json {
    let files = coverage.files().map(|file| {
        json!({
            "file": file.document.name(),
            "percent": file.percent(),
            "covered": file.covered,
            "missed": file.missed,
        })
    });
    json!({"percent": coverage.percent(), "files": files.collect::<Vec<_>>()})
}

fn result(result: &TestResult) -> Json {
    let (file, line, column) = place(result);
    let mut json = json!({
        "package": result.package,
        "name": result.name,
        "file": file,
        "line": line,
        "column": column,
        "outcome": match result.outcome {
            TestOutcome::Passed => "passed",
            TestOutcome::Failed(_) => "failed",
            TestOutcome::Error(_) => "error",
            TestOutcome::Skipped => "skipped",
        },
        "seconds": result.took.as_secs_f64(),
        "prints": result.prints.iter().map(|print| without_shapes(print)).collect::<Vec<_>>(),
    });
    let (key, value) = match &result.outcome {
        TestOutcome::Failed(failure) => ("failure", failed(result, &withheld(failure))),
        TestOutcome::Error(problem) => ("error", json!(problem)),
        TestOutcome::Passed | TestOutcome::Skipped => return json,
    };
    if let Some(object) = json.as_object_mut() {
        object.insert(key.to_owned(), value);
    }
    json
}

fn failed(result: &TestResult, failure: &Failure) -> Json {
    let at = result.document.position(failure.span.start);
    json!({
        "expression": without_secrets(result.document.slice(&failure.span)),
        "line": at.line,
        "column": at.column,
        "variables": bindings(&failure.bindings),
        "values": bindings(&failure.parts),
        "expected": failure.comparison.as_ref().map(|sides| sides.expected.to_json()),
        "got": failure.comparison.as_ref().map(|sides| sides.got.to_json()),
        "value": failure.value.as_ref().map(onus_policy::engine::Value::to_json),
        "unexplained": failure.unexplained,
    })
}

/// What is undefined has no `value`.
fn bindings(bindings: &[Binding]) -> Vec<Json> {
    bindings
        .iter()
        .map(|binding| match &binding.value {
            Some(value) => json!({"expression": binding.text, "value": value.to_json()}),
            None => json!({"expression": binding.text}),
        })
        .collect()
}
