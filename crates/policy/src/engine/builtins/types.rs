//! `is_*` and `type_name`.

use regorus::Value;

use super::bounds::Failure;
use super::call::Call;

fn type_of(call: Call<'_>) -> Result<&'static str, Failure> {
    Ok(match call.argument(0)? {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Set(_) => "set",
        Value::Object(_) => "object",
        Value::Undefined => "undefined",
    })
}

/// `type_name(value)`.
pub fn type_name(call: Call<'_>) -> Result<Value, Failure> {
    type_of(call).map(Value::from)
}

/// `is_array(value)` and its kind: the type is in the builtin's name.
pub fn is_type(call: Call<'_>) -> Result<Value, Failure> {
    let name = type_of(call)?;
    Ok(Value::from(call.name.strip_prefix("is_") == Some(name)))
}
