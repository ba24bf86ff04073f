//! The registry of input formats. A format is one file that describes itself
//! ([`FormatDescription`](description::FormatDescription)), its `mod` line and its line
//! in [`READERS`]; help, documentation and tests are made from these.

pub(crate) mod cloudquery;
pub(crate) mod csv;
pub(crate) mod description;
pub(crate) mod generic;
pub(crate) mod kubernetes;
pub(crate) mod ocsf;
pub(crate) mod pulumi;
pub(crate) mod row_shapes;
pub(crate) mod steampipe;

/// Amazon Web Services.
pub(crate) mod aws {
    pub(crate) mod cdk_assembly;
    pub(crate) mod cloudformation;
    pub(crate) mod config;
    pub(crate) mod tags;
}

/// Azure.
pub(crate) mod azure {
    pub(crate) mod arm_json;
    pub(crate) mod arm_list;
    pub(crate) mod arm_record;
    pub(crate) mod arm_template;
    pub(crate) mod arm_what_if;
    pub(crate) mod defender;
    pub(crate) mod resource_graph;
}

/// Google Cloud.
pub(crate) mod gcp {
    pub(crate) mod asset;
    pub(crate) mod asset_inventory;
    pub(crate) mod name;
    pub(crate) mod search;
}

/// Microsoft 365.
pub(crate) mod m365 {
    pub(crate) mod scubagear;
    pub(crate) mod scubagear_commands;
}

/// Records and incidents in the form of onus itself.
pub(crate) mod onus {
    pub(crate) mod incident;
    pub(crate) mod records;
}

/// Software bills of materials.
pub(crate) mod sbom {
    pub(crate) mod cyclonedx;
    pub(crate) mod spdx;
}

/// Terraform and OpenTofu.
pub(crate) mod terraform {
    pub(crate) mod address;
    pub(crate) mod awscc;
    pub(crate) mod azapi;
    pub(crate) mod common;
    pub(crate) mod configuration;
    pub(crate) mod implied_edges;
    pub(crate) mod kubernetes;
    pub(crate) mod plan;
    pub(crate) mod raw_state;
    pub(crate) mod references;
    pub(crate) mod renamed;
    pub(crate) mod reshaped;
    pub(crate) mod source;
    pub(crate) mod state;
    pub(crate) mod values;
}

#[cfg(test)]
mod damaged_example_tests;
#[cfg(test)]
mod documentation_tests;

use onus_core::diagnostic::Diagnostic;
use onus_core::suggest::nearest;

use crate::input::ReadOptions;
use crate::json::outline::Outline;
use crate::reader::Reader;

/// All input formats in order of detection: the first reader that recognizes a document
/// reads it.
pub static READERS: &[&dyn Reader] = &[
    &onus::records::OnusRecords,
    &onus::incident::Incidents,
    &azure::arm_template::ArmTemplate,
    &terraform::plan::TerraformPlan,
    &terraform::state::TerraformState,
    &aws::cloudformation::CloudFormation,
    &aws::config::query::AwsConfigQuery,
    &aws::config::AwsConfig,
    &terraform::raw_state::TerraformRawState,
    &pulumi::Pulumi,
    &m365::scubagear::ScubaGear,
    &kubernetes::Kubernetes,
    &gcp::search::GcpSearch,
    &gcp::asset::GcpAsset,
    &azure::resource_graph::AzureResourceGraph,
    &azure::arm_list::ArmList,
    &azure::arm_what_if::ArmWhatIf,
    &sbom::cyclonedx::CycloneDx,
    &sbom::spdx::Spdx,
    &ocsf::Ocsf,
    &steampipe::Steampipe,
    &cloudquery::CloudQuery,
    &csv::Csv,
    &generic::Generic,
];

/// The names of all formats, as `--format` takes them, in order of detection.
pub(crate) fn format_names() -> impl Iterator<Item = &'static str> {
    READERS.iter().map(|reader| reader.format())
}

/// The keys of all arrays that large files are split in: each format describes its own.
pub(crate) fn record_arrays() -> Vec<&'static str> {
    let mut keys: Vec<&'static str> = READERS
        .iter()
        .flat_map(|reader| reader.description().streaming.arrays())
        .copied()
        .collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The reader for a document: that of the requested format, if it can read the document,
/// or else the reader that recognizes it.
pub(crate) fn reader_for(
    outline: &Outline<'_>,
    options: &ReadOptions,
) -> Option<&'static dyn Reader> {
    match options.format.as_deref() {
        Some(format) => reader_named(format)
            .ok()
            .filter(|reader| reader.recognizes(outline) || reader.reads_by_path(outline)),
        None => recognize(outline, options),
    }
}

/// The first reader that recognizes a document. If none does and the options have paths
/// of the id and the type, the first reader that reads by these paths.
pub(crate) fn recognize(
    outline: &Outline<'_>,
    options: &ReadOptions,
) -> Option<&'static dyn Reader> {
    let has_paths = options.id_path.is_some() && options.type_path.is_some();
    let readers = || READERS.iter().copied();
    readers()
        .find(|reader| reader.recognizes(outline))
        .or_else(|| readers().find(|reader| has_paths && reader.reads_by_path(outline)))
}

/// The reader of the format with this name, in any case.
///
/// # Errors
/// There is no such format; with all names, and the most similar one.
pub(crate) fn reader_named(format: &str) -> Result<&'static dyn Reader, Box<Diagnostic>> {
    READERS
        .iter()
        .copied()
        .find(|reader| reader.format().eq_ignore_ascii_case(format))
        .ok_or_else(|| {
            let names: Vec<&str> = format_names().collect();
            let list = names.join(", ");
            let help = match nearest(format, names.iter().copied()) {
                Some(name) => format!("did you mean `{name}`? it is one of {list}"),
                None => format!("it is one of {list}"),
            };
            Box::new(
                Diagnostic::error(format!("there is no inventory format `{format}`")).help(help),
            )
        })
}
