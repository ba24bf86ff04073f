//! The rule `constant-comparison`: comparisons with an answer that the types already give.

use crate::engine::{Expr, Operator};
use crate::lint::finding::Findings;
use crate::lint::rule::{Bearing, CheckRule, Evidence};
use crate::lint::workspace::{File, Workspace};
use onus_core::diagnostic::Level;

pub(crate) const RULE: CheckRule = CheckRule {
    code: "constant-comparison",
    level: Level::Error,
    bearing: Bearing::Decisions,
    evidence: Evidence::Policies,
    about: "a comparison that always has the same answer",
    find,
};

fn find(workspace: &Workspace<'_>, findings: &mut Findings) {
    for file in workspace.checked() {
        for rule in &file.module.rules {
            rule.walk(&mut |expr| {
                let Expr::Operation(operator, operands, span) = expr else {
                    return;
                };
                let [left, right] = operands.as_slice() else {
                    return;
                };
                if let Some((message, help)) = constant(file, *operator, left, right) {
                    // The engine's span of a comparison is its operator.
                    let whole = left.span().start.min(span.start)..right.span().end.max(span.end);
                    findings.add(&file.document, &whole, message, help);
                }
            });
        }
    }
}

/// The kinds of value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ConstantType {
    Text,
    Number,
    Boolean,
    Null,
    Array,
    Set,
    Object,
}

impl ConstantType {
    fn name(self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Number => "a number",
            Self::Boolean => "a boolean",
            Self::Null => "null",
            Self::Array => "an array",
            Self::Set => "a set",
            Self::Object => "an object",
        }
    }
}

fn constant(
    file: &File,
    operator: Operator,
    left: &Expr,
    right: &Expr,
) -> Option<(String, String)> {
    let answer = match operator {
        Operator::Arithmetic(..) | Operator::Other => return None,
        Operator::Unequal => "always holds",
        Operator::Equal => "never holds",
        _ => "always has the same answer",
    };
    let text = |expr: &Expr| {
        file.document
            .slice(
                &expr
                    .stretch(expr.reference().map_or(0, |(_, keys)| keys.len()))
                    .unwrap_or_else(|| expr.span().clone()),
            )
            .to_owned()
    };
    if is_constant(left) && is_constant(right) {
        return Some((
            "both sides of this comparison are constants".to_owned(),
            "compare with what the resource says, or take the line out".to_owned(),
        ));
    }
    if left.reference().is_some() && right.reference().is_some() && text(left) == text(right) {
        return Some((
            format!("`{}` is compared with itself", text(left)),
            "one of the two sides was meant to be something else".to_owned(),
        ));
    }
    if let (Some(one), Some(other)) = (kind(file, left), kind(file, right))
        && one != other
    {
        return Some((
            format!(
                "this {answer}: {} is compared with {}",
                one.name(),
                other.name()
            ),
            "write both sides as the same kind of value".to_owned(),
        ));
    }
    folded(left, right)
        .or_else(|| folded(right, left))
        .map(|(function, constant)| {
            (
                format!("this {answer}: what `{function}` gives is never `{constant}`"),
                format!("write the constant as `{function}` would"),
            )
        })
        .or_else(|| counted(file, operator, left, right))
}

fn is_constant(expr: &Expr) -> bool {
    matches!(expr, Expr::Text(..) | Expr::Scalar(_))
}

/// A text in a case that `lower` or `upper` never gives.
fn folded<'e>(call: &'e Expr, constant: &'e Expr) -> Option<(&'e str, &'e str)> {
    let (Expr::Call { function, .. }, Some(text)) = (call, constant.text()) else {
        return None;
    };
    match function.first().map(String::as_str)? {
        "lower" if text != text.to_lowercase() => Some(("lower", text)),
        "upper" if text != text.to_uppercase() => Some(("upper", text)),
        _ => None,
    }
}

/// A count is never less than nothing.
fn counted(file: &File, operator: Operator, left: &Expr, right: &Expr) -> Option<(String, String)> {
    let zero = matches!(right, Expr::Scalar(span) if file.document.slice(span) == "0");
    let (Expr::Call { function, .. }, true) = (left, zero) else {
        return None;
    };
    let answer = match operator {
        Operator::GreaterOrEqual => "always holds",
        Operator::Less => "never holds",
        _ => return None,
    };
    (function.as_slice() == ["count"]).then(|| {
        (
            format!("this {answer}: a count is never less than 0"),
            "for at least one, write `> 0`; for none, `== 0`".to_owned(),
        )
    })
}

fn kind(file: &File, expr: &Expr) -> Option<ConstantType> {
    Some(match expr {
        Expr::Text(..) => ConstantType::Text,
        Expr::Scalar(span) => match file.document.slice(span) {
            "true" | "false" => ConstantType::Boolean,
            "null" => ConstantType::Null,
            _ => ConstantType::Number,
        },
        Expr::Array(..) => ConstantType::Array,
        Expr::Set(..) => ConstantType::Set,
        Expr::Object(..) => ConstantType::Object,
        Expr::Call { function, .. } => match function.join(".").as_str() {
            "count"
            | "to_number"
            | "abs"
            | "ceil"
            | "floor"
            | "round"
            | "indexof"
            | "time.now_ns"
            | "time.parse_rfc3339_ns" => ConstantType::Number,
            "lower" | "upper" | "sprintf" | "concat" | "format_int" | "replace" | "substring"
            | "trim" | "trim_space" | "trim_prefix" | "trim_suffix" | "trim_left"
            | "trim_right" | "type_name" | "base64.encode" | "json.marshal" => ConstantType::Text,
            "startswith" | "endswith" | "contains" | "regex.match" | "glob.match" | "is_array"
            | "is_boolean" | "is_null" | "is_number" | "is_object" | "is_set" | "is_string"
            | "net.cidr_contains" => ConstantType::Boolean,
            "split" => ConstantType::Array,
            "object.keys" => ConstantType::Set,
            _ => return None,
        },
        _ => return None,
    })
}
