//! Inventories, from what the user names.

use std::sync::Arc;

use onus::document::Document;
use onus::inventory::{Resource, expand, read_document};
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

/// Reads files, folders, globs and `-`. What can't be read is a problem; the rest
/// is still read.
pub fn read(named: &[String], format: Option<&str>) -> Inventories {
    let mut all = Inventories::default();
    let (sources, problems) = expand(named);
    all.problems.extend(problems);
    for source in sources {
        match source.load(&mut std::io::stdin()) {
            Ok(document) => {
                let reading = read_document(&document, format);
                all.resources.extend(reading.resources);
                all.problems.extend(reading.problems);
                all.documents.push(document);
            }
            Err(problem) => all.problems.push(*problem),
        }
    }
    all
}
