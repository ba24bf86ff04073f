//! The rule `unused-variable`: variables that nothing uses.

use crate::lint::rule::{Bearing, CheckRule, Evidence};
use onus_core::diagnostic::Level;
use std::collections::{BTreeMap, BTreeSet};

use crate::engine::{Expr, Literal, Query, Rule, Span};
use crate::lint::finding::Findings;
use crate::lint::workspace::Workspace;

use crate::lint::queries::queries;

pub(crate) const RULE: CheckRule = CheckRule {
    code: "unused-variable",
    level: Level::Warning,
    bearing: Bearing::Upkeep,
    evidence: Evidence::Policies,
    about: "a variable that nothing uses",
    find,
};

fn find(workspace: &Workspace<'_>, findings: &mut Findings) {
    for file in workspace.checked() {
        for rule in &file.module.rules {
            let used = used(rule);
            let declared = declared(rule);
            let places: BTreeSet<usize> = declared.values().flatten().map(|s| s.start).collect();
            for (name, spans) in &declared {
                let is_used = used
                    .get(name)
                    .is_some_and(|at| at.iter().any(|start| !places.contains(start)));
                let (false, Some(span)) = (is_used || name.starts_with('_'), spans.first()) else {
                    continue;
                };
                findings.add(
                    &file.document,
                    span,
                    format!("nothing uses `{name}`"),
                    "take it out, write `_` where a value has to stand, or use it: a variable that is not looked at is often one that was meant in a condition",
                );
            }
        }
    }
}

/// Where each name is looked at, and where it is bound by a pattern.
fn used(rule: &Rule) -> BTreeMap<&str, BTreeSet<usize>> {
    let mut used: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    rule.walk(&mut |expr| {
        let root = match expr {
            Expr::Call { function, span, .. } => {
                function.first().map(|name| (name.as_str(), span.start))
            }
            _ => expr
                .reference()
                .and_then(|(name, _)| Some((name, expr.stretch(0)?.start))),
        };
        if let Some((name, start)) = root {
            used.entry(name).or_default().insert(start);
        }
    });
    used
}

fn declared(rule: &Rule) -> BTreeMap<&str, Vec<Span>> {
    let mut names: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
    let mut add = |name, span: &Span| names.entry(name).or_default().push(span.clone());
    for chain in queries(rule) {
        if let Some(query) = chain.last() {
            declared_in(query, &mut add);
        }
    }
    names
}

fn declared_in<'a>(query: &'a Query, add: &mut impl FnMut(&'a str, &Span)) {
    for statement in &query.0 {
        match &statement.literal {
            Literal::Some(names) => names.iter().for_each(|name| add(&name.text, &name.span)),
            Literal::SomeIn { key, value, .. } => {
                for part in key.iter().chain([value]) {
                    pattern(part, add);
                }
            }
            Literal::Every { key, value, .. } => {
                for name in key.iter().chain([value]) {
                    add(&name.text, &name.span);
                }
            }
            Literal::Expr(Expr::Assign { left, .. }) => pattern(left, add),
            Literal::Expr(_) | Literal::Not(_) => {}
        }
    }
}

fn pattern<'a>(part: &'a Expr, add: &mut impl FnMut(&'a str, &Span)) {
    match part {
        Expr::Var(name, span) => add(name, span),
        Expr::Array(items, _) => items.iter().for_each(|item| pattern(item, add)),
        Expr::Object(fields, _) => fields.iter().for_each(|(_, value)| pattern(value, add)),
        _ => {}
    }
}
