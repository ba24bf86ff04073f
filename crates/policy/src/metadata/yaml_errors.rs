//! YAML errors of a block, explained. A parser reports where it can't continue, which is often
//! not the place of the mistake.

use std::ops::Range;

/// A line of a block: where it begins in the policy, and its YAML.
pub type Row<'b> = (usize, &'b str);

/// What is wrong, what to do, and where.
pub struct Diagnosis {
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
    /// Bytes of the policy.
    pub range: Range<usize>,
}

/// Finds the fault that people make, if it is one of these: `message` is the parser's,
/// which stopped in the line with the index `at`.
pub fn diagnose(rows: &[Row<'_>], at: usize, message: &str) -> Option<Diagnosis> {
    tab(rows)
        .or_else(|| twice(rows, at, message))
        .or_else(|| unclosed(rows))
        .or_else(|| value(rows, at))
        .or_else(|| indented(rows, at))
        // A value takes in a line that is indented below it, and is none that it can be.
        .or_else(|| indented(rows, at + 1))
}

fn tab(rows: &[Row<'_>]) -> Option<Diagnosis> {
    let (start, line) = rows.iter().find(|(_, line)| {
        let indent = line.get(..indent(line)).unwrap_or_default();
        indent.contains('\t')
    })?;
    Some(Diagnosis {
        message: "a tab begins this line, and YAML is indented with spaces".to_owned(),
        help: "write two spaces for each level, behind `# `".to_owned(),
        range: *start..start + line.trim_end().len(),
    })
}

fn twice(rows: &[Row<'_>], at: usize, message: &str) -> Option<Diagnosis> {
    let (_, rest) = message.split_once("duplicate mapping key: ")?;
    let key = rest.split([',', ' ']).next()?;
    let (start, line) = rows.get(at)?;
    Some(Diagnosis {
        message: format!("`{key}` stands twice"),
        help: "keep one of the two".to_owned(),
        range: start + indent(line)..start + line.trim_end().len(),
    })
}

/// A bracket that nothing closes.
fn unclosed(rows: &[Row<'_>]) -> Option<Diagnosis> {
    let mut open: Vec<(usize, char)> = Vec::new();
    for (start, line) in rows {
        let mut quote = None;
        for (at, c) in line.char_indices() {
            match (quote, c) {
                (Some(begun), _) if c == begun => quote = None,
                (Some(_), _) => {}
                (None, '"' | '\'') if begins_value(line, at) => quote = Some(c),
                (None, '[' | '{') if begins_value(line, at) => open.push((start + at, c)),
                // A text may hold brackets of its own, as commands do.
                (None, ']') if open.last().is_some_and(|(_, last)| *last == '[') => {
                    open.pop();
                }
                (None, '}') if open.last().is_some_and(|(_, last)| *last == '{') => {
                    open.pop();
                }
                (None, _) => {}
            }
        }
    }
    let (at, bracket) = open.pop()?;
    let close = if bracket == '[' { ']' } else { '}' };
    Some(Diagnosis {
        message: format!("this `{bracket}` is not closed"),
        help: format!(
            "write `{close}` behind the last of what it holds, or put the text in quotes when the bracket is a part of it"
        ),
        range: at..at + 1,
    })
}

/// Whether a quote or a bracket is one of YAML's: inside of a text it is a letter.
fn begins_value(line: &str, at: usize) -> bool {
    let before = line.get(..at).unwrap_or_default().trim_end();
    before.is_empty() || before.ends_with([':', '-', ',', '[', '{'])
}

/// A text that looks like a key with a value.
fn value(rows: &[Row<'_>], at: usize) -> Option<Diagnosis> {
    let (start, line) = rows.get(at)?;
    let (key, text) = line.split_once(": ")?;
    let text = text.trim();
    if !text.contains(": ") || text.starts_with(['"', '\'', '[', '{']) {
        return None;
    }
    let quoted = text.replace('\\', "\\\\").replace('"', "\\\"");
    let from = start + line.find(text)?;
    Some(Diagnosis {
        message: "a text with `: ` in it has to stand in quotes".to_owned(),
        help: format!("write `{}: \"{quoted}\"`", key.trim()),
        range: from..from + text.len(),
    })
}

/// A key below one that has a value already.
fn indented(rows: &[Row<'_>], at: usize) -> Option<Diagnosis> {
    let (start, line) = rows.get(at)?;
    let (_, above) = rows.get(at.checked_sub(1)?)?;
    let has_value = above
        .split_once(": ")
        .is_some_and(|(_, value)| !value.trim().is_empty());
    if indent(line) == indent(above) || !line.contains(':') {
        return None;
    }
    let message = match indent(line) > indent(above) {
        true if has_value => {
            "this line stands further in than the one above it, which has a value already"
        }
        true => return None,
        false => {
            "this line stands further out than the one above it, and in no column that a line before it begins in"
        }
    };
    Some(Diagnosis {
        message: message.to_owned(),
        help: "let all keys of one level begin in the same column".to_owned(),
        range: start + indent(line)..start + line.trim_end().len(),
    })
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

#[cfg(test)]
mod tests {
    use crate::metadata::blocks;

    fn explained(yaml: &str) -> (String, String) {
        let text: String = std::iter::once("METADATA")
            .chain(yaml.lines())
            .map(|line| format!("# {line}\n"))
            .collect();
        let errors = blocks(&text)[0].parse().unwrap_err();
        assert_eq!(errors.len(), 1, "{errors:?}");
        let marked = text.get(errors[0].range.clone()).unwrap().to_owned();
        (errors[0].message.clone(), marked)
    }

    fn assert_explained(yaml: &str, message: &str, marked: &str) {
        let (said, at) = explained(yaml);
        assert!(said.contains(message), "{said}");
        assert_eq!(at, marked);
    }

    #[test]
    fn common_faults_are_reported_at_their_place() {
        assert_explained(
            "title: T\ncustom:\n  resources: [a, b\n  layer: data\n  fix: az --ids {id}",
            "this `[` is not closed",
            "[",
        );
        assert_explained(
            "title: it's T\ncustom: {id: X",
            "this `{` is not closed",
            "{",
        );
        assert_explained("title: TLS: 1.2 or later", "in quotes", "TLS: 1.2 or later");
        assert_explained("title: T\n  custom:\n    id: X", "further in", "custom:");
        assert_explained(
            "custom:\n    id: X\n  layer: data",
            "further out",
            "layer: data",
        );
        assert_explained("custom:\n  id: X\n  id: Y", "`id` stands twice", "id: Y");
        assert_explained("custom:\n\tid: X", "a tab", "\tid: X");
    }

    #[test]
    fn other_faults_have_the_message_of_the_parser() {
        assert_explained("title: *nothing", "this is not YAML", "*nothing");
    }
}
