//! Examples of controls: the documents in the catalogue's tests.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Duration;

use serde_json::Value as Json;

use onus_core::document::Document;
use onus_policy::testing::{Measure, Options, run};
use onus_policy::{Origin, PolicyFile, PolicySources, TestSet};

/// What a printed document follows.
const MARK: &str = "example of ";

/// By control, the smallest first. Found by running the tests with controls that print
/// their input.
pub fn of_tests() -> &'static BTreeMap<String, Vec<Json>> {
    static FOUND: OnceLock<BTreeMap<String, Vec<Json>>> = OnceLock::new();
    FOUND.get_or_init(find)
}

fn find() -> BTreeMap<String, Vec<Json>> {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")).join("policies");
    let mut paths = Vec::new();
    walk(&root.join("lib"), &mut paths);
    paths.retain(|path| !is_test(path));
    for folder in root.join("lockdown").read_dir().unwrap() {
        let folder = folder.unwrap().path();
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        if !["boundary", "incident"].contains(&name.as_str()) {
            walk(&folder, &mut paths);
        }
    }
    paths.sort();
    let files = paths.iter().map(|path| {
        let mut text = std::fs::read_to_string(path).unwrap();
        if let Some((_, rest)) = text.split_once("\n#   id: ")
            && !is_test(path)
        {
            let id = rest.lines().next().unwrap().to_owned();
            text.push_str(&format!(
                "\ndeny contains \"\" if {{\n\tprint(\"{MARK}{id}\", json.marshal(input))\n\tfalse\n}}\n"
            ));
        }
        PolicyFile::new(Origin::User, Document::new(path.to_string_lossy(), text))
    });
    let sources = PolicySources {
        files: files.collect(),
        ..PolicySources::default()
    };
    let set = TestSet::load(&sources, &super::settings(super::NOW)).unwrap();
    assert!(set.errors.is_empty(), "{:?}", set.errors);
    let tested = run(
        &set.engine_builder(),
        &Options {
            filter: None,
            threads: None,
            measure: Measure::Nothing,
            clock: &|| Duration::ZERO,
        },
    );
    let mut found: BTreeMap<String, Vec<Json>> = BTreeMap::new();
    for line in tested.results.iter().flat_map(|result| &result.prints) {
        let Some((_, rest)) = line.split_once(MARK) else {
            continue;
        };
        if let Some((id, text)) = rest.split_once(' ')
            && let Ok(document) = serde_json::from_str::<Json>(text)
        {
            let documents = found.entry(id.to_owned()).or_default();
            if !documents.contains(&document) {
                documents.push(document);
            }
        }
    }
    for documents in found.values_mut() {
        documents.sort_by_cached_key(|document| {
            let text = document.to_string();
            (text.len(), text)
        });
    }
    found
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in folder.read_dir().unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rego") {
            found.push(path);
        }
    }
}

fn is_test(path: &Path) -> bool {
    path.to_string_lossy().ends_with("_test.rego")
}
