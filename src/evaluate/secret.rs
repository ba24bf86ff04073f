//! What must never be printed: values that the inventory marks as sensitive, and
//! texts under keys that name secrets.

use crate::inventory::Resource;
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
    pub fn of(resource: &Resource, facts: &Facts) -> Self {
        let texts = resource
            .sensitive
            .iter()
            .filter_map(|pointer| facts.at(pointer))
            .filter_map(|value| value.as_str().map(str::to_owned))
            .filter(|text| text.len() > 3)
            .collect();
        Self {
            pointers: resource.sensitive.clone(),
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
