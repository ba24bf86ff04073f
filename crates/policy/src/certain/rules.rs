//! Rules and functions over partial values.

use std::collections::{BTreeMap, BTreeSet};

use crate::engine::{Body, Value};

use super::compare::{Truth, equal};
use super::environment::Environment;
use super::interpreter::{Interpreter, Stop, Ways};
use super::partial::{Extent, Field, Partial, Presence};
use super::program::Definition;

impl<'p> Interpreter<'p> {
    /// The value of a rule that is no function.
    pub fn rule(&mut self, path: &[String]) -> Result<Ways<Partial>, Stop> {
        if let Some(value) = self.values.get(path) {
            return Ok(value.clone());
        }
        let (path, definitions) = self
            .program
            .definitions(path)
            .ok_or(Stop::NotFollowed("a rule that is not there"))?;
        let value = self.within(|this| this.rule_value(&definitions))?;
        self.values.insert(path, value.clone());
        Ok(value)
    }

    fn rule_value(&mut self, definitions: &[Definition<'p>]) -> Result<Ways<Partial>, Stop> {
        if definitions.iter().any(|one| one.rule.arguments.is_some()) {
            return Err(Stop::NotFollowed("a function that is not called"));
        }
        let keys = |one: &Definition<'_>| one.rule.path.len() - 1 + one.rule.keys.len();
        if definitions.iter().all(|one| one.rule.is_set) {
            if definitions.iter().any(|one| keys(one) != 1) {
                return Err(Stop::NotFollowed("a set below a rule"));
            }
            return self.set_rule(definitions).map(Ways::one);
        }
        if definitions.iter().any(|one| one.rule.is_set) {
            return Err(Stop::NotFollowed("a rule of two kinds"));
        }
        if definitions.iter().all(|one| keys(one) == 0) {
            return self.complete_rule(definitions, &[]);
        }
        if definitions
            .iter()
            .any(|one| keys(one) != 1 || one.rule.is_default)
        {
            return Err(Stop::NotFollowed("a rule with several keys"));
        }
        let is_constant = |one: &Definition<'_>| one.rule.path.len() == 2;
        let (constant, others): (Vec<_>, Vec<_>) =
            definitions.iter().copied().partition(is_constant);
        let constant = self.entries(&constant)?;
        let others = self.entries(&others)?;
        // The engine lets one of them win where both give a key.
        let keys = |ways: &Ways<(Partial, Partial)>| -> Option<BTreeSet<Value>> {
            ways.found
                .iter()
                .map(|(key, _)| key.known().cloned())
                .collect()
        };
        let are_apart = match (keys(&constant), keys(&others)) {
            (Some(constant), Some(others)) => constant.is_disjoint(&others),
            _ => false,
        };
        let has_constant = !constant.found.is_empty() || constant.extent == Extent::MayHaveMore;
        let is_open = others.extent == Extent::MayHaveMore
            || (constant.extent == Extent::MayHaveMore && !others.found.is_empty());
        if has_constant && (!are_apart || is_open) {
            return Err(Stop::NotFollowed("a rule with constant and other keys"));
        }
        let mut entries = constant;
        entries.add(others);
        // The engine has no value for some objects without entries.
        if entries.found.is_empty() {
            return Ok(Ways::maybe());
        }
        object(entries).map(Ways::one)
    }

    fn set_rule(&mut self, definitions: &[Definition<'p>]) -> Result<Partial, Stop> {
        let mut members = Ways::none();
        for Definition { policy, rule } in definitions {
            let Some(member) = rule.keys.first() else {
                return Err(Stop::NotFollowed("a set without a member"));
            };
            for body in &rule.bodies {
                let ways = self.query(&Environment::of(*policy), &body.query)?;
                members.add(ways.then(|way| self.expr(&way, member))?);
            }
        }
        let Ways { found, extent } = members.map(|(_, value)| value);
        Ok(Partial::set(found, extent))
    }

    /// The keys and values of rules with a key.
    fn entries(
        &mut self,
        definitions: &[Definition<'p>],
    ) -> Result<Ways<(Partial, Partial)>, Stop> {
        let mut entries = Ways::none();
        for Definition { policy, rule } in definitions {
            for body in &rule.bodies {
                if body.is_else {
                    return Err(Stop::NotFollowed("`else` of a rule with a key"));
                }
                let ways = self.query(&Environment::of(*policy), &body.query)?;
                let keyed = ways.then(|way| match (rule.keys.first(), rule.path.get(1)) {
                    (Some(key), _) => self.expr(&way, key),
                    (None, Some(name)) => Ok(Ways::one((way, Partial::Known(Value::text(name))))),
                    (None, None) => Err(Stop::NotFollowed("a rule without a key")),
                })?;
                entries.add(keyed.then(|(way, key)| {
                    let valued = self.head(&way, body)?;
                    Ok(valued.map(|value| (key.clone(), value)))
                })?);
            }
        }
        Ok(entries)
    }

    /// The value of a rule or function with these arguments. What all bodies give that hold is
    /// the same, or the engine fails.
    fn complete_rule(
        &mut self,
        definitions: &[Definition<'p>],
        arguments: &[Partial],
    ) -> Result<Ways<Partial>, Stop> {
        let mut values = Ways::none();
        let mut default = None;
        for definition in definitions {
            if definition.rule.is_default {
                default = Some(definition);
                continue;
            }
            let environments = self.with_arguments(definition, arguments)?;
            values.extent = values.extent.and(environments.extent);
            for environment in environments.found {
                for chain in chains(&definition.rule.bodies) {
                    values.add(self.chain(&environment, chain)?);
                }
            }
        }
        let known: Vec<&Value> = values.found.iter().filter_map(Partial::known).collect();
        if let Some((first, others)) = known.split_first() {
            if others.iter().any(|other| other != first) {
                return Err(Stop::NotFollowed("a rule with two values"));
            }
            return Ok(Ways::one(Partial::Known((*first).clone())));
        }
        if let Some(value) = values.found.into_iter().next() {
            return Ok(Ways::one(value));
        }
        match (values.extent, default) {
            (Extent::MayHaveMore, _) => Ok(Ways::maybe()),
            (Extent::Complete, None) => Ok(Ways::none()),
            (Extent::Complete, Some(Definition { policy, rule })) => {
                let value = rule.bodies.first().and_then(|body| body.value.as_ref());
                let value = value.ok_or(Stop::NotFollowed("a default without a value"))?;
                let valued = self.expr(&Environment::of(*policy), value)?;
                Ok(valued.map(|(_, value)| value))
            }
        }
    }

    /// The environments in which the arguments of a function have the values of a call.
    fn with_arguments(
        &mut self,
        Definition { policy, rule }: &Definition<'p>,
        values: &[Partial],
    ) -> Result<Ways<Environment<'p>>, Stop> {
        let patterns = rule.arguments.as_deref().unwrap_or_default();
        if patterns.len() != values.len() {
            return Err(Stop::NotFollowed("a call with other arguments"));
        }
        let mut names = Vec::new();
        for pattern in patterns {
            crate::names::frames::each_name(pattern, &mut |name, _| names.push(name));
        }
        let mut ways = Ways::one(Environment::of(*policy).enter(names));
        for (pattern, value) in patterns.iter().zip(values) {
            ways = ways.then(|way| self.bind(&way, pattern, value))?;
        }
        Ok(ways)
    }

    /// The value of a body and its `else` branches.
    fn chain(
        &mut self,
        environment: &Environment<'p>,
        bodies: &'p [Body],
    ) -> Result<Ways<Partial>, Stop> {
        for body in bodies {
            let ways = self.query(environment, &body.query)?;
            if ways.found.is_empty() {
                if ways.extent == Extent::MayHaveMore {
                    return Ok(Ways::maybe());
                }
                continue;
            }
            let values = ways.then(|way| self.head(&way, body))?;
            // A value that is undefined may make the engine try the next branch.
            return Ok(if values.found.is_empty() {
                Ways::maybe()
            } else {
                values
            });
        }
        Ok(Ways::none())
    }

    fn head(
        &mut self,
        environment: &Environment<'p>,
        body: &'p Body,
    ) -> Result<Ways<Partial>, Stop> {
        match &body.value {
            None => Ok(Ways::one(Partial::boolean(true))),
            Some(value) => {
                // The engine gives such a rule one of the values, or none.
                if self.iterates(environment, value)? {
                    return Err(Stop::NotFollowed("a value with a key that has no value"));
                }
                Ok(self.expr(environment, value)?.map(|(_, value)| value))
            }
        }
    }

    /// The value of a function of a policy.
    pub(super) fn call_function(
        &mut self,
        definitions: &[Definition<'p>],
        arguments: &[Partial],
    ) -> Result<Ways<Partial>, Stop> {
        self.within(|this| this.complete_rule(definitions, arguments))
    }
}

/// Splits bodies into those that are tried one after the other.
fn chains(bodies: &[Body]) -> Vec<&[Body]> {
    bodies.chunk_by(|_, next| next.is_else).collect()
}

/// The object with these entries.
pub(super) fn object(entries: Ways<(Partial, Partial)>) -> Result<Partial, Stop> {
    let Ways { found, mut extent } = entries;
    let mut fields: BTreeMap<Value, Field> = BTreeMap::new();
    for (key, value) in found {
        let Partial::Known(key) = key else {
            extent = Extent::MayHaveMore;
            continue;
        };
        let field = Field {
            value,
            presence: Presence::Certain,
        };
        if let Some(other) = fields.get(&key) {
            if equal(&other.value, &field.value) == Truth::No {
                return Err(Stop::NotFollowed("an object with two values of a key"));
            }
            if other.value.known().is_some() {
                continue;
            }
        }
        fields.insert(key, field);
    }
    Ok(Partial::object(fields, extent))
}
