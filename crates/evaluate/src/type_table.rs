//! Type tables of the catalogue: the service model of each resource type.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use onus_core::decision::{FailureCause, Override};
use onus_core::diagnostic::Diagnostic;
use onus_core::vocabulary::{Confidence, ServiceModel};
use onus_policy::engine::Engine;
use onus_policy::{Table, type_line, type_lines};

use crate::engine_pool::Engines;
use crate::overriding;
use crate::overriding::{Overriding, is_users};
use crate::policy_failure::PolicyFailure;

/// The entry of a type table for one resource type.
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
    /// What loaded tables of the catalogue say.
    catalogue: BTreeMap<String, TypeEntry>,
    /// What the user's tables say.
    own: BTreeMap<String, Own>,
    /// The first of the user's tables that can't be evaluated.
    broken: Option<Broken>,
    embedded: bool,
}

/// What the user's tables say of a type.
#[derive(Debug)]
enum Own {
    Says(TypeEntry, Option<Override>),
    Refused(String),
}

/// A table that can't be evaluated: it could have mapped any type that it may map.
#[derive(Debug)]
struct Broken {
    failure: PolicyFailure,
    may_override: bool,
}

/// What is known of a type.
#[derive(Debug)]
pub enum Mapping {
    /// No table has it.
    Unknown,
    /// A table has it.
    Known {
        /// Its entry.
        entry: TypeEntry,
        /// The catalogue's entry that a user's table overrides, if it does.
        overridden: Option<Override>,
    },
    /// A user's table can't be relied on, so nothing is known.
    Refused {
        /// Why.
        reason: String,
        /// The kind of failure.
        cause: FailureCause,
    },
}

impl Types {
    /// Evaluates the loaded tables, once for a run: they depend on nothing.
    /// `embedded` says whether the catalogue's own tables count. A user's table that
    /// contradicts the catalogue is refused for that type, unless it is allowed.
    pub fn load(
        engines: &[Engine],
        tables: &[Table],
        embedded: bool,
        overriding: &Overriding,
    ) -> (Self, Vec<Diagnostic>) {
        let mut types = Self {
            embedded,
            ..Self::default()
        };
        let mut problems = Vec::new();
        let mut engines = Engines::plain(engines);
        let (users, catalogues): (Vec<&Table>, Vec<&Table>) =
            tables.iter().partition(|table| is_users(&table.file));
        for table in catalogues.into_iter().chain(users) {
            let rule = table.question.rule.as_str();
            let entries = match engines.evaluate(&table.question) {
                Ok(Some(value)) if value.is_object() => value,
                Ok(Some(_)) => {
                    let reason = "it is not an object";
                    problems.push(types.lost(table, overriding, PolicyFailure::new(reason)));
                    continue;
                }
                Ok(None) => {
                    let failure = PolicyFailure::new("it is undefined");
                    problems.push(types.lost(table, overriding, failure));
                    continue;
                }
                Err(error) => {
                    problems.push(types.lost(table, overriding, (&error).into()));
                    continue;
                }
            };
            let mut refused = Vec::new();
            for (kind, entry) in entries.entries() {
                let kind = kind.to_ascii_lowercase();
                let entry = serde_json::from_value::<TypeEntry>(entry.to_json());
                if let Err(error) = &entry {
                    problems.push(bad(rule, &format!("`{kind}`: {error}")));
                }
                match entry {
                    Ok(entry) if !is_users(&table.file) => {
                        types.catalogue.insert(kind, entry);
                    }
                    entry => {
                        let is_sound = entry.is_ok();
                        let says = types.own(&kind, entry, table, overriding);
                        if let (true, Own::Refused(reason)) = (is_sound, &says) {
                            refused.push((kind.clone(), reason.clone()));
                        }
                        types.own.insert(kind, says);
                    }
                }
            }
            problems.extend(contradicting(&refused, table));
        }
        (types, problems)
    }

    /// The entry of a user's table for a type, given what is known already.
    fn own(
        &self,
        kind: &str,
        entry: Result<TypeEntry, serde_json::Error>,
        table: &Table,
        overriding: &Overriding,
    ) -> Own {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                return Own::Refused(format!("the type table of `{}`: {error}", table.file));
            }
        };
        match self.own.get(kind) {
            Some(Own::Says(other, _)) if other.model != entry.model => {
                return Own::Refused(format!(
                    "`{}` takes this type for {}, another type table for {}",
                    table.file, entry.model, other.model
                ));
            }
            Some(Own::Refused(reason)) => return Own::Refused(reason.clone()),
            Some(Own::Says(..)) | None => {}
        }
        match self.catalogue_entry(kind) {
            None => Own::Says(entry, None),
            Some(known) if known.model == entry.model => Own::Says(known, None),
            Some(known) if overriding.allows(&table.file) => {
                let replaced = overriding::model(&table.file, TABLE, known.model);
                Own::Says(entry, Some(replaced))
            }
            Some(known) => Own::Refused(overriding::refused_model(
                &table.file,
                entry.model,
                known.model,
            )),
        }
    }

    /// Notes that a table can't be evaluated.
    fn lost(
        &mut self,
        table: &Table,
        overriding: &Overriding,
        failure: PolicyFailure,
    ) -> Diagnostic {
        let problem = bad(&table.question.rule, &failure.reason);
        if self.broken.is_none() {
            let word =
                |reason| format!("the type table of `{}` can't be used: {reason}", table.file);
            self.broken = Some(Broken {
                failure: failure.worded(word),
                may_override: !is_users(&table.file) || overriding.allows(&table.file),
            });
        }
        problem
    }

    /// What is known of a type, whatever the case.
    pub fn mapping(&self, kind: &str) -> Mapping {
        let kind = kind.to_ascii_lowercase();
        let catalogue = self.catalogue_entry(&kind);
        if let Some(Own::Refused(reason)) = self.own.get(&kind) {
            return Mapping::Refused {
                reason: reason.clone(),
                cause: FailureCause::Policy,
            };
        }
        if let Some(broken) = &self.broken
            && (broken.may_override || catalogue.is_none())
        {
            return Mapping::Refused {
                reason: broken.failure.reason.clone(),
                cause: broken.failure.cause,
            };
        }
        match (self.own.get(&kind), catalogue) {
            (Some(Own::Says(entry, overridden)), _) => Mapping::Known {
                entry: entry.clone(),
                overridden: overridden.clone(),
            },
            (_, Some(entry)) => Mapping::Known {
                entry,
                overridden: None,
            },
            (_, None) => Mapping::Unknown,
        }
    }

    /// What the tables say of a type, whatever the case; none where they can't be relied
    /// on.
    pub fn get(&self, kind: &str) -> Option<TypeEntry> {
        match self.mapping(kind) {
            Mapping::Known { entry, .. } => Some(entry),
            Mapping::Unknown | Mapping::Refused { .. } => None,
        }
    }

    /// The service model that the embedded catalogue gives a type, whatever the user's
    /// tables say.
    pub fn catalogue_model(&self, kind: &str) -> Option<ServiceModel> {
        let entry = self.catalogue_entry(&kind.to_ascii_lowercase());
        entry.map(|entry| entry.model)
    }

    /// The catalogue's entry of a type in lower case.
    fn catalogue_entry(&self, kind: &str) -> Option<TypeEntry> {
        if let Some(entry) = self.catalogue.get(kind) {
            return Some(entry.clone());
        }
        self.embedded
            .then(|| type_line(kind))
            .flatten()
            .and_then(TypeEntry::from_line)
    }

    /// The names of all types, in lower case, sorted.
    pub fn names(&self) -> Vec<&str> {
        let loaded = self.catalogue.keys().chain(self.own.keys());
        let mut names: Vec<&str> = loaded.map(String::as_str).collect();
        if self.embedded {
            names.extend(type_lines().map(|(kind, _)| kind));
        }
        names.sort_unstable();
        names.dedup();
        names
    }
}

/// What the catalogue's tables are called in decisions.
const TABLE: &str = "the embedded type table";

/// The error about a table that contradicts the catalogue.
fn contradicting(refused: &[(String, String)], table: &Table) -> Option<Diagnostic> {
    let (kind, reason) = refused.first()?;
    let more = match refused.len() - 1 {
        0 => String::new(),
        1 => " (and 1 more type)".to_owned(),
        more => format!(" (and {more} more types)"),
    };
    Some(
        Diagnostic::error(format!("type `{kind}`: {reason}{more}")).help(format!(
            "until then, every decision about these types is an error; remove the entry from `{}` if nobody in your organization knows why it is there",
            table.file
        )),
    )
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

fn bad(rule: &str, reason: &str) -> Diagnostic {
    Diagnostic::error(format!("the type table `{rule}` can't be used: {reason}"))
        .help("a table maps each type to an object with `model` and `confidence`")
}
