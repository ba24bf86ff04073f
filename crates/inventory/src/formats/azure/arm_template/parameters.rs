//! Values for the parameters of an ARM template: from parameter files, or from the
//! template around a nested one.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::value::RawValue;

use onus_core::diagnostic::Diagnostic;
use onus_core::document::Document;

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
        let is_wrapped = top
            .get("parameters")
            .is_some_and(|part| part.get().starts_with('{'))
            && top.iter().all(|(key, _)| {
                ["$schema", "contentVersion", "parameters", "metadata"].contains(&key)
            });
        if !is_wrapped {
            for (name, part) in top.iter() {
                self.insert(name, Value::literal(part.get()));
            }
            return Ok(());
        }
        let parameters = top.get("parameters").map_or("{}", RawValue::get);
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
