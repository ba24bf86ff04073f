//! Reports of onus: the output formats of every command, snapshots, differences and
//! layers. The library takes decisions in pieces, writes them and keeps none of them. It
//! opens no file and prints nothing itself: callers pass a writer.
//!
//! - [`Report`] takes the decisions of a run: [`Pretty`] for people, [`Json`] and
//!   [`Ndjson`] for programs, [`Exported`] in a format for a service.
//! - [`FORMATS`] lists all output formats with what they are for.
//! - [`snapshot`] writes, reads and compares snapshots; [`layers`] counts the layers of
//!   each resource.
//!
//! ```
//! use onus_report::{FORMATS, Format};
//!
//! let sarif = FORMATS.iter().find(|format| format.name == "sarif");
//! assert!(matches!(sarif.map(|format| format.format()), Some(Format::Export(_))));
//! ```

#![deny(clippy::print_stdout, clippy::print_stderr)]

pub(crate) mod code_frame;
pub(crate) mod diagnostics;
pub(crate) mod export;
pub(crate) mod filter;
pub(crate) mod finding_text;
pub(crate) mod formats;
pub mod layers;
pub(crate) mod markdown_escape;
pub(crate) mod not_assessed;
pub(crate) mod relative_path;
pub(crate) mod run;
pub(crate) mod sanitize;
#[cfg(test)]
mod schema_tests;
pub mod snapshot;
pub(crate) mod summary;
pub(crate) mod views;

pub use crate::diagnostics::{write_problem, write_problems};
pub use crate::export::setting::{Command, Setting, Time};
pub use crate::filter::{Filter, PartyFilter};
pub use crate::formats::FORMATS;
pub use crate::formats::decision_export::Exported;
pub use crate::formats::json::Json;
pub use crate::formats::ndjson::Ndjson;
pub use crate::formats::output_format::{
    ExportFormat, Format, NotAssessed, OutputFormat, Service, Syntax,
};
pub use crate::formats::pretty::Pretty;
pub use crate::run::{Detail, PolicySetInfo, Report, Run};
pub use crate::sanitize::clean;
pub use crate::summary::{LookedAt, Summary};
pub use crate::views::control_pages::{BadTemplate, INDEX, PAGE, Pages, Template, file_name};
pub use crate::views::controls::{
    write_controls_json, write_controls_markdown, write_controls_pretty,
};
pub use crate::views::explanation::{ExplainedPretty, explanation_schema, write_explained_json};
pub use crate::views::lint::export::write_findings_export;
pub use crate::views::lint::{CheckJson, write_findings, write_findings_ndjson};
pub use crate::views::responsibility::{WhoPretty, write_editions};
pub use crate::views::test_run::TestRun;
pub use crate::views::test_run::coverage::{write_coverage_html, write_lcov};
pub use crate::views::test_run::export::write_tests_export;
pub use crate::views::test_run::json::{write_tests_json, write_tests_ndjson};
pub use crate::views::test_run::pretty::{TestsPretty, write_tests_pretty};
pub use crate::views::trace::write_trace;
