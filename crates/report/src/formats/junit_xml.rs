//! The XML of JUnit files: escapes, and the suite of diagnostics.

use std::borrow::Cow;
use std::io;

use onus_core::diagnostic::Diagnostic;

use crate::sanitize::clean;

/// Writes a suite of errors: what could not be read or loaded, so that a reader of
/// the file alone sees that the run is incomplete. Without problems, nothing is
/// written.
pub(crate) fn write_problem_suite<'p>(
    name: &str,
    problems: impl IntoIterator<Item = &'p Diagnostic>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let problems: Vec<&Diagnostic> = problems.into_iter().collect();
    if problems.is_empty() {
        return Ok(());
    }
    let count = problems.len();
    writeln!(
        out,
        r#"  <testsuite name="{name}" tests="{count}" failures="0" errors="{count}" skipped="0" time="0.000">"#
    )?;
    for problem in problems {
        let location = problem.location().unwrap_or_default();
        let case = if location.is_empty() {
            problem.message.as_str()
        } else {
            location.as_str()
        };
        writeln!(
            out,
            r#"    <testcase classname="{name}" name="{}" time="0.000">"#,
            attribute(case)
        )?;
        writeln!(
            out,
            r#"      <error message="{}">{}</error>"#,
            attribute(&problem.message),
            attribute(problem.help.as_deref().unwrap_or_default())
        )?;
        writeln!(out, "    </testcase>")?;
    }
    writeln!(out, "  </testsuite>")
}

/// Text of one line within quotes.
pub(crate) fn attribute(text: &str) -> Cow<'_, str> {
    match clean(text) {
        Cow::Borrowed(text) => escaped(text),
        Cow::Owned(text) => Cow::Owned(escaped(&text).into_owned()),
    }
}

/// Text that can stand in XML, within quotes too. What XML 1.0 has no way to say at
/// all is shown as an escape.
pub(crate) fn escaped(text: &str) -> Cow<'_, str> {
    let is_special = |c: char| "<>&\"'".contains(c) || (c.is_control() && c != '\n' && c != '\t');
    if !text.contains(is_special) && !text.contains(['\u{fffe}', '\u{ffff}']) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(
        text.chars()
            .map(|c| match c {
                '<' => "&lt;".to_owned(),
                '>' => "&gt;".to_owned(),
                '&' => "&amp;".to_owned(),
                '"' => "&quot;".to_owned(),
                '\'' => "&apos;".to_owned(),
                '\n' | '\t' => c.to_string(),
                c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {
                    c.escape_default().to_string()
                }
                c => c.to_string(),
            })
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    #[test]
    fn nothing_breaks_out_of_the_xml() {
        let text = crate::formats::junit_xml::escaped("<a b=\"c\" d='e'>&\u{1b}\n");
        assert_eq!(
            text,
            "&lt;a b=&quot;c&quot; d=&apos;e&apos;&gt;&amp;\\u{1b}\n"
        );
    }
}
