//! A diff for people: the counts, then the changed verdicts by responsible party.

use std::io;

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr as _;

use crate::run::Detail;
use crate::sanitize::clean;
use onus_core::decision::Verdict;

use super::super::{Flip, Line};
use super::{ChangedControl, ChangedDecision, Counts, Diff, PartyChanges, Side, verdict};

/// More changes of a control than this are only counted, unless all are requested.
const MOST: usize = 20;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const DENIED: Style = AnsiColor::Red.on_default();
const ALLOWED: Style = AnsiColor::Green.on_default();

/// Writes what differs: the counts alone, what flips, or every change.
///
/// # Errors
/// The output can't be written.
pub fn write_diff_pretty(
    diff: &Diff<'_>,
    detail: Detail,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    writeln!(
        out,
        "{DIM}{} to {}: {} of {} decisions are the same{DIM:#}",
        side(&diff.base),
        side(&diff.head),
        diff.same,
        diff.head.decisions.max(diff.base.decisions),
    )?;
    for sentence in diff.sentences() {
        writeln!(out, "{BOLD}{}{BOLD:#}", clean(&sentence))?;
    }
    if diff.is_empty() {
        return writeln!(out, "no decision changes");
    }
    if detail == Detail::Quiet {
        return Ok(());
    }
    writeln!(out)?;
    for party in &diff.parties {
        write_party(party, detail, out)?;
    }
    next_step(diff, out)
}

/// How to see why the first of them is decided as it is.
fn next_step(diff: &Diff<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let first = diff.parties.iter().find_map(|party| {
        party.controls.iter().find_map(|control| {
            let change = control.changes.iter().find(|one| one.after.is_some())?;
            let (file, _) = change.place?.rsplit_once(':')?;
            Some((file, change.shown(), control.id))
        })
    });
    let Some((file, label, control)) = first else {
        return Ok(());
    };
    writeln!(
        out,
        "see why with `onus explain {}#{} {}`",
        clean(file),
        clean(label),
        clean(control)
    )
}

/// A side with the beginning of its digest, where that is known.
fn side(side: &Side) -> String {
    match side.digest() {
        Some(digest) => format!("{} ({})", clean(&side.name), clean(&digest)),
        None => clean(&side.name).into_owned(),
    }
}

fn write_party(
    party: &PartyChanges<'_>,
    detail: Detail,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    writeln!(
        out,
        "{BOLD}{}{BOLD:#}  {}\n",
        clean(party.party),
        summed(&party.counts)
    )?;
    for control in &party.controls {
        write_control(control, detail, out)?;
    }
    Ok(())
}

/// What the changes of a party come to, such as `35 become denied, 1 becomes allowed`.
pub(crate) fn summed(counts: &Counts) -> String {
    let parts: Vec<String> = counts
        .flips()
        .map(|flip| {
            let resources = counts.resources(flip);
            format!("{resources} {}", flip.verb(resources))
        })
        .collect();
    parts.join(", ")
}

fn write_control(
    control: &ChangedControl<'_>,
    detail: Detail,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let severity = control.severity.map_or("", |severity| severity.as_str());
    let gap = if severity.is_empty() { "" } else { "  " };
    writeln!(
        out,
        "  {severity}{gap}{BOLD}{}{BOLD:#}  {}",
        clean(control.id),
        clean(control.title)
    )?;
    let room = match detail {
        Detail::Verbose => usize::MAX,
        Detail::Normal | Detail::Quiet => MOST,
    };
    let shown = || control.changes.iter().take(room);
    let width = |of: &dyn Fn(&ChangedDecision<'_>) -> String| {
        shown().map(|change| of(change).width()).max().unwrap_or(0)
    };
    let before = width(&|change| verdict(change.before));
    let after = width(&|change| now(change));
    let label = width(&|change| clean(change.label).into_owned());
    let place = width(&|change| change.place.map_or_else(String::new, str::to_owned));
    for change in shown() {
        let style = style(change);
        let is = now(change);
        let pad = " ".repeat(after.saturating_sub(is.width()));
        write!(
            out,
            "    {:before$} -> {style}{is}{style:#}{pad}  {:label$}",
            verdict(change.before),
            clean(change.label),
        )?;
        if let Some(at) = change.place {
            write!(out, "  {DIM}{}{DIM:#}", clean(at))?;
            let pad = place.saturating_sub(at.width());
            // Only before a text: no spaces at the end of a line.
            if change.messages().next().is_some() {
                write!(out, "{}", " ".repeat(pad))?;
            }
        }
        let messages: Vec<_> = change.messages().map(clean).collect();
        if !messages.is_empty() {
            write!(out, "  {}", messages.join("; "))?;
        }
        writeln!(out)?;
    }
    match control.changes.len().checked_sub(room) {
        Some(more) if more > 0 => writeln!(out, "    ... and {more} more: `-v` lists all")?,
        _ => {}
    }
    writeln!(out)
}

/// What it is now, and for what moves who had to act before.
fn now(change: &ChangedDecision<'_>) -> String {
    let is = verdict(change.after);
    let party = |line: Option<&Line>| line.map(|line| line.party.clone());
    match (party(change.before), party(change.after)) {
        (Some(from), Some(to)) if from != to => format!("{is} (was {}'s)", clean(&from)),
        _ => is,
    }
}

fn style(change: &ChangedDecision<'_>) -> Style {
    match change.flip {
        Flip::Denied | Flip::New(Verdict::Deny) => DENIED,
        Flip::Allowed => ALLOWED,
        _ => Style::new(),
    }
}
