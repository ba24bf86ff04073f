//! Failures: why a test does not pass.

use crate::engine::{EngineError, Literal, Query, Rule, Span, Statement, Value};
use crate::probe::{Binding, Comparison, Explanation, Subject};
use crate::testing::test_set::Prepared;

/// Why a test failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The expression that did not hold; the test's head where it is not known.
    pub span: Span,
    /// The variables that were bound before it.
    pub bindings: Vec<Binding>,
    /// In how many ways the statements before it hold.
    pub ways: usize,
    /// The values of its parts.
    pub parts: Vec<Binding>,
    /// What was expected and what there was, if it is an equation.
    pub comparison: Option<Comparison>,
    /// What the test's value is, when all of its body holds.
    pub value: Option<Value>,
    /// Why no more could be found out.
    pub unexplained: Option<String>,
}

impl Failure {
    /// Finds out why a rule does not hold. `value` is what it gave.
    pub fn of(
        text: &str,
        prepared: &Prepared<'_>,
        module: &crate::engine::Module,
        rule: &Rule,
        head: &Span,
        value: Option<Value>,
    ) -> Self {
        let mut failure = Self {
            span: head.clone(),
            bindings: Vec::new(),
            ways: 1,
            parts: Vec::new(),
            comparison: None,
            value,
            unexplained: None,
        };
        let subject = Subject {
            text,
            module,
            written: &|span| prepared.written(span),
            engine: &prepared.engine,
            input: None,
            given: &[],
        };
        let Some(body) = rule.bodies.first() else {
            return failure;
        };
        let mut statements = body.query.0.clone();
        // `test_x := a == b`: the value is what has to hold.
        if let Some(value) = &body.value {
            statements.push(Statement {
                literal: Literal::Expr(value.clone()),
                with: Vec::new(),
                span: value.extent(),
            });
        }
        match subject.explain(&Query(statements)) {
            Ok(explanation) => failure.take(explanation),
            Err(error) => failure.unexplained = Some(unexplained(&error)),
        }
        failure
    }

    fn take(&mut self, explanation: Explanation) {
        self.bindings = explanation.bindings;
        self.ways = explanation.ways;
        if let Some(failed) = explanation.failed {
            self.span = failed.span;
            self.parts = failed.parts;
            self.comparison = failed.comparison;
            self.value = None;
        }
    }
}

fn unexplained(error: &EngineError) -> String {
    format!("its statements can't be asked one by one: {error}")
}

/// One line of a diff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// In both.
    Same(String),
    /// Expected, and not there.
    Missing(String),
    /// There, and not expected.
    Extra(String),
}

/// The lines of both values as JSON, and which of them only one has; lines that both
/// have are left out where they are far from any that differ.
pub fn diff(comparison: &Comparison) -> Vec<Change> {
    /// Lines shown around one that differs.
    const AROUND: usize = 3;
    let pretty = |value: &Value| {
        serde_json::to_string_pretty(&value.to_json()).unwrap_or_else(|_| value.to_string())
    };
    let (expected, got) = (pretty(&comparison.expected), pretty(&comparison.got));
    let lines = similar::TextDiff::from_lines(&expected, &got);
    let mut changes = Vec::new();
    for (at, group) in lines.grouped_ops(AROUND).iter().enumerate() {
        if at > 0 {
            changes.push(Change::Same("...".to_owned()));
        }
        for change in group.iter().flat_map(|op| lines.iter_changes(op)) {
            let line = change.value().trim_end_matches('\n').to_owned();
            changes.push(match change.tag() {
                similar::ChangeTag::Equal => Change::Same(line),
                similar::ChangeTag::Delete => Change::Missing(line),
                similar::ChangeTag::Insert => Change::Extra(line),
            });
        }
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_diff_shows_lines_of_either_and_what_stands_around() {
        let value = |json: &str| Value::parse(json).unwrap().value;
        let changes = diff(&Comparison {
            expected: value(r#"{"a": 1, "b": [1, 2]}"#),
            got: value(r#"{"a": 1, "b": [1, 3]}"#),
        });
        let lines: Vec<String> = changes
            .iter()
            .map(|change| match change {
                Change::Same(line) => format!("  {line}"),
                Change::Missing(line) => format!("- {line}"),
                Change::Extra(line) => format!("+ {line}"),
            })
            .collect();
        // Three lines around what differs.
        let expected = "    \"a\": 1,\n    \"b\": [\n      1,\n-     2\n+     3\n    ]\n  }";
        assert_eq!(lines.join("\n"), expected);
    }
}
