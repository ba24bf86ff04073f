//! Exit codes: one table, independent of format and verbosity.

use std::process::ExitCode;

/// How a run ended; each variant reads as a sentence after "the run".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// ... is clean: every decision allows, or its denial is waived, in the baseline or below
    /// `--fail-on`.
    Clean,
    /// ... denies: at least one decision denies.
    Denied,
    /// ... is not whole: bad usage, bad configuration, or a policy or an inventory
    /// that could not be read. Everything that could be read was still evaluated
    /// and reported.
    NotWhole,
    /// ... is empty: no resource and no control matched, so nothing was evaluated.
    NothingEvaluated,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Clean => 0,
            Exit::Denied => 1,
            Exit::NotWhole => 2,
            Exit::NothingEvaluated => 3,
        })
    }
}
