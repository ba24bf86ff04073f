//! A policy set: everything that was loaded and is sound, ready to be evaluated,
//! and the errors of everything that is not.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::engine::{Engine, EngineError, Value};
use onus_core::decision::{ControlRef, Remediation};
use onus_core::relation_path::RelationPath;

use crate::catalogue::{Entry, entry, text_hash};
use crate::compile::batched_questions::Together;
use crate::compile::engine_groups::GroupError;
use crate::expected::Expected;
use crate::load::assemble::{Part, assemble, parts};
use crate::load::error::LoadError;
use crate::load::policy_file::{TypeGlobs, Unit, engine_error};
use crate::load::soundness::{data_documents, drop_if, drop_twins, drop_unsound, place, reserved};
use crate::load::source::{Origin, PolicySources, SourceId};
use crate::metadata::{EditionMetadata, Tier};
use crate::read_set::{ReadSet, Watched};
use crate::selector::ControlKey;

/// A rule to ask, and what it may read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The rule's path.
    pub rule: String,
    /// The parts of `input` that its answer depends on.
    pub reads: ReadSet,
    /// The rule's path in its engine, where packages can have other names.
    #[serde(skip)]
    pub path: String,
    /// Which of the policy set's engines to ask.
    #[serde(skip)]
    pub engine: usize,
    /// What has to be equal in two inputs for the answer to be the same.
    #[serde(skip)]
    pub watched: Vec<Watched>,
    /// What kind of rule it is in its engine.
    #[serde(skip)]
    pub gives: Gives,
    /// The types that enclosing values need for its answer to mean something.
    #[serde(skip)]
    pub expected: Expected,
}

/// What a rule gives when it is evaluated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Gives {
    /// A value, or nothing.
    #[default]
    Value,
    /// A set, which can be empty, for every input.
    Set,
}

impl Asked {
    /// All rules that the file is asked for.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        let (first, second) = match self {
            Self::Nothing => (None, None),
            Self::Types(table) => (Some(table), None),
            Self::Control(control) => (Some(&control.deny), control.applies.as_ref()),
            Self::Boundary(boundary) => (Some(&boundary.responsibility), boundary.model.as_ref()),
        };
        first.into_iter().chain(second)
    }
}

/// A lock-down requirement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Control {
    /// What decisions carry.
    pub about: Arc<ControlRef>,
    /// What goes wrong otherwise; empty when nothing says it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The file that it is defined in, once a set is assembled.
    #[serde(skip, default = "unassembled")]
    pub file: SourceId,
    /// What to do about a violation, with placeholders.
    pub remediation: Remediation,
    /// Older ids that still select it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Retired: only evaluated when selected by id.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deprecated: bool,
    /// Takes part only when it is named.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub on_request: bool,
    /// The types that it is for.
    pub resources: TypeGlobs,
    /// Relations that it needs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<RelationPath>,
    /// The findings.
    pub deny: Question,
    /// Whether it applies to a resource of its types, if it can tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub applies: Option<Question>,
}

/// The file of a control or a boundary before a set is assembled.
pub(crate) fn unassembled() -> SourceId {
    SourceId::generated("not assembled")
}

/// A policy that says who is responsible.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Boundary {
    /// Stable id.
    pub id: String,
    /// What it says, as a title.
    pub title: String,
    /// The file that it is defined in, once a set is assembled.
    #[serde(skip, default = "unassembled")]
    pub file: SourceId,
    /// Where it ranks.
    pub tier: Tier,
    /// The edition that it is, in the edition tier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edition: Option<EditionMetadata>,
    /// The types that it is for.
    pub resources: TypeGlobs,
    /// Public pages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<String>,
    /// Layer to answer.
    pub responsibility: Question,
    /// The service model, if it can tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<Question>,
}

/// A table of types, and the file that it is defined in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The rule to evaluate.
    pub question: Question,
    /// The file.
    pub file: SourceId,
}

/// What a file is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asked {
    /// Nothing: it is a helper.
    Nothing,
    /// For its type table.
    Types(Question),
    /// For findings.
    Control(Box<Control>),
    /// Who is responsible.
    Boundary(Box<Boundary>),
}

/// What the engine is given beside policies.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The longest that one evaluation may take.
    pub limit: Duration,
    /// The run's one instant, in nanoseconds since 1970.
    pub now: i64,
    /// Mounted at `data.params`.
    pub params: Value,
    /// Whether packages below `onus` may come from the user: only when the
    /// embedded catalogue is left out.
    pub own_catalogue: bool,
    /// Whether the embedded catalogue is checked as users' policies are. A test
    /// does that for every build, so a run need not.
    pub check_builtin: bool,
}

/// Everything that was loaded and is sound.
#[derive(Debug)]
pub struct PolicySet {
    /// Lock-down requirements, in the order of their ids.
    pub controls: Vec<Control>,
    /// Boundary policies, in the order of tier and id.
    pub boundaries: Vec<Boundary>,
    /// Type tables that were loaded. Those of the embedded catalogue are evaluated ahead
    /// of time, and among these only when the user has policies of their own.
    pub tables: Vec<Table>,
    /// Prepared engines, to be cloned for each worker.
    pub engines: Vec<Engine>,
    /// Questions that one evaluation can answer.
    pub together: Vec<Together>,
    /// sha256 over all policies that take part.
    pub digest: String,
    /// Files of the embedded catalogue that no type of the run needs.
    pub unneeded: Vec<&'static Entry>,
    /// Whether the embedded catalogue takes part, and with it its type tables.
    pub embedded: bool,
}

/// A policy set and what is not in it.
#[derive(Debug)]
pub struct Loaded {
    /// What is sound.
    pub set: PolicySet,
    /// What is not, and why.
    pub errors: Vec<LoadError>,
    /// What was parsed for it.
    pub parsed: Parsed,
}

/// The sound files of a set as they were parsed, for those who want to look at them;
/// none where the index spoke for all of them.
#[derive(Debug, Default)]
pub struct Parsed(pub(crate) Vec<Unit>);

impl Control {
    /// What it can be selected by.
    pub fn key(&self) -> ControlKey<'_> {
        ControlKey {
            id: &self.about.id,
            aliases: &self.aliases,
            severity: self.about.severity,
            layer: self.about.layer,
            deprecated: self.deprecated,
            on_request: self.on_request,
        }
    }

    /// Whether it looks at what the other controls say of each layer, and so is decided
    /// after them.
    pub fn looks_at_layers(&self) -> bool {
        [&self.deny]
            .into_iter()
            .chain(&self.applies)
            .any(|question| question.reads.names_key("layers"))
    }
}

impl PolicySet {
    /// Loads what was found. Files with errors are left out, and so is
    /// everything that refers to them; every error is reported.
    ///
    /// # Errors
    /// The engine itself can't be set up.
    pub fn load(sources: &PolicySources, settings: &Settings) -> Result<Loaded, EngineError> {
        let ready = !settings.check_builtin
            && sources.data.is_empty()
            && sources
                .files
                .iter()
                .all(|file| file.source.origin() == Origin::Builtin);
        if ready && let Some(set) = Self::from_index(sources, settings)? {
            return Ok(Loaded {
                set,
                errors: sources.errors.clone(),
                parsed: Parsed::default(),
            });
        }
        Self::from_sources(sources, settings)
    }

    /// Takes what the index made ahead of time says; none when a file is not in it.
    fn from_index(
        sources: &PolicySources,
        settings: &Settings,
    ) -> Result<Option<Self>, EngineError> {
        let mut parts = Vec::new();
        for file in &sources.files {
            let current = |entry: &&'static Entry| entry.hash == text_hash(file.document.text());
            let Some(entry) = entry(&file.source).filter(current) else {
                return Ok(None);
            };
            parts.push(Part {
                source: file.source.clone(),
                text: file.document.text(),
                edits: Cow::Borrowed(&entry.edits),
                needs: entry
                    .needs
                    .iter()
                    .map(|path| SourceId::new(Origin::Builtin, path))
                    .collect(),
                asked: match &entry.asked {
                    // The tables were evaluated ahead of time too.
                    Asked::Types(_) => Asked::Nothing,
                    asked => asked.clone(),
                },
            });
        }
        match assemble(parts, &[], settings, sources) {
            Ok(set) => Ok(Some(set)),
            Err(GroupError::File { error, .. } | GroupError::Engine(error)) => Err(error),
        }
    }

    /// Parses and checks everything.
    fn from_sources(sources: &PolicySources, settings: &Settings) -> Result<Loaded, EngineError> {
        let Sound {
            mut units,
            data,
            mut errors,
        } = Sound::of(sources, settings)?;
        let set = loop {
            match assemble(parts(&units), &data, settings, sources) {
                Ok(set) => break set,
                Err(GroupError::Engine(error)) => return Err(error),
                Err(GroupError::File { source, error }) => {
                    units.retain(|unit| {
                        let refused = unit.source == source;
                        if refused {
                            errors.push(engine_error(&unit.document, error.clone()));
                        }
                        !refused
                    });
                    // What referred to it has lost its ground.
                    drop_unsound(&mut units, &mut errors);
                }
            }
        };
        errors.sort_by(|a, b| place(a).cmp(&place(b)));
        Ok(Loaded {
            set,
            errors,
            parsed: Parsed(units),
        })
    }

    /// The editions that are loaded, by provider, the newest first.
    pub fn editions(&self) -> BTreeMap<&str, Vec<&EditionMetadata>> {
        let mut editions: BTreeMap<&str, Vec<&EditionMetadata>> = BTreeMap::new();
        let loaded = self.boundaries.iter().filter_map(|b| b.edition.as_ref());
        let unneeded = self.unneeded.iter().filter_map(|entry| entry.edition());
        for edition in loaded.chain(unneeded) {
            for provider in &edition.providers {
                editions.entry(provider).or_default().push(edition);
            }
        }
        for list in editions.values_mut() {
            list.sort_by(|a, b| b.published.cmp(&a.published));
        }
        editions
    }

    /// What every control can be selected by, those that the run does not need
    /// too.
    pub fn keys(&self) -> Vec<ControlKey<'_>> {
        let unneeded = self.unneeded.iter().filter_map(|entry| match &entry.asked {
            Asked::Control(control) => Some(control.key()),
            _ => None,
        });
        self.controls
            .iter()
            .map(Control::key)
            .chain(unneeded)
            .collect()
    }
}

/// What is sound of what was found, before the engine has seen it as a whole.
pub struct Sound {
    /// The files.
    pub units: Vec<Unit>,
    /// Data documents.
    pub data: Vec<Value>,
    /// What is not sound, and why.
    pub errors: Vec<LoadError>,
}

impl Sound {
    /// Parses and checks what an evaluation takes.
    ///
    /// # Errors
    /// The engine itself can't be set up.
    pub fn of(sources: &PolicySources, settings: &Settings) -> Result<Self, EngineError> {
        let mut errors = sources.errors.clone();
        let mut units = Vec::new();
        let mut scratch = Engine::new(settings.limit, settings.now)?;
        for file in &sources.files {
            match Unit::parse(file, &mut scratch) {
                Ok(unit) => units.push(unit),
                Err(found) => errors.extend(found),
            }
        }
        if !settings.own_catalogue {
            drop_if(&mut units, &mut errors, reserved);
        }
        drop_twins(&mut units, &mut errors);
        drop_unsound(&mut units, &mut errors);
        let data = data_documents(sources, &units, settings, &mut errors)?;
        Ok(Self {
            units,
            data,
            errors,
        })
    }
}
