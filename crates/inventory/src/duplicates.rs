//! Duplicate resources in the inventories of a run.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use onus_core::diagnostic::{Diagnostic, Spot};

use crate::id_name::has_local_id;
use crate::resource::Resource;

/// Finds duplicate resources in inventories that are read in pieces. It keeps a digest
/// and a place per resource, since there can be millions.
///
/// A planned resource and a deployed one are no duplicates: the one becomes the other.
/// Azure ids are in lower case already.
#[derive(Debug, Default)]
pub struct DuplicateResources {
    first: HashMap<[u32; 2], Earlier>,
    files: Vec<String>,
    /// The number of each file.
    numbers: HashMap<String, u32>,
    pairs: Vec<Pair>,
    /// The index of each pair of files.
    paired: HashMap<[u32; 2], usize>,
}

/// The first place of a resource: number of the file, line and column.
#[derive(Debug, Clone, Copy)]
struct Earlier {
    file: u32,
    line: u32,
    column: u32,
}

/// Two files with the same resources.
#[derive(Debug)]
struct Pair {
    files: [u32; 2],
    /// The first resource that both have.
    id: String,
    earlier: Earlier,
    later: Earlier,
    spot: Spot,
    /// The number of further duplicates.
    more: usize,
}

impl DuplicateResources {
    /// Adds the resources of a piece.
    pub fn add(&mut self, resources: &[Resource]) {
        for resource in resources {
            let (document, range) = resource.body.start();
            let position = document.position(range.start);
            let file = self.file(document.name());
            let short = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
            let here = Earlier {
                file,
                line: short(position.line),
                column: short(position.column),
            };
            let key = key(resource);
            let Some(earlier) = self.first.get(&key).copied() else {
                self.first.insert(key, here);
                continue;
            };
            let files = [earlier.file, file];
            let known = self.paired.get(&files).copied();
            match known.and_then(|known| self.pairs.get_mut(known)) {
                Some(pair) => pair.more += 1,
                None => {
                    self.paired.insert(files, self.pairs.len());
                    let body = &resource.body;
                    let end = (body.range.start + 1).min(body.range.end);
                    self.pairs.push(Pair {
                        files,
                        id: resource.id.clone(),
                        earlier,
                        later: here,
                        spot: Spot::new(&body.document, body.range.start..end),
                        more: 0,
                    });
                }
            }
        }
    }

    /// Removes the resources of a file.
    pub fn forget(&mut self, name: &str) {
        let file = self.file(name);
        self.first.retain(|_, earlier| earlier.file != file);
        self.pairs.retain(|pair| !pair.files.contains(&file));
        let numbered = self.pairs.iter().enumerate();
        self.paired = numbered.map(|(at, pair)| (pair.files, at)).collect();
    }

    /// One warning per pair of files with the same ids, with both places of the first
    /// duplicate. All are evaluated, since nothing shows which file is out of date.
    pub fn report(self) -> Vec<Diagnostic> {
        let files = self.files;
        self.pairs
            .into_iter()
            .map(|pair| pair.problem(&files))
            .collect()
    }

    fn file(&mut self, name: &str) -> u32 {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let number = u32::try_from(self.files.len()).unwrap_or(u32::MAX);
        self.files.push(name.to_owned());
        self.numbers.insert(name.to_owned(), number);
        number
    }
}

/// What two records of one resource have in common, and no records of two: the id, the phase,
/// and the file where ids are unique within it only.
pub fn identity(resource: &Resource) -> (&str, &str, &str) {
    let phase = resource.phase.as_str();
    // What a deployment would change has the ids that it has in Azure, but several
    // deployments can change one resource.
    let is_local = phase != "deployed" || has_local_id(resource);
    let file = if is_local {
        resource.body.document.name()
    } else {
        ""
    };
    (resource.id.as_str(), phase, file)
}

fn key(resource: &Resource) -> [u32; 2] {
    let mut hasher = DefaultHasher::new();
    identity(resource).hash(&mut hasher);
    let digest = hasher.finish();
    [(digest >> 32) as u32, digest as u32]
}

/// A resource that two files repeat identically, so that it is read once.
pub struct Repeated {
    /// The id.
    pub id: String,
    /// The first place.
    pub earlier: Spot,
    /// The place in the second file.
    pub later: Spot,
}

impl Repeated {
    /// The warning, with the number of further resources that the two files repeat.
    pub fn problem(self, more: usize) -> Diagnostic {
        let earlier = self.earlier.document;
        let at = earlier.position(self.earlier.range.start);
        Diagnostic::warning(format!(
            "`{}` stands twice, here and at {}:{}:{}{}; what is the same is evaluated once",
            self.id,
            earlier.name(),
            at.line,
            at.column,
            others(more)
        ))
        .at(self.later)
        .help("leave out the file that repeats the other one")
    }
}

fn others(more: usize) -> String {
    match more {
        0 => String::new(),
        1 => ", and so does another resource".to_owned(),
        more => format!(", and so do {more} others"),
    }
}

impl Pair {
    fn problem(self, files: &[String]) -> Diagnostic {
        let [earlier, later] = self.files;
        let others = others(self.more);
        let place = |at: &Earlier| (at.line, at.column);
        let is_itself = earlier == later && place(&self.earlier) == place(&self.later);
        let help = if is_itself {
            "name each file once"
        } else {
            "leave out the export that is out of date"
        };
        Diagnostic::warning(format!(
            "`{}` stands twice, here and at {}:{}:{}{others}; all are evaluated",
            self.id,
            usize::try_from(earlier)
                .ok()
                .and_then(|earlier| files.get(earlier))
                .map(String::as_str)
                .unwrap_or_default(),
            self.earlier.line,
            self.earlier.column
        ))
        .at(self.spot)
        .help(help)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::detect::read_document;
    use crate::input::ReadOptions;
    use onus_core::document::Document;

    use super::*;

    fn read(name: &str, text: &str) -> Vec<Resource> {
        let document = Arc::new(Document::new(name, text));
        let reading = read_document(&document, &ReadOptions::default());
        assert!(reading.problems.is_empty(), "{:?}", reading.problems);
        reading.resources
    }

    fn duplicates(resources: &[Resource]) -> Vec<Diagnostic> {
        let mut duplicates = DuplicateResources::default();
        for resource in resources {
            duplicates.add(std::slice::from_ref(resource));
        }
        duplicates.report()
    }

    #[test]
    fn both_places_are_named() {
        let record = r#"{"id": "/X/a", "type": "A.B/c", "provider": "azure", "properties": {}}"#;
        let mut resources = read("a.json", record);
        resources.extend(read(
            "b.json",
            &format!("[{}]", record.replace("/X/a", "/x/A")),
        ));
        let problems = duplicates(&resources);
        assert_eq!(problems.len(), 1);
        assert_eq!(
            problems[0].to_string(),
            "b.json:1:2: `/x/a` stands twice, here and at a.json:1:1; all are evaluated"
        );
        assert!(duplicates(&resources[..1]).is_empty());
        let more = resources.clone();
        resources.extend(more.into_iter().skip(1));
        let problems = duplicates(&resources);
        assert_eq!(problems.len(), 1);
        assert!(problems[0].message.contains("and so does another resource"));
    }

    #[test]
    fn a_planned_resource_is_no_duplicate_of_the_deployed_one() {
        let record = r#"{"id": "a", "type": "t", "provider": "p", "properties": {}}"#;
        let mut resources = read("a.json", record);
        resources.extend(read(
            "b.json",
            &record.replace("\"type\"", "\"phase\": \"planned\", \"type\""),
        ));
        assert!(duplicates(&resources).is_empty());
    }
}
