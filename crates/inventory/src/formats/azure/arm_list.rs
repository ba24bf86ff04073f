//! List pages of Azure's REST API: `{"value": [...], "nextLink": ...}`.

use onus_core::diagnostic::Diagnostic;

use crate::formats::azure::arm_record;
use crate::formats::azure::arm_record::looks_like_arm;
use crate::formats::description::{ConfigurationKey, Family, FormatDescription, Streaming, Syntax};
use crate::input::Input;
use crate::json::outline::Outline;
use crate::reader::{Reader, Reading};
use crate::streaming::file_survey::Survey;

/// The reader for ARM REST list pages.
pub struct ArmList;

static DESCRIPTION: FormatDescription = FormatDescription {
    name: "arm-list",
    family: Family::Azure,
    purpose: "ARM REST list pages",
    made_by: "az rest --method get --url URL",
    notes: "`az resource list` has no properties: onus refuses it and prints the `az graph query` command.",
    example: "arm-list/storage-accounts.json",
    syntax: Syntax::Json,
    streaming: Streaming::Records(&["value"]),
    configurations: &[ConfigurationKey::Object("properties")],
};

impl Reader for ArmList {
    fn description(&self) -> &'static FormatDescription {
        &DESCRIPTION
    }

    fn recognizes(&self, outline: &Outline<'_>) -> bool {
        outline
            .object()
            .and_then(|top| top.items("value"))
            .is_some_and(|rows| rows.first().is_none_or(|row| looks_like_arm(row)))
    }

    fn read(&self, source: &Input<'_>) -> Reading {
        let Some(top) = source.outline.object() else {
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
