//! Plans: the output of `terraform show -json` and `tofu show -json` for a plan file.

mod changes;
#[cfg(test)]
mod tests;

use onus_core::diagnostic::Diagnostic;
use onus_core::json_pointer::Pointer;
use onus_core::vocabulary::Phase;

use crate::formats::description::{ConfigurationKey, Family, FormatDescription, Streaming, Syntax};
use crate::formats::terraform::common::accepts_version;
use crate::formats::terraform::plan::changes::{add_drift, read_entry};
use crate::formats::terraform::references::link;
use crate::formats::terraform::reshaped::reshaped;
use crate::formats::terraform::state::read_values;
use crate::input::Input;
use crate::json::outline::{Members, Outline};
use crate::reader::{Reader, Reading};
use crate::reshape;
use crate::resource::Resource;

/// The reader for plans.
///
/// There is one resource per entry of `resource_changes` that Terraform manages and that
/// still exists after the plan, and one per entry of `resource_drift` for a resource that
/// the plan doesn't have otherwise. Policies see `change.after` as `input.properties`; places
/// that `after_unknown` marks are unknown. Entries that the plan does not change are
/// deployed, all others are planned. References come from `configuration`. Resources that
/// are gone after the plan are removed resources, with `change.before` as `input.properties`.
pub struct TerraformPlan;

static DESCRIPTION: FormatDescription = FormatDescription {
    name: "terraform-plan",
    family: Family::Terraform,
    purpose: "Terraform and OpenTofu plans",
    made_by: "terraform plan -out=p && terraform show -json p",
    notes: "`--source DIR` names the `.tf` line of each finding. `azapi_resource`, `awscc_*` and `kubernetes_*` are evaluated as the ARM, CloudFormation and Kubernetes resources that they declare.",
    example: "terraform-plan/contoso-payments.json",
    syntax: Syntax::Json,
    streaming: Streaming::Never,
    configurations: &[
        ConfigurationKey::Object("values"),
        ConfigurationKey::Object("after"),
    ],
};

impl Reader for TerraformPlan {
    fn description(&self) -> &'static FormatDescription {
        &DESCRIPTION
    }

    fn recognizes(&self, outline: &Outline<'_>) -> bool {
        outline.object().is_some_and(|top| {
            top.has("format_version") && (top.has("resource_changes") || top.has("planned_values"))
        })
    }

    fn read(&self, source: &Input<'_>) -> Reading {
        let mut reading = Reading::default();
        let Some(top) = source.outline.object() else {
            return reading;
        };
        if !accepts_version(source, top, &mut reading) {
            return reading;
        }
        reading.problems.extend(incompleteness(source, top));
        if top
            .get("resource_changes")
            .is_none_or(|changes| changes.get() == "null")
        {
            read_planned_values(source, top, &mut reading);
            link(source, top, &mut reading);
            reshape::each(&mut reading, |resource| reshaped(source, resource));
            return reading;
        }
        let changes = match source.items(top, "resource_changes") {
            Ok(changes) => changes,
            Err(problem) => {
                reading.problems.push(*problem);
                return reading;
            }
        };
        let mut omitted = Omitted::default();
        let prefix = Pointer::parse("/resource_changes");
        for (index, record) in changes.iter().enumerate() {
            read_entry(
                source,
                (prefix.child(index.to_string()), *record),
                &mut omitted,
                &mut reading,
            );
        }
        add_drift(source, top, &mut omitted, &mut reading);
        // What a plan removes is nothing that other resources refer to.
        let (mut removed, staying) = reading
            .resources
            .into_iter()
            .partition(Resource::is_removed);
        reading.resources = staying;
        if reading.resources.is_empty() && reading.problems.is_empty() {
            reading
                .problems
                .push(omitted.explanation(source, top, changes.len()));
        }
        link(source, top, &mut reading);
        reading.resources.append(&mut removed);
        reshape::each(&mut reading, |resource| reshaped(source, resource));
        reading
    }
}

/// What a plan has without a resource after it.
#[derive(Debug, Default)]
struct Omitted {
    /// Resources that are destroyed.
    destroyed: usize,
    /// Resources that Terraform forgets, and that remain.
    forgotten: usize,
    /// Resources that are gone already.
    gone: usize,
    /// Data sources.
    data: usize,
}

impl Omitted {
    /// Why a plan has no resource.
    fn explanation(&self, source: &Input<'_>, top: &Members<'_>, changes: usize) -> Diagnostic {
        const STATE: &str =
            "to evaluate what exists now, give onus the state: `terraform show -json > state.json`";
        let counted = |number: usize, what: &str| match number {
            0 => None,
            _ => Some(format!("{number} {what}")),
        };
        let parts: Vec<String> = [
            counted(self.destroyed, "destroyed"),
            counted(self.forgotten, "removed from the state"),
            counted(self.gone, "gone already"),
            counted(self.data, "read as a data source"),
        ]
        .into_iter()
        .flatten()
        .collect();
        let message = if self.destroyed > 0 && self.destroyed == changes {
            match changes {
                1 => "this plan only destroys 1 resource, and none is left to evaluate".to_owned(),
                _ => format!(
                    "this plan only destroys {changes} resources, and none is left to evaluate"
                ),
            }
        } else if changes > 0 {
            format!(
                "no resource is left after this plan to evaluate: {}",
                parts.join(", ")
            )
        } else if top.has("prior_state") {
            "this plan changes nothing: it is only a refresh".to_owned()
        } else {
            "this plan has no resource".to_owned()
        };
        let problem = Diagnostic::warning(message).help(STATE);
        match top.get("resource_changes") {
            Some(part) => problem.at(source.spot(part)),
            None => problem,
        }
    }
}

/// A plan without `resource_changes`: made by hand, or shortened by a tool.
fn read_planned_values(source: &Input<'_>, top: &Members<'_>, reading: &mut Reading) {
    read_values(source, top, "planned_values", Phase::Planned, reading);
    if let Some(values) = top.get("planned_values")
        && !reading.resources.is_empty()
    {
        reading.problems.push(
            Diagnostic::error(
                "this plan has no `resource_changes`: values that are known only after apply look as if they were not set",
            )
            .at(source.spot(values))
            .help("give onus all that `terraform show -json` prints for the plan file"),
        );
    }
}

/// The plan's own statements about being incomplete.
fn incompleteness(source: &Input<'_>, top: &Members<'_>) -> Option<Diagnostic> {
    let (key, message) = if top.value("errored") == Some(true) {
        (
            "errored",
            "this plan is not whole: Terraform failed while making it",
        )
    } else if top.value("complete") == Some(false) {
        (
            "complete",
            "this plan is not whole: it leaves out changes that are put off to a later plan",
        )
    } else {
        return None;
    };
    let problem = Diagnostic::error(message).help(match key {
        "errored" => "see what `terraform plan` says, and make the plan again",
        _ => "plan without `-target` and `-exclude`; if changes still are put off, apply this plan and evaluate the next one too",
    });
    Some(match top.get(key) {
        Some(at) => problem.at(source.spot(at)),
        None => problem,
    })
}
