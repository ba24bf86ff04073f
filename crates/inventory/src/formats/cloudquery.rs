//! Tables of CloudQuery: files of `cloudquery sync` with `format: json`, one row per
//! line.

use onus_core::diagnostic::Diagnostic;
use onus_core::json_pointer::Pointer;

use crate::formats::description::{ConfigurationKey, Family, FormatDescription, Streaming, Syntax};
use crate::formats::row_shapes::reshape;
use crate::input::Input;
use crate::json::outline::{Members, Outline};
use crate::json::records;
use crate::json::records::Record;
use crate::reader::{Reader, Reading};
use crate::resource::{Edge, Resource, fold_tags};

/// The reader for CloudQuery.
///
/// Rows do not name their table; the file or folder does (`path:
/// "{{TABLE}}/{{UUID}}.{{FORMAT}}"`). Such a row has the type `cloudquery/aws_s3_buckets`
/// and is its own configuration. Rows of Azure with the provider's `type` and
/// `properties` are read as Azure records.
pub struct CloudQuery;

/// Prefixes of table names.
const PLUGINS: [&str; 18] = [
    "alicloud",
    "aws",
    "azure",
    "azuredevops",
    "cloudflare",
    "datadog",
    "digitalocean",
    "entraid",
    "fastly",
    "gcp",
    "github",
    "gitlab",
    "googleworkspace",
    "heroku",
    "k8s",
    "okta",
    "oracle",
    "snyk",
];

static DESCRIPTION: FormatDescription = FormatDescription {
    name: "cloudquery",
    family: Family::Tool,
    purpose: "tables that CloudQuery writes",
    made_by: "cloudquery sync, with format json",
    notes: "The table's name is taken from the path. Rows of Azure and workloads of Kubernetes are evaluated.",
    example: "cloudquery/aws_s3_buckets/00000000-0000-0000-0000-000000000001.json",
    syntax: Syntax::JsonLines,
    streaming: Streaming::Records(&[]),
    configurations: &[ConfigurationKey::Object("properties")],
};

impl Reader for CloudQuery {
    fn description(&self) -> &'static FormatDescription {
        &DESCRIPTION
    }

    fn recognizes(&self, outline: &Outline<'_>) -> bool {
        let is_row = |row: &Members<'_>| row.has("_cq_id");
        match outline {
            // Azure's tables look like records of Azure but for this column.
            Outline::Array(_) => false,
            _ => records::any(outline, is_row),
        }
    }

    fn read(&self, source: &Input<'_>) -> Reading {
        let mut reading = Reading::default();
        let table = table_of(source.document.name());
        for record in records::records(source) {
            match read_row(source, &record, table) {
                Ok(resource) => reading.resources.push(resource),
                Err(problem) => reading.problems.push(*problem),
            }
        }
        reading
    }
}

/// The table in a path: the file's name before its first dot, or the nearest folder that
/// is named like a table.
fn table_of(path: &str) -> Option<&str> {
    path.rsplit(['/', '\\'])
        .filter_map(|part| part.split('.').next())
        .find(|part| {
            part.split_once('_')
                .is_some_and(|(plugin, rest)| PLUGINS.contains(&plugin) && !rest.is_empty())
                && part
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
        })
}

fn read_row(
    source: &Input<'_>,
    record: &Record<'_>,
    table: Option<&str>,
) -> Result<Resource, Box<Diagnostic>> {
    let members = record.members(source)?;
    let ids: Vec<String> = ["arn", "id", "self_link", "_cq_id"]
        .iter()
        .filter_map(|key| records::word(&members, key))
        .collect();
    let stated = records::first_word(&members, &["resource_type", "type"])
        .filter(|kind| kind.contains('/') || kind.contains("::"));
    let native = stated
        .clone()
        .filter(|_| records::is_object(&members, "properties"));
    let fail = |message: String, help: &str| {
        Err(Box::new(
            Diagnostic::error(message)
                .at(records::spot(source, record))
                .help(help),
        ))
    };
    let Some(id) = ids.first().cloned() else {
        return fail(
            "this row has no `arn`, `id`, `self_link` or `_cq_id`".to_owned(),
            "sync the whole table; the row was not read",
        );
    };
    let Some(kind) = native
        .or_else(|| table.map(|table| format!("cloudquery/{table}")))
        .or(stated)
    else {
        return fail(
            format!("nothing says which table the row `{id}` is of"),
            "give the file the table's name, such as `aws_s3_buckets.json`: `path: \"{{TABLE}}/{{UUID}}.{{FORMAT}}\"` makes CloudQuery do so; the row was not read",
        );
    };
    let configuration = match kind.starts_with("cloudquery/") {
        true => Some(Pointer::root()),
        false => records::configuration(&members, &kind),
    };
    let is_unknown = configuration.is_none();
    let properties = configuration.unwrap_or_else(|| Pointer::parse("/properties"));
    let body = record.body(source, properties);
    let mut resource = records::draft(id.clone(), kind, "cloudquery", body);
    resource.aliases = ids.into_iter().filter(|alias| *alias != id).collect();
    if let Some(name) = records::first_word(&members, &["name", "title"]) {
        resource.name = name;
    }
    resource.location = records::first_word(&members, &["region", "location"]);
    let account =
        || records::first_word(&members, &["account_id", "subscription_id", "project_id"]);
    resource.scope.account = resource.scope.account.take().or_else(account);
    resource.tags = fold_tags(
        ["tags", "labels"]
            .iter()
            .find_map(|key| members.value(key))
            .as_ref(),
    );
    if let Some(parent) = records::word(&members, "_cq_parent_id") {
        resource.edges.push(Edge {
            kind: Some("parent".to_owned()),
            to: parent,
            via: None,
        });
    }
    if is_unknown {
        resource.unknown.push(Pointer::parse("/properties"));
    }
    if let Some(table) = resource.kind.strip_prefix("cloudquery/") {
        let table = table.to_owned();
        reshape(source, &mut resource, &table);
    }
    Ok(resource)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::detect::read_document;
    use crate::formats::READERS;
    use crate::input::ReadOptions;
    use onus_core::document::Document;

    use super::*;

    const ROWS: &str = r#"{"_cq_id": "c1", "_cq_parent_id": null, "arn": "arn:aws:s3:::a", "name": "a", "region": "eu-west-1", "tags": {"o": "p"}, "is_public": false}
{"_cq_id": "c2", "_cq_parent_id": "c1", "name": "rule"}
{"_cq_id": "c3", "id": "/subscriptions/S/x", "type": "Microsoft.A/b", "properties": {"p": 1}}
"#;

    fn read(name: &str, text: &str) -> Reading {
        let document = Arc::new(Document::new(name, text));
        read_document(&document, &ReadOptions::default())
    }

    #[test]
    fn rows_become_resources() {
        let reading = read("sync/aws_s3_buckets/0000-1.json.gz", ROWS);
        assert!(reading.problems.is_empty(), "{:?}", reading.problems);
        let [bucket, rule, azure] = reading.resources.as_slice() else {
            panic!("{reading:?}");
        };
        assert_eq!(bucket.kind, "cloudquery/aws_s3_buckets");
        assert_eq!(
            (bucket.id.as_str(), bucket.aliases.as_slice()),
            ("arn:aws:s3:::a", &["c1".to_owned()][..])
        );
        assert_eq!(bucket.tags["o"], "p");
        assert_eq!(rule.edges[0].to, "c1");
        let native = bucket.body.native(&Pointer::parse("/properties/is_public"));
        let place = bucket.body.place(&native.unwrap());
        assert_eq!(place.document.slice(&place.range), "false");
        assert_eq!(
            (azure.kind.as_str(), azure.id.as_str()),
            ("microsoft.a/b", "/subscriptions/s/x")
        );
        assert_eq!(azure.body.properties.to_string(), "/properties");
    }

    #[test]
    fn rows_of_no_table_are_problems() {
        let reading = read("my_export.json", ROWS);
        assert_eq!((reading.resources.len(), reading.problems.len()), (1, 2));
        assert_eq!(
            reading.problems[1].to_string(),
            "my_export.json:2:1: nothing says which table the row `c2` is of"
        );
    }

    #[test]
    fn paths_name_tables() {
        assert_eq!(
            table_of("a/gcp_sql_instances/x_y.json"),
            Some("gcp_sql_instances")
        );
        assert_eq!(table_of("aws_s3_buckets.csv.gz"), Some("aws_s3_buckets"));
        assert_eq!(table_of("aws_/prod_export.json"), None);
    }

    #[test]
    fn no_other_reader_recognizes_it() {
        let outline = Outline::of(ROWS).unwrap();
        let readers = READERS.iter().filter(|reader| reader.recognizes(&outline));
        assert_eq!(readers.count(), 1);
    }
}
