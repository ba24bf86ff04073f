//! Decisions: the result of one control about one resource, and who has to act. This is the
//! output contract.
//!
//! `--output json` and `ndjson` print the JSON form of [`Decision`]. Its JSON Schema is in
//! `docs/schema/`, and a change to it is a versioned change.

mod certainty;
mod failure;
mod responsibility;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::document::Position;
use crate::json_pointer::Pointer;
use crate::vocabulary::{Layer, ServiceModel, Severity};

pub use certainty::Certainty;
pub use failure::{Failure, FailureCause};
pub use responsibility::{
    Answer, Basis, Changed, Duty, Override, Party, Responsibility, Split, Switch,
};

/// Allow or deny.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The requirement is met.
    Allow,
    /// It is not, or that could not be established.
    Deny,
}

/// Why the verdict is what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// The requirement is met.
    Satisfied,
    /// The requirement is not met.
    Violated,
    /// A fact that the control reads is not known.
    Unknown,
    /// Nobody is responsible for the layer.
    Unassigned,
    /// Two boundary policies disagree about who is responsible.
    Conflict,
    /// The policy failed.
    Error,
}

impl Status {
    /// Only a satisfied requirement is allowed.
    pub fn verdict(self) -> Verdict {
        match self {
            Self::Satisfied => Verdict::Allow,
            Self::Violated | Self::Unknown | Self::Unassigned | Self::Conflict | Self::Error => {
                Verdict::Deny
            }
        }
    }

    /// The word that reports use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Satisfied => "satisfied",
            Self::Violated => "violated",
            Self::Unknown => "unknown",
            Self::Unassigned => "unassigned",
            Self::Conflict => "conflict",
            Self::Error => "error",
        }
    }
}

/// The control of a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ControlRef {
    /// Stable id, such as `AZ-STORAGE-001`.
    pub id: String,
    /// The requirement as a sentence.
    pub title: String,
    /// How bad a violation is.
    pub severity: Severity,
    /// The layer that the duty sits at, unless the decision names another.
    pub layer: Layer,
    /// The Rego package.
    pub package: String,
    /// Public pages about the requirement.
    pub links: Vec<String>,
    /// Control ids of other frameworks.
    pub frameworks: BTreeMap<String, Vec<String>>,
}

/// The resource of a decision.
#[derive(Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ResourceRef {
    /// Canonical id.
    pub id: String,
    /// Canonical type.
    #[serde(rename = "type")]
    pub kind: String,
    /// Short name.
    pub name: String,
    /// The provider's key, such as `azure`.
    pub provider: String,
    /// The service model, if the type is known.
    pub model: Option<ServiceModel>,
    /// Where in the organisation it is.
    pub scope: Scope,
    /// Where in the inventory it stands.
    pub source: Source,
    /// The inventory that the id is unique within: the name that `onus.toml` gives it,
    /// else its path as given. None for ids that are unique everywhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
}

impl ResourceRef {
    /// The resource as people are shown it; see [`label`].
    pub fn label(&self) -> &str {
        label(&self.id, &self.kind, &self.name)
    }
}

/// The short name of a resource for people. An instance that Terraform manages is known by
/// its address: several modules can have a block of one name.
///
/// ```
/// use onus_core::decision::label;
/// let address = "module.b[1].aws_s3_bucket.this";
/// assert_eq!(label(address, "aws_s3_bucket", "this"), address);
/// assert_eq!(label("arn:aws:s3:::logs", "AWS::S3::Bucket", "logs"), "logs");
/// ```
pub fn label<'r>(id: &'r str, kind: &str, name: &'r str) -> &'r str {
    let is_address = !kind.is_empty()
        && id.match_indices(kind).any(|(at, _)| {
            let (before, after) = (id.get(..at), id.get(at + kind.len()..));
            before.is_some_and(|before| before.is_empty() || before.ends_with('.'))
                && after.is_some_and(|after| after.starts_with('.'))
        });
    if is_address { id } else { name }
}

/// Where in the organisation a resource is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Scope {
    /// Tenant, organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tenant: Option<String>,
    /// Subscription, account, project.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// Resource group, stack, module.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
}

/// Where in an inventory something stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Source {
    /// The file as the user named it.
    pub file: String,
    /// JSON pointer within the file (within the line, for NDJSON).
    pub pointer: Pointer,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// One thing that is not as required.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Finding {
    /// What is wrong, without naming the resource.
    pub message: String,
    /// The property in the document that policies see.
    pub pointer: Option<Pointer>,
    /// Its value; a sensitive one is withheld.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<serde_json::Value>,
    /// The value that would be allowed, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<serde_json::Value>,
    /// The file that the property stands in, when it is not the resource's own: a
    /// related resource can come from another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Line of the property, or of the nearest thing that encloses it.
    pub line: Option<usize>,
    /// Column of the same.
    pub column: Option<usize>,
    /// Where the source that the inventory was made of says so, or what encloses
    /// it there; for Terraform, when its source is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub written_at: Option<WrittenAt>,
    /// Whether it is a violation, or a fact that is not known, in a decision with status
    /// `violated`; omitted for violations, and in all other decisions.
    #[serde(skip_serializing_if = "Certainty::is_certain")]
    #[schemars(default)]
    pub certainty: Certainty,
    /// Bytes of the inventory to underline.
    #[serde(skip)]
    pub range: Option<std::ops::Range<usize>>,
    /// The failure that this finding reports, if it reports one.
    #[serde(skip)]
    pub failure: Option<Failure>,
}

/// A place in the source that an inventory was made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct WrittenAt {
    /// The file, below the folder as the user named it.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// What to do about a denial.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Remediation {
    /// One sentence.
    pub summary: String,
    /// Commands and settings by tool, filled in for the resource.
    #[serde(flatten)]
    pub commands: BTreeMap<String, String>,
}

/// An accepted denial: who accepted it, why, and until when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct WaiverRef {
    /// Why it is accepted.
    pub reason: String,
    /// Who accepted it.
    pub approved_by: String,
    /// The last day on which it counts, `YYYY-MM-DD`.
    pub expires: String,
}

/// The answer for one resource and one control.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Decision {
    /// Allow or deny.
    pub decision: Verdict,
    /// Why.
    pub status: Status,
    /// The requirement.
    pub control: Arc<ControlRef>,
    /// The layer that this decision is about: the control's, unless the finding
    /// named another.
    pub layer: Layer,
    /// What it was asked of.
    pub resource: Arc<ResourceRef>,
    /// Who has to act or did, and why they.
    #[schemars(with = "responsibility::AnswerForm<'static>")]
    pub responsible: Answer,
    /// What is not as required; empty for an allow.
    pub findings: Vec<Finding>,
    /// What to do; none for an allow.
    pub remediation: Option<Remediation>,
    /// The waiver that covers the denial, if one does.
    pub waiver: Option<WaiverRef>,
    /// Whether the denial is in the baseline of the run; left out where it is not.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schemars(default)]
    pub in_baseline: bool,
    /// Stable over runs and lines: sha256 of control id, canonical resource id and
    /// sub-key, and of the origin of an id that is unique within its inventory only, in
    /// hexadecimal.
    pub fingerprint: String,
}

impl Decision {
    /// Whether this is a denial that nobody has accepted and that no baseline has.
    pub fn is_open_denial(&self) -> bool {
        self.decision == Verdict::Deny && self.waiver.is_none() && !self.in_baseline
    }
}

/// The stable fingerprint of a decision. `sub_key` tells several decisions of one
/// control on one resource apart and is empty for most.
///
/// ```
/// use onus_core::decision::fingerprint;
/// let one = fingerprint("AZ-STORAGE-001", "/subscriptions/s/a", "");
/// assert_eq!(one.len(), 64);
/// assert_ne!(one, fingerprint("AZ-STORAGE-001", "/subscriptions/s/a", "data"));
/// ```
pub fn fingerprint(control: &str, resource: &str, sub_key: &str) -> String {
    fingerprint_within(None, control, resource, sub_key)
}

/// The [`fingerprint`] of a decision about a resource that has an origin, where its id is
/// unique within that origin only.
pub fn fingerprint_within(
    origin: Option<&str>,
    control: &str,
    resource: &str,
    sub_key: &str,
) -> String {
    let mut hash = Sha256::new();
    for part in [control, "\0", resource, "\0", sub_key] {
        hash.update(part.as_bytes());
    }
    if let Some(origin) = origin {
        hash.update(b"\0");
        hash.update(origin.as_bytes());
    }
    hex(&hash.finalize())
}

/// Bytes in lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    use fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The place of a position in a file, as decisions carry it.
impl Source {
    /// A source at `position`.
    pub fn new(file: impl Into<String>, pointer: Pointer, position: Position) -> Self {
        Self {
            file: file.into(),
            pointer,
            line: position.line,
            column: position.column,
        }
    }
}

/// The JSON Schema of a [`Decision`] as it is written.
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Decision).to_value()
}

/// A decision about a resource that is called like its id, for tests.
#[cfg(any(test, feature = "samples"))]
pub fn sample(control: &str, resource: &str, verdict: Verdict) -> Decision {
    let denied = verdict == Verdict::Deny;
    let place = Position { line: 1, column: 1 };
    Decision {
        decision: verdict,
        status: if denied {
            Status::Violated
        } else {
            Status::Satisfied
        },
        control: Arc::new(ControlRef {
            id: control.to_owned(),
            title: "It is closed".to_owned(),
            severity: Severity::High,
            layer: Layer::Configuration,
            package: "acme".to_owned(),
            links: Vec::new(),
            frameworks: BTreeMap::new(),
        }),
        layer: Layer::Configuration,
        resource: Arc::new(ResourceRef {
            id: resource.to_owned(),
            kind: "acme_thing".to_owned(),
            name: resource.to_owned(),
            provider: "acme".to_owned(),
            model: None,
            scope: Scope::default(),
            source: Source::new("estate.json", Pointer::root(), place),
            origin: None,
        }),
        responsible: Answer::Unassigned {
            reason: "nobody says so".to_owned(),
        },
        findings: denied
            .then(|| Finding {
                message: "it is open".to_owned(),
                pointer: None,
                value: None,
                expected: None,
                file: None,
                line: Some(1),
                column: Some(1),
                written_at: None,
                certainty: Certainty::Certain,
                range: None,
                failure: None,
            })
            .into_iter()
            .collect(),
        remediation: None,
        waiver: None,
        in_baseline: false,
        fingerprint: fingerprint(control, resource, ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_makes_another_fingerprint() {
        let of = |origin| fingerprint_within(origin, "C-1", "web", "");
        assert_eq!(of(None), fingerprint("C-1", "web", ""));
        assert_ne!(of(None), of(Some("a")));
        assert_ne!(of(Some("a")), of(Some("b")));
    }

    /// `ONUS_UPDATE_SCHEMA=1 cargo test schema` writes the file anew.
    #[test]
    fn the_published_schema_is_current() {
        let path = concat!(
            concat!(env!("CARGO_MANIFEST_DIR"), "/../.."),
            "/docs/schema/decision.schema.json"
        );
        let current = format!("{}\n", serde_json::to_string_pretty(&schema()).unwrap());
        if std::env::var_os("ONUS_UPDATE_SCHEMA").is_some() {
            std::fs::write(path, &current).unwrap();
        }
        assert_eq!(std::fs::read_to_string(path).unwrap(), current);
    }
}
