//! Coverage: which lines of the policies the tests evaluate.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::engine::{Covered, Expr, Query, Rule};
use crate::testing::test_set::EngineBuilder;
use onus_core::document::Document;
use onus_core::source_id::SourceId;

/// The lines of all policies of the user's.
#[derive(Debug, Default)]
pub struct Coverage {
    files: BTreeMap<SourceId, FileCoverage>,
}

/// The lines of one file that hold something to evaluate.
#[derive(Debug)]
pub struct FileCoverage {
    /// The file.
    pub document: Arc<Document>,
    /// Lines that at least one test evaluated, from 1.
    pub covered: BTreeSet<usize>,
    /// Lines that none did.
    pub missed: BTreeSet<usize>,
}

impl FileCoverage {
    /// The share of lines that are covered; all when there are none.
    pub fn percent(&self) -> f64 {
        percent(self.covered.len(), self.missed.len())
    }
}

impl Coverage {
    /// The lines of the policies that are tested; files of tests are not among them.
    pub fn of(builder: &EngineBuilder<'_>) -> Self {
        let files = builder
            .files()
            .filter(|file| !file.document().name().ends_with("_test.rego"))
            .map(|file| {
                let mut missed = BTreeSet::new();
                for rule in &file.module().rules {
                    lines(file.document(), rule, &mut missed);
                }
                let coverage = FileCoverage {
                    document: Arc::clone(file.document()),
                    covered: BTreeSet::new(),
                    missed,
                };
                (file.source().clone(), coverage)
            })
            .filter(|(_, file)| !file.missed.is_empty())
            .collect();
        Self { files }
    }

    /// Adds what an engine evaluated.
    pub fn add(&mut self, covered: Covered) {
        for (source, lines) in covered {
            let Some(file) = self.files.get_mut(&source) else {
                continue;
            };
            for line in lines {
                if file.missed.remove(&line) {
                    file.covered.insert(line);
                }
            }
        }
    }

    /// The files, in order of path.
    pub fn files(&self) -> impl Iterator<Item = &FileCoverage> {
        self.files.values()
    }

    /// The share of all lines that are covered.
    pub fn percent(&self) -> f64 {
        let count = |lines: fn(&FileCoverage) -> usize| self.files().map(lines).sum();
        percent(
            count(|file| file.covered.len()),
            count(|file| file.missed.len()),
        )
    }
}

fn percent(covered: usize, missed: usize) -> f64 {
    let all = covered + missed;
    if all == 0 {
        return 100.0;
    }
    // Lines of policies are far fewer than what a double counts exactly.
    #[expect(
        clippy::cast_precision_loss,
        reason = "there are fewer than 2^52 lines"
    )]
    let share = covered as f64 / all as f64;
    share * 100.0
}

/// The lines on which something of a rule is evaluated: where its statements, the
/// parts of them and its values begin. The engine looks at the same ones.
fn lines(document: &Document, rule: &Rule, found: &mut BTreeSet<usize>) {
    let mut add = |expr: &Expr| {
        found.insert(document.position(expr.extent().start).line);
    };
    if rule.is_set {
        for key in &rule.keys {
            below(key, &mut add);
        }
    }
    for (at, body) in rule.bodies.iter().enumerate() {
        // The engine does not say whether the value of an `else` was taken.
        if let Some(value) = body.value.as_ref().filter(|_| at == 0) {
            below(value, &mut add);
        }
        query(&body.query, &mut add);
    }
}

fn query(body: &Query, add: &mut impl FnMut(&Expr)) {
    use crate::engine::Literal;
    for statement in &body.0 {
        match &statement.literal {
            Literal::Some(_) => {}
            Literal::SomeIn {
                value, collection, ..
            } => {
                below(value, add);
                below(collection, add);
            }
            Literal::Expr(expr) | Literal::Not(expr) => below(expr, add),
            Literal::Every {
                domain, query: all, ..
            } => {
                below(domain, add);
                query(all, add);
            }
        }
    }
}

fn below(expr: &Expr, add: &mut impl FnMut(&Expr)) {
    if let Expr::Comprehension { query: body, .. } = expr {
        query(body, add);
        return;
    }
    add(expr);
    for part in expr.parts() {
        below(part, add);
    }
}
