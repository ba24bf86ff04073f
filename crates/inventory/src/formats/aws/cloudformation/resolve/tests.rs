use proptest::prelude::*;
use serde_json::{Value as Json, json};

use crate::detect::reading_of;
use crate::reader::Reading;
use crate::resource::Resource;

use super::*;

fn template(resource: &str) -> (String, Reading) {
    let text = format!(
        r#"{{"Parameters": {{"Stage": {{"Type": "String", "Default": "prod"}}, "Late": {{"Type": "String"}},
          "Pw": {{"Type": "String", "NoEcho": true, "Default": "hunter2"}}}},
        "Mappings": {{"M": {{"prod": {{"Size": 12345678901234567890123}}}}}},
        "Conditions": {{"IsProd": {{"Fn::Equals": [{{"Ref": "Stage"}}, "prod"]}}, "IsLate": {{"Fn::Equals": [{{"Ref": "Late"}}, "x"]}}}},
        "Resources": {{"R": {resource}, "Key": {{"Type": "AWS::KMS::Key", "Properties": {{}}}}}}}}"#
    );
    let reading = reading_of(&text);
    (text, reading)
}

fn made(resource: &Resource) -> serde_json::Value {
    serde_json::from_str(resource.body.text()).unwrap()
}

fn texts(pointers: &[Pointer]) -> Vec<String> {
    pointers.iter().map(Pointer::to_string).collect()
}

fn place(resource: &Resource, pointer: &str) -> String {
    let native = resource.body.native(&Pointer::parse(pointer)).unwrap();
    let place = resource.body.place(&native);
    place.document.slice(&place.range).to_owned()
}

#[test]
fn known_expressions_are_replaced_and_others_stay() {
    let (text, reading) = template(
        r#"{"Type": "AWS::S3::Bucket", "DependsOn": ["Key"], "Properties": {
          "None": {"Ref": "AWS::NoValue"},
          "BucketName": {"Fn::Sub": "shop-${Stage}"},
          "Size": {"Fn::FindInMap": ["M", {"Ref": "Stage"}, "Size"]},
          "Key": {"Fn::GetAtt": ["Key", "Arn"]},
          "List": [{"Ref": "AWS::NoValue"}, {"Fn::If": ["IsProd", {"Deep": {"Ref": "Stage"}, "N": 1.50}, 2]}, {"Ref": "Late"}],
          "Password": {"Ref": "Pw"}, "Login": {"Fn::If": ["IsLate", {"Fn::Sub": "u:${Pw}@${Key}"}, ""]},
          "Looked": "{{resolve:secretsmanager:x}}",
          "Put": {"Fn::Sub": "{{resolve:ssm:/${Stage}/x}}"},
          "Last": {"Fn::If": ["IsProd", {"Ref": "AWS::NoValue"}, 2]} }}"#,
    );
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    let resource = &reading.resources[0];
    let properties = &made(resource)["Properties"];
    assert_eq!(
        properties["List"],
        serde_json::json!([{"Deep": "prod", "N": 1.50}, {"Ref": "Late"}])
    );
    assert_eq!(properties["BucketName"], "shop-prod");
    assert!(properties.get("None").is_none() && properties.get("Last").is_none());
    assert!(resource.body.text().contains("12345678901234567890123"));
    assert!(!resource.body.text().contains("hunter2"));
    assert_eq!(
        texts(&resource.unknown),
        [
            "/properties/Key",
            "/properties/List/1",
            "/properties/Password",
            "/properties/Login",
            "/properties/Looked",
            "/properties/Put",
            "/location"
        ]
    );
    assert_eq!(
        texts(&resource.sensitive),
        ["/properties/Password", "/properties/Login"]
    );
    let edges: Vec<_> = resource
        .edges
        .iter()
        .map(|edge| {
            let via = edge.via.clone().unwrap().to_string();
            (edge.kind.as_deref(), edge.to.as_str(), via)
        })
        .collect();
    assert_eq!(
        edges,
        [
            (None, "Key", "/properties/Key".to_owned()),
            (Some("depends_on"), "Key", "/raw/DependsOn/0".to_owned())
        ]
    );
    assert_eq!(
        place(resource, "/properties/BucketName"),
        r#"{"Fn::Sub": "shop-${Stage}"}"#
    );
    assert_eq!(place(resource, "/properties/List/0/N"), "1.50");
    assert_eq!(
        place(resource, "/properties/List/0/Deep"),
        r#"{"Ref": "Stage"}"#
    );
    assert_eq!(
        place(resource, "/properties/Key"),
        r#"{"Fn::GetAtt": ["Key", "Arn"]}"#
    );
    // A resource without expressions is in the file itself.
    let plain = &reading.resources[1];
    assert_eq!(plain.body.document.text(), text);
    assert_eq!(
        plain.body.text(),
        r#"{"Type": "AWS::KMS::Key", "Properties": {}}"#
    );
}

#[test]
fn no_properties_are_none_set() {
    let (_, reading) = template(r#"{"Type": "AWS::S3::Bucket" }"#);
    let resource = &reading.resources[0];
    assert_eq!(made(resource)["Properties"], serde_json::json!({}));
    assert_eq!(place(resource, "/raw/Type"), "\"AWS::S3::Bucket\"");
    let (file, range) = resource.body.start();
    assert!(file.slice(&range).starts_with(r#"{"Type""#));
}

#[test]
fn undefined_names_are_problems_and_unknown() {
    let (_, reading) = template(
        r#"{"Type": "AWS::S3::Bucket", "DependsOn": "Gone", "Properties": {
          "A": {"Ref": "Nobody"}, "B": {"Fn::Sub": "${Missing.Arn}"}, "C": {"Fn::If": ["NoCondition", 1, 2]},
          "D": {"Fn::FindInMap": ["NoMap", "a", "b"]}, "E": {"Fn::GetAtt": "Stage.Arn"}}}"#,
    );
    let problems: Vec<String> = reading.problems.iter().map(ToString::to_string).collect();
    assert_eq!(problems.len(), 6, "{problems:#?}");
    for (problem, expected) in problems.iter().zip([
        "no parameter or resource `Nobody`",
        "no resource `Missing`",
        "no condition `NoCondition`",
        "no mapping `NoMap`",
        "no resource `Stage`",
        "no resource `Gone`",
    ]) {
        assert!(problem.contains(expected), "{problem}");
    }
    let spot = reading.problems[0].place.as_ref().unwrap();
    assert_eq!(spot.document.slice(&spot.range), r#"{"Ref": "Nobody"}"#);
    assert_eq!(reading.resources[0].unknown.len(), 6);
}

#[test]
fn macros_inside_make_all_around_them_unknown() {
    let (_, reading) = template(
        r#"{"Type": "AWS::S3::Bucket", "Properties": {"A": {"Fn::Transform": {"Name": "AWS::Include"}, "B": 1}}}"#,
    );
    assert_eq!(
        texts(&reading.resources[0].unknown),
        ["/properties/A", "/location"]
    );
    let (_, reading) = template(r#"{"Type": "A::B::C", "Fn::Transform": {"Name": "Mine"}}"#);
    assert_eq!(
        texts(&reading.resources[0].unknown),
        ["/properties", "/tags", "/location"]
    );
    let deep = format!(
        r#"{{"Type": "A::B::C", "Properties": {}{{"Ref": "Late"}}{}}}"#,
        r#"{"a": ["#.repeat(100),
        "]}".repeat(100)
    );
    let (_, reading) = template(&deep);
    assert!(reading.problems[0].message.contains("nested deeper"));
    assert_eq!(reading.resources.len(), 1);
}

fn tree() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(json!({"Ref": "AWS::NoValue"})),
        Just(json!({"Ref": "Stage"})),
        Just(json!({"Ref": "Late"})),
        Just(json!({"Fn::If": ["IsProd", {"Ref": "AWS::NoValue"}, 1]})),
        Just(json!({"Fn::If": ["IsProd", [{"Ref": "AWS::NoValue"}, "kept, {too"], 1]})),
        Just(json!(null)),
        "[a,\\[{é\"\\\\ ]{0,6}".prop_map(|text| json!(text)),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
            prop::collection::btree_map("[a-c,}é]{1,3}", inner, 0..4)
                .prop_map(|members| members.into_iter().collect()),
        ]
    })
}

/// The result of a tree; none when it does not exist.
fn expected(tree: &Json) -> Option<Json> {
    if let Some(name) = tree.get("Ref") {
        return match name.as_str() {
            Some("AWS::NoValue") => None,
            Some("Stage") => Some(json!("prod")),
            _ => Some(tree.clone()),
        };
    }
    if let Some(yes) = tree.pointer("/Fn::If/1") {
        return expected(yes);
    }
    Some(match tree {
        Json::Array(items) => items.iter().filter_map(expected).collect(),
        Json::Object(members) => members
            .iter()
            .filter_map(|(key, part)| Some((key.clone(), expected(part)?)))
            .collect(),
        other => other.clone(),
    })
}

proptest! {
    #[test]
    fn trees_evaluate_to_their_parts(tree in tree(), pretty in any::<bool>()) {
        let tree = json!({"X": tree});
        let text = if pretty { format!("{tree:#}") } else { tree.to_string() };
        let (_, reading) = template(&format!(r#"{{"Type": "A::B::C", "Properties": {text}}}"#));
        prop_assert!(reading.problems.is_empty());
        let resource = &reading.resources[0];
        let made = made(resource);
        let expected = expected(&tree).unwrap_or_default();
        prop_assert_eq!(&made["Properties"], &expected);
        for pointer in &resource.unknown {
            let Some(tail) = pointer.strip(&Pointer::parse("/properties")) else { continue };
            let left = made["Properties"].pointer(&tail.to_string());
            prop_assert_eq!(left, Some(&json!({"Ref": "Late"})));
        }
    }
}
