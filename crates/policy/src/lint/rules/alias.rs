//! The rule `alias`: older ids that the control has anyway.

use crate::lint::rule::{Bearing, CheckRule, Evidence};
use onus_core::diagnostic::Level;
use std::collections::BTreeSet;

use crate::lint::finding::Findings;
use crate::lint::workspace::Workspace;
use crate::load::role::Role;
use crate::metadata::blocks;

pub(crate) const RULE: CheckRule = CheckRule {
    code: "alias",
    level: Level::Error,
    bearing: Bearing::Upkeep,
    evidence: Evidence::Policies,
    about: "an older id that can't have been one, or that the control has anyway",
    find,
};

fn find(workspace: &Workspace<'_>, findings: &mut Findings) {
    for file in workspace.policies() {
        let Some(Role::Control(control)) = file.role() else {
            continue;
        };
        let text = file.document.text();
        let start = file.module.package_span.start;
        let Some(block) = blocks(text).into_iter().rfind(|block| block.end <= start) else {
            continue;
        };
        let mut known = BTreeSet::from([control.about.id.to_ascii_lowercase()]);
        // Their places: after the key, one after the other.
        let mut from = text
            .get(block.range.start..block.end)
            .and_then(|block| block.find("aliases:"))
            .map_or(block.range.start, |at| {
                block.range.start + at + "aliases:".len()
            });
        for alias in &control.aliases {
            let at = text
                .get(from..block.end)
                .and_then(|rest| rest.find(alias.as_str()))
                .map_or(from, |at| from + at);
            let span = at..(at + alias.len()).min(block.end);
            from = span.end;
            if !known.insert(alias.to_ascii_lowercase()) {
                findings.add(
                    &file.document,
                    &span,
                    format!("the control has the id `{alias}` already"),
                    "list only ids that it had before, once each".to_owned(),
                );
            }
        }
    }
}
