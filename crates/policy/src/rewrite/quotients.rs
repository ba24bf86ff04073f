//! Quotients that the engine need not keep exactly.
//!
//! A quotient such as `1 / 3` has more digits than the engine keeps, so that two of them
//! could be equal here and not in OPA. It is an error, except where it can't meet another
//! quotient: in a comparison by order, and as the argument of `floor`, `ceil`, `round` and
//! `sprintf`. The same is true for a name that is used only there.

use std::collections::{BTreeMap, BTreeSet};

use crate::engine::{Arithmetic, Binding, Expr, Module, Operator, Rule};
use crate::names::meaning::Meaning;
use crate::names::resolved::Resolved;
use crate::names::symbol_table::Index;

/// Builtins whose only argument can be such a quotient.
const ROUNDING: [&str; 3] = ["ceil", "floor", "round"];

/// Such quotients of a rule.
#[derive(Debug, Default)]
pub struct Quotients {
    /// Where their signs are.
    signs: BTreeSet<usize>,
    /// Where expressions start that are compared with them.
    compared: BTreeSet<usize>,
}

/// A use of a quotient: the quotient itself, or the name that has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Use<'r> {
    Sign(usize),
    Name(&'r str),
}

impl Quotients {
    /// Finds those of a rule.
    pub fn of<'m>(module: &'m Module, rule: &'m Rule, index: &Index<'m>) -> Self {
        if !divides(rule) {
            return Self::default();
        }
        let mut uses = Uses {
            names: bound(rule),
            resolved: Resolved::of(module, rule, index),
            safe: Vec::new(),
            compared: BTreeSet::new(),
            occurrences: BTreeMap::new(),
            bindings: Vec::new(),
        };
        rule.walk(&mut |expr| uses.visit(expr));
        uses.quotients()
    }

    /// Whether the quotient with this sign is one.
    pub fn has(&self, sign: usize) -> bool {
        self.signs.contains(&sign)
    }

    /// Whether an expression is compared with one.
    pub fn is_compared(&self, expr: &Expr) -> bool {
        self.compared.contains(&expr.extent().start)
    }
}

fn divides(rule: &Rule) -> bool {
    let mut divides = false;
    rule.walk(&mut |expr| divides |= sign(expr).is_some());
    divides
}

/// The sign of a quotient.
fn sign(expr: &Expr) -> Option<usize> {
    match expr {
        Expr::Operation(Operator::Arithmetic(Arithmetic::Divide, sign), ..) => Some(*sign),
        _ => None,
    }
}

/// The name and the sign of `name := a / b`.
fn binding(expr: &Expr) -> Option<(&str, usize)> {
    let Expr::Assign {
        binding: Binding::Declare,
        left,
        right,
        ..
    } = expr
    else {
        return None;
    };
    match left.as_ref() {
        Expr::Var(name, _) => Some((name, sign(right)?)),
        _ => None,
    }
}

/// The names that a rule gives to quotients.
fn bound(rule: &Rule) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    rule.walk(&mut |expr| names.extend(binding(expr).map(|(name, _)| name)));
    names
}

struct Uses<'r, 'm> {
    names: BTreeSet<&'r str>,
    resolved: Resolved<'m>,
    /// Uses where the digits that are kept are enough.
    safe: Vec<Use<'r>>,
    compared: BTreeSet<usize>,
    /// How often each name occurs.
    occurrences: BTreeMap<&'r str, usize>,
    bindings: Vec<(&'r str, usize)>,
}

impl<'r> Uses<'r, '_> {
    fn visit(&mut self, expr: &'r Expr) {
        if let Some((name, _)) = expr.reference()
            && self.names.contains(name)
        {
            *self.occurrences.entry(name).or_default() += 1;
        }
        if let Some((name, sign)) = binding(expr) {
            self.bindings.push((name, sign));
            self.safe.push(Use::Name(name));
        }
        match expr {
            Expr::Operation(
                Operator::Less
                | Operator::LessOrEqual
                | Operator::Greater
                | Operator::GreaterOrEqual,
                sides,
                _,
            ) => {
                if let [left, right] = sides.as_slice() {
                    self.comparison(left, right);
                }
            }
            Expr::Call {
                function,
                callee,
                arguments,
                ..
            } if self.is_builtin(callee) => match (function.as_slice(), arguments.as_slice()) {
                ([name], [argument]) if ROUNDING.contains(&name.as_str()) => {
                    self.safe.extend(self.quotient(argument));
                }
                ([name], [_, Expr::Array(items, _)]) if name == "sprintf" => {
                    for item in items {
                        self.safe.extend(self.quotient(item));
                    }
                }
                _ => {}
            },
            _ => {}
        }
    }

    fn comparison(&mut self, left: &'r Expr, right: &'r Expr) {
        let (used, other) = match (self.quotient(left), self.quotient(right)) {
            (Some(used), None) => (used, right),
            (None, Some(used)) => (used, left),
            // Two quotients can be the same to the last digit that is kept.
            _ => return,
        };
        self.safe.push(used);
        self.compared.insert(other.extent().start);
    }

    fn quotient(&self, expr: &'r Expr) -> Option<Use<'r>> {
        match expr {
            Expr::Var(name, _) if self.names.contains(name.as_str()) => Some(Use::Name(name)),
            _ => sign(expr).map(Use::Sign),
        }
    }

    /// Whether a call is none of a function of a policy.
    fn is_builtin(&self, callee: &Expr) -> bool {
        match self.resolved.root(callee) {
            None => true,
            Some(Meaning::Global(globals)) => globals.is_empty(),
            Some(Meaning::Wildcard | Meaning::Local(_) | Meaning::Either(..)) => false,
        }
    }

    fn quotients(self) -> Quotients {
        let mut signs = BTreeSet::new();
        for used in &self.safe {
            if let Use::Sign(sign) = used {
                signs.insert(*sign);
            }
        }
        for (name, sign) in self.bindings {
            let safe = self.safe.iter().filter(|used| **used == Use::Name(name));
            if self.occurrences.get(name) == Some(&safe.count()) {
                signs.insert(sign);
            }
        }
        Quotients {
            signs,
            compared: self.compared,
        }
    }
}
