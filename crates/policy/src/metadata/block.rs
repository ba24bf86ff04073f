//! A METADATA block in the text: its range, and the places of its keys.

use std::ops::Range;

use super::Metadata;
use super::keys::odd_key;
use crate::metadata::value_shapes;
use crate::metadata::value_shapes::Wrong;
use crate::metadata::yaml_errors;
use crate::metadata::yaml_errors::Diagnosis;

/// A METADATA block in the text.
#[derive(Debug)]
pub struct Block {
    /// Bytes from `# METADATA` to the end of the last comment line.
    pub range: Range<usize>,
    /// Byte offset in the policy of each YAML line, after `# `.
    lines: Vec<usize>,
    yaml: String,
    /// Where the line after the block begins.
    pub end: usize,
}

/// Something that is wrong with a METADATA block.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct MetadataError {
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
    /// Bytes of the policy.
    pub range: Range<usize>,
}

/// Finds the METADATA blocks of a policy, in order.
pub fn blocks(text: &str) -> Vec<Block> {
    let mut found: Vec<Block> = Vec::new();
    let mut open: Option<Block> = None;
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let body = line.trim_end_matches(['\n', '\r']);
        let comment = body.trim_start().strip_prefix('#');
        match (&mut open, comment) {
            (Some(block), Some(comment)) => {
                let yaml = comment.strip_prefix(' ').unwrap_or(comment);
                block.lines.push(offset + body.len() - yaml.len());
                block.yaml.push_str(yaml);
                block.yaml.push('\n');
                block.range.end = offset + body.len();
                block.end = offset + line.len();
            }
            (Some(_), None) => found.extend(open.take()),
            (None, Some(comment)) if comment.trim() == "METADATA" => {
                open = Some(Block {
                    range: offset..offset + body.len(),
                    lines: Vec::new(),
                    yaml: String::new(),
                    end: offset + line.len(),
                });
            }
            (None, _) => {}
        }
        offset += line.len();
    }
    found.extend(open);
    found
}

impl Block {
    /// Reads the block's YAML.
    ///
    /// # Errors
    /// It is not YAML, or values are not what the format says: all of them, with their
    /// places.
    pub fn parse(&self) -> Result<Metadata, Vec<MetadataError>> {
        let read = serde_saphyr::from_str(&self.yaml).map_err(|error| {
            let wrong = match self.value() {
                Some(value) => value_shapes::wrong(&value),
                None => return vec![self.not_yaml(&error)],
            };
            if wrong.is_empty() {
                return vec![self.not_yaml(&error)];
            }
            wrong
                .iter()
                .map(|wrong| self.error(wrong))
                .collect::<Vec<_>>()
        })?;
        // Below a key that nobody reads there can be what is no plain data, such as a key
        // that is not a string. Whoever looks for unknown keys would see nothing at all.
        match serde_saphyr::from_str::<serde_json::Value>(&self.yaml) {
            Ok(_) => Ok(read),
            Err(error) => Err(vec![self.not_yaml(&error)]),
        }
    }

    /// The block as plain data; none when it is not YAML.
    pub fn value(&self) -> Option<serde_json::Value> {
        serde_saphyr::from_str(&self.yaml).ok()
    }

    fn error(&self, wrong: &Wrong) -> MetadataError {
        let range = self.value_of(&wrong.path);
        let (message, help) = wrong.words(self.slice(&range));
        MetadataError {
            message,
            help,
            range,
        }
    }

    fn not_yaml(&self, error: &serde_saphyr::Error) -> MetadataError {
        if let Some(odd) = odd_key(&self.yaml) {
            return MetadataError {
                message: format!("keys are strings, and this one is {}", odd.kind),
                help: "put the key in quotes, or remove it; a string that starts with a bracket needs quotes too".to_owned(),
                range: self.place(&odd.location),
            };
        }
        let error = error.without_snippet();
        let range = error
            .location()
            .map_or(self.heading(), |location| self.place(&location));
        let message = first_line(&error.to_string());
        let rows: Vec<(usize, &str)> = self.rows().collect();
        let at = error.location().map_or(0, |location| {
            usize::try_from(location.line())
                .unwrap_or(1)
                .saturating_sub(1)
        });
        match yaml_errors::diagnose(&rows, at, &message) {
            Some(Diagnosis {
                message,
                help,
                range,
            }) => MetadataError {
                message,
                help,
                range,
            },
            None => MetadataError {
                message: format!("this is not YAML: {message}"),
                help: "the block is YAML behind `# `; a text that begins with a bracket, a quote or one of `*&!%@`, or holds ` #`, stands in quotes".to_owned(),
                range,
            },
        }
    }

    /// Where a key of `custom`, or else of the block, stands with what it holds.
    pub fn key(&self, key: &str) -> Range<usize> {
        self.find(&["custom", key])
            .or_else(|| self.find(&[key]))
            .map_or_else(|| self.heading(), |found| found.key.start..found.value.end)
    }

    /// Where a key stands, by its path, without what it holds.
    pub fn name_of(&self, path: &[&str]) -> Range<usize> {
        self.find(path)
            .map_or_else(|| self.heading(), |found| found.key)
    }

    /// Where what a path leads to stands: that of the last key on the way that can be
    /// found.
    fn value_of(&self, path: &[String]) -> Range<usize> {
        let keys: Vec<&str> = path.iter().map(String::as_str).collect();
        (1..=keys.len())
            .rev()
            .find_map(|length| self.find(keys.get(..length)?))
            .map_or_else(
                || self.heading(),
                |found| match found.value.is_empty() {
                    true => found.key,
                    false => found.value,
                },
            )
    }

    /// The line `# METADATA`.
    pub fn heading(&self) -> Range<usize> {
        self.range.start..self.range.start + "# METADATA".len()
    }

    /// The lines, with where each begins in the policy.
    fn rows(&self) -> impl Iterator<Item = (usize, &str)> {
        self.lines.iter().copied().zip(self.yaml.lines())
    }

    /// What stands at bytes of the policy, where these are of one line.
    fn slice(&self, range: &Range<usize>) -> &str {
        self.rows()
            .find_map(|(start, line)| {
                line.get(range.start.checked_sub(start)?..range.end.checked_sub(start)?)
            })
            .unwrap_or_default()
    }

    /// Finds a key as it is usually written: on a line of its own below the one around
    /// it, or between that one's brackets.
    fn find(&self, path: &[&str]) -> Option<KeyPlace> {
        let rows: Vec<(usize, &str)> = self.rows().collect();
        let mut found: Option<KeyPlace> = None;
        let mut first = 0;
        let mut deeper_than = None;
        for key in path {
            let on_line = rows
                .iter()
                .enumerate()
                .skip(first)
                .take_while(|(_, (_, line))| {
                    deeper_than.is_none_or(|least| line.trim().is_empty() || indent(line) > least)
                })
                .find(|(_, (_, line))| is_key(line.trim_start(), key));
            found = Some(match (on_line, found) {
                (Some((index, (start, line))), _) => {
                    first = index + 1;
                    deeper_than = Some(indent(line));
                    KeyPlace::at(start + indent(line), key, line.trim())
                }
                (None, Some(around)) => {
                    let inline = self.slice(&around.value);
                    let at = inline
                        .match_indices(key)
                        .find(|(at, _)| {
                            let before = inline.get(..*at).unwrap_or_default().trim_end();
                            let after = inline.get(*at..).unwrap_or_default();
                            before.ends_with(['{', ',']) && is_key(after, key)
                        })
                        .map(|(at, _)| at)?;
                    let rest = inline.get(at..)?;
                    let end = rest.find([',', '}', ']']).unwrap_or(rest.len());
                    KeyPlace::at(around.value.start + at, key, rest.get(..end)?.trim_end())
                }
                (None, None) => return None,
            });
        }
        found
    }

    fn place(&self, location: &serde_saphyr::Location) -> Range<usize> {
        let line = usize::try_from(location.line())
            .unwrap_or(1)
            .saturating_sub(1);
        let column = usize::try_from(location.column())
            .unwrap_or(1)
            .saturating_sub(1);
        let text = self.yaml.lines().nth(line).unwrap_or_default();
        let into: usize = text.chars().take(column).map(char::len_utf8).sum();
        match self.lines.get(line) {
            // What is unexpected may be space at the end of the line.
            Some(start) if into < text.len() => {
                let next = text.get(into..).and_then(|rest| rest.chars().next());
                let next = into + next.map_or(1, char::len_utf8);
                start + into..start + text.trim_end().len().max(next)
            }
            Some(start) => *start..start + text.len(),
            None => self.heading(),
        }
    }
}

/// A key and what it holds, as bytes of the policy.
struct KeyPlace {
    key: Range<usize>,
    value: Range<usize>,
}

impl KeyPlace {
    /// `text` begins with the key, and stands at `start`.
    fn at(start: usize, key: &str, text: &str) -> Self {
        let value = text.get(key.len() + 1..).unwrap_or_default().trim_start();
        let end = start + text.len();
        Self {
            key: start..start + key.len(),
            value: end - value.len()..end,
        }
    }
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

fn is_key(text: &str, key: &str) -> bool {
    text.strip_prefix(key)
        .is_some_and(|rest| rest.starts_with(':'))
}

/// YAML errors repeat their place after the message; ours is shown next to it.
fn first_line(message: &str) -> String {
    let line = message.lines().next().unwrap_or_default();
    let line = line.split(" at line ").next().unwrap_or(line);
    let line = match line.split_once(": ") {
        Some((place, rest)) if place.starts_with("error") || place.starts_with("line ") => rest,
        _ => line,
    };
    line.trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: &str = "# a comment\n\n# METADATA\n# title: T\n# custom:\n#   id: X-1\n#   severity: grave\n#   layer: data\npackage x\n";

    #[test]
    fn a_block_ends_where_the_comment_ends() {
        let blocks = blocks(POLICY);
        assert_eq!(blocks.len(), 1);
        assert!(POLICY.split_at(blocks[0].end).1.starts_with("package"));
    }

    #[test]
    fn an_unexpected_space_is_pointed_at() {
        let text = "# METADATA\n# title: \u{c}\n#   more\npackage x\n";
        let errors = blocks(text)[0].parse().unwrap_err();
        assert_eq!(text.get(errors[0].range.clone()), Some("\u{c}"));
    }

    #[test]
    fn errors_point_at_the_value() {
        let errors = blocks(POLICY)[0].parse().unwrap_err();
        assert_eq!(errors.len(), 1);
        assert_eq!(POLICY.get(errors[0].range.clone()), Some("grave"));
    }

    #[test]
    fn a_block_is_plain_data_where_nobody_reads_it_too() {
        for yaml in ["owner:\n#     : x", "owner: {[a]: x}", "owner: {null: x}"] {
            let text = format!("# METADATA\n# custom:\n#   id: X-1\n#   {yaml}\n");
            let block = &blocks(&text)[0];
            assert_eq!(block.parse().is_ok(), block.value().is_some(), "{yaml}");
        }
        let text = "# METADATA\n# custom:\n#   remdiation:\n#     :\n#     summary: S\n";
        assert!(blocks(text)[0].parse().is_err());
    }

    #[test]
    fn keys_that_are_not_strings_are_named_with_their_place() {
        let told = |yaml: &str| {
            let text = format!("# METADATA\n# custom:\n#   id: X-1\n#   {yaml}\n");
            let errors = blocks(&text)[0].parse().unwrap_err();
            let marked = text.get(errors[0].range.clone()).unwrap().to_owned();
            format!("{} | {marked}", errors[0].message)
        };
        let keys = [
            "null",
            "~",
            "[a]",
            "{a: b}",
            "? [a, b]\n#   ",
            "1",
            "1.5",
            "true",
            "!!binary aGk=",
        ];
        let nested = [
            "owner: {KEY: x}",
            "KEY: x",
            "owner:\n#     - KEY: x",
            "remediation:\n#     az: {s: 1, KEY: 2}",
        ];
        let mut all: Vec<String> = Vec::new();
        for key in keys {
            for place in nested {
                let yaml = place.replace("KEY", key);
                let text = format!("# METADATA\n# custom:\n#   id: X-1\n#   {yaml}\n");
                if blocks(&text)[0].parse().is_ok() {
                    all.push(format!("{yaml:?}: fine"));
                    continue;
                }
                all.push(format!("{yaml:?}: {}", told(&yaml)));
            }
        }
        insta::assert_snapshot!(all.join("\n"));
    }

    #[test]
    fn keys_know_their_place() {
        let blocks = blocks(POLICY);
        assert_eq!(POLICY.get(blocks[0].key("id")), Some("id: X-1"));
        assert_eq!(POLICY.get(blocks[0].key("title")), Some("title: T"));
        assert_eq!(blocks[0].key("kind"), blocks[0].heading());
        let text = "# METADATA\n# title: 'id: no'\n# custom: {id: X, edition: {id: Y, providers: [a, b]}}\n";
        let block = &super::blocks(text)[0];
        assert_eq!(text.get(block.key("id")), Some("id: X"));
    }
}
