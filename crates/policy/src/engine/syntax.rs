//! The syntax tree of a policy: the few kinds of nodes that our checks and read-sets look at,
//! converted from the engine's own tree.

use std::ops::Range;

/// Bytes of the policy's text.
pub type Span = Range<usize>;

/// One policy file.
#[derive(Debug, Clone, Default)]
pub struct Module {
    /// `package a.b["c"]` as its components.
    pub package: Vec<String>,
    /// The place of the package clause.
    pub package_span: Span,
    /// The place of the package's path.
    pub path_span: Span,
    /// Imports, in order.
    pub imports: Vec<Import>,
    /// Rules and functions, in order.
    pub rules: Vec<Rule>,
}

/// `import path as alias`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// The path, beginning with `data` or `input` (or `rego`, `future`).
    pub path: Vec<String>,
    /// The name that the file uses for it.
    pub name: String,
    /// Its place.
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
    /// Whether it is `name[member]`, as sets were written before `contains`.
    pub is_older_set: bool,
    /// Whether it is `default name := value`.
    pub is_default: bool,
    /// Bodies with the value that each gives.
    pub bodies: Vec<Body>,
    /// The place of the rule.
    pub span: Span,
}

/// A body of a rule; `else` branches are bodies too.
#[derive(Debug, Clone)]
pub struct Body {
    /// The value given when the body holds; none for `true`.
    pub value: Option<Expr>,
    /// The conditions.
    pub query: Query,
    /// Whether it is one condition without braces, `x if y`.
    pub is_bare: bool,
    /// Whether it is tried only when those before it do not hold.
    pub is_else: bool,
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
    /// Its place as the engine reports it; see [`Statement::extent`].
    pub span: Span,
}

/// A name that a statement declares.
#[derive(Debug, Clone)]
pub struct Name {
    /// The name.
    pub text: String,
    /// Its place.
    pub span: Span,
}

/// The kinds of statement.
#[derive(Debug, Clone)]
pub enum Literal {
    /// `some x, y`.
    Some(Vec<Name>),
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
        key: Option<Name>,
        /// The value's name.
        value: Name,
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
        /// Its place.
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
        /// What it makes.
        makes: Collection,
        /// What each match gives.
        terms: Vec<Expr>,
        /// The conditions.
        query: Query,
        /// Its place.
        span: Span,
    },
    /// `name(arguments)`.
    Call {
        /// The function's reference as components, such as `["json", "patch"]`.
        function: Vec<String>,
        /// The reference itself.
        callee: Box<Expr>,
        /// The arguments.
        arguments: Vec<Expr>,
        /// Its place.
        span: Span,
    },
    /// Comparison, arithmetic, set operation or negation of its operands.
    Operation(Operator, Vec<Expr>, Span),
    /// `left := right` or `left = right`.
    Assign {
        /// Which of the two.
        binding: Binding,
        /// Left side.
        left: Box<Expr>,
        /// Right side.
        right: Box<Expr>,
        /// Its place.
        span: Span,
    },
    /// `key, value in collection` as an expression.
    Membership {
        /// Key and value.
        members: Vec<Expr>,
        /// The collection.
        collection: Box<Expr>,
        /// Its place.
        span: Span,
    },
}

/// What a comprehension makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Collection {
    /// `[term | ...]`: as many members as there are matches, in their order.
    Array,
    /// `{term | ...}`: equal members once, in the order of their values.
    Set,
    /// `{key: value | ...}`: an error where one key gets two values.
    Object,
}

/// How a name gets its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Binding {
    /// `left := right`: the names on the left are new.
    Declare,
    /// `left = right`: names on both sides get values, or are compared.
    Unify,
}

/// What an operation does, as far as it matters here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// `==`.
    Equal,
    /// `!=`.
    Unequal,
    /// `<`.
    Less,
    /// `<=`.
    LessOrEqual,
    /// `>`.
    Greater,
    /// `>=`.
    GreaterOrEqual,
    /// Arithmetic, and `-` of sets: what it does, and where its sign is in the text.
    Arithmetic(Arithmetic, usize),
    /// `&`, `|`, and the sign of a negative number.
    Other,
}

/// What arithmetic does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arithmetic {
    /// `+`.
    Plus,
    /// `-`, of numbers and of sets.
    Minus,
    /// `*`.
    Times,
    /// `/`.
    Divide,
    /// `%`.
    Remainder,
}

impl Arithmetic {
    /// The sign in a policy's text.
    pub fn sign(self) -> char {
        match self {
            Self::Plus => '+',
            Self::Minus => '-',
            Self::Times => '*',
            Self::Divide => '/',
            Self::Remainder => '%',
        }
    }
}

/// A key of a reference.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// A constant string: a member of an object.
    Name(String),
    /// A constant number: an element of an array, as keys of JSON objects are strings.
    Element,
    /// A key that is only known while evaluating.
    Any,
}

impl Expr {
    /// The place of the expression.
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
            | Self::Operation(_, _, span)
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

    /// Where all of it stands. The span of a string is what stands between its
    /// quotes, and what begins or ends with a string is cut with it.
    pub fn extent(&self) -> Span {
        let span = self.span();
        match self {
            Self::Text(..) => span.start.saturating_sub(1)..span.end + 1,
            Self::Index { base, .. } => base.extent().start.min(span.start)..span.end,
            Self::Call { callee, .. } => callee.extent().start.min(span.start)..span.end,
            Self::Operation(..) | Self::Assign { .. } | Self::Membership { .. } => {
                around(span.clone(), self.parts())
            }
            _ => span.clone(),
        }
    }

    /// Where a reference's root and its first `keys` keys stand; none when it has
    /// fewer, or is no reference.
    pub fn stretch(&self, keys: usize) -> Option<Span> {
        let mut expr = self;
        for _ in 0..self.reference()?.1.len().checked_sub(keys)? {
            let Self::Index { base, .. } = expr else {
                return None;
            };
            expr = base;
        }
        let root = self.root_span()?;
        Some(root.start..expr.span().end.max(root.end))
    }

    fn root_span(&self) -> Option<&Span> {
        match self {
            Self::Var(_, span) => Some(span),
            Self::Index { base, .. } => base.root_span(),
            _ => None,
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
            Self::Array(items, _) | Self::Set(items, _) | Self::Operation(_, items, _) => {
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

/// A span and the extents of expressions in it.
fn around<'e>(span: Span, exprs: impl IntoIterator<Item = &'e Expr>) -> Span {
    exprs.into_iter().fold(span, |whole, expr| {
        let part = expr.extent();
        whole.start.min(part.start)..whole.end.max(part.end)
    })
}

impl Literal {
    /// The expressions of the literal itself, without those in the query of an `every`.
    pub fn exprs(&self) -> Vec<&Expr> {
        match self {
            Self::Some(_) => Vec::new(),
            Self::SomeIn {
                key,
                value,
                collection,
            } => key.iter().chain([value, collection]).collect(),
            Self::Expr(expr) | Self::Not(expr) => vec![expr],
            Self::Every { domain, .. } => vec![domain],
        }
    }

    /// The query of an `every`.
    pub fn query(&self) -> Option<&Query> {
        match self {
            Self::Every { query, .. } => Some(query),
            Self::Some(_) | Self::SomeIn { .. } | Self::Expr(_) | Self::Not(_) => None,
        }
    }
}

impl Statement {
    /// The expressions after `with`: targets and values.
    pub fn with_exprs(&self) -> impl Iterator<Item = &Expr> {
        self.with.iter().flat_map(|(target, value)| [target, value])
    }

    /// The complete place, with its `with`.
    pub fn extent(&self) -> Span {
        let exprs = self.literal.exprs().into_iter().chain(self.with_exprs());
        around(self.span.clone(), exprs)
    }

    /// Calls `visit` on every expression of this statement, at any depth.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Expr)) {
        for expr in self.literal.exprs() {
            expr.walk(visit);
        }
        if let Some(query) = self.literal.query() {
            query.walk(visit);
        }
        for expr in self.with_exprs() {
            expr.walk(visit);
        }
    }
}

impl Query {
    /// Calls `visit` on every expression below this query, at any depth.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Expr)) {
        for statement in &self.0 {
            statement.walk(visit);
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
