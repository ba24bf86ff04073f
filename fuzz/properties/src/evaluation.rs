//! Evaluations of changed inventories: every decision allows or denies, and answers
//! that are kept are those that evaluating again would give.

use std::sync::LazyLock;
use std::time::Duration;

use onus::decision::{Decision, Status, Verdict};
use onus::diagnostic::{Diagnostic, Level};
use onus::engine::Value;
use onus::evaluate::{Evaluation, Evaluator, Options};
use onus::inventory::ReadOptions;
use onus::policy::{PolicySet, PolicySources, Settings, builtin};

use crate::choices::Choices;
use crate::reading::{check_problem, inventory, read, record};
use crate::{quiet_engine, within_time};

/// A changed inventory, read and evaluated with the embedded catalogue.
pub fn evaluation(data: &[u8]) {
    static PREPARED: LazyLock<[Evaluator; 2]> = LazyLock::new(|| {
        quiet_engine();
        let sources = PolicySources {
            files: builtin(),
            ..PolicySources::default()
        };
        let loaded = PolicySet::load(&sources, &settings()).expect("the catalogue loads");
        let set: &'static PolicySet = Box::leak(Box::new(loaded.set));
        [false, true].map(|plain| Evaluator::new(set, options(plain)))
    });
    let mut choices = Choices::new(data);
    let (name, text) = inventory(&mut choices);
    let size = text.len();
    let Some(reading) = read(name, text.into_bytes(), &ReadOptions::default()) else {
        return;
    };
    if reading.resources.len() > 50 {
        return;
    }
    let [kept, plain] = &*PREPARED;
    let kept = within_time(size, || kept.evaluate(&reading.resources, &|_| {}));
    check(&kept);
    let is_read = reading.resources.iter().all(|r| record(r).is_some());
    let has_error = |problem: &Diagnostic| problem.level == Level::Error;
    assert!(
        is_read || kept.problems.iter().any(has_error),
        "a record that can't be read is an error"
    );
    let plain = plain.evaluate(&reading.resources, &|_| {});
    assert_eq!(
        lines(&kept.decisions),
        lines(&plain.decisions),
        "evaluation and `--plain` differ"
    );
}

/// What evaluations of properties are made with.
pub fn settings() -> Settings {
    Settings {
        limit: Duration::from_secs(5),
        now: 1_800_000_000_000_000_000,
        params: Value::object::<&str>([]),
        own_catalogue: true,
        check_builtin: false,
    }
}

/// One worker, with or without kept answers.
pub fn options(plain: bool) -> Options {
    Options {
        threads: Some(1),
        plain,
        ..Options::default()
    }
}

/// Checks what holds for every evaluation.
///
/// # Panics
/// Something does not hold.
pub fn check(evaluation: &Evaluation) {
    for problem in &evaluation.problems {
        check_problem(problem);
    }
    for decision in &evaluation.decisions {
        assert_eq!(
            decision.decision,
            decision.status.verdict(),
            "a status has one verdict"
        );
        assert_eq!(
            decision.findings.is_empty(),
            decision.decision == Verdict::Allow,
            "a denial has a reason, and an allow has none: {decision:?}"
        );
        if decision.status == Status::Error {
            assert!(
                decision
                    .findings
                    .iter()
                    .any(|found| !found.message.is_empty()),
                "an error has a reason: {decision:?}"
            );
        }
    }
}

/// Decisions as they are written.
pub fn lines(decisions: &[Decision]) -> Vec<String> {
    decisions
        .iter()
        .map(|decision| serde_json::to_string(decision).expect("a decision is JSON"))
        .collect()
}
