//! What all of onus speaks of: decisions and who is responsible, problems with their
//! place, documents and pointers into them, text in all its encodings, and which values
//! are secrets.
//!
//! Nothing here knows of inventories, policies or outputs. The `onus` library has the
//! same modules at its root.

#![deny(clippy::print_stdout, clippy::print_stderr)]

pub mod decision;
pub mod derived_text;
pub mod diagnostic;
pub mod document;
pub mod file_kind;
pub mod json_pointer;
pub mod relation_path;
pub mod resource_matcher;
pub mod secret;
pub mod source_id;
pub mod suggest;
pub mod text;
pub mod threads;
pub mod vocabulary;
