//! Source lines: the secrets in one line of a file, as code frames print it. Files are
//! JSON, YAML, or assignments in anything else.

use std::borrow::Cow;
use std::ops::Range;

use super::json_source::scan;
use super::name::{Certainty, names_secret};
use super::place::Place;
use super::shape::{shapes, without};
use super::yaml_block::in_block;

/// What a line is a line of.
#[derive(Debug, Clone, Copy)]
pub enum Around<'t> {
    /// Source code: values without quotes are names.
    Code,
    /// A text whose secrets are found by their places; see [`super::in_source`].
    Known,
    /// A text that could not be parsed, maybe YAML, whose indentation says what the line
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
        let Some(certainty) = names_secret(name) else {
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
            None if is_code || sign.len() > 1 || !hides_unquoted(after, value, certainty) => {
                continue;
            }
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
        if certainty.hides(value) && !value.starts_with(['{', '[', '|', '>', '&', '*', '!']) {
            at = range.end.max(at);
            found.push(range);
        }
    }
}

/// Whether a value without quotes can be a secret: behind a key with quotes, as in JSON,
/// only numbers have none.
fn hides_unquoted(after: &str, value: &str, certainty: Certainty) -> bool {
    if value.starts_with(|first: char| first.is_ascii_digit()) {
        return certainty != Certainty::Maybe;
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

#[cfg(test)]
mod tests {
    use super::{Around, in_line, without_quoted, without_secrets};
    use crate::secret::shape::without;

    fn line(line: &str, before: &str) -> String {
        without(line, in_line(line, Around::Block(before, ""))).into_owned()
    }

    #[test]
    fn values_after_names_of_secrets_are_hidden() {
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
