//! The format `ndjson`: one decision per line, for streams and for `jq`.

use std::collections::HashMap;
use std::io;
use std::sync::Arc;

use onus_core::decision::Decision;
use onus_core::document::Document;

use crate::filter::Filter;
use crate::formats::output_format::{NotAssessed, OutputFormat, Service, Syntax, Writer};
use crate::run::{Report, Run};

pub(crate) const FORMAT: OutputFormat = OutputFormat {
    name: "ndjson",
    purpose: "programs: complete decisions by their [schema](docs/schema/decision.schema.json); all that is known about tests and findings",
    services: &[Service {
        name: "programs, streams",
        output: "`ndjson`",
        looks: "the same decisions, one per line",
    }],
    syntax: Syntax::JsonLines,
    not_assessed: NotAssessed::Absent,
    writer: Writer::Ndjson,
};

/// The NDJSON report.
#[derive(Debug)]
pub struct Ndjson {
    filter: Filter,
}

impl Ndjson {
    /// A report of the decisions that `filter` shows.
    pub fn new(filter: Filter) -> Self {
        Self { filter }
    }
}

impl Report for Ndjson {
    fn take(
        &mut self,
        decisions: &[Decision],
        _documents: &HashMap<String, Arc<Document>>,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        for decision in self.filter.shown(decisions) {
            serde_json::to_writer(&mut *out, decision)?;
            writeln!(out)?;
        }
        Ok(())
    }

    fn close(&mut self, _run: &Run<'_>, _out: &mut dyn io::Write) -> io::Result<()> {
        Ok(())
    }
}
