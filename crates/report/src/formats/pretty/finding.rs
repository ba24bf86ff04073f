//! One denial in full: what is wrong, where, who is responsible and how to fix it.

use std::collections::HashMap;
use std::io;
use std::sync::Arc;

use anstyle::{AnsiColor, Style};

use onus_core::decision::{Decision, Finding, Remediation, Status};
use onus_core::document::Document;
use onus_core::vocabulary::Severity;

use crate::code_frame::Frame;
use crate::finding_text::finding_text;
use crate::formats::pretty::basis::basis_line;
use crate::sanitize::clean;
use crate::sanitize::wrap;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

fn severity_style(severity: Severity) -> Style {
    match severity {
        Severity::Critical => AnsiColor::Magenta.on_default().bold(),
        Severity::High => AnsiColor::Red.on_default(),
        Severity::Medium => AnsiColor::Yellow.on_default(),
        Severity::Low => AnsiColor::Cyan.on_default(),
    }
}

/// Writes a denial for a terminal of `width` columns; its places are in
/// `documents`, by name.
pub fn write_denial(
    denial: &Decision,
    documents: &HashMap<String, Arc<Document>>,
    width: usize,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let severity = denial.control.severity;
    let style = severity_style(severity);
    let status = match denial.status {
        Status::Violated | Status::Satisfied => String::new(),
        status => format!("  [{}]", status.as_str()),
    };
    writeln!(
        out,
        "  {style}{severity}{style:#}  {BOLD}{}{BOLD:#}  {}{status}",
        clean(&denial.control.id),
        clean(&denial.control.title)
    )?;
    for finding in &denial.findings {
        write_finding(denial, finding, documents, width, out)?;
    }
    writeln!(out)?;
    wrapped("whose", &basis_line(&denial.responsible), width, out)?;
    if let Some(waiver) = &denial.waiver {
        let until = format!(
            "until {} by {}: {}",
            waiver.expires, waiver.approved_by, waiver.reason
        );
        wrapped("waived", &until, width, out)
    } else if denial.in_baseline {
        wrapped("known", "in the baseline", width, out)
    } else if let Some(step) = settle_first(denial.status) {
        wrapped("fix", step, width, out)
    } else if let Some(remediation) = &denial.remediation {
        write_fix(denial, remediation, width, out)
    } else {
        Ok(())
    }
}

/// Writes one finding of a denial, with its place.
pub fn write_finding(
    denial: &Decision,
    finding: &Finding,
    documents: &HashMap<String, Arc<Document>>,
    width: usize,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let label = finding_text(finding);
    let source = &denial.resource.source;
    let title = format!("{}  ({})", denial.resource.label(), denial.resource.kind);
    let file = finding.file.as_ref().unwrap_or(&source.file);
    match (&finding.range, documents.get(file)) {
        (Some(range), Some(document)) => {
            let frame = Frame {
                document,
                range: range.clone(),
                title,
                label,
                indent: 3,
                width,
                style: severity_style(denial.control.severity),
            };
            write!(out, "{}", frame.render())?;
        }
        _ => {
            writeln!(
                out,
                "    {}:{}:{}  {}",
                clean(&source.file),
                source.line,
                source.column,
                clean(&title)
            )?;
            wrapped("", &label, width, out)?;
        }
    }
    if let Some(at) = &finding.written_at {
        // A place is there to be clicked at, so it is not wrapped.
        let file = clean(&at.file);
        writeln!(
            out,
            "           written at {file}:{}:{}",
            at.line, at.column
        )?;
    }
    Ok(())
}

/// Writes what to do about a denial.
pub fn write_fix(
    denial: &Decision,
    remediation: &Remediation,
    width: usize,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    wrapped("fix", &remediation.summary, width, out)?;
    for line in commands(denial, remediation).flat_map(str::lines) {
        // Commands are there to be copied, so they are not wrapped.
        writeln!(out, "           {}", clean(line))?;
    }
    Ok(())
}

/// The commands that fix a denial in the way its resource was made: Terraform's for
/// what is Terraform's, and all others for what is there already.
pub fn commands<'d>(
    denial: &Decision,
    remediation: &'d Remediation,
) -> impl Iterator<Item = &'d str> {
    let planned = denial.resource.kind.contains('_');
    let of_nobody = denial.resource.provider.is_empty();
    remediation
        .commands
        .iter()
        .filter(move |(tool, _)| match tool.as_str() {
            "terraform" => planned,
            _ => !planned || of_nobody,
        })
        .map(|(_, command)| command.as_str())
}

/// Writes a labelled paragraph.
pub fn wrapped(label: &str, text: &str, width: usize, out: &mut dyn io::Write) -> io::Result<()> {
    let text = clean(text);
    let room = width.min(110).saturating_sub(12).max(30);
    for (index, line) in wrap(&text, room).iter().enumerate() {
        let head = if index == 0 { label } else { "" };
        writeln!(out, "    {DIM}{head:<6}{DIM:#} {line}")?;
    }
    Ok(())
}

/// What has to be done before the control's own remediation can mean anything.
pub fn settle_first(status: Status) -> Option<&'static str> {
    match status {
        Status::Error => Some("Mend the policy: as it is, it decides nothing."),
        Status::Unassigned => Some(
            "Say who is responsible in a boundary policy of your own; see \"Editions, and what your organisation agreed\" in the README.",
        ),
        Status::Conflict => Some("Settle which of the agreements holds, and change the other one."),
        Status::Satisfied | Status::Violated | Status::Unknown => None,
    }
}
