//! Pulumi stacks: what `pulumi stack export` prints, and the checkpoint files of
//! backends.

pub(crate) mod secrets;

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use onus_core::decision::Scope;
use onus_core::diagnostic::Diagnostic;
use onus_core::json_pointer::Pointer;
use onus_core::vocabulary::Phase;

use crate::arm_id::arm_scope_of;
use crate::formats::description::{ConfigurationKey, Family, FormatDescription, Streaming, Syntax};
use crate::formats::pulumi::secrets::{Marks, is_special};
use crate::input::Input;
use crate::json::json_problem::json_problem;
use crate::json::outline::{Members, Outline};
use crate::json::records::{Record, rows};
use crate::reader::{Reader, Reading};
use crate::resource::{Edge, Resource, fold_tags};

/// The reader for the states of Pulumi stacks.
///
/// `/properties` is what the provider returned (`outputs`); of a resource that has
/// none yet, what it was asked for (`inputs`), and then it is planned. Stacks,
/// providers, components and resources that wait for their deletion are left out.
pub struct Pulumi;

static DESCRIPTION: FormatDescription = FormatDescription {
    name: "pulumi",
    family: Family::Pulumi,
    purpose: "Pulumi stacks",
    made_by: "pulumi stack export --file stack.json",
    notes: "Secrets are unknown and never shown.",
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

/// The header of a resource; a string that is a secret is none.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Header<'t> {
    urn: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    custom: Option<bool>,
    delete: Option<bool>,
    pending_replacement: Option<bool>,
    id: Option<String>,
    parent: Option<String>,
    dependencies: Option<Vec<String>>,
    property_dependencies: Option<BTreeMap<String, Option<Vec<String>>>>,
    additional_secret_outputs: Option<Vec<String>>,
    #[serde(borrow)]
    inputs: Option<&'t RawValue>,
    #[serde(borrow)]
    outputs: Option<&'t RawValue>,
}

impl Header<'_> {
    /// Whether this is a resource of a provider that exists or is about to. One
    /// that waits for its replacement is gone already.
    fn is_resource(&self) -> bool {
        let skipped = self.custom == Some(false)
            || self.delete == Some(true)
            || self.pending_replacement == Some(true)
            || self.kind.as_deref().is_some_and(|kind| {
                kind.starts_with("pulumi:providers:") || kind == "pulumi:pulumi:Stack"
            });
        !skipped
    }
}

fn header<'t>(source: &Input<'_>, entry: &Record<'t>) -> Result<Header<'t>, Box<Diagnostic>> {
    entry.members(source)?;
    serde_json::from_str(entry.text)
        .map_err(|error| Box::new(json_problem(source.document, entry.text, &error)))
}

fn read_resource(
    source: &Input<'_>,
    entry: &Record<'_>,
    header: Header<'_>,
    known: &BTreeSet<String>,
) -> Result<Resource, Box<Diagnostic>> {
    let given = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    let (Some(urn), Some(kind)) = (given(&header.urn), given(&header.kind)) else {
        return Err(entry.problem(
            source,
            format!("the resource at `{}` has no urn or no type", entry.pointer),
            "give onus all that `pulumi stack export` prints",
        ));
    };
    let object = |part: Option<&RawValue>| {
        part.filter(|part| part.get().starts_with('{'))
            .and_then(|part| serde_json::from_str::<Value>(part.get()).ok())
    };
    let outputs = object(header.outputs);
    let inputs = object(header.inputs);
    let (values, properties) = match (&outputs, &inputs) {
        (None, Some(inputs)) => (inputs, "/inputs"),
        (outputs, _) => (outputs.as_ref().unwrap_or(&Value::Null), "/outputs"),
    };
    let mut marks = Marks::new(properties);
    for (values, at) in [(&outputs, "/outputs"), (&inputs, "/inputs")] {
        if let Some(values) = values {
            marks.find(values, at);
        }
    }
    for name in header.additional_secret_outputs.iter().flatten() {
        marks.secret(&Pointer::parse("/outputs").child(name));
    }
    if outputs.is_none() && inputs.is_none() {
        marks.unknown.push(Pointer::parse("/properties"));
    }
    let text = |key: &str| {
        values
            .get(key)
            .and_then(Value::as_str)
            .filter(|text| !text.is_empty() && !is_special(&Value::from(*text)))
            .map(str::to_owned)
    };
    let id = given(&header.id);
    let provider = provider_of(&kind);
    let phase = if outputs.is_none() && id.is_none() {
        Phase::Planned
    } else {
        Phase::Deployed
    };
    let tags = tags(values, &mut marks);
    let arn = text("arn");
    Ok(Resource {
        name: urn.rsplit("::").next().unwrap_or(&urn).to_owned(),
        scope: scope_of(&provider, arn.as_deref(), id.as_deref(), &text),
        location: text("location")
            .or_else(|| text("region"))
            .or_else(|| text("zone")),
        provider,
        tags,
        phase,
        model: None,
        unknown: marks.unknown,
        sensitive: marks.sensitive,
        claims: Vec::new(),
        aliases: id.into_iter().chain(arn).collect(),
        edges: edges(&header, known),
        subject: None,
        body: entry.body(source, Pointer::parse(properties)),
        id: urn,
        kind,
    })
}

/// Tags and labels; secret ones are not known, and not shown.
fn tags(values: &Value, marks: &mut Marks) -> BTreeMap<String, String> {
    let Some(Value::Object(tags)) = ["tagsAll", "tags", "labels"]
        .iter()
        .find_map(|key| values.get(key).filter(|tags| tags.is_object()))
    else {
        return BTreeMap::new();
    };
    let at = Pointer::parse("/tags");
    if is_special(&Value::Object(tags.clone())) {
        marks.unknown.push(at);
        return BTreeMap::new();
    }
    let mut plain = tags.clone();
    plain.retain(|key, value| {
        let hidden = is_special(value);
        if hidden {
            marks.unknown.push(at.child(key));
        }
        !hidden
    });
    fold_tags(Some(&Value::Object(plain)))
}

/// The key of a provider: of `azure-native:storage:StorageAccount`, `azure`.
fn provider_of(kind: &str) -> String {
    let package = kind.split(':').next().unwrap_or(kind);
    match package {
        "azure-native" | "azure" | "azuread" | "azure-nextgen" => "azure",
        "aws" | "aws-native" | "awsx" => "aws",
        "gcp" | "google-native" => "gcp",
        other => other,
    }
    .to_ascii_lowercase()
}

fn scope_of(
    provider: &str,
    arn: Option<&str>,
    id: Option<&str>,
    text: &impl Fn(&str) -> Option<String>,
) -> Scope {
    let lower = |text: Option<String>| text.map(|text| text.to_ascii_lowercase());
    match provider {
        "azure" => {
            let from_id = id.map(arm_scope_of).unwrap_or_default();
            Scope {
                group: from_id.group.or_else(|| lower(text("resourceGroupName"))),
                ..from_id
            }
        }
        // arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE
        "aws" => Scope {
            account: arn
                .and_then(|arn| arn.split(':').nth(4))
                .filter(|account| !account.is_empty())
                .map(str::to_owned),
            ..Scope::default()
        },
        "gcp" => Scope {
            account: text("project"),
            ..Scope::default()
        },
        _ => Scope::default(),
    }
}

/// References to other resources of the stack; what is left out can't be led to.
fn edges(header: &Header<'_>, known: &BTreeSet<String>) -> Vec<Edge> {
    let mut edges: Vec<Edge> = Vec::new();
    let mut add = |kind: &str, to: &String, via: Pointer| {
        if known.contains(to) {
            edges.push(Edge {
                kind: Some(kind.to_owned()),
                to: to.clone(),
                via: Some(via),
            });
        }
    };
    if let Some(parent) = &header.parent {
        add("parent", parent, Pointer::parse("/raw/parent"));
    }
    let mut by_property = BTreeSet::new();
    for (property, targets) in header.property_dependencies.iter().flatten() {
        for to in targets.iter().flatten() {
            by_property.insert(to);
            add(property, to, Pointer::parse("/properties").child(property));
        }
    }
    for (index, to) in header.dependencies.iter().flatten().enumerate() {
        if !by_property.contains(to) {
            let via = Pointer::parse("/raw/dependencies").child(index.to_string());
            add("dependency", to, via);
        }
    }
    edges
}

#[cfg(test)]
mod tests {
    use crate::detect::{reading_of, recognized_by};

    use super::*;

    const SECRET: &str = r#"{"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "ciphertext": "v1:abc"}"#;

    fn stack(resources: &str) -> String {
        format!(
            r#"{{"version": 3, "deployment": {{"manifest": {{"time": "t"}}, "resources": [
              {{"urn": "urn:pulumi:prod::shop::pulumi:pulumi:Stack::shop-prod", "custom": false, "type": "pulumi:pulumi:Stack"}},
              {{"urn": "urn:pulumi:prod::shop::pulumi:providers:aws::default", "custom": true, "id": "x", "type": "pulumi:providers:aws"}},
              {resources}]}}}}"#
        )
    }

    fn pointers(pointers: &[Pointer]) -> Vec<String> {
        pointers.iter().map(Pointer::to_string).collect()
    }

    #[test]
    fn a_stack_is_read() {
        let text = stack(&format!(
            r#"{{"urn": "urn:b", "custom": true, "id": "bucket-1", "type": "aws:s3/bucket:Bucket", "parent": "urn:pulumi:prod::shop::pulumi:pulumi:Stack::shop-prod",
                "inputs": {{"acl": "private", "key": {SECRET}}},
                "outputs": {{"arn": "arn:aws:s3::123:bucket-1", "region": "eu-west-1", "acl": "private", "tagsAll": {{"owner": "a", "pin": {SECRET}}}, "list": [{{}}, {SECRET}]}},
                "additionalSecretOutputs": ["acl"]}},
              {{"urn": "urn:pulumi:prod::shop::aws:s3/bucketObject:BucketObject::o", "custom": true, "type": "aws:s3/bucketObject:BucketObject", "parent": "urn:b",
                "inputs": {{"bucket": "04da6b54-80e4-46f7-96ec-b56ff0331ba9"}}, "dependencies": ["urn:b", "urn:gone"], "propertyDependencies": {{"bucket": ["urn:b"], "key": null}}}},
              {{"urn": "urn:old", "custom": true, "delete": true, "type": "aws:s3/bucket:Bucket"}}"#
        ));
        assert_eq!(recognized_by(&text), ["pulumi"]);
        let reading = reading_of(&text);
        assert!(reading.problems.is_empty(), "{:?}", reading.problems);
        let [bucket, object] = reading.resources.as_slice() else {
            panic!("{:?}", reading.resources);
        };
        assert_eq!(
            (bucket.id.as_str(), bucket.kind.as_str()),
            ("urn:b", "aws:s3/bucket:Bucket")
        );
        assert_eq!(bucket.provider, "aws");
        assert_eq!(bucket.phase, Phase::Deployed);
        assert_eq!(bucket.aliases, ["bucket-1", "arn:aws:s3::123:bucket-1"]);
        assert_eq!(bucket.scope.account.as_deref(), Some("123"));
        assert_eq!(bucket.location.as_deref(), Some("eu-west-1"));
        assert_eq!(bucket.tags.len(), 1);
        assert!(bucket.edges.is_empty());
        assert_eq!(
            pointers(&bucket.sensitive),
            [
                "/properties/tagsAll/pin",
                "/raw/outputs/tagsAll/pin",
                "/properties/list/1",
                "/raw/outputs/list/1",
                "/raw/inputs/key",
                "/properties/acl",
                "/raw/outputs/acl",
            ]
        );
        assert_eq!(
            pointers(&bucket.unknown),
            [
                "/properties/tagsAll/pin",
                "/raw/outputs/tagsAll/pin",
                "/properties/list/1",
                "/raw/outputs/list/1",
                "/raw/inputs/key",
                "/tags/pin",
            ]
        );
        let native = bucket
            .body
            .native(&Pointer::parse("/properties/list/1"))
            .unwrap();
        let place = bucket.body.place(&native);
        assert_eq!(place.document.slice(&place.range), SECRET);
        // No frame shows it.
        assert!(place.document.withheld().contains(&place.range));
        assert_eq!(object.name, "o");
        assert_eq!(object.phase, Phase::Planned);
        assert_eq!(object.body.properties.to_string(), "/inputs");
        assert_eq!(
            pointers(&object.unknown),
            ["/properties/bucket", "/raw/inputs/bucket"]
        );
        let edges: Vec<(&str, String)> = object
            .edges
            .iter()
            .map(|edge| {
                (
                    edge.kind.as_deref().unwrap(),
                    edge.via.as_ref().unwrap().to_string(),
                )
            })
            .collect();
        assert_eq!(
            edges,
            [
                ("parent", "/raw/parent".to_owned()),
                ("bucket", "/properties/bucket".to_owned())
            ]
        );
    }

    #[test]
    fn checkpoints_and_empty_stacks_are_read() {
        let text = r#"{"version": 3, "checkpoint": {"stack": "prod", "latest": {"resources": [
            {"urn": "u::n", "custom": true, "type": "azure-native:storage:StorageAccount", "outputs": {"location": "westeurope"},
             "id": "/subscriptions/S/resourceGroups/Rg/providers/Microsoft.Storage/storageAccounts/a"}]}}}"#;
        assert_eq!(recognized_by(text), ["pulumi"]);
        let reading = reading_of(text);
        assert!(reading.problems.is_empty(), "{:?}", reading.problems);
        let account = &reading.resources[0];
        assert_eq!(account.provider, "azure");
        assert_eq!(account.scope.account.as_deref(), Some("s"));
        assert_eq!(account.scope.group.as_deref(), Some("rg"));
        assert_eq!(
            account.body.pointer.to_string(),
            "/checkpoint/latest/resources/0"
        );
        for empty in [
            r#"{"version": 3, "deployment": null}"#,
            r#"{"version": 3, "checkpoint": {"latest": null}}"#,
        ] {
            let reading = reading_of(empty);
            assert!(reading.problems.is_empty() && reading.resources.is_empty());
        }
    }

    #[test]
    fn what_is_not_whole_is_a_problem() {
        let reading = reading_of(
            r#"{"version": 3, "deployment": {"resources": [{"urn": "u", "custom": true}, {"urn": 3}, {"urn": "v", "type": "a:b:C"}],
                "pending_operations": [{"type": "creating", "resource": {"urn": "w"}}]}}"#,
        );
        assert_eq!(reading.resources.len(), 1);
        assert_eq!(
            reading.resources[0].unknown,
            [Pointer::parse("/properties")]
        );
        let messages: Vec<&str> = reading
            .problems
            .iter()
            .map(|problem| problem.message.as_str())
            .collect();
        assert_eq!(messages.len(), 3, "{messages:?}");
        assert!(
            messages
                .iter()
                .any(|message| message.contains("has no urn or no type"))
        );
        assert!(messages[2].contains("were interrupted"));
        let reading = reading_of(r#"{"version": 2, "deployment": {}}"#);
        assert!(reading.problems[0].message.contains("version `2`"));
    }
}
