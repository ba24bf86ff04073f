//! Texts that several exports print: counts and diagnostics.

use onus_core::diagnostic::{Diagnostic, Level};

use crate::sanitize::clean;

/// A number of things.
pub(crate) fn many(count: usize, one: &str, more: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { more })
}

/// A problem in lines: what is wrong, and what to do.
pub(crate) fn problem_lines(problem: &Diagnostic) -> String {
    let mut text = clean(&problem.to_string()).into_owned();
    if let Some(help) = &problem.help {
        text.push('\n');
        text.push_str(&clean(help));
    }
    text
}

/// The diagnostics that make a run incomplete: a reader of the file alone has to see
/// them.
pub(crate) fn errors(problems: &[Diagnostic]) -> impl Iterator<Item = &Diagnostic> {
    problems
        .iter()
        .filter(|problem| problem.level == Level::Error)
}
