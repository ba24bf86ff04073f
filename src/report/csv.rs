//! `--output csv`: one decision a row, for spreadsheets.

use std::collections::HashMap;
use std::io;
use std::sync::Arc;

use crate::decision::{Decision, Verdict};
use crate::document::Document;

use super::told;
use super::{Filter, Report, Run, clean};

/// The CSV report.
#[derive(Debug)]
pub struct Csv {
    filter: Filter,
    begun: bool,
}

/// The names of the columns.
const HEADER: [&str; 20] = [
    "decision",
    "status",
    "severity",
    "control",
    "title",
    "layer",
    "party",
    "resource",
    "type",
    "name",
    "provider",
    "account",
    "group",
    "file",
    "line",
    "column",
    "message",
    "fix",
    "waiver",
    "fingerprint",
];

impl Csv {
    /// A report of the decisions that `filter` shows.
    pub fn new(filter: Filter) -> Self {
        Self {
            filter,
            begun: false,
        }
    }

    /// Writes the names of the columns, once.
    fn begin(&mut self, out: &mut dyn io::Write) -> io::Result<()> {
        if self.begun {
            return Ok(());
        }
        self.begun = true;
        row(&HEADER.map(str::to_owned), out)
    }
}

impl Report for Csv {
    fn take(
        &mut self,
        decisions: &[Decision],
        _documents: &HashMap<String, Arc<Document>>,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        self.begin(out)?;
        self.filter
            .shown(decisions)
            .try_for_each(|decision| row(&cells(decision), out))
    }

    fn close(&mut self, _run: &Run<'_>, out: &mut dyn io::Write) -> io::Result<()> {
        self.begin(out)
    }
}

fn cells(decision: &Decision) -> [String; 20] {
    let place = told::place(decision);
    let (control, resource) = (&decision.control, &decision.resource);
    let text = |text: &str| plain(&clean(text));
    let part = |part: &Option<String>| text(part.as_deref().unwrap_or_default());
    let verdict = match decision.decision {
        Verdict::Allow => "allow",
        Verdict::Deny => "deny",
    };
    [
        verdict.to_owned(),
        decision.status.as_str().to_owned(),
        control.severity.to_string(),
        text(&control.id),
        text(&control.title),
        decision.layer.to_string(),
        plain(&told::party(decision)),
        text(&resource.id),
        text(&resource.kind),
        text(&resource.name),
        text(&resource.provider),
        part(&resource.scope.account),
        part(&resource.scope.group),
        text(place.file),
        place.line.to_string(),
        place.column.to_string(),
        plain(&told::message(decision)),
        plain(&told::fix(decision).join("\n")),
        plain(&told::waived(decision).unwrap_or_default()),
        decision.fingerprint.clone(),
    ]
}

/// Text that spreadsheets do not take for a formula.
fn plain(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

fn row(cells: &[String; 20], out: &mut dyn io::Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(cells)?;
    writer.flush()
}

#[cfg(test)]
mod tests {
    #[test]
    fn formulas_are_text() {
        assert_eq!(super::plain("=1+1"), "'=1+1");
        assert_eq!(super::plain("a=1"), "a=1");
    }
}
