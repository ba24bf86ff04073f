//! Older ids of controls that can't have been ids, or that the control has anyway.

use std::collections::BTreeSet;

use crate::check::finding::Findings;
use crate::check::workspace::Workspace;
use crate::policy::metadata::blocks;
use crate::policy::unit::Role;

/// Finds them. Ids that another control has are told by loading.
pub fn find(workspace: &Workspace<'_>, findings: &mut Findings) {
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
        // Where they stand: behind the key, one after the other.
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
            let is_written = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
            if alias.is_empty() || !alias.chars().all(is_written) {
                findings.add(
                    &file.document,
                    &span,
                    format!("`{alias}` can't be an id, so nothing selects the control by it"),
                    "ids are words of letters, digits, `-`, `_` and `.`, such as `ACME-STORAGE-001`"
                        .to_owned(),
                );
            } else if !known.insert(alias.to_ascii_lowercase()) {
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
