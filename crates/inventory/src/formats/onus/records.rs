//! Records of onus itself, for inventories without a reader: a user's script writes one
//! JSON object per resource, with the header of [`Resource`].

#[cfg(test)]
mod tests;

use serde::de::DeserializeOwned;

use onus_core::decision::Scope;
use onus_core::diagnostic::{Diagnostic, Spot};
use onus_core::json_pointer::Pointer;
use onus_core::vocabulary::{Phase, ServiceModel};

use crate::formats::description::{ConfigurationKey, Family, FormatDescription, Streaming, Syntax};
use crate::input::Input;
use crate::json::json_problem::json_problem;
use crate::json::outline::SAMPLED_RECORDS;
use crate::json::outline::{Members, Outline};
use crate::reader::{Reader, Reading};
use crate::resource::{Body, Claim, Resource, fold_tags};
use onus_core::suggest::nearest;

/// The reader for records of the format `onus`: one per line, an array of them, or a
/// single one.
///
/// `id`, `type` and `provider` are required. Unknown keys are refused, since a misspelled
/// `unknown` would let a control pass that depends on it. Other data goes into `raw`. A
/// record without `properties` has unknown properties.
pub struct OnusRecords;

/// The parts of the policy's input that places are in.
const PLACES: [&str; 11] = [
    "id",
    "type",
    "name",
    "provider",
    "location",
    "scope",
    "tags",
    "properties",
    "raw",
    "phase",
    "model",
];
/// The members of a record.
const NOTES: [&str; 3] = ["unknown", "sensitive", "claims"];
const SCOPE: [&str; 3] = ["tenant", "account", "group"];

static DESCRIPTION: FormatDescription = FormatDescription {
    name: "onus",
    family: Family::Own,
    purpose: "records of your own, one per line",
    made_by: "{\"id\": ..., \"type\": ..., \"provider\": ...} on each line",
    notes: "Controls of [your own data centers](onprem.md) expect such records.",
    example: "onus-ndjson/estate.ndjson",
    syntax: Syntax::Json,
    streaming: Streaming::Records(&[]),
    configurations: &[ConfigurationKey::Object("properties")],
};

impl Reader for OnusRecords {
    fn description(&self) -> &'static FormatDescription {
        &DESCRIPTION
    }

    fn recognizes(&self, outline: &Outline<'_>) -> bool {
        let is_record = |text: &str| Members::parse(text).is_ok_and(|members| is_record(&members));
        match outline {
            Outline::Object(members) => crate::formats::onus::records::is_record(members),
            Outline::Array(items) => {
                let mut items = items.iter().take(SAMPLED_RECORDS);
                items.len() == 0 || items.any(|item| is_record(item.get()))
            }
            Outline::Lines(lines) => lines
                .iter()
                .take(SAMPLED_RECORDS)
                .any(|line| is_record(line.text)),
            Outline::Text(_) => false,
        }
    }

    fn read(&self, source: &Input<'_>) -> Reading {
        let records: Vec<(&str, Pointer)> = match &source.outline {
            Outline::Object(_) => vec![(source.document.text(), Pointer::root())],
            Outline::Array(items) => items
                .iter()
                .enumerate()
                .map(|(index, item)| (item.get(), Pointer::root().child(index.to_string())))
                .collect(),
            Outline::Lines(lines) => lines
                .iter()
                .map(|line| (line.text, Pointer::root()))
                .collect(),
            Outline::Text(_) => return Reading::default(),
        };
        let mut reading = Reading::default();
        for (text, pointer) in records {
            let record = Record {
                source,
                text: text.trim(),
            };
            match record.read(pointer) {
                Ok(resource) => reading.resources.push(resource),
                Err(problem) => reading.problems.push(*problem),
            }
        }
        reading
    }
}

fn is_record(members: &Members<'_>) -> bool {
    ["id", "type", "provider"]
        .iter()
        .all(|key| members.has(key))
}

/// One record, and its place.
struct Record<'r, 't> {
    source: &'r Input<'t>,
    text: &'r str,
}

impl Record<'_, '_> {
    fn read(&self, pointer: Pointer) -> Result<Resource, Box<Diagnostic>> {
        let members = self.members(self.text, "key", &[&PLACES, &NOTES])?;
        let provider = self.required(&members, "provider")?.to_ascii_lowercase();
        let canonical = |text: String| match provider.as_str() {
            "azure" => text.to_ascii_lowercase(),
            _ => text,
        };
        let id = canonical(self.required(&members, "id")?);
        let name: Option<String> = self.optional(&members, "name")?;
        Ok(Resource {
            kind: canonical(self.required(&members, "type")?),
            name: name
                .filter(|name| !name.is_empty())
                .or_else(|| {
                    id.rsplit('/')
                        .find(|part| !part.is_empty())
                        .map(str::to_owned)
                })
                .unwrap_or_else(|| id.clone()),
            location: self.optional(&members, "location")?,
            scope: self.scope(&members, canonical)?,
            tags: self.tags(&members)?,
            phase: self
                .optional::<Option<Phase>>(&members, "phase")?
                .unwrap_or(Phase::Deployed),
            model: self.optional::<Option<ServiceModel>>(&members, "model")?,
            unknown: {
                let mut unknown = self.places(&members, "unknown")?;
                if members
                    .get("properties")
                    .is_none_or(|part| part.get() == "null")
                {
                    unknown.push(Pointer::parse("/properties"));
                }
                unknown
            },
            sensitive: self.places(&members, "sensitive")?,
            claims: self
                .optional::<Option<Vec<Claim>>>(&members, "claims")?
                .unwrap_or_default(),
            aliases: Vec::new(),
            edges: Vec::new(),
            subject: None,
            change: None,
            body: Body {
                document: self.source.document.clone(),
                range: self.range(self.text),
                pointer,
                properties: Pointer::parse("/properties"),
                raw: match members.get("raw").filter(|part| part.get() != "null") {
                    Some(_) => Pointer::parse("/raw"),
                    None => Pointer::root(),
                },
            },
            id,
            provider,
        })
    }

    /// The members of an object with known keys only.
    fn members<'t>(
        &self,
        text: &'t str,
        what: &str,
        known: &[&[&'static str]],
    ) -> Result<Members<'t>, Box<Diagnostic>> {
        let known = known.concat();
        let members = Members::parse(text)
            .map_err(|error| Box::new(json_problem(self.source.document, text, &error)))?;
        let stranger = members.iter().find(|(key, _)| !known.contains(key));
        if let Some((key, value)) = stranger {
            let place = match self.source.document.range_of(key) {
                Some(range) => Spot::new(self.source.document, range),
                None => self.source.spot(value),
            };
            return Err(Box::new(
                Diagnostic::error(format!("`{key}` is not a {what} of an onus record"))
                    .at(place)
                    .help(match nearest(key, known.iter().copied()) {
                        Some(name) => format!("did you mean `{name}`?"),
                        None => format!("the keys are {}", known.join(", ")),
                    }),
            ));
        }
        Ok(members)
    }

    fn required(&self, members: &Members<'_>, key: &str) -> Result<String, Box<Diagnostic>> {
        let Some(part) = members.get(key) else {
            return Err(Box::new(
                Diagnostic::error(format!("this record has no `{key}`"))
                    .at(Spot::new(self.source.document, self.range(self.text)))
                    .help("each record needs an `id`, a `type` and a `provider`"),
            ));
        };
        match self.optional::<String>(members, key)? {
            text if text.trim().is_empty() => Err(Box::new(
                Diagnostic::error(format!("`{key}` is empty"))
                    .at(self.source.spot(part))
                    .help("each record needs an `id`, a `type` and a `provider`"),
            )),
            text => Ok(text),
        }
    }

    /// A member of the given shape; an absent member reads like null.
    fn optional<T: DeserializeOwned>(
        &self,
        members: &Members<'_>,
        key: &str,
    ) -> Result<T, Box<Diagnostic>> {
        let part = members
            .get(key)
            .map_or("null", serde_json::value::RawValue::get);
        serde_json::from_str(part).map_err(|error| {
            let mut problem = json_problem(self.source.document, part, &error);
            problem.message = format!("`{key}`: {}", problem.message);
            if !part.starts_with(['{', '[']) {
                problem.place = Some(Spot::new(self.source.document, self.range(part)));
            }
            Box::new(problem)
        })
    }

    fn scope(
        &self,
        members: &Members<'_>,
        canonical: impl Fn(String) -> String,
    ) -> Result<Scope, Box<Diagnostic>> {
        let Some(part) = members.get("scope").filter(|part| part.get() != "null") else {
            return Ok(Scope::default());
        };
        self.members(part.get(), "part of the scope", &[&SCOPE])?;
        let scope: Scope = self.optional(members, "scope")?;
        Ok(Scope {
            tenant: scope.tenant.map(&canonical),
            account: scope.account.map(&canonical),
            group: scope.group.map(&canonical),
        })
    }

    fn tags(
        &self,
        members: &Members<'_>,
    ) -> Result<std::collections::BTreeMap<String, String>, Box<Diagnostic>> {
        let tags: Option<serde_json::Map<String, serde_json::Value>> =
            self.optional(members, "tags")?;
        Ok(fold_tags(tags.map(serde_json::Value::Object).as_ref()))
    }

    /// Pointers into the policy's input.
    fn places(&self, members: &Members<'_>, key: &str) -> Result<Vec<Pointer>, Box<Diagnostic>> {
        let texts: Option<Vec<String>> = self.optional(members, key)?;
        texts
            .unwrap_or_default()
            .iter()
            .map(|text| {
                let pointer = Pointer::parse(text);
                let first = pointer.segments().next();
                if text.starts_with('/') && first.is_some_and(|first| PLACES.contains(&first)) {
                    return Ok(pointer);
                }
                let mut problem = Diagnostic::error(format!(
                    "`{key}`: `{text}` is not a place in what policies see as `input`"
                ))
                .help(format!(
                    "write a JSON pointer such as `/properties/a/0/b`; the first part is one of {}",
                    PLACES.join(", ")
                ));
                if let Some(part) = members.get(key) {
                    problem = problem.at(self.source.spot(part));
                }
                Err(Box::new(problem))
            })
            .collect()
    }

    fn range(&self, text: &str) -> std::ops::Range<usize> {
        self.source.document.range_of(text).unwrap_or_default()
    }
}
