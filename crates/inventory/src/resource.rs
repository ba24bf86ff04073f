//! The canonical resource: a header that every format is mapped to, and the native body,
//! which stays in the document's text until it is needed.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use onus_core::decision::{Party, Scope};
use onus_core::document::Document;
use onus_core::json_pointer::Pointer;
use onus_core::vocabulary::{Layer, Phase, ServiceModel};

use crate::change::Change;
use crate::json::locate::locate;
use crate::resource_type::is_providers_own;

/// One deployed or planned resource of an inventory.
#[derive(Debug, Clone)]
pub struct Resource {
    /// Canonical spelling, used for joins and fingerprints; lower case for Azure,
    /// where ids are case-insensitive.
    pub id: String,
    /// Canonical type: lower case for Azure, verbatim elsewhere.
    pub kind: String,
    /// Short name, for people.
    pub name: String,
    /// The provider's key: `azure`, `aws`, `gcp`, `m365`, ...
    pub provider: String,
    /// Region, if it has one.
    pub location: Option<String>,
    /// The scope in the organization.
    pub scope: Scope,
    /// Tags or labels; of keys that differ only in case the first one counts.
    pub tags: BTreeMap<String, String>,
    /// Deployed, planned, or only described.
    pub phase: Phase,
    /// The service model, for records that have it and unmapped types.
    pub model: Option<ServiceModel>,
    /// Places in the policy's input document whose value is unknown.
    pub unknown: Vec<Pointer>,
    /// Places in the policy's input document that must never be printed.
    pub sensitive: Vec<Pointer>,
    /// Documented responsibilities.
    pub claims: Vec<Claim>,
    /// Other spellings of the id by which records refer to it, such as an ARN.
    pub aliases: Vec<String>,
    /// References, as far as the format has them. Ids in the configuration are found
    /// without these.
    pub edges: Vec<Edge>,
    /// The resource whose layer the record is about, if it is about another resource.
    pub subject: Option<Box<Subject>>,
    /// What a plan does to it, and how it has drifted.
    pub change: Option<Box<Change>>,
    /// The place of the native record.
    pub body: Body,
}

/// The layer of another resource that a record is about, such as one that an incident
/// affected. The responsible party of that layer is responsible here.
#[derive(Debug, Clone)]
pub struct Subject {
    /// The layer.
    pub layer: Layer,
    /// The resource, as far as the record describes it.
    pub resource: Resource,
    /// Whether the record has its settings. Then these count, and not those of another
    /// inventory.
    pub has_settings: bool,
}

impl Resource {
    /// The same resource with only its own record instead of the document, so that it can
    /// outlive the piece of the file that it was read from.
    #[must_use]
    pub fn kept(&self) -> Self {
        let body = &self.body;
        let mut kept = self.clone();
        // Derived text keeps its document, which is needed to find places.
        if !body.document.is_made() {
            kept.body = Body {
                document: Arc::new(body.document.excerpt(&body.range)),
                range: 0..body.range.len(),
                pointer: body.pointer.clone(),
                properties: body.properties.clone(),
                raw: body.raw.clone(),
            };
        }
        kept
    }

    /// Whether a plan removes it, so that only controls that ask for changes see it.
    pub fn is_removed(&self) -> bool {
        self.change.as_ref().is_some_and(|change| change.is_removed)
    }

    /// The place of a pointer into the input of policies, in the user's file; none for header
    /// fields and for values of other resources.
    pub fn place(&self, input: &Pointer) -> Option<Place> {
        if let Some(tail) = input.strip(&Pointer::parse("/change")) {
            return self.change.as_ref()?.place(&tail);
        }
        Some(self.body.place(&self.body.native(input)?))
    }

    /// Whether its id is an address of Terraform, which is only unique in its state. A
    /// resource of a provider that passes on an API has the type of that API, and the address
    /// of its own.
    pub fn has_address(&self) -> bool {
        const PASSED_ON: [&str; 3] = ["awscc_", "azapi_", "kubernetes_"];
        let is_passed_on = |step: &str| PASSED_ON.iter().any(|head| step.starts_with(head));
        self.id.contains(&format!("{}.", self.kind))
            || (!self.id.starts_with('/') && self.id.split('.').any(is_passed_on))
    }

    /// Whether its provider always reports some property of it. Azure, AWS and Google
    /// Cloud do for deployed resources, so an export without any property has lost them.
    /// A template or a plan without any uses defaults.
    pub fn always_has_properties(&self) -> bool {
        self.phase == Phase::Deployed
            && matches!(self.provider.as_str(), "azure" | "aws" | "gcp")
            && is_providers_own(&self.kind)
    }

    /// A deployed resource with an id, a type, a provider and the place of its record.
    pub fn new(id: String, kind: String, provider: &str, body: Body) -> Self {
        Self {
            id,
            kind,
            name: String::new(),
            provider: provider.to_owned(),
            location: None,
            scope: Scope::default(),
            tags: BTreeMap::new(),
            phase: Phase::Deployed,
            model: None,
            unknown: Vec::new(),
            sensitive: Vec::new(),
            claims: Vec::new(),
            aliases: Vec::new(),
            edges: Vec::new(),
            subject: None,
            change: None,
            body,
        }
    }
}

/// A reference to another resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// The name of the reference in the format, such as `bucket`; none for the name of
    /// its place in the configuration.
    pub kind: Option<String>,
    /// The id, or an alias, of the target.
    pub to: String,
    /// The place of the reference in the policy's input document, if it has one.
    pub via: Option<Pointer>,
}

/// A native record inside a document.
#[derive(Debug, Clone)]
pub struct Body {
    /// The inventory file.
    pub document: Arc<Document>,
    /// Bytes of the record.
    pub range: Range<usize>,
    /// JSON pointer of the record within the file (the line, for NDJSON).
    pub pointer: Pointer,
    /// The configuration subtree, `input.properties`, within the record: `/properties` in
    /// ARM, `/change/after` in a Terraform plan.
    pub properties: Pointer,
    /// The native record that policies see as `input.raw`, within this record: the root,
    /// except for records of onus, which can have one.
    pub raw: Pointer,
}

impl Body {
    /// The record's text.
    pub fn text(&self) -> &str {
        self.document.slice(&self.range)
    }

    /// The start of the record, in the user's file.
    pub fn start(&self) -> (Arc<Document>, Range<usize>) {
        Document::trace(&self.document, self.range.clone())
    }

    /// The place of a pointer within the record, in the user's file: the value, or the
    /// start of the nearest enclosing value.
    pub fn place(&self, native: &Pointer) -> Place {
        let found = locate(self.text(), native);
        let start = self.range.start + found.range.start;
        let range = if found.exact {
            start..self.range.start + found.range.end
        } else {
            start..start + 1
        };
        let (document, range) = Document::trace(&self.document, range);
        Place {
            document,
            range,
            exact: found.exact,
        }
    }

    /// The text of the value at a pointer within the record, if there is one.
    pub fn value_text(&self, native: &Pointer) -> Option<&str> {
        let found = locate(self.text(), native);
        let text = || self.text().get(found.range.clone());
        found.exact.then(text).flatten()
    }

    /// Converts a pointer into the policy's input to one within the record; none for
    /// header fields, which have no single place in the record.
    pub fn native(&self, input: &Pointer) -> Option<Pointer> {
        if let Some(tail) = input.strip(&Pointer::parse("/properties")) {
            return Some(self.properties.join(&tail));
        }
        let tail = input.strip(&Pointer::parse("/raw"))?;
        Some(self.raw.join(&tail))
    }

    /// Converts a pointer within the record to one into the policy's input.
    pub fn input_pointer(&self, native: &Pointer) -> Pointer {
        if let Some(tail) = native.strip(&self.properties) {
            return Pointer::parse("/properties").join(&tail);
        }
        let tail = native.strip(&self.raw).unwrap_or_else(|| native.clone());
        Pointer::parse("/raw").join(&tail)
    }
}

/// A part of a file.
#[derive(Debug, Clone)]
pub struct Place {
    /// The file.
    pub document: Arc<Document>,
    /// Bytes of its text.
    pub range: Range<usize>,
    /// Whether it is the requested value, and not an enclosing one.
    pub exact: bool,
}

/// What somebody believes: that `party` performs the duty of `layer`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// The layer.
    pub layer: Layer,
    /// The party that is believed to perform it.
    pub party: Party,
    /// The document that says so: a contract, a RACI table.
    pub source: String,
}

/// Folds tags into a string map: null is no tags, values that are not strings are written
/// as JSON, and of keys that differ only in case the first one counts.
pub fn fold_tags(tags: Option<&serde_json::Value>) -> BTreeMap<String, String> {
    let mut folded: BTreeMap<String, String> = BTreeMap::new();
    let Some(serde_json::Value::Object(map)) = tags else {
        return folded;
    };
    for (key, value) in map {
        if folded.keys().any(|known| known.eq_ignore_ascii_case(key)) {
            continue;
        }
        let text = match value {
            serde_json::Value::String(text) => text.clone(),
            serde_json::Value::Null => String::new(),
            other => other.to_string(),
        };
        folded.insert(key.clone(), text);
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_fold_to_strings() {
        let tags = serde_json::json!({"Owner": "a", "owner": "b", "n": 1, "z": null});
        let folded = fold_tags(Some(&tags));
        assert_eq!(folded.get("Owner").map(String::as_str), Some("a"));
        assert_eq!(folded.len(), 3);
        assert!(fold_tags(None).is_empty());
    }

    #[test]
    fn addresses_are_those_of_terraform() {
        let has_address = |id: &str, kind: &str| {
            let document = Arc::new(Document::new("t", "{}"));
            let body = Body {
                document,
                range: 0..2,
                pointer: Pointer::root(),
                properties: Pointer::root(),
                raw: Pointer::root(),
            };
            Resource::new(id.to_owned(), kind.to_owned(), "azure", body).has_address()
        };
        assert!(has_address("aws_lb.a", "aws_lb"));
        assert!(has_address("azapi_resource.a", "microsoft.web/sites"));
        assert!(has_address(
            "module.m[\"a/b\"].kubernetes_pod_v1.a",
            "v1/Pod"
        ));
        assert!(!has_address("shop/core/pod/a", "v1/Pod"));
        assert!(!has_address(
            "/subscriptions/s/x.azapi_y",
            "microsoft.web/sites"
        ));
    }
}
