//! Counts of policies, tests and findings.

use serde::Serialize;

/// How much was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Policies that were looked at.
    pub policies: usize,
    /// Files of tests that were looked at.
    pub tests: usize,
    /// Findings that are errors.
    pub errors: usize,
    /// Findings that are warnings.
    pub warnings: usize,
    /// Findings that `--fix` fixes.
    pub fixable: usize,
}
