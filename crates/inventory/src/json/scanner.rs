//! The scanner of JSON that arrives in chunks: it finds the ends of items. It knows
//! strings and brackets, and leaves all other mistakes to the parser.

/// The meaning of a byte for the structure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// None.
    None,
    /// An object or an array starts, at this depth (the outermost at 0).
    Open(usize),
    /// One ends that started at this depth; none for an unmatched bracket.
    Close(Option<usize>),
    /// A comma between values at this depth.
    Comma(usize),
    /// A colon after a key at this depth.
    Colon(usize),
    /// A string ends.
    Quote,
}

/// The state of the scan.
#[derive(Debug, Clone, Default)]
pub struct Scan {
    depth: usize,
    in_string: bool,
    escaped: bool,
}

impl Scan {
    /// Scans the next byte.
    pub fn step(&mut self, byte: u8) -> Mark {
        if self.in_string {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => {
                    self.in_string = false;
                    return Mark::Quote;
                }
                _ => {}
            }
            return Mark::None;
        }
        match byte {
            b'"' => {
                self.in_string = true;
                Mark::None
            }
            b'{' | b'[' => {
                self.depth += 1;
                Mark::Open(self.depth - 1)
            }
            b'}' | b']' => {
                let depth = self.depth.checked_sub(1);
                self.depth = depth.unwrap_or_default();
                Mark::Close(depth)
            }
            b',' => Mark::Comma(self.depth),
            b':' => Mark::Colon(self.depth),
            _ => Mark::None,
        }
    }

    /// Whether a string has started and not ended.
    pub fn in_string(&self) -> bool {
        self.in_string
    }
}

/// The text of a document up to and including the bracket that opens an array: the
/// outermost one, or the first of these members of the outermost object; and the member's
/// name. None when the text has no such array.
pub fn head<'k>(text: &str, keys: &[&'k str]) -> Option<(usize, Option<&'k str>)> {
    let mut scan = Scan::default();
    let mut string = 0..0;
    let mut key = None;
    for (offset, byte) in text.bytes().enumerate() {
        let was_in_string = scan.in_string();
        match scan.step(byte) {
            Mark::Open(0) if byte == b'[' => return Some((offset + 1, None)),
            Mark::Open(1) if byte == b'[' => {
                if let Some(key) = key.take() {
                    return Some((offset + 1, Some(key)));
                }
            }
            Mark::Quote => string.end = offset,
            Mark::Colon(1) => {
                let name = text.get(string.clone()).unwrap_or_default();
                key = keys.iter().copied().find(|key| *key == name);
            }
            Mark::Comma(1) => key = None,
            Mark::Close(Some(0) | None) => return None,
            _ => {}
        }
        if !was_in_string && scan.in_string() {
            string.start = offset + 1;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_array_of_a_document_is_found() {
        let find = |text: &str| {
            head(text, &["data", "value"])
                .map(|(at, key)| (text.get(..at).unwrap().to_owned(), key))
        };
        let found = |text: &str, key| Some((text.to_owned(), key));
        assert_eq!(find(" [{}]"), found(" [", None));
        assert_eq!(
            find(r#"{"x\"[": "[", "o": {"data": [1]}, "data" : [1]}"#),
            found(
                r#"{"x\"[": "[", "o": {"data": [1]}, "data" : ["#,
                Some("data")
            )
        );
        assert_eq!(find(r#"{"data": {"value": [1]}}"#), None);
        assert_eq!(find(r#"{"data": 1, "other": [1], "value""#), None);
        assert_eq!(find("{}"), None);
    }

    #[test]
    fn brackets_in_strings_are_text() {
        let mut scan = Scan::default();
        let marks: Vec<Mark> = br#"["a\"]",{}]]"#
            .iter()
            .map(|byte| scan.step(*byte))
            .filter(|mark| *mark != Mark::None)
            .collect();
        assert_eq!(
            marks,
            [
                Mark::Open(0),
                Mark::Quote,
                Mark::Comma(1),
                Mark::Open(1),
                Mark::Close(Some(1)),
                Mark::Close(Some(0)),
                Mark::Close(None)
            ]
        );
    }
}
