//! A diff for programs: one object with everything.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use schemars::JsonSchema;
use serde::Serialize;

use onus_core::decision::{Status, Verdict};
use onus_core::vocabulary::Severity;

use super::super::{Flip, Line};
use super::{Counts, Diff, Side};

/// The version of the format.
const FORMAT: u32 = 1;

/// What becomes of decisions when policies, editions or an inventory change.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Diff")]
struct Json<'d> {
    /// Grows when something is renamed, is gone, or means something else.
    format_version: u32,
    /// The program's version.
    onus: &'static str,
    /// What is compared with.
    base: JsonSide<'d>,
    /// What is compared.
    head: JsonSide<'d>,
    /// The counts.
    summary: Summary,
    /// Every decision that is not what it was: by who has to act, then by control.
    changes: Vec<JsonChange<'d>>,
}

/// One of two sides.
#[derive(Serialize, JsonSchema)]
struct JsonSide<'d> {
    /// What it is called, such as `git:main`.
    name: &'d str,
    /// sha256 over its policies.
    policy_set: &'d str,
    /// The number of its resources.
    resources: usize,
    /// The number of its decisions.
    decisions: usize,
}

/// The counts.
#[derive(Serialize, JsonSchema)]
struct Summary {
    /// The number of decisions that are the same on both sides.
    same: usize,
    /// Those that are not, by what the changes come to.
    changes: BTreeMap<&'static str, Count>,
    /// The same for each party that has to act.
    parties: BTreeMap<String, BTreeMap<&'static str, Count>>,
}

/// A number of changes.
#[derive(Serialize, JsonSchema)]
struct Count {
    /// The number of resources that they are about.
    resources: usize,
    /// The number of changes.
    decisions: usize,
}

/// A decision that is not what it was.
#[derive(Serialize, JsonSchema)]
struct JsonChange<'d> {
    /// What it comes to: `becomes_denied`, `new_denied`, `becomes_allowed`,
    /// `gone_denied`, `changes_party`, `other_reason`, `new_allowed` or `gone_allowed`.
    change: &'static str,
    /// The control's id.
    control: &'d str,
    /// Its requirement.
    title: &'d str,
    /// Its severity; null where only a side has it that does not say.
    severity: Option<Severity>,
    /// The resource's id.
    resource: &'d str,
    /// The inventory that the id is unique within; omitted for ids that are unique
    /// everywhere, and where each side has one inventory.
    #[serde(skip_serializing_if = "Option::is_none")]
    origin: Option<&'d str>,
    /// What the resource is called: its name where no other has it, its id where one
    /// does.
    name: &'d str,
    /// Where the resource stands, as `FILE:LINE`; null where it is not known.
    place: Option<&'d str>,
    /// Who has to act.
    party: &'d str,
    /// What was decided; null where nothing was.
    before: Option<JsonLine<'d>>,
    /// What is decided; null where nothing is.
    after: Option<JsonLine<'d>>,
}

/// A decision.
#[derive(Serialize, JsonSchema)]
pub struct JsonLine<'d> {
    /// Allow or deny.
    verdict: Verdict,
    /// Why.
    status: Status,
    /// The layer, if it is not the control's own.
    layer: Option<&'static str>,
    /// Who answers for it.
    party: &'d str,
    /// What is not as required.
    messages: &'d BTreeSet<String>,
}

/// Writes a diff as one object of JSON.
///
/// # Errors
/// The output can't be written.
pub fn write_diff_json(diff: &Diff<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let changes = diff.parties.iter().flat_map(|party| {
        party.controls.iter().flat_map(move |control| {
            control.changes.iter().map(move |change| JsonChange {
                change: change.flip.word(),
                control: control.id,
                title: control.title,
                severity: control.severity,
                resource: change.resource.id(),
                origin: change.resource.origin(),
                name: change.label,
                place: change.place,
                party: party.party,
                before: change.before.map(json_line),
                after: change.after.map(json_line),
            })
        })
    });
    let json = Json {
        format_version: FORMAT,
        onus: env!("CARGO_PKG_VERSION"),
        base: side(&diff.base),
        head: side(&diff.head),
        summary: Summary {
            same: diff.same,
            changes: counted(&diff.counts()),
            parties: diff
                .parties
                .iter()
                .map(|party| (party.party.to_owned(), counted(&party.counts)))
                .collect(),
        },
        changes: changes.collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &json)?;
    writeln!(out)
}

/// The JSON Schema of a diff.
///
/// ```
/// assert_eq!(onus_report::snapshot::diff_schema()["title"], "Diff");
/// ```
pub fn diff_schema() -> serde_json::Value {
    schemars::schema_for!(Json<'static>).to_value()
}

fn side(side: &Side) -> JsonSide<'_> {
    JsonSide {
        name: &side.name,
        policy_set: &side.policy_set,
        resources: side.resources,
        decisions: side.decisions,
    }
}

fn counted(counts: &Counts) -> BTreeMap<&'static str, Count> {
    let count = |flip: Flip| Count {
        resources: counts.resources(flip),
        decisions: counts.decisions(flip),
    };
    counts
        .flips()
        .map(|flip| (flip.word(), count(flip)))
        .collect()
}

/// A decision, as programs are told.
pub fn json_line(line: &Line) -> JsonLine<'_> {
    JsonLine {
        verdict: line.status.verdict(),
        status: line.status,
        layer: line.layer.map(|layer| layer.as_str()),
        party: &line.party,
        messages: &line.messages,
    }
}
