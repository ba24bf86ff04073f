//! Parts of an engine for an evaluation that is not the engine's own: its policies, its
//! parameters, and its builtins one call at a time.

use std::time::Duration;

use super::builtins::{self, Builtin};
use super::{Engine, EngineError, Module, Spelling, Value, guarded, lower, memory, running};

/// A policy of an engine.
#[derive(Debug)]
pub(crate) struct EnginePolicy {
    /// Its tree.
    pub module: Module,
    /// Its text, as the engine has it.
    pub text: String,
}

impl Engine {
    /// The policies, in the order in which they were added.
    pub(crate) fn policies(&self) -> Vec<EnginePolicy> {
        let mut inner = self.inner.clone();
        inner
            .get_modules()
            .iter()
            .map(|module| EnginePolicy {
                module: lower::lower_module(module),
                text: module.package.span.source.contents().clone(),
            })
            .collect()
    }

    /// What is at `data.params`.
    pub(crate) fn parameters(&self) -> Option<Value> {
        Value(self.inner.get_data()).get("params")
    }

    /// The run's one instant, in nanoseconds since 1970.
    pub(crate) fn now(&self) -> i64 {
        self.now
    }

    /// How long an evaluation may take.
    pub(crate) fn limit(&self) -> Duration {
        self.limit
    }

    /// How the decimals of the policies are written.
    pub(crate) fn spelling(&self) -> Spelling {
        self.spelling
    }
}

/// What a builtin that has no effects makes of these arguments; none where it is undefined.
/// It is called by its full name, or as one of the operators that onus computes.
///
/// # Errors
/// It fails, or its result is too large.
pub(crate) fn call_builtin(name: &str, arguments: &[Value]) -> Result<Option<Value>, EngineError> {
    let arguments: Vec<regorus::Value> = arguments.iter().map(|one| one.0.clone()).collect();
    match builtins::call_by_name(name, &arguments) {
        Some(Ok(regorus::Value::Undefined)) => Ok(None),
        Some(Ok(made)) => Ok(Some(Value(made))),
        Some(Err(failure)) => Err(failed(failure.to_string())),
        None => Err(failed(format!("`{name}` cannot be called"))),
    }
}

/// The number of inputs that a builtin takes; none for what is no builtin.
pub(crate) fn builtin_arity(name: &str) -> Option<usize> {
    match builtins::builtin(name) {
        Builtin::Known { arity, .. } => Some(arity),
        _ => builtins::operator_arity(name),
    }
}

fn failed(message: String) -> EngineError {
    EngineError::Rego {
        message,
        place: None,
    }
}

/// Runs an evaluation that calls builtins within the limits that the engine has, but that
/// of time, which is for `work` to keep.
///
/// # Errors
/// `work` fails, or panics.
pub(crate) fn within_limits<T>(
    name: &str,
    limit: Duration,
    spelling: Spelling,
    work: impl Fn() -> Result<T, EngineError>,
) -> Result<T, EngineError> {
    memory::bounded(|| {
        running::during(name, limit, || {
            builtins::start(spelling);
            guarded(&work)?
        })
    })
}
