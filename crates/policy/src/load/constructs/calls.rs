//! Calls: called names that are no functions, functions that are not called, and membership
//! with a key.

use std::collections::BTreeSet;

use crate::engine::{Builtin, Expr, Import, Key, Literal, Module, Rule, Span, Statement, builtin};

use crate::load::constructs::Construct;
use crate::load::constructs::bodies::for_each_query;
use crate::names::frames::declared_names;
use crate::names::meaning::data_root;
use crate::names::symbol_table::{Index, RuleId, Target, keys_of};

pub(crate) fn find(
    text: &str,
    module: &Module,
    index: &Index<'_>,
    found: &mut Vec<(Construct, Span)>,
) {
    for rule in &module.rules {
        let mut calls = Calls {
            text,
            module,
            index,
            hidden: declared_names(rule),
            mocks: mocks(rule),
            collections: collections(rule),
            conditions: conditions(rule),
            found,
        };
        rule.walk(&mut |expr| calls.expr(expr));
    }
}

/// The places of a rule's targets and values of `with`, where functions are named.
fn mocks(rule: &Rule) -> BTreeSet<usize> {
    let mut places = BTreeSet::new();
    for_each_query(rule, &mut |query| {
        for Statement { with, .. } in &query.0 {
            for (target, value) in with {
                places.insert(target.extent().start);
                places.insert(value.extent().start);
            }
        }
    });
    places
}

/// The places of the collections that a rule goes through with `some ... in`.
fn collections(rule: &Rule) -> BTreeSet<(usize, usize)> {
    let mut places = BTreeSet::new();
    for_each_query(rule, &mut |query| {
        for Statement { literal, .. } in &query.0 {
            if let Literal::SomeIn { collection, .. } = literal {
                let span = collection.extent();
                places.insert((span.start, span.end));
            }
        }
    });
    places
}

/// The places of a rule's conditions, negated or not.
fn conditions(rule: &Rule) -> BTreeSet<(usize, usize)> {
    let mut places = BTreeSet::new();
    for_each_query(rule, &mut |query| {
        for Statement { literal, .. } in &query.0 {
            if let Literal::Expr(expr) | Literal::Not(expr) = literal {
                let span = expr.extent();
                places.insert((span.start, span.end));
            }
        }
    });
    places
}

struct Calls<'c> {
    text: &'c str,
    module: &'c Module,
    index: &'c Index<'c>,
    hidden: BTreeSet<&'c str>,
    mocks: BTreeSet<usize>,
    collections: BTreeSet<(usize, usize)>,
    conditions: BTreeSet<(usize, usize)>,
    found: &'c mut Vec<(Construct, Span)>,
}

impl Calls<'_> {
    fn expr(&mut self, expr: &Expr) {
        match expr {
            Expr::Call {
                function, callee, ..
            } => self.call(function, callee),
            Expr::Membership { members, .. } if members.len() > 1 => {
                self.push(Construct::KeyMembership, &expr.extent());
            }
            Expr::Membership { .. } => self.membership(expr),
            Expr::Var(..) | Expr::Index { .. } => self.reference(expr),
            _ => {}
        }
    }

    /// A membership as a value: the engine makes `false` of absent operands.
    fn membership(&mut self, expr: &Expr) {
        let span = expr.extent();
        let is_sure = expr.parts().into_iter().all(|part| self.is_sure(part));
        if !is_sure && !self.conditions.contains(&(span.start, span.end)) {
            self.push(Construct::MembershipAsValue, &span);
        }
    }

    /// Whether an expression always has a value.
    fn is_sure(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Text(..) | Expr::Scalar(_) | Expr::Comprehension { .. } => true,
            Expr::Var(name, _) => {
                let is_import = |import: &Import| import.name == *name;
                self.hidden.contains(name.as_str())
                    || data_root(self.module, self.index, name).is_none()
                        && !self.module.imports.iter().any(is_import)
            }
            Expr::Array(..) | Expr::Set(..) | Expr::Object(..) => {
                expr.parts().into_iter().all(|part| self.is_sure(part))
            }
            _ => false,
        }
    }

    fn call(&mut self, function: &[String], callee: &Expr) {
        let Some((root, rest)) = function.split_first() else {
            return;
        };
        let name = function.join(".");
        if self.hidden.contains(root.as_str()) {
            self.push(Construct::ShadowedFunction { name }, &callee.extent());
            return;
        }
        let Some(mut path) = data_root(self.module, self.index, root) else {
            return;
        };
        path.extend(rest.iter().cloned().map(Key::Name));
        if let Target::Rule { definitions, .. } = self.index.resolve(&path)
            && definitions
                .iter()
                .all(|definition| definition.rule.arguments.is_none())
            && matches!(builtin(&name), Builtin::Known { .. })
        {
            self.push(Construct::ShadowedFunction { name }, &callee.extent());
        }
    }

    fn reference(&mut self, expr: &Expr) {
        let Some((root, keys)) = expr.reference() else {
            return;
        };
        let span = expr.extent();
        if self.hidden.contains(root) || self.mocks.contains(&span.start) {
            return;
        }
        let Some(mut path) = data_root(self.module, self.index, root) else {
            return;
        };
        path.extend(keys_of(&keys));
        let (id, definitions) = match self.index.resolve(&path) {
            Target::Rule {
                id, definitions, ..
            } => (id, definitions),
            Target::Tree(rules) => return self.package(expr, &rules),
            Target::Parameter | Target::Nothing => return,
        };
        let below = path.get(id.package.len()..).unwrap_or_default();
        let rules: Vec<&Rule> = definitions.iter().map(|found| found.rule).collect();
        let text = || self.text.get(span.clone()).unwrap_or_default().to_owned();
        let leads_to = |rule: &Rule| leads(below, &rule.path);
        if rules.iter().any(|rule| {
            rule.arguments.is_some() && rule.path.len() <= below.len() && leads_to(rule)
        }) {
            let name = text();
            self.push(Construct::FunctionAsValue { name }, &span);
        } else if has_constant_key(&rules, below) {
            let reference = text();
            self.push(Construct::ConstantKey { reference }, &span);
        } else if can_be_without_keys(&rules, below)
            && !self.collections.contains(&(span.start, span.end))
        {
            let reference = text();
            self.push(Construct::WholeOfKeys { reference }, &span);
        }
    }

    /// A reference to a package, or to a part of its name.
    fn package(&mut self, expr: &Expr, rules: &[RuleId]) {
        let span = expr.extent();
        let can_be_absent = rules.iter().any(|id| {
            let definitions = self.index.definitions(id);
            let rules: Vec<&Rule> = definitions.iter().map(|found| found.rule).collect();
            can_be_without_keys(&rules, &[Key::Name(id.name.clone())])
        });
        if can_be_absent {
            let text = self.text.get(span.clone());
            let reference = text.unwrap_or_default().to_owned();
            self.push(Construct::WholeOfKeys { reference }, &span);
        }
    }

    fn push(&mut self, construct: Construct, span: &Span) {
        self.found.push((construct, span.clone()));
    }
}

/// Whether the keys of a reference and the path of a rule agree as far as both go.
fn leads(keys: &[Key], path: &[String]) -> bool {
    keys.iter().zip(path).all(|(key, part)| match key {
        Key::Name(name) => name == part,
        Key::Any | Key::Element => true,
    })
}

/// The variable keys of a rule's head.
fn variables(rule: &Rule) -> usize {
    rule.keys.len() - usize::from(rule.is_set && !rule.keys.is_empty())
}

/// Whether a reference has a constant key where one definition has a variable and
/// another one has this constant: the engine only evaluates the latter.
fn has_constant_key(rules: &[&Rule], below: &[Key]) -> bool {
    let constant = below
        .iter()
        .take_while(|key| matches!(key, Key::Name(_)))
        .count();
    let is_variable = |rule: &&&Rule| {
        variables(rule) > 0 && rule.path.len() < constant && leads(below, &rule.path)
    };
    let shortest = rules
        .iter()
        .filter(is_variable)
        .map(|rule| rule.path.len())
        .min();
    shortest.is_some_and(|shortest| {
        rules
            .iter()
            .any(|rule| rule.path.len() > shortest && leads(below, &rule.path))
    })
}

/// Whether a reference is to what has a key in each definition, so that none may be
/// there.
fn can_be_without_keys(rules: &[&Rule], below: &[Key]) -> bool {
    let is_constant = below.iter().all(|key| matches!(key, Key::Name(_)));
    is_constant
        && rules
            .iter()
            .filter(|rule| leads(below, &rule.path))
            .all(|rule| {
                let is_below = rule.path.len() > below.len();
                match rule.is_set {
                    true => variables(rule) > 0 && rule.path.len() >= below.len(),
                    false => is_below && !rule.is_default && !is_certain(rule),
                }
            })
        && rules.iter().any(|rule| leads(below, &rule.path))
}

/// Whether a rule is a constant without conditions.
fn is_certain(rule: &Rule) -> bool {
    variables(rule) == 0
        && rule.arguments.is_none()
        && rule
            .bodies
            .iter()
            .all(|body| body.query.0.is_empty() && body.value.as_ref().is_none_or(is_constant))
}

fn is_constant(expr: &Expr) -> bool {
    match expr {
        Expr::Text(..) | Expr::Scalar(_) => true,
        Expr::Array(..) | Expr::Set(..) | Expr::Object(..) => {
            expr.parts().into_iter().all(is_constant)
        }
        _ => false,
    }
}
