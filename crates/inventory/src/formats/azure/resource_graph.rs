//! Azure Resource Graph: the output of `az graph query`, of its REST API and of
//! `Search-AzGraph | ConvertTo-Json`.

use serde_json::value::RawValue;

use onus_core::diagnostic::Diagnostic;

use crate::formats::azure::arm_record;
use crate::formats::azure::arm_record::looks_like_arm;
use crate::formats::description::{ConfigurationKey, Family, FormatDescription, Streaming, Syntax};
use crate::input::Input;
use crate::json::outline::{Members, Outline};
use crate::reader::{Reader, Reading};
use crate::streaming::file_survey::Survey;

/// The reader for the three shapes of Azure Resource Graph output.
pub struct AzureResourceGraph;

static DESCRIPTION: FormatDescription = FormatDescription {
    name: "azure-resource-graph",
    family: Family::Azure,
    purpose: "Azure Resource Graph (CLI, REST, PowerShell)",
    made_by: "az graph query -q \"resources\" --first 1000 -o json",
    notes: "All three shapes (CLI, REST API, `Search-AzGraph \\| ConvertTo-Json -Depth 100`). Give onus all pages. Assessments of Defender for Cloud are rows too, and refer to what they assess.",
    example: "azure-resource-graph/contoso.json",
    syntax: Syntax::Json,
    streaming: Streaming::Records(&["data"]),
    configurations: &[ConfigurationKey::Object("properties")],
};

impl Reader for AzureResourceGraph {
    fn description(&self) -> &'static FormatDescription {
        &DESCRIPTION
    }

    fn recognizes(&self, outline: &Outline<'_>) -> bool {
        match outline {
            Outline::Object(top) => {
                top.items("data").is_some()
                    && ["total_records", "totalRecords", "skip_token", "$skipToken"]
                        .iter()
                        .any(|key| top.has(key))
            }
            Outline::Array(items) => items.first().is_none_or(|item| looks_like_arm(item)),
            Outline::Lines(_) | Outline::Text(_) => false,
        }
    }

    fn read(&self, source: &Input<'_>) -> Reading {
        let (prefix, rows, outstanding) = match &source.outline {
            Outline::Object(top) => (
                "/data",
                top.items("data").unwrap_or_default(),
                source
                    .part
                    .is_end()
                    .then(|| outstanding(top, source.part.before()))
                    .flatten(),
            ),
            Outline::Array(rows) => ("", rows.clone(), None),
            Outline::Lines(_) | Outline::Text(_) => return Reading::default(),
        };
        let mut reading = arm_record::read_rows(source, prefix, &rows);
        if let Some((at, message)) = outstanding {
            let mut problem = Diagnostic::error(message).help(
                "fetch the remaining pages with `--skip-token` (`az graph query ... --skip-token TOKEN`) and give onus all of the files",
            );
            if let Some(at) = at {
                problem = problem.at(source.spot(at));
            }
            reading.problems.push(problem);
        }
        reading
    }

    fn close(&self, name: &str, survey: &Survey) -> Vec<Diagnostic> {
        let found = arm_record::without_properties(name, survey);
        found.into_iter().collect()
    }
}

/// Whether the export has further records, counting the `before` records of earlier
/// pieces.
fn outstanding<'t>(top: &Members<'t>, before: usize) -> Option<(Option<&'t RawValue>, String)> {
    for key in ["skip_token", "$skipToken"] {
        if top.text(key).is_some_and(|token| !token.is_empty()) {
            return Some((
                top.get(key),
                format!("this export is not complete: `{key}` says that more pages follow"),
            ));
        }
    }
    let total = ["total_records", "totalRecords"]
        .iter()
        .find_map(|key| top.value::<u64>(key))?;
    let count = top.items("data").map_or(0, |rows| rows.len()) + before;
    let count = count as u64;
    (count < total).then(|| {
        (
            top.get("total_records").or_else(|| top.get("totalRecords")),
            format!("this export is not complete: it holds {count} of {total} records"),
        )
    })
}
