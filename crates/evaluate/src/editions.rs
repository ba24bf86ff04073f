//! Editions of a provider's responsibility matrix, and the one that is chosen.

use std::collections::{BTreeMap, BTreeSet};

use onus_core::diagnostic::Diagnostic;
use onus_policy::metadata::EditionMetadata;
use onus_policy::{Origin, PolicySet, SourceId};

use crate::overriding::{Overriding, is_users};

/// The id of the edition for each provider.
pub type Editions = BTreeMap<String, String>;

/// The editions of a run.
#[derive(Debug, Default)]
pub struct ChosenEditions {
    /// Which edition speaks for each provider.
    pub chosen: Editions,
    /// Providers with a chosen edition that does not exist, and why nothing is known.
    pub unusable: BTreeMap<String, String>,
    /// Providers with a user's edition, and the catalogue's that it replaces.
    pub replaced: BTreeMap<String, String>,
}

/// An edition, and the file that it is defined in.
struct Known<'s> {
    edition: &'s EditionMetadata,
    file: SourceId,
}

impl ChosenEditions {
    /// The newest edition of each provider, unless another one is chosen. A user's
    /// edition speaks instead of the catalogue's when it is chosen, or its file may
    /// override. A choice that does not exist leaves the provider without an edition:
    /// no other one may speak in its place.
    pub fn new(
        set: &PolicySet,
        wanted: &Editions,
        overriding: &Overriding,
        problems: &mut Vec<Diagnostic>,
    ) -> Self {
        let known = known(set);
        let mut editions = Self::default();
        for (provider, list) in &known {
            let is_catalogue = |one: &&Known<'_>| !is_users(&one.file);
            let has_catalogue = list.iter().any(|one| is_catalogue(&one));
            let may_speak = |one: &&Known<'_>| {
                !has_catalogue || is_catalogue(one) || overriding.allows(&one.file)
            };
            let Some(newest) = list.iter().find(may_speak) else {
                continue;
            };
            let chosen = match wanted.get(*provider) {
                None => {
                    problems.extend(
                        list.first()
                            .filter(|one| !may_speak(one))
                            .map(|one| passed_over(one, provider, &newest.edition.id)),
                    );
                    newest
                }
                Some(wanted) => {
                    match list
                        .iter()
                        .find(|one| one.edition.id.eq_ignore_ascii_case(wanted))
                    {
                        Some(chosen) => chosen,
                        None => {
                            let reason = format!("`{wanted}` is not an edition for `{provider}`");
                            problems.push(no_edition(&reason, list));
                            editions.unusable.insert((*provider).to_owned(), reason);
                            continue;
                        }
                    }
                }
            };
            let provider = (*provider).to_owned();
            if let (true, Some(replaced)) = (is_users(&chosen.file), list.iter().find(is_catalogue))
            {
                let replaced = replaced.edition.id.clone();
                editions.replaced.insert(provider.clone(), replaced);
            }
            editions.chosen.insert(provider, chosen.edition.id.clone());
        }
        let strangers = wanted
            .keys()
            .filter(|provider| !known.contains_key(provider.as_str()));
        for provider in strangers {
            let providers: BTreeSet<&str> = known.keys().copied().collect();
            let providers: Vec<&str> = providers.into_iter().collect();
            problems.push(
                Diagnostic::error(format!("no edition speaks for provider `{provider}`")).help(
                    format!("the providers with editions are {}", providers.join(", ")),
                ),
            );
        }
        editions
    }
}

/// All editions by provider, the newest first.
fn known(set: &PolicySet) -> BTreeMap<&str, Vec<Known<'_>>> {
    let loaded = set.boundaries.iter().filter_map(|boundary| {
        let edition = boundary.edition.as_ref()?;
        Some((edition, boundary.file.clone()))
    });
    let unneeded = set.unneeded.iter().filter_map(|entry| {
        let file = SourceId::new(Origin::Builtin, &entry.path);
        Some((entry.edition()?, file))
    });
    let mut known: BTreeMap<&str, Vec<Known<'_>>> = BTreeMap::new();
    for (edition, file) in loaded.chain(unneeded) {
        for provider in &edition.providers {
            let file = file.clone();
            known
                .entry(provider)
                .or_default()
                .push(Known { edition, file });
        }
    }
    for list in known.values_mut() {
        list.sort_by(|a, b| b.edition.published.cmp(&a.edition.published));
    }
    known
}

/// That a choice does not exist.
fn no_edition(reason: &str, list: &[Known<'_>]) -> Diagnostic {
    let ids: Vec<&str> = list.iter().map(|one| one.edition.id.as_str()).collect();
    Diagnostic::error(reason).help(format!("its editions are {}", ids.join(", ")))
}

/// That a user's edition is newer than the one that speaks.
fn passed_over(one: &Known<'_>, provider: &str, speaks: &str) -> Diagnostic {
    let id = &one.edition.id;
    Diagnostic::warning(format!(
        "edition `{id}` of `{}` is newer than `{speaks}`, but does not speak for `{provider}`",
        one.file
    ))
    .help(format!(
        "to use it instead of the embedded catalogue's, choose it: `{provider} = \"{id}\"` under `[editions]` in onus.toml"
    ))
}
