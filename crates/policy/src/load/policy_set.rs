//! The policy set: all sound policies, ready for evaluation, and the errors of all others.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::engine::{Engine, EngineError, JsonDocument};

use crate::catalogue_entry::Entry;
use crate::compile::batched_questions::Together;
use crate::compile::engine_groups::GroupError;
use crate::load::assemble::{Part, assemble, parts};
use crate::load::embedded_files::{EmbeddedFiles, EmbeddedFrom, embedded_from, indexed_contents};
use crate::load::error::LoadError;
use crate::load::policy_file::{Unit, engine_error};
use crate::load::soundness::{
    data_documents, drop_duplicates, drop_if, drop_unsound, place, reserved,
};
use crate::load::source::PolicySources;
use crate::metadata::EditionMetadata;
use crate::model::{Boundary, Control, PolicyContents, Settings, Table};
use crate::policy_text::PolicyFile;
use crate::selector::ControlKey;
use onus_core::source_id::{Origin, SourceId};

/// The loaded and sound policies, prepared for evaluation. A clone shares them, so a set can
/// be kept for as long as a program runs and be given to any thread.
#[derive(Debug, Clone)]
pub struct PolicySet {
    /// Lock-down requirements, in the order of their ids.
    pub controls: Arc<[Control]>,
    /// Boundary policies, in the order of tier and id.
    pub boundaries: Arc<[Boundary]>,
    /// Type tables that were loaded. Those of the embedded catalogue are evaluated ahead
    /// of time, and among these only when the user has policies of their own.
    pub tables: Arc<[Table]>,
    /// Prepared engines, to be cloned for each worker.
    pub engines: Arc<[Engine]>,
    /// Questions that one evaluation can answer.
    pub together: Arc<[Together]>,
    /// sha256 over all policies that take part.
    pub digest: String,
    /// Files of the embedded catalogue that no type of the run needs.
    pub unneeded: Arc<[&'static Entry]>,
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

impl PolicySet {
    /// Loads what was found. Files with errors are left out, and so is
    /// everything that refers to them; every error is reported.
    ///
    /// # Errors
    /// The engine itself can't be set up.
    pub fn load(sources: &PolicySources, settings: &Settings) -> Result<Loaded, EngineError> {
        let from = embedded_from(sources, settings);
        let Sound {
            mut units,
            indexed,
            unneeded,
            data,
            mut errors,
        } = Sound::of(sources, settings, from)?;
        let set = loop {
            let parts = indexed.iter().map(indexed_part).chain(parts(&units));
            match assemble(parts.collect(), &data, settings, sources) {
                Ok(set) => break set,
                Err(GroupError::Engine(error)) => return Err(error),
                Err(GroupError::File { source, error }) => {
                    let Some(at) = units.iter().position(|unit| unit.source == source) else {
                        return Err(error);
                    };
                    let unit = units.remove(at);
                    errors.push(engine_error(&unit.document, error));
                    // What referred to it has lost its ground.
                    drop_unsound(&mut units, &mut errors);
                }
            }
        };
        errors.sort_by(|a, b| place(a).cmp(&place(b)));
        Ok(Loaded {
            set: Self {
                unneeded: unneeded.into(),
                ..set
            },
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

    /// The controls of the embedded catalogue that no type of the run needs.
    pub fn unneeded_controls(&self) -> impl Iterator<Item = &Control> {
        self.unneeded
            .iter()
            .filter_map(|entry| match &entry.contents {
                PolicyContents::Control(control) => Some(control.as_ref()),
                _ => None,
            })
    }

    /// What every control can be selected by, those that the run does not need
    /// too.
    pub fn keys(&self) -> Vec<ControlKey<'_>> {
        let unneeded = self.unneeded_controls();
        self.controls
            .iter()
            .chain(unneeded)
            .map(Control::key)
            .collect()
    }
}

/// What the index made ahead of time says of a file.
fn indexed_part<'p>((file, entry): &(&'p PolicyFile, &'static Entry)) -> Part<'p> {
    Part {
        source: file.source.clone(),
        text: file.document.text(),
        edits: Cow::Borrowed(&entry.edits),
        needs: entry
            .needs
            .iter()
            .map(|path| SourceId::new(Origin::Builtin, path))
            .collect(),
        contents: indexed_contents(entry),
    }
}

/// What is sound of what was found, before the engine has seen it as a whole.
pub struct Sound<'s> {
    /// The files that were parsed, embedded ones first.
    pub units: Vec<Unit>,
    /// Embedded files that the index speaks for.
    pub indexed: Vec<(&'s PolicyFile, &'static Entry)>,
    /// Embedded files that the run does not need.
    pub unneeded: Vec<&'static Entry>,
    /// Data documents.
    pub data: Vec<JsonDocument>,
    /// What is not sound, and why.
    pub errors: Vec<LoadError>,
}

impl<'s> Sound<'s> {
    /// Parses and checks what an evaluation takes.
    ///
    /// # Errors
    /// The engine itself can't be set up.
    pub fn of(
        sources: &'s PolicySources,
        settings: &Settings,
        from: EmbeddedFrom,
    ) -> Result<Self, EngineError> {
        let mut errors = sources.errors.clone();
        let mut scratch = Engine::new(settings.limit, settings.now)?;
        let mut parse = |files: &mut dyn Iterator<Item = &PolicyFile>| {
            let mut units = Vec::new();
            for file in files {
                match Unit::parse(file, &mut scratch) {
                    Ok(unit) => units.push(unit),
                    Err(found) => errors.extend(found),
                }
            }
            units
        };
        let users = sources.files.iter();
        let users = parse(&mut users.filter(|file| file.source.origin() != Origin::Builtin));
        let modules: Vec<_> = users.iter().map(|unit| &unit.module).collect();
        let embedded = EmbeddedFiles::of(sources, &modules, from);
        let mut units = parse(&mut embedded.parsed.iter().copied());
        units.extend(users);
        if !settings.own_catalogue {
            drop_if(&mut units, &mut errors, reserved);
        }
        drop_duplicates(&mut units, &mut errors, embedded.unparsed());
        drop_unsound(&mut units, &mut errors);
        let data = data_documents(sources, &units, settings, &mut errors)?;
        Ok(Self {
            units,
            indexed: embedded.indexed,
            unneeded: embedded.unneeded,
            data,
            errors,
        })
    }
}
