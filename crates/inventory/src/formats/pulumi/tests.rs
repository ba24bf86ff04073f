use crate::detect::{reading_of, recognized_by};

use onus_core::vocabulary::Phase;

use super::*;

const SECRET: &str = r#"{"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "ciphertext": "v1:abc"}"#;

fn stack(resources: &str) -> String {
    format!(
        r#"{{"version": 3, "deployment": {{"manifest": {{"time": "t"}}, "resources": [
              {{"urn": "urn:pulumi:prod::shop::pulumi:pulumi:Stack::shop-prod", "custom": false, "type": "pulumi:pulumi:Stack"}},
              {{"urn": "urn:pulumi:prod::shop::pulumi:providers:aws::default", "custom": true, "id": "x", "type": "pulumi:providers:aws"}},
              {resources}]}}}}"#
    )
}

fn pointers(pointers: &[Pointer]) -> Vec<String> {
    pointers.iter().map(Pointer::to_string).collect()
}

#[test]
fn a_stack_is_read() {
    let text = stack(&format!(
        r#"{{"urn": "urn:b", "custom": true, "id": "bucket-1", "type": "aws:shop/store:Store", "parent": "urn:pulumi:prod::shop::pulumi:pulumi:Stack::shop-prod",
                "inputs": {{"acl": "private", "key": {SECRET}}},
                "outputs": {{"arn": "arn:aws:s3::123:bucket-1", "region": "eu-west-1", "acl": "private", "tagsAll": {{"owner": "a", "pin": {SECRET}}}, "list": [{{}}, {SECRET}]}},
                "additionalSecretOutputs": ["acl"]}},
              {{"urn": "urn:pulumi:prod::shop::aws:s3/bucketObject:BucketObject::o", "custom": true, "type": "aws:s3/bucketObject:BucketObject", "parent": "urn:b",
                "inputs": {{"bucket": "04da6b54-80e4-46f7-96ec-b56ff0331ba9"}}, "dependencies": ["urn:b", "urn:gone"], "propertyDependencies": {{"bucket": ["urn:b"], "key": null}}}},
              {{"urn": "urn:old", "custom": true, "delete": true, "type": "aws:shop/store:Store"}}"#
    ));
    assert_eq!(recognized_by(&text), ["pulumi"]);
    let reading = reading_of(&text);
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    let [bucket, object] = reading.resources.as_slice() else {
        panic!("{:?}", reading.resources);
    };
    assert_eq!(
        (bucket.id.as_str(), bucket.kind.as_str()),
        ("urn:b", "aws:shop/store:Store")
    );
    assert_eq!(bucket.provider, "aws");
    assert_eq!(bucket.phase, Phase::Deployed);
    assert_eq!(bucket.aliases, ["bucket-1", "arn:aws:s3::123:bucket-1"]);
    assert_eq!(bucket.scope.account.as_deref(), Some("123"));
    assert_eq!(bucket.location.as_deref(), Some("eu-west-1"));
    assert_eq!(bucket.tags.len(), 1);
    assert!(bucket.edges.is_empty());
    assert_eq!(
        pointers(&bucket.sensitive),
        [
            "/properties/tagsAll/pin",
            "/raw/outputs/tagsAll/pin",
            "/properties/list/1",
            "/raw/outputs/list/1",
            "/raw/inputs/key",
            "/properties/acl",
            "/raw/outputs/acl",
        ]
    );
    assert_eq!(
        pointers(&bucket.unknown),
        [
            "/properties/tagsAll/pin",
            "/raw/outputs/tagsAll/pin",
            "/properties/list/1",
            "/raw/outputs/list/1",
            "/raw/inputs/key",
            "/tags/pin",
        ]
    );
    let native = bucket
        .body
        .native(&Pointer::parse("/properties/list/1"))
        .unwrap();
    let place = bucket.body.place(&native);
    assert_eq!(place.document.slice(&place.range), SECRET);
    // No code frame shows it.
    assert!(place.document.withheld().contains(&place.range));
    assert_eq!(object.name, "o");
    assert_eq!(object.phase, Phase::Planned);
    assert_eq!(object.body.properties.to_string(), "/inputs");
    assert_eq!(
        pointers(&object.unknown),
        ["/properties/bucket", "/raw/inputs/bucket"]
    );
    let edges: Vec<(&str, String)> = object
        .edges
        .iter()
        .map(|edge| {
            (
                edge.kind.as_deref().unwrap(),
                edge.via.as_ref().unwrap().to_string(),
            )
        })
        .collect();
    assert_eq!(
        edges,
        [
            ("parent", "/raw/parent".to_owned()),
            ("bucket", "/properties/bucket".to_owned())
        ]
    );
}

#[test]
fn checkpoints_and_empty_stacks_are_read() {
    let text = r#"{"version": 3, "checkpoint": {"stack": "prod", "latest": {"resources": [
            {"urn": "u::n", "custom": true, "type": "azure-native:storage:StorageAccount", "outputs": {"location": "westeurope"},
             "id": "/subscriptions/S/resourceGroups/Rg/providers/Microsoft.Storage/storageAccounts/a"}]}}}"#;
    assert_eq!(recognized_by(text), ["pulumi"]);
    let reading = reading_of(text);
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    let account = &reading.resources[0];
    assert_eq!(account.provider, "azure");
    assert_eq!(account.scope.account.as_deref(), Some("s"));
    assert_eq!(account.scope.group.as_deref(), Some("rg"));
    assert_eq!(
        account.body.pointer.to_string(),
        "/checkpoint/latest/resources/0"
    );
    for empty in [
        r#"{"version": 3, "deployment": null}"#,
        r#"{"version": 3, "checkpoint": {"latest": null}}"#,
    ] {
        let reading = reading_of(empty);
        assert!(reading.problems.is_empty() && reading.resources.is_empty());
    }
}

#[test]
fn incomplete_stacks_are_problems() {
    let reading = reading_of(
        r#"{"version": 3, "deployment": {"resources": [{"urn": "u", "custom": true}, {"urn": 3}, {"urn": "v", "type": "a:b:C"}],
                "pending_operations": [{"type": "creating", "resource": {"urn": "w"}}]}}"#,
    );
    assert_eq!(reading.resources.len(), 1);
    assert_eq!(
        reading.resources[0].unknown,
        [Pointer::parse("/properties")]
    );
    let messages: Vec<&str> = reading
        .problems
        .iter()
        .map(|problem| problem.message.as_str())
        .collect();
    assert_eq!(messages.len(), 3, "{messages:?}");
    assert!(
        messages
            .iter()
            .any(|message| message.contains("has no urn or no type"))
    );
    assert!(messages[2].contains("were interrupted"));
    let reading = reading_of(r#"{"version": 2, "deployment": {}}"#);
    assert!(reading.problems[0].message.contains("version `2`"));
}
