//! The syntax tree of a policy, lowered from the engine's own parser into the
//! few node kinds that our checks and read-sets look at.

use std::ops::Range;

use regorus::unstable as rego;

/// Bytes of the policy's text.
pub type Span = Range<usize>;

/// One policy file.
#[derive(Debug, Clone, Default)]
pub struct Module {
    /// `package a.b["c"]` as its components.
    pub package: Vec<String>,
    /// Where the package clause stands.
    pub package_span: Span,
    /// Imports, in order.
    pub imports: Vec<Import>,
    /// Rules and functions, in order.
    pub rules: Vec<Rule>,
}

/// `import path as alias`.
#[derive(Debug, Clone)]
pub struct Import {
    /// The path, beginning with `data` or `input` (or `rego`, `future`).
    pub path: Vec<String>,
    /// The name that the file uses for it.
    pub name: String,
    /// Where it stands.
    pub span: Span,
}

/// One definition of a rule or function.
#[derive(Debug, Clone)]
pub struct Rule {
    /// The constant start of the head's reference: `["responsibility"]` for
    /// `responsibility[layer] := x`.
    pub path: Vec<String>,
    /// Keys of the head's reference after the constant start.
    pub keys: Vec<Expr>,
    /// Arguments; none for a rule that is not a function.
    pub arguments: Option<Vec<Expr>>,
    /// Whether it is `name contains member`; `keys` holds the member.
    pub is_set: bool,
    /// Bodies with the value that each gives.
    pub bodies: Vec<Body>,
    /// Where the rule stands.
    pub span: Span,
}

/// A body of a rule; `else` branches are bodies too.
#[derive(Debug, Clone)]
pub struct Body {
    /// The value given when the body holds; none for `true`.
    pub value: Option<Expr>,
    /// The conditions.
    pub query: Query,
}

/// Statements that must all hold.
#[derive(Debug, Clone, Default)]
pub struct Query(pub Vec<Statement>);

/// One line of a body.
#[derive(Debug, Clone)]
pub struct Statement {
    /// What it says.
    pub literal: Literal,
    /// `with target as value`.
    pub with: Vec<(Expr, Expr)>,
}

/// The kinds of statement.
#[derive(Debug, Clone)]
pub enum Literal {
    /// `some x, y`.
    Some(Vec<String>),
    /// `some key, value in collection`.
    SomeIn {
        /// The key's pattern.
        key: Option<Expr>,
        /// The value's pattern.
        value: Expr,
        /// What is gone through.
        collection: Expr,
    },
    /// An expression.
    Expr(Expr),
    /// `not expression`.
    Not(Expr),
    /// `every key, value in domain { ... }`.
    Every {
        /// The key's name.
        key: Option<String>,
        /// The value's name.
        value: String,
        /// What is gone through.
        domain: Expr,
        /// What must hold for each.
        query: Query,
    },
}

/// An expression.
#[derive(Debug, Clone)]
pub enum Expr {
    /// A string constant.
    Text(String, Span),
    /// A number, boolean or null.
    Scalar(Span),
    /// A variable, `input`, `data`, an import's name or a rule's name.
    Var(String, Span),
    /// `base[key]`; `base.name` has a text key.
    Index {
        /// What is indexed.
        base: Box<Expr>,
        /// By what.
        key: Box<Expr>,
        /// Where it stands.
        span: Span,
    },
    /// `[a, b]`.
    Array(Vec<Expr>, Span),
    /// `{a, b}`.
    Set(Vec<Expr>, Span),
    /// `{k: v}`.
    Object(Vec<(Expr, Expr)>, Span),
    /// Any comprehension; the terms are its key and value.
    Comprehension {
        /// What each match gives.
        terms: Vec<Expr>,
        /// The conditions.
        query: Query,
        /// Where it stands.
        span: Span,
    },
    /// `name(arguments)`.
    Call {
        /// The function's reference as components, such as `["json", "patch"]`.
        function: Vec<String>,
        /// The arguments.
        arguments: Vec<Expr>,
        /// Where it stands.
        span: Span,
    },
    /// Comparison, arithmetic, set operation or negation of its operands.
    Operation(Vec<Expr>, Span),
    /// `left := right` or `left = right`.
    Assign {
        /// Left side.
        left: Box<Expr>,
        /// Right side.
        right: Box<Expr>,
        /// Where it stands.
        span: Span,
    },
    /// `key, value in collection` as an expression.
    Membership {
        /// Key and value.
        members: Vec<Expr>,
        /// The collection.
        collection: Box<Expr>,
        /// Where it stands.
        span: Span,
    },
}

/// A key of a reference: constant, or found while evaluating.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// A constant key.
    Name(String),
    /// Any key.
    Any,
}

impl Expr {
    /// Where the expression stands.
    pub fn span(&self) -> &Span {
        match self {
            Self::Text(_, span)
            | Self::Scalar(span)
            | Self::Var(_, span)
            | Self::Index { span, .. }
            | Self::Array(_, span)
            | Self::Set(_, span)
            | Self::Object(_, span)
            | Self::Comprehension { span, .. }
            | Self::Call { span, .. }
            | Self::Operation(_, span)
            | Self::Assign { span, .. }
            | Self::Membership { span, .. } => span,
        }
    }

    /// Splits a reference into its root variable and keys; none for anything
    /// that is not rooted in a variable.
    pub fn reference(&self) -> Option<(&str, Vec<&Self>)> {
        let mut keys = Vec::new();
        let mut expr = self;
        loop {
            match expr {
                Self::Var(name, _) => {
                    keys.reverse();
                    return Some((name, keys));
                }
                Self::Index { base, key, .. } => {
                    keys.push(key.as_ref());
                    expr = base;
                }
                _ => return None,
            }
        }
    }

    /// The text of a constant string.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text, _) => Some(text),
            _ => None,
        }
    }

    /// The parts of this expression that are expressions themselves, without the
    /// queries of comprehensions.
    pub fn parts(&self) -> Vec<&Self> {
        match self {
            Self::Text(..) | Self::Scalar(_) | Self::Var(..) => Vec::new(),
            Self::Index { base, key, .. } => vec![base, key],
            Self::Array(items, _) | Self::Set(items, _) | Self::Operation(items, _) => {
                items.iter().collect()
            }
            Self::Object(fields, _) => fields.iter().flat_map(|(k, v)| [k, v]).collect(),
            Self::Comprehension { terms, .. } => terms.iter().collect(),
            Self::Call { arguments, .. } => arguments.iter().collect(),
            Self::Assign { left, right, .. } => vec![left, right],
            Self::Membership {
                members,
                collection,
                ..
            } => members.iter().chain([collection.as_ref()]).collect(),
        }
    }
}

impl Query {
    /// Calls `visit` on every expression below this query, at any depth.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Expr)) {
        for statement in &self.0 {
            match &statement.literal {
                Literal::Some(_) => {}
                Literal::SomeIn {
                    key,
                    value,
                    collection,
                } => {
                    for expr in key.iter().chain([value, collection]) {
                        expr.walk(visit);
                    }
                }
                Literal::Expr(expr) | Literal::Not(expr) => expr.walk(visit),
                Literal::Every { domain, query, .. } => {
                    domain.walk(visit);
                    query.walk(visit);
                }
            }
            for (target, value) in &statement.with {
                target.walk(visit);
                value.walk(visit);
            }
        }
    }
}

impl Expr {
    /// Calls `visit` on this expression and on every one below it. A reference is
    /// visited as a whole: `a.b` below `a.b.c` is none of its own.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Self)) {
        visit(self);
        match self.reference() {
            Some((_, keys)) => keys.into_iter().for_each(|key| key.walk(visit)),
            None => self.parts().into_iter().for_each(|part| part.walk(visit)),
        }
        if let Self::Comprehension { query, .. } = self {
            query.walk(visit);
        }
    }
}

impl Rule {
    /// Calls `visit` on every expression of the rule: head, values and bodies.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Expr)) {
        for expr in self.keys.iter().chain(self.arguments.iter().flatten()) {
            expr.walk(visit);
        }
        for body in &self.bodies {
            if let Some(value) = &body.value {
                value.walk(visit);
            }
            body.query.walk(visit);
        }
    }
}

fn span(span: &rego::Span) -> Span {
    span.start as usize..span.end as usize
}

/// The tree of a parsed policy.
pub(super) fn lower_module(module: &rego::Module) -> Module {
    let (package, _) = constant_path(&expr(&module.package.refr));
    Module {
        package,
        package_span: span(&module.package.span),
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
                })
                .collect();
            if lowered.is_empty() {
                lowered.push(Body {
                    value: value(assign),
                    query: Query::default(),
                });
            }
            Rule {
                path,
                keys,
                arguments,
                is_set,
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
                bodies: vec![Body {
                    value: Some(expr(value)),
                    query: Query::default(),
                }],
                span: span(at),
            }
        }
    }
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
            })
            .collect(),
    )
}

fn literal(literal: &rego::Literal) -> Literal {
    match literal {
        rego::Literal::SomeVars { vars, .. } => {
            Literal::Some(vars.iter().map(|var| var.text().to_owned()).collect())
        }
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
            key: key.as_ref().map(|key| key.text().to_owned()),
            value: value.text().to_owned(),
            domain: expr(domain),
            query: query(inner),
        },
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
        E::Object { fields, .. } => Expr::Object(
            fields
                .iter()
                .map(|(_, key, value)| (expr(key), expr(value)))
                .collect(),
            at,
        ),
        E::ArrayCompr { term, query: q, .. } | E::SetCompr { term, query: q, .. } => {
            Expr::Comprehension {
                terms: vec![expr(term)],
                query: query(q),
                span: at,
            }
        }
        E::ObjectCompr {
            key,
            value,
            query: q,
            ..
        } => Expr::Comprehension {
            terms: vec![expr(key), expr(value)],
            query: query(q),
            span: at,
        },
        E::Call { fcn, params, .. } => Expr::Call {
            function: constant_path(&expr(fcn)).0,
            arguments: exprs(params),
            span: at,
        },
        E::UnaryExpr { expr: inner, .. } => Expr::Operation(vec![expr(inner)], at),
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
        E::BinExpr { lhs, rhs, .. }
        | E::BoolExpr { lhs, rhs, .. }
        | E::ArithExpr { lhs, rhs, .. } => Expr::Operation(vec![expr(lhs), expr(rhs)], at),
        E::AssignExpr { lhs, rhs, .. } => Expr::Assign {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Engine, EngineError};

    fn parse(text: &str) -> Result<Module, EngineError> {
        Engine::new(std::time::Duration::ZERO, 0)?.add_policy("t.rego", text)
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
    fn errors_know_their_place() {
        let error = parse("package a\n\ndeny contains if {").unwrap_err();
        let EngineError::Rego { place, message } = error else {
            panic!("not a syntax error");
        };
        assert_eq!(
            place.map(|(file, line, _)| (file, line)),
            Some(("t.rego".to_owned(), 3))
        );
        assert!(!message.is_empty());
    }
}
