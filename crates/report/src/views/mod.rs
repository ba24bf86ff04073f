//! What commands other than `eval` write.

pub(crate) mod control_pages;
pub(crate) mod controls;
pub(crate) mod explanation;
pub mod lint;
pub(crate) mod responsibility;
pub(crate) mod test_run;
pub(crate) mod trace;
