//! From bytes to resources: files, encodings, formats.

#![deny(clippy::print_stdout, clippy::print_stderr)]

mod arm_id;
mod detect;
mod duplicates;
mod extent;
mod formats;
mod id_name;
mod input;
mod json;
mod lost;
mod powershell_depth;
mod reader;
mod refused;
mod resource;
mod resource_type;
mod source;
mod streaming;
mod unrecognized;
mod yaml;

pub use crate::arm_id::{arm_scope_of, arm_type_of};
pub use crate::detect::{joins, read_document, read_documents};
pub use crate::duplicates::Twins;
pub use crate::extent::Extent;
pub use crate::formats::description::{
    ConfigurationKey, Family, FormatDescription, Streaming, Syntax,
};
pub use crate::formats::onus::incident::{
    AFFECTED, WAY as WAY_TO_AFFECTED, schema as incident_schema,
};
pub use crate::formats::terraform::source::TerraformSource;
pub use crate::formats::{READERS, format_names};
pub use crate::id_name::{IdForm, Misnamed, Misnaming, name_of_id};
pub use crate::input::{Input, Part, ReadOptions};
pub use crate::json::locate::{Located, locate};
pub use crate::json::outline::Outline;
pub use crate::reader::{Reader, Reading};
pub use crate::resource::{Body, Claim, Edge, Place, Resource, Subject, fold_tags};
pub use crate::resource_type::provider_of_type;
pub use crate::source::expand::{ENDINGS, expand};
pub use crate::source::{Source, broken};
pub use crate::streaming::chunks::Pieces;
pub use crate::streaming::file_survey::Survey;
pub use crate::streaming::record_location::RecordLocation;
pub use crate::streaming::sequence::{Open, Sequence};
pub use onus_core::text::stream_text;
pub use onus_core::text::{
    DecodeError, MOST_UNPACKED, Packing, allowance, check_start, decode, decode_within,
};
