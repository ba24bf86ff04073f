//! Pulumi stacks: the output of `pulumi stack export`, and the checkpoint files of
//! backends.

mod reshaped;
mod resource;
mod secrets;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use onus_core::diagnostic::Diagnostic;
use onus_core::json_pointer::Pointer;

use crate::formats::description::{ConfigurationKey, Family, FormatDescription, Streaming, Syntax};
use crate::formats::pulumi::reshaped::reshaped;
use crate::formats::pulumi::resource::{header, read_resource};
use crate::input::Input;
use crate::json::outline::{Members, Outline};
use crate::json::records::rows;
use crate::reader::{Reader, Reading};
use crate::reshape;

/// The reader for the states of Pulumi stacks.
///
/// `/properties` has the values that the provider returned (`outputs`). A resource
/// without outputs is planned, and has the requested values (`inputs`). Stacks,
/// providers, components and resources that will be deleted are omitted.
pub struct Pulumi;

static DESCRIPTION: FormatDescription = FormatDescription {
    name: "pulumi",
    family: Family::Pulumi,
    purpose: "Pulumi stacks",
    made_by: "pulumi stack export --file stack.json",
    notes: "Secrets are unknown and never shown. Resources are evaluated as those of ARM, CloudFormation, Kubernetes or Terraform that they are made of.",
    example: "pulumi/contoso-shop.json",
    syntax: Syntax::Json,
    streaming: Streaming::Never,
    configurations: &[ConfigurationKey::Object("outputs")],
};

impl Reader for Pulumi {
    fn description(&self) -> &'static FormatDescription {
        &DESCRIPTION
    }

    fn recognizes(&self, outline: &Outline<'_>) -> bool {
        outline.object().is_some_and(|top| {
            top.has("version") && (top.has("deployment") || top.has("checkpoint"))
        })
    }

    fn read(&self, source: &Input<'_>) -> Reading {
        let mut reading = Reading::default();
        if let Some(top) = source.outline.object()
            && let Err(problem) = read_stack(source, top, &mut reading)
        {
            reading.problems.push(*problem);
        }
        reading
    }
}

fn read_stack(
    source: &Input<'_>,
    top: &Members<'_>,
    reading: &mut Reading,
) -> Result<(), Box<Diagnostic>> {
    if let Some(part) = top.get("version")
        && !matches!(part.get(), "3" | "4")
    {
        let shown: String = part.get().chars().take(40).collect();
        return Err(Box::new(
            Diagnostic::error(format!(
                "version `{shown}` of a deployment is not one that onus knows, so nothing of this document was read"
            ))
            .at(source.spot(part))
            .help("make it again with a current `pulumi stack export`"),
        ));
    }
    let (deployment, at) = match top.get("deployment") {
        Some(part) => (Some(part), Pointer::parse("/deployment")),
        None => {
            let checkpoint = match top.get("checkpoint") {
                Some(part) if part.get() != "null" => source.members(part)?,
                _ => Members::default(),
            };
            (
                checkpoint.get("latest"),
                Pointer::parse("/checkpoint/latest"),
            )
        }
    };
    // Nothing was ever deployed.
    let Some(deployment) = deployment.filter(|part| part.get() != "null") else {
        return Ok(());
    };
    let deployment = source.members(deployment)?;
    let resources = source.items(&deployment, "resources")?;
    let records = rows(&resources, &at.child("resources"));
    let mut headers = Vec::new();
    for entry in &records {
        match header(source, entry) {
            Ok(header) if header.is_resource() => headers.push((entry, header)),
            Ok(_) => {}
            Err(problem) => reading.problems.push(*problem),
        }
    }
    let known: BTreeSet<String> = headers
        .iter()
        .filter_map(|(_, header)| header.urn.clone())
        .collect();
    for (entry, header) in headers {
        match read_resource(source, entry, header, &known) {
            Ok(resource) => reading.resources.push(resource),
            Err(problem) => reading.problems.push(*problem),
        }
    }
    reshape::each(reading, |resource| reshaped(source, resource));
    let pending = source.items(&deployment, "pending_operations")?;
    if let Some(first) = pending.first() {
        reading.problems.push(
            Diagnostic::error(format!(
                "{} operations of this stack were interrupted, so it is not known what became of their resources",
                pending.len()
            ))
            .at(source.spot(first))
            .help("run `pulumi refresh`, and make the export again"),
        );
    }
    Ok(())
}
