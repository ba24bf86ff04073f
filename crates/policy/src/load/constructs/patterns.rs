//! Patterns with objects or duplicate names.
//!
//! The engine takes a pattern apart wherever it can bind a name, and then looks only at the
//! keys that an object of the pattern has (`execute_destructuring_plan`).

use std::collections::BTreeSet;

use crate::engine::{Binding, Expr, Literal, Module, Query, Rule, Span};

use crate::load::constructs::bodies::for_each_query;
use crate::load::constructs::{Construct, names_of, pattern_names};
use crate::names::meaning::data_root;
use crate::names::symbol_table::Index;

pub(crate) fn find(module: &Module, index: &Index<'_>, found: &mut Vec<(Construct, Span)>) {
    for rule in &module.rules {
        let mut patterns = Patterns {
            module,
            index,
            sure: surely_bound(rule),
            found,
        };
        patterns.arguments(rule);
        for expr in &rule.keys {
            patterns.keys(expr);
        }
        for body in &rule.bodies {
            if let Some(value) = &body.value {
                patterns.keys(value);
            }
        }
        for_each_query(rule, &mut |query| patterns.query(query));
    }
}

/// The names to which a rule gives values other than by unification.
fn surely_bound(rule: &Rule) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    for argument in rule.arguments.iter().flatten() {
        names.extend(names_of(argument));
    }
    for_each_query(rule, &mut |query| {
        for statement in &query.0 {
            match &statement.literal {
                Literal::SomeIn { key, value, .. } => {
                    for pattern in key.iter().chain([value]) {
                        names.extend(names_of(pattern));
                    }
                }
                Literal::Every { key, value, .. } => {
                    names.extend(key.iter().chain([value]).map(|name| name.text.as_str()));
                }
                Literal::Expr(Expr::Assign {
                    left,
                    binding: Binding::Declare,
                    ..
                }) => names.extend(names_of(left)),
                _ => {}
            }
        }
    });
    names
}

struct Patterns<'p> {
    module: &'p Module,
    index: &'p Index<'p>,
    sure: BTreeSet<&'p str>,
    found: &'p mut Vec<(Construct, Span)>,
}

impl Patterns<'_> {
    fn arguments(&mut self, rule: &Rule) {
        let mut names = Vec::new();
        for argument in rule.arguments.iter().flatten() {
            self.objects(argument);
            pattern_names(argument, &mut names);
        }
        if !rule.is_default {
            self.repeated(&names);
        }
    }

    fn query(&mut self, query: &Query) {
        for statement in &query.0 {
            match &statement.literal {
                Literal::SomeIn { key, value, .. } => {
                    let mut names = Vec::new();
                    for pattern in key.iter().chain([value]) {
                        self.objects(pattern);
                        pattern_names(pattern, &mut names);
                    }
                    self.repeated(&names);
                }
                Literal::Expr(Expr::Assign {
                    left,
                    right,
                    binding,
                    ..
                }) => {
                    if *binding == Binding::Unify {
                        self.side(left, right);
                        self.side(right, left);
                    } else {
                        self.objects(left);
                        let mut names = Vec::new();
                        pattern_names(left, &mut names);
                        self.repeated(&names);
                    }
                }
                Literal::Expr(Expr::Call { arguments, .. }) => {
                    // The last one can take the result.
                    if let Some(last) = arguments.last()
                        && arguments.len() > 1
                    {
                        self.unbound(last);
                    }
                }
                _ => {}
            }
            statement.walk(&mut |expr| self.key(expr));
        }
    }

    fn keys(&mut self, expr: &Expr) {
        expr.walk(&mut |part| self.key(part));
    }

    /// The key of a reference can be a pattern.
    fn key(&mut self, expr: &Expr) {
        if let Some((_, keys)) = expr.reference() {
            for key in keys {
                self.unbound(key);
            }
        }
    }

    /// One side of a unification. A name on the other side that nothing else binds takes
    /// the value as it is.
    fn side(&mut self, side: &Expr, other: &Expr) {
        let takes = matches!(other, Expr::Var(name, _) if !self.is_bound(name));
        if !takes {
            self.unbound(side);
        }
    }

    /// Objects in a pattern that binds something.
    fn unbound(&mut self, pattern: &Expr) {
        let mut names = Vec::new();
        pattern_names(pattern, &mut names);
        if names.iter().any(|(name, _)| !self.is_bound(name)) {
            self.objects(pattern);
        }
    }

    /// Objects in a pattern.
    fn objects(&mut self, pattern: &Expr) {
        match pattern {
            Expr::Object(fields, span) if !fields.is_empty() => {
                self.push(Construct::ObjectPattern, span);
            }
            Expr::Array(items, _) => {
                for item in items {
                    self.objects(item);
                }
            }
            _ => {}
        }
    }

    fn repeated(&mut self, names: &[(&str, &Span)]) {
        let mut seen = BTreeSet::new();
        for (name, span) in names {
            if *name != "_" && !seen.insert(*name) {
                let name = (*name).to_owned();
                self.push(Construct::RepeatedName { name }, span);
            }
        }
    }

    fn is_bound(&self, name: &str) -> bool {
        name != "_"
            && (self.sure.contains(name)
                || ["input", "data"].contains(&name)
                || data_root(self.module, self.index, name).is_some()
                || self.module.imports.iter().any(|import| import.name == name))
    }

    fn push(&mut self, construct: Construct, span: &Span) {
        self.found.push((construct, span.clone()));
    }
}
