//! The interpreter: rules, functions and queries over partial values.
//!
//! Everything that it finds exists for all values of the unknown facts, unless the policy
//! fails for them. What may exist is dropped, and noted as [`Extent::MayHaveMore`].

use std::collections::BTreeMap;

use crate::engine::{Body, EngineError, Expr, Literal, Query, Statement, Value};

use super::compare::{Truth, equal};
use super::declared::Declared;
use super::environment::{Environment, Variables};
use super::partial::{Extent, Field, Partial, Presence};
use super::program::{Definition, Program, Root};

/// The most steps of one evaluation.
const MOST_STEPS: usize = 200_000;

/// The most expressions and rules within each other.
const MOST_LEVELS: usize = 120;

/// Why an evaluation ends early.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Stop {
    /// A construct that is not followed.
    NotFollowed(&'static str),
    /// Too many steps, or levels.
    TooManySteps,
    /// The engine fails.
    Engine(EngineError),
}

impl From<EngineError> for Stop {
    fn from(error: EngineError) -> Self {
        Self::Engine(error)
    }
}

/// The ways in which something certainly holds.
#[derive(Debug, Clone)]
pub(crate) struct Ways<T> {
    /// Each of them.
    pub found: Vec<T>,
    /// Whether that is all.
    pub extent: Extent,
}

impl<T> Ways<T> {
    /// No way.
    pub fn none() -> Self {
        Self {
            found: Vec::new(),
            extent: Extent::Complete,
        }
    }

    /// Perhaps some ways.
    pub fn maybe() -> Self {
        Self {
            found: Vec::new(),
            extent: Extent::MayHaveMore,
        }
    }

    /// One way.
    pub fn one(way: T) -> Self {
        Self {
            found: vec![way],
            extent: Extent::Complete,
        }
    }

    /// Adds ways.
    pub fn add(&mut self, others: Self) {
        self.found.extend(others.found);
        self.extent = self.extent.and(others.extent);
    }

    /// The same with other ways.
    pub fn map<U>(self, other: impl FnMut(T) -> U) -> Ways<U> {
        Ways {
            found: self.found.into_iter().map(other).collect(),
            extent: self.extent,
        }
    }

    /// Goes on from each way.
    pub fn then<U>(
        self,
        mut next: impl FnMut(T) -> Result<Ways<U>, Stop>,
    ) -> Result<Ways<U>, Stop> {
        let mut ways = Ways {
            found: Vec::new(),
            extent: self.extent,
        };
        for way in self.found {
            ways.add(next(way)?);
        }
        Ok(ways)
    }
}

/// The value of an expression, with the variables that it has given values to.
pub(crate) type Valued<'p> = (Environment<'p>, Partial);

/// One evaluation.
pub(crate) struct Interpreter<'p> {
    pub(super) program: &'p Program,
    pub(super) input: Partial,
    /// The values of rules, by their paths.
    values: BTreeMap<&'p [String], Ways<Partial>>,
    steps: usize,
    level: usize,
}

impl<'p> Interpreter<'p> {
    /// An evaluation for a document.
    pub fn new(program: &'p Program, input: Partial) -> Self {
        Self {
            program,
            input,
            values: BTreeMap::new(),
            steps: 0,
            level: 0,
        }
    }

    /// Counts a step.
    pub(super) fn step(&mut self) -> Result<(), Stop> {
        self.steps += 1;
        if self.steps > MOST_STEPS {
            return Err(Stop::TooManySteps);
        }
        Ok(())
    }

    /// Does something within what is done already.
    pub(super) fn within<T>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, Stop>,
    ) -> Result<T, Stop> {
        self.step()?;
        if self.level >= MOST_LEVELS {
            return Err(Stop::TooManySteps);
        }
        self.level += 1;
        let done = work(self);
        self.level -= 1;
        done
    }

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
        if definitions.iter().any(is_constant) && !definitions.iter().all(is_constant) {
            return Err(Stop::NotFollowed("a rule with constant and other keys"));
        }
        self.object_rule(definitions)
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

    fn object_rule(&mut self, definitions: &[Definition<'p>]) -> Result<Ways<Partial>, Stop> {
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
        // The engine has no value for some objects without entries.
        if entries.found.is_empty() {
            return Ok(Ways::maybe());
        }
        object(entries).map(Ways::one)
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

    /// The ways in which all statements of a query certainly hold.
    pub(super) fn query(
        &mut self,
        environment: &Environment<'p>,
        query: &'p Query,
    ) -> Result<Ways<Environment<'p>>, Stop> {
        let declared = Declared::of(query);
        let is_free = |name: &&str| {
            !declared.own.contains(name)
                && matches!(environment.get(name), Variables::Undeclared)
                && matches!(self.program.root(environment.policy, name), Root::Nothing)
        };
        let free: Vec<&str> = declared.free.iter().copied().filter(is_free).collect();
        let names = declared.own.iter().copied().chain(free);
        let mut ways = Ways::one(environment.enter(names));
        for statement in &query.0 {
            if ways.found.is_empty() {
                break;
            }
            ways = ways.then(|way| self.statement(&way, statement))?;
        }
        Ok(ways)
    }

    fn statement(
        &mut self,
        environment: &Environment<'p>,
        statement: &'p Statement,
    ) -> Result<Ways<Environment<'p>>, Stop> {
        self.step()?;
        if !statement.with.is_empty() {
            return Err(Stop::NotFollowed("`with`"));
        }
        match &statement.literal {
            Literal::Some(_) => Ok(Ways::one(environment.clone())),
            Literal::SomeIn {
                key,
                value,
                collection,
            } => self
                .expr(environment, collection)?
                .then(|(environment, collection)| {
                    self.some_in(&environment, key.as_ref(), value, &collection)
                }),
            Literal::Expr(expr) => self.holds(environment, expr),
            Literal::Not(expr) => {
                // The engine negates each of the values that such a key leads to.
                if self.iterates(environment, expr)? {
                    return Err(Stop::NotFollowed("a negation with a key that has no value"));
                }
                let ways = self.holds(environment, expr)?;
                Ok(match (ways.found.is_empty(), ways.extent) {
                    (false, _) => Ways::none(),
                    (true, Extent::Complete) => Ways::one(environment.clone()),
                    (true, Extent::MayHaveMore) => Ways::maybe(),
                })
            }
            Literal::Every {
                key,
                value,
                domain,
                query,
            } => {
                let domains = self.expr(environment, domain)?;
                // What an `every` over nothing is differs between versions of Rego.
                if domains.found.is_empty() {
                    return Ok(Ways::maybe());
                }
                domains.then(|(environment, domain)| {
                    let Some((members, extent)) = domain.members() else {
                        return Ok(Ways::maybe());
                    };
                    let mut result = extent;
                    for (at, member) in members {
                        self.step()?;
                        let mut inner = environment.enter([]);
                        if let Some(key) = key {
                            inner = inner.with(&key.text, at);
                        }
                        let ways = self.query(&inner.with(&value.text, member), query)?;
                        match (ways.found.is_empty(), ways.extent) {
                            (false, _) => {}
                            (true, Extent::Complete) => return Ok(Ways::none()),
                            (true, Extent::MayHaveMore) => result = Extent::MayHaveMore,
                        }
                    }
                    Ok(match result {
                        Extent::Complete => Ways::one(environment),
                        Extent::MayHaveMore => Ways::maybe(),
                    })
                })
            }
        }
    }

    /// The ways in which an expression certainly holds.
    fn holds(
        &mut self,
        environment: &Environment<'p>,
        expr: &'p Expr,
    ) -> Result<Ways<Environment<'p>>, Stop> {
        self.expr(environment, expr)?.then(|(environment, value)| {
            Ok(match value {
                Partial::Unknown => Ways::maybe(),
                Partial::Known(value) if value.as_bool() == Some(false) => Ways::none(),
                _ => Ways::one(environment),
            })
        })
    }

    fn some_in(
        &mut self,
        environment: &Environment<'p>,
        key: Option<&'p Expr>,
        value: &'p Expr,
        collection: &Partial,
    ) -> Result<Ways<Environment<'p>>, Stop> {
        // The engine fails over what has no members.
        let Some((members, extent)) = collection.members() else {
            return Ok(Ways::maybe());
        };
        let mut ways = Ways {
            found: Vec::new(),
            extent,
        };
        for (at, member) in members {
            self.step()?;
            let keyed = match key {
                Some(key) => self.bind(environment, key, &at)?,
                None => Ways::one(environment.clone()),
            };
            ways.add(keyed.then(|way| self.bind(&way, value, &member))?);
        }
        Ok(ways)
    }

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
                    value => super::compare::items(value),
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
        let Some(object) = super::compare::fields(value) else {
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
    fn iterates(&self, environment: &Environment<'p>, expr: &'p Expr) -> Result<bool, Stop> {
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
