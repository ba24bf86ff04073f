//! The table of property names that readers of Azure's records use: it has the names of
//! the types that the catalogue knows, as the catalogue's policies spell them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde_json::Value as Json;

use super::{Known, Tree};
use crate::catalogue::tests::units;
use crate::load::assemble::entries;

const TABLE: &str = "crates/inventory/src/property_names.txt";

/// Types that Azure's own are related to, as far as no policy names them in full.
const RELATED: &[&str] = &[
    "microsoft.network/networkinterfaces",
    "microsoft.network/virtualnetworks",
    "microsoft.network/virtualnetworks/subnets",
];

/// The members of every record, in addition to its configuration:
/// <https://learn.microsoft.com/azure/azure-resource-manager/templates/resource-declaration>.
const RECORD: &str = "apiVersion condition copy dependsOn etag extendedLocation/name \
    extendedLocation/type id identity/principalId identity/tenantId identity/type \
    identity/userAssignedIdentities kind location managedBy name plan/name plan/product \
    plan/promotionCode plan/publisher plan/version properties resourceGroup resources scope \
    sku/capacity sku/family sku/model sku/name sku/size sku/tier subscriptionId systemData \
    tags tenantId type zones";

/// Objects whose members have names that people chose.
const CHOSEN: [&str; 2] = ["tags", "userAssignedIdentities"];

/// Names by their lower case, each with its spelling and the names below it.
#[derive(Debug, Clone, Default)]
struct Names(BTreeMap<String, (String, Names)>);

impl Names {
    /// Adds a path; its spelling counts from now on.
    fn add<'p>(&mut self, path: impl IntoIterator<Item = &'p str>) {
        let mut names = self;
        for name in path {
            let (spelling, below) = names.0.entry(name.to_ascii_lowercase()).or_default();
            name.clone_into(spelling);
            if CHOSEN.contains(&name) {
                return;
            }
            names = below;
        }
    }

    fn add_tree(&mut self, tree: &Tree, path: &mut Vec<String>) {
        for (name, below) in &tree.children {
            path.push(name.clone());
            self.add(path.iter().map(String::as_str));
            self.add_tree(below, path);
            path.pop();
        }
    }

    /// Takes the spelling of the names that `other` has too.
    fn spell_as(&mut self, other: &Self) {
        for (key, (spelling, below)) in &mut self.0 {
            if let Some((known, inner)) = other.0.get(key) {
                spelling.clone_from(known);
                below.spell_as(inner);
            }
        }
    }

    /// Removes the names that `other` has with the same spelling.
    fn remove(&mut self, other: &Self) {
        self.0.retain(|key, (spelling, below)| {
            let Some((known, inner)) = other.0.get(key) else {
                return true;
            };
            below.remove(inner);
            !below.0.is_empty() || spelling != known
        });
    }

    fn write(&self, depth: usize, text: &mut String) {
        for (spelling, below) in self.0.values() {
            writeln!(text, "{}{spelling}", "\t".repeat(depth)).unwrap();
            below.write(depth + 1, text);
        }
    }
}

/// The paths of a record that a policy reads, by the globs of the types that it reads
/// them of. Those of related resources are for all types.
fn reads(entry: &Json, found: &mut Vec<(String, Vec<String>)>) {
    let contents = &entry["contents"];
    let question = [&contents["control"], &contents["boundary"]];
    let globs: Vec<&str> = question
        .iter()
        .flat_map(|about| about["resources"].as_array().into_iter().flatten())
        .filter_map(Json::as_str)
        .filter(|glob| *glob == "*" || glob.starts_with("microsoft."))
        .collect();
    each_path(contents, &mut |path| {
        let names: Vec<&str> = path.iter().filter_map(Json::as_str).collect();
        // Arguments of Terraform have underscores.
        let Some((first, rest)) = names.split_first() else {
            return;
        };
        if names.iter().any(|name| name.contains('_')) {
            return;
        }
        let record = |at: usize| -> Vec<String> {
            let head = (names[at] == "properties").then_some("properties");
            let rest = names[at + 1..].iter().copied();
            head.into_iter().chain(rest).map(str::to_owned).collect()
        };
        match *first {
            "properties" | "raw" => {
                found.extend(globs.iter().map(|glob| ((*glob).to_owned(), record(0))));
            }
            "related" => {
                let is_head = |name: &&str| ["properties", "raw"].contains(name);
                if let Some(at) = rest.iter().rposition(is_head) {
                    found.push(("*".to_owned(), record(at + 1)));
                }
            }
            _ => {}
        }
    });
}

/// Visits the paths in read-sets: `[depth, [segment, ...]]`.
fn each_path(json: &Json, visit: &mut dyn FnMut(&[Json])) {
    match json {
        Json::Array(items) => match items.as_slice() {
            [Json::Number(_), Json::Array(path)] => visit(path),
            _ => items.iter().for_each(|item| each_path(item, visit)),
        },
        Json::Object(members) => members.values().for_each(|value| each_path(value, visit)),
        _ => {}
    }
}

/// Azure resource types in a text, in lower case.
fn types_in(text: &str) -> BTreeSet<String> {
    text.split('"')
        .map(|word| word.strip_prefix("children.").unwrap_or(word))
        .filter(|word| word.starts_with("microsoft.") && word.contains('/'))
        .filter(|word| !word.ends_with('/'))
        .filter(|word| {
            word.bytes().all(|byte| {
                byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"./".contains(&byte)
            })
        })
        .map(str::to_owned)
        .collect()
}

/// The types that a control or a boundary selects or names, and those below one that a
/// control selects.
fn types(entries: &[Json], known: &Known) -> BTreeSet<String> {
    let mut types: BTreeSet<String> = RELATED.iter().map(|kind| (*kind).to_owned()).collect();
    for entry in entries {
        types.extend(types_in(&entry["contents"].to_string()));
    }
    let sources = crate::catalogue::builtin();
    for folder in ["policies/lockdown/azure/", "policies/lib/azure/"] {
        let files = sources
            .iter()
            .filter(|file| file.source.path().starts_with(folder));
        types.extend(files.flat_map(|file| types_in(file.document.text())));
    }
    let selected: Vec<String> = entries
        .iter()
        .flat_map(|entry| types_in(&entry["contents"]["control"]["resources"].to_string()))
        .map(|kind| format!("{kind}/"))
        .collect();
    let listed = known.lists().iter().flat_map(|list| list.types.keys());
    let below = listed.filter(|kind| selected.iter().any(|head| kind.starts_with(head)));
    types.extend(below.cloned());
    types
}

fn table() -> String {
    let units = units();
    let entries: Vec<Json> = entries(&units)
        .iter()
        .map(|entry| serde_json::to_value(entry).unwrap())
        .collect();
    let mut read = Vec::new();
    for entry in &entries {
        reads(entry, &mut read);
    }
    // Lower case comes last, and counts.
    read.sort();
    let is_any = |glob: &str| glob == "*";
    let mut any = Names::default();
    for path in RECORD.split_whitespace() {
        any.add(path.split('/'));
    }
    for (_, path) in read.iter().filter(|(glob, _)| is_any(glob)) {
        any.add(path.iter().map(String::as_str));
    }
    let globs: BTreeSet<&str> = read.iter().map(|(glob, _)| glob.as_str()).collect();
    let matchers: Vec<(&str, globset::GlobMatcher)> = globs
        .into_iter()
        .filter(|glob| !is_any(glob))
        .map(|glob| (glob, globset::Glob::new(glob).unwrap().compile_matcher()))
        .collect();
    let known = Known::bundled();
    let mut text = "*\n".to_owned();
    any.write(1, &mut text);
    for kind in types(&entries, &known) {
        let mut names = Names::default();
        if let Some(tree) = known.tree_of(&kind) {
            names.add_tree(&tree, &mut vec!["properties".to_owned()]);
        }
        names.spell_as(&any);
        let own: BTreeSet<&str> = matchers
            .iter()
            .filter(|(_, matcher)| matcher.is_match(&kind))
            .map(|(glob, _)| *glob)
            .collect();
        for (_, path) in read.iter().filter(|(glob, _)| own.contains(glob.as_str())) {
            names.add(path.iter().map(String::as_str));
        }
        names.remove(&any);
        writeln!(text, "{kind}").unwrap();
        names.write(1, &mut text);
    }
    text
}

/// `ONUS_UPDATE_INDEX=1 cargo test --lib current` writes the table again.
#[test]
fn the_table_of_property_names_is_current() {
    let path = format!("{}/{TABLE}", concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    let current = table();
    if std::env::var_os("ONUS_UPDATE_INDEX").is_some() {
        std::fs::write(&path, &current).unwrap();
    }
    assert!(
        std::fs::read_to_string(&path).unwrap() == current,
        "{TABLE} is out of date: run `ONUS_UPDATE_INDEX=1 cargo test --lib current`"
    );
}
