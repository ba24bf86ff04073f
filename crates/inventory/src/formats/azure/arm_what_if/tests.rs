use crate::detect::reading_of;
use crate::formats::READERS;

use super::*;

const RESULT: &str = r#"{"status": "Succeeded", "changes": [
      {"resourceId": "/subscriptions/S/resourceGroups/G/providers/Microsoft.Storage/storageAccounts/a",
       "changeType": "Create", "before": null, "after": {"apiVersion": "2023-05-01",
         "id": "/subscriptions/S/resourceGroups/G/providers/Microsoft.Storage/storageAccounts/a",
         "type": "Microsoft.Storage/storageAccounts", "name": "a", "location": "westeurope",
         "tags": {"owner": "o"}, "sku": {"name": "[parameters('s')]"},
         "properties": {"minimumTlsVersion": "TLS1_2", "k": {"v": "[reference('x').y]"}}}},
      {"resourceId": "/subscriptions/S/resourceGroups/G/providers/Microsoft.Web/sites/gone",
       "changeType": "Delete", "before": {"properties": {}}, "after": null},
      {"resourceId": "/subscriptions/S/resourceGroups/G/providers/Microsoft.Web/sites/b",
       "changeType": "Ignore", "before": {"name": "b", "properties": {"x": "[not known]"}}, "after": null},
      {"resourceId": "/subscriptions/S/resourceGroups/G/providers/Microsoft.Web/sites/c",
       "changeType": "Unsupported", "unsupportedReason": "no", "after": {"name": "c", "properties": {}}}]}"#;

#[test]
fn changes_become_resources() {
    let reading = reading_of(RESULT);
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    let [first, ignored, unsupported] = reading.resources.as_slice() else {
        panic!("{reading:?}");
    };
    assert!(first.id.starts_with("/subscriptions/s/resourcegroups/g/"));
    assert_eq!(first.kind, "microsoft.storage/storageaccounts");
    assert_eq!(
        (first.name.as_str(), first.tags["owner"].as_str()),
        ("a", "o")
    );
    assert_eq!(first.scope.group.as_deref(), Some("g"));
    assert_eq!(first.phase, Phase::Planned);
    let unknown: Vec<String> = first.unknown.iter().map(ToString::to_string).collect();
    assert_eq!(unknown, ["/raw/sku/name", "/properties/k/v"]);
    let native = first
        .body
        .native(&Pointer::parse("/properties/minimumTlsVersion"));
    let place = first.body.place(&native.unwrap());
    assert_eq!(place.document.slice(&place.range), "\"TLS1_2\"");
    let native = first.body.native(&Pointer::parse("/raw/location")).unwrap();
    assert_eq!(native.to_string(), "/after/location");
    assert_eq!(ignored.phase, Phase::Deployed);
    assert!(ignored.unknown.is_empty());
    assert_eq!(ignored.body.properties.to_string(), "/before/properties");
    assert_eq!(unsupported.unknown.len(), 2);
}

#[test]
fn the_rest_shape_is_read_and_failures_are_reported() {
    let rest = format!(
        r#"{{"status": "Succeeded", "properties": {}}}"#,
        RESULT.replace("\"status\": \"Succeeded\", ", "")
    );
    let reading = reading_of(&rest);
    assert_eq!(reading.resources.len(), 3);
    assert_eq!(
        reading.resources[0].body.pointer.to_string(),
        "/properties/changes/0"
    );
    let failed = r#"{"status": "Failed", "changes": null,
            "error": {"code": "InvalidTemplate", "message": "It is wrong."}}"#;
    let reading = reading_of(failed);
    assert_eq!(reading.problems.len(), 1, "{:?}", reading.problems);
    assert!(
        reading.problems[0]
            .message
            .ends_with("(`Failed`): InvalidTemplate: It is wrong")
    );
}

#[test]
fn results_with_ids_alone_are_refused_once() {
    let bare = RESULT.replace("\"after\": {", "\"other\": {");
    let reading = reading_of(&bare);
    assert_eq!(reading.problems.len(), 1, "{:?}", reading.problems);
    assert!(
        reading.problems[0]
            .help
            .as_deref()
            .unwrap()
            .contains("FullResourcePayloads")
    );
    assert!(
        reading.resources[0]
            .unknown
            .contains(&Pointer::parse("/properties"))
    );
    let reading = reading_of(
        r#"{"status": "Succeeded", "changes": [{"changeType": "Create", "after": {}}]}"#,
    );
    assert!(reading.problems[0].message.contains("`/changes/0`"));
}

#[test]
fn no_other_reader_recognizes_it() {
    for text in [RESULT, r#"{"status": "Succeeded", "changes": []}"#] {
        let outline = Outline::of(text).unwrap();
        let readers = READERS.iter().filter(|reader| reader.recognizes(&outline));
        assert_eq!(readers.count(), 1);
    }
}
