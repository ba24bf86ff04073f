//! The parts of a statement that show why it does not hold.

use std::collections::BTreeSet;

use crate::engine::{Expr, Literal, Operator, Query, Span, Statement};

/// More parts than these say less.
const MOST: usize = 12;

/// The variables that statements give values to, in order.
pub fn bound(statements: &[Statement]) -> Vec<&str> {
    let mut names = Vec::new();
    for statement in statements {
        match &statement.literal {
            Literal::SomeIn { key, value, .. } => {
                for pattern in key.iter().chain([value]) {
                    pattern_names(pattern, &mut names);
                }
            }
            Literal::Expr(Expr::Assign { left, .. }) => pattern_names(left, &mut names),
            Literal::Some(declared) => {
                for name in declared {
                    add(&name.text, &mut names);
                }
            }
            Literal::Expr(_) | Literal::Not(_) | Literal::Every { .. } => {}
        }
    }
    names
}

/// Whether the last of the first statements only declares names, or needs one that
/// no statement before it gives a value, but one after it does.
pub fn needs_later(first: &[Statement], after: &[Statement]) -> bool {
    let Some(last) = first.last() else {
        return false;
    };
    if matches!(last.literal, Literal::Some(_)) {
        return true;
    }
    let gives = |statement: &&Statement| !matches!(statement.literal, Literal::Some(_));
    let given = |statements: &[Statement]| -> BTreeSet<String> {
        let giving: Vec<Statement> = statements.iter().filter(gives).cloned().collect();
        bound(&giving).into_iter().map(str::to_owned).collect()
    };
    let (before, later) = (given(first), given(after));
    let mut is_needed = false;
    Query(vec![last.clone()]).walk(&mut |expr| {
        if let Some((root, _)) = expr.reference() {
            is_needed |= later.contains(root) && !before.contains(root);
        }
    });
    is_needed
}

/// The variables of a pattern, in order.
pub fn pattern_names<'e>(pattern: &'e Expr, names: &mut Vec<&'e str>) {
    match pattern {
        Expr::Var(name, _) => add(name, names),
        Expr::Array(items, _) => {
            for item in items {
                pattern_names(item, names);
            }
        }
        Expr::Object(fields, _) => {
            for (_, value) in fields {
                pattern_names(value, names);
            }
        }
        _ => {}
    }
}

fn add<'e>(name: &'e str, names: &mut Vec<&'e str>) {
    if name != "_" && !names.contains(&name) {
        names.push(name);
    }
}

/// The stretches of a statement whose values are worth showing; the values of
/// `known` variables are shown already.
pub fn watched(literal: &Literal, known: &[&str]) -> Vec<Span> {
    let mut found = Vec::new();
    match literal {
        Literal::Some(_) => {}
        Literal::SomeIn { collection, .. } => watch(collection, known, &mut found),
        Literal::Every { domain, .. } => watch(domain, known, &mut found),
        Literal::Expr(Expr::Assign { right, .. }) => watch(right, known, &mut found),
        Literal::Expr(expr) | Literal::Not(expr) => match expr.reference() {
            Some(_) => watch(expr, known, &mut found),
            // What the whole is, its not holding says.
            None => {
                for part in expr.parts() {
                    watch(part, known, &mut found);
                }
            }
        },
    }
    found.truncate(MOST);
    found
}

fn watch(expr: &Expr, known: &[&str], found: &mut Vec<Span>) {
    match expr {
        Expr::Text(..) | Expr::Scalar(_) => return,
        Expr::Var(name, _) if known.contains(&name.as_str()) || name == "input" => return,
        Expr::Array(..) | Expr::Set(..) | Expr::Object(..) => {}
        _ => found.push(expr.extent()),
    }
    match expr.reference() {
        Some((_, keys)) => {
            for key in keys {
                watch(key, known, found);
            }
        }
        None if matches!(expr, Expr::Comprehension { .. }) => {}
        None => {
            for part in expr.parts() {
                watch(part, known, found);
            }
        }
    }
}

/// The two sides of an equation.
pub struct Sides {
    /// What is expected.
    pub expected: Span,
    /// What there is.
    pub got: Span,
}

/// The sides of a statement that asks whether two things are equal.
pub fn sides(literal: &Literal) -> Option<Sides> {
    let Literal::Expr(Expr::Operation(Operator::Equal, operands, _)) = literal else {
        return None;
    };
    let [left, right] = operands.as_slice() else {
        return None;
    };
    let (from, to) = (left.extent(), right.extent());
    let (expected, got) = if is_expected(left) && !is_expected(right) {
        (from, to)
    } else {
        (to, from)
    };
    Some(Sides { expected, got })
}

/// Whether a side is what the author wants: it is written out, or its name says so.
fn is_expected(expr: &Expr) -> bool {
    match expr {
        Expr::Var(name, _) => ["exp", "want"].iter().any(|start| name.starts_with(start)),
        expr => is_written_out(expr),
    }
}

fn is_written_out(expr: &Expr) -> bool {
    match expr {
        Expr::Text(..) | Expr::Scalar(_) => true,
        Expr::Array(..) | Expr::Set(..) | Expr::Object(..) => {
            expr.parts().into_iter().all(is_written_out)
        }
        _ => false,
    }
}
