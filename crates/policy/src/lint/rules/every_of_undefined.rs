//! The rule `every-of-undefined`: `every item in input.properties.list` holds for an empty
//! list, and is undefined, so never true, if the list is missing.

use crate::engine::Literal;
use crate::lint::finding::Findings;
use crate::lint::rule::{Bearing, CheckRule, Evidence};
use crate::lint::workspace::Workspace;
use onus_core::diagnostic::Level;

use crate::lint::queries::{is_guarded, property, queries, with_default};

pub(crate) const RULE: CheckRule = CheckRule {
    code: "every-of-undefined",
    level: Level::Warning,
    bearing: Bearing::Decisions,
    evidence: Evidence::Policies,
    about: "an `every` over a list that may be absent",
    find,
};

fn find(workspace: &Workspace<'_>, findings: &mut Findings) {
    for file in workspace.policies() {
        for chain in file.module.rules.iter().flat_map(queries) {
            let Some(query) = chain.last() else { continue };
            for statement in &query.0 {
                let Literal::Every { domain, .. } = &statement.literal else {
                    continue;
                };
                let Some(names) = property(domain) else {
                    continue;
                };
                if is_guarded(&chain, statement, &names) {
                    continue;
                }
                let (Some(name), Some(span)) = (names.last(), domain.stretch(names.len())) else {
                    continue;
                };
                findings.add(
                    &file.document,
                    &span,
                    format!(
                        "this `every` holds when `{name}` is empty, and never when it is absent"
                    ),
                    format!(
                        "go through what is there, `{}`, or say before that it has to be there",
                        with_default(&names, "[]")
                    ),
                );
            }
        }
    }
}
