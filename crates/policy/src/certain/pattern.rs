//! Patterns over partial values: what names they give values to.

use crate::engine::Expr;

use super::compare::{Truth, equal, fields, items};
use super::environment::{Environment, Variables};
use super::interpreter::{Interpreter, Stop, Ways};
use super::partial::{Extent, Field, Partial, Presence};
use super::program::Root;

impl<'p> Interpreter<'p> {
    /// The ways in which a pattern certainly is a value.
    pub(super) fn bind(
        &mut self,
        environment: &Environment<'p>,
        pattern: &'p Expr,
        value: &Partial,
    ) -> Result<Ways<Environment<'p>>, Stop> {
        self.within(|this| this.bind_within(environment, pattern, value))
    }

    fn bind_within(
        &mut self,
        environment: &Environment<'p>,
        pattern: &'p Expr,
        value: &Partial,
    ) -> Result<Ways<Environment<'p>>, Stop> {
        match pattern {
            Expr::Var(name, _) if name == "_" => return Ok(Ways::one(environment.clone())),
            Expr::Var(name, _) if self.is_unbound(environment, name)? => {
                return Ok(Ways::one(environment.with(name, value.clone())));
            }
            Expr::Array(patterns, _) if !self.is_ground(environment, pattern)? => {
                let items = match value {
                    Partial::Unknown => return Ok(Ways::maybe()),
                    Partial::Set(_) => return Ok(Ways::none()),
                    Partial::Known(known) if known.is_set() => return Ok(Ways::none()),
                    value => items(value),
                };
                let Some(items) = items else {
                    return Ok(Ways::none());
                };
                if items.extent == Extent::MayHaveMore {
                    return Ok(Ways::maybe());
                }
                if items.items.len() != patterns.len() {
                    return Ok(Ways::none());
                }
                let mut ways = Ways::one(environment.clone());
                for (pattern, item) in patterns.iter().zip(&items.items) {
                    ways = ways.then(|way| self.bind(&way, pattern, item))?;
                }
                return Ok(ways);
            }
            Expr::Object(patterns, _) if !self.is_ground(environment, pattern)? => {
                return self.bind_object(environment, patterns, value);
            }
            _ => {}
        }
        self.expr(environment, pattern)?
            .then(|(environment, other)| {
                Ok(match equal(&other, value) {
                    Truth::Yes => Ways::one(environment),
                    Truth::No => Ways::none(),
                    Truth::Maybe => Ways::maybe(),
                })
            })
    }

    fn bind_object(
        &mut self,
        environment: &Environment<'p>,
        patterns: &'p [(Expr, Expr)],
        value: &Partial,
    ) -> Result<Ways<Environment<'p>>, Stop> {
        let Some(object) = fields(value) else {
            return Ok(match value {
                Partial::Unknown => Ways::maybe(),
                _ => Ways::none(),
            });
        };
        let certain = |field: &Field| field.presence == Presence::Certain;
        let is_complete = object.extent == Extent::Complete && object.fields.values().all(certain);
        if !is_complete {
            return Ok(Ways::maybe());
        }
        if object.fields.len() != patterns.len() {
            return Ok(Ways::none());
        }
        let mut ways = Ways::one(environment.clone());
        for (key, pattern) in patterns {
            if !self.is_ground(environment, key)? {
                return Err(Stop::NotFollowed("a name as the key of an object"));
            }
            ways = ways.then(|way| {
                self.expr(&way, key)?.then(|(way, key)| {
                    let field = key.known().and_then(|key| object.fields.get(key));
                    match (field, key.known()) {
                        (Some(field), _) => self.bind(&way, pattern, &field.value),
                        (None, Some(_)) => Ok(Ways::none()),
                        (None, None) => Ok(Ways::maybe()),
                    }
                })
            })?;
        }
        Ok(ways)
    }

    /// Whether a pattern can give a name its value.
    pub(super) fn is_unbound(
        &self,
        environment: &Environment<'p>,
        name: &'p str,
    ) -> Result<bool, Stop> {
        Ok(match environment.get(name) {
            Variables::Bound(_) => false,
            Variables::Unbound => true,
            Variables::Later => {
                return Err(Stop::NotFollowed("a name that gets its value later"));
            }
            Variables::Undeclared => {
                matches!(self.program.root(environment.policy, name), Root::Nothing)
            }
        })
    }

    /// Whether a reference in an expression has a key that has no value yet, and so stands
    /// for all keys.
    pub(super) fn iterates(
        &self,
        environment: &Environment<'p>,
        expr: &'p Expr,
    ) -> Result<bool, Stop> {
        if let Expr::Index { key, .. } = expr
            && !self.is_ground(environment, key)?
        {
            return Ok(true);
        }
        // A comprehension has keys of its own.
        if matches!(expr, Expr::Comprehension { .. }) {
            return Ok(false);
        }
        for part in expr.parts() {
            if self.iterates(environment, part)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether all names of a pattern have values.
    pub(super) fn is_ground(
        &self,
        environment: &Environment<'p>,
        pattern: &'p Expr,
    ) -> Result<bool, Stop> {
        Ok(match pattern {
            Expr::Var(name, _) => name != "_" && !self.is_unbound(environment, name)?,
            Expr::Array(items, _) => {
                for item in items {
                    if !self.is_ground(environment, item)? {
                        return Ok(false);
                    }
                }
                true
            }
            Expr::Object(fields, _) => {
                for (key, value) in fields {
                    if !self.is_ground(environment, key)? || !self.is_ground(environment, value)? {
                        return Ok(false);
                    }
                }
                true
            }
            _ => true,
        })
    }
}
