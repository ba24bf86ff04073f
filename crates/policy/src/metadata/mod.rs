//! METADATA blocks: OPA's annotation format, parsed here because the engine treats them as
//! comments. A wrong block is an error with its place, never ignored.

pub(crate) mod block;
pub(crate) mod id;
pub(crate) mod keys;
pub(crate) mod misplaced_keys;
pub(crate) mod resources;
pub(crate) mod schema;
pub(crate) mod value_shapes;
pub(crate) mod yaml_errors;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use onus_core::vocabulary::{ChangeKind, Layer, Severity};

pub use crate::metadata::misplaced_keys::{Fault, MisplacedKey, misplaced_keys};
pub use crate::metadata::value_shapes::is_key;
pub use block::{Block, MetadataError, blocks};
pub use resources::{INVENTORY, Resources};
pub use schema::schema;

/// What a package says about itself: the block of comments above its package clause
/// that begins with `# METADATA`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Metadata {
    /// The requirement as a sentence.
    #[schemars(extend("examples" = ["Storage accounts refuse plain HTTP"]))]
    pub title: Option<String>,
    /// What goes wrong otherwise.
    #[schemars(extend("examples" = ["Data in transit can be read or changed when HTTP is accepted."]))]
    pub description: Option<String>,
    /// Public pages about it.
    #[serde(default)]
    #[schemars(with = "Vec<RelatedForm>")]
    pub related_resources: Vec<Related>,
    /// What onus needs to know.
    pub custom: Option<Custom>,
}

/// A public page.
#[derive(Debug, Clone, Deserialize)]
#[serde(from = "RelatedForm")]
pub struct Related {
    /// Its address.
    pub reference: String,
}

/// A public page: its address, or an object with the address as `ref`.
// OPA allows both.
#[derive(Deserialize, JsonSchema)]
#[serde(untagged)]
enum RelatedForm {
    /// The address.
    Address(String),
    /// The address, and what else other tools want to know.
    Object {
        /// The address.
        #[serde(rename = "ref")]
        #[schemars(extend("format" = "uri"))]
        reference: String,
    },
}

impl From<RelatedForm> for Related {
    fn from(form: RelatedForm) -> Self {
        match form {
            RelatedForm::Address(reference) | RelatedForm::Object { reference } => {
                Self { reference }
            }
        }
    }
}

/// What onus needs to know. Which keys are required depends on the kind of package.
/// Other tools may keep keys of their own here.
// What is required is checked where the package's role is made.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
pub struct Custom {
    /// Stable for ever, and never given to another package, whatever the case. It begins
    /// with a letter and holds letters and digits, joined by single `-`, `_` or `.`.
    #[serde(default, deserialize_with = "id::optional")]
    #[schemars(regex(pattern = id::PATTERN), length(max = id::LONGEST), extend("examples" = ["ACME-STORAGE-001"]))]
    pub id: Option<String>,
    /// Older ids that still work.
    #[serde(default, deserialize_with = "id::list")]
    #[schemars(inner(regex(pattern = id::PATTERN), length(max = id::LONGEST)))]
    pub aliases: Vec<String>,
    /// What the package is.
    #[serde(default)]
    pub kind: Kind,
    /// How bad a violation is.
    pub severity: Option<Severity>,
    /// The layer that the duty sits at.
    pub layer: Option<Layer>,
    /// Globs over resource types; `*` stays within one part of a type, and alone means
    /// every type. The word `inventory` in place of the list: the control is evaluated once,
    /// over counts and names of all resources.
    #[serde(default)]
    #[schemars(extend("examples" = [["microsoft.storage/storageaccounts", "azurerm_storage_account"]]))]
    pub resources: Resources,
    /// Ways to other resources that the control wants to see: at most four steps, the
    /// last of which may be `children.` with a type.
    // As they are written.
    #[serde(default)]
    #[schemars(inner(regex(pattern = schema::NEED)), extend("examples" = [["nic.subnet.nsg", "children.microsoft.sql/servers/databases"]]))]
    pub needs: Vec<String>,
    /// Kinds of changes. The control is evaluated only for resources of plans with one of
    /// them, and also for those that the plan removes.
    #[serde(default)]
    #[schemars(extend("examples" = [["delete", "replace"]]))]
    pub changes: Vec<ChangeKind>,
    /// What to do about a violation.
    pub remediation: Option<Remediation>,
    /// Control ids of other frameworks, by framework.
    #[serde(default)]
    #[schemars(extend("examples" = [{"mcsb": ["DP-3"]}]))]
    pub frameworks: BTreeMap<String, Vec<String>>,
    /// Retired: still loaded by id, not selected by default.
    #[serde(default)]
    pub deprecated: bool,
    /// Takes part only when it is selected by its id, or by a glob over ids that has more
    /// to it than `*`.
    #[serde(default)]
    pub on_request: bool,
    /// For boundary packages: where it ranks; `organisation` unless it says so.
    pub tier: Option<Tier>,
    /// For boundary packages of the tier `edition`: which one.
    pub edition: Option<EditionMetadata>,
}

/// The kinds of package that onus evaluates.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A lock-down requirement, with a rule `deny`.
    #[default]
    Control,
    /// Says who is responsible, with a rule `responsibility`.
    Boundary,
    /// Maps resource types to service models, with a rule `table`.
    Types,
}

/// Where a boundary package ranks: a later tier answers before an earlier one.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    /// A provider's published matrix.
    Edition,
    /// What a service's own documents say, and its switches.
    Service,
    /// What the organisation has agreed.
    Organisation,
}

/// An edition of a provider's matrix.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, Deserialize, JsonSchema)]
pub struct EditionMetadata {
    /// Its id, such as `msft-2026`.
    #[serde(deserialize_with = "id::one")]
    #[schemars(regex(pattern = id::PATTERN), length(max = id::LONGEST))]
    pub id: String,
    /// The providers that it speaks for.
    pub providers: Vec<String>,
    /// When it was published, `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    pub published: String,
}

/// What to do about a violation: a summary, and commands by tool.
// Keys without a name of their own are tools.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
pub struct Remediation {
    /// One sentence.
    #[schemars(extend("examples" = ["Turn on \"Secure transfer required\"."]))]
    pub summary: String,
    /// What differs in some cases, by the name of the case. A finding can name one as
    /// `fix`.
    #[serde(default)]
    #[schemars(extend("examples" = [{"slot": {"resources": "microsoft.web/sites/slots", "az": "az webapp update --name {parent} --slot {name}"}}]))]
    pub variants: BTreeMap<String, RemediationVariant>,
    /// Commands or settings by tool (`az`, `terraform`, `aws`, ...).
    #[serde(flatten)]
    pub commands: BTreeMap<String, String>,
}

/// What differs from the usual fix in one case: where all of its conditions hold, or where
/// a finding names it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
pub struct RemediationVariant {
    /// A glob over resource types.
    pub resources: Option<String>,
    /// A glob over the places of findings; `*` stays within one segment, `**` does not.
    #[schemars(extend("examples" = ["/properties/osProfile/windowsConfiguration/**"]))]
    pub pointer: Option<String>,
    /// Another summary.
    pub summary: Option<String>,
    /// Other commands or settings by tool.
    #[serde(flatten)]
    pub commands: BTreeMap<String, String>,
}
