use crate::READERS;
use crate::detect::{read_document, reading_of};
use crate::input::ReadOptions;
use onus_core::document::Document;

use super::*;

fn texts(pointers: &[Pointer]) -> Vec<String> {
    pointers.iter().map(Pointer::to_string).collect()
}

#[test]
fn templates_are_recognized_by_no_other_reader() {
    for text in [
        r#"{"Resources": {"a": 3, "B": {"Type": "AWS::S3::Bucket"}}}"#,
        r#"{"AWSTemplateFormatVersion": "2010-09-09", "Resources": {}}"#,
        r#"{"TemplateBody": {"Resources": {"B": {"Type": "Custom::X"}}}, "StagesAvailable": ["Processed"]}"#,
    ] {
        let outline = Outline::of(text).unwrap();
        let names: Vec<&str> = READERS
            .iter()
            .filter(|reader| reader.recognizes(&outline))
            .map(|reader| reader.format())
            .collect();
        assert_eq!(names, ["cloudformation"], "{text}");
    }
    let other = Outline::of(r#"{"Resources": {"B": {"Type": "a"}}}"#).unwrap();
    assert!(!CloudFormation.recognizes(&other));
}

#[test]
fn the_header_has_known_values() {
    let text = r#"{"TemplateBody": {"Conditions": {"No": {"Fn::Equals": ["a", "b"]}, "Late": {"Fn::Equals": [{"Ref": "AWS::AccountId"}, "1"]}},
          "Resources": {
            "Db": {"Type": "AWS::RDS::DBInstance", "Condition": "Late", "Metadata": {"aws:cdk:path": "Shop/Db/Resource"}, "Properties": {
              "DBInstanceIdentifier": "payments", "Tags": [{"Key": "owner", "Value": "me"}, {"Key": "at", "Value": {"Ref": "AWS::StackName"}},
                {"Fn::If": ["Late", {"Key": "x", "Value": "y"}, {"Ref": "AWS::NoValue"}]}]}},
            "P": {"Type": "AWS::SSM::Parameter", "Properties": {"Name": {"Fn::Sub": "${AWS::Region}-x"}, "Tags": {"a": "b", "c": {"Ref": "AWS::Region"}}}},
            "Off": {"Type": "AWS::S3::Bucket", "Condition": "No"},
            "Meta": {"Type": "AWS::CDK::Metadata"},
            "Other": {"Type": "MongoDB::Atlas::Cluster"}}}}"#;
    let reading = reading_of(text);
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    let [db, parameter, other] = reading.resources.as_slice() else {
        panic!("{:?}", reading.resources);
    };
    assert_eq!((db.id.as_str(), db.name.as_str()), ("Db", "payments"));
    assert_eq!(db.aliases, ["Shop/Db/Resource"]);
    assert_eq!(db.kind, "AWS::RDS::DBInstance");
    assert_eq!(db.phase, Phase::Template);
    assert_eq!(db.tags.len(), 1);
    assert_eq!(
        texts(&db.unknown),
        [
            "/properties/Tags/1/Value",
            "/properties/Tags/2",
            "/tags/at",
            "/tags",
            "/location"
        ]
    );
    assert_eq!(db.body.pointer.to_string(), "/TemplateBody/Resources/Db");
    assert_eq!(parameter.name, "P");
    assert_eq!(parameter.tags.len(), 1);
    for place in ["/name", "/tags/c"] {
        assert!(texts(&parameter.unknown).contains(&place.to_owned()));
    }
    assert_eq!(other.provider, "mongodb");
}

#[test]
fn parameters_are_given_in_files() {
    let text = r#"{"Parameters": {"Name": {"Type": "String", "Default": "x"}, "Pw": {"Type": "String", "NoEcho": true}},
          "Conditions": {"Is": {"Fn::Equals": [{"Ref": "AWS::Region"}, "eu-west-1"]}},
          "Resources": {"B": {"Type": "AWS::S3::Bucket", "Condition": "Is", "Properties": {"BucketName": {"Ref": "Name"}, "Pw": {"Ref": "Pw"}}}}}"#;
    let parameters = r#"[{"ParameterKey": "Name", "ParameterValue": "given"}, {"ParameterKey": "Pw", "ParameterValue": "hunter2"},
            {"ParameterKey": "AWS::Region", "ParameterValue": "eu-west-1"}, {"ParameterKey": "AWS::AccountId", "ParameterValue": "111122223333"}]"#;
    let options = ReadOptions {
        parameters: vec![Arc::new(Document::new("p.json", parameters))],
        ..ReadOptions::default()
    };
    let document = Arc::new(Document::new("out/Shop.template.json", text));
    let reading = read_document(&document, &options);
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    let resource = &reading.resources[0];
    assert_eq!(resource.name, "given");
    assert_eq!(resource.location.as_deref(), Some("eu-west-1"));
    assert_eq!(resource.scope.account.as_deref(), Some("111122223333"));
    assert_eq!(resource.scope.group.as_deref(), Some("Shop"));
    assert_eq!(texts(&resource.unknown), ["/properties/Pw"]);
    assert_eq!(texts(&resource.sensitive), ["/properties/Pw"]);
    assert!(!resource.body.text().contains("hunter2"));
}

#[test]
fn missing_parts_of_the_template_are_reported() {
    let reading = reading_of(
        r#"{"Transform": ["AWS::LanguageExtensions", "AWS::Serverless-2016-10-31"], "Globals": {"Function": {"Timeout": 3}}, "Resources": {
              "Fn::ForEach::Many": ["x", ["a"], {}], "Sub": {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": "https://x"}},
              "Beside": {"Type": "AWS::CloudFormation::Stack", "Metadata": {"aws:asset:path": "x.nested.template.json"}},
              "F": {"Type": "AWS::Serverless::Function", "Condition": "Gone"}, "Bad": {"Properties": {}}, "Worse": 3}}"#,
    );
    let problems: Vec<String> = reading.problems.iter().map(ToString::to_string).collect();
    assert_eq!(problems.len(), 6, "{problems:#?}");
    for (problem, expected) in problems.iter().zip([
        "`AWS::Serverless-2016-10-31` changes this template",
        "`Fn::ForEach::Many` makes resources",
        "not a part of the document",
        "no condition `Gone`",
        "`/Resources/Bad` has no type",
        "a JSON object is expected",
    ]) {
        assert!(problem.contains(expected), "{problem}");
    }
    assert_eq!(reading.resources.len(), 3);
    let function = &reading.resources[2];
    assert!(function.unknown.contains(&Pointer::parse("/properties")));
    let reading = reading_of(
        r#"{"Transform": ["AWS::Include", "Mine"], "Resources": {"B": {"Type": "AWS::S3::Bucket", "Properties": {}}}}"#,
    );
    assert!(reading.problems[0].message.contains("the macro `Mine`"));
    assert!(
        reading.resources[0]
            .unknown
            .contains(&Pointer::parse("/properties"))
    );
}

#[test]
fn an_empty_template_says_so() {
    for text in [
        r#"{"Resources": {}}"#,
        r#"{"AWSTemplateFormatVersion": "2010-09-09", "Resources": {}}"#,
        r#"{"Description": "none", "Parameters": {}, "Resources": {}}"#,
        r#"{"TemplateBody": {"Resources": {}, "Outputs": {}}}"#,
        "Resources: {}\n",
    ] {
        let reading = reading_of(text);
        assert!(reading.resources.is_empty());
        let [problem] = reading.problems.as_slice() else {
            panic!("{text}: {:?}", reading.problems);
        };
        assert!(
            problem.message.contains("declares no resource"),
            "{problem:?}"
        );
    }
    let other = reading_of(r#"{"Resources": {}, "NextToken": "x"}"#);
    assert!(other.problems[0].message.contains("is not an inventory"));
}
