//! Tests of policies: rules whose names start with `test_`, as in OPA, and `todo_test_`, which
//! are skipped.

pub(crate) mod coverage;
pub(crate) mod failure;
pub(crate) mod find;
pub(crate) mod run;
pub(crate) mod test_set;

pub use coverage::{Coverage, FileCoverage};
pub use failure::{Change, Failure, diff};
pub use find::{BadFilter, Filter};
pub use run::{Measure, Options, Outcomes, TestOutcome, TestResult, Tested, run};
