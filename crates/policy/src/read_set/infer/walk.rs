//! Statements: what they read, and which names they bind.

use std::collections::BTreeSet;

use crate::engine::{Binding, Expr, Key, Literal, Module, Operator, Query, Rule};
use crate::names::frames::Frames;
use crate::names::meaning::{FrameId, Meaning};
use crate::read_set::ReadSet;
use crate::read_set::provenance::Provenance;

use crate::read_set::infer::{Bound, Reader};

/// Whether a name in a pattern is a new one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum New {
    /// Always: an argument, or the left of `:=`.
    Always,
    /// Unless it is bound already: then `some` compares it.
    UnlessBound,
}

/// A place in a rule, and what is known there.
pub(crate) struct Walk<'w, 'i, 'm> {
    pub reader: &'w mut Reader<'i, 'm>,
    pub module: &'m Module,
    pub frames: Frames<'m>,
    pub bound: &'w mut Bound<'m>,
    pub reads: &'w mut ReadSet,
    /// Whether the matches of this query make an array, so that how many there are and
    /// in which order can be seen.
    pub is_ordered: bool,
    /// Whether a name was used that nothing understood has bound.
    pub unbound: &'w mut bool,
}

impl<'m> Walk<'_, '_, 'm> {
    pub fn query(&mut self, query: &'m Query) {
        for statement in &query.0 {
            // In place of what a statement looks at it sees something else.
            if !statement.with.is_empty() {
                self.reads.everything();
            }
            for (_, value) in &statement.with {
                self.forced(value);
            }
            self.literal(&statement.literal);
        }
    }

    /// What a match of a body gives; the keys of the head are compared.
    pub fn given(&mut self, rule: &'m Rule, value: Option<&'m Expr>) -> Provenance {
        let mut value = value.map_or(Provenance::Determined, |value| self.expr(value));
        let mut keys = rule.keys.as_slice();
        if rule.is_set
            && let Some((member, rest)) = keys.split_last()
        {
            value = self.expr(member).in_set();
            keys = rest;
        }
        for key in keys {
            self.forced(key);
            value = value.in_list();
        }
        value
    }

    fn literal(&mut self, literal: &'m Literal) {
        match literal {
            Literal::Some(_) => {}
            Literal::SomeIn {
                key,
                value,
                collection,
            } => {
                let collection = self.expr(collection);
                self.iterate(&collection);
                if let Some(key) = key {
                    let named = self.key_of(&collection);
                    self.declare(key, named, New::UnlessBound);
                }
                self.declare(value, collection.at(&Key::Any), New::UnlessBound);
            }
            Literal::Expr(Expr::Assign {
                binding,
                left,
                right,
                ..
            })
            | Literal::Not(Expr::Assign {
                binding,
                left,
                right,
                ..
            }) => match binding {
                Binding::Declare => {
                    let value = self.expr(right);
                    self.declare(left, value, New::Always);
                }
                Binding::Unify => {
                    self.unify(left);
                    self.unify(right);
                }
            },
            Literal::Expr(expr) | Literal::Not(expr) => self.forced(expr),
            Literal::Every {
                key,
                value,
                domain,
                query,
            } => {
                let domain = self.expr(domain);
                self.reads.touch(&domain);
                let frame = FrameId::Every(query);
                if let Some(key) = key {
                    let named = self.key_of(&domain);
                    self.bind(frame, &key.text, named);
                }
                self.bind(frame, &value.text, domain.at(&Key::Any));
                self.frames.enter_every(key.as_ref(), value, query);
                self.frames.enter(query, &[]);
                let is_ordered = std::mem::replace(&mut self.is_ordered, false);
                self.query(query);
                self.is_ordered = is_ordered;
                self.frames.leave();
                self.frames.leave();
            }
        }
    }

    /// Going through a collection looks at its keys or its length; where it is a set,
    /// in an order that depends on its members.
    pub fn iterate(&mut self, collection: &Provenance) {
        self.reads.touch(collection);
        if self.is_ordered {
            self.reads.force_sets(collection);
        }
    }

    /// What a key of a collection may be: the keys of objects and arrays are read when
    /// they are gone through, that of a member of a set is the member.
    fn key_of(&mut self, collection: &Provenance) -> Provenance {
        self.reads.force_sets(collection);
        Provenance::Determined
    }

    pub fn bind(&mut self, frame: FrameId, name: &'m str, value: Provenance) {
        let joined = match self.bound.remove(&(frame, name)) {
            Some(known) => known.or(value),
            None => value,
        };
        self.bound.insert((frame, name), joined);
    }

    /// A pattern whose names are declared here, and the value that it is given. Only the
    /// name of all of the value is followed; in any other pattern, and where the name
    /// could be bound already, the value is compared.
    pub fn declare(&mut self, pattern: &'m Expr, value: Provenance, new: New) {
        match pattern {
            Expr::Var(name, _) if name == "_" => {}
            Expr::Var(name, _)
                if self.frames.is_declared_once(name)
                    && (new == New::Always || !self.frames.is_taken(self.reader.index, name)) =>
            {
                self.bind(self.frames.here(), name, value);
            }
            Expr::Var(name, span) => {
                self.reads.force(&value);
                let meaning = self.frames.meaning(self.reader.index, name, span.start);
                if let Some(known) = self.bound_to(&meaning, name) {
                    self.reads.force(&known);
                }
                self.bind(self.frames.here(), name, Provenance::Determined);
            }
            Expr::Array(items, _) => {
                self.reads.force(&value);
                for item in items {
                    self.declare(item, Provenance::Determined, new);
                }
            }
            Expr::Object(fields, _) => {
                self.reads.force(&value);
                for (key, part) in fields {
                    self.unify(key);
                    self.declare(part, Provenance::Determined, new);
                }
            }
            _ => {
                self.reads.force(&value);
                self.forced(pattern);
            }
        }
    }

    /// One side of `=`, a key of a reference or the result of a call: names that are not
    /// bound get a value from what is read elsewhere, all others are compared.
    pub fn unify(&mut self, pattern: &'m Expr) {
        match pattern {
            Expr::Var(name, span) => {
                let meaning = self.frames.meaning(self.reader.index, name, span.start);
                let frames = match &meaning {
                    Meaning::Wildcard => return,
                    Meaning::Global(_) => return self.forced(pattern),
                    Meaning::Local(frames) => frames.clone(),
                    Meaning::Either(frames, _) => {
                        self.forced(pattern);
                        frames.clone()
                    }
                };
                if let Some(known) = self.bound_to(&meaning, name) {
                    self.reads.force(&known);
                }
                for frame in frames {
                    self.bind(frame, name, Provenance::Determined);
                }
            }
            Expr::Array(items, _) => items.iter().for_each(|item| self.unify(item)),
            Expr::Object(fields, _) => {
                for (key, value) in fields {
                    self.unify(key);
                    self.unify(value);
                }
            }
            _ => self.forced(pattern),
        }
    }

    /// What a name of the rule means, as far as anything has bound it yet.
    pub fn bound_to(&self, meaning: &Meaning<'m>, name: &'m str) -> Option<Provenance> {
        let (Meaning::Local(frames) | Meaning::Either(frames, _)) = meaning else {
            return None;
        };
        frames
            .iter()
            .filter_map(|frame| self.bound.get(&(*frame, name)).cloned())
            .reduce(Provenance::or)
    }

    pub fn forced(&mut self, expr: &'m Expr) {
        let value = self.expr(expr);
        self.reads.force(&value);
    }
}

/// Whether a query holds for deployed resources only: it has the statement
/// `input.phase == "deployed"`.
pub(crate) fn wants_deployed(query: &Query) -> bool {
    query.0.iter().any(|statement| {
        let Literal::Expr(Expr::Operation(Operator::Equal, operands, _)) = &statement.literal
        else {
            return false;
        };
        let sides = match operands.as_slice() {
            [left, right] => [(left, right), (right, left)],
            _ => return false,
        };
        let is_text =
            |expr: &Expr, wanted: &str| matches!(expr, Expr::Text(text, _) if text == wanted);
        statement.with.is_empty()
            && sides.into_iter().any(|(reference, text)| {
                matches!(reference, Expr::Index { base, key, .. }
                    if matches!(base.as_ref(), Expr::Var(name, _) if name == "input")
                        && is_text(key, "phase"))
                    && is_text(text, "deployed")
            })
    })
}

/// Whether a query has no more than one match: it goes through nothing. `heads` is what
/// its match gives. `arguments` are those of its function: a key that is bound selects
/// one member at most, unless `some` declares a name of its own.
pub(crate) fn is_single(query: &Query, heads: &[&Expr], arguments: &[Expr]) -> bool {
    let is_redeclared = |name: &str| {
        query.0.iter().any(|statement| match &statement.literal {
            Literal::Some(names) => names.iter().any(|own| own.text == name),
            _ => false,
        })
    };
    let bound: BTreeSet<&str> = arguments
        .iter()
        .filter_map(|argument| match argument {
            Expr::Var(name, _) => Some(name.as_str()),
            _ => None,
        })
        .filter(|name| *name != "_" && !is_redeclared(name))
        .collect();
    let is_single_value = |expr: &Expr| is_single_value(expr, &bound);
    heads.iter().all(|head| is_single_value(head))
        && query.0.iter().all(|statement| {
            let with = statement
                .with
                .iter()
                .all(|(_, value)| is_single_value(value));
            with && match &statement.literal {
                Literal::Some(_) => true,
                Literal::SomeIn { .. } => false,
                // What is below it does not bind anything here.
                Literal::Every { domain, .. } => is_single_value(domain),
                Literal::Expr(expr) | Literal::Not(expr) => is_single_value(expr),
            }
        })
}

fn is_single_value(expr: &Expr, bound: &BTreeSet<&str>) -> bool {
    let loops = match expr {
        Expr::Index { key, .. } => match key.as_ref() {
            Expr::Text(..) | Expr::Scalar(_) => false,
            Expr::Var(name, _) => !bound.contains(name.as_str()),
            _ => true,
        },
        Expr::Call { function, .. } => function.as_slice() == ["walk"],
        // Its own matches are another matter.
        Expr::Comprehension { .. } => return true,
        _ => false,
    };
    let mut parts = expr.parts().into_iter();
    !loops && parts.all(|part| is_single_value(part, bound))
}
