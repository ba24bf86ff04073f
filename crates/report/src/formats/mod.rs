//! The registry of output formats. A format is a file that describes itself, and a line
//! in this list.

pub(crate) mod azure;
pub(crate) mod ci_annotations;
pub(crate) mod csv;
pub(crate) mod decision_entry;
pub(crate) mod decision_export;
pub(crate) mod github;
pub(crate) mod gitlab;
pub(crate) mod gitlab_sast;
#[cfg(test)]
pub(crate) mod hostile_decisions;
pub(crate) mod json;
pub(crate) mod junit;
pub(crate) mod junit_xml;
pub(crate) mod markdown;
pub(crate) mod ndjson;
pub(crate) mod output_format;
pub(crate) mod pretty;
#[cfg(test)]
mod registry_tests;
pub(crate) mod sarif;
pub(crate) mod tap;
pub(crate) mod top_results;

use crate::formats::output_format::OutputFormat;

/// All output formats, in the order of `--help` and of the tables in README and docs.
pub const FORMATS: &[&OutputFormat] = &[
    &pretty::FORMAT,
    &json::FORMAT,
    &ndjson::FORMAT,
    &junit::FORMAT,
    &tap::FORMAT,
    &sarif::FORMAT,
    &sarif::full::FORMAT,
    &github::FORMAT,
    &gitlab::FORMAT,
    &gitlab_sast::FORMAT,
    &azure::FORMAT,
    &markdown::FORMAT,
    &csv::FORMAT,
];
