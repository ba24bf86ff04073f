//! JSON for readers: the outline of a document, its records, places of values.

pub(crate) mod json_problem;
pub(crate) mod locate;
pub(crate) mod outline;
pub(crate) mod records;
pub(crate) mod scanner;
