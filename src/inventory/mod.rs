//! From bytes to resources: files, encodings, formats.

mod arm_described;
mod arm_expression;
mod arm_list;
mod arm_marks;
mod arm_name;
mod arm_record;
mod arm_template;
mod azure_resource_graph;
mod canonical;
mod decode;
mod detect;
mod files;
mod flattened;
mod locate;
mod reader;
mod resource;
mod sketch;
mod source;
mod terraform;
mod terraform_address;
mod terraform_configuration;
mod terraform_plan;
mod terraform_references;
mod terraform_source;
mod terraform_state;
#[cfg(test)]
mod torture;
mod yaml;

pub use decode::{DecodeError, decode};
pub use detect::read_document;
pub use files::expand;
pub use locate::{Located, locate};
pub use reader::{Input, READERS, ReadOptions, Reader, Reading};
pub use resource::{Body, Claim, Edge, Place, Resource, arm_scope_of, arm_type_of, fold_tags};
pub use sketch::Sketch;
pub use source::Source;
pub use terraform_source::TerraformSource;
