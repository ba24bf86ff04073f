//! Raw state files: `terraform.tfstate` as backends keep it, and what
//! `terraform state pull` prints.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use onus_core::diagnostic::Diagnostic;
use onus_core::json_pointer::Pointer;
use onus_core::vocabulary::Phase;

use crate::formats::description::{ConfigurationKey, Family, FormatDescription, Streaming, Syntax};
use crate::formats::terraform::common::{Header, TerraformResource, resource};
use crate::input::Input;
use crate::json::outline::{Members, Outline};
use crate::reader::{Reader, Reading};
use crate::resource::{Edge, Resource};

/// The reader for raw state files.
///
/// Their form is not public and changes between versions; onus knows version 4.
/// Data sources are left out, and so are deposed objects, which wait for their
/// deletion.
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

/// The command that prints a state in its public form.
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

/// What all instances of a resource have in common.
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

/// A resource, its address without the index, and the addresses that it depends on.
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

/// Paths of steps, such as `{"type": "get_attr", "value": "password"}`. A step that
/// is not understood marks all that is below the one before it. What providers
/// keep for themselves in `private` is nobody's business.
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

/// The ids of the instances of each resource: what depends on a resource names it
/// without an index.
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

#[cfg(test)]
mod tests {
    use crate::detect::{reading_of, recognized_by};
    use onus_core::diagnostic::Level;

    use super::*;

    fn state(resources: &str) -> String {
        format!(
            r#"{{"version": 4, "terraform_version": "1.9.0", "serial": 7, "lineage": "l", "outputs": {{}}, "resources": [{resources}]}}"#
        )
    }

    #[test]
    fn instances_are_read() {
        let text = state(
            r#"{"mode": "data", "type": "aws_region", "name": "here", "instances": [{"attributes": {}}]},
            {"module": "module.m", "mode": "managed", "type": "aws_db_instance", "name": "db", "provider": "provider[\"registry.terraform.io/hashicorp/aws\"].east",
             "instances": [
               {"index_key": "a.b", "schema_version": 1, "attributes": {"id": "db-1", "arn": "arn:aws:rds:eu-west-1:123:db:db-1", "password": "p", "tags_all": {"owner": "x"}, "list": [{"k": "v"}]},
                "sensitive_attributes": [[{"type": "get_attr", "value": "password"}], [{"type": "get_attr", "value": "list"}, {"type": "index", "value": {"value": 0, "type": "number"}}, {"type": "get_attr", "value": "k"}]],
                "private": "e30="},
               {"index_key": 1, "deposed": "d", "attributes": {}}]},
            {"mode": "managed", "type": "null_resource", "name": "n", "provider": "provider.null", "instances": [
               {"attributes_flat": {"id": "1"}, "dependencies": ["module.m.aws_db_instance.db", "data.aws_region.here"]}]}"#,
        );
        assert_eq!(recognized_by(&text), ["terraform-raw-state"]);
        let reading = reading_of(&text);
        let [db, null] = reading.resources.as_slice() else {
            panic!("{:?}", reading.resources);
        };
        assert_eq!(db.id, "module.m.aws_db_instance.db[\"a.b\"]");
        assert_eq!(
            (db.name.as_str(), db.provider.as_str()),
            ("db[\"a.b\"]", "aws")
        );
        assert_eq!(db.scope.account.as_deref(), Some("123"));
        assert_eq!(db.scope.group.as_deref(), Some("module.m"));
        assert_eq!(db.tags["owner"], "x");
        assert_eq!(db.aliases, ["db-1", "arn:aws:rds:eu-west-1:123:db:db-1"]);
        assert_eq!(db.body.pointer.to_string(), "/resources/1/instances/0");
        let sensitive: Vec<String> = db.sensitive.iter().map(Pointer::to_string).collect();
        assert_eq!(
            sensitive,
            [
                "/properties/password",
                "/raw/attributes/password",
                "/properties/list/0/k",
                "/raw/attributes/list/0/k",
                "/raw/private",
            ]
        );
        let native = db
            .body
            .native(&Pointer::parse("/properties/list/0/k"))
            .unwrap();
        let place = db.body.place(&native);
        assert_eq!(place.document.slice(&place.range), "\"v\"");
        assert_eq!(
            (null.id.as_str(), null.provider.as_str()),
            ("null_resource.n", "null")
        );
        assert!(null.unknown.contains(&Pointer::parse("/properties")));
        assert_eq!(null.edges.len(), 1);
        assert_eq!(null.edges[0].to, db.id);
        let [problem] = reading.problems.as_slice() else {
            panic!("{:?}", reading.problems);
        };
        assert_eq!(problem.level, Level::Warning);
        assert!(
            problem
                .help
                .as_ref()
                .unwrap()
                .contains("terraform show -json")
        );
    }

    #[test]
    fn steps_that_are_not_understood_mark_all_below() {
        let instance: Instance<'_> = serde_json::from_str(
            r#"{"sensitive_attributes": [[{"type": "get_attr", "value": "a"}, {"type": "splat"}], {"type": "get_attr", "value": "b"}, []]}"#,
        )
        .unwrap();
        let places: Vec<String> = sensitive_places(&instance)
            .iter()
            .map(Pointer::to_string)
            .collect();
        assert_eq!(
            places,
            [
                "/properties/a",
                "/raw/attributes/a",
                "/properties/b",
                "/raw/attributes/b",
                "/properties",
                "/raw/attributes",
            ]
        );
    }

    #[test]
    fn providers_are_named_in_two_ways() {
        for (text, name) in [
            (
                "provider[\"registry.terraform.io/hashicorp/aws\"].east",
                "registry.terraform.io/hashicorp/aws",
            ),
            (
                "module.a.provider[\"registry.opentofu.org/hashicorp/google\"]",
                "registry.opentofu.org/hashicorp/google",
            ),
            ("module.a.provider.aws.east", "aws.east"),
            ("provider.azurerm", "azurerm"),
        ] {
            assert_eq!(provider_name(text), name);
        }
    }

    #[test]
    fn other_versions_and_encrypted_states_are_refused() {
        for (text, message) in [
            (
                r#"{"version": 3, "serial": 1, "lineage": "l", "modules": []}"#,
                "version `3`",
            ),
            (
                r#"{"serial": 1, "lineage": "l", "encrypted_data": "x"}"#,
                "is encrypted",
            ),
        ] {
            assert_eq!(recognized_by(text), ["terraform-raw-state"]);
            let reading = reading_of(text);
            assert!(reading.resources.is_empty());
            assert_eq!(reading.problems.len(), 1);
            assert!(reading.problems[0].message.contains(message));
        }
        let reading = reading_of(&state(
            r#"{"mode": "managed", "name": "n"}, 3, {"type": "a", "name": "b", "instances": [3]}"#,
        ));
        assert_eq!(reading.problems.len(), 4, "{:?}", reading.problems);
    }
}
