//! The workspace that rules look at: parsed files, what their names lead to, and which types
//! they are about.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::engine::{Key, Module, Rule, Span};
use crate::load::role::Role;
use crate::names::references::{data_paths, packages_of};
use crate::names::symbol_table::{Index, Target};
use crate::read_set::infer::{Reader, Trace};
use onus_core::document::Document;
use onus_core::source_id::{Origin, SourceId};

use crate::lint::known_properties::{Known, Tree};

/// A parsed file.
#[derive(Debug)]
pub struct File {
    /// The file.
    pub document: Arc<Document>,
    /// Which file it is.
    pub source: SourceId,
    /// Its syntax tree.
    pub module: Module,
    /// What it is.
    pub kind: FileKind,
    /// Its path below what was named.
    pub below: Vec<String>,
    /// Whether rules were taken out of it, since they could not be parsed.
    pub is_lacking: bool,
}

/// What a file is.
#[derive(Debug)]
pub enum FileKind {
    /// A policy; what for is not known when its METADATA is wrong.
    Policy(Option<Role>),
    /// Tests of policies.
    Test,
}

/// The types that a package is about.
#[derive(Debug, Clone, Default)]
pub struct Types {
    /// Those that are named.
    pub named: BTreeSet<String>,
    /// Whether a glob means others too.
    pub others: bool,
}

/// All that rules look at.
#[derive(Debug)]
pub struct Workspace<'w> {
    /// All files, those of the embedded catalogue too.
    pub files: &'w [File],
    /// What names lead to.
    pub index: Index<'w>,
    /// What references may lead to in `input`.
    pub trace: Trace,
    /// Of each package, the types of the controls and boundaries that it is a part of.
    types: BTreeMap<&'w [String], Types>,
    /// Of each package, what its types have.
    trees: BTreeMap<&'w [String], Tree>,
}

impl File {
    /// Whether it is the user's.
    pub fn is_checked(&self) -> bool {
        self.source.origin() == Origin::User
    }

    /// Whether it holds tests.
    pub fn is_test(&self) -> bool {
        matches!(self.kind, FileKind::Test)
    }

    /// What the package is for, where that is known.
    pub fn role(&self) -> Option<&Role> {
        match &self.kind {
            FileKind::Policy(role) => role.as_ref(),
            FileKind::Test => None,
        }
    }

    /// The package as it is written, `a.b.c`.
    pub fn package(&self) -> String {
        self.module.package.join(".")
    }

    /// Where a key of the METADATA above the package stands, or else the package.
    pub fn metadata_key(&self, key: &str) -> Span {
        crate::metadata::blocks(self.document.text())
            .iter()
            .rfind(|block| block.end <= self.module.package_span.start)
            .map_or(self.module.path_span.clone(), |block| block.key(key))
    }
}

impl<'w> Workspace<'w> {
    /// Works out what the rules need.
    pub fn of(files: &'w [File], known: &Known) -> Self {
        let index = Index::new(files.iter().map(|file| &file.module));
        let types = types(files, &index);
        let trees = types
            .iter()
            .filter(|(_, types)| !types.others)
            .filter_map(|(package, types)| {
                let tree = known.tree(types.named.iter().map(String::as_str))?;
                Some((*package, tree))
            })
            .collect();
        let policies = Index::new(files.iter().filter(|f| !f.is_test()).map(|f| &f.module));
        Self {
            files,
            trace: Reader::trace(&policies),
            index,
            types,
            trees,
        }
    }

    /// The user's policies.
    pub fn policies(&self) -> impl Iterator<Item = &'w File> {
        self.checked().filter(|file| !file.is_test())
    }

    /// The user's tests.
    pub fn tests(&self) -> impl Iterator<Item = &'w File> {
        self.checked().filter(|file| file.is_test())
    }

    /// The user's files, as far as they could be parsed whole: what a rule that could
    /// not be parsed refers to would look unused.
    pub fn checked(&self) -> impl Iterator<Item = &'w File> {
        let files: &'w [File] = self.files;
        files
            .iter()
            .filter(|file| file.is_checked() && !file.is_lacking)
    }

    /// What the types that a file is about have; none when that can't be said.
    pub fn tree(&self, file: &File) -> Option<&Tree> {
        self.trees.get(file.module.package.as_slice())
    }

    /// The types that the user's policies name.
    pub fn all_named_types(&self) -> BTreeSet<String> {
        self.policies()
            .filter_map(|file| self.types.get(file.module.package.as_slice()))
            .flat_map(|types| types.named.iter().cloned())
            .collect()
    }

    /// The types that a file is about; none when a glob may mean others too.
    pub fn named_types(&self, file: &File) -> Option<&BTreeSet<String>> {
        self.types
            .get(file.module.package.as_slice())
            .filter(|types| !types.others && !types.named.is_empty())
            .map(|types| &types.named)
    }

    /// The types that a file is about, for messages.
    pub fn type_names(&self, file: &File) -> String {
        let named = self
            .types
            .get(file.module.package.as_slice())
            .map(|types| types.named.iter().map(String::as_str).collect::<Vec<_>>())
            .unwrap_or_default();
        match named.as_slice() {
            [] => "this type".to_owned(),
            [one] => format!("`{one}`"),
            [one, other] => format!("`{one}` or `{other}`"),
            [one, rest @ ..] => format!("`{one}` or the {} other types", rest.len()),
        }
    }

    /// The files that a rule refers to, directly or not.
    pub fn reached(&self, file: &'w File, rule: &'w Rule) -> Vec<&'w File> {
        let mut open = vec![(&file.module, rule)];
        let mut seen: BTreeSet<*const Rule> = BTreeSet::new();
        let mut found = Vec::new();
        while let Some((module, rule)) = open.pop() {
            for path in data_paths(module, rule, &self.index) {
                for (module, rule) in self.definitions(&path) {
                    if seen.insert(std::ptr::from_ref(rule)) {
                        open.push((module, rule));
                        found.extend(
                            self.files
                                .iter()
                                .find(|file| std::ptr::eq(&raw const file.module, module)),
                        );
                    }
                }
            }
        }
        found
    }

    /// Whether a file refers to one that lacks rules, so that what it refers to may be
    /// there all the same.
    pub fn leans_on_lacking(&self, file: &File) -> bool {
        let lacking: Vec<&[String]> = self
            .files
            .iter()
            .filter(|file| file.is_lacking)
            .map(|file| file.module.package.as_slice())
            .collect();
        lacking.contains(&file.module.package.as_slice())
            || file.module.imports.iter().any(|import| {
                let path = import.path.get(1..).unwrap_or_default();
                lacking
                    .iter()
                    .any(|package| path.starts_with(package) || package.starts_with(path))
            })
    }

    fn definitions(&self, path: &[Key]) -> Vec<(&'w Module, &'w Rule)> {
        let ids = match self.index.resolve(path) {
            Target::Rule { id, .. } => vec![id],
            Target::Tree(ids) => ids,
            Target::Parameter | Target::Nothing => Vec::new(),
        };
        ids.iter()
            .flat_map(|id| self.index.definitions(id))
            .map(|definition| (definition.module, definition.rule))
            .collect()
    }
}

/// The types of controls and boundaries, handed down to what they refer to.
fn types<'w>(files: &'w [File], index: &Index<'w>) -> BTreeMap<&'w [String], Types> {
    let mut uses: BTreeMap<&[String], BTreeSet<Vec<String>>> = BTreeMap::new();
    for file in files.iter().filter(|file| !file.is_test()) {
        uses.entry(&file.module.package)
            .or_default()
            .extend(packages_of(&file.module, index));
    }
    let mut types: BTreeMap<&[String], Types> = BTreeMap::new();
    for file in files {
        let globs = match file.role() {
            Some(Role::Control(role)) => &role.resources,
            Some(Role::Boundary(role)) => &role.resources,
            _ => continue,
        };
        if globs.is_inventory() {
            continue;
        }
        let mut open: Vec<&[String]> = vec![&file.module.package];
        let mut seen: BTreeSet<&[String]> = BTreeSet::new();
        while let Some(package) = open.pop() {
            let Some((package, used)) = uses.get_key_value(package) else {
                continue;
            };
            if !seen.insert(package) {
                continue;
            }
            let types = types.entry(package).or_default();
            for glob in &globs.patterns {
                if glob.contains(['*', '?', '[', '{']) {
                    types.others = true;
                } else {
                    types.named.insert(glob.clone());
                }
            }
            open.extend(used.iter().filter_map(|used| {
                uses.get_key_value(used.as_slice())
                    .map(|(package, _)| *package)
            }));
        }
    }
    types
}
