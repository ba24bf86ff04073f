//! The rule `undeclared-need`: relations that a control reads and does not declare.
//! `input.related` contains declared relations only.

use crate::lint::finding::Findings;
use crate::lint::related_reads::each_control;
use crate::lint::rule::{Bearing, CheckRule, Evidence};
use crate::lint::workspace::Workspace;
use onus_core::diagnostic::Level;

pub(crate) const RULE: CheckRule = CheckRule {
    code: "undeclared-need",
    level: Level::Error,
    bearing: Bearing::Decisions,
    evidence: Evidence::Policies,
    about: "a relation that is read and not declared",
    find,
};

fn find(workspace: &Workspace<'_>, findings: &mut Findings) {
    each_control(workspace, |file, control, reads| {
        for read in reads {
            let is_declared = control
                .needs
                .iter()
                .filter_map(|need| need.steps().first())
                .any(|step| read.is(step));
            let Some(words) = read.words().filter(|_| !is_declared) else {
                continue;
            };
            findings.add(
                &file.document,
                &file.metadata_key("needs"),
                format!("the control reads `input.related.{words}` and does not declare it, so nothing will be there"),
                format!("add `{words}` to `needs` in METADATA"),
            );
        }
    });
}
