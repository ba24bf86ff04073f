use crate::READERS;
use crate::detect::reading_of;
use crate::resource::Resource;
use onus_core::document::Document;

use super::*;

fn one(text: &str) -> Resource {
    let outline = Outline::of(text).unwrap();
    let readers = READERS.iter().filter(|reader| reader.recognizes(&outline));
    assert_eq!(readers.count(), 1);
    let mut reading = reading_of(text);
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    assert_eq!(reading.resources.len(), 1);
    reading.resources.remove(0)
}

fn place(resource: &Resource, pointer: &str) -> String {
    let pointer = resource.body.native(&Pointer::parse(pointer)).unwrap();
    let place = resource.body.place(&pointer);
    assert!(place.exact, "{pointer}");
    place.document.slice(&place.range).to_owned()
}

const ITEM: &str = r#""configurationItemVersion": "1.3", "configurationItemStatus": "OK", "configurationStateId": 7,
        "ARN": "arn:aws:ec2:eu-west-1:111122223333:instance/i-1", "awsAccountId": "111122223333", "resourceType": "AWS::EC2::Instance",
        "resourceId": "i-1", "resourceName": null, "awsRegion": "eu-west-1", "tags": {"Owner": "team-a"},
        "relationships": [{"resourceId": "sg-1", "resourceType": "AWS::EC2::SecurityGroup", "name": "Is associated with SecurityGroup"},
          {"resourceName": "web", "resourceType": "AWS::IAM::Role"}, {"resourceType": "AWS::EC2::VPC"}]"#;

#[test]
fn a_snapshot_is_read() {
    let text = format!(
        r#"{{"fileVersion": "1.0", "configSnapshotId": "c", "configurationItems": [{{{ITEM},
                "configuration": {{"ebsOptimized": false, "big": 12345678901234567890123}},
                "supplementaryConfiguration": {{"AccessControlList": "{{\"a\": 1}}"}}}}]}}"#
    );
    let resource = one(&text);
    assert_eq!(
        resource.id,
        "arn:aws:ec2:eu-west-1:111122223333:instance/i-1"
    );
    assert_eq!(resource.aliases, ["i-1"]);
    assert_eq!(resource.kind, "AWS::EC2::Instance");
    assert_eq!(resource.name, "i-1");
    assert_eq!(resource.provider, "aws");
    assert_eq!(resource.location.as_deref(), Some("eu-west-1"));
    assert_eq!(resource.scope.account.as_deref(), Some("111122223333"));
    assert_eq!(resource.tags["Owner"], "team-a");
    assert!(resource.unknown.is_empty(), "{:?}", resource.unknown);
    let edges: Vec<_> = resource
        .edges
        .iter()
        .map(|edge| (edge.kind.as_deref().unwrap(), edge.to.as_str()))
        .collect();
    assert_eq!(edges, [("security_group", "sg-1"), ("role", "web")]);
    let via = resource.edges[0].via.clone().unwrap().to_string();
    assert_eq!(via, "/raw/relationships/0/resourceId");
    assert_eq!(place(&resource, &via), "\"sg-1\"");
    assert_eq!(
        place(&resource, "/properties/big"),
        "12345678901234567890123"
    );
    // A string of a snapshot is a string.
    assert!(
        place(
            &resource,
            "/raw/supplementaryConfiguration/AccessControlList"
        )
        .starts_with('"')
    );
    assert_eq!(resource.body.pointer.to_string(), "/configurationItems/0");
    assert!(text.contains(resource.body.text()), "byte for byte");
}

#[test]
fn strings_of_the_api_are_parsed() {
    let text = r#"{"baseConfigurationItems": [{"version": "1.3", "accountId": "111122223333",
            "arn": "arn:aws:s3:::logs", "resourceType": "AWS::S3::Bucket", "resourceId": "logs", "resourceName": "logs",
            "awsRegion": "eu-west-1", "configuration": "{\"name\": \"l\u00f6gs\", \"n\": [1.50]}",
            "supplementaryConfiguration": {"IsRequesterPaysEnabled": "false", "AccessControlList": "\"{\\\"a\\\": 1}\"",
              "Odd": "plain words", "BucketPolicy": "{\"policyText\": null}"}}], "unprocessedResourceKeys": []}"#;
    let resource = one(text);
    let made: serde_json::Value = serde_json::from_str(resource.body.text()).unwrap();
    let mut expected: serde_json::Value = serde_json::from_str(text).unwrap();
    let mut expected = expected["baseConfigurationItems"][0].take();
    for path in [
        "/configuration",
        "/supplementaryConfiguration/IsRequesterPaysEnabled",
        "/supplementaryConfiguration/AccessControlList",
        "/supplementaryConfiguration/BucketPolicy",
    ] {
        let value = expected.pointer_mut(path).unwrap();
        *value = serde_json::from_str(value.as_str().unwrap()).unwrap();
    }
    assert_eq!(made, expected);
    assert_eq!(
        made["supplementaryConfiguration"]["AccessControlList"],
        "{\"a\": 1}"
    );
    assert_eq!(place(&resource, "/properties/n/0"), "1.50");
    assert_eq!(place(&resource, "/properties/name"), r#"\"l\u00f6gs\""#);
    assert_eq!(place(&resource, "/raw/resourceId"), "\"logs\"");
    let unknown: Vec<String> = resource.unknown.iter().map(Pointer::to_string).collect();
    assert_eq!(unknown, ["/tags", "/raw/tags", "/raw/relationships"]);
}

#[test]
fn notifications_have_one_item() {
    let rest = r#""configuration": {"a": 1}, "supplementaryConfiguration": {}"#;
    let resource = one(&format!(
        r#"{{"configurationItemDiff": null, "configurationItem": {{{ITEM}, {rest}}}, "messageType": "ConfigurationItemChangeNotification"}}"#
    ));
    assert_eq!(resource.body.pointer.to_string(), "/configurationItem");
    let resource = one(&format!(r#"{{"ConfigurationItem": {{{ITEM}, {rest}}}}}"#));
    assert_eq!(place(&resource, "/properties/a"), "1");
    let reading = reading_of(&format!(
        r#"{{"configurationItemSummary": {{{ITEM}}}, "s3DeliverySummary": {{}}, "messageType": "OversizedConfigurationItemChangeNotification"}}"#
    ));
    assert!(
        reading.resources[0]
            .unknown
            .contains(&Pointer::parse("/properties"))
    );
    let help = reading.problems[0].help.as_deref().unwrap();
    assert!(
        help.contains("resourceType=AWS::EC2::Instance,resourceId=i-1"),
        "{help}"
    );
}

#[test]
fn only_the_latest_state_counts_and_the_deleted_do_not() {
    let item = |id: &str, state: u32, rest: &str| {
        format!(
            r#"{{"resourceType": "T::U::V", "resourceId": "{id}", "awsRegion": "r", "configurationStateId": "{state}", {rest}}}"#
        )
    };
    let reading = reading_of(&format!(
        r#"{{"fileVersion": "1.0", "configurationItems": [{}, {}, {}, {}, {}, {}]}}"#,
        item("a", 9, r#""configuration": {"old": true}"#),
        item("a", 10, r#""configuration": {"old": false}"#),
        item(
            "b",
            3,
            r#""configuration": null, "configurationItemStatus": "ResourceDeleted""#
        ),
        item("b", 2, r#""configuration": {}"#),
        item(
            "c",
            1,
            r#""configuration": {}, "configurationItemStatus": "ResourceNotRecorded""#
        ),
        item("d", 1, r#""configuration": null"#),
    ));
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    let [a, c, d] = reading.resources.as_slice() else {
        panic!("{:?}", reading.resources);
    };
    assert_eq!(place(a, "/properties/old"), "false");
    for resource in [c, d] {
        assert!(resource.unknown.contains(&Pointer::parse("/properties")));
    }
    assert_eq!(c.id, "c");
}

#[test]
fn bad_items_are_problems_and_the_others_are_read() {
    let reading = reading_of(
        r#"{"configurationItems": [3, {"resourceId": "x"}, {"resourceType": "A::B::C"},
                {"resourceType": "A::B::C", "resourceId": "y", "configuration": "{oops"},
                {"resourceType": "A::B::C", "resourceId": "z", "configuration": "", "relationships": 7},
                {"resourceType": "A::B::C", "resourceId": "fine", "configuration": ""}],
                "nextToken": "t"}"#,
    );
    let problems: Vec<String> = reading.problems.iter().map(ToString::to_string).collect();
    assert_eq!(problems.len(), 6, "{problems:#?}");
    assert!(problems[1].contains("`/configurationItems/1` has no `resourceType`"));
    assert!(problems[2].contains("neither an `arn` nor a `resourceId`"));
    assert!(problems[5].contains("more pages follow"));
    assert_eq!(reading.resources.len(), 1);
    assert!(
        reading.resources[0]
            .unknown
            .contains(&Pointer::parse("/properties"))
    );
    let reading = reading_of(
        r#"{"baseConfigurationItems": [], "unprocessedResourceKeys": [{"resourceType": "A::B::C", "resourceId": "q"}]}"#,
    );
    assert!(reading.problems[0].message.contains("lists 1 resources"));
    let spot = reading.problems[0].place.as_ref().unwrap();
    assert!(Document::slice(&spot.document, &spot.range).contains("\"q\""));
}
