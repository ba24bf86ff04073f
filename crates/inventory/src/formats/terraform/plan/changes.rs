//! Entries of `resource_changes` and `resource_drift`.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use onus_core::diagnostic::Diagnostic;
use onus_core::json_pointer::Pointer;
use onus_core::vocabulary::{ChangeKind, Phase};

use super::Omitted;
use crate::change::{Change, Drift, PlannedAction};
use crate::formats::terraform::common::{Header, TerraformResource, marks, resource};
use crate::input::Input;
use crate::json::outline::Members;
use crate::reader::Reading;
use crate::resource::{Body, Resource};

/// An entry with what all of its changes need.
#[derive(Deserialize)]
struct Entry<'t> {
    #[serde(borrow)]
    change: &'t RawValue,
}

/// The `change` of an entry.
#[derive(Deserialize)]
struct ChangeRecord<'t> {
    #[serde(default)]
    actions: Vec<String>,
    #[serde(borrow)]
    before: Option<&'t RawValue>,
    #[serde(borrow)]
    after: Option<&'t RawValue>,
    after_unknown: Option<Value>,
    after_sensitive: Option<Value>,
    before_sensitive: Option<Value>,
    after_identity: Option<Value>,
}

/// Reads an entry. A resource that the plan removes is among the others, marked as removed.
pub fn read_entry(
    source: &Input<'_>,
    (pointer, record): (Pointer, &RawValue),
    omitted: &mut Omitted,
    reading: &mut Reading,
) {
    match read_change(source, pointer, record, omitted) {
        Ok(found) => reading.resources.extend(found),
        Err(problem) => reading.problems.push(*problem),
    }
}

/// Adds what changed outside of Terraform. Resources that the plan doesn't have otherwise are
/// deployed as the refresh found them: a plan with `-refresh-only` has no others.
pub fn add_drift(
    source: &Input<'_>,
    top: &Members<'_>,
    omitted: &mut Omitted,
    reading: &mut Reading,
) {
    #[derive(Deserialize)]
    struct Addressed {
        address: String,
        deposed: Option<String>,
    }
    let address = |record: &RawValue| {
        let record: Addressed = serde_json::from_str(record.get()).ok()?;
        Some((record.address, record.deposed.is_some()))
    };
    let drift = match source.items(top, "resource_drift") {
        Ok(drift) if drift.is_empty() => return,
        Ok(drift) => drift,
        Err(problem) => return reading.problems.push(*problem),
    };
    let changes = source.items(top, "resource_changes").unwrap_or_default();
    let planned: BTreeSet<String> = changes
        .iter()
        .filter_map(|record| Some(address(record)?.0))
        .collect();
    let prefix = Pointer::parse("/resource_drift");
    let mut of_planned: BTreeMap<String, (Drift, Vec<Pointer>)> = BTreeMap::new();
    for (index, record) in drift.into_iter().enumerate() {
        let pointer = prefix.child(index.to_string());
        match address(record) {
            Some((address, is_deposed)) if planned.contains(&address) => {
                if let (false, Some(drift)) = (is_deposed, drift_of(source, pointer, record)) {
                    of_planned.insert(address, drift);
                }
            }
            _ => read_only_drift(source, (pointer, record), omitted, reading),
        }
    }
    for resource in &mut reading.resources {
        if let Some(change) = &mut resource.change
            && let Some((drift, sensitive)) = of_planned.remove(&resource.id)
        {
            change.drift = Some(drift);
            resource.sensitive.extend(sensitive);
        }
    }
}

/// Reads an entry of `resource_drift` for a resource that the plan doesn't have otherwise.
fn read_only_drift(
    source: &Input<'_>,
    (pointer, record): (Pointer, &RawValue),
    omitted: &mut Omitted,
    reading: &mut Reading,
) {
    let first = reading.resources.len();
    read_entry(source, (pointer.clone(), record), omitted, reading);
    for resource in reading.resources.iter_mut().skip(first) {
        resource.phase = Phase::Deployed;
        let (Some(change), Some((drift, sensitive))) = (
            &mut resource.change,
            drift_of(source, pointer.clone(), record),
        ) else {
            continue;
        };
        change.action = PlannedAction::Nothing;
        change.actions = Vec::new();
        change.drift = Some(drift);
        resource.sensitive.extend(sensitive);
    }
}

/// The drift in an entry, and its secret places; none if it is no entry.
fn drift_of(
    source: &Input<'_>,
    pointer: Pointer,
    record: &RawValue,
) -> Option<(Drift, Vec<Pointer>)> {
    let entry: Entry<'_> = source.parse(record).ok()?;
    let change: ChangeRecord<'_> = source.parse(entry.change).ok()?;
    let at = |place: &str| Pointer::parse("/change/drift").child(place);
    let mut sensitive = marks(change.before_sensitive.as_ref(), &at("before"));
    sensitive.extend(marks(change.after_sensitive.as_ref(), &at("after")));
    let drift = Drift {
        action: PlannedAction::of_terraform(&change.actions),
        actions: change.actions,
        record: record_of(source, pointer, record),
    };
    Some((drift, sensitive))
}

/// The resource of a change: after it, or before it if it is gone then.
fn read_change(
    source: &Input<'_>,
    pointer: Pointer,
    record: &RawValue,
    omitted: &mut Omitted,
) -> Result<Option<Resource>, Box<Diagnostic>> {
    let header: Header = source.parse(record)?;
    if !header.is_managed() {
        omitted.data += 1;
        return Ok(None);
    }
    let entry: Entry<'_> = source.parse(record)?;
    let mut change: ChangeRecord<'_> = source.parse(entry.change)?;
    let properties = Pointer::parse("/properties");
    let action = PlannedAction::of_terraform(&change.actions);
    let is_removed = match action {
        PlannedAction::Change(ChangeKind::Forget) => {
            omitted.forgotten += 1;
            true
        }
        PlannedAction::Change(ChangeKind::Delete) => {
            omitted.destroyed += 1;
            true
        }
        _ => false,
    };
    let planned = Change {
        action,
        actions: std::mem::take(&mut change.actions),
        is_removed,
        record: record_of(source, pointer.clone(), record),
        drift: None,
    };
    let found = match is_removed {
        true => before(&change, &properties),
        false => {
            let unknown = marks(change.after_unknown.as_ref(), &properties);
            // Nothing is created, so what is not there after the plan is gone already.
            if action == PlannedAction::Nothing && change.after.is_none() && unknown.is_empty() {
                omitted.gone += 1;
                return Ok(None);
            }
            after(&change, unknown, &properties)
        }
    };
    let State {
        at,
        values,
        mut unknown,
        mut sensitive,
    } = found;
    if values.is_none() && unknown.is_empty() {
        unknown.push(properties);
    }
    // Policies also see the state before: in `input.raw`, and in `input.change`.
    for at in ["/raw/change/before", "/change/before"] {
        sensitive.extend(marks(change.before_sensitive.as_ref(), &Pointer::parse(at)));
    }
    let found = TerraformResource {
        record,
        pointer,
        phase: match action {
            PlannedAction::Nothing => Phase::Deployed,
            _ if is_removed => Phase::Deployed,
            _ => Phase::Planned,
        },
        header,
        module: None,
        values,
        properties: Pointer::parse(at),
        identity: change.after_identity,
        unknown,
        sensitive,
    };
    let mut found = resource(source, found)?;
    found.change = Some(Box::new(planned));
    Ok(Some(found))
}

/// The values of a resource that policies see as its configuration.
struct State<'t> {
    /// Their place in the record.
    at: &'static str,
    values: Option<&'t RawValue>,
    unknown: Vec<Pointer>,
    sensitive: Vec<Pointer>,
}

fn before<'t>(change: &ChangeRecord<'t>, properties: &Pointer) -> State<'t> {
    State {
        at: "/change/before",
        values: change.before,
        unknown: Vec::new(),
        sensitive: marks(change.before_sensitive.as_ref(), properties),
    }
}

fn after<'t>(change: &ChangeRecord<'t>, unknown: Vec<Pointer>, properties: &Pointer) -> State<'t> {
    State {
        at: "/change/after",
        values: change.after,
        unknown,
        sensitive: marks(change.after_sensitive.as_ref(), properties),
    }
}

/// The place of an entry.
fn record_of(source: &Input<'_>, pointer: Pointer, record: &RawValue) -> Body {
    Body {
        document: source.document.clone(),
        range: source.document.range_of(record.get()).unwrap_or_default(),
        pointer,
        properties: Pointer::root(),
        raw: Pointer::root(),
    }
}
