//! Tests of policies: rules whose names begin with `test_`, as OPA has them, and
//! `todo_test_`, which are skipped.

mod failure;
mod find;
mod run;

pub use failure::{Change, Failure, diff};
pub use find::{BadFilter, Filter};
pub use run::{Options, Outcome, Outcomes, TestResult, Tested, run};
