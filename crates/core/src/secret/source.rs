//! Secrets in the text of files, which code frames print lines of: JSON, also when it
//! is damaged; YAML; assignments in anything else.

use std::borrow::Cow;
use std::ops::Range;

use super::name::{Tells, tells};
use super::place::{Member, Place};
use super::shape::{is_public, shapes, without};

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
fn scan(text: &str, records: &[usize], place: Place) -> Vec<Range<usize>> {
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
    /// What the name of a pair says.
    named: Option<Tells>,
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
            (Some(told), Member::Value) => place.named(told),
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
                (Member::Name, Some(text)) => level.named = level.named.max(tells(text)),
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
        if level.named.is_some() {
            self.found.extend(level.values);
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

/// What a line is a line of.
#[derive(Debug, Clone, Copy)]
pub enum Around<'t> {
    /// Source code: values without quotes are names.
    Code,
    /// A text whose secrets are found by their places; see [`in_source`].
    Known,
    /// A text that nobody could read, maybe YAML, whose indentation says what the line
    /// belongs to: what is before the line, and behind it.
    Block(&'t str, &'t str),
}

/// The byte ranges of one line, or a part of one, that are secrets by their shape or by
/// the name in front of them.
pub fn in_line(line: &str, around: Around<'_>) -> Vec<Range<usize>> {
    let mut found = shapes(line);
    assignments(line, matches!(around, Around::Code), &mut found);
    if let Around::Block(before, after) = around {
        in_block(line, before, after, &mut found);
    }
    found.sort_by_key(|range| (range.start, range.end));
    found
}

/// A message that can quote values, without secrets: by their shape, by the name in
/// front of them, and by their place in JSON.
pub fn without_quoted(text: &str) -> Cow<'_, str> {
    let mut found = shapes(text);
    if let Some(at) = text.find(['{', '[']).filter(|_| text.contains('"')) {
        let json = text.get(at..).unwrap_or_default();
        let inside = scan(json, &[], Place::default());
        found.extend(
            inside
                .into_iter()
                .map(|range| at + range.start..at + range.end),
        );
    }
    without(text, found)
}

/// A text of source code without the secrets that are in it.
pub fn without_secrets(text: &str) -> String {
    without(text, in_line(text, Around::Code)).into_owned()
}

/// The signs between a name and its value, the longest first.
const SIGNS: [&str; 6] = [":=", "==", "!=", "=>", ":", "="];

/// Values that have a telling name in front of them.
fn assignments(text: &str, is_code: bool, found: &mut Vec<Range<usize>>) {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let start = at + rest.find(is_part).unwrap_or(rest.len());
        let word = text.get(start..).unwrap_or_default();
        let word = word
            .get(..word.find(|c| !is_part(c)).unwrap_or(word.len()))
            .unwrap_or_default();
        at = start + word.len();
        if word.is_empty() {
            break;
        }
        let name = word.rsplit('.').next().unwrap_or(word);
        let Some(told) = tells(name) else {
            continue;
        };
        let after = text.get(at..).unwrap_or_default();
        let skipped = after.trim_start_matches(['\\', '"', '\'', '`', ']', ')', ' ', '\t']);
        let Some(sign) = SIGNS.iter().find(|sign| skipped.starts_with(**sign)) else {
            continue;
        };
        let value = skipped.get(sign.len()..).unwrap_or_default();
        let value = value.trim_start_matches([' ', '\t']);
        let value_at = text.len() - value.len();
        let range = match quote(value) {
            Some(quote) => {
                let inside = value.get(quote.len()..).unwrap_or_default();
                let end = closing(inside, quote);
                value_at + quote.len()..value_at + quote.len() + end
            }
            None if is_code || sign.len() > 1 || !hides_unquoted(after, value, told) => continue,
            None => {
                let before = text.get(..start).unwrap_or_default();
                let ends = match *sign {
                    "=" => " ,;&}])\"'\n\r",
                    _ if before.contains(['{', '[']) => ",}]\"\n\r",
                    _ if after.starts_with(['"', '\'', '\\']) => ",}]\"\n\r",
                    // The rest of a line of YAML.
                    _ => "\n\r",
                };
                let end = value
                    .find(|c: char| ends.contains(c))
                    .unwrap_or(value.len());
                let value = value.get(..end).unwrap_or_default();
                let value = value.split(" #").next().unwrap_or(value);
                value_at..value_at + value.trim_end().len()
            }
        };
        let value = text.get(range.clone()).unwrap_or_default();
        if !is_public(value) && !value.starts_with(['{', '[', '|', '>', '&', '*', '!']) {
            at = range.end.max(at);
            found.push(range);
        }
    }
}

/// Whether a value without quotes can be a secret: behind a key with quotes, as in JSON,
/// only numbers have none.
fn hides_unquoted(after: &str, value: &str, told: Tells) -> bool {
    if value.starts_with(|first: char| first.is_ascii_digit()) {
        return told == Tells::Surely;
    }
    !after.trim_start_matches('\\').starts_with(['"', '\''])
}

/// The quote that a value begins with, with the backslashes in front of it when the
/// value is inside of another string.
fn quote(value: &str) -> Option<&str> {
    let escapes = value.len() - value.trim_start_matches('\\').len();
    let rest = value.get(escapes..)?;
    rest.starts_with(['"', '\'', '`'])
        .then(|| value.get(..=escapes))
        .flatten()
}

/// Where a quoted text ends.
fn closing(inside: &str, quote: &str) -> usize {
    let mut from = 0;
    while let Some(found) = inside.get(from..).and_then(|rest| rest.find(quote)) {
        let at = from + found;
        let escapes = inside.get(..at).unwrap_or_default();
        let escapes = escapes.len() - escapes.trim_end_matches('\\').len();
        if escapes % 2 == 0 || quote == "'" || quote == "`" {
            return at;
        }
        from = at + quote.len();
    }
    inside.len()
}

/// Lines above a line of YAML that are looked at.
const MOST_LINES: usize = 400;

/// A line of block YAML: where its dashes end, where its text begins, and the text.
fn block(line: &str) -> Option<(usize, usize, &str)> {
    let text = line.trim_end();
    let mut rest = text.trim_start_matches(' ');
    if rest.is_empty() || rest.starts_with('#') {
        return None;
    }
    let first = text.len() - rest.len();
    while let Some(item) = rest.strip_prefix("- ") {
        rest = item.trim_start_matches(' ');
    }
    Some((first, text.len() - rest.len(), rest))
}

/// The key of a line of YAML, and what is behind it.
fn key(text: &str) -> Option<(&str, &str)> {
    let (key, value) = text.split_once(':')?;
    let key = key.trim().trim_matches(['"', '\'']);
    // What is broken may be a value.
    let is_key = |c: char| c.is_alphanumeric() || "_-./$".contains(c);
    let is_sound = (value.is_empty() || value.starts_with(' ')) && key.chars().all(is_key);
    is_sound.then(|| (key, value.trim()))
}

/// What the name of a pair says that is on a line of YAML.
fn name_on(line: &str) -> Option<Tells> {
    let (name, value) = key(line)?;
    let value = value.trim_matches(['"', '\'']);
    (Member::of(name) == Member::Name)
        .then(|| tells(value))
        .flatten()
}

/// A line of block YAML, whose indentation leads to the keys above it.
fn in_block(line: &str, before: &str, after: &str, found: &mut Vec<Range<usize>>) {
    let Some((start, column, text)) = block(line) else {
        return;
    };
    let own = key(text);
    let (keys, mut named) = above(start, column, own.is_some(), before);
    // The pair's name can come after its value.
    for below in after.lines().skip(1).take(MOST_BELOW).map_while(block) {
        let (dash, at, text) = below;
        if at < column || dash < at {
            break;
        }
        if at == column {
            named = named.max(name_on(text));
        }
    }
    let mut place = keys
        .iter()
        .rev()
        .fold(Place::default(), |place, key| place.member(key));
    let end = line.trim_end().len();
    let value = match own {
        Some((key, value)) => {
            place = place.member(key);
            if let (Some(told), Member::Value) = (named, Member::of(key)) {
                place = place.named(told);
            }
            value
        }
        None => text,
    };
    let at = end - value.len();
    if value.starts_with(['{', '[']) {
        let inside = scan(value, &[], place);
        found.extend(
            inside
                .into_iter()
                .map(|range| at + range.start..at + range.end),
        );
        return;
    }
    let plain = value.trim_end_matches(',').trim_matches(['"', '\'']);
    let hides = if plain.parse::<f64>().is_ok() {
        place.hides_numbers()
    } else {
        place.hides(plain)
    };
    let is_found = found.iter().any(|range| range.start >= at);
    if hides && !is_found && !plain.starts_with(['|', '>']) {
        found.push(at..end);
    }
}

/// Lines below a line of YAML that are looked at.
const MOST_BELOW: usize = 20;

/// The keys that a line of YAML is below, from the inside to the outside, and what the
/// name next to it says. Its dashes begin at `first`, its text at `column`.
fn above(first: usize, column: usize, has_key: bool, before: &str) -> (Vec<&str>, Option<Tells>) {
    let (mut first, mut column) = (first, column);
    let (mut keys, mut named) = (Vec::new(), None);
    let mut is_own = has_key;
    for (dash, at, above) in before.lines().rev().take(MOST_LINES).filter_map(block) {
        if is_own && at == column && first == column {
            named = named.max(name_on(above));
            // The first line of the item that both are in.
            first = dash;
        } else if at < column.min(first + 1) || (dash <= first && at < column) {
            keys.extend(key(above).map(|(key, _)| key));
            (first, column, is_own) = (dash, at, false);
            if column == 0 {
                break;
            }
        }
    }
    (keys, named)
}

#[cfg(test)]
mod tests {
    use super::*;

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

    fn line(line: &str, before: &str) -> String {
        without(line, in_line(line, Around::Block(before, ""))).into_owned()
    }

    #[test]
    fn values_behind_telling_names_are_hidden() {
        for (text, shown) in [
            ("password: hunter2", "password: (withheld)"),
            (
                "  adminPassword: \"hunter2 x\" # old",
                "  adminPassword: \"(withheld)\" # old",
            ),
            (
                "export DB_PASSWORD=hunter2",
                "export DB_PASSWORD=(withheld)",
            ),
            (
                r#""x": "{\"adminPassword\": \"hunter2\", \"tls\": 1}""#,
                r#""x": "{\"adminPassword\": \"(withheld)\", \"tls\": 1}""#,
            ),
            ("secretName: db", "secretName: db"),
            ("password: ${DB_PASSWORD}", "password: ${DB_PASSWORD}"),
            ("token:", "token:"),
            ("\"skip_token\": null,", "\"skip_token\": null,"),
            ("\"otp_token\": 4711,", "\"otp_token\": (withheld),"),
            ("password: hunter2, yes", "password: (withheld)"),
        ] {
            assert_eq!(line(text, ""), shown);
        }
    }

    #[test]
    fn code_shows_names_and_hides_strings() {
        for (text, shown) in [
            (
                "input.properties.adminPassword == \"hunter2\"",
                "input.properties.adminPassword == \"(withheld)\"",
            ),
            (
                "machine[\"adminPassword\"] == \"hunter2\"",
                "machine[\"adminPassword\"] == \"(withheld)\"",
            ),
            (
                "password := input.properties.password",
                "password := input.properties.password",
            ),
            ("{\"password\": input.x}", "{\"password\": input.x}"),
        ] {
            assert_eq!(without_secrets(text), shown);
        }
    }

    #[test]
    fn messages_quote_no_secrets() {
        for (text, shown) in [
            (
                "expects a string. Got `{\"password\":\"hunter2\",\"a\":1}`",
                "expects a string. Got `{\"password\":\"(withheld)\",\"a\":1}`",
            ),
            ("`a[0]` is \"x\"", "`a[0]` is \"x\""),
            (
                "can't read redis://:hunter2@cache",
                "can't read redis://:(withheld)@cache",
            ),
        ] {
            assert_eq!(without_quoted(text), shown);
        }
    }

    #[test]
    fn yaml_belongs_to_the_keys_above_it() {
        assert_eq!(
            line("  value: hunter2", "env:\n- name: DB_PASSWORD\n"),
            "  value: (withheld)"
        );
        assert_eq!(
            line("    value: hunter2", "env:\n  - name: DB_PASSWORD\n"),
            "    value: (withheld)"
        );
        assert_eq!(
            line("    value: hunter2", "env:\n  - name: LOG_LEVEL\n"),
            "    value: hunter2"
        );
        assert_eq!(
            line(
                "    value: debug",
                "env:\n  - name: DB_PASSWORD\n    value: x\n  - name: LOG_LEVEL\n"
            ),
            "    value: debug"
        );
        assert_eq!(
            line("    - hunter2", "a: 1\nprivateKey:\n  data:\n"),
            "    - (withheld)"
        );
        assert_eq!(line("  hunter2 hunter2", "password: |\n"), "  (withheld)");
        assert_eq!(
            line("other: hunter2", "password: |\n  x\n"),
            "other: hunter2"
        );
        assert_eq!(line("  name: db", "secret:\n"), "  name: db");
        assert_eq!(
            line("    - hunter2 \": : [", "privateKey:\n  data:\n"),
            "    - (withheld)"
        );
        assert_eq!(
            line("privateKey: {\"data\": [\"hunter2\"]}", ""),
            "privateKey: {\"data\": [\"(withheld)\"]}"
        );
        let first = "  - value: hunter2";
        let hidden = in_line(
            first,
            Around::Block("env:\n", "  - value: hunter2\n    name: API_KEY\n"),
        );
        assert_eq!(without(first, hidden), "  - value: (withheld)");
    }
}
