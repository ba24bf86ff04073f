//! List pages of Azure's REST API: `{"value": [...], "nextLink": ...}`.

use onus_core::diagnostic::Diagnostic;

use crate::formats::azure::arm_record;
use crate::formats::azure::arm_record::looks_like_arm;
use crate::json::outline::Sketch;
use crate::reader::{Input, Reader, Reading, Records};
use crate::streaming::file_survey::Survey;

/// The reader for ARM REST list pages.
pub struct ArmList;

impl Reader for ArmList {
    fn format(&self) -> &'static str {
        "arm-list"
    }

    fn made_by(&self) -> &'static str {
        "az rest --method get --url URL"
    }

    fn recognises(&self, sketch: &Sketch<'_>) -> bool {
        sketch
            .object()
            .and_then(|top| top.items("value"))
            .is_some_and(|rows| rows.first().is_none_or(|row| looks_like_arm(row)))
    }

    fn sequence(&self, sketch: &Sketch<'_>) -> Option<Records> {
        Records::outermost_or_under(sketch, "value")
    }

    fn read(&self, source: &Input<'_>) -> Reading {
        let Some(top) = source.sketch.object() else {
            return Reading::default();
        };
        let rows = top.items("value").unwrap_or_default();
        let mut reading = arm_record::read_rows(source, "/value", &rows);
        if source.part.is_end()
            && let Some(link) = top.get("nextLink")
            && top.text("nextLink").is_some_and(|link| !link.is_empty())
        {
            reading.problems.push(
                Diagnostic::error(
                    "this page is not the last one: `nextLink` leads to more resources",
                )
                .at(source.spot(link))
                .help("follow `nextLink` until it is absent and give onus all of the pages"),
            );
        }
        reading
    }

    fn close(&self, name: &str, survey: &Survey) -> Vec<Diagnostic> {
        let found = arm_record::without_properties(name, survey);
        found.into_iter().collect()
    }
}
