//! The rule `truth-as-text`: booleans that are compared with a string, which they never
//! equal.

use crate::engine::{Expr, Key, Operator};
use crate::lint::finding::Findings;
use crate::lint::rule::{Bearing, CheckRule, Evidence};
use crate::lint::workspace::{File, Workspace};
use crate::names::symbol_table::keys_of;
use onus_core::diagnostic::Level;

pub(crate) const RULE: CheckRule = CheckRule {
    code: "truth-as-text",
    level: Level::Error,
    bearing: Bearing::Decisions,
    evidence: Evidence::Policies,
    about: "a property that is true or false, compared with a text",
    find,
};

fn find(workspace: &Workspace<'_>, findings: &mut Findings) {
    for file in workspace.policies() {
        for rule in &file.module.rules {
            rule.walk(&mut |expr| {
                let Expr::Operation(operator, operands, _) = expr else {
                    return;
                };
                let answer = match operator {
                    Operator::Equal => "never holds",
                    Operator::Unequal => "always holds",
                    _ => return,
                };
                let [left, right] = operands.as_slice() else {
                    return;
                };
                let found = compared(workspace, file, left, right)
                    .or_else(|| compared(workspace, file, right, left));
                let Some((name, text)) = found else { return };
                let help = match text.to_lowercase().as_str() {
                    plain @ ("true" | "false") => format!("write `{plain}`, without quotes"),
                    _ => "compare it with `true` or `false`, without quotes".to_owned(),
                };
                findings.add(
                    &file.document,
                    &expr.extent(),
                    format!(
                        "this {answer}: `{name}` is true or false, and no text such as `{text}`"
                    ),
                    help,
                );
            });
        }
    }
}

/// The name of the property, and the text that it is compared with.
fn compared<'e>(
    workspace: &Workspace<'_>,
    file: &File,
    property: &Expr,
    constant: &'e Expr,
) -> Option<(String, &'e str)> {
    let text = constant.text()?;
    let ("input", keys) = property.reference()? else {
        return None;
    };
    let keys = keys_of(&keys);
    let path: Vec<Option<&str>> = keys
        .iter()
        .map(|key| match key {
            Key::Name(name) => Some(name.as_str()),
            Key::Any | Key::Element => None,
        })
        .collect();
    let (Some("properties"), below) = path.split_first().map(|(root, below)| (*root, below))?
    else {
        return None;
    };
    let name = below.last().copied().flatten()?;
    workspace
        .tree(file)?
        .is_truth(below)
        .then(|| (name.to_owned(), text))
}
