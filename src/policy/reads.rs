//! Read-sets: which parts of `input` a rule may look at, found in its syntax
//! tree and in that of everything that it calls.
//!
//! A decision is only as good as its facts: when a fact that a control may read
//! is not known, the control's answer means nothing, and the engine denies. So
//! the sets must never be too small. Wherever a value's way can't be followed
//! (it goes into a builtin, a comparison, a pattern) all of it counts as read.
//! They should not be too large either, or every Terraform plan would deny for
//! some computed attribute that nobody looks at. So local names, loops, function
//! arguments and the values of rules are followed.

mod calls;

use std::collections::{BTreeMap, BTreeSet};

use crate::engine::{Expr, Key, Literal, Module, Query};

use super::index::{Definition, Index, RuleId, Target, data_root, declared, keys_of};
use super::read_set::{Places, ReadSet};

type Scope = BTreeMap<String, Places>;

/// Where a reference stands: its module, by address, and the bytes.
pub type Standing = (*const Module, usize, usize);

/// What each reference may lead to in `input`, with the number of keys that it was
/// written with.
pub type Trace = BTreeMap<Standing, (BTreeSet<Vec<Key>>, usize)>;

/// Finds read-sets; keeps what it has found for the next question.
pub struct Reader<'i, 'm> {
    index: &'i Index<'m>,
    rules: BTreeMap<RuleId, (ReadSet, Places)>,
    calls: BTreeMap<(RuleId, Vec<Places>), (ReadSet, Places)>,
    open: BTreeSet<RuleId>,
    /// Every reference into `input` on the way, when somebody asks.
    trace: Option<Trace>,
}

impl<'i, 'm> Reader<'i, 'm> {
    /// A reader over an index.
    pub fn new(index: &'i Index<'m>) -> Self {
        Self {
            index,
            rules: BTreeMap::new(),
            calls: BTreeMap::new(),
            open: BTreeSet::new(),
            trace: None,
        }
    }

    /// What the references of all rules may lead to in `input`.
    pub fn trace(index: &'i Index<'m>) -> Trace {
        let mut reader = Self {
            trace: Some(Trace::new()),
            ..Self::new(index)
        };
        for id in index.ids() {
            reader.rule(id);
            let arguments = index
                .definitions(id)
                .iter()
                .find_map(|definition| definition.rule.arguments.as_ref());
            // What a function reads of `input` by itself counts even when nobody
            // calls it.
            if let Some(arguments) = arguments {
                reader.call(id, &vec![Places::default(); arguments.len()]);
            }
        }
        reader.trace.unwrap_or_default()
    }

    /// The read-set of a rule whose value is the answer to a question: all of the
    /// value counts as read.
    pub fn of(&mut self, id: &RuleId) -> ReadSet {
        let (mut reads, value) = self.rule(id);
        reads.force(&value);
        reads
    }

    fn rule(&mut self, id: &RuleId) -> (ReadSet, Places) {
        if let Some(known) = self.rules.get(id) {
            return known.clone();
        }
        if !self.open.insert(id.clone()) {
            return everything();
        }
        let mut reads = ReadSet::default();
        let mut value = Places::default();
        for definition in self.index.definitions(id) {
            if definition.rule.arguments.is_none() {
                value.join(self.definition(*definition, Scope::new(), &mut reads));
            }
        }
        self.open.remove(id);
        self.rules
            .insert(id.clone(), (reads.clone(), value.clone()));
        (reads, value)
    }

    fn call(&mut self, id: &RuleId, arguments: &[Places]) -> (ReadSet, Places) {
        let key = (id.clone(), arguments.to_vec());
        if let Some(known) = self.calls.get(&key) {
            return known.clone();
        }
        if !self.open.insert(id.clone()) {
            return everything();
        }
        let mut reads = ReadSet::default();
        let mut value = Places::default();
        for definition in self.index.definitions(id) {
            let mut scope = Scope::new();
            let patterns = definition.rule.arguments.iter().flatten();
            for (pattern, places) in patterns.zip(arguments) {
                match pattern {
                    Expr::Var(name, _) => {
                        scope.insert(name.clone(), places.clone());
                    }
                    // A constant or a pattern compares the argument.
                    _ => reads.force(places),
                }
            }
            value.join(self.definition(*definition, scope, &mut reads));
        }
        self.open.remove(id);
        self.calls.insert(key, (reads.clone(), value.clone()));
        (reads, value)
    }

    fn definition(
        &mut self,
        definition: Definition<'m>,
        scope: Scope,
        reads: &mut ReadSet,
    ) -> Places {
        let Definition { module, rule } = definition;
        let declared = declared(rule);
        let mut value = Places::default();
        for body in &rule.bodies {
            let mut walk = Walk {
                reader: self,
                module,
                declared: &declared,
                reads,
            };
            let mut scope = scope.clone();
            walk.query(&body.query, &mut scope);
            if let Some(expr) = &body.value {
                value.join(walk.expr(expr, &mut scope));
            }
            for key in &rule.keys {
                let places = walk.expr(key, &mut scope);
                if rule.is_set {
                    value.join(places.wrapped());
                } else {
                    walk.reads.force(&places);
                }
            }
        }
        if rule.path.len() > 1 || (!rule.keys.is_empty() && !rule.is_set) {
            value = value.wrapped();
        }
        value
    }
}

/// What is assumed where recursion would begin; such policies are refused, so
/// this only has to be safe.
fn everything() -> (ReadSet, Places) {
    let mut reads = ReadSet::default();
    reads.force(&Places::input());
    (reads, Places::input())
}

struct Walk<'w, 'i, 'm> {
    reader: &'w mut Reader<'i, 'm>,
    module: &'m Module,
    /// Names that the rule declares for itself.
    declared: &'w BTreeSet<&'m str>,
    reads: &'w mut ReadSet,
}

impl<'m> Walk<'_, '_, 'm> {
    fn query(&mut self, query: &'m Query, scope: &mut Scope) {
        // Statements may use names that a later one binds; a second pass sees
        // them all. Reads only ever grow.
        for _ in 0..2 {
            for statement in &query.0 {
                for (_, value) in &statement.with {
                    self.forced(value, scope);
                }
                self.literal(&statement.literal, scope);
            }
        }
    }

    fn literal(&mut self, literal: &'m Literal, scope: &mut Scope) {
        match literal {
            Literal::Some(_) => {}
            Literal::SomeIn {
                key,
                value,
                collection,
            } => {
                let places = self.expr(collection, scope);
                self.bind_member(key.as_ref(), value, &places, scope);
            }
            Literal::Expr(expr) | Literal::Not(expr) => self.forced(expr, scope),
            Literal::Every {
                value,
                domain,
                query,
                ..
            } => {
                let places = self.expr(domain, scope);
                self.reads.touch(&places);
                let mut inner = scope.clone();
                inner.insert(value.text.clone(), places.at(&Key::Any));
                self.query(query, &mut inner);
            }
        }
    }

    fn bind_member(
        &mut self,
        key: Option<&'m Expr>,
        value: &'m Expr,
        collection: &Places,
        scope: &mut Scope,
    ) {
        self.reads.touch(collection);
        let member = collection.at(&Key::Any);
        match value {
            Expr::Var(name, _) => scope.entry(name.clone()).or_default().join(member),
            _ => {
                self.reads.force(&member);
                self.forced(value, scope);
            }
        }
        if let Some(key) = key
            && !matches!(key, Expr::Var(..))
        {
            self.forced(key, scope);
        }
    }

    fn forced(&mut self, expr: &'m Expr, scope: &mut Scope) {
        let places = self.expr(expr, scope);
        self.reads.force(&places);
    }

    fn expr(&mut self, expr: &'m Expr, scope: &mut Scope) -> Places {
        match expr {
            Expr::Text(..) | Expr::Scalar(_) => Places::default(),
            Expr::Var(..) => self.reference(expr, scope),
            Expr::Index { base, key, .. } => {
                if expr.reference().is_some() {
                    return self.reference(expr, scope);
                }
                let base = self.expr(base, scope);
                let constant = self.key(key, scope);
                base.at(&constant)
            }
            Expr::Array(items, _) | Expr::Set(items, _) => {
                let mut places = Places::default();
                for item in items {
                    places.join(self.expr(item, scope));
                }
                places.wrapped()
            }
            Expr::Object(fields, _) => {
                let mut places = Places::default();
                for (key, value) in fields {
                    self.forced(key, scope);
                    places.join(self.expr(value, scope));
                }
                places.wrapped()
            }
            Expr::Comprehension { terms, query, .. } => {
                let mut inner = scope.clone();
                self.query(query, &mut inner);
                let mut places = Places::default();
                for term in terms {
                    places.join(self.expr(term, &mut inner));
                }
                places.wrapped()
            }
            Expr::Call {
                function,
                arguments,
                ..
            } => self.call(function, arguments, scope),
            Expr::Operation(_, operands, _) => {
                for operand in operands {
                    self.forced(operand, scope);
                }
                Places::default()
            }
            Expr::Assign { left, right, .. } => {
                self.assign(left, right, scope);
                Places::default()
            }
            Expr::Membership {
                members,
                collection,
                ..
            } => {
                for member in members {
                    self.forced(member, scope);
                }
                self.forced(collection, scope);
                Places::default()
            }
        }
    }

    fn assign(&mut self, left: &'m Expr, right: &'m Expr, scope: &mut Scope) {
        match (left, right) {
            (Expr::Var(name, _), value) if self.is_local(name) => {
                let places = self.expr(value, scope);
                scope.entry(name.clone()).or_default().join(places);
            }
            (value, Expr::Var(name, _)) if self.is_local(name) => {
                let places = self.expr(value, scope);
                scope.entry(name.clone()).or_default().join(places);
            }
            _ => {
                self.forced(left, scope);
                self.forced(right, scope);
            }
        }
    }

    /// Whether a name is a variable of the rule: declared in it, or bound by `=`,
    /// and so neither `input`, nor `data`, nor a rule or import.
    fn is_local(&self, name: &str) -> bool {
        name != "input"
            && name != "data"
            && (self.declared.contains(name)
                || (data_root(self.module, self.reader.index, name).is_none()
                    && !self.module.imports.iter().any(|import| import.name == name)))
    }

    fn key(&mut self, key: &'m Expr, scope: &mut Scope) -> Key {
        match key {
            Expr::Text(text, _) => Key::Name(text.clone()),
            Expr::Scalar(_) => Key::Any,
            _ => {
                self.forced(key, scope);
                Key::Any
            }
        }
    }

    fn reference(&mut self, expr: &'m Expr, scope: &mut Scope) -> Places {
        let places = self.places(expr, scope);
        if let Some(trace) = &mut self.reader.trace
            && let Some((_, keys)) = expr.reference()
            && let Some(span) = expr.stretch(keys.len())
        {
            let (paths, _) = trace
                .entry((std::ptr::from_ref(self.module), span.start, span.end))
                .or_insert_with(|| (BTreeSet::new(), keys.len()));
            paths.extend(places.paths().cloned());
        }
        places
    }

    fn places(&mut self, expr: &'m Expr, scope: &mut Scope) -> Places {
        let Some((root, keys)) = expr.reference() else {
            return Places::default();
        };
        for key in &keys {
            self.key(key, scope);
        }
        let keys = keys_of(&keys);
        if let Some(places) = scope.get(root) {
            return keys
                .iter()
                .fold(places.clone(), |places, key| places.at(key));
        }
        if root == "input" {
            return keys
                .iter()
                .fold(Places::input(), |places, key| places.at(key));
        }
        if self.declared.contains(root) {
            return Places::default();
        }
        if let Some(import) =
            self.module.imports.iter().find(|import| {
                import.name == root && import.path.first().is_some_and(|p| p == "input")
            })
        {
            let path = import.path.iter().skip(1).cloned().map(Key::Name);
            return path
                .chain(keys)
                .fold(Places::input(), |places, key| places.at(&key));
        }
        match data_root(self.module, self.reader.index, root) {
            Some(mut path) => {
                path.extend(keys);
                self.data(&path)
            }
            None => Places::default(),
        }
    }

    /// The places of a reference into `data`.
    fn data(&mut self, path: &[Key]) -> Places {
        match self.reader.index.resolve(path) {
            Target::Rule { id, used, .. } => {
                let (reads, value) = self.reader.rule(&id);
                self.reads.extend(&reads);
                path.iter()
                    .skip(used)
                    .fold(value, |places, key| places.at(key))
            }
            Target::Tree(ids) => {
                let mut places = Places::default();
                for id in ids {
                    let (reads, value) = self.reader.rule(&id);
                    self.reads.extend(&reads);
                    places.join(value.wrapped());
                }
                places
            }
            Target::Parameter | Target::Nothing => Places::default(),
        }
    }
}

#[cfg(test)]
mod tests;
