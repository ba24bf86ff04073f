//! The names that a query gives values to.

use std::collections::BTreeSet;

use crate::engine::{Binding, Expr, Literal, Query};
use crate::names::frames::each_name;

/// The names of a query.
#[derive(Debug, Default)]
pub(crate) struct Declared<'p> {
    /// Declared by `some` and `:=`: they hide what has the same name around the query.
    pub own: BTreeSet<&'p str>,
    /// Given values by `=`, as keys of references and as results of calls, unless they have
    /// a value or a meaning around the query.
    pub free: BTreeSet<&'p str>,
}

impl<'p> Declared<'p> {
    /// The names of a query.
    pub fn of(query: &'p Query) -> Self {
        let mut found = Self::default();
        for statement in &query.0 {
            match &statement.literal {
                Literal::Some(names) => {
                    found
                        .own
                        .extend(names.iter().map(|name| name.text.as_str()));
                }
                Literal::SomeIn { key, value, .. } => {
                    for pattern in key.iter().chain([value]) {
                        found.pattern(pattern);
                    }
                }
                Literal::Expr(Expr::Assign {
                    binding: Binding::Declare,
                    left,
                    ..
                }) => found.pattern(left),
                Literal::Expr(_) | Literal::Not(_) | Literal::Every { .. } => {}
            }
            for expr in statement.literal.exprs() {
                found.expr(expr);
            }
        }
        found
    }

    fn pattern(&mut self, pattern: &'p Expr) {
        let own = &mut self.own;
        each_name(pattern, &mut |name, _| {
            own.insert(name);
        });
    }

    fn free(&mut self, pattern: &'p Expr) {
        let free = &mut self.free;
        each_name(pattern, &mut |name, _| {
            free.insert(name);
        });
    }

    fn expr(&mut self, expr: &'p Expr) {
        match expr {
            Expr::Index { key, .. } => self.free(key),
            Expr::Call { arguments, .. } => {
                if let Some(last) = arguments.last() {
                    self.free(last);
                }
            }
            Expr::Assign {
                binding: Binding::Unify,
                left,
                right,
                ..
            } => {
                self.free(left);
                self.free(right);
            }
            _ => {}
        }
        // What a comprehension gives is evaluated inside of it.
        if !matches!(expr, Expr::Comprehension { .. }) {
            for part in expr.parts() {
                self.expr(part);
            }
        }
    }
}
