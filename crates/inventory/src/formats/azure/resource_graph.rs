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
        if let Some((at, message, help)) = outstanding {
            let mut problem = Diagnostic::error(message).help(help);
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

/// The fix for an export with further pages.
const MORE_PAGES: &str = "fetch the remaining pages with `--skip-token` (`az graph query ... --skip-token TOKEN`) and give onus all of the files";

/// The fix for an export that has no token for the next page:
/// <https://learn.microsoft.com/azure/governance/resource-graph/concepts/paging-results>.
const NOT_PAGED: &str = "Resource Graph gives no token for the next page: keep `id` in `project`, remove `limit`, `take` and `sample` from the query, and export again; or fetch the rest with `az graph query ... --first 1000 --skip N` and give onus all of the files";

/// Whether the export has further records, counting the `before` records of earlier
/// pieces.
fn outstanding<'t>(
    top: &Members<'t>,
    before: usize,
) -> Option<(Option<&'t RawValue>, String, &'static str)> {
    for key in ["skip_token", "$skipToken"] {
        if top.text(key).is_some_and(|token| !token.is_empty()) {
            return Some((
                top.get(key),
                format!("this export is not complete: `{key}` says that more pages follow"),
                MORE_PAGES,
            ));
        }
    }
    let total = ["total_records", "totalRecords"]
        .iter()
        .find_map(|key| top.value::<u64>(key))?;
    let count = top.items("data").map_or(0, |rows| rows.len()) + before;
    let count = count as u64;
    let is_truncated = ["resultTruncated", "result_truncated"]
        .iter()
        .filter_map(|key| top.get(key))
        .any(|part| part.get().trim_matches('"').eq_ignore_ascii_case("true"));
    (count < total).then(|| {
        (
            top.get("total_records").or_else(|| top.get("totalRecords")),
            format!("this export is not complete: it holds {count} of {total} records"),
            match is_truncated {
                true => NOT_PAGED,
                false => MORE_PAGES,
            },
        )
    })
}

#[cfg(test)]
mod tests {
    use crate::detect::reading_of;

    #[test]
    fn an_export_without_a_token_says_why_it_has_none() {
        for (members, help) in [
            (r#""resultTruncated": "true""#, "keep `id` in `project`"),
            (r#""resultTruncated": true"#, "keep `id` in `project`"),
            (r#""result_truncated": "True""#, "keep `id` in `project`"),
            (r#""resultTruncated": "false""#, "--skip-token"),
            (r#""count": 1"#, "--skip-token"),
            (
                r#""resultTruncated": "true", "$skipToken": "x""#,
                "--skip-token",
            ),
        ] {
            let reading = reading_of(&format!(
                r#"{{"totalRecords": 8322, {members}, "data": [{{"id": "/subscriptions/s", "type": "a.b/c", "name": "n", "properties": {{"x": 1}}}}]}}"#
            ));
            let [problem] = reading.problems.as_slice() else {
                panic!("{members}: {:?}", reading.problems);
            };
            let found = problem.help.as_deref().unwrap_or_default();
            assert!(found.contains(help), "{members}: {found}");
        }
    }

    #[test]
    fn nested_resources_are_read_or_reported() {
        let row = |nested: &str| {
            reading_of(&format!(
                r#"[{{"id": "/subscriptions/s/resourceGroups/g/providers/A.B/c/n", "type": "a.b/c", "name": "n",
                    "properties": {{"x": 1}}, "resources": {nested}}}]"#
            ))
        };
        let child = r#"{"id": "/subscriptions/s/resourceGroups/g/providers/A.B/c/n/d/m", "type": "A.B/c/d", "name": "m", "properties": {"y": 2}}"#;
        let reading = row(&format!("[{child}]"));
        assert!(reading.problems.is_empty(), "{:?}", reading.problems);
        assert_eq!(reading.resources.len(), 2);
        let nested = &reading.resources[1];
        assert_eq!(nested.kind, "a.b/c/d");
        assert_eq!(nested.body.pointer.to_string(), "/0/resources/0");
        let deeper = child.replace(
            r#""name": "m","#,
            &format!(r#""name": "m", "resources": [{child}],"#),
        );
        assert_eq!(row(&format!("[{deeper}]")).resources.len(), 3);
        let reference = r#"[{"id": "/subscriptions/s/resourceGroups/g/providers/A.B/c/n/d/m"}]"#;
        for none in ["null", "[]", reference] {
            let reading = row(none);
            assert!(reading.problems.is_empty());
            assert_eq!(reading.resources.len(), 1);
        }
        for unread in [r#"[{"name": "m"}]"#, r#"{"m": {}}"#, "[null]", "3"] {
            let reading = row(unread);
            assert_eq!(reading.resources.len(), 1);
            let [problem] = reading.problems.as_slice() else {
                panic!("{unread}: {:?}", reading.problems);
            };
            assert!(problem.message.contains("`n` are not evaluated"));
        }
    }
}
