//! Failure of a policy while it is evaluated: the reason for people, and its kind.

use onus_core::decision::FailureCause;
use onus_policy::engine::EngineError;

/// Why a policy gave no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PolicyFailure {
    /// The reason, as part of a sentence.
    pub reason: String,
    /// The kind of failure.
    pub cause: FailureCause,
}

impl PolicyFailure {
    /// A fault of the policy.
    pub fn new(reason: impl Into<String>) -> Self {
        Self {
            reason: reason.into(),
            cause: FailureCause::Policy,
        }
    }

    /// The same failure, with another wording of its reason.
    #[must_use]
    pub fn worded(self, word: impl FnOnce(String) -> String) -> Self {
        Self {
            reason: word(self.reason),
            ..self
        }
    }
}

impl From<&EngineError> for PolicyFailure {
    fn from(error: &EngineError) -> Self {
        let reason = match error {
            EngineError::Rego {
                message,
                place: Some((file, line, column)),
            } => format!("{message} ({file}:{line}:{column})"),
            other => other.to_string(),
        };
        let cause = match error {
            EngineError::TimeLimit { .. } => FailureCause::TimeLimit,
            EngineError::MemoryLimit => FailureCause::MemoryLimit,
            EngineError::GivenUp { .. } => FailureCause::GivenUp,
            EngineError::Inconsistent { .. } => FailureCause::Inconsistent,
            EngineError::Rego { .. }
            | EngineError::NoRule { .. }
            | EngineError::Unreadable { .. }
            | EngineError::TooLarge
            | EngineError::Panic { .. } => FailureCause::Policy,
        };
        Self { reason, cause }
    }
}
