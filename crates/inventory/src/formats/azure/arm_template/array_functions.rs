//! Array and object functions of ARM templates, of which Bicep's loops make use.
//!
//! Sources: <https://learn.microsoft.com/en-us/azure/azure-resource-manager/templates/template-functions-array>,
//! <https://learn.microsoft.com/en-us/azure/azure-resource-manager/templates/template-functions-object>

use crate::formats::azure::arm_template::value::{Value, all};

/// The most items of `range`: the documented limit.
const MANY: i64 = 10_000;

/// The size limit of what is compared item by item.
const COMPARED: usize = 500;

/// `range(start, count)`.
pub fn range(start: i64, count: i64) -> Option<Value> {
    let end = start.checked_add(count)?;
    (0..=MANY)
        .contains(&count)
        .then(|| Value::Array((start..end).map(Value::integer).collect()))
}

/// `items(object)`: keys and values, in the order of the keys.
pub fn items(members: &[(String, Value)]) -> Option<Value> {
    let mut sorted: Vec<&(String, Value)> = members.iter().collect();
    sorted.sort_by(|one, two| one.0.cmp(&two.0));
    // Whether the case of keys counts for the order is not documented.
    let folded = |pair: &&(String, Value)| pair.0.to_lowercase();
    let is_sure = sorted.is_sorted_by_key(folded);
    let item = |(key, value): &(String, Value)| {
        Value::Object(vec![
            ("key".to_owned(), Value::Text(key.clone())),
            ("value".to_owned(), value.clone()),
        ])
    };
    is_sure.then(|| Value::Array(sorted.into_iter().map(item).collect()))
}

/// `flatten(array)`: the items of the arrays in it.
pub fn flatten(arrays: &[Value]) -> Option<Value> {
    let mut items = Vec::new();
    for array in arrays {
        match array {
            Value::Array(more) => items.extend_from_slice(more),
            _ => return None,
        }
    }
    Some(Value::Array(items))
}

/// `intersection(array, ...)`: the items that all arrays have, in the order of the first.
pub fn intersection(arrays: &[Value]) -> Option<Value> {
    let (first, rest) = arrays.split_first()?;
    let (Value::Array(first), false) = (first, rest.is_empty()) else {
        return None;
    };
    let mut common: Vec<Value> = Vec::new();
    for item in first {
        let mut is_common = is_in(&common, item).map(|is| !is);
        for array in rest {
            let Value::Array(items) = array else {
                return None;
            };
            if first.len() > COMPARED || items.len() > COMPARED {
                return None;
            }
            is_common = all([is_common, is_in(items, item)]);
        }
        if is_common? {
            common.push(item.clone());
        }
    }
    Some(Value::Array(common))
}

/// Whether an item is in an array; none when that is unknown.
fn is_in(items: &[Value], item: &Value) -> Option<bool> {
    all(items.iter().map(|known| known.is_same(item).map(|is| !is))).map(|none| !none)
}

/// `indexOf` and `lastIndexOf`; -1 where there is none.
pub fn index_of(function: &str, container: &Value, item: &Value) -> Option<Value> {
    let found = match (container, item) {
        // The case of letters does not count in strings.
        (Value::Text(text), Value::Text(part)) if text.is_ascii() => {
            let (text, part) = (text.to_lowercase(), part.to_lowercase());
            match function {
                "indexof" => text.find(&part),
                _ => text.rfind(&part),
            }
        }
        (Value::Array(items), item) => {
            let same: Vec<bool> = items
                .iter()
                .map(|known| known.is_same(item))
                .collect::<Option<_>>()?;
            match function {
                "indexof" => same.iter().position(|is| *is),
                _ => same.iter().rposition(|is| *is),
            }
        }
        _ => return None,
    };
    match found {
        Some(index) => i64::try_from(index).ok().map(Value::integer),
        None => Some(Value::integer(-1)),
    }
}

/// `shallowMerge(objects)`: the last value of each key.
pub fn shallow_merge(objects: &[Value]) -> Option<Value> {
    let mut merged: Vec<(String, Value)> = Vec::new();
    for object in objects {
        let Value::Object(members) = object else {
            return None;
        };
        if merged.len() + members.len() > COMPARED {
            return None;
        }
        for (key, value) in members {
            match merged
                .iter_mut()
                .find(|(known, _)| known.eq_ignore_ascii_case(key))
            {
                None => merged.push((key.clone(), value.clone())),
                // Which spelling the result has is not documented.
                Some((known, _)) if known != key => return None,
                Some((_, known)) => *known = value.clone(),
            }
        }
    }
    Some(Value::Object(merged))
}

#[cfg(test)]
mod tests {
    use crate::formats::azure::arm_template::functions::call;
    use crate::formats::azure::arm_template::value::Value;

    #[test]
    fn arrays_and_objects_are_made() {
        for (function, arguments, expected) in [
            ("range", "[2, 3]", Some("[2,3,4]")),
            ("range", "[0, 0]", Some("[]")),
            ("range", "[0, -1]", None),
            ("range", "[0, 10001]", None),
            (
                "items",
                r#"[{"b": 1, "a": {"c": 2}}]"#,
                Some(r#"[{"key":"a","value":{"c":2}},{"key":"b","value":1}]"#),
            ),
            ("items", r#"[{"a": 1, "B": 2}]"#, None),
            ("flatten", "[[[1], [], [2, [3]]]]", Some("[1,2,[3]]")),
            ("flatten", "[[[1], 2]]", None),
            ("intersection", "[[1, 2, 3, 2], [3, 2]]", Some("[2,3]")),
            ("intersection", r#"[[1], ["a"]]"#, Some("[]")),
            ("intersection", r#"[{"a": 1}, {"a": 1}]"#, None),
            ("indexof", r#"["abcB", "B"]"#, Some("1")),
            ("lastindexof", r#"["abcB", "b"]"#, Some("3")),
            ("indexof", r#"[["a", "b"], "B"]"#, Some("-1")),
            ("lastindexof", "[[1, 2, 1], 1]", Some("2")),
            (
                "shallowmerge",
                r#"[[{"a": {"x": 1}, "b": 1}, {"a": {"y": 2}}]]"#,
                Some(r#"{"a":{"y":2},"b":1}"#),
            ),
            ("shallowmerge", r#"[[{"a": 1}, {"A": 2}]]"#, None),
        ] {
            let Value::Array(arguments) = Value::literal(arguments) else {
                panic!("{arguments}");
            };
            let found = call(function, &arguments).map(|value| {
                let mut text = String::new();
                value.write(&mut text, &mut |_, _| "?".to_owned());
                text
            });
            assert_eq!(found.as_deref(), expected, "{function}");
        }
    }
}
