//! The syntax of ids of packages and editions.

use serde::de::{Deserialize, Deserializer, Error, Visitor};

/// The grammar, for the JSON Schema. People type ids, globs select them, and reports of
/// many formats carry them, so an id holds nothing that needs quoting anywhere.
pub(crate) const PATTERN: &str = r"^[A-Za-z][A-Za-z0-9]*([-_.][A-Za-z0-9]+)*$";

/// The most characters that an id has.
pub(crate) const LONGEST: usize = 64;

/// The grammar, for people.
pub(crate) const RULE: &str = "an id: it begins with a letter, holds letters and digits joined by single `-`, `_` or `.`, and has at most 64 characters";

/// Whether a text is an id: [`PATTERN`], and not longer than [`LONGEST`].
pub(crate) fn is_id(text: &str) -> bool {
    let is_word =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    text.len() <= LONGEST
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.split(['-', '_', '.']).all(is_word)
}

/// An id as it is read: a number or a truth value is none, however it is written.
struct Id(String);

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl Visitor<'_> for Text {
            type Value = Id;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(RULE)
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Id, E> {
                if is_id(text) {
                    Ok(Id(text.to_owned()))
                } else {
                    Err(E::invalid_value(serde::de::Unexpected::Str(text), &self))
                }
            }
        }
        deserializer.deserialize_any(Text)
    }
}

/// Reads one id.
pub(crate) fn one<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Id::deserialize(deserializer).map(|id| id.0)
}

/// Reads an id that may be missing.
pub(crate) fn optional<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<String>, D::Error> {
    Option::<Id>::deserialize(deserializer).map(|id| id.map(|id| id.0))
}

/// Reads a list of ids.
pub(crate) fn list<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let ids = Vec::<Id>::deserialize(deserializer)?;
    Ok(ids.into_iter().map(|id| id.0).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ids_are_words_that_need_no_quotes() {
        for id in [
            "A",
            "X-1",
            "ACME-TAG-001",
            "T-b_unify_later",
            "msft-2026",
            "a.b.c",
        ] {
            assert!(is_id(id), "{id}");
        }
        let long = "a".repeat(65);
        for id in [
            "",
            "1",
            "-A",
            "A-",
            "A--1",
            "A 1",
            "A*",
            "A/1",
            "A\n",
            " A",
            "\u{410}-1",
            "A-\u{200b}1",
            &long,
        ] {
            assert!(!is_id(id), "{id:?}");
        }
    }

    proptest! {
        #[test]
        fn the_schema_has_the_same_grammar(text in "[A-Ca-c0-2._ *\u{410}-]{0,8}") {
            let pattern = regex_of(PATTERN);
            prop_assert_eq!(is_id(&text), pattern(&text));
        }
    }

    /// What a validator of JSON Schema takes.
    fn regex_of(pattern: &str) -> impl Fn(&str) -> bool {
        let schema = serde_json::json!({"type": "string", "pattern": pattern});
        let validator = jsonschema::draft202012::new(&schema).unwrap();
        move |text| validator.is_valid(&serde_json::Value::from(text))
    }
}
