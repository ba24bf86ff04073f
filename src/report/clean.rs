//! Untrusted text on a terminal: inventories and policies can hold anything.

use std::borrow::Cow;

/// Replaces what a terminal would act on (control codes, line breaks, marks that
/// turn the direction of text) by visible escapes, and the beginnings of commands that
/// logs of pipelines are searched for, wherever they stand in a line.
///
/// ```
/// assert_eq!(onus::report::clean("a\u{1b}[31mb\n"), "a\\u{1b}[31mb\\n");
/// assert_eq!(onus::report::clean("##vso[task.complete]"), "##vso\\u{5b}task.complete]");
/// ```
pub fn clean(text: &str) -> Cow<'_, str> {
    if text.contains("##") {
        let text = text
            .replace("##vso[", "##vso\\u{5b}")
            .replace("##[", "##\\u{5b}");
        return Cow::Owned(without_acting(&text).into_owned());
    }
    without_acting(text)
}

fn without_acting(text: &str) -> Cow<'_, str> {
    if !text.chars().any(acts) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(
        text.chars()
            .flat_map(|c| {
                if acts(c) {
                    c.escape_default().collect::<Vec<_>>()
                } else {
                    vec![c]
                }
            })
            .collect(),
    )
}

/// The beginning of a text that has no room of more than `width` characters.
pub(super) fn shortened(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    text.chars()
        .take(width.saturating_sub(1))
        .chain(['…'])
        .collect()
}

/// Folds a paragraph. Words are not broken at hyphens: ids and flags are there to
/// be copied.
pub(super) fn wrap(text: &str, width: usize) -> Vec<Cow<'_, str>> {
    let options = textwrap::Options::new(width)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .break_words(false);
    textwrap::wrap(text, options)
}

fn acts(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}
