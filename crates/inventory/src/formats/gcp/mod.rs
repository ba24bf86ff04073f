//! What is exported from Google Cloud.

pub(crate) mod asset;
pub(crate) mod name;
pub(crate) mod search;
