//! What a question can see of an input: two inputs that look the same get the
//! same answer.

use crate::engine::Value;
use crate::policy::Watched;

/// One part of an input, as far as a question can tell it from another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Seen {
    /// It is not there.
    Nothing,
    /// All of it.
    Value(Value),
    /// The keys of an object.
    Keys(Vec<Value>),
    /// The length of an array.
    Length(usize),
}

/// What of `input` can be seen through `watched`.
pub fn seen(input: &Value, watched: &[Watched]) -> Vec<Seen> {
    watched
        .iter()
        .map(|watched| match watched {
            Watched::Value(pointer) => input.at(pointer).map_or(Seen::Nothing, Seen::Value),
            Watched::Shape(pointer) => input.at(pointer).map_or(Seen::Nothing, shape),
        })
        .collect()
}

fn shape(value: Value) -> Seen {
    if let Some(keys) = value.keys() {
        Seen::Keys(keys)
    } else if value.is_array() {
        Seen::Length(value.items().len())
    } else {
        Seen::Value(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pointer::Pointer;

    fn look(json: &str) -> Vec<Seen> {
        let watched = [
            Watched::Value(Pointer::parse("/a")),
            Watched::Shape(Pointer::parse("/b")),
        ];
        seen(&Value::parse(json).unwrap().value, &watched)
    }

    #[test]
    fn what_is_not_looked_at_makes_no_difference() {
        let some = look(r#"{"a": 1, "b": {"k": 1, "l": [2]}}"#);
        assert_eq!(some, look(r#"{"a": 1, "b": {"k": 9, "l": null}, "c": 3}"#));
        assert_ne!(some, look(r#"{"a": 2, "b": {"k": 1, "l": [2]}}"#));
        assert_ne!(some, look(r#"{"a": 1, "b": {"k": 1}}"#));
        assert_ne!(some, look(r#"{"a": 1, "b": {"k": 1, "m": [2]}}"#));
    }

    #[test]
    fn shapes_are_told_apart() {
        let all = ["[]", "[1]", "{}", "null", "false", "1", "\"\""];
        let seen: std::collections::BTreeSet<_> = all
            .iter()
            .map(|b| look(&format!(r#"{{"b": {b}}}"#)))
            .chain([look("{}")])
            .collect();
        assert_eq!(seen.len(), all.len() + 1);
        assert_eq!(look(r#"{"b": [1]}"#), look(r#"{"b": [2]}"#));
    }
}
