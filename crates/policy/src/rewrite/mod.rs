//! Rewrites: edits to a policy's text for the engine. Rules whose meaning differs between
//! OPA and the engine, import names and long package names are replaced. Lines keep their
//! numbers.

pub(crate) mod arithmetic;
pub(crate) mod edit;
pub(crate) mod import_expansion;
pub(crate) mod negation;
pub(crate) mod quotients;
#[cfg(test)]
pub(crate) mod rewritten_rules;
pub(crate) mod short_names;
