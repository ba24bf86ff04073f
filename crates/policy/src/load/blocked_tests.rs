//! Blocked tests: tests of policies that can't be loaded. The error of the policy is reported
//! once. The references of its tests are not reported as missing.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::engine::Module;
use onus_core::document::Document;

use crate::load::error::{LoadError, LoadErrorKind};
use crate::load::policy_file::Unit;
use crate::load::soundness::unsound;
use crate::policy_text::PolicyFile;

/// A file that is sound but for what it refers to.
#[derive(Debug)]
pub struct BlockedTest {
    unit: Unit,
    because: String,
}

impl BlockedTest {
    /// Its text.
    pub fn document(&self) -> &Arc<Document> {
        &self.unit.document
    }

    /// Its syntax tree.
    pub fn module(&self) -> &Module {
        &self.unit.module
    }

    /// Its package, as `a.b`.
    pub fn package(&self) -> String {
        self.unit.package()
    }

    /// The file that can't be loaded.
    pub fn because(&self) -> &str {
        &self.because
    }
}

/// Packages that lack a file since it can't be loaded, with that file.
#[derive(Debug, Default)]
pub struct Lost {
    files: BTreeMap<Vec<String>, String>,
}

impl Lost {
    /// Adds a file that could not be parsed.
    pub fn add_file(&mut self, file: &PolicyFile) {
        let text = file.document.text();
        let clause = text.lines().find_map(|line| line.strip_prefix("package "));
        let path = clause.and_then(|rest| rest.split_whitespace().next());
        if let Some(path) = path {
            let package = path.split('.').map(str::to_owned).collect();
            self.add(package, file.document.name());
        }
    }

    /// Adds a file of a package.
    pub fn add(&mut self, package: Vec<String>, file: &str) {
        self.files.entry(package).or_insert_with(|| file.to_owned());
    }

    /// The file behind what a unit lacks.
    fn behind(&self, unit: &Unit) -> Option<&str> {
        self.of_its_package(unit).or_else(|| {
            let paths = referred(&unit.module);
            self.files
                .iter()
                .find(|(package, _)| {
                    paths
                        .iter()
                        .any(|path| path.starts_with(package) || package.starts_with(path))
                })
                .map(|(_, file)| file.as_str())
        })
    }

    /// The file that a unit shares its package with. One of tests has no rules that
    /// others ask.
    fn of_its_package(&self, unit: &Unit) -> Option<&str> {
        self.files
            .get(&unit.module.package)
            .map(String::as_str)
            .filter(|file| !file.ends_with("_test.rego"))
    }
}

/// The paths below `data` that a module names.
fn referred(module: &Module) -> Vec<Vec<String>> {
    let mut paths: Vec<Vec<String>> = module
        .imports
        .iter()
        .filter_map(|import| import.path.split_first())
        .filter(|(root, rest)| *root == "data" && !rest.is_empty())
        .map(|(_, rest)| rest.to_vec())
        .collect();
    for rule in &module.rules {
        rule.walk(&mut |expr| {
            if let Some(("data", keys)) = expr.reference() {
                let constant = keys.iter().map_while(|key| key.text());
                let path: Vec<String> = constant.map(str::to_owned).collect();
                if !path.is_empty() {
                    paths.push(path);
                }
            }
        });
    }
    paths
}

/// Drops files whose calls or references are wrong. Of those that only became wrong
/// because something was lost, nothing is said: they are handed back.
pub fn strand(
    units: &mut Vec<Unit>,
    errors: &mut Vec<LoadError>,
    lost: &mut Lost,
) -> Vec<BlockedTest> {
    let mut blocked = Vec::new();
    loop {
        let mut found = unsound(units);
        let dropped: Vec<Unit> = units
            .extract_if(.., |unit| {
                found.iter().any(|error| error.is_about(&unit.document))
                    || (has_tests(&unit.module) && lost.of_its_package(unit).is_some())
            })
            .collect();
        if dropped.is_empty() {
            errors.extend(found);
            return blocked;
        }
        let mut more = Vec::new();
        for unit in dropped {
            let is_of_it = |error: &LoadError| error.is_about(&unit.document);
            let only_lacks = found.iter().filter(|e| is_of_it(e)).all(is_absence);
            let package = unit.module.package.clone();
            match lost.behind(&unit).filter(|_| only_lacks) {
                Some(file) => {
                    found.retain(|error| !is_of_it(error));
                    let because = file.to_owned();
                    more.push((package, because.clone()));
                    blocked.push(BlockedTest { unit, because });
                }
                None => more.push((package, unit.document.name().to_owned())),
            }
        }
        errors.extend(found);
        for (package, file) in more {
            lost.add(package, &file);
        }
    }
}

fn is_absence(error: &LoadError) -> bool {
    use LoadErrorKind as K;
    matches!(
        error.kind,
        K::UnknownFunction { .. } | K::UnknownReference { .. }
    )
}

fn has_tests(module: &Module) -> bool {
    let is_test = |name: &String| name.starts_with("test_") || name.starts_with("todo_test_");
    module
        .rules
        .iter()
        .any(|rule| rule.path.first().is_some_and(is_test))
}
