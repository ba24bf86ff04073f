//! Large files, read in pieces.

pub(crate) mod chunks;
pub(crate) mod file_survey;
pub(crate) mod sequence;
