//! Access to values as Rego sees them: keys of any type, sets, and numbers.

use std::collections::{BTreeMap, BTreeSet};

use super::Value;

impl Value {
    /// An object whose keys are of any type.
    pub(crate) fn keyed(entries: impl IntoIterator<Item = (Self, Self)>) -> Self {
        let map: BTreeMap<regorus::Value, regorus::Value> = entries
            .into_iter()
            .map(|(key, value)| (key.0, value.0))
            .collect();
        Self(regorus::Value::from(map))
    }

    /// A set.
    pub(crate) fn set(items: impl IntoIterator<Item = Self>) -> Self {
        let items: BTreeSet<regorus::Value> = items.into_iter().map(|item| item.0).collect();
        Self(regorus::Value::from(items))
    }

    /// A whole number.
    pub(crate) fn number(number: usize) -> Self {
        Self(regorus::Value::from(
            u64::try_from(number).unwrap_or(u64::MAX),
        ))
    }

    /// A boolean.
    pub(crate) fn boolean(truth: bool) -> Self {
        Self(regorus::Value::Bool(truth))
    }

    /// A whole number of 64 bits.
    pub(crate) fn instant(nanoseconds: i64) -> Self {
        Self(regorus::Value::from(nanoseconds))
    }

    /// Whether this is a set.
    pub(crate) fn is_set(&self) -> bool {
        matches!(self.0, regorus::Value::Set(_))
    }

    /// The number, if it is a whole one that is not negative.
    pub(crate) fn as_index(&self) -> Option<usize> {
        match &self.0 {
            regorus::Value::Number(number) => number
                .as_u64()
                .and_then(|number| usize::try_from(number).ok()),
            _ => None,
        }
    }

    /// What `value[key]` is; none where it is undefined.
    pub(crate) fn member_of(&self, key: &Self) -> Option<Self> {
        match &self.0 {
            regorus::Value::Array(items) => {
                items.get(key.as_index()?).map(|item| Self(item.clone()))
            }
            regorus::Value::Object(fields) => fields.get(&key.0).map(|value| Self(value.clone())),
            regorus::Value::Set(items) => items.contains(&key.0).then(|| key.clone()),
            _ => None,
        }
    }

    /// All `key` and `value[key]`, in order; none for a value without keys.
    pub(crate) fn members(&self) -> Option<Vec<(Self, Self)>> {
        match &self.0 {
            regorus::Value::Array(items) => Some(
                items
                    .iter()
                    .enumerate()
                    .map(|(index, item)| (Self::number(index), Self(item.clone())))
                    .collect(),
            ),
            regorus::Value::Object(fields) => Some(
                fields
                    .iter_sorted()
                    .map(|(key, value)| (Self(key.clone()), Self(value.clone())))
                    .collect(),
            ),
            regorus::Value::Set(items) => Some(
                items
                    .iter_sorted()
                    .map(|item| (Self(item.clone()), Self(item.clone())))
                    .collect(),
            ),
            _ => None,
        }
    }
}
