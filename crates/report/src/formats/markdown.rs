//! The format `markdown`: a page for the summary of a job or a comment. It has the counts, who
//! has to act, the most severe denials in full and the rest as a table, cut to the limit of
//! GitHub's step summaries.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;

use onus_core::vocabulary::Severity;

use crate::export::entry::{Entry, Outcome, Place};
use crate::export::setting::Command;
use crate::export::text::problem_lines;
use crate::export::{Ending, Export};
use crate::formats::output_format::{NotAssessed, OutputFormat, Service, Syntax, Writer};
use crate::formats::top_results::TopResults;
use crate::markdown_escape::{cell, code, inline};
use crate::sanitize::shortened;

/// GitHub refuses summaries of more than 1 MiB. A program may add something of its own.
const MOST: usize = 1_000_000;

/// What the last lines need.
const END: usize = 1_000;

/// How many are shown in full.
const IN_FULL: usize = 10;

/// How many are shown at all: no more are kept.
const KEPT: usize = 3_000;

/// How many parties have a row, and how many diagnostics are shown.
const ROWS: usize = 50;

/// The longest text about one thing: texts of inventories can have any length.
const LONGEST: usize = 600;

pub(crate) const FORMAT: OutputFormat = OutputFormat {
    name: "markdown",
    purpose: "summaries of jobs and comments; below 1 MiB, with counts of the rest. `-o markdown=$GITHUB_STEP_SUMMARY` appends; any other file is overwritten",
    services: &[
        Service {
            name: "GitHub, page of the run",
            output: "`markdown=$GITHUB_STEP_SUMMARY`",
            looks: "counts, who has to act, the worst in full, the rest in a table",
        },
        Service {
            name: "Azure Pipelines, page of the run",
            output: "`markdown`, with `##vso[task.uploadsummary]FILE`",
            looks: "as on GitHub",
        },
    ],
    syntax: Syntax::Markdown,
    not_assessed: NotAssessed::InWords,
    writer: Writer::Export(|setting, _| {
        Box::new(Markdown::new(setting.command, setting.existing.clone()))
    }),
};

/// The page of Markdown.
#[derive(Debug)]
pub(crate) struct Markdown {
    command: Command,
    before: Vec<u8>,
    counts: BTreeMap<Outcome, usize>,
    parties: BTreeMap<String, BTreeMap<Severity, usize>>,
    worst: TopResults<Rank, RenderedEntry>,
}

/// Whether it is only unknown, which comes after denials; then by severity.
type Rank = (bool, Reverse<Severity>);

/// An entry in both forms.
#[derive(Debug)]
struct RenderedEntry {
    in_full: String,
    row: String,
}

impl Markdown {
    /// The page comes after `existing`, which is rewritten and counts towards the limit.
    pub(crate) fn new(command: Command, before: Vec<u8>) -> Self {
        Self {
            command,
            before,
            counts: BTreeMap::new(),
            parties: BTreeMap::new(),
            worst: TopResults::new(KEPT),
        }
    }
}

impl Export for Markdown {
    fn take(&mut self, entry: &Entry<'_>, _out: &mut dyn io::Write) -> io::Result<()> {
        *self.counts.entry(entry.outcome).or_default() += 1;
        if !entry.outcome.is_open() {
            return Ok(());
        }
        if let Some(party) = &entry.party {
            let party = self.parties.entry(party.clone()).or_default();
            *party.entry(entry.severity).or_default() += 1;
        }
        let rank = (entry.outcome == Outcome::Unknown, Reverse(entry.severity));
        self.worst.offer(rank, || RenderedEntry {
            in_full: in_full(entry),
            row: row(entry),
        });
        Ok(())
    }

    fn close(&mut self, ending: &Ending<'_>, out: &mut dyn io::Write) -> io::Result<()> {
        out.write_all(&self.before)?;
        if !(self.before.is_empty() || self.before.ends_with(b"\n")) {
            writeln!(out)?;
        }
        let mut page = Page {
            text: String::new(),
            room: MOST.saturating_sub(self.before.len() + END),
        };
        self.head(ending, &mut page);
        self.list(&mut page);
        out.write_all(page.text.as_bytes())
    }
}

impl Markdown {
    fn open(&self) -> usize {
        let open = self.counts.iter().filter(|(outcome, _)| outcome.is_open());
        open.map(|(_, count)| count).sum()
    }

    /// The counts, what could not be read, and who has to act.
    fn head(&self, ending: &Ending<'_>, page: &mut Page) {
        let name = self.command.name();
        let wrong = match self.open() {
            0 => format!("no {}", self.command.failure_noun(0)),
            open => format!("{open} {}", self.command.failure_noun(open)),
        };
        page.add(&format!(
            "## `{name}`: {wrong}\n\n{}\n\n",
            inline(&ending.totals)
        ));
        let mut table = String::from("|");
        for outcome in self.counts.keys() {
            let _ = write!(table, " {} |", outcome.as_str());
        }
        let _ = write!(table, "\n|{}\n|", "--:|".repeat(self.counts.len()));
        for count in self.counts.values() {
            let _ = write!(table, " {count} |");
        }
        if !self.counts.is_empty() {
            page.add(&format!("{table}\n\n"));
        }
        for problem in ending.problems.iter().take(ROWS) {
            let lines = shortened(&problem_lines(problem).replace('\n', "; "), LONGEST);
            page.add(&format!(
                "- **{}**: {}\n",
                problem.level.as_str(),
                inline(&lines)
            ));
        }
        if let Some(more) = more(ending.problems.len(), ROWS) {
            page.add(&format!("- and {more} more problems\n"));
        }
        if !ending.problems.is_empty() {
            page.add("\n");
        }
        if !ending.not_assessed.is_empty() {
            let reasons = ending.not_assessed.join("; ");
            page.add(&format!("Not assessed: {}.\n\n", inline(&reasons)));
        }
        self.parties(page);
    }

    fn parties(&self, page: &mut Page) {
        if self.parties.is_empty() {
            return;
        }
        let severities = || Severity::ALL.iter().rev();
        let mut table = String::from("| who has to act |");
        for severity in severities() {
            let _ = write!(table, " {severity} |");
        }
        let _ = write!(table, "\n|---|{}\n", "--:|".repeat(Severity::ALL.len()));
        for (party, counts) in self.parties.iter().take(ROWS) {
            let _ = write!(table, "| {} |", cell(&shortened(party, LONGEST)));
            for severity in severities() {
                match counts.get(severity) {
                    Some(count) => {
                        let _ = write!(table, " {count} |");
                    }
                    None => table.push_str("  |"),
                }
            }
            table.push('\n');
        }
        if let Some(more) = more(self.parties.len(), ROWS) {
            let _ = writeln!(table, "\nand {more} more parties");
        }
        page.add(&format!("{table}\n"));
    }

    /// What is wrong: the worst in full, the rest as a table as long as there is room.
    fn list(&mut self, page: &mut Page) {
        let open = self.open();
        let (told, _) = self.worst.take();
        let mut told = told.into_iter();
        let mut shown = 0;
        if open > IN_FULL {
            page.add("### The most severe\n\n");
        }
        for one in told.by_ref().take(IN_FULL) {
            shown += usize::from(page.add(&one.in_full));
        }
        let head = format!(
            "<details>\n<summary>{} more</summary>\n\n| severity | by | what | where | message | who |\n|---|---|---|---|---|---|\n",
            open - shown
        );
        let mut rows = told.peekable();
        if rows.peek().is_some() && page.add(&head) {
            for one in rows {
                if !page.add(&one.row) {
                    break;
                }
                shown += 1;
            }
            // The end has room of its own.
            page.text.push_str("\n</details>\n");
        }
        if open > shown {
            let _ = writeln!(
                page.text,
                "\nand {} more, for which there is no room here: `{} -o ndjson` lists all",
                open - shown,
                self.command.name()
            );
        }
    }
}

/// A text that takes no more than it has room for.
struct Page {
    text: String,
    room: usize,
}

impl Page {
    /// Adds a piece, if there is room for it.
    fn add(&mut self, piece: &str) -> bool {
        let fits = self.text.len() + piece.len() <= self.room;
        if fits {
            self.text.push_str(piece);
        }
        fits
    }
}

/// The number of those that are not shown.
fn more(all: usize, shown: usize) -> Option<usize> {
    all.checked_sub(shown).filter(|more| *more > 0)
}

fn place(place: &Place<'_>) -> String {
    format!("{}:{}:{}", place.file, place.line, place.column)
}

fn in_full(entry: &Entry<'_>) -> String {
    let short = |text: &str| shortened(text, LONGEST);
    let mut text = format!(
        "**{}** {} {}\n\n",
        entry.severity,
        code(&short(entry.rule.id)),
        inline(&short(&entry.rule.title))
    );
    if !entry.subject.name.is_empty() {
        let _ = write!(text, "- {}", code(&short(entry.subject.label())));
        let _ = write!(text, " ({}), ", code(&short(entry.subject.kind)));
    } else {
        text.push_str("- ");
    }
    let _ = writeln!(
        text,
        "{}: {}",
        code(&short(&place(&entry.place))),
        inline(&short(&entry.message))
    );
    for line in &entry.detail {
        let _ = writeln!(text, "  - {}", code(&short(line)));
    }
    if let Some(whose) = &entry.whose {
        let _ = writeln!(text, "- whose: {}", inline(&short(whose)));
    }
    if let Some((first, commands)) = entry.fix.split_first() {
        let _ = writeln!(text, "- fix: {}", inline(&short(first)));
        for command in commands {
            // Commands are there to be copied.
            let _ = writeln!(text, "  - {}", code(command));
        }
    }
    if let Some(layer) = entry.layer {
        let _ = write!(text, "- layer {layer}, {}, ", entry.status);
    } else {
        text.push_str("- ");
    }
    let _ = writeln!(text, "fingerprint {}\n", code(&short(&entry.fingerprint)));
    text
}

fn row(entry: &Entry<'_>) -> String {
    let short = |text: &str| cell(&shortened(text, LONGEST / 2));
    let subject = match entry.subject.label() {
        "" => entry.subject.kind,
        name => name,
    };
    format!(
        "| {} | {} | {} | {} | {} | {} |\n",
        entry.severity,
        short(entry.rule.id),
        short(subject),
        short(&place(&entry.place)),
        short(&entry.message),
        entry.party.as_deref().map(short).unwrap_or_default()
    )
}

#[cfg(test)]
mod tests;
