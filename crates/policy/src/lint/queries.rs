//! The queries of a Rego rule, each with the queries around it.

use crate::engine::{Expr, Key, Literal, Query, Rule, Statement};
use crate::names::symbol_table::keys_of;

/// Every query of a rule, after those around it, the outermost first.
pub fn queries(rule: &Rule) -> Vec<Vec<&Query>> {
    let mut found = Vec::new();
    let parts = rule.keys.iter().chain(rule.arguments.iter().flatten());
    for expr in parts {
        below(expr, &[], &mut found);
    }
    for body in &rule.bodies {
        descend(&body.query, &[], &mut found);
        if let Some(value) = &body.value {
            below(value, &[&body.query], &mut found);
        }
    }
    found
}

fn descend<'a>(query: &'a Query, around: &[&'a Query], found: &mut Vec<Vec<&'a Query>>) {
    let chain: Vec<&Query> = around.iter().copied().chain([query]).collect();
    for statement in &query.0 {
        for expr in statement.literal.exprs() {
            below(expr, &chain, found);
        }
        if let Some(query) = statement.literal.query() {
            descend(query, &chain, found);
        }
    }
    found.push(chain);
}

fn below<'a>(expr: &'a Expr, around: &[&'a Query], found: &mut Vec<Vec<&'a Query>>) {
    if let Expr::Comprehension { query, .. } = expr {
        let terms: Vec<&Query> = around.iter().copied().chain([query]).collect();
        for part in expr.parts() {
            below(part, &terms, found);
        }
        descend(query, around, found);
        return;
    }
    for part in expr.parts() {
        below(part, around, found);
    }
}

/// The names below `input` that a reference is written with, when it leads to a
/// property: `["properties", "a", "b"]`.
pub fn property(expr: &Expr) -> Option<Vec<String>> {
    let (root, keys) = expr.reference()?;
    let names: Vec<String> = keys_of(&keys)
        .into_iter()
        .map_while(|key| match key {
            Key::Name(name) => Some(name),
            Key::Any | Key::Element => None,
        })
        .collect();
    let is_property = root == "input"
        && names.len() >= 2
        && matches!(
            names.first().map(String::as_str),
            Some("properties" | "raw")
        );
    is_property.then_some(names)
}

/// The text that reads a property, or its replacement if it is missing.
pub fn with_default(names: &[String], default: &str) -> String {
    match names {
        [root, name] => format!("object.get(input.{root}, \"{name}\", {default})"),
        _ => format!(
            "object.get(input, [\"{}\"], {default})",
            names.join("\", \"")
        ),
    }
}

/// Whether a statement of these queries, other than `but`, only holds when a property
/// is there.
pub fn is_guarded(chain: &[&Query], but: &Statement, names: &[String]) -> bool {
    chain
        .iter()
        .flat_map(|query| &query.0)
        .filter(|statement| !std::ptr::eq(*statement, but))
        .any(|statement| match &statement.literal {
            Literal::Expr(expr) => mentions(expr, names),
            Literal::SomeIn { collection, .. } => mentions(collection, names),
            Literal::Some(_) | Literal::Not(_) | Literal::Every { .. } => false,
        })
}

fn mentions(expr: &Expr, names: &[String]) -> bool {
    let mut found = false;
    expr.walk(&mut |part| {
        found |= property(part).is_some_and(|other| other.starts_with(names));
    });
    found
}
