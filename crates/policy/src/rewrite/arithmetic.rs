//! Rewritten operators, which builtins of onus compute instead of the engine.
//!
//! The engine computes decimals with 53 bits, and OPA with 64, so that `0.1 + 0.2 == 0.3`
//! holds in OPA only. So the engine gets `onus__plus(input.a, input.b)` instead of
//! `input.a + input.b`. It also sorts sets before objects, and OPA after them: operands of `<`
//! go to a builtin that fails over sets.

use crate::engine::{Arithmetic, Expr, Module, Operator};
use crate::names::symbol_table::Index;

use crate::rewrite::edit::{Call, Edit};
use crate::rewrite::quotients::Quotients;

/// The start of the builtins' names, which nothing in a policy can have.
pub const PREFIX: &str = "onus__";

/// The changes that a module needs, in no order.
pub fn edits(module: &Module, index: &Index<'_>) -> Vec<Edit> {
    let mut edits = Vec::new();
    // The value of a default is a constant.
    for rule in module.rules.iter().filter(|rule| !rule.is_default) {
        let quotients = Quotients::of(module, rule, index);
        rule.walk(&mut |expr| {
            let Expr::Operation(operator, operands, _) = expr else {
                return;
            };
            match operator {
                Operator::Arithmetic(Arithmetic::Divide, sign) if quotients.has(*sign) => {
                    edits.push(call(expr, Some(*sign), "approx"));
                }
                Operator::Arithmetic(does, sign) => {
                    edits.push(call(expr, Some(*sign), name(*does)));
                }
                Operator::Less
                | Operator::LessOrEqual
                | Operator::Greater
                | Operator::GreaterOrEqual => {
                    if let Some(other) = operands.iter().find(|side| quotients.is_compared(side)) {
                        edits.push(call(other, None, "compared"));
                    } else if operands.iter().all(can_be_set) {
                        edits.extend(operands.iter().map(|side| call(side, None, "ordered")));
                    }
                }
                Operator::Equal | Operator::Unequal | Operator::Other => {}
            }
        });
    }
    edits
}

fn call(expr: &Expr, sign: Option<usize>, name: &str) -> Edit {
    Edit::Call(Call {
        span: expr.extent(),
        sign,
        builtin: format!("{PREFIX}{name}"),
        within: Vec::new(),
    })
}

/// Whether a value can be a set, or have one in it.
fn can_be_set(expr: &Expr) -> bool {
    match expr {
        Expr::Text(..) | Expr::Scalar(_) => false,
        Expr::Operation(Operator::Arithmetic(does, _), ..) => *does == Arithmetic::Minus,
        _ => true,
    }
}

fn name(does: Arithmetic) -> &'static str {
    match does {
        Arithmetic::Plus => "plus",
        Arithmetic::Minus => "minus",
        Arithmetic::Times => "times",
        Arithmetic::Divide => "divide",
        Arithmetic::Remainder => "remainder",
    }
}

#[cfg(test)]
mod tests {
    use crate::rewrite::edit::{apply, apply_within, original};
    use crate::rewrite::rewritten_rules::{edits_of, given};
    use crate::rewrite::short_names::Names;

    #[test]
    fn arithmetic_is_called() {
        for (rule, expected) in [
            ("x := input.a + 1", "x := onus__plus(input.a , 1)"),
            ("x := input.a -1", "x := onus__minus(input.a ,1)"),
            (
                "x := (input.a - 1) * (input.b)",
                "x := onus__times((onus__minus(input.a , 1)) , (input.b))",
            ),
            (
                "x := 1 + input.a * 2 % 3",
                "x := onus__plus(1 , onus__remainder(onus__times(input.a , 2) , 3))",
            ),
            (
                "x := input.a # a + b\n\t/ 2",
                "x := onus__divide(input.a # a + b\n\t, 2)",
            ),
            (
                "x := {1} - {v | v := input.a[_] + 1}",
                "x := onus__minus({1} , {v | v := onus__plus(input.a[_] , 1)})",
            ),
            ("x if input.a < 5", "x if input.a < 5"),
            (
                "x if count(input.a) >= input.b",
                "x if onus__ordered(count(input.a)) >= onus__ordered(input.b)",
            ),
            (
                "x if not count(input.a) >= (input.b + 1)",
                "x if { onus1 := count(input.a); onus2 := onus__plus(input.b , 1); not onus1 >= (onus2) }",
            ),
            (
                "x if not input.a - input.b > input.c",
                "x if { onus1 := onus__ordered(onus__minus(input.a , input.b)); onus2 := onus__ordered(input.c); not onus1 > onus2 }",
            ),
            ("x if input.a - 1 > 2", "x if onus__minus(input.a , 1) > 2"),
            (
                "x if input.a - 1 > input.b",
                "x if onus__ordered(onus__minus(input.a , 1)) > onus__ordered(input.b)",
            ),
            (
                "x if input.a / 3 > input.b",
                "x if onus__approx(input.a , 3) > onus__compared(input.b)",
            ),
            (
                "x if 0.5 <= (input.a / 3)",
                "x if onus__compared(0.5) <= (onus__approx(input.a , 3))",
            ),
            (
                "x if input.a / 3 < input.b / 7",
                "x if onus__divide(input.a , 3) < onus__divide(input.b , 7)",
            ),
            (
                "x := [floor(input.a / 3), sprintf(\"%.1f\", [input.a / 3]), abs(input.a / 3)]",
                "x := [floor(onus__approx(input.a , 3)), sprintf(\"%.1f\", [onus__approx(input.a , 3)]), abs(onus__divide(input.a , 3))]",
            ),
            (
                "x := round(v) if { v := input.a / 3; v > 0.5 }",
                "x := round(v) if { v := onus__approx(input.a , 3); v > onus__compared(0.5) }",
            ),
            (
                "x := v if { v := input.a / 3; v > 0.5 }",
                "x := v if { v := onus__divide(input.a , 3); v > onus__compared(0.5) }",
            ),
            (
                "x if { v := input.a / 3; w := input.b / 3; v > w }",
                "x if { v := onus__divide(input.a , 3); w := onus__divide(input.b , 3); onus__ordered(v) > onus__ordered(w) }",
            ),
            (
                "x if not input.a / 3 > 1",
                "x if { onus1 := onus__approx(input.a , 3); not onus1 > onus__compared(1) }",
            ),
            (
                "x if { some v in input.list; v / 3 == 1 }",
                "x if { some v in input.list; onus__divide(v , 3) == 1 }",
            ),
            ("x := {1} & {2} | {3}", "x := {1} & {2} | {3}"),
            ("default x := -1", "default x := -1"),
            (
                "x if not input.a + 1 == 2",
                "x if { onus1 := onus__plus(input.a , 1); not onus1 == 2 }",
            ),
            (
                "x if not f(input.a - input.b)",
                "x if { onus1 := onus__minus(input.a , input.b); not f(onus1) }",
            ),
            (
                "x if not input.a - input.b",
                "x if { onus1 := onus__minus(input.a , input.b); not onus1 }",
            ),
            (
                "x if f([v | not g(input.a)]) + 1 > 2",
                "x if onus__plus(f([v | onus1 := input.a; not g(onus1)]) , 1) > 2",
            ),
        ] {
            assert_eq!(given(rule), expected);
        }
    }

    #[test]
    fn places_lead_back() {
        let text = "package t\nx := (input.a + data.t.b) * input.c - 1 if input.d\n";
        let edits = edits_of(text);
        let names = Names::default();
        let given = apply(text, &edits, &names).into_owned();
        for (part, wanted) in [
            ("input.a", "input.a"),
            ("input.c", "input.c"),
            ("if input.d", "if input.d"),
            (", 1)", " 1 if"),
        ] {
            let at = given.find(part).unwrap();
            let found = original(text, &edits, &names, at);
            assert_eq!(found, text.find(wanted).unwrap(), "{part}");
        }
        let within = |part: &str| {
            let at = text.find(part).unwrap();
            apply_within(text, &(at..at + part.len()), &edits, &names)
        };
        assert_eq!(within("input.a"), "input.a");
        assert_eq!(within("input.c"), "input.c");
        assert_eq!(
            within("input.a + data.t.b"),
            "onus__plus(input.a , data.t.b)"
        );
        assert_eq!(
            within("(input.a + data.t.b) * input.c"),
            "onus__times((onus__plus(input.a , data.t.b)) , input.c)"
        );
    }
}
