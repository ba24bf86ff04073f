//! Rules with two defaults: the engine takes the first without a word.

use std::collections::BTreeMap;

use crate::check::finding::Findings;
use crate::check::workspace::Workspace;

/// Finds them.
pub fn find(workspace: &Workspace<'_>, findings: &mut Findings) {
    let mut first: BTreeMap<(&[String], &[String]), String> = BTreeMap::new();
    for file in workspace.checked() {
        for rule in file.module.rules.iter().filter(|rule| rule.is_default) {
            let at = file.document.position(rule.span.start);
            let place = format!("{}:{}", file.document.name(), at.line);
            match first.get(&(file.module.package.as_slice(), rule.path.as_slice())) {
                Some(other) => findings.add(
                    &file.document,
                    &rule.span,
                    format!(
                        "`{}` has another default at {other}, and only that one counts",
                        rule.path.join(".")
                    ),
                    "keep one of the two",
                ),
                None => {
                    first.insert((&file.module.package, &rule.path), place);
                }
            }
        }
    }
}
