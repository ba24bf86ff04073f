//! The text of a snapshot: insta's front matter, then a section for each control, then the
//! resources by name.

use std::fmt::Write as _;

use super::{FORMAT, Line, MAKER, ResourceKey, Snapshot};
use crate::snapshot::field_escape::{BETWEEN, escaped};
use onus_core::decision::Verdict;

/// The text above the resources.
pub(crate) const RESOURCES: &str = "resources";

/// The text of a snapshot's file.
pub fn render(snapshot: &Snapshot) -> String {
    let mut text = front_matter(snapshot);
    let labels = snapshot.labels();
    let label = |key: &ResourceKey| escaped(labels.get(key).copied().unwrap_or(key.as_str()));
    for (id, section) in &snapshot.controls {
        let _ = writeln!(text, "{}{BETWEEN}{}", heading(id), escaped(&section.title));
        let mut lines: Vec<(String, String)> = section
            .lines
            .iter()
            .flat_map(|(line, times)| {
                let label = label(&line.resource);
                let written = decision(line, &label);
                std::iter::repeat_n((label, written), *times)
            })
            .collect();
        lines.sort();
        for (_, line) in lines {
            let _ = writeln!(text, "  {line}");
        }
        text.push('\n');
    }
    let _ = writeln!(text, "{RESOURCES}");
    let mut rows: Vec<String> = snapshot
        .resources
        .iter()
        .map(|(key, named)| match key.origin() {
            Some(origin) => fields([&named.name, &named.kind, key.id(), origin]),
            None => fields([&named.name, &named.kind, key.id()]),
        })
        .collect();
    rows.sort();
    for row in rows {
        let _ = writeln!(text, "  {row}");
    }
    text
}

fn front_matter(snapshot: &Snapshot) -> String {
    let header = &snapshot.header;
    let mut text = format!(
        "---\nsource: {}\nexpression: {}\ninfo:\n  format: {FORMAT}\n",
        quoted(&header.source),
        quoted(MAKER),
    );
    if header.editions.is_empty() {
        text.push_str("  editions: {}\n");
    } else {
        text.push_str("  editions:\n");
        for (provider, edition) in &header.editions {
            let _ = writeln!(text, "    {}: {}", quoted(provider), quoted(edition));
        }
    }
    let _ = write!(
        text,
        "  resources: {}\n  decisions: {}\n  listed: {}\n---\n",
        header.resources,
        snapshot.decisions(),
        snapshot.resources.len()
    );
    text
}

/// A text of YAML that every parser reads as the same text, also when another program
/// has rewritten it: signs that YAML does not have are escaped as in the lines below.
fn quoted(text: &str) -> String {
    let is_plain = |c: &char| c.is_ascii() || c.is_alphanumeric();
    let text: String = escaped(text)
        .chars()
        .flat_map(|c| match c {
            c if is_plain(&c) => vec![c],
            c => c.escape_unicode().collect(),
        })
        .collect();
    let mut quoted = String::from("\"");
    for c in text.chars() {
        let _ = match c {
            '"' | '\\' => write!(quoted, "\\{c}"),
            c if c == ' ' || c.is_ascii_graphic() => write!(quoted, "{c}"),
            c if u32::from(c) > 0xffff => write!(quoted, "\\U{:08x}", u32::from(c)),
            c => write!(quoted, "\\u{:04x}", u32::from(c)),
        };
    }
    quoted.push('"');
    quoted
}

/// An id at the start of a line, where nothing may look like the marks that a merge
/// leaves.
pub(crate) fn heading(id: &str) -> String {
    let field = escaped(id);
    match field.chars().next() {
        Some(c @ ('<' | '=' | '>')) => {
            let rest: String = field.chars().skip(1).collect();
            format!("{}{rest}", c.escape_unicode())
        }
        _ => field,
    }
}

pub(crate) fn decision(line: &Line, label: &str) -> String {
    let verdict = match line.status.verdict() {
        Verdict::Allow => "allow",
        Verdict::Deny => "deny",
    };
    let mut text = format!("{verdict} {}", line.status.as_str());
    if let Some(layer) = line.layer {
        let _ = write!(text, " {layer}");
    }
    let _ = write!(text, "{BETWEEN}{}{BETWEEN}{label}", escaped(&line.party));
    for message in &line.messages {
        let _ = write!(text, "{BETWEEN}{}", escaped(message));
    }
    text
}

fn fields<const N: usize>(texts: [&str; N]) -> String {
    texts.map(escaped).join(BETWEEN)
}
