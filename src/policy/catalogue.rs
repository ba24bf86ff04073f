//! The catalogue that is embedded in the program: everything under `policies/`
//! but the tests.
//!
//! Parsing all of it costs more than most runs have to do, so an index that is
//! made ahead of time says which files a type needs. A test keeps it current.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use include_dir::{Dir, include_dir};
use serde::{Deserialize, Serialize};

use crate::document::Document;
use crate::vocabulary::{Layer, Severity};

use super::metadata::EditionMetadata;
use super::source::{Origin, PolicyFile};
use super::unit::TypeGlobs;

static CATALOGUE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/policies");
static INDEX: LazyLock<Vec<Entry>> =
    LazyLock::new(|| serde_json::from_str(include_str!("catalogue.json")).unwrap_or_default());

/// What the index says of one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The file.
    pub path: String,
    /// The types that it is for; none for helpers and tables.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resources: Vec<String>,
    /// Every file that it refers to, directly or not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<String>,
    /// What selects it, if it is a control.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub control: Option<EntryControl>,
    /// The edition that it is, if it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edition: Option<EditionMetadata>,
}

/// What selects a control.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryControl {
    /// Stable id.
    pub id: String,
    /// Older ids.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// How bad a violation is.
    pub severity: Severity,
    /// The layer that the duty sits at.
    pub layer: Layer,
    /// Retired.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deprecated: bool,
}

/// The part of the catalogue that a run needs, and what was left out of it.
#[derive(Debug, Default)]
pub struct Needed {
    /// Files to load.
    pub files: Vec<PolicyFile>,
    /// Files that no type of the run needs.
    pub unneeded: Vec<&'static Entry>,
}

/// All embedded policies, sorted by path.
pub fn builtin() -> Vec<PolicyFile> {
    let mut files = Vec::new();
    collect(&CATALOGUE, &mut files);
    files.sort_by(|a, b| a.document.name().cmp(b.document.name()));
    files
}

/// The embedded policies that resources of some types and providers need. The
/// type tables are not among them: [`type_line`] answers for those.
pub fn builtin_for(kinds: &BTreeSet<&str>, providers: &BTreeSet<&str>) -> Needed {
    let wanted = |entry: &Entry| match &entry.edition {
        Some(edition) => edition
            .providers
            .iter()
            .any(|provider| providers.contains(provider.as_str())),
        None => {
            !entry.resources.is_empty()
                && TypeGlobs::new(&entry.resources)
                    .is_ok_and(|globs| kinds.iter().any(|kind| globs.matches(kind)))
        }
    };
    let (needed, others): (Vec<&Entry>, Vec<&Entry>) = INDEX.iter().partition(|e| wanted(e));
    let paths: BTreeSet<&str> = needed
        .iter()
        .flat_map(|entry| std::iter::once(&entry.path).chain(&entry.needs))
        .map(String::as_str)
        .collect();
    Needed {
        files: builtin()
            .into_iter()
            .filter(|file| paths.contains(file.document.name()))
            .collect(),
        unneeded: others,
    }
}

/// Every entry of the index.
pub fn index() -> &'static [Entry] {
    &INDEX
}

/// What the embedded type tables say of a type, in lower case: model, confidence,
/// service, source and note, with tabs between them.
pub fn type_line(kind: &str) -> Option<&'static str> {
    static LINES: LazyLock<BTreeMap<&'static str, &'static str>> = LazyLock::new(|| {
        include_str!("catalogue_types.tsv")
            .lines()
            .filter_map(|line| line.split_once('\t'))
            .collect()
    });
    LINES.get(kind).copied()
}

/// All types of the embedded tables, sorted.
pub fn type_lines() -> impl Iterator<Item = (&'static str, &'static str)> {
    include_str!("catalogue_types.tsv")
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
            files.push(PolicyFile {
                document: Arc::new(Document::new(path, text)),
                origin: Origin::Builtin,
            });
        }
    }
    for inner in folder.dirs() {
        collect(inner, files);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Engine, Expr, Module, Value};
    use crate::evaluate::Types;
    use crate::policy::index::{Index, Target, data_root, keys_of};
    use crate::policy::unit::{Role, Unit};
    use crate::policy::{PolicySet, PolicySources, Settings};

    /// `ONUS_UPDATE_INDEX=1 cargo test --lib current` writes the files anew.
    fn assert_current(name: &str, current: &str) {
        let path = format!("{}/src/policy/{name}", env!("CARGO_MANIFEST_DIR"));
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

    fn units() -> Vec<Unit> {
        let mut engine = Engine::new(std::time::Duration::from_secs(60), 0).unwrap();
        builtin()
            .iter()
            .map(|file| Unit::parse(file, &mut engine).expect("the catalogue is sound"))
            .collect()
    }

    /// The packages that a module refers to.
    fn packages(module: &Module, index: &Index<'_>) -> BTreeSet<Vec<String>> {
        let mut found = BTreeSet::new();
        let mut refer = |path: &[crate::engine::Key]| match index.resolve(path) {
            Target::Rule { id, .. } => {
                found.insert(id.package);
            }
            Target::Tree(ids) => found.extend(ids.into_iter().map(|id| id.package)),
            Target::Parameter | Target::Nothing => {}
        };
        for import in &module.imports {
            let path: Vec<_> = import
                .path
                .iter()
                .skip(1)
                .cloned()
                .map(crate::engine::Key::Name)
                .collect();
            refer(&path);
        }
        for rule in &module.rules {
            rule.walk(&mut |expr| {
                if let Some((root, keys)) = expr.reference()
                    && let Some(mut path) = data_root(module, index, root)
                {
                    path.extend(keys_of(&keys));
                    refer(&path);
                }
                if let Expr::Call { function, .. } = expr
                    && let Some((root, rest)) = function.split_first()
                    && let Some(mut path) = data_root(module, index, root)
                {
                    path.extend(rest.iter().cloned().map(crate::engine::Key::Name));
                    refer(&path);
                }
            });
        }
        found
    }

    #[test]
    fn the_index_is_current() {
        let units = units();
        let index = Index::new(units.iter().map(|unit| &unit.module));
        let mut needs: BTreeMap<&str, BTreeSet<&str>> = units
            .iter()
            .map(|unit| {
                let packages = packages(&unit.module, &index);
                let files = units
                    .iter()
                    .filter(|other| packages.contains(&other.module.package))
                    .map(|other| other.document.name())
                    .filter(|name| *name != unit.document.name())
                    .collect();
                (unit.document.name(), files)
            })
            .collect();
        loop {
            let before = needs.clone();
            for files in needs.values_mut() {
                let further: Vec<&str> = files
                    .iter()
                    .filter_map(|file| before.get(file))
                    .flatten()
                    .copied()
                    .collect();
                files.extend(further);
            }
            if needs == before {
                break;
            }
        }
        let entries: Vec<Entry> = units
            .iter()
            .map(|unit| {
                let (resources, control, edition) = match &unit.role {
                    Role::Library | Role::Types => (Vec::new(), None, None),
                    Role::Boundary(role) => {
                        (role.resources.patterns.clone(), None, role.edition.clone())
                    }
                    Role::Control(role) => (
                        role.resources.patterns.clone(),
                        Some(EntryControl {
                            id: role.about.id.clone(),
                            aliases: role.aliases.clone(),
                            severity: role.about.severity,
                            layer: role.about.layer,
                            deprecated: role.deprecated,
                        }),
                        None,
                    ),
                };
                Entry {
                    path: unit.document.name().to_owned(),
                    resources,
                    needs: needs[unit.document.name()]
                        .iter()
                        .map(|n| (*n).to_owned())
                        .collect(),
                    control,
                    edition,
                }
            })
            .collect();
        let lines: Vec<String> = entries
            .iter()
            .map(|entry| serde_json::to_string(entry).unwrap())
            .collect();
        assert_current("catalogue.json", &format!("[\n{}\n]\n", lines.join(",\n")));
    }

    #[test]
    fn the_type_table_is_current() {
        let sources = PolicySources {
            files: builtin(),
            ..PolicySources::default()
        };
        let loaded = PolicySet::load(&sources, &settings()).unwrap();
        let mut engine = loaded.set.engine.clone();
        let (types, problems) = Types::load(&mut engine, &loaded.set.tables, false);
        assert!(problems.is_empty(), "{problems:?}");
        let lines: String = types
            .names()
            .into_iter()
            .map(|kind| format!("{kind}\t{}\n", types.get(kind).unwrap().to_line()))
            .collect();
        assert_current("catalogue_types.tsv", &lines);
    }

    /// The catalogue writes full paths inside functions, so that a run need not
    /// parse it twice.
    #[test]
    fn the_catalogue_needs_no_qualifying() {
        let wrong: Vec<String> = units()
            .iter()
            .filter(|unit| unit.needs_qualifying())
            .map(|unit| unit.document.name().to_owned())
            .collect();
        assert!(wrong.is_empty(), "imports inside functions: {wrong:?}");
    }

    #[test]
    fn the_whole_catalogue_is_sound() {
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

    #[test]
    fn a_run_loads_what_its_types_need_and_no_more() {
        let kinds = BTreeSet::from(["microsoft.storage/storageaccounts"]);
        let needed = builtin_for(&kinds, &BTreeSet::from(["azure"]));
        let names: Vec<&str> = needed
            .files
            .iter()
            .map(|file| file.document.name())
            .collect();
        assert!(names.contains(&"policies/lockdown/azure/storage/https_only.rego"));
        assert!(names.contains(&"policies/lib/fact.rego"));
        assert!(names.contains(&"policies/boundary/editions/msft_2026.rego"));
        assert!(!names.contains(&"policies/lockdown/azure/kubernetes/local_accounts.rego"));
    }
}
