//! From bytes to resources: files, encodings, formats.

#![deny(clippy::print_stdout, clippy::print_stderr)]

pub(crate) mod detect;
pub(crate) mod duplicates;
pub(crate) mod formats;
pub(crate) mod id_name;
pub(crate) mod json;
pub(crate) mod lost;
pub(crate) mod powershell_depth;
pub(crate) mod reader;
pub(crate) mod refused;
pub(crate) mod resource;
pub(crate) mod source;
pub(crate) mod streaming;
pub(crate) mod unrecognized;
pub(crate) mod yaml;

pub use crate::duplicates::Twins;
pub use crate::formats::onus::incident::{
    AFFECTED, WAY as WAY_TO_AFFECTED, schema as incident_schema,
};
pub use crate::formats::terraform::source::TerraformSource;
pub use crate::json::locate::{Located, locate};
pub use crate::json::outline::Sketch;
pub use crate::source::expand::{ENDINGS, expand};
pub use crate::streaming::chunks::Pieces;
pub use crate::streaming::file_survey::Survey;
pub use crate::streaming::sequence::{Open, Sequence};
pub use detect::{joins, read_document, read_documents};
pub use id_name::{IdForm, Misnamed, Misnaming, name_of_id};
pub use onus_core::text::stream_text;
pub use onus_core::text::{
    DecodeError, MOST_UNPACKED, Packing, allowance, check_start, decode, decode_within,
};
pub use reader::{Extent, Input, Part, READERS, ReadOptions, Reader, Reading};
pub use resource::{
    Body, Claim, Edge, Place, Resource, Subject, arm_scope_of, arm_type_of, fold_tags,
    provider_of_type,
};
pub use source::{Source, broken};
