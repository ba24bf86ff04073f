//! The test run, on several threads, with results in the order of the files.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::engine::{EngineError, Span, settle_memory};
use crate::load::blocked_tests::BlockedTest;
use crate::load::error::LoadError;
use crate::testing::test_set::{EngineBuilder, EngineFile, Prepared};
use onus_core::diagnostic::{Diagnostic, Spot};
use onus_core::document::Document;
use onus_core::threads;

use super::coverage::Coverage;
use super::failure::Failure;
use super::find::{Filter, TestKind, TestRule, find, mark_elsewhere};

/// Whether it is counted which lines of the policies are evaluated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// It is not, which is faster.
    Nothing,
    /// It is.
    Lines,
}

/// How tests are run.
pub struct Options<'o> {
    /// Which tests; all when there is none.
    pub filter: Option<&'o Filter>,
    /// How many threads; as many as there are cores when it is not said.
    pub threads: Option<usize>,
    /// What is counted.
    pub measure: Measure,
    /// Tells the time that has passed since some instant.
    pub clock: &'o (dyn Fn() -> Duration + Sync),
}

/// All results.
#[derive(Debug)]
pub struct Tested {
    /// In the order of files, and of rules in them; those whose policies can't be
    /// loaded stand last.
    pub results: Vec<TestResult>,
    /// Tests that the filter left out.
    pub left_out: usize,
    /// Which lines were evaluated, if that was to be counted.
    pub coverage: Option<Coverage>,
}

/// The result of one test.
#[derive(Debug, Clone)]
pub struct TestResult {
    /// The package, as `a.b`.
    pub package: String,
    /// The rule's name.
    pub name: String,
    /// The file.
    pub document: Arc<Document>,
    /// The place of the rule's head.
    pub span: Span,
    /// How it went.
    pub outcome: TestOutcome,
    /// How long it took, without finding out why it failed.
    pub took: Duration,
    /// What it printed.
    pub prints: Vec<String>,
}

/// How a test went.
#[derive(Debug, Clone)]
pub enum TestOutcome {
    /// It is true.
    Passed,
    /// It is false or undefined.
    Failed(Box<Failure>),
    /// It could not be run, or not to its end.
    Error(Box<Diagnostic>),
    /// It is one for later (`todo_test_`).
    Skipped,
}

/// How many tests went how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Outcomes {
    /// Passed.
    pub passed: usize,
    /// Failed.
    pub failed: usize,
    /// Could not be run, or not to the end.
    pub errors: usize,
    /// Skipped.
    pub skipped: usize,
}

impl Tested {
    /// Counts the results.
    pub fn outcomes(&self) -> Outcomes {
        let mut counts = Outcomes::default();
        for result in &self.results {
            *match result.outcome {
                TestOutcome::Passed => &mut counts.passed,
                TestOutcome::Failed(_) => &mut counts.failed,
                TestOutcome::Error(_) => &mut counts.errors,
                TestOutcome::Skipped => &mut counts.skipped,
            } += 1;
        }
        counts
    }
}

/// A file with the tests in it that are wanted.
struct Job<'t> {
    file: EngineFile<'t>,
    tests: Vec<TestRule<'t>>,
}

/// Runs all tests of the user's files.
pub fn run(builder: &EngineBuilder<'_>, options: &Options<'_>) -> Tested {
    let mut left_out = 0;
    let mut known = BTreeMap::new();
    let jobs: Vec<Job<'_>> = builder
        .files()
        .filter_map(|file| {
            let package = file.package();
            let mut tests = find(file.document(), file.module());
            mark_elsewhere(&mut tests, file.document(), &package, &mut known);
            let (tests, others): (Vec<_>, Vec<_>) = tests
                .into_iter()
                .partition(|test| options.filter.is_none_or(|f| f.takes(&package, test.name)));
            left_out += others.len();
            (!tests.is_empty()).then_some(Job { file, tests })
        })
        .collect();
    let engines = each(&jobs, options.threads, |job| {
        let wanted = job.tests.iter().any(|test| test.kind == TestKind::Run);
        wanted.then(|| {
            builder.engine(job.file).map(|mut prepared| {
                if options.measure == Measure::Lines {
                    prepared.engine.measure();
                }
                prepared
            })
        })
    });
    let single: Vec<(&Job<'_>, &TestRule<'_>, &Option<Made<'_>>)> = jobs
        .iter()
        .zip(&engines)
        .flat_map(|(job, made)| job.tests.iter().map(move |test| (job, test, made)))
        .collect();
    let coverage = Mutex::new((options.measure == Measure::Lines).then(|| Coverage::of(builder)));
    let mut results = each(&single, options.threads, |(job, test, made)| {
        let runner = Runner {
            builder,
            file: job.file,
            test,
            options,
        };
        runner.result(made.as_ref(), &coverage)
    });
    for file in builder.blocked_tests() {
        let package = file.package();
        for test in find(file.document(), file.module()) {
            if options.filter.is_none_or(|f| f.takes(&package, test.name)) {
                results.push(not_run(file, &package, &test));
            } else {
                left_out += 1;
            }
        }
    }
    Tested {
        results,
        left_out,
        coverage: coverage
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner),
    }
}

/// The result of a test whose policy can't be loaded.
fn not_run(file: &BlockedTest, package: &str, test: &TestRule<'_>) -> TestResult {
    let problem = Diagnostic::error(format!(
        "`{}` can't be run: its policy `{}` can't be loaded",
        test.name,
        file.because()
    ));
    TestResult {
        package: package.to_owned(),
        name: test.name.to_owned(),
        document: Arc::clone(file.document()),
        span: test.span.clone(),
        outcome: match test.kind {
            TestKind::Skip => TestOutcome::Skipped,
            _ => TestOutcome::Error(Box::new(problem.help("fix that one first"))),
        },
        took: Duration::ZERO,
        prints: Vec::new(),
    }
}

/// An engine, or why there is none.
type Made<'b> = Result<Prepared<'b>, Box<LoadError>>;

/// Does the same with every item, on several threads; the results are in order.
fn each<T: Sync, R: Send>(
    items: &[T],
    threads: Option<usize>,
    work: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let threads = threads
        .or_else(|| {
            std::thread::available_parallelism()
                .ok()
                .map(NonZeroUsize::get)
        })
        .unwrap_or(1)
        .clamp(1, items.len().max(1));
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, R)>> = Mutex::new(Vec::with_capacity(items.len()));
    std::thread::scope(|scope| {
        let run = || {
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                let Some(item) = items.get(at) else {
                    return settle_memory();
                };
                let result = work(item);
                done.lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .push((at, result));
            }
        };
        let started = (0..threads).filter(|_| threads::scoped(scope, run).is_ok());
        // The system may have no room for a thread; the caller is one too.
        if started.count() == 0 {
            run();
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

/// What one test is run with.
struct Runner<'r> {
    builder: &'r EngineBuilder<'r>,
    file: EngineFile<'r>,
    test: &'r TestRule<'r>,
    options: &'r Options<'r>,
}

impl Runner<'_> {
    fn result(&self, made: Option<&Made<'_>>, coverage: &Mutex<Option<Coverage>>) -> TestResult {
        let start = (self.options.clock)();
        let mut result = TestResult {
            package: self.file.package(),
            name: self.test.name.to_owned(),
            document: Arc::clone(self.file.document()),
            span: self.test.span.clone(),
            outcome: TestOutcome::Skipped,
            took: Duration::ZERO,
            prints: Vec::new(),
        };
        result.outcome = match (&self.test.kind, made) {
            (TestKind::Skip, _) => return result,
            (TestKind::Run, Some(Ok(prepared))) => {
                let mut engine = prepared.engine.clone();
                let answer = engine.evaluate(&prepared.rule(self.test.name));
                result.took = (self.options.clock)().saturating_sub(start);
                result.prints = engine.prints();
                if self.options.measure == Measure::Lines {
                    let covered = engine.covered();
                    let mut coverage = coverage.lock().unwrap_or_else(PoisonError::into_inner);
                    if let Some(coverage) = coverage.as_mut() {
                        coverage.add(covered);
                    }
                }
                match answer {
                    Ok(Some(value)) if value.as_bool() == Some(true) => TestOutcome::Passed,
                    Ok(value) => TestOutcome::Failed(Box::new(Failure::of(
                        self.file.document().text(),
                        prepared,
                        self.file.module(),
                        self.test.rule,
                        &self.test.span,
                        value,
                    ))),
                    Err(error) => self.error(prepared, &error),
                }
            }
            (TestKind::Run, Some(Err(error))) => {
                let problem = error.problem();
                let full = format!("{} can't be run: {}", self.name(), problem.message);
                TestOutcome::Error(Box::new(Diagnostic {
                    message: full,
                    ..problem
                }))
            }
            (TestKind::Run, None) => self.wrong("has no engine", "run it again"),
            (TestKind::Twice, _) => self.wrong(
                "is defined twice, so that one definition would hide the other",
                "give each test a name of its own",
            ),
            (TestKind::Elsewhere(other), _) => self.wrong(
                &format!("is defined in `{other}` too, for the same package, so that one definition would hide the other"),
                "give each test a name of its own, or each file a package",
            ),
            (TestKind::Function, _) => self.wrong(
                "is a function, so nothing runs it",
                "a test is a rule without arguments; call helpers something that does not begin with `test_`",
            ),
            (TestKind::Parts, _) => self.wrong(
                "makes a set or an object, which neither holds nor fails",
                "write one rule for each case, or `every case in cases { ... }`",
            ),
        };
        result
    }

    fn name(&self) -> String {
        format!("`{}`", self.test.name)
    }

    fn wrong(&self, what: &str, help: &str) -> TestOutcome {
        let spot = Spot::new(self.file.document(), self.test.span.clone());
        TestOutcome::Error(Box::new(
            Diagnostic::error(format!("{} {what}", self.name()))
                .at(spot)
                .help(help),
        ))
    }

    fn error(&self, prepared: &Prepared<'_>, error: &EngineError) -> TestOutcome {
        let head = || Spot::new(self.file.document(), self.test.span.clone());
        let spot = self.builder.spot(prepared, error).unwrap_or_else(head);
        let problem = Diagnostic::error(format!("{} {}", self.name(), message(error))).at(spot);
        TestOutcome::Error(Box::new(match error {
            EngineError::TimeLimit { .. } => problem
                .help("look for a loop that does not end, or allow more with `--time-limit MS`"),
            EngineError::Rego { .. } => problem.help(
                "the policy fails here, and in an evaluation it would deny with status `error`",
            ),
            EngineError::MemoryLimit | EngineError::TooLarge => {
                problem.help("look for values that grow from statement to statement")
            }
            EngineError::Unreadable { why, .. } => problem.help(why.help()),
            EngineError::NoRule { .. }
            | EngineError::Panic { .. }
            | EngineError::GivenUp { .. }
            | EngineError::Inconsistent { .. } => problem,
        }))
    }
}

fn message(error: &EngineError) -> String {
    match error {
        EngineError::TimeLimit { .. } | EngineError::MemoryLimit | EngineError::TooLarge => {
            error.to_string()
        }
        other => format!("fails: {other}"),
    }
}
