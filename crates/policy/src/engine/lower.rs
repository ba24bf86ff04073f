//! The conversion of the engine's syntax tree to ours.

use regorus::unstable as rego;

use super::syntax::{
    Arithmetic, Binding, Body, Collection, Expr, Import, Literal, Module, Name, Operator, Query,
    Rule, Span, Statement,
};

fn span(span: &rego::Span) -> Span {
    span.start as usize..span.end as usize
}

/// The tree of a parsed policy.
pub(crate) fn lower_module(module: &rego::Module) -> Module {
    let (package, _) = constant_path(&expr(&module.package.refr));
    Module {
        package,
        package_span: span(&module.package.span),
        path_span: span(module.package.refr.span()),
        imports: module
            .imports
            .iter()
            .map(|import| {
                let (path, _) = constant_path(&expr(&import.refr));
                let name = match &import.r#as {
                    Some(alias) => alias.text().to_owned(),
                    None => path.last().cloned().unwrap_or_default(),
                };
                Import {
                    path,
                    name,
                    span: span(&import.span),
                }
            })
            .collect(),
        rules: module.policy.iter().map(|rule| lower_rule(rule)).collect(),
    }
}

/// The constant start of a reference, and the keys after it.
fn constant_path(expr: &Expr) -> (Vec<String>, Vec<Expr>) {
    let Some((root, keys)) = expr.reference() else {
        return (Vec::new(), Vec::new());
    };
    let constant = keys.iter().take_while(|key| key.text().is_some()).count();
    let path = std::iter::once(root)
        .chain(keys.iter().filter_map(|key| key.text()).take(constant))
        .map(str::to_owned)
        .collect();
    (path, keys.into_iter().skip(constant).cloned().collect())
}

fn lower_rule(rule: &rego::Rule) -> Rule {
    match rule {
        rego::Rule::Spec {
            span: at,
            head,
            bodies,
        } => {
            let (refr, assign, arguments, member, is_set) = match head {
                rego::RuleHead::Compr { refr, assign, .. } => (refr, assign, None, None, false),
                rego::RuleHead::Set { refr, key, .. } => (refr, &None, None, key.as_ref(), true),
                rego::RuleHead::Func {
                    refr, args, assign, ..
                } => (refr, assign, Some(exprs(args)), None, false),
            };
            let (path, mut keys) = constant_path(&expr(refr));
            keys.extend(member.map(|member| expr(member)));
            let value = |assign: &Option<rego::RuleAssign>| {
                assign.as_ref().map(|assign| expr(&assign.value))
            };
            let mut lowered: Vec<Body> = bodies
                .iter()
                .enumerate()
                .map(|(index, body)| Body {
                    // The head's value belongs to the first body and to every
                    // independent one; an `else` has its own.
                    value: if index == 0 || !body.is_else {
                        value(&body.assign).or_else(|| value(assign))
                    } else {
                        value(&body.assign)
                    },
                    query: query(&body.query),
                    is_bare: is_bare(&body.query),
                    is_else: body.is_else,
                })
                .collect();
            if lowered.is_empty() {
                lowered.push(Body {
                    value: value(assign),
                    query: Query::default(),
                    is_bare: false,
                    is_else: false,
                });
            }
            Rule {
                path,
                keys,
                arguments,
                is_set,
                is_older_set: is_older_set(head),
                is_default: false,
                bodies: lowered,
                span: span(at),
            }
        }
        rego::Rule::Default {
            span: at,
            refr,
            args,
            value,
            ..
        } => {
            let (path, keys) = constant_path(&expr(refr));
            Rule {
                path,
                keys,
                arguments: (!args.is_empty()).then(|| exprs(args)),
                is_set: false,
                is_older_set: false,
                is_default: true,
                bodies: vec![Body {
                    value: Some(expr(value)),
                    query: Query::default(),
                    is_bare: false,
                    is_else: false,
                }],
                span: span(at),
            }
        }
    }
}

fn is_older_set(head: &rego::RuleHead) -> bool {
    let rego::RuleHead::Set { span, refr, key } = head else {
        return false;
    };
    let Some(key) = key else { return true };
    let between = refr.span().end as usize..key.span().start as usize;
    let text = span.source.contents().get(between).unwrap_or_default();
    !text.contains("contains")
}

/// A query in braces begins before its first statement.
fn is_bare(query: &rego::Query) -> bool {
    query
        .stmts
        .first()
        .is_some_and(|first| first.span.start == query.span.start)
}

fn query(query: &rego::Query) -> Query {
    Query(
        query
            .stmts
            .iter()
            .map(|statement| Statement {
                literal: literal(&statement.literal),
                with: statement
                    .with_mods
                    .iter()
                    .map(|with| (expr(&with.refr), expr(&with.r#as)))
                    .collect(),
                span: span(&statement.span),
            })
            .collect(),
    )
}

fn literal(literal: &rego::Literal) -> Literal {
    match literal {
        rego::Literal::SomeVars { vars, .. } => Literal::Some(vars.iter().map(name).collect()),
        rego::Literal::SomeIn {
            key,
            value,
            collection,
            ..
        } => Literal::SomeIn {
            key: key.as_ref().map(|key| expr(key)),
            value: expr(value),
            collection: expr(collection),
        },
        rego::Literal::Expr { expr: inner, .. } => Literal::Expr(expr(inner)),
        rego::Literal::NotExpr { expr: inner, .. } => Literal::Not(expr(inner)),
        rego::Literal::Every {
            key,
            value,
            domain,
            query: inner,
            ..
        } => Literal::Every {
            key: key.as_ref().map(name),
            value: name(value),
            domain: expr(domain),
            query: query(inner),
        },
    }
}

fn name(at: &rego::Span) -> Name {
    Name {
        text: at.text().to_owned(),
        span: span(at),
    }
}

fn exprs(list: &[rego::Ref<rego::Expr>]) -> Vec<Expr> {
    list.iter().map(|item| expr(item)).collect()
}

fn expr(node: &rego::Expr) -> Expr {
    use rego::Expr as E;
    let at = span(node.span());
    match node {
        E::String { value, .. } | E::RawString { value, .. } => Expr::Text(
            value
                .as_string()
                .map_or_else(|_| String::new(), |text| text.to_string()),
            at,
        ),
        E::Number { .. } | E::Bool { .. } | E::Null { .. } => Expr::Scalar(at),
        E::Var { value, .. } => Expr::Var(
            value
                .as_string()
                .map_or_else(|_| String::new(), |text| text.to_string()),
            at,
        ),
        E::Array { items, .. } => Expr::Array(exprs(items), at),
        E::Set { items, .. } => Expr::Set(exprs(items), at),
        E::Object {
            fields,
            span: whole,
            ..
        } => {
            let fields: Vec<(Expr, Expr)> = fields
                .iter()
                .map(|(_, key, value)| (expr(key), expr(value)))
                .collect();
            // The engine has objects begin at their last key.
            let begins = fields
                .first()
                .and_then(|(key, _)| whole.source.contents().get(..key.span().start))
                .and_then(|before| before.rfind('{'));
            let at = begins.map_or(at.clone(), |begins| begins..at.end);
            Expr::Object(fields, at)
        }
        E::ArrayCompr { term, query: q, .. } => Expr::Comprehension {
            makes: Collection::Array,
            terms: vec![expr(term)],
            query: query(q),
            span: at,
        },
        E::SetCompr { term, query: q, .. } => Expr::Comprehension {
            makes: Collection::Set,
            terms: vec![expr(term)],
            query: query(q),
            span: at,
        },
        E::ObjectCompr {
            key,
            value,
            query: q,
            ..
        } => Expr::Comprehension {
            makes: Collection::Object,
            terms: vec![expr(key), expr(value)],
            query: query(q),
            span: at,
        },
        E::Call { fcn, params, .. } => {
            let callee = expr(fcn);
            Expr::Call {
                function: constant_path(&callee).0,
                callee: Box::new(callee),
                arguments: exprs(params),
                span: at,
            }
        }
        E::UnaryExpr { expr: inner, .. } => Expr::Operation(Operator::Other, vec![expr(inner)], at),
        E::RefDot { refr, field, .. } => Expr::Index {
            base: Box::new(expr(refr)),
            key: Box::new(Expr::Text(
                field
                    .1
                    .as_string()
                    .map_or_else(|_| String::new(), |text| text.to_string()),
                span(&field.0),
            )),
            span: at,
        },
        E::RefBrack { refr, index, .. } => Expr::Index {
            base: Box::new(expr(refr)),
            key: Box::new(expr(index)),
            span: at,
        },
        E::BoolExpr { op, lhs, rhs, .. } => {
            Expr::Operation(comparison(op), vec![expr(lhs), expr(rhs)], at)
        }
        E::BinExpr { lhs, rhs, .. } => {
            Expr::Operation(Operator::Other, vec![expr(lhs), expr(rhs)], at)
        }
        E::ArithExpr { op, lhs, rhs, .. } => {
            let does = arithmetic(op);
            let left = expr(lhs);
            let text = node.span().source.contents();
            let sign = sign_after(text, left.extent().end, does.sign());
            let operator = sign.map_or(Operator::Other, |sign| Operator::Arithmetic(does, sign));
            Expr::Operation(operator, vec![left, expr(rhs)], at)
        }
        E::AssignExpr { op, lhs, rhs, .. } => Expr::Assign {
            binding: match op {
                rego::AssignOp::ColEq => Binding::Declare,
                rego::AssignOp::Eq => Binding::Unify,
            },
            left: Box::new(expr(lhs)),
            right: Box::new(expr(rhs)),
            span: at,
        },
        E::Membership {
            key,
            value,
            collection,
            ..
        } => Expr::Membership {
            members: key
                .iter()
                .chain([value])
                .map(|member| expr(member))
                .collect(),
            collection: Box::new(expr(collection)),
            span: at,
        },
    }
}

/// Where the sign of an operation is, after its left operand: only spaces, comments and
/// closing brackets can be before it.
fn sign_after(text: &str, operand_end: usize, sign: char) -> Option<usize> {
    let mut in_comment = false;
    for (at, c) in text.get(operand_end..)?.char_indices() {
        match c {
            '\n' => in_comment = false,
            _ if in_comment => {}
            '#' => in_comment = true,
            c if c == sign => return Some(operand_end + at),
            c if c == ')' || c.is_whitespace() => {}
            _ => return None,
        }
    }
    None
}

fn arithmetic(op: &rego::ArithOp) -> Arithmetic {
    match op {
        rego::ArithOp::Add => Arithmetic::Plus,
        rego::ArithOp::Sub => Arithmetic::Minus,
        rego::ArithOp::Mul => Arithmetic::Times,
        rego::ArithOp::Div => Arithmetic::Divide,
        rego::ArithOp::Mod => Arithmetic::Remainder,
    }
}

fn comparison(op: &rego::BoolOp) -> Operator {
    match op {
        rego::BoolOp::Eq => Operator::Equal,
        rego::BoolOp::Ne => Operator::Unequal,
        rego::BoolOp::Lt => Operator::Less,
        rego::BoolOp::Le => Operator::LessOrEqual,
        rego::BoolOp::Gt => Operator::Greater,
        rego::BoolOp::Ge => Operator::GreaterOrEqual,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Engine, EngineError};
    use onus_core::source_id::SourceId;

    fn parse(text: &str) -> Result<Module, EngineError> {
        Engine::new(std::time::Duration::ZERO, 0)?.add_policy(&SourceId::generated("t"), text)
    }

    fn module(text: &str) -> Module {
        parse(text).expect("valid Rego")
    }

    #[test]
    fn heads_keep_their_constant_path_and_the_keys_after_it() {
        let module = module(
            "package a.b[\"c-d\"]\nimport data.x.y as z\ndeny contains m if { m := input.p }\nr[layer].q := v if { some layer, v in input.l }\n",
        );
        assert_eq!(module.package, ["a", "b", "c-d"]);
        assert_eq!(module.imports[0].path, ["data", "x", "y"]);
        assert_eq!(module.imports[0].name, "z");
        assert_eq!(module.rules[0].path, ["deny"]);
        assert!(module.rules[0].is_set);
        assert_eq!(module.rules[1].path, ["r"]);
        assert_eq!(module.rules[1].keys.len(), 2);
    }

    #[test]
    fn else_branches_carry_their_own_value() {
        let module = module("package a\nx := 1 if { input.a } else := 2\n");
        assert_eq!(module.rules[0].bodies.len(), 2);
    }

    #[test]
    fn strings_and_objects_are_whole() {
        let text = "package a\nx if \"é\" in {\"k\": 1, \"l\": \"v\"}\ny if input.a == \"b\"\n";
        let module = module(text);
        let extents: Vec<&str> = module
            .rules
            .iter()
            .map(|rule| text.get(rule.bodies[0].query.0[0].extent()).unwrap())
            .collect();
        assert_eq!(
            extents,
            ["\"é\" in {\"k\": 1, \"l\": \"v\"}", "input.a == \"b\""]
        );
    }

    #[test]
    fn the_engine_counts_tabs_for_four_columns_and_bytes_elsewhere() {
        let text = "a\n\t\tx é y\n";
        let at = |column| text.get(crate::engine::offset(text, 2, column)..).unwrap();
        assert_eq!((at(1), at(9)), ("\t\tx é y\n", "x é y\n"));
        assert_eq!((at(14), at(99)), ("y\n", "\n"));
        assert_eq!(crate::engine::offset(text, 9, 1), text.len());
    }

    #[test]
    fn errors_know_their_place() {
        let error = parse("package a\n\ndeny contains if {").unwrap_err();
        let EngineError::Rego { place, message } = error else {
            panic!("not a syntax error");
        };
        assert_eq!(
            place.map(|(source, line, _)| (source, line)),
            Some((SourceId::generated("t"), 3))
        );
        assert!(!message.is_empty());
    }
}
