//! The arguments of `sprintf`, as Go has and prints them.

use regorus::Value;

use crate::engine::builtins::bounds::{self, Failure};
use crate::engine::builtins::call::Call;
use crate::engine::builtins::number;

/// A value as Go's `%v` prints it in a message of OPA: `[1, "a"]`, `{"k": null}`, `set()`.
pub fn composite(call: Call<'_>, value: &Value) -> Result<String, Failure> {
    bounds::deep(call.name, value)?;
    let mut made = String::new();
    append(call, value, &mut made)?;
    Ok(made)
}

fn append(call: Call<'_>, value: &Value, made: &mut String) -> Result<(), Failure> {
    bounds::text(call.name, made.len())?;
    let list = |items: Vec<&Value>, made: &mut String| {
        for (index, item) in items.into_iter().enumerate() {
            if index > 0 {
                made.push_str(", ");
            }
            append(call, item, made)?;
        }
        Ok(())
    };
    match value {
        Value::Null => made.push_str("null"),
        Value::Bool(truth) => made.push_str(if *truth { "true" } else { "false" }),
        Value::Number(_) => made.push_str(&number::spelled(call, value)?),
        Value::String(text) => made.push_str(&quoted(call, text)?),
        Value::Array(items) => {
            made.push('[');
            list(items.iter().collect(), made)?;
            made.push(']');
        }
        Value::Set(items) if items.is_empty() => made.push_str("set()"),
        Value::Set(items) => {
            made.push('{');
            list(items.iter_sorted().collect(), made)?;
            made.push('}');
        }
        Value::Object(fields) => {
            made.push('{');
            for (index, (key, value)) in fields.iter_sorted().enumerate() {
                if index > 0 {
                    made.push_str(", ");
                }
                append(call, key, made)?;
                made.push_str(": ");
                append(call, value, made)?;
            }
            made.push('}');
        }
        Value::Undefined => {}
    }
    Ok(())
}

/// A string in quotes as Go writes it. The engine knows which characters Go prints.
pub(super) fn quoted(call: Call<'_>, text: &str) -> Result<String, Failure> {
    if text
        .bytes()
        .all(|b| (b' '..0x7f).contains(&b) && b != b'"' && b != b'\\')
    {
        return Ok(format!("\"{text}\""));
    }
    let arguments = [Value::from("%q"), Value::from(vec![Value::from(text)])];
    let quote = Call {
        name: "sprintf",
        arguments: &arguments,
    };
    match quote.engine()? {
        Value::String(text) => Ok(text.to_string()),
        _ => Err(call.fails("a string cannot be quoted")),
    }
}

/// An argument as Go has it.
pub(super) enum Argument {
    Integer(i64),
    /// A whole number beyond 64 bits.
    Big(Value),
    Float(f64),
    Text(String),
}

impl Argument {
    pub(super) fn new(call: Call<'_>, value: &Value) -> Result<Self, Failure> {
        Ok(match value {
            Value::String(text) => Self::Text(text.to_string()),
            Value::Number(_) => match (number::float(value), number::integer(value)) {
                (Some(float), _) => Self::Float(float),
                (None, Some(integer)) => Self::Integer(integer),
                (None, None) => Self::Big(value.clone()),
            },
            _ => Self::Text(composite(call, value)?),
        })
    }

    pub(super) fn type_name(&self) -> &'static str {
        match self {
            Self::Integer(_) => "int64",
            Self::Big(_) => "*big.Int",
            Self::Float(_) => "float64",
            Self::Text(_) => "string",
        }
    }
}
