//! Plans and states of Terraform and OpenTofu.

pub(crate) mod address;
pub(crate) mod common;
pub(crate) mod configuration;
pub(crate) mod plan;
pub(crate) mod raw_state;
pub(crate) mod references;
pub(crate) mod source;
pub(crate) mod state;
