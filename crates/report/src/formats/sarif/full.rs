//! `--output sarif-full`: everything as SARIF 2.1.0, for consumers that know what a
//! result's kind and its suppressions are. Results are written as they come, and what
//! they refer to stands behind them.

use std::collections::HashMap;
use std::io;
use std::path::PathBuf;

use serde_json::{Value as Json, json};

use crate::formats::Command;
use crate::results::{Ending, Entry, Export, Outcome};

use crate::formats::sarif::log::{COLUMNS, SCHEMA, VERSION, driver, invocation};
use crate::formats::sarif::{problem, result, rule};

/// SARIF without limits.
#[derive(Debug)]
pub(crate) struct FullSarif {
    command: Command,
    base: PathBuf,
    begun: bool,
    rules: Vec<Json>,
    /// Where they stand, by id.
    indices: HashMap<String, usize>,
}

impl FullSarif {
    /// Paths below `base` are relative to it.
    pub(crate) fn new(command: Command, base: PathBuf) -> Self {
        Self {
            command,
            base,
            begun: false,
            rules: Vec::new(),
            indices: HashMap::new(),
        }
    }

    /// Writes what comes before the results, once.
    fn begin(&mut self, out: &mut dyn io::Write) -> io::Result<()> {
        if self.begun {
            return Ok(());
        }
        self.begun = true;
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
        let comma = if self.begun { "," } else { "" };
        self.begin(out)?;
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
        self.begin(out)?;
        let notifications = ending.problems.iter().map(problem).collect();
        let invocation = invocation(ending.whole, notifications);
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
