//! Code frames: a line of a file with an underlined range. Lines can be megabytes long and can
//! contain secrets, so only a window of the line is shown, and every secret in it is withheld,
//! also those of other resources.

use std::fmt::Write as _;
use std::ops::Range;

use anstyle::{AnsiColor, Style};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use onus_core::document::Document;

use crate::sanitize::clean;
use crate::sanitize::{begins_command, wrap};

/// What a frame is about.
pub struct Frame<'f> {
    /// The file.
    pub document: &'f Document,
    /// Bytes to underline.
    pub range: Range<usize>,
    /// After the place, such as the resource's name.
    pub title: String,
    /// Under the underlined stretch.
    pub label: String,
    /// Columns to the left of everything.
    pub indent: usize,
    /// Columns of the terminal.
    pub width: usize,
    /// Colour of the underline and label.
    pub style: Style,
}

const RULE: Style = AnsiColor::Blue.on_default();

impl Frame<'_> {
    /// Draws the frame, with a line break at its end.
    pub fn render(&self) -> String {
        let at = self.document.position(self.range.start);
        let number = at.line.to_string();
        let pad = " ".repeat(self.indent);
        let gutter = " ".repeat(number.len() + 1);
        let line = self.document.line_range(self.range.start);
        let end = self
            .range
            .end
            .clamp(self.range.start, line.end.max(self.range.start));
        let room = self
            .width
            .saturating_sub(self.indent + gutter.len() + 3)
            .clamp(30, 200);
        let window = Window::of(self.document, &line, &(self.range.start..end), room);
        let style = self.style;
        let mut text = String::new();
        let title = if self.title.is_empty() {
            String::new()
        } else {
            format!("  {}", clean(&self.title))
        };
        let _ = writeln!(
            text,
            "{pad}{gutter}{RULE}╭▸{RULE:#} {}:{}:{}{title}",
            clean(self.document.name()),
            at.line,
            at.column
        );
        let _ = writeln!(text, "{pad}{gutter}{RULE}│{RULE:#}");
        let _ = writeln!(text, "{pad}{RULE}{number} │{RULE:#} {}", window.text);
        let label = clean(&self.label);
        let under = format!(
            "{}{style}{}{style:#}",
            " ".repeat(window.before),
            "━".repeat(window.marked.max(1))
        );
        // A label that does not fit behind the underline goes on a line of its own.
        let used = window.before + window.marked + 1;
        if used + label.width() <= room + 20 {
            let label = if label.is_empty() {
                String::new()
            } else {
                format!(" {style}{label}{style:#}")
            };
            let _ = writeln!(text, "{pad}{gutter}{RULE}│{RULE:#} {under}{label}");
        } else {
            let _ = writeln!(text, "{pad}{gutter}{RULE}│{RULE:#} {under}");
            for part in wrap(&label, room) {
                let _ = writeln!(text, "{pad}{gutter}{RULE}│{RULE:#} {style}{part}{style:#}");
            }
        }
        text
    }
}

/// Bytes around the part that is shown in which secrets are looked for: the longest
/// private keys are shorter.
const AROUND: usize = 16 << 10;

/// The part of a line that is shown.
struct Window {
    text: String,
    /// Columns before the underline.
    before: usize,
    /// Columns of the underline.
    marked: usize,
}

impl Window {
    fn of(document: &Document, line: &Range<usize>, mark: &Range<usize>, room: usize) -> Self {
        let text = document.text();
        // A secret that begins before the window could not be recognised in it,
        // so look a good deal further back than what is shown.
        let mark_end = floor(text, mark.end.min(mark.start + room * 4));
        let mark = mark.start..mark_end.max(mark.start);
        let shown_start = if mark.end - line.start <= room {
            line.start
        } else {
            floor(text, mark.start.saturating_sub(room / 2).max(line.start))
        };
        let shown_end = floor(text, (shown_start + room * 4).min(line.end));
        let seen_start = floor(text, shown_start.saturating_sub(AROUND).max(line.start));
        let seen_end = floor(text, (shown_end + AROUND).min(line.end));
        let masked = document.hidden(&(seen_start..seen_end));
        let mut shown = String::new();
        let (mut before, mut marked, mut columns) = (0, 0, 0);
        if shown_start > line.start {
            shown.push('…');
            before += 1;
            columns += 1;
        }
        let mut offset = seen_start;
        let mut whole = true;
        let mut hidden = false;
        for c in text.get(seen_start..seen_end).unwrap_or_default().chars() {
            let here = offset;
            offset += c.len_utf8();
            if here < shown_start || here >= shown_end {
                continue;
            }
            let secret = masked.iter().any(|range| range.contains(&here));
            let piece = if secret && hidden {
                continue;
            } else if secret {
                "…".to_owned()
            } else if c == '\t' {
                "    ".to_owned()
            } else if c == '[' && begins_command(text.get(line.start..here).unwrap_or_default()) {
                c.escape_unicode().to_string()
            } else {
                clean(c.encode_utf8(&mut [0; 4])).into_owned()
            };
            hidden = secret;
            let width = piece.chars().map(|c| c.width().unwrap_or(0)).sum::<usize>();
            if columns + width > room {
                whole = false;
                break;
            }
            columns += width;
            if here < mark.start {
                before += width;
            } else if here < mark.end {
                marked += width;
            }
            shown.push_str(&piece);
        }
        if !whole || shown_end < line.end {
            shown.push('…');
        }
        Self {
            text: shown,
            before,
            marked,
        }
    }
}

/// The char boundary at or before an offset.
fn floor(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(text: &str, needle: &str, width: usize) -> String {
        let document = Document::new("f.json", text);
        let start = text.find(needle).unwrap();
        let drawn = Frame {
            document: &document,
            range: start..start + needle.len(),
            title: String::new(),
            label: "here".to_owned(),
            indent: 2,
            width,
            style: Style::new(),
        }
        .render();
        anstream::adapter::strip_str(&drawn).to_string()
    }

    #[test]
    fn the_stretch_is_underlined_at_its_column() {
        insta::assert_snapshot!(frame("{\n  \"é\": false\n}", "false", 80), @r#"
            ╭▸ f.json:2:8
            │
          2 │   "é": false
            │        ━━━━━ here
        "#);
    }

    #[test]
    fn a_long_line_shows_a_window() {
        let text = format!(
            "{{\"a\": \"{}\", \"b\": false, \"c\": \"{}\"}}",
            "x".repeat(5000),
            "y".repeat(5000)
        );
        let drawn = frame(&text, "false", 60);
        assert!(drawn.lines().all(|line| line.width() <= 80), "{drawn}");
        assert!(drawn.contains("\"b\": false"), "{drawn}");
    }

    #[test]
    fn secrets_next_to_the_range_are_withheld() {
        let text = r#"{"adminPassword": "hunter2 \" x", "tls": "1.0", "clientSecret": "s3", "passwordAuth": "Enabled"}"#;
        let drawn = frame(text, "\"1.0\"", 100);
        assert!(
            !drawn.contains("hunter2") && !drawn.contains("s3"),
            "{drawn}"
        );
    }

    #[test]
    fn commands_of_logs_are_broken() {
        let drawn = frame(r###"{"a": "##vso[x] ##[y] [z]"}"###, "z", 80);
        assert!(drawn.contains(r"##vso\u{5b}x] ##\u{5b}y] [z]"), "{drawn}");
    }

    #[test]
    fn control_codes_are_made_visible() {
        let drawn = frame("{\"a\u{1b}[2J\": false}", "false", 80);
        assert!(!drawn.contains('\u{1b}'), "{drawn}");
    }
}
