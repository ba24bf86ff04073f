//! Tests of policies: rules whose names begin with `test_`, as OPA has them, and
//! `todo_test_`, which are skipped.

mod coverage;
mod failure;
mod find;
mod run;

pub use coverage::{Coverage, FileCoverage};
pub use failure::{Change, Failure, diff};
pub use find::{BadFilter, Filter};
pub use run::{Measure, Options, Outcome, Outcomes, TestResult, Tested, run};
