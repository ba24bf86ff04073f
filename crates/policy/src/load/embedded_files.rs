//! The embedded files of a load: which are parsed like the user's, and which the index
//! speaks for.
//!
//! Parsing and checking the complete catalogue takes far longer than most runs. The user's
//! files can't change what an embedded one means: they can't add to its packages, and what
//! it reads of `data` is in it or a parameter. So what the index says holds beside them too,
//! and only those embedded files are parsed that the user's refer to.

use std::collections::BTreeSet;

use crate::catalogue::{entry, packages};
use crate::catalogue_entry::{Entry, text_hash};
use crate::engine::{Expr, Module};
use crate::load::source::PolicySources;
use crate::model::{PolicyContents, Settings};
use crate::names::symbol_table::written_path;
use crate::policy_text::PolicyFile;
use onus_core::source_id::Origin;

/// What the embedded files that a run needs are taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EmbeddedFrom {
    /// The index, and for files that the user's refer to the text.
    Index,
    /// The text.
    Text,
}

/// Where embedded files are taken from. Whoever works on the catalogue itself has policies
/// in the place of some of its files, and the index does not speak of these.
pub fn embedded_from(sources: &PolicySources, settings: &Settings) -> EmbeddedFrom {
    let is_users = |file: &PolicyFile| file.source.origin() != Origin::Builtin;
    if settings.check_builtin || (settings.own_catalogue && sources.files.iter().any(is_users)) {
        EmbeddedFrom::Text
    } else {
        EmbeddedFrom::Index
    }
}

/// The embedded files of some sources.
#[derive(Debug, Default)]
pub struct EmbeddedFiles<'s> {
    /// Those to parse and check like the user's.
    pub parsed: Vec<&'s PolicyFile>,
    /// Those that the index speaks for.
    pub indexed: Vec<(&'s PolicyFile, &'static Entry)>,
    /// Those that the run does not need.
    pub unneeded: Vec<&'static Entry>,
}

impl<'s> EmbeddedFiles<'s> {
    /// Divides the embedded files, given the modules of the user's.
    pub fn of(sources: &'s PolicySources, users: &[&Module], from: EmbeddedFrom) -> Self {
        let embedded = || {
            let files = sources.files.iter();
            files.filter(|file| file.source.origin() == Origin::Builtin)
        };
        let paths = constant_paths(users.iter().copied());
        let own: BTreeSet<String> = users.iter().map(|module| package_of(module)).collect();
        let mut referred = referred(&paths);
        if paths.iter().any(|path| leads_nowhere(path, &own)) {
            // It is an error, and what was meant may be in any file.
            referred = packages()
                .into_values()
                .flatten()
                .flat_map(Entry::with_needs)
                .collect();
        }
        let about: Option<BTreeSet<&str>> = sources.run.as_ref().map(|run| {
            let needed = embedded()
                .filter_map(|file| entry(&file.source))
                .filter(|entry| run.need(entry));
            needed.flat_map(Entry::with_needs).collect()
        });
        let mut divided = Self::default();
        for file in embedded() {
            let Some(entry) = entry(&file.source) else {
                divided.parsed.push(file);
                continue;
            };
            let is_referred = referred.contains(entry.path.as_str());
            let is_about = about
                .as_ref()
                .is_none_or(|about| about.contains(entry.path.as_str()));
            if is_referred || (is_about && from == EmbeddedFrom::Text) {
                divided.parsed.push(file);
            } else if is_about {
                divided.indexed.push((file, entry));
            } else {
                divided.unneeded.push(entry);
            }
        }
        if divided.is_index_current() {
            return divided;
        }
        // An index of other texts says nothing: all of them are parsed.
        Self {
            parsed: embedded().collect(),
            ..Self::default()
        }
    }

    /// Whether the index has each file, with the text that it has here.
    fn is_index_current(&self) -> bool {
        let parsed = self.parsed.iter().map(|file| (*file, entry(&file.source)));
        let indexed = self
            .indexed
            .iter()
            .map(|(file, entry)| (*file, Some(*entry)));
        parsed.chain(indexed).all(|(file, entry)| {
            entry.is_some_and(|entry| entry.hash == text_hash(file.document.text()))
        })
    }

    /// What the index says of the files that are not parsed, needed or not.
    pub fn unparsed(&self) -> impl Iterator<Item = &'static Entry> {
        let indexed = self.indexed.iter().map(|(_, entry)| *entry);
        indexed.chain(self.unneeded.iter().copied())
    }
}

/// The questions about an embedded file. The type tables were evaluated ahead of time.
pub fn indexed_contents(entry: &Entry) -> PolicyContents {
    match &entry.contents {
        PolicyContents::Types(_) => PolicyContents::Nothing,
        contents => contents.clone(),
    }
}

/// The paths below `data` that modules import or refer to, as far as their keys are
/// constant: `data.a.b`.
pub fn constant_paths<'m>(modules: impl IntoIterator<Item = &'m Module>) -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    for module in modules {
        for import in &module.imports {
            paths.insert(path_of(import.path.iter().map(String::as_str)));
        }
        for rule in &module.rules {
            rule.walk(&mut |expr| {
                let expr = match expr {
                    Expr::Call { callee, .. } => callee,
                    expr => expr,
                };
                if let Some(("data", keys)) = expr.reference() {
                    let constant = keys.iter().map_while(|key| key.text());
                    paths.insert(path_of(["data"].into_iter().chain(constant)));
                }
            });
        }
    }
    paths
}

/// The embedded files that paths may lead to, and what these need.
pub fn referred(paths: &BTreeSet<String>) -> BTreeSet<&'static str> {
    packages()
        .into_iter()
        .filter(|(package, _)| paths.iter().any(|path| leads(path, package)))
        .flat_map(|(_, entries)| entries)
        .flat_map(Entry::with_needs)
        .collect()
}

/// Whether a path leads into a package, or to a folder of packages.
fn leads(path: &str, package: &str) -> bool {
    let begins = |long: &str, start: &str| {
        long.strip_prefix(start)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    };
    begins(path, package) || begins(package, path)
}

/// Whether a path below `data` leads to no parameter, to no package of the user's (`own`)
/// and to no embedded one.
fn leads_nowhere(path: &str, own: &BTreeSet<String>) -> bool {
    let to = |package: &str| leads(path, package);
    leads(path, "data")
        && !to("data.params")
        && !own.iter().any(|package| to(package))
        && !packages().into_keys().any(to)
}

/// A package as `data.a.b`.
fn package_of(module: &Module) -> String {
    written_path("data", module.package.iter().map(String::as_str))
}

/// A path as it is written.
fn path_of<'p>(mut parts: impl Iterator<Item = &'p str>) -> String {
    let root = parts.next().unwrap_or_default();
    written_path(root, parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{RunTypes, builtin};
    use crate::engine::Value;
    use crate::load::policy_set::PolicySet;
    use crate::model::Question;
    use onus_core::document::Document;

    fn sources(users: &[(&str, &str)]) -> PolicySources {
        let mut files = builtin();
        files.extend(users.iter().map(|(name, text)| {
            PolicyFile::new(Origin::User, Document::new(*name, text.to_string()))
        }));
        PolicySources {
            files,
            run: Some(RunTypes {
                kinds: ["microsoft.storage/storageaccounts".to_owned()].into(),
                providers: ["azure".to_owned()].into(),
            }),
            ..PolicySources::default()
        }
    }

    fn names(files: &[&PolicyFile]) -> Vec<String> {
        files
            .iter()
            .map(|file| file.source.path().to_owned())
            .collect()
    }

    fn load(sources: &PolicySources, check_builtin: bool) -> (PolicySet, Vec<String>) {
        let settings = Settings {
            limit: std::time::Duration::from_secs(60),
            now: 0,
            params: Value::object::<&str>([]),
            own_catalogue: false,
            check_builtin,
        };
        let loaded = PolicySet::load(sources, &settings).unwrap();
        let errors = loaded
            .errors
            .iter()
            .map(|error| error.problem().to_string());
        (loaded.set, errors.collect())
    }

    #[test]
    fn a_run_loads_what_its_types_need_and_no_more() {
        let sources = sources(&[]);
        let divided = EmbeddedFiles::of(&sources, &[], EmbeddedFrom::Index);
        let needed: Vec<&PolicyFile> = divided.indexed.iter().map(|(file, _)| *file).collect();
        let needed = names(&needed);
        let has = |path: &str| needed.iter().any(|name| name == path);
        assert!(has("policies/lockdown/azure/storage/https_only.rego"));
        assert!(has("policies/lib/fact.rego"));
        assert!(has("policies/boundary/editions/msft_2026.rego"));
        assert!(!has(
            "policies/lockdown/azure/kubernetes/local_accounts.rego"
        ));
        assert!(divided.parsed.is_empty());
        assert_eq!(needed.len() + divided.unneeded.len(), builtin().len());
    }

    fn module(text: &str) -> Module {
        let mut engine = crate::engine::Engine::new(std::time::Duration::from_secs(9), 0).unwrap();
        let source = onus_core::source_id::SourceId::new(Origin::User, text);
        let module = engine.add_policy(&source, &format!("package a\n\n{text}\n"));
        match module {
            Ok(module) => module,
            Err(error) => panic!("{text}: {error}"),
        }
    }

    #[test]
    fn what_the_users_files_refer_to_is_parsed() {
        const FACT: &str = "policies/lib/fact.rego";
        const RELATION: &str = "policies/lib/relation.rego";
        const EDITION: &str = "policies/boundary/editions/msft_2026.rego";
        const CONTROL: &str = "policies/lockdown/azure/kubernetes/local_accounts.rego";
        let sources = sources(&[]);
        for (path, some, other) in [
            ("data.onus.lib.fact", FACT, RELATION),
            ("data.onus.lib.fact.is_true", FACT, RELATION),
            ("data.onus.lib", RELATION, EDITION),
            ("data.onus", EDITION, ""),
            ("data", CONTROL, ""),
            ("data.onus.lib.fcat", CONTROL, ""),
            ("data.onsu.lib.fact", CONTROL, ""),
            ("data.a.x", "", CONTROL),
            ("data.params.a", "", CONTROL),
        ] {
            let module = module(&format!("x := {path}"));
            let divided = EmbeddedFiles::of(&sources, &[&module], EmbeddedFrom::Index);
            let parsed = names(&divided.parsed);
            let has = |wanted: &str| parsed.iter().any(|name| name == wanted);
            assert!(some.is_empty() || has(some), "{path}: {parsed:?}");
            assert!(!has(other), "{path}: {parsed:?}");
        }
    }

    #[test]
    fn paths_are_found_wherever_they_are_written() {
        for (text, path) in [
            (
                "import data.onus.lib.fact\nx := fact.y",
                "data.onus.lib.fact",
            ),
            ("import data.onus as o\nx := o.lib.fact.y", "data.onus"),
            ("x := data.onus.lib.fact.y", "data.onus.lib.fact.y"),
            ("x := data.onus.lib[input.name]", "data.onus.lib"),
            ("x := data[input.name]", "data"),
            ("x := count(data)", "data"),
            (
                "x if { every y in [1] { data.onus.lib.a.b(y) } }",
                "data.onus.lib.a.b",
            ),
            (
                "x contains y if some y in [z | z := data.onus.lib.a.b]",
                "data.onus.lib.a.b",
            ),
            ("x if true with data.onus.lib.a.b as 1", "data.onus.lib.a.b"),
            ("x[data.onus.lib.a.b] := 1", "data.onus.lib.a.b"),
        ] {
            let module = module(text);
            let paths = constant_paths([&module]);
            assert!(paths.contains(path), "{text}: {paths:?}");
        }
    }

    /// Beside the user's policies too, the index says what parsing gives.
    #[test]
    fn users_policies_are_loaded_as_when_everything_is_parsed() {
        let control = "# METADATA\n# title: A control\n# custom:\n#   id: ACME-001\n#   severity: low\n#   layer: data\n#   resources: [microsoft.storage/storageaccounts]\n#   remediation: {summary: Do it.}\npackage acme.a\n\n";
        let twice = control
            .replace("acme.a", "acme.b")
            .replace("ACME-001", "az-st-001");
        let sources = sources(&[
            (
                "a.rego",
                &format!(
                    "{control}import data.onus.lib.fact\n\ndeny contains \"no\" if not fact.is_false(input.properties.a)\n"
                ),
            ),
            (
                "b.rego",
                &format!("{twice}deny contains \"no\" if input.x\n"),
            ),
            ("c.rego", "package onus.lib.fact\n\nis_false(_) := true\n"),
            ("d.rego", "package acme.d\n\nx := data.onus.lib.nothing.y\n"),
        ]);
        let ask = |question: &Question| (question.rule.clone(), question.reads.clone());
        let plain = |set: &PolicySet| {
            let controls: Vec<_> = set
                .controls
                .iter()
                .map(|one| {
                    (
                        one.about.clone(),
                        ask(&one.deny),
                        one.applies.as_ref().map(ask),
                    )
                })
                .collect();
            let boundaries: Vec<_> = set
                .boundaries
                .iter()
                .map(|one| (one.id.clone(), one.tier, ask(&one.responsibility)))
                .collect();
            let unneeded: Vec<&str> = set.unneeded.iter().map(|one| one.path.as_str()).collect();
            (controls, boundaries, unneeded.len(), set.digest.clone())
        };
        let ((indexed, errors), (parsed, others)) = (load(&sources, false), load(&sources, true));
        assert_eq!(errors, others);
        assert_eq!(errors.len(), 3, "{errors:#?}");
        assert!(plain(&indexed) == plain(&parsed));
    }
}
