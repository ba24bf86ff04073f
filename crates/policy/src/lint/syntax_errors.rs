//! All syntax errors of a file. The parser stops at the first one, so the rule with the error
//! is blanked out, line by line, and the rest is parsed again.

use crate::engine::{Engine, Module};
use crate::load::error::{LoadError, LoadErrorKind};
use crate::load::policy_file::engine_error;
use crate::policy_text::PolicyFile;

/// More errors than this help nobody.
const MOST: usize = 20;

/// A file as far as it could be parsed, and its syntax errors.
pub fn parse(engine: &mut Engine, file: &PolicyFile) -> (Option<Module>, Vec<LoadError>) {
    let document = &file.document;
    let mut errors: Vec<LoadError> = Vec::new();
    let mut text = document.text().to_owned();
    loop {
        let error = match engine.add_policy(&file.source, &text) {
            Ok(module) => return (Some(module), errors),
            Err(error) => limits(engine_error(document, error)),
        };
        let line = match &error.kind {
            LoadErrorKind::Syntax { .. } => document.position(error.span.start).line,
            _ => 0,
        };
        let again = errors
            .last()
            .is_some_and(|last| last.span.start == error.span.start);
        if !again {
            errors.push(error);
        }
        if line == 0 || errors.len() >= MOST {
            return (None, errors);
        }
        match without(&text, line, again) {
            Some(rest) => text = rest,
            None => return (None, errors),
        }
    }
}

/// The engine's limits are no matter of syntax.
fn limits(mut error: LoadError) -> LoadError {
    if let LoadErrorKind::Syntax { message, mistake } = &error.kind
        && message.contains("exceeds maximum")
    {
        error.kind = LoadErrorKind::Engine {
            message: message.clone(),
            mistake: mistake.clone(),
        };
    }
    error
}

/// The text without the rule that a line belongs to; none when there is none to take
/// out. An error at the head of a rule is the fault of the one before, which did not
/// end, unless taking that out did not help.
fn without(text: &str, line: usize, again: bool) -> Option<String> {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let begins = |line: &str| line.starts_with(|c: char| !c.is_whitespace() && !"#})]".contains(c));
    let heads: Vec<usize> = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| begins(line))
        .map(|(number, _)| number)
        .collect();
    let at = line - 1;
    let own = heads.iter().rposition(|head| *head <= at)?;
    let is_head = heads.get(own) == Some(&at);
    let guilty = if is_head && !again {
        own.checked_sub(1)?
    } else {
        own
    };
    let start = *heads.get(guilty)?;
    let end = heads.get(guilty + 1).copied().unwrap_or(lines.len());
    // Without its package clause a file is nothing.
    if lines.get(start)?.starts_with("package") {
        return if is_head && !again {
            without(text, line, true)
        } else {
            None
        };
    }
    Some(
        lines
            .iter()
            .enumerate()
            .map(|(number, line)| {
                if (start..end).contains(&number) {
                    "\n"
                } else {
                    line
                }
            })
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use onus_core::document::Document;
    use onus_core::source_id::Origin;

    fn lines(text: &str) -> Vec<usize> {
        let mut engine = Engine::new(std::time::Duration::from_secs(1), 0).unwrap();
        let file = PolicyFile::new(Origin::User, Document::new("p.rego", text));
        parse(&mut engine, &file)
            .1
            .iter()
            .map(|error| file.document.position(error.span.start).line)
            .collect()
    }

    #[test]
    fn every_broken_rule_is_found() {
        let text = "package a\n\nx := := 1\n\ny := 2\n\nz if {\n\tinput.a ==\n}\n\nw := [1,\n";
        assert_eq!(lines(text).len(), 3, "{:?}", lines(text));
    }

    #[test]
    fn a_rule_that_does_not_end_is_one_error() {
        let text = "package a\n\nx if {\n\tinput.a\n\ny := 2\n\nz := 3\n";
        assert_eq!(lines(text).len(), 1, "{:?}", lines(text));
    }

    #[test]
    fn nothing_is_wrong_with_what_is_right() {
        assert!(lines("package a\r\n\r\nx := \"é\"\r\n").is_empty());
    }
}
