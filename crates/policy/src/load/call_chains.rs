//! Call chains: rules that call each other in a circle, which would never end, and chains that
//! are too long for the stack of the thread that evaluates them.
//!
//! The interpreter calls itself for each rule that a rule refers to, for each level of an
//! expression, and for each loop of a query. Its stack use was measured with a release build
//! of regorus 0.14.1: 3.3 KiB for a rule or function, 4 KiB for a comprehension or `every`, up
//! to 2.5 KiB for a loop, and 0.6 KiB for a level of an expression. Nothing here calls itself,
//! however long the chains are.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::engine::{Expr, Literal, Module, Query, Rule};
use onus_core::document::Document;

use crate::load::error::{LoadError, LoadErrorKind};
use crate::names::references::data_paths;
use crate::names::symbol_table::{Definition, Index, RuleId, Target};

/// The most rules and functions in a chain of which each one refers to the next.
pub const LONGEST: usize = 500;

/// What a chain may take of a stack, in bytes: less than half of
/// [`onus_core::threads::STACK`], since builds without optimization take more.
const MOST_STACK: usize = 48 << 20;

const FOR_RULE: usize = 3_300;
const FOR_QUERY: usize = 4_000;
const FOR_LOOP: usize = 2_500;
const FOR_LEVEL: usize = 600;

/// Finds rules that depend on themselves, and chains of rules that are too long. Each
/// circle is reported once, at the first rule of it in the order of packages and names;
/// of chains, the rule with which it becomes too long.
pub fn check_chains<'m>(
    index: &Index<'m>,
    document_of: &BTreeMap<*const Module, Arc<Document>>,
) -> Vec<LoadError> {
    let mut search = Search {
        index,
        finished: BTreeMap::new(),
        path: Vec::new(),
        on_path: BTreeMap::new(),
        circles: Vec::new(),
        long: Vec::new(),
    };
    for id in index.ids() {
        search.from(id);
    }
    let circles = search.circles.into_iter().map(|circle| {
        let head = circle.first().cloned();
        let chain: Vec<String> = circle
            .iter()
            .chain(&head)
            .map(ToString::to_string)
            .collect();
        let chain = chain.join(" -> ");
        (head, LoadErrorKind::Cycle { chain })
    });
    let long = search.long.into_iter().map(|(head, rules)| {
        let rule = head.to_string();
        (Some(head), LoadErrorKind::LongChain { rule, rules })
    });
    circles
        .chain(long)
        .filter_map(|(head, kind)| {
            let Definition { module, rule } = index.definitions(&head?).first()?;
            let document = document_of.get(&std::ptr::from_ref::<Module>(module))?;
            Some(LoadError::at(kind, document, rule.span.clone()))
        })
        .collect()
}

/// The chain from a rule on that takes most.
#[derive(Debug, Clone, Copy, Default)]
struct Chain {
    /// The number of its rules.
    rules: usize,
    /// What evaluating it takes of the stack, in bytes.
    stack: usize,
    /// Whether it leads to a chain that is too long: that one is refused, and with it
    /// whatever refers to it.
    is_refused: bool,
}

struct Search<'i, 'm> {
    index: &'i Index<'m>,
    finished: BTreeMap<RuleId, Chain>,
    /// The rules between the first one and the one that is looked at.
    path: Vec<Step>,
    /// Where they are in the path.
    on_path: BTreeMap<RuleId, usize>,
    circles: Vec<Vec<RuleId>>,
    long: Vec<(RuleId, usize)>,
}

/// A rule on the path, and what it refers to.
struct Step {
    id: RuleId,
    left: Vec<RuleId>,
    behind: Chain,
}

impl Search<'_, '_> {
    fn from(&mut self, first: &RuleId) {
        self.enter(first.clone());
        while let Some(step) = self.path.last_mut() {
            match step.left.pop() {
                Some(next) => self.enter(next),
                None => self.leave(),
            }
        }
    }

    fn enter(&mut self, id: RuleId) {
        if let Some(chain) = self.finished.get(&id) {
            if let Some(step) = self.path.last_mut() {
                step.behind.join(*chain);
            }
            return;
        }
        if let Some(start) = self.on_path.get(&id) {
            let circle = self.path.get(*start..).unwrap_or_default();
            let circle = circle.iter().map(|step| step.id.clone());
            self.circles.push(circle.collect());
            return;
        }
        // The last one is taken first.
        let left = dependencies(self.index, &id).into_iter().rev().collect();
        self.on_path.insert(id.clone(), self.path.len());
        self.path.push(Step {
            id,
            left,
            behind: Chain::default(),
        });
    }

    fn leave(&mut self) {
        let Some(Step { id, behind, .. }) = self.path.pop() else {
            return;
        };
        self.on_path.remove(&id);
        let rules = self.index.definitions(&id).iter();
        let own = rules.map(|definition| stack_of(definition.rule)).max();
        let mut chain = Chain {
            rules: behind.rules + 1,
            stack: behind.stack.saturating_add(own.unwrap_or_default()),
            ..behind
        };
        if !chain.is_refused && (chain.rules > LONGEST || chain.stack > MOST_STACK) {
            self.long.push((id.clone(), chain.rules));
            chain.is_refused = true;
        }
        if let Some(step) = self.path.last_mut() {
            step.behind.join(chain);
        }
        self.finished.insert(id, chain);
    }
}

impl Chain {
    fn join(&mut self, other: Self) {
        self.rules = self.rules.max(other.rules);
        self.stack = self.stack.max(other.stack);
        self.is_refused |= other.is_refused;
    }
}

/// What one definition of a rule takes of the stack, in bytes, without the rules that it
/// refers to.
fn stack_of(rule: &Rule) -> usize {
    let of_body = |(query, value): (&Query, Option<&Expr>)| {
        stack_of_query(query).saturating_add(value.map_or(0, stack_of_expr))
    };
    let bodies = rule.bodies.iter();
    let bodies = bodies.map(|body| of_body((&body.query, body.value.as_ref())));
    let keys = rule.keys.iter().map(stack_of_expr).max();
    FOR_RULE + bodies.max().unwrap_or_default() + keys.unwrap_or_default()
}

/// Statements after a loop are evaluated inside of it.
fn stack_of_query(query: &Query) -> usize {
    let mut loops = 0;
    let mut deepest = 0;
    for statement in &query.0 {
        let mut here = 0;
        match &statement.literal {
            Literal::Some(_) => {}
            Literal::SomeIn {
                key,
                value,
                collection,
            } => {
                loops += 1;
                for expr in key.iter().chain([value, collection]) {
                    here = here.max(stack_of_expr(expr));
                }
            }
            Literal::Expr(expr) | Literal::Not(expr) => here = stack_of_expr(expr),
            Literal::Every { domain, query, .. } => {
                here = stack_of_query(query).max(stack_of_expr(domain));
            }
        }
        for (_, value) in &statement.with {
            here = here.max(stack_of_expr(value)).saturating_add(FOR_LOOP);
        }
        statement.walk(&mut |expr| loops += loops_of(expr));
        deepest = deepest.max(here.saturating_add(FOR_LOOP.saturating_mul(loops)));
    }
    FOR_QUERY.saturating_add(deepest)
}

/// How many keys of a reference may be loops, and `walk` is one.
fn loops_of(expr: &Expr) -> usize {
    match expr {
        Expr::Index { .. } => expr.reference().map_or(1, |(_, keys)| {
            keys.iter()
                .filter(|key| !matches!(key, Expr::Text(..) | Expr::Scalar(_)))
                .count()
        }),
        Expr::Call { function, .. } => usize::from(function.as_slice() == ["walk"]),
        _ => 0,
    }
}

/// An expression's levels are bounded where its text is read; see
/// [`crate::engine::Unreadable`].
fn stack_of_expr(expr: &Expr) -> usize {
    let mut parts = expr.parts();
    if let Expr::Call { callee, .. } = expr {
        parts.push(callee);
    }
    let parts = parts.into_iter().map(stack_of_expr).max();
    let query = match expr {
        Expr::Comprehension { query, .. } => stack_of_query(query),
        _ => 0,
    };
    FOR_LEVEL + query.max(parts.unwrap_or_default())
}

/// The rules that a rule refers to or calls.
fn dependencies(index: &Index<'_>, id: &RuleId) -> BTreeSet<RuleId> {
    let mut found = BTreeSet::new();
    for Definition { module, rule } in index.definitions(id) {
        for path in data_paths(module, rule, index) {
            match index.resolve(&path) {
                Target::Rule { id, .. } => {
                    found.insert(id);
                }
                Target::Tree(ids) => found.extend(ids),
                Target::Parameter | Target::Nothing => {}
            }
        }
    }
    found
}
