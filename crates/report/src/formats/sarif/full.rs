//! The format `sarif-full`: everything as SARIF 2.1.0, for consumers that know a result's kind
//! and its suppressions. Results are written as they come, and the rules after them.

use std::collections::HashMap;
use std::io;
use std::path::PathBuf;

use serde_json::{Value as Json, json};

use crate::export::entry::{Entry, Outcome};
use crate::export::setting::Command;
use crate::export::{Ending, Export};
use crate::formats::output_format::{NotAssessed, OutputFormat, Service, Syntax, Writer};

use crate::formats::sarif::log::{COLUMNS, SCHEMA, VERSION, driver, invocation};
use crate::formats::sarif::{problem, result, rule};

pub(crate) const FORMAT: OutputFormat = OutputFormat {
    name: "sarif-full",
    purpose: "other consumers of SARIF: everything, with kinds and suppressions",
    services: &[Service {
        name: "other readers of SARIF",
        output: "`sarif-full`",
        looks: "every decision, with its kind and its waiver",
    }],
    syntax: Syntax::Sarif,
    not_assessed: NotAssessed::Absent,
    writer: Writer::Export(|setting, _| {
        Box::new(FullSarif::new(setting.command, setting.base.clone()))
    }),
};

/// SARIF without limits.
#[derive(Debug)]
pub(crate) struct FullSarif {
    command: Command,
    base: PathBuf,
    header_written: bool,
    rules: Vec<Json>,
    /// Their indices, by id.
    indices: HashMap<String, usize>,
}

impl FullSarif {
    /// Paths below `base` are relative to it.
    pub(crate) fn new(command: Command, base: PathBuf) -> Self {
        Self {
            command,
            base,
            header_written: false,
            rules: Vec::new(),
            indices: HashMap::new(),
        }
    }

    /// Writes what comes before the results, once.
    fn write_header(&mut self, out: &mut dyn io::Write) -> io::Result<()> {
        if self.header_written {
            return Ok(());
        }
        self.header_written = true;
        write!(
            out,
            "{{\"$schema\":\"{SCHEMA}\",\"version\":\"{VERSION}\",\"runs\":[{{\"columnKind\":\"{COLUMNS}\",\"results\":["
        )
    }

    fn index(&mut self, entry: &Entry<'_>) -> usize {
        if let Some(index) = self.indices.get(entry.rule.id) {
            return *index;
        }
        let index = self.rules.len();
        self.rules.push(rule(entry));
        self.indices.insert(entry.rule.id.to_owned(), index);
        index
    }
}

impl Export for FullSarif {
    fn take(&mut self, entry: &Entry<'_>, out: &mut dyn io::Write) -> io::Result<()> {
        let comma = if self.header_written { "," } else { "" };
        self.write_header(out)?;
        let mut result = result(entry, &self.base);
        if let Some(fields) = result.as_object_mut() {
            fields.insert("ruleIndex".to_owned(), self.index(entry).into());
            let kind = kind(entry.outcome);
            fields.insert("kind".to_owned(), kind.into());
            if kind != "fail" {
                // A level says how bad a failure is.
                fields.insert("level".to_owned(), "none".into());
            }
            if let Some(waived) = &entry.waived {
                let accepted =
                    json!([{"kind": "external", "status": "accepted", "justification": waived}]);
                fields.insert("suppressions".to_owned(), accepted);
            }
        }
        writeln!(out, "{comma}")?;
        serde_json::to_writer(&mut *out, &result)?;
        Ok(())
    }

    fn close(&mut self, ending: &Ending<'_>, out: &mut dyn io::Write) -> io::Result<()> {
        self.write_header(out)?;
        let notifications = ending.problems.iter().map(problem).collect();
        let invocation = invocation(ending.complete, notifications);
        let rules = std::mem::take(&mut self.rules);
        let driver = driver(self.command.tool(), rules);
        writeln!(
            out,
            "\n],\"invocations\":[{invocation}],\"tool\":{{\"driver\":{driver}}}}}]}}"
        )
    }
}

fn kind(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Passed => "pass",
        Outcome::Skipped => "notApplicable",
        Outcome::Unknown => "open",
        Outcome::Waived | Outcome::Failed | Outcome::Error => "fail",
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::formats::hostile_decisions::{decisions, text, written};
    use crate::formats::sarif::full::FORMAT;
    use onus_core::decision::Status;

    proptest! {
        #[test]
        fn full_sarif_has_a_result_of_a_kind_for_each_decision(decisions in decisions(), trouble in text()) {
            let text = written(&FORMAT, &decisions, &trouble);
            let log: serde_json::Value = serde_json::from_str(&text).unwrap();
            let run = &log["runs"][0];
            let results = run["results"].as_array().unwrap();
            prop_assert_eq!(results.len(), decisions.len());
            for (result, decision) in results.iter().zip(&decisions) {
                let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
                prop_assert_eq!(&run["tool"]["driver"]["rules"][index]["id"], &result["ruleId"]);
                let kind = result["kind"].as_str().unwrap();
                prop_assert_eq!(kind == "fail", result["level"] != "none");
                prop_assert_eq!(kind == "pass", decision.status == Status::Satisfied);
                prop_assert_eq!(result.get("suppressions").is_some(), decision.waiver.is_some());
            }
        }
    }
}
