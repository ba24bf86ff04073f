//! Layers as JSON: one object with everything.

use std::collections::BTreeMap;
use std::io;

use schemars::JsonSchema;
use serde::Serialize;

use crate::filter::PartyFilter;
use onus_core::decision::ResourceRef;
use onus_core::vocabulary::{Layer, Severity};

use super::{Counts, GapSummary, Stack, State, Tally};

/// The version of the format.
const FORMAT: u32 = 1;

/// The layers of an inventory's resources: who is responsible, what watches them, and
/// what fails together.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Layers")]
struct Json<'t> {
    /// Grows when something is renamed, is gone, or means something else.
    format_version: u32,
    /// The program's version.
    onus: &'static str,
    /// sha256 over the policies.
    policy_set: &'t str,
    /// Whose layers are counted: `customer`, `provider`, `third_party`, or a name;
    /// empty when all are, nobody's too.
    parties: Vec<&'t str>,
    /// The number of resources.
    resources: usize,
    /// The number of their types.
    types: usize,
    /// The layers, from the customer's data down.
    layers: Vec<JsonLayer<'t>>,
    /// What is not watched or not assigned though it should be, the worst first.
    holes: Vec<JsonHole<'t>>,
    /// Where several layers that protect the same thing are denied, most layers first.
    together: Vec<JsonStack<'t>>,
}

/// A layer.
#[derive(Serialize, JsonSchema)]
struct JsonLayer<'t> {
    /// Which.
    layer: Layer,
    /// Over all types.
    #[serde(flatten)]
    counts: Counts,
    /// By type.
    types: Vec<JsonType<'t>>,
}

/// A layer of a type.
#[derive(Serialize, JsonSchema)]
struct JsonType<'t> {
    /// Which type.
    #[serde(rename = "type")]
    kind: &'t str,
    /// Over its resources.
    #[serde(flatten)]
    counts: Counts,
}

/// Something that is missing.
#[derive(Serialize, JsonSchema)]
struct JsonHole<'t> {
    /// What: `conflict` (boundary policies disagree about who has the duty),
    /// `unassigned` (a control decides, and nobody has the duty), `unmapped` (nobody
    /// has any duty), `unwatched` (no control looks at the layer), `blind` (no control
    /// looks at any layer of the type).
    hole: &'static str,
    /// On which layer; null when on all of them.
    layer: Option<Layer>,
    /// The type.
    #[serde(rename = "type")]
    kind: &'t str,
    /// The resources that have the hole.
    resources: usize,
    /// The resources of the type.
    of: usize,
    /// Who answers for the layer, with the number of resources.
    parties: &'t BTreeMap<String, usize>,
    /// One of the resources.
    example: JsonResource<'t>,
}

/// A resource.
#[derive(Serialize, JsonSchema)]
struct JsonResource<'t> {
    /// Canonical id.
    id: &'t str,
    /// Canonical type.
    #[serde(rename = "type")]
    kind: &'t str,
    /// Short name.
    name: &'t str,
    /// The file that it stands in.
    file: &'t str,
    /// The line.
    line: usize,
}

/// Layers that protect the same thing.
#[derive(Serialize, JsonSchema)]
struct JsonStack<'t> {
    /// The resource, or the one that the others are inside of.
    resource: JsonResource<'t>,
    /// Whether every layer that a control looked at is denied.
    all_watched_fail: bool,
    /// Who answers for what is denied.
    parties: Vec<&'t str>,
    /// The layers that are denied.
    failing: BTreeMap<Layer, Vec<JsonFailing<'t>>>,
    /// The layers of which it is not known, or a policy failed.
    unknown: Vec<Layer>,
    /// The layers that every control that looked allows.
    allowed: Vec<Layer>,
    /// The layers that no control looked at.
    unwatched: Vec<Layer>,
}

/// A control that denies.
#[derive(Serialize, JsonSchema)]
struct JsonFailing<'t> {
    /// Its id.
    control: &'t str,
    /// Its requirement.
    title: &'t str,
    /// Its severity.
    severity: Severity,
    /// About which resource.
    resource: JsonResource<'t>,
}

/// Writes layers as one object of JSON; `policy_set` is the digest of the policies.
///
/// # Errors
/// The output can't be written.
pub fn write_layers_json(
    tally: &Tally,
    policy_set: &str,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let json = Json {
        format_version: FORMAT,
        onus: env!("CARGO_PKG_VERSION"),
        policy_set,
        parties: tally.parties().iter().map(PartyFilter::as_str).collect(),
        resources: tally.resources(),
        types: tally.types(),
        layers: tally
            .layers()
            .into_iter()
            .map(|(layer, types)| JsonLayer {
                layer,
                counts: types
                    .iter()
                    .fold(Counts::default(), |all, (_, counts)| all.and(*counts)),
                types: types
                    .into_iter()
                    .map(|(kind, counts)| JsonType { kind, counts })
                    .collect(),
            })
            .collect(),
        holes: tally.gap_summaries().iter().map(hole).collect(),
        together: tally.together().into_iter().map(stack).collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &json)?;
    writeln!(out)
}

/// The JSON Schema of layers.
///
/// ```
/// assert_eq!(onus_report::layers::layers_schema()["title"], "Layers");
/// ```
pub fn layers_schema() -> serde_json::Value {
    schemars::schema_for!(Json<'static>).to_value()
}

fn hole<'t>(hole: &GapSummary<'t>) -> JsonHole<'t> {
    JsonHole {
        hole: hole.kind.as_str(),
        layer: hole.layer,
        kind: hole.resource_type,
        resources: hole.resources,
        of: hole.of,
        parties: hole.parties,
        example: resource(hole.example),
    }
}

fn resource(about: &ResourceRef) -> JsonResource<'_> {
    JsonResource {
        id: &about.id,
        kind: &about.kind,
        name: &about.name,
        file: &about.source.file,
        line: about.source.line,
    }
}

fn stack(stack: &Stack) -> JsonStack<'_> {
    let failing = stack.failing.iter().map(|(layer, failing)| {
        let failing = failing.iter().map(|one| JsonFailing {
            control: &one.control.id,
            title: &one.control.title,
            severity: one.control.severity,
            resource: resource(&one.resource),
        });
        (*layer, failing.collect())
    });
    JsonStack {
        resource: resource(&stack.about),
        all_watched_fail: stack.is_open(),
        parties: stack.parties.iter().map(String::as_str).collect(),
        failing: failing.collect(),
        unknown: stack.layers_in(&[State::Unknown, State::Failed]),
        allowed: stack.layers_in(&[State::Allowed]),
        unwatched: stack.layers_in(&[State::Unwatched, State::ProviderOnly]),
    }
}
