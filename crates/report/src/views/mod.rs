//! Views: the outputs of commands other than `eval`.

pub(crate) mod control_pages;
pub(crate) mod controls;
pub(crate) mod explanation;
pub mod lint;
pub(crate) mod responsibility;
pub(crate) mod test_run;
pub(crate) mod trace;
