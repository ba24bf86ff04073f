//! The references of rules and modules: the paths below `data`, and the packages that
//! they lead to.

use std::collections::BTreeSet;

use crate::engine::{Expr, Key, Module, Rule};
use crate::names::resolved::Resolved;
use crate::names::symbol_table::{Index, Target};

/// The paths below `data` that a rule refers to or calls.
pub fn data_paths<'m>(module: &'m Module, rule: &'m Rule, index: &Index<'m>) -> Vec<Vec<Key>> {
    let names = Resolved::of(module, rule, index);
    let mut paths = Vec::new();
    rule.walk(&mut |expr| {
        let refers = match expr {
            Expr::Call { callee, .. } => callee,
            expr => expr,
        };
        paths.extend(names.data_path(module, refers));
    });
    paths
}

/// The packages that a module refers to, or may refer to.
pub fn packages_of<'m>(module: &'m Module, index: &Index<'m>) -> BTreeSet<Vec<String>> {
    let mut found = BTreeSet::new();
    let mut refer = |path: &[Key]| {
        // A rule's head can reach into the path of another package.
        let reached = index.reached(path);
        found.extend(reached.into_iter().map(|one| one.module.package.clone()));
        match index.resolve(path) {
            Target::Rule { id, .. } => {
                found.insert(id.package);
            }
            Target::Tree(ids) => found.extend(ids.into_iter().map(|id| id.package)),
            Target::Parameter | Target::Nothing => {}
        }
    };
    for import in &module.imports {
        if import.path.first().is_some_and(|root| root == "data") {
            let path: Vec<Key> = import.path.iter().skip(1).cloned().map(Key::Name).collect();
            refer(&path);
        }
    }
    for rule in &module.rules {
        for path in data_paths(module, rule, index) {
            refer(&path);
        }
    }
    found
}
