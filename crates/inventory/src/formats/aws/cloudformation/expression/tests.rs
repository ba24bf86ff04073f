use super::*;
use crate::formats::aws::cloudformation::parameters::given;

const TEMPLATE: &str = r#"{
      "Parameters": {
        "Stage": {"Type": "String", "Default": "prod"}, "Late": {"Type": "String"},
        "Port": {"Type": "Number", "Default": 443}, "Nets": {"Type": "CommaDelimitedList", "Default": "a,b"},
        "Pw": {"Type": "String", "NoEcho": true, "Default": "x"}},
      "Mappings": {"Sizes": {"prod": {"Class": "large", "Many": ["x", 1]}}},
      "Conditions": {
        "IsProd": {"Fn::Equals": [{"Ref": "Stage"}, "prod"]},
        "IsLate": {"Fn::Equals": [{"Ref": "Late"}, "x"]},
        "Not": {"Fn::Not": [{"Condition": "IsProd"}]},
        "Both": {"Fn::And": [{"Condition": "IsLate"}, {"Condition": "Not"}]},
        "Either": {"Fn::Or": [{"Condition": "IsLate"}, {"Condition": "IsProd"}]},
        "AndLate": {"Fn::And": [{"Condition": "IsLate"}, {"Condition": "IsProd"}]},
        "Loop": {"Fn::Not": [{"Condition": "Loop"}]}},
      "Resources": {"Bucket": {"Type": "AWS::S3::Bucket"}}}"#;

fn resolved(expression: &str) -> String {
    let text = format!("{{\"x\": {expression}}}");
    let members = Members::parse(&text).unwrap();
    let template = Members::parse(TEMPLATE).unwrap();
    let environment = Environment::of(&template, &given(&[]));
    match environment.resolve(members.get("x").unwrap()) {
        Value::Part(part) => part.get().to_owned(),
        Value::Made(text) => text,
        Value::Nothing => "nothing".to_owned(),
        Value::Unknown => "unknown".to_owned(),
    }
}

#[test]
fn functions_are_evaluated_or_stay() {
    for (expression, expected) in [
        (r#"{"Ref": "Stage"}"#, "\"prod\""),
        (r#"{"Ref": "Port"}"#, "443"),
        (r#"{"Ref": "Nets"}"#, r#"["a","b"]"#),
        (r#"{"Ref": "Late"}"#, "unknown"),
        (r#"{"Ref": "Pw"}"#, "unknown"),
        (r#"{"Ref": "Bucket"}"#, "unknown"),
        (r#"{"Ref": "AWS::Region"}"#, "unknown"),
        (r#"{"Ref": "AWS::NoValue"}"#, "nothing"),
        (r#"{"Ref": 3}"#, "unknown"),
        (
            r#"{"Fn::Sub": "a-${Stage}-${!Stage}-${ Port }-${"}"#,
            r#""a-prod-${Stage}-443-${""#,
        ),
        (
            r#"{"Fn::Sub": ["${A}-${Stage}", {"A": {"Fn::Join": ["+", ["x", {"Ref": "Stage"}]]}}]}"#,
            "\"x+prod-prod\"",
        ),
        (r#"{"Fn::Sub": "${Bucket.Arn}/*"}"#, "unknown"),
        (r#"{"Fn::Sub": "${AWS::Region}"}"#, "unknown"),
        (r#"{"Fn::Join": [",", {"Ref": "Nets"}]}"#, "\"a,b\""),
        (
            r#"{"Fn::Join": [",", ["a", {"Ref": "AWS::NoValue"}, 3, true]]}"#,
            "\"a,3,true\"",
        ),
        (r#"{"Fn::Join": [",", ["a", {"Ref": "Late"}]]}"#, "unknown"),
        (
            r#"{"Fn::FindInMap": ["Sizes", {"Ref": "Stage"}, "Class"]}"#,
            "\"large\"",
        ),
        (
            r#"{"Fn::FindInMap": ["Sizes", "test", "Class"]}"#,
            "unknown",
        ),
        (
            r#"{"Fn::Select": [1, {"Fn::FindInMap": ["Sizes", "prod", "Many"]}]}"#,
            "1",
        ),
        (
            r#"{"Fn::Select": ["1", {"Fn::Split": ["-", "a-b-c"]}]}"#,
            "\"b\"",
        ),
        (r#"{"Fn::Select": [0, [{"Ref": "Stage"}]]}"#, "\"prod\""),
        (r#"{"Fn::Select": [7, ["a"]]}"#, "unknown"),
        (
            r#"{"Fn::If": ["IsProd", {"a": {"Ref": "Late"}}, 1]}"#,
            r#"{"a": {"Ref": "Late"}}"#,
        ),
        (
            r#"{"Fn::If": ["Not", 1, {"Ref": "AWS::NoValue"}]}"#,
            "nothing",
        ),
        (r#"{"Fn::If": ["IsLate", 1, 1]}"#, "unknown"),
        (r#"{"Fn::If": ["Both", 1, 2]}"#, "2"),
        (r#"{"Fn::If": ["Either", 1, 2]}"#, "1"),
        (r#"{"Fn::If": ["AndLate", 1, 2]}"#, "unknown"),
        (r#"{"Fn::If": ["Loop", 1, 2]}"#, "unknown"),
        (r#"{"Fn::GetAZs": ""}"#, "unknown"),
        (
            r#"{"Fn::GetAtt": ["Bucket", "Arn"], "b": 1}"#,
            r#"{"Fn::GetAtt": ["Bucket", "Arn"], "b": 1}"#,
        ),
    ] {
        assert_eq!(resolved(expression), expected, "{expression}");
    }
    let deep = format!(
        "{}\"a\"{}",
        r#"{"Fn::Sub": ["${A}", {"A": "#.repeat(100),
        "}]}".repeat(100)
    );
    assert_eq!(resolved(&deep), "unknown");
}
