//! Tags of Amazon Web Services: a map, or a list of pairs whose keys have different names
//! in each service.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::resource::fold_tags;

/// The names of the key and the value in the pairs of a list.
const SPELLINGS: [(&str, &str); 3] = [("key", "value"), ("Key", "Value"), ("tagName", "tagValue")];

/// Folds tags of either shape into a string map; see [`fold_tags`].
pub fn fold_aws_tags(tags: Option<&Value>) -> BTreeMap<String, String> {
    let Some(Value::Array(pairs)) = tags else {
        return fold_tags(tags);
    };
    let mut map = Map::new();
    for (key, value) in pairs.iter().filter_map(pair) {
        if !map.keys().any(|known| known.eq_ignore_ascii_case(key)) {
            map.insert(key.to_owned(), value.clone());
        }
    }
    fold_tags(Some(&Value::Object(map)))
}

/// The key and the value of one pair of a list; null for an absent value.
pub fn pair(item: &Value) -> Option<(&str, &Value)> {
    SPELLINGS.iter().find_map(|(key, value)| {
        let key = item.get(key)?.as_str()?;
        Some((key, item.get(value).unwrap_or(&Value::Null)))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn all_shapes_fold_to_the_same_map() {
        for tags in [
            json!({"owner": "me", "empty": null}),
            json!([{"key": "owner", "value": "me", "tag": "owner=me"}, {"key": "empty"}]),
            json!([{"Key": "owner", "Value": "me"}, {"Key": "Owner", "Value": "you"}, {"Key": "empty", "Value": ""}]),
            json!([{"tagName": "owner", "tagValue": "me"}, 3, {"tagName": "empty", "tagValue": ""}]),
        ] {
            let folded = fold_aws_tags(Some(&tags));
            assert_eq!(folded.len(), 2, "{tags}");
            assert_eq!(folded["owner"], "me");
            assert_eq!(folded["empty"], "");
        }
        assert!(fold_aws_tags(None).is_empty());
        assert!(fold_aws_tags(Some(&json!([]))).is_empty());
    }
}
