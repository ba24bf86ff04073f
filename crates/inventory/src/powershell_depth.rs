//! Flattened parts of documents: PowerShell's `ConvertTo-Json` writes everything that is
//! nested deeper than its `-Depth` (default 2) as one string, such as `"@{name=a;
//! value=System.Object[]}"`, so that it is lost.

use std::sync::Arc;

use serde_json::Value;

use onus_core::diagnostic::{Diagnostic, Spot};
use onus_core::document::Document;
use onus_core::json_pointer::Pointer;

/// Prefixes of strings that replace an object or a list.
const PREFIXES: [&str; 5] = [
    "\"@{",
    "\"System.Object[]",
    "\"System.Collections.",
    "\"Microsoft.Azure.Commands.",
    "\"Microsoft.Azure.PowerShell.Cmdlets.",
];

/// The problem that the document was flattened, at the first place.
pub fn find(document: &Arc<Document>) -> Option<Diagnostic> {
    let text = document.text();
    let range = PREFIXES
        .iter()
        .filter_map(|prefix| {
            text.match_indices(prefix)
                .filter(|(at, _)| !text.get(..*at).is_some_and(|text| text.ends_with('\\')))
                .find_map(|(at, _)| {
                    let range = at..string_end(text, at)?;
                    is_flattened(text, &range).then_some(range)
                })
        })
        .min_by_key(|range| range.start)?;
    Some(
        Diagnostic::error(format!(
            "`{}` was written by `ConvertTo-Json` without enough `-Depth`: what stood here, and in places like it, is lost",
            document.name()
        ))
        .at(Spot::new(document, range))
        .help("make the export again with `ConvertTo-Json -Depth 100`"),
    )
}

/// The places in a JSON text whose value was flattened.
pub fn places(part: &str) -> Vec<Pointer> {
    let mut found = Vec::new();
    // Only the few texts that can contain such a value are parsed.
    if PREFIXES.iter().any(|prefix| part.contains(prefix))
        && let Ok(value) = serde_json::from_str(part)
    {
        walk(&value, &Pointer::root(), &mut found);
    }
    found
}

fn walk(value: &Value, at: &Pointer, found: &mut Vec<Pointer>) {
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                walk(item, &at.child(index.to_string()), found);
            }
        }
        Value::Object(members) => {
            for (key, member) in members {
                walk(member, &at.child(key), found);
            }
        }
        Value::String(text) if text.starts_with(['@', 'S', 'M']) => {
            let quoted = value.to_string();
            let has_prefix = PREFIXES.iter().any(|prefix| quoted.starts_with(prefix));
            if has_prefix && is_flattened(&quoted, &(0..quoted.len())) {
                found.push(at.clone());
            }
        }
        _ => {}
    }
}

/// Whether the JSON string at `range`, with its quotes, is PowerShell's text of an
/// object. Logic Apps and Data Factory have strings like `@{item().name}` too, but these
/// have a call before the first key.
fn is_flattened(text: &str, range: &std::ops::Range<usize>) -> bool {
    let after = text.get(range.end..).unwrap_or_default().trim_start();
    let inside = text
        .get(range.start + 1..range.end.saturating_sub(1))
        .unwrap_or_default();
    if after.starts_with(':') {
        return false;
    }
    match inside.strip_prefix("@{") {
        Some(body) => body
            .strip_suffix('}')
            .and_then(|body| body.split_once('='))
            .is_some_and(|(key, _)| {
                !key.is_empty() && !key.contains(['(', ')', '\'', '[', ']', '{', '}', '?', '\\'])
            }),
        // The name of a type, alone or several of them.
        None => inside.split(' ').all(|word| {
            let mut prefixes = PREFIXES.iter().filter(|prefix| !prefix.contains('{'));
            word.starts_with("System.")
                || prefixes.any(|prefix| word.starts_with(prefix.trim_start_matches('"')))
        }),
    }
}

/// The offset after the JSON string that starts at `at`.
fn string_end(text: &str, at: usize) -> Option<usize> {
    let mut escaped = false;
    for (offset, byte) in text.bytes().enumerate().skip(at + 1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return Some(offset + 1),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(text: &str) -> Option<String> {
        let problem = find(&Arc::new(Document::new("t.json", text)))?;
        assert!(problem.help.unwrap().contains("-Depth 100"));
        let spot = problem.place.unwrap();
        Some(spot.document.slice(&spot.range).to_owned())
    }

    #[test]
    fn objects_and_lists_that_became_strings_are_found() {
        let text = r#"{"a": 1, "b": "@{name=x; rules=System.Object[]}", "c": "System.Object[]"}"#;
        assert_eq!(
            first(text).as_deref(),
            Some(r#""@{name=x; rules=System.Object[]}""#)
        );
        let text = r#"["System.Collections.Hashtable", "@{a=1}"]"#;
        assert_eq!(
            first(text).as_deref(),
            Some(r#""System.Collections.Hashtable""#)
        );
    }

    #[test]
    fn places_of_flattened_values() {
        let made = r#"{"a": "Microsoft.Azure.Commands.Network.Models.PSSubnet"}"#;
        assert_eq!(places(made), [Pointer::parse("/a")]);
        let found = places(r#"{"a": [{"b/c": "@{x=1}", "d": "@{x()}"}], "e": "System.Object[]"}"#);
        assert_eq!(found, [Pointer::parse("/a/0/b~1c"), Pointer::parse("/e")]);
        assert!(places("nonsense @{").is_empty());
    }

    #[test]
    fn similar_strings_are_not_reported() {
        for text in [
            r#"{"uri": "@{concat('a=', 'b')}"}"#,
            r#"{"uri": "@{item().name}", "x": "@{pipeline().parameters.a}"}"#,
            r#"{"q": "he said \"@{a=b}\" once"}"#,
            r#"{"System.Object[]": 1}"#,
            r#"{"log": "System.Object[] was printed"}"#,
            r#"{"mail": "@{a} = b"}"#,
        ] {
            assert_eq!(first(text), None, "{text}");
        }
    }
}
