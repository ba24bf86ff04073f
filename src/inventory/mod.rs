//! From bytes to resources: files, encodings, formats.

mod arm_described;
mod arm_expression;
mod arm_list;
mod arm_marks;
mod arm_name;
mod arm_record;
mod arm_template;
mod arm_what_if;
mod azure_resource_graph;
mod canonical;
mod cloudquery;
mod csv;
mod cyclonedx;
mod decode;
mod defender;
mod detect;
mod files;
mod flattened;
mod generic;
mod locate;
mod ocsf;
mod reader;
mod records;
mod resource;
mod sketch;
mod source;
mod spdx;
mod steampipe;
mod table;
mod table_row;
mod terraform;
mod terraform_plan;
mod terraform_state;
#[cfg(test)]
mod torture;
mod twins;

pub use decode::{DecodeError, MOST_UNPACKED, decode, decode_within};
pub use detect::read_document;
pub use files::expand;
pub use locate::{Located, locate};
pub use reader::{Input, READERS, ReadOptions, Reader, Reading};
pub use resource::{Body, Claim, Edge, Place, Resource, arm_scope_of, arm_type_of, fold_tags};
pub use sketch::Sketch;
pub use source::Source;
pub use twins::twins;
