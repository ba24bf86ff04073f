//! The rule `test-cannot-fail`: tests that pass whatever the policy does.

use crate::engine::{Literal, Rule};
use crate::lint::finding::Findings;
use crate::lint::rule::{Bearing, CheckRule, Evidence};
use crate::lint::workspace::{File, Workspace};
use crate::names::resolved::Resolved;
use crate::names::symbol_table::Target;
use onus_core::diagnostic::Level;

pub(crate) const RULE: CheckRule = CheckRule {
    code: "test-cannot-fail",
    level: Level::Error,
    bearing: Bearing::Upkeep,
    evidence: Evidence::Policies,
    about: "a test that holds whatever the policy says",
    find,
};

fn find(workspace: &Workspace<'_>, findings: &mut Findings) {
    for file in workspace.tests() {
        if workspace.leans_on_lacking(file) {
            continue;
        }
        let tests = file.module.rules.iter().filter(|rule| {
            rule.path
                .first()
                .is_some_and(|name| name.starts_with("test_"))
        });
        for rule in tests {
            let asks = workspace
                .reached(file, rule)
                .iter()
                .any(|reached| !reached.is_test());
            if !asks {
                let name = rule.path.join(".");
                let end = rule.span.start + name.len();
                findings.add(
                    &file.document,
                    &(rule.span.start..end),
                    format!("`{name}` asks no policy, so it holds whatever the policies say"),
                    "refer to the rule that is tested, as in `count(control.deny) == 1 with input as {...}`",
                );
            }
            sets(workspace, file, rule, findings);
        }
    }
}

/// Statements that are nothing but the name of a set.
fn sets(workspace: &Workspace<'_>, file: &File, rule: &Rule, findings: &mut Findings) {
    let names = Resolved::of(&file.module, rule, &workspace.index);
    for statement in rule.bodies.iter().flat_map(|body| &body.query.0) {
        let Literal::Expr(expr) = &statement.literal else {
            continue;
        };
        let Some((_, keys)) = expr.reference() else {
            continue;
        };
        let Some(path) = names.data_path(&file.module, expr) else {
            continue;
        };
        let Target::Rule {
            definitions, used, ..
        } = workspace.index.resolve(&path)
        else {
            continue;
        };
        let is_set = used == path.len() && definitions.iter().all(|d| d.rule.is_set);
        if is_set && let Some(span) = expr.stretch(keys.len()) {
            let text = file.document.slice(&span).to_owned();
            findings.add(
                &file.document,
                &span,
                format!("`{text}` is a set, and an empty set holds too"),
                format!("say what is expected: `count({text}) == 1`, or the findings themselves"),
            );
        }
    }
}
