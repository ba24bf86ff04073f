//! Diagnostics for people: on the terminal they look like a compiler's messages.

use std::io;

use anstyle::{AnsiColor, Style};

use onus_core::diagnostic::{Diagnostic, Level};

use crate::code_frame::Frame;
use crate::sanitize::clean;
use crate::sanitize::wrap;

/// Writes problems, the errors last so that they are what is on the screen.
///
/// # Errors
/// The output can't be written.
pub fn write_problems(
    problems: &[Diagnostic],
    width: usize,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let mut sorted: Vec<&Diagnostic> = problems.iter().collect();
    sorted.sort_by_key(|problem| problem.level);
    for problem in sorted {
        write_problem(problem, problem.code, width, out)?;
    }
    Ok(())
}

/// Writes one problem, with the code of the rule that found it if one did.
///
/// # Errors
/// The output can't be written.
pub fn write_problem(
    problem: &Diagnostic,
    code: Option<&str>,
    width: usize,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let bold = Style::new().bold();
    let (word, colour) = match problem.level {
        Level::Warning => ("warning", AnsiColor::Yellow),
        Level::Error => ("error", AnsiColor::Red),
    };
    let style = colour.on_default();
    let strong = style.bold();
    let code = code.map(|code| format!("[{code}]")).unwrap_or_default();
    writeln!(
        out,
        "{strong}{word}{code}{strong:#}{bold}: {}{bold:#}",
        clean(&problem.message)
    )?;
    if let Some(spot) = &problem.place {
        let frame = Frame {
            document: &spot.document,
            range: spot.range.clone(),
            title: String::new(),
            label: spot.label.clone(),
            indent: 1,
            width,
            style,
        };
        write!(out, "{}", frame.render())?;
    }
    if let Some(help) = &problem.help {
        for (index, line) in wrap(&clean(help), width.saturating_sub(8).max(40))
            .iter()
            .enumerate()
        {
            let head = if index == 0 { "help:" } else { "     " };
            writeln!(out, "  {bold}{head}{bold:#} {line}")?;
        }
    }
    writeln!(out)
}
