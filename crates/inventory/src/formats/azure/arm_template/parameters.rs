//! Values for the parameters of an ARM template: from parameter files, or from the
//! template around a nested one.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::value::RawValue;

use onus_core::diagnostic::Diagnostic;
use onus_core::document::Document;

use crate::formats::azure::arm_json;
use crate::formats::azure::arm_template::environment::{Environment, member};
use crate::formats::azure::arm_template::expression::is_expression;
use crate::formats::azure::arm_template::value::{SECRET, UNKNOWN, Value};
use crate::json::json_problem::json_problem;
use crate::json::outline::Members;

/// The parameters that a template is deployed with.
#[derive(Default)]
pub struct Given {
    /// By names in lower case.
    values: BTreeMap<String, Value>,
    /// The value of other parameters, when some may be unknown.
    others: Option<Value>,
}

impl Given {
    /// The value given to a parameter; none when its default applies.
    pub fn value(&self, name: &str) -> Option<Value> {
        let key = name.to_ascii_lowercase();
        self.values.get(&key).or(self.others.as_ref()).cloned()
    }

    /// Whether there are values, and none of them is for a parameter of these names.
    pub fn is_ignored_by<'n>(&self, names: impl IntoIterator<Item = &'n str>) -> bool {
        let mut names = names.into_iter();
        !self.values.is_empty()
            && !names.any(|name| self.values.contains_key(&name.to_ascii_lowercase()))
    }

    /// Reads parameter files of the ARM tools, `{"parameters": {"x": {"value": 1}}}`, or
    /// plain objects, `{"x": 1}`. Of two values for one parameter the later one counts.
    /// Lists are files of other formats.
    pub fn of_files(files: &[Arc<Document>]) -> (Self, Vec<Diagnostic>) {
        let mut given = Self::default();
        let mut problems = Vec::new();
        for file in files {
            if file.text().trim_start().starts_with('[') {
                continue;
            }
            let plain = match serde_json::from_str::<&RawValue>(file.text()) {
                Ok(_) => None,
                Err(_) => arm_json::without_comments(file),
            };
            let file = plain.as_ref().unwrap_or(file);
            if let Err(error) = given.file(file.text()) {
                problems.push(
                    json_problem(file, file.text(), &error).help(
                        "a parameter file is a JSON object, `{\"parameters\": {\"name\": {\"value\": ...}}}` or `{\"name\": ...}`",
                    ),
                );
            }
        }
        (given, problems)
    }

    fn file(&mut self, text: &str) -> Result<(), serde_json::Error> {
        let top = Members::parse(text)?;
        let Some(parameters) = wrapped(&top) else {
            for (name, part) in top.iter() {
                self.insert(name, Value::literal(part.get()));
            }
            return Ok(());
        };
        for (name, part) in Members::parse(parameters)?.iter() {
            self.insert(name, argument(&Value::literal(part.get())));
        }
        Ok(())
    }

    /// The parameters in the `properties` of a nested deployment, which are expressions
    /// of the template around it.
    pub fn of_deployment(around: &Environment<'_>, properties: &Members<'_>) -> Self {
        let mut given = Self::default();
        if member(properties, "parametersLink").is_some() {
            given.others = Some(UNKNOWN);
        }
        let Some((_, part)) = member(properties, "parameters") else {
            return given;
        };
        let Ok(arguments) = Members::parse(part.get()) else {
            match around.value(part) {
                Value::Null => {}
                Value::Object(members) => {
                    for (name, value) in &members {
                        given.insert(name, argument(value));
                    }
                }
                value => given.others = Some(value.hidden()),
            }
            return given;
        };
        for (name, part) in arguments.iter() {
            if is_expression(name) || name.eq_ignore_ascii_case("copy") {
                given.others = Some(UNKNOWN);
            }
            let value = if around.mentions_secure(part.get()) {
                SECRET
            } else {
                argument(&around.value(part))
            };
            given.insert(name, value);
        }
        given
    }

    fn insert(&mut self, name: &str, value: Value) {
        self.values.insert(name.to_ascii_lowercase(), value);
    }
}

/// The parameters in a file of the ARM tools; none for a plain object. The tools and
/// Bicep write more members every year, so the schema decides where there is one.
fn wrapped<'t>(top: &Members<'t>) -> Option<&'t str> {
    /// What files without a schema have at the top.
    const AROUND: [&str; 8] = [
        "contentVersion",
        "extensionConfigs",
        "extensions",
        "externalInputDefinitions",
        "metadata",
        "parameters",
        "usingConfig",
        "languageVersion",
    ];
    let (_, part) = member(top, "parameters")?;
    let has_schema = member(top, "$schema").is_some_and(|(_, schema)| {
        let schema = schema.get().to_ascii_lowercase();
        schema.contains("deploymentparameters.json")
    });
    let is_around =
        |key: &str| key == "$schema" || AROUND.iter().any(|known| known.eq_ignore_ascii_case(key));
    let is_object = part.get().starts_with('{');
    (is_object && (has_schema || top.iter().all(|(key, _)| is_around(key)))).then(|| part.get())
}

/// The value in `{"value": ...}`; a reference to a key vault is secret.
fn argument(argument: &Value) -> Value {
    if argument.member("reference").is_some() {
        return SECRET;
    }
    match argument.member("value") {
        Some(value) => value.clone(),
        None => argument.hidden(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(texts: &[&str]) -> (Given, Vec<Diagnostic>) {
        let files: Vec<Arc<Document>> = texts
            .iter()
            .map(|text| Arc::new(Document::new("p.json", *text)))
            .collect();
        Given::of_files(&files)
    }

    #[test]
    fn files_of_both_forms_are_read_and_the_later_one_counts() {
        let (given, problems) = given(&[
            r#"{"$schema": "https://x/deploymentParameters.json#", "contentVersion": "1.0.0.0", "parameters": {
                "A": {"value": 1}, "b": {"value": "[concat('x')]"}, "s": {"reference": {"keyVault": {"id": "v"}}},
                "odd": {}}}"#,
            r#"{"a": {"value": 2}, "c": [true]}"#,
            r#"[{"ParameterKey": "a", "ParameterValue": "3"}]"#,
        ]);
        assert!(problems.is_empty());
        assert_eq!(given.value("a"), Some(Value::literal(r#"{"value": 2}"#)));
        assert_eq!(given.value("B"), Some(Value::literal("\"[concat('x')]\"")));
        assert_eq!(given.value("s"), Some(SECRET));
        assert_eq!(given.value("odd"), Some(UNKNOWN));
        assert_eq!(given.value("c"), Some(Value::literal("[true]")));
        assert_eq!(given.value("d"), None);
    }

    #[test]
    fn further_members_and_comments_do_not_hide_the_parameters() {
        const SCHEMA: &str = r#""$schema": "https://x/deploymentParameters.json#", "#;
        for (schema, more) in [
            (SCHEMA, r#""extensionConfigs": {}"#),
            (
                SCHEMA,
                r#""externalInputDefinitions": {"a": {"kind": "sys.cli"}}"#,
            ),
            (SCHEMA, r#""usingConfig": {"name": "x"}"#),
            (SCHEMA, r#""imports": {}, "contentVersion": "1.0.0.0""#),
            (SCHEMA, r#""contentVersion": "1.0.0.0" // the first"#),
            ("", r#""extensionConfigs": {}, "usingConfig": {}"#),
            ("", r#""ContentVersion": "1.0.0.0""#),
        ] {
            let text = format!(
                r#"{{{schema}"parameters": {{"on": {{"value": true}}, "late": {{"expression": "[externalInputs('a')]"}}}}, {more}
                }}"#
            );
            let (given, problems) = given(&[&text]);
            assert!(problems.is_empty(), "{text}: {problems:?}");
            assert_eq!(given.value("on"), Some(Value::Bool(true)), "{text}");
            assert_eq!(given.value("late"), Some(UNKNOWN), "{text}");
            assert!(given.is_ignored_by(["other"]) && !given.is_ignored_by(["ON"]));
        }
        // A template can have a parameter of that name.
        let (given, _) = given(&[r#"{"parameters": {"a": 1}, "size": 2}"#]);
        assert_eq!(given.value("size"), Some(Value::integer(2)));
        assert!(!Given::default().is_ignored_by(["a"]));
    }

    #[test]
    fn other_files_are_problems() {
        let (_, problems) = given(&["{\"a\": 1", "\"x\""]);
        assert_eq!(problems.len(), 2, "{problems:?}");
        assert!(
            problems[0]
                .help
                .as_ref()
                .unwrap()
                .contains("parameter file")
        );
    }
}
