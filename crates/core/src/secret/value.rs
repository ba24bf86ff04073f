//! JSON values without their secrets.

use serde_json::Value as Json;

use super::place::{Member, Node, Place, Tree};
use super::shape::without_shapes;
use super::{WITHHELD, names_secret};

impl<'t> Tree<'t> for &'t Json {
    fn node(self) -> Node<'t, Self> {
        match self {
            Json::Object(members) => Node::Object(
                members
                    .iter()
                    .map(|(key, value)| (key.as_str(), value))
                    .collect(),
            ),
            Json::Array(items) => Node::List(items.iter().collect()),
            Json::String(text) => Node::Text(text),
            Json::Number(_) => Node::Number,
            Json::Bool(_) | Json::Null => Node::Plain,
        }
    }

    fn written(self) -> String {
        self.to_string()
    }
}

/// Puts [`WITHHELD`] in the place of every secret of a value in `place`; `other` makes
/// what is shown of all other strings.
pub fn hide(value: &mut Json, place: Place, other: &dyn Fn(&str) -> String) {
    match value {
        Json::Object(members) => {
            let named = members
                .iter()
                .filter(|(key, _)| Member::of(key) == Member::Name)
                .filter_map(|(_, name)| names_secret(name.as_str()?))
                .max();
            for (key, member) in members {
                let below = place.member(key);
                let below = match (named, Member::of(key)) {
                    (Some(certainty), Member::Value) => below.named(certainty),
                    _ => below,
                };
                hide(member, below, other);
            }
        }
        Json::Array(items) => items.iter_mut().for_each(|item| hide(item, place, other)),
        Json::String(text) if place.hides(text) => *value = Json::from(WITHHELD),
        Json::String(text) => {
            let shown = other(&without_shapes(text));
            if shown != *text {
                *text = shown;
            }
        }
        Json::Number(_) if place.hides_numbers() => *value = Json::from(WITHHELD),
        Json::Number(_) | Json::Bool(_) | Json::Null => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn secrets_are_replaced_and_nothing_else() {
        let mut value = json!({
            "clientSecret": {"value": "x", "name": "n"}, "env": [{"name": "API_KEY", "value": "x"}],
            "url": "redis://:hunter2@cache:6379", "n": 1, "password": 1,
        });
        hide(&mut value, Place::default(), &str::to_owned);
        let expected = json!({
            "clientSecret": {"value": WITHHELD, "name": "n"}, "env": [{"name": "API_KEY", "value": WITHHELD}],
            "url": "redis://:(withheld)@cache:6379", "n": 1, "password": WITHHELD,
        });
        assert_eq!(value, expected);
    }
}
