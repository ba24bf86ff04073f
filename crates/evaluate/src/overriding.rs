//! Overrides of the embedded catalogue by the user's policies. A third-party policy could
//! move a duty to the provider under the provider's own name, so an override takes a line in
//! `onus.toml` that names the file.

use std::collections::{BTreeMap, BTreeSet};

use onus_core::decision::{Changed, Override};
use onus_core::vocabulary::ServiceModel;
use onus_policy::metadata::Tier;
use onus_policy::{Boundary, Origin, PolicySet, SourceId, editions};

/// What a refused policy needs to be allowed.
const HELP: &str = "to allow it, name the file in `may-override` of onus.toml";

/// What is allowed, and what belongs to whom.
#[derive(Debug, Default)]
pub struct Overriding {
    allowed: BTreeSet<SourceId>,
    /// Each edition's file, by the letters and digits of its id.
    editions: BTreeMap<String, SourceId>,
}

impl Overriding {
    /// The files that may, and the editions of a policy set and of the catalogue.
    pub fn new(set: &PolicySet, allowed: BTreeSet<SourceId>) -> Self {
        let embedded = editions().map(|edition| {
            let file = SourceId::new(Origin::Builtin, "the embedded catalogue");
            (plain(&edition.id), file)
        });
        let mut owners: BTreeMap<String, SourceId> = embedded.collect();
        for boundary in set.boundaries.iter() {
            if let Some(edition) = &boundary.edition {
                owners.insert(plain(&edition.id), boundary.file.clone());
            }
        }
        Self {
            allowed,
            editions: owners,
        }
    }

    /// Whether a file may speak instead of the catalogue.
    pub fn allows(&self, file: &SourceId) -> bool {
        self.allowed.contains(file)
    }

    /// Whether a boundary cites an edition that is not its own: one of the catalogue's,
    /// one of another file where it is an edition itself, or a document that the
    /// catalogue's own boundaries cite for the same resource (`cited`).
    pub fn is_misattributed(
        &self,
        boundary: &Boundary,
        edition: &str,
        cited: &BTreeSet<String>,
    ) -> bool {
        let edition = plain(edition);
        if !is_users(&boundary.file) {
            return false;
        }
        match self.editions.get(&edition) {
            Some(owner) if *owner == boundary.file => false,
            Some(owner) => !is_users(owner) || boundary.tier == Tier::Edition,
            None => cited.contains(&edition),
        }
    }
}

/// Whether a file is the user's.
pub fn is_users(file: &SourceId) -> bool {
    file.origin() == Origin::User
}

/// The letters and digits of an edition's id: what else is in it can look like nothing.
pub fn plain(edition: &str) -> String {
    edition
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

/// Why a service model is refused.
pub fn refused_model(file: &SourceId, says: ServiceModel, said: ServiceModel) -> String {
    format!("`{file}` takes this type for {says}, the embedded catalogue for {said}; {HELP}")
}

/// Why an answer for a layer is refused.
pub fn refused_answer(file: &SourceId, says: &str, other: &str, said: &str) -> String {
    format!(
        "`{file}` makes {says} responsible, and {other} of the embedded catalogue {said}; {HELP}, or give it the tier `organisation` when it is your own agreement"
    )
}

/// Why a citation is refused.
pub fn refused_citation(file: &SourceId, edition: &str) -> String {
    format!(
        "`{file}` cites `{edition}`, which is not its own edition; cite your own document, or, {HELP}"
    )
}

/// A service model that a file changes.
pub fn model(file: &SourceId, instead_of: &str, said: ServiceModel) -> Override {
    Override {
        source: file.path().to_owned(),
        changes: Changed::Model,
        instead_of: instead_of.to_owned(),
        said: Some(said.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edition_is_recognized_however_it_is_written() {
        for text in [
            "msft-2026",
            "MSFT-2026",
            " msft-2026 ",
            "msft\u{2011}2026",
            "msft-\u{200b}2026",
        ] {
            assert_eq!(plain(text), "msft2026", "{text:?}");
        }
        assert_ne!(plain("acme-2026"), plain("msft-2026"));
    }
}
