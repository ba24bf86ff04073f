//! An inventory in one file and the same records in several, in another order: a decision is the
//! same, or unknown where a file alone proves less.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::sandbox::{Sandbox, export, text};
use crate::support::root;

const ESTATE: &str = "inputs/azure-resource-graph/contoso.json";

/// The statuses by control, resource and layer.
fn statuses(sandbox: &Sandbox, files: &[&str]) -> BTreeMap<String, String> {
    let (_, decisions) = sandbox.decide(files);
    decisions
        .iter()
        .map(|decision| {
            let part = |pointer| text(decision, pointer);
            let key = [part("/control/id"), part("/resource/id"), part("/layer")];
            (key.join(" "), part("/status"))
        })
        .collect()
}

#[test]
fn splitting_and_reordering_turn_no_decision_around() {
    let estate = std::fs::read_to_string(root().join(ESTATE)).unwrap();
    let estate: Value = serde_json::from_str(&estate).unwrap();
    let records = estate["data"].as_array().unwrap();
    let mut parts = [Vec::new(), Vec::new(), Vec::new()];
    for (number, record) in records.iter().rev().enumerate() {
        // Children are apart from their parents.
        parts[number % 3].push(record.clone());
    }
    let sandbox = Sandbox::with("all.json", export(records))
        .file("a.json", export(&parts[0]))
        .file("b.json", export(&parts[1]))
        .file("c.json", export(&parts[2]));
    let together = statuses(&sandbox, &["all.json"]);
    assert!(together.len() > 500);
    let apart = statuses(&sandbox, &["b.json", "c.json", "a.json"]);
    assert_eq!(together.len(), apart.len());
    let mut same = 0;
    for (key, status) in &together {
        let other = &apart[key];
        same += usize::from(other == status);
        assert!(
            other == status || other == "unknown",
            "{key}: {status}, and {other} in parts"
        );
    }
    assert!(
        same * 100 >= together.len() * 99,
        "{same} of {}",
        together.len()
    );
}
