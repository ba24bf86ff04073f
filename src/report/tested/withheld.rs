//! Failures as they may be shown: an example in a test can be a real resource, so its
//! secrets are withheld as they are in findings.

use std::collections::BTreeSet;

use crate::engine::Value;
use crate::evaluate::{WITHHELD, is_a_secret};
use crate::probe::{Binding, Comparison};
use crate::report::frame::without_secrets;
use crate::testing::Failure;

/// A failure without texts under keys that name secrets, and without the same texts
/// where they stand elsewhere.
pub(super) fn withheld(failure: &Failure) -> Failure {
    let shown = || failure.bindings.iter().chain(&failure.parts);
    let mut secrets = Secrets::default();
    for binding in shown() {
        if let Some(value) = &binding.value {
            secrets.collect(&names(&binding.text, value), value);
        }
    }
    let sides = failure
        .comparison
        .iter()
        .flat_map(|c| [&c.expected, &c.got]);
    for value in sides.chain(&failure.value) {
        secrets.collect(&[], value);
    }
    let bindings = |list: &[Binding]| {
        list.iter()
            .map(|binding| Binding {
                span: binding.span.clone(),
                text: without_secrets(&binding.text),
                value: binding.value.as_ref().map(|value| secrets.scrub(value)),
            })
            .collect()
    };
    Failure {
        bindings: bindings(&failure.bindings),
        parts: bindings(&failure.parts),
        comparison: failure.comparison.as_ref().map(|sides| Comparison {
            expected: secrets.scrub(&sides.expected),
            got: secrets.scrub(&sides.got),
        }),
        value: failure.value.as_ref().map(|value| secrets.scrub(value)),
        ..failure.clone()
    }
}

/// The names in an expression that say what its value is: a variable, what is read of
/// `input`, or the last one of whatever leads to a text. What rules are called says
/// nothing of the messages that they collect: there are policies about passwords.
fn names<'t>(text: &'t str, value: &Value) -> Vec<&'t str> {
    let mut words: Vec<&str> = text
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-')
        .filter(|word| !word.is_empty())
        .collect();
    let reads_input = text.contains("input.") || text.contains("input[");
    if words.len() == 1 || reads_input {
        return words;
    }
    words
        .pop()
        .filter(|_| value.as_str().is_some() || value.is_array())
        .into_iter()
        .collect()
}

/// The texts that must not be shown.
#[derive(Default)]
struct Secrets {
    texts: BTreeSet<String>,
}

impl Secrets {
    fn collect(&mut self, names: &[&str], value: &Value) {
        value.each_text(&mut |way, text| {
            let mut keys = names.iter().copied().chain(way.iter().map(AsRef::as_ref));
            if keys.any(|key| is_a_secret(key, text)) {
                self.texts.insert(text.to_owned());
            }
        });
    }

    fn scrub(&self, value: &Value) -> Value {
        value.with_texts(&|text| {
            if self.texts.contains(text) {
                return WITHHELD.to_owned();
            }
            // The longest first: a secret can be a part of another one. Anything
            // shorter would be found in words that are no secrets.
            let mut parts: Vec<&String> = self.texts.iter().filter(|t| t.len() > 3).collect();
            parts.sort_by_key(|part| std::cmp::Reverse(part.len()));
            parts.into_iter().fold(text.to_owned(), |text, part| {
                text.replace(part.as_str(), WITHHELD)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::names;
    use crate::engine::Value;

    #[test]
    fn names_say_what_a_value_is() {
        let value = |json: &str| Value::parse(json).unwrap().value;
        let (text, object) = (value("\"t\""), value("{}"));
        assert_eq!(names("password", &object), ["password"]);
        let read = names("f(input.properties[\"adminPassword\"])", &object);
        assert!(read.contains(&"adminPassword"));
        assert_eq!(names("machine.admin_password", &text), ["admin_password"]);
        assert!(names("login.password_policy", &object).is_empty());
        assert!(names("password_policy.deny", &text).contains(&"deny"));
    }
}
