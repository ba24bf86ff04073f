//! `object.*` and `json.filter`, `json.remove`: objects by their paths.

use std::collections::{BTreeMap, BTreeSet};

use regorus::Value;

use super::bounds::{self, Failure};
use super::call::Call;
use super::operators::Contents;

/// Paths as a tree.
#[derive(Debug)]
enum Paths {
    /// All below.
    All,
    /// Some keys.
    Keys(BTreeMap<Value, Paths>),
}

impl Paths {
    /// The paths that a call gives: texts such as `a/b/0`, or arrays of keys.
    fn read(call: Call<'_>, index: usize) -> Result<BTreeMap<Value, Self>, Failure> {
        let mut root = Self::Keys(BTreeMap::new());
        for path in call.collection(index)? {
            let keys: Vec<Value> = match path {
                Value::String(path) if path.is_empty() => Vec::new(),
                Value::String(path) => path
                    .trim_start_matches('/')
                    .split('/')
                    .map(|key| Value::from(key.replace("~1", "/").replace("~0", "~")))
                    .collect(),
                Value::Array(keys) => keys.iter().cloned().collect(),
                _ => return Err(call.wrong(index, "an array or a set of paths")),
            };
            if keys.len() > 256 {
                return Err(call.fails("a path has more than 256 keys"));
            }
            if !keys.is_empty() {
                root.insert(keys);
            }
        }
        Ok(match root {
            Self::Keys(keys) => keys,
            Self::All => BTreeMap::new(),
        })
    }

    fn insert(&mut self, keys: Vec<Value>) {
        let mut node = self;
        for key in keys {
            let Self::Keys(below) = node else {
                return;
            };
            node = below
                .entry(key)
                .or_insert_with(|| Self::Keys(BTreeMap::new()));
        }
        *node = Self::All;
    }
}

/// `json.filter(object, paths)`: what the paths lead to.
pub fn filter(call: Call<'_>) -> Result<Value, Failure> {
    let object = object(call)?;
    Ok(filtered(object, &Paths::Keys(Paths::read(call, 1)?)))
}

fn filtered(value: &Value, paths: &Paths) -> Value {
    let Paths::Keys(paths) = paths else {
        return value.clone();
    };
    match value {
        Value::Array(items) => {
            let kept = items.iter().enumerate().filter_map(|(index, item)| {
                let paths = paths.get(&Value::from(index.to_string()))?;
                Some(filtered(item, paths))
            });
            Value::from(kept.collect::<Vec<_>>())
        }
        Value::Set(items) => {
            let kept = items
                .iter_sorted()
                .filter_map(|item| Some(filtered(item, paths.get(item)?)));
            Value::from(kept.collect::<BTreeSet<_>>())
        }
        Value::Object(fields) => {
            let kept = fields.iter_sorted().filter_map(|(key, value)| {
                let paths = paths.get(key)?;
                Some((key.clone(), filtered(value, paths)))
            });
            Value::from(kept.collect::<BTreeMap<_, _>>())
        }
        // A path that goes on below a plain value keeps it.
        plain => plain.clone(),
    }
}

/// `json.remove(object, paths)`: all but what the paths lead to.
pub fn remove(call: Call<'_>) -> Result<Value, Failure> {
    let object = object(call)?;
    let paths = Paths::Keys(Paths::read(call, 1)?);
    Ok(without(object, Some(&paths)).unwrap_or(Value::Undefined))
}

fn without(value: &Value, paths: Option<&Paths>) -> Option<Value> {
    let paths = match paths {
        None => return Some(value.clone()),
        Some(Paths::All) => return None,
        Some(Paths::Keys(paths)) => paths,
    };
    Some(match value {
        Value::Array(items) => {
            let kept = items.iter().enumerate().filter_map(|(index, item)| {
                without(item, paths.get(&Value::from(index.to_string())))
            });
            Value::from(kept.collect::<Vec<_>>())
        }
        Value::Set(items) => {
            let kept = items
                .iter_sorted()
                .filter_map(|item| without(item, paths.get(item)));
            Value::from(kept.collect::<BTreeSet<_>>())
        }
        Value::Object(fields) => {
            let kept = fields
                .iter_sorted()
                .filter_map(|(key, value)| Some((key.clone(), without(value, paths.get(key))?)));
            Value::from(kept.collect::<BTreeMap<_, _>>())
        }
        plain => plain.clone(),
    })
}

fn object(call: Call<'_>) -> Result<&Value, Failure> {
    let value = call.argument(0)?;
    match value {
        Value::Object(_) => bounds::deep(call.name, value).map(|_| value),
        _ => Err(call.wrong(0, "an object")),
    }
}

/// `object.subset(super, sub)`. An array is part of another one if it occurs in it in
/// one piece; a set is part of an array if its members occur in any order.
pub fn subset(call: Call<'_>) -> Result<Value, Failure> {
    let (all, part) = (call.argument(0)?, call.argument(1)?);
    bounds::deep(call.name, all)?;
    bounds::deep(call.name, part)?;
    let found = match (all, part) {
        (Value::Array(all), Value::Set(part)) => {
            // As in OPA, each occurrence counts, so `[1, 1]` has `{1, 2}`; and nothing is
            // looked at in an empty array.
            let mut missing = part.len();
            all.iter().any(|item| {
                if part.contains(item) {
                    missing = missing.saturating_sub(1);
                }
                missing == 0
            })
        }
        _ => match is_part(call, all, part)? {
            Some(found) => found,
            None => {
                return Err(
                    call.fails("both arguments must have the same type, or be an array and a set")
                );
            }
        },
    };
    Ok(Value::from(found))
}

/// None where the types differ.
fn is_part(call: Call<'_>, all: &Value, part: &Value) -> Result<Option<bool>, Failure> {
    Ok(Some(match (all, part) {
        (Value::Object(all), Value::Object(part)) => {
            for (key, part) in part.iter_sorted() {
                let found = match all.get(key) {
                    Some(all) => all == part || is_part(call, all, part)? == Some(true),
                    None => false,
                };
                if !found {
                    return Ok(Some(false));
                }
            }
            true
        }
        (Value::Set(all), Value::Set(part)) => part.iter().all(|item| all.contains(item)),
        (Value::Array(_), Value::Array(part)) if part.is_empty() => true,
        (Value::Array(all), Value::Array(part)) => {
            bounds::work(call.name, all.len(), part.len())?;
            all.as_slice()
                .windows(part.len())
                .any(|window| window == part.as_slice())
        }
        _ => return Ok(None),
    }))
}

/// `object.get(object, key or path, default)`.
pub fn get(call: Call<'_>) -> Result<Value, Failure> {
    let object = call.argument(0)?;
    if !matches!(object, Value::Object(_)) {
        return Err(call.wrong(0, "an object"));
    }
    let key = call.argument(1)?;
    let path = match key {
        Value::Array(path) => path.as_slice(),
        key => std::slice::from_ref(key),
    };
    let found = path
        .iter()
        .try_fold(object, |value, key| match value {
            Value::Object(fields) => fields.get(key),
            Value::Array(items) => {
                let index = super::number::integer(key)?;
                items.get(usize::try_from(index).ok()?)
            }
            Value::Set(items) => items.get(key),
            _ => None,
        })
        .map_or_else(|| call.argument(2), Ok)?;
    Ok(found.clone())
}

/// `object.keys(object)`.
pub fn keys(call: Call<'_>) -> Result<Value, Failure> {
    let fields = call.fields(0)?;
    call.gathered(fields.into_iter().map(|(key, _)| key.clone()).collect())
}

/// Bounds `sort`, `min` and `max`, which compare members in all levels.
pub fn compared(call: Call<'_>) -> Result<(), Failure> {
    all_levels(call)?;
    // The argument itself may be a set.
    let members = call.collection(0)?;
    let contents = members.into_iter().map(Contents::of);
    let (mut sets, mut objects) = (false, false);
    for member in contents {
        (sets, objects) = (sets || member.sets, objects || member.objects);
    }
    if sets && objects {
        return Err(call.fails("sets and objects together have no order; keep them apart"));
    }
    Ok(())
}

/// Bounds `object.filter` and `object.remove`.
pub fn keyed(call: Call<'_>) -> Result<(), Failure> {
    call.fields(0)?;
    match call.argument(1)? {
        Value::Array(_) | Value::Set(_) | Value::Object(_) => all_levels(call),
        _ => Err(call.wrong(1, "an array, an object or a set")),
    }
}

/// Bounds `object.union`.
pub fn united(call: Call<'_>) -> Result<(), Failure> {
    call.fields(0)?;
    call.fields(1)?;
    all_levels(call)
}

fn all_levels(call: Call<'_>) -> Result<(), Failure> {
    for argument in call.arguments {
        bounds::deep(call.name, argument)?;
    }
    Ok(())
}

/// Bounds `object.union_n`, which goes through what it has made for each member.
pub fn united_all(call: Call<'_>) -> Result<(), Failure> {
    let items = call.array(0)?;
    if !items.iter().all(|item| matches!(item, Value::Object(_))) {
        return Err(call.wrong(0, "an array of objects"));
    }
    let size = bounds::deep(call.name, call.argument(0)?)?;
    bounds::work(call.name, items.len(), size.values)
}

/// Bounds `union` and `intersection`, which go through what they have made for each set.
pub fn set_of_sets(call: Call<'_>) -> Result<(), Failure> {
    let Value::Set(sets) = call.argument(0)? else {
        return Err(call.wrong(0, "a set of sets"));
    };
    if !sets.iter().all(|set| matches!(set, Value::Set(_))) {
        return Err(call.wrong(0, "a set of sets"));
    }
    let size = bounds::deep(call.name, call.argument(0)?)?;
    bounds::work(call.name, sets.len(), size.values)
}

/// Bounds `json.patch`, which finds a path for each operation.
pub fn patched(call: Call<'_>) -> Result<(), Failure> {
    all_levels(call)?;
    let operations = call.array(1)?.len();
    // An operation can copy all there is, so each may double it.
    let copies = call
        .array(1)?
        .iter()
        .filter(|operation| {
            matches!(operation, Value::Object(fields) if matches!(
                fields.get(&Value::from("op")),
                Some(Value::String(name)) if &**name == "copy"
            ))
        })
        .count();
    let size = bounds::deep(call.name, call.argument(0)?)?;
    let doubled = size.values.checked_shl(u32::try_from(copies).unwrap_or(64));
    if copies >= 20 || doubled.is_none_or(|doubled| doubled > bounds::MOST_MEMBERS * 4) {
        return Err(call.fails("it has too many `copy` operations for a document of this size"));
    }
    bounds::work(call.name, operations, size.values)
}
