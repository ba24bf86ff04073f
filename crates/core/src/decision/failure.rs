//! Failures of policies, as far as they decide what to do about them.

/// Why a policy failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FailureCause {
    /// An error of the policy: its result is wrong, or the engine refuses it.
    Policy,
    /// The evaluation took longer than allowed.
    TimeLimit,
    /// The evaluation took more memory than allowed.
    MemoryLimit,
    /// The rule exceeded its limits so often that it is no longer evaluated.
    GivenUp,
    /// A cached answer differs from a plain evaluation, which is a fault of onus.
    Inconsistent,
    /// The record or the edition can't be used, which is a diagnostic of its own.
    Reported,
}

/// The policy that failed for a decision with [`Status::Error`](super::Status::Error).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The control's own policy.
    Control(FailureCause),
    /// A boundary policy of the decision's layer.
    Boundary {
        /// The kind of failure.
        cause: FailureCause,
        /// What went wrong, without the layer.
        reason: String,
    },
}

impl Failure {
    /// The kind of failure.
    pub fn cause(&self) -> FailureCause {
        match self {
            Self::Control(cause) | Self::Boundary { cause, .. } => *cause,
        }
    }
}
