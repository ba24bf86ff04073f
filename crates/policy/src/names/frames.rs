//! Frames: the places of a rule that have names of their own, and what a name means in
//! them.
//!
//! A name that a body declares hides the rules and imports of that name in this body and
//! in the queries below it, and nowhere else: not in another body of the rule, not in its
//! `else`, not outside of a comprehension. Everything that resolves names (read-sets,
//! checks, full paths for the engine, explanations) uses these frames.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use crate::engine::{Binding, Expr, Literal, Module, Name, Query, Rule};
use crate::names::meaning::{FrameId, Meaning, elsewhere, globals};
use crate::names::symbol_table::Index;

/// How a frame declares a name.
#[derive(Debug, Clone, Copy)]
struct Declared {
    /// The offset from which on the engine has certainly bound it.
    from: usize,
    /// Whether it does so more than once; then the values are compared.
    is_repeated: bool,
}

impl Declared {
    fn at(from: usize) -> Self {
        Self {
            from,
            is_repeated: false,
        }
    }
}

/// The names that one place has for itself.
#[derive(Debug)]
struct Frame<'m> {
    id: FrameId,
    /// Declared by `:=`, `some`, `every` or as an argument, with the offset from which
    /// on the engine has certainly bound them.
    declared: BTreeMap<&'m str, Declared>,
    /// Bound by `=`, as a key of a reference or as the result of a call, unless they
    /// are bound already.
    bindable: BTreeSet<&'m str>,
    /// Whether all statements have been evaluated, so that all names are bound.
    is_complete: bool,
}

/// The frames around a place of a rule, the outermost first.
#[derive(Debug)]
pub struct Frames<'m> {
    pub(crate) module: &'m Module,
    stack: Vec<Frame<'m>>,
}

impl<'m> Frames<'m> {
    /// The frames around the bodies of a rule.
    pub fn of(module: &'m Module, rule: &'m Rule) -> Self {
        let mut declared = BTreeMap::new();
        for argument in rule.arguments.iter().flatten() {
            each_name(argument, &mut |name, _| {
                declare(&mut declared, name, 0);
            });
        }
        Self {
            module,
            stack: vec![Frame {
                id: FrameId::Arguments,
                declared,
                bindable: BTreeSet::new(),
                is_complete: true,
            }],
        }
    }

    /// Enters a body or a comprehension; `heads` are the expressions whose value each
    /// match gives, which are evaluated inside of it.
    pub fn enter(&mut self, query: &'m Query, heads: &[&'m Expr]) {
        let mut names = QueryNames::default();
        for statement in &query.0 {
            names.statement(statement);
        }
        for head in heads {
            names.keys(head);
        }
        self.stack.push(Frame {
            id: FrameId::Query(query),
            declared: names.declared,
            bindable: names.bindable,
            is_complete: false,
        });
    }

    /// Enters the names of an `every`; its query is entered after it.
    pub fn enter_every(&mut self, key: Option<&'m Name>, value: &'m Name, query: &'m Query) {
        self.stack.push(Frame {
            id: FrameId::Every(query),
            declared: key
                .into_iter()
                .chain([value])
                .map(|name| (name.text.as_str(), Declared::at(0)))
                .collect(),
            bindable: BTreeSet::new(),
            is_complete: true,
        });
    }

    /// From here on all statements of the innermost query have been evaluated, as they
    /// have for what its matches give.
    pub fn complete(&mut self) {
        if let Some(frame) = self.stack.last_mut() {
            frame.is_complete = true;
        }
    }

    /// Leaves what was entered last.
    pub fn leave(&mut self) {
        self.stack.pop();
    }

    /// What a name means here; `at` is where it is written.
    pub fn meaning(&self, index: &Index<'m>, name: &str, at: usize) -> Meaning<'m> {
        if name == "_" {
            return Meaning::Wildcard;
        }
        let mut globals = globals(self.module, index, name);
        // Nothing is ever bound to a name that has a meaning outside of the rule, unless
        // the rule declares it.
        let is_free = globals.is_empty();
        let mut frames = Vec::new();
        let mut is_declared = false;
        let mut is_bound = false;
        let mut is_in_every = false;
        for frame in self.stack.iter().rev() {
            if let Some(declared) = frame.declared.get(name) {
                frames.push(frame.id);
                is_declared = true;
                // The engine does not wait with an `every` for the names that its query
                // uses.
                is_bound |= frame.is_complete || (declared.from <= at && !is_in_every);
            } else if is_free && frame.bindable.contains(name) {
                frames.push(frame.id);
            }
            is_in_every |= matches!(frame.id, FrameId::Every(_));
        }
        if frames.is_empty() {
            return Meaning::Global(globals);
        }
        if is_declared && !is_bound {
            globals.extend(elsewhere(self.module, index, name));
        }
        // Policies in which a document's name is declared are refused.
        let is_reserved = ["data", "input"].contains(&name);
        if (is_bound && !is_reserved) || globals.is_empty() {
            Meaning::Local(frames)
        } else {
            Meaning::Either(frames, globals)
        }
    }

    /// The innermost frame.
    pub fn here(&self) -> FrameId {
        self.stack
            .last()
            .map_or(FrameId::Arguments, |frame| frame.id)
    }

    /// Whether this is in the query of an `every`.
    pub fn is_in_every(&self) -> bool {
        let mut ids = self.stack.iter().map(|frame| frame.id);
        ids.any(|id| matches!(id, FrameId::Every(_)))
    }

    /// Whether a name is declared here once.
    pub fn is_declared_once(&self, name: &str) -> bool {
        let here = self.stack.last();
        here.and_then(|frame| frame.declared.get(name))
            .is_some_and(|declared| !declared.is_repeated)
    }

    /// Whether a name of this frame can be bound already: a frame around this one or
    /// something outside of the rule is called so.
    pub fn is_taken(&self, index: &Index<'m>, name: &str) -> bool {
        let outer = self.stack.split_last().map_or(&[][..], |(_, outer)| outer);
        let taken =
            |frame: &Frame<'_>| frame.declared.contains_key(name) || frame.bindable.contains(name);
        outer.iter().any(taken) || !globals(self.module, index, name).is_empty()
    }
}

/// The names of one query, as they are gathered.
#[derive(Default)]
struct QueryNames<'m> {
    declared: BTreeMap<&'m str, Declared>,
    bindable: BTreeSet<&'m str>,
}

impl<'m> QueryNames<'m> {
    fn statement(&mut self, statement: &'m crate::engine::Statement) {
        for (_, value) in &statement.with {
            self.keys(value);
        }
        let end = statement.extent().end;
        match &statement.literal {
            // Which statement binds them is not known here.
            Literal::Some(vars) => {
                for var in vars {
                    declare(&mut self.declared, &var.text, usize::MAX);
                }
            }
            Literal::SomeIn {
                key,
                value,
                collection,
            } => {
                for pattern in key.iter().chain([value]) {
                    self.declare(pattern, end);
                    self.keys(pattern);
                }
                self.keys(collection);
            }
            Literal::Expr(expr) | Literal::Not(expr) => {
                if let Expr::Assign {
                    binding,
                    left,
                    right,
                    ..
                } = expr
                {
                    match binding {
                        Binding::Declare => self.declare(left, end),
                        Binding::Unify => {
                            self.bind(left);
                            self.bind(right);
                        }
                    }
                }
                self.keys(expr);
            }
            Literal::Every { domain, .. } => self.keys(domain),
        }
    }

    fn declare(&mut self, pattern: &'m Expr, end: usize) {
        match pattern {
            Expr::Var(name, _) if name != "_" => {
                declare(&mut self.declared, name, end);
            }
            Expr::Array(items, _) => items.iter().for_each(|item| self.declare(item, end)),
            Expr::Object(fields, _) => {
                for (key, value) in fields {
                    // Rego looks at a name there, the engine may take it for a new one.
                    self.declare(key, usize::MAX);
                    self.declare(value, end);
                }
            }
            _ => {}
        }
    }

    fn bind(&mut self, pattern: &'m Expr) {
        each_name(pattern, &mut |name, _| {
            self.bindable.insert(name);
        });
    }

    /// The names that an expression can bind: keys of references, and the last argument
    /// of a call, which can take its result.
    fn keys(&mut self, expr: &'m Expr) {
        match expr {
            Expr::Index { key, .. } => self.bind(key),
            Expr::Call { arguments, .. } => {
                if let Some(last) = arguments.last() {
                    self.bind(last);
                }
            }
            _ => {}
        }
        for part in expr.parts() {
            // What a comprehension gives is evaluated inside of it.
            if !matches!(expr, Expr::Comprehension { .. }) {
                self.keys(part);
            }
        }
    }
}

fn declare<'m>(declared: &mut BTreeMap<&'m str, Declared>, name: &'m str, from: usize) {
    match declared.entry(name) {
        Entry::Vacant(entry) => {
            entry.insert(Declared::at(from));
        }
        Entry::Occupied(mut entry) => entry.get_mut().is_repeated = true,
    }
}

/// The names in a pattern, with where they are written.
pub fn each_name<'m>(pattern: &'m Expr, visit: &mut impl FnMut(&'m str, usize)) {
    match pattern {
        Expr::Var(name, span) if name != "_" => visit(name, span.start),
        Expr::Array(items, _) => items.iter().for_each(|item| each_name(item, visit)),
        Expr::Object(fields, _) => {
            for (key, value) in fields {
                each_name(key, visit);
                each_name(value, visit);
            }
        }
        _ => {}
    }
}

/// All names that a rule declares, wherever it does.
pub fn declared_names(rule: &Rule) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    for argument in rule.arguments.iter().flatten() {
        each_name(argument, &mut |name, _| {
            names.insert(name);
        });
    }
    let mut queries: Vec<&Query> = rule.bodies.iter().map(|body| &body.query).collect();
    rule.walk(&mut |expr| {
        if let Expr::Comprehension { query, .. } = expr {
            queries.push(query);
        }
    });
    while let Some(query) = queries.pop() {
        for statement in &query.0 {
            match &statement.literal {
                Literal::Some(vars) => names.extend(vars.iter().map(|name| name.text.as_str())),
                Literal::SomeIn { key, value, .. } => {
                    for pattern in key.iter().chain([value]) {
                        each_name(pattern, &mut |name, _| {
                            names.insert(name);
                        });
                    }
                }
                Literal::Expr(Expr::Assign {
                    binding: Binding::Declare,
                    left,
                    ..
                }) => each_name(left, &mut |name, _| {
                    names.insert(name);
                }),
                Literal::Expr(_) | Literal::Not(_) => {}
                Literal::Every {
                    key, value, query, ..
                } => {
                    names.extend(key.iter().chain([value]).map(|name| name.text.as_str()));
                    queries.push(query);
                }
            }
        }
    }
    names
}
