//! Functions with a lambda expression: `map(array, lambda('x', ...))`.
//!
//! Source: <https://learn.microsoft.com/en-us/azure/azure-resource-manager/templates/template-functions-lambda>

use crate::formats::azure::arm_template::environment::Environment;
use crate::formats::azure::arm_template::expression::Expression;
use crate::formats::azure::arm_template::value::{UNKNOWN, Value};

/// The most members of `toObject`: their keys are compared with each other.
const COMPARED: usize = 500;

/// A lambda expression: the names of its variables, and what it returns.
struct Lambda<'e> {
    variables: Vec<&'e str>,
    body: &'e Expression,
}

impl<'e> Lambda<'e> {
    fn of(expression: &'e Expression) -> Option<Self> {
        let Expression::Call(function, arguments) = expression else {
            return None;
        };
        let (body, variables) = arguments.split_last()?;
        let name = |variable: &'e Expression| match variable {
            Expression::Text(name) => Some(name.as_str()),
            _ => None,
        };
        let variables = variables.iter().map(name).collect::<Option<_>>()?;
        (function == "lambda").then_some(Self { variables, body })
    }
}

impl Environment<'_> {
    /// The value of a function with lambda expressions; none for another function, and where
    /// it is not known.
    pub(super) fn with_lambda(&self, function: &str, arguments: &[Expression]) -> Option<Value> {
        match (function, arguments) {
            ("map", [array, lambda]) => {
                let (items, lambda) = (self.items(array)?, Lambda::of(lambda)?);
                let each = |(index, item)| self.applied(&lambda, &[item, index]);
                Some(Value::Array(indexed(items).map(each).collect()))
            }
            ("filter", [array, lambda]) => {
                let (items, lambda) = (self.items(array)?, Lambda::of(lambda)?);
                let mut kept = Vec::new();
                for (index, item) in indexed(items) {
                    match self.applied(&lambda, &[item.clone(), index]) {
                        Value::Bool(true) => kept.push(item),
                        Value::Bool(false) => {}
                        _ => return None,
                    }
                }
                Some(Value::Array(kept))
            }
            ("reduce", [array, first, lambda]) => {
                let (items, lambda) = (self.items(array)?, Lambda::of(lambda)?);
                let first = self.evaluate(first);
                let next = |so_far, (index, item)| self.applied(&lambda, &[so_far, item, index]);
                Some(indexed(items).fold(first, next))
            }
            ("toobject", [array, key, value @ ..]) => {
                let (items, key) = (self.items(array)?, Lambda::of(key)?);
                let value = match value {
                    [] => None,
                    [value] => Some(Lambda::of(value)?),
                    _ => return None,
                };
                let mut members: Vec<(String, Value)> = Vec::new();
                if items.len() > COMPARED {
                    return None;
                }
                for item in items {
                    let Value::Text(key) = self.applied(&key, std::slice::from_ref(&item)) else {
                        return None;
                    };
                    if members
                        .iter()
                        .any(|(known, _)| known.eq_ignore_ascii_case(&key))
                    {
                        return None;
                    }
                    let value = match &value {
                        Some(value) => self.applied(value, &[item]),
                        None => item,
                    };
                    members.push((key, value));
                }
                Some(Value::Object(members))
            }
            ("mapvalues", [object, lambda]) => {
                let Value::Object(members) = self.evaluate(object) else {
                    return None;
                };
                let lambda = Lambda::of(lambda)?;
                let each = |(key, value)| (key, self.applied(&lambda, &[value]));
                Some(Value::Object(members.into_iter().map(each).collect()))
            }
            ("lambdavariables", [Expression::Text(name)]) => {
                let variables = self.lambda_variables.borrow();
                let found = variables
                    .iter()
                    .rev()
                    .find(|(known, _)| known.eq_ignore_ascii_case(name));
                found.map(|(_, value)| value.clone())
            }
            _ => None,
        }
    }

    /// The items of an array.
    fn items(&self, array: &Expression) -> Option<Vec<Value>> {
        match self.evaluate(array) {
            Value::Array(items) => Some(items),
            _ => None,
        }
    }

    /// What a lambda expression returns for these values of its variables; it need not use
    /// the last ones.
    fn applied(&self, lambda: &Lambda<'_>, values: &[Value]) -> Value {
        if lambda.variables.len() > values.len() {
            return UNKNOWN;
        }
        let outside = self.lambda_variables.borrow().len();
        let variables = lambda.variables.iter().zip(values);
        let named = variables.map(|(name, value)| ((*name).to_owned(), value.clone()));
        self.lambda_variables.borrow_mut().extend(named);
        let value = self.evaluate(lambda.body);
        self.lambda_variables.borrow_mut().truncate(outside);
        value
    }
}

/// Items with their indexes.
fn indexed(items: Vec<Value>) -> impl Iterator<Item = (Value, Value)> {
    (0..).map(Value::integer).zip(items)
}
