//! Is every deployed resource locked down, and whose job is that?
pub mod decision;
pub mod document;
pub mod engine;
pub mod inventory;
pub mod pointer;
pub mod policy;
pub mod problem;
pub mod vocabulary;
pub use pointer::Pointer;
