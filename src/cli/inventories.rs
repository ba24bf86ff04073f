//! Inventories, from what the user names.

use std::sync::Arc;

use onus::document::Document;
use onus::inventory::{ReadOptions, Resource, Source, expand, read_document, twins};
use onus::pointer::Pointer;
use onus::problem::Problem;

use super::args::ReadingArgs;

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
pub fn read(named: &[String], arguments: &ReadingArgs) -> Inventories {
    let mut all = Inventories::default();
    let options = options(arguments, &mut all.problems);
    let (sources, problems) = expand(named);
    all.problems.extend(problems);
    for source in sources {
        match source.load_within(&mut std::io::stdin(), arguments.max_unpacked) {
            Ok(document) => {
                let reading = read_document(&document, &options);
                all.resources.extend(reading.resources);
                all.problems.extend(reading.problems);
                all.documents.push(document);
            }
            Err(problem) => all.problems.push(*problem),
        }
    }
    all.problems.extend(twins(&all.resources));
    all
}

fn options(arguments: &ReadingArgs, problems: &mut Vec<Problem>) -> ReadOptions {
    let mut parameters = Vec::new();
    for file in &arguments.parameters {
        match Source::File(file.clone()).load(&mut std::io::empty()) {
            Ok(document) => parameters.push(document),
            Err(problem) => problems.push(*problem),
        }
    }
    ReadOptions {
        format: arguments.format.clone(),
        parameters,
        id_path: arguments.id_path.as_deref().map(Pointer::parse),
        type_path: arguments.type_path.as_deref().map(Pointer::parse),
    }
}
