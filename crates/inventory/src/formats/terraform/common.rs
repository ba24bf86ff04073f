//! Common parts of Terraform and OpenTofu plans and states: versions, the header of a
//! resource, and the trees that mark values.

#[cfg(test)]
mod tests;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use onus_core::decision::Scope;
use onus_core::diagnostic::Diagnostic;
use onus_core::json_pointer::Pointer;
use onus_core::vocabulary::Phase;

use crate::arm_id::arm_scope_of;
use crate::input::Input;
use crate::json::outline::Members;
use crate::reader::Reading;
use crate::resource::{Body, Resource, fold_tags};

/// What identifies a resource, in `resource_changes` and in `resources` alike.
#[derive(Deserialize)]
pub struct Header {
    address: String,
    module_address: Option<String>,
    mode: Option<String>,
    #[serde(rename = "type")]
    kind: String,
    provider_name: Option<String>,
    /// Set in plans for an object that will be deleted.
    deposed: Option<String>,
    /// The same in states.
    deposed_key: Option<String>,
}

/// A resource without its canonical header.
pub struct TerraformResource<'t> {
    /// The native record.
    pub record: &'t RawValue,
    /// Its pointer in the document.
    pub pointer: Pointer,
    /// Its header.
    pub header: Header,
    /// The address of its module, where the record has none.
    pub module: Option<String>,
    /// The values that policies see as `input.properties`, and their place.
    pub values: Option<&'t RawValue>,
    /// Their pointer in the record.
    pub properties: Pointer,
    /// The provider's identity of the resource, where the record has it.
    pub identity: Option<Value>,
    /// Deployed or planned.
    pub phase: Phase,
    /// Unknown places in the policy's input.
    pub unknown: Vec<Pointer>,
    /// Secret places in the policy's input.
    pub sensitive: Vec<Pointer>,
}

/// Values that go into the canonical header, in any shape.
#[derive(Default, Deserialize)]
struct Facts {
    id: Option<Value>,
    arn: Option<Value>,
    self_link: Option<Value>,
    location: Option<Value>,
    region: Option<Value>,
    zone: Option<Value>,
    resource_group_name: Option<Value>,
    subscription_id: Option<Value>,
    project: Option<Value>,
    tags_all: Option<Value>,
    tags: Option<Value>,
    labels: Option<Value>,
}

impl Header {
    /// The header of a managed object, for documents that spread it over several.
    pub fn managed(
        address: String,
        module_address: Option<String>,
        kind: String,
        provider_name: Option<String>,
    ) -> Self {
        Self {
            address,
            module_address,
            mode: None,
            kind,
            provider_name,
            deposed: None,
            deposed_key: None,
        }
    }

    /// Whether Terraform creates it: not a data source.
    pub fn is_managed(&self) -> bool {
        self.mode.as_deref().is_none_or(|mode| mode == "managed")
    }
}

/// Whether the document's version is supported; reports it if not.
pub fn accepts_version(source: &Input<'_>, top: &Members<'_>, reading: &mut Reading) -> bool {
    let Some(at) = top.get("format_version") else {
        return true;
    };
    let version = top.text("format_version").unwrap_or_default();
    let major = version
        .split('.')
        .next()
        .and_then(|major| major.parse().ok());
    match major {
        Some(1_u32) => true,
        Some(0) => {
            reading.problems.push(
                Diagnostic::warning(format!(
                    "format version `{version}` is older than 1.0; what newer ones mark as sensitive may not be marked here"
                ))
                .at(source.spot(at))
                .help("make it again with a current `terraform show -json`"),
            );
            true
        }
        _ => {
            let shown = if version.is_empty() {
                at.get().chars().take(40).collect()
            } else {
                version
            };
            reading.problems.push(
                Diagnostic::error(format!(
                    "format version `{shown}` is not one that onus knows, so nothing of this document was read"
                ))
                .at(source.spot(at))
                .help("onus reads format versions 0.x and 1.x; look for a newer onus"),
            );
            false
        }
    }
}

/// The places below `at` that a tree such as `after_unknown` marks with `true`.
pub fn marks(tree: Option<&Value>, at: &Pointer) -> Vec<Pointer> {
    fn walk(tree: &Value, at: &Pointer, found: &mut Vec<Pointer>) {
        match tree {
            Value::Bool(true) => found.push(at.clone()),
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    if is_mark(item) {
                        walk(item, &at.child(index.to_string()), found);
                    }
                }
            }
            Value::Object(members) => {
                for (key, member) in members {
                    if is_mark(member) {
                        walk(member, &at.child(key), found);
                    }
                }
            }
            _ => {}
        }
    }
    /// Most of a tree is `false`, `[]` and `{}`, for which no pointer is made.
    fn is_mark(tree: &Value) -> bool {
        match tree {
            Value::Bool(marked) => *marked,
            Value::Array(items) => !items.is_empty(),
            Value::Object(members) => !members.is_empty(),
            _ => false,
        }
    }
    let mut found = Vec::new();
    if let Some(tree) = tree {
        walk(tree, at, &mut found);
    }
    found
}

/// Makes the canonical record.
pub fn resource(
    source: &Input<'_>,
    found: TerraformResource<'_>,
) -> Result<Resource, Box<Diagnostic>> {
    let facts: Facts = match found.values {
        Some(values) if values.get().starts_with('{') => source.parse(values)?,
        _ => Facts::default(),
    };
    let header = found.header;
    if header.address.is_empty() || header.kind.is_empty() {
        return Err(Box::new(
            Diagnostic::error(format!(
                "the resource at `{}` has no address or no type",
                found.pointer
            ))
            .at(source.spot(found.record))
            .help("give onus all that `terraform show -json` prints"),
        ));
    }
    let module = header.module_address.or(found.module);
    let provider = provider_of(header.provider_name.as_deref(), &header.kind);
    let (tags_from, tags) = [
        ("tags_all", &facts.tags_all),
        ("tags", &facts.tags),
        ("labels", &facts.labels),
    ]
    .into_iter()
    .find_map(|(key, value)| Some((key, value.as_ref().filter(|value| value.is_object())?)))
    .unzip();
    let location = text(&facts.location)
        .or_else(|| text(&facts.region))
        .or_else(|| text(&facts.zone));
    let mut unknown = found.unknown;
    let mut sensitive = found.sensitive;
    // The header is made of the values, so unknown and secret values are unknown and
    // secret there too. `tags_all` has the provider's default tags too: if it is unknown,
    // `tags` is not complete.
    let of_tags = ["tags_all", tags_from.unwrap_or("tags")];
    mirror(&mut unknown, &of_tags, "tags");
    mirror(&mut sensitive, &of_tags, "tags");
    if location.is_none() {
        mirror(&mut unknown, &["location", "region", "zone"], "location");
    }
    let deposed = header.deposed.or(header.deposed_key);
    let name = short_name(&header.address, module.as_deref(), &header.kind);
    Ok(Resource {
        name: name.to_owned(),
        scope: scope_of(&facts, &provider, module),
        id: match deposed {
            Some(key) => format!("{}#deposed-{key}", header.address),
            None => header.address,
        },
        kind: header.kind,
        provider,
        location,
        tags: fold_tags(tags),
        phase: found.phase,
        model: None,
        aliases: aliases(&facts, found.identity.as_ref(), &sensitive),
        unknown,
        sensitive,
        claims: Vec::new(),
        edges: Vec::new(),
        subject: None,
        change: None,
        body: Body {
            document: source.document.clone(),
            range: source
                .document
                .range_of(found.record.get())
                .unwrap_or_default(),
            pointer: found.pointer,
            properties: found.properties,
            raw: Pointer::root(),
        },
    })
}

/// Ids by which other records can refer to the resource, without secret ones: ids appear
/// in reports.
fn aliases(facts: &Facts, identity: Option<&Value>, sensitive: &[Pointer]) -> Vec<String> {
    let properties = Pointer::parse("/properties");
    let hidden = |key: &str| {
        let at = properties.child(key);
        sensitive.iter().any(|hidden| at.strip(hidden).is_some())
    };
    let mut aliases: Vec<String> = [
        ("id", &facts.id),
        ("arn", &facts.arn),
        ("self_link", &facts.self_link),
    ]
    .into_iter()
    .filter(|(key, _)| !hidden(key))
    .filter_map(|(_, value)| text(value))
    .collect();
    // Most identities are an id in parts, such as a name and a region. No part identifies
    // the resource by itself.
    if let Some(identity) = identity.and_then(Value::as_object)
        && !["id", "arn", "self_link"].into_iter().any(hidden)
    {
        let ids = identity.iter().filter(|(key, _)| {
            !hidden(key)
                && (identity.len() == 1 || ["id", "arn", "self_link"].contains(&key.as_str()))
        });
        aliases.extend(
            ids.filter_map(|(_, value)| value.as_str())
                .filter(|id| !id.is_empty())
                .map(str::to_owned),
        );
    }
    let mut seen = std::collections::BTreeSet::new();
    aliases.retain(|alias| seen.insert(alias.clone()));
    aliases
}

/// Repeats marks at or below one of the properties `from` for the header field `to`.
fn mirror(marked: &mut Vec<Pointer>, from: &[&str], to: &str) {
    let properties = Pointer::parse("/properties");
    let target = Pointer::root().child(to);
    let mut mirrored: Vec<Pointer> = marked
        .iter()
        .filter_map(|pointer| {
            if *pointer == properties {
                return Some(target.clone());
            }
            from.iter()
                .find_map(|key| pointer.strip(&properties.child(*key)))
                .map(|tail| target.join(&tail))
        })
        .collect();
    mirrored.sort();
    mirrored.dedup();
    marked.append(&mut mirrored);
}

fn text(value: &Option<Value>) -> Option<String> {
    value
        .as_ref()
        .and_then(Value::as_str)
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
}

fn scope_of(facts: &Facts, provider: &str, module: Option<String>) -> Scope {
    let from_id = text(&facts.id)
        .map(|id| arm_scope_of(&id))
        .unwrap_or_default();
    let lower = |value| text(value).map(|text| text.to_ascii_lowercase());
    let account = match provider {
        // arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE
        "aws" => text(&facts.arn)
            .and_then(|arn| arn.split(':').nth(4).map(str::to_owned))
            .filter(|account| !account.is_empty()),
        "gcp" => text(&facts.project),
        _ => lower(&facts.subscription_id).or(from_id.account),
    };
    Scope {
        tenant: None,
        account,
        group: lower(&facts.resource_group_name).or(module),
    }
}

/// The key of a provider: from its address, such as
/// `registry.terraform.io/hashicorp/azurerm`, or else from the resource's type.
fn provider_of(name: Option<&str>, kind: &str) -> String {
    let short = match name.and_then(|name| name.rsplit('/').next()) {
        // Terraform 0.12 writes `null.aliased`, and raw states `provider.null`.
        Some(name) if !name.is_empty() => name
            .trim_start_matches("provider.")
            .split('.')
            .next()
            .unwrap_or(name),
        _ => kind.split('_').next().unwrap_or(kind),
    };
    match short {
        "azurerm" | "azapi" | "azuread" | "azurestack" => "azure",
        "aws" | "awscc" => "aws",
        "google" | "google-beta" => "gcp",
        "kubernetes" | "helm" => "kubernetes",
        other => other,
    }
    .to_owned()
}

/// `this["a.b"]` of `module.m["x"].aws_s3_bucket.this["a.b"]`.
fn short_name<'a>(address: &'a str, module: Option<&str>, kind: &str) -> &'a str {
    let local = module
        .and_then(|module| address.strip_prefix(module)?.strip_prefix('.'))
        .unwrap_or(address);
    local
        .strip_prefix(kind)
        .and_then(|rest| rest.strip_prefix('.'))
        .unwrap_or(local)
}
