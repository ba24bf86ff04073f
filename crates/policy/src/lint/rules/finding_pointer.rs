//! The rule `finding-pointer`: pointers in findings that no resource of the type can have.

use crate::lint::rule::{Bearing, CheckRule, Evidence};
use onus_core::diagnostic::Level;
use std::collections::BTreeSet;

use crate::engine::{Expr, Span};
use crate::lint::finding::Findings;
use crate::lint::workspace::{File, Workspace};

use crate::lint::rules::unknown_input::{INVENTORY_PARTS, PARTS};
use crate::lint::rules::unknown_property::{help, message};

pub(crate) const RULE: CheckRule = CheckRule {
    code: "finding-pointer",
    level: Level::Error,
    bearing: Bearing::Decisions,
    evidence: Evidence::KnownProperties,
    about: "a pointer that no resource of the type can have",
    find,
};

fn find(workspace: &Workspace<'_>, findings: &mut Findings) {
    for file in workspace.policies() {
        let mut seen: BTreeSet<usize> = BTreeSet::new();
        let mut texts: Vec<(&str, &Span, bool)> = Vec::new();
        for rule in &file.module.rules {
            rule.walk(&mut |expr| match expr {
                Expr::Object(fields, _) => {
                    for (key, value) in fields {
                        if let (Some("pointer"), Expr::Text(text, span)) = (key.text(), value)
                            && seen.insert(span.start)
                        {
                            texts.push((text, span, true));
                        }
                    }
                }
                Expr::Text(text, span)
                    if text.starts_with("/properties/") && seen.insert(span.start) =>
                {
                    texts.push((text, span, false));
                }
                _ => {}
            });
        }
        for (text, span, is_finding) in texts {
            pointer(workspace, file, text, span, is_finding, findings);
        }
    }
}

fn pointer(
    workspace: &Workspace<'_>,
    file: &File,
    text: &str,
    span: &Span,
    is_finding: bool,
    findings: &mut Findings,
) {
    let mut segments = text.split('/');
    let (head, root) = (segments.next(), segments.next());
    let is_part = head == Some("")
        && root.is_some_and(|root| PARTS.contains(&root) || INVENTORY_PARTS.contains(&root));
    if is_finding && !text.is_empty() && !is_part {
        findings.add(
            &file.document,
            span,
            format!("`{text}` points at nothing in `input`"),
            "a pointer begins at the resource, as in `/properties/minimumTlsVersion` or `/raw/sku/name`; without one, a finding has the place of the whole resource",
        );
        return;
    }
    if root != Some("properties") {
        return;
    }
    // Items of arrays, and what `sprintf` fills in.
    let names: Vec<Option<&str>> = segments
        .take_while(|name| !name.is_empty())
        .map(|name| (!name.contains('%') && name.parse::<usize>().is_err()).then_some(name))
        .collect();
    let unknown = workspace.tree(file).and_then(|tree| tree.unknown(&names));
    if let Some(unknown) = &unknown
        && let Some(Some(name)) = names.get(unknown.at)
    {
        findings.add(
            &file.document,
            span,
            message(workspace, file, name, unknown.near.as_ref()),
            help(
                workspace,
                file,
                "finding-pointer",
                name,
                unknown.near.as_ref(),
            ),
        );
    }
}
