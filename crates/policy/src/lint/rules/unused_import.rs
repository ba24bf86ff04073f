//! The rule `unused-import`: imports that nothing uses.

use crate::lint::rule::{Bearing, CheckRule, Evidence};
use onus_core::diagnostic::Level;
use std::collections::BTreeSet;
use std::ops::Range;

use crate::engine::{Expr, Module, Span};
use crate::lint::finding::Findings;
use crate::lint::workspace::Workspace;
use onus_core::document::Document;

pub(crate) const RULE: CheckRule = CheckRule {
    code: "unused-import",
    level: Level::Warning,
    bearing: Bearing::Upkeep,
    evidence: Evidence::Policies,
    about: "an import that nothing uses",
    find,
};

fn find(workspace: &Workspace<'_>, findings: &mut Findings) {
    for file in workspace.checked() {
        let used = names(&file.module);
        for import in &file.module.imports {
            let about = import.path.first().map(String::as_str);
            if !matches!(about, Some("data" | "input")) || used.contains(import.name.as_str()) {
                continue;
            }
            let line = file.document.line_range(import.span.start);
            let message = format!("nothing uses the import `{}`", import.name);
            let help = "take it out, or `onus check --fix` does; an import that was meant to be used is often a misspelled name further down";
            let span = statement(&file.document, &import.span);
            match full_line(&file.document, &line) {
                Some(removed) => {
                    findings.add_fixable(&file.document, &span, message, help, removed);
                }
                None => findings.add(&file.document, &span, message, help),
            }
        }
    }
}

/// The names at the root of all references and calls.
fn names(module: &Module) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    for rule in &module.rules {
        rule.walk(&mut |expr| {
            if let Expr::Call { function, .. } = expr {
                names.extend(function.first().map(String::as_str));
            } else if let Some((root, _)) = expr.reference() {
                names.insert(root);
            }
        });
    }
    names
}

/// From where an import begins to the end of its line.
fn statement(document: &Document, span: &Span) -> Span {
    let line = document.line_range(span.start);
    let text = document.slice(&(span.start..line.end));
    let text = text.split('#').next().unwrap_or(text).trim_end();
    span.start..span.start + text.len()
}

/// The line with its end, when it holds the import and nothing else.
fn full_line(document: &Document, line: &Range<usize>) -> Option<Range<usize>> {
    let text = document.slice(line).trim();
    let plain = text.starts_with("import ") && !text.contains(['#', ';']);
    let rest = document.text().get(line.end..)?;
    let end = rest.find('\n').map_or(rest.len(), |at| at + 1);
    plain.then_some(line.start..line.end + end)
}
