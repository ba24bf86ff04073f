//! The change summary of two snapshots, for people: by control, then by effect.

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::sanitize::clean;
use crate::snapshot::{Change, Comparison, ControlChanges, Flip, Line};
use onus_core::decision::{Status, Verdict};

/// More changes of one control than this are only counted.
const MOST: usize = 20;

/// Writes what differs.
///
/// # Errors
/// The output can't be written.
pub fn write_changes(comparison: &Comparison<'_>, out: &mut dyn Write) -> io::Result<()> {
    for control in &comparison.controls {
        write_control_changes(control, out)?;
        writeln!(out)?;
    }
    writeln!(out, "{}", counts(comparison))
}

/// Writes what differs in a control's decisions.
///
/// # Errors
/// The output can't be written.
pub fn write_control_changes(control: &ControlChanges<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "  {}  {}", clean(control.id), clean(control.title))?;
    let shown = || control.changes.iter().take(MOST);
    let lines = || shown().flat_map(|change| change.before.into_iter().chain(change.after));
    let widths = (
        lines().map(|line| verdict(line).len()).max().unwrap_or(0),
        lines()
            .map(|line| clean(&line.party).chars().count())
            .max()
            .unwrap_or(0),
    );
    for change in shown() {
        for (sign, line) in [('-', change.before), ('+', change.after)] {
            if let Some(line) = line {
                write_line(sign, line, change, widths, out)?;
            }
        }
    }
    if let Some(more) = control.changes.len().checked_sub(MOST + 1) {
        writeln!(out, "  ... and {} more", more + 1)?;
    }
    Ok(())
}

fn write_line(
    sign: char,
    line: &Line,
    change: &Change<'_>,
    (verdicts, parties): (usize, usize),
    out: &mut dyn Write,
) -> io::Result<()> {
    write!(
        out,
        "  {sign} {:verdicts$}  {:parties$}  {}",
        verdict(line),
        clean(&line.party),
        clean(change.label)
    )?;
    let mut between = "   ";
    for message in &line.messages {
        write!(out, "{between}{}", clean(message))?;
        between = "; ";
    }
    writeln!(out)
}

/// The verdict, with the reason where it is not the usual one.
pub(crate) fn verdict(line: &Line) -> String {
    let mut text = match line.status {
        Status::Satisfied => "allow".to_owned(),
        Status::Violated => "deny".to_owned(),
        status => format!("deny ({})", status.as_str()),
    };
    if let Some(layer) = line.layer {
        text = format!("{text} {layer}");
    }
    text
}

/// What the changes come to: first what becomes denied, and whose it is.
fn counts(comparison: &Comparison<'_>) -> String {
    let mut flips: BTreeMap<Flip, BTreeMap<String, usize>> = BTreeMap::new();
    for change in comparison.changes() {
        let Some(flip) = change.flip() else { continue };
        let party = |line: Option<&Line>| line.map_or_else(String::new, |line| line.party.clone());
        let whose = match flip {
            Flip::Moved => format!(
                "from {} to {}",
                clean(&party(change.before)),
                clean(&party(change.after))
            ),
            _ => clean(&party(change.after.or(change.before))).into_owned(),
        };
        *flips.entry(flip).or_default().entry(whose).or_default() += 1;
    }
    let of = |flip: Flip| flips.get(&flip).into_iter().flatten();
    let total = |flip: Flip| of(flip).map(|(_, count)| count).sum::<usize>();
    let whose = |flip: Flip| {
        let parts: Vec<String> = of(flip)
            .map(|(who, count)| format!("{who} {count}"))
            .collect();
        parts.join(", ")
    };
    let becoming = |flip: Flip, what: &str| match total(flip) {
        0 => format!("none becomes {what}"),
        1 => format!("1 becomes {what} ({})", whose(flip)),
        count => format!("{count} become {what} ({})", whose(flip)),
    };
    let mut parts = vec![
        becoming(Flip::Denied, "denied"),
        becoming(Flip::Allowed, "allowed"),
    ];
    for (way, count) in of(Flip::Moved) {
        let verb = if *count == 1 { "moves" } else { "move" };
        parts.push(format!("{count} {verb} {way}"));
    }
    match total(Flip::Otherwise) {
        0 => {}
        1 => parts.push("1 has another reason".to_owned()),
        count => parts.push(format!("{count} have other reasons")),
    }
    const VERDICTS: [(Verdict, &str); 2] = [(Verdict::Deny, "denied"), (Verdict::Allow, "allowed")];
    for (verdict, word) in VERDICTS {
        match total(Flip::New(verdict)) {
            0 => {}
            1 => parts.push(format!(
                "1 is new and {word} ({})",
                whose(Flip::New(verdict))
            )),
            count => parts.push(format!(
                "{count} are new and {word} ({})",
                whose(Flip::New(verdict))
            )),
        }
    }
    for (verdict, word) in VERDICTS {
        match total(Flip::Gone(verdict)) {
            0 => {}
            1 => parts.push(format!("1 was {word} and is gone")),
            count => parts.push(format!("{count} were {word} and are gone")),
        }
    }
    parts.join(", ")
}
