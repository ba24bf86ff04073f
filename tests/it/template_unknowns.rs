//! Templates in the shapes of Bicep: what onus can't decide about them, by the fact that is
//! missing. Defaults are known, so that only what the template does not say is left.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::sandbox::{Sandbox, text};
use crate::support::root;

/// The most that may be unknown, in parts of a thousand.
const LIMIT: usize = 100;

#[test]
fn few_decisions_about_templates_are_unknown() {
    let folder = root().join("tests/templates");
    let sandbox = Sandbox::new();
    let (_, decisions) = sandbox.decide(&[&folder.to_string_lossy()]);
    let mut statuses: BTreeMap<String, usize> = BTreeMap::new();
    let mut missing: BTreeMap<String, usize> = BTreeMap::new();
    for decision in &decisions {
        let status = text(decision, "/status");
        if status == "unknown" {
            let findings = decision.pointer("/findings").and_then(Value::as_array);
            for finding in findings.into_iter().flatten() {
                let fact = format!(
                    "{}: {}",
                    text(decision, "/control/id"),
                    text(finding, "/message")
                );
                *missing.entry(fact).or_default() += 1;
            }
        }
        *statuses.entry(status).or_default() += 1;
    }
    let unknown = statuses.get("unknown").copied().unwrap_or_default();
    let listed: String = missing
        .iter()
        .map(|(fact, times)| format!("{times} {fact}\n"))
        .collect();
    insta::assert_snapshot!("unknown_facts", format!("{statuses:?}\n{listed}"));
    assert!(decisions.len() > 150);
    assert!(
        unknown * 1000 <= decisions.len() * LIMIT,
        "{unknown} of {}",
        decisions.len()
    );
}
