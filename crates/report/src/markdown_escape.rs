//! Escapes for untrusted text in GitHub's and GitLab's Markdown, where it must not become
//! markup, links, images or mentions.

use std::fmt::Write as _;

use crate::sanitize::clean;

/// A text as a code span, in which nothing means anything.
pub(crate) fn code(text: &str) -> String {
    let text = clean(text);
    if text.trim().is_empty() {
        return "(empty)".to_owned();
    }
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if longest > 0 || text.starts_with(' ') || text.ends_with(' ') {
        " "
    } else {
        ""
    };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// A text as code in a cell of a table, where a bar would end the cell, even in a code
/// span.
pub(crate) fn cell(text: &str) -> String {
    let text = clean(text);
    if !text.contains(['|', '\\']) {
        return code(&text);
    }
    let mut cell = String::from("<code>");
    for c in text.chars() {
        let _ = match c {
            c if c.is_ascii_punctuation() => write!(cell, "&#{};", u32::from(c)),
            c => write!(cell, "{c}"),
        };
    }
    cell + "</code>"
}

/// A text as words of a sentence.
pub(crate) fn inline(text: &str) -> String {
    let mut inline = String::new();
    for c in clean(text).chars() {
        match c {
            // What no service takes for a name.
            '@' => inline.push_str("@\u{200b}"),
            c if c.is_ascii_punctuation() && !matches!(c, ',' | '\'' | '/' | '%' | ';' | '?') => {
                inline.push('\\');
                inline.push(c);
            }
            c => inline.push(c),
        }
    }
    inline
}

/// A text in an element of HTML.
pub(crate) fn html(text: &str) -> String {
    let mut html = String::new();
    for c in clean(text).chars() {
        match c {
            '@' => html.push_str("@\u{200b}"),
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            c => html.push(c),
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_spans_keep_any_text() {
        assert_eq!(code("a*b*"), "`a*b*`");
        assert_eq!(code("a`b"), "`` a`b ``");
        assert_eq!(code("``"), "``` `` ```");
        assert_eq!(code("a\nb"), "`a\\nb`");
        assert_eq!(code(" "), "(empty)");
    }

    #[test]
    fn a_bar_does_not_end_a_cell() {
        assert_eq!(cell("a|b"), "<code>a&#124;b</code>");
        assert_eq!(cell("a\\|*"), "<code>a&#92;&#124;&#42;</code>");
        assert_eq!(cell("ab"), "`ab`");
    }

    #[test]
    fn words_are_no_markup_and_call_nobody() {
        assert_eq!(inline("*a* @team <b>"), "\\*a\\* @\u{200b}team \\<b\\>");
        assert_eq!(
            html("<a> @b & \"c\""),
            "&lt;a&gt; @\u{200b}b &amp; &quot;c&quot;"
        );
    }
}
