//! A policy set: everything that was loaded and is sound, ready to be evaluated,
//! and the errors of everything that is not.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use sha2::{Digest, Sha256};

use crate::decision::{ControlRef, hex};
use crate::document::Document;
use crate::engine::{Engine, EngineError, Module, Value};

use super::catalogue::{Entry, builtin, index};
use super::checks::{check_cycles, check_module};
use super::error::{LoadError, LoadErrorKind};
use super::index::{Index, RuleId};
use super::metadata::{EditionMetadata, Tier};
use super::reads::{ReadSet, Reader};
use super::select::ControlKey;
use super::source::{Origin, PolicyFile, PolicySources};
use super::unit::{Role, TypeGlobs, Unit, engine_error};

/// A rule to ask, and what it may read.
#[derive(Debug, Clone)]
pub struct Question {
    /// The rule's path, for the engine.
    pub rule: String,
    /// The parts of `input` that its answer depends on.
    pub reads: ReadSet,
}

/// A lock-down requirement.
#[derive(Debug)]
pub struct Control {
    /// What decisions carry.
    pub about: Arc<ControlRef>,
    /// Older ids that still select it.
    pub aliases: Vec<String>,
    /// Retired: only evaluated when selected by id.
    pub deprecated: bool,
    /// The types that it is for.
    pub resources: TypeGlobs,
    /// Relations that it needs.
    pub needs: Vec<String>,
    /// The findings.
    pub deny: Question,
    /// Whether it applies to a resource of its types, if it can tell.
    pub applies: Option<Question>,
}

/// A policy that says who is responsible.
#[derive(Debug)]
pub struct Boundary {
    /// Stable id.
    pub id: String,
    /// What it says, as a title.
    pub title: String,
    /// Where it ranks.
    pub tier: Tier,
    /// The edition that it is, in the edition tier.
    pub edition: Option<EditionMetadata>,
    /// The types that it is for.
    pub resources: TypeGlobs,
    /// Public pages.
    pub links: Vec<String>,
    /// Layer to answer.
    pub responsibility: Question,
    /// The service model, if it can tell.
    pub model: Option<Question>,
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
    /// Rules that hold type tables.
    pub tables: Vec<String>,
    /// The prepared engine, to be cloned for each worker.
    pub engine: Engine,
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
        let mut errors = sources.errors.clone();
        let mut units = Vec::new();
        let mut staged = Engine::new(settings.limit, settings.now)?;
        for file in &sources.files {
            match Unit::parse(file, &mut staged) {
                Ok(unit) => units.push(unit),
                Err(found) => errors.extend(found),
            }
        }
        if !settings.own_catalogue {
            drop_if(&mut units, &mut errors, reserved);
        }
        drop_twins(&mut units, &mut errors);
        if settings.check_builtin || units.iter().any(|unit| unit.origin == Origin::User) {
            drop_unsound(&mut units, &mut errors);
        }
        let data = data_documents(sources, &units, settings, &mut errors)?;
        // What was staged can be used as it is, unless something was dropped or has
        // to be written differently.
        let mut staged = (units.len() == sources.files.len()
            && !units.iter().any(Unit::needs_qualifying))
        .then_some(staged);
        let engine = loop {
            let engine = match staged.take() {
                Some(engine) => engine,
                None => stage(&units, settings)?,
            };
            match finish_engine(engine, &units, &data, settings)? {
                Ok(engine) => break engine,
                Err((index, error)) => {
                    errors.push(error);
                    units.remove(index);
                    // What referred to it has lost its ground.
                    drop_unsound(&mut units, &mut errors);
                }
            }
        };
        errors.sort_by(|a, b| place(a).cmp(&place(b)));
        Ok(Loaded {
            set: Self::assemble(units, engine, sources),
            errors,
        })
    }

    fn assemble(units: Vec<Unit>, engine: Engine, sources: &PolicySources) -> Self {
        let mut set = Self {
            controls: Vec::new(),
            boundaries: Vec::new(),
            tables: Vec::new(),
            engine,
            digest: digest(&units, &sources.unneeded),
            unneeded: sources.unneeded.clone(),
            embedded: !sources.unneeded.is_empty()
                || units.iter().any(|unit| unit.origin == Origin::Builtin),
        };
        let index = Index::new(units.iter().map(|unit| &unit.module));
        let mut reader = Reader::new(&index);
        for unit in &units {
            let mut ask = |name: &str| question(&unit.module, name, &index, &mut reader);
            match &unit.role {
                Role::Library => {}
                Role::Types => set
                    .tables
                    .extend(ask("table").map(|question| question.rule)),
                Role::Boundary(role) => {
                    set.boundaries
                        .extend(ask("responsibility").map(|responsibility| Boundary {
                            id: role.id.clone(),
                            title: role.title.clone(),
                            tier: role.tier,
                            edition: role.edition.clone(),
                            resources: role.resources.clone(),
                            links: role.links.clone(),
                            responsibility,
                            model: ask("model"),
                        }))
                }
                Role::Control(role) => set.controls.extend(ask("deny").map(|deny| Control {
                    about: Arc::new(ControlRef {
                        remediation: role.about.remediation.clone(),
                        id: role.about.id.clone(),
                        title: role.about.title.clone(),
                        severity: role.about.severity,
                        layer: role.about.layer,
                        package: role.about.package.clone(),
                        links: role.about.links.clone(),
                        frameworks: role.about.frameworks.clone(),
                    }),
                    aliases: role.aliases.clone(),
                    deprecated: role.deprecated,
                    resources: role.resources.clone(),
                    needs: role.needs.clone(),
                    deny,
                    applies: ask("applies"),
                })),
            }
        }
        set.controls.sort_by(|a, b| a.about.id.cmp(&b.about.id));
        set.boundaries
            .sort_by(|a, b| (a.tier, &a.id).cmp(&(b.tier, &b.id)));
        set
    }

    /// The editions that are loaded, by provider, the newest first.
    pub fn editions(&self) -> BTreeMap<&str, Vec<&EditionMetadata>> {
        let mut editions: BTreeMap<&str, Vec<&EditionMetadata>> = BTreeMap::new();
        let loaded = self.boundaries.iter().filter_map(|b| b.edition.as_ref());
        let unneeded = self.unneeded.iter().filter_map(|e| e.edition.as_ref());
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
        let unneeded = self
            .unneeded
            .iter()
            .filter_map(|entry| entry.control.as_ref())
            .map(|control| ControlKey {
                id: &control.id,
                aliases: &control.aliases,
                severity: control.severity,
                layer: control.layer,
                deprecated: control.deprecated,
            });
        self.controls
            .iter()
            .map(Control::key)
            .chain(unneeded)
            .collect()
    }
}

fn question(
    module: &Module,
    name: &str,
    index: &Index<'_>,
    reader: &mut Reader<'_, '_>,
) -> Option<Question> {
    let id = RuleId {
        package: module.package.clone(),
        name: name.to_owned(),
    };
    (!index.definitions(&id).is_empty()).then(|| Question {
        rule: rule_path(&module.package, name),
        reads: reader.of(&id),
    })
}

/// A rule's path as the engine takes it; components that are no identifiers are
/// quoted.
fn rule_path(package: &[String], name: &str) -> String {
    let mut path = "data".to_owned();
    for part in package.iter().map(String::as_str).chain([name]) {
        let plain = part
            .chars()
            .enumerate()
            .all(|(i, c)| c == '_' || c.is_ascii_alphabetic() || (i > 0 && c.is_ascii_digit()));
        if plain && !part.is_empty() {
            path.push('.');
            path.push_str(part);
        } else {
            path.push_str(&format!("[{part:?}]"));
        }
    }
    path
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

/// An engine with the policies of some units.
fn stage(units: &[Unit], settings: &Settings) -> Result<Engine, EngineError> {
    let mut engine = Engine::new(settings.limit, settings.now)?;
    for unit in units {
        engine.add_policy(unit.document.name(), &unit.qualified())?;
    }
    Ok(engine)
}

/// Adds data and prepares; the inner error names the unit that the engine refuses.
#[expect(
    clippy::type_complexity,
    reason = "the inner result is for the one caller, which drops the unit and tries again"
)]
fn finish_engine(
    mut engine: Engine,
    units: &[Unit],
    data: &[Value],
    settings: &Settings,
) -> Result<Result<Engine, (usize, LoadError)>, EngineError> {
    for document in data {
        engine.add_data(document.clone())?;
    }
    engine.add_data(Value::object([("params", settings.params.clone())]))?;
    match engine.prepare() {
        Ok(()) => Ok(Ok(engine)),
        Err(error) => {
            let named = match &error {
                EngineError::Rego {
                    place: Some((file, ..)),
                    ..
                } => units.iter().position(|unit| unit.document.name() == file),
                _ => None,
            };
            match named.and_then(|index| units.get(index).map(|unit| (index, unit))) {
                Some((index, unit)) => Ok(Err((index, engine_error(&unit.document, error)))),
                None => Err(error),
            }
        }
    }
}

/// The same for the same policies, whether or not the run needs all of them.
fn digest(units: &[Unit], unneeded: &[&'static Entry]) -> String {
    let left_out: BTreeSet<&str> = if unneeded.is_empty() {
        BTreeSet::new()
    } else {
        let loaded: BTreeSet<&str> = units.iter().map(|unit| unit.document.name()).collect();
        index()
            .iter()
            .map(|entry| entry.path.as_str())
            .filter(|path| !loaded.contains(path))
            .collect()
    };
    let files: Vec<PolicyFile> = if left_out.is_empty() {
        Vec::new()
    } else {
        builtin()
    };
    let mut parts: Vec<(&str, &str)> = units
        .iter()
        .map(|unit| unit.document.as_ref())
        .chain(
            files
                .iter()
                .map(|file| file.document.as_ref())
                .filter(|document| left_out.contains(document.name())),
        )
        .map(|document| (document_key(document.name()), document.text()))
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
