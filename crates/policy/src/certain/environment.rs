//! Environments: the values that a rule's variables have.

use std::rc::Rc;

use super::partial::Partial;

/// The values of variables, the newest first. A clone shares them.
#[derive(Debug, Clone)]
pub(crate) struct Environment<'p> {
    /// The index of the policy that the rule is in.
    pub policy: usize,
    /// How many queries are around.
    level: usize,
    variables: Option<Rc<Variable<'p>>>,
}

#[derive(Debug)]
struct Variable<'p> {
    name: &'p str,
    /// None for one that the query at this level will give a value.
    value: Option<Partial>,
    level: usize,
    next: Option<Rc<Self>>,
}

/// What is known of a variable.
#[derive(Debug)]
pub(crate) enum Variables {
    /// It has this value.
    Bound(Partial),
    /// The innermost query gives it a value, and has not done so.
    Unbound,
    /// A query around the innermost one gives it a value, and has not done so.
    Later,
    /// The rule does not declare it.
    Undeclared,
}

impl<'p> Environment<'p> {
    /// The environment of a rule in this policy.
    pub fn of(policy: usize) -> Self {
        Self {
            policy,
            level: 0,
            variables: None,
        }
    }

    /// The same in a query that declares names.
    #[must_use]
    pub fn enter(&self, names: impl IntoIterator<Item = &'p str>) -> Self {
        let mut inner = self.clone();
        inner.level += 1;
        for name in names {
            inner.add(name, None);
        }
        inner
    }

    /// The same with a value for a variable.
    #[must_use]
    pub fn with(&self, name: &'p str, value: Partial) -> Self {
        let mut other = self.clone();
        other.add(name, Some(value));
        other
    }

    fn add(&mut self, name: &'p str, value: Option<Partial>) {
        self.variables = Some(Rc::new(Variable {
            name,
            value,
            level: self.level,
            next: self.variables.take(),
        }));
    }

    /// What is known of a variable.
    pub fn get(&self, name: &str) -> Variables {
        let mut next = self.variables.as_ref();
        while let Some(variable) = next {
            if variable.name == name {
                return match &variable.value {
                    Some(value) => Variables::Bound(value.clone()),
                    None if variable.level == self.level => Variables::Unbound,
                    None => Variables::Later,
                };
            }
            next = variable.next.as_ref();
        }
        Variables::Undeclared
    }
}
