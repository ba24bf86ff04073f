//! Derived text: text that is made from a document's text, with the origin of each part.
//!
//! Readers read JSON. Everything else (YAML, rows of a table, JSON inside strings, templates
//! with evaluated expressions) is first written as JSON, in pieces that know their origin. So
//! every place in the derived text leads back to the user's file.

use std::ops::Range;
use std::sync::Arc;

use crate::document::Document;

/// A stretch of made text.
#[derive(Debug, Clone)]
struct Piece {
    /// Where it begins in the made text.
    start: usize,
    /// The number of the document that it was made of.
    source: usize,
    /// What it was made of.
    from: Range<usize>,
    /// Whether it is a copy, so that every byte has its own place.
    copied: bool,
}

/// Text in the making.
///
/// ```
/// use std::sync::Arc;
/// use onus_core::derived_text::Pieces;
/// use onus_core::document::Document;
///
/// let yaml = Arc::new(Document::new("a.yaml", "tls: off\n"));
/// let mut pieces = Pieces::of(&yaml);
/// pieces.made("{\"tls\":", 0..3);
/// pieces.made("\"off\"", 5..8);
/// pieces.made("}", 8..8);
/// let json = pieces.finish();
/// assert_eq!(json.text(), r#"{"tls":"off"}"#);
/// let (file, range) = Document::trace(&json, 7..12);
/// assert_eq!(file.slice(&range), "off");
/// ```
#[derive(Debug)]
pub struct Pieces {
    /// What is being copied from.
    source: Arc<Document>,
    /// Its number among all of them.
    number: usize,
    sources: Vec<Arc<Document>>,
    text: String,
    pieces: Vec<Piece>,
}

/// Where made text came from.
#[derive(Debug)]
pub struct Origin {
    /// One document, or several whose records are about one thing; never none.
    sources: Vec<Arc<Document>>,
    pieces: Vec<Piece>,
}

impl Pieces {
    /// Nothing yet, to be made of `source`.
    pub fn of(source: &Arc<Document>) -> Self {
        Self {
            source: Arc::clone(source),
            number: 0,
            sources: vec![Arc::clone(source)],
            text: String::new(),
            pieces: Vec::new(),
        }
    }

    /// The following pieces are made of `source`, until the next call.
    pub fn turn_to(&mut self, source: &Arc<Document>) {
        if Arc::ptr_eq(&self.source, source) {
            return;
        }
        let known = self
            .sources
            .iter()
            .position(|known| Arc::ptr_eq(known, source));
        self.number = known.unwrap_or_else(|| {
            self.sources.push(Arc::clone(source));
            self.sources.len() - 1
        });
        self.source = Arc::clone(source);
    }

    /// The number of bytes so far.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Whether there is nothing yet.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Adds a copy of a stretch of the source.
    pub fn copied(&mut self, from: Range<usize>) {
        let text = self.source.slice(&from).to_owned();
        self.piece(&text, from, true);
    }

    /// Adds text that represents a range of the source.
    pub fn made(&mut self, text: &str, from: Range<usize>) {
        self.piece(text, from, false);
    }

    /// Adds a JSON string that represents a range of the source.
    pub fn string(&mut self, value: &str, from: Range<usize>) {
        self.made(&serde_json::Value::from(value).to_string(), from);
    }

    /// Adds what a JSON string of the source holds, without its quotes and escapes:
    /// for JSON inside of strings. `literal` is where the string stands, with its
    /// quotes. Nothing is added when it is not a JSON string.
    pub fn unescaped(&mut self, literal: Range<usize>) -> bool {
        let source = Arc::clone(&self.source);
        let text = source.slice(&literal);
        if serde_json::from_str::<String>(text).is_err() {
            return false;
        }
        let inner = text
            .strip_prefix('"')
            .and_then(|text| text.strip_suffix('"'))
            .unwrap_or_default();
        let base = literal.start + 1;
        let mut at = 0;
        while let Some(rest) = inner.get(at..).filter(|rest| !rest.is_empty()) {
            let plain = rest.find('\\').unwrap_or(rest.len());
            if plain > 0 {
                self.copied(base + at..base + at + plain);
                at += plain;
                continue;
            }
            let length = escape_length(rest);
            let escape = rest.get(..length).unwrap_or(rest);
            let value: String = serde_json::from_str(&format!("\"{escape}\"")).unwrap_or_default();
            self.made(&value, base + at..base + at + length);
            at += length;
        }
        true
    }

    /// The text as a document of its own, under the first source's name.
    pub fn finish(self) -> Arc<Document> {
        let name = self.sources.first().unwrap_or(&self.source).name();
        let name = name.to_owned();
        let origin = Origin {
            sources: self.sources,
            pieces: self.pieces,
        };
        Arc::new(Document::made(name, self.text, origin))
    }

    fn piece(&mut self, text: &str, from: Range<usize>, copied: bool) {
        if text.is_empty() {
            return;
        }
        self.pieces.push(Piece {
            start: self.text.len(),
            source: self.number,
            from,
            copied,
        });
        self.text.push_str(text);
    }
}

/// The bytes of the escape that `text` begins with; of a surrogate, both halves.
fn escape_length(text: &str) -> usize {
    const UNIT: usize = 6;
    let surrogate = |text: &str| {
        text.get(..UNIT)
            .and_then(|unit| unit.strip_prefix("\\u"))
            .and_then(|digits| u16::from_str_radix(digits, 16).ok())
            .is_some_and(|unit| (0xd800..0xe000).contains(&unit))
    };
    if !text.starts_with("\\u") {
        return 2.min(text.len());
    }
    let second = text.get(UNIT..).unwrap_or_default();
    if surrogate(text) && surrogate(second) {
        2 * UNIT
    } else {
        UNIT.min(text.len())
    }
}

impl Origin {
    /// What a stretch of the made text was made of. None when nothing was made.
    pub fn trace(&self, made: &Range<usize>) -> Option<(&Arc<Document>, Range<usize>)> {
        let Some(first) = self.piece_at(made.start) else {
            return Some((self.sources.first()?, 0..0));
        };
        let source = self.sources.get(first.source)?;
        let start = first.place(made.start);
        // Up to the end of what its last byte was made of.
        let last = made.end.saturating_sub(1).max(made.start);
        let end = self
            .piece_at(last)
            .filter(|piece| piece.source == first.source)
            .map(|piece| {
                if piece.copied {
                    piece.place(last) + (made.end - made.start).min(1)
                } else {
                    piece.from.end
                }
            })
            .filter(|end| *end >= start)
            // Parts were put into another order, or come from several documents.
            .unwrap_or_else(|| first.from.end.max(start));
        Some((source, start..end))
    }

    fn piece_at(&self, at: usize) -> Option<&Piece> {
        let index = self
            .pieces
            .partition_point(|piece| piece.start <= at)
            .checked_sub(1)?;
        self.pieces.get(index)
    }
}

impl Piece {
    fn place(&self, at: usize) -> usize {
        if self.copied {
            (self.from.start + (at - self.start)).min(self.from.end)
        } else {
            self.from.start
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_stretch_leads_back_to_its_own_document(
            texts in prop::collection::vec("[a-zé]{1,8}", 1..4),
            taken in prop::collection::vec(
                (any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<bool>()),
                1..12,
            ),
        ) {
            let sources: Vec<Arc<Document>> = texts
                .iter()
                .enumerate()
                .map(|(number, text)| Arc::new(Document::new(number.to_string(), text.as_str())))
                .collect();
            let mut pieces = Pieces::of(&sources[0]);
            let mut expected = Vec::new();
            for (source, at, copied) in taken {
                let source = &sources[source.index(sources.len())];
                let (at, character) = source
                    .text()
                    .char_indices()
                    .nth(at.index(source.text().chars().count()))
                    .unwrap();
                let from = at..at + character.len_utf8();
                let start = pieces.len();
                pieces.turn_to(source);
                if copied {
                    pieces.copied(from.clone());
                } else {
                    pieces.made("made", from.clone());
                }
                expected.push((start..pieces.len(), source, from));
            }
            let made = pieces.finish();
            prop_assert_eq!(made.name(), "0");
            for (stretch, source, from) in &expected {
                let (file, range) = Document::trace(&made, stretch.clone());
                prop_assert!(Arc::ptr_eq(&file, source));
                prop_assert_eq!(&range, from);
            }
            // Whatever the stretch, it begins where its first part does, and ends in
            // the same document.
            for (first, source, from) in &expected {
                for (last, ..) in &expected {
                    let stretch = first.start..last.end.max(first.end);
                    let (file, range) = Document::trace(&made, stretch);
                    prop_assert!(Arc::ptr_eq(&file, source));
                    prop_assert_eq!(range.start, from.start);
                    prop_assert!(file.text().get(range).is_some());
                }
            }
        }
    }

    #[test]
    fn json_inside_of_strings_keeps_its_places() {
        let text = r#"{"c": "{\"tls\": \"off\", \"n\": \"\u00e4\ud83d\ude00\\n\"}"}"#;
        let source = Arc::new(Document::new("t.json", text));
        let literal = 6..text.len() - 1;
        let mut pieces = Pieces::of(&source);
        assert!(pieces.unescaped(literal));
        let made = pieces.finish();
        let outer: serde_json::Value = serde_json::from_str(text).unwrap();
        assert_eq!(made.text(), outer["c"].as_str().unwrap());
        let at = made.text().find("off").unwrap();
        let (file, range) = Document::trace(&made, at..at + 3);
        assert_eq!(file.slice(&range), "off");
        assert_eq!(file.name(), "t.json");
    }

    #[test]
    fn text_made_of_made_text_leads_back_to_the_file() {
        let file = Arc::new(Document::new("t", "abc def"));
        let mut pieces = Pieces::of(&file);
        pieces.made("<", 0..3);
        pieces.copied(4..7);
        let once = pieces.finish();
        let mut pieces = Pieces::of(&once);
        pieces.copied(2..4);
        pieces.made("!", 0..1);
        let twice = pieces.finish();
        assert_eq!(twice.text(), "ef!");
        let place = |range| file.slice(&Document::trace(&twice, range).1).to_owned();
        assert_eq!(place(0..2), "ef");
        assert_eq!(place(1..2), "f");
        assert_eq!(place(2..3), "abc");
        let (root, _) = Document::trace(&twice, 0..1);
        assert!(Arc::ptr_eq(&root, &file));
    }

    #[test]
    fn what_is_no_string_adds_nothing() {
        let source = Arc::new(Document::new("t", "{\"a\": 1}"));
        let mut pieces = Pieces::of(&source);
        assert!(!pieces.unescaped(6..7));
        assert!(pieces.is_empty());
    }
}
