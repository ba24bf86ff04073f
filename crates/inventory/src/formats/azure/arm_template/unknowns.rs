//! Unknown and secret places of a template's resource before the deployment, and the
//! values of its expressions.

use std::ops::Range;
use std::sync::Arc;

use serde::de::Error as _;
use serde_json::value::RawValue;

use onus_core::derived_text::Pieces;
use onus_core::document::Document;
use onus_core::json_pointer::Pointer;

use crate::formats::azure::arm_template::environment::Environment;
use crate::formats::azure::arm_template::environment::loops::{Loop, Repeats, Round};
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
    /// What replaces parts of the record.
    resolved: Vec<Replaced>,
}

/// A part of the document that is written in another way: an expression or a loop.
#[derive(Debug)]
struct Replaced {
    range: Range<usize>,
    with: Vec<Written>,
}

/// A stretch of the text that replaces a part.
#[derive(Debug, Clone)]
enum Written {
    /// Text that represents a range of the document.
    Made(String, Range<usize>),
    Copied(Range<usize>),
}

impl Marks {
    /// The record with the values of its expressions, as a document of its own; none when
    /// there is nothing to replace.
    pub fn made(&self, source: &Arc<Document>, record: &Range<usize>) -> Option<Arc<Document>> {
        if self.resolved.is_empty() {
            return None;
        }
        let mut pieces = Pieces::of(source);
        for written in with_replaced(record, &self.resolved) {
            match written {
                Written::Made(text, range) => pieces.made(&text, range),
                Written::Copied(range) => pieces.copied(range),
            }
        }
        Some(pieces.finish())
    }
}

impl Marks {
    /// Writes a member that the record does not have, before all others. `record` is where an
    /// object with members is.
    pub fn add_member(&mut self, name: &str, value: &str, record: &Range<usize>) {
        let at = record.start + 1..record.start + 1;
        let text = format!(
            "{}:{},",
            serde_json::Value::from(name),
            serde_json::Value::from(value)
        );
        let with = vec![Written::Made(text, at.clone())];
        self.resolved.insert(0, Replaced { range: at, with });
    }

    /// Takes the replaced parts, in order.
    fn taken(&mut self) -> Vec<Replaced> {
        let mut replaced = std::mem::take(&mut self.resolved);
        replaced.sort_by_key(|replaced| replaced.range.start);
        replaced
    }
}

/// A part of the document with what replaces parts of it, which are in order.
fn with_replaced(part: &Range<usize>, replaced: &[Replaced]) -> Vec<Written> {
    let mut all = Vec::new();
    let mut at = part.start;
    for Replaced { range, with } in replaced {
        all.push(Written::Copied(at..range.start));
        all.extend(with.iter().cloned());
        at = range.end;
    }
    all.push(Written::Copied(at..part.end));
    all
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
    walk.marks.resolved = walk.marks.taken();
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
            if is_copy && let Some(loops) = Loop::of_properties(part) {
                self.loops(key, part, (&loops, members))?;
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
            let with = vec![Written::Made(text, range.clone())];
            self.marks.resolved.push(Replaced { range, with });
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
    /// `subnets` next to it. It is unknown where the number of rounds is.
    fn loops(
        &mut self,
        key: &str,
        part: &RawValue,
        (loops, around): (&[Loop<'_>], &Members<'_>),
    ) -> Result<(), serde_json::Error> {
        let range_of = |text: &str| self.document.range_of(text);
        let range = range_of(key).zip(range_of(part.get()));
        let mut with = Vec::new();
        for made in loops {
            let input = made.input.unwrap_or(part);
            let place = self.document.range_of(input.get()).unwrap_or_default();
            let items = match around.has(&made.name) || range.is_none() {
                true => None,
                false => self.items(made, input)?,
            };
            let items = items.unwrap_or_else(|| {
                self.mark(self.here().child(made.name.as_str()), part.get());
                vec![Written::Copied(place.clone())]
            });
            let name = serde_json::Value::from(made.name.as_str());
            let comma = if with.is_empty() { "" } else { "," };
            let (start, end) = (place.start..place.start, place.end..place.end);
            with.push(Written::Made(format!("{comma}{name}:["), start));
            with.extend(items);
            with.push(Written::Made("]".to_owned(), end));
        }
        match range {
            Some((key, part)) => {
                // With the quote before the key.
                let range = key.start.saturating_sub(1)..part.end;
                self.marks.resolved.push(Replaced { range, with });
            }
            None => self.mark(self.here().child("copy"), part.get()),
        }
        Ok(())
    }

    /// The items that a loop makes, with commas; none when their number is unknown.
    fn items(
        &mut self,
        made: &Loop<'_>,
        input: &RawValue,
    ) -> Result<Option<Vec<Written>>, serde_json::Error> {
        let environment = self.environment;
        let rounds = environment.rounds(made, Repeats::Property, input.get().len());
        let Some(range) = self.document.range_of(input.get()) else {
            return Ok(None);
        };
        if rounds.iter().any(Round::is_any) {
            return Ok(None);
        }
        let mut items = Vec::new();
        let outside = std::mem::take(&mut self.marks.resolved);
        self.path.push(made.name.clone());
        for (index, round) in rounds.into_iter().enumerate() {
            if index > 0 {
                items.push(Written::Made(",".to_owned(), range.start..range.start));
            }
            self.path.push(index.to_string());
            environment.in_round(round, || self.value(input))?;
            self.path.pop();
            items.extend(with_replaced(&range, &self.marks.taken()));
        }
        self.path.pop();
        self.marks.resolved = outside;
        Ok(Some(items))
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
                "copy": [{"name": "subnets", "count": "[f()]", "input": {"p": "[parameters('pw')]"}},
                  {"name": "known", "count": 2, "input": {"p": "[parameters('pw')]"}}]},
                "copy": "[f()]"}}"#,
        );
        assert_eq!(
            unknown,
            [
                "/properties/x/subnets",
                "/properties/x/known/0/p",
                "/properties/x/known/1/p",
                "/properties/copy"
            ]
        );
        let secret = [
            "/properties/x/subnets",
            "/properties/x/known/0/p",
            "/properties/x/known/1/p",
        ];
        assert_eq!(sensitive, secret);
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
