//! Rows of Steampipe: the output of `steampipe query "select * from aws_s3_bucket"
//! --output json`, of version 0.24 and earlier ones.

use onus_core::diagnostic::Diagnostic;
use onus_core::json_pointer::Pointer;

use crate::formats::azure::arm_record::looks_like_arm;
use crate::formats::description::{ConfigurationKey, Family, FormatDescription, Streaming, Syntax};
use crate::formats::row_shapes::reshape;
use crate::input::Input;
use crate::json::outline::Outline;
use crate::json::records;
use crate::json::records::Record;
use crate::reader::{Reader, Reading};
use crate::resource::{Resource, fold_tags};
use crate::resource_type;
use crate::streaming::file_survey::{Lacking, Survey};

/// The reader for Steampipe.
///
/// The output does not name its table, so the query has to: `select *, 'aws_s3_bucket' as
/// resource_type from aws_s3_bucket`. Such a row has the type `steampipe/aws_s3_bucket`
/// and is its own configuration. The prefix is there because Terraform has types of the
/// same names with other arguments.
///
/// Rows of some tables are brought to the shape of the provider; see
/// [`row_shapes`](crate::formats::row_shapes). Any other row with the provider's own type, or
/// only with an ARN that has it, has an unknown configuration: its columns are Steampipe's,
/// and a control would take settings that it can't find for absent.
pub struct Steampipe;

static DESCRIPTION: FormatDescription = FormatDescription {
    name: "steampipe",
    family: Family::Tool,
    purpose: "rows of Steampipe queries",
    made_by: "steampipe query \"select *, 'TABLE' as resource_type from TABLE\" --output json",
    notes: "Rows of Azure, `aws_s3_bucket` and workloads of Kubernetes are evaluated; a setting without a column is unknown.",
    example: "steampipe/aws-s3-buckets.json",
    syntax: Syntax::Json,
    streaming: Streaming::Records(&["rows"]),
    configurations: &[ConfigurationKey::Items("rows")],
};

impl Reader for Steampipe {
    fn description(&self) -> &'static FormatDescription {
        &DESCRIPTION
    }

    fn recognizes(&self, outline: &Outline<'_>) -> bool {
        match outline {
            Outline::Object(top) => {
                let has_rows = top
                    .get("rows")
                    .is_some_and(|rows| rows.get().starts_with('[') || rows.get() == "null");
                has_rows && (top.has("columns") || top.has("metadata"))
            }
            Outline::Array(items) => {
                !items.first().is_some_and(|first| looks_like_arm(first))
                    && records::any(outline, |row| {
                        (row.has("akas") || row.has("_ctx")) && !row.has("provider")
                    })
            }
            Outline::Lines(_) | Outline::Text(_) => false,
        }
    }

    fn read(&self, source: &Input<'_>) -> Reading {
        let mut reading = Reading::default();
        let rows = match &source.outline {
            Outline::Object(top) => match source.items(top, "rows") {
                Ok(rows) => records::rows(&rows, &Pointer::parse("/rows")),
                Err(problem) => {
                    reading.problems.push(*problem);
                    return reading;
                }
            },
            _ => records::records(source),
        };
        let lacking = &mut reading.survey.lacking;
        lacking.of = rows.len();
        for row in &rows {
            match read_row(source, row) {
                Ok(resource) => {
                    if resource.unknown.contains(&Pointer::parse("/properties")) {
                        lacking.count += 1;
                        lacking
                            .first
                            .get_or_insert_with(|| records::spot(source, row));
                    }
                    reading.resources.push(resource);
                }
                Err(problem) => reading.problems.push(*problem),
            }
        }
        reading
    }

    fn close(&self, _name: &str, survey: &Survey) -> Vec<Diagnostic> {
        let Lacking { count, of, first } = &survey.lacking;
        let problem = first.clone().map(|first| {
            Diagnostic::error(format!(
                "{count} of {of} rows have Steampipe's columns in place of the provider's own configuration, so nothing about that can be decided"
            ))
            .at(first)
            .help("export from the provider itself, such as with `az graph query -q \"resources\" --first 1000 -o json`; for policies of your own about the columns, add `'TABLE' as resource_type` to the select")
        });
        problem.into_iter().collect()
    }
}

fn read_row(source: &Input<'_>, record: &Record<'_>) -> Result<Resource, Box<Diagnostic>> {
    let members = record.members(source)?;
    let akas: Vec<String> = members.value::<Vec<String>>("akas").unwrap_or_default();
    let ids: Vec<String> = akas
        .iter()
        .map(|aka| native_id(aka).to_owned())
        .chain(
            ["arn", "id", "self_link"]
                .iter()
                .filter_map(|key| records::word(&members, key)),
        )
        .collect();
    let Some(id) = ids.first().cloned() else {
        return Err(Box::new(
            Diagnostic::error(format!(
                "the row at `{}` has no `akas`, `arn`, `id` or `self_link`",
                source.pointer(&record.pointer)
            ))
            .at(records::spot(source, record))
            .help("select one of these columns too; the row was not read"),
        ));
    };
    let stated = records::word(&members, "resource_type").or_else(|| {
        // Tables have columns called `type` for all kinds of things.
        records::word(&members, "type")
            .filter(|kind| kind.contains(['/', '_']) || kind.contains("::"))
    });
    let arn = ids.iter().find_map(|id| resource_type::type_of_arn(id));
    let Some(kind) = stated.or_else(|| arn.map(str::to_owned)) else {
        return Err(Box::new(
            Diagnostic::error(format!("the row at `{}` does not say what it is", source.pointer(&record.pointer)))
                .at(records::spot(source, record))
                .help("add the table's name to the select, such as `select *, 'aws_s3_bucket' as resource_type from aws_s3_bucket`; the row was not read"),
        ));
    };
    let is_table = !kind.contains('/') && !kind.contains("::");
    let kind = match is_table {
        true => format!("steampipe/{kind}"),
        false => kind,
    };
    let configuration = match is_table {
        true => Some(Pointer::root()),
        false => records::configuration(&members, &kind),
    };
    let is_unknown = configuration.is_none();
    let properties = configuration.unwrap_or_else(|| Pointer::parse("/properties"));
    let body = record.body(source, properties);
    let mut resource = records::draft(id.clone(), kind, "steampipe", body);
    resource.aliases = akas
        .into_iter()
        .chain(ids)
        .filter(|alias| *alias != id)
        .fold(Vec::new(), |mut aliases, alias| {
            if !aliases.contains(&alias) {
                aliases.push(alias);
            }
            aliases
        });
    if let Some(name) = records::first_word(&members, &["title", "name"]) {
        resource.name = name;
    }
    resource.location = records::first_word(&members, &["region", "location"]);
    let account = || records::first_word(&members, &["account_id", "subscription_id", "project"]);
    resource.scope.account = resource.scope.account.take().or_else(account);
    resource.tags = fold_tags(members.value("tags").as_ref());
    if is_unknown {
        resource.unknown.push(Pointer::parse("/properties"));
    }
    let table = resource.kind.strip_prefix("steampipe/").unwrap_or_default();
    let table = table.to_owned();
    reshape(source, &mut resource, &table);
    Ok(resource)
}

/// An id without the scheme that Steampipe adds to those of Azure and Google Cloud:
/// `azure:///subscriptions/...`, `gcp://compute.googleapis.com/...`.
fn native_id(aka: &str) -> &str {
    aka.strip_prefix("azure://")
        .filter(|id| id.starts_with('/'))
        .or_else(|| aka.strip_prefix("gcp:").filter(|id| id.starts_with("//")))
        .unwrap_or(aka)
}

#[cfg(test)]
mod tests {
    use crate::detect::reading_of;
    use crate::formats::READERS;

    use super::*;

    const ROWS: &str = r#"{"columns": [{"name": "arn", "data_type": "text"}], "rows": [
      {"akas": ["arn:aws:s3:::a"], "resource_type": "aws_s3_multi_region", "title": "A", "region": "eu-west-1",
       "account_id": "000000000001", "tags": {"owner": "o"}, "bucket_policy_is_public": false, "type": "x"},
      {"arn": "arn:aws:s3:::b"},
      {"akas": ["azure:///subscriptions/S/x"], "type": "Microsoft.A/b", "properties": {"p": 1}},
      {"id": "z"}, {"name": "n"}, 3], "metadata": {}}"#;

    #[test]
    fn rows_become_resources() {
        let reading = reading_of(ROWS);
        let [table, arn, azure] = reading.resources.as_slice() else {
            panic!("{reading:?}");
        };
        assert_eq!(
            (table.id.as_str(), table.kind.as_str()),
            ("arn:aws:s3:::a", "steampipe/aws_s3_multi_region")
        );
        assert_eq!((table.name.as_str(), table.provider.as_str()), ("A", "aws"));
        assert_eq!(table.scope.account.as_deref(), Some("000000000001"));
        assert_eq!(table.tags["owner"], "o");
        let native = table
            .body
            .native(&Pointer::parse("/properties/bucket_policy_is_public"));
        let place = table.body.place(&native.unwrap());
        assert_eq!(place.document.slice(&place.range), "false");
        assert_eq!(arn.kind, "AWS::S3::Bucket");
        assert_eq!(arn.unknown, [Pointer::parse("/properties")]);
        assert_eq!(azure.id, "/subscriptions/s/x");
        assert_eq!(azure.aliases, ["azure:///subscriptions/S/x"]);
        assert_eq!(azure.body.properties.to_string(), "/properties");
        let messages: Vec<String> = reading.problems.iter().map(ToString::to_string).collect();
        assert_eq!(messages.len(), 4, "{messages:#?}");
        assert!(messages[0].contains("`/rows/3` does not say what it is"));
        assert!(messages[1].contains("`/rows/4` has no `akas`"));
        assert!(messages[3].contains("1 of 6 rows"));
    }

    #[test]
    fn old_output_is_a_bare_array() {
        let reading = reading_of(
            r#"[{"akas": ["arn:aws:s3:::a"], "resource_type": "aws_s3_bucket", "_ctx": {}}]"#,
        );
        assert!(reading.problems.is_empty(), "{:?}", reading.problems);
        assert_eq!(reading.resources[0].body.pointer.to_string(), "/0");
        assert!(
            reading_of(r#"{"rows": null, "columns": []}"#)
                .problems
                .is_empty()
        );
    }

    #[test]
    fn no_other_reader_recognizes_it() {
        let bare = r#"[{"akas": ["arn:aws:s3:::a"]}]"#;
        for text in [ROWS, bare] {
            let outline = Outline::of(text).unwrap();
            let readers = READERS.iter().filter(|reader| reader.recognizes(&outline));
            assert_eq!(readers.count(), 1, "{text}");
        }
    }
}
