//! The policies of an engine, with the rules at each path.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use onus_core::json_pointer::Pointer;

use crate::engine::parts::{EnginePolicy, builtin_arity, within_limits};
use crate::engine::{Engine, EngineError, Expr, JsonDocument, Rule, Spelling, Value};
use crate::names::symbol_table::written_path;

use super::compare;
use super::interpreter::{Interpreter, Stop, Ways};
use super::partial::{Extent, Partial};

/// The policies of one engine, for evaluations in which some facts are not known.
#[derive(Debug)]
pub struct Program {
    policies: Vec<EnginePolicy>,
    /// The definitions of each rule, by its package and name: the index of the policy, and
    /// of the rule in it.
    rules: BTreeMap<Vec<String>, Vec<(usize, usize)>>,
    packages: BTreeSet<Vec<String>>,
    /// The same rules by their path in the engine, as `data.a.b`.
    by_path: BTreeMap<String, Vec<String>>,
    parameters: Option<Value>,
    now: i64,
    limit: Duration,
    spelling: Spelling,
}

/// A definition of a rule.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Definition<'p> {
    /// The index of its policy.
    pub policy: usize,
    /// The rule.
    pub rule: &'p Rule,
}

/// What a name at the start of a reference means outside of its rule.
#[derive(Debug)]
pub(crate) enum Root<'p> {
    /// The document that is evaluated.
    Input,
    /// What is below `data` at this path.
    Data(Vec<&'p str>),
    /// Nothing.
    Nothing,
    /// More than one thing, or something that is not followed.
    Unclear,
}

/// Why a rule's certain members can't be found.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CertainError {
    /// The policy has a construct that is not followed.
    #[error("{0} is not followed")]
    NotFollowed(&'static str),
    /// It takes too many steps.
    #[error("it takes too many steps")]
    TooManySteps,
    /// The evaluation fails.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

impl Program {
    /// The policies of an engine.
    pub fn of(engine: &Engine) -> Self {
        let policies = engine.policies();
        let mut rules: BTreeMap<Vec<String>, Vec<(usize, usize)>> = BTreeMap::new();
        let mut by_path = BTreeMap::new();
        let mut packages = BTreeSet::new();
        for (policy, EnginePolicy { module, .. }) in policies.iter().enumerate() {
            packages.insert(module.package.clone());
            for (number, rule) in module.rules.iter().enumerate() {
                let Some(name) = rule.path.first() else {
                    continue;
                };
                let path: Vec<String> = module.package.iter().chain([name]).cloned().collect();
                let written = written_path("data", path.iter().map(String::as_str));
                by_path.insert(written, path.clone());
                rules.entry(path).or_default().push((policy, number));
            }
        }
        Self {
            policies,
            rules,
            packages,
            by_path,
            parameters: engine.parameters(),
            now: engine.now(),
            limit: engine.limit(),
            spelling: engine.spelling(),
        }
    }

    /// What is certain of a rule's value, whatever the values of the unknown facts are, unless
    /// the policy fails for them. `rule` is its path in the engine, and `name` what people know
    /// it by.
    ///
    /// # Errors
    /// The policy has a construct that is not followed, takes too many steps, or fails.
    pub fn certain(
        &self,
        rule: &str,
        name: &str,
        document: &JsonDocument,
        unknown: &[Pointer],
    ) -> Result<Certain, CertainError> {
        let path = self.by_path.get(rule).ok_or(CertainError::NotFollowed(
            "a rule that is only a part of a path",
        ))?;
        let spelling = self.spelling.max(document.spelling);
        let evaluated = within_limits(name, self.limit, spelling, || {
            let input = Partial::document(&document.value, unknown);
            match Interpreter::new(self, input).rule(path) {
                Ok(ways) => Ok(Ok(Certain::of(&ways))),
                Err(Stop::Engine(error)) => Err(error),
                Err(Stop::NotFollowed(what)) => Ok(Err(CertainError::NotFollowed(what))),
                Err(Stop::TooManySteps) => Ok(Err(CertainError::TooManySteps)),
            }
        });
        evaluated?
    }

    /// The definitions of the rule at a path below `data`.
    pub(crate) fn definitions(&self, path: &[String]) -> Option<(&[String], Vec<Definition<'_>>)> {
        let (path, found) = self.rules.get_key_value(path)?;
        let rule = |(policy, number): &(usize, usize)| {
            let rule = self.policies.get(*policy)?.module.rules.get(*number)?;
            Some(Definition {
                policy: *policy,
                rule,
            })
        };
        let found: Option<Vec<Definition<'_>>> = found.iter().map(rule).collect();
        Some((path, found?))
    }

    /// Whether a package is at a path or below it.
    pub(crate) fn has_package_within(&self, path: &[String]) -> bool {
        let mut from = self.packages.range(path.to_vec()..);
        from.next().is_some_and(|package| package.starts_with(path))
    }

    /// What a name that a rule does not declare means in a policy.
    pub(crate) fn root<'p>(&'p self, policy: usize, name: &'p str) -> Root<'p> {
        match name {
            "input" => return Root::Input,
            "data" => return Root::Data(Vec::new()),
            _ => {}
        }
        let Some(EnginePolicy { module, .. }) = self.policies.get(policy) else {
            return Root::Unclear;
        };
        let mut path: Vec<&str> = module.package.iter().map(String::as_str).collect();
        path.push(name);
        let owned: Vec<String> = path.iter().map(|part| (*part).to_owned()).collect();
        let is_rule = self.rules.contains_key(&owned);
        // The engine keeps imports by package.
        let of_package = self
            .policies
            .iter()
            .filter(|other| other.module.package == module.package);
        let mut imports = of_package
            .flat_map(|other| &other.module.imports)
            .filter(|import| import.name == name && crate::names::meaning::leads_on(import));
        match (is_rule, imports.next(), imports.next()) {
            (true, None, _) => Root::Data(path),
            (false, None, _) => Root::Nothing,
            (false, Some(import), None) => match import.path.split_first() {
                Some((root, rest)) if root == "data" => {
                    Root::Data(rest.iter().map(String::as_str).collect())
                }
                Some((_, [])) => Root::Input,
                _ => Root::Unclear,
            },
            _ => Root::Unclear,
        }
    }

    /// What is at `data.params`.
    pub(crate) fn parameters(&self) -> Option<&Value> {
        self.parameters.as_ref()
    }

    /// The run's one instant.
    pub(crate) fn now(&self) -> Value {
        Value::instant(self.now)
    }

    /// A stretch of a policy's text.
    pub(crate) fn text(&self, policy: usize, expr: &Expr) -> Option<&str> {
        self.policies.get(policy)?.text.get(expr.span().clone())
    }

    /// The operator between or before the operands of an operation whose sign the tree does
    /// not have.
    pub(crate) fn sign(&self, policy: usize, operands: &[Expr]) -> Option<char> {
        let (left, right) = match operands {
            [left, right] => (left, right),
            _ => return None,
        };
        let text = &self.policies.get(policy)?.text;
        let between = text.get(left.extent().end..right.extent().start)?;
        let mut signs = between
            .chars()
            .filter(|c| !c.is_whitespace() && !"()".contains(*c));
        match (signs.next(), signs.next()) {
            (Some(sign), None) => Some(sign),
            _ => None,
        }
    }
}

/// What is certain of a rule's value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Certain {
    /// It is this.
    Value(Value),
    /// It is an array or a set that has at least these members.
    Members(Vec<Value>),
    /// It is undefined.
    Undefined,
    /// Nothing.
    Nothing,
}

impl Certain {
    fn of(ways: &Ways<Partial>) -> Self {
        let Some(value) = ways.found.first() else {
            return match ways.extent {
                Extent::Complete => Self::Undefined,
                Extent::MayHaveMore => Self::Nothing,
            };
        };
        if let Partial::Known(value) = value {
            return Self::Value(value.clone());
        }
        let Some(items) = compare::items(value) else {
            return Self::Nothing;
        };
        let items = items.items.into_iter();
        let mut known: Vec<Value> = items.filter_map(|item| item.known().cloned()).collect();
        known.sort();
        Self::Members(known)
    }

    /// The members that it certainly has.
    pub fn members(&self) -> Vec<Value> {
        match self {
            Self::Value(value) => value.items(),
            Self::Members(members) => members.clone(),
            Self::Undefined | Self::Nothing => Vec::new(),
        }
    }
}

/// Whether a name is that of a builtin.
pub(crate) fn arity(name: &str) -> Option<usize> {
    builtin_arity(name)
}
