//! Run warnings: the findings that a run reports before it evaluates anything, because a
//! policy can't decide as intended. All other findings are for the authors of policies.

use std::collections::BTreeSet;

use crate::load::policy_file::Unit;
use crate::load::policy_set::Parsed;
use crate::names::references::packages_of;
use crate::names::symbol_table::Index;
use onus_core::diagnostic::{Diagnostic, Level};
use onus_core::source_id::Origin;

use crate::lint::finding::Finding;
use crate::lint::known_properties::Known;
use crate::lint::levels::Levels;
use crate::lint::rule::Bearing;
use crate::lint::rules;
use crate::lint::settled;
use crate::lint::workspace::{File, FileKind, Workspace};

/// Looks at the user's policies as they were loaded, and warns of what they can't
/// mean. `teach` adds what resources of some types show; it is asked only when a
/// property of theirs is not known.
pub fn run_warnings(
    parsed: Parsed,
    levels: &Levels,
    teach: impl FnOnce(&BTreeSet<String>, &mut Known),
) -> Vec<Diagnostic> {
    let files = files(parsed.0);
    if files.is_empty() {
        return Vec::new();
    }
    let mut known = Known::bundled();
    let workspace = Workspace::of(&files, &known);
    let mut findings = find(&workspace, levels);
    if findings
        .iter()
        .any(|f| rules::depends_on_known_properties(f.code))
    {
        let kinds = workspace.all_named_types();
        drop(workspace);
        teach(&kinds, &mut known);
        if known.has_learned() {
            findings = find(&Workspace::of(&files, &known), levels);
        }
    }
    findings.into_iter().map(warning).collect()
}

fn find(workspace: &Workspace<'_>, levels: &Levels) -> Vec<Finding> {
    let findings = rules::RULES
        .iter()
        .filter(|rule| rule.bearing == Bearing::Decisions)
        .flat_map(|rule| rule.run(workspace))
        .collect();
    settled(findings, levels)
}

/// The policies decide as they are written, so no finding fails the run.
fn warning(finding: Finding) -> Diagnostic {
    Diagnostic {
        level: Level::Warning,
        code: Some(finding.code),
        ..finding.problem
    }
}

/// The user's files and what they refer to; none when nothing is the user's. What
/// they don't refer to has no say in what they mean.
fn files(units: Vec<Unit>) -> Vec<File> {
    let needed = needed(&units);
    units
        .into_iter()
        .filter(|unit| needed.contains(&unit.module.package))
        .map(|unit| File {
            document: unit.document,
            source: unit.source,
            module: unit.module,
            kind: FileKind::Policy(Some(unit.role)),
            below: Vec::new(),
            is_lacking: false,
        })
        .collect()
}

/// The packages of the user and those that they refer to, directly or not.
fn needed(units: &[Unit]) -> BTreeSet<Vec<String>> {
    let index = Index::new(units.iter().map(|unit| &unit.module));
    let mut open: Vec<Vec<String>> = units
        .iter()
        .filter(|unit| unit.source.origin() == Origin::User)
        .map(|unit| unit.module.package.clone())
        .collect();
    let mut needed = BTreeSet::new();
    while let Some(package) = open.pop() {
        if needed.contains(&package) {
            continue;
        }
        let of_it = units.iter().filter(|unit| unit.module.package == package);
        open.extend(of_it.flat_map(|unit| packages_of(&unit.module, &index)));
        needed.insert(package);
    }
    needed
}
