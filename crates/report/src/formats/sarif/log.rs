//! The SARIF 2.1.0 log in the form that GitHub code scanning accepts.

use std::path::Path;

use serde_json::{Value as Json, json};

use crate::export::entry::Place;
use crate::relative_path::below;

/// What the log is written by.
pub(crate) const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// The version of SARIF.
pub(crate) const VERSION: &str = "2.1.0";

/// How columns are counted.
pub(crate) const COLUMNS: &str = "unicodeCodePoints";

/// A log of one run.
#[derive(Debug)]
pub(crate) struct Log {
    /// The command.
    pub(crate) tool: &'static str,
    /// What results are about.
    pub(crate) rules: Vec<Json>,
    /// Whether everything could be read.
    pub(crate) complete: bool,
    /// What is to be known and has no place.
    pub(crate) notifications: Vec<Json>,
    /// What was found.
    pub(crate) results: Vec<Json>,
}

impl Log {
    /// The log as it is written.
    pub(crate) fn json(self) -> Json {
        json!({
            "$schema": SCHEMA,
            "version": VERSION,
            "runs": [{
                "tool": {"driver": driver(self.tool, self.rules)},
                "columnKind": COLUMNS,
                "invocations": [invocation(self.complete, self.notifications)],
                "results": self.results,
            }],
        })
    }
}

/// Who says what, and what it is about.
pub(crate) fn driver(tool: &str, rules: Vec<Json>) -> Json {
    json!({"name": tool, "semanticVersion": env!("CARGO_PKG_VERSION"), "rules": rules})
}

/// How the run went.
pub(crate) fn invocation(complete: bool, notifications: Vec<Json>) -> Json {
    json!({"executionSuccessful": complete, "toolExecutionNotifications": notifications})
}

/// A message about the run; `code` is what it is about, if that has a name.
pub(crate) fn notification(level: &str, text: &str, code: Option<&str>) -> Json {
    let mut notification = json!({"level": level, "message": {"text": text}});
    if let (Some(code), Some(fields)) = (code, notification.as_object_mut()) {
        fields.insert("descriptor".to_owned(), json!({"id": code}));
    }
    notification
}

/// A place in a file, as results have it.
pub(crate) fn location(place: &Place<'_>, base: &Path) -> Json {
    json!({"physicalLocation": {
        "artifactLocation": artifact(place, base),
        "region": region(place),
    }})
}

/// The file of a place.
pub(crate) fn artifact(place: &Place<'_>, base: &Path) -> Json {
    json!({"uri": uri(place.file, base)})
}

/// Lines and columns from 1; the end is the column behind the last character.
pub(crate) fn region(place: &Place<'_>) -> Json {
    let (end_line, end_column) = match place.end {
        Some(end) => (end.line, end.column),
        None => (place.line, place.column),
    };
    json!({
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": end_line,
        "endColumn": end_column,
    })
}

/// A path as a reference that is relative to `base`, where it is below it: what is no
/// plain character is percent-encoded.
fn uri(path: &str, base: &Path) -> String {
    let written = below(path, base);
    let mut uri = String::new();
    if Path::new(&written).is_absolute() {
        uri.push_str(if written.starts_with('/') {
            "file://"
        } else {
            "file:///"
        });
    }
    for byte in written.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use crate::formats::sarif::log::uri;

    #[test]
    fn paths_are_relative_and_encoded() {
        let told = |path| uri(path, Path::new("/home/me/estate"));
        assert_eq!(
            told("policies/mit blank/ü.rego"),
            "policies/mit%20blank/%C3%BC.rego"
        );
        assert_eq!(told("./a.rego"), "a.rego");
        assert_eq!(told("/home/me/estate/a.rego"), "a.rego");
        assert_eq!(told("/elsewhere/a:b.rego"), "file:///elsewhere/a%3Ab.rego");
    }
}
