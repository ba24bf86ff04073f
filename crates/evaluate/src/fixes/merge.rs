//! Merge of settings into a document, at the places that findings point to.

use serde_json::{Map, Value as Json, json};

use onus_core::json_pointer::Pointer;

/// Sets members of an object. In lists of objects, those are changed that a finding points
/// into, or all where none does.
pub fn merge(object: &mut Json, settings: &Map<String, Json>, findings: &[Pointer]) {
    if !object.is_object() {
        *object = json!({});
    }
    // What an object without members chooses, such as `none {}`, replaces another choice.
    let is_choice = |value: &Json| *value == json!({}) || *value == json!([{}]);
    if !settings.is_empty() && settings.values().all(is_choice) {
        *object = json!({});
    }
    for (key, setting) in settings {
        let below = within(findings, key);
        let place = object
            .as_object_mut()
            .map(|members| members.entry(key.clone()).or_insert(Json::Null));
        if let Some(place) = place {
            merge_value(place, setting, &below);
        }
    }
}

fn merge_value(place: &mut Json, setting: &Json, findings: &[Pointer]) {
    match setting {
        Json::Object(members) => match place {
            // Some formats have a list of one block where others have an object.
            Json::Array(items) if items.len() == 1 => {
                merge(&mut items[0], members, &within(findings, "0"));
            }
            place => merge(place, members, findings),
        },
        Json::Array(settings) if settings.iter().all(Json::is_object) && !settings.is_empty() => {
            merge_list(place, settings, findings);
        }
        value => *place = value.clone(),
    }
}

fn merge_list(place: &mut Json, settings: &[Json], findings: &[Pointer]) {
    let is_new = place.as_array().is_none_or(Vec::is_empty);
    let mut items = match place.take() {
        Json::Array(items) => items,
        // Blocks are written as blocks, whatever was there.
        Json::Object(item) => vec![item.into()],
        _ => Vec::new(),
    };
    if items.is_empty() {
        items.push(json!({}));
    }
    let has_name = |members: &Map<String, Json>| {
        ["name", "Name"]
            .iter()
            .any(|key| members.contains_key(*key))
    };
    let segments: Vec<&str> = findings
        .iter()
        .filter_map(|finding| finding.segments().next())
        .collect();
    for members in settings.iter().filter_map(Json::as_object) {
        // An item of the same name is replaced.
        let same = items.iter().position(|item| has_name_of(item, members));
        if let Some(item) = same.and_then(|index| items.get_mut(index)) {
            *item = members.clone().into();
            continue;
        }
        // One of another name is a new one, unless a finding is about one that is there.
        if segments.is_empty() && has_name(members) && !is_new {
            items.push(members.clone().into());
            continue;
        }
        for (index, item) in items.iter_mut().enumerate() {
            let here = index.to_string();
            if segments.is_empty() || segments.contains(&here.as_str()) {
                merge(item, members, &within(findings, &here));
            }
        }
    }
    *place = items.into();
}

fn has_name_of(item: &Json, members: &Map<String, Json>) -> bool {
    ["name", "Name"].iter().any(|key| {
        let name = members.get(*key).filter(|name| name.is_string());
        name.is_some_and(|name| item.get(key) == Some(name))
    })
}

/// The tails of the pointers that lead through a member.
fn within(pointers: &[Pointer], key: &str) -> Vec<Pointer> {
    let head = Pointer::root().child(key);
    pointers
        .iter()
        .filter_map(|pointer| pointer.strip(&head))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::merge;
    use onus_core::json_pointer::Pointer;
    use serde_json::{Value as Json, json};

    fn merged(mut object: Json, settings: Json, findings: &[&str]) -> Json {
        let findings: Vec<Pointer> = findings.iter().map(|text| Pointer::parse(text)).collect();
        merge(&mut object, settings.as_object().unwrap(), &findings);
        object
    }

    #[test]
    fn settings_go_where_findings_point() {
        let rules = json!({"rules": [{"from": "*"}, {"from": "*", "to": 1}]});
        let settings = json!({"rules": [{"from": "x"}]});
        let one = merged(rules.clone(), settings.clone(), &["/rules/1/from"]);
        assert_eq!(
            one,
            json!({"rules": [{"from": "*"}, {"from": "x", "to": 1}]})
        );
        let all = merged(rules, settings.clone(), &[]);
        assert_eq!(
            all,
            json!({"rules": [{"from": "x"}, {"from": "x", "to": 1}]})
        );
        let new = merged(json!({}), settings, &["/rules"]);
        assert_eq!(new, json!({"rules": [{"from": "x"}]}));
    }

    #[test]
    fn choices_replace_others() {
        let action = json!({"action": {"count": {}}, "name": "a"});
        let fixed = merged(action, json!({"action": {"none": {}}}), &[]);
        assert_eq!(fixed, json!({"action": {"none": {}}, "name": "a"}));
    }

    #[test]
    fn items_of_the_same_name_are_written_anew() {
        let env = json!({"env": [{"name": "A", "value": "x"}, {"name": "B", "value": "y"}]});
        let fixed = merged(
            env,
            json!({"env": [{"name": "A", "ref": "z"}]}),
            &["/env/0/value"],
        );
        assert_eq!(
            fixed,
            json!({"env": [{"name": "A", "ref": "z"}, {"name": "B", "value": "y"}]})
        );
    }

    #[test]
    fn plain_values_replace_others() {
        let fixed = merged(json!({"a": ["*"], "b": 1}), json!({"a": ["x"]}), &["/a/0"]);
        assert_eq!(fixed, json!({"a": ["x"], "b": 1}));
    }
}
