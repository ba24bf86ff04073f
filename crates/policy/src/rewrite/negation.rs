//! Rewritten negations: their operands are evaluated before them.
//!
//! OPA evaluates the parts of a negated expression before and outside of the negation: in
//! `not f(input.a)` a missing `input.a` makes the statement undefined. The engine negates the
//! complete expression, so the same statement is true. So the engine gets
//! `onus1 := input.a; not f(onus1)`. OPA's compiler does the same (`expandExpr` and
//! `rewriteDynamics` in `v1/ast/compile.go`).

use crate::engine::{Body, Expr, Literal, Module, Operator, Query, Rule, Span, Statement};

use crate::names::meaning::data_root;
use crate::names::symbol_table::Index;
use crate::rewrite::edit::{Edit, Operand};

/// The changes that a module needs, in no order.
pub fn edits(module: &Module, index: &Index<'_>) -> Vec<Edit> {
    let mut found = Negations {
        module,
        index,
        prefix: unused_prefix(module),
        count: 0,
        edits: Vec::new(),
    };
    for rule in &module.rules {
        found.rule(rule);
    }
    found.edits
}

/// The start of names that nothing in a module has.
fn unused_prefix(module: &Module) -> String {
    let mut prefix = "onus".to_owned();
    let mut is_taken = true;
    while is_taken {
        is_taken = false;
        let mut look = |name: &str| is_taken |= name.starts_with(prefix.as_str());
        for rule in &module.rules {
            rule.walk(&mut |expr| {
                if let Some((root, _)) = expr.reference() {
                    look(root);
                }
            });
        }
        if is_taken {
            prefix.push('_');
        }
    }
    prefix
}

struct Negations<'m> {
    module: &'m Module,
    index: &'m Index<'m>,
    prefix: String,
    count: usize,
    edits: Vec<Edit>,
}

impl Negations<'_> {
    fn rule(&mut self, rule: &Rule) {
        for expr in rule.keys.iter().chain(rule.arguments.iter().flatten()) {
            self.below(expr);
        }
        for body in &rule.bodies {
            if let Some(value) = &body.value {
                self.below(value);
            }
            self.body(body);
        }
    }

    fn body(&mut self, body: &Body) {
        let before = self.edits.len();
        self.query(&body.query);
        let is_longer = self
            .edits
            .get(before..)
            .unwrap_or_default()
            .iter()
            .any(|edit| matches!(edit, Edit::Hoist(at, _) if body.query.0.iter().any(|s| s.span.start == *at)));
        if body.is_bare
            && is_longer
            && let Some(statement) = body.query.0.first()
        {
            self.edits.push(Edit::Open(statement.span.start));
            self.edits.push(Edit::Close(statement.extent().end));
        }
    }

    fn query(&mut self, query: &Query) {
        for statement in &query.0 {
            self.statement(statement);
        }
    }

    fn statement(&mut self, statement: &Statement) {
        if let Literal::Not(expr) = &statement.literal {
            let mut operands = Vec::new();
            self.negated(expr, &mut operands);
            if !operands.is_empty() {
                self.hoist(statement, operands);
            }
        }
        for expr in statement.literal.exprs() {
            self.below(expr);
        }
        if let Some(query) = statement.literal.query() {
            self.query(query);
        }
        for expr in statement.with_exprs() {
            self.below(expr);
        }
    }

    /// Negations in the comprehensions of an expression.
    fn below(&mut self, expr: &Expr) {
        if let Expr::Comprehension { query, .. } = expr {
            self.query(query);
        }
        if let Expr::Call { callee, .. } = expr {
            self.below(callee);
        }
        for part in expr.parts() {
            self.below(part);
        }
    }

    fn hoist(&mut self, statement: &Statement, operands: Vec<Span>) {
        let at = statement.span.start;
        for span in operands {
            self.count += 1;
            self.edits.push(Edit::Operand(Operand {
                span,
                name: format!("{}{}", self.prefix, self.count),
                at,
                within: Vec::new(),
            }));
        }
        let with = statement
            .with
            .iter()
            .map(|(target, value)| (target.extent(), value.extent()))
            .collect();
        self.edits.push(Edit::Hoist(at, with));
    }

    /// What is taken out of a negated expression.
    fn negated(&self, expr: &Expr, operands: &mut Vec<Span>) {
        match expr {
            // What `print` prints may be undefined.
            Expr::Call { function, .. } if function.as_slice() == ["print"] => {}
            Expr::Operation(Operator::Equal, sides, _) => {
                for side in sides {
                    self.side(side, operands);
                }
            }
            Expr::Assign { left, right, .. } => {
                for side in [left, right] {
                    self.side(side, operands);
                }
            }
            // A call itself, and nothing that it is made of can be defined when it is not.
            Expr::Operation(Operator::Arithmetic(..), ..) => self.operand(expr, operands),
            Expr::Call { .. } | Expr::Operation(..) | Expr::Membership { .. } => {
                for part in expr.parts() {
                    self.operand(part, operands);
                }
            }
            _ => self.side(expr, operands),
        }
    }

    /// A side of a negated equation, or a negated expression that is no call: it may be
    /// undefined itself, and what it is made of is taken out.
    fn side(&self, expr: &Expr, operands: &mut Vec<Span>) {
        match expr {
            Expr::Index { base, key, .. } => {
                if let Expr::Index { .. } = base.as_ref() {
                    self.side(base, operands);
                } else if !matches!(base.as_ref(), Expr::Var(..)) {
                    self.operand(base, operands);
                }
                self.operand(key, operands);
            }
            Expr::Var(..) | Expr::Comprehension { .. } => {}
            _ => self.operand(expr, operands),
        }
    }

    /// An operand: taken out itself where it can be undefined.
    fn operand(&self, expr: &Expr, operands: &mut Vec<Span>) {
        match expr {
            Expr::Text(..) | Expr::Scalar(_) | Expr::Comprehension { .. } => {}
            Expr::Var(name, span) => {
                let is_document = ["input", "data"].contains(&name.as_str());
                if !is_document && self.is_global(name) {
                    operands.push(span.clone());
                }
            }
            Expr::Array(..) | Expr::Set(..) | Expr::Object(..) => {
                for part in expr.parts() {
                    self.operand(part, operands);
                }
            }
            _ => operands.push(expr.extent()),
        }
    }

    /// Whether a name can be that of a rule or an import. One that is also a local
    /// variable is bound, and taking it out changes nothing.
    fn is_global(&self, name: &str) -> bool {
        let is_import = |import: &crate::engine::Import| import.name == name;
        self.module.imports.iter().any(is_import)
            || data_root(self.module, self.index, name).is_some()
    }
}

#[cfg(test)]
mod tests {
    use crate::rewrite::edit::{apply, apply_within, original};
    use crate::rewrite::rewritten_rules::{edits_of, given};
    use crate::rewrite::short_names::Names;

    #[test]
    fn operands_are_evaluated_before_their_negation() {
        for (rule, expected) in [
            ("x if not input.a", "x if not input.a"),
            ("x if not input.a == 1", "x if not input.a == 1"),
            (
                "x if not f(input.a)",
                "x if { onus1 := input.a; not f(onus1) }",
            ),
            (
                "x if { not input.a < 5 }",
                "x if { onus1 := input.a; not onus1 < 5 }",
            ),
            (
                "x if not (input.a < 5)",
                "x if { onus1 := input.a; not (onus1 < 5) }",
            ),
            (
                "x if not input.a[input.k].b",
                "x if { onus1 := input.k; not input.a[onus1].b }",
            ),
            (
                "x if not f(input.a).b",
                "x if { onus1 := f(input.a); not onus1.b }",
            ),
            (
                "x if not count(input.a) == {\"k\": [input.b, 1]}",
                "x if { onus1 := count(input.a); onus2 := input.b; not onus1 == {\"k\": [onus2, 1]} }",
            ),
            (
                "x if not \"e\" in input.a with input.a as input.b # }",
                "x if { onus1 := input.a with input.a as input.b; not \"e\" in onus1 with input.a as input.b } # }",
            ),
            (
                "x if not f(q)\nq := 1",
                "x if { onus1 := q; not f(onus1) }\nq := 1",
            ),
            (
                "x if not f([v | v := 1; not g(input.a)])",
                "x if not f([v | v := 1; onus1 := input.a; not g(onus1)])",
            ),
            (
                "x if not f(g([v | not h(input.a)]))",
                "x if { onus1 := g([v | onus2 := input.a; not h(onus2)]); not f(onus1) }",
            ),
            (
                "x if not f(onus1, input.a)",
                "x if { onus_1 := input.a; not f(onus1, onus_1) }",
            ),
            (
                "x := 1 if input.a else := 2 if not f(input.b)",
                "x := 1 if input.a else := 2 if { onus1 := input.b; not f(onus1) }",
            ),
        ] {
            assert_eq!(given(rule), expected);
        }
    }

    #[test]
    fn places_lead_back_and_parts_are_unchanged() {
        let text = "package t\nx if not f(input.a, data.t.b) == 3\ny if not g(input.c)\n";
        let edits = edits_of(text);
        let names = Names::default();
        let given = apply(text, &edits, &names).into_owned();
        for (part, wanted) in [("y if", "y if"), ("== 3", "== 3"), ("onus2 :=", "not g")] {
            let at = given.find(part).unwrap();
            let found = original(text, &edits, &names, at);
            assert_eq!(found, text.find(wanted).unwrap(), "{part}");
        }
        let within = |part: &str| {
            let at = text.find(part).unwrap();
            apply_within(text, &(at..at + part.len()), &edits, &names)
        };
        assert_eq!(within("input.c"), "input.c");
        assert_eq!(within("g(input.c)"), "g(input.c)");
        assert_eq!(within("not g(input.c)"), "onus2 := input.c; not g(onus2)");
        assert_eq!(
            within("f(input.a, data.t.b) == 3"),
            "f(input.a, data.t.b) == 3"
        );
    }
}
