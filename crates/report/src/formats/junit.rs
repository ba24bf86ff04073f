//! The format `junit`: a suite for each group of entries, a case for each entry. Only the
//! cases of one suite are kept, because its counts come before them.

use std::io::{self, Write as _};
use std::time::Duration;

use crate::export::Totals;
use crate::export::text::errors;

use crate::export::entry::{Entry, Outcome};
use crate::export::setting::Command;
use crate::export::{Ending, Export};
use crate::formats::junit_xml::{attribute, escaped, write_problem_suite};
use crate::formats::output_format::{NotAssessed, OutputFormat, Service, Syntax, Writer};
use crate::sanitize::clean;

pub(crate) const FORMAT: OutputFormat = OutputFormat {
    name: "junit",
    purpose: "test reports of CI servers: a suite for each resource, a case for each control; waived and unknown denials are skipped cases. A suite for each file of tests or of policies",
    services: &[Service {
        name: "GitLab, Azure Pipelines, Jenkins: tests",
        output: "`junit`",
        looks: "a suite for each resource, a case for each control. GitLab takes files of less than 30 MB, about 20,000 decisions",
    }],
    syntax: Syntax::Junit,
    not_assessed: NotAssessed::Absent,
    writer: Writer::Export(|setting, totals| Box::new(Junit::new(setting.command, totals))),
};

/// The JUnit export.
#[derive(Debug)]
pub(crate) struct Junit {
    command: Command,
    totals: Option<Totals>,
    header_written: bool,
    suite: Option<Suite>,
}

/// The cases of one group.
#[derive(Debug)]
struct Suite {
    name: String,
    cases: Vec<u8>,
    tests: usize,
    failures: usize,
    errors: usize,
    skipped: usize,
    took: Option<Duration>,
}

impl Junit {
    pub(crate) fn new(command: Command, totals: Option<Totals>) -> Self {
        Self {
            command,
            totals,
            header_written: false,
            suite: None,
        }
    }

    /// Writes what comes before the suites, once.
    fn write_header(&mut self, out: &mut dyn io::Write) -> io::Result<()> {
        if self.header_written {
            return Ok(());
        }
        self.header_written = true;
        writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
        write!(out, r#"<testsuites name="{}""#, self.command.name())?;
        if let Some(totals) = &self.totals {
            write!(
                out,
                r#" tests="{}" failures="{}" errors="{}" skipped="{}" time="{:.3}""#,
                totals.tests,
                totals.failures,
                totals.errors,
                totals.skipped,
                totals.took.as_secs_f64()
            )?;
        }
        writeln!(out, ">")
    }
}

impl Export for Junit {
    fn take(&mut self, entry: &Entry<'_>, out: &mut dyn io::Write) -> io::Result<()> {
        self.write_header(out)?;
        let suite = match self.suite.take() {
            Some(suite) if suite.name == entry.group => suite,
            ended => {
                ended.map_or(Ok(()), |suite| suite.write(out))?;
                Suite::of(entry.group)
            }
        };
        self.suite.insert(suite).take(entry)
    }

    fn close(&mut self, ending: &Ending<'_>, out: &mut dyn io::Write) -> io::Result<()> {
        self.write_header(out)?;
        self.suite.take().map_or(Ok(()), |suite| suite.write(out))?;
        write_problem_suite(self.command.step(), errors(ending.problems), out)?;
        writeln!(out, "</testsuites>")
    }
}

impl Suite {
    fn of(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            cases: Vec::new(),
            tests: 0,
            failures: 0,
            errors: 0,
            skipped: 0,
            took: None,
        }
    }

    fn take(&mut self, entry: &Entry<'_>) -> io::Result<()> {
        self.tests += 1;
        match entry.outcome {
            Outcome::Passed => {}
            Outcome::Skipped | Outcome::Waived | Outcome::Unknown => self.skipped += 1,
            Outcome::Failed => self.failures += 1,
            Outcome::Error => self.errors += 1,
        }
        if let Some(took) = entry.took {
            *self.took.get_or_insert_default() += took;
        }
        write_case(entry, &mut self.cases)
    }

    fn write(&self, out: &mut dyn io::Write) -> io::Result<()> {
        writeln!(
            out,
            r#"  <testsuite name="{}" tests="{}" failures="{}" errors="{}" skipped="{}" time="{}">"#,
            attribute(&self.name),
            self.tests,
            self.failures,
            self.errors,
            self.skipped,
            seconds(self.took)
        )?;
        out.write_all(&self.cases)?;
        writeln!(out, "  </testsuite>")
    }
}

fn seconds(took: Option<Duration>) -> String {
    took.map_or_else(
        || "0".to_owned(),
        |took| format!("{:.3}", took.as_secs_f64()),
    )
}

/// Writes a case. Consumers group cases by class, and keep one of those that have
/// both class and name in common.
fn write_case(entry: &Entry<'_>, out: &mut Vec<u8>) -> io::Result<()> {
    let mut name = entry.subject.id.to_owned();
    if let Some(layer) = entry.layer.filter(|_| entry.layer != entry.rule.layer) {
        name.push_str(&format!(" ({layer})"));
    }
    write!(
        out,
        r#"    <testcase classname="{}" name="{}" file="{}" line="{}" time="{}""#,
        attribute(entry.rule.id),
        attribute(&name),
        attribute(entry.place.file),
        entry.place.line,
        seconds(entry.took)
    )?;
    let said = element(entry);
    let properties = properties(entry);
    if said.is_none() && properties.is_empty() {
        return writeln!(out, "/>");
    }
    writeln!(out, ">")?;
    if !properties.is_empty() {
        writeln!(out, "      <properties>")?;
        for (name, value) in properties {
            writeln!(
                out,
                r#"        <property name="{name}" value="{}"/>"#,
                attribute(value)
            )?;
        }
        writeln!(out, "      </properties>")?;
    }
    if let Some((element, message)) = said {
        write!(out, r#"      <{element} message="{}""#, attribute(&message))?;
        writeln!(
            out,
            r#" type="{}">{}</{element}>"#,
            entry.status,
            escaped(&in_full(entry))
        )?;
    }
    writeln!(out, "    </testcase>")
}

/// What else is known of an entry. Of what nobody is responsible for, its elements
/// and attributes say the rest, and a test that passes is its name.
fn properties<'e>(entry: &'e Entry<'_>) -> Vec<(&'static str, &'e str)> {
    let mut properties = Vec::new();
    if let Some(party) = &entry.party {
        properties.push(("status", entry.status));
        properties.push(("severity", entry.severity.as_str()));
        properties.extend(entry.layer.map(|layer| ("layer", layer.as_str())));
        properties.push(("party", party));
    }
    if entry.party.is_some() || entry.outcome.is_open() {
        properties.push(("fingerprint", &entry.fingerprint));
    }
    properties
}

/// The element of a case that did not pass, and its message.
fn element(entry: &Entry<'_>) -> Option<(&'static str, String)> {
    let said = entry.message.as_str();
    match entry.outcome {
        Outcome::Passed => None,
        Outcome::Skipped => Some(("skipped", said.to_owned())),
        Outcome::Waived => {
            let accepted = entry.waived.as_deref().unwrap_or_default();
            Some(("skipped", format!("{accepted} ({said})")))
        }
        Outcome::Unknown => Some(("skipped", format!("denied, since it is unknown: {said}"))),
        Outcome::Failed => Some(("failure", said.to_owned())),
        Outcome::Error => Some(("error", said.to_owned())),
    }
}

/// An entry as people read it.
fn in_full(entry: &Entry<'_>) -> String {
    let mut lines = Vec::new();
    if entry.party.is_some() {
        lines.push(clean(&entry.rule.title).into_owned());
    }
    for said in &entry.findings {
        let place = &said.place;
        lines.push(format!(
            "{}:{}:{}: {}",
            clean(place.file),
            place.line,
            place.column,
            said.message
        ));
        if let Some(at) = &said.written_at {
            lines.push(format!(
                "written at {}:{}:{}",
                clean(at.file),
                at.line,
                at.column
            ));
        }
    }
    lines.extend(entry.detail.iter().cloned());
    lines.extend(entry.whose.iter().map(|whose| format!("whose: {whose}")));
    lines.extend(entry.advice("fix: ").map(|fix| fix.replace('\n', "\n  ")));
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::formats::hostile_decisions::{decisions, text, written};
    use crate::formats::junit::FORMAT;

    proptest! {
        #[test]
        fn junit_is_xml_with_a_case_for_each_decision(decisions in decisions(), trouble in text()) {
            let xml = written(&FORMAT, &decisions, &trouble);
            let document = roxmltree::Document::parse(&xml).unwrap();
            let of = |name: &'static str| {
                document.descendants().filter(move |node| node.has_tag_name(name))
            };
            prop_assert_eq!(of("testcase").count(), decisions.len() + 1);
            let prints: Vec<_> = of("property")
                .filter(|node| node.attribute("name") == Some("fingerprint"))
                .filter_map(|node| node.attribute("value"))
                .collect();
            let expected: Vec<_> = decisions.iter().map(|one| one.fingerprint.as_str()).collect();
            prop_assert_eq!(prints, expected);
            for (key, element) in [("tests", "testcase"), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped")] {
                let counted: usize = of("testsuite")
                    .filter_map(|node| node.attribute(key))
                    .map(|count| count.parse::<usize>().unwrap())
                    .sum();
                prop_assert_eq!(counted, of(element).count());
            }
        }
    }
}
