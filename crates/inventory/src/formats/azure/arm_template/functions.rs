//! The functions of ARM templates that depend on their arguments only, as far as their
//! results are documented. All other results are unknown.

use crate::formats::azure::arm_template::array_functions::{
    flatten, index_of, intersection, items, range, shallow_merge,
};
use crate::formats::azure::arm_template::string_functions::{
    join, length, part_of, replace, split, substring, tests,
};
use crate::formats::azure::arm_template::value::{Value, all};

/// The size limit of unions: each item is compared with all others.
const MANY: usize = 500;

/// Calls a function. None when there is no such function here, or its result for these
/// arguments is not documented.
pub fn call(function: &str, arguments: &[Value]) -> Option<Value> {
    match (function, arguments) {
        ("null", []) => Some(Value::Null),
        ("true", []) => Some(Value::Bool(true)),
        ("false", []) => Some(Value::Bool(false)),
        ("createarray", items) => Some(Value::Array(items.to_vec())),
        ("createobject", parts) => object_of(parts),
        ("array", [Value::Unknown(_) | Value::Symbol(_)]) => None,
        ("array", [array @ Value::Array(_)]) => Some(array.clone()),
        ("array", [item]) => Some(Value::Array(vec![item.clone()])),
        ("coalesce", values) => coalesce(values),
        ("equals", [one, two]) => one.is_same(two).map(Value::Bool),
        ("not", [Value::Bool(value)]) => Some(Value::Bool(!value)),
        ("and", values) => all(values.iter().map(truth)).map(Value::Bool),
        ("or", values) => all(values.iter().map(|value| truth(value).map(|is| !is)))
            .map(|none| Value::Bool(!none)),
        ("contains", [container, item]) => contains(container, item).map(Value::Bool),
        ("empty", [value]) => is_empty(value).map(Value::Bool),
        ("length", [Value::Array(items)]) => count(items.len()),
        ("length", [Value::Object(members)]) => count(members.len()),
        ("length", [Value::Text(text)]) => count(length(text)),
        ("first", [Value::Array(items)]) => items.first().cloned(),
        ("last", [Value::Array(items)]) => items.last().cloned(),
        ("first" | "last", [Value::Text(text)]) => part_of(function, text, 1),
        ("take" | "skip", [container, number]) => part(function, container, number.as_integer()?),
        ("union", [first, rest @ ..]) => rest
            .iter()
            .try_fold(united(first, &first.empty_like()?)?, |sum, next| {
                united(&sum, next)
            }),
        ("range", [start, count]) => range(start.as_integer()?, count.as_integer()?),
        ("items", [Value::Object(members)]) => items(members),
        ("flatten", [Value::Array(arrays)]) => flatten(arrays),
        ("intersection", arrays) => intersection(arrays),
        ("indexof" | "lastindexof", [container, item]) => index_of(function, container, item),
        ("shallowmerge", [Value::Array(objects)]) => shallow_merge(objects),
        ("tryget", [container, steps @ ..]) => try_get(container, steps),
        ("min", numbers) => integers(numbers)?.into_iter().min().map(Value::integer),
        ("max", numbers) => integers(numbers)?.into_iter().max().map(Value::integer),
        ("add" | "sub" | "mul" | "div" | "mod", [one, two]) => {
            number(function, one.as_integer()?, two.as_integer()?)
        }
        ("less" | "lessorequals" | "greater" | "greaterorequals", [one, two]) => {
            compared(function, one.as_integer()?, two.as_integer()?)
        }
        ("int", [value]) => to_integer(value),
        ("bool", [value]) => to_bool(value),
        ("string", [value]) => value.written().map(Value::Text),
        ("json", [Value::Text(text)]) => json(text),
        ("concat", parts) => concat(parts),
        ("format", [Value::Text(pattern), values @ ..]) => {
            crate::formats::azure::arm_template::string_functions::format(pattern, values)
        }
        ("split", [Value::Text(text), delimiter]) => split(text, delimiter),
        ("join", [Value::Array(items), Value::Text(delimiter)]) => join(items, delimiter),
        ("replace", [Value::Text(text), Value::Text(old), Value::Text(new)]) => {
            replace(text, old, new)
        }
        ("tolower", [Value::Text(text)]) => Some(Value::Text(text.to_lowercase())),
        ("toupper", [Value::Text(text)]) => Some(Value::Text(text.to_uppercase())),
        ("trim", [Value::Text(text)]) => Some(Value::Text(text.trim().to_owned())),
        ("substring", [Value::Text(text), bounds @ ..]) => substring(text, bounds),
        ("startswith" | "endswith", [Value::Text(text), Value::Text(part)]) => {
            tests(function, text, part)
        }
        _ => None,
    }
}

/// The member or item of a step; none when it is not known to exist.
pub fn step<'v>(value: &'v Value, step: &Value) -> Option<&'v Value> {
    match (value, step) {
        (Value::Object(_), Value::Text(key)) => value.member(key),
        (Value::Array(items), index) => items.get(usize::try_from(index.as_integer()?).ok()?),
        _ => None,
    }
}

impl Value {
    /// An empty array for arrays, an empty object for objects.
    fn empty_like(&self) -> Option<Self> {
        match self {
            Self::Array(_) => Some(Self::Array(Vec::new())),
            Self::Object(_) => Some(Self::Object(Vec::new())),
            _ => None,
        }
    }
}

fn truth(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(value) => Some(*value),
        _ => None,
    }
}

fn count(number: usize) -> Option<Value> {
    i64::try_from(number).ok().map(Value::integer)
}

fn object_of(parts: &[Value]) -> Option<Value> {
    let mut members: Vec<(String, Value)> = Vec::new();
    for pair in parts.chunks(2) {
        let [Value::Text(key), value] = pair else {
            return None;
        };
        if members
            .iter()
            .any(|(known, _)| known.eq_ignore_ascii_case(key))
        {
            return None;
        }
        members.push((key.clone(), value.clone()));
    }
    Some(Value::Object(members))
}

fn coalesce(values: &[Value]) -> Option<Value> {
    match values.iter().find(|value| **value != Value::Null) {
        Some(Value::Unknown(_) | Value::Symbol(_)) => None,
        Some(value) => Some(value.clone()),
        None => (!values.is_empty()).then_some(Value::Null),
    }
}

fn contains(container: &Value, item: &Value) -> Option<bool> {
    match (container, item) {
        (Value::Text(text), item) => Some(text.contains(&item.written()?)),
        (Value::Array(items), item) => {
            all(items.iter().map(|known| known.is_same(item).map(|is| !is))).map(|none| !none)
        }
        (Value::Object(_), Value::Text(key)) => Some(container.member(key).is_some()),
        _ => None,
    }
}

fn is_empty(value: &Value) -> Option<bool> {
    match value {
        Value::Null => Some(true),
        Value::Text(text) => Some(text.is_empty()),
        Value::Array(items) => Some(items.is_empty()),
        Value::Object(members) => Some(members.is_empty()),
        _ => None,
    }
}

fn part(function: &str, container: &Value, number: i64) -> Option<Value> {
    // A negative count is zero.
    let number = usize::try_from(number).unwrap_or(0);
    match container {
        Value::Text(text) => part_of(function, text, number),
        Value::Array(items) => {
            let (head, tail) = items.split_at(number.min(items.len()));
            let kept = if function == "take" { head } else { tail };
            Some(Value::Array(kept.to_vec()))
        }
        _ => None,
    }
}

fn united(one: &Value, two: &Value) -> Option<Value> {
    match (one, two) {
        (Value::Array(one), Value::Array(two)) if one.len() + two.len() <= MANY => {
            let mut items: Vec<Value> = Vec::new();
            for item in one.iter().chain(two) {
                let is_new = all(items.iter().map(|known| known.is_same(item).map(|is| !is)))?;
                if is_new {
                    items.push(item.clone());
                }
            }
            // A single item has nothing to compare with.
            items
                .iter()
                .all(Value::is_known)
                .then_some(Value::Array(items))
        }
        (Value::Object(one), Value::Object(two)) if one.len() + two.len() <= MANY => {
            let mut members = one.clone();
            for (key, value) in two {
                match members
                    .iter_mut()
                    .find(|(known, _)| known.eq_ignore_ascii_case(key))
                {
                    None => members.push((key.clone(), value.clone())),
                    // Which spelling the result has is not documented.
                    Some((known, _)) if known != key => return None,
                    Some((_, known)) => *known = over(known, value),
                }
            }
            Some(Value::Object(members))
        }
        _ => None,
    }
}

/// The merged value of a member that both objects have.
fn over(below: &Value, above: &Value) -> Value {
    let hidden = || Value::Array(vec![below.clone(), above.clone()]).hidden();
    match (below, above) {
        (Value::Object(_), Value::Object(_)) => united(below, above).unwrap_or_else(hidden),
        // The value may be an object, or null.
        (Value::Object(_), Value::Unknown(_) | Value::Symbol(_))
        | (Value::Unknown(_) | Value::Symbol(_), Value::Object(_)) => hidden(),
        // Whether null replaces a value is not documented.
        (below, Value::Null) if *below != Value::Null => hidden(),
        _ => above.clone(),
    }
}

fn try_get(container: &Value, steps: &[Value]) -> Option<Value> {
    let mut at = container.clone();
    for key in steps {
        at = match (&at, key) {
            (Value::Unknown(_) | Value::Symbol(_), _)
            | (_, Value::Unknown(_) | Value::Symbol(_)) => {
                return None;
            }
            (Value::Null, _) => Value::Null,
            (Value::Object(_), Value::Text(key)) => at.member(key).cloned().unwrap_or(Value::Null),
            (Value::Array(items), index) => {
                let index = usize::try_from(index.as_integer()?).ok();
                index
                    .and_then(|index| items.get(index).cloned())
                    .unwrap_or(Value::Null)
            }
            _ => return None,
        };
    }
    (!matches!(at, Value::Unknown(_))).then_some(at)
}

fn integers(values: &[Value]) -> Option<Vec<i64>> {
    match values {
        [Value::Array(items)] => items.iter().map(Value::as_integer).collect(),
        values => values.iter().map(Value::as_integer).collect(),
    }
}

fn number(function: &str, one: i64, two: i64) -> Option<Value> {
    match function {
        "add" => one.checked_add(two),
        "sub" => one.checked_sub(two),
        "mul" => one.checked_mul(two),
        "div" => one.checked_div(two),
        _ => one.checked_rem(two),
    }
    .map(Value::integer)
}

fn compared(function: &str, one: i64, two: i64) -> Option<Value> {
    Some(Value::Bool(match function {
        "less" => one < two,
        "lessorequals" => one <= two,
        "greater" => one > two,
        _ => one >= two,
    }))
}

fn to_integer(value: &Value) -> Option<Value> {
    match value {
        Value::Text(text) => text.parse().ok().map(Value::integer),
        value => value.as_integer().map(Value::integer),
    }
}

fn to_bool(value: &Value) -> Option<Value> {
    let known = match value {
        Value::Bool(value) => *value,
        Value::Text(text) if text.eq_ignore_ascii_case("true") => true,
        Value::Text(text) if text.eq_ignore_ascii_case("false") => false,
        value => match value.as_integer()? {
            0 => false,
            1 => true,
            _ => return None,
        },
    };
    Some(Value::Bool(known))
}

fn json(text: &str) -> Option<Value> {
    serde_json::from_str::<&serde_json::value::RawValue>(text).ok()?;
    let value = Value::literal(text);
    value.is_known().then_some(value)
}

fn concat(parts: &[Value]) -> Option<Value> {
    if let [Value::Array(_), ..] = parts {
        let mut items = Vec::new();
        for part in parts {
            match part {
                Value::Array(more) => items.extend_from_slice(more),
                _ => return None,
            }
        }
        return Some(Value::Array(items));
    }
    let mut text = String::new();
    for part in parts {
        text.push_str(&part.written()?);
    }
    Some(Value::Text(text))
}
