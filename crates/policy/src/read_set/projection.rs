//! Projections: the parts of an input that a question depends on. Two inputs with the same
//! projection have the same answer.

use crate::engine::{Value, ValueKind};
use crate::read_set::{Watched, at_path};

/// One part of an input, as far as a question depends on it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Projection {
    /// It is not there.
    Nothing,
    /// All of it.
    Value(Value),
    /// The keys of an object.
    Keys(Vec<Value>),
    /// The length of an array.
    Length(usize),
    /// It is there, and of this type.
    Kind(ValueKind),
    /// Several values that are compared with each other.
    Several(Vec<Vec<Value>>),
}

/// The projection of `input` to `watched`.
pub fn project(input: &Value, watched: &[Watched]) -> Vec<Projection> {
    watched
        .iter()
        .map(|watched| match watched {
            Watched::Value(pointer) => input
                .member(pointer)
                .map_or(Projection::Nothing, Projection::Value),
            Watched::Shape(pointer) => input.member(pointer).map_or(Projection::Nothing, shape),
            Watched::Presence(pointer) => input
                .member(pointer)
                .map_or(Projection::Nothing, |value| Projection::Kind(value.kind())),
            Watched::Several(paths) => {
                let found: Vec<Vec<Value>> =
                    paths.iter().map(|path| at_path(input, path)).collect();
                if found.iter().map(Vec::len).sum::<usize>() > 1 {
                    Projection::Several(found)
                } else {
                    Projection::Nothing
                }
            }
        })
        .collect()
}

fn shape(value: Value) -> Projection {
    if let Some(keys) = value.keys() {
        Projection::Keys(keys)
    } else if value.is_array() {
        Projection::Length(value.items().len())
    } else {
        Projection::Value(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use onus_core::json_pointer::Pointer;

    fn look(json: &str) -> Vec<Projection> {
        let watched = [
            Watched::Value(Pointer::parse("/a")),
            Watched::Shape(Pointer::parse("/b")),
            Watched::Presence(Pointer::parse("/p")),
        ];
        project(&Value::parse(json).unwrap().value, &watched)
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

    #[test]
    fn present_values_are_distinguished_by_type_only() {
        assert_eq!(look(r#"{"p": {"k": 1}}"#), look(r#"{"p": {}}"#));
        let all = ["[]", "{}", "null", "false", "1", "\"\""];
        let seen: std::collections::BTreeSet<_> = all
            .iter()
            .map(|p| look(&format!(r#"{{"p": {p}}}"#)))
            .chain([look("{}")])
            .collect();
        assert_eq!(seen.len(), all.len() + 1);
    }

    #[test]
    fn what_is_compared_counts_where_there_is_more_than_one() {
        let paths =
            serde_json::from_str::<crate::read_set::ReadSet>(r#"[[],[[["a",null],["b"]]]]"#)
                .unwrap()
                .watched();
        let look = |json: &str| project(&Value::parse(json).unwrap().value, &paths);
        assert_eq!(look(r#"{"a": [1]}"#), look(r#"{"b": 2}"#));
        assert_ne!(look(r#"{"a": [1], "b": 2}"#), look(r#"{"a": [1], "b": 1}"#));
        assert_ne!(look(r#"{"a": [1, 2]}"#), look(r#"{"a": [2, 1]}"#));
    }

    #[test]
    fn an_index_is_no_key() {
        let watched = [Watched::Value(Pointer::parse("/a/0"))];
        let look = |json: &str| project(&Value::parse(json).unwrap().value, &watched);
        assert_ne!(look(r#"{"a": {"0": 5}}"#), look(r#"{"a": [5]}"#));
    }

    #[test]
    fn equal_numbers_are_written_alike() {
        let parse = |json: &str| Value::parse(json).unwrap().value;
        for (a, b) in [
            ("0", "-0.0"),
            ("1", "1.0"),
            ("10000000000000000000", "1e19"),
            ("100", "1e2"),
        ] {
            assert_eq!(parse(a), parse(b), "{a} and {b}");
            assert_eq!(parse(a).to_string(), parse(b).to_string(), "{a} and {b}");
            assert_eq!(parse(a).digest(), parse(b).digest(), "{a} and {b}");
        }
    }
}
