//! Traces: what a traced control did, resource by resource.

use std::io::{self, Write};

use anstyle::Style;

use onus_core::decision::Verdict;
use onus_evaluate::Trace;

use crate::sanitize::clean;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

/// Writes what a control that is followed did with a resource.
///
/// # Errors
/// The output can't be written.
pub fn write_trace(trace: &Trace, out: &mut dyn Write) -> io::Result<()> {
    let source = &trace.resource.source;
    writeln!(
        out,
        "{BOLD}{}{BOLD:#}  {}  {DIM}({}:{}:{}){DIM:#}",
        clean(&trace.control.id),
        clean(&trace.resource.name),
        clean(&source.file),
        source.line,
        source.column
    )?;
    for print in &trace.prints {
        writeln!(out, "  printed  {}", clean(print.trim_end()))?;
    }
    if trace.decided.is_empty() {
        writeln!(out, "  does not apply")?;
    }
    for decided in &trace.decided {
        let messages: Vec<_> = decided.messages.iter().map(|said| clean(said)).collect();
        let said = if messages.is_empty() {
            String::new()
        } else {
            format!(": {}", messages.join("; "))
        };
        let verdict = match decided.status.verdict() {
            Verdict::Allow => "allow".to_owned(),
            Verdict::Deny => format!("deny, {}", decided.status.as_str()),
        };
        writeln!(out, "  {verdict}{said}")?;
    }
    Ok(())
}
