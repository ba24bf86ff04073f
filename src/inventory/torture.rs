//! Damaged inventories: whatever the bytes, the answer is resources or problems,
//! and what is said of them holds.

use std::sync::Arc;

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::document::Document;
use crate::pointer::Pointer;

use super::{READERS, ReadOptions, Reading, decode, read_document};

/// One small valid document for each shape that readers know.
const SAMPLES: &[&str] = &[
    r#"{"count": 1, "data": [{"id": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Web/sites/x",
        "type": "microsoft.web/sites", "name": "x", "tags": {"a": "b"}, "properties": {"é": 1}}],
        "skip_token": null, "total_records": 1}"#,
    r#"[{"id": "/subscriptions/s", "type": "Microsoft.A/b", "properties": {}},
        {"id": "/subscriptions/t", "type": "Microsoft.A/b", "properties": null}]"#,
    r#"{"value": [{"id": "/providers/Microsoft.A/b/c", "properties": {}}], "nextLink": null}"#,
    r#"{"$schema": "https://x/deploymentTemplate.json#", "languageVersion": "2.0",
        "parameters": {"p": {"type": "secureString"}, "n": {"type": "string", "defaultValue": "v"}},
        "variables": {"v": "[concat(parameters('n'), 'x')]"},
        "resources": {"m": {"type": "Microsoft.Resources/deployments", "name": "m", "properties": {
          "parameters": {"q": {"value": "[variables('v')]"}},
          "template": {"parameters": {"q": {"type": "string"}}, "resources": [
            {"type": "Microsoft.Sql/servers", "name": "[parameters('q')]", "tags": {"a": "[b()]"},
             "properties": {"copy": [{"name": "l", "count": 2, "input": "[x()]"}], "é": "[y()]"},
             "resources": [{"type": "databases", "name": "d", "location": "[l()]"}]}]}}}}}"#,
    r#"{"template": {"$schema": "subscriptionDeploymentTemplate.json", "resources": [
        {"type": "A.B/c/providers/locks", "name": "x/D.E/y", "properties": {"p": "[[no]"}}]}}"#,
    r#"{"format_version": "1.2", "complete": true, "resource_changes": [{"address": "module.m.aws_x.y[\"é\"]",
        "module_address": "module.m", "mode": "managed", "type": "aws_x", "provider_name": "h/aws",
        "change": {"actions": ["update"], "before": {"a": 1}, "after": {"tags_all": {"o": "p"}, "b": [{"c": 1}]},
        "after_unknown": {"b": [{"d": true}]}, "before_sensitive": true, "after_sensitive": {"tags_all": {}},
        "after_identity": {"id": "i"}}}], "configuration": {"root_module": {"module_calls": {"m": {
          "source": "./m", "expressions": {"v": {"references": ["module.m.o", "module.m"]}}, "module": {
            "outputs": {"o": {"expression": {"references": ["var.v.x[0]", "var.v"]}}},
            "resources": [{"mode": "managed", "type": "aws_x", "name": "y", "for_each_expression": {"references":
              ["aws_x.z"]}, "expressions": {"b": [{"c": {"references": ["each.value.id", "aws_x.y[\"é\"]"]}}]}}]}}}}}}"#,
    r#"{"format_version": "1.0", "values": {"root_module": {"resources": [{"address": "a.b", "type": "a",
        "values": {"id": "/subscriptions/s", "tags": {"x": null}}, "sensitive_values": {"id": true}}],
        "child_modules": [{"address": "module.m", "resources": [{"address": "module.m.a.b", "type": "a"}]}]}}}"#,
    r#"{"fileVersion": "1.0", "configurationItems": [{"ARN": "arn:aws:s3:::b", "awsAccountId": "1", "resourceType": "AWS::S3::Bucket",
        "resourceId": "b", "configurationStateId": 7, "awsRegion": "r", "tags": {"a": "b"}, "relationships": [{"resourceId": "k",
        "resourceType": "AWS::KMS::Key"}], "configuration": {"é": 1}, "supplementaryConfiguration": {"A": "{}"}}]}"#,
    r#"{"baseConfigurationItems": [{"arn": "arn:aws:s3:::b", "accountId": "1", "resourceType": "AWS::S3::Bucket",
        "configuration": "{\"é\": [1, \"\\u00e9\"]}", "supplementaryConfiguration": {"A": "{\"b\": null}", "B": "c"}}]}"#,
    r#"{"Results": ["{\"resourceId\": \"é\", \"resourceType\": \"A::B::C\", \"configuration\": {\"a\": 1}}"],
        "QueryInfo": {"SelectFields": [{"Name": "resourceId"}, {"Name": "resourceType"}, {"Name": "configuration"}]}}"#,
    r#"{"Parameters": {"P": {"Type": "String", "Default": "v"}, "S": {"Type": "String", "NoEcho": true}},
        "Mappings": {"M": {"v": {"a": [1]}}}, "Conditions": {"C": {"Fn::Equals": [{"Ref": "P"}, "v"]}, "D": {"Fn::Not": [{"Condition": "C"}]}},
        "Resources": {"R": {"Type": "A::B::C", "Condition": "C", "DependsOn": "Q", "Properties": {"N": {"Ref": "AWS::NoValue"},
          "CName": {"Fn::Sub": "${P}-é"}, "L": [{"Ref": "AWS::NoValue"}, {"Fn::If": ["D", 1, {"Fn::FindInMap": ["M", {"Ref": "P"}, "a"]}]}],
          "J": {"Fn::Join": ["", [{"Fn::GetAtt": ["Q", "Arn"]}, {"Ref": "S"}]]}, "Tags": [{"Key": "a", "Value": {"Ref": "P"}}]}},
          "Q": {"Type": "A::B::D"}}}"#,
    r#"{"status": "Succeeded", "changes": [{"resourceId": "/subscriptions/s/providers/A.B/c/d",
        "changeType": "Create", "after": {"type": "A.B/c", "tags": {"a": "b"}, "properties": {"é": "[x()]"}}},
        {"resourceId": "/subscriptions/s/providers/A.B/c/e", "changeType": "Ignore", "before": {"properties": {}}}],
        "diagnostics": [{"level": "Info", "code": "c", "message": "m."}], "nextLink": null}"#,
    r#"{"bomFormat": "CycloneDX", "serialNumber": "s", "metadata": {"component": {"type": "application", "name": "é"}},
        "services": [{"bom-ref": "a", "name": "n", "provider": {"name": "P"}, "properties": [{"name": "k", "value": "v"}],
        "services": [{"name": "m", "authenticated": true}]}], "dependencies": [{"ref": "a", "dependsOn": ["b"]}]}"#,
    r#"{"spdxVersion": "SPDX-2.3", "packages": [{"SPDXID": "a", "name": "é", "externalRefs": [
        {"referenceType": "purl", "referenceLocator": "l"}]}], "relationships": [
        {"spdxElementId": "a", "relationshipType": "CONTAINS", "relatedSpdxElement": "b"}]}"#,
    r#"{"@context": "https://spdx.org/x", "@graph": [{"type": "software_File", "spdxId": "f", "name": "é"},
        {"type": "Relationship", "from": "f", "to": ["g"], "relationshipType": "dependsOn"}]}"#,
    r#"{"class_uid": 5023, "category_uid": 5, "cloud": {"provider": "AWS", "account": {"uid": "1"}}, "resources": [
        {"uid": "a", "type": "A::B::C", "labels": ["k=v"], "tags": [{"name": "n"}], "data": {"configuration": {"é": 1}},
        "resource_relationship": {"edges": [{"source": "a", "target": "b", "relation": "r"}]}}], "table": {"uid": "t"}}"#,
    r#"{"rows": [{"akas": ["arn:aws:s3:::a"], "resource_type": "aws_s3_bucket", "title": "é", "tags": {"a": "b"}}],
        "columns": [], "metadata": {}}"#,
    r#"{"_cq_id": "c", "_cq_parent_id": "d", "id": "/subscriptions/s", "type": "A.B/c", "properties": {"é": 1}}"#,
    r#"[{"name": "//s.googleapis.com/projects/p/b", "assetType": "s.googleapis.com/B", "ancestors": ["projects/1"],
        "resource": {"parent": "//p", "data": "{\"labels\": {\"\u00e9\": 1}}"}},
        {"name": "//s.googleapis.com/projects/p/b", "assetType": "s.googleapis.com/B", "iamPolicy": {"bindings": []}},
        {"name": "//s.googleapis.com/projects/p/b", "assetType": "s.googleapis.com/B", "relatedAsset": {"asset": "//c"}}]"#,
    r#"[{"name": "//s.googleapis.com/b", "assetType": "s.googleapis.com/B", "project": "projects/1", "kmsKeys": ["k"],
        "versionedResources": [{"resource": {"é": 1}}], "relationships": {"A_TO_B": {"relatedResources": [{"fullResourceName": "//c"}]}}}]"#,
    r#"{"apiVersion": "v1", "kind": "List", "metadata": {}, "items": [
        {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "é", "ownerReferences": [{"uid": "u"}]}, "spec": {"containers": [{"env": [{"valueFrom": {}}]}]}},
        {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s", "annotations": {"a": "b"}}, "data": {"a": "b"}}]}"#,
    r#"{"version": 3, "deployment": {"resources": [{"urn": "u::n", "custom": true, "id": "i", "type": "a:b:C", "dependencies": ["u::n"],
        "outputs": {"tags": {"a": "b"}, "é": {"4dabf18193072939515e22adb298388d": "x", "ciphertext": "y"}}}]}}"#,
    r#"{"baseline_version": "1", "module_version": "1", "tenant_details": [{"TenantId": "t"}], "a_unsuccessful_commands": [],
        "org_config": [{"Id": "é", "DisplayName": "n"}], "spf_records": []}"#,
    r#"{"id": "a", "type": "t", "name": "n", "provider": "p", "location": "l", "scope": {"tenant": "t"},
        "tags": {"a": "b"}, "properties": {}, "raw": {}, "phase": "planned", "model": "saas",
        "unknown": ["/properties/a"], "sensitive": ["/raw"],
        "claims": [{"layer": "data", "party": {"kind": "customer"}, "source": "s"}]}"#,
    "{\"id\": \"a\", \"type\": \"t\", \"provider\": \"p\"}\n\n{\"id\": \"é\", \"type\": \"t\", \"provider\": \"p\"}\r\n",
];

/// Reads bytes, and checks what holds for every reading.
fn read(bytes: Vec<u8>, format: Option<&str>) -> Reading {
    let Ok(text) = decode(bytes) else {
        return Reading::default();
    };
    let document = Arc::new(Document::new("t.json", text));
    let options = ReadOptions {
        format: format.map(str::to_owned),
        ..ReadOptions::default()
    };
    let reading = read_document(&document, &options);
    for problem in &reading.problems {
        assert!(!problem.message.is_empty());
        assert!(!problem.to_string().ends_with('.'));
        if let Some(spot) = &problem.place {
            assert!(spot.range.start <= spot.range.end);
            assert!(spot.range.end <= spot.document.text().len());
        }
    }
    for resource in &reading.resources {
        assert!(!resource.id.is_empty() && !resource.kind.is_empty());
        let body = &resource.body;
        let record: Value = serde_json::from_str(body.text()).expect("the record is JSON");
        assert!(record.is_object());
        // What was made of the document stands nowhere in it.
        if Arc::ptr_eq(&body.document, &document)
            && (!matches!(body.document.text().trim_start().get(..1), Some("{"))
                || body.pointer != Pointer::root())
        {
            let whole: Value = serde_json::from_str(document.text()).expect("so is the document");
            assert_eq!(whole.pointer(&body.pointer.to_string()), Some(&record));
        }
        for place in resource.unknown.iter().chain(&resource.sensitive) {
            let first = place.segments().next().expect("a place is not everything");
            assert!(
                ["properties", "raw", "tags", "location", "name"].contains(&first),
                "{place}"
            );
        }
    }
    reading
}

/// All pointers into a value.
fn places(value: &Value, at: &Pointer, found: &mut Vec<Pointer>) {
    found.push(at.clone());
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                places(item, &at.child(index.to_string()), found);
            }
        }
        Value::Object(members) => {
            for (key, member) in members {
                places(member, &at.child(key), found);
            }
        }
        _ => {}
    }
}

fn something_else() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(|number| json!(number)),
        Just(json!(1e300)),
        Just(json!("")),
        Just(json!([])),
        Just(json!({})),
        Just(json!([{"name": "a", "input": {}}, 3])),
        Just(json!({"resources": [], "a": {"b": [true, "[c()]"]}})),
        "(\\[|\\[\\[)?[a-z/.'()é ]{0,12}\\]?".prop_map(Value::String),
        "[A-Za-z]{1,4}\\.[a-z]{1,4}/[a-z]{1,4}".prop_map(Value::String),
    ]
}

#[test]
fn samples_are_read_without_problems() {
    for sample in SAMPLES {
        let reading = read(sample.as_bytes().to_vec(), None);
        assert!(reading.problems.is_empty(), "{:?}", reading.problems);
        assert!(!reading.resources.is_empty(), "{sample}");
    }
}

#[test]
fn every_truncation_is_a_problem() {
    for sample in SAMPLES {
        for end in 0..sample.trim_end().len() {
            let bytes = sample.as_bytes()[..end].to_vec();
            let is_text = std::str::from_utf8(&bytes).is_ok();
            let reading = read(bytes, None);
            // Lines that are left whole are read.
            let has_lines = sample.contains("}\n\n");
            if is_text && !has_lines {
                assert!(!reading.problems.is_empty(), "{sample} up to {end}");
                assert!(reading.resources.is_empty(), "{sample} up to {end}");
            }
        }
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        read(bytes, None);
    }

    #[test]
    fn any_text_of_json_characters_is_read(text in "[\\[\\]{}\":,0-9a-z\\\\ \n]{0,100}") {
        read(text.into_bytes(), None);
    }

    #[test]
    fn flipped_bytes_are_read(
        sample in 0..SAMPLES.len(),
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let mut bytes = SAMPLES[sample].as_bytes().to_vec();
        for (at, byte) in flips {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        read(bytes, None);
    }

    #[test]
    fn exchanged_values_are_read(
        sample in 0..SAMPLES.len() - 1,
        at in any::<prop::sample::Index>(),
        value in something_else(),
        format in prop::option::of(0..READERS.len()),
    ) {
        let mut whole: Value = serde_json::from_str(SAMPLES[sample]).unwrap();
        let mut found = Vec::new();
        places(&whole, &Pointer::root(), &mut found);
        let place = found[at.index(found.len())].to_string();
        *whole.pointer_mut(&place).unwrap() = value;
        let format = format.map(|index| READERS[index].format());
        read(whole.to_string().into_bytes(), format);
    }
}
