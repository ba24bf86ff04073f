//! Tables of comma-separated values: exports of the Azure portal, spreadsheets and asset
//! databases, with one resource per row.

pub(crate) mod cells;
pub(crate) mod header;
pub(crate) mod row;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use onus_core::diagnostic::{Diagnostic, Spot};
use onus_core::json_pointer::Pointer;

use crate::formats::csv::cells::{Row, rows};
use crate::formats::csv::header::{Header, IDS, TYPES, column, is_table};
use crate::formats::csv::row::{Columns, Made};
use crate::formats::description::{Family, FormatDescription, Streaming, Syntax};
use crate::input::Input;
use crate::json::outline::{Members, Outline};
use crate::json::records;
use crate::reader::{Reader, Reading};
use crate::resource::{Resource, fold_tags};
use crate::resource_type;

/// The reader for tables with a header row that has a column for the id and one for the
/// type; separated by commas, semicolons or tabs.
///
/// A table has no types of values, so the value of a cell is not always certain:
///
/// - JSON objects and lists are read as such, and `true` and `false` are booleans, since
///   the string `"false"` would pass for a value that is set;
/// - cells that could be a number or a version (`7`, `1.2`) stay strings, and their place
///   is unknown to policies, as is the place of an empty cell of a configuration;
/// - everything else is a string.
///
/// Dotted headers make objects: `properties.minimumTlsVersion` is
/// `input.properties.minimumTlsVersion`; headers of Azure are spelled as Azure does. A
/// resource of a provider's own type whose table has no complete `properties` (or
/// `configuration`) column has an unknown configuration: columns that were not exported
/// would pass for absent settings.
pub struct Csv;

/// The row limit of the portal's Resource Graph Explorer.
const MOST_OF_PORTAL: usize = 55_000;
const COMMAND: &str = "make a complete export with `az graph query -q \"resources\" --first 1000 -o json > inventory.json`";

static DESCRIPTION: FormatDescription = FormatDescription {
    name: "csv",
    family: Family::Own,
    purpose: "tables (CSV) with an id and a type: the Azure portal, spreadsheets",
    made_by: "id,type,... in the first row",
    notes: "Cells that contain JSON are read as JSON; a cell that looks like a number is a string, and unknown.",
    example: "csv/azure-portal.csv",
    syntax: Syntax::Table,
    streaming: Streaming::Never,
    configurations: &[],
};

impl Reader for Csv {
    fn description(&self) -> &'static FormatDescription {
        &DESCRIPTION
    }

    fn recognizes(&self, outline: &Outline<'_>) -> bool {
        matches!(outline, Outline::Text(text) if Header::find(text, &IDS, &TYPES).is_some())
    }

    fn reads_by_path(&self, outline: &Outline<'_>) -> bool {
        matches!(outline, Outline::Text(text) if is_table(text))
    }

    fn read(&self, source: &Input<'_>) -> Reading {
        let Outline::Text(text) = &source.outline else {
            return Reading::default();
        };
        match Table::of(source, text) {
            Ok(table) => table.read(),
            Err(problem) => Reading {
                resources: Vec::new(),
                problems: vec![*problem],
                ..Reading::default()
            },
        }
    }
}

struct Table<'t, 'i> {
    source: &'i Input<'t>,
    text: &'t str,
    header: Header,
    columns: Columns,
}

impl<'t, 'i> Table<'t, 'i> {
    fn of(source: &'i Input<'t>, text: &'t str) -> Result<Self, Box<Diagnostic>> {
        let by_path = |pointer: &Option<Pointer>| {
            pointer
                .as_ref()
                .map(|pointer| pointer.segments().collect::<Vec<_>>().join("."))
        };
        let id = by_path(&source.options.id_path);
        let kind = by_path(&source.options.type_path);
        let ids: Vec<&str> = id.as_deref().map_or(IDS.to_vec(), |id| vec![id]);
        let types: Vec<&str> = kind.as_deref().map_or(TYPES.to_vec(), |kind| vec![kind]);
        let at = |range: std::ops::Range<usize>| Spot::new(source.document, range);
        let Some(header) = Header::find(text, &ids, &types) else {
            let first = text.lines().next().unwrap_or_default();
            let start = source.document.range_of(first).unwrap_or_default();
            return Err(Box::new(
                Diagnostic::error(format!(
                    "this table has no columns `{}` and `{}`",
                    ids.first().unwrap_or(&"id"),
                    types.first().unwrap_or(&"type")
                ))
                .at(at(start))
                .help("name the columns that hold the id and the type, such as `--id-path /arn --type-path /kind`"),
            ));
        };
        let columns = Columns::of(&header.names).map_err(|index| {
            let name = header.names.get(index).cloned().unwrap_or_default();
            let place = header.row.cells.get(index).map(|cell| cell.range.clone());
            Box::new(
                Diagnostic::error(format!(
                    "the column `{name}` takes the place of one before it, and policies would see only one of them"
                ))
                .at(at(place.unwrap_or_default()))
                .help("give the columns names of their own, or leave one out"),
            )
        })?;
        Ok(Self {
            source,
            text,
            header,
            columns,
        })
    }

    fn read(&self) -> Reading {
        let mut reading = Reading::default();
        let mut count = 0;
        let mut without = None;
        let mut lacking = 0;
        for row in rows(self.text, self.header.delimiter).skip(1) {
            count += 1;
            match self.resource(&row) {
                Ok((resource, problem)) => {
                    if resource.unknown.contains(&Pointer::parse("/properties")) {
                        lacking += 1;
                        without.get_or_insert_with(|| self.spot(&row));
                    }
                    reading.resources.push(resource);
                    reading.problems.extend(problem);
                }
                Err(problem) => reading.problems.push(*problem),
            }
        }
        // Some rows may really have none; a table without the column has no information
        // about any row.
        let is_systematic = lacking * 10 > count * 9 || !self.has_configuration();
        if let Some(spot) = without.filter(|_| is_systematic) {
            reading.problems.push(
                Diagnostic::error(format!(
                    "{lacking} of {count} rows have no whole configuration, so nothing about it can be decided"
                ))
                .at(spot)
                .help(format!("export the `properties` column too, or {COMMAND}")),
            );
        }
        if count == MOST_OF_PORTAL {
            reading.problems.push(
                Diagnostic::error("this table holds 55,000 rows, which is where the Azure portal stops: there are probably more")
                    .at(self.spot(&self.header.row))
                    .help(COMMAND),
            );
        }
        reading
    }

    /// Whether there is a column with complete configurations.
    fn has_configuration(&self) -> bool {
        let names = &self.header.names;
        names
            .iter()
            .any(|name| ["properties", "configuration"].contains(&name.as_str()))
    }

    fn spot(&self, row: &Row) -> Spot {
        let start = row.range.start;
        Spot::new(self.source.document, start..(start + 1).min(row.range.end))
    }

    /// The cell of a column, if it is not empty.
    fn cell(&self, row: &Row, index: usize) -> Option<Cow<'t, str>> {
        row.cells
            .get(index)
            .map(|cell| cell.value(self.text))
            .filter(|value| !value.trim().is_empty())
    }

    fn named(&self, row: &Row, names: &[&str]) -> Option<String> {
        names
            .iter()
            .filter_map(|name| column(&self.header.names, &[*name]))
            .find_map(|index| self.cell(row, index))
            .map(|value| value.trim().to_owned())
    }

    fn resource(&self, row: &Row) -> Result<(Resource, Option<Diagnostic>), Box<Diagnostic>> {
        let names = &self.header.names;
        let fail = |message: String, at: usize, help: &str| {
            let spot = Spot::new(self.source.document, at..(at + 1).min(self.text.len()));
            Err(Box::new(Diagnostic::error(message).at(spot).help(help)))
        };
        if let Some(at) = row.damaged {
            return fail(
                "the quotes of this row make no sense".to_owned(),
                at,
                "a quote inside of quotes is written twice; the row was not read",
            );
        }
        if row.cells.len() != names.len() {
            return fail(
                format!(
                    "this row has {} cells, and the header has {}",
                    row.cells.len(),
                    names.len()
                ),
                row.range.start,
                "put cells that hold a separator into quotes; the row was not read",
            );
        }
        let (Some(id), Some(kind)) = (
            self.cell(row, self.header.id),
            self.cell(row, self.header.kind),
        ) else {
            let missing = match self.cell(row, self.header.id) {
                None => self.header.id,
                Some(_) => self.header.kind,
            };
            return fail(
                format!(
                    "this row has no `{}`",
                    names.get(missing).map_or("id", String::as_str)
                ),
                row.range.start,
                "each row needs an id and a type; the row was not read",
            );
        };
        let made = self.columns.object(self.source.document, row);
        let resource = self.finish(row, &made, id.trim().to_owned(), kind.trim().to_owned());
        Ok((resource, self.damage(row, &made)))
    }

    fn finish(&self, row: &Row, made: &Made, id: String, kind: String) -> Resource {
        let members = Members::parse(made.document.text()).unwrap_or_default();
        let configuration = records::configuration(&members, &kind);
        let is_complete = configuration.as_ref().is_some_and(|pointer| {
            let column = pointer.last().unwrap_or_default();
            // A dotted column has one setting, and no information about the others.
            !resource_type::is_providers_own(&kind)
                || self.header.names.iter().any(|name| name == column)
        });
        let properties = configuration.unwrap_or_else(|| Pointer::parse("/properties"));
        let body = records::made_body(made.document.clone(), Pointer::root(), properties);
        let mut resource = records::draft(id, kind, "csv", body);
        if let Some(name) = self.named(row, &["name", "title", "resourcename", "resource_name"]) {
            resource.name = name;
        }
        resource.location = self.named(row, &["location", "region", "awsregion"]);
        let lower = |text: Option<String>| match resource.provider.as_str() {
            "azure" => text.map(|text| text.to_ascii_lowercase()),
            _ => text,
        };
        let scope = &mut resource.scope;
        scope.tenant = lower(self.named(row, &["tenantid", "tenant_id"]));
        scope.account = scope.account.take().or_else(|| {
            lower(self.named(
                row,
                &[
                    "subscriptionid",
                    "subscription_id",
                    "account_id",
                    "accountid",
                    "project",
                ],
            ))
        });
        scope.group = scope
            .group
            .take()
            .or_else(|| lower(self.named(row, &["resourcegroup", "resource_group"])));
        let tags = members
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case("tags") || key.eq_ignore_ascii_case("labels"))
            .and_then(|(_, part)| serde_json::from_str(part.get()).ok());
        resource.tags = fold_tags(tags.as_ref());
        let uncertain = made.uncertain.iter();
        resource.unknown = uncertain
            .map(|place| resource.body.input_pointer(place))
            .chain(
                made.empty
                    .iter()
                    .map(|place| resource.body.input_pointer(place))
                    .filter(|place| place.segments().next() == Some("properties")),
            )
            .collect();
        if !is_complete {
            resource.unknown = vec![Pointer::parse("/properties")];
        }
        resource
    }

    fn damage(&self, row: &Row, made: &Made) -> Option<Diagnostic> {
        let index = made.damaged?;
        let cell = row.cells.get(index)?;
        let start = cell.range.start;
        Some(
            Diagnostic::error(format!(
                "the JSON in `{}` is damaged, so what it says is not known",
                self.header.names.get(index).map_or("", String::as_str)
            ))
            .at(Spot::new(self.source.document, start..start + 1))
            .help(format!(
                "spreadsheets cut cells off at 32,767 characters: {COMMAND}"
            )),
        )
    }
}
