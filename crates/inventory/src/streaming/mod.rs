//! Large files, read in pieces.

pub(crate) mod chunks;
pub(crate) mod file_survey;
pub(crate) mod record_location;
pub(crate) mod sequence;
