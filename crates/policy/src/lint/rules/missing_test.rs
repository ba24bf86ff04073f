//! The rule `missing-test`: controls without a test.

use crate::lint::rule::{Bearing, CheckRule, Evidence};
use onus_core::diagnostic::Level;
use std::collections::BTreeSet;

use crate::lint::finding::Findings;
use crate::lint::workspace::Workspace;
use crate::load::role::Role;

pub(crate) const RULE: CheckRule = CheckRule {
    code: "missing-test",
    level: Level::Warning,
    bearing: Bearing::Upkeep,
    evidence: Evidence::Policies,
    about: "a control without a test",
    find,
};

fn find(workspace: &Workspace<'_>, findings: &mut Findings) {
    let mut asked: BTreeSet<&[String]> = BTreeSet::new();
    for test in workspace.tests() {
        asked.insert(&test.module.package);
        for rule in &test.module.rules {
            asked.extend(
                workspace
                    .reached(test, rule)
                    .into_iter()
                    .map(|file| file.module.package.as_slice()),
            );
        }
    }
    for file in workspace.policies() {
        if let Some(Role::Control(control)) = file.role()
            && !asked.contains(file.module.package.as_slice())
        {
            let stem = file.document.name().trim_end_matches(".rego");
            findings.add(
                &file.document,
                &file.metadata_key("id"),
                format!("no test asks `{}`", control.about.id),
                format!(
                    "write `{stem}_test.rego` with one input that is denied and one that is allowed: a control that never fires looks just like an estate without faults"
                ),
            );
        }
    }
}
