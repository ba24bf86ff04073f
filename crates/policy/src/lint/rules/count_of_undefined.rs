//! The rule `count-of-undefined`: `count(input.properties.list) == 0` is intended for missing
//! items, and is undefined, so never true, if the list itself is missing.

use crate::engine::{Expr, Literal, Operator};
use crate::lint::finding::Findings;
use crate::lint::rule::{Bearing, CheckRule, Evidence};
use crate::lint::workspace::{File, Workspace};
use onus_core::diagnostic::Level;

use crate::lint::queries::{is_guarded, property, queries, with_default};

pub(crate) const RULE: CheckRule = CheckRule {
    code: "count-of-undefined",
    level: Level::Warning,
    bearing: Bearing::Decisions,
    evidence: Evidence::Policies,
    about: "a `count` of a list that can be absent, compared as if absent were empty",
    find,
};

fn find(workspace: &Workspace<'_>, findings: &mut Findings) {
    for file in workspace.policies() {
        for chain in file.module.rules.iter().flat_map(queries) {
            let Some(query) = chain.last() else { continue };
            for statement in &query.0 {
                let Literal::Expr(expr) = &statement.literal else {
                    continue;
                };
                let Some((list, names)) = counted(file, expr) else {
                    continue;
                };
                if is_guarded(&chain, statement, &names) {
                    continue;
                }
                let (Some(name), Some(span)) = (names.last(), list.stretch(names.len())) else {
                    continue;
                };
                findings.add(
                    &file.document,
                    &span,
                    format!("when `{name}` is absent, this never holds: `count` of what is absent is undefined, not 0"),
                    format!("count what is there: `count({})`", with_default(&names, "[]")),
                );
            }
        }
    }
}

/// The list of a comparison that would hold for an empty one.
fn counted<'a>(file: &File, expr: &'a Expr) -> Option<(&'a Expr, Vec<String>)> {
    let Expr::Operation(operator, operands, _) = expr else {
        return None;
    };
    let [left, right] = operands.as_slice() else {
        return None;
    };
    let number = |expr: &Expr| match expr {
        Expr::Scalar(span) => file.document.slice(span).parse::<i64>().ok(),
        _ => None,
    };
    let (call, number, operator) = match (number(left), number(right)) {
        (None, Some(number)) => (left, number, *operator),
        (Some(number), None) => (right, number, turned(*operator)),
        _ => return None,
    };
    let holds_for_none = match operator {
        Operator::Equal => number == 0,
        Operator::Unequal => number != 0,
        Operator::Less => 0 < number,
        Operator::LessOrEqual => 0 <= number,
        Operator::Greater => 0 > number,
        Operator::GreaterOrEqual => 0 >= number,
        Operator::Arithmetic(..) | Operator::Other => false,
    };
    let Expr::Call {
        function,
        arguments,
        ..
    } = call
    else {
        return None;
    };
    match arguments.as_slice() {
        [list] if holds_for_none && function.as_slice() == ["count"] => {
            Some((list, property(list)?))
        }
        _ => None,
    }
}

fn turned(operator: Operator) -> Operator {
    match operator {
        Operator::Less => Operator::Greater,
        Operator::LessOrEqual => Operator::GreaterOrEqual,
        Operator::Greater => Operator::Less,
        Operator::GreaterOrEqual => Operator::LessOrEqual,
        same => same,
    }
}
