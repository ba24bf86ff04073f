//! Which places of a template's resource are not known, and which are secret:
//! one pass over its text, without building anything.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::pointer::Pointer;

use super::arm_expression::{Environment, is_expression};
use super::sketch::BorrowedKey;

/// Places in the policy's input.
#[derive(Debug, Default)]
pub struct Marks {
    /// Their value is an expression, or made by a loop.
    pub unknown: Vec<Pointer>,
    /// Their value is made of a secure parameter.
    pub sensitive: Vec<Pointer>,
}

/// As deep as serde_json goes; loops are parsed by themselves, so that its own
/// count starts anew there.
const DEEPEST: usize = 128;

/// Finds the marks of a resource.
///
/// What stands in its `properties` is named `/properties/...`, everything else
/// `/raw/...`.
///
/// # Errors
/// The text is not JSON, or is nested deeper than 128 levels.
pub fn marks_of(
    record: &RawValue,
    environment: &Environment<'_>,
) -> Result<Marks, serde_json::Error> {
    let mut walk = Walk {
        environment,
        path: Vec::new(),
        marks: Marks::default(),
    };
    walk.value(record)?;
    Ok(walk.marks)
}

struct Walk<'w, 'de> {
    environment: &'w Environment<'w>,
    path: Vec<Step<'de>>,
    marks: Marks,
}

enum Step<'de> {
    Key(Cow<'de, str>),
    Index(usize),
}

impl<'de> Walk<'_, 'de> {
    fn value(&mut self, part: &'de RawValue) -> Result<(), serde_json::Error> {
        let mut deserializer = serde_json::Deserializer::from_str(part.get());
        self.deserialize(&mut deserializer)
    }

    fn here(&self) -> Pointer {
        let is_property = matches!(
            self.path.first(),
            Some(Step::Key(key)) if key.eq_ignore_ascii_case("properties")
        );
        let head = if is_property { "properties" } else { "raw" };
        std::iter::once(head.to_owned())
            .chain(
                self.path
                    .iter()
                    .skip(usize::from(is_property))
                    .map(|step| match step {
                        Step::Key(key) => key.to_string(),
                        Step::Index(index) => index.to_string(),
                    }),
            )
            .collect()
    }

    fn text(&mut self, text: &str) {
        if is_expression(text) {
            self.mark(self.here(), text);
        }
    }

    fn mark(&mut self, place: Pointer, expression: &str) {
        if self.environment.mentions_secure(expression) {
            self.marks.sensitive.push(place.clone());
        }
        if self.marks.unknown.last() != Some(&place) {
            self.marks.unknown.push(place);
        }
    }

    /// `"copy": [{"name": "subnets", "count": 2, "input": {...}}]` makes the
    /// property `subnets` beside it. False when this is a property like others.
    fn is_loop(&mut self, part: &RawValue) -> bool {
        #[derive(Deserialize)]
        struct Loop<'t> {
            name: String,
            #[serde(borrow)]
            input: &'t RawValue,
        }
        let loops: Vec<Loop<'_>> = serde_json::from_str(part.get()).unwrap_or_default();
        if loops.is_empty() {
            return false;
        }
        let around = self.here();
        for made in &loops {
            self.mark(around.child(made.name.as_str()), made.input.get());
        }
        self.mark(around.child("copy"), part.get());
        true
    }
}

impl<'de> DeserializeSeed<'de> for &mut Walk<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if self.path.len() > DEEPEST {
            return Err(D::Error::custom("this is nested too deeply"));
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for &mut Walk<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        self.text(text);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<(), A::Error> {
        for index in 0.. {
            self.path.push(Step::Index(index));
            let item = access.next_element_seed(&mut *self)?;
            self.path.pop();
            if item.is_none() {
                break;
            }
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<(), A::Error> {
        while let Some(BorrowedKey(key)) = access.next_key()? {
            if is_expression(&key) {
                // Any of the object's members may be the one that is meant.
                self.mark(self.here(), &key);
            }
            let is_copy = key.eq_ignore_ascii_case("copy") && !self.path.is_empty();
            if is_copy {
                let part: &'de RawValue = access.next_value()?;
                if self.is_loop(part) {
                    continue;
                }
                self.path.push(Step::Key(key));
                self.value(part).map_err(A::Error::custom)?;
            } else {
                self.path.push(Step::Key(key));
                access.next_value_seed(&mut *self)?;
            }
            self.path.pop();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::inventory::sketch::Members;

    use super::*;

    fn marks(record: &str) -> (Vec<String>, Vec<String>) {
        let template =
            Members::parse(r#"{"parameters": {"pw": {"type": "securestring"}}}"#).unwrap();
        let environment = Environment::of(&template, None);
        let record: &RawValue = serde_json::from_str(record).unwrap();
        let marks = marks_of(record, &environment).unwrap();
        let texts = |pointers: &[Pointer]| pointers.iter().map(Pointer::to_string).collect();
        (texts(&marks.unknown), texts(&marks.sensitive))
    }

    #[test]
    fn expressions_are_unknown_wherever_they_stand() {
        let (unknown, sensitive) = marks(
            r#"{"name": "[x()]", "sku": {"name": "[y()]", "tier": "Basic"}, "properties": {
                "a": ["[z()]", "[[z]", "plain"], "b": {"pw": "[parameters('pw')]"}}}"#,
        );
        assert_eq!(
            unknown,
            [
                "/raw/name",
                "/raw/sku/name",
                "/properties/a/0",
                "/properties/b/pw"
            ]
        );
        assert_eq!(sensitive, ["/properties/b/pw"]);
        assert_eq!(marks(r#"{"Properties": "[x()]"}"#).0, ["/properties"]);
    }

    #[test]
    fn what_a_loop_makes_is_unknown() {
        let (unknown, sensitive) = marks(
            r#"{"copy": {"name": "c", "count": 2}, "properties": {"x": {
                "copy": [{"name": "subnets", "count": 2, "input": {"p": "[parameters('pw')]"}}]},
                "copy": "[1]"}}"#,
        );
        assert_eq!(
            unknown,
            [
                "/properties/x/subnets",
                "/properties/x/copy",
                "/properties/copy"
            ]
        );
        assert_eq!(sensitive, ["/properties/x/subnets", "/properties/x/copy"]);
    }

    #[test]
    fn a_key_that_is_an_expression_makes_its_object_unknown() {
        let (unknown, _) = marks(r#"{"tags": {"[x()]": "a", "[y()]": "b"}}"#);
        assert_eq!(unknown, ["/raw/tags"]);
    }

    #[test]
    fn depth_is_bounded_across_loops() {
        let environment = Environment::default();
        let deep = format!(
            "{{\"properties\": {}1{}}}",
            "{\"copy\": ".repeat(3000),
            "}".repeat(3000)
        );
        let record: &RawValue = serde_json::from_str(&deep).unwrap();
        assert!(marks_of(record, &environment).is_err());
    }
}
