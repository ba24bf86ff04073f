//! The example inventories with secrets in the configurations of their resources.

use std::path::Path;
use std::sync::LazyLock;

use onus::inventory::{ConfigurationKey, READERS};
use serde_json::Value as Json;

use crate::support::{files, root};

/// Where formats have configurations.
static CONFIGURATIONS: LazyLock<Vec<ConfigurationKey>> = LazyLock::new(|| {
    let formats = READERS.iter().map(|reader| reader.description());
    formats
        .flat_map(|format| format.configurations)
        .copied()
        .collect()
});

/// Whether some format has a configuration, or an array of them, under a key.
fn is_configuration(key: &str) -> bool {
    is_array_of_configurations(key)
        || CONFIGURATIONS
            .iter()
            .any(|one| matches!(one, ConfigurationKey::Object(object) if *object == key))
}

/// Whether some format has an array of configurations under a key.
fn is_array_of_configurations(key: &str) -> bool {
    CONFIGURATIONS
        .iter()
        .any(|one| matches!(one, ConfigurationKey::Items(items) if *items == key))
}

/// The member that holds the secrets.
pub const MEMBER: &str = "zzPlain";

/// Configurations of one file that get secrets.
const MOST: usize = 3;

/// A file below `inputs`, with secrets.
pub struct Input {
    /// Its path below `inputs`.
    pub path: String,
    pub text: String,
    /// How many configurations got secrets.
    pub places: usize,
}

/// All example inventories with `secrets` in some of their configurations.
pub fn inputs(secrets: &Json) -> Vec<Input> {
    let folder = root().join("inputs");
    files(&folder, "")
        .into_iter()
        .filter(|path| {
            !path.ends_with("README.md") && !path.ends_with("azure-resource-graph/contoso.json")
        })
        .map(|path| {
            let name = path
                .strip_prefix(&folder)
                .unwrap()
                .to_string_lossy()
                .replace('\\', "/");
            input(&name, &path, secrets)
        })
        .collect()
}

fn input(name: &str, path: &Path, secrets: &Json) -> Input {
    let text = std::fs::read_to_string(path).unwrap();
    let mut left = MOST;
    let changed = if name.ends_with(".yaml") {
        yaml(&text, secrets, &mut left)
    } else if name.ends_with(".csv") {
        table(&text, secrets, &mut left)
    } else if let Ok(mut whole) = serde_json::from_str::<Json>(&text) {
        insert(&mut whole, secrets, &mut left);
        // Rows are configurations themselves.
        if let (MOST, Some(rows)) = (left, whole.as_array_mut()) {
            rows.iter_mut()
                .for_each(|row| put(Some(row), secrets, &mut left));
        }
        // One line: what a code frame prints of it has neighbors of all kinds.
        whole.to_string()
    } else {
        text.lines()
            .map(|line| match serde_json::from_str::<Json>(line) {
                Ok(mut record) => {
                    insert(&mut record, secrets, &mut left);
                    if left == MOST {
                        put(Some(&mut record), secrets, &mut left);
                    }
                    format!("{record}\n")
                }
                Err(_) => format!("{line}\n"),
            })
            .collect()
    };
    Input {
        path: name.to_owned(),
        text: changed,
        places: MOST - left,
    }
}

/// Puts secrets into the first configurations of a value, the outermost first.
fn insert(value: &mut Json, secrets: &Json, left: &mut usize) {
    match value {
        Json::Object(members) => {
            for (key, member) in members.iter_mut() {
                // Plans have their values twice, and changes are what is read.
                let is_copy = ["planned_values", "prior_state"].contains(&key.as_str())
                    || member.get("root_module").is_some();
                if is_copy {
                    continue;
                }
                if is_configuration(key) {
                    let place = match member {
                        Json::Array(items) if is_array_of_configurations(key) => items.first_mut(),
                        Json::Object(_) if member.get("type").is_none() => Some(&mut *member),
                        _ => None,
                    };
                    put(place, secrets, left);
                }
                insert(member, secrets, left);
            }
        }
        Json::Array(items) => items
            .iter_mut()
            .for_each(|item| insert(item, secrets, left)),
        // JSON inside of a string.
        Json::String(text) if text.starts_with('{') => {
            if let Ok(mut inner) = serde_json::from_str::<Json>(text) {
                let before = *left;
                insert(&mut inner, secrets, left);
                if *left == before {
                    put(Some(&mut inner), secrets, left);
                }
                *text = inner.to_string();
            }
        }
        _ => {}
    }
}

/// Puts secrets into an object, if it is one.
fn put(place: Option<&mut Json>, secrets: &Json, left: &mut usize) {
    if let Some(Json::Object(members)) = place
        && *left > 0
    {
        members.insert(MEMBER.to_owned(), secrets.clone());
        *left -= 1;
    }
}

/// JSON is YAML, so secrets can be put into YAML as they are; every second time in
/// lines of its own.
fn yaml(text: &str, secrets: &Json, left: &mut usize) -> String {
    let mut lines = String::new();
    for line in text.lines() {
        lines.push_str(line);
        lines.push('\n');
        let key = line.trim_start().trim_end_matches(':');
        if *left > 0 && line.ends_with(':') && is_configuration(key) && key != "data" {
            let indent = " ".repeat(line.len() - line.trim_start().len() + 2);
            lines.push_str(&format!("{indent}{MEMBER}:\n"));
            for (key, value) in secrets.as_object().unwrap() {
                block(key, value, &format!("{indent}  "), &mut lines);
            }
            *left -= 1;
        }
    }
    lines
}

fn block(key: &str, value: &Json, indent: &str, lines: &mut String) {
    match value {
        Json::Object(members) if !members.is_empty() => {
            lines.push_str(&format!("{indent}{key}:\n"));
            for (key, value) in members {
                block(key, value, &format!("{indent}  "), lines);
            }
        }
        Json::String(text) if text.contains('\n') => {
            lines.push_str(&format!("{indent}{key}: |\n"));
            for line in text.lines() {
                lines.push_str(&format!("{indent}  {line}\n"));
            }
        }
        value => lines.push_str(&format!("{indent}{key}: {value}\n")),
    }
}

/// Tables get secrets into a cell with JSON, and into a column of their own.
fn table(text: &str, secrets: &Json, left: &mut usize) -> String {
    let separator = if text.lines().next().is_some_and(|line| line.contains(';')) {
        b';'
    } else {
        b','
    };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .delimiter(separator)
        .from_reader(text.as_bytes());
    let mut writer = csv::WriterBuilder::new()
        .delimiter(separator)
        .from_writer(Vec::new());
    for (number, row) in reader.records().map(Result::unwrap).enumerate() {
        let mut row: Vec<String> = row.iter().map(str::to_owned).collect();
        for cell in &mut row {
            if let Ok(Json::Object(mut members)) = serde_json::from_str(cell)
                && *left > 0
            {
                members.insert(MEMBER.to_owned(), secrets.clone());
                *cell = Json::Object(members).to_string();
                *left -= 1;
            }
        }
        if separator == b';' {
            row.push(match number {
                0 => format!("{MEMBER}.adminPassword"),
                _ => secrets["adminPassword"].as_str().unwrap().to_owned(),
            });
            *left = MOST - 1;
        }
        writer.write_record(&row).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}
