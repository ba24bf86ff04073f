//! The rule `finding-shape`: results of `deny` that are no findings. The policy would fail
//! whenever it fires.

use crate::engine::{Expr, Literal, Rule, Span};
use crate::lint::finding::Findings;
use crate::lint::rule::{Bearing, CheckRule, Evidence};
use crate::lint::workspace::{File, Workspace};
use crate::load::role::Role;
use onus_core::diagnostic::Level;

const FORM: &str = "a finding is a text, or an object such as `{\"message\": \"what is wrong\", \"pointer\": \"/properties/name\"}`";

pub(crate) const RULE: CheckRule = CheckRule {
    code: "finding-shape",
    level: Level::Error,
    bearing: Bearing::Decisions,
    evidence: Evidence::Policies,
    about: "a `deny` that gives something else than findings",
    find,
};

fn find(workspace: &Workspace<'_>, findings: &mut Findings) {
    for file in workspace.policies() {
        if !matches!(file.role(), Some(Role::Control(_))) {
            continue;
        }
        for rule in &file.module.rules {
            if rule.path == ["deny"]
                && let Some((span, message, help)) = wrong(file, rule)
            {
                findings.add(&file.document, &span, message, help);
            }
        }
    }
}

fn wrong(file: &File, rule: &Rule) -> Option<(Span, String, String)> {
    if rule.is_set {
        return member(file, resolved(rule, rule.keys.first()?));
    }
    if let Some(key) = rule.keys.first() {
        let member = file.document.slice(&key.extent());
        return Some((
            rule.span.start..key.extent().end.max(rule.span.start),
            format!("`deny[{member}]` makes an object, and `deny` is a set of findings"),
            format!("write `deny contains {member} if`"),
        ));
    }
    rule.bodies
        .iter()
        .filter_map(|body| body.value.as_ref())
        .find_map(|value| {
            let what = not_findings(file, value)?;
            Some((
                value.extent(),
                format!("`deny` is a set of findings, and this is {what}"),
                format!("write `deny contains finding if`: {FORM}"),
            ))
        })
}

/// What a value is that is neither a list of findings nor a truth value.
fn not_findings(file: &File, value: &Expr) -> Option<&'static str> {
    match value {
        Expr::Text(..) => Some("a text"),
        Expr::Object(..) => Some("an object"),
        Expr::Scalar(span) => match file.document.slice(span) {
            "true" | "false" => None,
            "null" => Some("null"),
            _ => Some("a number"),
        },
        _ => None,
    }
}

/// A member that can be no finding.
fn member(file: &File, value: &Expr) -> Option<(Span, String, String)> {
    let told = |what: String| Some((value.extent(), what, FORM.to_owned()));
    match value {
        Expr::Scalar(span) => told(format!(
            "`{}` is no finding: it does not say what is wrong",
            file.document.slice(span)
        )),
        Expr::Array(..) | Expr::Set(..) => told("a list is no finding".to_owned()),
        Expr::Object(fields, _) => {
            let names: Option<Vec<&str>> = fields.iter().map(|(key, _)| key.text()).collect();
            let names = names?;
            if names.contains(&"message") {
                return None;
            }
            let other = names
                .iter()
                .find(|name| ["msg", "text", "reason", "description", "title"].contains(name))
                .copied()
                .or_else(|| {
                    let mut alike = names.iter();
                    alike
                        .find(|name| onus_core::suggest::nearest(name, ["message"]).is_some())
                        .copied()
                });
            match other {
                Some(other) => Some((
                    value.extent(),
                    format!("this finding has no `message`; its text is called `{other}`"),
                    format!("call it `message` in place of `{other}`"),
                )),
                None => told("this finding has no `message`".to_owned()),
            }
        }
        _ => None,
    }
}

/// The value of a local name, if it has one definition.
fn resolved<'r>(rule: &'r Rule, member: &'r Expr) -> &'r Expr {
    let Expr::Var(name, _) = member else {
        return member;
    };
    let values: Vec<&Expr> = rule
        .bodies
        .iter()
        .flat_map(|body| &body.query.0)
        .filter_map(|statement| match &statement.literal {
            Literal::Expr(Expr::Assign { left, right, .. }) => match left.as_ref() {
                Expr::Var(left, _) if left == name => Some(right.as_ref()),
                _ => None,
            },
            _ => None,
        })
        .collect();
    match values.as_slice() {
        [one] => one,
        _ => member,
    }
}
