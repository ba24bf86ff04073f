//! The test set: policies together with their tests, and for each file of tests an engine with
//! exactly the files that it needs.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::engine;
use crate::engine::{EngineError, JsonDocument, Module, Span};
use onus_core::diagnostic::Spot;

use crate::catalogue::{builtin, packages};
use crate::catalogue_entry::Entry;
use crate::compile::engine_groups::{GroupError, Member, Text, build};
use crate::load::assemble::needs;
use crate::load::blocked_tests::{BlockedTest, Lost, strand};
use crate::load::embedded_files::{EmbeddedFrom, constant_paths, referred};
use crate::load::error::LoadError;
use crate::load::policy_file::{Unit, engine_error};
use crate::load::policy_set::Sound;
use crate::load::soundness::{data_documents, drop_duplicates, drop_if, place, reserved};
use crate::load::source::PolicySources;
use crate::model::Settings;
use crate::names::symbol_table::{Index, written_path};
use crate::policy_text::PolicyFile;
use crate::rewrite::edit::{Edit, apply, apply_within, original};
use crate::rewrite::import_expansion::edits;
use crate::rewrite::short_names::Names;
use onus_core::source_id::{Origin, SourceId};

/// The user's policies and tests, and what they need of the embedded catalogue.
#[derive(Debug)]
pub struct TestSet {
    units: Vec<Unit>,
    data: Vec<JsonDocument>,
    settings: Settings,
    /// Files that lack what could not be loaded.
    blocked_tests: Vec<BlockedTest>,
    /// What is not sound, in order of place.
    pub errors: Vec<LoadError>,
}

impl TestSet {
    /// Loads what was found, as evaluation does: files with errors are left out, and
    /// so is everything that refers to them, of which no more is said than that.
    ///
    /// The embedded catalogue stands behind the user's files, unless
    /// [`Settings::own_catalogue`] leaves it out: of a package that the user's files
    /// define, the embedded version is never taken. Only who works on the catalogue
    /// itself, and so has some of its packages, may add packages to its name space.
    ///
    /// # Errors
    /// The engine itself can't be set up.
    pub fn load(sources: &PolicySources, settings: &Settings) -> Result<Self, EngineError> {
        let mut errors = sources.errors.clone();
        let mut units = Vec::new();
        let mut lost = Lost::default();
        let mut scratch = engine::Engine::new(settings.limit, settings.now)?;
        let mut parse = |file: &PolicyFile, units: &mut Vec<Unit>, errors: &mut Vec<LoadError>| {
            match Unit::parse(file, &mut scratch) {
                Ok(unit) => units.push(unit),
                Err(found) => {
                    errors.extend(found);
                    lost.add_file(file);
                }
            }
        };
        for file in &sources.files {
            parse(file, &mut units, &mut errors);
        }
        let parsed: Vec<(SourceId, Vec<String>)> = units
            .iter()
            .map(|unit: &Unit| (unit.source.clone(), unit.module.package.clone()))
            .collect();
        if !settings.own_catalogue {
            let embedded = packages();
            let own: BTreeSet<String> = units.iter().map(|unit| written(&unit.module)).collect();
            if !own.iter().any(|package| embedded.contains_key(&**package)) {
                drop_if(&mut units, &mut errors, reserved);
            }
            let missing = missing(&units, &own, &embedded);
            for file in builtin() {
                if missing.contains(file.source.path()) {
                    parse(&file, &mut units, &mut errors);
                }
            }
        }
        drop_duplicates(&mut units, &mut errors, std::iter::empty());
        for (source, package) in parsed {
            if units.iter().all(|unit| unit.source != source) {
                lost.add(package, source.path());
            }
        }
        let blocked_tests = strand(&mut units, &mut errors, &mut lost);
        let data = data_documents(sources, &units, settings, &mut errors)?;
        errors.sort_by(|a, b| place(a).cmp(&place(b)));
        Ok(Self {
            units,
            data,
            settings: settings.clone(),
            blocked_tests,
            errors,
        })
    }

    /// The policies that an evaluation takes, to ask about their parts.
    ///
    /// # Errors
    /// The engine itself can't be set up.
    pub fn of_run(sources: &PolicySources, settings: &Settings) -> Result<Self, EngineError> {
        let Sound {
            units,
            data,
            errors,
            ..
        } = Sound::of(sources, settings, EmbeddedFrom::Text)?;
        Ok(Self {
            units,
            data,
            settings: settings.clone(),
            blocked_tests: Vec::new(),
            errors,
        })
    }

    /// The set, ready for engines to be made.
    pub fn engine_builder(&self) -> EngineBuilder<'_> {
        let index = Index::new(self.units.iter().map(|unit| &unit.module));
        let edits: Vec<Vec<Edit>> = self
            .units
            .iter()
            .map(|unit| edits(&unit.module, &index))
            .collect();
        let members = self
            .units
            .iter()
            .zip(needs(&self.units, &index))
            .map(|(unit, needs)| Member {
                source: unit.source.clone(),
                needs,
                rules: Vec::new(),
                deny: None,
            })
            .collect();
        EngineBuilder {
            set: self,
            edits,
            members,
        }
    }
}

/// The package of a module as `data.a.b`.
fn written(module: &Module) -> String {
    written_path("data", module.package.iter().map(String::as_str))
}

/// The embedded files that the user's refer to, directly or not.
fn missing(
    units: &[Unit],
    own: &BTreeSet<String>,
    embedded: &BTreeMap<&'static str, Vec<&'static Entry>>,
) -> BTreeSet<&'static str> {
    let mut paths = constant_paths(units.iter().map(|unit| &unit.module));
    // A test that looks through all of `data` is about its own packages.
    paths.remove("data");
    let owned: BTreeSet<&str> = embedded
        .iter()
        .filter(|(package, _)| own.contains(**package))
        .flat_map(|(_, entries)| entries.iter().map(|entry| entry.path.as_str()))
        .collect();
    let mut missing = referred(&paths);
    missing.retain(|path| !owned.contains(path));
    missing
}

/// Builds engines for single files.
#[derive(Debug)]
pub struct EngineBuilder<'t> {
    set: &'t TestSet,
    /// What to change in each file.
    edits: Vec<Vec<Edit>>,
    /// What each file needs.
    members: Vec<Member>,
}

/// One file of an [`EngineBuilder`].
#[derive(Debug, Clone, Copy)]
pub struct EngineFile<'t> {
    unit: &'t Unit,
    number: usize,
}

impl<'t> EngineFile<'t> {
    /// Which file it is.
    pub fn source(self) -> &'t SourceId {
        &self.unit.source
    }

    /// Its text.
    pub fn document(self) -> &'t Arc<onus_core::document::Document> {
        &self.unit.document
    }

    /// Its syntax tree.
    pub fn module(self) -> &'t Module {
        &self.unit.module
    }

    /// Its package, as `a.b`.
    pub fn package(self) -> String {
        self.unit.package()
    }
}

/// An engine with one file of tests and what that needs.
#[derive(Debug)]
pub struct Prepared<'b> {
    /// The engine.
    pub engine: engine::Engine,
    names: Arc<Names<'b>>,
    edits: &'b [Edit],
    module: &'b Module,
    text: &'b str,
}

impl Prepared<'_> {
    /// What a rule of the file is called in the engine.
    pub fn rule(&self, name: &str) -> String {
        let parts = self.module.package.iter().map(String::as_str);
        let rule = written_path("data", parts.chain([name]));
        self.names.rule(self.edits, &rule)
    }

    /// What the engine was given in the place of a stretch of the file.
    pub fn written(&self, stretch: &Span) -> String {
        apply_within(self.text, stretch, self.edits, &self.names)
    }
}

impl<'t> EngineBuilder<'t> {
    /// The user's files, in the order in which they were found.
    pub fn files(&self) -> impl Iterator<Item = EngineFile<'t>> {
        self.set
            .units
            .iter()
            .enumerate()
            .filter(|(_, unit)| unit.source.origin() == Origin::User)
            .map(|(number, unit)| EngineFile { unit, number })
    }

    /// A file, and those that it refers to, directly or not; nothing when this file
    /// is not sound.
    pub fn around(&self, source: &SourceId) -> Vec<EngineFile<'t>> {
        let Some(member) = self.members.iter().find(|member| member.source == *source) else {
            return Vec::new();
        };
        let file = |wanted: &dyn Fn(&SourceId) -> bool| {
            let files = self.set.units.iter().enumerate();
            files
                .filter(|(_, unit)| wanted(&unit.source))
                .map(|(number, unit)| EngineFile { unit, number })
                .collect::<Vec<_>>()
        };
        let mut files = file(&|other| other == source);
        files.extend(file(&|other| {
            other != source && member.needs.contains(other)
        }));
        files
    }

    /// What an engine was given in the place of a stretch of one of its files.
    pub fn written(&self, prepared: &Prepared<'_>, file: EngineFile<'_>, stretch: &Span) -> String {
        let edits = self.edits.get(file.number).map_or(&[][..], Vec::as_slice);
        apply_within(file.unit.document.text(), stretch, edits, &prepared.names)
    }

    /// The user's files that lack what could not be loaded.
    pub fn blocked_tests(&self) -> &'t [BlockedTest] {
        &self.set.blocked_tests
    }

    /// Makes the engine of a file.
    ///
    /// # Errors
    /// The engine refuses one of the files that go into it.
    pub fn engine(&self, file: EngineFile<'_>) -> Result<Prepared<'_>, Box<LoadError>> {
        let whole = |error: EngineError| Box::new(engine_error(&file.unit.document, error));
        let gone = || EngineError::Panic {
            message: "no engine was made".to_owned(),
        };
        let (Some(member), Some(edits), Some(unit)) = (
            self.members.get(file.number),
            self.edits.get(file.number),
            self.set.units.get(file.number),
        ) else {
            return Err(whole(gone()));
        };
        let texts: BTreeMap<&SourceId, Text<'_>> = self
            .set
            .units
            .iter()
            .zip(&self.edits)
            .filter(|(unit, _)| unit.source == member.source || member.needs.contains(&unit.source))
            .map(|(unit, edits)| {
                let text = unit.document.text();
                (&unit.source, Text { text, edits })
            })
            .collect();
        let members = std::slice::from_ref(member);
        let groups = build(members, &texts, &self.set.data, &self.set.settings).map_err(
            |error| match error {
                GroupError::Engine(error) => whole(error),
                GroupError::File { source, error } => {
                    match self.set.units.iter().find(|u| u.source == source) {
                        Some(unit) => Box::new(self.load_error(unit, &Names::default(), error)),
                        None => whole(error),
                    }
                }
            },
        )?;
        let names = groups.engine_of.get(&member.source).map(|(_, names)| names);
        match (groups.engines.into_iter().next(), names) {
            (Some(engine), Some(names)) => Ok(Prepared {
                engine,
                names: Arc::clone(names),
                edits,
                module: &unit.module,
                text: unit.document.text(),
            }),
            _ => Err(whole(gone())),
        }
    }

    /// The place in the user's file that an error of an engine names.
    pub fn spot(&self, prepared: &Prepared<'_>, error: &EngineError) -> Option<Spot> {
        let EngineError::Rego {
            place: Some((source, line, column)),
            ..
        } = error
        else {
            return None;
        };
        let unit = self.set.units.iter().find(|u| u.source == *source)?;
        let text = unit.document.text();
        let start = match source.origin() {
            // Its engine names places as they were written.
            Origin::User => offset_of(text, *line, *column),
            Origin::Builtin | Origin::Generated => {
                self.original(unit, &prepared.names, *line, *column)
            }
        };
        Some(Spot::new(&unit.document, word(text, start)))
    }

    fn load_error(&self, unit: &Unit, names: &Names<'_>, error: EngineError) -> LoadError {
        let place = match &error {
            EngineError::Rego {
                place: Some((_, line, column)),
                ..
            } => Some(self.original(unit, names, *line, *column)),
            _ => None,
        };
        let mut error = engine_error(&unit.document, error);
        if let Some(start) = place {
            error.span = word(unit.document.text(), start);
        }
        error
    }

    fn original(&self, unit: &Unit, names: &Names<'_>, line: usize, column: usize) -> usize {
        let text = unit.document.text();
        let edits = self
            .set
            .units
            .iter()
            .zip(&self.edits)
            .find(|(other, _)| std::ptr::eq(*other, unit))
            .map_or(&[][..], |(_, edits)| edits);
        let at = engine::offset(&apply(text, edits, names), line, column);
        original(text, edits, names, at)
    }
}

/// The offset of a line and a character on it, both from 1.
fn offset_of(text: &str, line: usize, column: usize) -> usize {
    let before: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let rest = text.get(before..).unwrap_or_default();
    let on_line = rest.chars().take(column.saturating_sub(1));
    before + on_line.map(char::len_utf8).sum::<usize>()
}

/// The stretch from an offset to the next space.
fn word(text: &str, start: usize) -> Span {
    let rest = text.get(start..).unwrap_or_default();
    let length = rest
        .find(|c: char| c.is_whitespace())
        .unwrap_or(rest.len())
        .max(1);
    start..(start + length).min(text.len())
}
