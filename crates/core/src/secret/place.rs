//! Places in a document: which values are secrets because of the keys above them and the
//! names next to them.

use super::name::{Certainty, is_harmless, names_secret};

/// What the path to a value means for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Place {
    /// The strongest word of a key above it, if there is one.
    certainty: Option<Certainty>,
    /// Whether its own key means that it only leads to a secret.
    is_harmless: bool,
}

impl Place {
    /// Below a key, or below a variable of that name.
    pub fn below(name: &str) -> Self {
        Self::default().member(name)
    }

    /// The place of an object's member. That of an array's item is the array's own.
    #[must_use]
    pub fn member(self, key: &str) -> Self {
        if let Some(certainty) = names_secret(key) {
            return Self {
                certainty: self.certainty.max(Some(certainty)),
                is_harmless: false,
            };
        }
        Self {
            certainty: self.certainty,
            is_harmless: self.certainty.is_some() && is_harmless(key),
        }
    }

    /// The place of a value whose `name` next to it names a secret.
    #[must_use]
    pub fn named(self, certainty: Certainty) -> Self {
        Self {
            certainty: self.certainty.max(Some(certainty)),
            is_harmless: false,
        }
    }

    /// Whether a string in this place is a secret.
    pub fn hides(self, text: &str) -> bool {
        !self.is_harmless
            && self
                .certainty
                .is_some_and(|certainty| certainty.hides(text))
    }

    /// Whether a number in this place is a secret.
    pub fn hides_numbers(self) -> bool {
        self.certainty == Some(Certainty::Surely) && !self.is_harmless
    }
}

/// Whether a member of an object is the name or the value of a pair, such as
/// `{"name": "DB_PASSWORD", "value": "..."}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Member {
    /// It names the value next to it.
    Name,
    /// It is the value.
    Value,
    /// Neither.
    Other,
}

impl Member {
    /// By its key: environments of containers, settings and tags, parameters of
    /// stacks, options, metadata.
    pub fn of(key: &str) -> Self {
        let is = |known: &[&str]| known.iter().any(|one| key.eq_ignore_ascii_case(one));
        if is(&[
            "name",
            "key",
            "parameterKey",
            "variable",
            "variableName",
            "variable_name",
            "optionName",
            "option_name",
            "settingName",
            "field",
            "property",
            "label",
            "id",
        ]) {
            Self::Name
        } else if is(&[
            "value",
            "values",
            "parameterValue",
            "defaultValue",
            "default",
            "stringValue",
            "string_value",
            "content",
            "data",
            "val",
            "connectionString",
            "text",
            "plaintext",
        ]) {
            Self::Value
        } else {
            Self::Other
        }
    }
}

/// A reference to a JSON value, whatever library holds it.
pub trait Tree<'t>: Copy {
    /// What it is.
    fn node(self) -> Node<'t, Self>;

    /// A number as it is written; of anything else, whatever there is.
    fn written(self) -> String;
}

/// What a JSON value is.
#[derive(Debug)]
pub enum Node<'t, T> {
    /// Members whose keys are strings.
    Object(Vec<(&'t str, T)>),
    /// Items of an array or a set.
    List(Vec<T>),
    /// A string.
    Text(&'t str),
    /// A number.
    Number,
    /// A boolean or null.
    Plain,
}

/// The name of a pair that names a secret.
fn pair<'t, T: Tree<'t>>(members: &[(&'t str, T)]) -> Option<Certainty> {
    members
        .iter()
        .filter(|(key, _)| Member::of(key) == Member::Name)
        .filter_map(|(_, name)| match name.node() {
            Node::Text(name) => names_secret(name),
            _ => None,
        })
        .max()
}

/// Whether these are the members of a related resource: what its key says about it says
/// nothing about its settings.
fn is_record<T>(members: &[(&str, T)]) -> bool {
    ["id", "type", "properties", "raw", "related", "unresolved"]
        .iter()
        .all(|wanted| members.iter().any(|(key, _)| key == wanted))
}

/// The places of an object's members.
fn members<'t, T: Tree<'t>>(
    place: Place,
    object: Vec<(&'t str, T)>,
) -> impl Iterator<Item = (&'t str, Place, T)> {
    let place = if is_record(&object) {
        Place::default()
    } else {
        place
    };
    let named = pair(&object);
    object.into_iter().map(move |(key, value)| {
        let below = place.member(key);
        let below = match (named, Member::of(key)) {
            (Some(certainty), Member::Value) => below.named(certainty),
            _ => below,
        };
        (key, below, value)
    })
}

/// Visits the strings and numbers that are secrets by their place, at and below a value
/// in `place`.
pub fn collect<'t, T: Tree<'t>>(value: T, place: Place, visit: &mut dyn FnMut(&str)) {
    match value.node() {
        Node::Object(object) => {
            for (_, below, member) in members(place, object) {
                collect(member, below, visit);
            }
        }
        Node::List(items) => {
            for item in items {
                collect(item, place, visit);
            }
        }
        Node::Text(text) if place.hides(text) => visit(text),
        Node::Number if place.hides_numbers() => visit(&value.written()),
        Node::Text(_) | Node::Number | Node::Plain => {}
    }
}

/// Visits all strings.
pub fn each_text<'t, T: Tree<'t>>(value: T, visit: &mut dyn FnMut(&str)) {
    match value.node() {
        Node::Object(object) => object
            .iter()
            .for_each(|(_, member)| each_text(*member, visit)),
        Node::List(items) => items.iter().for_each(|item| each_text(*item, visit)),
        Node::Text(text) => visit(text),
        Node::Number | Node::Plain => {}
    }
}

/// The place that segments of a pointer lead to from `value`, and the value there.
pub fn follow<'t, 's, T: Tree<'t>>(
    value: T,
    segments: impl IntoIterator<Item = &'s str>,
) -> Option<(Place, T)> {
    segments.into_iter().try_fold(
        (Place::default(), value),
        |(place, value), segment| match value.node() {
            Node::Object(object) => members(place, object)
                .find(|(key, ..)| *key == segment)
                .map(|(_, below, member)| (below, member)),
            Node::List(items) => {
                let index: usize = segment.parse().ok()?;
                items.get(index).map(|item| (place, *item))
            }
            Node::Text(_) | Node::Number | Node::Plain => None,
        },
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn found(value: &serde_json::Value) -> Vec<String> {
        let mut found = Vec::new();
        collect(value, Place::default(), &mut |text| {
            found.push(text.to_owned())
        });
        found.sort();
        found
    }

    #[test]
    fn values_below_keys_that_name_secrets_are_secrets() {
        let value = json!({
            "clientSecret": {"value": "s1", "name": "shown", "nested": {"x": ["s2"]}},
            "privateKey": {"data": ["s3", "s4"]},
            "adminPassword": 4711, "passwordLength": 12, "passwordNeverExpires": true,
            "properties": {"secretRef": {"name": "shown", "key": "password"}},
        });
        assert_eq!(found(&value), ["4711", "s1", "s2", "s3", "s4"]);
    }

    #[test]
    fn pairs_name_secrets() {
        let value = json!([
            {"name": "DB_PASSWORD", "value": "s1"},
            {"Key": "ApiKey", "Value": "s2"},
            {"ParameterKey": "DbPassword", "ParameterValue": "s3"},
            {"name": "PIN_TOKEN", "value": 1234},
            {"name": "Shop", "connectionString": "s4"},
            {"name": "DB_PASSWORD", "valueFrom": {"secretKeyRef": {"name": "shown", "key": "shown"}}},
            {"name": "DB_PASSWORD_FILE", "value": "shown"},
            {"name": "LOG_LEVEL", "value": "shown"},
        ]);
        assert_eq!(found(&value), ["1234", "s1", "s2", "s3", "s4"]);
    }

    #[test]
    fn settings_and_references_are_shown() {
        let value = json!({
            "permissions": {"secrets": ["get", "list", "Purge"]},
            "passwordAuthentication": "no", "httpTokens": "required",
            "keyVaultSecretId": "https://kv.vault.azure.net/secrets/db",
            "encryptionKey": "arn:aws:kms:eu-west-1:111122223333:key/k",
            "imagePullSecrets": [{"name": "registry"}],
            "secretVolume": {"secretName": "db", "defaultMode": 420},
        });
        assert!(found(&value).is_empty(), "{:?}", found(&value));
    }

    #[test]
    fn pointers_lead_to_places() {
        let value = json!({"env": [{"name": "DB_PASSWORD", "value": "x"}], "plain": {"a": "x"}});
        let hidden = |segments: &[&str]| {
            let (place, _) = follow(&value, segments.iter().copied()).unwrap();
            place.hides("x")
        };
        assert!(hidden(&["env", "0", "value"]));
        assert!(!hidden(&["env", "0", "name"]));
        assert!(!hidden(&["plain", "a"]));
        assert!(follow(&value, ["nope"]).is_none());
    }

    #[test]
    fn related_records_are_not_secrets_because_of_their_key() {
        let value = json!({"secrets": [{"id": "i", "type": "t", "raw": {}, "related": {}, "unresolved": [], "properties": {"sku": "standard", "password": "s"}}]});
        assert_eq!(found(&value), ["s"]);
    }
}
