//! Expressions over partial values.

use crate::engine::{Arithmetic, Binding, Collection, Expr, Operator, Value, ValueKind};

use super::compare::{Truth, compare, equal, is_in, of_same_type};
use super::environment::{Environment, Variables};
use super::interpreter::{Interpreter, Stop, Valued, Ways};
use super::partial::{Extent, Member, Partial};
use super::program::{Root, arity};
use super::rules::object;

/// A key of a reference.
#[derive(Debug, Clone, Copy)]
enum Step<'p> {
    Name(&'p str),
    Expr(&'p Expr),
}

impl<'p> Interpreter<'p> {
    /// The values that an expression certainly has.
    pub(super) fn expr(
        &mut self,
        environment: &Environment<'p>,
        expr: &'p Expr,
    ) -> Result<Ways<Valued<'p>>, Stop> {
        self.within(|this| this.expr_within(environment, expr))
    }

    fn expr_within(
        &mut self,
        environment: &Environment<'p>,
        expr: &'p Expr,
    ) -> Result<Ways<Valued<'p>>, Stop> {
        let one = |value| Ok(Ways::one((environment.clone(), value)));
        match expr {
            Expr::Text(text, _) => one(Partial::Known(Value::text(text))),
            Expr::Scalar(_) => {
                let text = self.program.text(environment.policy, expr);
                let value = text.and_then(|text| Value::parse(text).ok());
                match value {
                    Some(parsed) => one(Partial::Known(parsed.value)),
                    None => Err(Stop::NotFollowed("a number that is not written as in JSON")),
                }
            }
            Expr::Var(..) | Expr::Index { .. } => self.reference(environment, expr),
            Expr::Array(items, _) => {
                let ways = self.all(environment, items)?;
                Ok(ways.map(|(way, items)| (way, Partial::list(items, Extent::Complete))))
            }
            Expr::Set(items, _) => {
                let ways = self.all(environment, items)?;
                Ok(ways.map(|(way, items)| (way, Partial::set(items, Extent::Complete))))
            }
            Expr::Object(fields, _) => {
                let parts: Vec<&Expr> = fields.iter().flat_map(|(k, v)| [k, v]).collect();
                self.all(environment, parts)?.then(|(way, parts)| {
                    let pairs = parts.chunks_exact(2).filter_map(|pair| match pair {
                        [key, value] => Some((key.clone(), value.clone())),
                        _ => None,
                    });
                    let object = object(Ways {
                        found: pairs.collect(),
                        extent: Extent::Complete,
                    })?;
                    Ok(Ways::one((way, object)))
                })
            }
            Expr::Comprehension {
                makes,
                terms,
                query,
                ..
            } => {
                let ways = self.query(environment, query)?;
                let Ways { found, extent } = ways
                    .then(|way| self.all(&way, terms))?
                    .map(|(_, terms)| terms);
                let mut first = found.iter().filter_map(|terms| terms.first().cloned());
                one(match makes {
                    Collection::Array => Partial::list(first.collect(), extent),
                    Collection::Set => Partial::set(first.by_ref().collect(), extent),
                    Collection::Object => {
                        let pairs = found.iter().filter_map(|terms| match terms.as_slice() {
                            [key, value] => Some((key.clone(), value.clone())),
                            _ => None,
                        });
                        object(Ways {
                            found: pairs.collect(),
                            extent,
                        })?
                    }
                })
            }
            Expr::Call {
                callee, arguments, ..
            } => self.call(environment, callee, arguments),
            Expr::Operation(operator, operands, _) => {
                self.operation(environment, *operator, operands)
            }
            Expr::Assign {
                binding,
                left,
                right,
                ..
            } => {
                let ways = match binding {
                    Binding::Declare => self
                        .expr(environment, right)?
                        .then(|(way, value)| self.bind(&way, left, &value))?,
                    Binding::Unify => self.unify(environment, left, right)?,
                };
                Ok(ways.map(|way| (way, Partial::boolean(true))))
            }
            Expr::Membership {
                members,
                collection,
                ..
            } => self.membership(environment, members, collection),
        }
    }

    /// The values that all of some expressions certainly have together.
    pub(super) fn all(
        &mut self,
        environment: &Environment<'p>,
        exprs: impl IntoIterator<Item = &'p Expr>,
    ) -> Result<Ways<(Environment<'p>, Vec<Partial>)>, Stop> {
        let mut ways = Ways::one((environment.clone(), Vec::new()));
        for expr in exprs {
            ways = ways.then(|(way, values): (Environment<'p>, Vec<Partial>)| {
                Ok(self.expr(&way, expr)?.map(|(way, value)| {
                    let mut values = values.clone();
                    values.push(value);
                    (way, values)
                }))
            })?;
        }
        Ok(ways)
    }

    /// A reference: a value, and the keys that are followed in it.
    fn reference(
        &mut self,
        environment: &Environment<'p>,
        expr: &'p Expr,
    ) -> Result<Ways<Valued<'p>>, Stop> {
        let mut keys = Vec::new();
        let mut base = expr;
        while let Expr::Index {
            base: inner, key, ..
        } = base
        {
            keys.push(key.as_ref());
            base = inner;
        }
        keys.reverse();
        let mut steps: Vec<Step<'p>> = keys.into_iter().map(step).collect();
        let mut ways = match base {
            Expr::Var(name, _) => match environment.get(name) {
                Variables::Bound(value) => Ways::one((environment.clone(), value)),
                Variables::Unbound | Variables::Later => {
                    return Err(Stop::NotFollowed("a name that gets its value later"));
                }
                Variables::Undeclared => match self.program.root(environment.policy, name) {
                    Root::Input => Ways::one((environment.clone(), self.input.clone())),
                    Root::Data(path) => {
                        let path = path.into_iter().map(Step::Name);
                        let all: Vec<Step<'p>> = path.chain(steps).collect();
                        let (value, rest) = self.data(&all)?;
                        steps = rest;
                        value.map(|value| (environment.clone(), value))
                    }
                    Root::Nothing | Root::Unclear => {
                        return Err(Stop::NotFollowed("a name without a value"));
                    }
                },
            },
            base => self.expr(environment, base)?,
        };
        for step in steps {
            ways = ways.then(|(way, value)| self.follow(&way, &value, step))?;
        }
        Ok(ways)
    }

    /// What is below `data`, and the keys that are still to be followed in it.
    fn data(&mut self, steps: &[Step<'p>]) -> Result<(Ways<Partial>, Vec<Step<'p>>), Stop> {
        let names = steps.iter().map_while(|step| match step {
            Step::Name(name) => Some((*name).to_owned()),
            Step::Expr(_) => None,
        });
        let names: Vec<String> = names.collect();
        for used in (1..=names.len()).rev() {
            let path = names.get(..used).unwrap_or_default();
            if self.program.definitions(path).is_some() {
                let rest = steps.get(used..).unwrap_or_default();
                return Ok((self.rule(path)?, rest.to_vec()));
            }
        }
        if self.program.has_package_within(&names) {
            return Err(Stop::NotFollowed("a package as a value"));
        }
        match (names.first(), self.program.parameters()) {
            (Some(first), Some(value)) if first == "params" => {
                let rest = steps.get(1..).unwrap_or_default();
                Ok((Ways::one(Partial::Known(value.clone())), rest.to_vec()))
            }
            (Some(first), None) if first == "params" => Ok((Ways::none(), Vec::new())),
            // Data that is not a parameter.
            _ => Err(Stop::NotFollowed("a reference into `data`")),
        }
    }

    /// What one key leads to.
    fn follow(
        &mut self,
        environment: &Environment<'p>,
        value: &Partial,
        step: Step<'p>,
    ) -> Result<Ways<Valued<'p>>, Stop> {
        self.step()?;
        let found = |way: Environment<'p>, key: &Partial| match value.member(key) {
            Member::Found(value) => Ways::one((way, value)),
            Member::Undefined => Ways::none(),
            Member::Possible => Ways::maybe(),
        };
        let key = match step {
            Step::Name(name) => {
                let key = Partial::Known(Value::text(name));
                return Ok(found(environment.clone(), &key));
            }
            Step::Expr(key) => key,
        };
        if self.is_ground(environment, key)? {
            let keys = self.expr(environment, key)?;
            return keys.then(|(way, key)| {
                // The engine follows some numbers in an object as if they were strings.
                let is_object = of_same_type(value).is_some_and(|value| value.is_object());
                let is_number = key
                    .known()
                    .is_none_or(|key| key.kind() == ValueKind::Number);
                Ok(if is_object && is_number {
                    Ways::maybe()
                } else {
                    found(way, &key)
                })
            });
        }
        let Some((members, extent)) = value.members() else {
            return Ok(Ways::none());
        };
        let mut ways = Ways {
            found: Vec::new(),
            extent,
        };
        for (at, member) in members {
            self.step()?;
            let bound = self.bind(environment, key, &at)?;
            ways.add(bound.map(|way| (way, member.clone())));
        }
        Ok(ways)
    }

    fn unify(
        &mut self,
        environment: &Environment<'p>,
        left: &'p Expr,
        right: &'p Expr,
    ) -> Result<Ways<Environment<'p>>, Stop> {
        let is_left_ground = self.is_ground(environment, left)?;
        let is_right_ground = self.is_ground(environment, right)?;
        match (left, right) {
            (_, _) if is_right_ground => {
                let values = self.expr(environment, right)?;
                values.then(|(way, value)| self.bind(&way, left, &value))
            }
            (_, _) if is_left_ground => {
                let values = self.expr(environment, left)?;
                values.then(|(way, value)| self.bind(&way, right, &value))
            }
            (Expr::Array(lefts, _), Expr::Array(rights, _)) => {
                if lefts.len() != rights.len() {
                    return Ok(Ways::none());
                }
                let mut ways = Ways::one(environment.clone());
                for (left, right) in lefts.iter().zip(rights) {
                    ways = ways.then(|way| self.within(|this| this.unify(&way, left, right)))?;
                }
                Ok(ways)
            }
            _ => Err(Stop::NotFollowed("`=` with names on both sides")),
        }
    }

    fn membership(
        &mut self,
        environment: &Environment<'p>,
        members: &'p [Expr],
        collection: &'p Expr,
    ) -> Result<Ways<Valued<'p>>, Stop> {
        let parts = members.iter().chain([collection]);
        self.all(environment, parts)?.then(|(way, parts)| {
            let truth = match parts.as_slice() {
                [member, collection] => is_in(member, collection),
                [key, member, collection] => match collection.member(key) {
                    _ if of_same_type(collection).is_none_or(|value| value.is_set()) => {
                        Truth::Maybe
                    }
                    Member::Found(value) => equal(&value, member),
                    Member::Undefined => Truth::No,
                    Member::Possible => Truth::Maybe,
                },
                _ => Truth::Maybe,
            };
            Ok(Ways::one((way, truth.partial())))
        })
    }

    fn operation(
        &mut self,
        environment: &Environment<'p>,
        operator: Operator,
        operands: &'p [Expr],
    ) -> Result<Ways<Valued<'p>>, Stop> {
        let sign = match operator {
            Operator::Other => self.program.sign(environment.policy, operands),
            Operator::Arithmetic(does, _) => Some(does.sign()),
            _ => None,
        };
        self.all(environment, operands)?.then(|(way, values)| {
            let value = match values.as_slice() {
                [left, right] => match compare(operator, left, right) {
                    Some(truth) => Ways::one(truth.partial()),
                    None => self.binary(sign, left, right)?,
                },
                // The sign of a number.
                [operand] => {
                    let zero = Partial::Known(Value::number(0));
                    let sign = Some(Arithmetic::Minus.sign());
                    self.binary(sign, &zero, operand)?
                }
                _ => Ways::maybe(),
            };
            Ok(value.map(|value| (way.clone(), value)))
        })
    }

    fn binary(
        &mut self,
        sign: Option<char>,
        left: &Partial,
        right: &Partial,
    ) -> Result<Ways<Partial>, Stop> {
        let name = match sign {
            Some('+') => "onus__plus",
            Some('-') => "onus__minus",
            Some('*') => "onus__times",
            Some('/') => "onus__divide",
            Some('%') => "onus__remainder",
            Some('|') => return self.union(left, right),
            Some('&') => return self.intersection(left, right),
            _ => return Err(Stop::NotFollowed("an operator")),
        };
        self.builtin(name, &[left.clone(), right.clone()])
    }

    fn call(
        &mut self,
        environment: &Environment<'p>,
        callee: &'p Expr,
        arguments: &'p [Expr],
    ) -> Result<Ways<Valued<'p>>, Stop> {
        let Some((root, keys)) = callee.reference() else {
            return Err(Stop::NotFollowed("a call of a value"));
        };
        let names: Option<Vec<&str>> = keys.iter().map(|key| key.text()).collect();
        let names = names.ok_or(Stop::NotFollowed("a call of a value"))?;
        let definitions = match (
            environment.get(root),
            self.program.root(environment.policy, root),
        ) {
            (Variables::Undeclared, Root::Data(path)) => {
                let path = path.into_iter().chain(names.iter().copied());
                let path: Vec<String> = path.map(str::to_owned).collect();
                let found = self.program.definitions(&path);
                Some(
                    found
                        .ok_or(Stop::NotFollowed("a function that is not there"))?
                        .1,
                )
            }
            (Variables::Undeclared, Root::Nothing) => None,
            _ => return Err(Stop::NotFollowed("a call of a name")),
        };
        let name = || {
            let parts = std::iter::once(root).chain(names.iter().copied());
            parts.collect::<Vec<&str>>().join(".")
        };
        // What it prints may be undefined.
        if definitions.is_none() && name() == "print" {
            return Ok(Ways::one((environment.clone(), Partial::boolean(true))));
        }
        let takes = match &definitions {
            Some(definitions) => {
                let mut arities = definitions
                    .iter()
                    .map(|one| one.rule.arguments.as_ref().map_or(0, Vec::len));
                let first = arities.next();
                if arities.any(|other| Some(other) != first) {
                    return Err(Stop::NotFollowed("a function of two kinds"));
                }
                first
            }
            None => arity(&name()),
        };
        let takes = takes.ok_or(Stop::NotFollowed("a builtin"))?;
        let (inputs, output) = match arguments.split_last() {
            Some((output, inputs)) if takes == inputs.len() => (inputs, Some(output)),
            _ => (arguments, None),
        };
        if takes != usize::MAX && inputs.len() != takes {
            return Err(Stop::NotFollowed("a call with other arguments"));
        }
        self.all(environment, inputs)?.then(|(way, values)| {
            let made = match &definitions {
                Some(definitions) => self.call_function(definitions, &values)?,
                None => self.builtin(&name(), &values)?,
            };
            made.then(|value| match output {
                None => Ok(Ways::one((way.clone(), value))),
                Some(output) => {
                    let bound = self.bind(&way, output, &value)?;
                    Ok(bound.map(|way| (way, Partial::boolean(true))))
                }
            })
        })
    }
}

fn step(key: &Expr) -> Step<'_> {
    match key {
        Expr::Text(name, _) => Step::Name(name),
        other => Step::Expr(other),
    }
}
