//! The rule `unused-need`: relations that a control declares and does not read.

use crate::lint::finding::Findings;
use crate::lint::related_reads::each_control;
use crate::lint::rule::{Bearing, CheckRule, Evidence};
use crate::lint::workspace::Workspace;
use onus_core::diagnostic::Level;

pub(crate) const RULE: CheckRule = CheckRule {
    code: "unused-need",
    level: Level::Warning,
    bearing: Bearing::Upkeep,
    evidence: Evidence::Policies,
    about: "a relation that is declared and not read",
    find,
};

fn find(workspace: &Workspace<'_>, findings: &mut Findings) {
    each_control(workspace, |file, control, reads| {
        for need in &control.needs {
            let is_read = need
                .steps()
                .first()
                .is_none_or(|step| reads.iter().any(|read| read.is(step)));
            if !is_read {
                findings.add(
                    &file.document,
                    &file.metadata_key("needs"),
                    format!("the control declares `{need}` and never reads it"),
                    "take it out of `needs`: every run with this control looks for all relations of all resources",
                );
            }
        }
    });
}
