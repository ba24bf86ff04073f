//! YAML files, written as JSON that keeps the places in the file.
//!
//! Plain words are read as YAML 1.1 reads them, because `kubectl` and CloudFormation do:
//! `yes` and `on` are true, `0755` is octal. If `yes` were a string, a setting that is on
//! could pass.

mod loader;
mod node;
mod scalar;
#[cfg(test)]
mod tests;
mod writer;

use std::sync::Arc;

use onus_core::diagnostic::Diagnostic;
use onus_core::document::Document;

use crate::yaml::loader::Loader;
use crate::yaml::node::Content;
use crate::yaml::writer::Writer;

/// Writes a YAML file as one JSON document: its only document, or an array of its
/// documents. None when the file has no mapping and no sequence: then it is other text.
///
/// # Errors
/// The file is not YAML, has unknown tags, is nested deeper than 128 levels, or its
/// aliases expand too far; with the place.
pub fn as_json(document: &Arc<Document>) -> Result<Option<Arc<Document>>, Box<Diagnostic>> {
    let nodes = Loader::new(document).load()?;
    let is_scalar = |content: &Content| matches!(content, Content::Scalar { .. });
    if nodes.iter().all(|node| is_scalar(&node.content)) {
        return Ok(None);
    }
    Writer::new(document).write(&nodes).map(Some)
}
