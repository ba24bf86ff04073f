//! A policy set: everything that was loaded and is sound, ready to be evaluated,
//! and the errors of everything that is not.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::decision::{ControlRef, Remediation, hex};
use crate::document::Document;
use crate::engine::{Engine, EngineError, Module, Value};
use crate::pointer::Pointer;

use super::catalogue::{Entry, builtin, entry, text_hash};
use super::checks::{check_cycles, check_module};
use super::error::{LoadError, LoadErrorKind};
use super::groups::{GroupError, Member, build};
use super::index::{Index, RuleId, packages_of, written_path};
use super::metadata::{EditionMetadata, Tier};
use super::qualify::apply;
use super::reads::{ReadSet, Reader};
use super::select::ControlKey;
use super::source::{Origin, PolicyFile, PolicySources};
use super::unit::{Role, TypeGlobs, Unit, engine_error};

/// A rule to ask, and what it may read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The rule's path, for the engine.
    pub rule: String,
    /// The parts of `input` that its answer depends on.
    pub reads: ReadSet,
    /// Which of the policy set's engines to ask.
    #[serde(skip)]
    pub engine: usize,
    /// Its number in the policy set.
    #[serde(skip)]
    pub number: usize,
    /// Where the parts of `input` begin that its answer depends on.
    #[serde(skip)]
    pub watched: Vec<Pointer>,
}

/// A lock-down requirement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Control {
    /// What decisions carry.
    pub about: Arc<ControlRef>,
    /// What to do about a violation, with placeholders.
    pub remediation: Remediation,
    /// Older ids that still select it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Retired: only evaluated when selected by id.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deprecated: bool,
    /// The types that it is for.
    pub resources: TypeGlobs,
    /// Relations that it needs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<String>,
    /// The findings.
    pub deny: Question,
    /// Whether it applies to a resource of its types, if it can tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub applies: Option<Question>,
}

/// A policy that says who is responsible.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Boundary {
    /// Stable id.
    pub id: String,
    /// What it says, as a title.
    pub title: String,
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
    /// Type tables, those of the embedded catalogue aside.
    pub tables: Vec<Question>,
    /// Prepared engines, to be cloned for each worker.
    pub engines: Vec<Engine>,
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
}

impl Control {
    /// What it can be selected by.
    pub fn key(&self) -> ControlKey<'_> {
        ControlKey {
            id: &self.about.id,
            aliases: &self.aliases,
            severity: self.about.severity,
            layer: self.about.layer,
            deprecated: self.deprecated,
        }
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
                .all(|file| file.origin == Origin::Builtin);
        if ready && let Some(set) = Self::from_index(sources, settings)? {
            return Ok(Loaded {
                set,
                errors: sources.errors.clone(),
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
            let Some(entry) = entry(file.document.name()).filter(current) else {
                return Ok(None);
            };
            parts.push(Part {
                name: file.document.name(),
                text: apply(file.document.text(), &entry.edits),
                needs: entry.needs.iter().map(String::as_str).collect(),
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
        let set = loop {
            match assemble(parts(&units), &data, settings, sources) {
                Ok(set) => break set,
                Err(GroupError::Engine(error)) => return Err(error),
                Err(GroupError::File { name, error }) => {
                    units.retain(|unit| {
                        let refused = unit.document.name() == name;
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
        Ok(Loaded { set, errors })
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

/// A file, ready to be put into an engine.
struct Part<'p> {
    name: &'p str,
    text: Cow<'p, str>,
    needs: BTreeSet<&'p str>,
    asked: Asked,
}

/// The entries of an index of units: what is asked of each and what it needs.
#[cfg(test)]
pub(super) fn entries(units: &[Unit]) -> Vec<Entry> {
    parts(units)
        .into_iter()
        .zip(units)
        .map(|(part, unit)| Entry {
            path: part.name.to_owned(),
            hash: text_hash(unit.document.text()),
            needs: part.needs.iter().map(|name| (*name).to_owned()).collect(),
            edits: super::qualify::edits(&unit.module),
            asked: part.asked,
        })
        .collect()
}

fn parts(units: &[Unit]) -> Vec<Part<'_>> {
    let index = Index::new(units.iter().map(|unit| &unit.module));
    let mut reader = Reader::new(&index);
    let needs = needs(units, &index);
    units
        .iter()
        .zip(needs)
        .map(|(unit, needs)| Part {
            name: unit.document.name(),
            text: unit.qualified(),
            needs,
            asked: asked(unit, &index, &mut reader).unwrap_or(Asked::Nothing),
        })
        .collect()
}

/// Every file that each unit refers to, directly or not.
fn needs<'u>(units: &'u [Unit], index: &Index<'_>) -> Vec<BTreeSet<&'u str>> {
    let mut files: BTreeMap<&Vec<String>, BTreeSet<&str>> = BTreeMap::new();
    for unit in units {
        files
            .entry(&unit.module.package)
            .or_default()
            .insert(unit.document.name());
    }
    let mut needs: BTreeMap<&str, BTreeSet<&str>> = units
        .iter()
        .map(|unit| {
            let mut packages = packages_of(&unit.module, index);
            packages.insert(unit.module.package.clone());
            let found = packages
                .iter()
                .filter_map(|package| files.get(package))
                .flatten()
                .copied()
                .collect();
            (unit.document.name(), found)
        })
        .collect();
    loop {
        let before = needs.clone();
        for found in needs.values_mut() {
            let further: Vec<&str> = found
                .iter()
                .filter_map(|file| before.get(file))
                .flatten()
                .copied()
                .collect();
            found.extend(further);
        }
        if needs == before {
            break;
        }
    }
    units
        .iter()
        .map(|unit| {
            let name = unit.document.name();
            let mut found = needs.get(name).cloned().unwrap_or_default();
            found.remove(name);
            found
        })
        .collect()
}

fn asked(unit: &Unit, index: &Index<'_>, reader: &mut Reader<'_, '_>) -> Option<Asked> {
    let mut ask = |name: &str| {
        let id = RuleId {
            package: unit.module.package.clone(),
            name: name.to_owned(),
        };
        let parts = id.package.iter().map(String::as_str).chain([name]);
        (!index.definitions(&id).is_empty()).then(|| Question {
            rule: written_path("data", parts),
            reads: reader.of(&id),
            engine: 0,
            number: 0,
            watched: Vec::new(),
        })
    };
    Some(match &unit.role {
        Role::Library => Asked::Nothing,
        Role::Types => Asked::Types(ask("table")?),
        Role::Boundary(role) => Asked::Boundary(Box::new(Boundary {
            id: role.id.clone(),
            title: role.title.clone(),
            tier: role.tier,
            edition: role.edition.clone(),
            resources: role.resources.clone(),
            links: role.links.clone(),
            responsibility: ask("responsibility")?,
            model: ask("model"),
        })),
        Role::Control(role) => Asked::Control(Box::new(Control {
            about: Arc::new(role.about.clone()),
            remediation: role.remediation.clone(),
            aliases: role.aliases.clone(),
            deprecated: role.deprecated,
            resources: role.resources.clone(),
            needs: role.needs.clone(),
            deny: ask("deny")?,
            applies: ask("applies"),
        })),
    })
}

/// Builds the engines and sorts what they are asked.
fn assemble(
    parts: Vec<Part<'_>>,
    data: &[Value],
    settings: &Settings,
    sources: &PolicySources,
) -> Result<PolicySet, GroupError> {
    let texts: BTreeMap<&str, Cow<'_, str>> = parts
        .iter()
        .map(|part| (part.name, Cow::Borrowed(part.text.as_ref())))
        .collect();
    let members: Vec<Member<'_>> = parts
        .iter()
        .filter(|part| part.asked != Asked::Nothing)
        .map(|part| Member {
            name: part.name,
            needs: part.needs.clone(),
        })
        .collect();
    let groups = build(&members, &texts, data, settings)?;
    let mut set = PolicySet {
        controls: Vec::new(),
        boundaries: Vec::new(),
        tables: Vec::new(),
        engines: groups.engines,
        digest: digest(sources),
        unneeded: sources.unneeded.clone(),
        embedded: sources
            .files
            .iter()
            .any(|file| file.origin == Origin::Builtin)
            || !sources.unneeded.is_empty(),
    };
    let mut number = 0;
    for part in &parts {
        let engine = groups.engine_of.get(part.name).copied().unwrap_or_default();
        let mut to = |question: &Question| {
            number += 1;
            Question {
                engine,
                number,
                watched: question.reads.roots(),
                ..question.clone()
            }
        };
        match &part.asked {
            Asked::Nothing => {}
            Asked::Types(table) => set.tables.push(to(table)),
            Asked::Boundary(boundary) => set.boundaries.push(Boundary {
                responsibility: to(&boundary.responsibility),
                model: boundary.model.as_ref().map(&mut to),
                ..boundary.as_ref().clone()
            }),
            Asked::Control(control) => set.controls.push(Control {
                deny: to(&control.deny),
                applies: control.applies.as_ref().map(&mut to),
                ..control.as_ref().clone()
            }),
        }
    }
    set.controls.sort_by(|a, b| a.about.id.cmp(&b.about.id));
    set.boundaries
        .sort_by(|a, b| (a.tier, &a.id).cmp(&(b.tier, &b.id)));
    Ok(set)
}

fn place(error: &LoadError) -> (&str, usize) {
    (
        error
            .document
            .as_ref()
            .map_or("", |document| document.name()),
        error.span.start,
    )
}

fn drop_if(
    units: &mut Vec<Unit>,
    errors: &mut Vec<LoadError>,
    wrong: impl Fn(&Unit) -> Option<LoadError>,
) {
    units.retain(|unit| match wrong(unit) {
        Some(error) => {
            errors.push(error);
            false
        }
        None => true,
    });
}

fn reserved(unit: &Unit) -> Option<LoadError> {
    let own = unit
        .module
        .package
        .first()
        .is_some_and(|part| part == "onus" || part == "params");
    (own && unit.origin == Origin::User).then(|| {
        LoadError::at(
            LoadErrorKind::ReservedPackage {
                package: unit.package(),
            },
            &unit.document,
            unit.module.package_span.clone(),
        )
    })
}

/// Drops the later one of two packages with the same id, or of two controls that
/// are the same package.
fn drop_twins(units: &mut Vec<Unit>, errors: &mut Vec<LoadError>) {
    let mut ids: BTreeMap<String, String> = BTreeMap::new();
    let mut packages: BTreeMap<String, String> = BTreeMap::new();
    units.retain(|unit| {
        let name = unit.document.name().to_owned();
        let before = errors.len();
        for id in unit.ids() {
            if let Some(other) = ids.get(id) {
                errors.push(LoadError::at(
                    LoadErrorKind::DuplicateId {
                        id: id.to_owned(),
                        other: other.clone(),
                    },
                    &unit.document,
                    unit.id_span.clone(),
                ));
            }
        }
        if !matches!(unit.role, Role::Library)
            && let Some(other) = packages.get(&unit.package())
        {
            errors.push(LoadError::at(
                LoadErrorKind::DuplicatePackage {
                    package: unit.package(),
                    other: other.clone(),
                },
                &unit.document,
                unit.module.package_span.clone(),
            ));
        }
        let sound = errors.len() == before;
        if sound {
            ids.extend(
                unit.ids()
                    .into_iter()
                    .map(|id| (id.to_owned(), name.clone())),
            );
            packages.insert(unit.package(), name);
        }
        sound
    });
}

/// Drops files whose calls or references are wrong, and those that only became
/// wrong because a file they refer to was dropped.
fn drop_unsound(units: &mut Vec<Unit>, errors: &mut Vec<LoadError>) {
    loop {
        let mut wrong: BTreeSet<String> = BTreeSet::new();
        {
            let index = Index::new(units.iter().map(|unit| &unit.module));
            let mut found: Vec<LoadError> = units
                .iter()
                .flat_map(|unit| check_module(&unit.document, &unit.module, &index))
                .collect();
            let documents: BTreeMap<*const Module, Arc<Document>> = units
                .iter()
                .map(|unit| (std::ptr::from_ref(&unit.module), Arc::clone(&unit.document)))
                .collect();
            found.extend(check_cycles(&index, &documents));
            for error in found {
                wrong.extend(error.document.as_ref().map(|d| d.name().to_owned()));
                errors.push(error);
            }
        }
        if wrong.is_empty() {
            return;
        }
        units.retain(|unit| !wrong.contains(unit.document.name()));
    }
}

fn data_documents(
    sources: &PolicySources,
    units: &[Unit],
    settings: &Settings,
    errors: &mut Vec<LoadError>,
) -> Result<Vec<Value>, EngineError> {
    let mut data = Vec::new();
    // Two documents, or a document and the settings, can contradict each other.
    let mut trial = Engine::new(settings.limit, settings.now)?;
    trial.add_data(Value::object([("params", settings.params.clone())]))?;
    for document in &sources.data {
        let parsed = match Value::parse(document.text()) {
            Ok(parsed) => parsed.value,
            Err(error) => {
                let at = document.offset(error.line(), error.column());
                errors.push(LoadError::at(
                    LoadErrorKind::BadData {
                        message: error.to_string(),
                    },
                    document,
                    at..at,
                ));
                continue;
            }
        };
        if !parsed.is_object() {
            let message = "it is a list or a single value".to_owned();
            errors.push(LoadError::at(
                LoadErrorKind::BadData { message },
                document,
                0..1,
            ));
            continue;
        }
        let mut sound = true;
        for (key, _) in parsed.entries() {
            if key.as_ref() == "params" {
                continue;
            }
            sound = false;
            let shadowed = units.iter().find(|unit| {
                unit.module
                    .package
                    .first()
                    .is_some_and(|part| **part == *key)
            });
            let kind = match shadowed {
                Some(unit) => LoadErrorKind::ShadowingData {
                    key: key.to_string(),
                    package: unit.package(),
                },
                None => LoadErrorKind::MisplacedData {
                    key: key.to_string(),
                },
            };
            let at = document
                .text()
                .find(&format!("\"{key}\""))
                .unwrap_or_default();
            errors.push(LoadError::at(kind, document, at..at + key.len() + 2));
        }
        if !sound {
            continue;
        }
        match trial.add_data(parsed.clone()) {
            Ok(()) => data.push(parsed),
            Err(error) => errors.push(LoadError::at(
                LoadErrorKind::ConflictingData {
                    message: error.to_string(),
                },
                document,
                0..1,
            )),
        }
    }
    Ok(data)
}

/// Over everything that was found; the same whether or not a run needs all of it.
fn digest(sources: &PolicySources) -> String {
    let all;
    let files: Vec<&PolicyFile> = if sources.unneeded.is_empty() {
        sources.files.iter().collect()
    } else {
        all = builtin();
        all.iter()
            .chain(
                sources
                    .files
                    .iter()
                    .filter(|file| file.origin == Origin::User),
            )
            .collect()
    };
    let mut parts: Vec<(&str, &str)> = files
        .iter()
        .map(|file| (document_key(file.document.name()), file.document.text()))
        .collect();
    parts.sort_unstable();
    let mut hash = Sha256::new();
    for (name, text) in parts {
        for part in [name, text] {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part.as_bytes());
        }
    }
    hex(&hash.finalize())
}

/// A file by its own name: the folder that it lies in on this machine must not
/// change the digest.
fn document_key(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}
