//! Raw state files: `terraform.tfstate` as backends keep it, and the output of `terraform
//! state pull`.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use onus_core::diagnostic::Diagnostic;
use onus_core::json_pointer::Pointer;
use onus_core::vocabulary::Phase;

use crate::formats::description::{ConfigurationKey, Family, FormatDescription, Streaming, Syntax};
use crate::formats::terraform::common::{Header, TerraformResource, resource};
use crate::formats::terraform::implied_edges::add_implied_edges;
use crate::formats::terraform::reshaped::reshaped;
use crate::input::Input;
use crate::json::outline::{Members, Outline};
use crate::reader::{Reader, Reading};
use crate::reshape;
use crate::resource::{Edge, Resource};

/// The reader for raw state files.
///
/// Their format is not public and changes between versions; onus supports version 4. Data
/// sources are omitted, and so are deposed objects, which will be deleted.
pub struct TerraformRawState;

static DESCRIPTION: FormatDescription = FormatDescription {
    name: "terraform-raw-state",
    family: Family::Terraform,
    purpose: "raw Terraform states",
    made_by: "terraform state pull",
    notes: "Not a public format: read with a warning.",
    example: "terraform-raw-state/terraform.tfstate.json",
    syntax: Syntax::Json,
    streaming: Streaming::Never,
    configurations: &[ConfigurationKey::Object("attributes")],
};

impl Reader for TerraformRawState {
    fn description(&self) -> &'static FormatDescription {
        &DESCRIPTION
    }

    fn recognizes(&self, outline: &Outline<'_>) -> bool {
        outline.object().is_some_and(|top| {
            top.has("serial")
                && (top.has("lineage") || top.has("terraform_version"))
                && ["resources", "modules", "encrypted_data"]
                    .iter()
                    .any(|key| top.has(key))
        })
    }

    fn read(&self, source: &Input<'_>) -> Reading {
        let mut reading = Reading::default();
        if let Some(top) = source.outline.object()
            && let Err(problem) = read_state(source, top, &mut reading)
        {
            reading.problems.push(*problem);
        }
        reading
    }
}

/// The command that prints a state in its public format.
const PUBLIC: &str = "give onus what `terraform show -json > state.json` writes";

fn read_state(
    source: &Input<'_>,
    top: &Members<'_>,
    reading: &mut Reading,
) -> Result<(), Box<Diagnostic>> {
    if let Some(part) = top.get("encrypted_data") {
        return Err(Box::new(
            Diagnostic::error("this state file is encrypted")
                .at(source.spot(part))
                .help("give onus what `tofu show -json > state.json` writes, where the keys are at hand"),
        ));
    }
    let version = top.get("version");
    if version.map(RawValue::get) != Some("4") {
        let shown: String = version
            .map_or("none", |part| part.get())
            .chars()
            .take(40)
            .collect();
        let problem = Diagnostic::error(format!(
            "version `{shown}` of a raw state file is not one that onus knows, so nothing of this document was read"
        ))
        .help(PUBLIC);
        return Err(Box::new(match version {
            Some(part) => problem.at(source.spot(part)),
            None => problem,
        }));
    }
    let resources = source.items(top, "resources")?;
    let at = Pointer::parse("/resources");
    let mut read = Vec::new();
    for (index, part) in resources.into_iter().enumerate() {
        let at = at.child(index.to_string());
        if let Err(problem) = read_resource(source, part, &at, &mut read, reading) {
            reading.problems.push(*problem);
        }
    }
    let instances = instances_by_address(&read);
    for (mut resource, _, dependencies) in read {
        resource.edges = edges(&dependencies, &instances);
        reading.resources.push(resource);
    }
    add_implied_edges(reading, &|_| None);
    reshape::each(reading, |resource| reshaped(source, resource));
    if let Some(part) = version {
        reading.problems.push(
            Diagnostic::warning(
                "this is a raw Terraform state file, whose form is not public, and which does not mark all that its providers call sensitive",
            )
            .at(source.spot(part))
            .help(PUBLIC),
        );
    }
    Ok(())
}

/// The common parts of all instances of a resource.
#[derive(Deserialize)]
struct Shared<'t> {
    module: Option<String>,
    mode: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    name: Option<String>,
    provider: Option<String>,
    #[serde(borrow)]
    instances: Option<Vec<&'t RawValue>>,
}

#[derive(Deserialize)]
struct Instance<'t> {
    index_key: Option<Value>,
    deposed: Option<String>,
    #[serde(borrow)]
    attributes: Option<&'t RawValue>,
    sensitive_attributes: Option<Value>,
    private: Option<Value>,
    dependencies: Option<Vec<String>>,
}

/// A resource, its address without the index, and the addresses of its dependencies.
type Read = (Resource, String, Vec<String>);

fn read_resource(
    source: &Input<'_>,
    part: &RawValue,
    at: &Pointer,
    read: &mut Vec<Read>,
    reading: &mut Reading,
) -> Result<(), Box<Diagnostic>> {
    source.members(part)?;
    let shared: Shared<'_> = source.parse(part)?;
    if shared.mode.as_deref().is_some_and(|mode| mode != "managed") {
        return Ok(());
    }
    let given = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    let (Some(kind), Some(name)) = (given(&shared.kind), given(&shared.name)) else {
        return Err(Box::new(
            Diagnostic::error(format!("the resource at `{at}` has no type or no name"))
                .at(source.spot(part))
                .help(PUBLIC),
        ));
    };
    let module = given(&shared.module);
    let local = format!("{kind}.{name}");
    let address = match &module {
        Some(module) => format!("{module}.{local}"),
        None => local,
    };
    let provider = shared.provider.as_deref().map(provider_name);
    for (index, record) in shared.instances.into_iter().flatten().enumerate() {
        let pointer = at.child("instances").child(index.to_string());
        let instance = source
            .members(record)
            .and_then(|_| source.parse::<Instance<'_>>(record));
        let instance = match instance {
            Ok(instance) if instance.deposed.is_some() => continue,
            Ok(instance) => instance,
            Err(problem) => {
                reading.problems.push(*problem);
                continue;
            }
        };
        let index = instance.index_key.as_ref().filter(|key| !key.is_null());
        let header = Header::managed(
            match index {
                Some(key) => format!("{address}[{key}]"),
                None => address.clone(),
            },
            module.clone(),
            kind.clone(),
            provider.clone(),
        );
        let configured = instance
            .attributes
            .is_some_and(|attributes| attributes.get().starts_with('{'));
        let found = TerraformResource {
            record,
            pointer,
            header,
            module: None,
            values: instance.attributes,
            properties: Pointer::parse("/attributes"),
            phase: Phase::Deployed,
            unknown: if configured {
                Vec::new()
            } else {
                vec![Pointer::parse("/properties")]
            },
            sensitive: sensitive_places(&instance),
            identity: None,
        };
        match resource(source, found) {
            Ok(resource) => {
                let dependencies = instance.dependencies.unwrap_or_default();
                read.push((resource, address.clone(), dependencies));
            }
            Err(problem) => reading.problems.push(*problem),
        }
    }
    Ok(())
}

/// `registry.terraform.io/hashicorp/aws` of
/// `module.m.provider["registry.terraform.io/hashicorp/aws"].east`, and `aws` of the
/// older `provider.aws.east`.
fn provider_name(text: &str) -> String {
    let quoted = text
        .split_once("[\"")
        .and_then(|(_, rest)| rest.split_once("\"]"));
    match quoted {
        Some((name, _)) => name.to_owned(),
        None => text
            .rsplit_once("provider.")
            .map_or(text, |(_, name)| name)
            .to_owned(),
    }
}

/// Paths of steps, such as `{"type": "get_attr", "value": "password"}`. An unknown step
/// marks everything below the step before it. `private` belongs to providers and is never
/// shown.
fn sensitive_places(instance: &Instance<'_>) -> Vec<Pointer> {
    let mut places = Vec::new();
    for path in instance
        .sensitive_attributes
        .iter()
        .filter_map(Value::as_array)
        .flatten()
    {
        let mut at = Pointer::root();
        // Before 0.15 a path was one step that was not in a list.
        let steps = path
            .as_array()
            .map_or(std::slice::from_ref(path), Vec::as_slice);
        for step in steps {
            let value = step.get("value");
            // The value of an index is an object with the key and its type.
            let key = value.map(|value| value.get("value").unwrap_or(value));
            match key {
                Some(Value::String(key)) => at = at.child(key.as_str()),
                Some(Value::Number(index)) => at = at.child(index.to_string()),
                _ => break,
            }
        }
        places.push(Pointer::parse("/properties").join(&at));
        places.push(Pointer::parse("/raw/attributes").join(&at));
    }
    if instance.private.is_some() {
        places.push(Pointer::parse("/raw/private"));
    }
    places
}

/// The ids of the instances of each resource: dependencies name a resource without an
/// index.
fn instances_by_address(read: &[Read]) -> BTreeMap<String, Vec<String>> {
    let mut instances: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (resource, address, _) in read {
        instances
            .entry(address.clone())
            .or_default()
            .push(resource.id.clone());
    }
    instances
}

fn edges(dependencies: &[String], instances: &BTreeMap<String, Vec<String>>) -> Vec<Edge> {
    dependencies
        .iter()
        .enumerate()
        .flat_map(|(index, address)| {
            let via = Pointer::parse("/raw/dependencies").child(index.to_string());
            instances
                .get(address)
                .into_iter()
                .flatten()
                .map(move |to| Edge {
                    kind: Some("dependency".to_owned()),
                    to: to.clone(),
                    via: Some(via.clone()),
                })
        })
        .collect()
}
