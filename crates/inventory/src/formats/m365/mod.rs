//! Exports of Microsoft 365.

pub(crate) mod scubagear;
pub(crate) mod scubagear_commands;
