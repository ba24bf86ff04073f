//! TODO names

pub mod scope;
pub mod symbol_table;
