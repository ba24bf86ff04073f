//! What must never be printed: values that the inventory marks as sensitive, and
//! texts under keys that name secrets.

use crate::engine::Value;
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

/// What is shown in the place of a secret.
pub const WITHHELD: &str = "(withheld)";

/// Whether a property's name says that its text is a secret.
fn names_a_secret(key: &str) -> bool {
    // The shortest of these words has five letters.
    if key.len() < 5 {
        return false;
    }
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
    /// Texts under keys that tell of secrets.
    telling: Vec<String>,
}

impl Secrets {
    /// Collects what the reader marked, and what stands under telling keys.
    pub fn of(facts: &Facts) -> Self {
        let mut texts = Vec::new();
        for pointer in &facts.sensitive {
            if let Some(value) = facts.at(pointer) {
                collect(&value.to_json(), &mut texts);
            }
        }
        let mut telling = Vec::new();
        for part in facts.parts() {
            collect_telling(part, &mut telling);
        }
        // A secret that holds another one goes first.
        for texts in [&mut texts, &mut telling] {
            texts.sort_by_key(|text: &String| std::cmp::Reverse(text.len()));
            texts.dedup();
        }
        Self {
            pointers: facts.sensitive.clone(),
            texts,
            telling,
        }
    }

    /// A message of a policy, without secrets that it may have quoted.
    pub fn message(&self, message: &str) -> String {
        let telling = self.telling.iter().filter(|text| is_distinct(text));
        telling.fold(self.scrub(message), |message, secret| {
            message.replace(secret.as_str(), WITHHELD)
        })
    }

    fn scrub(&self, message: &str) -> String {
        without(&self.texts, message.to_owned())
    }

    /// A value that a policy wants, without what is marked. Its own words may well
    /// stand under a telling key too: `"credentialType": "ManagedIdentity"`.
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

    /// Whether something at or below a pointer, or around it, is marked.
    pub fn marks(&self, pointer: &Pointer) -> bool {
        self.pointers.iter().any(|sensitive| {
            pointer.strip(sensitive).is_some() || sensitive.strip(pointer).is_some()
        })
    }

    /// The value at a pointer, as far as it may be shown: scalars that are no
    /// secrets.
    pub fn shown(&self, pointer: &Pointer, facts: &Facts) -> Option<serde_json::Value> {
        let value = facts.at(pointer)?.to_json();
        let marked = self.marks(pointer);
        let telling = value
            .as_str()
            .is_some_and(|text| pointer.segments().any(|key| is_a_secret(key, text)));
        if marked || telling {
            return Some(serde_json::Value::from(WITHHELD));
        }
        (!value.is_object() && !value.is_array()).then_some(value)
    }
}

fn without(secrets: &[String], text: String) -> String {
    secrets.iter().fold(text, |text, secret| {
        if text.contains(secret.as_str()) {
            text.replace(secret.as_str(), WITHHELD)
        } else {
            text
        }
    })
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

/// Hides the secrets of a resource in values that were made of its record while
/// evaluating: whatever name they have there, and whatever was done to them.
pub struct Veil {
    secrets: Secrets,
    /// In lower case: what is marked, and texts under keys that tell of secrets.
    texts: Vec<String>,
}

impl Veil {
    /// Over what policies see of a resource.
    pub fn over(facts: &Facts) -> Self {
        let secrets = Secrets::of(facts);
        let telling = secrets.telling.iter().filter(|text| is_distinct(text));
        let texts = secrets.texts.iter().chain(telling);
        let mut texts: Vec<String> = texts.map(|text| text.to_lowercase()).collect();
        texts.sort();
        texts.dedup();
        Self { secrets, texts }
    }

    /// Whether something at or below a pointer, or around it, is marked.
    pub fn marks(&self, pointer: &Pointer) -> bool {
        self.secrets.marks(pointer)
    }

    /// A value that is called `name`, without secrets.
    pub fn shown(&self, name: &str, value: serde_json::Value) -> serde_json::Value {
        use serde_json::Value as Json;
        match value {
            Json::String(text) => self.text(name, text),
            Json::Array(items) => items
                .into_iter()
                .map(|item| self.shown(name, item))
                .collect(),
            Json::Object(fields) => fields
                .into_iter()
                .map(|(key, value)| {
                    let value = self.shown(&key, value);
                    (key, value)
                })
                .collect(),
            plain => plain,
        }
    }

    fn text(&self, name: &str, text: String) -> serde_json::Value {
        let plain = text.to_lowercase();
        let is_part = |secret: &String| {
            plain.contains(secret.as_str())
                || (plain.len() >= TELLING_LENGTH && secret.contains(&plain))
        };
        let is_whole = self.secrets.telling.contains(&text);
        if is_a_secret(name, &text) || is_whole || self.texts.iter().any(is_part) {
            return serde_json::Value::from(WITHHELD);
        }
        serde_json::Value::from(self.secrets.scrub(&text))
    }
}

/// Shorter texts stand in others by chance.
const TELLING_LENGTH: usize = 8;

/// Whether a text under a telling key can be looked for in others: words stand there
/// too, such as the permissions of a vault (`"secrets": ["get", "delete"]`).
fn is_distinct(text: &str) -> bool {
    text.len() >= TELLING_LENGTH && !text.chars().all(|c| c.is_ascii_alphabetic())
}

/// The texts under keys that tell of secrets.
fn collect_telling(value: &Value, texts: &mut Vec<String>) {
    value.each_text(&mut |way, text| {
        if text.len() > 3 && way.iter().any(|key| is_a_secret(key, text)) {
            texts.push(text.to_owned());
        }
    });
}

#[cfg(test)]
mod tests {
    use super::is_distinct;

    #[test]
    fn words_are_not_looked_for_in_other_texts() {
        for word in ["delete", "recover", "backupandrestore", "1234567"] {
            assert!(!is_distinct(word), "{word}");
        }
        for secret in ["hunter2-hunter2", "12345678", "correct horse"] {
            assert!(is_distinct(secret), "{secret}");
        }
    }
}
