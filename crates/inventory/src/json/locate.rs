//! The place in a JSON text that a pointer leads to.

use std::ops::Range;

use onus_core::json_pointer::Pointer;

use crate::json::outline::{Members, items};

/// The result of following a pointer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    /// Bytes of the value, or of the nearest enclosing value.
    pub range: Range<usize>,
    /// Whether it is the value itself.
    pub exact: bool,
}

/// Follows `pointer` into a JSON text as far as possible. Of a duplicate key the last one
/// counts, as it does for policies.
pub fn locate(text: &str, pointer: &Pointer) -> Located {
    let trimmed = text.trim();
    let mut at = trimmed;
    let mut exact = true;
    for segment in pointer.segments() {
        match step(at, segment) {
            Some(next) => at = next,
            None => {
                exact = false;
                break;
            }
        }
    }
    let start = (at.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    Located {
        range: start..start + at.len(),
        exact,
    }
}

fn step<'t>(text: &'t str, segment: &str) -> Option<&'t str> {
    if text.starts_with('[') {
        let index: usize = segment.parse().ok()?;
        return items(text).ok()?.get(index).map(|item| item.get());
    }
    Members::parse_last(text)
        .ok()?
        .get(segment)
        .map(|value| value.get())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_and_the_nearest_encloser_are_found() {
        let text = r#" {"a": [{"b": 1}, {"b": "two"}], "c~/d": null}"#;
        let found = locate(text, &Pointer::parse("/a/1/b"));
        assert_eq!(text.get(found.range.clone()), Some("\"two\""));
        assert!(found.exact);
        let missing = locate(text, &Pointer::parse("/a/1/z/q"));
        assert_eq!(text.get(missing.range.clone()), Some(r#"{"b": "two"}"#));
        assert!(!missing.exact);
        assert!(locate(text, &Pointer::parse("/c~0~1d")).exact);
    }

    #[test]
    fn the_last_of_two_keys_counts() {
        let text = r#"{"a": 1, "a": 2}"#;
        let found = locate(text, &Pointer::parse("/a"));
        assert_eq!(text.get(found.range), Some("2"));
    }
}
