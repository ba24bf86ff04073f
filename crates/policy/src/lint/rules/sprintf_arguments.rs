//! The rule `sprintf-arguments`: `sprintf` with a value that is no array, or with an array
//! whose length does not fit the format. The first fails the evaluation, the second prints
//! something else.

use crate::engine::Expr;
use crate::lint::finding::Findings;
use crate::lint::rule::{Bearing, CheckRule, Evidence};
use crate::lint::workspace::Workspace;
use onus_core::diagnostic::Level;

pub(crate) const RULE: CheckRule = CheckRule {
    code: "sprintf-arguments",
    level: Level::Error,
    bearing: Bearing::Decisions,
    evidence: Evidence::Policies,
    about: "a `sprintf` whose values do not fit its format",
    find,
};

fn find(workspace: &Workspace<'_>, findings: &mut Findings) {
    for file in workspace.checked() {
        for rule in &file.module.rules {
            rule.walk(&mut |expr| {
                let Expr::Call {
                    function,
                    arguments,
                    ..
                } = expr
                else {
                    return;
                };
                let (["sprintf"], [format, values]) = (
                    function.iter().map(String::as_str).collect::<Vec<_>>().as_slice(),
                    arguments.as_slice(),
                ) else {
                    return;
                };
                let span = values.extent();
                let written = file.document.slice(&span);
                if is_no_list(values) {
                    findings.add(
                        &file.document,
                        &span,
                        "the second argument of `sprintf` is a list, and this is none",
                        format!("write `[{written}]`"),
                    );
                } else if let (Some(wanted), Expr::Array(items, _)) =
                    (format.text().and_then(verbs), values)
                    && wanted != items.len()
                {
                    findings.add(
                        &file.document,
                        &span,
                        format!("the format asks for {}, and {} given", counted(wanted), are(items.len())),
                        "give one value for each `%s`, `%d` or `%v`; a `%` that is meant as such is written `%%`",
                    );
                }
            });
        }
    }
}

fn counted(count: usize) -> String {
    match count {
        0 => "no value".to_owned(),
        1 => "1 value".to_owned(),
        _ => format!("{count} values"),
    }
}

fn are(count: usize) -> String {
    match count {
        0 => "none is".to_owned(),
        1 => "1 is".to_owned(),
        _ => format!("{count} are"),
    }
}

/// Whether an argument is no list for sure: a constant, an object, or a part of the
/// header that is a text.
fn is_no_list(expr: &Expr) -> bool {
    match expr {
        Expr::Text(..) | Expr::Scalar(_) | Expr::Object(..) => true,
        _ => expr.reference().is_some_and(|(root, keys)| {
            root == "input"
                && matches!(keys.as_slice(), [key] if key.text().is_some_and(|key| {
                    ["id", "type", "name", "provider", "location", "phase", "model"].contains(&key)
                }))
        }),
    }
}

/// How many values a format asks for; none where it says which one it means.
fn verbs(format: &str) -> Option<usize> {
    let mut count = 0;
    let mut rest = format.chars();
    while let Some(c) = rest.next() {
        if c != '%' {
            continue;
        }
        let verb = rest.find(|c| !"+-# 0123456789.".contains(*c))?;
        match verb {
            '%' => {}
            '[' | '*' => return None,
            _ => count += 1,
        }
    }
    Some(count)
}

#[cfg(test)]
mod tests {
    use crate::lint::rules::sprintf_arguments::verbs;

    #[test]
    fn verbs_are_counted() {
        assert_eq!(verbs("%s is %5.2f%% of %v"), Some(3));
        assert_eq!(verbs("100 %"), None);
        assert_eq!(verbs("%[1]s and %[1]s"), None);
        assert_eq!(verbs("nothing"), Some(0));
    }
}
