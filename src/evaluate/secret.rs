//! What must never be printed: values that the inventory marks as sensitive, and
//! texts under keys that name secrets.

use crate::pointer::Pointer;

use super::document::Facts;

/// Parts of property names under which a text is taken for a secret.
const TELLING: [&str; 13] = [
    "password",
    "passwd",
    "passphrase",
    "secret",
    "token",
    "accesskey",
    "accountkey",
    "primarykey",
    "secondarykey",
    "privatekey",
    "apikey",
    "connectionstring",
    "credential",
];

/// Whether a property's name says that its text is a secret.
fn names_a_secret(key: &str) -> bool {
    let plain: String = key
        .chars()
        .filter(|c| c.is_ascii_alphanumeric())
        .map(|c| c.to_ascii_lowercase())
        .collect();
    TELLING.iter().any(|telling| plain.contains(telling))
}

/// Texts that are settings, even under a key such as `passwordAuth`.
const SETTINGS: [&str; 14] = [
    "allow", "allowed", "default", "deny", "denied", "disabled", "enabled", "false", "none", "off",
    "on", "optional", "required", "true",
];

/// Whether a text under a telling key is a secret, and not the name of a setting.
pub fn is_a_secret(key: &str, text: &str) -> bool {
    names_a_secret(key)
        && !text.is_empty()
        && !SETTINGS
            .iter()
            .any(|setting| text.eq_ignore_ascii_case(setting))
}

/// The secrets of one resource.
pub struct Secrets {
    pointers: Vec<Pointer>,
    texts: Vec<String>,
}

impl Secrets {
    /// Collects what the reader marked.
    pub fn of(facts: &Facts) -> Self {
        let mut texts = Vec::new();
        for pointer in &facts.sensitive {
            if let Some(value) = facts.at(pointer) {
                collect(&value.to_json(), &mut texts);
            }
        }
        // A secret that holds another one goes first.
        texts.sort_by_key(|text: &String| std::cmp::Reverse(text.len()));
        Self {
            pointers: facts.sensitive.clone(),
            texts,
        }
    }

    /// A message of a policy, without secrets that it may have quoted.
    pub fn scrub(&self, message: &str) -> String {
        self.texts
            .iter()
            .fold(message.to_owned(), |message, secret| {
                message.replace(secret.as_str(), "(withheld)")
            })
    }

    /// A value of a policy, without secrets that it may have quoted.
    pub fn scrub_value(&self, value: serde_json::Value) -> serde_json::Value {
        use serde_json::Value as Json;
        match value {
            Json::String(text) => Json::String(self.scrub(&text)),
            Json::Array(items) => items
                .into_iter()
                .map(|item| self.scrub_value(item))
                .collect(),
            Json::Object(fields) => fields
                .into_iter()
                .map(|(key, value)| (self.scrub(&key), self.scrub_value(value)))
                .collect(),
            plain => plain,
        }
    }

    /// The value at a pointer, as far as it may be shown: scalars that are no
    /// secrets.
    pub fn shown(&self, pointer: &Pointer, facts: &Facts) -> Option<serde_json::Value> {
        let value = facts.at(pointer)?.to_json();
        let marked = self.pointers.iter().any(|sensitive| {
            pointer.strip(sensitive).is_some() || sensitive.strip(pointer).is_some()
        });
        let telling = value
            .as_str()
            .is_some_and(|text| pointer.segments().any(|key| is_a_secret(key, text)));
        if marked || telling {
            return Some(serde_json::Value::from("(withheld)"));
        }
        (!value.is_object() && !value.is_array()).then_some(value)
    }
}

/// The texts of a value, each also as it reads inside of JSON.
fn collect(value: &serde_json::Value, texts: &mut Vec<String>) {
    use serde_json::Value as Json;
    match value {
        // Anything shorter would be found in words that are no secrets.
        Json::String(text) if text.len() > 3 => {
            let quoted = value.to_string();
            let inside = quoted.trim_matches('"');
            if inside != text {
                texts.push(inside.to_owned());
            }
            texts.push(text.clone());
        }
        Json::Array(items) => items.iter().for_each(|item| collect(item, texts)),
        Json::Object(fields) => fields.values().for_each(|value| collect(value, texts)),
        _ => {}
    }
}
