//! The export of a snapshot check: a decision that differs from the snapshot has failed.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io;

use crate::export::entry::{Entry, Outcome, Place, Rule, Subject};
use crate::export::setting::Setting;
use crate::export::text::many;
use crate::export::{Ending, Export};
use crate::formats::output_format::ExportFormat;
use crate::sanitize::clean;
use crate::snapshot::ResourceKey;
use onus_core::decision::{Verdict, fingerprint};
use onus_core::diagnostic::{Diagnostic, Level};
use onus_core::vocabulary::Severity;

use crate::snapshot::change_summary::verdict;
use crate::snapshot::check_result::{Checked, CheckedInventory, Lines};
use crate::snapshot::{Change, Comparison, Flip, Line};

/// Writes what a check has found in a format for other programs.
///
/// # Errors
/// The output can't be written.
pub fn write_checked_export(
    checked: &Checked<'_>,
    problems: &[Diagnostic],
    format: ExportFormat,
    setting: &Setting,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let mut export = format.export(setting, None);
    let mut changes = 0;
    for one in &checked.inventories {
        changes += match one.before {
            Some(_) if one.has_vanished() => {
                let message = "has no resource any more".to_owned();
                export.take(&about_all(one, Outcome::Error, message), out)?;
                0
            }
            Some(before) => {
                let comparison = Comparison::of(before, one.after);
                compared(one, &comparison, export.as_mut(), out)?
            }
            None => {
                let decisions = many(one.after.decisions(), "decision is", "decisions are");
                let message = format!("{decisions} not recorded");
                export.take(&about_all(one, Outcome::Failed, message), out)?;
                0
            }
        };
    }
    for file in &checked.unreferenced {
        let message = "belongs to none of the inventories".to_owned();
        let entry = Entry {
            fix: vec!["Delete it, or list its inventory.".to_owned()],
            ..snapshot_entry(file, file, Outcome::Failed, message)
        };
        export.take(&entry, out)?;
    }
    let inventories = many(checked.inventories.len(), "inventory", "inventories");
    let ending = Ending {
        problems,
        complete: problems.iter().all(|one| one.level != Level::Error),
        totals: format!(
            "{inventories}, {} otherwise than recorded",
            many(changes, "decision", "decisions")
        ),
        not_assessed: Vec::new(),
    };
    export.close(&ending, out)
}

/// Exports the changes of each control, or that it has none.
fn compared(
    one: &CheckedInventory<'_>,
    comparison: &Comparison<'_>,
    export: &mut dyn Export,
    out: &mut dyn io::Write,
) -> io::Result<usize> {
    let lines = Lines::of(one.text.as_deref().unwrap_or_default());
    for control in &comparison.controls {
        let mut earlier: HashMap<&str, usize> = HashMap::new();
        for change in &control.changes {
            let number = earlier.entry(change.label).or_default();
            *number += 1;
            let line = lines.number(control.id, change.label, change.before);
            let checked = CheckedControl {
                one,
                control: control.id,
                title: control.title,
                line,
            };
            if let Some(entry) = changed(&checked, change, *number) {
                export.take(&entry, out)?;
            }
        }
    }
    for (id, section) in &one.after.controls {
        if comparison.controls.iter().all(|control| control.id != id) {
            let checked = CheckedControl {
                one,
                control: id,
                title: &section.title,
                line: lines.number(id, "", None),
            };
            export.take(&same(&checked), out)?;
        }
    }
    Ok(comparison.changes().count())
}

/// A control that was checked about the resources of an inventory.
struct CheckedControl<'e> {
    one: &'e CheckedInventory<'e>,
    control: &'e str,
    title: &'e str,
    /// Where in the snapshot.
    line: usize,
}

/// That a control decides what was recorded.
fn same<'e>(checked: &CheckedControl<'e>) -> Entry<'e> {
    let file = checked.one.file.as_str();
    let message = "decides as recorded".to_owned();
    Entry {
        rule: rule(checked.control, checked.title),
        place: place(file, checked.line),
        fingerprint: Cow::Owned(fingerprint(
            checked.control,
            checked.one.inventory,
            "snapshot",
        )),
        ..snapshot_entry(checked.one.inventory, file, Outcome::Passed, message)
    }
}

/// A changed decision; `number` distinguishes several of one resource.
fn changed<'e>(
    checked: &CheckedControl<'e>,
    change: &Change<'e>,
    number: usize,
) -> Option<Entry<'e>> {
    let flip = change.flip()?;
    let line = change.after.or(change.before)?;
    let mut detail = Vec::new();
    for (sign, line) in [('-', change.before), ('+', change.after)] {
        detail.extend(line.map(|line| format!("{sign} {}  {}", verdict(line), clean(&line.party))));
    }
    let sub_key = format!(
        "snapshot\0{}\0{number}",
        line.layer.map_or("", |layer| layer.as_str())
    );
    Some(Entry {
        rule: rule(checked.control, checked.title),
        subject: Subject {
            id: line.resource.id(),
            name: change.label,
            kind: kind(checked.one, &line.resource),
            within: [""; 3],
        },
        status: flip.word(),
        verdict: Some(line.status.verdict()),
        severity: severity(flip),
        message: message(flip, change.before, change.after),
        detail,
        place: place(&checked.one.file, checked.line),
        layer: line.layer,
        party: Some(clean(&line.party).into_owned()),
        fix: vec![
            "See why; if it is meant, take it over.".to_owned(),
            format!(
                "onus explain {}#{} {}",
                clean(checked.one.inventory),
                clean(change.label),
                clean(checked.control)
            ),
            format!("onus snapshot accept {}", clean(checked.control)),
        ],
        fingerprint: Cow::Owned(fingerprint(checked.control, line.resource.id(), &sub_key)),
        ..same_but_failed(checked)
    })
}

fn same_but_failed<'e>(checked: &CheckedControl<'e>) -> Entry<'e> {
    Entry {
        outcome: Outcome::Failed,
        ..same(checked)
    }
}

/// The entry about a complete snapshot.
fn about_all<'e>(one: &'e CheckedInventory<'e>, outcome: Outcome, message: String) -> Entry<'e> {
    Entry {
        // The file of the snapshot may not be there.
        place: place(one.inventory, 1),
        fix: vec![
            "If it is meant, record it.".to_owned(),
            format!("onus snapshot record {}", clean(one.inventory)),
        ],
        ..snapshot_entry(one.inventory, &one.file, outcome, message)
    }
}

fn snapshot_entry<'e>(
    subject: &'e str,
    file: &'e str,
    outcome: Outcome,
    message: String,
) -> Entry<'e> {
    Entry {
        rule: rule("snapshot", "Decisions are as recorded"),
        subject: Subject {
            id: subject,
            name: subject,
            kind: "inventory",
            within: [""; 3],
        },
        group: file,
        outcome,
        status: outcome.as_str(),
        verdict: None,
        severity: Severity::High,
        message,
        findings: Vec::new(),
        detail: Vec::new(),
        place: place(file, 1),
        layer: None,
        party: None,
        whose: None,
        fix: Vec::new(),
        remediation: None,
        removal: None,
        waived: None,
        fingerprint: Cow::Owned(fingerprint("snapshot", subject, "")),
        took: None,
    }
}

fn rule<'e>(id: &'e str, title: &'e str) -> Rule<'e> {
    Rule {
        id,
        title: Cow::Borrowed(title),
        page: None,
        layer: None,
        links: &[],
        frameworks: None,
    }
}

fn place(file: &str, line: usize) -> Place<'_> {
    Place {
        file,
        line,
        column: 1,
        end: None,
    }
}

/// The type of a resource, as whoever knows it last has it.
fn kind<'e>(one: &'e CheckedInventory<'e>, key: &ResourceKey) -> &'e str {
    let snapshots = [Some(one.after), one.before];
    let mut named = snapshots.iter().flatten();
    named
        .find_map(|snapshot| snapshot.resources.get(key))
        .map_or("", |named| named.kind.as_str())
}

/// How bad a change is: a snapshot knows what is decided, not how bad a violation is.
fn severity(flip: Flip) -> Severity {
    match flip {
        Flip::Denied | Flip::New(Verdict::Deny) => Severity::High,
        Flip::Allowed | Flip::Moved | Flip::Otherwise | Flip::Gone(_) => Severity::Medium,
        Flip::New(Verdict::Allow) => Severity::Low,
    }
}

/// What a change comes to, in one line.
fn message(flip: Flip, before: Option<&Line>, after: Option<&Line>) -> String {
    let party =
        |line: Option<&Line>| line.map_or_else(String::new, |line| clean(&line.party).into_owned());
    let mut text = match flip {
        Flip::Denied => "was allowed, is denied".to_owned(),
        Flip::Allowed => "was denied, is allowed".to_owned(),
        Flip::Moved => format!("was {}'s, is {}'s", party(before), party(after)),
        Flip::Otherwise => "has another reason".to_owned(),
        Flip::New(Verdict::Deny) => "is new and denied".to_owned(),
        Flip::New(Verdict::Allow) => "is new and allowed".to_owned(),
        Flip::Gone(Verdict::Deny) => "was denied and is gone".to_owned(),
        Flip::Gone(Verdict::Allow) => "was allowed and is gone".to_owned(),
    };
    let messages: Vec<String> = after
        .into_iter()
        .flat_map(|line| &line.messages)
        .map(|message| clean(message).into_owned())
        .collect();
    if !messages.is_empty() {
        text.push_str(": ");
        text.push_str(&messages.join("; "));
    }
    text
}
