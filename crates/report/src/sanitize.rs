//! Sanitized text for terminals and logs: inventories and policies can contain anything.

use std::borrow::Cow;

/// Replaces what a terminal would act on (control codes, line breaks, marks that
/// turn the direction of text) by visible escapes, and the beginnings of commands that
/// logs of pipelines are searched for.
///
/// ```
/// assert_eq!(onus_report::clean("a\u{1b}[31mb\n"), "a\\u{1b}[31mb\\n");
/// assert_eq!(onus_report::clean("##vso[task.complete]"), "##vso\\u{5b}task.complete]");
/// assert_eq!(onus_report::clean("::error::x"), "\\u{3a}:error::x");
/// assert_eq!(onus_report::clean("::/0"), "::/0");
/// ```
pub fn clean(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    if text.contains("##") {
        // Azure Pipelines finds these anywhere in a line.
        let shown = text.replace("##vso[", "##vso\\u{5b}");
        text = Cow::Owned(shown.replace("##[", "##\\u{5b}"));
    }
    if text.matches("::").nth(1).is_some() {
        text = Cow::Owned(without_commands(&text));
    }
    match text {
        Cow::Borrowed(text) => without_acting(text),
        Cow::Owned(text) => Cow::Owned(without_acting(&text).into_owned()),
    }
}

/// Whether a `[` behind a text completes what logs are searched for.
pub(crate) fn begins_command(before: &str) -> bool {
    before.ends_with("##") || before.ends_with("##vso")
}

/// GitHub acts on `::word::`, and on `::word key=value::`, at the beginning of a line:
/// wherever a text may be folded.
fn without_commands(text: &str) -> String {
    let mut shown = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("::") {
        shown.push_str(before);
        let begins = shown
            .chars()
            .next_back()
            .is_none_or(|c| acts(c) || c == ' ');
        let is_word = after.starts_with(|c: char| c.is_ascii_alphabetic());
        shown.push_str(if begins && is_word { "\\u{3a}:" } else { "::" });
        rest = after;
    }
    shown + rest
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
pub(crate) fn shortened(text: &str, width: usize) -> String {
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
pub(crate) fn wrap(text: &str, width: usize) -> Vec<Cow<'_, str>> {
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
