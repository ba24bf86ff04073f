//! `--output json`: one object with everything.

use std::io;

use serde::Serialize;

use crate::decision::Decision;
use crate::evaluate::{Editions, Gaps};
use crate::problem::Problem;

use super::{Report, Run, Summary};

/// The JSON report.
pub struct Json;

#[derive(Serialize)]
struct Whole<'r> {
    format_version: u32,
    onus: &'static str,
    policy_set: PolicySet<'r>,
    summary: Summary,
    decisions: Vec<&'r Decision>,
    not_assessed: NotAssessed<'r>,
    problems: &'r [Problem],
}

#[derive(Serialize)]
struct PolicySet<'r> {
    digest: &'r str,
    editions: &'r Editions,
    controls: usize,
}

#[derive(Serialize)]
struct NotAssessed<'r> {
    /// Types that no control decided, with the number of resources.
    types: &'r std::collections::BTreeMap<String, usize>,
    /// Types that no boundary policy knows.
    unmapped_types: &'r std::collections::BTreeMap<String, usize>,
    /// Layers of the customer's that no control looked at.
    unwatched_layers: &'r std::collections::BTreeMap<crate::vocabulary::Layer, usize>,
}

impl<'r> From<&'r Gaps> for NotAssessed<'r> {
    fn from(gaps: &'r Gaps) -> Self {
        Self {
            types: &gaps.types,
            unmapped_types: &gaps.unmapped,
            unwatched_layers: &gaps.unwatched,
        }
    }
}

impl Report for Json {
    fn write(&self, run: &Run<'_>, out: &mut dyn io::Write) -> io::Result<()> {
        let whole = Whole {
            format_version: 1,
            onus: env!("CARGO_PKG_VERSION"),
            policy_set: PolicySet {
                digest: run.policy_set.digest,
                editions: run.policy_set.editions,
                controls: run.policy_set.controls,
            },
            summary: Summary::of(run.evaluation),
            decisions: run.shown().collect(),
            not_assessed: NotAssessed::from(&run.evaluation.gaps),
            problems: &run.evaluation.problems,
        };
        serde_json::to_writer_pretty(&mut *out, &whole)?;
        writeln!(out)
    }
}
