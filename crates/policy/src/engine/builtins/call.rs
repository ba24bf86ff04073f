//! One call of a builtin: its arguments by type, and the engine's own function.

use std::cell::RefCell;
use std::collections::BTreeSet;

use regorus::Value;
use regorus::unstable::{BUILTINS, Expr, Ref, Source, Span};

use super::bounds::{self, Failure};
use super::number;

/// A builtin's name and the arguments of one call.
#[derive(Debug, Clone, Copy)]
pub struct Call<'a> {
    /// The builtin's full name.
    pub name: &'static str,
    /// The arguments; as many as the builtin takes.
    pub arguments: &'a [Value],
}

/// A builtin of our own.
pub type Function = fn(Call<'_>) -> Result<Value, Failure>;

impl<'a> Call<'a> {
    /// The argument at `index`, from 0.
    pub fn argument(self, index: usize) -> Result<&'a Value, Failure> {
        self.arguments
            .get(index)
            .ok_or_else(|| self.fails("an argument is missing"))
    }

    /// A failure with a message of its own.
    pub fn fails(self, message: impl Into<String>) -> Failure {
        Failure::Argument {
            name: self.name,
            message: message.into(),
        }
    }

    /// A failure because of an argument's type.
    pub fn wrong(self, index: usize, expected: &'static str) -> Failure {
        Failure::Type {
            name: self.name,
            position: match index {
                0 => "first",
                1 => "second",
                2 => "third",
                _ => "fourth",
            },
            expected,
            given: self.arguments.get(index).map_or("nothing", type_of),
        }
    }

    /// A string.
    pub fn text(self, index: usize) -> Result<&'a str, Failure> {
        match self.argument(index)? {
            Value::String(text) => Ok(text),
            _ => Err(self.wrong(index, "a string")),
        }
    }

    /// A number.
    pub fn number(self, index: usize) -> Result<&'a Value, Failure> {
        match self.argument(index)? {
            number @ Value::Number(_) => Ok(number),
            _ => Err(self.wrong(index, "a number")),
        }
    }

    /// A whole number of 64 bits. As in OPA, `1.0` is one.
    pub fn integer(self, index: usize) -> Result<i64, Failure> {
        let argument = self.argument(index)?;
        if !matches!(argument, Value::Number(_)) {
            return Err(self.wrong(index, "a number"));
        }
        number::integer(argument)
            .ok_or_else(|| self.fails("a whole number of at most 64 bits is required"))
    }

    /// An array's members.
    pub fn array(self, index: usize) -> Result<&'a [Value], Failure> {
        match self.argument(index)? {
            Value::Array(items) => Ok(items.as_slice()),
            _ => Err(self.wrong(index, "an array")),
        }
    }

    /// The members of an array or a set.
    pub fn collection(self, index: usize) -> Result<Vec<&'a Value>, Failure> {
        match self.argument(index)? {
            Value::Array(items) => Ok(items.iter().collect()),
            Value::Set(items) => Ok(items.iter_sorted().collect()),
            _ => Err(self.wrong(index, "an array or a set")),
        }
    }

    /// The members of an array or a set of strings.
    pub fn texts(self, index: usize) -> Result<Vec<&'a str>, Failure> {
        self.collection(index)?
            .into_iter()
            .map(|item| match item {
                Value::String(text) => Ok(&**text),
                _ => Err(self.wrong(index, "an array or a set of strings")),
            })
            .collect()
    }

    /// An object's fields, in the order of the keys.
    pub fn fields(self, index: usize) -> Result<Vec<(&'a Value, &'a Value)>, Failure> {
        match self.argument(index)? {
            Value::Object(fields) => Ok(fields.iter_sorted().collect()),
            _ => Err(self.wrong(index, "an object")),
        }
    }

    /// A string as a result; its size is checked.
    pub fn made(self, text: String) -> Result<Value, Failure> {
        bounds::text(self.name, text.len())?;
        Ok(Value::from(text))
    }

    /// An array as a result; its size is checked.
    pub fn listed(self, items: Vec<Value>) -> Result<Value, Failure> {
        bounds::members(self.name, items.len())?;
        Ok(Value::from(items))
    }

    /// A set as a result; its size is checked.
    pub fn gathered(self, items: BTreeSet<Value>) -> Result<Value, Failure> {
        bounds::members(self.name, items.len())?;
        Ok(Value::from(items))
    }

    /// What the engine's own function of this name makes of the arguments.
    ///
    /// # Errors
    /// The function's message, without the place that it gives: the place of the call is
    /// added by the engine.
    pub fn engine(self) -> Result<Value, Failure> {
        // A function of the engine prints an argument of a wrong type in its message, and
        // values that share parts have no end there.
        for argument in self.arguments {
            bounds::deep(self.name, argument)?;
        }
        let Some((function, _)) = BUILTINS.get(self.name) else {
            return Err(self.fails("the engine does not have it"));
        };
        PLACE.with_borrow(|place| {
            let Some((span, parameter)) = place else {
                return Err(self.fails("the engine cannot be called"));
            };
            let parameters: Vec<Ref<Expr>> =
                self.arguments.iter().map(|_| parameter.clone()).collect();
            function(span, &parameters, self.arguments, true).map_err(|error| {
                let text = error.to_string();
                let message = text
                    .rsplit_once("error: ")
                    .map_or(text.as_str(), |(_, message)| message);
                let message = message.trim().replace('\n', " ");
                self.fails(message.chars().take(200).collect::<String>())
            })
        })
    }
}

thread_local! {
    /// A place and an expression to call the engine's functions with, which use them for
    /// the places of errors only.
    static PLACE: RefCell<Option<(Span, Ref<Expr>)>> = RefCell::new(place());
}

fn place() -> Option<(Span, Ref<Expr>)> {
    let source = Source::from_contents("builtin".to_owned(), "builtin\n".to_owned()).ok()?;
    let span = Span {
        source,
        line: 1,
        col: 1,
        start: 0,
        end: 0,
    };
    let expression = Expr::Null {
        span: span.clone(),
        value: Value::Null,
        eidx: 0,
    };
    Some((span, Ref::new(expression)))
}

/// A value's type, with its article.
fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Set(_) => "a set",
        Value::Object(_) => "an object",
        Value::Undefined => "nothing",
    }
}
