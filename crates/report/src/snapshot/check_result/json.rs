//! The result of a snapshot check as JSON, with the words of `onus diff`.

use std::collections::BTreeSet;
use std::io;

use serde::Serialize;

use onus_core::decision::{Status, Verdict};
use onus_core::diagnostic::Diagnostic;
use onus_core::vocabulary::Layer;

use crate::snapshot::check_result::{Checked, CheckedInventory};
use crate::snapshot::{Change, Comparison, ControlChanges, Line};

/// The version of the format.
const FORMAT: u32 = 1;

#[derive(Serialize)]
struct CheckJson<'c> {
    format_version: u32,
    onus: &'static str,
    snapshots: Vec<SnapshotJson<'c>>,
    unreferenced: &'c [String],
    problems: &'c [Diagnostic],
}

#[derive(Serialize)]
struct SnapshotJson<'c> {
    inventory: &'c str,
    file: &'c str,
    recorded: bool,
    resources: usize,
    decisions: usize,
    changes: Vec<Changed<'c>>,
}

/// A decision that is not what it was.
#[derive(Serialize)]
struct Changed<'c> {
    inventory: &'c str,
    change: Option<&'static str>,
    control: &'c str,
    title: &'c str,
    resource: Option<&'c str>,
    name: &'c str,
    before: Option<Side<'c>>,
    after: Option<Side<'c>>,
}

#[derive(Serialize)]
struct Side<'c> {
    verdict: Verdict,
    status: Status,
    layer: Option<Layer>,
    party: &'c str,
    messages: &'c BTreeSet<String>,
}

/// Writes one object.
///
/// # Errors
/// The output can't be written.
pub fn write_checked_json(
    checked: &Checked<'_>,
    problems: &[Diagnostic],
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let snapshots = checked.inventories.iter().map(|one| SnapshotJson {
        inventory: one.inventory,
        file: &one.file,
        recorded: one.before.is_some(),
        resources: one.after.header.resources,
        decisions: one.after.decisions(),
        changes: changes(one),
    });
    let whole = CheckJson {
        format_version: FORMAT,
        onus: env!("CARGO_PKG_VERSION"),
        snapshots: snapshots.collect(),
        unreferenced: &checked.unreferenced,
        problems,
    };
    serde_json::to_writer_pretty(&mut *out, &whole)?;
    writeln!(out)
}

/// Writes one change a line.
///
/// # Errors
/// The output can't be written.
pub fn write_checked_ndjson(checked: &Checked<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    for one in &checked.inventories {
        for change in changes(one) {
            serde_json::to_writer(&mut *out, &change)?;
            writeln!(out)?;
        }
    }
    Ok(())
}

fn changes<'c>(one: &CheckedInventory<'c>) -> Vec<Changed<'c>> {
    let Some(before) = one.before else {
        return Vec::new();
    };
    let comparison = Comparison::of(before, one.after);
    let changed = |control: &ControlChanges<'c>, change: &Change<'c>| Changed {
        inventory: one.inventory,
        change: change.flip().map(crate::snapshot::Flip::word),
        control: control.id,
        title: control.title,
        resource: change
            .after
            .or(change.before)
            .map(|line| line.resource.id()),
        name: change.label,
        before: change.before.map(side),
        after: change.after.map(side),
    };
    let mut all = Vec::new();
    for control in &comparison.controls {
        all.extend(control.changes.iter().map(|one| changed(control, one)));
    }
    all
}

fn side(line: &Line) -> Side<'_> {
    Side {
        verdict: line.status.verdict(),
        status: line.status,
        layer: line.layer,
        party: &line.party,
        messages: &line.messages,
    }
}
