//! The engine: the only module that names `regorus`. Values, syntax trees and evaluation have
//! types of our own, so that an upgrade of the engine changes one place.
//!
//! The interpreter decides, in strict mode: a failing builtin is an error, never "undefined".
//! A panic inside the engine is caught and is an error too.

pub(crate) mod builtins;
pub(crate) mod digits;
pub(crate) mod kind;
pub(crate) mod lower;
pub(crate) mod memory;
pub(crate) mod nesting;
pub(crate) mod parts;
pub(crate) mod position;
pub(crate) mod running;
pub(crate) mod syntax;
pub(crate) mod value;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

pub use builtins::{Builtin, Spelling, builtin, keeps, names as builtin_names};
pub use kind::ValueKind;
pub use nesting::Unreadable;
pub use position::offset;
pub use running::{Exceeded, Overdue, Running, running};
pub use syntax::{
    Arithmetic, Binding, Body, Collection, Expr, Import, Key, Literal, Module, Name, Operator,
    Query, Rule, Span, Statement,
};
pub use value::{JsonDocument, Parsed, Value};

use onus_core::source_id::SourceId;

/// Why the engine could not take a policy or answer a query.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EngineError {
    /// The engine's own message, with the place in the policy where it has one.
    #[error("{message}")]
    Rego {
        /// What the engine says, without its frame.
        message: String,
        /// The policy, line and column (from 1), if the engine said so.
        place: Option<(SourceId, usize, usize)>,
    },
    /// A rule that is to be evaluated is not in the engine, which would answer
    /// "undefined" for it.
    #[error("the rule `{rule}` is missing")]
    NoRule {
        /// The rule's path.
        rule: String,
    },
    /// The text is not given to the parser, which would take too long, or too much stack.
    #[error("{why}")]
    Unreadable {
        /// Why.
        why: Unreadable,
        /// Where, in bytes of the policy.
        span: Span,
    },
    /// The evaluation took longer than allowed.
    #[error("took longer than {limit:?}")]
    TimeLimit {
        /// The limit.
        limit: Duration,
    },
    /// The evaluation took more memory than allowed.
    #[error("took more than {} MiB of memory", memory::MOST >> 20)]
    MemoryLimit,
    /// The evaluation made a value that is too large to be looked at.
    #[error(
        "made a result of more than {} values, {} MiB or {} levels",
        value::MOST_VALUES, value::MOST_BYTES >> 20, value::MOST_LEVELS
    )]
    TooLarge,
    /// The rule was ended at a limit for several resources of the run, so it is not evaluated
    /// for those that come after them.
    #[error("it exceeded its limits for {resources} resources and is not evaluated for others")]
    GivenUp {
        /// For how many.
        resources: usize,
    },
    /// The engine panicked; the panic was caught.
    #[error("the engine gave up on this policy: {message}")]
    Panic {
        /// The panic's message.
        message: String,
    },
    /// An answer that was kept for another document is not what the policy gives for
    /// this one: the read-set is too small, which is a fault of onus.
    #[error(
        "internal: kept answers of `{rule}` differ from a plain evaluation, so allows before this one may be wrong; run again with `--plain` and report it"
    )]
    Inconsistent {
        /// The rule.
        rule: String,
    },
}

/// How long parsing and preparing policies may take at least, before a program that looks
/// at [`running()`] takes them for endless.
const LOADING: Duration = Duration::from_secs(10);

/// Finds the line and column in a policy as its author wrote it, both from 1, for those in
/// the text that the engine has.
#[derive(Clone)]
pub struct PlaceMap(Arc<dyn Fn(usize, usize) -> (usize, usize) + Send + Sync>);

impl PlaceMap {
    /// A map that `find` computes.
    pub fn new(find: impl Fn(usize, usize) -> (usize, usize) + Send + Sync + 'static) -> Self {
        Self(Arc::new(find))
    }
}

impl std::fmt::Debug for PlaceMap {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PlaceMap")
    }
}

/// Lines of policies, from 1.
pub type Covered = Vec<(SourceId, Vec<usize>)>;

/// An engine with policies and data, ready to be cloned for each worker.
#[derive(Debug, Clone)]
pub struct Engine {
    inner: regorus::Engine,
    limit: Duration,
    now: i64,
    /// The policies, in the order in which they were added. The engine below knows
    /// each by its number alone, so that no name can stand for two of them or be
    /// taken for a part of a message.
    sources: Arc<Vec<SourceId>>,
    /// For policies whose text was rewritten.
    places: Arc<BTreeMap<SourceId, PlaceMap>>,
    /// The engine as it was prepared, to start again from when an evaluation fails.
    prepared: Option<Arc<regorus::Engine>>,
    is_measured: bool,
    /// How the decimals of the policies are written.
    spelling: Spelling,
    input: JsonDocument,
    /// What was printed before an evaluation failed.
    printed: Vec<String>,
    /// What was covered before an evaluation failed.
    covered: Covered,
}

impl Engine {
    /// An empty engine; every evaluation may take `limit` and no longer.
    /// `now` is the run's one instant, in nanoseconds since 1970, which
    /// `time.now_ns` answers.
    ///
    /// # Errors
    /// The engine refuses to have its clock replaced.
    pub fn new(limit: Duration, now: i64) -> Result<Self, EngineError> {
        let mut inner = regorus::Engine::new();
        inner.set_strict_builtin_errors(true);
        inner.set_gather_prints(true);
        inner.set_execution_timer_config(regorus::utils::limits::ExecutionTimerConfig {
            limit,
            // Some steps take milliseconds, such as comparing large values.
            check_interval: NonZeroU32::MIN.saturating_add(15),
        });
        inner
            .add_extension(
                "time.now_ns".to_owned(),
                0,
                Box::new(move |_| Ok(regorus::Value::from(now))),
            )
            .map_err(|error| EngineError::from_engine(&error, limit, &[]))?;
        builtins::install(&mut inner)
            .map_err(|error| EngineError::from_engine(&error, limit, &[]))?;
        Ok(Self {
            inner,
            limit,
            now,
            sources: Arc::default(),
            places: Arc::default(),
            prepared: None,
            is_measured: false,
            spelling: Spelling::Usual,
            input: Value::null().into(),
            printed: Vec::new(),
            covered: Covered::new(),
        })
    }

    /// Adds a policy, and returns its syntax tree. Errors name it by `source`.
    ///
    /// # Errors
    /// The text is not Rego v1, is nested too deep, or is beyond the engine's limits
    /// (1 MiB, 20,000 lines, 1,024 columns).
    pub fn add_policy(&mut self, source: &SourceId, text: &str) -> Result<Module, EngineError> {
        nesting::measure(text).map_err(|(why, span)| EngineError::Unreadable { why, span })?;
        let number = self.sources.len().to_string();
        Arc::make_mut(&mut self.sources).push(source.clone());
        let name = source.to_string();
        let limit = self.limit.max(LOADING);
        memory::bounded(|| {
            let add = || guarded(|| self.inner.add_policy(number.clone(), text.to_owned()));
            running::during(&name, limit, add)?.map_err(|error| self.error(&error))
        })?;
        let module = self
            .inner
            .get_modules()
            .last()
            .map(|module| lower::lower_module(module))
            .unwrap_or_default();
        self.spelling = self.spelling.max(spelling(&module, text));
        Ok(module)
    }

    /// Merges a data document into `data`.
    ///
    /// # Errors
    /// It is not an object, or conflicts with one that was added before.
    pub fn add_data(&mut self, data: impl Into<JsonDocument>) -> Result<(), EngineError> {
        let data = data.into();
        self.spelling = self.spelling.max(data.spelling);
        memory::bounded(|| {
            self.inner
                .add_data(data.value.0.clone())
                .map_err(|error| self.error(&error))
        })
    }

    /// Analyses everything added so far, so that clones share the work.
    ///
    /// # Errors
    /// A policy is unsafe or contradicts itself; the place says which one.
    pub fn prepare(&mut self) -> Result<(), EngineError> {
        let limit = self.limit.max(LOADING);
        memory::bounded(|| {
            builtins::start(self.spelling);
            let query = || guarded(|| self.inner.eval_query("true".to_owned(), false));
            running::during("data", limit, query)?.map_err(|error| self.error(&error))
        })?;
        self.prepared = Some(Arc::new(self.inner.clone()));
        Ok(())
    }

    /// Has errors from now on name places in policies as their authors wrote them.
    pub fn set_places(&mut self, places: BTreeMap<SourceId, PlaceMap>) {
        self.places = Arc::new(places);
    }

    /// Sets the document that policies see as `input`.
    pub fn set_input(&mut self, input: impl Into<JsonDocument>) {
        self.input = input.into();
        self.inner.set_input(self.input.value.0.clone());
    }

    /// Notes from now on which lines are evaluated; see [`Engine::covered`].
    pub fn measure(&mut self) {
        self.is_measured = true;
        self.inner.set_enable_coverage(true);
    }

    /// The lines that were evaluated, by policy. A policy of which nothing was
    /// evaluated is not listed.
    pub fn covered(&self) -> Covered {
        let files = self
            .inner
            .get_coverage_report()
            .map(|report| report.files)
            .unwrap_or_default();
        let covered = files.into_iter().filter_map(|file| {
            let source = numbered(&self.sources, &file.path)?.clone();
            let lines = file.covered.into_iter().map(|line| line as usize);
            Some((source, lines.collect()))
        });
        self.covered.iter().cloned().chain(covered).collect()
    }

    /// What policies have printed since this was last asked.
    pub fn prints(&mut self) -> Vec<String> {
        let mut prints = std::mem::take(&mut self.printed);
        prints.extend(self.inner.take_prints().unwrap_or_default());
        prints
            .into_iter()
            .map(|line| {
                let placed = line.split_once(':').and_then(|(number, rest)| {
                    let source = numbered(&self.sources, number)?;
                    Some(format!("{source}:{rest}"))
                });
                placed.unwrap_or(line)
            })
            .collect()
    }

    /// Evaluates one rule, for example `data.onus.lockdown.x.deny`. None when
    /// the rule is undefined for the input.
    ///
    /// # Errors
    /// The policy fails, takes too long or too much memory, makes a result that is too
    /// large, or makes the engine panic.
    pub fn evaluate(&mut self, rule: &str) -> Result<Option<Value>, EngineError> {
        self.evaluate_for(rule, rule)
    }

    /// The same, of a rule that people know by another name; see [`running()`].
    ///
    /// # Errors
    /// See [`Engine::evaluate`].
    pub fn evaluate_for(&mut self, rule: &str, name: &str) -> Result<Option<Value>, EngineError> {
        let limit = self.limit;
        memory::bounded(|| running::during(name, limit, || self.attempt(rule)))
    }

    fn attempt(&mut self, rule: &str) -> Result<Option<Value>, EngineError> {
        builtins::start(self.spelling.max(self.input.spelling));
        let result = guarded(|| answer(&mut self.inner, rule))
            .and_then(|answered| answered.map_err(|error| self.error(&error)))
            .and_then(|value| match value {
                regorus::Value::Undefined => Ok(None),
                value => Value(value).within_bounds().map(Some),
            });
        // An error leaves rules marked as evaluated and loops half done, which would
        // change what the next evaluation gives.
        if result.is_err() {
            self.restart();
        }
        result
    }

    /// Starts again from the engine as it was prepared: what an evaluation leaves behind
    /// that failed or was cut off is not to be trusted, and may be large.
    fn restart(&mut self) {
        if let Some(prepared) = self.prepared.clone() {
            self.printed
                .extend(self.inner.take_prints().unwrap_or_default());
            if self.is_measured {
                self.covered = self.covered();
            }
            self.inner = prepared.as_ref().clone();
            self.inner.set_enable_coverage(self.is_measured);
            self.inner.set_input(self.input.value.0.clone());
        }
    }

    fn error(&self, error: &impl std::fmt::Display) -> EngineError {
        let mut error = EngineError::from_engine(error, self.limit, &self.sources);
        if let EngineError::Rego {
            place: Some((source, line, column)),
            ..
        } = &mut error
            && let Some(PlaceMap(find)) = self.places.get(source)
        {
            (*line, *column) = find(*line, *column);
        }
        error
    }
}

/// How the decimals of a policy are written.
fn spelling(module: &Module, text: &str) -> Spelling {
    let mut spelling = Spelling::Usual;
    let mut look = |expr: &Expr| {
        if let Expr::Scalar(span) = expr
            && text.get(span.clone()).is_some_and(builtins::is_respelled)
        {
            spelling = Spelling::Lost;
        }
    };
    for rule in &module.rules {
        rule.walk(&mut look);
    }
    spelling
}

/// The policy behind the number by which the engine below knows it.
fn numbered<'s>(sources: &'s [SourceId], number: &str) -> Option<&'s SourceId> {
    sources.get(number.parse::<usize>().ok()?)
}

impl EngineError {
    /// Whether the evaluation did not come to its end, so that evaluating it again would
    /// take as long again.
    pub fn is_cut_off(&self) -> bool {
        match self {
            Self::Panic { .. } | Self::GivenUp { .. } => true,
            other => other.is_over_limit(),
        }
    }

    /// Whether the evaluation was ended at a limit of time or memory.
    pub fn is_over_limit(&self) -> bool {
        match self {
            Self::TimeLimit { .. } | Self::MemoryLimit | Self::TooLarge => true,
            Self::Rego { .. }
            | Self::NoRule { .. }
            | Self::Unreadable { .. }
            | Self::GivenUp { .. }
            | Self::Panic { .. }
            | Self::Inconsistent { .. } => false,
        }
    }

    /// The engine renders its errors as a frame: a first line with the place,
    /// lines of source, and `error: message` last.
    fn from_engine(error: &impl std::fmt::Display, limit: Duration, sources: &[SourceId]) -> Self {
        let text = error.to_string();
        if text.contains("execution exceeded time limit") {
            return Self::TimeLimit { limit };
        }
        if text.contains("execution exceeded memory limit") {
            return Self::MemoryLimit;
        }
        let place = text.lines().find_map(|line| {
            let mut parts = line.strip_prefix("--> ")?.rsplitn(3, ':');
            let column = parts.next()?.parse().ok()?;
            let line = parts.next()?.parse().ok()?;
            Some((numbered(sources, parts.next()?)?.clone(), line, column))
        });
        let message = text
            .lines()
            .rev()
            .find_map(|line| line.strip_prefix("error: "))
            .unwrap_or(&text)
            .trim()
            // What follows may be a colon or a place.
            .trim_end_matches('.')
            .to_owned();
        Self::Rego { message, place }
    }
}

/// The value of a rule. The engine's way to ask for one rule does not know rules
/// that are only defined by parts, such as `responsibility["os.guest"] := x`, so
/// those are asked for as a query.
fn answer(
    engine: &mut regorus::Engine,
    rule: &str,
) -> Result<regorus::Value, impl std::fmt::Display + use<>> {
    match engine.eval_rule(rule.to_owned()) {
        Err(error) if error.to_string() == "not a valid rule path" => {
            engine.eval_query(rule.to_owned(), false).map(|results| {
                results
                    .result
                    .into_iter()
                    .flat_map(|result| result.expressions)
                    .next()
                    .map_or(regorus::Value::Undefined, |expression| expression.value)
            })
        }
        answered => answered,
    }
}

thread_local! {
    /// Whether this thread is inside the engine; see [`quiet_panics`].
    static INSIDE: Cell<bool> = const { Cell::new(false) };
}

fn guarded<T>(call: impl FnOnce() -> T) -> Result<T, EngineError> {
    INSIDE.set(true);
    let result = catch_unwind(AssertUnwindSafe(call));
    INSIDE.set(false);
    result.map_err(|payload| {
        let message = payload
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| payload.downcast_ref::<&str>().copied())
            .unwrap_or("no message");
        EngineError::Panic {
            message: message.to_owned(),
        }
    })
}

/// Settles a thread's accounts of memory; for threads that end while others go on.
pub fn settle_memory() {
    memory::settle();
}

/// Keeps panics that are caught inside the engine, and reported as decisions,
/// from being printed a second time. For programs; call it once at the start.
pub fn quiet_panics() {
    let default = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if !INSIDE.get() {
            default(info);
        }
    }));
}
