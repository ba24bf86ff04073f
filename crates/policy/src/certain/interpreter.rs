//! The interpreter: queries over partial values.
//!
//! Everything that it finds exists for all values of the unknown facts, unless the policy
//! fails for them. What may exist is dropped, and noted as [`Extent::MayHaveMore`].

use std::collections::BTreeMap;

use crate::engine::{EngineError, Expr, Literal, Query, Statement};

use super::declared::Declared;
use super::environment::{Environment, Variables};
use super::partial::{Extent, Partial};
use super::program::{Program, Root};

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
    pub(super) values: BTreeMap<&'p [String], Ways<Partial>>,
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
}
