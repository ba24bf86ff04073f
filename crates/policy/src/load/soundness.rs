//! Soundness: each file is checked by itself and against the others. A file that refers to an
//! unsound one is unsound too.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::engine::{Engine, EngineError, JsonDocument, Module, Parsed, Span, Value};
use onus_core::document::Document;
use onus_core::json_pointer::Pointer;
use onus_core::vocabulary::{Layer, Severity};

use crate::catalogue::{PARAMETERS, entry};
use crate::catalogue_entry::Entry;
use crate::load::call_chains::check_chains;
use crate::load::error::{LoadError, LoadErrorKind};
use crate::load::policy_file::Unit;
use crate::load::refusals::check_module;
use crate::load::role::Role;
use crate::load::source::PolicySources;
use crate::model::Settings;
use crate::names::symbol_table::Index;
use onus_core::source_id::Origin;

/// Where errors are sorted to.
pub fn place(error: &LoadError) -> (&str, usize) {
    (
        error
            .document
            .as_ref()
            .map_or("", |document| document.name()),
        error.span.start,
    )
}

/// Drops the files that are wrong by themselves.
pub fn drop_if(
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

/// Whether a user's file claims one of the catalogue's names.
pub fn reserved(unit: &Unit) -> Option<LoadError> {
    let own = unit
        .module
        .package
        .first()
        .is_some_and(|part| part == "onus" || part == "params");
    (own && unit.source.origin() == Origin::User).then(|| {
        LoadError::at(
            LoadErrorKind::ReservedPackage {
                package: unit.package(),
            },
            &unit.document,
            unit.module.package_span.clone(),
        )
    })
}

/// Drops the later one of two packages with the same id, of two with the same edition, or
/// of two controls that are the same package. Case makes no difference between ids:
/// whatever selects one selects the other. `unparsed` are embedded policies that were there
/// before and are not among the units.
pub fn drop_duplicates(
    units: &mut Vec<Unit>,
    errors: &mut Vec<LoadError>,
    unparsed: impl Iterator<Item = &'static Entry>,
) {
    let mut ids: BTreeMap<String, String> = BTreeMap::new();
    let mut editions: BTreeMap<String, String> = BTreeMap::new();
    let mut packages: BTreeMap<String, String> = BTreeMap::new();
    for entry in unparsed {
        let taken = entry
            .ids()
            .map(|id| (id.to_ascii_lowercase(), entry.path.clone()));
        ids.extend(taken);
        let edition = entry.edition().map(|one| one.id.to_ascii_lowercase());
        editions.extend(edition.map(|id| (id, entry.path.clone())));
    }
    units.retain(|unit| {
        let name = unit.document.name().to_owned();
        let mut wrong: Vec<LoadErrorKind> = Vec::new();
        let mut own: BTreeMap<String, String> = BTreeMap::new();
        for id in unit.ids() {
            let folded = id.to_ascii_lowercase();
            let id = id.to_owned();
            if is_selector(&id) {
                wrong.push(LoadErrorKind::SelectorId { id });
            } else if let Some(other) = ids.get(&folded) {
                let other = other.clone();
                wrong.push(LoadErrorKind::DuplicateId { id, other });
            }
            own.insert(folded, name.clone());
        }
        let edition = unit.edition().map(|edition| edition.id.clone());
        if let Some(id) = &edition
            && let Some(other) = editions.get(&id.to_ascii_lowercase())
        {
            let (id, other) = (id.clone(), other.clone());
            wrong.push(LoadErrorKind::DuplicateEdition { id, other });
        }
        let before = errors.len();
        errors.extend(
            wrong
                .into_iter()
                .map(|kind| LoadError::at(kind, &unit.document, unit.id_span.clone())),
        );
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
            ids.extend(own);
            editions.extend(edition.map(|id| (id.to_ascii_lowercase(), name.clone())));
            packages.insert(unit.package(), name);
        }
        sound
    });
}

/// Whether a word selects by severity or by layer, so that no control can be selected by
/// it.
fn is_selector(id: &str) -> bool {
    id.parse::<Severity>().is_ok() || id.parse::<Layer>().is_ok()
}

/// Drops files whose calls or references are wrong, and those that only became
/// wrong because a file they refer to was dropped.
pub fn drop_unsound(units: &mut Vec<Unit>, errors: &mut Vec<LoadError>) {
    loop {
        let found = unsound(units);
        if found.is_empty() {
            return;
        }
        units.retain(|unit| !found.iter().any(|error| error.is_about(&unit.document)));
        errors.extend(found);
    }
}

/// What is wrong with calls and references of files.
pub fn unsound(units: &[Unit]) -> Vec<LoadError> {
    let index = Index::new(units.iter().map(|unit| &unit.module));
    let mut found: Vec<LoadError> = units
        .iter()
        .flat_map(|unit| check_module(&unit.document, &unit.module, &index))
        .collect();
    let documents: BTreeMap<*const Module, Arc<Document>> = units
        .iter()
        .map(|unit| (std::ptr::from_ref(&unit.module), Arc::clone(&unit.document)))
        .collect();
    found.extend(check_chains(&index, &documents));
    found
}

/// Where a key of a data document is first written; its beginning when the key is
/// written with escapes.
fn key_span(document: &Document, key: &str) -> Span {
    let written = format!("\"{key}\"");
    let at = document.text().find(&written);
    at.map_or(0..1, |at| at..at + written.len())
}

/// Values that differ from what policies would see, with the reason.
fn unreliable(parsed: &Parsed) -> impl Iterator<Item = (&Pointer, &'static str)> {
    [
        (
            &parsed.duplicates,
            "is a duplicate key, and policies would see only one of the two",
        ),
        (
            &parsed.rounded,
            "is a number beyond 64 bits, which would be rounded",
        ),
        (
            &parsed.unkept,
            "is a number that is not kept as it is written",
        ),
    ]
    .into_iter()
    .flat_map(|(places, why)| places.iter().map(move |place| (place, why)))
}

/// The innermost key of a place in a data document. Elements of arrays have none.
fn nearest_key(document: &Document, place: &Pointer) -> Span {
    let mut place = Some(place.clone());
    while let Some(at) = place {
        let key = at.segments().last().unwrap_or_default();
        if key.parse::<usize>().is_err() {
            return key_span(document, key);
        }
        place = at.parent();
    }
    0..1
}

/// The data documents that can be mounted.
pub fn data_documents(
    sources: &PolicySources,
    units: &[Unit],
    settings: &Settings,
    errors: &mut Vec<LoadError>,
) -> Result<Vec<JsonDocument>, EngineError> {
    let mut data = Vec::new();
    // The first name of each package, and all of it. Embedded files that were not parsed
    // have packages too.
    let packages = || {
        let embedded = sources.files.iter().filter_map(|file| {
            let package = entry(&file.source)?.package()?.strip_prefix("data.")?;
            let (first, _) = package.split_once('.')?;
            Some((first.to_owned(), package.to_owned()))
        });
        embedded.chain(units.iter().filter_map(|unit| {
            let first = unit.module.package.first()?;
            Some((first.clone(), unit.package()))
        }))
    };
    // Two documents, or a document and the settings, can contradict each other.
    let mut trial = Engine::new(settings.limit, settings.now)?;
    trial.add_data(Value::object([("params", settings.params.clone())]))?;
    for document in &sources.data {
        let parsed = match Value::parse(document.text()) {
            Ok(parsed) => parsed,
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
        if !parsed.value.is_object() {
            let message = "it is a list or a single value".to_owned();
            errors.push(LoadError::at(
                LoadErrorKind::BadData { message },
                document,
                0..1,
            ));
            continue;
        }
        let mut sound = true;
        for (place, reason) in unreliable(&parsed) {
            sound = false;
            let span = nearest_key(document, place);
            let place = place.to_string();
            let kind = LoadErrorKind::UnreliableData { place, reason };
            errors.push(LoadError::at(kind, document, span));
        }
        let parsed = JsonDocument::from(parsed);
        for (key, value) in parsed.value.entries() {
            if key.as_ref() == "params" {
                for (key, _) in value.entries() {
                    if settings.own_catalogue || !PARAMETERS.contains(&key.as_ref()) {
                        continue;
                    }
                    sound = false;
                    let key = key.to_string();
                    let span = key_span(document, &key);
                    let kind = LoadErrorKind::BuiltinParameter { key };
                    errors.push(LoadError::at(kind, document, span));
                }
                continue;
            }
            sound = false;
            let kind = match packages().find(|(first, _)| **first == *key) {
                Some((_, package)) => LoadErrorKind::ShadowingData {
                    key: key.to_string(),
                    package,
                },
                None => LoadErrorKind::MisplacedData {
                    key: key.to_string(),
                },
            };
            let span = key_span(document, &key);
            errors.push(LoadError::at(kind, document, span));
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
