use std::sync::Arc;

use onus_core::document::Document;
use onus_inventory::{ReadOptions, read_document};
use proptest::prelude::*;

use super::*;

fn read(name: &str, records: &[Json]) -> Vec<Resource> {
    let text = Json::from(records.to_vec()).to_string();
    let document = Arc::new(Document::new(name, text));
    let reading = read_document(&document, &ReadOptions::default());
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    reading.resources
}

fn of(resources: &[Resource]) -> Aggregate {
    let mut aggregate = Aggregate::default();
    aggregate.add(resources);
    aggregate
}

fn record(id: &str, kind: &str, account: Option<&str>, name: &str) -> Json {
    json!({"id": id, "type": kind, "provider": "acme", "name": name,
        "scope": {"account": account}, "properties": {}})
}

#[test]
fn counts_names_and_scopes() {
    let resources = read(
        "a.json",
        &[
            record("1", "zone", Some("a"), "Example.org"),
            record("2", "zone", Some("b"), "example.org"),
            record("3", "trail", Some("a"), "t"),
            record("4", "trail", None, "t"),
        ],
    );
    let value = of(&resources).value();
    assert_eq!(value["resources"], 4);
    assert_eq!(value["types"], json!({"zone": 2, "trail": 2}));
    assert_eq!(value["providers"], json!({"acme": 4}));
    assert_eq!(
        value["accounts"],
        json!({"a": {"zone": 1, "trail": 1}, "b": {"zone": 1}})
    );
    assert_eq!(value["without_account"], json!({"trail": 1}));
    assert_eq!(
        value["names"]["zone"],
        json!({"example.org": [
            {"account": "a", "group": null, "count": 1},
            {"account": "b", "group": null, "count": 1},
        ]})
    );
    assert_eq!(value["counts"].as_array().map(Vec::len), Some(4));
    assert!(of(&resources).unknown().is_empty());
    assert_eq!(of(&resources).phase(), Some(Phase::Deployed));
    assert!(!of(&resources).is_empty());
    assert!(Aggregate::default().is_empty());
}

#[test]
fn a_resource_in_two_files_counts_once() {
    // An id that is unique everywhere.
    let records = [record("//acme/zones/1", "zone", Some("a"), "z")];
    let mut resources = read("a.json", &records);
    resources.extend(read("b.json", &records));
    let value = of(&resources).value();
    assert_eq!(value["types"]["zone"], 1);
    assert_eq!(value["names"]["zone"]["z"][0]["count"], 1);
}

#[test]
fn names_beyond_the_limit_are_not_known_and_others_are() {
    let mut records: Vec<Json> = (0..=MAX_NAMES)
        .map(|number| record(&format!("z{number}"), "zone", None, &format!("z{number}")))
        .collect();
    records.push(record("t", "trail", None, "t"));
    let resources = read("a.json", &records);
    let aggregate = of(&resources);
    assert_eq!(
        aggregate.unknown(),
        [Pointer::parse("/inventory/names/zone")]
    );
    let value = aggregate.value();
    assert_eq!(value["names"].get("zone"), None);
    assert_eq!(value["types"]["zone"], MAX_NAMES + 1);
    assert!(value["names"]["trail"].is_object());
    // The limit itself is known.
    assert!(of(&resources[..MAX_NAMES]).unknown().is_empty());
}

#[test]
fn labels_are_no_names() {
    let plan = json!({
        "format_version": "1.2",
        "terraform_version": "1.9.0",
        "planned_values": {"root_module": {"resources": [
            {"address": "aws_route53_zone.main", "mode": "managed", "type": "aws_route53_zone",
             "name": "main", "provider_name": "registry.terraform.io/hashicorp/aws",
             "values": {"name": "Example.org"}},
            {"address": "aws_s3_bucket.main", "mode": "managed", "type": "aws_s3_bucket",
             "name": "main", "provider_name": "registry.terraform.io/hashicorp/aws",
             "values": {"bucket": "logs"}},
        ]}},
        "resource_changes": [
            {"address": "aws_route53_zone.main", "mode": "managed", "type": "aws_route53_zone",
             "name": "main", "provider_name": "registry.terraform.io/hashicorp/aws",
             "change": {"actions": ["create"], "before": null, "after": {"name": "Example.org"},
                        "after_unknown": {}}},
            {"address": "aws_s3_bucket.main", "mode": "managed", "type": "aws_s3_bucket",
             "name": "main", "provider_name": "registry.terraform.io/hashicorp/aws",
             "change": {"actions": ["create"], "before": null, "after": {"bucket": "logs"},
                        "after_unknown": {}}},
        ],
    });
    let document = Arc::new(Document::new("plan.json", plan.to_string()));
    let reading = read_document(&document, &ReadOptions::default());
    let aggregate = of(&reading.resources);
    let value = aggregate.value();
    assert_eq!(value["types"]["aws_route53_zone"], 1, "{value}");
    assert!(value["names"]["aws_route53_zone"]["example.org"].is_array());
    assert_eq!(
        aggregate.unknown(),
        [Pointer::parse("/inventory/names/aws_s3_bucket")]
    );
    assert_eq!(aggregate.phase(), Some(Phase::Planned));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn merged_parts_are_the_complete_aggregate(
        records in proptest::collection::vec((0..12_u8, 0..3_u8, 0..3_u8, 0..4_u8), 0..24),
        parts in proptest::collection::vec((0..24_usize, 0..24_usize), 0..6),
    ) {
        let records: Vec<Json> = records
            .iter()
            .map(|(id, kind, account, name)| {
                let account = (*account > 0).then(|| account.to_string());
                // Some have no name.
                let name = if *name > 0 { name.to_string() } else { String::new() };
                record(&id.to_string(), &format!("k{kind}"), account.as_deref(), &name)
            })
            .collect();
        let document = Arc::new(Document::new("a.json", Json::from(records).to_string()));
        let resources = read_document(&document, &ReadOptions::default()).resources;
        let complete = of(&resources);
        // Parts may overlap; what they miss is in the last one.
        let mut cut: Vec<Aggregate> = parts
            .iter()
            .map(|(from, length)| {
                let from = (*from).min(resources.len());
                of(&resources[from..(from + length).min(resources.len())])
            })
            .collect();
        for resource in &resources {
            cut.push(of(std::slice::from_ref(resource)));
        }
        let merge = |parts: &mut dyn Iterator<Item = Aggregate>| {
            let mut all = Aggregate::default();
            parts.for_each(|part| all.merge(part));
            all
        };
        prop_assert_eq!(&merge(&mut cut.iter().cloned()), &complete);
        prop_assert_eq!(&merge(&mut cut.iter().rev().cloned()), &complete);
    }
}
