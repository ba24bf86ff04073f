//! The type tables of the catalogue: which service model a resource type is.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::engine::{Engine, EngineError};
use crate::problem::Problem;
use crate::vocabulary::{Confidence, ServiceModel};

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

/// All type tables together.
#[derive(Debug, Default)]
pub struct Types(BTreeMap<String, TypeEntry>);

impl Types {
    /// Evaluates the tables, once for a run: they depend on nothing.
    pub fn load(engine: &mut Engine, tables: &[String]) -> (Self, Vec<Problem>) {
        let mut types = BTreeMap::new();
        let mut problems = Vec::new();
        for rule in tables {
            let table = match engine.evaluate(rule) {
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
                        types.insert(kind.to_ascii_lowercase(), entry);
                    }
                    Err(error) => problems.push(bad(rule, &format!("`{kind}`: {error}"))),
                }
            }
        }
        (Self(types), problems)
    }

    /// What is known of a type, whatever the case.
    pub fn get(&self, kind: &str) -> Option<&TypeEntry> {
        self.0.get(&kind.to_ascii_lowercase())
    }

    /// All types, sorted, in lower case.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &TypeEntry)> {
        self.0.iter().map(|(kind, entry)| (kind.as_str(), entry))
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
