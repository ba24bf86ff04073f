//! The only module that names `regorus`: values, syntax trees and evaluation
//! behind types of our own, so that an upgrade of the engine is a change in one
//! place.
//!
//! The interpreter decides, in strict mode: a builtin that fails is an error,
//! never "undefined". A panic inside the engine is caught and is an error too.

mod builtins;
mod lower;
mod syntax;
mod value;

use std::cell::Cell;
use std::num::NonZeroU32;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

pub use builtins::{Builtin, builtin, names as builtin_names};
pub use syntax::{
    Binding, Body, Collection, Expr, Import, Key, Literal, Module, Name, Operator, Query, Rule,
    Span, Statement,
};
pub use value::{Kind, Parsed, Value};

/// Why the engine could not take a policy or answer a query.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EngineError {
    /// The engine's own message, with the place in the policy where it has one.
    #[error("{message}")]
    Rego {
        /// What the engine says, without its frame.
        message: String,
        /// The policy file, line and column (from 1), if the engine said so.
        place: Option<(String, usize, usize)>,
    },
    /// The evaluation took longer than allowed.
    #[error("took longer than {limit:?}")]
    TimeLimit {
        /// The limit.
        limit: Duration,
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

/// Lines of policies, from 1, by the file's name.
pub type Covered = Vec<(String, Vec<usize>)>;

/// An engine with policies and data, ready to be cloned for each worker.
#[derive(Debug, Clone)]
pub struct Engine {
    inner: regorus::Engine,
    limit: Duration,
    /// The engine as it was prepared, to start again from after a panic.
    prepared: Option<Arc<regorus::Engine>>,
    input: Value,
    /// What was printed before an evaluation failed.
    printed: Vec<String>,
    is_measured: bool,
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
            check_interval: NonZeroU32::MIN.saturating_add(255),
        });
        inner
            .add_extension(
                "time.now_ns".to_owned(),
                0,
                Box::new(move |_| Ok(regorus::Value::from(now))),
            )
            .map_err(|error| EngineError::from_engine(&error, limit))?;
        builtins::bound(&mut inner).map_err(|error| EngineError::from_engine(&error, limit))?;
        Ok(Self {
            inner,
            limit,
            prepared: None,
            input: Value::null(),
            printed: Vec::new(),
            is_measured: false,
            covered: Covered::new(),
        })
    }

    /// Adds a policy under the name that errors will give, and hands back its
    /// syntax tree.
    ///
    /// # Errors
    /// The text is not Rego v1, or is beyond the engine's limits (1 MiB, 20,000
    /// lines, 1,024 columns).
    pub fn add_policy(&mut self, name: &str, text: &str) -> Result<Module, EngineError> {
        let limit = self.limit;
        guarded(|| self.inner.add_policy(name.to_owned(), text.to_owned()))?
            .map_err(|error| EngineError::from_engine(&error, limit))?;
        Ok(self
            .inner
            .get_modules()
            .last()
            .map(|module| lower::lower_module(module))
            .unwrap_or_default())
    }

    /// Merges a data document into `data`.
    ///
    /// # Errors
    /// It is not an object, or conflicts with one that was added before.
    pub fn add_data(&mut self, data: Value) -> Result<(), EngineError> {
        let limit = self.limit;
        self.inner
            .add_data(data.0)
            .map_err(|error| EngineError::from_engine(&error, limit))
    }

    /// Analyses everything added so far, so that clones share the work.
    ///
    /// # Errors
    /// A policy is unsafe or contradicts itself; the place says which one.
    pub fn prepare(&mut self) -> Result<(), EngineError> {
        let limit = self.limit;
        guarded(|| self.inner.eval_query("true".to_owned(), false))?
            .map_err(|error| EngineError::from_engine(&error, limit))?;
        self.prepared = Some(Arc::new(self.inner.clone()));
        Ok(())
    }

    /// Sets the document that policies see as `input`.
    pub fn set_input(&mut self, input: &Value) {
        self.input = input.clone();
        self.inner.set_input(input.0.clone());
    }

    /// Notes from now on which lines are evaluated; see [`Engine::covered`].
    pub fn measure(&mut self) {
        self.is_measured = true;
        self.inner.set_enable_coverage(true);
    }

    /// The lines that were evaluated, by the file's name. Of a file of which nothing
    /// was evaluated, nothing is said.
    pub fn covered(&self) -> Covered {
        let files = self
            .inner
            .get_coverage_report()
            .map(|report| report.files)
            .unwrap_or_default();
        let covered = files.into_iter().map(|file| {
            let lines = file.covered.into_iter().map(|line| line as usize);
            (file.path, lines.collect())
        });
        self.covered.iter().cloned().chain(covered).collect()
    }

    /// What policies have printed since this was last asked.
    pub fn prints(&mut self) -> Vec<String> {
        let mut printed = std::mem::take(&mut self.printed);
        printed.extend(self.inner.take_prints().unwrap_or_default());
        printed
    }

    /// Evaluates one rule, for example `data.onus.lockdown.x.deny`. None when
    /// the rule is undefined for the input.
    ///
    /// # Errors
    /// The policy fails, takes too long, or makes the engine panic.
    pub fn evaluate(&mut self, rule: &str) -> Result<Option<Value>, EngineError> {
        let limit = self.limit;
        let result = guarded(|| answer(&mut self.inner, rule));
        // What a panic leaves behind is not to be trusted, and neither is what an error
        // does: rules that were being evaluated count as done in the next evaluation.
        if !matches!(result, Ok(Ok(_)))
            && let Some(prepared) = self.prepared.clone()
        {
            self.printed
                .extend(self.inner.take_prints().unwrap_or_default());
            if self.is_measured {
                self.covered = self.covered();
            }
            self.inner = prepared.as_ref().clone();
            self.inner.set_enable_coverage(self.is_measured);
            self.inner.set_input(self.input.0.clone());
        }
        match result? {
            Ok(regorus::Value::Undefined) => Ok(None),
            Ok(value) => Ok(Some(Value(value))),
            Err(error) => Err(EngineError::from_engine(&error, limit)),
        }
    }
}

/// The byte offset in a policy of a line and a column as the engine counts them:
/// from 1, a tab for four columns.
pub fn offset(text: &str, line: usize, column: usize) -> usize {
    let before: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let rest = text.get(before..).unwrap_or_default();
    let mut at = 1;
    let within = rest.char_indices().find_map(|(offset, c)| {
        let here = at;
        at += if c == '\t' { 4 } else { c.len_utf8() };
        (c == '\n' || here >= column).then_some(offset)
    });
    before + within.unwrap_or(rest.len())
}

impl EngineError {
    /// The engine renders its errors as a frame: a first line with the place,
    /// lines of source, and `error: message` last.
    fn from_engine(error: &impl std::fmt::Display, limit: Duration) -> Self {
        let text = error.to_string();
        if text.contains("execution exceeded time limit") {
            return Self::TimeLimit { limit };
        }
        let place = text.lines().find_map(|line| {
            let mut parts = line.strip_prefix("--> ")?.rsplitn(3, ':');
            let column = parts.next()?.parse().ok()?;
            let line = parts.next()?.parse().ok()?;
            Some((parts.next()?.to_owned(), line, column))
        });
        let message = text
            .lines()
            .rev()
            .find_map(|line| line.strip_prefix("error: "))
            .map_or_else(|| text.trim().to_owned(), |line| line.trim().to_owned());
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
