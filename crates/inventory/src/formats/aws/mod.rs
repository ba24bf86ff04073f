//! What is exported from AWS, and templates for it.

pub(crate) mod cdk_assembly;
pub(crate) mod cloudformation;
pub(crate) mod config;
pub(crate) mod tags;
