//! Diagnostics: errors and warnings, one type for every message that is not a decision.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use crate::document::Document;
use crate::secret::without_quoted;

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// The run is whole, but the user should know.
    Warning,
    /// Something could not be read or loaded: the run is not whole (exit code 2).
    Error,
}

impl Level {
    /// The word that messages begin with.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A message with its place and the next step.
///
/// Every error enum of the crate becomes one of these at the edge, so that all
/// of them look alike to the user: lower case, no full stop, user input in
/// backticks, what is wrong, where, and what to do.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// Error or warning.
    pub level: Level,
    /// The code of a rule of `onus check`, if it is a finding.
    pub code: Option<&'static str>,
    /// What is wrong, in one line.
    pub message: String,
    /// Where, if it has a place.
    pub place: Option<Spot>,
    /// What to do about it.
    pub help: Option<String>,
}

/// A stretch of a document, with a word about it.
#[derive(Debug, Clone)]
pub struct Spot {
    /// The file.
    pub document: Arc<Document>,
    /// Bytes of its text.
    pub range: Range<usize>,
    /// What to write under the code frame; may be empty.
    pub label: String,
}

impl Spot {
    /// A stretch without a label. Of a document that was made of another one, it is
    /// the stretch of the file that it was made of. Characters are never cut: parsers
    /// count bytes, and name the byte at which they stopped.
    pub fn new(document: &Arc<Document>, range: Range<usize>) -> Self {
        let (document, range) = Document::trace(document, range);
        Self {
            range: characters(document.text(), range),
            document,
            label: String::new(),
        }
    }

    /// The same stretch in a copy of no more of the document than a code frame shows:
    /// for what is kept when the document is let go.
    #[must_use]
    pub fn kept(self) -> Self {
        let text = self.document.text();
        let line = self.document.line_range(self.range.start);
        let start = self.range.start.saturating_sub(AROUND).max(line.start);
        let start = (line.start..=start).rfind(|at| text.is_char_boundary(*at));
        let start = start.unwrap_or(self.range.start);
        let end = self.range.start.saturating_add(AROUND).min(line.end);
        let end = (end.max(self.range.start)..=text.len()).find(|at| text.is_char_boundary(*at));
        let end = end.unwrap_or(text.len());
        let mark_end = self.range.end.clamp(self.range.start, end);
        Self {
            range: self.range.start - start..mark_end - start,
            document: Arc::new(self.document.quotation(&(start..end))),
            label: self.label,
        }
    }
}

/// The characters of a text that a range of bytes touches.
fn characters(text: &str, range: Range<usize>) -> Range<usize> {
    let start = range.start.min(text.len());
    let start = (0..=start).rfind(|at| text.is_char_boundary(*at));
    let start = start.unwrap_or_default();
    let end = range.end.clamp(start, text.len());
    let end = (end..=text.len()).find(|at| text.is_char_boundary(*at));
    start..end.unwrap_or(text.len())
}

/// More than a code frame looks at, on each side of what it is about.
const AROUND: usize = 4 << 10;

impl Diagnostic {
    /// The same problem, without the document that it is about.
    #[must_use]
    pub fn kept(mut self) -> Self {
        self.place = self.place.map(Spot::kept);
        self
    }

    /// A problem that makes the run less than whole.
    pub fn error(message: impl Into<String>) -> Self {
        Self {
            level: Level::Error,
            code: None,
            message: quiet(message.into()),
            place: None,
            help: None,
        }
    }

    /// A problem that the user should know of.
    pub fn warning(message: impl Into<String>) -> Self {
        Self {
            level: Level::Warning,
            ..Self::error(message)
        }
    }

    /// The same problem, at `spot`.
    #[must_use]
    pub fn at(mut self, spot: Spot) -> Self {
        self.place = Some(spot);
        self
    }

    /// The same problem, with the next step.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(quiet(help.into()));
        self
    }

    /// `file:line:column`, if the problem has a place.
    pub fn location(&self) -> Option<String> {
        self.place.as_ref().map(|spot| {
            let at = spot.document.position(spot.range.start);
            format!("{}:{}:{}", spot.document.name(), at.line, at.column)
        })
    }
}

/// A text that can quote what it is about, without secrets.
fn quiet(text: String) -> String {
    match without_quoted(&text) {
        Cow::Borrowed(_) => text,
        Cow::Owned(shown) => shown,
    }
}

impl std::error::Error for Diagnostic {}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(location) = self.location() {
            write!(f, "{location}: ")?;
        }
        f.write_str(&self.message)
    }
}

impl Serialize for Diagnostic {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Flat<'a> {
            level: Level,
            #[serde(skip_serializing_if = "Option::is_none")]
            code: Option<&'static str>,
            message: &'a str,
            location: Option<String>,
            help: Option<&'a str>,
        }
        Flat {
            level: self.level,
            code: self.code,
            message: &self.message,
            location: self.location(),
            help: self.help.as_deref(),
        }
        .serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_is_of_complete_characters() {
        let document = Arc::new(Document::new("t.json", "aé\u{feff}b"));
        let length = document.text().len();
        for start in 0..length + 2 {
            for end in 0..length + 2 {
                let range = Spot::new(&document, start..end).range;
                let text = document.text().get(range.clone());
                assert!(text.is_some(), "{start}..{end} is {range:?}");
                assert!(range.start <= start && (range.end >= end.min(length)));
            }
        }
        assert_eq!(Spot::new(&document, 1..2).range, 1..3);
        assert_eq!(Spot::new(&document, 4..5).range, 3..6);
    }
}
