//! The export of test results: each test is an entry of its package.

use std::borrow::Cow;
use std::io;

use crate::export::Ending;
use crate::export::Totals;
use crate::export::entry::{Entry, Outcome, Place, Rule, Subject};
use crate::export::setting::Setting;
use crate::formats::output_format::ExportFormat;
use crate::sanitize::clean;
use onus_core::decision::fingerprint;
use onus_core::diagnostic::Level;
use onus_core::secret::without_secrets;
use onus_core::vocabulary::Severity;
use onus_policy::testing::{Failure, TestOutcome, TestResult};

use crate::views::test_run::TestRun;
use crate::views::test_run::pretty::{counts_in_words, explained, one_line};

/// Writes all results in a format for other programs.
///
/// # Errors
/// The output can't be written.
pub fn write_tests_export(
    run: &TestRun<'_>,
    format: ExportFormat,
    setting: &Setting,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let counts = run.outcomes();
    let unread = run
        .problems
        .iter()
        .filter(|problem| problem.level == Level::Error)
        .count();
    let totals = Totals {
        tests: run.tested.results.len() + unread,
        failures: counts.failed,
        errors: counts.errors + unread,
        skipped: counts.skipped,
        took: run.took,
    };
    let mut export = format.export(setting, Some(totals));
    for result in &run.tested.results {
        export.take(&entry(result), out)?;
    }
    let ending = Ending {
        problems: run.problems,
        complete: unread == 0 && counts.errors == 0,
        totals: counts_in_words(run),
        not_assessed: Vec::new(),
    };
    export.close(&ending, out)
}

fn entry(result: &TestResult) -> Entry<'_> {
    let file = result.document.name();
    let point = |span| Place::of(file, &result.document, span);
    let mut entry = Entry {
        rule: Rule {
            id: &result.package,
            title: Cow::Owned(format!("the tests of {} hold", clean(&result.package))),
            page: None,
            layer: None,
            links: &[],
            frameworks: None,
        },
        subject: Subject {
            id: &result.name,
            name: &result.name,
            kind: "test",
            within: [""; 3],
        },
        group: file,
        outcome: Outcome::Passed,
        status: "passed",
        verdict: None,
        severity: Severity::High,
        message: "holds".to_owned(),
        findings: Vec::new(),
        detail: Vec::new(),
        place: point(&result.span),
        layer: None,
        party: None,
        whose: None,
        fix: Vec::new(),
        remediation: None,
        removal: None,
        waived: None,
        fingerprint: Cow::Owned(fingerprint(&result.package, &result.name, "")),
        took: Some(result.took),
    };
    match &result.outcome {
        TestOutcome::Passed => {}
        TestOutcome::Skipped => {
            entry.outcome = Outcome::Skipped;
            entry.status = "skipped";
            entry.message = "is for later".to_owned();
        }
        TestOutcome::Failed(failure) => {
            let expression = without_secrets(result.document.slice(&failure.span));
            entry.outcome = Outcome::Failed;
            entry.status = "failed";
            entry.message = format!("does not hold: {}", clean(&one_line(&expression)));
            entry.detail = why(result, failure);
        }
        TestOutcome::Error(problem) => {
            entry.outcome = Outcome::Error;
            entry.status = "error";
            entry.message = clean(&problem.message).into_owned();
            let location = problem.location();
            entry.detail = location.iter().map(|at| clean(at).into_owned()).collect();
            let help = problem.help.as_deref().map(clean);
            entry.fix = help.map(Cow::into_owned).into_iter().collect();
        }
    }
    entry
}

/// Where a test does not hold, and the values that it does not hold with; secrets are
/// withheld.
fn why(result: &TestResult, failure: &Failure) -> Vec<String> {
    let at = result.document.position(failure.span.start);
    let file = clean(result.document.name());
    let mut lines = vec![format!("{file}:{}:{}", at.line, at.column)];
    lines.extend(explained(result, failure));
    lines
}
