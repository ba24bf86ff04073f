//! TODO rewrite

pub(crate) mod arithmetic;
pub(crate) mod edit;
pub(crate) mod import_expansion;
pub(crate) mod negation;
pub(crate) mod short_names;
