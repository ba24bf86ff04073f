//! JSON Pointers (RFC 6901): the names of places in a document.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A path from the root of a JSON document to one of its values.
///
/// ```
/// use onus_core::json_pointer::Pointer;
/// let pointer = Pointer::parse("/properties/networkAcls/defaultAction");
/// assert_eq!(pointer.segments().count(), 3);
/// assert_eq!(pointer.parent().map(|p| p.to_string()).as_deref(), Some("/properties/networkAcls"));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(Vec<String>);

impl Pointer {
    /// The whole document.
    pub fn root() -> Self {
        Self::default()
    }

    /// Reads the text form, `/a/b~1c/0`. A text without a leading `/` is read as
    /// if it had one, so that nothing a policy says is lost.
    pub fn parse(text: &str) -> Self {
        if text.is_empty() {
            return Self::root();
        }
        let body = text.strip_prefix('/').unwrap_or(text);
        Self(
            body.split('/')
                .map(|segment| segment.replace("~1", "/").replace("~0", "~"))
                .collect(),
        )
    }

    /// The pointer of a member or item of the value that this one points at.
    #[must_use]
    pub fn child(&self, segment: impl Into<String>) -> Self {
        let mut segments = self.0.clone();
        segments.push(segment.into());
        Self(segments)
    }

    /// This pointer, continued by `tail`.
    #[must_use]
    pub fn join(&self, tail: &Self) -> Self {
        let mut segments = self.0.clone();
        segments.extend(tail.0.iter().cloned());
        Self(segments)
    }

    /// The pointer of the enclosing value; none for the root.
    pub fn parent(&self) -> Option<Self> {
        let (_, head) = self.0.split_last()?;
        Some(Self(head.to_vec()))
    }

    /// Unescaped segments, from the root down.
    pub fn segments(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// The last segment: a property's name, or an item's index.
    pub fn last(&self) -> Option<&str> {
        self.0.last().map(String::as_str)
    }

    /// The number of segments.
    pub fn depth(&self) -> usize {
        self.0.len()
    }

    /// What is left after `head`, when this pointer lies at or below it.
    pub fn strip(&self, head: &Self) -> Option<Self> {
        self.0
            .strip_prefix(head.0.as_slice())
            .map(|tail| Self(tail.to_vec()))
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for segment in &self.0 {
            write!(f, "/{}", segment.replace('~', "~0").replace('/', "~1"))?;
        }
        Ok(())
    }
}

impl<S: Into<String>> FromIterator<S> for Pointer {
    fn from_iter<I: IntoIterator<Item = S>>(segments: I) -> Self {
        Self(segments.into_iter().map(Into::into).collect())
    }
}

impl Serialize for Pointer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Pointer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::parse(&String::deserialize(deserializer)?))
    }
}

impl schemars::JsonSchema for Pointer {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Pointer".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string", "format": "json-pointer"})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_round_trips_with_escapes() {
        for text in ["", "/a", "/a~1b/0/~0x"] {
            assert_eq!(Pointer::parse(text).to_string(), text);
        }
    }

    #[test]
    fn strip_needs_complete_segments() {
        let ab = Pointer::parse("/ab/c");
        assert_eq!(ab.strip(&Pointer::parse("/a")), None);
        assert_eq!(ab.strip(&Pointer::parse("/ab")), Some(Pointer::parse("/c")));
    }
}
