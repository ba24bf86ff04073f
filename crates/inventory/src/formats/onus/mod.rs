//! Formats of onus itself: records and incidents.

pub(crate) mod incident;
pub(crate) mod records;
