//! What the names of a rule stand for, place by place.
//!
//! A name that a body declares hides the rules and imports of that name in this
//! body and in the queries below it, and nowhere else: not in another body of the
//! rule, not in its `else`, not outside of a comprehension. Everything that looks
//! at names (read-sets, checks, full paths for the engine, explanations) resolves
//! them here, so that all of them agree.
//!
//! Where Rego and the engine could differ, the answer is [`Meaning::Either`]: the
//! engine decides which names are bound while it evaluates, and takes a name that
//! is not bound yet for a rule or an import.

#[cfg(test)]
mod tests;

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use crate::engine::{Binding, Expr, Import, Key, Literal, Module, Name, Query, Rule, Span};

use crate::names::symbol_table::{Index, RuleId};

/// One place of a rule that can have names of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FrameId {
    /// The arguments of a function.
    Arguments,
    /// A body, comprehension or the query of an `every`, by its address.
    Query(*const Query),
    /// The key and value of an `every`, by the address of its query.
    Every(*const Query),
}

/// What a name stands for outside of the rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Global<'m> {
    /// The document that is evaluated.
    Input,
    /// All rules and data.
    Data,
    /// What an import leads to.
    Import(&'m Import),
    /// A rule of the package, or the start of the path of one.
    Rule,
}

/// What a name stands for at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning<'m> {
    /// `_`: a name of its own at each place.
    Wildcard,
    /// A name that the rule has for itself, bound in one of these frames.
    Local(Vec<FrameId>),
    /// Something outside of the rule; nothing, for a name that is bound nowhere, and
    /// more than one for an ambiguous name.
    Global(Vec<Global<'m>>),
    /// By the rules of Rego a name of the rule; the engine can take it for something
    /// else where the name is not bound yet.
    Either(Vec<FrameId>, Vec<Global<'m>>),
}

impl<'m> Meaning<'m> {
    /// What the name stands for outside of the rule, by the rules of Rego.
    pub fn global(&self) -> Option<&Global<'m>> {
        match self {
            Self::Global(globals) => globals.first(),
            Self::Wildcard | Self::Local(_) | Self::Either(..) => None,
        }
    }

    /// The same, where the engine can't see it in another way.
    pub fn certain(&self) -> Option<&Global<'m>> {
        match self {
            Self::Global(globals) if globals.len() == 1 => globals.first(),
            _ => None,
        }
    }

    /// The keys after `data` of what the name leads to, by the rules of Rego.
    pub fn data_path(&self, module: &Module, name: &str) -> Option<Vec<Key>> {
        self.global()?.data_path(module, name)
    }
}

impl Global<'_> {
    /// The keys after `data` of what it leads to; none when that is the input.
    pub fn data_path(&self, module: &Module, name: &str) -> Option<Vec<Key>> {
        match self {
            Self::Input => None,
            Self::Data => Some(Vec::new()),
            Self::Import(import) => {
                let (root, rest) = import.path.split_first()?;
                (root == "data").then(|| names(rest))
            }
            Self::Rule => {
                let mut path = names(&module.package);
                path.push(Key::Name(name.to_owned()));
                Some(path)
            }
        }
    }
}

fn names(path: &[String]) -> Vec<Key> {
    path.iter().cloned().map(Key::Name).collect()
}

/// What a name stands for outside of any rule: `input`, `data`, imports and rules of
/// the package. Imports that only another file of the package has count where this
/// file gives the name no meaning: the engine keeps imports by package.
pub fn globals<'m>(module: &'m Module, index: &Index<'m>, name: &str) -> Vec<Global<'m>> {
    match name {
        "input" => return vec![Global::Input],
        "data" => return vec![Global::Data],
        _ => {}
    }
    let mut found = imports(module, name);
    let id = RuleId {
        package: module.package.clone(),
        name: name.to_owned(),
    };
    if !index.definitions(&id).is_empty() {
        found.push(Global::Rule);
    }
    if found.is_empty() {
        found = elsewhere(module, index, name);
    }
    found
}

fn imports<'m>(module: &'m Module, name: &str) -> Vec<Global<'m>> {
    let mut found: Vec<Global<'m>> = Vec::new();
    for import in module.imports.iter().filter(|import| leads_on(import)) {
        let known = |global: &Global<'_>| matches!(global, Global::Import(known) if known.path == import.path);
        if import.name == name && !found.iter().any(known) {
            found.push(Global::Import(import));
        }
    }
    found
}

/// What other files of the package import under a name.
fn elsewhere<'m>(module: &Module, index: &Index<'m>, name: &str) -> Vec<Global<'m>> {
    index
        .modules_of(&module.package)
        .iter()
        .filter(|other| !std::ptr::eq::<Module>(**other, module))
        .flat_map(|other| imports(other, name))
        .collect()
}

/// Whether an import gives a name to something, as `import rego.v1` does not.
pub fn leads_on(import: &Import) -> bool {
    matches!(
        import.path.first().map(String::as_str),
        Some("data" | "input")
    )
}

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
    module: &'m Module,
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
        let mut names = Names::default();
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

    /// What a name stands for here; `at` is where it is written.
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
struct Names<'m> {
    declared: BTreeMap<&'m str, Declared>,
    bindable: BTreeSet<&'m str>,
}

impl<'m> Names<'m> {
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

/// What the names of one rule stand for, by where they are written.
#[derive(Debug, Default)]
pub struct Resolved<'m> {
    meanings: BTreeMap<usize, Meaning<'m>>,
    /// Names in an `every` that the engine can take for something outside of the rule.
    ambiguous: Vec<(&'m str, &'m Span)>,
}

impl<'m> Resolved<'m> {
    /// Resolves all names of a rule.
    pub fn of(module: &'m Module, rule: &'m Rule, index: &Index<'m>) -> Self {
        let mut walk = Walk {
            index,
            frames: Frames::of(module, rule),
            found: BTreeMap::new(),
            ambiguous: Vec::new(),
            is_pattern: false,
        };
        for argument in rule.arguments.iter().flatten() {
            walk.expr(argument);
        }
        for body in &rule.bodies {
            let heads: Vec<&Expr> = rule.keys.iter().chain(&body.value).collect();
            walk.frames.enter(&body.query, &heads);
            walk.query(&body.query);
            walk.frames.complete();
            for head in heads {
                walk.expr(head);
            }
            walk.frames.leave();
        }
        Self {
            meanings: walk.found,
            ambiguous: walk.ambiguous,
        }
    }

    /// What the root of a reference stands for; none for anything that is no reference.
    pub fn root(&self, expr: &Expr) -> Option<&Meaning<'m>> {
        self.meanings
            .get(&expr.stretch(expr.reference()?.1.len())?.start)
    }

    /// The keys after `data` of what a reference leads to, by the rules of Rego; none
    /// for names of the rule and for the input.
    pub fn data_path(&self, module: &Module, expr: &Expr) -> Option<Vec<Key>> {
        let (root, keys) = expr.reference()?;
        let mut path = self.root(expr)?.data_path(module, root)?;
        path.extend(crate::names::symbol_table::keys_of(&keys));
        Some(path)
    }

    /// All names with what they stand for.
    pub fn meanings(&self) -> impl Iterator<Item = &Meaning<'m>> {
        self.meanings.values()
    }

    /// Names of the rule in an `every`, with their places, that the engine takes for
    /// something outside of the rule when it evaluates the `every` before the statement
    /// that binds them. It does not wait for the names that the query of an `every` uses.
    pub fn ambiguous(&self) -> &[(&'m str, &'m Span)] {
        &self.ambiguous
    }
}

struct Walk<'i, 'm> {
    index: &'i Index<'m>,
    frames: Frames<'m>,
    found: BTreeMap<usize, Meaning<'m>>,
    ambiguous: Vec<(&'m str, &'m Span)>,
    /// Whether this is where names are declared.
    is_pattern: bool,
}

impl<'m> Walk<'_, 'm> {
    fn query(&mut self, query: &'m Query) {
        for statement in &query.0 {
            match &statement.literal {
                Literal::Some(_) => {}
                Literal::SomeIn {
                    key,
                    value,
                    collection,
                } => {
                    for pattern in key.iter().chain([value]) {
                        self.pattern(pattern);
                    }
                    self.expr(collection);
                }
                Literal::Expr(Expr::Assign {
                    binding: Binding::Declare,
                    left,
                    right,
                    ..
                }) => {
                    self.pattern(left);
                    self.expr(right);
                }
                Literal::Expr(expr) | Literal::Not(expr) => self.expr(expr),
                Literal::Every {
                    key,
                    value,
                    domain,
                    query,
                } => {
                    self.expr(domain);
                    self.frames.enter_every(key.as_ref(), value, query);
                    self.frames.enter(query, &[]);
                    self.query(query);
                    self.frames.leave();
                    self.frames.leave();
                }
            }
            for (target, value) in &statement.with {
                self.expr(target);
                self.expr(value);
            }
        }
    }

    /// A pattern that declares its names.
    fn pattern(&mut self, pattern: &'m Expr) {
        self.is_pattern = true;
        self.expr(pattern);
        self.is_pattern = false;
    }

    fn expr(&mut self, expr: &'m Expr) {
        match expr {
            Expr::Var(name, span) => {
                let meaning = self.frames.meaning(self.index, name, span.start);
                let is_either = matches!(meaning, Meaning::Either(..));
                if is_either && !self.is_pattern && self.frames.is_in_every() {
                    self.ambiguous.push((name, span));
                }
                self.note(span.start, meaning);
            }
            Expr::Call {
                callee, arguments, ..
            } => {
                // A call is never of a name of the rule.
                if let Some((root, keys)) = callee.reference() {
                    let globals = globals(self.frames.module, self.index, root);
                    if let Some(span) = callee.stretch(keys.len()) {
                        self.note(span.start, Meaning::Global(globals));
                    }
                }
                arguments.iter().for_each(|argument| self.expr(argument));
            }
            Expr::Comprehension { terms, query, .. } => {
                let heads: Vec<&Expr> = terms.iter().collect();
                self.frames.enter(query, &heads);
                self.query(query);
                self.frames.complete();
                terms.iter().for_each(|term| self.expr(term));
                self.frames.leave();
            }
            _ => expr.parts().into_iter().for_each(|part| self.expr(part)),
        }
    }

    /// The head of a rule is written once and evaluated in each of its bodies, where a
    /// name of it can stand for different things.
    fn note(&mut self, at: usize, meaning: Meaning<'m>) {
        let joined = match self.found.remove(&at) {
            None => meaning,
            Some(known) if known == meaning => known,
            Some(known) => {
                let (mut frames, mut globals) = parts(known);
                let (more_frames, more_globals) = parts(meaning);
                frames.extend(more_frames);
                for global in more_globals {
                    if !globals.contains(&global) {
                        globals.push(global);
                    }
                }
                match (frames.is_empty(), globals.is_empty()) {
                    (true, _) => Meaning::Global(globals),
                    (false, true) => Meaning::Local(frames),
                    (false, false) => Meaning::Either(frames, globals),
                }
            }
        };
        self.found.insert(at, joined);
    }
}

fn parts<'m>(meaning: Meaning<'m>) -> (Vec<FrameId>, Vec<Global<'m>>) {
    match meaning {
        Meaning::Wildcard => (Vec::new(), Vec::new()),
        Meaning::Local(frames) => (frames, Vec::new()),
        Meaning::Global(globals) => (Vec::new(), globals),
        Meaning::Either(frames, globals) => (frames, globals),
    }
}
