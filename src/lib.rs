//! Is every deployed resource locked down, and whose job is that?
pub mod config;
pub mod decision;
pub mod document;
pub mod engine;
pub mod evaluate;
pub mod inventory;
pub mod owner;
pub mod pointer;
pub mod policy;
pub mod problem;
pub mod report;
pub mod scope;
pub mod vocabulary;
pub mod waiver;
pub use pointer::Pointer;
