//! `--output pretty`: for people. What must whom do, where; grouped by who has
//! to act, then by severity, the same finding on many resources shown once.

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::sync::Arc;

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr;

use crate::decision::{Decision, Status, Verdict};
use crate::document::Document;
use crate::vocabulary::{PartyKind, Severity};

use super::basis::basis_line;
use super::clean::wrap;
use super::frame::Frame;
use super::matrix::Matrix;
use super::{Report, Run, Summary, clean};

/// The report for people.
pub struct Pretty {
    /// Columns of the terminal.
    pub width: usize,
    /// How much to say.
    pub detail: Detail,
    /// The inventory files, by name, for code frames.
    pub documents: HashMap<String, Arc<Document>>,
}

/// How much to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// Counts only.
    Quiet,
    /// Denials.
    Normal,
    /// Also what is allowed and what was not assessed, by name.
    Verbose,
}

/// Who has to act, as a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Side {
    pub name: String,
    pub kind: &'static str,
    /// Groups are in this order.
    rank: usize,
}

/// The side that a decision belongs to.
pub(super) fn side_of(decision: &Decision) -> Side {
    let side = |name: &str, kind, rank| Side {
        name: name.to_owned(),
        kind,
        rank,
    };
    match decision.responsible.accountable() {
        Some(party) => match (party.kind, &party.name) {
            (PartyKind::Customer, None) => side("no owner", "customer", 1),
            (PartyKind::Customer, Some(name)) => side(name, "customer", 0),
            (PartyKind::ThirdParty, name) => {
                side(name.as_deref().unwrap_or("third party"), "third party", 2)
            }
            (PartyKind::Provider, name) => {
                side(name.as_deref().unwrap_or("provider"), "provider", 3)
            }
        },
        None => side("nobody", "boundary", 4),
    }
}

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

fn severity_style(severity: Severity) -> Style {
    match severity {
        Severity::Critical => AnsiColor::Magenta.on_default().bold(),
        Severity::High => AnsiColor::Red.on_default(),
        Severity::Medium => AnsiColor::Yellow.on_default(),
        Severity::Low => AnsiColor::Cyan.on_default(),
    }
}

impl Report for Pretty {
    fn styled(&self) -> bool {
        true
    }

    fn write(&self, run: &Run<'_>, out: &mut dyn io::Write) -> io::Result<()> {
        if self.detail != Detail::Quiet {
            self.groups(run, out)?;
            if self.detail == Detail::Verbose {
                allowed(run, out)?;
            }
            if !run.evaluation.decisions.is_empty() {
                let matrix = Matrix::of(run.shown(), &run.evaluation.gaps.unwatched);
                writeln!(out, "{}", matrix.render(self.width))?;
            }
        }
        self.closing(run, out)
    }
}

/// Denials that say the same of several resources.
struct Same<'r> {
    decisions: Vec<&'r Decision>,
}

impl Pretty {
    fn groups(&self, run: &Run<'_>, out: &mut dyn io::Write) -> io::Result<()> {
        let mut sides: BTreeMap<(usize, String, &'static str), Vec<&Decision>> = BTreeMap::new();
        for decision in run.shown().filter(|d| d.decision == Verdict::Deny) {
            let side = side_of(decision);
            sides
                .entry((side.rank, side.name, side.kind))
                .or_default()
                .push(decision);
        }
        let mut ordered: Vec<_> = sides.into_iter().collect();
        ordered.sort_by_key(|((rank, name, _), decisions)| {
            let worst = decisions
                .iter()
                .filter(|decision| decision.waiver.is_none())
                .map(|decision| decision.control.severity)
                .max();
            (*rank / 2, std::cmp::Reverse(worst), *rank, name.clone())
        });
        for ((_, name, kind), decisions) in ordered {
            self.side(&name, kind, &decisions, out)?;
        }
        Ok(())
    }

    fn side(
        &self,
        name: &str,
        kind: &str,
        decisions: &[&Decision],
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        let open = decisions.iter().filter(|d| d.waiver.is_none()).count();
        let waived = decisions.len() - open;
        let counts = match (open, waived) {
            (open, 0) => format!("{open} denied"),
            (0, waived) => format!("{waived} waived"),
            (open, waived) => format!("{open} denied, {waived} waived"),
        };
        let name = clean(name);
        let used = name.width() + 2 + kind.len() + counts.len();
        let gap = self.width.min(100).saturating_sub(used).max(3);
        writeln!(
            out,
            "{BOLD}{name}{BOLD:#}  {DIM}{kind}{DIM:#}{}{counts}\n",
            " ".repeat(gap)
        )?;
        let mut same: BTreeMap<_, Same<'_>> = BTreeMap::new();
        for decision in decisions {
            let messages: Vec<&str> = decision
                .findings
                .iter()
                .map(|finding| finding.message.as_str())
                .collect();
            let key = (
                decision.waiver.is_some(),
                std::cmp::Reverse(decision.control.severity),
                decision.control.id.as_str(),
                decision.layer,
                messages,
                basis_line(&decision.responsible),
            );
            same.entry(key)
                .or_insert_with(|| Same {
                    decisions: Vec::new(),
                })
                .decisions
                .push(decision);
        }
        for same in same.values() {
            self.finding(same, out)?;
        }
        Ok(())
    }

    fn finding(&self, same: &Same<'_>, out: &mut dyn io::Write) -> io::Result<()> {
        let Some((first, others)) = same.decisions.split_first() else {
            return Ok(());
        };
        let severity = first.control.severity;
        let style = severity_style(severity);
        let status = match first.status {
            Status::Violated | Status::Satisfied => String::new(),
            status => format!("  [{}]", status.as_str()),
        };
        writeln!(
            out,
            "  {style}{severity}{style:#}  {BOLD}{}{BOLD:#}  {}{status}",
            clean(&first.control.id),
            clean(&first.control.title)
        )?;
        for finding in &first.findings {
            let expected = finding
                .expected
                .as_ref()
                .map(|expected| format!(", expected {expected}"))
                .unwrap_or_default();
            let label = format!("{}{expected}", finding.message);
            let source = &first.resource.source;
            let title = format!("{}  ({})", first.resource.name, first.resource.kind);
            let file = finding.file.as_ref().unwrap_or(&source.file);
            match (&finding.range, self.documents.get(file)) {
                (Some(range), Some(document)) => {
                    let frame = Frame {
                        document,
                        range: range.clone(),
                        title,
                        label,
                        indent: 3,
                        width: self.width,
                        style,
                    };
                    write!(out, "{}", frame.render())?;
                }
                _ => {
                    writeln!(
                        out,
                        "    {}:{}:{}  {}",
                        clean(&source.file),
                        source.line,
                        source.column,
                        clean(&title)
                    )?;
                    self.wrapped("", &label, out)?;
                }
            }
            if let Some(at) = &finding.written_at {
                // A place is there to be clicked at, so it is not wrapped.
                let file = clean(&at.file);
                writeln!(
                    out,
                    "           written at {file}:{}:{}",
                    at.line, at.column
                )?;
            }
        }
        writeln!(out)?;
        self.wrapped("whose", &basis_line(&first.responsible), out)?;
        if let Some(waiver) = &first.waiver {
            self.wrapped(
                "waived",
                &format!(
                    "until {} by {}: {}",
                    waiver.expires, waiver.approved_by, waiver.reason
                ),
                out,
            )?;
        } else if let Some(step) = settle_first(first.status) {
            self.wrapped("fix", step, out)?;
        } else if let Some(remediation) = &first.remediation {
            self.wrapped("fix", &remediation.summary, out)?;
            let native = first.resource.provider.as_str();
            let planned = first.resource.kind.contains('_');
            let wanted = |tool: &str| match tool {
                "terraform" => planned,
                _ => !planned || native.is_empty(),
            };
            for (_, command) in remediation
                .commands
                .iter()
                .filter(|(tool, _)| wanted(tool.as_str()))
            {
                // Commands are there to be copied, so they are not wrapped.
                for line in command.lines() {
                    writeln!(out, "           {}", clean(line))?;
                }
            }
        }
        if !others.is_empty() {
            self.wrapped("also", &also(others, self.detail), out)?;
        }
        writeln!(out)
    }

    /// A labelled paragraph.
    fn wrapped(&self, label: &str, text: &str, out: &mut dyn io::Write) -> io::Result<()> {
        let text = clean(text);
        let room = self.width.min(110).saturating_sub(12).max(30);
        for (index, line) in wrap(&text, room).iter().enumerate() {
            let head = if index == 0 { label } else { "" };
            writeln!(out, "    {DIM}{head:<6}{DIM:#} {line}")?;
        }
        Ok(())
    }

    fn closing(&self, run: &Run<'_>, out: &mut dyn io::Write) -> io::Result<()> {
        let summary = Summary::of(run.evaluation);
        let mut notes = Vec::new();
        if summary.waived > 0 {
            notes.push(format!("{} waived", summary.waived));
        }
        for status in [
            Status::Unknown,
            Status::Unassigned,
            Status::Conflict,
            Status::Error,
        ] {
            let count = summary.count(status);
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
        let gaps = &run.evaluation.gaps;
        if !gaps.types.is_empty() {
            let hint = if self.detail == Detail::Verbose {
                ":"
            } else {
                "; see `onus eval -v`"
            };
            writeln!(
                out,
                "not assessed: {} of {} that no control selects{hint}",
                counted(gaps.types.values().sum(), "resource"),
                counted(gaps.types.len(), "type")
            )?;
            if self.detail == Detail::Verbose {
                for (kind, count) in &gaps.types {
                    let unmapped = if gaps.unmapped.contains_key(kind) {
                        "  no boundary policy knows this type"
                    } else {
                        ""
                    };
                    writeln!(out, "  {count:>5}  {}{unmapped}", clean(kind))?;
                }
            }
        }
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
        Ok(())
    }
}

/// What comes before the control's own remediation can mean anything.
fn settle_first(status: Status) -> Option<&'static str> {
    match status {
        Status::Error => Some("Mend the policy: as it is, it decides nothing."),
        Status::Unassigned => Some(
            "Say who is responsible in a boundary policy of your own; see \"Editions, and what your organisation agreed\" in the README.",
        ),
        Status::Conflict => Some("Settle which of the agreements holds, and change the other one."),
        Status::Satisfied | Status::Violated | Status::Unknown => None,
    }
}

fn allowed(run: &Run<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let mut by_control: BTreeMap<&str, (&Decision, usize)> = BTreeMap::new();
    for decision in run.shown().filter(|d| d.decision == Verdict::Allow) {
        by_control
            .entry(decision.control.id.as_str())
            .or_insert((decision, 0))
            .1 += 1;
    }
    if by_control.is_empty() {
        return Ok(());
    }
    writeln!(out, "{BOLD}allowed{BOLD:#}\n")?;
    for (id, (decision, count)) in by_control {
        writeln!(
            out,
            "  {count:>5}  {}  {}",
            clean(id),
            clean(&decision.control.title)
        )?;
    }
    writeln!(out)
}

/// "on 2 more: a (file:1), b (file:2)".
fn also(others: &[&Decision], detail: Detail) -> String {
    const SHOWN: usize = 6;
    let shown = match detail {
        Detail::Verbose => others.len(),
        _ => SHOWN.min(others.len()),
    };
    let names: Vec<String> = others
        .iter()
        .take(shown)
        .map(|decision| {
            let source = &decision.resource.source;
            let line = decision
                .findings
                .iter()
                .find_map(|finding| finding.line)
                .unwrap_or(source.line);
            format!("{} ({}:{line})", decision.resource.name, source.file)
        })
        .collect();
    let rest = others.len() - shown;
    let rest = if rest > 0 {
        format!(" and {rest} more; see `onus eval -v`")
    } else {
        String::new()
    };
    format!("on {} more: {}{rest}", others.len(), names.join(", "))
}

/// "1 resource", "2 resources".
fn counted(count: usize, noun: &str) -> String {
    if count == 1 {
        format!("{count} {noun}")
    } else {
        format!("{count} {noun}s")
    }
}
