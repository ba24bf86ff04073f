//! Arrays.

use regorus::Value;

use super::bounds::{self, Failure};
use super::call::Call;

/// `array.concat(one, other)`.
pub fn concat(call: Call<'_>) -> Result<Value, Failure> {
    let (one, other) = (call.array(0)?, call.array(1)?);
    bounds::members(call.name, one.len().saturating_add(other.len()))?;
    Ok(Value::from([one, other].concat()))
}

/// `array.flatten(array)`: one level.
pub fn flatten(call: Call<'_>) -> Result<Value, Failure> {
    let mut made = Vec::new();
    for item in call.array(0)? {
        match item {
            Value::Array(items) => {
                bounds::members(call.name, made.len().saturating_add(items.len()))?;
                made.extend(items.iter().cloned());
            }
            other => made.push(other.clone()),
        }
    }
    call.listed(made)
}

/// `array.slice(array, from, to)`, cut to what there is.
pub fn slice(call: Call<'_>) -> Result<Value, Failure> {
    let items = call.array(0)?;
    let at = |index| Ok::<_, Failure>(usize::try_from(call.integer(index)?).unwrap_or(0));
    let to = at(2)?.min(items.len());
    let from = at(1)?.min(to);
    call.listed(items.get(from..to).unwrap_or_default().to_vec())
}

/// `array.reverse(array)`.
pub fn reverse(call: Call<'_>) -> Result<Value, Failure> {
    call.listed(call.array(0)?.iter().rev().cloned().collect())
}
