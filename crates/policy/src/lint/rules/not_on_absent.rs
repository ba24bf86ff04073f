//! The rule `not-on-absent`: `not input.properties.x` holds when the property is false, and
//! also when it is missing; `not f(input.properties.x)` does not hold when it is missing. What
//! a missing property means should be written down.

use crate::engine::{Expr, Literal, Operator};
use crate::lint::finding::Findings;
use crate::lint::rule::{Bearing, CheckRule, Evidence};
use crate::lint::workspace::Workspace;
use onus_core::diagnostic::Level;

use crate::lint::queries::{is_guarded, property, queries, with_default};

pub(crate) const RULE: CheckRule = CheckRule {
    code: "not-on-absent",
    level: Level::Warning,
    bearing: Bearing::Decisions,
    evidence: Evidence::Policies,
    about: "a `not` over a property that may be absent",
    find,
};

fn find(workspace: &Workspace<'_>, findings: &mut Findings) {
    for file in workspace.policies() {
        for chain in file.module.rules.iter().flat_map(queries) {
            let Some(query) = chain.last() else { continue };
            for statement in &query.0 {
                let Literal::Not(expr) = &statement.literal else {
                    continue;
                };
                let Some((reference, names)) = negated_property(expr) else {
                    continue;
                };
                if is_guarded(&chain, statement, &names) {
                    continue;
                }
                let (Some(name), Some(span)) = (names.last(), reference.stretch(names.len()))
                else {
                    continue;
                };
                findings.add(
                    &file.document,
                    &span,
                    match holds_when_absent(expr, reference) {
                        true => format!("this `not` is true also when `{name}` is absent"),
                        false => format!("this `not` never holds when `{name}` is absent"),
                    },
                    format!(
                        "write down what absence means: `{}` with what the provider does by default, compared with `==` or `!=`; when absence is meant, say so above the line with `# onus ignore:not-on-absent`",
                        with_default(&names, "DEFAULT")
                    ),
                );
            }
        }
    }
}

/// Whether the negation of an expression holds when a part of it is absent: operands of
/// calls, comparisons and memberships are evaluated before the negation.
fn holds_when_absent(expr: &Expr, part: &Expr) -> bool {
    let sides = match expr {
        Expr::Operation(Operator::Equal, ..) | Expr::Assign { .. } => expr.parts(),
        Expr::Call { .. } | Expr::Operation(..) | Expr::Membership { .. } => Vec::new(),
        _ => vec![expr],
    };
    sides.into_iter().any(|side| std::ptr::eq(side, part))
}

/// The property that decides whether an expression is undefined.
fn negated_property(expr: &Expr) -> Option<(&Expr, Vec<String>)> {
    // Whether something is there and of a kind is the question of these.
    if let Expr::Call { function, .. } = expr
        && function.last().is_some_and(|name| name.starts_with("is_"))
    {
        return None;
    }
    let mut found = None;
    expr.walk(&mut |part| {
        if found.is_none() {
            found = property(part).map(|names| (part, names));
        }
    });
    found
}
