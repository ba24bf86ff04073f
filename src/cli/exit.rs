//! Exit codes: one table, independent of format and verbosity.

use std::process::ExitCode;

use onus::evaluate::run::RunStatus;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Nothing is to be done: every decision allows, or its denial is waived, in the baseline
    /// or below `--fail-on`.
    Clean,
    /// Something is to be done: at least one decision denies.
    Denied,
    /// The command is incomplete: bad usage, bad configuration, or a policy or an inventory
    /// that could not be read. Everything else was still evaluated and reported.
    Incomplete,
    /// There was nothing to evaluate: no resource or no control matched.
    NothingEvaluated,
}

impl From<RunStatus> for Exit {
    fn from(status: RunStatus) -> Self {
        match status {
            RunStatus::Clean => Self::Clean,
            RunStatus::Denied => Self::Denied,
            RunStatus::Incomplete => Self::Incomplete,
            RunStatus::NothingEvaluated => Self::NothingEvaluated,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Clean => 0,
            Exit::Denied => 1,
            Exit::Incomplete => 2,
            Exit::NothingEvaluated => 3,
        })
    }
}
