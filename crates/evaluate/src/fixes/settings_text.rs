//! Settings of a fix: what its Terraform, ARM, CloudFormation or Kubernetes text sets.

use hcl_edit::expr::{Expression, ObjectKey};
use hcl_edit::structure::{Body, Structure};
use serde_json::{Map, Value as Json, json};

/// What a text sets.
#[derive(Debug, Clone, PartialEq)]
pub enum Settings {
    /// Members of the resource itself.
    Own(Map<String, Json>),
    /// A resource of its own: its type, and its properties.
    Other(String, Json),
}

/// A language that fixes are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Language {
    Terraform,
    Arm,
    CloudFormation,
    Kubernetes,
}

impl Language {
    pub const ALL: [Self; 4] = [
        Self::Terraform,
        Self::Arm,
        Self::CloudFormation,
        Self::Kubernetes,
    ];

    /// The key of `remediation` that it is written under.
    pub fn key(self) -> &'static str {
        match self {
            Self::Terraform => "terraform",
            Self::Arm => "arm",
            Self::CloudFormation => "cloudformation",
            Self::Kubernetes => "kubernetes",
        }
    }

    /// The settings of a text.
    ///
    /// # Errors
    /// It is not in the language, or says something that is no setting.
    pub fn settings(self, text: &str) -> Result<Settings, String> {
        match self {
            Self::Terraform => terraform(text),
            Self::Arm => Ok(yaml(text)?.into_settings("type", "properties")),
            Self::CloudFormation => Ok(yaml(text)?.into_settings("Type", "Properties")),
            Self::Kubernetes => Ok(yaml(text)?.into_settings("kind", "spec")),
        }
    }
}

/// Members that may be those of a resource of its own, by the keys of its type and properties.
trait Resource {
    fn into_settings(self, kind: &str, properties: &str) -> Settings;
}

impl Resource for Map<String, Json> {
    fn into_settings(self, kind: &str, properties: &str) -> Settings {
        match (self.get(kind), self.get(properties)) {
            (Some(kind), Some(properties)) => Settings::Other(
                kind.as_str().unwrap_or_default().to_owned(),
                properties.clone(),
            ),
            _ => Settings::Own(self),
        }
    }
}

/// Bicep's objects, CloudFormation and Kubernetes are YAML, as fixes write them.
fn yaml(text: &str) -> Result<Map<String, Json>, String> {
    let text = match text.contains('\n') {
        true => text.to_owned(),
        false => format!("{{{text}}}"),
    };
    let members: Map<String, Json> =
        serde_saphyr::from_str(&text).map_err(|error| error.to_string())?;
    // YAML takes words for a key without a value.
    match members.keys().find(|key| key.contains(' ')) {
        Some(key) => Err(format!("`{key}` is no property")),
        None => Ok(members),
    }
}

fn terraform(text: &str) -> Result<Settings, String> {
    // A body ends with a line break.
    let body = hcl_edit::parser::parse_body(&format!("{text}\n")).map_err(|e| e.to_string())?;
    let settings = members(&body)?;
    if settings.is_empty() {
        return Err("the text sets nothing".to_owned());
    }
    if let Some(block) = body.get_blocks("resource").next() {
        let kind = block.labels.first().map(|label| label.as_str().to_owned());
        let resource = settings["resource"][0].clone();
        return Ok(Settings::Other(kind.unwrap_or_default(), resource));
    }
    Ok(Settings::Own(settings))
}

/// Blocks are lists of objects, as in plans.
fn members(body: &Body) -> Result<Map<String, Json>, String> {
    let mut found = Map::new();
    for structure in body {
        match structure {
            Structure::Attribute(attribute) => {
                found.insert(attribute.key.to_string(), value(&attribute.value)?);
            }
            Structure::Block(block) => {
                let blocks = found
                    .entry(block.ident.to_string())
                    .or_insert_with(|| json!([]));
                let blocks = blocks.as_array_mut().ok_or("an argument and a block")?;
                blocks.push(members(&block.body)?.into());
            }
        }
    }
    Ok(found)
}

fn value(expression: &Expression) -> Result<Json, String> {
    Ok(match expression {
        Expression::Null(_) => Json::Null,
        Expression::Bool(truth) => json!(**truth),
        Expression::Number(number) => json!(number.value().as_i64()),
        Expression::String(text) => json!(**text),
        Expression::Array(items) => items.iter().map(value).collect::<Result<_, _>>()?,
        Expression::Object(object) => {
            let mut found = Map::new();
            for (key, item) in object.iter() {
                let key = match key {
                    ObjectKey::Ident(key) => key.to_string(),
                    ObjectKey::Expression(key) => value(key)?.as_str().ok_or("a key")?.to_owned(),
                };
                found.insert(key, value(item.expr())?);
            }
            found.into()
        }
        Expression::FuncCall(call) if call.name.name.as_str() == "jsonencode" => {
            let argument = call.args.iter().next().ok_or("no argument")?;
            json!(value(argument)?.to_string())
        }
        // An attribute of another resource: an id.
        Expression::Traversal(_) => json!("/subscriptions/s/resourceGroups/g/providers/a.b/c/d"),
        other => return Err(format!("not a setting: {other:?}")),
    })
}

#[cfg(test)]
mod tests {
    use super::{Language, Settings};
    use serde_json::json;

    fn own(language: Language, text: &str) -> serde_json::Value {
        match language.settings(text).unwrap() {
            Settings::Own(members) => members.into(),
            Settings::Other(kind, _) => panic!("{kind}"),
        }
    }

    #[test]
    fn texts_are_settings() {
        let text = "a = \"b\"\nc {\n  d = [true]\n  e {}\n}";
        let expected = json!({"a": "b", "c": [{"d": [true], "e": [{}]}]});
        assert_eq!(own(Language::Terraform, text), expected);
        let text = "properties: { a: 'True', b: true, c: [ { d: '1.2' } ] }";
        let expected = json!({"properties": {"a": "True", "b": true, "c": [{"d": "1.2"}]}});
        assert_eq!(own(Language::Arm, text), expected);
        let text = "Properties: { A: !GetAtt B.Arn }";
        let expected = json!({"Properties": {"A": "B.Arn"}});
        assert_eq!(own(Language::CloudFormation, text), expected);
    }

    #[test]
    fn resources_of_their_own_are_told_apart() {
        let text = "resource \"a\" \"b\" {\n  c = d.e.id\n  f = true\n}";
        let Settings::Other(kind, other) = Language::Terraform.settings(text).unwrap() else {
            panic!();
        };
        assert_eq!((kind.as_str(), &other["f"]), ("a", &json!(true)));
        for (language, text) in [
            (
                Language::CloudFormation,
                "Type: A::B::C, Properties: { d: 1 }",
            ),
            (Language::Arm, "type: 'A::B::C', properties: { d: 1 }"),
        ] {
            let found = language.settings(text).unwrap();
            assert_eq!(
                found,
                Settings::Other("A::B::C".to_owned(), json!({"d": 1}))
            );
        }
    }

    #[test]
    fn prose_is_no_setting() {
        for text in [
            "a = true and b = true",
            "email, a = true",
            "a { b = 1 c = 2 }",
        ] {
            assert!(Language::Terraform.settings(text).is_err(), "{text}");
        }
        assert!(Language::Arm.settings("set it to true").is_err());
    }
}
