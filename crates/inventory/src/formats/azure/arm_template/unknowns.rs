//! Unknown and secret places of a template's resource before the deployment, and the
//! values of its expressions.

use std::ops::Range;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::Error as _;
use serde_json::value::RawValue;

use onus_core::derived_text::Pieces;
use onus_core::document::Document;
use onus_core::json_pointer::Pointer;

use crate::formats::azure::arm_template::environment::Environment;
use crate::formats::azure::arm_template::expression::{is_expression, unescaped};
use crate::formats::azure::arm_template::value::{SECRET, Secrecy, Value};
use crate::json::outline::{Members, items};

/// Places in the policy's input, and values for the record.
#[derive(Debug, Default)]
pub struct Marks {
    /// Their value is an expression without a known value, or made by a loop.
    pub unknown: Vec<Pointer>,
    /// Their value depends on a secure parameter.
    pub sensitive: Vec<Pointer>,
    /// The values of expressions, as JSON, and their places in the document.
    resolved: Vec<(Range<usize>, String)>,
}

impl Marks {
    /// The record with the values of its expressions, as a document of its own; none when
    /// there is nothing to replace.
    pub fn made(&self, source: &Arc<Document>, record: &Range<usize>) -> Option<Arc<Document>> {
        if self.resolved.is_empty() {
            return None;
        }
        let mut pieces = Pieces::of(source);
        let mut at = record.start;
        for (range, text) in &self.resolved {
            pieces.copied(at..range.start);
            pieces.made(text, range.clone());
            at = range.end;
        }
        pieces.copied(at..record.end);
        Some(pieces.finish())
    }
}

/// The limit of serde_json.
const DEEPEST: usize = 128;

/// Finds the marks of a resource.
///
/// Places in its `properties` are named `/properties/...`, all others `/raw/...`.
///
/// # Errors
/// The text is not JSON, or is nested deeper than 128 levels.
pub fn marks_of(
    document: &Document,
    record: &RawValue,
    environment: &Environment<'_>,
) -> Result<Marks, serde_json::Error> {
    let mut walk = Walk {
        document,
        environment,
        path: Vec::new(),
        marks: Marks::default(),
    };
    walk.value(record)?;
    walk.marks.resolved.sort_by_key(|(range, _)| range.start);
    Ok(walk.marks)
}

struct Walk<'w> {
    document: &'w Document,
    environment: &'w Environment<'w>,
    path: Vec<String>,
    marks: Marks,
}

impl Walk<'_> {
    fn value(&mut self, part: &RawValue) -> Result<(), serde_json::Error> {
        if self.path.len() > DEEPEST {
            return Err(serde_json::Error::custom("this is nested too deeply"));
        }
        match part.get().as_bytes().first() {
            Some(b'"') => {
                let text: String = serde_json::from_str(part.get())?;
                self.text(&text, part);
            }
            Some(b'[') => {
                for (index, item) in items(part.get())?.into_iter().enumerate() {
                    self.path.push(index.to_string());
                    self.value(item)?;
                    self.path.pop();
                }
            }
            Some(b'{') => self.object(&Members::parse_last(part.get())?)?,
            _ => {}
        }
        Ok(())
    }

    fn object(&mut self, members: &Members<'_>) -> Result<(), serde_json::Error> {
        for (key, part) in members.iter() {
            if is_expression(key) {
                // It may be any member of the object.
                self.mark(self.here(), key);
            }
            let is_copy = key.eq_ignore_ascii_case("copy") && !self.path.is_empty();
            if is_copy && self.is_loop(part) {
                continue;
            }
            self.path.push(key.to_owned());
            self.value(part)?;
            self.path.pop();
        }
        Ok(())
    }

    fn here(&self) -> Pointer {
        let is_property = self
            .path
            .first()
            .is_some_and(|key| key.eq_ignore_ascii_case("properties"));
        let head = if is_property { "properties" } else { "raw" };
        std::iter::once(head.to_owned())
            .chain(self.path.iter().skip(usize::from(is_property)).cloned())
            .collect()
    }

    fn text(&mut self, text: &str, part: &RawValue) {
        if !is_expression(text) {
            let literal = unescaped(text);
            if literal != text {
                self.resolve(part, serde_json::Value::from(literal).to_string());
            }
            return;
        }
        let value = self.environment.string(text, part);
        if value == SECRET {
            self.marks.sensitive.push(self.here());
        }
        if matches!(value, Value::Unknown(_) | Value::Symbol(_)) && !value.is_id() {
            self.mark(self.here(), text);
            return;
        }
        let around = self.here();
        let mut written = String::new();
        let marks = &mut self.marks;
        value.write(&mut written, &mut |way, secrecy| {
            let place = way.iter().fold(around.clone(), |at, key| at.child(key));
            if secrecy == Secrecy::Secret {
                marks.sensitive.push(place.clone());
            }
            marks.unknown.push(place);
            part.get().to_owned()
        });
        self.resolve(part, written);
    }

    fn resolve(&mut self, part: &RawValue, text: String) {
        if let Some(range) = self.document.range_of(part.get()) {
            self.marks.resolved.push((range, text));
        }
    }

    fn mark(&mut self, place: Pointer, expression: &str) {
        if self.environment.mentions_secure(expression)
            && self.marks.sensitive.last() != Some(&place)
        {
            self.marks.sensitive.push(place.clone());
        }
        if self.marks.unknown.last() != Some(&place) {
            self.marks.unknown.push(place);
        }
    }

    /// `"copy": [{"name": "subnets", "count": 2, "input": {...}}]` makes the property
    /// `subnets` next to it. False when this is an ordinary property.
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

#[cfg(test)]
mod tests {
    use crate::formats::azure::arm_template::environment::Shared;
    use crate::formats::azure::arm_template::parameters::Given;

    use super::*;
    use crate::formats::azure::arm_template::target::Target;

    fn marks(record: &str) -> (Vec<String>, Vec<String>) {
        let template =
            Members::parse(r#"{"parameters": {"pw": {"type": "securestring"}}}"#).unwrap();
        let document = Arc::new(Document::new("t", record));
        let environment = Environment::of(
            &Shared::new(&document, "t"),
            &template,
            &Given::default(),
            &Target::default(),
        );
        let record: &RawValue = serde_json::from_str(document.text()).unwrap();
        let marks = marks_of(&document, record, &environment).unwrap();
        let texts = |pointers: &[Pointer]| pointers.iter().map(Pointer::to_string).collect();
        (texts(&marks.unknown), texts(&marks.sensitive))
    }

    #[test]
    fn expressions_are_unknown_everywhere() {
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
    fn values_of_loops_are_unknown() {
        let (unknown, sensitive) = marks(
            r#"{"copy": {"name": "c", "count": 2}, "properties": {"x": {
                "copy": [{"name": "subnets", "count": 2, "input": {"p": "[parameters('pw')]"}}]},
                "copy": "[f()]"}}"#,
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
        let deep = format!(
            "{{\"properties\": {}1{}}}",
            "{\"copy\": ".repeat(3000),
            "}".repeat(3000)
        );
        let document = Arc::new(Document::new("t", deep));
        let template = Members::default();
        let environment = Environment::of(
            &Shared::new(&document, "t"),
            &template,
            &Given::default(),
            &Target::default(),
        );
        let record: &RawValue = serde_json::from_str(document.text()).unwrap();
        assert!(marks_of(&document, record, &environment).is_err());
    }
}
