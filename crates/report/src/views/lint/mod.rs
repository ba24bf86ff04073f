//! Findings of `onus check`, for people and for programs.

pub(crate) mod export;

use std::io;

use serde::Serialize;

use crate::diagnostics::write_problem;
use onus_core::diagnostic::Level;

use onus_policy::lint::{Counts, Finding, Outcome, page};

/// Writes findings with their code frames.
///
/// # Errors
/// The output can't be written.
pub fn write_findings(
    findings: &[Finding],
    width: usize,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    for finding in findings {
        write_problem(&finding.problem, Some(finding.code), width, out)?;
    }
    Ok(())
}

/// Writes findings for programs, one a line.
///
/// # Errors
/// The output can't be written.
pub fn write_findings_ndjson(outcome: &Outcome, out: &mut dyn io::Write) -> io::Result<()> {
    outcome.findings.iter().try_for_each(|finding| {
        serde_json::to_writer(&mut *out, &FindingJson::of(finding))?;
        writeln!(out)
    })
}

/// `--output json`: one object.
#[derive(Debug, Serialize)]
pub struct CheckJson<'o> {
    format_version: u32,
    counts: Counts,
    whole: bool,
    findings: Vec<FindingJson<'o>>,
}

#[derive(Debug, Serialize)]
struct FindingJson<'o> {
    code: &'o str,
    level: Level,
    message: &'o str,
    file: Option<&'o str>,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
    help: Option<&'o str>,
    page: Option<String>,
    fixable: bool,
}

impl<'o> CheckJson<'o> {
    /// What a check has found.
    pub fn of(outcome: &'o Outcome) -> Self {
        Self {
            format_version: 1,
            counts: outcome.counts(),
            whole: outcome.whole,
            findings: outcome.findings.iter().map(FindingJson::of).collect(),
        }
    }
}

impl<'o> FindingJson<'o> {
    fn of(finding: &'o Finding) -> Self {
        let problem = &finding.problem;
        let spot = problem.place.as_ref();
        let start = spot.map(|spot| spot.document.position(spot.range.start));
        let end = spot.map(|spot| spot.document.position(spot.range.end));
        Self {
            code: finding.code,
            level: problem.level,
            message: &problem.message,
            file: spot.map(|spot| spot.document.name()),
            line: start.map(|at| at.line),
            column: start.map(|at| at.column),
            end_line: end.map(|at| at.line),
            end_column: end.map(|at| at.column),
            help: problem.help.as_deref(),
            page: page(finding.code).map(|_| format!("docs/check/{}.md", finding.code)),
            fixable: finding.fix.is_some(),
        }
    }
}
