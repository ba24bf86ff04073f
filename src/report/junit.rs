//! `--output junit`: a suite for each resource, a case for each control that decided
//! it. Only the cases of one resource are held, since the counts of a suite stand
//! before them.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{self, Write as _};
use std::sync::Arc;

use crate::decision::{Decision, ResourceRef};
use crate::document::Document;
use crate::problem::Level;

use super::basis::basis_line;
use super::told::{self, Outcome};
use super::xml::{escaped, write_problem_suite};
use super::{Filter, Report, Run, clean};

/// The JUnit report.
#[derive(Debug)]
pub struct Junit {
    filter: Filter,
    begun: bool,
    suite: Option<Suite>,
}

/// The cases of one resource.
#[derive(Debug)]
struct Suite {
    resource: Arc<ResourceRef>,
    cases: Vec<u8>,
    tests: usize,
    failures: usize,
    errors: usize,
    skipped: usize,
}

impl Junit {
    /// A report of the decisions that `filter` shows.
    pub fn new(filter: Filter) -> Self {
        Self {
            filter,
            begun: false,
            suite: None,
        }
    }

    /// Writes what comes before the suites, once.
    fn begin(&mut self, out: &mut dyn io::Write) -> io::Result<()> {
        if self.begun {
            return Ok(());
        }
        self.begun = true;
        writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
        writeln!(out, r#"<testsuites name="onus eval">"#)
    }

    fn end_suite(&mut self, out: &mut dyn io::Write) -> io::Result<()> {
        self.suite.take().map_or(Ok(()), |suite| suite.write(out))
    }
}

impl Report for Junit {
    fn take(
        &mut self,
        decisions: &[Decision],
        _documents: &HashMap<String, Arc<Document>>,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        self.begin(out)?;
        for decision in decisions.iter().filter(|one| self.filter.shows(one)) {
            let suite = match self.suite.take() {
                Some(suite) if suite.resource == decision.resource => suite,
                ended => {
                    ended.map_or(Ok(()), |suite| suite.write(out))?;
                    Suite::of(&decision.resource)
                }
            };
            self.suite.insert(suite).take(decision)?;
        }
        Ok(())
    }

    fn close(&mut self, run: &Run<'_>, out: &mut dyn io::Write) -> io::Result<()> {
        self.begin(out)?;
        self.end_suite(out)?;
        let errors = run
            .problems
            .iter()
            .filter(|problem| problem.level == Level::Error);
        write_problem_suite("the run", errors, out)?;
        writeln!(out, "</testsuites>")
    }
}

impl Suite {
    fn of(resource: &Arc<ResourceRef>) -> Self {
        Self {
            resource: Arc::clone(resource),
            cases: Vec::new(),
            tests: 0,
            failures: 0,
            errors: 0,
            skipped: 0,
        }
    }

    fn take(&mut self, decision: &Decision) -> io::Result<()> {
        let outcome = Outcome::of(decision);
        self.tests += 1;
        match outcome {
            Outcome::Passed => {}
            Outcome::Waived | Outcome::Unknown => self.skipped += 1,
            Outcome::Failed => self.failures += 1,
            Outcome::Error => self.errors += 1,
        }
        write_case(decision, outcome, &mut self.cases)
    }

    fn write(&self, out: &mut dyn io::Write) -> io::Result<()> {
        writeln!(
            out,
            r#"  <testsuite name="{}" tests="{}" failures="{}" errors="{}" skipped="{}" time="0">"#,
            attribute(&self.resource.id),
            self.tests,
            self.failures,
            self.errors,
            self.skipped
        )?;
        out.write_all(&self.cases)?;
        writeln!(out, "  </testsuite>")
    }
}

/// Writes a case. Consumers group cases by class, and keep one of those that have
/// both class and name in common.
fn write_case(decision: &Decision, outcome: Outcome, out: &mut Vec<u8>) -> io::Result<()> {
    let place = told::place(decision);
    let mut name = decision.resource.id.clone();
    if decision.layer != decision.control.layer {
        name.push_str(&format!(" ({})", decision.layer));
    }
    writeln!(
        out,
        r#"    <testcase classname="{}" name="{}" file="{}" line="{}" time="0">"#,
        attribute(&decision.control.id),
        attribute(&name),
        attribute(place.file),
        place.line
    )?;
    writeln!(out, "      <properties>")?;
    for (name, value) in [
        ("status", decision.status.as_str()),
        ("severity", decision.control.severity.as_str()),
        ("layer", decision.layer.as_str()),
        ("party", &told::party(decision)),
        ("fingerprint", &decision.fingerprint),
    ] {
        writeln!(
            out,
            r#"        <property name="{name}" value="{}"/>"#,
            attribute(value)
        )?;
    }
    writeln!(out, "      </properties>")?;
    let said = told::message(decision);
    let element = match outcome {
        Outcome::Passed => None,
        Outcome::Waived => {
            let accepted = told::waived(decision).unwrap_or_default();
            Some(("skipped", format!("{accepted} ({said})")))
        }
        Outcome::Unknown => Some(("skipped", format!("denied, since it is unknown: {said}"))),
        Outcome::Failed => Some(("failure", said)),
        Outcome::Error => Some(("error", said)),
    };
    if let Some((element, message)) = element {
        writeln!(
            out,
            r#"      <{element} message="{}" type="{}">{}</{element}>"#,
            attribute(&message),
            decision.status.as_str(),
            escaped(&in_full(decision))
        )?;
    }
    writeln!(out, "    </testcase>")
}

/// A denial as people read it.
fn in_full(decision: &Decision) -> String {
    let mut lines = vec![clean(&decision.control.title).into_owned()];
    for finding in &decision.findings {
        let place = told::place_of(decision, finding);
        lines.push(format!(
            "{}:{}:{}: {}",
            clean(place.file),
            place.line,
            place.column,
            told::finding_message(finding)
        ));
        if let Some(at) = &finding.written_at {
            lines.push(format!(
                "written at {}:{}:{}",
                clean(&at.file),
                at.line,
                at.column
            ));
        }
    }
    lines.push(format!(
        "whose: {}",
        clean(&basis_line(&decision.responsible))
    ));
    for (number, line) in told::fix(decision).into_iter().enumerate() {
        let head = if number == 0 { "fix: " } else { "  " };
        lines.push(format!("{head}{line}"));
    }
    lines.join("\n")
}

/// Text of one line within quotes.
fn attribute(text: &str) -> Cow<'_, str> {
    match clean(text) {
        Cow::Borrowed(text) => escaped(text),
        Cow::Owned(text) => Cow::Owned(escaped(&text).into_owned()),
    }
}
