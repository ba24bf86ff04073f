//! The vocabulary of onus: decisions and responsible parties, diagnostics with their place,
//! documents and pointers into them, text in all encodings, and secrets.
//!
//! This crate knows nothing about inventories, policies or outputs. The `onus` library has
//! the same modules at its root.
//!
//! - [`decision`] is the output contract.
//! - [`document`] and [`json_pointer`] are files and the places in them;
//!   [`derived_text`] traces generated text back to its file.
//! - [`diagnostic`] has errors and warnings.
//! - [`secret`] decides what must never be printed.
//!
//! ```
//! use onus_core::document::Document;
//! use onus_core::json_pointer::Pointer;
//!
//! let document = Document::new("inventory.json", "{\n  \"name\": \"a\"\n}");
//! let place = document.position(document.text().find("name").unwrap_or_default());
//! assert_eq!((place.line, place.column), (2, 4));
//! assert_eq!(Pointer::parse("/properties/name").segments().count(), 2);
//! ```

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
