//! Expressions: the possible values of each.

use std::collections::BTreeSet;

use crate::engine::{Collection, Expr, Key};
use crate::names::meaning::{Global, Meaning};
use crate::names::symbol_table::keys_of;
use crate::read_set::provenance::Provenance;

use crate::read_set::infer::walk::{Walk, is_single};

impl<'m> Walk<'_, '_, 'm> {
    pub(crate) fn expr(&mut self, expr: &'m Expr) -> Provenance {
        match expr {
            Expr::Text(..) | Expr::Scalar(_) => Provenance::Determined,
            Expr::Var(..) => self.reference(expr),
            Expr::Index { base, key, .. } => {
                if expr.reference().is_some() {
                    return self.reference(expr);
                }
                let base = self.expr(base);
                let value = self.behind(base, key);
                self.reads.notice(&value);
                value
            }
            Expr::Array(items, _) => self.joined(items).in_list(),
            Expr::Set(items, _) => self.joined(items).in_set(),
            Expr::Object(fields, _) => {
                let mut value = Provenance::Determined;
                for (key, field) in fields {
                    self.forced(key);
                    value = value.or(self.expr(field));
                }
                value.in_list()
            }
            Expr::Comprehension {
                makes,
                terms,
                query,
                ..
            } => {
                let heads: Vec<&Expr> = terms.iter().collect();
                let is_ordered = *makes == Collection::Array;
                self.frames.enter(query, &heads);
                let around = std::mem::replace(&mut self.is_ordered, is_ordered);
                self.query(query);
                self.frames.complete();
                let value = match (makes, terms.as_slice()) {
                    (Collection::Array, [term]) => self.expr(term).in_list(),
                    (Collection::Set, [term]) => self.expr(term).in_set(),
                    (Collection::Object, [key, value]) => {
                        self.forced(key);
                        let value = self.expr(value);
                        // Two values of one key are compared.
                        if !is_single(query, &heads, &[]) {
                            self.reads.force_compared(&value);
                        }
                        value.in_list()
                    }
                    _ => self.anything(),
                };
                self.is_ordered = around;
                self.frames.leave();
                value
            }
            Expr::Call {
                callee, arguments, ..
            } => self.call(callee, arguments),
            Expr::Operation(_, operands, _) => {
                operands.iter().for_each(|operand| self.forced(operand));
                Provenance::Determined
            }
            Expr::Membership {
                members,
                collection,
                ..
            } => {
                members.iter().for_each(|member| self.forced(member));
                self.forced(collection);
                Provenance::Determined
            }
            // Only a statement can be one.
            Expr::Assign { .. } => self.anything(),
        }
    }

    /// What is assumed of what is not understood.
    pub(crate) fn anything(&mut self) -> Provenance {
        self.reads.everything();
        Provenance::Anything
    }

    fn joined(&mut self, items: &'m [Expr]) -> Provenance {
        let mut value = None;
        for item in items {
            let item = self.expr(item);
            value = Some(match value {
                None => item,
                Some(known) => item.or(known),
            });
        }
        value.unwrap_or(Provenance::Determined)
    }

    /// What is behind a key that is written behind a value.
    pub(crate) fn behind(&mut self, base: Provenance, key: &'m Expr) -> Provenance {
        match key {
            Expr::Text(name, _) => {
                // Of a set, that is whether it holds the text.
                self.reads.force_sets(&base);
                base.at(&Key::Name(name.clone()))
            }
            Expr::Var(name, _) if name == "_" => {
                self.iterate(&base);
                base.at(&Key::Any)
            }
            Expr::Scalar(_) => {
                self.reads.touch(&base);
                self.reads.force_sets(&base);
                base.at(&Key::Element)
            }
            _ => {
                self.unify(key);
                self.reads.touch(&base);
                self.reads.force_sets(&base);
                base.at(&Key::Any)
            }
        }
    }

    fn reference(&mut self, expr: &'m Expr) -> Provenance {
        let value = self.referred(expr);
        self.reads.notice(&value);
        if let Some(trace) = &mut self.reader.trace
            && let Some((_, keys)) = expr.reference()
            && let Some(span) = expr.stretch(keys.len())
        {
            let standing = (std::ptr::from_ref(self.module), span.start, span.end);
            let (paths, _) = trace
                .entry(standing)
                .or_insert_with(|| (BTreeSet::new(), keys.len()));
            match &value {
                Provenance::Determined => {}
                Provenance::Places(places) => paths.extend(places.paths().cloned()),
                // It may lead anywhere, so nothing is certain of it.
                Provenance::Anything => {
                    paths.insert(Vec::new());
                }
            }
        }
        value
    }

    fn referred(&mut self, expr: &'m Expr) -> Provenance {
        let (Some((root, keys)), Some(at)) = (expr.reference(), expr.stretch(0)) else {
            return self.anything();
        };
        let meaning = self.frames.meaning(self.reader.index, root, at.start);
        let local = self.bound_to(&meaning, root);
        let globals = match &meaning {
            Meaning::Wildcard if keys.is_empty() => return Provenance::Determined,
            Meaning::Wildcard => return self.anything(),
            Meaning::Local(_) => &[],
            Meaning::Global(globals) | Meaning::Either(_, globals) => globals.as_slice(),
        };
        if local.is_none() && globals.is_empty() {
            // A name of the rule may be bound in a later pass; one of nothing never is.
            *self.unbound = true;
            keys.iter().for_each(|key| self.unify(key));
            return Provenance::Determined;
        }
        let mut value = local.map(|local| self.behind_all(local, &keys));
        for global in globals {
            let Some(outside) = self.outside(&meaning, global, root, &keys) else {
                continue;
            };
            value = Some(match value {
                None => outside,
                Some(known) => known.or(outside),
            });
        }
        value.unwrap_or_else(|| self.anything())
    }

    fn behind_all(&mut self, base: Provenance, keys: &[&'m Expr]) -> Provenance {
        keys.iter().fold(base, |value, key| self.behind(value, key))
    }

    /// What a reference to something outside of the rule leads to; none where the rule
    /// hides it, and the engine would end with an error if it saw it.
    fn outside(
        &mut self,
        meaning: &Meaning<'m>,
        global: &Global<'m>,
        root: &'m str,
        keys: &[&'m Expr],
    ) -> Option<Provenance> {
        let input = match global {
            Global::Input => Some(&[][..]),
            Global::Import(import) => import
                .path
                .split_first()
                .filter(|(root, _)| *root == "input")
                .map(|(_, rest)| rest),
            Global::Data | Global::Rule => None,
        };
        if let Some(path) = input {
            let base = path.iter().fold(Provenance::input(), |value, name| {
                value.at(&Key::Name(name.clone()))
            });
            return Some(self.behind_all(base, keys));
        }
        let Some(mut path) = global.data_path(self.module, root) else {
            return Some(self.anything());
        };
        let written = path.len();
        path.extend(keys_of(keys));
        if matches!(meaning, Meaning::Either(..)) && self.reader.is_open(&path) {
            return None;
        }
        if path.first() == Some(&Key::Name("params".to_owned())) {
            keys.iter().for_each(|key| self.unify_key(key));
            return Some(Provenance::Determined);
        }
        let mut value: Option<Provenance> = None;
        for (given, used) in self.reader.data(&path, self.reads) {
            let used = used.saturating_sub(written);
            for key in keys.iter().take(used) {
                self.unify_key(key);
            }
            let rest = keys.get(used..).unwrap_or_default();
            let given = self.behind_all(given, rest);
            value = Some(match value {
                None => given,
                Some(known) => known.or(given),
            });
        }
        value
    }

    /// A key that leads through packages and rules, which are the same for every input.
    fn unify_key(&mut self, key: &'m Expr) {
        if key.text().is_none() {
            self.unify(key);
        }
    }
}
