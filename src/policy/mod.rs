//! Policies.
pub mod metadata;
