//! The description of an input format: everything that help, documentation and tests
//! need to know about it.

use crate::json::outline::Outline;
use crate::streaming::record_location::RecordLocation;

/// What an input format is, for people and for tests.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct FormatDescription {
    /// The name that `--format` takes: lower case with hyphens.
    pub name: &'static str,
    /// Where the format is in tables of formats.
    pub family: Family,
    /// What it is, in a few words of Markdown.
    pub purpose: &'static str,
    /// The command that makes such a document, for help, messages and documentation.
    pub made_by: &'static str,
    /// What users need to know, in Markdown; may be empty.
    pub notes: &'static str,
    /// An example with at least two resources: its path below `inputs/`.
    pub example: &'static str,
    /// How such documents are written.
    pub syntax: Syntax,
    /// How large files are read.
    pub streaming: Streaming,
    /// The keys under which documents have the configurations of their records. Tests
    /// put secrets there and look for them in all outputs. May be empty where each
    /// record is its own configuration.
    pub configurations: &'static [ConfigurationKey],
}

/// The order of formats in tables: by family, and then as in
/// [`READERS`](crate::formats::READERS).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Family {
    /// Exports of Azure.
    Azure,
    /// Templates of Azure Resource Manager and results of their deployment.
    AzureDeployment,
    /// Terraform and OpenTofu.
    Terraform,
    /// Amazon Web Services.
    Aws,
    /// Google Cloud.
    GoogleCloud,
    /// Kubernetes.
    Kubernetes,
    /// Pulumi.
    Pulumi,
    /// Microsoft 365.
    Microsoft365,
    /// Software bills of materials.
    BillOfMaterials,
    /// Tools for any provider: security events, databases of cloud resources.
    Tool,
    /// Tables and records of users.
    Own,
}

/// How documents of a format are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Syntax {
    /// JSON, or one JSON object per line. The same data is also read as YAML.
    Json,
    /// One JSON object per line, and not YAML.
    JsonLines,
    /// A table with a header row.
    Table,
}

/// How files are read that are too large for memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Streaming {
    /// The complete file is held in memory: its records need each other.
    Never,
    /// Some records at a time. Records are lines, items of the outermost array, or items
    /// of an array under one of these keys of the outermost object.
    Records(&'static [&'static str]),
}

impl Streaming {
    /// The keys of arrays of records in the outermost object.
    pub fn arrays(self) -> &'static [&'static str] {
        match self {
            Self::Never => &[],
            Self::Records(keys) => keys,
        }
    }

    /// Where a document has records that can be read some at a time. None when the
    /// document has to be read as a whole.
    pub(crate) fn location_in(self, outline: &Outline<'_>) -> Option<RecordLocation> {
        let Self::Records(keys) = self else {
            return None;
        };
        match outline {
            Outline::Object(top) => {
                let is_array =
                    |key: &str| top.get(key).is_some_and(|part| part.get().starts_with('['));
                let key = keys.iter().copied().find(|key| is_array(key));
                key.map(RecordLocation::Under)
            }
            Outline::Array(_) | Outline::Lines(_) => Some(RecordLocation::Outermost),
            Outline::Text(_) => None,
        }
    }
}

/// A key under which documents have configurations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConfigurationKey {
    /// The value is the configuration.
    Object(&'static str),
    /// The value is an array of configurations.
    Items(&'static str),
}
