//! OpenShift templates: manifests with parameters, as `oc process` reads them.
//! <https://docs.redhat.com/en/documentation/openshift_container_platform/4.18/html/images/using-templates>

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use serde::Deserialize;
use serde_json::value::RawValue;

use onus_core::derived_text::Pieces;
use onus_core::diagnostic::Diagnostic;
use onus_core::document::Document;
use onus_core::json_pointer::Pointer;

use crate::input::Input;
use crate::json::outline::{Members, items};

/// Whether an object is a template that is to be processed. One from an API server is an
/// object like others: what it describes is not deployed.
pub fn is_template(members: &Members<'_>) -> bool {
    let is_stored = || {
        members
            .object("metadata")
            .is_some_and(|metadata| metadata.has("uid") || metadata.has("resourceVersion"))
    };
    members.text("kind").as_deref() == Some("Template")
        && members
            .text("apiVersion")
            .is_some_and(|version| version == "v1" || version.starts_with("template.openshift.io/"))
        && members.items("objects").is_some()
        && !is_stored()
}

/// The parameters of a template: the default of each, if it has one.
#[derive(Debug, Default)]
pub struct Parameters(BTreeMap<String, Option<String>>);

impl Parameters {
    /// Reads the parameters of a template.
    ///
    /// # Errors
    /// They are not a list of objects with names.
    pub fn of(source: &Input<'_>, template: &Members<'_>) -> Result<Self, Box<Diagnostic>> {
        #[derive(Deserialize)]
        struct Parameter {
            name: String,
            value: Option<serde_json::Value>,
        }
        let mut parameters = BTreeMap::new();
        for part in source.items(template, "parameters")? {
            let parameter: Parameter = source.parse(part)?;
            let value = match parameter.value {
                None | Some(serde_json::Value::Null) => None,
                Some(serde_json::Value::String(text)) => Some(text),
                Some(other) => Some(other.to_string()),
            };
            parameters.insert(parameter.name, value);
        }
        Ok(Self(parameters))
    }

    /// A string with the values of its parameters, as JSON. None when it has none.
    fn filled(&self, text: &str) -> Option<Filled> {
        // `${{NAME}}` is replaced by the value itself, which can be a number or an object.
        let whole = text
            .strip_prefix("${{")
            .and_then(|rest| rest.strip_suffix("}}"));
        if let Some(value) = whole.and_then(|name| self.0.get(name)) {
            let Some(value) = value else {
                return Some(Filled::Unknown);
            };
            return Some(Filled::Json(
                match serde_json::from_str::<&RawValue>(value) {
                    Ok(_) => value.clone(),
                    Err(_) => serde_json::Value::from(value.as_str()).to_string(),
                },
            ));
        }
        let mut filled = String::new();
        let mut is_changed = false;
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("${") {
            filled.push_str(before);
            let named = after
                .split_once('}')
                .and_then(|(name, tail)| Some((self.0.get(name)?, tail)));
            match named {
                Some((None, _)) => return Some(Filled::Unknown),
                Some((Some(value), tail)) => {
                    filled.push_str(value);
                    is_changed = true;
                    rest = tail;
                }
                None => {
                    filled.push_str("${");
                    rest = after;
                }
            }
        }
        filled.push_str(rest);
        is_changed.then(|| Filled::Json(serde_json::Value::from(filled).to_string()))
    }
}

/// A string with parameters.
#[derive(Debug, PartialEq)]
enum Filled {
    /// Its value, as JSON.
    Json(String),
    /// A parameter has no default.
    Unknown,
}

/// An object of a template with the values of its parameters.
#[derive(Debug, Default)]
pub struct Processed {
    /// The object as a document of its own; none when it has no values of parameters.
    pub document: Option<Arc<Document>>,
    /// The places of values that are unknown before the template is processed.
    pub unknown: Vec<Pointer>,
}

/// Processes an object of a template.
///
/// # Errors
/// The object is not JSON, or is nested too deeply.
pub fn process(
    document: &Arc<Document>,
    object: &RawValue,
    parameters: &Parameters,
) -> Result<Processed, serde_json::Error> {
    let mut walk = Walk {
        document,
        parameters,
        path: Vec::new(),
        unknown: Vec::new(),
        changes: Vec::new(),
    };
    walk.value(object)?;
    walk.changes.sort_by_key(|(range, _)| range.start);
    let record = document.range_of(object.get()).unwrap_or_default();
    let made = (!walk.changes.is_empty()).then(|| {
        let mut pieces = Pieces::of(document);
        let mut at = record.start;
        for (range, text) in &walk.changes {
            pieces.copied(at..range.start);
            pieces.made(text, range.clone());
            at = range.end;
        }
        pieces.copied(at..record.end);
        pieces.finish()
    });
    Ok(Processed {
        document: made,
        unknown: walk.unknown,
    })
}

struct Walk<'w> {
    document: &'w Document,
    parameters: &'w Parameters,
    path: Vec<String>,
    unknown: Vec<Pointer>,
    changes: Vec<(Range<usize>, String)>,
}

impl Walk<'_> {
    fn value(&mut self, part: &RawValue) -> Result<(), serde_json::Error> {
        /// The limit of serde_json.
        const DEEPEST: usize = 128;
        if self.path.len() > DEEPEST {
            return Err(serde::de::Error::custom("this is nested too deeply"));
        }
        match part.get().as_bytes().first() {
            Some(b'"') => {
                let text: String = serde_json::from_str(part.get())?;
                match self.parameters.filled(&text) {
                    Some(Filled::Unknown) => self.unknown.push(self.path.iter().collect()),
                    Some(Filled::Json(value)) => {
                        let range = self.document.range_of(part.get());
                        self.changes.extend(range.map(|range| (range, value)));
                    }
                    None => {}
                }
            }
            Some(b'[') => {
                for (index, item) in items(part.get())?.into_iter().enumerate() {
                    self.path.push(index.to_string());
                    self.value(item)?;
                    self.path.pop();
                }
            }
            Some(b'{') => {
                for (key, part) in Members::parse_last(part.get())?.iter() {
                    if self.parameters.filled(key).is_some() {
                        // It may be any member of the object.
                        self.unknown.push(self.path.iter().collect());
                    }
                    self.path.push(key.to_owned());
                    self.value(part)?;
                    self.path.pop();
                }
            }
            _ => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::detect::reading_of;

    use super::*;

    #[test]
    fn parameters_are_filled_in_or_unknown() {
        let parameters = Parameters(BTreeMap::from([
            ("A".to_owned(), Some("x".to_owned())),
            ("N".to_owned(), Some("3".to_owned())),
            ("NONE".to_owned(), None),
        ]));
        let json = |text: &str| Some(Filled::Json(text.to_owned()));
        for (text, expected) in [
            ("${A}-${A}", json("\"x-x\"")),
            ("${N}", json("\"3\"")),
            ("${{N}}", json("3")),
            ("${{A}}", json("\"x\"")),
            ("${{NONE}}", Some(Filled::Unknown)),
            ("a${NONE}", Some(Filled::Unknown)),
            // `oc process` leaves what is no parameter.
            ("${OTHER} ${", None),
            ("${OTHER}${A}", json("\"${OTHER}x\"")),
            ("plain", None),
        ] {
            assert_eq!(parameters.filled(text), expected, "{text}");
        }
    }

    #[test]
    fn objects_of_a_template_are_resources() {
        let text = r#"{"apiVersion": "template.openshift.io/v1", "kind": "Template", "metadata": {"name": "t"},
            "parameters": [{"name": "NAME", "value": "web"}, {"name": "COUNT", "value": "2"}, {"name": "IMAGE", "required": true}],
            "objects": [
                {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "${NAME}"},
                 "spec": {"replicas": "${{COUNT}}", "template": {"spec": {"containers": [{"name": "c", "image": "${IMAGE}"}]}}}},
                {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "s"}, "spec": {"type": "NodePort"}},
                null]}"#;
        let reading = reading_of(text);
        assert_eq!(reading.problems.len(), 1, "{:?}", reading.problems);
        let [deployment, service] = reading.resources.as_slice() else {
            panic!("{:?}", reading.resources);
        };
        assert_eq!(
            (deployment.kind.as_str(), deployment.name.as_str()),
            ("apps/v1/Deployment", "web")
        );
        assert_eq!(service.kind, "v1/Service");
        assert!(service.unknown.is_empty());
        let unknown: Vec<String> = deployment.unknown.iter().map(Pointer::to_string).collect();
        assert_eq!(unknown, ["/properties/template/spec/containers/0/image"]);
        let body = &deployment.body;
        assert_eq!(body.pointer.to_string(), "/objects/0");
        let value: serde_json::Value = serde_json::from_str(body.text()).unwrap();
        assert_eq!(value["spec"]["replicas"], 2);
        let place = body.place(&Pointer::parse("/spec/replicas"));
        assert_eq!(place.document.slice(&place.range), "\"${{COUNT}}\"");
    }

    #[test]
    fn a_template_on_an_api_server_deploys_nothing() {
        let stored = r#"{"apiVersion": "template.openshift.io/v1", "kind": "Template", "metadata": {"name": "t", "uid": "u"},
            "objects": [{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {}}]}"#;
        for text in [
            stored.to_owned(),
            format!(r#"{{"apiVersion": "v1", "kind": "List", "items": [{stored}]}}"#),
        ] {
            let reading = reading_of(&text);
            assert_eq!(
                reading.resources[0].kind,
                "template.openshift.io/v1/Template"
            );
        }
        let listed = format!(
            r#"{{"apiVersion": "v1", "kind": "List", "items": [{}]}}"#,
            stored.replace(r#", "uid": "u""#, "")
        );
        assert_eq!(reading_of(&listed).resources[0].kind, "v1/Pod");
        let empty =
            r#"{"apiVersion": "v1", "kind": "Template", "metadata": {"name": "t"}, "objects": []}"#;
        let reading = reading_of(empty);
        assert!(reading.resources.is_empty());
        assert!(reading.problems[0].message.contains("declares no object"));
    }
}
