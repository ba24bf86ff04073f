//! The JSON of ARM templates and their parameter files, which may have comments and
//! strings of several lines:
//! <https://learn.microsoft.com/azure/azure-resource-manager/templates/syntax#comments-and-metadata>.

use std::ops::Range;
use std::sync::Arc;

use onus_core::derived_text::Pieces;
use onus_core::document::Document;

/// A template or a parameter file as plain JSON, whose places lead to the user's file.
/// None for other files, and for files with neither comments nor strings of several
/// lines.
pub(crate) fn plain(document: &Arc<Document>) -> Option<Arc<Document>> {
    let text = document.text();
    let lower = text.to_ascii_lowercase();
    let is_arm = text.trim_start().starts_with(['{', '/'])
        && ["deploymenttemplate.json", "deploymentparameters.json"]
            .iter()
            .any(|schema| lower.contains(schema));
    is_arm.then(|| without_comments(document)).flatten()
}

/// A file as plain JSON; none when it has neither comments nor strings of several lines.
pub(crate) fn without_comments(document: &Arc<Document>) -> Option<Arc<Document>> {
    let changes = changes(document.text());
    if changes.is_empty() {
        return None;
    }
    let mut pieces = Pieces::of(document);
    let mut at = 0;
    for (range, replacement) in changes {
        pieces.copied(at..range.start);
        pieces.made(replacement, range.clone());
        at = range.end;
    }
    pieces.copied(at..document.text().len());
    Some(pieces.finish())
}

/// The comments, and the ends of lines in strings, each with its replacement.
fn changes(text: &str) -> Vec<(Range<usize>, &'static str)> {
    let bytes = text.as_bytes();
    let rest = |at: usize| bytes.get(at..).unwrap_or_default();
    let mut changes = Vec::new();
    let mut in_string = false;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let end = match byte {
            b'\\' if in_string => at + 2,
            b'"' => {
                in_string = !in_string;
                at + 1
            }
            b'\n' | b'\r' | b'\t' if in_string => {
                let escape = match byte {
                    b'\n' => "\\n",
                    b'\r' => "\\r",
                    _ => "\\t",
                };
                changes.push((at..at + 1, escape));
                at + 1
            }
            b'/' if !in_string && rest(at).starts_with(b"//") => {
                let end = rest(at).iter().position(|byte| *byte == b'\n');
                let end = end.map_or(bytes.len(), |length| at + length);
                changes.push((at..end, " "));
                end
            }
            b'/' if !in_string && rest(at).starts_with(b"/*") => {
                let end = rest(at + 2).windows(2).position(|pair| pair == b"*/");
                // A comment that does not end is no comment, so it stays an error.
                let Some(length) = end else { break };
                let end = at + 2 + length + 2;
                changes.push((at..end, " "));
                end
            }
            _ => at + 1,
        };
        at = end;
    }
    changes
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn json(text: &str) -> Option<(Arc<Document>, serde_json::Value)> {
        let made = without_comments(&Arc::new(Document::new("t.json", text)))?;
        let value = serde_json::from_str(made.text()).ok()?;
        Some((made, value))
    }

    #[test]
    fn comments_and_line_ends_in_strings_are_replaced() {
        for (text, expected) in [
            ("// a \"\n{\"a\": 1}", serde_json::json!({"a": 1})),
            ("{\"a\": /* {\n \"b\": */ 1 // x", serde_json::Value::Null),
            ("{\"a\": /* \n */ 1} // x", serde_json::json!({"a": 1})),
            (
                "{\"url\": \"https://x/*y*/\", /**/ \"q\": \"a\\\"//b\"}",
                serde_json::json!({"url": "https://x/*y*/", "q": "a\"//b"}),
            ),
            (
                "{\"a\": \"one\r\n\ttwo\"}",
                serde_json::json!({"a": "one\r\n\ttwo"}),
            ),
        ] {
            let found = json(text).map(|(_, value)| value).unwrap_or_default();
            assert_eq!(found, expected, "{text}");
        }
        assert!(json("{\"a\": 1}").is_none());
        assert!(json("{\"a\": 1} /* open").is_none());
    }

    #[test]
    fn places_lead_to_the_file() {
        let text = "{ // first\n \"é\": /* é */ true}";
        let (made, _) = json(text).unwrap();
        let at = made.text().find("true").unwrap();
        let (file, range) = Document::trace(&made, at..at + 4);
        assert_eq!(file.text(), text);
        assert_eq!(file.slice(&range), "true");
    }

    #[test]
    fn only_templates_and_their_parameters_may_have_comments() {
        let is_read = |text: &str| plain(&Arc::new(Document::new("t", text))).is_some();
        assert!(is_read(
            "{ // x\n\"$schema\": \"https://x/deploymentTemplate.json#\"}"
        ));
        assert!(is_read(
            "// x\n{\"$schema\": \"https://x/subscriptionDeploymentTemplate.json#\"}"
        ));
        assert!(is_read(
            "{\"$schema\": \"https://x/deploymentParameters.json#\" /* x */}"
        ));
        assert!(!is_read("{ // x\n\"a\": 1}"));
    }

    proptest! {
        #[test]
        fn any_text_is_taken(text in r#"[/*"\\\n{}a é]{0,60}"#) {
            let document = Arc::new(Document::new("t", text.as_str()));
            if let Some(made) = without_comments(&document) {
                prop_assert_ne!(made.text(), document.text());
            }
        }
    }
}
