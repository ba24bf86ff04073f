//! The format `pretty`, for people: what to fix, where, by whom. Denials are grouped by
//! responsible party, then by severity, and the same finding on many resources is shown once.

pub(crate) mod basis;
pub(crate) mod digest;
pub(crate) mod finding;
pub(crate) mod layer_matrix;
pub(crate) mod responsible;

use std::collections::HashMap;
use std::io;
use std::sync::Arc;

use anstyle::Style;

use onus_core::decision::{Decision, Status};
use onus_core::document::Document;

use crate::filter::Filter;
use crate::formats::output_format::{NotAssessed, OutputFormat, Syntax, Writer};
use crate::formats::pretty::digest::Digest;
use crate::not_assessed;
use crate::run::{Detail, Report, Run};
use crate::sanitize::clean;

pub(crate) const FORMAT: OutputFormat = OutputFormat {
    name: "pretty",
    purpose: "people",
    services: &[],
    syntax: Syntax::Text,
    not_assessed: NotAssessed::InWords,
    writer: Writer::Pretty,
};

/// The report for people. Everything is written at the end, since it is in order
/// of who has to act and of how bad it is.
#[derive(Debug)]
pub struct Pretty {
    detail: Detail,
    filter: Filter,
    digest: Digest,
}

const BOLD: Style = Style::new().bold();

impl Pretty {
    /// A report of the decisions that `filter` shows, for a terminal of `width`
    /// columns.
    pub fn new(width: usize, detail: Detail, filter: Filter) -> Self {
        Self {
            detail,
            filter,
            digest: Digest::new(width, detail),
        }
    }
}

impl Report for Pretty {
    fn styled(&self) -> bool {
        true
    }

    fn take(
        &mut self,
        decisions: &[Decision],
        documents: &HashMap<String, Arc<Document>>,
        _out: &mut dyn io::Write,
    ) -> io::Result<()> {
        if self.detail == Detail::Quiet {
            return Ok(());
        }
        self.filter
            .shown(decisions)
            .try_for_each(|decision| self.digest.take(decision, documents))
    }

    fn close(&mut self, run: &Run<'_>, out: &mut dyn io::Write) -> io::Result<()> {
        if self.detail != Detail::Quiet {
            self.digest.write_denials(out)?;
            self.digest.write_allowed(out)?;
            if run.summary.decisions > 0 {
                writeln!(out, "{}", self.digest.matrix(&run.gaps.unwatched))?;
            }
        }
        self.closing(run, out)
    }
}

impl Pretty {
    fn closing(&self, run: &Run<'_>, out: &mut dyn io::Write) -> io::Result<()> {
        let summary = &run.summary;
        let mut notes = Vec::new();
        if summary.waived > 0 {
            notes.push(format!("{} waived", summary.waived));
        }
        if summary.in_baseline > 0 {
            notes.push(format!("{} in the baseline", summary.in_baseline));
        }
        for status in [
            Status::Unknown,
            Status::Unassigned,
            Status::Conflict,
            Status::Error,
        ] {
            let count = summary.of_status(status);
            if count > 0 {
                notes.push(format!("{count} {}", status.as_str()));
            }
        }
        let notes = if notes.is_empty() {
            String::new()
        } else {
            format!(" ({})", notes.join(", "))
        };
        writeln!(
            out,
            "{BOLD}{} of {}, {}, {} denied{notes}{BOLD:#}",
            counted(summary.resources, "resource"),
            counted(summary.types, "type"),
            counted(summary.decisions, "decision"),
            summary.denied
        )?;
        self.not_assessed(run, out)?;
        if summary.without_owner > 0 {
            writeln!(
                out,
                "no owner: {}; name one with a tag or in onus.toml",
                counted(summary.without_owner, "resource")
            )?;
        }
        if self.detail == Detail::Verbose {
            let editions: Vec<String> = run
                .policy_set
                .editions
                .iter()
                .map(|(provider, edition)| format!("{provider}={edition}"))
                .collect();
            writeln!(
                out,
                "policy set {} ({}), editions {}",
                run.policy_set.digest.get(..12).unwrap_or_default(),
                counted(run.policy_set.controls, "control"),
                editions.join(" ")
            )?;
        }
        if summary.allowed > 0 && self.detail != Detail::Quiet {
            writeln!(
                out,
                "an allow says what one control found, and guarantees nothing: docs/meaning.md"
            )?;
        }
        Ok(())
    }

    /// What was not assessed, and why.
    fn not_assessed(&self, run: &Run<'_>, out: &mut dyn io::Write) -> io::Result<()> {
        let verbose = self.detail == Detail::Verbose;
        let hint = if verbose { "" } else { "; see `onus eval -v`" };
        let types = not_assessed::without_controls(run).map(|types| format!("{types}{hint}"));
        let mut head = "not assessed: ";
        for reason in types.into_iter().chain(not_assessed::others(run)) {
            writeln!(out, "{head}{reason}")?;
            head = "              ";
        }
        if !verbose {
            return Ok(());
        }
        for (kind, count) in &run.gaps.types {
            let unmapped = if run.gaps.unmapped.contains_key(kind) {
                "  no boundary policy knows this type"
            } else {
                ""
            };
            writeln!(out, "  {count:>5}  {}{unmapped}", clean(kind))?;
        }
        Ok(())
    }
}

/// "1 resource", "2 resources".
fn counted(count: usize, noun: &str) -> String {
    if count == 1 {
        format!("{count} {noun}")
    } else {
        format!("{count} {noun}s")
    }
}
