//! The export of decisions: `onus eval` in a format for other programs.

use std::collections::HashMap;
use std::io;
use std::sync::Arc;

use onus_core::decision::Decision;
use onus_core::document::Document;

use crate::export::setting::Setting;
use crate::export::text::many;
use crate::export::{Ending, Export};
use crate::filter::Filter;
use crate::formats::decision_entry;
use crate::formats::output_format::ExportFormat;
use crate::not_assessed;
use crate::run::{Report, Run};

/// Decisions on their way to a format for other programs.
pub struct Exported {
    filter: Filter,
    export: Box<dyn Export>,
}

impl Exported {
    /// A report of the decisions that `filter` shows.
    pub fn new(format: ExportFormat, setting: &Setting, filter: Filter) -> Self {
        Self {
            filter,
            export: format.export(setting, None),
        }
    }
}

impl Report for Exported {
    fn take(
        &mut self,
        decisions: &[Decision],
        documents: &HashMap<String, Arc<Document>>,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        self.filter.shown(decisions).try_for_each(|decision| {
            self.export
                .take(&decision_entry::entry(decision, documents), out)
        })
    }

    fn close(&mut self, run: &Run<'_>, out: &mut dyn io::Write) -> io::Result<()> {
        let summary = &run.summary;
        let mut totals = format!(
            "{}, {}, {} denied",
            many(summary.resources, "resource", "resources"),
            many(summary.decisions, "decision", "decisions"),
            summary.denied
        );
        if summary.waived > 0 {
            totals.push_str(&format!(" ({} waived)", summary.waived));
        }
        if summary.in_baseline > 0 {
            totals.push_str(&format!(" ({} in the baseline)", summary.in_baseline));
        }
        let ending = Ending {
            problems: run.problems,
            complete: summary.errors == 0,
            totals,
            not_assessed: not_assessed::reasons(run),
        };
        self.export.close(&ending, out)
    }
}
