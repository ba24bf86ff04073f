//! Variables that nothing binds where OPA needs them bound, and `some` with names that already
//! mean something else.

use std::collections::BTreeSet;

use crate::engine::{
    Binding, Builtin, Expr, Key, Literal, Module, Name, Query, Rule, Span, builtin,
};

use crate::load::constructs::{Construct, names_of};
use crate::names::meaning::data_root;
use crate::names::symbol_table::{Index, Target};

pub(crate) fn find(module: &Module, index: &Index<'_>, found: &mut Vec<(Construct, Span)>) {
    let mut scopes = Scopes {
        module,
        index,
        found,
    };
    for rule in &module.rules {
        scopes.rule(rule);
    }
}

struct Scopes<'s> {
    module: &'s Module,
    index: &'s Index<'s>,
    found: &'s mut Vec<(Construct, Span)>,
}

impl<'s> Scopes<'s> {
    fn rule(&mut self, rule: &'s Rule) {
        let mut outer = BTreeSet::new();
        for argument in rule.arguments.iter().flatten() {
            outer.extend(names_of(argument));
        }
        for body in &rule.bodies {
            let mut bound = outer.clone();
            bound.extend(self.binders(&body.query));
            for expr in rule.keys.iter().chain(&body.value) {
                // A head can go through lists too.
                self.binding(expr, &mut bound);
            }
            self.query(&body.query, &outer);
            for expr in rule.keys.iter().chain(&body.value) {
                self.below(expr, &bound);
            }
        }
    }

    fn query(&mut self, query: &'s Query, outer: &BTreeSet<&'s str>) {
        let binders = self.binders(query);
        let mut bound = outer.clone();
        bound.extend(&binders);
        for statement in &query.0 {
            match &statement.literal {
                Literal::Some(names) => {
                    for name in names {
                        self.declared(name, outer, &binders);
                    }
                }
                Literal::SomeIn {
                    key,
                    value,
                    collection,
                } => {
                    for expr in key.iter().chain([value, collection]) {
                        self.below(expr, &bound);
                    }
                }
                Literal::Expr(expr) => self.below(expr, &bound),
                Literal::Not(expr) => {
                    self.negated(expr, &bound);
                    self.below(expr, &bound);
                }
                Literal::Every {
                    key,
                    value,
                    domain,
                    query,
                } => {
                    self.below(domain, &bound);
                    self.every(key.as_ref(), value, query);
                    let mut within = bound.clone();
                    within.extend(key.iter().chain([value]).map(|name| name.text.as_str()));
                    self.query(query, &within);
                }
            }
            for (target, value) in &statement.with {
                self.below(target, &bound);
                self.below(value, &bound);
            }
        }
    }

    /// The queries of comprehensions.
    fn below(&mut self, expr: &'s Expr, outer: &BTreeSet<&'s str>) {
        if let Expr::Comprehension { terms, query, .. } = expr {
            self.query(query, outer);
            let mut bound = outer.clone();
            bound.extend(self.binders(query));
            for term in terms {
                self.below(term, &bound);
            }
            return;
        }
        for part in expr.parts() {
            self.below(part, outer);
        }
    }

    fn declared(&mut self, name: &Name, outer: &BTreeSet<&str>, binders: &BTreeSet<&str>) {
        let text = name.text.clone();
        if outer.contains(text.as_str()) || self.is_global(&text) {
            self.push(Construct::ShadowingSome { name: text }, &name.span);
        } else if !binders.contains(text.as_str()) && text != "_" {
            self.push(Construct::UnboundSome { name: text }, &name.span);
        }
    }

    fn every(&mut self, key: Option<&Name>, value: &Name, query: &Query) {
        for name in key.into_iter().chain([value]) {
            let mut is_used = name.text == "_";
            query.walk(&mut |expr| {
                if let Expr::Var(text, _) = expr {
                    is_used |= *text == name.text;
                } else if let Some((root, _)) = expr.reference() {
                    is_used |= root == name.text;
                }
            });
            if !is_used {
                let text = name.text.clone();
                self.push(Construct::UnusedInEvery { name: text }, &name.span);
            }
        }
    }

    /// A negated expression: what stays in the negation must be bound outside of it.
    fn negated(&mut self, expr: &Expr, bound: &BTreeSet<&str>) {
        let mut left = Vec::new();
        match expr {
            Expr::Assign {
                binding: Binding::Declare,
                ..
            } => {
                let what = ":=";
                self.push(Construct::NegatedStatement { what }, expr.span());
                return;
            }
            Expr::Call { .. }
            | Expr::Operation(..)
            | Expr::Membership { .. }
            | Expr::Assign { .. } => {
                for part in expr.parts() {
                    staying(part, &mut left);
                }
            }
            _ => staying(expr, &mut left),
        }
        for (name, span) in left {
            if name == "_" || !bound.contains(name) && !self.is_global(name) {
                let name = name.to_owned();
                self.push(Construct::UnboundInNegation { name }, span);
            }
        }
    }

    /// The names that the statements of a query bind, negations aside.
    fn binders(&self, query: &'s Query) -> BTreeSet<&'s str> {
        let mut names = BTreeSet::new();
        for statement in &query.0 {
            match &statement.literal {
                Literal::SomeIn {
                    key,
                    value,
                    collection,
                } => {
                    for pattern in key.iter().chain([value]) {
                        names.extend(names_of(pattern));
                        self.binding(pattern, &mut names);
                    }
                    self.binding(collection, &mut names);
                }
                Literal::Expr(expr) => {
                    if let Expr::Call {
                        function,
                        arguments,
                        ..
                    } = expr
                        && self.arity(function).is_some_and(|n| n < arguments.len())
                        && let Some(last) = arguments.last()
                    {
                        names.extend(names_of(last));
                    }
                    self.binding(expr, &mut names);
                }
                Literal::Every { domain, .. } => self.binding(domain, &mut names),
                Literal::Some(_) | Literal::Not(_) => {}
            }
            for (_, value) in &statement.with {
                self.binding(value, &mut names);
            }
        }
        names
    }

    /// The names that an expression binds: keys of references, and sides of
    /// assignments.
    fn binding(&self, expr: &'s Expr, names: &mut BTreeSet<&'s str>) {
        match expr {
            Expr::Comprehension { .. } => return,
            Expr::Assign { left, right, .. } => {
                names.extend(names_of(left));
                names.extend(names_of(right));
            }
            Expr::Index { key, .. } => names.extend(names_of(key)),
            _ => {}
        }
        for part in expr.parts() {
            self.binding(part, names);
        }
    }

    /// How many arguments a function takes.
    fn arity(&self, function: &[String]) -> Option<usize> {
        let (root, rest) = function.split_first()?;
        if let Some(mut path) = data_root(self.module, self.index, root) {
            path.extend(rest.iter().cloned().map(Key::Name));
            if let Target::Rule { definitions, .. } = self.index.resolve(&path) {
                return definitions
                    .iter()
                    .find_map(|definition| definition.rule.arguments.as_ref().map(Vec::len));
            }
        }
        match builtin(&function.join(".")) {
            Builtin::Known { arity, .. } => Some(arity),
            _ => None,
        }
    }

    fn is_global(&self, name: &str) -> bool {
        ["input", "data"].contains(&name)
            || data_root(self.module, self.index, name).is_some()
            || self.module.imports.iter().any(|import| import.name == name)
    }

    fn push(&mut self, construct: Construct, span: &Span) {
        self.found.push((construct, span.clone()));
    }
}

/// The variables of an operand that stay in a negation: nested calls are evaluated
/// before it, and so is all that they go through.
fn staying<'e>(expr: &'e Expr, left: &mut Vec<(&'e str, &'e Span)>) {
    match expr {
        Expr::Var(name, span) => left.push((name, span)),
        Expr::Call { .. }
        | Expr::Operation(..)
        | Expr::Membership { .. }
        | Expr::Comprehension { .. } => {}
        _ => {
            for part in expr.parts() {
                staying(part, left);
            }
        }
    }
}
