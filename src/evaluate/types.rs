//! The type tables of the catalogue: which service model a resource type is.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::engine::{Engine, EngineError};
use crate::policy::{Question, type_line, type_lines};
use crate::problem::Problem;
use crate::vocabulary::{Confidence, ServiceModel};

use super::engines::Engines;

/// What a type table says of one resource type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypeEntry {
    /// The service model.
    pub model: ServiceModel,
    /// How sure that is.
    pub confidence: Confidence,
    /// The service, for people.
    #[serde(default)]
    pub service: Option<String>,
    /// Where it can be read.
    #[serde(default)]
    pub source: Option<String>,
    /// Anything else worth knowing.
    #[serde(default)]
    pub note: Option<String>,
}

/// All type tables together: those of the embedded catalogue, made ahead of time,
/// and those of the policies that were loaded.
#[derive(Debug, Default)]
pub struct Types {
    loaded: BTreeMap<String, TypeEntry>,
    embedded: bool,
}

impl Types {
    /// Evaluates the loaded tables, once for a run: they depend on nothing.
    /// `embedded` says whether the catalogue's own tables count.
    pub fn load(engines: &[Engine], tables: &[Question], embedded: bool) -> (Self, Vec<Problem>) {
        let mut loaded = BTreeMap::new();
        let mut problems = Vec::new();
        let mut engines = Engines::plain(engines);
        for question in tables {
            let rule = question.rule.as_str();
            let table = match engines.evaluate(question) {
                Ok(Some(table)) => table,
                Ok(None) => {
                    problems.push(bad(rule, "it is undefined"));
                    continue;
                }
                Err(error) => {
                    problems.push(bad(rule, &failure(&error)));
                    continue;
                }
            };
            for (kind, entry) in table.entries() {
                match serde_json::from_value::<TypeEntry>(entry.to_json()) {
                    Ok(entry) => {
                        loaded.insert(kind.to_ascii_lowercase(), entry);
                    }
                    Err(error) => problems.push(bad(rule, &format!("`{kind}`: {error}"))),
                }
            }
        }
        (Self { loaded, embedded }, problems)
    }

    /// What is known of a type, whatever the case.
    pub fn get(&self, kind: &str) -> Option<TypeEntry> {
        let kind = kind.to_ascii_lowercase();
        if let Some(entry) = self.loaded.get(&kind) {
            return Some(entry.clone());
        }
        self.embedded
            .then(|| type_line(&kind))
            .flatten()
            .and_then(TypeEntry::from_line)
    }

    /// The names of all types, in lower case, sorted.
    pub fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.loaded.keys().map(String::as_str).collect();
        if self.embedded {
            names.extend(type_lines().map(|(kind, _)| kind));
        }
        names.sort_unstable();
        names.dedup();
        names
    }
}

impl TypeEntry {
    /// The entry as one line of the embedded table, after the type.
    pub fn to_line(&self) -> String {
        let text =
            |text: &Option<String>| text.clone().unwrap_or_default().replace(['\t', '\n'], " ");
        format!(
            "{}\t{}\t{}\t{}\t{}",
            self.model,
            self.confidence,
            text(&self.service),
            text(&self.source),
            text(&self.note)
        )
        .trim_end_matches('\t')
        .to_owned()
    }

    fn from_line(line: &str) -> Option<Self> {
        let mut fields = line.split('\t');
        let model = fields.next()?.parse().ok()?;
        let confidence = fields.next()?.parse().ok()?;
        let mut text = || {
            fields
                .next()
                .filter(|text| !text.is_empty())
                .map(str::to_owned)
        };
        Some(Self {
            model,
            confidence,
            service: text(),
            source: text(),
            note: text(),
        })
    }
}

fn bad(rule: &str, reason: &str) -> Problem {
    Problem::error(format!("the type table `{rule}` can't be used: {reason}"))
        .help("a table maps each type to an object with `model` and `confidence`")
}

/// The engine's error as part of a sentence.
pub fn failure(error: &EngineError) -> String {
    match error {
        EngineError::Rego {
            message,
            place: Some((file, line, column)),
        } => format!("{message} ({file}:{line}:{column})"),
        other => other.to_string(),
    }
}
