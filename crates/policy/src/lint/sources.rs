//! The sources of a check: the policies and tests that the user names, and the embedded
//! catalogue, which they may refer to.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path};

use crate::catalogue::{RunTypes, builtin};
use crate::load::error::LoadErrorKind;
use crate::load::source::PolicySources;
use crate::policy_text::PolicyFile;
use onus_core::source_id::{Origin, SourceId};

/// Whether the embedded catalogue is there to be referred to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Catalogue {
    /// It is, but for files that are named themselves.
    Embedded,
    /// It is left out, and its names are free.
    LeftOut,
}

/// All that was found, before anything is parsed.
#[derive(Debug, Default)]
pub struct Sources {
    /// Policies and data; those of the embedded catalogue too.
    pub policies: PolicySources,
    /// Tests.
    pub tests: Vec<PolicyFile>,
    /// Of each file below a folder that was named, its path from there.
    pub below: BTreeMap<SourceId, Vec<String>>,
    /// Whether what was named is a part of the catalogue itself, and takes the place
    /// of what is embedded.
    pub own_catalogue: bool,
}

impl Sources {
    /// What files, folders and globs hold, tests among it.
    pub fn named(paths: &[String], catalogue: Catalogue) -> Self {
        let mut sources = Self::default();
        for path in paths {
            sources.add(path);
        }
        match catalogue {
            Catalogue::Embedded => sources.add_catalogue(),
            Catalogue::LeftOut => sources.own_catalogue = true,
        }
        sources
    }

    fn add(&mut self, path: &str) {
        let tests = PolicySources::tests(path);
        let holds_tests = !tests.files.is_empty();
        let known: BTreeSet<SourceId> = self.tests.iter().map(|test| test.source.clone()).collect();
        self.tests.extend(
            tests
                .files
                .into_iter()
                .filter(|test| !known.contains(&test.source)),
        );
        if !path.ends_with("_test.rego") {
            self.policies.add_path(path);
        }
        if holds_tests {
            // A folder of tests alone is no mistake.
            self.policies.errors.retain(
                |error| !matches!(&error.kind, LoadErrorKind::NoPolicies { path: p } if p == path),
            );
        }
        let unknown = |error: &crate::load::error::LoadError| {
            !self
                .policies
                .errors
                .iter()
                .any(|other| other.kind == error.kind)
        };
        let further: Vec<_> = tests.errors.into_iter().filter(unknown).collect();
        self.policies.errors.extend(further);
        for file in self.policies.files.iter().chain(&self.tests) {
            if !self.below.contains_key(&file.source) {
                let parts = below(file.source.path(), path);
                self.below.insert(file.source.clone(), parts);
            }
        }
    }

    fn add_catalogue(&mut self) {
        let named = &self.policies.files;
        // A file that only has the path of an embedded one takes the place of nothing.
        let replaced = |embedded: &PolicyFile| {
            named.iter().any(|file| {
                Path::new(file.source.path()).ends_with(embedded.source.path())
                    && package_clause(file) == package_clause(embedded)
            })
        };
        let (own, others): (Vec<_>, Vec<_>) = builtin().into_iter().partition(replaced);
        self.own_catalogue = !own.is_empty();
        // Of the others, only what the user's files refer to can be wrong with them.
        self.policies.run = (!self.own_catalogue).then(RunTypes::default);
        // As in evaluation, what is embedded has its ids first.
        self.policies.files.splice(0..0, others);
    }

    /// Whether nothing of the user's was found, neither good nor bad.
    pub fn is_empty(&self) -> bool {
        self.tests.is_empty()
            && self.policies.data.is_empty()
            && self
                .policies
                .files
                .iter()
                .all(|file| file.source.origin() == Origin::Builtin)
    }
}

/// The line that names a file's package.
fn package_clause(file: &PolicyFile) -> Option<&str> {
    let lines = file.document.text().lines().map(str::trim_end);
    lines.into_iter().find(|line| line.starts_with("package "))
}

/// The parts of a file's path below what was named.
fn below(file: &str, named: &str) -> Vec<String> {
    let file = Path::new(file);
    let rest = match file.strip_prefix(named) {
        Ok(rest) if rest.components().next().is_some() => rest,
        _ => file.file_name().map_or(file, Path::new),
    };
    rest.components()
        .filter_map(|part| match part {
            Component::Normal(part) => Some(part.to_string_lossy().into_owned()),
            _ => None,
        })
        .collect()
}
