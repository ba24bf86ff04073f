//! The format `csv`: one entry per row, for spreadsheets.

use std::io;

use onus_core::decision::Verdict;

use crate::export::entry::Entry;
use crate::export::{Ending, Export};
use crate::formats::output_format::{NotAssessed, OutputFormat, Service, Syntax, Writer};
use crate::sanitize::clean;

pub(crate) const FORMAT: OutputFormat = OutputFormat {
    name: "csv",
    purpose: "spreadsheets: one decision, test or finding per row",
    services: &[Service {
        name: "spreadsheets",
        output: "`csv`",
        looks: "a row for each decision",
    }],
    syntax: Syntax::Csv,
    not_assessed: NotAssessed::Absent,
    writer: Writer::Export(|_, _| Box::new(Csv::default())),
};

/// The CSV export.
#[derive(Debug, Default)]
pub(crate) struct Csv {
    header_written: bool,
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
    /// Writes the names of the columns, once.
    fn write_header(&mut self, out: &mut dyn io::Write) -> io::Result<()> {
        if self.header_written {
            return Ok(());
        }
        self.header_written = true;
        row(&HEADER.map(str::to_owned), out)
    }
}

impl Export for Csv {
    fn take(&mut self, entry: &Entry<'_>, out: &mut dyn io::Write) -> io::Result<()> {
        self.write_header(out)?;
        row(&cells(entry), out)
    }

    fn close(&mut self, _ending: &Ending<'_>, out: &mut dyn io::Write) -> io::Result<()> {
        self.write_header(out)
    }
}

fn cells(entry: &Entry<'_>) -> [String; 20] {
    let text = |text: &str| plain(&clean(text));
    let verdict = match entry.verdict {
        Some(Verdict::Allow) => "allow",
        Some(Verdict::Deny) => "deny",
        None => "",
    };
    let mut message = vec![entry.message.as_str()];
    message.extend(entry.detail.iter().map(String::as_str));
    let [provider, account, group] = entry.subject.within;
    [
        verdict.to_owned(),
        entry.status.to_owned(),
        entry.severity.to_string(),
        text(entry.rule.id),
        text(&entry.rule.title),
        entry
            .layer
            .map(|layer| layer.to_string())
            .unwrap_or_default(),
        plain(entry.party.as_deref().unwrap_or_default()),
        text(entry.subject.id),
        text(entry.subject.kind),
        text(entry.subject.name),
        text(provider),
        text(account),
        text(group),
        text(entry.place.file),
        entry.place.line.to_string(),
        entry.place.column.to_string(),
        plain(&message.join("\n")),
        plain(&entry.fix.join("\n")),
        plain(entry.waived.as_deref().unwrap_or_default()),
        entry.fingerprint.clone().into_owned(),
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
    use proptest::prelude::*;

    use crate::formats::csv::FORMAT;
    use crate::formats::hostile_decisions::{decisions, text, written};

    #[test]
    fn formulas_are_text() {
        assert_eq!(crate::formats::csv::plain("=1+1"), "'=1+1");
        assert_eq!(crate::formats::csv::plain("a=1"), "a=1");
    }

    proptest! {
        #[test]
        fn csv_has_a_row_of_plain_cells_for_each_decision(decisions in decisions(), trouble in text()) {
            let text = written(&FORMAT, &decisions, &trouble);
            let mut reader = csv::Reader::from_reader(text.as_bytes());
            let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
            prop_assert_eq!(rows.len(), decisions.len());
            for (row, decision) in rows.iter().zip(&decisions) {
                prop_assert_eq!(row.iter().next_back(), Some(decision.fingerprint.as_str()));
                for cell in row {
                    prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{}", cell);
                }
            }
        }
    }
}
