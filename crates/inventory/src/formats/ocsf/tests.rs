use crate::detect::reading_of;
use crate::formats::READERS;

use super::*;

const EVENT: &str = r#"{"class_uid": 5023, "category_uid": 5, "metadata": {"version": "1.8.0"},
      "cloud": {"provider": "AWS", "account": {"uid": "000000000001"}, "region": "eu-west-1"},
      "resources": [
        {"uid": "arn:aws:s3:::a", "type": "AWS::S3::Bucket", "name": "a", "labels": ["owner=o", "x"],
         "tags": [{"name": "Owner", "value": "t"}], "data": {"configuration": {"p": true}},
         "resource_relationship": {"nodes": [], "edges": [{"source": "arn:aws:s3:::a", "target": "k", "relation": "encrypted by"}]}},
        {"uid": "b", "type": "rack", "data": "{\"disk\": \"o\\\"ff\"}"},
        {"uid": "c", "type": "rack", "region": "r"}, {"uid": "d"}],
      "database": {"uid": "db", "name": "DB", "type": "Relational"}}"#;

#[test]
fn entries_become_resources() {
    let reading = reading_of(EVENT);
    let [bucket, text, bare, database] = reading.resources.as_slice() else {
        panic!("{reading:?}");
    };
    assert_eq!(
        (bucket.provider.as_str(), bucket.location.as_deref()),
        ("aws", Some("eu-west-1"))
    );
    assert_eq!(bucket.scope.account.as_deref(), Some("000000000001"));
    assert_eq!((bucket.tags["Owner"].as_str(), bucket.tags.len()), ("t", 2));
    assert_eq!(bucket.body.properties.to_string(), "/data/configuration");
    assert_eq!(
        (bucket.edges[0].kind.as_deref(), bucket.edges[0].to.as_str()),
        (Some("encrypted_by"), "k")
    );
    let value: serde_json::Value = serde_json::from_str(text.body.text()).unwrap();
    assert_eq!(value["data"]["disk"], "o\"ff");
    let place = text.body.place(&Pointer::parse("/data/disk"));
    assert_eq!(place.document.slice(&place.range), r#"\"o\\\"ff\""#);
    assert_eq!(bare.unknown, [Pointer::parse("/properties")]);
    assert_eq!(bare.location.as_deref(), Some("r"));
    assert_eq!(
        (
            database.kind.as_str(),
            database.body.pointer.to_string().as_str()
        ),
        ("ocsf/database", "/database")
    );
    assert_eq!(reading.problems.len(), 1);
    assert!(
        reading.problems[0]
            .message
            .contains("`/resources/3` has no `type`")
    );
}

#[test]
fn findings_name_a_resource_once() {
    let finding = |data: &str| {
        format!(
            r#"{{"class_uid": 2003, "category_uid": 2, "resources": [{{"uid": "a", "type": "rack"{data}}}]}}"#
        )
    };
    let lines = [finding(""), finding(r#", "data": {"x": 1}"#), finding("")].join("\n");
    let reading = reading_of(&lines);
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    assert_eq!(reading.resources.len(), 1);
    assert!(reading.resources[0].unknown.is_empty());
}

#[test]
fn the_evidence_of_a_finding_is_no_configuration() {
    let reading = reading_of(
        r#"{"class_uid": 2003, "category_uid": 2, "resources": [
                {"uid": "/subscriptions/s/x", "type": "Microsoft.A/b", "data": {"properties": {}}}]}"#,
    );
    assert_eq!(
        reading.resources[0].unknown,
        [Pointer::parse("/properties")]
    );
    assert_eq!(reading.problems.len(), 1);
    assert!(reading.problems[0].message.starts_with("1 of 1 resources"));
}

#[test]
fn devices_are_resources_and_other_classes_are_named() {
    let reading = reading_of(
        r#"[{"class_uid": 5001, "category_uid": 5, "device": {"uid": "d", "hostname": "h", "type": "Server"}},
                {"class_uid": 3002, "class_name": "Authentication", "category_uid": 3}]"#,
    );
    assert_eq!(reading.resources[0].kind, "ocsf/device");
    assert_eq!(reading.resources[0].name, "h");
    assert!(
        reading.problems[0]
            .message
            .contains("3002 (Authentication)")
    );
    assert_eq!(
        reading.problems[0].level,
        onus_core::diagnostic::Level::Warning
    );
}

#[test]
fn no_other_reader_recognizes_it() {
    let outline = Outline::of(EVENT).unwrap();
    let readers = READERS.iter().filter(|reader| reader.recognizes(&outline));
    assert_eq!(readers.count(), 1);
}
