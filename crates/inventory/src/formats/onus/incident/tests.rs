use std::sync::Arc;

use super::*;
use crate::{Extent, ReadOptions, read_documents};
use onus_core::document::Document;
use onus_core::vocabulary::Layer;

fn record(id: &str, rest: &str) -> String {
    format!(
        r#"{{"incident": "{id}", "title": "t", "stages": [],
              "affected": [{{"name": "vm", "layer": "os.guest",
                "id": "/subscriptions/S/resourceGroups/G/providers/Microsoft.Compute/virtualMachines/VM"}}]{rest}}}"#
    )
}

fn read(texts: &[&str]) -> (Vec<Resource>, Vec<String>) {
    let documents: Vec<Arc<Document>> = texts
        .iter()
        .enumerate()
        .map(|(number, text)| Arc::new(Document::new(format!("{number}.json"), *text)))
        .collect();
    let (readings, _) = read_documents(&documents, Extent::Complete, &ReadOptions::default());
    let mut resources = Vec::new();
    let mut problems = Vec::new();
    for reading in readings {
        resources.extend(reading.resources);
        problems.extend(reading.problems.iter().map(ToString::to_string));
    }
    (resources, problems)
}

#[test]
fn an_affected_thing_is_a_resource_about_another_ones_layer() {
    let (resources, problems) = read(&[&record("I1", "")]);
    assert_eq!(problems, [""; 0]);
    let [resource] = resources.as_slice() else {
        panic!("{resources:?}");
    };
    assert_eq!(resource.id, "I1/vm");
    assert_eq!(resource.kind, AFFECTED);
    assert_eq!(resource.provider, "azure");
    assert_eq!(resource.scope.account.as_deref(), Some("s"));
    let subject = resource.subject.as_ref().unwrap();
    assert_eq!(subject.layer, Layer::OsGuest);
    assert_eq!(subject.resource.kind, "microsoft.compute/virtualmachines");
    assert!(!subject.has_settings);
}

#[test]
fn a_record_that_is_wrong_is_not_decided() {
    for (rest, message) in [
        (
            r#", "declared": {"at": "2026-10-02T09:40"}"#,
            "`2026-10-02T09:40` is no time with a zone",
        ),
        (
            r#", "mitigations": [{"what": "w", "affected": ["nm"]}]"#,
            "nothing that was hit is called `nm`",
        ),
        (
            r#", "postMortems": [{"by": {"kind": "customer"}, "fixes": [{"what": "w", "due": "2027-02-29"}]}]"#,
            "`2027-02-29` is neither a day nor a time with a zone",
        ),
        (r#", "severety": "high""#, "unknown field `severety`"),
        (r#", "class": "breach""#, "unknown variant `breach`"),
    ] {
        let (resources, problems) = read(&[&record("I1", rest)]);
        assert!(resources.is_empty(), "{rest}");
        assert!(problems.iter().any(|p| p.contains(message)), "{problems:?}");
    }
}

#[test]
fn an_incident_is_unique_in_a_run() {
    let (resources, problems) = read(&[&record("I1", ""), &record("I2", ""), &record("I1", "")]);
    assert_eq!(resources.len(), 2);
    assert_eq!(
        problems,
        ["2.json:1:14: the incident `I1` stands twice, here and at 0.json:1:14"]
    );
}

/// `ONUS_UPDATE_SCHEMA=1 cargo test --lib schema` rewrites the file.
#[test]
fn the_published_schema_is_current() {
    let path = concat!(
        concat!(env!("CARGO_MANIFEST_DIR"), "/../.."),
        "/docs/schema/incident.schema.json"
    );
    let current = format!("{}\n", serde_json::to_string_pretty(&schema()).unwrap());
    if std::env::var_os("ONUS_UPDATE_SCHEMA").is_some() {
        std::fs::write(path, &current).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap(), current);
}
