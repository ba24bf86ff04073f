//! JSON sources: the secrets in the text of a JSON file, sound or damaged.

use std::ops::Range;

use super::name::{Certainty, names_secret};
use super::place::{Member, Place};
use super::shape::is_public;

/// The byte ranges of a JSON text that are secrets by their place, in order. Objects
/// that begin at one of `records`, which are sorted, are records of resources: keys
/// above them are names of resources, and say nothing about what is in them.
///
/// The text need not be sound JSON: whatever can be read of it counts.
pub fn in_source(text: &str, records: &[usize]) -> Vec<Range<usize>> {
    if is_json(text) {
        scan(text, records, Place::default())
    } else {
        Vec::new()
    }
}

/// Whether a text is JSON, sound or not.
pub fn is_json(text: &str) -> bool {
    text.trim_start().starts_with(['{', '['])
}

/// The same for what is in `place`.
pub(super) fn scan(text: &str, records: &[usize], place: Place) -> Vec<Range<usize>> {
    let mut scan = Scan {
        text,
        records,
        outer: place,
        levels: Vec::new(),
        found: Vec::new(),
    };
    scan.run();
    scan.found.sort_by_key(|range| (range.start, range.end));
    scan.found.dedup();
    scan.found
}

/// An object or an array that has begun and not ended.
struct Level {
    is_object: bool,
    begins: usize,
    place: Place,
    /// The key whose value comes next, or has come.
    key: Option<Range<usize>>,
    /// Whether its value has come.
    is_full: bool,
    /// Whether the name of a pair names secrets.
    named: Option<Certainty>,
    /// Values of a pair whose name has not come yet.
    values: Vec<Range<usize>>,
}

struct Scan<'s> {
    text: &'s str,
    records: &'s [usize],
    outer: Place,
    levels: Vec<Level>,
    found: Vec<Range<usize>>,
}

impl Scan<'_> {
    fn run(&mut self) {
        let bytes = self.text.as_bytes();
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            match byte {
                b'{' | b'[' => {
                    let place = if self.records.binary_search(&at).is_ok() {
                        Place::default()
                    } else {
                        self.place()
                    };
                    self.levels.push(Level {
                        is_object: *byte == b'{',
                        begins: at,
                        place,
                        key: None,
                        is_full: false,
                        named: None,
                        values: Vec::new(),
                    });
                    at += 1;
                }
                b'}' | b']' => {
                    at += 1;
                    self.close(at);
                }
                b',' => {
                    // In damaged JSON a comma can be between a key and its value.
                    if let Some(level) = self.levels.last_mut().filter(|level| level.is_full) {
                        level.key = None;
                    }
                    at += 1;
                }
                b'"' => {
                    let end = string_end(bytes, at);
                    self.string(at + 1..end);
                    at = end + 1;
                }
                b'0'..=b'9' | b'-' => {
                    let end = scalar_end(bytes, at);
                    if self.place().hides_numbers() {
                        self.found.push(at..end);
                    }
                    self.value(at..end, None);
                    at = end;
                }
                _ => {
                    // `true`, `false`, `null`.
                    if let Some(level) = self.levels.last_mut() {
                        level.is_full |= byte.is_ascii_alphabetic();
                    }
                    at += 1;
                }
            }
        }
        // What was cut off.
        while !self.levels.is_empty() {
            self.close(self.text.len());
        }
    }

    fn slice(&self, range: &Range<usize>) -> &str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    /// The place of the value that comes next.
    fn place(&self) -> Place {
        let Some(level) = self.levels.last() else {
            return self.outer;
        };
        let Some(key) = &level.key else {
            return level.place;
        };
        let key = self.slice(key);
        let place = level.place.member(key);
        match (level.named, Member::of(key)) {
            (Some(certainty), Member::Value) => place.named(certainty),
            _ => place,
        }
    }

    fn string(&mut self, inside: Range<usize>) {
        let is_key = self
            .levels
            .last()
            .is_some_and(|level| level.is_object && level.key.is_none());
        if is_key {
            if let Some(level) = self.levels.last_mut() {
                level.key = Some(inside);
                level.is_full = false;
            }
            return;
        }
        let text = self.slice(&inside).to_owned();
        if self.place().hides(&text) {
            self.found.push(inside.clone());
        }
        self.value(inside, Some(&text));
    }

    /// Notes a value that has come, in case it belongs to a pair; `text` is that of a
    /// string.
    fn value(&mut self, range: Range<usize>, text: Option<&str>) {
        let Some(key) = self.levels.last().and_then(|level| level.key.clone()) else {
            return;
        };
        let member = Member::of(self.slice(&key));
        if let Some(level) = self.levels.last_mut() {
            level.is_full = true;
            match (member, text) {
                (Member::Name, Some(text)) => level.named = level.named.max(names_secret(text)),
                (Member::Value, text) if text.is_none_or(|text| !is_public(text)) => {
                    level.values.push(range);
                }
                _ => {}
            }
        }
    }

    fn close(&mut self, end: usize) {
        let Some(level) = self.levels.pop() else {
            return;
        };
        match level.named {
            Some(Certainty::IfRandom) => {
                let hides = |range: &Range<usize>| Certainty::IfRandom.hides(self.slice(range));
                let values: Vec<_> = level.values.into_iter().filter(hides).collect();
                self.found.extend(values);
            }
            Some(_) => self.found.extend(level.values),
            None => {}
        }
        self.value(level.begins..end, None);
    }
}

/// The offset of the quote that ends a string, or the end of the text.
fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => return at,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}

fn scalar_end(bytes: &[u8], start: usize) -> usize {
    let rest = bytes.get(start..).unwrap_or_default();
    let length = rest
        .iter()
        .position(|byte| !byte.is_ascii_alphanumeric() && !b"+-._".contains(byte))
        .unwrap_or(rest.len());
    start + length.max(1)
}

#[cfg(test)]
mod tests {
    use super::in_source;

    fn hidden(text: &str) -> Vec<&str> {
        in_source(text, &[])
            .into_iter()
            .filter_map(|range| text.get(range))
            .collect()
    }

    #[test]
    fn json_is_read_as_values_are() {
        let text = r#"{"a": {"privateKey": {"data": ["s1", "s\"2"], "name": "n"}}, "pin_token": 12, "e": [
            {"name": "DB_PASSWORD", "value": "s3"}, {"value": "s4", "name": "API_KEY"}, {"name": "x", "value": "y"}],
            "passwordAuthentication": false, "secretRef": {"name": "db"}, "password": "Enabled"}"#;
        assert_eq!(hidden(text), ["s1", "s\\\"2", "12", "s3", "s4"]);
    }

    #[test]
    fn damaged_json_is_read_as_far_as_it_goes() {
        assert_eq!(
            hidden(r#"{"password": "s1", "x": [1,, {"secret": "s2"#),
            ["s1", "s2"]
        );
        assert_eq!(
            hidden(r#"{"env": [{"value": "s1", "name": "TOKEN""#),
            ["s1"]
        );
        assert_eq!(
            hidden(r#"{"privateKey" ,, : {"data": ["s1"]}, "a": "x"}"#),
            ["s1"]
        );
        assert_eq!(
            hidden(r#"{"password": true, "a": "x", "token": null, "b": "y"}"#),
            [""; 0]
        );
        assert!(hidden("nothing").is_empty());
    }

    #[test]
    fn names_of_records_say_nothing_about_them() {
        let text = r#"{"Resources": {"ApiToken": {"Type": "t", "Properties": {"Password": "s"}}}}"#;
        let record = text.find("{\"Type\"").unwrap();
        let hidden: Vec<&str> = in_source(text, &[record])
            .into_iter()
            .filter_map(|range| text.get(range))
            .collect();
        assert_eq!(hidden, ["s"]);
    }
}
