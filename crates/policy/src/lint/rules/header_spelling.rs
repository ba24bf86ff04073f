//! The rule `header-spelling`: comparisons of the header with values that it never has. Azure
//! types and ids are in lower case, and service models and phases are from a short list.

use crate::engine::{Expr, Operator};
use crate::lint::finding::Findings;
use crate::lint::rule::{Bearing, CheckRule, Evidence};
use crate::lint::workspace::Workspace;
use onus_core::diagnostic::Level;
use onus_core::vocabulary::{Phase, ServiceModel};

pub(crate) const RULE: CheckRule = CheckRule {
    code: "header-spelling",
    level: Level::Error,
    bearing: Bearing::Decisions,
    evidence: Evidence::Policies,
    about: "a comparison of the header with what it never says",
    find,
};

fn find(workspace: &Workspace<'_>, findings: &mut Findings) {
    for file in workspace.policies() {
        let is_azure = workspace.named_types(file).is_some_and(|types| {
            types
                .iter()
                .all(|kind| kind.to_lowercase().starts_with("microsoft."))
        });
        for rule in &file.module.rules {
            rule.walk(&mut |expr| {
                if let Some((part, text, is_whole)) = compared(expr)
                    && let Some((message, help)) = wrong(part, text, is_whole, is_azure)
                {
                    findings.add(&file.document, &expr.extent(), message, help);
                }
            });
        }
    }
}

/// The part of the header and the constant that are compared, and whether the whole of
/// the part is.
fn compared(expr: &Expr) -> Option<(&str, &str, bool)> {
    match expr {
        Expr::Operation(Operator::Equal | Operator::Unequal, operands, _) => {
            let [left, right] = operands.as_slice() else {
                return None;
            };
            let pair = |one, other| Some((part(one)?, Expr::text(other)?, true));
            pair(left, right).or_else(|| pair(right, left))
        }
        Expr::Call {
            function,
            arguments,
            ..
        } if ["startswith", "endswith", "contains"].contains(&function.first()?.as_str()) => {
            match arguments.as_slice() {
                [whole, piece] => Some((part(whole)?, piece.text()?, false)),
                _ => None,
            }
        }
        _ => None,
    }
}

fn part(expr: &Expr) -> Option<&str> {
    match expr.reference()? {
        ("input", keys) => match keys.as_slice() {
            [key] => key.text(),
            _ => None,
        },
        _ => None,
    }
}

fn wrong(part: &str, text: &str, is_whole: bool, is_azure: bool) -> Option<(String, String)> {
    let lower = text.to_lowercase();
    let in_lower_case = |what: &str| {
        Some((
            format!("{what} of Azure are in lower case in `input`, so `{text}` is never found"),
            format!("write `{lower}`"),
        ))
    };
    let word = |what: &str, words: Vec<&'static str>| {
        if !is_whole || words.contains(&text) {
            return None;
        }
        let help = match onus_core::suggest::nearest(text, words.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("it is one of {}", words.join(", ")),
        };
        Some((format!("no resource has the {what} `{text}`"), help))
    };
    match part {
        "type" if lower.starts_with("microsoft.") && lower != text => in_lower_case("types"),
        "id" if is_azure && lower != text && is_piece_of_id(&lower) => in_lower_case("ids"),
        "model" => word(
            "service model",
            ServiceModel::ALL.iter().map(|word| word.as_str()).collect(),
        ),
        "phase" => word(
            "phase",
            Phase::ALL.iter().map(|word| word.as_str()).collect(),
        ),
        _ => None,
    }
}

fn is_piece_of_id(lower: &str) -> bool {
    [
        "/subscriptions/",
        "/resourcegroups/",
        "/providers/microsoft.",
    ]
    .iter()
    .any(|piece| lower.contains(piece))
}
