//! Secrets: which values of an inventory must never be printed. One table of names and
//! shapes (`table`) decides for every output and for the catalogue's controls.
//!
//! A value is a secret because of its place (a key above it, or the `name` next to its
//! `value`, names secrets), because of its shape (a private key, a vendor's token, a password
//! in a URL), or because its reader marked it. Marks belong to readers and to `evaluate`;
//! everything else is decided here.

#[cfg(test)]
mod corpus_tests;
mod json_source;
mod name;
mod needles;
mod place;
mod shape;
mod source_line;
mod table;
#[cfg(test)]
mod table_tests;
mod value;
mod yaml_block;

pub use json_source::{in_source, is_json};
pub use name::{Certainty, is_harmless, names_secret};
pub use needles::Needles;
pub use place::{Member, Node, Place, Tree, collect, each_text, follow};
pub use shape::{has_shape, shapes, without_shapes};
pub use source_line::{Around, in_line, without_quoted, without_secrets};
pub use value::hide;

/// What is shown in the place of a secret.
pub const WITHHELD: &str = "(withheld)";
