//! Statements and values that the engine reads differently than intended.

use crate::engine::{Expr, Literal, Module, Operator, Query, Rule, Span};

use crate::load::constructs::Construct;

/// Keywords that each file has.
const KEYWORDS: [&str; 4] = ["if", "in", "contains", "every"];

pub(crate) fn find(text: &str, module: &Module, found: &mut Vec<(Construct, Span)>) {
    keywords(module, found);
    for rule in &module.rules {
        for_each_query(rule, &mut |query| statements(query, found));
        let written = |span: &Span| text.get(span.clone()).unwrap_or_default();
        rule.walk(&mut |expr| match expr {
            Expr::Scalar(span) if is_large(written(span)) => {
                found.push((Construct::LargeNumber, span.clone()));
            }
            Expr::Scalar(span) if is_rounded(written(span)) => {
                found.push((Construct::RoundedDecimal, span.clone()));
            }
            // A minus sign is an operation of its own.
            Expr::Operation(Operator::Other, operands, _) if operands.len() == 1 => {
                let least = |number: &str| number.parse::<u64>().is_ok_and(|n| n > 1 << 63);
                if let Some(Expr::Scalar(span)) = operands.first()
                    && least(written(span))
                {
                    found.push((Construct::LargeNumber, span.clone()));
                }
            }
            _ => {}
        });
    }
}

fn keywords(module: &Module, found: &mut Vec<(Construct, Span)>) {
    let has_negations = module.rules.iter().any(|rule| {
        let mut has = false;
        for_each_query(rule, &mut |query| {
            has |= query
                .0
                .iter()
                .any(|statement| matches!(statement.literal, Literal::Not(_)));
        });
        has
    });
    for import in &module.imports {
        let path: Vec<&str> = import.path.iter().map(String::as_str).collect();
        match path.as_slice() {
            ["future", "keywords"] if has_negations => {
                found.push((Construct::AllKeywords, import.span.clone()));
            }
            ["rego", version] if *version != "v1" => {
                let name = format!("rego.{version}");
                found.push((Construct::Keyword { name }, import.span.clone()));
            }
            ["future", "keywords", keyword] if !KEYWORDS.contains(keyword) => {
                let name = (*keyword).to_owned();
                found.push((Construct::Keyword { name }, import.span.clone()));
            }
            _ => {}
        }
    }
}

fn statements(query: &Query, found: &mut Vec<(Construct, Span)>) {
    for statement in &query.0 {
        match &statement.literal {
            Literal::Expr(Expr::Set(_, span)) => {
                found.push((Construct::SetAsCondition, span.clone()));
            }
            Literal::Not(Expr::Set(_, span) | Expr::Object(_, span)) => {
                found.push((Construct::NegatedBody, span.clone()));
            }
            Literal::Not(expr) => {
                let what = match expr {
                    Expr::Call { function, .. } if function.as_slice() == ["print"] => "print",
                    _ => continue,
                };
                found.push((Construct::NegatedStatement { what }, expr.span().clone()));
            }
            _ => {}
        }
    }
}

/// Whether the engine reads a number as a decimal although it is whole.
fn is_large(number: &str) -> bool {
    let digits = number.strip_prefix('-').unwrap_or(number);
    !digits.is_empty()
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && number.parse::<u64>().is_err()
        && number.parse::<i64>().is_err()
}

/// Whether a decimal has more digits than the engine keeps.
fn is_rounded(number: &str) -> bool {
    number.starts_with(|c: char| c.is_ascii_digit())
        && number.contains(['.', 'e', 'E'])
        && !crate::engine::keeps(number)
}

/// Calls `visit` on each query of a rule, at any depth.
pub(crate) fn for_each_query<'r>(rule: &'r Rule, visit: &mut impl FnMut(&'r Query)) {
    for expr in rule.keys.iter().chain(rule.arguments.iter().flatten()) {
        below(expr, visit);
    }
    for body in &rule.bodies {
        if let Some(value) = &body.value {
            below(value, visit);
        }
        within(&body.query, visit);
    }
}

fn within<'r>(query: &'r Query, visit: &mut impl FnMut(&'r Query)) {
    visit(query);
    for statement in &query.0 {
        match &statement.literal {
            Literal::Some(_) => {}
            Literal::SomeIn {
                key,
                value,
                collection,
            } => {
                for expr in key.iter().chain([value, collection]) {
                    below(expr, visit);
                }
            }
            Literal::Expr(expr) | Literal::Not(expr) => below(expr, visit),
            Literal::Every { domain, query, .. } => {
                below(domain, visit);
                within(query, visit);
            }
        }
        for (target, value) in &statement.with {
            below(target, visit);
            below(value, visit);
        }
    }
}

fn below<'r>(expr: &'r Expr, visit: &mut impl FnMut(&'r Query)) {
    if let Expr::Comprehension { query, .. } = expr {
        within(query, visit);
    }
    if let Expr::Call { callee, .. } = expr {
        below(callee, visit);
    }
    for part in expr.parts() {
        below(part, visit);
    }
}
