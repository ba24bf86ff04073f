//! The header row of a table: the separator, and the columns of the id and the type.

use crate::formats::csv::cells::{Row, rows};

/// Names of id columns.
pub const IDS: [&str; 5] = ["id", "resourceid", "resource_id", "resource id", "arn"];
/// Names of type columns.
pub const TYPES: [&str; 4] = ["type", "resourcetype", "resource_type", "resource type"];

/// Whether a text could be a table at all.
pub fn is_table(text: &str) -> bool {
    let first = text.trim_start().lines().next().unwrap_or_default();
    first.contains([',', ';', '\t']) && !first.starts_with(['{', '[', '<', '#', '-'])
}

/// The first row.
#[derive(Debug)]
pub struct Header {
    /// The separator of cells.
    pub delimiter: u8,
    /// The row itself.
    pub row: Row,
    /// The columns' names.
    pub names: Vec<String>,
    /// The column with the id.
    pub id: usize,
    /// The column with the type.
    pub kind: usize,
}

impl Header {
    /// The header of a table that has one of these columns each; none for any other text.
    pub fn find(text: &str, ids: &[&str], types: &[&str]) -> Option<Self> {
        if !is_table(text) {
            return None;
        }
        // The header ends with its line; the rest can be long.
        b",;\t".iter().find_map(|delimiter| {
            let row = rows(text, *delimiter).next()?;
            let names: Vec<String> = row
                .cells
                .iter()
                .map(|cell| spelled(cell.value(text).trim()))
                .collect();
            let id = column(&names, ids)?;
            let kind = column(&names, types)?;
            (row.damaged.is_none() && id != kind).then_some(Self {
                delimiter: *delimiter,
                row,
                names,
                id,
                kind,
            })
        })
    }
}

/// A header whose first part is spelled as in Azure: the portal writes it in capitals and
/// PowerShell with one.
fn spelled(name: &str) -> String {
    const OF_AZURE: [&str; 17] = [
        "id",
        "name",
        "type",
        "tenantId",
        "kind",
        "location",
        "resourceGroup",
        "subscriptionId",
        "managedBy",
        "sku",
        "plan",
        "properties",
        "tags",
        "identity",
        "zones",
        "extendedLocation",
        "configuration",
    ];
    let (first, rest) = name.split_at(name.find('.').unwrap_or(name.len()));
    let known = OF_AZURE
        .iter()
        .find(|known| known.eq_ignore_ascii_case(first));
    format!("{}{rest}", known.copied().unwrap_or(first))
}

/// The first column with one of these names, in any case. Earlier names take precedence.
pub fn column(names: &[String], wanted: &[&str]) -> Option<usize> {
    wanted.iter().find_map(|wanted| {
        names
            .iter()
            .position(|name| name.eq_ignore_ascii_case(wanted))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_and_columns_are_found() {
        for text in [
            "name,Type,ARN\n",
            "\u{20}name;type;arn",
            "name\ttype\tarn\r\n",
        ] {
            let header = Header::find(text, &IDS, &TYPES).unwrap();
            assert_eq!((header.id, header.kind), (2, 1), "{text}");
        }
        for text in [
            "name,type",
            "{\"id\",type",
            "# id,type",
            "id: a, type: b",
            "",
        ] {
            assert!(Header::find(text, &IDS, &TYPES).is_none(), "{text}");
        }
    }

    #[test]
    fn headers_of_azure_are_spelled_as_azure_does() {
        let header = Header::find("ID,TYPE,Properties.TLS,Rack.ID", &IDS, &TYPES).unwrap();
        assert_eq!(header.names, ["id", "type", "properties.TLS", "Rack.ID"]);
    }
}
