//! Lists of controls for `onus list`.

use std::collections::BTreeMap;
use std::io;

use anstyle::Style;
use serde::Serialize;

use onus_core::vocabulary::{ChangeKind, Layer, Severity};
use onus_policy::{Control, Fixes};

use crate::sanitize::clean;
use crate::sanitize::wrap;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

/// Columns before the text about a control.
const INDENT: usize = 10;

/// Writes controls for people: a line or two each, or, with `verbose`, all that they
/// say. `width` is that of the terminal.
///
/// # Errors
/// The output can't be written.
pub fn write_controls_pretty(
    controls: &[&Control],
    verbose: bool,
    width: usize,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let widest = |of: &dyn Fn(&Control) -> usize| controls.iter().map(|c| of(c)).max();
    let ids = widest(&|control| control.about.id.len()).unwrap_or_default();
    let layers = widest(&|control| control.about.layer.as_str().len()).unwrap_or_default();
    for control in controls {
        let about = &control.about;
        let head = format!(
            "{:<8}  {BOLD}{:<ids$}{BOLD:#}  {:<layers$}  ",
            about.severity.as_str(),
            clean(&about.id),
            about.layer.as_str()
        );
        // Severity, id and layer, with two columns behind each.
        let used = 8 + 2 + ids + 2 + layers + 2;
        let title = clean(&about.title);
        if width > used + 30 {
            let lines = wrap(&title, width - used);
            for (number, line) in lines.iter().enumerate() {
                match number {
                    0 => writeln!(out, "{head}{line}")?,
                    _ => writeln!(out, "{:used$}{line}", "")?,
                }
            }
        } else {
            writeln!(out, "{}", head.trim_end())?;
            paragraph("", &title, width, out)?;
        }
        if verbose {
            details(control, width, out)?;
        }
    }
    if controls.is_empty() {
        return Ok(());
    }
    let mut counts: BTreeMap<Severity, usize> = BTreeMap::new();
    for control in controls {
        *counts.entry(control.about.severity).or_default() += 1;
    }
    let counts: Vec<String> = counts
        .iter()
        .rev()
        .map(|(severity, count)| format!("{count} {severity}"))
        .collect();
    let noun = if controls.len() == 1 {
        "control"
    } else {
        "controls"
    };
    let blank = if verbose { "" } else { "\n" };
    writeln!(
        out,
        "{blank}{} {noun}: {}",
        controls.len(),
        counts.join(", ")
    )
}

fn details(control: &Control, width: usize, out: &mut dyn io::Write) -> io::Result<()> {
    let about = &control.about;
    if !control.description.is_empty() {
        paragraph("why", &control.description, width, out)?;
    }
    paragraph("types", &control.resources.patterns.join(", "), width, out)?;
    let needs: Vec<String> = control.needs.iter().map(ToString::to_string).collect();
    if !needs.is_empty() {
        paragraph("needs", &needs.join(", "), width, out)?;
    }
    let changes: Vec<&str> = control.changes.iter().map(|kind| kind.as_str()).collect();
    if !changes.is_empty() {
        paragraph("changes", &changes.join(", "), width, out)?;
    }
    paragraph("fix", &control.remediation.summary, width, out)?;
    for (tool, text) in &control.remediation.commands {
        write_text(tool, None, text, out)?;
    }
    for (name, variant) in &control.remediation.variants {
        if let Some(summary) = &variant.summary {
            paragraph("", &format!("{name}: {summary}"), width, out)?;
        }
        for (tool, text) in &variant.commands {
            write_text(tool, Some(name), text, out)?;
        }
    }
    for (framework, ids) in &about.frameworks {
        paragraph(framework, &ids.join(", "), width, out)?;
    }
    if !control.aliases.is_empty() {
        paragraph("once", &control.aliases.join(", "), width, out)?;
    }
    if control.deprecated {
        paragraph(
            "retired",
            "evaluated only when it is selected by its id",
            width,
            out,
        )?;
    }
    if control.on_request {
        paragraph(
            "on request",
            "evaluated only when its id, or a glob over ids such as `ACME-*`, selects it",
            width,
            out,
        )?;
    }
    for link in &about.links {
        writeln!(out, "{:<INDENT$}{}", "see", clean(link))?;
    }
    writeln!(out, "{:<INDENT$}{}\n", "file", clean(control.file.path()))
}

/// Writes a command or a setting of a tool, or of a variant of the fix. They are there to be
/// copied, so they are not folded.
fn write_text(
    tool: &str,
    variant: Option<&str>,
    text: &str,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let label = match variant {
        // Most commands begin with the name of their tool.
        None if text.lines().all(|line| line.starts_with(tool)) => String::new(),
        None => format!("{DIM}{}:{DIM:#}", clean(tool)),
        Some(name) => format!("{DIM}{}, {}:{DIM:#}", clean(name), clean(tool)),
    };
    let mut lines = text.lines();
    if let (1, Some(line)) = (text.lines().count(), lines.clone().next()) {
        let space = if label.is_empty() { "" } else { " " };
        return writeln!(out, "{:INDENT$}{label}{space}{}", "", clean(line));
    }
    if !label.is_empty() {
        writeln!(out, "{:INDENT$}{label}", "")?;
    }
    lines.try_for_each(|line| writeln!(out, "{:INDENT$}{}", "", clean(line)))
}

/// A word, and its meaning next to it.
fn paragraph(word: &str, text: &str, width: usize, out: &mut dyn io::Write) -> io::Result<()> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = clean(&text);
    let word = clean(word);
    for (number, line) in wrap(&text, width.saturating_sub(INDENT).max(20))
        .iter()
        .enumerate()
    {
        let word = if number == 0 { word.as_ref() } else { "" };
        writeln!(out, "{word:<INDENT$}{line}")?;
    }
    Ok(())
}

/// A control, for programs.
#[derive(Serialize)]
pub(crate) struct Listed<'c> {
    id: &'c str,
    title: &'c str,
    description: &'c str,
    severity: Severity,
    layer: Layer,
    types: &'c [String],
    needs: Vec<String>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    changes: &'c [ChangeKind],
    remediation: &'c Fixes,
    frameworks: &'c BTreeMap<String, Vec<String>>,
    links: &'c [String],
    aliases: &'c [String],
    deprecated: bool,
    on_request: bool,
    package: &'c str,
    file: &'c str,
}

impl<'c> Listed<'c> {
    /// The METADATA of a control.
    pub(crate) fn of(control: &'c Control) -> Self {
        Self {
            id: &control.about.id,
            title: &control.about.title,
            description: &control.description,
            severity: control.about.severity,
            layer: control.about.layer,
            types: &control.resources.patterns,
            needs: control.needs.iter().map(ToString::to_string).collect(),
            changes: &control.changes,
            remediation: &control.remediation,
            frameworks: &control.about.frameworks,
            links: &control.about.links,
            aliases: &control.aliases,
            deprecated: control.deprecated,
            on_request: control.on_request,
            package: &control.about.package,
            file: control.file.path(),
        }
    }
}

/// Writes controls as one JSON object.
///
/// # Errors
/// The output can't be written.
pub fn write_controls_json(controls: &[&Control], out: &mut dyn io::Write) -> io::Result<()> {
    #[derive(Serialize)]
    struct List<'c> {
        format_version: u8,
        onus: &'static str,
        controls: Vec<Listed<'c>>,
    }
    let controls = controls.iter().map(|control| Listed::of(control)).collect();
    let list = List {
        format_version: 1,
        onus: env!("CARGO_PKG_VERSION"),
        controls,
    };
    serde_json::to_writer_pretty(&mut *out, &list)?;
    writeln!(out)
}

/// Writes controls as a table of Markdown; ids lead to their first link.
///
/// # Errors
/// The output can't be written.
pub fn write_controls_markdown(controls: &[&Control], out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "| control | severity | layer | requirement | types |")?;
    writeln!(out, "|---|---|---|---|---|")?;
    for control in controls {
        let about = &control.about;
        let id = match about.links.first() {
            Some(link) => format!("[{}]({})", cell(&about.id), link_target(link)),
            None => cell(&about.id),
        };
        let types: Vec<String> = control
            .resources
            .patterns
            .iter()
            .map(|pattern| format!("`{}`", cell(pattern)))
            .collect();
        writeln!(
            out,
            "| {id} | {} | `{}` | {} | {} |",
            about.severity,
            about.layer,
            cell(&about.title),
            types.join(", ")
        )?;
    }
    Ok(())
}

/// Text that can't leave its cell.
pub(crate) fn cell(text: &str) -> String {
    clean(text).replace('\\', "\\\\").replace('|', "\\|")
}

/// An address that can't leave its brackets.
fn link_target(link: &str) -> String {
    clean(link)
        .replace(' ', "%20")
        .replace('(', "%28")
        .replace(')', "%29")
        .replace('|', "%7C")
}
