//! Parameters of CloudFormation templates: declarations in the template, and values from
//! parameter files.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;
use serde_json::Value;

use onus_core::document::Document;

use crate::json::outline::Members;

/// Longer values are not inserted: AWS does not accept them either, and a short template
/// must not become a huge one.
pub const LONGEST: usize = 4096;

/// A declared parameter.
pub struct Parameter {
    /// Whether its value is secret.
    pub is_secret: bool,
    /// Its value as JSON; none when it is not known before the deployment.
    pub json: Option<String>,
}

#[derive(Deserialize)]
struct Declaration {
    #[serde(rename = "Type")]
    kind: Option<String>,
    #[serde(rename = "Default")]
    default: Option<Value>,
    #[serde(rename = "NoEcho")]
    no_echo: Option<Value>,
}

/// The declared parameters with their known values. The value of a secret counts as
/// unknown, so that it is never copied.
pub fn declared(
    template: &Members<'_>,
    given: &BTreeMap<String, Option<String>>,
) -> BTreeMap<String, Parameter> {
    let all = template.object("Parameters").unwrap_or_default();
    all.iter()
        .map(|(name, part)| {
            let parameter = match serde_json::from_str::<Declaration>(part.get()) {
                Ok(declaration) => parameter(&declaration, given.get(name)),
                Err(_) => Parameter {
                    is_secret: false,
                    json: None,
                },
            };
            (name.to_owned(), parameter)
        })
        .collect()
}

fn parameter(declaration: &Declaration, given: Option<&Option<String>>) -> Parameter {
    let kind = declaration.kind.as_deref().unwrap_or("String");
    let is_secret = declaration
        .no_echo
        .as_ref()
        .and_then(scalar)
        .is_some_and(|text| text.eq_ignore_ascii_case("true"));
    let value = match given {
        Some(given) => given.clone(),
        None => declaration.default.as_ref().and_then(joined),
    };
    Parameter {
        is_secret,
        json: value
            .filter(|value| !is_secret && value.len() <= LONGEST)
            .and_then(|value| json(kind, &value)),
    }
}

/// A parameter's value as a resource's property takes it.
///
/// CloudFormation itself converts strings to the type of the property. `true` and `false`
/// are nearly always used where a boolean is expected.
fn json(kind: &str, value: &str) -> Option<String> {
    let text = |value: &str| Value::from(value).to_string();
    let number = |value: &str| match serde_json::from_str::<serde_json::Number>(value) {
        Ok(_) => value.to_owned(),
        Err(_) => text(value),
    };
    let list = |item: &dyn Fn(&str) -> String| {
        let items: Vec<String> = value.split(',').map(|part| item(part.trim())).collect();
        format!("[{}]", items.join(","))
    };
    match kind {
        // The value of the name is looked up during the deployment.
        _ if kind.starts_with("AWS::SSM::Parameter::Value") => None,
        "Number" => Some(number(value.trim())),
        "List<Number>" => Some(list(&number)),
        "CommaDelimitedList" => Some(list(&text)),
        _ if kind.starts_with("List<") => Some(list(&text)),
        _ if matches!(value, "true" | "false") => Some(value.to_owned()),
        _ => Some(text(value)),
    }
}

/// The values in parameter files, by name; none for a parameter that keeps its deployed
/// value. Of two values for one parameter the later one counts. The files have the shape
/// of `aws cloudformation create-stack --parameters file://...`, of `aws cloudformation
/// deploy --parameter-overrides file://...`, or are plain objects.
pub fn given(documents: &[Arc<Document>]) -> BTreeMap<String, Option<String>> {
    let mut given = BTreeMap::new();
    for document in documents {
        match serde_json::from_str(document.text()) {
            Ok(Value::Array(items)) => {
                for item in &items {
                    given.extend(argument(item));
                }
            }
            Ok(Value::Object(mut members)) => {
                let values = match members.remove("Parameters") {
                    Some(Value::Object(values)) => values,
                    _ => members,
                };
                given.extend(
                    values
                        .iter()
                        .filter_map(|(name, value)| Some((name.clone(), Some(joined(value)?)))),
                );
            }
            _ => {}
        }
    }
    given
}

fn argument(item: &Value) -> Option<(String, Option<String>)> {
    if let Some(text) = item.as_str() {
        let (name, value) = text.split_once('=')?;
        return Some((name.to_owned(), Some(value.to_owned())));
    }
    let name = item.get("ParameterKey")?.as_str()?.to_owned();
    let value = item.get("ParameterValue").and_then(joined);
    Some((name, value))
}

/// A string, number or boolean as CloudFormation passes it on.
pub fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

/// The same, with the items of a list in one string.
fn joined(value: &Value) -> Option<String> {
    match value {
        Value::Array(items) => {
            let items: Option<Vec<String>> = items.iter().map(scalar).collect();
            Some(items?.join(","))
        }
        other => scalar(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn documents(texts: &[&str]) -> Vec<Arc<Document>> {
        texts
            .iter()
            .map(|text| Arc::new(Document::new("p.json", *text)))
            .collect()
    }

    #[test]
    fn files_of_all_shapes_give_values_and_the_later_one_counts() {
        let given = given(&documents(&[
            r#"[{"ParameterKey": "A", "ParameterValue": "1"}, {"ParameterKey": "B", "UsePreviousValue": true}, "C=x=y"]"#,
            r#"{"Parameters": {"A": 2, "D": ["a", "b"]}, "Tags": {"t": "u"}}"#,
            r#"{"E": true, "F": {"no": 1}}"#,
            "not JSON",
        ]));
        let value = |name: &str| given.get(name).map(|value| value.as_deref());
        assert_eq!(value("A"), Some(Some("2")));
        assert_eq!(value("B"), Some(None));
        assert_eq!(value("C"), Some(Some("x=y")));
        assert_eq!(value("D"), Some(Some("a,b")));
        assert_eq!(value("E"), Some(Some("true")));
        assert_eq!(value("F"), None);
        assert_eq!(value("t"), None);
    }

    #[test]
    fn declared_parameters_are_converted_for_properties() {
        let template = Members::parse(
            r#"{"Parameters": {
              "Text": {"Type": "String", "Default": "a\"b"}, "Flag": {"Type": "String", "Default": true},
              "Port": {"Type": "Number", "Default": "443"}, "Odd": {"Type": "Number", "Default": "x"},
              "List": {"Type": "CommaDelimitedList", "Default": "a, b"}, "Ports": {"Type": "List<Number>", "Default": "1,2"},
              "Nets": {"Type": "List<AWS::EC2::Subnet::Id>"}, "Ami": {"Type": "AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>", "Default": "/aws/ami"},
              "Secret": {"Type": "String", "NoEcho": "true", "Default": "pw"}, "Kept": {"Type": "String", "Default": "d"}, "Bad": 3}}"#,
        )
        .unwrap();
        let given = given(&documents(&[
            r#"[{"ParameterKey": "Kept", "UsePreviousValue": true}, "Nets=s-1"]"#,
        ]));
        let parameters = declared(&template, &given);
        for (name, expected) in [
            ("Text", Some(r#""a\"b""#)),
            ("Flag", Some("true")),
            ("Port", Some("443")),
            ("Odd", Some("\"x\"")),
            ("List", Some(r#"["a","b"]"#)),
            ("Ports", Some("[1,2]")),
            ("Nets", Some(r#"["s-1"]"#)),
            ("Ami", None),
            ("Secret", None),
            ("Kept", None),
            ("Bad", None),
        ] {
            assert_eq!(parameters[name].json.as_deref(), expected, "{name}");
            assert_eq!(parameters[name].is_secret, name == "Secret");
        }
    }
}
