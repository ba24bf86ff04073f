//! A diff as a comment on a pull request: the counts, a table of responsible parties, and the
//! changes, folded. Names from inventories and policies are in code spans, where they are
//! neither markup nor mentions.

use std::fmt::Write as _;
use std::io;

use crate::markdown_escape::{cell, code, html, inline};

use super::super::Flip;
use super::{ChangedControl, ChangedDecision, Diff, PartyChanges, Side, verdict};

/// By what a program that updates its comment finds it again.
const MARK: &str = "<!-- onus diff -->";

/// GitHub takes 65,536 characters a comment; what is added around it needs some.
const MOST: usize = 60_000;

/// More changes of a control than this are only counted.
const ROWS: usize = 50;

/// Writes a diff as Markdown of GitHub and GitLab, cut to what a comment can hold.
///
/// # Errors
/// The output can't be written.
pub fn write_diff_markdown(diff: &Diff<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    out.write_all(text(diff, MOST).as_bytes())
}

/// The text, in at most so many bytes.
pub(crate) fn text(diff: &Diff<'_>, most: usize) -> String {
    let mut text = format!("{MARK}\n{}", head(diff));
    let end = foot(diff);
    // Who has to act is said of all; after that, whole controls as long as there is room.
    let mut left_out = 0;
    for party in &diff.parties {
        let open = format!(
            "\n<details>\n<summary><b>{}</b>: {}</summary>\n",
            html(party.party),
            super::pretty::summed(&party.counts)
        );
        let close = "\n</details>\n";
        let mut section = open;
        let mut shown = false;
        for control in &party.controls {
            let written = list(control);
            let used = text.len() + section.len() + written.len() + close.len() + end.len();
            if used + room_for_rest() > most {
                left_out += control.changes.len();
            } else {
                section.push_str(&written);
                shown = true;
            }
        }
        if shown {
            text.push_str(&section);
            text.push_str(close);
        }
    }
    if left_out > 0 {
        let _ = writeln!(
            text,
            "\nand {left_out} more changes, for which a comment has no room: `onus diff -v` lists all"
        );
    }
    text.push_str(&end);
    text
}

/// What the line about the rest can take.
const fn room_for_rest() -> usize {
    120
}

fn head(diff: &Diff<'_>) -> String {
    if diff.is_empty() {
        return "### No decision changes\n".to_owned();
    }
    let mut text = String::from("### What this changes\n\n");
    for sentence in diff.sentences() {
        let (what, whose) = sentence.split_once(": ").unwrap_or((&sentence, ""));
        let _ = writeln!(text, "- **{what}**: {}", inline(whose));
    }
    let columns: Vec<Flip> = diff.counts().flips().collect();
    let _ = write!(text, "\n| who has to act |");
    for flip in &columns {
        let _ = write!(text, " {} |", flip.word().replace('_', " "));
    }
    let _ = write!(text, "\n|---|{}\n", "--:|".repeat(columns.len()));
    /// Parties in the table; more are a sign of other trouble.
    const PARTIES: usize = 50;
    for party in diff.parties.iter().take(PARTIES) {
        row(party, &columns, &mut text);
    }
    if let Some(more) = diff.parties.len().checked_sub(PARTIES + 1) {
        let _ = writeln!(text, "\nand {} more parties", more + 1);
    }
    text
}

fn row(party: &PartyChanges<'_>, columns: &[Flip], text: &mut String) {
    let _ = write!(text, "| {} |", cell(party.party));
    for flip in columns {
        match party.counts.resources(*flip) {
            0 => text.push_str("  |"),
            count => {
                let _ = write!(text, " {count} |");
            }
        }
    }
    text.push('\n');
}

fn list(control: &ChangedControl<'_>) -> String {
    let severity = control
        .severity
        .map_or_else(String::new, |severity| format!(", {}", severity.as_str()));
    let mut text = format!(
        "\n{}{severity}: {}\n\n",
        code(control.id),
        inline(control.title)
    );
    for change in control.changes.iter().take(ROWS) {
        let _ = write!(
            text,
            "- {}: {} to **{}**",
            code(change.label),
            verdict(change.before),
            now(change)
        );
        for message in change.messages() {
            let _ = write!(text, ", {}", code(message));
        }
        if let Some(place) = change.place {
            let _ = write!(text, " at {}", code(place));
        }
        text.push('\n');
    }
    match control.changes.len().checked_sub(ROWS) {
        Some(more) if more > 0 => {
            let _ = writeln!(text, "- and {more} more");
        }
        _ => {}
    }
    text
}

fn now(change: &ChangedDecision<'_>) -> String {
    let is = verdict(change.after);
    match change.before {
        Some(before) if before.party != change.party() => {
            format!("{is}, was {}'s", inline(&before.party))
        }
        _ => is,
    }
}

fn foot(diff: &Diff<'_>) -> String {
    let side = |side: &Side| match side.digest() {
        Some(digest) => format!("{} ({})", code(&side.name), code(&digest)),
        None => code(&side.name).to_string(),
    };
    format!(
        "\n{} to {}: {} decisions about {} resources, {} the same\n",
        side(&diff.base),
        side(&diff.head),
        diff.head.decisions,
        diff.head.resources,
        diff.same
    )
}
