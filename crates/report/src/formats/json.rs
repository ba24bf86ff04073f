//! The format `json`: one object with everything. Decisions are written as they come, and the
//! summary after them.

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::sync::Arc;

use serde::Serialize;

use onus_core::decision::{Decision, Status};
use onus_core::document::Document;
use onus_core::vocabulary::Layer;
use onus_evaluate::Gaps;

use crate::filter::Filter;
use crate::formats::output_format::{self, OutputFormat, Service, Syntax, Writer};
use crate::run::{PolicySetInfo, Report, Run};

pub(crate) const FORMAT: OutputFormat = OutputFormat {
    name: "json",
    purpose: "programs: complete decisions by their [schema](docs/schema/decision.schema.json); all that is known about tests and findings",
    services: &[Service {
        name: "programs",
        output: "`json`",
        looks: "complete decisions by their [schema](docs/schema/decision.schema.json), in one object",
    }],
    syntax: Syntax::Json,
    not_assessed: output_format::NotAssessed::AsMember,
    writer: Writer::Json,
};

/// The JSON report.
#[derive(Debug)]
pub struct Json<'r> {
    policy_set: PolicySetInfo<'r>,
    filter: Filter,
    header_written: bool,
    /// Whether the list of decisions has one.
    listed: bool,
}

#[derive(Serialize)]
struct NotAssessed<'r> {
    /// Types that no control decided, with the number of resources.
    types: &'r BTreeMap<String, usize>,
    /// Types that no boundary policy knows.
    unmapped_types: &'r BTreeMap<String, usize>,
    /// Layers of the customer's that no control looked at.
    unwatched_layers: &'r BTreeMap<Layer, usize>,
    /// Layers that are not the customer's and that no control looked at: the provider or
    /// a third party can attest them.
    attested_layers: &'r BTreeMap<Layer, usize>,
    /// Decisions that deny because a fact is not known.
    unknown_decisions: usize,
}

impl<'r> NotAssessed<'r> {
    fn of(run: &'r Run<'_>) -> Self {
        let gaps: &Gaps = run.gaps;
        Self {
            types: &gaps.types,
            unmapped_types: &gaps.unmapped,
            unwatched_layers: &gaps.unwatched,
            attested_layers: &gaps.attested,
            unknown_decisions: run.summary.of_status(Status::Unknown),
        }
    }
}

impl<'r> Json<'r> {
    /// A report of the decisions that `filter` shows, made with `policy_set`.
    pub fn new(policy_set: PolicySetInfo<'r>, filter: Filter) -> Self {
        Self {
            policy_set,
            filter,
            header_written: false,
            listed: false,
        }
    }

    /// Writes what comes before the decisions, once.
    fn write_header(&mut self, out: &mut dyn io::Write) -> io::Result<()> {
        if self.header_written {
            return Ok(());
        }
        self.header_written = true;
        write!(out, "{{")?;
        member("format_version", &1, out)?;
        write!(out, ",")?;
        member("onus", env!("CARGO_PKG_VERSION"), out)?;
        write!(out, ",")?;
        member("policy_set", &self.policy_set, out)?;
        write!(out, ",\n  \"decisions\": [")
    }
}

impl Report for Json<'_> {
    fn take(
        &mut self,
        decisions: &[Decision],
        _documents: &HashMap<String, Arc<Document>>,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        self.write_header(out)?;
        for decision in self.filter.shown(decisions) {
            let comma = if self.listed { "," } else { "" };
            self.listed = true;
            write!(out, "{comma}\n    ")?;
            below(4, decision, out)?;
        }
        Ok(())
    }

    fn close(&mut self, run: &Run<'_>, out: &mut dyn io::Write) -> io::Result<()> {
        self.write_header(out)?;
        let end = if self.listed { "\n  ]," } else { "]," };
        write!(out, "{end}")?;
        member("summary", &run.summary, out)?;
        write!(out, ",")?;
        member("not_assessed", &NotAssessed::of(run), out)?;
        write!(out, ",")?;
        member("problems", run.problems, out)?;
        writeln!(out, "\n}}")
    }
}

/// Writes a member of the outermost object, on a line of its own.
fn member<T: Serialize + ?Sized>(key: &str, value: &T, out: &mut dyn io::Write) -> io::Result<()> {
    write!(out, "\n  \"{key}\": ")?;
    below(2, value, out)
}

/// Writes a value that is indented by `blanks` columns in other JSON.
fn below<T: Serialize + ?Sized>(
    blanks: usize,
    value: &T,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    serde_json::to_writer_pretty(Below { blanks, out }, value)?;
    Ok(())
}

/// Moves every line but the first to the right. Texts of JSON hold no raw line
/// breaks, so none of them is changed.
struct Below<'o> {
    blanks: usize,
    out: &'o mut dyn io::Write,
}

impl io::Write for Below<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for (index, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
            if index > 0 {
                write!(self.out, "\n{:1$}", "", self.blanks)?;
            }
            self.out.write_all(line)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_deeper_is_written_as_if_with_the_rest() {
        let inner = serde_json::json!({"a": ["x\ny", [], {}], "b": {"c": null}});
        let mut deeper = Vec::new();
        member("inner", &inner, &mut deeper).unwrap();
        let whole = serde_json::to_string_pretty(&serde_json::json!({"inner": inner})).unwrap();
        assert_eq!(
            format!("{{{}\n}}", String::from_utf8(deeper).unwrap()),
            whole
        );
    }
}
