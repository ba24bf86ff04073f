//! SARIF 2.1.0 as code scanning of GitHub takes it, whatever is in it.

use std::ops::Range;
use std::path::Path;

use serde_json::{Value as Json, json};

use crate::document::Document;
use crate::problem::Level;
use crate::report::path::below;

/// More results than this make GitHub refuse the whole log.
pub(crate) const MOST: usize = 25_000;

/// A log of one run.
#[derive(Debug)]
pub(crate) struct Log<'l> {
    /// The command.
    pub(crate) tool: &'static str,
    /// The version of onus.
    pub(crate) version: &'l str,
    /// What results are about.
    pub(crate) rules: Vec<Json>,
    /// Whether everything could be read.
    pub(crate) whole: bool,
    /// What is to be known and has no place.
    pub(crate) notifications: Vec<Json>,
    /// What was found.
    pub(crate) results: Vec<Json>,
}

impl Log<'_> {
    /// The log as it is written.
    pub(crate) fn json(self) -> Json {
        json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{
                "tool": {"driver": {"name": self.tool, "semanticVersion": self.version, "rules": self.rules}},
                "columnKind": "unicodeCodePoints",
                "invocations": [{
                    "executionSuccessful": self.whole,
                    "toolExecutionNotifications": self.notifications,
                }],
                "results": self.results,
            }],
        })
    }
}

/// A message about the run; `code` is what it is about, if that has a name.
pub(crate) fn notification(level: &str, text: &str, code: Option<&str>) -> Json {
    let mut notification = json!({"level": level, "message": {"text": text}});
    if let (Some(code), Some(fields)) = (code, notification.as_object_mut()) {
        fields.insert("descriptor".to_owned(), json!({"id": code}));
    }
    notification
}

/// How bad a problem is.
pub(crate) fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
    }
}

/// A region of a file.
pub(crate) fn location(file: &str, base: &Path, region: Json) -> Json {
    json!({"physicalLocation": {
        "artifactLocation": {"uri": uri(file, base)},
        "region": region,
    }})
}

/// Lines and columns from 1; the end is the column behind the last character.
pub(crate) fn region(document: &Document, range: &Range<usize>) -> Json {
    let start = document.position(range.start);
    let end = document.position(range.end);
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    })
}

/// A path as a reference that is relative to `base`, where it is below it: what is no
/// plain character is percent-encoded.
pub(crate) fn uri(path: &str, base: &Path) -> String {
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

    use super::uri;

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
