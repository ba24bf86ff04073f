//! The rule `unknown-key`: keys of METADATA that nothing reads, and that are probably
//! misspelled.

use crate::lint::finding::Findings;
use crate::lint::rule::{Bearing, CheckRule, Evidence};
use crate::lint::workspace::Workspace;
use crate::load::messages::misplaced_key_help;
use crate::metadata::{Fault, MisplacedKey, blocks, misplaced_keys};
use onus_core::diagnostic::Level;

pub(crate) const RULE: CheckRule = CheckRule {
    code: "unknown-key",
    level: Level::Warning,
    bearing: Bearing::Decisions,
    evidence: Evidence::Policies,
    about: "a key of METADATA that nothing reads, and that looks like another one",
    find,
};

fn find(workspace: &Workspace<'_>, findings: &mut Findings) {
    for file in workspace.policies().filter(|file| file.role().is_some()) {
        let blocks = blocks(file.document.text());
        let start = file.module.package_span.start;
        let Some(block) = blocks.iter().rfind(|block| block.end <= start) else {
            continue;
        };
        for (key, MisplacedKey { name, fault, range }) in misplaced_keys(block) {
            let message = match fault {
                Fault::Misspelled => format!("`{name}` is not a key of METADATA"),
                Fault::Misplaced => format!("`{name}` is read as `{key}` only"),
            };
            let help = format!(
                "{} as it stands, nothing reads it",
                match fault {
                    Fault::Misspelled => misplaced_key_help(&key, fault),
                    Fault::Misplaced => format!("{}:", misplaced_key_help(&key, fault)),
                }
            );
            findings.add(&file.document, &range, message, help);
        }
    }
}
