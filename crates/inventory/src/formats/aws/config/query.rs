//! Queries of AWS Config: the output of `aws configservice select-resource-config` and
//! `select-aggregate-resource-config`. Each row is JSON in a string.

use serde_json::value::RawValue;

use onus_core::derived_text::Pieces;
use onus_core::diagnostic::Diagnostic;
use onus_core::json_pointer::Pointer;

use crate::formats::aws::config::item::{State, read_item, read_made};
use crate::formats::description::{ConfigurationKey, Family, FormatDescription, Streaming, Syntax};
use crate::input::Input;
use crate::json::outline::{Members, Outline};
use crate::reader::{Reader, Reading};
use crate::resource::Resource;

/// The reader for results of queries.
///
/// Fields that the query did not select are unknown, and so is a configuration of which
/// it selected single settings: an absent setting can't be told from one that was not
/// selected. `SELECT *` does not select configurations.
pub struct AwsConfigQuery;

/// The query that selects everything.
const COMPLETE: &str = "run `aws configservice select-resource-config --expression \"SELECT resourceId, resourceType, resourceName, awsRegion, accountId, arn, configuration, supplementaryConfiguration, tags, relationships\" > inventory.json` (`SELECT *` leaves the configuration out)";

static DESCRIPTION: FormatDescription = FormatDescription {
    name: "aws-config-query",
    family: Family::Aws,
    purpose: "results of AWS Config queries",
    made_by: "aws configservice select-resource-config --expression \"SELECT resourceId, resourceType, arn, configuration, ...\"",
    notes: "`SELECT *` omits the configuration: onus prints what to select.",
    example: "aws-config/query.json",
    syntax: Syntax::Json,
    streaming: Streaming::Never,
    configurations: &[ConfigurationKey::Object("configuration")],
};

impl Reader for AwsConfigQuery {
    fn description(&self) -> &'static FormatDescription {
        &DESCRIPTION
    }

    fn recognizes(&self, outline: &Outline<'_>) -> bool {
        outline.object().is_some_and(|top| {
            top.has("QueryInfo")
                && top
                    .get("Results")
                    .is_some_and(|rows| rows.get().starts_with('['))
        })
    }

    fn read(&self, source: &Input<'_>) -> Reading {
        let mut reading = Reading::default();
        let Some(top) = source.outline.object() else {
            return reading;
        };
        let selection = Selection::of(top);
        let rows = top.items("Results").unwrap_or_default();
        if let Some(first) = rows.first()
            && selection.has("resourceType") == Some(false)
        {
            reading.problems.push(
                Diagnostic::error(
                    "this query does not select `resourceType`, so its rows are no resources that a control could select",
                )
                .at(source.spot(top.get("QueryInfo").unwrap_or(first)))
                .help(COMPLETE),
            );
            return reading;
        }
        let mut empty = 0;
        for (index, row) in rows.iter().enumerate() {
            let pointer = Pointer::parse("/Results").child(index.to_string());
            match read_row(source, row, pointer) {
                Ok(State {
                    resource: Some(mut resource),
                    ..
                }) => {
                    selection.mark(&mut resource);
                    let properties = Pointer::parse("/properties");
                    empty += usize::from(resource.unknown.contains(&properties));
                    reading.resources.push(resource);
                }
                Ok(_) => {}
                Err(problem) => reading.problems.push(*problem),
            }
        }
        if let Some(first) = rows.first()
            && empty > 0
            && (selection.has("configuration") != Some(true) || empty * 10 > rows.len() * 9)
        {
            let message = if selection.has_some_of("configuration") {
                "this query selects single settings of the configuration only, so what is absent can't be told from what was not asked for".to_owned()
            } else {
                format!(
                    "`{}` carries no configuration, so nothing about it can be decided: {empty} of {} rows have none",
                    source.document.name(),
                    rows.len()
                )
            };
            reading.problems.push(
                Diagnostic::error(message)
                    .at(source.spot(first))
                    .help(COMPLETE),
            );
        }
        if top.text("NextToken").is_some_and(|token| !token.is_empty())
            && let Some(token) = top.get("NextToken")
        {
            reading.problems.push(
                Diagnostic::error("this export is not complete: `NextToken` says that more pages follow")
                    .at(source.spot(token))
                    .help("run the same command without `--limit`, `--max-items` and `--no-paginate`, or fetch the rest with `--next-token` and give onus all of the files"),
            );
        }
        reading
    }
}

/// A row is a string with an object; or that object, if it was unpacked already.
fn read_row(
    source: &Input<'_>,
    row: &RawValue,
    pointer: Pointer,
) -> Result<State, Box<Diagnostic>> {
    if row.get().starts_with('{') {
        return read_item(source, row, pointer, false);
    }
    let mut pieces = Pieces::of(source.document);
    let literal = source.document.range_of(row.get()).unwrap_or_default();
    if !pieces.unescaped(literal) {
        return Err(Box::new(
            Diagnostic::error(format!("the row at `{pointer}` is no string"))
                .at(source.spot(row))
                .help("give onus what the command prints, as it prints it"),
        ));
    }
    read_made(source, &pieces.finish(), pointer)
}

/// The selected fields; none when the response does not have them.
struct Selection(Option<Vec<String>>);

impl Selection {
    fn of(top: &Members<'_>) -> Self {
        #[derive(serde::Deserialize)]
        struct Field {
            #[serde(rename = "Name")]
            name: String,
        }
        let fields: Option<Vec<Field>> = top
            .object("QueryInfo")
            .and_then(|info| info.value("SelectFields"));
        Self(fields.map(|fields| fields.into_iter().map(|field| field.name).collect()))
    }

    /// Whether the query selected this field completely, if that is known.
    fn has(&self, field: &str) -> Option<bool> {
        let fields = self.0.as_ref()?;
        Some(fields.iter().any(|name| name.eq_ignore_ascii_case(field)))
    }

    /// Whether the query selected a part of this field only.
    fn has_some_of(&self, field: &str) -> bool {
        self.has(field) == Some(false)
            && self.0.iter().flatten().any(|name| {
                name.split_once('.')
                    .is_some_and(|(head, _)| head.eq_ignore_ascii_case(field))
            })
    }

    /// Marks fields that were not selected completely as unknown, and selected fields
    /// without a value as absent.
    fn mark(&self, resource: &mut Resource) {
        for (field, places) in [
            ("configuration", ["/properties", "/properties"]),
            (
                "supplementaryConfiguration",
                ["/raw/supplementaryConfiguration"; 2],
            ),
            ("tags", ["/tags", "/raw/tags"]),
            ("relationships", ["/raw/relationships"; 2]),
        ] {
            let places = places.map(Pointer::parse);
            match self.has(field) {
                Some(false) => {
                    for place in places {
                        if !resource.unknown.contains(&place) {
                            resource.unknown.push(place);
                        }
                    }
                }
                // A resource without any of these does not have the member.
                Some(true) if field != "configuration" => {
                    resource.unknown.retain(|place| !places.contains(place));
                }
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::READERS;
    use crate::detect::reading_of;

    use super::*;

    fn answer(fields: &[&str], rows: &[&str], rest: &str) -> String {
        let fields: Vec<_> = fields
            .iter()
            .map(|name| serde_json::json!({ "Name": name }))
            .collect();
        let info = serde_json::json!({ "SelectFields": fields });
        format!(
            "{{\"Results\": {}, \"QueryInfo\": {info}{rest}}}",
            serde_json::json!(rows)
        )
    }

    const ALL: [&str; 8] = [
        "resourceId",
        "resourceType",
        "accountId",
        "arn",
        "configuration",
        "supplementaryConfiguration",
        "tags",
        "relationships",
    ];

    #[test]
    fn rows_are_read_out_of_their_strings() {
        let row = r#"{"resourceId": "vol-1", "resourceType": "AWS::EC2::Volume", "accountId": "111122223333",
            "arn": "arn:aws:ec2:eu-west-1:111122223333:volume/vol-1", "awsRegion": "eu-west-1",
            "configuration": {"encrypted": false, "size": 12345678901234567890123, "state": {"value": "ä\"\\"}},
            "tags": [{"key": "owner", "value": "me", "tag": "owner=me"}]}"#;
        let text = answer(&ALL, &[row], "");
        let outline = Outline::of(&text).unwrap();
        let readers = READERS.iter().filter(|reader| reader.recognizes(&outline));
        assert_eq!(readers.count(), 1);
        let reading = reading_of(&text);
        assert!(reading.problems.is_empty(), "{:?}", reading.problems);
        let [resource] = reading.resources.as_slice() else {
            panic!("{reading:?}");
        };
        assert_eq!(resource.body.text(), row, "byte for byte");
        assert_eq!(resource.body.pointer.to_string(), "/Results/0");
        assert_eq!(resource.tags["owner"], "me");
        assert!(resource.unknown.is_empty(), "{:?}", resource.unknown);
        let place = resource.body.place(&Pointer::parse("/configuration/size"));
        assert_eq!(
            place.document.slice(&place.range),
            "12345678901234567890123"
        );
        assert_eq!(place.document.text(), text);
    }

    #[test]
    fn fields_that_were_not_selected_are_unknown_and_reported_once() {
        let rows = [
            r#"{"resourceId": "a", "resourceType": "A::B::C", "awsRegion": "r"}"#,
            r#"{"resourceId": "b", "resourceType": "A::B::C", "awsRegion": "r"}"#,
        ];
        let reading = reading_of(&answer(&["resourceId", "resourceType"], &rows, ""));
        let [problem] = reading.problems.as_slice() else {
            panic!("{:?}", reading.problems);
        };
        assert!(problem.message.contains("2 of 2 rows have none"));
        assert!(
            problem
                .help
                .as_deref()
                .unwrap()
                .contains("SELECT resourceId")
        );
        for resource in &reading.resources {
            let unknown: Vec<String> = resource.unknown.iter().map(Pointer::to_string).collect();
            assert_eq!(
                unknown,
                [
                    "/properties",
                    "/raw/supplementaryConfiguration",
                    "/tags",
                    "/raw/tags",
                    "/raw/relationships"
                ]
            );
        }
    }

    #[test]
    fn single_settings_are_no_configuration() {
        let row = r#"{"resourceId": "a", "resourceType": "A::B::C", "configuration": {"size": 1}}"#;
        let fields = ["resourceId", "resourceType", "configuration.size"];
        let reading = reading_of(&answer(&fields, &[row], r#", "NextToken": "x""#));
        assert_eq!(reading.problems.len(), 2);
        assert!(reading.problems[0].message.contains("single settings"));
        assert!(reading.problems[1].message.contains("more pages follow"));
        let unknown = &reading.resources[0].unknown;
        assert!(unknown.contains(&Pointer::parse("/properties")));
    }

    #[test]
    fn rows_that_are_no_resources_are_problems() {
        let reading = reading_of(&answer(&["COUNT(*)"], &[r#"{"COUNT(*)": 3}"#], ""));
        assert_eq!(reading.problems.len(), 1);
        assert!(reading.problems[0].message.contains("does not select"));
        let reading = reading_of(
            r#"{"Results": [3, "{oops", "[]", {"resourceId": "a", "resourceType": "A::B::C", "configuration": {}}], "QueryInfo": {}}"#,
        );
        assert_eq!(reading.problems.len(), 3, "{:?}", reading.problems);
        assert_eq!(reading.resources.len(), 1);
        assert!(reading_of(&answer(&ALL, &[], "")).problems.is_empty());
    }
}
