//! Inventories: from bytes to resources, for Azure, AWS, Google Cloud, Kubernetes,
//! Terraform and many other exports.
//!
//! [`expand`] turns arguments of a command line into [`Source`]s, which [`Source::load`]
//! decodes: gzip, Zstandard, UTF-8 and UTF-16. [`read_document`] detects the format and
//! gives a [`Reading`]: [`Resource`]s with a common header, and problems with their
//! places. The native record of a resource stays in the document's text ([`Body`]), so
//! that each value has a place in the file. [`read_documents`] reads all documents of a
//! run, and [`Sequence`] reads files that are too large for memory.
//!
//! The formats are in [`READERS`]: each implements [`Reader`] and has a
//! [`FormatDescription`]. `docs/extending.md` explains how to add one.
//!
//! ```
//! use std::sync::Arc;
//!
//! use onus_core::document::Document;
//! use onus_core::json_pointer::Pointer;
//! use onus_inventory::{ReadOptions, read_document};
//!
//! let text = r#"[{"id": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Web/sites/shop",
//!     "type": "microsoft.web/sites", "name": "shop", "properties": {"httpsOnly": false}}]"#;
//! let document = Arc::new(Document::new("export.json", text));
//! let reading = read_document(&document, &ReadOptions::default());
//! assert!(reading.problems.is_empty());
//!
//! let site = &reading.resources[0];
//! assert_eq!((site.provider.as_str(), site.kind.as_str()), ("azure", "microsoft.web/sites"));
//! let place = site.body.place(&Pointer::parse("/properties/httpsOnly"));
//! assert_eq!(place.document.position(place.range.start).line, 2);
//! ```

#![deny(clippy::print_stdout, clippy::print_stderr)]

mod arm_id;
mod change;
mod detect;
mod duplicates;
mod extent;
mod formats;
mod id_name;
mod input;
mod json;
mod lost;
mod powershell_depth;
mod property_spelling;
mod property_values;
mod reader;
mod refused;
mod reshape;
mod resource;
mod resource_type;
mod source;
mod streaming;
mod tool_output;
mod unrecognized;
mod yaml;

pub use crate::arm_id::arm_type_of;
pub use crate::change::{Change, Drift, PlannedAction};
pub use crate::detect::{joins, read_document, read_documents};
pub use crate::duplicates::{DuplicateResources, identity};
pub use crate::extent::Extent;
pub use crate::formats::READERS;
pub use crate::formats::description::{
    ConfigurationKey, Family, FormatDescription, Streaming, Syntax,
};
pub use crate::formats::onus::incident::{
    AFFECTED, WAY as WAY_TO_AFFECTED, schema as incident_schema,
};
pub use crate::formats::terraform::source::TerraformSource;
pub use crate::id_name::{IdForm, Misnamed, MisnamedRecords, has_local_id, name_of_id};
pub use crate::input::{Input, Part, ReadOptions};
pub use crate::json::outline::Outline;
pub use crate::reader::{Reader, Reading};
pub use crate::resource::{Body, Claim, Edge, Place, Resource, Subject};
pub use crate::resource_type::provider_of_type;
pub use crate::source::expand::{ENDINGS, expand};
pub use crate::source::{Source, broken, load_stream};
pub use crate::streaming::chunks::Pieces;
pub use crate::streaming::file_survey::Survey;
pub use crate::streaming::record_location::RecordLocation;
pub use crate::streaming::sequence::{Open, Sequence};
pub use onus_core::text::stream_text;
pub use onus_core::text::{DecodeError, MOST_UNPACKED, Packing, check_start, decode};
