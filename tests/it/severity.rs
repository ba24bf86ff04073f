//! docs/severity.md: equal requirements have equal severities in the whole catalogue.

use std::collections::BTreeMap;

use crate::sandbox::{Sandbox, text};

const PAGE: &str = include_str!("../../docs/severity.md");

/// Each row of the table of requirements: the requirement, its severity and its controls.
fn rows() -> Vec<(String, String, Vec<String>)> {
    PAGE.lines()
        .skip_while(|line| !line.starts_with("| requirement |"))
        .skip(2)
        .take_while(|line| line.starts_with('|'))
        .map(|line| {
            let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
            let ids = cells[3].split(", ").map(str::to_owned).collect();
            (cells[0].to_owned(), cells[1].to_owned(), ids)
        })
        .collect()
}

#[test]
fn equal_requirements_have_equal_severities() {
    let sandbox = Sandbox::new();
    let listed = sandbox.run(&["list", "-o", "json"]).json()["controls"].clone();
    let severities: BTreeMap<String, String> = listed
        .as_array()
        .unwrap()
        .iter()
        .map(|control| (text(control, "/id"), text(control, "/severity")))
        .collect();
    let rows = rows();
    assert!(
        rows.len() > 20,
        "the table of docs/severity.md was not found"
    );
    let mut seen = BTreeMap::new();
    for (requirement, severity, ids) in &rows {
        for id in ids {
            assert_eq!(
                severities.get(id),
                Some(severity),
                "{id} in the row `{requirement}`"
            );
            let other = seen.insert(id, requirement);
            assert_eq!(other, None, "{id} is in two rows");
        }
    }
}
