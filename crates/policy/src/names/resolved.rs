//! Resolved names: what each name in a rule means.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::engine::{Binding, Expr, Key, Literal, Module, Query, Rule, Span};
use crate::names::frames::Frames;
use crate::names::meaning::{FrameId, Global, Meaning, globals};
use crate::names::symbol_table::{Index, keys_of};

/// What the names of a rule mean, by where they are written.
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

    /// What the root of a reference means; none for anything that is no reference.
    pub fn root(&self, expr: &Expr) -> Option<&Meaning<'m>> {
        self.meanings
            .get(&expr.stretch(expr.reference()?.1.len())?.start)
    }

    /// The keys after `data` of what a reference leads to, by the rules of Rego; none
    /// for names of the rule and for the input.
    pub fn data_path(&self, module: &Module, expr: &Expr) -> Option<Vec<Key>> {
        let (root, keys) = expr.reference()?;
        let mut path = self.root(expr)?.data_path(module, root)?;
        path.extend(keys_of(&keys));
        Some(path)
    }

    /// All names with their meanings.
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
    /// name of it can mean different things.
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
