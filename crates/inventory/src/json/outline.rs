//! The outline of a document: its top level, without building anything below it. This is
//! enough to distinguish formats, and to give each reader its records.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// How many records are looked at to recognize a format: one of them may be damaged.
pub const SAMPLED_RECORDS: usize = 8;

/// The top level of a document.
#[derive(Debug)]
pub enum Outline<'t> {
    /// One JSON object: its members, unparsed.
    Object(Members<'t>),
    /// One JSON array: its items, unparsed.
    Array(Vec<&'t RawValue>),
    /// One JSON object per line, for formats that are made that way.
    Lines(Vec<Line<'t>>),
    /// Text that is not JSON, such as a table.
    Text(&'t str),
}

/// A line of an NDJSON document that is not blank.
#[derive(Debug)]
pub struct Line<'t> {
    /// The line without its end.
    pub text: &'t str,
    /// Its byte offset in the document.
    pub offset: usize,
}

/// The members of an object, in order, unparsed.
#[derive(Debug, Default)]
pub struct Members<'t>(Vec<(Cow<'t, str>, &'t RawValue)>);

impl<'t> Members<'t> {
    /// Reads one object's members.
    ///
    /// # Errors
    /// The text is not an object, or has a duplicate key: readers that take the other
    /// value would see something else.
    pub fn parse(text: &'t str) -> Result<Self, serde_json::Error> {
        Self::parse_with(text, MembersVisitor { strict: true })
    }

    /// Reads one object's members; of a duplicate key the last one counts.
    ///
    /// # Errors
    /// The text is not an object.
    pub fn parse_last(text: &'t str) -> Result<Self, serde_json::Error> {
        Self::parse_with(text, MembersVisitor { strict: false })
    }

    fn parse_with(text: &'t str, visitor: MembersVisitor) -> Result<Self, serde_json::Error> {
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let members = deserializer.deserialize_map(visitor)?;
        deserializer.end()?;
        Ok(members)
    }

    /// A member's text.
    pub fn get(&self, key: &str) -> Option<&'t RawValue> {
        self.0
            .iter()
            .find(|(name, _)| name == key)
            .map(|(_, value)| *value)
    }

    /// Whether the member exists.
    pub fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// A member that is a string.
    pub fn text(&self, key: &str) -> Option<String> {
        serde_json::from_str(self.get(key)?.get()).ok()
    }

    /// A member, parsed; none when it is absent, or has another shape.
    pub fn value<T: serde::de::DeserializeOwned>(&self, key: &str) -> Option<T> {
        serde_json::from_str(self.get(key)?.get()).ok()
    }

    /// The items of a member that is an array.
    pub fn items(&self, key: &str) -> Option<Vec<&'t RawValue>> {
        items(self.get(key)?.get()).ok()
    }

    /// The members of a member that is an object.
    pub fn object(&self, key: &str) -> Option<Members<'t>> {
        Members::parse(self.get(key)?.get()).ok()
    }

    /// The members without those of these names.
    #[must_use]
    pub fn without(&self, names: &[&str]) -> Self {
        let kept = self
            .0
            .iter()
            .filter(|(name, _)| !names.contains(&name.as_ref()));
        Self(kept.cloned().collect())
    }

    /// All members, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &'t RawValue)> {
        self.0.iter().map(|(key, value)| (key.as_ref(), *value))
    }
}

/// The items of an array, unparsed.
///
/// # Errors
/// The text is not an array.
pub fn items(text: &str) -> Result<Vec<&RawValue>, serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let items = deserializer.deserialize_seq(ItemsVisitor)?;
    deserializer.end()?;
    Ok(items)
}

impl<'t> Outline<'t> {
    /// Reads the top level of a document that is not empty.
    ///
    /// # Errors
    /// The text is neither a JSON object nor an array, nor lines of objects; with
    /// serde_json's line and column.
    pub fn of(text: &'t str) -> Result<Self, serde_json::Error> {
        let complete = |line: &Line<'_>| {
            line.text.trim_start().starts_with('{')
                && serde_json::from_str::<&RawValue>(line.text).is_ok()
        };
        let mut start = lines(text);
        if let (Some(first), Some(_)) = (start.next(), start.next())
            && complete(&first)
        {
            // A document can't continue after a complete object.
            return Ok(Self::Lines(lines(text).collect()));
        }
        if text.trim_start().starts_with('[') {
            return items(text).map(Self::Array);
        }
        Members::parse(text).map(Self::Object).or_else(|error| {
            // A damaged first line must not keep the others from being read.
            // Pretty-printed objects have commas between them.
            if lines(text).skip(1).take(2).filter(complete).count() == 2 {
                return Ok(Self::Lines(lines(text).collect()));
            }
            Err(error)
        })
    }

    /// A document that is known to have one object per line.
    pub fn lines(text: &'t str) -> Self {
        Self::Lines(lines(text).collect())
    }

    /// The members of the outermost object, if there is one.
    pub fn object(&self) -> Option<&Members<'t>> {
        match self {
            Self::Object(members) => Some(members),
            _ => None,
        }
    }
}

/// The lines that are not blank.
fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let mut offset = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let start = offset;
        offset += line.len();
        let body = line.trim_end_matches(['\n', '\r']);
        (!body.trim().is_empty()).then_some(Line {
            text: body,
            offset: start,
        })
    })
}

struct MembersVisitor {
    strict: bool,
}

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Members<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
        let mut members: Vec<(Cow<'de, str>, &'de RawValue)> = Vec::new();
        let mut seen = std::collections::BTreeSet::new();
        while let Some(key) = access.next_key::<BorrowedKey<'de>>()? {
            if !seen.insert(key.0.to_string()) {
                if !self.strict {
                    members.retain(|(name, _)| *name != key.0);
                    members.push((key.0, access.next_value()?));
                    continue;
                }
                return Err(A::Error::custom(format!("key `{}` stands twice", key.0)));
            }
            members.push((key.0, access.next_value()?));
        }
        Ok(Members(members))
    }
}

/// A key, borrowed where it has no escapes.
#[derive(serde::Deserialize)]
pub struct BorrowedKey<'a>(#[serde(borrow)] pub Cow<'a, str>);

struct ItemsVisitor;

impl<'de> Visitor<'de> for ItemsVisitor {
    type Value = Vec<&'de RawValue>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element()? {
            items.push(item);
        }
        Ok(items)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_need_two_objects() {
        assert!(
            matches!(Outline::of("{\"a\":1}\n{\"b\":2}\n"), Ok(Outline::Lines(lines)) if lines.len() == 2)
        );
        assert!(matches!(
            Outline::of("{\n\"a\":1}\n"),
            Ok(Outline::Object(_))
        ));
        assert!(matches!(Outline::of(" [1]"), Ok(Outline::Array(items)) if items.len() == 1));
    }

    #[test]
    fn a_damaged_line_among_lines_is_still_a_line() {
        for text in [
            "{\"a\":\n{\"b\":2}\n{}\n",
            "{\"a\":1}\nnonsense\n",
            "nonsense\n{\"b\":2}\n\n{}",
        ] {
            assert!(matches!(Outline::of(text), Ok(Outline::Lines(_))), "{text}");
        }
        let one = "{\"a\": [\n{\"b\":2}\n]}";
        assert!(matches!(Outline::of(one), Ok(Outline::Object(_))));
        assert!(Outline::of("{\"a\": [\n{\"b\":2}\n").is_err());
    }

    #[test]
    fn a_duplicate_key_is_refused() {
        let error = Outline::of(r#"{"data": [], "data": [1]}"#).unwrap_err();
        assert!(error.to_string().contains("`data` stands twice"), "{error}");
    }
}
