//! Problems with JSON: the message of serde_json for people, at its exact place.

use std::sync::Arc;

use onus_core::diagnostic::{Diagnostic, Spot};
use onus_core::document::Document;

/// A problem that serde_json found in `part` of a document, at its exact place.
pub fn json_problem(document: &Arc<Document>, part: &str, error: &serde_json::Error) -> Diagnostic {
    let text = error.to_string();
    let message = text
        .rsplit_once(" at line ")
        .map_or(text.as_str(), |(message, _)| message);
    let base = document.range_of(part).unwrap_or(0..0);
    // serde_json counts lines and columns from the start of its input; the column is in
    // bytes and points after the last byte that was read.
    let inner = Document::new("", part);
    let at = base.start + inner.offset(error.line(), error.column());
    let end = (at + 1).min(document.text().len());
    let message = if error.is_eof() {
        "the JSON ends too early".to_owned()
    } else if error.is_syntax() {
        format!("this is not JSON: {message}")
    } else {
        plain(message)
    };
    let problem = Diagnostic::error(message).at(Spot::new(document, at.min(end)..end));
    if error.is_data() {
        problem.help("nothing in it is evaluated: export it again, or fix it by hand")
    } else {
        problem
    }
}

/// serde's message about an unexpected type, for people.
fn plain(message: &str) -> String {
    if let Some(key) = message.strip_prefix("duplicate field ") {
        return format!(
            "{key} is duplicated in one object, and policies would see only one of the two"
        );
    }
    let Some((found, expected)) = message
        .strip_prefix("invalid type: ")
        .and_then(|rest| rest.split_once(", expected "))
    else {
        return message.to_owned();
    };
    let word = |text: &str| match text.split(' ').next().unwrap_or_default() {
        "sequence" => "a list".to_owned(),
        "map" | "struct" => "an object".to_owned(),
        "boolean" | "integer" | "string" => format!("the {text}"),
        _ => text.to_owned(),
    };
    format!(
        "this is {}, and {} is expected",
        word(found),
        word(expected)
    )
}
