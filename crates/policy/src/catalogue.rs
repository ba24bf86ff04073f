//! The embedded catalogue: everything below `policies/` but the tests.
//!
//! Parsing all of it costs more than most runs. So a prepared index lists which files a
//! resource type needs, and a test keeps the index current.

use crate::catalogue_entry::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use include_dir::Dir;
use onus_catalogue::POLICIES;

use onus_core::document::Document;

use super::metadata::EditionMetadata;
use crate::model::PolicyContents;
use crate::policy_text::PolicyFile;
use crate::type_globs::TypeGlobs;
use onus_core::source_id::{Origin, SourceId};

static INDEX: LazyLock<Vec<Entry>> =
    LazyLock::new(|| serde_json::from_str(onus_catalogue::INDEX).unwrap_or_default());

/// The keys below `data.params` that embedded policies read. They are set in
/// `onus.toml` alone: a data document comes with policies, and may be a stranger's.
pub const PARAMETERS: [&str; 2] = ["incident", "onprem"];

/// What the resources of a run are: of the embedded catalogue, the run needs what is about
/// these.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RunTypes {
    /// Their types, in lower case.
    pub kinds: BTreeSet<String>,
    /// Their providers.
    pub providers: BTreeSet<String>,
}

impl RunTypes {
    /// Whether an embedded policy is about these. The type tables are not: [`type_line`]
    /// answers for them.
    pub(crate) fn need(&self, entry: &Entry) -> bool {
        let has = |globs: &TypeGlobs| self.kinds.iter().any(|kind| globs.matches(kind));
        match &entry.contents {
            PolicyContents::Nothing | PolicyContents::Types(_) => false,
            PolicyContents::Control(control) => {
                control.resources.is_inventory() || has(&control.resources)
            }
            PolicyContents::Boundary(boundary) => match &boundary.edition {
                Some(edition) => edition
                    .providers
                    .iter()
                    .any(|provider| self.providers.contains(provider)),
                None => has(&boundary.resources),
            },
        }
    }
}

/// All embedded policies, sorted by path.
pub fn builtin() -> Vec<PolicyFile> {
    let mut files = Vec::new();
    collect(&POLICIES, &mut files);
    files.sort_by(|a, b| a.source.cmp(&b.source));
    files
}

/// The editions of the embedded catalogue.
pub fn editions() -> impl Iterator<Item = &'static EditionMetadata> {
    INDEX.iter().filter_map(Entry::edition)
}

/// The packages of the embedded catalogue, as `data.a.b`, each with the files that
/// define it.
pub fn packages() -> BTreeMap<&'static str, Vec<&'static Entry>> {
    let mut packages: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
    for entry in INDEX.iter() {
        if let Some(package) = entry.package() {
            packages.entry(package).or_default().push(entry);
        }
    }
    packages
}

/// What the index says of a file. It speaks of embedded files alone: a user's file has
/// no entry, whatever its path.
pub fn entry(source: &SourceId) -> Option<&'static Entry> {
    if source.origin() != Origin::Builtin {
        return None;
    }
    INDEX
        .binary_search_by(|entry| entry.path.as_str().cmp(source.path()))
        .ok()
        .and_then(|at| INDEX.get(at))
}

/// What the embedded type tables say of a type, in lower case: model, confidence,
/// service, source and note, with tabs between them.
pub fn type_line(kind: &str) -> Option<&'static str> {
    static LINES: LazyLock<BTreeMap<&'static str, &'static str>> = LazyLock::new(|| {
        onus_catalogue::TYPES
            .lines()
            .filter_map(|line| line.split_once('\t'))
            .collect()
    });
    LINES.get(kind).copied()
}

/// All types of the embedded tables, sorted.
pub fn type_lines() -> impl Iterator<Item = (&'static str, &'static str)> {
    onus_catalogue::TYPES
        .lines()
        .filter_map(|line| line.split_once('\t'))
}

fn collect(folder: &Dir<'static>, files: &mut Vec<PolicyFile>) {
    for file in folder.files() {
        let path = format!("policies/{}", file.path().display());
        if path.ends_with(".rego")
            && !path.ends_with("_test.rego")
            && let Some(text) = file.contents_utf8()
        {
            files.push(PolicyFile::new(Origin::Builtin, Document::new(path, text)));
        }
    }
    for inner in folder.dirs() {
        collect(inner, files);
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::engine::{Engine, Key, Value};
    use crate::load::assemble::entries;
    use crate::load::policy_file::Unit;
    use crate::load::policy_set::PolicySet;
    use crate::load::source::PolicySources;
    use crate::model::{Question, Settings};
    use crate::names::references::data_paths;
    use crate::names::symbol_table::Index;
    use crate::rewrite::edit::Edit;

    /// `ONUS_UPDATE_INDEX=1 cargo test --lib current` rewrites the files.
    fn assert_current(name: &str, current: &str) {
        let path = format!(
            "{}/crates/catalogue/src/{name}",
            concat!(env!("CARGO_MANIFEST_DIR"), "/../..")
        );
        if std::env::var_os("ONUS_UPDATE_INDEX").is_some() {
            std::fs::write(&path, current).unwrap();
        }
        assert!(
            std::fs::read_to_string(&path).unwrap() == current,
            "{name} is out of date: run `ONUS_UPDATE_INDEX=1 cargo test --lib current`"
        );
    }

    fn settings() -> Settings {
        Settings {
            limit: std::time::Duration::from_secs(60),
            now: 0,
            params: Value::object::<&str>([]),
            own_catalogue: true,
            check_builtin: true,
        }
    }

    /// All files of the catalogue, parsed.
    pub(crate) fn units() -> Vec<Unit> {
        let mut engine = Engine::new(std::time::Duration::from_secs(60), 0).unwrap();
        builtin()
            .iter()
            .map(|file| Unit::parse(file, &mut engine).expect("the catalogue is sound"))
            .collect()
    }

    #[test]
    fn the_index_is_current() {
        let lines: Vec<String> = entries(&units())
            .iter()
            .map(|entry| serde_json::to_string(entry).unwrap())
            .collect();
        assert_current("catalogue.json", &format!("[\n{}\n]\n", lines.join(",\n")));
    }

    /// Every parameter that the catalogue reads is named by its first key.
    #[test]
    fn the_parameters_of_the_catalogue_are_known() {
        let units = units();
        let index = Index::new(units.iter().map(|unit| &unit.module));
        let mut keys = BTreeSet::new();
        for unit in &units {
            for rule in &unit.module.rules {
                for path in data_paths(&unit.module, rule, &index) {
                    if path.first() == Some(&Key::Name("params".to_owned())) {
                        let Some(Key::Name(key)) = path.get(1) else {
                            panic!("{} reads all parameters", unit.source);
                        };
                        keys.insert(key.clone());
                    }
                }
            }
        }
        assert_eq!(keys.into_iter().collect::<Vec<_>>(), PARAMETERS);
    }

    /// Engines with full names are slower, and one file that needs them is enough.
    #[test]
    fn packages_of_the_catalogue_can_have_short_names() {
        for entry in INDEX.iter() {
            let is_short = |edit: &Edit| matches!(edit, Edit::Package(..));
            assert!(entry.edits.iter().any(is_short), "{}", entry.path);
        }
    }

    /// What a run takes from the index is what parsing everything gives.
    #[test]
    fn the_index_says_what_the_policies_say() {
        let sources = PolicySources {
            files: builtin(),
            ..PolicySources::default()
        };
        let load = |check_builtin| {
            let settings = Settings {
                check_builtin,
                ..settings()
            };
            PolicySet::load(&sources, &settings).unwrap().set
        };
        let (parsed, indexed) = (load(true), load(false));
        let plain = |set: &PolicySet| {
            let ask = |question: &Question| (question.rule.clone(), question.reads.clone());
            let controls: Vec<_> = set
                .controls
                .iter()
                .map(|c| {
                    (
                        c.about.clone(),
                        c.remediation.clone(),
                        ask(&c.deny),
                        c.applies.as_ref().map(ask),
                    )
                })
                .collect();
            let boundaries: Vec<_> = set
                .boundaries
                .iter()
                .map(|b| {
                    (
                        b.id.clone(),
                        b.tier,
                        ask(&b.responsibility),
                        b.model.as_ref().map(ask),
                    )
                })
                .collect();
            (controls, boundaries, set.digest.clone())
        };
        assert!(plain(&parsed) == plain(&indexed));
    }

    #[test]
    fn the_complete_catalogue_is_sound() {
        let sources = PolicySources {
            files: builtin(),
            ..PolicySources::default()
        };
        let loaded = PolicySet::load(&sources, &settings()).unwrap();
        let errors: Vec<String> = loaded
            .errors
            .iter()
            .map(|e| e.problem().to_string())
            .collect();
        assert!(errors.is_empty(), "{errors:#?}");
    }
}
