//! JSON as readers need it: the outline of a document, its records, places of values.

pub(crate) mod locate;
pub(crate) mod outline;
pub(crate) mod records;
pub(crate) mod scanner;
